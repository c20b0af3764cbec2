/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/hashes.h"

#include <stdlib.h>

#include "lib/mem.h"

static struct hashes_slot *find_slot(const struct hashes *h, uint64_t hash)
{
	size_t i = (size_t)hash & (h->capacity - 1);

	while (h->slots[i].item != 0 && h->slots[i].hash != hash)
		i = (i + 1) & (h->capacity - 1);
	return &h->slots[i];
}

static void grow(struct hashes *h)
{
	struct hashes_slot *old = h->slots;
	size_t capacity = h->capacity;

	h->capacity = capacity ? 2 * capacity : 1024;
	h->slots = xcalloc(h->capacity, sizeof *h->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].item != 0)
			*find_slot(h, old[i].hash) = old[i];
	}
	free(old);
}

uint32_t hashes_find(const struct hashes *h, uint64_t hash)
{
	/* A free slot's 0, less one, is NO_ITEM_FOUND. */
	return h->capacity > 0 ? find_slot(h, hash)->item - 1 : NO_ITEM_FOUND;
}

void hashes_put(struct hashes *h, uint64_t hash, uint32_t item)
{
	struct hashes_slot *slot;

	if (2 * h->count >= h->capacity)
		grow(h);
	slot = find_slot(h, hash);
	h->count += slot->item == 0;
	*slot = (struct hashes_slot){hash, item + 1};
}

void hashes_release(struct hashes *h)
{
	free(h->slots);
	*h = (struct hashes){0};
}
