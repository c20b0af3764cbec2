/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Retrieve, then read: a candidate's stored text decides whether it truly answers, where
 * the words stand, and how well they fit.
 *
 * A `struct reading` is scratch that is used again for each candidate: what it holds lives until the next
 * reading_open() on it. `struct reading r = {0}` is empty; release it with reading_release().
 */
#ifndef QUERY_READ_H
#define QUERY_READ_H

#include "query/index.h"
#include "query/plan.h"

/* A stretch of text to mark: whole words as written. */
struct span {
	uint8_t part; /* enum text_part */
	uint32_t start, end; /* bytes in the part */
	uint32_t leaf;	     /* number of the clause it shows, from 0 */
	double weight;	     /* how telling it is */
};

struct spans {
	struct span *items; /* in order of part and start, not overlapping */
	size_t count, capacity;
};

struct reading {
	struct index *index;	   /* borrowed */
	const struct watch *watch; /* borrowed: words worth telling apart; NULL: all */
	uint32_t docid;
	struct record record; /* strings in the arena, but for one taken or remembered */
	bool remembered;      /* by the index */
	struct text text;
	bool cut;		   /* the text has been cut into tokens */
	size_t counts[TEXT_PARTS]; /* of them */
	uint32_t *watched;	   /* numbers of those that the watch tells apart */
	size_t watched_count, watched_capacity;
	struct arena arena;
	struct buf scratch;
	struct spans spans;
};

/* Fetches the article. */
int reading_open(struct reading *r, struct index *x, uint32_t docid, struct error *err);
/* The same of an article that was fetched, which is borrowed. */
void reading_take(struct reading *r, struct index *x, uint32_t docid,
		  const struct record *record);
void reading_release(struct reading *r);
/* Cuts the article into r->text, once. */
const struct text *reading_text(struct reading *r);
/* 1 when the article answers the question, 0 when not, -1 on error. */
int reading_verify(struct reading *r, const struct plan *plan, struct error *err);
/* Whether the text shows the clause: 1, 0 or -1. */
int reading_shows(struct reading *r, const struct clause *k, struct error *err);
/* Fills r->spans: words, phrases and names of the question that stand in the text. */
int reading_mark(struct reading *r, const struct plan *plan, struct error *err);

#endif
