/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/viewing.h"

#include <string.h>

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/utf8.h"

enum { LIMIT_MAX = 1000000 };

/* ---- options ---- */

static const struct {
	const char *word; /* folded */
	enum measure measure;
} measures[] = {
	{"montant", MEASURE_EUROS},    {"montants", MEASURE_EUROS},
	{"amount", MEASURE_EUROS},     {"euros", MEASURE_EUROS},
	{"emplois", MEASURE_JOBS},     {"emploi", MEASURE_JOBS},
	{"jobs", MEASURE_JOBS},	       {"articles", MEASURE_ARTICLES},
	{"article", MEASURE_ARTICLES},
};

int viewing_measure(struct str value, enum measure *out, struct error *err)
{
	const char *words[COUNT(measures)];
	struct buf folded = {0};
	const char *nearest;

	utf8_fold(&folded, value);
	for (size_t i = 0; i < COUNT(measures); i++) {
		words[i] = measures[i].word;
		if (str_is(buf_view(&folded), measures[i].word)) {
			*out = measures[i].measure;
			buf_release(&folded);
			return 0;
		}
	}
	buf_release(&folded);
	nearest = nearest_word(value, words, COUNT(words));
	if (nearest != NULL)
		return error_set(err, ERROR_USAGE,
				 _("'%.*s' is nothing to add up; did you mean '%s'?"),
				 STR_ARGS(value), nearest);
	return error_set(err, ERROR_USAGE,
			 _("'%.*s' is nothing to add up; choose articles, montant or "
			   "emplois"),
			 STR_ARGS(value));
}

int viewing_check_each(bool each, enum measure measure, struct error *err)
{
	if (!each || measure != MEASURE_ARTICLES)
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("--each lists what --sum=montant or --sum=emplois adds up"));
}

static int take_limit(struct viewing *v, struct str value, struct error *err)
{
	long n;

	if (option_number("limit", value, 0, LIMIT_MAX, &n, err) < 0)
		return -1;
	v->limit = (size_t)n;
	return 0;
}

static int take_option(struct viewing *v, int id, struct str value, struct error *err)
{
	int taken;

	if (id == OPTIONS_ERROR)
		return -1;
	if (asking_take(&v->asking, id, value))
		return 0;
	switch (id) {
	case OPTION_SUM:
		return viewing_measure(value, &v->measure, err);
	case OPTION_LIMIT_VALUES:
		return take_limit(v, value, err);
	case OPTION_EACH:
		v->each = true;
		return 0;
	default:
		taken = v->take(v->context, id, value, err);
		return taken <= 0 ? taken : setting_take(&v->setting, id, value, err);
	}
}

static int read_options(struct viewing *v, int argc, char **argv, struct error *err)
{
	struct options o;
	struct str value;
	int id;
	int rc = 0;

	options_start(&o, v->setting.command->options, argc, argv);
	while (rc == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		rc = take_option(v, id, value, err);
	return rc;
}

static int check(const struct viewing *v, struct error *err)
{
	if (!format_has_view(v->setting.format))
		return error_set(err, ERROR_USAGE,
				 _("format '%s' shows articles only; choose text, json, "
				   "jsonl, csv, tsv or md"),
				 v->setting.format->name);
	if (viewing_check_each(v->each, v->measure, err) < 0)
		return -1;
	return 0; /* no question: all articles */
}

/* ---- the answer ---- */

static int answer(void *context, const struct plan *plan, struct error *err)
{
	struct viewing *v = context;
	struct tally *t = &v->tally;

	view_release(&v->view);
	if (matches_find(v->index, plan, &v->matches, err) < 0 ||
	    tally_read(t, v->index, &v->matches, v->measure, err) < 0)
		return -1;
	view_begin(&v->view, v->kind, t);
	if (v->make(v->context, v, err) < 0)
		return -1;
	return v->each ? view_list_events(&v->view, t, v->index, err) : 0;
}

static int ask(struct viewing *v, struct error *err)
{
	struct str typed = buf_view(&v->asking.question);
	struct page page = setting_page(&v->setting);
	struct arena arena = {0};
	struct asked a = {0};
	struct str *warnings;
	int rc = EXIT_ERROR;

	v->asking.telling = setting_telling(&v->setting);
	if (asking_run(&v->asking, v->index, typed, &a, answer, v, err) < 0) {
		if (setting_telling(&v->setting) == TELLING_TEXT)
			asked_show_fault(&a, err);
		goto out;
	}
	v->view.layout = setting_layout(&v->setting);
	v->view.question = typed;
	v->view.warnings_count = asked_tell(&a, &arena, &warnings);
	v->view.warnings = warnings;
	format_view(v->setting.format, &page, &v->view);
	if (v->view.matches == 0)
		asked_tell_try(&a, v->setting.command->name);
	rc = v->view.matches > 0 ? EXIT_FOUND : EXIT_NOTHING;
out:
	asked_release(&a);
	arena_release(&arena);
	return rc;
}

int viewing_run(struct viewing *v, int argc, char **argv, struct error *err)
{
	int rc = EXIT_ERROR;
	int taken;

	v->setting.format = &format_text;
	v->asking.compile.today = day_today();
	taken = read_options(v, argc, argv, err);
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && check(v, err) == 0 &&
		 setting_open(&v->setting, &v->index, err) == 0)
		rc = ask(v, err);
	view_release(&v->view);
	tally_release(&v->tally);
	matches_release(&v->matches);
	index_close(v->index);
	asking_release(&v->asking);
	setting_release(&v->setting);
	return rc;
}
