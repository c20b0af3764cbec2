/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles like one: its telling words as a plan, which others have them too, and which
 * are but copies of it.
 *
 * A telling word is frequent in the article, more so in its title and lead, and rare in the
 * index. A likeness borrows the index; the article's texts are borrowed until likeness_free().
 */
#ifndef QUERY_LIKENESS_H
#define QUERY_LIKENESS_H

#include "lib/record.h"
#include "query/plan.h"
#include "query/read.h"

struct likeness;

/* Whether the index holds the article itself, which makes one article less that has its words. */
enum likeness_of { LIKENESS_OF_INDEXED, LIKENESS_OF_OTHER };

int likeness_new(struct likeness **out, struct index *x, const struct record *r,
		 enum likeness_of of, struct error *err);
void likeness_free(struct likeness *l);
/* What finds them, borrowed; no plan: the article has no words to go by. */
const struct plan *likeness_plan(const struct likeness *l);
/*
 * 1 when the candidate is another article alike, 0 when it is the same, a copy, or has but one
 * word in common; see search_options.
 */
int likeness_keeps(void *likeness, struct reading *r, struct error *err);
/*
 * The words that make the article like ours, the most telling first, at most `limit`; in the
 * arena. Answers how many.
 */
size_t likeness_words(struct likeness *l, const struct record *r, size_t limit,
		      struct arena *arena, struct str **words);

#endif
