/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * veille-index: articles into an index.
 *
 * file → reader (corpus/) → intake (which files need to be read) → batch (new, changed, a copy or
 * known?) → document (analysis, terms) → segment → writer (the folder, the lock, the manifest).
 */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "indexer/analysis.h"
#include "indexer/intake.h"
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
	OPTION_SINCE,
	OPTION_PRUNE,
	OPTION_REREAD,
	OPTION_REMOVE,
	OPTION_DRY_RUN,
	OPTION_PRINT,
	OPTION_REJECTS,
	OPTION_EVERY,
	OPTION_MEMORY,
	OPTION_WAIT,
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
	{OPTION_SINCE, 0, "since", N_("DATE"),
	 N_("leave out articles published before that day")},
	{OPTION_PRUNE, 0, "prune", NULL,
	 N_("remove articles that are gone from the files and folders given")},
	{OPTION_REREAD, 0, "reread", NULL,
	 N_("read all files, those that have not changed too")},
	{OPTION_REMOVE, 0, "remove", N_("ID"), N_("remove the article with that id")},
	{OPTION_DRY_RUN, 0, "dry-run", NULL,
	 N_("tell what would be done, and write nothing")},
	{OPTION_PRINT, 0, "print", N_("WHAT"),
	 N_("print the ids, or as json the particulars, of what was added")},
	{OPTION_REJECTS, 0, "rejects", N_("FILE"),
	 N_("write what is refused to FILE, as JSON lines")},
	{OPTION_EVERY, 0, "every", N_("SECONDS"),
	 N_("from a pipe: commit that often; 10 without the option")},
	{OPTION_MEMORY, 0, "memory", N_("SIZE"),
	 N_("take no more memory than about so much; 512M without the option")},
	{OPTION_WAIT, 0, "wait", N_("[=SECONDS]"),
	 N_("wait until no other program writes to the index")},
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

enum {
	EVERY = 10,	    /* seconds */
	MEMORY = 512000000, /* bytes */
	MEMORY_LEAST = 4000000,
};

struct run {
	struct buf index; /* folder */
	struct lexicon_folders lexicon;
	const char **paths, **removals;
	size_t paths_count, paths_capacity, removals_count, removals_capacity;
	bool rebuild, optimize, prune, facts;
	long jobs;	    /* 0: as many as there are processors */
	const char *colour; /* auto, always, never; NULL: auto */
	bool done;	    /* --help or --version was answered */
	struct intake_options options;
	struct report report;
	struct intake *intake;
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

/* Who reads what is added may stop to: that is no reason not to add it. */
static void outlive_readers(void)
{
	signal(SIGPIPE, SIG_IGN);
}

static bool stop_asked(void *context)
{
	(void)context;
	return stop_wanted;
}

/* ---- the run ---- */

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

static int take_paths(struct run *run, struct error *err)
{
	for (size_t i = 0; run->report.progress && i < run->paths_count; i++) {
		if (intake_measure(run->intake, run->paths[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < run->paths_count; i++) {
		if (intake_path(run->intake, run->paths[i], err) < 0)
			return -1;
	}
	return run->prune ? intake_prune(run->intake, err) : 0;
}

static int take_all(struct run *run, struct error *err)
{
	if (run->rebuild)
		return batch_rebuild(intake_batch(run->intake), err);
	for (size_t i = 0; i < run->removals_count; i++) {
		if (intake_remove(run->intake, str_of(run->removals[i]), err) < 0)
			return -1;
	}
	return take_paths(run, err);
}

static bool nothing_came_to_be(const struct run *run)
{
	return intake_counts(run->intake).articles == 0 && run->paths_count > 0 &&
	       !run->report.dry && intake_index_bytes(run->intake) == 0;
}

/* What was read before a signal came is kept. */
static int work(struct run *run, struct error *err)
{
	if (take_all(run, err) < 0 && (err->code != ERROR_STOPPED || run->rebuild))
		return -1;
	if (intake_finish(run->intake, err) < 0)
		return -1;
	if (stop_wanted)
		return error_set(err, ERROR_STOPPED,
				 run->report.dry ? _("stopped")
						 : _("stopped; what was read is kept"));
	if (nothing_came_to_be(run))
		return error_set(err, ERROR_FAILED,
				 _("no article was read, so no index was made"));
	if (!run->optimize || run->report.dry)
		return 0;
	return intake_batch(run->intake) != NULL
		       ? batch_optimize(intake_batch(run->intake), err)
		       : 0;
}

static void tell_end(struct run *run)
{
	struct batch_counts c = intake_counts(run->intake);
	uint64_t bytes = intake_index_bytes(run->intake);

	if (run->rebuild)
		report_rebuilt(&run->report, &c, bytes);
	else
		report_end(&run->report, &c, bytes);
}

static unsigned jobs_of(const struct run *run)
{
	long n = run->jobs > 0 ? run->jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > ANALYSIS_JOBS_MAX ? ANALYSIS_JOBS_MAX : (unsigned)n;
}

static int run_batch(struct run *run, struct error *err)
{
	struct batch_options *o = &run->options.batch;
	int rc;

	outlive_readers();
	o->index = run->index.p;
	o->lexicon = &run->lexicon;
	o->jobs = jobs_of(run);
	o->mode = run->report.dry	 ? WRITER_LOOK
		  : run->rebuild	 ? WRITER_REPLACE
		  : run->paths_count > 0 ? WRITER_APPEND
					 : WRITER_UPDATE;
	if (intake_open(&run->intake, &run->options, err) < 0)
		return -1;
	rc = work(run, err);
	if (rc == 0 || err->code == ERROR_STOPPED)
		tell_end(run);
	return rc;
}

/* --facts: the articles are read and told, no index is opened. */
static int tell_facts(struct run *run, struct error *err)
{
	struct telling *telling = NULL;
	int rc = -1;

	if (telling_open(&telling, &run->lexicon,
			 run->report.json ? TELLING_JSON : TELLING_LISTS,
			 page_of_stdout(run->colour), err) < 0)
		return -1;
	run->options.telling = telling;
	if (intake_open(&run->intake, &run->options, err) == 0)
		rc = take_paths(run, err);
	telling_close(telling);
	return rc;
}

static int run_all(struct run *run, struct error *err)
{
	struct error at_end;
	int rc = report_open(&run->report, err);

	if (rc == 0)
		rc = run->facts ? tell_facts(run, err) : run_batch(run, err);
	intake_close(run->intake);
	if (report_close(&run->report, &at_end) < 0 && rc == 0) {
		*err = at_end;
		rc = -1;
	}
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
		run->options.batch.maker = SEGMENT_DIRECT;
	else if (str_is(value, "api"))
		run->options.batch.maker = SEGMENT_API;
	else
		return error_set(err, ERROR_USAGE,
				 _("--writer is direct or api, not '%.*s'"),
				 STR_ARGS(value));
	return 0;
}

static int take_print(struct run *run, struct str value, struct error *err)
{
	if (str_is(value, "ids"))
		run->report.print = PRINT_IDS;
	else if (str_is(value, "json"))
		run->report.print = PRINT_JSON;
	else
		return error_set(err, ERROR_USAGE,
				 _("--print prints ids or json, not '%.*s'"),
				 STR_ARGS(value));
	return 0;
}

static int take_since(struct run *run, struct str value, struct error *err)
{
	struct period p;

	if (period_parse(value, day_today(), &p, err) < 0)
		return -1;
	if (p.first.year == 0)
		return error_set(err, ERROR_USAGE,
				 _("--since needs a day to begin with, not '%.*s'"),
				 STR_ARGS(value));
	run->options.since = p.first;
	return 0;
}

static int take_memory(struct run *run, struct str value, struct error *err)
{
	uint64_t bytes;

	if (size_parse(value, &bytes, err) < 0)
		return -1;
	if (bytes < MEMORY_LEAST)
		return error_set(err, ERROR_USAGE,
				 _("--memory is 4M at least, not '%.*s'"),
				 STR_ARGS(value));
	run->options.batch.memory = (size_t)bytes;
	return 0;
}

static int take_wait(struct run *run, struct str value, struct error *err)
{
	if (value.p != NULL)
		return option_number("wait", value, 0, INT_MAX, &run->options.wait, err);
	run->options.wait = WAIT_FOREVER;
	return 0;
}

static int take_colour(struct run *run, struct str value, struct error *err)
{
	if (!page_knows_colour(value))
		return error_set(err, ERROR_USAGE,
				 _("unknown value '%.*s' for --color; choose auto, "
				   "always or never"),
				 STR_ARGS(value));
	run->colour = value.p;
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
		return reader_options_map(&run->options.reader, value, err);
	case OPTION_FORMAT:
		return reader_options_format(&run->options.reader, value, err);
	case OPTION_REMOVE:
		GROW(run->removals, run->removals_count, run->removals_capacity);
		run->removals[run->removals_count++] = value.p;
		return 0;
	case OPTION_SINCE:
		return take_since(run, value, err);
	case OPTION_PRUNE:
		run->prune = true;
		return 0;
	case OPTION_REREAD:
		run->options.reread = true;
		return 0;
	case OPTION_DRY_RUN:
		run->report.dry = true;
		return 0;
	case OPTION_PRINT:
		return take_print(run, value, err);
	case OPTION_REJECTS:
		run->report.rejects_path = value.p;
		return 0;
	case OPTION_EVERY:
		return option_number("every", value, 1, 86400, &run->options.every, err);
	case OPTION_MEMORY:
		return take_memory(run, value, err);
	case OPTION_WAIT:
		return take_wait(run, value, err);
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
		return take_colour(run, value, err);
	case OPTION_JSON:
		run->report.json = true;
		return 0;
	case OPTION_QUIET:
		run->report.quiet = true;
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

/* Options that make no sense together. */
static int check_options(const struct run *run, struct error *err)
{
	bool removes = run->removals_count > 0;

	if (run->rebuild && (run->paths_count > 0 || removes || run->report.dry))
		return error_set(err, ERROR_USAGE,
				 _("--rebuild reads the index alone: give no PATH, no "
				   "--remove and no --dry-run with it"));
	if (run->facts && (run->rebuild || run->optimize || removes || run->prune ||
			   run->report.dry || run->report.print != PRINT_NOTHING))
		return error_set(err, ERROR_USAGE,
				 _("--facts writes no index: give no --rebuild, "
				   "--optimize, --remove, --prune, --dry-run or --print "
				   "with it"));
	if (run->prune && run->paths_count == 0)
		return error_set(err, ERROR_USAGE,
				 _("--prune needs the files and folders whose articles "
				   "are to stay"));
	if (run->paths_count == 0 && !removes && !run->rebuild &&
	    (!run->optimize || run->facts))
		return error_set(
			err, ERROR_USAGE,
			_("nothing to read: give files, folders, or - for standard "
			  "input; see veille-index --help"));
	return 0;
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
	return check_options(run, err);
}

static void run_release(struct run *run)
{
	free(run->removals);
	free(run->paths);
	reader_options_release(&run->options.reader);
	lexicon_folders_release(&run->lexicon);
	buf_release(&run->index);
}

/*
 * Arrays that grow with the index are moved by the system, not copied into holes that stay: a tenth of
 * the memory of a million articles. glibc raises its limit by itself unless it is told one.
 */
static void settle_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

int main(int argc, char **argv)
{
	struct run run = {0};
	struct error err = {0};
	int code = EXIT_DONE;

	settle_memory();
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C"); /* numbers for people are made by lib/number */
	bindtextdomain("veille", paths_locale());
	textdomain("veille");
	paths_index(&run.index);
	lexicon_folders_find(&run.lexicon);
	run.options.report = &run.report;
	run.options.stop = stop_asked;
	run.options.every = EVERY;
	run.options.batch.memory = MEMORY;
	if (take_options(&run, argc, argv, &err) < 0) {
		code = EXIT_FATAL;
	} else if (!run.done) {
		catch_signals();
		run.report.progress =
			!run.report.quiet && !run.facts && isatty(STDERR_FILENO);
		if (run_all(&run, &err) < 0)
			code = exit_code(&err);
		else if (run.report.rejected > 0)
			code = EXIT_REJECTED;
	}
	if (err.code != ERROR_NONE &&
	    (code == EXIT_FATAL || code == EXIT_LOCKED || code == EXIT_STOPPED))
		report_tell(&run.report, err.text);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, _("veille-index: cannot write the report: %s\n"),
			strerror(errno));
		code = EXIT_FATAL;
	}
	run_release(&run);
	return code;
}
