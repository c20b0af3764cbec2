/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pending.h"

#include <stdlib.h>

static struct pending *pending_slot(const struct pending_table *p, struct str term)
{
	size_t i = str_hash(term) & (p->capacity - 1);

	while (p->slots[i].term.p != NULL && !str_equal(p->slots[i].term, term))
		i = (i + 1) & (p->capacity - 1);
	return &p->slots[i];
}

static void pending_grow(struct pending_table *p)
{
	struct pending *old = p->slots;
	size_t capacity = p->capacity;

	p->capacity = capacity ? 2 * capacity : 1024;
	p->slots = xcalloc(p->capacity, sizeof *p->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].term.p != NULL)
			*pending_slot(p, old[i].term) = old[i];
	}
	free(old);
}

struct pending *pending_find(const struct pending_table *p, struct str term)
{
	struct pending *slot;

	if (p->capacity == 0)
		return NULL;
	slot = pending_slot(p, term);
	return slot->term.p != NULL && !slot->dead ? slot : NULL;
}

void pending_add(struct pending_table *p, struct str term, const struct pending *article)
{
	struct pending *slot;

	if (2 * p->count >= p->capacity)
		pending_grow(p);
	slot = pending_slot(p, term);
	if (slot->term.p == NULL) {
		slot->term = str_copy(&p->arena, term);
		p->count++;
	}
	slot->docid = article->docid;
	slot->hash = article->hash;
	slot->text_bytes = article->text_bytes;
	slot->arrival = article->arrival;
	slot->dead = false;
	p->text_bytes += article->text_bytes;
}

void pending_bury(struct pending_table *p, struct pending *article)
{
	article->dead = true;
	GROW(p->dead, p->dead_count, p->dead_capacity);
	p->dead[p->dead_count++] = article->docid;
	p->text_bytes -= article->text_bytes;
}

void pending_keep(struct pending_table *p, struct str packed)
{
	GROW(p->packed, p->packed_count, p->packed_capacity);
	p->packed[p->packed_count++] = str_copy(&p->arena, packed);
}

void pending_clear(struct pending_table *p)
{
	free(p->slots);
	free(p->dead);
	free(p->packed);
	arena_release(&p->arena);
	*p = (struct pending_table){0};
}
