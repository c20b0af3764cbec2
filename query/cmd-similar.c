/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille similar: articles like one of the index, or like a text that is not in it. */
#include "query/asking.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/utf8.h"
#include "query/likeness.h"

enum { OPTION_LIMIT = 1 };

enum {
	LIMIT_MAX = 1000,
	SHARED_WORDS = 8,    /* shown of each article */
	TEXT_MAX = 16 << 20, /* bytes of a file that are looked at as one article */
};

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_LIMIT, 'n', "limit", N_("N"), N_("show at most N articles (10)")},
	ROW_FORMAT,
	ROW_JSON,
	ROW_FIELDS,
	ROW_SEPARATOR,
	ROW_NUL,
	ROW_FORMAT_VERSION,
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

struct job {
	struct setting setting;
	struct search_options search;
	const char *operand;
	struct index *index;
	struct buf file;
	struct arena arena; /* of the article */
	struct record record;
	enum likeness_of of;
};

/* ---- the article ---- */

static int refuse_file(const struct job *job, struct error *err)
{
	return error_set(err, ERROR_USAGE,
			 _("'%s' is not plain text in UTF-8; index it with veille-index, "
			   "and name the article by its id"),
			 job->operand);
}

/* Pages, JSON and the like begin with what no sentence begins with. */
static bool is_plain_text(struct str text)
{
	text = str_trim(text);
	return text.n > 0 && text.n <= TEXT_MAX && utf8_fault(text) == SIZE_MAX &&
	       strchr("<{[%", text.p[0]) == NULL;
}

/* The first line is the title, as veille-index reads plain text. */
static int take_file(struct job *job, struct error *err)
{
	const char *path = strcmp(job->operand, "-") == 0 ? "/dev/stdin" : job->operand;
	struct str text;

	if (paths_read(path, &job->file) < 0)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"),
				 job->operand, strerror(errno));
	text = buf_view(&job->file);
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.n);
	if (!is_plain_text(text))
		return refuse_file(job, err);
	text = str_trim(text);
	job->of = LIKENESS_OF_OTHER;
	str_split(&text, '\n', &job->record.title);
	job->record.title = str_trim(job->record.title);
	job->record.body = str_trim(text);
	return 1;
}

/* 1, or 0 when there is no such article. What exists as a file is one, as for veille facts. */
static int take_article(struct job *job, struct error *err)
{
	struct result found;
	int rc;

	if (strcmp(job->operand, "-") == 0 || access(job->operand, F_OK) == 0)
		return take_file(job, err);
	rc = result_find(job->index, str_of(job->operand), &job->arena, &found, err);
	if (rc == 0)
		tell_warningf(setting_telling(&job->setting), "nothing",
			      _("no article has the id '%s'"), job->operand);
	job->of = LIKENESS_OF_INDEXED;
	job->record = found.record;
	return rc;
}

/* ---- those like it ---- */

static void show_words(struct likeness *l, struct results *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct result *result = &r->items[i];

		result->shared_count = likeness_words(l, &result->record, SHARED_WORDS,
						      &r->arena, &result->shared);
	}
}

/* Answers the exit code. */
static int answer(struct job *job, struct error *err)
{
	struct page page = setting_page(&job->setting);
	struct results results = {0};
	struct spelling none = {0};
	struct answer answer = {.layout = setting_layout(&job->setting),
				.question = str_of(job->operand),
				.spelling = &none,
				.run = "veille",
				.results = &results};
	struct likeness *l;
	int rc = EXIT_ERROR;

	if (likeness_new(&l, job->index, &job->record, job->of, err) < 0)
		return rc;
	job->search.keeps = likeness_keeps;
	job->search.context = l;
	if (likeness_plan(l) == NULL ||
	    search_run(job->index, likeness_plan(l), &job->search, &results, err) == 0) {
		show_words(l, &results);
		results.matches = results.count;
		results.estimated = false;
		format_answer(job->setting.format, &page, &answer);
		rc = results.count > 0 ? EXIT_FOUND : EXIT_NOTHING;
	}
	results_release(&results);
	likeness_free(l);
	return rc;
}

static int take(struct job *job, int id, struct str value, struct error *err)
{
	long n;

	switch (id) {
	case OPTIONS_ERROR:
		return -1;
	case OPTIONS_OPERAND:
		if (job->operand != NULL)
			return error_set(err, ERROR_USAGE,
					 _("one article at a time; '%.*s' is too much"),
					 STR_ARGS(value));
		job->operand = value.p;
		return 0;
	case OPTION_LIMIT:
		if (option_number("limit", value, 0, LIMIT_MAX, &n, err) < 0)
			return -1;
		job->search.limit = (size_t)n;
		return 0;
	default:
		return setting_take(&job->setting, id, value, err);
	}
}

static int run(int argc, char **argv, struct error *err)
{
	struct job job = {
		.setting = {.format = &format_text, .command = &command_similar},
		.search = {.limit = SIZE_MAX, .sort = SORT_RELEVANCE},
	};
	struct options o;
	struct str value;
	int id, taken = 0, found;
	int rc = EXIT_ERROR;

	options_start(&o, options, argc, argv);
	while (taken == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		taken = take(&job, id, value, err);
	if (job.search.limit == SIZE_MAX)
		job.search.limit = job.setting.format->limit;
	job.search.details = job.setting.format->details;
	if (taken > 0) {
		rc = EXIT_FOUND;
	} else if (taken == 0 && (job.operand == NULL || job.operand[0] == '\0')) {
		error_set(err, ERROR_USAGE,
			  _("like which article? give the id that veille search shows, a "
			    "file of plain text, or - for standard input"));
	} else if (taken == 0 && setting_open(&job.setting, &job.index, err) == 0) {
		found = take_article(&job, err);
		rc = found < 0	  ? EXIT_ERROR
		     : found == 0 ? EXIT_NOTHING
				  : answer(&job, err);
	}
	index_close(job.index);
	buf_release(&job.file);
	arena_release(&job.arena);
	setting_release(&job.setting);
	return rc;
}

const struct command command_similar = {
	.name = "similar",
	.usage = N_("[OPTION]... ID|FILE|-"),
	.help = N_("Find articles like one, with the words that make them so."),
	.options = options,
	.run = run,
};
