/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The halves a plan is made of: each part of a question is a libxapian query and a clause
 * that says the same of an article's text. Internal to compile.c and compile-field.c.
 *
 * Errors are sticky: after the first failure every function answers an empty part, and
 * question_compile() answers the error once.
 */
#ifndef QUERY_PARTS_H
#define QUERY_PARTS_H

#include "query/compile.h"

struct part {
	struct xc_query *query; /* owned by the plan; NULL: nothing was asked (or failed) */
	struct clause *clause;
	/* Of a clause that is not exact: what matches this surely answers; NULL: nothing known. */
	struct xc_query *sure;
	bool stray; /* words that stood in a field and mean nothing there */
};

struct compiler {
	struct question *question;
	struct index *index;
	const struct compile_options *options;
	struct plan *plan;
	struct text text; /* scratch for cutting words */
	bool plain;	  /* no accent was typed: words may mean accented ones */
	bool filtering;	  /* inside a saved question: words do not rank */
	bool excluding;	  /* inside what must not be there: words do not rank */
	size_t excluded;  /* words met there */
	bool quoted;	  /* inside quotes: the words themselves, no synonyms */
	bool cut;	  /* the question was too long, and that has been told */
	bool failed;
	struct error *err;
};

struct part_list {
	struct part *items;
	size_t count, capacity;
};

/* Adds a part; one without query is left out. */
void add_part(struct part_list *list, struct part part);

struct clause *clause_new(struct compiler *c, enum clause_kind kind);
/* A clause over children, exact when all are. NULL children are left out. */
struct clause *clause_join(struct compiler *c, enum clause_kind kind,
			   struct clause *const *children, size_t count);

/* Queries, registered with the plan. Parts without query are left out of a join. */
struct xc_query *query_term(struct compiler *c, struct str term, uint32_t count);
struct xc_query *query_terms(struct compiler *c, enum xc_op op, const struct str *terms,
			     size_t count);
struct xc_query *query_join(struct compiler *c, enum xc_op op,
			    struct xc_query *const *queries, size_t count);
struct xc_query *query_scale(struct compiler *c, double factor, struct xc_query *query);
struct xc_query *query_all(struct compiler *c);
struct xc_query *query_none(struct compiler *c);
struct xc_query *query_range(struct compiler *c, uint32_t slot, struct str low,
			     struct str high);

/* What surely answers the part; NULL: nothing known. */
struct xc_query *part_sure(const struct part *part);
/* AND and OR of parts; an empty array gives an empty part. */
struct part part_join(struct compiler *c, enum clause_kind kind, const struct part *parts,
		      size_t count);

/* compile.c: any node of the tree. */
struct part compile_node(struct compiler *c, const struct node *n);
/* compile-field.c: a field and its value; an unknown value is searched as words, with a warning. */
struct part compile_field(struct compiler *c, const struct node *n);
/*
 * compile-word.c: each word of a run of plain text becomes a part of *out; stop words only
 * when they are to be kept.
 */
void compile_text(struct compiler *c, struct str words, bool keep_stops,
		  struct part_list *out);
/* Plain words, joined by AND or OR. */
struct part compile_words(struct compiler *c, struct str text, enum clause_kind kind);
/* Words side by side in the parts of the text given by `parts`. */
struct part compile_phrase(struct compiler *c, struct str words, uint8_t parts, bool exact);
struct part compile_front(struct compiler *c, struct str front, uint8_t parts);

#define ALL_PARTS ((1u << TEXT_PARTS) - 1)
#define TITLE_PART (1u << TEXT_TITLE)

#endif
