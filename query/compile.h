/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question's tree and an index → a plan. The only place where grammar and terms meet.
 */
#ifndef QUERY_COMPILE_H
#define QUERY_COMPILE_H

#include "lib/date.h"
#include "query/index.h"
#include "query/parse.h"
#include "query/plan.h"

struct compile_options {
	bool strict;	  /* unknown fields and values are errors */
	bool no_synonyms; /* only the words themselves */
	struct day today; /* ages in date: count from here */
};

/*
 * Answers 0 with *out, which the caller frees with plan_free(). Warnings (values the
 * index does not know …) are added to the question's. ERROR_USAGE only when strict.
 */
int question_compile(struct question *q, struct index *x, const struct compile_options *options,
		     struct plan **out, struct error *err);

/* A word that is looked for by its stem, as if it stood `count` times in a question. */
struct plan_stem {
	const struct form *form;
	uint32_t count;
};

/* Any of the stems, of which there is one at least; the more and the rarer, the better. */
int stems_compile(const struct plan_stem *stems, size_t count, struct index *x,
		  struct plan **out, struct error *err);

#endif
