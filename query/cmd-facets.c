/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille facets: how many of the articles that match name each company, region, topic. */
#include "query/viewing.h"

#include "lib/i18n.h"

enum { OPTION_BY = 1, USUAL_LIMIT = 10 };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_BY, 0, "by", N_("LIST"),
	 N_("what to count by (entreprise,région,sujet,année)")},
	{OPTION_LIMIT_VALUES, 'n', "limit", N_("N"),
	 N_("show at most N values of each (10); 0: all")},
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

static int take(void *context, int id, struct str value, struct error *err)
{
	return id == OPTION_BY ? dimensions_parse(context, value, err) : 1;
}

static const char usual[] = "entreprise,région,sujet,année";

static int make(void *context, struct viewing *v, struct error *err)
{
	struct dimension_list *by = context;

	if (by->count == 0 && dimensions_parse(by, str_of(usual), err) < 0)
		return -1;
	for (size_t i = 0; i < by->count; i++) {
		if (view_count(&v->view, &v->tally, by->items[i], v->limit, REST_LEFT_OUT,
			       err) < 0)
			return -1;
	}
	return 0;
}

static int run(int argc, char **argv, struct error *err)
{
	struct dimension_list by = {.count = 0};
	struct viewing v = {
		.setting = {.command = &command_facets},
		.kind = VIEW_FACETS,
		.limit = USUAL_LIMIT,
		.take = take,
		.make = make,
		.context = &by,
	};

	return viewing_run(&v, argc, argv, err);
}

const struct command command_facets = {
	.name = "facets",
	.usage = N_("[OPTION]... [QUESTION]"),
	.help = N_("Count articles by company, region, topic, year and more."),
	.options = options,
	.run = run,
};
