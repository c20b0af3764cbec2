/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * There are four ways to the next document. Of one word postings are passed over until one is large enough.
 * Of some words that are all frequent, most postings are read in any case: a stretch of documents at a time,
 * a bit for each that has a word; what is left when all words have been put together is
 * weighed. Where one of those that must be there is rare, the others are looked up where it stands, and words
 * that may be there last. Of any words, MaxScore.
 */
#include "xapian-c/ranking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum {
	BOUNDS = 32,	/* wdf whose bounds are kept */
	STRETCH = 4096, /* documents */
	LOOK_UP = 16,	/* times what a posting looked up takes, against one read */
};

/* Sums may differ in their last bits by the order in which they are added up. */
#define SLACK 1e-12

struct word {
	enum ranking_role role;
	struct str *terms; /* copies */
	size_t terms_count;
	double weight;
	double bounds[BOUNDS];	/* by wdf: what it adds to the shortest document */
	uint32_t *documents;	/* that have it, in each database */
	struct cursor *cursors; /* in each, until its ranker takes it */
	bool *taken;
};

struct ranking {
	struct ranking_options options;
	double per_length;  /* one by the average length */
	double shortest;    /* norm of the shortest document */
	uint64_t documents; /* in all databases */
	bool whole;
	struct word *words;
	size_t count, capacity, musts;
	struct arena arena;
	uint64_t matched; /* in the databases that are done */
	size_t done;
};

/* ---- weights ---- */

static double norm_of(const struct ranking *q, uint32_t length)
{
	double norm = length * q->per_length;

	return norm > q->options.least_norm ? norm : q->options.least_norm;
}

/* What a word adds to a document. */
static inline double part_of(const struct ranking *q, double weight, uint32_t wdf,
			     double norm)
{
	const struct ranking_options *o = &q->options;

	return wdf == 0 ? 0 : weight * (wdf / (o->k1 * (norm * o->b + (1 - o->b)) + wdf));
}

static inline double bound(const struct ranking *q, const struct word *w, uint32_t wdf)
{
	return wdf < BOUNDS ? w->bounds[wdf] : part_of(q, w->weight, wdf, q->shortest);
}

static inline bool reaches(double sum, double wanted)
{
	return sum * (1 + SLACK) >= wanted;
}

/* log((N - n + .5) / (n + .5)), kept above 0 as libxapian does. */
static double weigh_word(const struct ranking *q, uint64_t documents, uint32_t wqf,
			 double factor)
{
	const struct ranking_options *o = &q->options;
	double n = (double)documents;
	double odds = ((double)q->documents - n + .5) / (n + .5);
	double weight = log(odds < 2 ? odds * .5 + 1 : odds) * factor;

	if (o->k3 != 0)
		weight *= (o->k3 + 1) * wqf / (o->k3 + wqf);
	return weight * (o->k1 + 1);
}

/* ---- the question ---- */

struct ranking *ranking_new(const struct ranking_options *options)
{
	struct ranking *q = xcalloc(1, sizeof *q);

	q->options = *options;
	q->per_length = options->average_length > 0 ? 1 / options->average_length : 0;
	q->shortest = norm_of(q, options->least_length);
	for (size_t d = 0; d < options->databases_count; d++)
		q->documents += options->databases[d].documents;
	return q;
}

void ranking_free(struct ranking *q)
{
	if (q == NULL)
		return;
	for (size_t i = 0; i < q->count; i++) {
		struct word *w = &q->words[i];

		for (size_t d = 0; d < q->options.databases_count; d++) {
			if (!w->taken[d])
				cursor_release(&w->cursors[d]);
		}
		free(w->documents);
		free(w->cursors);
		free(w->taken);
	}
	free(q->words);
	arena_release(&q->arena);
	free(q);
}

static void open_word(const struct ranking *q, const struct word *w, size_t database,
		      struct cursor *c)
{
	const struct ranking_database *d = &q->options.databases[database];

	cursor_open(c, d->reader, w->terms, w->terms_count, d->last);
}

void ranking_add(struct ranking *q, const struct str *terms, size_t count, uint32_t wqf,
		 double factor, enum ranking_role role)
{
	size_t databases = q->options.databases_count;
	uint64_t documents = 0;
	struct word *w;

	GROW(q->words, q->count, q->capacity);
	w = &q->words[q->count++];
	q->musts += role == RANKING_MUST;
	*w = (struct word){.role = role,
			   .terms = arena_alloc(&q->arena, count * sizeof *w->terms),
			   .terms_count = count,
			   .documents = xcalloc(databases, sizeof *w->documents),
			   .cursors = xcalloc(databases, sizeof *w->cursors),
			   .taken = xcalloc(databases, sizeof *w->taken)};
	for (size_t i = 0; i < count; i++)
		w->terms[i] = str_copy(&q->arena, terms[i]);
	for (size_t d = 0; d < databases; d++) {
		open_word(q, w, d, &w->cursors[d]);
		w->documents[d] = w->cursors[d].documents;
		documents += w->documents[d];
	}
	w->weight = weigh_word(q, documents, wqf, factor);
	for (uint32_t wdf = 0; wdf < BOUNDS; wdf++)
		w->bounds[wdf] = part_of(q, w->weight, wdf, q->shortest);
}

void ranking_make_whole(struct ranking *q)
{
	q->whole = true;
}

/* ---- one database ---- */

/* A word there. */
struct list {
	const struct word *word;
	struct cursor at;
	double most;  /* that it adds to any document */
	double below; /* what the lists before it add at most, together */
	uint32_t wdf; /* of the document looked at; 0: it has none */
};

enum way { ONE, FREQUENT, ALL, ANY };

struct ranker_state {
	struct ranker shown; /* first: a pointer to it is one to the state */
	struct ranking *q;
	size_t database;
	enum way way;
	struct list *lists; /* by_use() */
	bool lacks;	    /* a word that must be there: nothing matches */
	size_t count;
	size_t *order; /* the lists in the order of the words */
	struct cursor lengths;
	bool lengths_open;
	double wanted;	 /* what the next two were chosen for */
	uint32_t enough; /* one: the least wdf that may do */
	size_t first;	 /* list that is read for itself; those before are looked up */
	size_t next_left_out;
	/* frequent: the stretch, a bit for each document that has all, and how often it has each. */
	uint64_t base; /* CURSOR_END: none */
	uint64_t bits[STRETCH / 64];
	uint32_t *numbers;
	uint64_t matched;
	bool damaged;
};

/* Words that may be there by what they add; then those that must, the rarest first. */
static int by_use(const void *a, const void *b)
{
	const struct list *x = a;
	const struct list *y = b;

	if (x->word->role != y->word->role)
		return x->word->role == RANKING_MAY ? -1 : 1;
	if (x->word->role == RANKING_MAY)
		return (x->most > y->most) - (x->most < y->most);
	return (x->at.documents > y->at.documents) - (x->at.documents < y->at.documents);
}

static void open_lists(struct ranker_state *s)
{
	struct ranking *q = s->q;

	s->lists = xcalloc(q->count + 1, sizeof *s->lists);
	for (size_t i = 0; i < q->count; i++) {
		struct word *w = &q->words[i];
		struct list *l = &s->lists[s->count];

		l->word = w;
		if (w->taken[s->database])
			open_word(q, w, s->database, &l->at);
		else
			l->at = w->cursors[s->database];
		w->taken[s->database] = true;
		s->damaged |= l->at.damaged;
		l->most = bound(q, w, cursor_most(&l->at));
		if (l->at.docid != CURSOR_END)
			s->count++;
		else
			cursor_release(&l->at);
	}
	qsort(s->lists, s->count, sizeof *s->lists, by_use);
	while (s->first < s->count && s->lists[s->first].word->role == RANKING_MAY)
		s->first++;
	s->lacks = s->count - s->first < q->musts;
}

/* Sums are added up in the order of the words, everywhere. */
static void order_lists(struct ranker_state *s)
{
	size_t n = 0;
	double sum = 0;

	s->order = xcalloc(s->count + 1, sizeof *s->order);
	for (size_t i = 0; i < s->q->count; i++) {
		for (size_t k = 0; k < s->count; k++) {
			if (s->lists[k].word == &s->q->words[i])
				s->order[n++] = k;
		}
	}
	for (size_t i = 0; i < s->count; i++) {
		s->lists[i].below = sum;
		sum += s->lists[i].most;
	}
	s->shown.most = sum * (1 + SLACK);
}

static uint64_t at_most(uint64_t n, uint64_t most)
{
	return n < most ? n : most;
}

/* How many match, as libxapian guesses it: words stand in documents independently of each other. */
static void guess_matches(struct ranker_state *s)
{
	const struct ranking *q = s->q;
	const struct ranking_database *d = &q->options.databases[s->database];
	uint64_t documents = d->documents;
	uint64_t sum = 0, rarest = documents, commonest = 0, others;
	double all = 1, none = 1, guess;

	if (s->lacks)
		return;
	for (size_t i = q->musts > 0 ? s->first : 0; i < s->count; i++) {
		uint64_t n = s->lists[i].at.documents;
		double share = (double)n / (double)documents;

		all *= share;
		none *= 1 - share;
		sum += n;
		rarest = at_most(n, rarest);
		commonest = n > commonest ? n : commonest;
	}
	others = q->musts > 0 ? (q->musts - 1) * documents : 0;
	if (q->musts > 0)
		commonest = sum > others ? sum - others : 0;
	else
		rarest = at_most(sum, documents);
	if (q->whole)
		commonest -= at_most(commonest, d->left_out_count);
	guess = (q->musts > 0 ? all : 1 - none) * (double)documents + .5;
	s->shown.fewest = (uint32_t)commonest;
	s->shown.greatest = (uint32_t)rarest;
	s->shown.guess = (uint32_t)at_most((uint64_t)guess, rarest);
	if (s->shown.guess < s->shown.fewest)
		s->shown.guess = s->shown.fewest;
}

static enum way choose_way(const struct ranker_state *s)
{
	uint64_t sum = 0;

	if (s->q->musts == 0)
		return ANY;
	if (s->lacks)
		return ALL;
	if (s->q->count == 1)
		return ONE;
	for (size_t i = 0; i < s->count; i++)
		sum += s->lists[i].at.documents;
	/* A filter beside it asks for few documents here and there. */
	if (s->q->whole && s->q->musts == s->q->count &&
	    sum < (uint64_t)LOOK_UP * s->lists[0].at.documents)
		return FREQUENT;
	return ALL;
}

struct ranker *ranker_new(struct ranking *q, size_t database)
{
	struct ranker_state *s = xcalloc(1, sizeof *s);

	s->q = q;
	s->database = database;
	s->wanted = -1;
	s->base = CURSOR_END;
	open_lists(s);
	order_lists(s);
	guess_matches(s);
	s->way = choose_way(s);
	if (s->way == FREQUENT)
		s->numbers = xcalloc(s->count * STRETCH, sizeof *s->numbers);
	return &s->shown;
}

void ranker_free(struct ranker *r)
{
	struct ranker_state *s = (struct ranker_state *)r;

	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++)
		cursor_release(&s->lists[i].at);
	if (s->lengths_open)
		cursor_release(&s->lengths);
	free(s->numbers);
	free(s->order);
	free(s->lists);
	free(s);
}

/* ---- the next document ---- */

/* Asked of rising numbers. */
static bool is_left_out(struct ranker_state *s, uint64_t docid)
{
	const struct ranking_database *d = &s->q->options.databases[s->database];

	if (!s->q->whole)
		return false;
	while (s->next_left_out < d->left_out_count &&
	       d->left_out[s->next_left_out] < docid)
		s->next_left_out++;
	return s->next_left_out < d->left_out_count &&
	       d->left_out[s->next_left_out] == docid;
}

static uint64_t next_of_one(struct ranker_state *s, uint64_t from, double wanted)
{
	struct list *l = &s->lists[0];

	if (wanted != s->wanted) {
		s->wanted = wanted;
		s->enough = 0;
		while (s->enough < BOUNDS && !reaches(l->word->bounds[s->enough], wanted))
			s->enough++;
	}
	cursor_skip_to(&l->at, from);
	cursor_skip_to_number(&l->at, s->enough);
	if (l->at.docid != CURSOR_END)
		l->wdf = cursor_number(&l->at);
	return l->at.docid;
}

/* The next document that has all words that must be there. */
static uint64_t next_of_musts(struct ranker_state *s, uint64_t from)
{
	size_t i = s->first;

	while (i < s->count && from != CURSOR_END) {
		struct cursor *c = &s->lists[i].at;

		cursor_skip_to(c, from);
		i = c->docid == from ? i + 1 : s->first;
		from = c->docid;
	}
	return from;
}

/*
 * How often a document has each word: the lists that are read for themselves stand at it or behind it, the
 * others are looked up while it may still weigh enough.
 */
static bool look_up(struct ranker_state *s, uint64_t docid, double wanted)
{
	double sum = 0;

	for (size_t i = s->count; i-- > 0;) {
		struct list *l = &s->lists[i];

		if (i < s->first && !reaches(sum + l->below + l->most, wanted))
			return false;
		if (i < s->first)
			cursor_skip_to(&l->at, docid);
		l->wdf = 0;
		if (l->at.docid != docid)
			continue;
		l->wdf = cursor_number(&l->at);
		sum += bound(s->q, l->word, l->wdf);
	}
	return reaches(sum, wanted);
}

static uint64_t next_of_all(struct ranker_state *s, uint64_t from, double wanted)
{
	if (s->lacks)
		return CURSOR_END;
	for (;; from++) {
		from = next_of_musts(s, from);
		if (from == CURSOR_END)
			return from;
		s->matched += !is_left_out(s, from);
		if (look_up(s, from, wanted))
			return from;
	}
}

/* Which documents of the stretch a list has, and how often. */
static void fill_list(struct ranker_state *s, size_t k, uint64_t *have)
{
	struct cursor *c = &s->lists[k].at;
	uint32_t *own = s->numbers + k * STRETCH;
	const uint32_t *docids, *numbers;
	size_t n;

	memset(have, 0, STRETCH / 8);
	cursor_skip_to(c, s->base);
	while ((n = cursor_take(c, s->base + STRETCH, &docids, &numbers)) > 0) {
		for (size_t i = 0; i < n; i++) {
			size_t d = (size_t)(docids[i] - s->base);

			have[d / 64] |= (uint64_t)1 << d % 64;
			own[d] = numbers[i];
		}
	}
}

/* Takes the documents out of the stretch that are left out. */
static void drop_left_out(struct ranker_state *s)
{
	const struct ranking_database *d = &s->q->options.databases[s->database];

	is_left_out(s, s->base);
	for (; s->q->whole && s->next_left_out < d->left_out_count; s->next_left_out++) {
		uint64_t i = d->left_out[s->next_left_out] - s->base;

		if (i >= STRETCH)
			break;
		s->bits[i / 64] &= ~((uint64_t)1 << i % 64);
	}
}

static void fill_stretch(struct ranker_state *s, uint64_t from)
{
	uint64_t have[STRETCH / 64];

	s->base = from;
	fill_list(s, 0, s->bits);
	for (size_t k = 1; k < s->count; k++) {
		fill_list(s, k, have);
		for (size_t i = 0; i < STRETCH / 64; i++)
			s->bits[i] &= have[i];
	}
	drop_left_out(s);
	for (size_t i = 0; i < STRETCH / 64; i++)
		s->matched += (uint64_t)__builtin_popcountll(s->bits[i]);
}

/* The next document of the stretch, from the one that is number d of it, or STRETCH. */
static size_t next_in_stretch(struct ranker_state *s, size_t d, double wanted)
{
	for (; d < STRETCH; d++) {
		uint64_t left = s->bits[d / 64] >> d % 64;
		double sum = 0;

		if (left == 0) {
			d |= 63;
			continue;
		}
		d += (size_t)__builtin_ctzll(left);
		for (size_t k = 0; k < s->count; k++) {
			struct list *l = &s->lists[k];

			l->wdf = s->numbers[k * STRETCH + d];
			sum += bound(s->q, l->word, l->wdf);
		}
		if (reaches(sum, wanted))
			return d;
	}
	return STRETCH;
}

static uint64_t next_of_frequent(struct ranker_state *s, uint64_t from, double wanted)
{
	for (;;) {
		size_t d;

		if (s->base == CURSOR_END || from - s->base >= STRETCH) {
			cursor_skip_to(&s->lists[0].at, from);
			from = s->lists[0].at.docid;
			if (from == CURSOR_END)
				return from;
			fill_stretch(s, from);
		}
		d = next_in_stretch(s, (size_t)(from - s->base), wanted);
		if (d < STRETCH)
			return s->base + d;
		from = s->base + STRETCH;
	}
}

static uint64_t next_of_any(struct ranker_state *s, uint64_t from, double wanted)
{
	if (wanted != s->wanted) {
		s->wanted = wanted;
		s->first = 0;
		while (s->first < s->count &&
		       !reaches(s->lists[s->first].below + s->lists[s->first].most,
				wanted))
			s->first++;
	}
	for (;; from++) {
		uint64_t docid = CURSOR_END;

		for (size_t i = s->first; i < s->count; i++) {
			struct cursor *c = &s->lists[i].at;

			cursor_skip_to(c, from);
			if (c->docid < docid)
				docid = c->docid;
		}
		from = docid;
		if (from == CURSOR_END || look_up(s, from, wanted))
			return from;
	}
}

static uint32_t length_of(struct ranker_state *s, uint64_t docid)
{
	static const struct str all = {"", 0};

	if (!s->lengths_open) {
		const struct ranking_database *d = &s->q->options.databases[s->database];

		cursor_open(&s->lengths, d->reader, &all, 1, d->last);
		s->lengths_open = true;
	}
	cursor_skip_to(&s->lengths, docid);
	if (s->lengths.docid == docid)
		return cursor_number(&s->lengths);
	s->damaged = true;
	return 0;
}

/* Weighs a document when it is known how often it has each word. */
static bool weigh(struct ranker_state *s, uint64_t docid, double wanted)
{
	double sum = 0, norm;

	for (size_t i = 0; i < s->count; i++)
		sum += bound(s->q, s->lists[i].word, s->lists[i].wdf);
	if (!reaches(sum, wanted))
		return false;
	s->shown.weight = 0;
	if (sum == 0)
		return true;
	norm = norm_of(s->q, length_of(s, docid));
	for (size_t i = 0; i < s->count; i++) {
		const struct list *l = &s->lists[s->order[i]];

		s->shown.weight += part_of(s->q, l->word->weight, l->wdf, norm);
	}
	return s->shown.weight >= wanted;
}

static uint64_t next_match(struct ranker_state *s, uint64_t from, double wanted)
{
	switch (s->way) {
	case ONE:
		return next_of_one(s, from, wanted);
	case FREQUENT:
		return next_of_frequent(s, from, wanted);
	case ALL:
		return next_of_all(s, from, wanted);
	default:
		return next_of_any(s, from, wanted);
	}
}

static uint64_t find(struct ranker_state *s, uint64_t from, double wanted)
{
	for (;; from++) {
		from = next_match(s, from, wanted);
		if (from == CURSOR_END ||
		    (!is_left_out(s, from) && weigh(s, from, wanted)))
			return from;
	}
}

static void finish(struct ranker_state *s)
{
	s->q->matched += s->matched;
	s->q->done++;
}

static bool is_damaged(struct ranker_state *s)
{
	for (size_t i = 0; i < s->count; i++)
		s->damaged |= s->lists[i].at.damaged;
	return s->damaged;
}

bool ranker_next(struct ranker *r, uint64_t docid, double wanted)
{
	struct ranker_state *s = (struct ranker_state *)r;

	if (r->docid == CURSOR_END || (docid <= r->docid && docid > 0))
		return !s->damaged;
	r->docid = find(s, docid, wanted);
	if (is_damaged(s))
		r->docid = CURSOR_END;
	else if (r->docid == CURSOR_END)
		finish(s);
	return !s->damaged;
}

/* ---- how many match ---- */

/* Of those left out, how many have the word. */
static uint32_t count_left_out(const struct ranking *q, const struct word *w,
			       size_t database, bool *damaged)
{
	const struct ranking_database *d = &q->options.databases[database];
	uint32_t count = 0;
	struct cursor c;

	if (d->left_out_count == 0 || w->documents[database] == 0)
		return 0;
	open_word(q, w, database, &c);
	for (size_t i = 0; i < d->left_out_count; i++) {
		cursor_skip_to(&c, d->left_out[i]);
		count += c.docid == d->left_out[i];
	}
	*damaged |= c.damaged;
	cursor_release(&c);
	return count;
}

bool ranking_count(const struct ranking *q, uint32_t *count)
{
	bool known = q->whole && q->musts > 0;
	bool damaged = false;
	uint64_t matched = q->matched;

	if (known && q->count > 1)
		known = q->done == q->options.databases_count;
	for (size_t d = 0; known && q->count == 1 && d < q->options.databases_count; d++)
		matched += q->words[0].documents[d] -
			   count_left_out(q, &q->words[0], d, &damaged);
	*count = (uint32_t)matched;
	return known && !damaged;
}
