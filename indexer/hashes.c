/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/hashes.h"

#include <stdlib.h>

#include "lib/mem.h"

static size_t find_slot(const struct hashes *h, uint64_t hash)
{
	size_t i = (size_t)hash & (h->capacity - 1);

	while (h->items[i] != 0 && h->hashes[i] != hash)
		i = (i + 1) & (h->capacity - 1);
	return i;
}

static void grow(struct hashes *h)
{
	struct hashes old = *h;

	h->capacity = old.capacity > 0 ? 2 * old.capacity : 1024;
	h->hashes = xcalloc(h->capacity, sizeof *h->hashes);
	h->items = xcalloc(h->capacity, sizeof *h->items);
	for (size_t i = 0; i < old.capacity; i++) {
		size_t slot;

		if (old.items[i] == 0)
			continue;
		slot = find_slot(h, old.hashes[i]);
		h->hashes[slot] = old.hashes[i];
		h->items[slot] = old.items[i];
	}
	hashes_release(&old);
}

uint32_t hashes_find(const struct hashes *h, uint64_t hash)
{
	/* A free slot's 0, less one, is NO_ITEM_FOUND. */
	return h->capacity > 0 ? h->items[find_slot(h, hash)] - 1 : NO_ITEM_FOUND;
}

void hashes_put(struct hashes *h, uint64_t hash, uint32_t item)
{
	size_t slot;

	if (4 * h->count >= 3 * h->capacity)
		grow(h);
	slot = find_slot(h, hash);
	h->count += h->items[slot] == 0;
	h->hashes[slot] = hash;
	h->items[slot] = item + 1;
}

size_t hashes_bytes(const struct hashes *h)
{
	return h->capacity * (sizeof *h->hashes + sizeof *h->items);
}

void hashes_release(struct hashes *h)
{
	free(h->hashes);
	free(h->items);
	*h = (struct hashes){0};
}
