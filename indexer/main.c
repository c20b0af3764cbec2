/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * veille-index: articles into an index.
 *
 * file → reader (corpus/) → batch (new, changed or known?) → document (analysis, terms) →
 * writer (the folder, the lock, the database).
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "config.h"
#include "corpus/reader.h"
#include "corpus/walk.h"
#include "indexer/analysis.h"
#include "indexer/batch.h"
#include "indexer/telling.h"
#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/options.h"
#include "lib/paths.h"

enum {
	EXIT_DONE = 0,
	EXIT_FATAL = 2,
	EXIT_REJECTED = 3,
	EXIT_LOCKED = 75,
	EXIT_STOPPED = 130,
};

enum {
	OPTION_INDEX = 1,
	OPTION_LEXICON,
	OPTION_MAP,
	OPTION_FORMAT,
	OPTION_REMOVE,
	OPTION_REBUILD,
	OPTION_OPTIMIZE,
	OPTION_WRITER,
	OPTION_JOBS,
	OPTION_FACTS,
	OPTION_COLOUR,
	OPTION_JSON,
	OPTION_QUIET,
	OPTION_HELP,
	OPTION_VERSION,
};

static const struct option_row option_table[] = {
	{OPTION_INDEX, 'i', "index", N_("DIR"),
	 N_("the index to write; made when missing")},
	{OPTION_LEXICON, 0, "lexicon", N_("DIR"),
	 N_("add the names of this folder's tables to those of the program")},
	{OPTION_FORMAT, 0, "input-format", N_("FORMAT"),
	 N_("text, jsonl, json, csv, mbox or warc, whatever files are called")},
	{OPTION_MAP, 0, "map", N_("NAME=KEY"),
	 N_("in JSON and tables, KEY holds the id, url, title, date, source, author, "
	    "lead "
	    "or text")},
	{OPTION_REMOVE, 0, "remove", N_("ID"), N_("remove the article with that id")},
	{OPTION_REBUILD, 0, "rebuild", NULL,
	 N_("analyse all articles of the index anew, with the lexicon of today")},
	{OPTION_OPTIMIZE, 0, "optimize", NULL,
	 N_("make the index as small as it can be")},
	{OPTION_WRITER, 0, "writer", N_("WAY"),
	 N_("direct, or api: through libxapian; direct where it can")},
	{OPTION_JOBS, 'j', "jobs", N_("N"),
	 N_("analyse articles on N processors; all there are")},
	{OPTION_FACTS, 0, "facts", NULL,
	 N_("print what is found in the articles; write no index")},
	{OPTION_COLOUR, 0, "color", N_("WHEN"),
	 N_("with --facts: auto, always or never")},
	{OPTION_JSON, 0, "json", NULL, N_("report in JSON on standard output")},
	{OPTION_QUIET, 'q', "quiet", NULL,
	 N_("no progress, no report; only what went wrong")},
	{OPTION_HELP, 'h', "help", NULL, N_("show this help")},
	{OPTION_VERSION, 'V', "version", NULL, N_("show the version")},
	{0},
};

enum { PROGRESS_MS = 200 };

struct run {
	struct buf index; /* folder */
	struct lexicon_folders lexicon;
	struct reader_options reader;
	const char **paths, **removals;
	size_t paths_count, paths_capacity, removals_count, removals_capacity;
	bool rebuild, optimize, facts, json, quiet;
	enum segment_maker maker;
	long jobs;	    /* 0: as many as there are processors */
	const char *colour; /* auto, always, never; NULL: auto */
	bool done;	    /* --help or --version was answered */

	struct batch *batch;
	struct telling *telling; /* in its place with --facts */
	size_t articles, rejected, undated;
	int64_t started, shown; /* milliseconds */
	bool progress;
};

/* ---- signals ---- */

static volatile sig_atomic_t stop_wanted;

/* The first one ends the run in order; the second one at once. */
static void on_signal(int number)
{
	(void)number;
	if (stop_wanted)
		_exit(EXIT_STOPPED);
	stop_wanted = 1;
}

/* Without SA_RESTART: a read that waits for more is to be woken. */
static void catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction before;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
	/* Let a file over the limit be an error of write(), which is told. */
	signal(SIGXFSZ, SIG_IGN);
}

static bool stop_asked(void *context)
{
	(void)context;
	return stop_wanted;
}

static int check_stop(struct error *err)
{
	return stop_wanted ? error_set(err, ERROR_STOPPED, _("stopped")) : 0;
}

/* ---- telling ---- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void hide_progress(struct run *run)
{
	if (run->progress && run->shown > 0)
		fputs("\r\033[K", stderr);
	run->shown = 0;
}

static void show_progress(struct run *run)
{
	int64_t now;
	struct batch_counts counts;
	struct buf rate = {0};

	if (!run->progress)
		return;
	now = now_ms();
	if (now - run->shown < PROGRESS_MS || now - run->started < PROGRESS_MS)
		return;
	counts = batch_counts(run->batch);
	size_print(&rate, counts.read_bytes * 1000 / (uint64_t)(now - run->started));
	fputs("\r\033[K", stderr);
	fprintf(stderr, _("%zu articles, %s/s"), run->articles, rate.p);
	fflush(stderr);
	buf_release(&rate);
	run->shown = now;
}

static void tell(void *context, const char *message)
{
	hide_progress(context);
	fprintf(stderr, "veille-index: %s\n", message);
}

static void tell_skipped(void *context, const char *path, const char *why)
{
	struct run *run = context;

	if (run->quiet)
		return;
	hide_progress(run);
	fprintf(stderr, _("veille-index: '%s' is left out: %s\n"), path, why);
}

static void tell_rejected(struct run *run, const struct article *a,
			  const struct error *why)
{
	run->rejected++;
	hide_progress(run);
	fprintf(stderr, "%s:%zu: %s\n", a->path, a->line, why->text);
}

static void tell_undated(struct run *run, const struct article *a)
{
	run->undated++;
	hide_progress(run);
	fprintf(stderr,
		_("%s:%zu: warning: no date can be read from '%.*s'; the article "
		  "is indexed without one\n"),
		a->path, a->line, a->date.n > 80 ? 80 : (int)a->date.n, a->date.p);
}

static void tell_lost(struct run *run, const struct article *a)
{
	hide_progress(run);
	fprintf(stderr,
		ngettext("%s:%zu: warning: %zu byte could not be read; U+FFFD stands in "
			 "its place in "
			 "the article\n",
			 "%s:%zu: warning: %zu bytes could not be read; U+FFFD stands in "
			 "their place in "
			 "the article\n",
			 a->lost),
		a->path, a->line, a->lost);
}

/* ---- articles ---- */

static int add_article(struct run *run, const struct article *a, struct error *err)
{
	struct error undated;
	int64_t moment = 0;

	if (a->date.n > 0 &&
	    moment_parse_near(a->date, a->seen.year ? a->seen : day_today(), &moment,
			      &undated) < 0) {
		moment = 0;
		tell_undated(run, a);
	}
	if (a->lost > 0)
		tell_lost(run, a);
	run->articles++;
	if (run->telling != NULL) {
		telling_add(run->telling, a, moment);
		return 0;
	}
	if (batch_add(run->batch, a, moment, err) < 0)
		return -1;
	show_progress(run);
	return 0;
}

/*
 * All articles of a file. What is wrong with the file is told, and is no reason to
 * stop.
 */
static int add_file(void *context, const char *path, struct error *err)
{
	struct run *run = context;
	struct reader *reader = NULL;
	struct article a;
	int rc;

	if (reader_open(&reader, path, &run->reader, err) < 0) {
		if (err->code == ERROR_STOPPED)
			return -1;
		run->rejected++;
		tell(run, err->text);
		return 0;
	}
	for (;;) {
		rc = check_stop(err);
		if (rc < 0)
			break;
		rc = reader_next(reader, &a, err);
		if (rc == 0 || (rc < 0 && err->code == ERROR_STOPPED))
			break;
		if (rc > 0) {
			rc = add_article(run, &a, err);
			if (rc < 0)
				break;
		} else if (err->code == ERROR_REJECTED) {
			tell_rejected(run, &a, err);
		} else {
			run->rejected++;
			tell(run, err->text);
			rc = 0;
			break;
		}
	}
	reader_close(reader);
	return rc;
}

static int add_paths(struct run *run, struct error *err)
{
	const struct walk_visitor visitor = {run, add_file, tell_skipped};

	for (size_t i = 0; i < run->paths_count; i++) {
		if (walk(run->paths[i], &visitor, err) == 0)
			continue;
		if (err->code != ERROR_REJECTED)
			return -1;
		run->rejected++;
		tell(run, err->text);
	}
	return 0;
}

static int remove_articles(struct run *run, struct error *err)
{
	for (size_t i = 0; i < run->removals_count; i++) {
		int found = batch_remove(run->batch, str_of(run->removals[i]), err);
		struct error absent;

		if (found < 0)
			return -1;
		if (found > 0)
			continue;
		error_set(&absent, ERROR_REJECTED, _("no article '%s' is in the index"),
			  run->removals[i]);
		run->rejected++;
		tell(run, absent.text);
	}
	return 0;
}

/* ---- the run ---- */

static void report_json(const struct run *run)
{
	struct batch_counts c = batch_counts(run->batch);

	printf("{\"new\": %zu, \"updated\": %zu, \"unchanged\": %zu, \"removed\": %zu, "
	       "\"rejected\": %zu, \"undated\": %zu, \"articles\": %zu, "
	       "\"text_bytes\": %llu, \"index_bytes\": %llu, \"seconds\": %.3f}\n",
	       c.added, c.updated, c.unchanged, c.removed, run->rejected, run->undated,
	       c.articles, (unsigned long long)c.text_bytes,
	       (unsigned long long)batch_index_bytes(run->batch),
	       (double)(now_ms() - run->started) / 1000);
}

static void report(struct run *run)
{
	struct batch_counts c = batch_counts(run->batch);

	hide_progress(run);
	if (run->json)
		report_json(run);
	if (!run->quiet && run->rebuild)
		fprintf(stderr,
			ngettext("%zu article analysed anew\n",
				 "%zu articles analysed anew\n", c.articles),
			c.articles);
	else if (!run->quiet)
		fprintf(stderr,
			_("%zu new, %zu updated, %zu unchanged, %zu removed, "
			  "%zu rejected; %zu in the index\n"),
			c.added, c.updated, c.unchanged, c.removed, run->rejected,
			c.articles);
}

static int exit_code(const struct error *err)
{
	switch (err->code) {
	case ERROR_LOCKED:
		return EXIT_LOCKED;
	case ERROR_STOPPED:
		return EXIT_STOPPED;
	default:
		return EXIT_FATAL;
	}
}

/* What was read before a signal came is kept. */
static int work(struct run *run, struct error *err)
{
	int rc;

	if (run->rebuild)
		rc = batch_rebuild(run->batch, err);
	else if ((rc = remove_articles(run, err)) == 0)
		rc = add_paths(run, err);
	if (rc < 0 && (err->code != ERROR_STOPPED || run->rebuild))
		return -1;
	if (batch_finish(run->batch, err) < 0)
		return -1;
	if (stop_wanted)
		return error_set(err, ERROR_STOPPED, _("stopped; what was read is kept"));
	if (batch_counts(run->batch).articles == 0 && run->paths_count > 0 &&
	    batch_index_bytes(run->batch) == 0)
		return error_set(err, ERROR_FAILED,
				 _("no article was read, so no index was made"));
	return run->optimize ? batch_optimize(run->batch, err) : 0;
}

static unsigned jobs_of(const struct run *run)
{
	long n = run->jobs > 0 ? run->jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > ANALYSIS_JOBS_MAX ? ANALYSIS_JOBS_MAX : (unsigned)n;
}

static int run_batch(struct run *run, struct error *err)
{
	struct batch_options options = {
		.index = run->index.p,
		.lexicon = &run->lexicon,
		.mode = WRITER_UPDATE,
		.maker = run->maker,
		.jobs = jobs_of(run),
		.context = run,
		.tell = tell,
		.stop = stop_asked,
	};
	int rc = -1;

	if (run->rebuild)
		options.mode = WRITER_REPLACE;
	else if (run->paths_count > 0)
		options.mode = WRITER_APPEND;
	if (batch_open(&run->batch, &options, err) < 0)
		goto out;
	rc = work(run, err);
	if (rc == 0 || err->code == ERROR_STOPPED)
		report(run);
out:
	hide_progress(run);
	batch_close(run->batch);
	return rc;
}

/* --facts: the articles are read and told, no index is opened. */
static int tell_facts(struct run *run, struct error *err)
{
	int rc = -1;

	if (telling_open(&run->telling, &run->lexicon,
			 run->json ? TELLING_JSON : TELLING_LISTS,
			 page_of_stdout(run->colour), err) == 0)
		rc = add_paths(run, err);
	telling_close(run->telling);
	return rc;
}

/* ---- the command line ---- */

static void print_help(void)
{
	fputs(_("Usage: veille-index [OPTION]... PATH...\n"
		"Read French articles into an index that veille searches.\n\n"
		"PATH is a file of articles in any usual format, compressed or in an "
		"archive or\n"
		"not; a folder of such files; or - for standard input.\n\n"),
	      stdout);
	options_print_help(option_table, 90, stdout);
	fputs(_("\nThe index is $VEILLE_INDEX, else $XDG_DATA_HOME/veille/index, else "
		"~/.local/share/veille/index.\n"
		"Exit: 0 all in, 3 some rejected, 2 failed, 75 index in use, 130 "
		"stopped.\n"),
	      stdout);
}

static void set_text(struct buf *b, struct str value)
{
	buf_clear(b);
	buf_str(b, value);
}

static int take_writer(struct run *run, struct str value, struct error *err)
{
	if (str_is(value, "direct"))
		run->maker = SEGMENT_DIRECT;
	else if (str_is(value, "api"))
		run->maker = SEGMENT_API;
	else
		return error_set(err, ERROR_USAGE,
				 _("--writer is direct or api, not '%.*s'"),
				 STR_ARGS(value));
	return 0;
}

static int take_option(struct run *run, int id, struct str value, struct error *err)
{
	switch (id) {
	case OPTION_INDEX:
		set_text(&run->index, value);
		return 0;
	case OPTION_LEXICON:
		lexicon_folders_add(&run->lexicon, value);
		return 0;
	case OPTION_MAP:
		return reader_options_map(&run->reader, value, err);
	case OPTION_FORMAT:
		return reader_options_format(&run->reader, value, err);
	case OPTION_REMOVE:
		GROW(run->removals, run->removals_count, run->removals_capacity);
		run->removals[run->removals_count++] = value.p;
		return 0;
	case OPTION_REBUILD:
		run->rebuild = true;
		return 0;
	case OPTION_OPTIMIZE:
		run->optimize = true;
		return 0;
	case OPTION_WRITER:
		return take_writer(run, value, err);
	case OPTION_JOBS:
		return option_number("jobs", value, 1, ANALYSIS_JOBS_MAX, &run->jobs,
				     err);
	case OPTION_FACTS:
		run->facts = true;
		return 0;
	case OPTION_COLOUR:
		if (!page_knows_colour(value))
			return error_set(
				err, ERROR_USAGE,
				_("unknown value '%.*s' for --color; choose auto, "
				  "always or never"),
				STR_ARGS(value));
		run->colour = value.p;
		return 0;
	case OPTION_JSON:
		run->json = true;
		return 0;
	case OPTION_QUIET:
		run->quiet = true;
		return 0;
	case OPTION_HELP:
		print_help();
		run->done = true;
		return 0;
	case OPTION_VERSION:
		printf("veille-index %s\n", PACKAGE_VERSION);
		run->done = true;
		return 0;
	default:
		GROW(run->paths, run->paths_count, run->paths_capacity);
		run->paths[run->paths_count++] = value.p;
		return 0;
	}
}

static int take_options(struct run *run, int argc, char **argv, struct error *err)
{
	struct options options;
	struct str value;
	int id;

	options_start(&options, option_table, argc, argv);
	while ((id = options_next(&options, &value, err)) != OPTIONS_END) {
		if (id == OPTIONS_ERROR || take_option(run, id, value, err) < 0)
			return -1;
		if (run->done)
			return 0;
	}
	if (run->rebuild && (run->paths_count > 0 || run->removals_count > 0))
		return error_set(err, ERROR_USAGE,
				 _("--rebuild reads the index alone: give no PATH and no "
				   "--remove with it"));
	if (run->facts && (run->rebuild || run->optimize || run->removals_count > 0))
		return error_set(err, ERROR_USAGE,
				 _("--facts writes no index: give no --rebuild, "
				   "--optimize or --remove with it"));
	if (run->paths_count == 0 && run->removals_count == 0 && !run->rebuild &&
	    (!run->optimize || run->facts))
		return error_set(
			err, ERROR_USAGE,
			_("nothing to read: give files, folders, or - for standard "
			  "input; see veille-index --help"));
	return 0;
}

static void run_release(struct run *run)
{
	free(run->removals);
	free(run->paths);
	reader_options_release(&run->reader);
	lexicon_folders_release(&run->lexicon);
	buf_release(&run->index);
}

int main(int argc, char **argv)
{
	struct run run = {0};
	struct error err = {0};
	int code = EXIT_DONE;

	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C"); /* numbers for people are made by lib/number */
	bindtextdomain("veille", LOCALE_DIR);
	textdomain("veille");
	paths_index(&run.index);
	lexicon_folders_find(&run.lexicon);
	run.started = now_ms();
	run.reader.skipped = tell_skipped;
	run.reader.context = &run;
	if (take_options(&run, argc, argv, &err) < 0) {
		code = EXIT_FATAL;
	} else if (!run.done) {
		catch_signals();
		run.progress = !run.quiet && !run.facts && isatty(STDERR_FILENO);
		if ((run.facts ? tell_facts(&run, &err) : run_batch(&run, &err)) < 0)
			code = exit_code(&err);
		else if (run.rejected > 0)
			code = EXIT_REJECTED;
	}
	if (err.code != ERROR_NONE &&
	    (code == EXIT_FATAL || code == EXIT_LOCKED || code == EXIT_STOPPED))
		tell(&run, err.text);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, _("veille-index: cannot write the report: %s\n"),
			strerror(errno));
		code = EXIT_FATAL;
	}
	run_release(&run);
	return code;
}
