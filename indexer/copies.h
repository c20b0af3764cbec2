/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which story a new article tells: that of an article it is a copy of, or its own.
 *
 * Articles are remembered by their sketches (lib/sketch). One that has two hashes of the new
 * article's sketch, or one that few have, is a candidate unless so little is common to all that
 * both sketches could have; of the best few the shingles are compared, and the one that shares
 * most gives its group. Shingles of the articles added last are kept, others made again from
 * their texts.
 */
#ifndef INDEXER_COPIES_H
#define INDEXER_COPIES_H

#include "lib/error.h"
#include "lib/record.h"
#include "lib/sketch.h"
#include "xapian-c/xapian-c.h"

struct copies;

/* Where texts of articles that were remembered come from, by docid. */
struct copies_texts {
	void *context;
	int (*record)(void *context, uint32_t docid, struct arena *arena,
		      struct record *r, struct error *err);
};

/* The vocabulary is borrowed: what else it is used for does no harm. */
struct copies *copies_new(struct vocabulary *v);
void copies_free(struct copies *c);
size_t copies_bytes(const struct copies *c); /* memory held, about; accepts NULL */
/* Remembers an article; sketches without hashes are not. */
void copies_add(struct copies *c, uint32_t docid, const struct sketch *s,
		struct shingle_list shingles, uint32_t group);
/* Remembers all articles of a segment, those that are gone too: they tell which story others tell. */
int copies_remember(struct copies *c, struct xc_reader *segment, struct error *err);
/*
 * The group of an article by its shingles; 0 when it is a copy of none. A text without a sketch is
 * a copy of none.
 */
int copies_find(struct copies *c, const struct shingles *shingles, const struct sketch *s,
		const struct copies_texts *texts, uint32_t *group, struct error *err);

#endif
