/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The characters of a question → items: words, ready atoms, brackets, operators. Internal
 * to lex.c, lex-field.c and parse.c.
 *
 * Items and atoms speak of bytes of the question. Signs that turn out to be no grammar
 * are blanked in the parser's text, so that what lies between two words of a text is
 * white space.
 */
#ifndef QUERY_LEX_H
#define QUERY_LEX_H

#include "query/question.h"

enum item_kind {
	ITEM_WORD, /* of a text: neighbours make one NODE_TEXT */
	ITEM_ATOM, /* its node is ready */
	ITEM_OPEN,
	ITEM_CLOSE,
	ITEM_AND,
	ITEM_OR,
	ITEM_NOT,
	ITEM_NEAR,
};

struct item {
	enum item_kind kind;
	enum occur occur;
	bool blank; /* a bracket that is a space after all */
	bool plain; /* may stand beside PROCHE: words, phrases, brackets of them */
	uint32_t start, end;	   /* bytes of the question */
	struct node *node;	   /* ITEM_ATOM */
	const struct field *field; /* ITEM_OPEN of field:( */
	unsigned distance;	   /* ITEM_NEAR */
	size_t pair; /* the other bracket; while open, the bracket around it */
};

#define NO_ITEM SIZE_MAX /* no place in items or text */

struct parser {
	struct question *q;
	struct str text; /* the question; signs that are no grammar are blanked in it */
	char *bytes;	 /* of text */
	size_t at;
	size_t quotes_end, guillemets_end; /* behind the last quote that can close */
	struct item *items;
	size_t count, capacity;
};

enum quote {
	QUOTE_NONE,
	QUOTE_EITHER, /* " “ ” „ each open and close */
	QUOTE_OPEN,   /* « */
	QUOTE_CLOSE,  /* » */
};

struct quoted {
	struct str text;
	size_t end; /* behind the closing quote */
};

/* Makes all items of p->text. */
void lex(struct parser *p);
/*
 * A field and its value at p->at become an atom, or field:( a bracket; answers true with
 * p->at behind. When it is no field, answers false and leaves the colon blank, so that
 * name and value are words. A sign before it (from `start`) is meant for the value: then
 * the name is blank too, and p->at stands at the value.
 */
bool lex_field(struct parser *p, size_t start, enum occur occur);
/* Whether the field's values are ranges: dates, amounts, jobs. */
bool field_ranges(const struct field *f);

struct item *add_item(struct parser *p, enum item_kind kind, size_t start, size_t end);
/* An item from `start` to p->at with its node. */
struct node *add_atom(struct parser *p, enum node_kind kind, struct str text,
		      size_t start, enum occur occur);
struct node *new_node(struct question *q, enum node_kind kind, size_t start, size_t end);

/* ---- characters of p->text ---- */

uint32_t character_at(const struct parser *p, size_t at); /* 0 at the end */
size_t length_at(const struct parser *p, size_t at);	  /* bytes */
bool is_gap(uint32_t c); /* white space and invisible marks */
bool is_bracket(uint32_t c);
bool is_comparison(uint32_t c); /* = < > ≤ ≥ */
enum quote quote_of(uint32_t c);
size_t skip_gaps(const struct parser *p, size_t at);
void blank(struct parser *p, size_t start, size_t end);
/* Without the gaps at both ends. */
struct str trim(const struct parser *p, size_t start, size_t end);

/*
 * Whether a quote at `at` opens a phrase: not behind a letter or digit (5" is inches),
 * and with one behind it that closes.
 */
bool opens(const struct parser *p, size_t at);
/* Reads the phrase that opens at `at`; other quotes inside are spaces. */
struct quoted read_quoted(struct parser *p, size_t at);

/*
 * The end of a word: white space, a bracket or a quote, or a character behind `most`
 * bytes; no-break spaces between digits are inside.
 */
size_t word_end(const struct parser *p, size_t at, size_t most);
/* Without the punctuation of a sentence behind it; the last dot of S.A. stays. */
struct str without_tail(struct str word);
/*
 * Whether the word at `at` is an operator; *distance is that of PROCHE, *end lies behind
 * it.
 */
bool find_operator(const struct parser *p, size_t at, enum item_kind *kind,
		   unsigned *distance, size_t *end);

#endif
