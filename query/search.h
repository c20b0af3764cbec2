/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Retrieve, then read: runs a plan and answers one page of results.
 */
#ifndef QUERY_SEARCH_H
#define QUERY_SEARCH_H

#include "lib/date.h"
#include "lib/findings.h"
#include "query/plan.h"
#include "query/read.h"
#include "query/refine.h"

enum sort {
	SORT_AUTO,
	SORT_RELEVANCE,
	SORT_DATE
}; /* auto: relevance when words rank, else date */

struct search_options {
	size_t offset, limit;
	enum sort sort;
	double half_life; /* days; 0: age does not count */
	struct day today; /* ages count back from here */
	bool details; /* results carry spans, names and the article, not its id alone */
	bool uncounted; /* how many match may stay a guess */
	bool each;    /* copies of one story are results of their own */
	/*
	 * Asked of each article that answers, opened: 1 to keep it, 0 to leave it out, -1
	 * with *err. NULL: all are kept.
	 */
	int (*keeps)(void *context, struct reading *r, struct error *err);
	void *context; /* of keeps() */
};

/* A name the article holds, or one that such a name is part of, as people know it. */
struct result_name {
	enum name_kind kind;
	struct str id, name;
	uint32_t mentions; /* 0: implied by another name */
	uint32_t number;   /* of the record's names; NO_ITEM when implied */
};

struct result {
	uint32_t docid;
	size_t rank; /* from 1, over all pages */
	struct score score;
	struct record
		record; /* strings in the results' arena; without details the id alone */
	struct span *spans; /* in order, in the arena */
	size_t spans_count;
	struct result_name *names; /* by kind, most mentioned first */
	size_t names_count;
	struct found_name *found; /* the same, in the record's order */
	struct str group;   /* of copies, as index_print_group() has it; empty: unknown */
	struct str *copies; /* ids of others that answer, too; none when each is shown */
	size_t copies_count;
	size_t other_sources; /* that published them */
	uint32_t
		indexed; /* first, seconds since 1970; of one article asked for by its id */
	struct str
		*shared; /* of `similar`: words that make it like the article asked for */
	size_t shared_count;
};

struct results {
	struct result *items; /* in the arena */
	size_t count;
	size_t matches; /* articles that answer */
	bool estimated; /* matches is not exact */
	bool by_date;
	bool *synonyms; /* for each of the plan's: some article shown has it and not the words typed */
	struct arena arena;
};

/* Empties *out first. */
int search_run(struct index *x, const struct plan *plan,
	       const struct search_options *options, struct results *out,
	       struct error *err);
/* These articles, in this order, as a search for the plan would show them, copies each. */
int search_show(struct index *x, const struct plan *plan, const uint32_t *docids,
		size_t count, struct results *out, struct error *err);
/* The article of that id, whole: 1, or 0 when there is none. Strings live in the arena. */
int result_find(struct index *x, struct str id, struct arena *arena,
		struct result *result, struct error *err);
/* What was found in the article. */
struct findings result_findings(const struct result *result);
void results_release(struct results *r);

#endif
