/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/lexicon-cue.h"

#include <string.h>

#include "lib/lexicon-context.h"

enum { DESCRIPTION_WORDS = 2 }; /* up to its noun: "le premier fabricant" */

static uint32_t next_word(const struct cues *c, const struct trie *trie, uint32_t node,
			  const struct form *form)
{
	struct str bare;
	uint32_t word;

	if (c->by_stem) {
		word = words_find(c->words, form->stem, form->stem_hash);
	} else {
		bare = word_without_ending(form->fold);
		word = words_find(c->words, bare, (uint32_t)str_hash(bare));
	}
	return word ? trie_next(trie, node, word) : 0;
}

/* "développé", "vendue": right behind a name it is done to it. */
bool is_participle(const struct token *t)
{
	static const char *const endings[] = {"é",  "ée",  "és", "ées",
					      "is", "ise", "u",	 "ue"};
	size_t i;

	for (i = 0; i < COUNT(endings); i++) {
		if (str_ends(t->form->exact, str_of(endings[i])))
			return true;
	}
	return false;
}

unsigned cues_ending_at(const struct cues *c, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;
	unsigned cues = 0;

	for (;;) {
		const struct token *t = lane_token(lane, step);

		if (!lexicon_is_small(t->form->exact)) {
			node = next_word(c, &c->before, node, t->form);
			if (node == 0)
				return cues;
			cues |= c->before.values[node];
		}
		if (step == 0 || lane_gap(lane, step) != GAP_NONE)
			return cues;
		step--;
	}
}

unsigned cues_beginning_at(const struct cues *c, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;
	bool capital = true;
	unsigned cues = 0;

	for (; step < lane->count; step++) {
		const struct token *t = lane_token(lane, step);

		if (node != TRIE_ROOT && lane_gap(lane, step) != GAP_NONE)
			break;
		if (node != TRIE_ROOT && lexicon_is_small(t->form->exact))
			continue;
		node = next_word(c, &c->after, node, t->form);
		if (node == 0)
			break;
		capital = capital && (t->flags & TOKEN_CAPITAL);
		if (capital || (c->after.values[node] & CUE_ANY_CASE))
			cues |= c->after.values[node];
	}
	return cues;
}

static bool is_copula(const struct token *t)
{
	static const char *const copulas[] = {"est",	"reste",   "devient", "demeure",
					      "etait",	"restait", "sera",    "deviendra",
					      "devenu", "devenue", "restera"};

	return IS_IN(copulas, t->form->fold);
}

static bool has_comma(const struct lane *lane, uint32_t step)
{
	const struct token *left = lane_token(lane, step - 1);
	const struct token *right = lane_token(lane, step);

	return memchr(lane->sources[right->part].p + left->end, ',',
		      right->start - left->end) != NULL;
}

/* "l'entreprise": its article is no token. */
static bool elided_before(const struct lane *lane, uint32_t step)
{
	const struct token *t = lane_token(lane, step);

	return t->start > 0 &&
	       (lane->sources[t->part].p[t->start - 1] == '\'' ||
		(unsigned char)lane->sources[t->part].p[t->start - 1] == 0x99);
}

unsigned cues_describing(const struct cues *c, const struct lane *lane, uint32_t step)
{
	static const char *const articles[] = {"un", "une", "le", "la", "les", "l"};
	bool definite = false;
	unsigned words = 0;

	if (step >= lane->count)
		return 0;
	if (lane_gap(lane, step) == GAP_NONE && is_copula(lane_token(lane, step)))
		step++;
	else if (lane_gap(lane, step) != GAP_BRACKET || !has_comma(lane, step))
		return 0;
	for (; step < lane->count && words < DESCRIPTION_WORDS; step++) {
		const struct token *t = lane_token(lane, step);
		unsigned cues;

		if (words > 0 && lane_gap(lane, step) != GAP_NONE)
			return 0;
		if ((t->flags & TOKEN_CAPITAL) && !(t->flags & TOKEN_UPPER))
			return 0;
		if (words > 0 && elided_before(lane, step))
			return 0;
		if (IS_IN(articles, t->form->exact)) {
			definite = definite || t->form->exact.p[0] == 'l';
			continue;
		}
		if (t->form->stop)
			return 0;
		cues = cues_ending_at(c, lane, step);
		if (cues & (CUE_TRADE | CUE_WEAK | CUE_WHAT))
			return definite || elided_before(lane, step) ? cues | CUE_THE
								     : cues;
		words++;
	}
	return 0;
}
