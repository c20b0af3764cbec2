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
	t->by = dimension_find(value, err);
	if (t->by == NULL)
		return -1;
	if (t->by->kind == BY_TIME)
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("'%.*s' is no stretch of time; choose jour, semaine, mois, "
			   "trimestre or année"),
			 STR_ARGS(value));
}

static const struct dimension *fitting(const struct tally *t)
{
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < t->count; i++) {
		int64_t moment = t->articles[i].moment;

		if (moment != 0 && (first == 0 || moment < first))
			first = moment;
		if (moment > last)
			last = moment;
	}
	return dimension_of_unit(
		first == 0 ? UNIT_MONTH
			   : calendar_fitting(moment_day(first), moment_day(last)));
}

static int make(void *context, struct viewing *v, struct error *err)
{
	const struct timeline *t = context;
	const struct dimension *by = t->by != NULL ? t->by : fitting(&v->tally);

	v->view.kind = VIEW_TIMELINE;
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
		.take = take,
		.make = make,
		.context = &timeline,
	};

	return viewing_run(&v, argc, argv, err);
}

const struct command command_timeline = {
	.name = "timeline",
	.usage = N_("[OPTION]... QUESTION"),
	.help = N_("Count articles, euros or jobs by day, week, month or year."),
	.options = options,
	.run = run,
};
