/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that mean the same, for questions: groups of lexicon/synonyms.tsv, kept in the index.
 *
 * Forms are matched on stems, word by word; a form flagged /exact in the very case it is written in.
 * A question needs few of them: a form is cut into words when a question has what it may begin with.
 */
#ifndef QUERY_SYNONYMS_H
#define QUERY_SYNONYMS_H

#include "lib/error.h"
#include "lib/text.h"

struct synonym {
	struct str text;      /* as in the file, without flags: "intelligence artificielle" */
	struct watch_key key; /* of its first word */
	bool cut;
	uint32_t *stems;      /* stem ids of its words, when it is cut */
	size_t count;
	bool exact;
	size_t group;	      /* synonyms of one group stand side by side */
};

struct synonyms {
	struct synonym *items; /* in the arena */
	size_t count;
	struct arena arena;
};

/* Reads the file's text; lines that are no group are left out (lexicon/check tells of them). */
void synonyms_read(struct synonyms *s, struct str file);
/*
 * The longest synonym standing at tokens[at] of a text cut from `source`; *tokens is the number
 * of unstacked tokens it covers. All of its group are then cut. NULL when there is none. It is always the
 * same vocabulary.
 */
const struct synonym *synonyms_find(struct synonyms *s, struct vocabulary *v,
				    const struct text *t, size_t at, struct str source,
				    size_t *tokens);
/* Whether some synonym has a word of that stem. */
bool synonyms_have(struct synonyms *s, struct vocabulary *v, uint32_t stem_id);
void synonyms_release(struct synonyms *s);

#endif
