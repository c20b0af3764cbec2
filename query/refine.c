/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/refine.h"

#include <math.h>
#include <stdlib.h>

/*
 * BM25's constants, as in the search itself; see ARCHITECTURE.md, "Ranking", for what
 * each bonus gave on judged questions.
 */
#define K1 1.2
#define B .75
#define EXACT_SHARE .25	    /* of a word's BM25 over its exact form */
#define PROXIMITY_SHARE .1  /* of the rarer word's BM25, for a pair side by side */
#define POSITION_SHARE .35  /* of a word's idf when it is the very first one */
#define POSITION_DECAY 100. /* tokens until that has sunk to 1/e */

double score_sum(const struct score *s)
{
	return s->weight + s->exact + s->proximity + s->position + s->recency;
}

static bool word_takes(const struct plan_word *w, const struct form *f)
{
	const struct slot *s = &w->clause->slots[0];

	for (size_t i = 0; i < s->count; i++) {
		if (s->stems[i] == f->stem_id)
			return true;
	}
	return false;
}

static double saturate(double frequency, double length, double average_length)
{
	double norm = 1 - B + B * length / average_length;

	return frequency * (K1 + 1) / (frequency + K1 * norm);
}

struct tally {
	double exact;	/* occurrences of the exact form, titles counted as in the index */
	double pairs;	/* occurrences right behind the question's word before it */
	bool seen;
	size_t first; /* number of its first token */
};

/* The title's words count three times, in the index as here. */
static double part_weight(const struct token *t)
{
	return t->part == TEXT_TITLE ? 3 : 1;
}

static void count_words(const struct text *t, const struct plan *plan, struct tally *tally,
			double *length)
{
	size_t previous_word = SIZE_MAX;
	uint32_t previous_position = 0;

	*length = 0;
	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];

		*length += part_weight(token);
		for (size_t w = 0; w < plan->words_count; w++) {
			if (!word_takes(&plan->words[w], token->form))
				continue;
			if (!tally[w].seen)
				tally[w].first = i;
			tally[w].seen = true;
			if (token->form->fold_id == plan->words[w].fold_id)
				tally[w].exact += part_weight(token);
			if (previous_word + 1 == w &&
			    token->position - previous_position <= 3)
				tally[w].pairs += part_weight(token);
			previous_word = w;
			previous_position = token->position;
			break;
		}
	}
}

/* What one word of the question adds. `before`: the word before it in the question, or NULL. */
static void add_word(const struct plan_word *w, const struct plan_word *before,
		     const struct tally *t, double length, double average_length,
		     struct score *score)
{
	score->exact += EXACT_SHARE * w->count * w->form_idf *
			saturate(t->exact, length, average_length);
	if (before != NULL)
		score->proximity += PROXIMITY_SHARE * fmin(before->idf, w->idf) *
				    saturate(t->pairs, length, average_length);
	if (t->seen)
		score->position +=
			POSITION_SHARE * w->idf * exp(-(double)t->first / POSITION_DECAY);
}

void refine(struct reading *r, const struct plan *plan, double average_length,
	    struct score *score)
{
	struct tally *tally = xcalloc(plan->words_count, sizeof *tally);
	double length;

	score->exact = score->proximity = score->position = 0;
	count_words(reading_text(r), plan, tally, &length);
	if (average_length <= 0)
		average_length = length > 0 ? length : 1;
	for (size_t i = 0; i < plan->words_count; i++)
		add_word(&plan->words[i], i > 0 ? &plan->words[i - 1] : NULL, &tally[i],
			 length, average_length, score);
	free(tally);
}
