/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille search: a question, or a batch of them → one page of articles each. */
#include "query/asking.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "query/batch.h"
#include "query/listing.h"

enum { OPTION_EXPLAIN = 1, OPTION_QUERIES, OPTION_RUN, OPTION_JOBS };

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
	{OPTION_JOBS, 'j', "jobs", N_("N"),
	 N_("--queries answers on N processors; all there are")},
	ROW_RECENCY,
	ROW_NO_SYNONYMS,
	ROW_NO_GROUP,
	{OPTION_RUN, 0, "run", N_("NAME"),
	 N_("name of the run in --format=trec (veille)")},
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

enum { REMEMBERED = 128 << 20 }; /* bytes of articles, while a batch is answered */

struct job {
	struct setting setting;
	struct search_options search;
	struct asking asking;
	bool explain;
	const char *queries;
	long jobs; /* 0: as many as there are processors */
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
	case OPTION_JOBS:
		return option_number("jobs", value, 1, BATCH_JOBS_MAX, &job->jobs, err);
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

static void print_answer(struct job *job, const struct asked *a,
			 const struct results *results, struct str typed,
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
		.results = results,
	};

	answer.synonyms_count =
		asked_tell_synonyms(a, results->synonyms, &arena, &used);
	answer.synonyms = used;
	answer.warnings_count = asked_tell(a, &arena, &warnings);
	answer.warnings = warnings;
	if (job->explain) {
		explain(a, parts);
		explanation = (struct explanation){
			buf_view(&parts[0]), buf_view(&parts[1]), buf_view(&parts[2])};
		answer.explanation = &explanation;
	}
	format_answer(job->setting.format, &job->page, &answer);
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

static int answer_question(struct job *job, struct error *err)
{
	const struct str none = {0};
	struct str typed = buf_view(&job->asking.question);
	struct asked a = {0};
	int rc = asking_run(&job->asking, job->index, typed, &a, search, job, err);

	if (rc == 0) {
		print_answer(job, &a, &job->results, typed, none);
		if (job->results.matches == 0 && a.spelling.count > 0 && !a.corrected)
			asked_tell_try(&a, "search");
		else
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

/* The file being answered. */
struct lines {
	FILE *file;
	char *line;
	size_t capacity, number;
};

/* Gives the next question: 1, 0 at the end, -1. Lines without one are left out. */
static int give_line(struct job *job, struct lines *l, struct batch *batch,
		     struct error *err)
{
	while (getline(&l->line, &l->capacity, l->file) >= 0) {
		struct str question = str_trim(str_of(l->line));
		struct str id;

		l->number++;
		if (question.n == 0)
			continue;
		if (memchr(question.p, '\t', question.n) == NULL)
			return error_set(
				err, ERROR_USAGE,
				_("%s:%zu: a line is a number, a tab and a question"),
				job->queries, l->number);
		str_split(&question, '\t', &id);
		batch_give(batch, id, question);
		return 1;
	}
	if (ferror(l->file))
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"),
				 job->queries, strerror(errno));
	return 0;
}

/* Prints the oldest answer: the exit code it makes. */
static int print_item(struct job *job, const struct batch_item *item, struct error *err)
{
	if (item->rc < 0) {
		if (setting_telling(&job->setting) == TELLING_TEXT)
			asked_show_fault(&item->asked, &item->err);
		*err = item->err;
		return EXIT_ERROR;
	}
	print_answer(job, &item->asked, &item->results, buf_view(&item->typed),
		     buf_view(&item->number));
	return item->results.matches > 0 ? EXIT_FOUND : EXIT_NOTHING;
}

/* An error ends the batch, when all before it has been answered. */
static int answer_lines(struct job *job, struct lines *l, struct batch *batch,
			struct error *err)
{
	const struct batch_item *item;
	int given = 1;
	int rc = EXIT_NOTHING;

	for (;;) {
		int answered;

		while (given > 0 && !batch_is_full(batch))
			given = give_line(job, l, batch, err);
		item = batch_take(batch);
		if (item == NULL)
			break;
		answered = print_item(job, item, err);
		if (answered == EXIT_ERROR)
			return EXIT_ERROR;
		rc = answered == EXIT_FOUND ? EXIT_FOUND : rc;
	}
	return given < 0 ? EXIT_ERROR : rc;
}

/* Indexes for all threads: the first is the job's own. */
static int open_indexes(struct job *job, struct index **indexes, unsigned jobs,
			struct error *err)
{
	indexes[0] = job->index;
	for (unsigned i = 0; i < jobs; i++) {
		if (i > 0 && setting_open(&job->setting, &indexes[i], err) < 0)
			return -1;
		index_remember(indexes[i], REMEMBERED / jobs);
	}
	return 0;
}

static unsigned jobs_of(const struct job *job)
{
	long n = job->jobs > 0 ? job->jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > BATCH_JOBS_MAX ? BATCH_JOBS_MAX : (unsigned)n;
}

static int answer_batch(struct job *job, struct error *err)
{
	struct lines lines = {.file = stdin};
	unsigned jobs = jobs_of(job);
	struct index **indexes = xcalloc(jobs, sizeof(struct index *));
	struct batch *batch = NULL;
	int rc = EXIT_ERROR;

	if (strcmp(job->queries, "-") != 0)
		lines.file = fopen(job->queries, "r");
	if (lines.file == NULL)
		error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), job->queries,
			  strerror(errno));
	else if (open_indexes(job, indexes, jobs, err) == 0 &&
		 batch_new(&batch, &job->asking, &job->search, indexes, jobs, err) == 0)
		rc = answer_lines(job, &lines, batch, err);
	batch_free(batch);
	for (unsigned i = 1; i < jobs; i++)
		index_close(indexes[i]);
	free(indexes);
	free(lines.line);
	if (lines.file != NULL && lines.file != stdin)
		fclose(lines.file);
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
		rc = answer_question(&job, err);
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
