/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille table: the articles that match, counted or added up by two things at once. */
#include "query/viewing.h"

#include "lib/i18n.h"

enum { OPTION_ROWS = 1, OPTION_COLUMNS, USUAL_LIMIT = 20 };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_ROWS, 0, "rows", N_("WHAT"), N_("what the rows are (région)")},
	{OPTION_COLUMNS, 0, "cols", N_("WHAT"), N_("what the columns are (année)")},
	{OPTION_LIMIT_VALUES, 'n', "limit", N_("N"),
	 N_("show at most N rows and columns (20); 0: all")},
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

struct table {
	const struct dimension *rows, *columns;
};

static int take(void *context, int id, struct str value, struct error *err)
{
	struct table *t = context;
	const struct dimension **out = id == OPTION_ROWS      ? &t->rows
				       : id == OPTION_COLUMNS ? &t->columns
							      : NULL;

	if (out == NULL)
		return 1;
	*out = dimension_find(value, err);
	return *out != NULL ? 0 : -1;
}

static int make(void *context, struct viewing *v, struct error *err)
{
	const struct table *t = context;

	if (view_count(&v->view, &v->tally, t->rows, v->limit, REST_AS_VALUE, err) < 0 ||
	    view_count(&v->view, &v->tally, t->columns, v->limit, REST_AS_VALUE, err) < 0)
		return -1;
	return view_cross(&v->view, &v->tally, err);
}

static int run(int argc, char **argv, struct error *err)
{
	struct table table = {dimension_find(STR("région"), err),
			      dimension_find(STR("année"), err)};
	struct viewing v = {
		.setting = {.command = &command_table},
		.kind = VIEW_TABLE,
		.limit = USUAL_LIMIT,
		.take = take,
		.make = make,
		.context = &table,
	};

	return viewing_run(&v, argc, argv, err);
}

const struct command command_table = {
	.name = "table",
	.usage = N_("[OPTION]... [QUESTION]"),
	.help = N_("Cross two counts: regions by year, companies by topic."),
	.options = options,
	.run = run,
};
