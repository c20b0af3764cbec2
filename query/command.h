/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verbs of `veille`: one cmd-VERB.c and one row of the table in main.c each.
 *
 * A verb answers the exit code: 0 found, 1 nothing, 2 error (with *err filled in; main prints it).
 */
#ifndef QUERY_COMMAND_H
#define QUERY_COMMAND_H

#include "lib/options.h"
#include "query/format.h"
#include "query/index.h"
#include "query/pager.h"
#include "query/telling.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_ERROR = 2 };

struct command {
	const char *name;
	const char *usage; /* N_("[OPTION]... QUESTION") */
	const char *help;  /* N_("one line") */
	const struct option_row *options;
	/* argv[0] is the verb, argv[-1] the program. */
	int (*run)(int argc, char **argv, struct error *err);
};

extern const struct command command_search, command_similar, command_watch, command_show,
	command_facets, command_timeline, command_table, command_report, command_facts,
	command_analyze, command_stats, command_check;

/* Options that several verbs share; their ids begin at 1000. */
enum {
	OPTION_INDEX = 1000,
	OPTION_HELP,
	OPTION_FORMAT,
	OPTION_JSON,
	OPTION_COLOUR,
	OPTION_SEPARATOR,
	OPTION_FIELDS,
	OPTION_NUL,
	OPTION_FORMAT_VERSION,
};

#define ROW_INDEX                                                                        \
	{                                                                                \
		OPTION_INDEX, 'i', "index", N_("PLACE"),                                 \
			N_("ask this index; may be repeated")                            \
	}
#define ROW_HELP                                                                         \
	{                                                                                \
		OPTION_HELP, 'h', "help", NULL, N_("show this help")                     \
	}
#define ROW_COLOUR                                                                       \
	{                                                                                \
		OPTION_COLOUR, 0, "color", N_("WHEN"), N_("auto, always or never")       \
	}
#define ROW_FORMAT                                                                       \
	{                                                                                \
		OPTION_FORMAT, 'f', "format", N_("NAME"),                                \
			N_("text, json, jsonl, csv, tsv, md, ids or trec")               \
	}
#define ROW_JSON                                                                         \
	{                                                                                \
		OPTION_JSON, 0, "json", NULL, N_("short for --format=json")              \
	}
#define ROW_SEPARATOR                                                                    \
	{                                                                                \
		OPTION_SEPARATOR, 0, "separator", N_("CHARACTER"),                       \
			N_("between the values of --format=csv (,)")                     \
	}
#define ROW_FIELDS                                                                       \
	{                                                                                \
		OPTION_FIELDS, 0, "fields", N_("LIST"),                                  \
			N_("what is told of an article: id,date,title …")                \
	}
#define ROW_NUL                                                                          \
	{                                                                                \
		OPTION_NUL, '0', "null", NULL,                                           \
			N_("--format=ids ends each id with a NUL, for xargs -0")         \
	}
#define ROW_FORMAT_VERSION                                                               \
	{                                                                                \
		OPTION_FORMAT_VERSION, 0, "format-version", N_("N"),                     \
			N_("fail unless JSON is of this version (1)")                    \
	}
#define ROW_END                                                                          \
	{                                                                                \
		0, 0, NULL, NULL, NULL                                                   \
	}

/* What the shared options say. {0} is the default; release it. */
struct setting {
	const char **places; /* borrowed strings of argv */
	size_t places_count, places_capacity;
	const struct format *format;
	struct buf default_place;
	const char *colour; /* auto, always, never */
	struct pager pager;
	struct layout layout;
	struct str *fields; /* layout.fields */
	size_t fields_capacity;
	const struct command *command;
};

/*
 * Takes one shared option. 0 taken, 1 the verb is done (help was printed), -1 with *err
 * when the value is wrong or the option unknown.
 */
int setting_take(struct setting *s, int id, struct str value, struct error *err);
/* Reads a command line of shared options alone; answers as setting_take() does. */
int setting_read(struct setting *s, const struct option_row *options, int argc,
		 char **argv, struct error *err);
/* The default index becomes a place when none was named. */
void setting_places(struct setting *s);
/* Opens the indexes named, or the default one. */
int setting_open(struct setting *s, struct index **out, struct error *err);
/* The page answers are printed on: stdout as it is, through a pager where that helps. */
struct page setting_page(struct setting *s);
/* Shows what was printed so far; setting_release() does likewise. */
void setting_show(struct setting *s);
/* How answers stand on it. */
const struct layout *setting_layout(struct setting *s);
void setting_release(struct setting *s);

/* How errors and warnings are told: by nothing but JSON when that is the format chosen. */
enum telling setting_telling(const struct setting *s);
/* Whether a command line asks for JSON, which is then what errors are told in. */
bool setting_wants_json(int argc, char *const *argv);

/*
 * Becomes veille-index, the one beside `program` when that is a path, else on PATH.
 * Comes back only when it cannot, with errno set.
 */
void run_indexer(const char *program, char **argv);

/* Flushes stdout; -1 with *err when something could not be written. */
int output_done(struct error *err);

#endif
