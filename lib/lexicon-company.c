/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a company is meant by a name that is a word besides: words of business beside it. */
#include "lib/lexicon-context.h"

enum { CUE_DISTANCE = 2 }; /* other words between a cue and its name */

static const char *const of_the[] = {"de", "d", "D", "du", "des"};

static uint32_t next_stem(const struct lexicon *l, const struct trie *trie, uint32_t node,
			  const struct form *form)
{
	uint32_t word = words_find(&l->stems, form->stem, form->stem_hash);

	return word ? trie_next(trie, node, word) : 0;
}

/* Whether a cue ends at this step and runs back from it; small words are seen through. */
static bool cue_ends_at(const struct lexicon *l, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;

	for (;;) {
		const struct token *t = lane_token(lane, step);

		if (!lexicon_is_small(t->form->exact)) {
			node = next_stem(l, &l->cues_before, node, t->form);
			if (node == 0)
				return false;
			if (l->cues_before.values[node])
				return true;
		}
		if (step == 0 || lane_gap(lane, step) != GAP_NONE)
			return false;
		step--;
	}
}

/*
 * "l'opérateur historique Orange": words may stand between, unless the name depends on one of
 * them: "auprès du parquet de Gap".
 */
static bool has_cue_before(const struct lexicon *l, const struct stand *at,
			   const struct before *b)
{
	unsigned distance = WORD_IS_IN(b, 0, of_the) ? 0 : CUE_DISTANCE;
	uint32_t step = at->first;
	unsigned others = 0;

	while (others <= distance && step > 0 && lane_gap(at->lane, step) == GAP_NONE) {
		const struct token *t = lane_token(at->lane, --step);

		if (lexicon_is_small(t->form->exact))
			continue;
		if (cue_ends_at(l, at->lane, step))
			return true;
		if (t->flags & TOKEN_CAPITAL)
			return false;
		others++;
	}
	return false;
}

/* Whether a cue begins at this step. */
static bool cue_begins_at(const struct lexicon *l, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;
	bool capital = true;

	for (; step < lane->count && lane_gap(lane, step) == GAP_NONE; step++) {
		const struct token *t = lane_token(lane, step);

		if (node != TRIE_ROOT && lexicon_is_small(t->form->exact))
			continue;
		node = next_stem(l, &l->cues_after, node, t->form);
		if (node == 0)
			return false;
		capital = capital && (t->flags & TOKEN_CAPITAL);
		if (l->cues_after.values[node] == CUE_ANY_CASE ||
		    (l->cues_after.values[node] == CUE_CAPITAL && capital))
			return true;
	}
	return false;
}

/* Auxiliaries, pronouns, adverbs may stand between: "Free a ainsi annoncé". */
static bool has_cue_behind(const struct lexicon *l, const struct stand *at)
{
	uint32_t step = at->last + 1;
	unsigned others = 0;

	for (; others <= CUE_DISTANCE && step < at->lane->count; step++, others++) {
		if (lane_gap(at->lane, step) != GAP_NONE)
			return false;
		if (cue_begins_at(l, at->lane, step))
			return true;
		if (!lane_token(at->lane, step)->form->stop)
			return false;
	}
	return false;
}

static bool name_began_before(const struct stand *at)
{
	const struct token *before = stand_before(at);

	return before && (before->flags & TOKEN_CAPITAL) &&
	       !(before->flags & (TOKEN_SENTENCE | TOKEN_UPPER)) &&
	       before->form->fold.n > 2;
}

/* "le Front", "l'Action": an article before a name that is a word leaves it a word. */
static bool has_article(const struct stand *at, const struct before *b)
{
	static const char *const articles[] = {"le",  "la",  "les", "l",    "L",
					       "un",  "une", "du",  "au",   "aux",
					       "des", "ce",  "cet", "cette"};

	return at->first == at->last && !(stand_first(at)->flags & TOKEN_UPPER) &&
	       WORD_IS_IN(b, 0, articles);
}

enum verdict company_verdict(const struct lexicon *l, const struct stand *at)
{
	struct before b;

	before_read(&b, at);
	if (has_article(at, &b))
		return VERDICT_NO;
	if (stand_goes_on(at) && !cue_begins_at(l, at->lane, at->last + 1))
		return VERDICT_NO;
	if (has_cue_before(l, at, &b) || has_cue_behind(l, at))
		return VERDICT_YES;
	return name_began_before(at) ? VERDICT_NO : VERDICT_PENDING;
}
