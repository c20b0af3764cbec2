/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille show: one article whole, with the names, figures and deals found in it. */
#include "query/command.h"

#include "lib/i18n.h"

enum { OPTION_HIGHLIGHT = 1 };

static const struct option_row options[] = {
	ROW_INDEX,
	ROW_FORMAT,
	ROW_JSON,
	ROW_FIELDS,
	ROW_SEPARATOR,
	ROW_NUL,
	ROW_FORMAT_VERSION,
	{OPTION_HIGHLIGHT, 0, "highlight", NULL, N_("mark what was found in the text")},
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

static int show(struct setting *s, struct index *x, struct str id, bool highlight,
		struct error *err)
{
	struct page page = setting_page(s);
	struct arena arena = {0};
	struct result result;
	int rc = result_find(x, id, &arena, &result, err);

	if (rc > 0) {
		struct shown shown = {setting_layout(s), &result,
				      result_findings(&result), highlight};

		format_article(s->format, &page, &shown);
	} else if (rc == 0) {
		tell_warningf(setting_telling(s), "nothing",
			      _("no article has the id '%.*s'"), STR_ARGS(id));
	}
	arena_release(&arena);
	return rc < 0 ? EXIT_ERROR : rc == 0 ? EXIT_NOTHING : EXIT_FOUND;
}

static int run(int argc, char **argv, struct error *err)
{
	struct setting s = {.format = &format_text, .command = &command_show};
	struct index *x = NULL;
	struct str id = {0};
	struct str value;
	struct options o;
	int option;
	int taken = 0;
	bool highlight = false;
	int rc = EXIT_ERROR;

	options_start(&o, options, argc, argv);
	while (taken == 0 && (option = options_next(&o, &value, err)) != OPTIONS_END) {
		if (option == OPTIONS_OPERAND && id.p == NULL)
			id = value;
		else if (option == OPTIONS_OPERAND)
			taken = error_set(err, ERROR_USAGE,
					  _("one article at a time; '%.*s' is too much"),
					  STR_ARGS(value));
		else if (option == OPTIONS_ERROR)
			taken = -1;
		else if (option == OPTION_HIGHLIGHT)
			highlight = true;
		else
			taken = setting_take(&s, option, value, err);
	}
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && id.p == NULL)
		error_set(err, ERROR_USAGE,
			  _("which article? give the id that veille search shows"));
	else if (taken == 0 && !format_has_article(s.format))
		error_set(err, ERROR_USAGE,
			  _("format '%s' cannot show an article; choose another"),
			  s.format->name);
	else if (taken == 0 && setting_open(&s, &x, err) == 0)
		rc = show(&s, x, id, highlight, err);
	index_close(x);
	setting_release(&s);
	return rc;
}

const struct command command_show = {
	.name = "show",
	.usage = N_("[OPTION]... ID"),
	.help = N_("Show one article whole, with the names, figures and deals found in "
		   "it."),
	.options = options,
	.run = run,
};
