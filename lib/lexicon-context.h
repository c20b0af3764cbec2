/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands beside a name in its text, for lib/lexicon-{context,place,company}.c. Tokens
 * and strings are borrowed from the text.
 */
#ifndef LIB_LEXICON_CONTEXT_H
#define LIB_LEXICON_CONTEXT_H

#include "lib/lexicon-parts.h"

/* ---- the name and the tokens next to it ---- */

struct str stand_source(const struct stand *at);
const struct token *stand_first(const struct stand *at);
const struct token *stand_last(const struct stand *at);
/* NULL when more than a space, a hyphen or a clitic parts them from the name. */
const struct token *stand_before(const struct stand *at);
const struct token *stand_behind(const struct stand *at);
/* "d'" follows, which is no token. */
bool stand_elided_behind(const struct stand *at);
/* The first character behind the name that is no space, 0 when there is none. */
uint32_t stand_mark_behind(const struct stand *at);
/* "Vincent Bolloré", "M. Leclerc": a name of one word that belongs to a person. */
bool stand_is_person(const struct lexicon *l, const struct stand *at);
/* Another capital follows: a longer name that the lexicon does not know. */
bool stand_goes_on(const struct stand *at);

/* ---- words before it ---- */

enum { BEFORE_MAX = 4 };

/* The nearest first: exact forms and elided clitics. */
struct before {
	struct str words[BEFORE_MAX];
	const struct token *tokens[BEFORE_MAX]; /* NULL for a clitic */
	size_t count;
	uint32_t mark; /* the sign right before the name, quotes aside; 0: none */
};

void before_read(struct before *b, const struct stand *at);
bool before_is_among(const struct before *b, size_t i, const char *const *table,
		     size_t count);
bool str_is_among(struct str word, const char *const *table, size_t count);

#define WORD_IS_IN(b, i, table) before_is_among((b), (i), (table), COUNT(table))
#define IS_IN(table, word) str_is_among((word), (table), COUNT(table))

bool is_first_name(const struct lexicon *l, const struct form *form);

/* ---- verdicts ---- */

/* A cue stands right before the name. */
bool company_is_cued(const struct lexicon *l, const struct stand *at);
/* The name is the end of a longer one. */
bool company_is_part(const struct lexicon *l, const struct stand *at);
enum verdict company_verdict(const struct lexicon *l, const struct pattern *p,
			     const struct stand *at);
enum verdict place_verdict(const struct lexicon *l, const struct pattern *p,
			   const struct stand *at);

#endif
