/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille search: a question, or a batch of them → one page of articles each. */
#include "query/asking.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "query/listing.h"

enum { OPTION_EXPLAIN = 1, OPTION_QUERIES, OPTION_RUN };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_LIMIT, 'n', "limit", N_("N"), N_("show at most N articles (10)")},
	ROW_OFFSET,
	ROW_SORT,
	ROW_FORMAT,
	ROW_JSON,
	ROW_FIELDS,
	ROW_SEPARATOR,
	ROW_NUL,
	ROW_FORMAT_VERSION,
	{OPTION_EXPLAIN, 0, "explain", NULL,
	 N_("show how the question was understood and the scores made")},
	ROW_STRICT,
	ROW_CORRECT,
	{OPTION_QUERIES, 0, "queries", N_("FILE"),
	 N_("answer each line of FILE: number, tab, question")},
	ROW_RECENCY,
	ROW_NO_SYNONYMS,
	ROW_NO_GROUP,
	{OPTION_RUN, 0, "run", N_("NAME"),
	 N_("name of the run in --format=trec (veille)")},
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

struct job {
	struct setting setting;
	struct search_options search;
	struct asking asking;
	bool explain;
	const char *queries;
	struct results results;
	struct page page;
	const char *run; /* name of a TREC run */
	struct index *index;
};

/* 0 taken, 1 done, -1 wrong. */
static int take_option(struct job *job, int id, struct str value, struct error *err)
{
	int taken = listing_take(&job->search, id, value, err);

	if (taken <= 0)
		return taken;
	if (asking_take(&job->asking, id, value))
		return 0;
	switch (id) {
	case OPTION_EXPLAIN:
		job->explain = true;
		return 0;
	case OPTION_QUERIES:
		job->queries = value.p;
		return 0;
	case OPTION_RUN:
		job->run = value.p;
		return 0;
	case OPTIONS_ERROR:
		return -1;
	default:
		return setting_take(&job->setting, id, value, err);
	}
}

/* ---- one question ---- */

static int search(void *context, const struct plan *plan, struct error *err)
{
	struct job *job = context;

	return search_run(job->index, plan, &job->search, &job->results, err);
}

static void explain(const struct asked *a, struct buf parts[3])
{
	struct error ignored;

	question_print(a->question, &parts[0]);
	clause_print(a->plan->root, &parts[1]);
	xc_query_describe(a->plan->query, &parts[2], &ignored);
}

static void print_answer(struct job *job, const struct asked *a, struct str typed,
			 struct str number)
{
	struct buf parts[3] = {{0}, {0}, {0}};
	struct explanation explanation;
	struct used_synonym *used;
	struct arena arena = {0};
	struct str *warnings;
	struct answer answer = {
		.layout = setting_layout(&job->setting),
		.question = typed,
		.number = number,
		.spelling = &a->spelling,
		.corrected = a->corrected,
		.run = job->run,
		.results = &job->results,
	};

	answer.synonyms_count =
		asked_tell_synonyms(a, job->results.synonyms, &arena, &used);
	answer.synonyms = used;
	answer.warnings_count = asked_tell(a, &arena, &warnings);
	answer.warnings = warnings;
	if (job->explain) {
		explain(a, parts);
		explanation = (struct explanation){
			buf_view(&parts[0]), buf_view(&parts[1]), buf_view(&parts[2])};
		answer.explanation = &explanation;
	}
	job->setting.format->answer(&job->page, &answer);
	for (size_t i = 0; i < COUNT(parts); i++)
		buf_release(&parts[i]);
	arena_release(&arena);
}

static void tell_count(struct setting *setting, const struct results *r)
{
	if (!isatty(STDERR_FILENO) || !isatty(STDOUT_FILENO))
		return;
	setting_show(setting);
	if (r->matches == 0)
		fputs(_("nothing found\n"), stderr);
	else
		fprintf(stderr,
			r->estimated
				? _("about %zu articles\n")
				: ngettext("%zu article\n", "%zu articles\n", r->matches),
			r->matches);
}

static int answer_question(struct job *job, struct str typed, struct str number,
			   struct error *err)
{
	struct asked a = {0};
	int rc = asking_run(&job->asking, job->index, typed, &a, search, job, err);

	if (rc == 0) {
		print_answer(job, &a, typed, number);
		if (number.n == 0 && job->results.matches == 0 && a.spelling.count > 0 &&
		    !a.corrected)
			asked_tell_try(&a, "search");
		else if (number.n == 0)
			tell_count(&job->setting, &job->results);
		rc = job->results.matches > 0 ? EXIT_FOUND : EXIT_NOTHING;
	} else {
		if (setting_telling(&job->setting) == TELLING_TEXT)
			asked_show_fault(&a, err);
		rc = EXIT_ERROR;
	}
	asked_release(&a);
	return rc;
}

/* ---- a batch ---- */

static int answer_line(struct job *job, char *line, size_t number, struct error *err)
{
	struct str question = str_trim(str_of(line));
	struct str id;

	if (question.n == 0)
		return EXIT_NOTHING;
	if (memchr(question.p, '\t', question.n) == NULL) {
		error_set(err, ERROR_USAGE,
			  _("%s:%zu: a line is a number, a tab and a question"),
			  job->queries, number);
		return EXIT_ERROR;
	}
	str_split(&question, '\t', &id);
	return answer_question(job, question, id, err);
}

static int answer_batch(struct job *job, struct error *err)
{
	FILE *f = strcmp(job->queries, "-") == 0 ? stdin : fopen(job->queries, "r");
	char *line = NULL;
	size_t capacity = 0;
	size_t number = 0;
	int rc = EXIT_NOTHING;

	if (f == NULL) {
		error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), job->queries,
			  strerror(errno));
		return EXIT_ERROR;
	}
	while (rc != EXIT_ERROR && getline(&line, &capacity, f) >= 0) {
		int answered = answer_line(job, line, ++number, err);

		if (answered != EXIT_NOTHING)
			rc = answered;
	}
	if (ferror(f)) {
		error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), job->queries,
			  strerror(errno));
		rc = EXIT_ERROR;
	}
	free(line);
	if (f != stdin)
		fclose(f);
	return rc;
}

static int read_options(struct job *job, int argc, char **argv, struct error *err)
{
	struct options o;
	struct str value;
	int id;
	int rc = 0;

	options_start(&o, options, argc, argv);
	while (rc == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		rc = take_option(job, id, value, err);
	return rc;
}

static int check_job(const struct job *job, struct error *err)
{
	struct str question = str_trim(buf_view(&job->asking.question));

	if (job->queries != NULL && question.n > 0)
		return error_set(err, ERROR_USAGE,
				 _("either --queries or a question, not both: '%.*s'"),
				 STR_ARGS(question));
	return job->queries != NULL ? 0 : asking_check(&job->asking, "search", err);
}

static int run(int argc, char **argv, struct error *err)
{
	struct job job = {
		.setting = {.format = &format_text, .command = &command_search},
		.search = {.limit = SIZE_MAX, .today = day_today()},
		.asking = {.compile = {.today = day_today()}},
		.run = "veille",
	};
	int rc = EXIT_ERROR;
	int taken = read_options(&job, argc, argv, err);

	if (taken != 0) {
		rc = taken > 0 ? EXIT_FOUND : EXIT_ERROR;
		goto out;
	}
	job.page = setting_page(&job.setting);
	job.asking.telling = setting_telling(&job.setting);
	if (check_job(&job, err) < 0)
		goto out;
	if (job.search.limit == SIZE_MAX)
		job.search.limit = job.setting.format->limit;
	job.search.details = job.setting.format->details;
	job.search.each = job.search.each || job.setting.format->each;
	job.search.uncounted = job.queries != NULL && !job.search.details;
	job.asking.silent = job.queries != NULL && !job.setting.format->details;
	if (setting_open(&job.setting, &job.index, err) < 0)
		goto out;
	if (job.queries != NULL)
		rc = answer_batch(&job, err);
	else
		rc = answer_question(&job, buf_view(&job.asking.question),
				     (struct str){0}, err);
out:
	index_close(job.index);
	results_release(&job.results);
	asking_release(&job.asking);
	setting_release(&job.setting);
	return rc;
}

const struct command command_search = {
	.name = "search",
	.usage = N_("[OPTION]... QUESTION"),
	.help = N_("Find articles by word, company, region, topic, date."),
	.options = options,
	.run = run,
};
