/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/memory.h"

#include <stdlib.h>

#include "query/numbers.h"

struct memory {
	size_t bytes_max, bytes;
	struct arena arena;
	struct numbers by_docid; /* places in records */
	struct record *records;
	size_t count, capacity;
};

struct memory *memory_new(size_t bytes)
{
	struct memory *m = xcalloc(1, sizeof *m);

	m->bytes_max = bytes;
	return m;
}

void memory_free(struct memory *m)
{
	if (m == NULL)
		return;
	memory_clear(m);
	free(m->records);
	free(m);
}

void memory_clear(struct memory *m)
{
	arena_release(&m->arena);
	numbers_release(&m->by_docid);
	m->count = m->bytes = 0;
}

bool memory_find(const struct memory *m, uint32_t docid, struct record *r)
{
	size_t place;

	if (!numbers_get(&m->by_docid, docid, &place))
		return false;
	*r = m->records[place];
	return true;
}

struct arena *memory_arena(struct memory *m)
{
	return m->bytes < m->bytes_max ? &m->arena : NULL;
}

void memory_add(struct memory *m, uint32_t docid, const struct record *r)
{
	numbers_find(&m->by_docid, docid)->place = m->count;
	GROW(m->records, m->count, m->capacity);
	m->records[m->count++] = *r;
	/* Texts are nearly all of it. */
	m->bytes += sizeof *r + r->title.n + r->lead.n + r->body.n +
		    r->names_count * sizeof *r->names +
		    r->mentions_count * sizeof *r->mentions;
}
