/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What facets, timelines, tables and groups need of every article, side by side: names
 * (with all they are part of), source, moment, group and deals by number, read without
 * touching the articles themselves.
 *
 * Counts over 100,000 articles are then one pass over memory, a millisecond or two,
 * where value slots take 20 to 160 and stored articles seconds. Columns are one image
 * of bytes, made once for an immutable set of articles and never changed; whoever opens
 * an image in memory keeps its bytes alive and unchanged until columns_close().
 *
 * What is counted has a column of numbers of a fixed width, which need no decoding: the
 * days, and lists of labels. All that an article is counted by is a label: names, its
 * source, kinds of deals, and its *shape*, which tells of which kinds it has a label
 * and of which several: so that counting by everything is adding up numbers, and what a
 * label means is asked once for each, not for each article. A name that stands with
 * what it is part of, as a town with its region and country, is a *chain*: one label
 * for all, which takes a third off lists.
 *
 * Image: the magic "veille columns 2\n", the group of the first article in 8 bytes,
 * then of 4 bytes each: articles n, labels m, bytes of the labels' ids, length l of all
 * lists, bytes of the rows. Then these columns; numbers have their lowest byte first:
 *
 *	kinds		m of 1 byte
 *	label ends	m + 1 of 4 bytes: where each label's id begins and ends
 *	label ids	their bytes
 *	days		n of 3 bytes: year << 9 | month << 5 | day, or 0
 *	times		n of 3 bytes: the decimal hhmmss
 *	list ends	n + 1 of 4 bytes: where each article's list begins and ends
 *	lists		l of 2 bytes: labels in rising order; LABELS_MORE at the end of
 *			a list: others are in the row
 *	row ends	n + 1 of 4 bytes
 *	rows		what is seldom asked for, as columns-build.c tells
 */
#ifndef LIB_COLUMNS_H
#define LIB_COLUMNS_H

#include "lib/error.h"
#include "lib/mem.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/str.h"

#define COLUMNS_FILE "columns" /* of a segment, in its folder */

/* Kinds of labels: those of names, and sources. */
#define LABEL_SOURCE NAME_KINDS
#define LABEL_KINDS (NAME_KINDS + 1)
/*
 * Of an image, beside these: kinds of deals, shapes, and chains. Rows have none of
 * them.
 */
#define LABEL_DEAL LABEL_KINDS
#define LABEL_SHAPE (LABEL_KINDS + 1)
#define LABEL_CHAIN (LABEL_KINDS + 2)
#define LABEL_KINDS_ALL (LABEL_KINDS + 3)

/* A thing that articles are counted by. */
struct column_label {
	uint8_t kind; /* enum name_kind or LABEL_SOURCE; in an image the others too */
	struct str
		id; /* of the name; a source as written; of a deal its kind as one byte */
};

/* Of which kinds an article has labels: bits 1 << kind, of those below LABEL_SHAPE. */
struct column_shape {
	unsigned any, several;
};

/* A deal as sums need it: no text. */
struct column_deal {
	uint8_t kind;	/* enum deal_kind */
	uint32_t actor; /* label, or NO_ITEM */
	double euros;	/* 0 unknown */
	double jobs;	/* 0 none */
};

struct columns_row {
	struct str id;	/* borrowed from the image; empty: no article */
	int64_t moment; /* 0 unknown */
	uint64_t
		group; /* copies of one story share it; 0 unknown. In the columns of one index a small number */
	uint32_t source;	       /* label of that kind, or NO_ITEM */
	double euros;		       /* largest amount in the article; 0 none */
	double jobs_created, jobs_cut; /* largest count of the kind; 0 none */
	const uint32_t *labels;	       /* names, each once */
	size_t labels_count;
	const struct column_deal *deals;
	size_t deals_count;
};

/* ---- writing ---- */

struct columns_builder;

struct columns_builder *columns_builder_new(void);
void columns_builder_free(struct columns_builder *b);
/* The number of a label, added at its first call. */
uint32_t columns_label(struct columns_builder *b, uint8_t kind, struct str id);
size_t columns_labels(const struct columns_builder *b);
const struct column_label *columns_builder_label(const struct columns_builder *b,
						 size_t number);
/*
 * Says that what has the label is part of what has the other: articles that have both
 * take less room.
 */
void columns_part_of(struct columns_builder *b, uint32_t label, uint32_t whole);
/* The next article's row: articles come in the order of their docids, from 1. */
void columns_add(struct columns_builder *b, const struct columns_row *row);
/* Appends the image. */
void columns_write(const struct columns_builder *b, struct buf *out);

/* ---- reading ---- */

struct columns {
	struct str image;
	uint32_t articles, labels_count;
	const unsigned char *group, *kinds, *label_ends, *days, *times, *list_ends,
		*lists, *row_ends;
	uint32_t lists_length; /* numbers in all lists */
	struct str ids, rows;
	void *map; /* of a file, or NULL */
	size_t map_size;
};

/* Scratch of columns_get(); {0} is empty. */
struct columns_scratch {
	uint32_t *labels;
	size_t labels_capacity;
	struct column_deal *deals;
	size_t deals_capacity;
};

/*
 * Opens an image, which takes the same time whatever there is in it: what is read of it
 * later is checked then. ERROR_DAMAGED.
 */
int columns_open(struct columns *c, struct str image, struct error *err);
/*
 * The image in a segment's folder, mapped. ERROR_CHANGED when it is not there, as when
 * the segment has just been merged away; ERROR_DAMAGED.
 */
int columns_open_file(struct columns *c, const char *folder, struct error *err);
void columns_close(struct columns *c);
/*
 * The label of that number, borrowed from the image. False when there is none or it is
 * damaged.
 */
bool columns_find_label(const struct columns *c, uint32_t number,
			struct column_label *label);
/*
 * What that label is part of, as far as the image tells; NO_ITEM when it does not.
 * There is one for each label.
 */
void columns_wholes(const struct columns *c, uint32_t *wholes);
/* What a label of the kind LABEL_SHAPE tells. */
struct column_shape columns_shape(struct str id);
/*
 * The row of article `docid` (from 1); its arrays live until the next call with the same
 * scratch. False when there is no such article or its row is damaged.
 */
bool columns_get(const struct columns *c, uint32_t docid, struct columns_scratch *s,
		 struct columns_row *row);
void columns_scratch_release(struct columns_scratch *s);
/* Its id and its group alone. */
bool columns_story(const struct columns *c, uint32_t docid, struct str *id,
		   uint64_t *group);
/* Its moment alone; 0 also where there is no such article. */
int64_t columns_moment(const struct columns *c, uint32_t docid);

/* ---- many articles at once ---- */

/* A day by its number in the columns, which rises with the day: 24 bits; 0 unknown. */
enum { DAYS_OF_YEAR = 512, DAY_YEARS = 1 << 15 };
uint32_t columns_day(int64_t moment);
/* Midnight of that day. */
int64_t columns_day_moment(uint32_t day);

/* The days of these articles; all are articles of the image. */
void columns_days(const struct columns *c, const uint32_t *docids, size_t count,
		  uint32_t *days);
/*
 * Adds one to counts[label] for each label of each of these articles, which are in
 * order and articles of the image. There are columns_counts() counts: those beyond the
 * image's labels do not matter. False when the image is damaged.
 */
bool columns_count(const struct columns *c, const uint32_t *docids, size_t count,
		   uint32_t *counts);
size_t columns_counts(const struct columns *c);
/*
 * To be called when all are counted: only then counts are right. False when the image
 * is damaged.
 */
bool columns_count_chains(const struct columns *c, uint32_t *counts);

#endif
