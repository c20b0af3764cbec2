/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One operation told several times in an article is one deal: joins what each sentence
 * adds and keeps the sentence that tells most.
 */
#ifndef LIB_FACTS_MERGE_H
#define LIB_FACTS_MERGE_H

#include "lib/facts-phrases.h"
#include "lib/facts.h"

/* A deal as a sentence tells it. */
struct found {
	struct record_deal record; /* kind, status, actor, target and rule are set */
	enum actor actor_kind;
	const struct figure *money, *jobs; /* NULL: none told */
	bool purpose; /* told as what money is spent for: "débourse 3 M pour racheter" */
};

struct merge {
	const struct record *record;
	struct facts *out;
	size_t first;	     /* deals of this article begin here */
	uint32_t investment; /* the deal last told that may create jobs, from 1; 0 none */
	uint32_t sentence;   /* and where */
	bool priceless;	     /* something is bought or sold, for a price not told yet */
};

/* Adds a deal told in the sentence that `p` has read. */
void merge_add(struct merge *m, const struct phrases *p, const struct found *f);
/* Gives the price to the only deal that asks for one. */
void merge_price(struct merge *m, const struct figure *money);
/* Gives new jobs to the investment that the last two sentences told, if it has none. */
void merge_created(struct merge *m, const struct figure *jobs);
/* Whether a deal has these jobs, or as many. */
bool merge_has_jobs(const struct merge *m, const struct figure *jobs);

#endif
