/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A new segment: an immutable libxapian database, written in one go into a folder that nobody
 * names before it is whole.
 *
 * Entries are numbered first, first + 1, … in the order they come. Whoever adds one adds its row
 * to the segment's sheet.
 */
#ifndef INDEXER_SEGMENT_H
#define INDEXER_SEGMENT_H

#include "glass/glass.h"
#include "indexer/entry.h"
#include "indexer/sheet.h"
#include "lib/error.h"

struct segment;

enum segment_maker {
	SEGMENT_ANY,	/* as segment_choose() finds */
	SEGMENT_DIRECT, /* the finished tables, by glass/ */
	SEGMENT_API, /* through libxapian's own interface, which takes many times longer */
};

#define SEGMENT_LOOSE "-loose" /* behind a folder's name: of what is not compact yet */

/*
 * Which maker to use: the one wanted, or for SEGMENT_ANY the direct one where libxapian has the
 * format it knows, which it shows by an empty database at `probe`, removed again. Fails when
 * SEGMENT_DIRECT is wanted and can't be had.
 */
int segment_choose(enum segment_maker *maker, const char *probe, struct error *err);

/* Makes the folder, which must not exist. The maker is not SEGMENT_ANY. */
int segment_new(struct segment **out, enum segment_maker maker, const char *folder,
		uint32_t first, struct error *err);
int segment_add(struct segment *s, const struct entry *e, struct error *err);
/*
 * A segment written directly, whose postings come by term: articles are added with their data alone,
 * then come values and facts, then each term in the order of bytes with its articles.
 */
int segment_new_listed(struct segment **out, const char *folder, uint32_t first,
		       struct error *err);
int segment_add_data(struct segment *s, struct str data, uint32_t length,
		     struct error *err);
int segment_set_value(struct segment *s, uint32_t docid, uint32_t slot, struct str value,
		      struct error *err);
int segment_list(struct segment *s, struct str term, const struct glass_entry *entries,
		 uint32_t n, struct error *err);
int segment_set(struct segment *s, struct str key, struct str value, struct error *err);
/* The number the next entry gets. */
uint32_t segment_next(const struct segment *s);
/* Its columns, borrowed. */
struct sheet *segment_sheet(struct segment *s);
/* Memory held, in bytes. */
size_t segment_bytes(const struct segment *s);
/* Puts all on the disk. Only segment_free() may follow. */
int segment_finish(struct segment *s, struct error *err);
/* Removes the folder of what was not finished. */
void segment_free(struct segment *s);

#endif
