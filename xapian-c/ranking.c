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

struct maker {
	struct ranker shown; /* first: a pointer to it is one to the maker */
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

static void open_lists(struct maker *m)
{
	struct ranking *q = m->q;

	m->lists = xcalloc(q->count + 1, sizeof *m->lists);
	for (size_t i = 0; i < q->count; i++) {
		struct word *w = &q->words[i];
		struct list *l = &m->lists[m->count];

		l->word = w;
		if (w->taken[m->database])
			open_word(q, w, m->database, &l->at);
		else
			l->at = w->cursors[m->database];
		w->taken[m->database] = true;
		m->damaged |= l->at.damaged;
		l->most = bound(q, w, cursor_most(&l->at));
		if (l->at.docid != CURSOR_END)
			m->count++;
		else
			cursor_release(&l->at);
	}
	qsort(m->lists, m->count, sizeof *m->lists, by_use);
	while (m->first < m->count && m->lists[m->first].word->role == RANKING_MAY)
		m->first++;
	m->lacks = m->count - m->first < q->musts;
}

/* Sums are added up in the order of the words, everywhere. */
static void order_lists(struct maker *m)
{
	size_t n = 0;
	double sum = 0;

	m->order = xcalloc(m->count + 1, sizeof *m->order);
	for (size_t i = 0; i < m->q->count; i++) {
		for (size_t k = 0; k < m->count; k++) {
			if (m->lists[k].word == &m->q->words[i])
				m->order[n++] = k;
		}
	}
	for (size_t i = 0; i < m->count; i++) {
		m->lists[i].below = sum;
		sum += m->lists[i].most;
	}
	m->shown.most = sum * (1 + SLACK);
}

static uint64_t at_most(uint64_t n, uint64_t most)
{
	return n < most ? n : most;
}

/* How many match, as libxapian guesses it: words stand in documents independently of each other. */
static void guess_matches(struct maker *m)
{
	const struct ranking *q = m->q;
	const struct ranking_database *d = &q->options.databases[m->database];
	uint64_t documents = d->documents;
	uint64_t sum = 0, rarest = documents, commonest = 0, others;
	double all = 1, none = 1, guess;

	if (m->lacks)
		return;
	for (size_t i = q->musts > 0 ? m->first : 0; i < m->count; i++) {
		uint64_t n = m->lists[i].at.documents;
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
	m->shown.fewest = (uint32_t)commonest;
	m->shown.greatest = (uint32_t)rarest;
	m->shown.guess = (uint32_t)at_most((uint64_t)guess, rarest);
	if (m->shown.guess < m->shown.fewest)
		m->shown.guess = m->shown.fewest;
}

static enum way choose_way(const struct maker *m)
{
	uint64_t sum = 0;

	if (m->q->musts == 0)
		return ANY;
	if (m->lacks)
		return ALL;
	if (m->q->count == 1)
		return ONE;
	for (size_t i = 0; i < m->count; i++)
		sum += m->lists[i].at.documents;
	/* A filter beside it asks for few documents here and there. */
	if (m->q->whole && m->q->musts == m->q->count &&
	    sum < (uint64_t)LOOK_UP * m->lists[0].at.documents)
		return FREQUENT;
	return ALL;
}

struct ranker *ranker_new(struct ranking *q, size_t database)
{
	struct maker *m = xcalloc(1, sizeof *m);

	m->q = q;
	m->database = database;
	m->wanted = -1;
	m->base = CURSOR_END;
	open_lists(m);
	order_lists(m);
	guess_matches(m);
	m->way = choose_way(m);
	if (m->way == FREQUENT)
		m->numbers = xcalloc(m->count * STRETCH, sizeof *m->numbers);
	return &m->shown;
}

void ranker_free(struct ranker *r)
{
	struct maker *m = (struct maker *)r;

	if (m == NULL)
		return;
	for (size_t i = 0; i < m->count; i++)
		cursor_release(&m->lists[i].at);
	if (m->lengths_open)
		cursor_release(&m->lengths);
	free(m->numbers);
	free(m->order);
	free(m->lists);
	free(m);
}

/* ---- the next document ---- */

/* Asked of rising numbers. */
static bool is_left_out(struct maker *m, uint64_t docid)
{
	const struct ranking_database *d = &m->q->options.databases[m->database];

	if (!m->q->whole)
		return false;
	while (m->next_left_out < d->left_out_count &&
	       d->left_out[m->next_left_out] < docid)
		m->next_left_out++;
	return m->next_left_out < d->left_out_count &&
	       d->left_out[m->next_left_out] == docid;
}

static uint64_t next_of_one(struct maker *m, uint64_t from, double wanted)
{
	struct list *l = &m->lists[0];

	if (wanted != m->wanted) {
		m->wanted = wanted;
		m->enough = 0;
		while (m->enough < BOUNDS && !reaches(l->word->bounds[m->enough], wanted))
			m->enough++;
	}
	cursor_skip_to(&l->at, from);
	cursor_skip_to_number(&l->at, m->enough);
	if (l->at.docid != CURSOR_END)
		l->wdf = cursor_number(&l->at);
	return l->at.docid;
}

/* The next document that has all words that must be there. */
static uint64_t next_of_musts(struct maker *m, uint64_t from)
{
	size_t i = m->first;

	while (i < m->count && from != CURSOR_END) {
		struct cursor *c = &m->lists[i].at;

		cursor_skip_to(c, from);
		i = c->docid == from ? i + 1 : m->first;
		from = c->docid;
	}
	return from;
}

/*
 * How often a document has each word: the lists that are read for themselves stand at it or behind it, the
 * others are looked up while it may still weigh enough.
 */
static bool look_up(struct maker *m, uint64_t docid, double wanted)
{
	double sum = 0;

	for (size_t i = m->count; i-- > 0;) {
		struct list *l = &m->lists[i];

		if (i < m->first && !reaches(sum + l->below + l->most, wanted))
			return false;
		if (i < m->first)
			cursor_skip_to(&l->at, docid);
		l->wdf = 0;
		if (l->at.docid != docid)
			continue;
		l->wdf = cursor_number(&l->at);
		sum += bound(m->q, l->word, l->wdf);
	}
	return reaches(sum, wanted);
}

static uint64_t next_of_all(struct maker *m, uint64_t from, double wanted)
{
	if (m->lacks)
		return CURSOR_END;
	for (;; from++) {
		from = next_of_musts(m, from);
		if (from == CURSOR_END)
			return from;
		m->matched += !is_left_out(m, from);
		if (look_up(m, from, wanted))
			return from;
	}
}

/* Which documents of the stretch a list has, and how often. */
static void fill_list(struct maker *m, size_t k, uint64_t *have)
{
	struct cursor *c = &m->lists[k].at;
	uint32_t *own = m->numbers + k * STRETCH;
	const uint32_t *docids, *numbers;
	size_t n;

	memset(have, 0, STRETCH / 8);
	cursor_skip_to(c, m->base);
	while ((n = cursor_take(c, m->base + STRETCH, &docids, &numbers)) > 0) {
		for (size_t i = 0; i < n; i++) {
			size_t d = (size_t)(docids[i] - m->base);

			have[d / 64] |= (uint64_t)1 << d % 64;
			own[d] = numbers[i];
		}
	}
}

/* Takes the documents out of the stretch that are left out. */
static void drop_left_out(struct maker *m)
{
	const struct ranking_database *d = &m->q->options.databases[m->database];

	is_left_out(m, m->base);
	for (; m->q->whole && m->next_left_out < d->left_out_count; m->next_left_out++) {
		uint64_t i = d->left_out[m->next_left_out] - m->base;

		if (i >= STRETCH)
			break;
		m->bits[i / 64] &= ~((uint64_t)1 << i % 64);
	}
}

static void fill_stretch(struct maker *m, uint64_t from)
{
	uint64_t have[STRETCH / 64];

	m->base = from;
	fill_list(m, 0, m->bits);
	for (size_t k = 1; k < m->count; k++) {
		fill_list(m, k, have);
		for (size_t i = 0; i < STRETCH / 64; i++)
			m->bits[i] &= have[i];
	}
	drop_left_out(m);
	for (size_t i = 0; i < STRETCH / 64; i++)
		m->matched += (uint64_t)__builtin_popcountll(m->bits[i]);
}

/* The next document of the stretch, from the one that is number d of it, or STRETCH. */
static size_t next_in_stretch(struct maker *m, size_t d, double wanted)
{
	for (; d < STRETCH; d++) {
		uint64_t left = m->bits[d / 64] >> d % 64;
		double sum = 0;

		if (left == 0) {
			d |= 63;
			continue;
		}
		d += (size_t)__builtin_ctzll(left);
		for (size_t k = 0; k < m->count; k++) {
			struct list *l = &m->lists[k];

			l->wdf = m->numbers[k * STRETCH + d];
			sum += bound(m->q, l->word, l->wdf);
		}
		if (reaches(sum, wanted))
			return d;
	}
	return STRETCH;
}

static uint64_t next_of_frequent(struct maker *m, uint64_t from, double wanted)
{
	for (;;) {
		size_t d;

		if (m->base == CURSOR_END || from - m->base >= STRETCH) {
			cursor_skip_to(&m->lists[0].at, from);
			from = m->lists[0].at.docid;
			if (from == CURSOR_END)
				return from;
			fill_stretch(m, from);
		}
		d = next_in_stretch(m, (size_t)(from - m->base), wanted);
		if (d < STRETCH)
			return m->base + d;
		from = m->base + STRETCH;
	}
}

static uint64_t next_of_any(struct maker *m, uint64_t from, double wanted)
{
	if (wanted != m->wanted) {
		m->wanted = wanted;
		m->first = 0;
		while (m->first < m->count &&
		       !reaches(m->lists[m->first].below + m->lists[m->first].most,
				wanted))
			m->first++;
	}
	for (;; from++) {
		uint64_t docid = CURSOR_END;

		for (size_t i = m->first; i < m->count; i++) {
			struct cursor *c = &m->lists[i].at;

			cursor_skip_to(c, from);
			if (c->docid < docid)
				docid = c->docid;
		}
		from = docid;
		if (from == CURSOR_END || look_up(m, from, wanted))
			return from;
	}
}

static uint32_t length_of(struct maker *m, uint64_t docid)
{
	static const struct str all = {"", 0};

	if (!m->lengths_open) {
		const struct ranking_database *d = &m->q->options.databases[m->database];

		cursor_open(&m->lengths, d->reader, &all, 1, d->last);
		m->lengths_open = true;
	}
	cursor_skip_to(&m->lengths, docid);
	if (m->lengths.docid == docid)
		return cursor_number(&m->lengths);
	m->damaged = true;
	return 0;
}

/* Weighs a document when it is known how often it has each word. */
static bool weigh(struct maker *m, uint64_t docid, double wanted)
{
	double sum = 0, norm;

	for (size_t i = 0; i < m->count; i++)
		sum += bound(m->q, m->lists[i].word, m->lists[i].wdf);
	if (!reaches(sum, wanted))
		return false;
	m->shown.weight = 0;
	if (sum == 0)
		return true;
	norm = norm_of(m->q, length_of(m, docid));
	for (size_t i = 0; i < m->count; i++) {
		const struct list *l = &m->lists[m->order[i]];

		m->shown.weight += part_of(m->q, l->word->weight, l->wdf, norm);
	}
	return m->shown.weight >= wanted;
}

static uint64_t next_match(struct maker *m, uint64_t from, double wanted)
{
	switch (m->way) {
	case ONE:
		return next_of_one(m, from, wanted);
	case FREQUENT:
		return next_of_frequent(m, from, wanted);
	case ALL:
		return next_of_all(m, from, wanted);
	default:
		return next_of_any(m, from, wanted);
	}
}

static uint64_t find(struct maker *m, uint64_t from, double wanted)
{
	for (;; from++) {
		from = next_match(m, from, wanted);
		if (from == CURSOR_END ||
		    (!is_left_out(m, from) && weigh(m, from, wanted)))
			return from;
	}
}

static void finish(struct maker *m)
{
	m->q->matched += m->matched;
	m->q->done++;
}

static bool is_damaged(struct maker *m)
{
	for (size_t i = 0; i < m->count; i++)
		m->damaged |= m->lists[i].at.damaged;
	return m->damaged;
}

bool ranker_next(struct ranker *r, uint64_t docid, double wanted)
{
	struct maker *m = (struct maker *)r;

	if (r->docid == CURSOR_END || (docid <= r->docid && docid > 0))
		return !m->damaged;
	r->docid = find(m, docid, wanted);
	if (is_damaged(m))
		r->docid = CURSOR_END;
	else if (r->docid == CURSOR_END)
		finish(m);
	return !m->damaged;
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
