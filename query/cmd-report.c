/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille report: what a question finds as one page of HTML, to send and to print. */
#include "query/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/paths.h"
#include "query/listing.h"
#include "query/viewing.h"

enum {
	OPTION_OUTPUT = 1,
	OPTION_TITLE,
	OPTION_BY,
	OPTION_EVERY,
	OPTION_ROWS,
	OPTION_COLS
};

enum {
	ARTICLES = 20,
	VALUES = 8,  /* of a facet */
	ROWS = 12,   /* of the table */
	COLUMNS = 8, /* as many as paper has room for */
	PERIODS = 1000,
};

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_OUTPUT, 'o', "output", N_("FILE"),
	 N_("write the page here; -: standard output")},
	{OPTION_TITLE, 0, "title", N_("TEXT"), N_("head the page with this")},
	{OPTION_LIMIT, 'n', "limit", N_("N"), N_("show at most N articles (20)")},
	ROW_OFFSET,
	ROW_SORT,
	ROW_RECENCY,
	ROW_NO_GROUP,
	{OPTION_BY, 0, "by", N_("LIST"),
	 N_("what to count by (entreprise,sujet,région,opération)")},
	{OPTION_EVERY, 0, "every", N_("UNIT"),
	 N_("columns of the timeline: jour, semaine, mois, trimestre or année")},
	{OPTION_ROWS, 0, "rows", N_("WHAT"), N_("what the rows are (région)")},
	{OPTION_COLS, 0, "cols", N_("WHAT"), N_("what the columns are (année)")},
	ROW_SUM,
	ROW_EACH,
	ROW_STRICT,
	ROW_CORRECT,
	ROW_NO_SYNONYMS,
	ROW_HELP,
	ROW_END,
};

/* The parts of the page that count. */
enum part { PART_TIMELINE, PART_FACETS, PART_TABLE, PARTS };

struct job {
	struct setting setting;
	struct asking asking;
	struct search_options search;
	const char *output;
	struct str title;
	struct dimension_list by;
	const struct dimension *every; /* NULL: what fits */
	const struct dimension *rows, *columns;
	enum measure measure;
	bool each;
	struct index *index;
	struct matches matches;
	struct tally tally;
	struct results results;
	struct view views[PARTS];
	size_t sources;
};

/* ---- options ---- */

static int take_dimension(const struct dimension **out, struct str value,
			  struct error *err)
{
	*out = dimension_find(value, err);
	return *out != NULL ? 0 : -1;
}

static int take(struct job *job, int id, struct str value, struct error *err)
{
	int taken = listing_take(&job->search, id, value, err);

	if (taken <= 0)
		return taken;
	if (asking_take(&job->asking, id, value))
		return 0;
	switch (id) {
	case OPTIONS_ERROR:
		return -1;
	case OPTION_OUTPUT:
		job->output = value.p;
		return 0;
	case OPTION_TITLE:
		job->title = value;
		return 0;
	case OPTION_BY:
		return dimensions_parse(&job->by, value, err);
	case OPTION_EVERY:
		job->every = dimension_find_time(value, err);
		return job->every != NULL ? 0 : -1;
	case OPTION_ROWS:
		return take_dimension(&job->rows, value, err);
	case OPTION_COLS:
		return take_dimension(&job->columns, value, err);
	case OPTION_SUM:
		return viewing_measure(value, &job->measure, err);
	case OPTION_EACH:
		job->each = true;
		return 0;
	default:
		return setting_take(&job->setting, id, value, err);
	}
}

static int read_options(struct job *job, int argc, char **argv, struct error *err)
{
	struct options o;
	struct str value;
	int id;
	int rc = 0;

	options_start(&o, options, argc, argv);
	while (rc == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		rc = take(job, id, value, err);
	return rc;
}

static bool to_stdout(const struct job *job)
{
	return job->output == NULL || strcmp(job->output, "-") == 0;
}

static int check(const struct job *job, struct error *err)
{
	if (asking_check(&job->asking, "report -o page.html", err) < 0)
		return -1;
	if (job->output == NULL && isatty(STDOUT_FILENO))
		return error_set(err, ERROR_USAGE,
				 _("where shall the page go? -o page.html, or -o - for "
				   "standard output"));
	if (job->output != NULL && job->output[0] == '\0')
		return error_set(err, ERROR_USAGE,
				 _("a file needs a name: -o page.html"));
	return viewing_check_each(job->each, job->measure, err);
}

/* ---- what is on the page ---- */

static int count_sources(struct job *job, struct error *err)
{
	struct view scratch = {0};
	const struct dimension *source = dimension_find(STR("source"), err);
	int rc = view_count(&scratch, &job->tally, source, 1, REST_LEFT_OUT, err);

	if (rc == 0)
		job->sources = scratch.axes[0].distinct;
	view_release(&scratch);
	return rc;
}

static int make_timeline(struct job *job, struct view *v, struct error *err)
{
	const struct tally *t = &job->tally;
	const struct dimension *by =
		job->every != NULL ? job->every : view_fitting_time(t);

	if (view_count(v, t, by, 0, REST_LEFT_OUT, err) < 0 || view_fill(v, t, err) < 0)
		return -1;
	if (v->axes[0].count <= PERIODS)
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("that makes %lld periods; choose longer ones or narrow the "
			   "dates: date:2020.."),
			 (long long)v->axes[0].count);
}

static const char usual_facets[] = "entreprise,sujet,région,opération";

static int make_facets(struct job *job, struct view *v, struct error *err)
{
	if (job->by.count == 0 &&
	    dimensions_parse(&job->by, str_of(usual_facets), err) < 0)
		return -1;
	for (size_t i = 0; i < job->by.count; i++) {
		if (view_count(v, &job->tally, job->by.items[i], VALUES, REST_LEFT_OUT,
			       err) < 0)
			return -1;
	}
	return 0;
}

static int make_table(struct job *job, struct view *v, struct error *err)
{
	if (view_count(v, &job->tally, job->rows, ROWS, REST_AS_VALUE, err) < 0 ||
	    view_count(v, &job->tally, job->columns, COLUMNS, REST_AS_VALUE, err) < 0)
		return -1;
	if (view_cross(v, &job->tally, err) < 0)
		return -1;
	return job->each ? view_list_events(v, &job->tally, job->index, err) : 0;
}

static const struct {
	enum view_kind kind;
	int (*make)(struct job *job, struct view *v, struct error *err);
} parts[PARTS] = {
	[PART_TIMELINE] = {VIEW_TIMELINE, make_timeline},
	[PART_FACETS] = {VIEW_FACETS, make_facets},
	[PART_TABLE] = {VIEW_TABLE, make_table},
};

static int make_views(struct job *job, struct error *err)
{
	for (size_t i = 0; i < PARTS; i++) {
		struct view *v = &job->views[i];

		view_release(v);
		view_begin(v, parts[i].kind, &job->tally);
		if (parts[i].make(job, v, err) < 0)
			return -1;
	}
	return 0;
}

static int answer(void *context, const struct plan *plan, struct error *err)
{
	struct job *job = context;

	if (search_run(job->index, plan, &job->search, &job->results, err) < 0 ||
	    matches_find(job->index, plan, &job->matches, err) < 0 ||
	    tally_read(&job->tally, job->index, &job->matches, job->measure, err) < 0)
		return -1;
	job->results.matches = job->matches.count; /* exactly */
	return count_sources(job, err) < 0 ? -1 : make_views(job, err);
}

/* ---- the file ---- */

/* A pipe or a device is written to; of a link, the file it leads to is replaced. */
static int write_file(const char *path, struct str page)
{
	char *real = realpath(path, NULL);
	struct stat s;
	FILE *f;
	int rc;

	if (stat(path, &s) < 0 || S_ISREG(s.st_mode)) {
		rc = paths_replace(real != NULL ? real : path, page);
	} else if ((f = fopen(path, "w")) == NULL) {
		rc = -1;
	} else {
		bool whole = fwrite(page.p, 1, page.n, f) == page.n;

		rc = fclose(f) == 0 && whole ? 0 : -1;
	}
	free(real);
	return rc;
}

static int deliver(const struct job *job, struct str page, struct error *err)
{
	if (to_stdout(job)) {
		fwrite(page.p, 1, page.n, stdout);
		return 0;
	}
	if (write_file(job->output, page) == 0)
		return 0;
	return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), job->output,
			 strerror(errno));
}

static int print_report(const struct report *r, struct buf *out, struct error *err)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&bytes, &size);

	if (memory == NULL)
		return error_set(err, ERROR_FAILED, _("cannot write the answer: %s"),
				 strerror(errno));
	report_print(memory, r);
	fclose(memory);
	buf_add(out, bytes, size);
	free(bytes);
	return 0;
}

/* "page.html: 1 234 articles, 56 ko" */
static void tell_file(const struct job *job, size_t bytes)
{
	struct buf count = {0}, size = {0};

	if (!isatty(STDERR_FILENO) || to_stdout(job))
		return;
	number_print(&count, (double)job->matches.count);
	size_print(&size, bytes);
	fprintf(stderr,
		ngettext("%s: %s article, %s\n", "%s: %s articles, %s\n",
			 job->matches.count),
		job->output, count.p, size.p);
	buf_release(&size);
	buf_release(&count);
}

/* The page as bytes, then where it belongs. */
static int write_report(struct job *job, const struct asked *a,
			const struct answer *answer, struct arena *arena,
			struct error *err)
{
	struct understood understood;
	struct buf page = {0};
	struct report report = {
		.title = job->title,
		.today = day_today(),
		.understood = &understood,
		.answer = answer,
		.sources = job->sources,
		.first = job->tally.first,
		.last = job->tally.last,
		.timeline = &job->views[PART_TIMELINE],
		.facets = &job->views[PART_FACETS],
		.table = &job->views[PART_TABLE],
	};
	int rc = understood_make(a->question, job->index, report.today, arena,
				 &understood, err);

	if (rc == 0)
		rc = print_report(&report, &page, err);
	if (rc == 0)
		rc = deliver(job, buf_view(&page), err);
	if (rc == 0)
		tell_file(job, page.n);
	buf_release(&page);
	return rc;
}

static int tell(struct job *job, const struct asked *a, struct error *err)
{
	struct answer answer = {
		.question = buf_view(&job->asking.question),
		.spelling = &a->spelling,
		.corrected = a->corrected,
		.results = &job->results,
	};
	struct arena arena = {0};
	struct used_synonym *synonyms;
	struct str *warnings;
	int rc;

	answer.synonyms_count =
		asked_tell_synonyms(a, job->results.synonyms, &arena, &synonyms);
	answer.synonyms = synonyms;
	answer.warnings_count = asked_tell(a, &arena, &warnings);
	answer.warnings = warnings;
	rc = write_report(job, a, &answer, &arena, err);
	arena_release(&arena);
	return rc;
}

static int ask(struct job *job, struct error *err)
{
	struct asked a = {0};
	int rc = EXIT_ERROR;

	if (asking_run(&job->asking, job->index, buf_view(&job->asking.question), &a,
		       answer, job, err) < 0)
		asked_show_fault(&a, err);
	else if (tell(job, &a, err) == 0)
		rc = job->matches.count > 0 ? EXIT_FOUND : EXIT_NOTHING;
	if (rc == EXIT_NOTHING)
		asked_tell_try(&a, "report");
	asked_release(&a);
	return rc;
}

static int run(int argc, char **argv, struct error *err)
{
	struct job job = {
		.setting = {.format = &format_text, .command = &command_report},
		.asking = {.compile = {.today = day_today()}},
		.search = {.limit = ARTICLES, .today = day_today(), .details = true},
		.rows = dimension_find(STR("région"), err),
		.columns = dimension_find(STR("année"), err),
	};
	int rc = EXIT_ERROR;
	int taken = read_options(&job, argc, argv, err);

	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && check(&job, err) == 0 &&
		 setting_open(&job.setting, &job.index, err) == 0)
		rc = ask(&job, err);
	for (size_t i = 0; i < PARTS; i++)
		view_release(&job.views[i]);
	results_release(&job.results);
	tally_release(&job.tally);
	matches_release(&job.matches);
	index_close(job.index);
	asking_release(&job.asking);
	setting_release(&job.setting);
	return rc;
}

const struct command command_report = {
	.name = "report",
	.usage = N_("[OPTION]... QUESTION"),
	.help = N_("Write what a question finds as one page of HTML, with charts."),
	.options = options,
	.run = run,
};
