/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What facets, timeline and table do alike: take options and a question, tally all that
 * matches, have the verb make its view, print it.
 */
#ifndef QUERY_VIEWING_H
#define QUERY_VIEWING_H

#include "query/asking.h"
#include "query/view.h"

/* Options that these verbs share; their ids begin at 1200. */
enum { OPTION_SUM = 1200, OPTION_LIMIT_VALUES, OPTION_EACH };

#define ROW_SUM                                                                          \
	{                                                                                \
		OPTION_SUM, 0, "sum", N_("WHAT"),                                        \
			N_("add up articles, montant (euros) or emplois (jobs)")         \
	}
#define ROW_EACH                                                                         \
	{                                                                                \
		OPTION_EACH, 0, "each", NULL,                                            \
			N_("list what was added up, and the articles that tell it")      \
	}
struct viewing {
	struct setting setting;
	struct asking asking;
	enum view_kind kind;
	enum measure measure;
	size_t limit;
	bool each;
	struct index *index;
	struct matches matches;
	struct tally tally;
	struct view view;
	/* The verb's part. 0 taken, -1 wrong, 1 not its option. */
	int (*take)(void *context, int id, struct str value, struct error *err);
	/* Fills in viewing.view from viewing.tally. */
	int (*make)(void *context, struct viewing *v, struct error *err);
	void *context;
};

/* What --sum means; whether --each goes with it. */
int viewing_measure(struct str value, enum measure *out, struct error *err);
int viewing_check_each(bool each, enum measure measure, struct error *err);
/* Runs the verb, releases everything; answers the exit code. */
int viewing_run(struct viewing *v, int argc, char **argv, struct error *err);

#endif
