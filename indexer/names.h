/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What questions need to know of names, as a segment keeps it: the companies and places its articles
 * name, with all their aliases and what they are part of. The few names of the other kinds
 * stand in the index's facts.
 */
#ifndef INDEXER_NAMES_H
#define INDEXER_NAMES_H

#include "indexer/segment.h"
#include "lib/analyser.h"
#include "lib/error.h"

struct names;

/* The analyser is borrowed. */
struct names *names_new(struct analyser *a);
void names_free(struct names *n);
/* Notes the names of a record; entities[i] is that of its name i. */
void names_meet(struct names *n, const struct record *r, const uint32_t *entities);
/* Writes what was met since the last time. */
int names_write(struct names *n, struct segment *s, struct error *err);
/* Appends the table META_NAMES: all names of the kinds that every index has. */
void names_everywhere(const struct lexicon *l, struct buf *out);
/* Appends the set META_KNOWN to an empty buffer: the aliases of all other names of the lexicon. */
void names_known(struct names *n, struct buf *out);

#endif
