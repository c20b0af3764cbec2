/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The columns of a segment as it is written: a row for each article, made of what was found in
 * it or taken over from the columns of an older segment.
 *
 * Rows come in the order of the articles' numbers; a number that no article has gets an empty
 * one.
 */
#ifndef INDEXER_SHEET_H
#define INDEXER_SHEET_H

#include "lib/columns.h"
#include "lib/error.h"
#include "lib/lexicon.h"
#include "lib/record.h"

struct sheet;

/* Of a segment whose first article has the number `first`. */
struct sheet *sheet_new(uint32_t first);
void sheet_free(struct sheet *s);
/* The row of article `docid`; the lexicon knows what names are part of. */
void sheet_add(struct sheet *s, uint32_t docid, const struct record *r, uint32_t group,
	       const struct lexicon *l);
/* Writes the file into the folder, synced. */
int sheet_write(const struct sheet *s, const char *folder, struct error *err);

/* The columns of an older segment. {0} is closed. */
struct sheet_source {
	struct columns columns;
	uint32_t first;	  /* number of its first article */
	uint32_t *labels; /* by its number: label + 1 of the sheet copied to, 0 not met */
	uint32_t *wholes; /* what labels are part of, while the sheet does not know */
	struct columns_scratch scratch;
};

/* Opens the columns in a segment's folder. */
int sheet_source_open(struct sheet_source *o, const char *folder, uint32_t first,
		      struct error *err);
void sheet_source_close(struct sheet_source *o);
/* The row of article `from` of the source, as that of `docid`. A source is for one sheet. */
int sheet_copy(struct sheet *s, uint32_t docid, struct sheet_source *o, uint32_t from,
	       struct error *err);
/* All rows of the source, under the same numbers. */
int sheet_copy_all(struct sheet *s, struct sheet_source *o, struct error *err);

#endif
