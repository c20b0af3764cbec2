/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille watch: questions that are saved, and what is new for them. */
#include "query/alerts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/json.h"
#include "lib/nearest.h"
#include "query/named.h"
#include "query/parse.h"
#include "query/saved.h"

enum { OPTION_SINCE = 1, OPTION_DRY_RUN };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_FORMAT, 'f', "format", N_("NAME"),
	 N_("of alerts: text, jsonl, rss, mbox or ids; of the list: text or jsonl")},
	{OPTION_SINCE, 0, "since", N_("DATE"),
	 N_("tell what was indexed since then (2024-05-13, 7j), told before or not")},
	{OPTION_DRY_RUN, 0, "dry-run", NULL, N_("tell what is new and remember nothing")},
	ROW_STRICT,
	ROW_NO_SYNONYMS,
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

struct job {
	struct setting setting;
	struct asking asking; /* without its question */
	const struct alert_format *format;
	struct str *operands;
	size_t operands_count, operands_capacity;
	bool since_given, dry_run;
	struct day since;
	struct index *index;
	bool found; /* something was told */
};

/* ---- what a watch has told, and what is new ---- */

/* The alerts as bytes, so that all of them are settled before the first is told. */
static int print_alerts(const struct job *job, const struct alerts *a, struct buf *out,
			struct error *err)
{
	struct page page = page_of_stdout(job->setting.colour);
	char *bytes = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&bytes, &size);
	int rc;

	if (memory == NULL)
		return error_set(err, ERROR_FAILED, _("cannot write the answer: %s"),
				 strerror(errno));
	page.out = memory;
	rc = job->format->print(&page, a, err);
	fclose(memory);
	buf_add(out, bytes, size);
	free(bytes);
	return rc;
}

/* Settles what is new, then tells it. */
static int tell(struct job *job, struct ledger *l, struct alerts *a, struct error *err)
{
	struct buf text = {0};
	int rc = print_alerts(job, a, &text, err);

	if (rc == 0 && job->dry_run) {
		fwrite(text.p, 1, text.n, stdout);
	} else if (rc == 0 && (a->results.count > 0 || job->format->whole)) {
		rc = ledger_save_pending(l, buf_view(&text), err);
		if (rc == 0)
			rc = ledger_tell(l, err);
	} else if (rc == 0) {
		rc = ledger_save(l, err);
	}
	job->found = job->found || a->results.count > 0;
	buf_release(&text);
	return rc;
}

static void tell_beginning(const struct job *job, const struct alerts *a)
{
	tell_warningf(
		job->asking.telling, "watch",
		ngettext("'%.*s' is watched from now on; %zu article is there already",
			 "'%.*s' is watched from now on; %zu articles are there already",
			 a->settled),
		STR_ARGS(a->name), a->settled);
}

static int find_new(struct job *job, struct ledger *l, struct alerts *a,
		    struct error *err)
{
	struct arena arena = {0};
	struct str *warnings;
	int rc = alerts_find(a, &job->asking, err);

	if (rc == 0) {
		asked_tell(&a->asked, &arena, &warnings);
		if (a->mode == ALERTS_BEGIN)
			tell_beginning(job, a);
		rc = a->mode == ALERTS_BEGIN && !job->dry_run ? ledger_save(l, err) : 0;
	} else if (job->asking.telling == TELLING_TEXT) {
		asked_show_fault(&a->asked, err);
	}
	arena_release(&arena);
	return rc;
}

/* What was pending from a run that was ended comes first. */
static int finish_last(struct job *job, struct ledger *l, struct error *err)
{
	if (!l->has_pending || job->dry_run)
		return 0;
	job->found = true;
	if (job->format->whole) /* this run prints the whole document anyway */
		buf_clear(&l->pending);
	l->delivered = l->delivered < l->pending.n ? l->delivered : l->pending.n;
	return ledger_tell(l, err);
}

/* A watch without a ledger, say a file a person has put there, begins with its first run. */
static int run_watch(struct job *job, struct str name, struct error *err)
{
	struct alerts a = {.index = job->index, .name = name, .now = seconds_now()};
	struct ledger l = {0};
	struct buf question = {0};
	bool known;
	int rc = saved_read(name, &question, err);

	if (rc == 0) {
		saved_say_unknown(name, &question);
		rc = error_set(err, ERROR_USAGE, "%s", question.p);
	}
	if (rc > 0)
		rc = ledger_open(&l, name, &known, err);
	if (rc == 0)
		rc = finish_last(job, &l, err);
	if (rc == 0) {
		a.ledger = &l;
		a.question = buf_view(&question);
		a.mode = job->since_given ? ALERTS_SINCE
			 : known	  ? ALERTS_NEW
					  : ALERTS_BEGIN;
		a.since = job->since;
		rc = find_new(job, &l, &a, err);
	}
	if (rc == 0 && (a.mode != ALERTS_BEGIN || job->format->whole))
		rc = tell(job, &l, &a, err);
	alerts_release(&a);
	ledger_close(&l);
	buf_release(&question);
	return rc;
}

/* ---- the four things to do ---- */

static int run_all(struct job *job, struct error *err)
{
	struct saved_names names = {0};
	int rc = setting_open(&job->setting, &job->index, err);

	for (size_t i = 1; i < job->operands_count && rc == 0; i++)
		rc = run_watch(job, job->operands[i], err);
	if (rc == 0 && job->operands_count == 1)
		rc = saved_list(&names, err);
	for (size_t i = 0; i < names.count && rc == 0; i++)
		rc = run_watch(job, str_of(names.items[i]), err);
	saved_names_release(&names);
	return rc;
}

/* Whether the question of that name can be asked: it must not contain itself. */
static int check_named(struct str name, struct error *err)
{
	struct buf typed = {0};
	struct question *q;
	int rc;

	buf_printf(&typed, "requête:\"%.*s\"", STR_ARGS(name));
	q = question_parse(buf_view(&typed));
	rc = named_expand(q, err);
	question_free(q);
	buf_release(&typed);
	return rc;
}

/* Settles what is there; an index that is not there yet is settled as it comes. */
static int begin(struct job *job, struct str name, struct str question, struct error *err)
{
	struct alerts a = {.mode = ALERTS_BEGIN, .name = name, .question = question};
	struct ledger l = {.name = name};
	int rc = setting_open(&job->setting, &job->index, err);

	a.index = job->index;
	a.ledger = &l;
	if (rc == 0)
		rc = find_new(job, &l, &a, err);
	else if (err->code == ERROR_NO_INDEX)
		rc = ledger_save(&l, err);
	alerts_release(&a);
	ledger_close(&l);
	return rc;
}

static int add(struct job *job, struct error *err)
{
	struct str name = job->operands_count > 1 ? job->operands[1] : (struct str){0};
	struct buf question = {0};
	struct error ignored;
	int rc = -1;

	if (job->operands_count < 3)
		return error_set(err, ERROR_USAGE,
				 _("a name and a question, please: veille watch add lyon "
				   "usine ville:Lyon"));
	if (saved_check_name(name, err) < 0)
		return -1;
	if (saved_read(name, &question, &ignored) != 0) {
		error_set(err, ERROR_USAGE,
			  _("there is a watch '%.*s' already: %.*s; remove it first: "
			    "veille watch remove %.*s"),
			  STR_ARGS(name), STR_ARGS(buf_view(&question)), STR_ARGS(name));
		goto out;
	}
	buf_clear(&question);
	for (size_t i = 2; i < job->operands_count; i++) {
		buf_text(&question, i > 2 ? " " : "");
		buf_str(&question, job->operands[i]);
	}
	if (saved_write(name, buf_view(&question), err) < 0)
		goto out;
	rc = check_named(name, err);
	if (rc == 0)
		rc = begin(job, name, buf_view(&question), err);
	if (rc < 0) {
		saved_remove(name, &ignored);
		ledger_remove(name, &ignored);
	}
	job->found = true;
out:
	buf_release(&question);
	return rc;
}

static int remove_all(struct job *job, struct error *err)
{
	if (job->operands_count < 2)
		return error_set(err, ERROR_USAGE,
				 _("which watch? veille watch list shows them"));
	for (size_t i = 1; i < job->operands_count; i++) {
		struct str name = job->operands[i];
		int rc = saved_remove(name, err);

		if (rc == 0) {
			struct buf text = {0};

			saved_say_unknown(name, &text);
			tell_warning(job->asking.telling, "nothing", buf_view(&text));
			buf_release(&text);
		} else if (rc < 0 || ledger_remove(name, err) < 0) {
			return -1;
		}
		job->found = job->found || rc > 0;
	}
	return 0;
}

struct watch_summary {
	size_t told;
	int64_t last; /* alert, in seconds; 0 none */
};

static int summarize(struct str name, struct watch_summary *s, struct error *err)
{
	struct ledger l;
	bool known;
	int rc = ledger_open(&l, name, &known, err);

	*s = (struct watch_summary){0};
	for (size_t i = 0; i < l.count; i++) {
		s->told += l.entries[i].seconds != 0;
		if (l.entries[i].seconds > s->last)
			s->last = l.entries[i].seconds;
	}
	ledger_close(&l);
	return rc;
}

static void list_one(const struct job *job, const struct page *page, struct str name,
		     struct str question, const struct watch_summary *s)
{
	struct buf line = {0};
	json_t *object;

	if (strcmp(job->format->name, "jsonl") == 0) {
		object = json_object();
		json_set(object, "watch", json_text(name));
		json_set(object, "question", json_text(question));
		json_set(object, "told", json_integer((json_int_t)s->told));
		json_set(object, "last", s->last ? json_integer(s->last) : json_null());
		json_print(object, JSON_COMPACT, page->out);
		return;
	}
	page_field(page, "", (struct str){0});
	buf_str(&line, question);
	page_style(page, STYLE_BOLD);
	page_print(page, name);
	page_reset(page);
	putc('\n', page->out);
	page_wrap(page, &(struct marked_text){.text = buf_view(&line)}, "    ", NULL);
	if (s->told > 0) {
		buf_clear(&line);
		buf_printf(&line,
			   ngettext("%zu alert, the last on ", "%zu alerts, the last on ",
				    s->told),
			   s->told);
		day_print_long(&line, day_of_seconds(s->last));
		page_wrap(page, &(struct marked_text){.text = buf_view(&line)}, "    ",
			  STYLE_DIM);
	}
	buf_release(&line);
}

static int list(struct job *job, struct error *err)
{
	struct page page = setting_page(&job->setting);
	struct saved_names names = {0};
	int rc = saved_list(&names, err);

	if (job->operands_count > 1)
		rc = error_set(err, ERROR_USAGE, _("'%.*s' is too much"),
			       STR_ARGS(job->operands[1]));
	for (size_t i = 0; i < names.count && rc == 0; i++) {
		struct str name = str_of(names.items[i]);
		struct watch_summary summary;
		struct buf question = {0};

		rc = saved_read(name, &question, err) < 0
			     ? -1
			     : summarize(name, &summary, err);
		if (rc == 0)
			list_one(job, &page, name, buf_view(&question), &summary);
		job->found = true;
		buf_release(&question);
	}
	saved_names_release(&names);
	return rc;
}

static const struct action {
	const char *name;
	bool locked; /* changes what is remembered */
	int (*run)(struct job *job, struct error *err);
} actions[] = {
	{"add", true, add},
	{"list", false, list},
	{"run", true, run_all},
	{"remove", true, remove_all},
};

static int unknown_action(struct str word, struct error *err)
{
	const char *names[COUNT(actions)];
	const char *nearest;

	for (size_t i = 0; i < COUNT(actions); i++)
		names[i] = actions[i].name;
	nearest = nearest_word(word, names, COUNT(names));
	if (word.n > 0 && nearest != NULL)
		return error_set(err, ERROR_USAGE,
				 _("watch does not know '%.*s'; did you mean '%s'?"),
				 STR_ARGS(word), nearest);
	return error_set(err, ERROR_USAGE,
			 _("what shall watch do? add NAME QUESTION, list, run or remove "
			   "NAME"));
}

static int act(struct job *job, struct error *err)
{
	struct str word = job->operands_count > 0 ? job->operands[0] : (struct str){0};
	int lock = -1;
	int rc;

	for (size_t i = 0; i < COUNT(actions); i++) {
		if (!str_is(word, actions[i].name))
			continue;
		if (actions[i].locked && (lock = ledger_lock(err)) < 0)
			return -1;
		rc = actions[i].run(job, err);
		if (lock >= 0)
			close(lock);
		return rc;
	}
	return unknown_action(word, err);
}

/* ---- options ---- */

static int take_since(struct job *job, struct str value, struct error *err)
{
	struct period period;
	struct error reason;

	if (period_parse(value, day_today(), &period, &reason) < 0 ||
	    period.first.year == 0)
		return error_set(err, ERROR_USAGE,
				 _("'%.*s' is no day to count from; write 2024-05-13 or "
				   "7j (days)"),
				 STR_ARGS(value));
	job->since = period.first;
	job->since_given = true;
	return 0;
}

static int take(struct job *job, int id, struct str value, struct error *err)
{
	switch (id) {
	case OPTIONS_ERROR:
		return -1;
	case OPTIONS_OPERAND:
		GROW(job->operands, job->operands_count, job->operands_capacity);
		job->operands[job->operands_count++] = value;
		return 0;
	case OPTION_FORMAT:
		job->format = alert_format_find(value);
		job->asking.telling =
			str_is(value, "jsonl") ? TELLING_JSON : TELLING_TEXT;
		if (job->format != NULL)
			return 0;
		return error_set(err, ERROR_USAGE,
				 _("unknown format '%.*s'; choose one of: %s"),
				 STR_ARGS(value), "text, jsonl, rss, mbox, ids");
	case OPTION_SINCE:
		return take_since(job, value, err);
	case OPTION_DRY_RUN:
		job->dry_run = true;
		return 0;
	default:
		if (asking_take(&job->asking, id, value))
			return 0;
		return setting_take(&job->setting, id, value, err);
	}
}

static int run(int argc, char **argv, struct error *err)
{
	struct job job = {
		.setting = {.format = &format_text, .command = &command_watch},
		.asking = {.compile = {.today = day_today()}, .silent = true},
		.format = alert_format_find(STR("text")),
	};
	struct options o;
	struct str value;
	int id, taken = 0;
	int rc = EXIT_ERROR;

	options_start(&o, options, argc, argv);
	while (taken == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		taken = take(&job, id, value, err);
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && act(&job, err) == 0)
		rc = job.found ? EXIT_FOUND : EXIT_NOTHING;
	index_close(job.index);
	free(job.operands);
	asking_release(&job.asking);
	setting_release(&job.setting);
	return rc;
}

const struct command command_watch = {
	.name = "watch",
	.usage = N_("[OPTION]... add NAME QUESTION | list | run [NAME]... | remove NAME"),
	.help = N_("Save questions, and tell what is new for them."),
	.options = options,
	.run = run,
};
