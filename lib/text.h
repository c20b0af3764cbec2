/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * French text → tokens. One function cuts all text, articles and questions alike.
 *
 * The rules (T1–T13) are those of ARCHITECTURE.md, "French text". A `struct text` owns its
 * tokens; forms are borrowed from the vocabulary; spans are byte offsets into the source
 * of their part, which the caller keeps.
 */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include "lib/stem.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUM,   /* canonical digits, '.' as decimal point: 1.2 */
	TOKEN_UNIT,  /* multiplier or currency written as a sign: M€ → million, euro */
	TOKEN_ALNUM, /* 5g, h2, a320, c++ */
	TOKEN_ACRO,  /* dotted or joined by &: A.W.S., R&D */
	TOKEN_URL,
	TOKEN_EMAIL,
	TOKEN_TAG,   /* part of a hashtag or handle */
};

enum token_flag {
	TOKEN_STACKED = 1, /* a second form at an earlier token's position */
	TOKEN_CAPITAL = 2, /* begins with a capital letter in the source */
	TOKEN_UPPER = 4,   /* two letters or more, all capitals in the source */
	TOKEN_JOINED = 8,  /* tied to the token before by a hyphen or an elision: no space between */
	TOKEN_SENTENCE = 16, /* first token of a sentence, a title or a paragraph */
};

enum text_part { TEXT_TITLE, TEXT_LEAD, TEXT_BODY, TEXT_PARTS };

#define TEXT_PART_GAP 100 /* positions skipped between parts (T13) */

struct token {
	const struct form *form;
	uint32_t start, end; /* byte span in the part's source, elided clitic left out */
	uint32_t position;   /* from 1, over all parts */
	uint8_t kind;	     /* enum token_kind */
	uint8_t flags;	     /* enum token_flag */
	uint8_t part;	     /* enum text_part */
};

struct text {
	struct token *tokens; /* in the order of the text; a stacked token comes after the
				 parts of its compound and has the first part's position */
	size_t count, capacity;
	uint32_t position; /* last one given */
};

/* Cuts `source` (valid UTF-8; invalid bytes separate words) and appends its tokens. */
void text_add(struct text *t, struct vocabulary *v, enum text_part part, struct str source);
void text_clear(struct text *t);
void text_release(struct text *t);

/* The kind's name as tests and `veille analyze` print it: "WORD". */
const char *text_kind_name(enum token_kind kind);

#endif
