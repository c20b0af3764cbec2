/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many questions, answered by several threads and given back in the order they came. What
 * comes out is the same whatever the number of threads.
 *
 * Each thread asks an index of its own, opened by the caller; the one that gives and takes
 * is one of them and asks the first. Alone, it does all the work in batch_take().
 */
#ifndef QUERY_BATCH_H
#define QUERY_BATCH_H

#include "query/asking.h"
#include "query/search.h"

struct batch;

enum { BATCH_JOBS_MAX = 256 };

/* A question answered, or why it was not. It owns all it shows. */
struct batch_item {
	struct buf number, typed;
	struct asked asked;
	struct results results;
	int rc; /* 0, or -1 with err */
	struct error err;
};

/* What is asked, and how, is borrowed; so are the indexes, `jobs` of them, from 1. */
int batch_new(struct batch **out, const struct asking *asking,
	      const struct search_options *search, struct index *const *indexes,
	      unsigned jobs, struct error *err);
void batch_free(struct batch *b);

/* Whether an answer is to be taken before the next question is given. */
bool batch_is_full(const struct batch *b);
void batch_give(struct batch *b, struct str number, struct str typed);
/* The answer to the oldest question; NULL when there is none. Borrowed until the next call. */
struct batch_item *batch_take(struct batch *b);

#endif
