/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Command lines from tables: one row per option gives its parsing, its line of --help,
 * and (checked by tests/check-docs) its place in man page and completion.
 *
 * Long and short options, "--name=value", "--name value", "-n5", "-n 5", bundled flags,
 * "--" ends them, "-" is an operand. Options and operands mix. A long name may be cut to
 * an unambiguous front. An unknown option is ERROR_USAGE with the nearest name suggested.
 */
#ifndef LIB_OPTIONS_H
#define LIB_OPTIONS_H

#include <stdio.h>

#include "lib/error.h"
#include "lib/str.h"

struct option_row {
	int id;		      /* options_next() answers it; > 0; rows may share one */
	char letter;	      /* 0: no short form */
	const char *name;     /* long form without dashes; NULL ends the table */
	/* N_("PATH") shown in help; NULL: a flag; N_("[=PATH]"): may be left out */
	const char *argument;
	const char *help;     /* N_("one line"); NULL: hidden from help */
};

struct options {
	const struct option_row *table;
	int argc;
	char **argv; /* borrowed */
	int at;	     /* next argument to look at */
	int bundle;  /* place inside bundled short flags, 0 outside */
	bool ended;  /* "--" was seen */
};

enum { OPTIONS_OPERAND = 0, OPTIONS_END = -1, OPTIONS_ERROR = -2 };

/* Starts after argv[0]. */
void options_start(struct options *o, const struct option_row *table, int argc,
		   char **argv);
/*
 * The next option's id with its value (empty for flags), or OPTIONS_OPERAND with the
 * operand, or OPTIONS_END, or OPTIONS_ERROR with *err.
 */
int options_next(struct options *o, struct str *value, struct error *err);
/* Prints the table, two columns fitted to `width`: "  -i, --index=PATH    text". */
void options_print_help(const struct option_row *table, size_t width, FILE *out);

/* A whole number from low to high, else ERROR_USAGE naming the option. */
int option_number(const char *name, struct str value, long low, long high, long *out,
		  struct error *err);

#endif
