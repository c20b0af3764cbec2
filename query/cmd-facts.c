/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille facts: what was found in articles, of the index or in files that are not indexed. */
#include "query/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/json.h"

enum { OPTION_LEXICON = 1, OPTION_INPUT_FORMAT, OPTION_MAP };

static const struct option_row options[] = {
	ROW_INDEX,
	{OPTION_JSON, 0, "json", NULL, N_("one JSON object a line")},
	{OPTION_LEXICON, 0, "lexicon", N_("DIR"),
	 N_("add the names of this folder's tables to those of the program")},
	{OPTION_INPUT_FORMAT, 0, "input-format", N_("FORMAT"),
	 N_("how files are read, whatever they are called")},
	{OPTION_MAP, 0, "map", N_("NAME=KEY"),
	 N_("in JSON files, KEY holds this; see veille-index")},
	ROW_COLOUR,
	ROW_HELP,
	ROW_END,
};

struct job {
	struct setting setting;
	struct index *index; /* opened for the first id */
	const char *program; /* as veille was called */
	char **operands;
	size_t operands_count, operands_capacity;
	char **passed; /* to veille-index: options, then files; ends with NULL */
	size_t passed_count, passed_capacity;
	struct arena arena; /* of the strings passed */
	size_t missing;
};

/* ---- files: veille-index reads them ---- */

static void pass(struct job *job, char *argument)
{
	GROW(job->passed, job->passed_count, job->passed_capacity);
	job->passed[job->passed_count++] = argument;
}

static void pass_option(struct job *job, const char *name, struct str value)
{
	struct buf b = {0};

	buf_printf(&b, "--%s=%.*s", name, STR_ARGS(value));
	pass(job, arena_copy(&job->arena, b.p, b.n));
	buf_release(&b);
}

/* Waits for veille-index; what went wrong there it has told itself. */
static int wait_for(pid_t child, struct error *err)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return error_set(err, ERROR_FAILED,
					 _("cannot run veille-index: %s"),
					 strerror(errno));
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return error_set(err, ERROR_FAILED, _("not everything could be read"));
}

static int read_files(struct job *job, size_t first, size_t count, struct error *err)
{
	size_t before = job->passed_count;
	pid_t child;
	int rc;

	setting_show(&job->setting);
	if (fflush(stdout) != 0)
		return output_done(err);
	pass(job, arena_copy(&job->arena, "--", 2));
	for (size_t i = 0; i < count; i++)
		pass(job, job->operands[first + i]);
	pass(job, NULL);
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG,
		      SIGTERM); /* who is no longer waited for ends too */
		run_indexer(job->program, job->passed);
		_exit(127);
	}
	rc = child < 0 ? error_set(err, ERROR_FAILED, _("cannot run veille-index: %s"),
				   strerror(errno))
		       : wait_for(child, err);
	job->passed_count = before;
	return rc;
}

/* ---- ids ---- */

static int tell_id(struct job *job, struct str id, struct error *err)
{
	struct page page = setting_page(&job->setting);
	struct arena arena = {0};
	struct result result;
	struct findings f;
	int rc;

	if (job->index == NULL && setting_open(&job->setting, &job->index, err) < 0)
		return -1;
	rc = result_find(job->index, id, &arena, &result, err);
	if (rc == 0) {
		job->missing++;
		tell_warningf(setting_telling(&job->setting), "nothing",
			      _("no article has the id '%.*s'"), STR_ARGS(id));
	} else if (rc > 0) {
		f = result_findings(&result);
		if (job->setting.format == &format_json)
			json_print(findings_json(&f), JSON_COMPACT, page.out);
		else
			findings_print_article(&f, &page);
	}
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

/* ---- the run ---- */

/* What exists as a file is one; anything else is an id. */
static bool is_file(const char *operand)
{
	return strcmp(operand, "-") == 0 || access(operand, F_OK) == 0;
}

/* Answers the operands in their order, files that follow each other at once. */
static int tell(struct job *job, struct error *err)
{
	size_t i = 0;

	while (i < job->operands_count) {
		size_t end = i;

		while (end < job->operands_count && is_file(job->operands[end]))
			end++;
		if (end > i && read_files(job, i, end - i, err) < 0)
			return -1;
		if (end == i && tell_id(job, str_of(job->operands[end++]), err) < 0)
			return -1;
		i = end;
	}
	return 0;
}

static int take(struct job *job, int id, struct str value, struct error *err)
{
	switch (id) {
	case OPTIONS_ERROR:
		return -1;
	case OPTIONS_OPERAND:
		GROW(job->operands, job->operands_count, job->operands_capacity);
		job->operands[job->operands_count++] = (char *)value.p;
		return 0;
	case OPTION_LEXICON:
		pass_option(job, "lexicon", value);
		return 0;
	case OPTION_INPUT_FORMAT:
		pass_option(job, "input-format", value);
		return 0;
	case OPTION_MAP:
		pass_option(job, "map", value);
		return 0;
	case OPTION_COLOUR:
		pass_option(job, "color", value);
		return setting_take(&job->setting, id, value, err);
	case OPTION_JSON:
		pass(job, arena_copy(&job->arena, "--json", 6));
		return setting_take(&job->setting, id, value, err);
	default:
		return setting_take(&job->setting, id, value, err);
	}
}

static int run(int argc, char **argv, struct error *err)
{
	struct job job = {
		.setting = {.format = &format_text, .command = &command_facts},
		.program = argv[-1],
	};
	struct options o;
	struct str value;
	int id;
	int taken = 0;
	int rc = EXIT_ERROR;

	pass(&job, arena_copy(&job.arena, "veille-index", 12));
	pass(&job, arena_copy(&job.arena, "--facts", 7));
	options_start(&o, options, argc, argv);
	while (taken == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END)
		taken = take(&job, id, value, err);
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && job.operands_count == 0)
		error_set(err, ERROR_USAGE,
			  _("facts of what? give files, - for standard input, or ids "
			    "that veille search shows"));
	else if (taken == 0 && tell(&job, err) == 0)
		rc = job.missing == job.operands_count ? EXIT_NOTHING : EXIT_FOUND;
	index_close(job.index);
	free(job.passed);
	free(job.operands);
	arena_release(&job.arena);
	setting_release(&job.setting);
	return rc;
}

const struct command command_facts = {
	.name = "facts",
	.usage = N_("[OPTION]... FILE|ID..."),
	.help = N_("Tell the names, figures and deals in files or indexed articles."),
	.options = options,
	.run = run,
};
