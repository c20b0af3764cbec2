/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The articles of an index as they lie in its segments, found by id and read again.
 *
 * The manifest is borrowed: which articles are dead is asked of it each time, while its segments
 * must stay the same ones. `segment` is an index into them.
 */
#ifndef INDEXER_STORED_H
#define INDEXER_STORED_H

#include "indexer/sheet.h"
#include "lib/error.h"
#include "lib/manifest.h"
#include "lib/record.h"
#include "xapian-c/xapian-c.h"

struct stored;

int stored_open(struct stored **out, const char *index, const struct manifest *m,
		struct error *err);
/* The articles of a database of formats 1 and 2, which had no manifest. */
int stored_open_database(struct stored **out, const char *path, struct error *err);
void stored_close(struct stored *s);

size_t stored_segments(const struct stored *s);
/* libxapian's reader of one segment, borrowed. */
struct xc_reader *stored_reader(struct stored *s, size_t segment);
/* Opens the columns of a segment, which the index must have. */
int stored_columns(struct stored *s, size_t segment, struct sheet_source *out,
		   struct error *err);
/* A fact of the index, borrowed. */
int stored_fact(struct stored *s, const char *key, struct str *value, struct error *err);
uint64_t stored_text_bytes(struct stored *s); /* of all articles alive */

/* The article alive that has the term of its id: 1, or 0 when there is none. */
int stored_find(struct stored *s, struct str term, size_t *segment, uint32_t *docid,
		struct error *err);
/* Unpacks an article that was packed under the facts of the index into the arena. */
int stored_unpack(struct stored *s, struct str packed, struct arena *arena,
		  struct record *r, struct error *err);
/* Its packed bytes alone (record_expand()). */
int stored_expand(struct stored *s, struct str packed, struct arena *arena,
		  struct str *expanded, struct error *err);
/* An article of a segment, dead or alive. */
int stored_record(struct stored *s, size_t segment, uint32_t docid, struct arena *arena,
		  struct record *r, struct error *err);

struct stored_visitor {
	void *context;
	/* 0 to go on, -1 with *err filled in. */
	int (*article)(void *context, size_t segment, uint32_t docid, struct error *err);
};

/* Visits all articles alive, in order. */
int stored_each(struct stored *s, const struct stored_visitor *visitor,
		struct error *err);

#endif
