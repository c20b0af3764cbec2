/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * veille: questions to an index of French articles.
 *
 * A question goes parse (text → tree) → compile (tree → libxapian query and clauses) →
 * search (retrieve) → read (clauses against the stored text) → refine (final order) →
 * snippet and format. Each verb is a cmd-VERB.c.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/paths.h"
#include "query/command.h"
#include "query/telling.h"

static const struct command *const commands[] = {
	&command_search, &command_similar,  &command_watch, &command_show,
	&command_facets, &command_timeline, &command_table, &command_report,
	&command_facts,	 &command_analyze,  &command_stats, &command_check,
};

static void print_help(void)
{
	fputs(_("Usage: veille VERB [OPTION]... [ARGUMENT]...\n"
		"Search French articles on tech investment.\n\n"),
	      stdout);
	for (size_t i = 0; i < COUNT(commands); i++)
		printf("  %-9s %s\n", commands[i]->name, _(commands[i]->help));
	printf("  %-9s %s\n\n", "index",
	       _("Run veille-index: read articles into an index."));
	fputs(_("veille VERB --help tells a verb's options; man veille tells all.\n"),
	      stdout);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
	}
	return NULL;
}

static int unknown_verb(const char *name, struct error *err)
{
	const char *names[COUNT(commands) + 1];
	const char *nearest;

	for (size_t i = 0; i < COUNT(commands); i++)
		names[i] = commands[i]->name;
	names[COUNT(commands)] = "index";
	nearest = nearest_word(str_of(name), names, COUNT(names));
	if (name[0] == '-')
		error_set(
			err, ERROR_USAGE,
			_("'%s' stands before the verb; options stand behind it: veille "
			  "search %s ..."),
			name, name);
	else if (nearest != NULL)
		error_set(err, ERROR_USAGE, _("unknown verb '%s'; did you mean '%s'?"),
			  name, nearest);
	else
		error_set(err, ERROR_USAGE,
			  _("unknown verb '%s'; veille --help lists the verbs"), name);
	return EXIT_ERROR;
}

static int run(int argc, char **argv, struct error *err)
{
	const struct command *command;

	if (argc < 2) {
		error_set(err, ERROR_USAGE,
			  _("what shall I do? veille --help lists the verbs"));
		return EXIT_ERROR;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		print_help();
		return EXIT_FOUND;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		printf("veille %s (libxapian %s)\n", PACKAGE_VERSION,
		       xc_library_version());
		return EXIT_FOUND;
	}
	if (strcmp(argv[1], "index") == 0) {
		run_indexer(argv[0], argv + 1);
		error_set(err, ERROR_FAILED, _("cannot run veille-index: %s"),
			  strerror(errno));
		return EXIT_ERROR;
	}
	command = find_command(argv[1]);
	if (command == NULL)
		return unknown_verb(argv[1], err);
	return command->run(argc - 1, argv + 1, err);
}

int main(int argc, char **argv)
{
	struct error err = {0};
	int rc;

	setlocale(LC_CTYPE, ""); /* dates and numbers for people are made by lib/ */
	setlocale(LC_MESSAGES, "");
	bindtextdomain("veille", paths_locale());
	textdomain("veille");
	rc = run(argc, argv, &err);
	if (rc != EXIT_ERROR && output_done(&err) < 0)
		rc = EXIT_ERROR;
	if (rc == EXIT_ERROR)
		tell_error(setting_wants_json(argc, argv) ? TELLING_JSON : TELLING_TEXT,
			   &err);
	return rc;
}
