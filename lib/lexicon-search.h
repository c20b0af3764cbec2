/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matching a text's words against the tries of a lexicon: names by folded forms, topics by
 * stems, each with the longest match first.
 */
#ifndef LIB_LEXICON_SEARCH_H
#define LIB_LEXICON_SEARCH_H

#include "lib/lexicon-parts.h"

/* Prepares a text; free(n->steps). */
void lane_fill(struct lane *n, const struct lexicon *l, const struct text *t,
	       const struct str *sources);

/* A node with patterns, reached over the steps from the search's first up to `behind`. */
struct hit {
	uint32_t node;
	uint32_t behind;
	uint32_t capitals; /* bit i: word i has a capital in the text */
	bool bracket;	   /* a bracket or comma stands inside */
};

enum { HITS_MAX = 16, SKIPPED_MAX = 4 };

struct search {
	const struct lane *lane;
	const struct lexicon *l;
	const struct trie *trie;
	enum { BY_FOLD, BY_STEM } by;
	struct hit hits[HITS_MAX];
	size_t count;
};

/* All hits from this step on, the longest first, into s->hits. */
void search_from(struct search *s, uint32_t step);
/* Whether the text has the letters, case and brackets that the pattern asks for. */
bool letters_match(const struct lane *n, const struct pattern *p, uint32_t first,
		   const struct hit *hit);
/* Puts the mentions from `begin` on in order of part and start. */
void mentions_order(struct mentions *m, size_t begin);

#endif
