/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille timeline: the articles that match, counted or added up along time. */
#include "query/viewing.h"

#include "lib/i18n.h"

enum { OPTION_BY = 1, OPTION_SPARKLINE };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_BY, 0, "by", N_("UNIT"),
	 N_("jour, semaine, mois, trimestre or année; without it, what fits")},
	{OPTION_SPARKLINE, 0, "sparkline", NULL, N_("draw one line")},
	ROW_SUM,
	ROW_EACH,
	ROW_FORMAT,
	ROW_JSON,
	ROW_SEPARATOR,
	ROW_FORMAT_VERSION,
	ROW_STRICT,
	ROW_CORRECT,
	ROW_NO_SYNONYMS,
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

struct timeline {
	const struct dimension *by; /* NULL: what fits */
	bool sparkline;
};

static int take(void *context, int id, struct str value, struct error *err)
{
	struct timeline *t = context;

	if (id == OPTION_SPARKLINE) {
		t->sparkline = true;
		return 0;
	}
	if (id != OPTION_BY)
		return 1;
	t->by = dimension_find_time(value, err);
	return t->by != NULL ? 0 : -1;
}

static int make(void *context, struct viewing *v, struct error *err)
{
	const struct timeline *t = context;
	const struct dimension *by = t->by != NULL ? t->by : view_fitting_time(&v->tally);

	v->view.sparkline = t->sparkline;
	if (view_count(&v->view, &v->tally, by, 0, REST_LEFT_OUT, err) < 0)
		return -1;
	return view_fill(&v->view, &v->tally, err);
}

static int run(int argc, char **argv, struct error *err)
{
	struct timeline timeline = {NULL, false};
	struct viewing v = {
		.setting = {.command = &command_timeline},
		.kind = VIEW_TIMELINE,
		.take = take,
		.make = make,
		.context = &timeline,
	};

	return viewing_run(&v, argc, argv, err);
}

const struct command command_timeline = {
	.name = "timeline",
	.usage = N_("[OPTION]... [QUESTION]"),
	.help = N_("Count articles, euros or jobs by day, week, month or year."),
	.options = options,
	.run = run,
};
