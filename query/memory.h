/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles that were read, for questions to come: those of a batch meet the same ones again and
 * again. Keeps them, unpacked, until it is full, and then no more.
 */
#ifndef QUERY_MEMORY_H
#define QUERY_MEMORY_H

#include "lib/record.h"

struct memory;

struct memory *memory_new(size_t bytes);
void memory_free(struct memory *m);
/* Forgets all articles. */
void memory_clear(struct memory *m);
/* Borrowed until memory_clear(); false when it is not there. */
bool memory_find(const struct memory *m, uint32_t docid, struct record *r);
/* Where an article to be added is to be unpacked; NULL when the memory is full. */
struct arena *memory_arena(struct memory *m);
/* An article that was unpacked there. */
void memory_add(struct memory *m, uint32_t docid, const struct record *r);

#endif
