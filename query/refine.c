/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/refine.h"

#include <stdlib.h>

/*
 * BM25's constants, as in the search itself; see BENCHMARKS.md for what each part gave on
 * judged questions, and which others were tried.
 */
#define K1 1.2
#define B .75
#define EXACT_SHARE .35 /* of a word's BM25 over its exact form */
#define COVERAGE_SHARE                                                                   \
	.2 /* of the weight, taken off when none of the question's idf is there */
#define POSITION_SHARE .6  /* of a word's idf when it is the very first token */
#define POSITION_HALF 100. /* tokens until that has sunk to half */
#define PHRASE_SHARE 1.	   /* of the idf of a welcome phrase's words */

const char *const score_part_names[SCORE_PARTS] = {"exact", "coverage", "position",
						   "phrase", "recency"};

double score_part(const struct score *s, size_t part)
{
	const double parts[SCORE_PARTS] = {s->exact, s->coverage, s->position, s->phrase,
					   s->recency};

	return parts[part];
}

double score_sum(const struct score *s)
{
	double sum = s->weight;

	for (size_t i = 0; i < SCORE_PARTS; i++)
		sum += score_part(s, i);
	return sum;
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
	double exact; /* occurrences of the exact form, titles counted as in the index */
	bool seen;    /* in any form */
	size_t first; /* number of its first token */
};

static void count_words(const struct text *t, const struct plan *plan,
			struct tally *tally, double *length)
{
	*length = 0;
	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];

		*length += part_weights[token->part];
		if (token->form->stem_id == 0)
			continue; /* the watch says that it is none */
		for (size_t w = 0; w < plan->words_count; w++) {
			if (!word_takes(&plan->words[w], token->form))
				continue;
			if (!tally[w].seen)
				tally[w].first = i;
			tally[w].seen = true;
			if (token->form->fold_id == plan->words[w].fold_id)
				tally[w].exact += part_weights[token->part];
			break;
		}
	}
}

/* What the words of the question add one by one. */
static void add_words(const struct plan *plan, const struct tally *tally, double length,
		      double average_length, struct score *score)
{
	double asked = 0;
	double found = 0;

	for (size_t i = 0; i < plan->words_count; i++) {
		const struct plan_word *w = &plan->words[i];

		asked += w->idf;
		if (!tally[i].seen)
			continue;
		found += w->idf;
		score->exact += EXACT_SHARE * w->count * w->form_idf *
				saturate(tally[i].exact, length, average_length);
		score->position += POSITION_SHARE * w->idf * POSITION_HALF /
				   (POSITION_HALF + (double)tally[i].first);
	}
	if (asked > 0)
		score->coverage = COVERAGE_SHARE * score->weight * (found / asked - 1);
}

/* What the phrases beside them add: no article is left out for the lack of one. */
static void add_phrases(struct reading *r, const struct plan *plan, struct score *score)
{
	struct error ignored; /* the text is there already: nothing can fail */

	for (size_t i = 0; i < plan->phrases_count; i++) {
		if (reading_shows(r, plan->phrases[i].clause, &ignored) > 0)
			score->phrase += PHRASE_SHARE * plan->phrases[i].idf;
	}
}

void refine(struct reading *r, const struct plan *plan, double average_length,
	    struct score *score)
{
	struct tally *tally = xcalloc(plan->words_count, sizeof *tally);
	double length;

	*score = (struct score){.weight = score->weight};
	count_words(reading_text(r), plan, tally, &length);
	if (average_length <= 0)
		average_length = length > 0 ? length : 1;
	add_words(plan, tally, length, average_length, score);
	add_phrases(r, plan, score);
	free(tally);
}
