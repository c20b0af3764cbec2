/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines, the columns of --help, whole numbers, and the nearest word. */
#include "lib/options.h"

#include <libintl.h>
#include <limits.h>
#include <stdlib.h>

#include "lib/nearest.h"
#include "lib/utf8.h"
#include "tests/check.h"
#include "tests/rig.h"

enum { INDEX = 1, LIMIT, JSON, FORMAT, VERBOSE, HELP, SECRET, WAIT };

static const struct option_row table[] = {
	{INDEX, 'i', "index", "PATH", "the index"},
	{LIMIT, 'n', "limit", "N", "at most so many"},
	{JSON, 0, "json", NULL, "the same as --format json"},
	{FORMAT, 'f', "format", "NAME", "text, json, ids"},
	{FORMAT, 0, "formatting", "NAME", "another name of --format"},
	{VERBOSE, 'v', "verbose", NULL, "say more"},
	{VERBOSE, 'w', "version-too", NULL, "say the most"},
	{HELP, 'h', "help", NULL, "this text"},
	{SECRET, 'z', "force-merge", NULL, NULL},
	{WAIT, 0, "wait", "[=TIME]", "wait"},
	{0, 0, NULL, NULL, NULL},
};

/* ---- parsing ---- */

/*
 * The whole command line as text: "index=a verbose [x] …"; after a failure "!" and the
 * sentence.
 */
static void run(struct buf *out, const char *line)
{
	char copy[512], program[] = "veille", nothing[] = "";
	char *argv[32] = {program};
	struct options o;
	struct error err;
	struct str value;
	int argc = 1;
	int id;

	snprintf(copy, sizeof copy, "%s", line);
	for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
		argv[argc++] = strcmp(word, "∅") == 0 ? nothing : word;
	buf_clear(out);
	options_start(&o, table, argc, argv);
	while ((id = options_next(&o, &value, &err)) > OPTIONS_END) {
		if (id == OPTIONS_OPERAND)
			buf_printf(out, "[%.*s] ", STR_ARGS(value));
		else if (value.p != NULL)
			buf_printf(out, "%d=%.*s ", id, STR_ARGS(value));
		else
			buf_printf(out, "%d ", id);
	}
	if (id == OPTIONS_ERROR) {
		CHECK_INT(err.code, ERROR_USAGE);
		buf_printf(out, "!%s", err.text);
	}
	buf_char(out, '.');
}

static void test_parsing(void)
{
	static const struct {
		const char *line, *result;
	} rows[] = {
		{"", "."},
		{"lyon", "[lyon] ."},
		{"--index=a", "1=a ."},
		{"--index a", "1=a ."},
		{"--index=", "1= ."},
		{"--index=a=b", "1=a=b ."},
		{"-ia", "1=a ."},
		{"-i a", "1=a ."},
		{"-i=a", "1==a ."},
		{"-i -v", "1=-v ."},
		{"--index --json", "1=--json ."},
		{"-i -- x", "1=-- [x] ."},
		{"-i ∅ x", "1= [x] ."},
		{"-n5", "2=5 ."},
		/* a value that may be left out is never the next argument */
		{"--wait 5", "8 [5] ."},
		{"--wait=5 x", "8=5 [x] ."},
		{"--wait= x", "8= [x] ."},
		{"-v", "5 ."},
		{"-vh", "5 6 ."},
		{"-vn5 x", "5 2=5 [x] ."},
		{"-vn 5", "5 2=5 ."},
		{"-vvv", "5 5 5 ."},
		{"-w", "5 ."},
		{"-z --force-merge", "7 7 ."},
		/* options and operands mix; -- ends the options */
		{"a -v b --json c", "[a] 5 [b] 3 [c] ."},
		{"-- -v --json", "[-v] [--json] ."},
		{"-v -- -- x", "5 [--] [x] ."},
		{"a --", "[a] ."},
		{"- -v", "[-] 5 ."},
		{"∅ -v", "[] 5 ."},
		/* fronts of long names */
		{"--ind a", "1=a ."},
		{"--j", "3 ."},
		{"--format json", "4=json ."},
		{"--form=json", "4=json ."},
		{"--formatt json", "4=json ."},
		{"--ver", "5 ."},
		{"--h", "6 ."},
		/* faults */
		{"--f x", "4=x ."},
		{"--index", "!option '--index' needs a value: PATH."},
		{"-i", "!option '--index' needs a value: PATH."},
		{"-vi", "5 !option '--index' needs a value: PATH."},
		{"--json=yes", "!option '--json' takes no value."},
		{"--json=", "!option '--json' takes no value."},
		{"--formta json",
		 "!unknown option '--formta'; did you mean '--format'?."},
		{"--idnex=a", "!unknown option '--idnex'; did you mean '--index'?."},
		{"--colour", "!unknown option '--colour'; see --help."},
		{"--force", "!unknown option '--force'; see --help."},
		{"--force-mergf", "!unknown option '--force-mergf'; see --help."},
		{"--=x", "!unknown option '--'; see --help."},
		{"-q", "!unknown option '-q' in '-q'; see --help, and put -- before "
		       "words that begin "
		       "with a dash."},
		{"-vq", "5 !unknown option '-q' in '-vq'; see --help, and put -- before "
			"words that "
			"begin with a dash."},
		{"-été", "!unknown option '-é' in '-été'; see --help, and put -- before "
			 "words that "
			 "begin with a dash."},
	};
	struct buf out = {0};

	for (size_t i = 0; i < COUNT(rows); i++) {
		run(&out, rows[i].line);
		if (!CHECK_STR(out.p, rows[i].result))
			fprintf(stderr, "\tline     %s\n", rows[i].line);
	}
	buf_release(&out);
}

static void test_ambiguous(void)
{
	static const struct option_row two[] = {{1, 0, "offset", "N", "skip"},
						{2, 0, "offline", NULL, "no net"},
						{0, 0, NULL, NULL, NULL}};
	char program[] = "veille", off[] = "--off", offs[] = "--offs=3";
	char *argv[] = {program, off, offs, NULL};
	struct options o;
	struct error err;
	struct str value;

	options_start(&o, two, 3, argv);
	CHECK_INT(options_next(&o, &value, &err), OPTIONS_ERROR);
	CHECK_STR(err.text, "ambiguous option '--off'; '--offset' or '--offline'?");
	CHECK_INT(options_next(&o, &value, &err), 1);
	CHECK(str_is(value, "3"));
	CHECK_INT(options_next(&o, &value, &err), OPTIONS_END);
	CHECK_INT(options_next(&o, &value, &err), OPTIONS_END);
}

static void test_no_arguments(void)
{
	char *argv[] = {NULL};
	struct options o;
	struct error err;
	struct str value;

	options_start(&o, table, 0, argv);
	CHECK_INT(options_next(&o, &value, &err), OPTIONS_END);
}

/* ---- numbers ---- */

static void check_number(const char *text, long low, long high, long expected)
{
	struct error err = {0};
	long got = -77;

	if (CHECK_INT(option_number("limit", str_of(text), low, high, &got, &err), 0))
		CHECK_INT(got, expected);
}

static void check_no_number(const char *text, long low, long high, const char *sentence)
{
	struct error err = {0};
	long got = -77;

	CHECK_INT(option_number("limit", str_of(text), low, high, &got, &err), -1);
	CHECK_INT(err.code, ERROR_USAGE);
	CHECK_INT(got, -77);
	CHECK_STR(err.text, sentence);
}

static void test_numbers(void)
{
	check_number("1", 1, 10, 1);
	check_number("10", 1, 10, 10);
	check_number("007", 1, 10, 7);
	check_number("0", 0, LONG_MAX, 0);
	check_number("-5", -10, 10, -5);
	check_no_number("0", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not '0'");
	check_no_number("11", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not '11'");
	check_no_number("", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not ''");
	check_no_number("-", -1, 10,
			"option '--limit' needs a whole number from -1 to 10, not '-'");
	check_no_number("5x", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not '5x'");
	check_no_number(" 5", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not ' 5'");
	check_no_number("+5", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not '+5'");
	check_no_number("5.0", 1, 10,
			"option '--limit' needs a whole number from 1 to 10, not '5.0'");
	check_no_number("99999999999999999999", 0, LONG_MAX,
			"option '--limit' needs a whole number from 0, not "
			"'99999999999999999999'");
	check_no_number("999999999999999999999999999999", 0, LONG_MAX,
			"option '--limit' needs a whole number from 0, not "
			"'999999999999999999999999999999'");
}

/* ---- help ---- */

static void print_help(struct buf *out, const struct option_row *rows, size_t width)
{
	FILE *f = tmpfile();

	CHECK(f != NULL);
	if (f == NULL)
		return;
	options_print_help(rows, width, f);
	rewind(f);
	buf_clear(out);
	out->n += fread(buf_reserve(out, 4096), 1, 4096, f);
	buf_char(out, '.');
	fclose(f);
}

static void test_help(void)
{
	static const struct option_row rows[] = {
		{1, 'i', "index", "PATH", "the index"},
		{2, 0, "json", NULL,
		 "one two three four five six seven eight nine ten eleven twelve"},
		{3, 'x', "a-name-that-is-much-too-long", "SOMETHING", "stands below"},
		{4, 'z', "hidden", NULL, NULL},
		{5, 'q', "quiet", NULL,
		 "donaudampfschifffahrtsgesellschaftskapitänswitwe is long"},
		{0, 0, NULL, NULL, NULL},
	};
	struct buf out = {0};

	print_help(&out, rows, 60);
	CHECK_STR(
		out.p,
		"  -i, --index=PATH    the index\n"
		"      --json          one two three four five six seven\n"
		"                      eight nine ten eleven twelve\n"
		"  -x, --a-name-that-is-much-too-long=SOMETHING\n"
		"                      stands below\n"
		"  -q, --quiet         donaudampfschifffahrtsgesellschaftskapitänswitwe\n"
		"                      is long\n.");
	/* However narrow the terminal, words have room. */
	print_help(&out, rows, 10);
	CHECK(strstr(out.p, "  -i, --index=PATH    the index\n") != NULL);
	CHECK(strstr(out.p, "one two three four five\n") != NULL);
	rig_french = 1;
	print_help(&out, rows, 60);
	rig_french = 0;
	CHECK(strstr(out.p, "  -i, --index=CHEMIN    l’index\n") != NULL);
	buf_release(&out);
}

/* ---- the nearest word ---- */

static void check_nearest(const char *word, const char *expected)
{
	static const char *const words[] = {"entreprise", "société", "sujet", "région",
					    "date",	  "titre",   "ville", "id",
					    NULL,	  "pays"};

	CHECK_STR(nearest_word(str_of(word), words, COUNT(words)), expected);
}

static void test_nearest(void)
{
	check_nearest("entreprise", "entreprise");
	check_nearest("ENTREPRISE", "entreprise");
	check_nearest("entrepise", "entreprise");   /* a letter lost */
	check_nearest("entreeprise", "entreprise"); /* one too many */
	check_nearest("entrerpise", "entreprise");  /* two swapped */
	check_nearest("enterprize", "entreprise");  /* two slips */
	check_nearest("socité", "société");
	check_nearest("societe", "société");
	check_nearest("rgeion", "région");
	check_nearest("dtae", "date");
	check_nearest("dates", "date");
	check_nearest("pay", "pays");
	check_nearest("vile", "ville");
	check_nearest("tire", "titre");
	check_nearest("ie", "id");
	check_nearest("i", NULL); /* id would be half new */
	check_nearest("xy", NULL);
	check_nearest("poids", NULL);
	check_nearest("montant", NULL);
	check_nearest("", NULL);
	check_nearest("sujetsujet", NULL);
	CHECK(nearest_word(STR("date"), NULL, 0) == NULL);
}

static void test_nearest_ties(void)
{
	static const char *const words[] = {"dates", "dated", "date"};
	struct buf word = {0};

	/* The first of the nearest; a nearer one behind it wins. */
	CHECK_STR(nearest_word(STR("datex"), words, 2), "dates");
	CHECK_STR(nearest_word(STR("dat"), words, 3), "date");
	/* A word of any length and bytes that are no characters are no trouble. */
	for (int i = 0; i < 10000; i++)
		buf_text(&word, "é");
	CHECK(nearest_word(buf_view(&word), words, 3) == NULL);
	CHECK(nearest_word(STR("\xC3\xFF\x80\xE2"), words, 3) == NULL);
	buf_release(&word);
}

int main(void)
{
	test_parsing();
	test_ambiguous();
	test_no_arguments();
	test_numbers();
	test_help();
	test_nearest();
	test_nearest_ties();
	return check_done();
}
