/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What facets, timelines, tables and groups need of every article, side by side: names
 * (with all they are part of), source, moment, group and deals by number, read without
 * touching the articles themselves.
 *
 * Counts over 100,000 articles are then one pass over memory, milliseconds, where value slots
 * take 20 to 160 and stored articles seconds. Columns are one image of bytes, made once for
 * an immutable set of articles and never changed; whoever opens an image in memory keeps its
 * bytes alive and unchanged until columns_close().
 *
 * Image: the magic "veille columns 1\n", then varints: articles n, labels m, the sizes of the labels'
 * and of the rows' bytes; labels (kind, length, bytes each); n + 1 offsets of 4 bytes, low byte first, into
 * the rows; rows, as columns.c tells.
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

/* A thing that articles are counted by. */
struct column_label {
	uint8_t kind;  /* enum name_kind or LABEL_SOURCE */
	struct str id; /* of the name; a source as written */
};

/* A deal as sums need it: no text. */
struct column_deal {
	uint8_t kind;	/* enum deal_kind */
	uint32_t actor; /* label, or NO_ITEM */
	double euros;	/* 0 unknown */
	double jobs;	/* 0 none */
};

struct columns_row {
	struct str id;		       /* borrowed from the image; empty: no article */
	int64_t moment;		       /* 0 unknown */
	uint64_t group;		       /* copies of one story share it; 0 unknown. In the columns of one index a small number */
	uint32_t source;	       /* label, or NO_ITEM */
	double euros;		       /* largest amount in the article; 0 none */
	double jobs_created, jobs_cut; /* largest count of the kind; 0 none */
	const uint32_t *labels;	       /* each once */
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
/* The next article's row: articles come in the order of their docids, from 1. */
void columns_add(struct columns_builder *b, const struct columns_row *row);
/* Appends the image. */
void columns_write(const struct columns_builder *b, struct buf *out);

/* ---- reading ---- */

struct columns {
	struct str image;
	uint32_t articles;
	struct column_label *labels; /* ids borrowed from the image */
	uint32_t labels_count;
	struct str offsets, rows;
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

/* Checks and opens an image. ERROR_DAMAGED. */
int columns_open(struct columns *c, struct str image, struct error *err);
/*
 * The image in a segment's folder, mapped. ERROR_CHANGED when it is not there, as when the segment
 * has just been merged away; ERROR_DAMAGED.
 */
int columns_open_file(struct columns *c, const char *folder, struct error *err);
void columns_close(struct columns *c);
/*
 * The row of article `docid` (from 1); its arrays live until the next call with the same
 * scratch. False when there is no such article or its row is damaged.
 */
bool columns_get(const struct columns *c, uint32_t docid, struct columns_scratch *s,
		 struct columns_row *row);
void columns_scratch_release(struct columns_scratch *s);
/* The moment of such an article alone; 0 also where there is no such row. */
int64_t columns_moment(const struct columns *c, uint32_t docid);

#endif
