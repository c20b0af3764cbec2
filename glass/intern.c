/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/intern.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define COUNT_MAX ((size_t)1 << 27) /* postings have 27 bits for a term */

struct sort_key {
	uint64_t start; /* the first eight bytes, as a number */
	uint32_t number;
};

struct str intern_text(const struct intern *i, uint32_t number)
{
	uint32_t start = number > 0 ? i->ends[number - 1] : 0;

	return (struct str){i->bytes + start, i->ends[number] - start};
}

static void grow_slots(struct intern *i)
{
	size_t count = i->slot_count ? 2 * i->slot_count : 1024;
	struct intern_slot *slots = xcalloc(count, sizeof *slots);

	for (size_t k = 0; k < i->slot_count; k++) {
		size_t at = i->slots[k].hash & (count - 1);

		if (i->slots[k].number == 0)
			continue;
		while (slots[at].number != 0)
			at = (at + 1) & (count - 1);
		slots[at] = i->slots[k];
	}
	free(i->slots);
	i->slots = slots;
	i->slot_count = count;
}

static void append(struct intern *i, struct str text)
{
	size_t used = i->count > 0 ? i->ends[i->count - 1] : 0;

	while (i->bytes_capacity - used < text.n) {
		i->bytes_capacity = i->bytes_capacity ? 2 * i->bytes_capacity : 4096;
		i->bytes = xrealloc(i->bytes, i->bytes_capacity);
	}
	if (text.n > 0)
		memcpy(i->bytes + used, text.p, text.n);
	GROW(i->ends, i->count, i->ends_capacity);
	i->ends[i->count++] = (uint32_t)(used + text.n);
}

uint32_t intern_add(struct intern *i, struct str text)
{
	uint32_t hash = (uint32_t)str_hash(text);
	size_t at;

	if (i->count >= i->slot_count / 2)
		grow_slots(i);
	at = hash & (i->slot_count - 1);
	for (; i->slots[at].number != 0; at = (at + 1) & (i->slot_count - 1)) {
		if (i->slots[at].hash == hash &&
		    str_equal(intern_text(i, i->slots[at].number - 1), text))
			return i->slots[at].number - 1;
	}
	if (i->count >= COUNT_MAX ||
	    (i->count > 0 && text.n > UINT32_MAX - i->ends[i->count - 1]))
		return INTERN_FULL;
	append(i, text);
	i->slots[at] = (struct intern_slot){hash, (uint32_t)i->count};
	return (uint32_t)i->count - 1;
}

/* The context of qsort(), which has none of its own. */
static _Thread_local const struct intern *sorting;

static int compare_keys(const void *a, const void *b)
{
	const struct sort_key *x = a;
	const struct sort_key *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return str_compare(intern_text(sorting, x->number),
			   intern_text(sorting, y->number));
}

static uint64_t first_bytes(struct str text)
{
	uint64_t v = 0;

	for (size_t k = 0; k < 8; k++)
		v = v << 8 | (k < text.n ? (uint8_t)text.p[k] : 0);
	return v;
}

uint32_t *intern_sorted(const struct intern *i)
{
	struct sort_key *keys = xreallocarray(NULL, i->count, sizeof *keys);
	uint32_t *numbers = xreallocarray(NULL, i->count, sizeof *numbers);

	for (uint32_t k = 0; k < i->count; k++)
		keys[k] = (struct sort_key){first_bytes(intern_text(i, k)), k};
	sorting = i;
	qsort(keys, i->count, sizeof *keys, compare_keys);
	for (size_t k = 0; k < i->count; k++)
		numbers[k] = keys[k].number;
	free(keys);
	return numbers;
}

size_t intern_bytes(const struct intern *i)
{
	return i->slot_count * sizeof *i->slots + i->bytes_capacity +
	       i->ends_capacity * sizeof *i->ends +
	       i->count * (sizeof(uint32_t) + 2 * sizeof(struct sort_key));
}

void intern_release(struct intern *i)
{
	free(i->slots);
	free(i->bytes);
	free(i->ends);
	*i = (struct intern){0};
}
