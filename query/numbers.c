/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/numbers.h"

#include <stdlib.h>

static struct numbers_slot *slot_of(const struct numbers *n, uint64_t number)
{
	size_t i = (size_t)(number * 0x9E3779B97F4A7C15u >> 20) & (n->capacity - 1);

	while (n->slots[i].number != 0 && n->slots[i].number != number)
		i = (i + 1) & (n->capacity - 1);
	return &n->slots[i];
}

static void grow(struct numbers *n)
{
	struct numbers_slot *old = n->slots;
	size_t capacity = n->capacity;

	n->capacity = capacity > 0 ? 2 * capacity : 128;
	n->slots = xcalloc(n->capacity, sizeof *n->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].number != 0)
			*slot_of(n, old[i].number) = old[i];
	}
	free(old);
}

struct numbers_slot *numbers_find(struct numbers *n, uint64_t number)
{
	struct numbers_slot *slot;

	if (2 * n->count >= n->capacity)
		grow(n);
	slot = slot_of(n, number);
	if (slot->number == 0) {
		*slot = (struct numbers_slot){number, SIZE_MAX};
		n->count++;
	}
	return slot;
}

bool numbers_add(struct numbers *n, uint64_t number)
{
	size_t before = n->count;

	if (number != 0)
		numbers_find(n, number);
	return n->count > before;
}

bool numbers_get(const struct numbers *n, uint64_t number, size_t *place)
{
	if (!numbers_has(n, number))
		return false;
	*place = slot_of(n, number)->place;
	return true;
}

bool numbers_has(const struct numbers *n, uint64_t number)
{
	return number != 0 && n->capacity > 0 && slot_of(n, number)->number == number;
}

void numbers_release(struct numbers *n)
{
	free(n->slots);
	*n = (struct numbers){0};
}
