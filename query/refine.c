/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/refine.h"

#include <stdlib.h>
#include <string.h>

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

struct stem_slot {
	uint32_t stem_id; /* 0: free */
	uint32_t word;
};

enum {
	SLOTS_MIN = 256,
	SLOTS_PER_STEM =
		8, /* nearly all stems of a text are none of these: seen at first sight */
};

static struct stem_slot *slot_of(const struct refining *f, uint32_t stem_id)
{
	size_t i = (stem_id * UINT32_C(0x9E3779B1) >> 8) & (f->slots_count - 1);

	while (f->slots[i].stem_id != 0 && f->slots[i].stem_id != stem_id)
		i = (i + 1) & (f->slots_count - 1);
	return &f->slots[i];
}

/* A stem of several words counts for the first. */
static void add_stems(struct refining *f, const struct slot *stems, uint32_t word)
{
	for (size_t i = 0; i < stems->count; i++) {
		struct stem_slot *slot = slot_of(f, stems->stems[i]);

		if (slot->stem_id == 0)
			*slot = (struct stem_slot){stems->stems[i], word};
	}
}

void refining_start(struct refining *f, const struct plan *plan, double average_length)
{
	size_t stems = 0;

	*f = (struct refining){.plan = plan, .average_length = average_length};
	f->tally = xcalloc(plan->words_count + 1, sizeof *f->tally);
	for (size_t i = 0; i < plan->words_count; i++)
		stems += plan->words[i].clause->slots[0].count;
	f->slots_count = SLOTS_MIN;
	while (f->slots_count < SLOTS_PER_STEM * stems)
		f->slots_count *= 2;
	f->slots = xcalloc(f->slots_count, sizeof *f->slots);
	for (size_t i = 0; i < plan->words_count; i++)
		add_stems(f, &plan->words[i].clause->slots[0], (uint32_t)i);
}

void refining_release(struct refining *f)
{
	free(f->tally);
	free(f->slots);
	*f = (struct refining){0};
}

/* Counts token number i, when it is one of the question's. */
static void count_token(struct refining *f, uint32_t stem_id, uint32_t fold_id,
			double weight, size_t i)
{
	const struct stem_slot *slot = slot_of(f, stem_id);
	struct tally *t;

	if (slot->stem_id == 0)
		return;
	t = &f->tally[slot->word];
	if (!t->seen)
		t->first = i;
	t->seen = true;
	if (fold_id == f->plan->words[slot->word].fold_id)
		t->exact += weight;
}

static void clear_tally(struct refining *f)
{
	memset(f->tally, 0, f->plan->words_count * sizeof *f->tally);
}

/* Answers the length. */
static double count_text(struct refining *f, struct reading *r)
{
	const struct text *t = reading_text(r);
	uint64_t length = 0;

	clear_tally(f);
	for (size_t part = 0; part < TEXT_PARTS; part++)
		length += r->counts[part] * part_weights[part];
	for (size_t i = 0; i < r->watched_count; i++) {
		const struct token *token = &t->tokens[r->watched[i]];

		count_token(f, token->form->stem_id, token->form->fold_id,
			    part_weights[token->part], r->watched[i]);
	}
	return (double)length;
}

/* What the words of the question add one by one. */
static void add_words(const struct refining *f, double length, struct score *score)
{
	double average_length = f->average_length;
	double asked = 0;
	double found = 0;

	if (average_length <= 0)
		average_length = length > 0 ? length : 1;
	*score = (struct score){.weight = score->weight};
	for (size_t i = 0; i < f->plan->words_count; i++) {
		const struct plan_word *w = &f->plan->words[i];
		const struct tally *t = &f->tally[i];

		asked += w->idf;
		if (!t->seen)
			continue;
		found += w->idf;
		score->exact += EXACT_SHARE * w->count * w->form_idf *
				saturate(t->exact, length, average_length);
		score->position += POSITION_SHARE * w->idf * POSITION_HALF /
				   (POSITION_HALF + (double)t->first);
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

void refine(struct refining *f, struct reading *r, struct score *score)
{
	add_words(f, count_text(f, r), score);
	add_phrases(r, f->plan, score);
}
