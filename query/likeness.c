/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/likeness.h"

#include <math.h>
#include <stdlib.h>

#include "lib/sketch.h"
#include "query/compile.h"

enum {
	WORDS = 40,	    /* telling words that are asked for */
	LEAST_ARTICLES = 2, /* a word of fewer articles finds no other one */
	SHARED_LEAST = 2,   /* words that an article alike has, if ours has as many */
	COUNT_MAX = 8,	    /* times a word of the article counts in the question */
};

#define K1 1.2 /* as the search has it: how soon repeating a word stops to count */

struct telling_word {
	const struct form *form; /* as first met */
	struct str shown;	 /* as the article writes it inside a sentence */
	double count;		 /* in the article, by part_weights */
	double idf;
	double telling;
};

struct likeness {
	struct index *index;
	const struct record *record;
	struct text text; /* of an article, ours or a candidate */
	struct shingles ours, theirs;
	struct telling_word *words;
	size_t words_count, words_capacity;
	uint32_t *numbers; /* by stem id: number of the word, from 1; 0 none */
	size_t numbers_count;
	struct arena arena;
	struct plan *plan;
};

static void cut(struct likeness *l, const struct record *r)
{
	text_clear(&l->text);
	for (int part = 0; part < TEXT_PARTS; part++)
		text_add(&l->text, index_vocabulary(l->index), (enum text_part)part,
			 record_part(r, (uint8_t)part));
}

/* Figures and addresses are alike by chance. */
static bool may_tell(const struct token *t)
{
	return !t->form->stop && !(t->flags & TOKEN_STACKED) && t->kind != TOKEN_NUM &&
	       t->kind != TOKEN_UNIT && t->kind != TOKEN_URL && t->kind != TOKEN_EMAIL;
}

/* ---- the telling words ---- */

/* The word of a stem, NULL when it is none of ours. */
static struct telling_word *find_word(const struct likeness *l, const struct form *f)
{
	uint32_t number = f->stem_id < l->numbers_count ? l->numbers[f->stem_id] : 0;

	return number > 0 ? &l->words[number - 1] : NULL;
}

static struct telling_word *note_word(struct likeness *l, const struct form *f)
{
	struct telling_word *w = find_word(l, f);

	if (w != NULL)
		return w;
	if (f->stem_id >= l->numbers_count) {
		size_t count = 2 * (size_t)f->stem_id + 64;

		l->numbers = xreallocarray(l->numbers, count, sizeof *l->numbers);
		for (size_t i = l->numbers_count; i < count; i++)
			l->numbers[i] = 0;
		l->numbers_count = count;
	}
	GROW(l->words, l->words_count, l->words_capacity);
	w = &l->words[l->words_count++];
	*w = (struct telling_word){.form = f};
	l->numbers[f->stem_id] = (uint32_t)l->words_count;
	return w;
}

static void count_words(struct likeness *l)
{
	for (size_t i = 0; i < l->text.count; i++) {
		const struct token *t = &l->text.tokens[i];
		struct telling_word *w;

		if (!may_tell(t))
			continue;
		w = note_word(l, t->form);
		w->count += part_weights[t->part];
		if (w->shown.n == 0 && !(t->flags & TOKEN_SENTENCE))
			w->shown = str_slice(record_part(l->record, t->part), t->start,
					     t->end);
	}
}

static int weigh_words(struct likeness *l, uint32_t least, struct error *err)
{
	struct xc_reader *r = index_reader(l->index);
	double all = 0;

	for (size_t i = 0; i < xc_reader_databases(r); i++)
		all += xc_reader_count(r, i);
	for (size_t i = 0; i < l->words_count; i++) {
		struct telling_word *w = &l->words[i];
		uint32_t n = 0;

		if (xc_term_fits(w->form->stem) &&
		    xc_reader_term_count(r, w->form->stem, &n, err) < 0)
			return -1;
		w->idf = n < least ? 0 : log(1 + (all - n + .5) / (n + .5));
		w->telling = w->idf * w->count / (w->count + K1);
	}
	return 0;
}

static int by_telling(const void *a, const void *b)
{
	const struct telling_word *x = a;
	const struct telling_word *y = b;

	if (x->telling != y->telling)
		return x->telling < y->telling ? 1 : -1;
	return str_compare(x->form->stem, y->form->stem);
}

/* Keeps the most telling words and their numbers. */
static void choose_words(struct likeness *l)
{
	if (l->words_count > 1)
		qsort(l->words, l->words_count, sizeof *l->words, by_telling);
	for (size_t i = 0; i < l->numbers_count; i++)
		l->numbers[i] = 0;
	if (l->words_count > WORDS)
		l->words_count = WORDS;
	while (l->words_count > 0 && l->words[l->words_count - 1].telling <= 0)
		l->words_count--;
	for (size_t i = 0; i < l->words_count; i++)
		l->numbers[l->words[i].form->stem_id] = (uint32_t)i + 1;
}

/* ---- the plan ---- */

static int make_plan(struct likeness *l, struct error *err)
{
	struct plan_stem stems[WORDS];

	for (size_t i = 0; i < l->words_count; i++) {
		const struct telling_word *w = &l->words[i];

		stems[i].form = w->form;
		stems[i].count = w->count < COUNT_MAX ? (uint32_t)w->count : COUNT_MAX;
	}
	return l->words_count > 0
		       ? stems_compile(stems, l->words_count, l->index, &l->plan, err)
		       : 0;
}

int likeness_new(struct likeness **out, struct index *x, const struct record *r,
		 enum likeness_of of, struct error *err)
{
	struct likeness *l = xcalloc(1, sizeof *l);

	*out = NULL;
	l->index = x;
	l->record = r;
	cut(l, r);
	shingles_make(&l->text, &l->ours);
	count_words(l);
	if (weigh_words(l, of == LIKENESS_OF_INDEXED ? LEAST_ARTICLES : 1, err) < 0)
		goto failed;
	choose_words(l);
	if (make_plan(l, err) < 0)
		goto failed;
	*out = l;
	return 0;
failed:
	likeness_free(l);
	return -1;
}

void likeness_free(struct likeness *l)
{
	if (l == NULL)
		return;
	plan_free(l->plan);
	arena_release(&l->arena);
	free(l->numbers);
	free(l->words);
	shingles_release(&l->theirs);
	shingles_release(&l->ours);
	text_release(&l->text);
	free(l);
}

const struct plan *likeness_plan(const struct likeness *l)
{
	return l->plan;
}

/* ---- candidates ---- */

/* One word in common is chance. */
static bool is_alike(struct likeness *l)
{
	const struct telling_word *first = NULL;
	size_t least = l->words_count < SHARED_LEAST ? l->words_count : SHARED_LEAST;

	for (size_t i = 0; i < l->text.count; i++) {
		const struct telling_word *w = find_word(l, l->text.tokens[i].form);

		if (w == NULL || w == first)
			continue;
		if (first != NULL || least == 1)
			return true;
		first = w;
	}
	return false;
}

int likeness_keeps(void *likeness, struct reading *r, struct error *err)
{
	struct likeness *l = likeness;

	(void)err;
	if (str_equal(r->record.id, l->record->id))
		return 0;
	cut(l, &r->record); /* reading_text() knows the words of the plan only */
	if (!is_alike(l))
		return 0;
	shingles_make(&l->text, &l->theirs);
	return shingles_contained(&l->ours, shingles_list(&l->theirs), COPY_CONTAINED) <
	       COPY_CONTAINED;
}

struct shared_word {
	size_t number; /* of the likeness's words */
	double count;
	double telling;
};

static int by_shared(const void *a, const void *b)
{
	const struct shared_word *x = a;
	const struct shared_word *y = b;

	if (x->telling != y->telling)
		return x->telling < y->telling ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

size_t likeness_words(struct likeness *l, const struct record *r, size_t limit,
		      struct arena *arena, struct str **words)
{
	struct shared_word shared[WORDS] = {{0}};
	size_t count = 0;

	cut(l, r);
	for (size_t i = 0; i < l->text.count; i++) {
		const struct token *t = &l->text.tokens[i];
		const struct telling_word *w = find_word(l, t->form);

		if (w != NULL && !(t->flags & TOKEN_STACKED))
			shared[w - l->words].count += part_weights[t->part];
	}
	for (size_t i = 0; i < l->words_count; i++) {
		shared[i].number = i;
		shared[i].telling =
			l->words[i].telling * shared[i].count / (shared[i].count + K1);
	}
	qsort(shared, l->words_count, sizeof *shared, by_shared);
	*words = arena_alloc(arena, limit * sizeof **words);
	while (count < limit && count < l->words_count && shared[count].telling > 0) {
		const struct telling_word *w = &l->words[shared[count].number];

		(*words)[count++] =
			str_copy(arena, w->shown.n > 0 ? w->shown : w->form->exact);
	}
	return count;
}
