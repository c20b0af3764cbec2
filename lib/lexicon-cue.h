/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of lexicon/cues.tsv beside a name, for lib/lexicon-{company,unlisted}.c. */
#ifndef LIB_LEXICON_CUE_H
#define LIB_LEXICON_CUE_H

#include "lib/lexicon-parts.h"

/* The sum (enum cue) of the cues that end at this step; de, du, la … are seen through. */
unsigned cues_ending_at(const struct cues *c, const struct lane *lane, uint32_t step);
/* The same of those that begin there. */
unsigned cues_beginning_at(const struct cues *c, const struct lane *lane, uint32_t step);
/*
 * The sum of the cues of a description behind a name: "X, un fabricant de", "X est la
 * première banque". `step` is the one behind the name. CUE_THE with a definite article.
 */
unsigned cues_describing(const struct cues *c, const struct lane *lane, uint32_t step);
/* "développé", "vendue": right behind a name it is done to it. */
bool is_participle(const struct token *t);

#endif
