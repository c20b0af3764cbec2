/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/options.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/utf8.h"

void options_start(struct options *o, const struct option_row *table, int argc,
		   char **argv)
{
	*o = (struct options){.table = table, .argc = argc, .argv = argv, .at = 1};
}

/* ---- parsing ---- */

static const struct option_row *find_letter(const struct options *o, char letter)
{
	const struct option_row *row;

	for (row = o->table; row->name != NULL; row++)
		if (row->letter != 0 && row->letter == letter)
			return row;
	return NULL;
}

/* The option of that long name, as when a dash was left out: -by=mois. */
static const struct option_row *find_whole_name(const struct options *o, struct str text)
{
	const struct option_row *row;
	struct str name;

	str_split(&text, '=', &name);
	for (row = o->table; row->name != NULL; row++)
		if (row->help != NULL && str_is(name, row->name))
			return row;
	return NULL;
}

static int unknown_name(const struct options *o, struct str name, struct error *err)
{
	const char *names[64];
	const struct option_row *row;
	const char *nearest;
	size_t count = 0;

	for (row = o->table; row->name != NULL && count < COUNT(names); row++)
		if (row->help != NULL)
			names[count++] = row->name;
	nearest = nearest_word(name, names, count);
	if (nearest != NULL)
		error_set(err, ERROR_USAGE,
			  _("unknown option '--%.*s'; did you mean '--%s'?"),
			  STR_ARGS(name), nearest);
	else
		error_set(err, ERROR_USAGE, _("unknown option '--%.*s'; see --help"),
			  STR_ARGS(name));
	return OPTIONS_ERROR;
}

/*
 * The row of a long name, or of the only option that begins so. Rows without help are
 * found by their whole name alone: what nobody is told of makes nothing ambiguous.
 */
static const struct option_row *find_name(const struct options *o, struct str name,
					  struct error *err)
{
	const struct option_row *found = NULL;
	const struct option_row *row;

	for (row = o->table; row->name != NULL; row++)
		if (str_is(name, row->name))
			return row;
	for (row = o->table; row->name != NULL; row++) {
		if (row->help == NULL || name.n == 0 ||
		    !str_starts(str_of(row->name), name))
			continue;
		if (found != NULL && found->id != row->id) {
			error_set(err, ERROR_USAGE,
				  _("ambiguous option '--%.*s'; '--%s' or '--%s'?"),
				  STR_ARGS(name), found->name, row->name);
			return NULL;
		}
		if (found == NULL)
			found = row;
	}
	if (found == NULL)
		unknown_name(o, name, err);
	return found;
}

/*
 * The value of an option that wants one: the rest of its argument, or the next argument.
 */
static int take_value(struct options *o, const struct option_row *row, struct str *value,
		      struct error *err)
{
	if (value->p != NULL || row->argument[0] == '[')
		return row->id;
	if (o->at < o->argc && o->argv[o->at] != NULL) {
		*value = str_of(o->argv[o->at++]);
		return row->id;
	}
	error_set(err, ERROR_USAGE, _("option '--%s' needs a value: %s"), row->name,
		  _(row->argument));
	return OPTIONS_ERROR;
}

static int next_long(struct options *o, struct str text, struct str *value,
		     struct error *err)
{
	const char *equals = text.n > 0 ? memchr(text.p, '=', text.n) : NULL;
	struct str name = text;
	const struct option_row *row;

	if (equals != NULL) {
		name.n = (size_t)(equals - text.p);
		*value = str_slice(text, name.n + 1, text.n);
	}
	row = find_name(o, name, err);
	if (row == NULL)
		return OPTIONS_ERROR;
	if (row->argument != NULL)
		return take_value(o, row, value, err);
	if (equals == NULL)
		return row->id;
	error_set(err, ERROR_USAGE, _("option '--%s' takes no value"), row->name);
	return OPTIONS_ERROR;
}

/* One letter of "-abc"; o->bundle is its place in the argument. */
static int next_letter(struct options *o, struct str *value, struct error *err)
{
	struct str text = str_of(o->argv[o->at]);
	size_t at = (size_t)o->bundle;
	const struct option_row *row = find_letter(o, text.p[at]);
	uint32_t letter;

	if (row == NULL && find_whole_name(o, str_slice(text, 1, text.n)) != NULL) {
		error_set(err, ERROR_USAGE, _("unknown option '%s'; did you mean '-%s'?"),
			  text.p, text.p);
		return OPTIONS_ERROR;
	}
	if (row == NULL) {
		size_t n = utf8_decode(text, at, &letter);

		error_set(
			err, ERROR_USAGE,
			_("unknown option '-%.*s' in '%s'; see --help, and put -- before "
			  "words that begin with a dash"),
			(int)n, text.p + at, text.p);
		return OPTIONS_ERROR;
	}
	if (row->argument == NULL && at + 1 < text.n) {
		o->bundle++;
		return row->id;
	}
	o->bundle = 0;
	o->at++;
	if (row->argument == NULL)
		return row->id;
	if (at + 1 < text.n)
		*value = str_slice(text, at + 1, text.n);
	return take_value(o, row, value, err);
}

static int next_operand(struct options *o, struct str *value)
{
	*value = str_of(o->argv[o->at++]);
	return OPTIONS_OPERAND;
}

int options_next(struct options *o, struct str *value, struct error *err)
{
	struct str text;
	int id;

	*value = (struct str){0};
	if (o->at >= o->argc || o->argv[o->at] == NULL)
		return OPTIONS_END;
	text = str_of(o->argv[o->at]);
	if (o->bundle == 0) {
		if (o->ended || text.n < 2 || text.p[0] != '-')
			return next_operand(o, value);
		if (str_is(text, "--")) {
			o->ended = true;
			o->at++;
			return options_next(o, value, err);
		}
		if (text.p[1] == '-') {
			o->at++;
			return next_long(o, str_slice(text, 2, text.n), value, err);
		}
		o->bundle = 1;
	}
	id = next_letter(o, value, err);
	return id;
}

int option_number(const char *name, struct str value, long low, long high, long *out,
		  struct error *err)
{
	char digits[24];
	char *end;
	long long number = 0;
	bool good = value.n > 0 && value.n < sizeof digits &&
		    (value.p[0] == '-' || (value.p[0] >= '0' && value.p[0] <= '9'));

	if (good) {
		memcpy(digits, value.p, value.n);
		digits[value.n] = '\0';
		/*
		 * 23 characters may overflow: strtoll then answers a limit, out of any
		 * range.
		 */
		number = strtoll(digits, &end, 10);
		good = end == digits + value.n && number >= low && number <= high &&
		       number > LLONG_MIN && number < LLONG_MAX;
	}
	if (good) {
		*out = (long)number;
		return 0;
	}
	if (high == LONG_MAX)
		return error_set(
			err, ERROR_USAGE,
			_("option '--%s' needs a whole number from %ld, not '%.*s'"),
			name, low, STR_ARGS(value));
	return error_set(
		err, ERROR_USAGE,
		_("option '--%s' needs a whole number from %ld to %ld, not '%.*s'"), name,
		low, high, STR_ARGS(value));
}

/* ---- help ---- */

enum { LEFT_MAX = 28, GAP = 4, RIGHT_MIN = 24 }; /* columns */

static void print_left(const struct option_row *row, struct buf *out)
{
	buf_clear(out);
	if (row->letter != 0)
		buf_printf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_printf(out, "      --%s", row->name);
	if (row->argument != NULL)
		buf_printf(out, "%s%s", row->argument[0] == '[' ? "" : "=",
			   _(row->argument));
}

/* The front of *text that fits, cut at a space where there is one; *text loses it. */
static struct str cut_line(struct str *text, size_t columns)
{
	struct str line = utf8_fit(*text, columns);
	size_t cut = line.n;

	if (line.n < text->n) {
		while (cut > 0 && text->p[cut] != ' ')
			cut--;
		/* One word too long for the column stands whole. */
		while (cut == 0 && line.n < text->n && text->p[line.n] != ' ')
			line.n++;
		if (cut > 0)
			line.n = cut;
	}
	*text = str_trim(str_slice(*text, line.n, text->n));
	return line;
}

static void print_row(const struct option_row *row, size_t column, size_t width,
		      FILE *out)
{
	struct str help = str_of(_(row->help));
	struct buf left = {0};
	size_t used;

	print_left(row, &left);
	used = utf8_width(buf_view(&left));
	fputs(left.p, out);
	buf_release(&left);
	if (used + 2 > column) {
		fputc('\n', out);
		used = 0;
	}
	do {
		struct str line = cut_line(&help, width - column);

		fprintf(out, "%*s%.*s\n", (int)(column - used), "", STR_ARGS(line));
		used = 0;
	} while (help.n > 0);
}

void options_print_help(const struct option_row *table, size_t width, FILE *out)
{
	const struct option_row *row;
	struct buf left = {0};
	size_t widest = 0;

	for (row = table; row->name != NULL; row++) {
		size_t used;

		if (row->help == NULL)
			continue;
		print_left(row, &left);
		used = utf8_width(buf_view(&left));
		if (used <= LEFT_MAX && used > widest)
			widest = used;
	}
	buf_release(&left);
	if (width < widest + GAP + RIGHT_MIN)
		width = widest + GAP + RIGHT_MIN;
	for (row = table; row->name != NULL; row++)
		if (row->help != NULL)
			print_row(row, widest + GAP, width, out);
}
