/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Questions and their trees: the table tests/unit/questions.txt, spans, lengths and
 * depths at their bounds, and promises that hold for any bytes.
 */
#include "query/parse.h"

#include <libintl.h>
#include <stdlib.h>

#include "lib/utf8.h"
#include "tests/rig.h"
#include "tests/table.h"

/* ---- promises that hold for every tree ---- */

struct census {
	size_t nodes, deepest;
	bool sound;
};

static bool children_fit(const struct node *n)
{
	switch (n->kind) {
	case NODE_LIST: /* one child needs a sign, else it stands for the list */
		return n->count > 1 ||
		       (n->count == 1 && n->children[0]->occur != OCCUR_MAYBE);
	case NODE_AND:
	case NODE_OR:
		return n->count > 1;
	case NODE_NEAR:
		return n->count > 1 && n->distance > 0;
	case NODE_NOT:
		return n->count == 1 || n->count == 2;
	case NODE_NONE:
		return n->count == 0 && n->text.n == 0;
	case NODE_FIELD:
		return n->count == 0 && n->text.n > 0 && n->field != NULL;
	default:
		return n->count == 0 && n->text.n > 0;
	}
}

/* What PROCHE is between: words, phrases, and brackets of them. */
static bool may_be_near(const struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
	case NODE_PHRASE:
	case NODE_EXACT:
	case NODE_PREFIX:
		return true;
	case NODE_LIST:
	case NODE_OR:
		for (size_t i = 0; i < n->count; i++) {
			if (n->children[i]->occur != OCCUR_MAYBE ||
			    !may_be_near(n->children[i]))
				return false;
		}
		return true;
	default:
		return false;
	}
}

static void take_census(const struct question *q, const struct node *n, bool listed,
			size_t depth, struct census *c)
{
	bool sound = children_fit(n) && n->start <= n->end && n->end <= q->typed.n &&
		     utf8_fault(n->text) == SIZE_MAX &&
		     (listed || n->occur == OCCUR_MAYBE);

	c->nodes++;
	if (depth > c->deepest)
		c->deepest = depth;
	for (size_t i = 0; i < n->count; i++) {
		const struct node *child = n->children[i];

		sound = sound && child->start >= n->start && child->end <= n->end &&
			(n->kind != NODE_NEAR || may_be_near(child));
		take_census(q, child, n->kind == NODE_LIST, depth + 1, c);
	}
	c->sound = c->sound && sound;
}

/* A bracket adds five levels at most: list, or, not, and, near. */
#define LEVELS_MOST (5 * (QUESTION_DEPTH + 1))

static bool tree_holds(const struct question *q)
{
	struct census c = {.sound = true};

	take_census(q, q->root, false, 1, &c);
	return c.sound && c.deepest <= LEVELS_MOST && c.nodes <= 2 * q->typed.n + 1;
}

/* ---- the table ---- */

static void print_warnings(const struct question *q, struct buf *out)
{
	for (size_t i = 0; i < q->warnings_count; i++) {
		const struct warning *w = &q->warnings[i];

		buf_printf(out, "%s%.*s @%u-%u", i ? "; " : "", STR_ARGS(w->text),
			   w->start, w->end);
	}
}

static void test_table(void)
{
	struct table t;

	if (!table_open(&t, "questions.txt"))
		return;
	while (table_next(&t)) {
		struct question *q = question_parse(buf_view(&t.cells[0]));
		struct buf got = {0};

		question_print(q, &got);
		table_check(&t, 1, got.p);
		buf_clear(&got);
		print_warnings(q, &got);
		table_check(&t, 2, got.n > 0 ? got.p : "");
		if (!CHECK(tree_holds(q)))
			fprintf(stderr, "%s:%u: %s\n", t.name, t.line, t.cells[0].p);
		buf_release(&got);
		question_free(q);
	}
	table_close(&t);
}

/* ---- spans ---- */

static void check_span(const struct node *n, const char *typed, const char *expected)
{
	struct str span = str_slice(str_of(typed), n->start, n->end);

	if (!CHECK(str_is(span, expected)))
		fprintf(stderr, "\tgot      %.*s\n\texpected %s\n", STR_ARGS(span),
			expected);
}

static void test_spans(void)
{
	static const char typed[] =
		"un deux  +trois \"a b\" =x inv* -(c OU d) titre:\"e f\" "
		"montant:>1 Md€, g PROCHE/3 h fin";
	static const char *const spans[] = {
		"un deux",   "+trois",	      "\"a b\"",	 "=x",		 "inv*",
		"-(c OU d)", "titre:\"e f\"", "montant:>1 Md€,", "g PROCHE/3 h", "fin",
	};
	struct question *q = question_parse(str_of(typed));

	CHECK_INT(q->root->kind, NODE_LIST);
	CHECK_INT(q->root->count, COUNT(spans));
	for (size_t i = 0; i < COUNT(spans) && i < q->root->count; i++)
		check_span(q->root->children[i], typed, spans[i]);
	check_span(q->root, typed, typed);
	question_free(q);
}

/* ---- bounds ---- */

static void repeat(struct buf *out, const char *unit, size_t bytes)
{
	buf_clear(out);
	while (out->n < bytes)
		buf_text(out, unit);
	out->n = bytes;
}

static void test_length(void)
{
	struct buf text = {0};
	struct question *q;

	repeat(&text, "a", QUESTION_MAX);
	q = question_parse(buf_view(&text));
	CHECK_INT(q->typed.n, QUESTION_MAX);
	CHECK_INT(q->warnings_count, 0);
	CHECK_INT(q->root->text.n, QUESTION_MAX);
	question_free(q);

	repeat(&text, "a", QUESTION_MAX + 1);
	q = question_parse(buf_view(&text));
	CHECK_INT(q->typed.n, QUESTION_MAX);
	CHECK_INT(q->warnings_count, 1);
	CHECK_STR(q->warnings[0].text.p,
		  "question cut after 100000 bytes; ask a shorter one");
	question_free(q);

	/* Never inside a character. */
	repeat(&text, "a€", QUESTION_MAX + 50);
	q = question_parse(buf_view(&text));
	CHECK_INT(q->typed.n, QUESTION_MAX);
	CHECK_INT(utf8_fault(q->typed), SIZE_MAX);
	question_free(q);
	repeat(&text, "€", QUESTION_MAX + 50);
	q = question_parse(buf_view(&text));
	CHECK_INT(q->typed.n, QUESTION_MAX - 1);
	CHECK_INT(utf8_fault(q->typed), SIZE_MAX);
	question_free(q);
	buf_release(&text);
}

/* n brackets around « a OU b », side by side with « c ». */
static void check_depth(size_t n, bool grouped)
{
	struct buf text = {0};
	struct buf got = {0};
	struct question *q;

	for (size_t i = 0; i < n; i++)
		buf_char(&text, '(');
	buf_text(&text, "a OU b");
	for (size_t i = 0; i < n; i++)
		buf_char(&text, ')');
	buf_text(&text, " c");
	q = question_parse(buf_view(&text));
	question_print(q, &got);
	CHECK(tree_holds(q));
	if (grouped)
		CHECK_STR(got.p, "(list (or (text \"a\") (text \"b\")) (text \"c\"))");
	question_free(q);
	buf_release(&got);
	buf_release(&text);
}

static void test_depth(void)
{
	struct buf text = {0};
	struct buf got = {0};
	struct question *q;

	check_depth(QUESTION_DEPTH, true);
	check_depth(QUESTION_DEPTH + 1, true); /* the innermost bracket is text */
	check_depth(10000, true);

	/*
	 * A level of the tree for each bracket, up to the bound; what is deeper is flat.
	 */
	for (int i = 0; i < 10000; i++)
		buf_text(&text, "a OU b ET (");
	buf_char(&text, 'c');
	for (int i = 0; i < 10000; i++)
		buf_char(&text, ')');
	q = question_parse(buf_view(&text));
	CHECK(tree_holds(q));
	question_free(q);

	/* Long chains are wide, not deep. */
	repeat(&text, "a ET b SAUF c SAUF d OU ", 90000);
	q = question_parse(buf_view(&text));
	CHECK(tree_holds(q));
	CHECK_INT(q->root->kind, NODE_OR);
	question_print(q, &got);
	CHECK(str_starts(buf_view(&got),
			 STR("(or (not (and (text \"a\") (text \"b\")) "
			     "(or (text \"c\") (text \"d\"))) (not (and ")));
	question_free(q);
	buf_release(&got);
	buf_release(&text);
}

/* Warnings about unknown fields end before they fill the screen. */
static void test_warnings(void)
{
	struct buf text = {0};
	struct question *q;

	repeat(&text, "socité:a ", 90000);
	q = question_parse(buf_view(&text));
	CHECK_INT(q->warnings_count, 16);
	question_warn(q, 1, 2, STR("mine"));
	CHECK_INT(q->warnings_count, 17);
	CHECK_STR(q->warnings[16].text.p, "mine");
	question_free(q);
	buf_release(&text);
	question_free(NULL);
}

/* ---- any bytes ---- */

static const char *const pieces[] = {
	"a",	    "lyon",	"l'",	    "d’",	"IA",	    "5G",      "é",
	"œ",	    " ",	" ",	    " ",	"\u00A0",   "\u202F",  "\t",
	"\n",	    "\"",	"\"",	    "“",	"”",	    "„",       "«",
	"»",	    "(",	"(",	    ")",	")",	    "+",       "-",
	"=",	    "*",	":",	    "..",	">",	    "<=",      ",",
	".",	    " ET ",	" OU ",	    " SAUF ",	" AND ",    " OR ",    " NOT ",
	" PROCHE ", " NEAR/5 ", "ET",	    "SAUF",	"PROCHE/0", "titre:",  "région:",
	"date:",    "montant:", "emplois:", "socité:",	"x:",	    "http://", "2024",
	"3 000",    "1,2",	"Md€",	    "mai 2024", "inv*",	    "=\"",     "+\"",
	"-(",	    "titre:(",	"\xC3",	    "\xE2\x80", "\xFF",	    "\u200B",  "\uFEFF",
	"😀",	    "漢",	"e\u0301",
};

static bool bytes_hold(struct str typed)
{
	struct question *q = question_parse(typed);
	struct buf got = {0};
	bool held;

	question_print(q, &got);
	held = tree_holds(q) && got.n > 0 && q->typed.n == typed.n;
	if (!held)
		fprintf(stderr, "no sound tree: %.*s\n", STR_ARGS(q->typed));
	buf_release(&got);
	question_free(q);
	return held;
}

static void test_soup(void)
{
	struct buf text = {0};
	unsigned held = 0;

	for (unsigned i = 0; i < 30000; i++) {
		buf_clear(&text);
		for (unsigned n = rig_random(24); n > 0; n--) {
			if (rig_random(16) == 0)
				buf_char(&text, (char)rig_random(256));
			else
				buf_text(&text, pieces[rig_random(COUNT(pieces))]);
		}
		held += bytes_hold(buf_view(&text));
	}
	CHECK_INT(held, 30000);
	buf_release(&text);
}

/* Every piece again and again, as long as a question may be: linear, and never deep. */
static void test_repeats(void)
{
	struct buf text = {0};

	for (size_t i = 0; i < COUNT(pieces); i++) {
		repeat(&text, pieces[i], QUESTION_MAX);
		CHECK(bytes_hold(buf_view(&text)));
	}
	buf_release(&text);
}

int main(void)
{
	test_table();
	test_spans();
	test_length();
	test_depth();
	test_warnings();
	test_soup();
	test_repeats();
	return check_done();
}
