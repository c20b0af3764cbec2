/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question as a tree. The tree, and every string in it, lives in the question's arena
 * and is borrowed until question_free().
 */
#ifndef QUERY_QUESTION_H
#define QUERY_QUESTION_H

#include "lib/schema.h"
#include "lib/str.h"

enum node_kind {
	NODE_NONE,   /* an empty question */
	NODE_TEXT,   /* a run of plain words, ranked */
	NODE_PHRASE, /* "…": inflected */
	NODE_EXACT,  /* =mot ="…": exact forms */
	NODE_PREFIX, /* invest* */
	NODE_NEAR,   /* children within `distance` words of each other, any order */
	NODE_FIELD,  /* field:value */
	NODE_LIST,   /* ranked list; each child has its `occur` */
	NODE_AND,
	NODE_OR,
	NODE_NOT, /* the first child without the second; one child: all but it */
};

enum occur { OCCUR_MAYBE, OCCUR_MUST, OCCUR_NOT };

enum field_match {
	MATCH_VALUE,  /* entreprise:amazon, with what is under it */
	MATCH_ITSELF, /* entreprise:=amazon */
	MATCH_PHRASE, /* titre:"…" */
	MATCH_EXACT,  /* titre:="…" */
};

struct node {
	enum node_kind kind;
	enum occur occur; /* + and -; MAYBE when neither */
	struct str text;  /* without quotes and signs */
	const struct field *field;
	enum field_match match;
	unsigned distance;   /* NODE_NEAR, in words */
	uint32_t start, end; /* bytes in the question as typed, for a caret */
	struct node **children;
	size_t count;
};

struct warning {
	struct str text;     /* a sentence for people */
	uint32_t start, end; /* bytes of the question it is about: searched as words; 0, 0: all */
};

struct question {
	struct str typed; /* copied */
	struct node *root;
	struct warning *warnings;		  /* unknown fields, cut questions */
	size_t warnings_count, warnings_capacity; /* malloc'ed */
	struct arena arena;
};

void question_free(struct question *q);
/* Adds a warning; the text is copied. */
void question_warn(struct question *q, uint32_t start, uint32_t end, struct str text);
/*
 * Appends the tree: (list (text "ia lyon") +(phrase "centres de données") (field région
 * "ARA")).
 */
void question_print(const struct question *q, struct buf *out);
void node_print(const struct node *n, struct buf *out);

#endif
