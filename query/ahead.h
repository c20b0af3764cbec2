/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading ahead: a thread fetches and unpacks articles while the one before is cut and held
 * against the question. Half of the time that many candidates take.
 */
#ifndef QUERY_AHEAD_H
#define QUERY_AHEAD_H

#include "query/index.h"

struct ahead;

/*
 * Begins to read the articles, in that order; the numbers are borrowed until ahead_free(). NULL when it
 * would not pay or cannot be done: then index_read() is there.
 */
struct ahead *ahead_new(struct index *x, const uint32_t *docids, size_t count);
void ahead_free(struct ahead *a);
/* The next of them, borrowed until the next call; -1 with *err where it cannot be read. */
int ahead_take(struct ahead *a, struct record *r, struct error *err);

#endif
