/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A noisy channel: of the forms near a word, the one that is frequent, whose misspelling is
 * likely, and that stands in articles with the other words. Forms lie in blocks by their
 * first letters, so only the blocks of beginnings one slip away from the word's are read.
 */
#include "query/spell-forms.h"

#include <math.h>
#include <stdlib.h>

enum {
	LETTERS_FAR = 8,  /* words so long may hold two slips */
	FAR_ARTICLES = 3, /* that have a form two slips away */
	CONTENDERS = 4,	  /* candidates weighed by the other words */
	COUNT_MAX = 1000, /* articles counted exactly */
};

#define CLOSE 5.  /* contenders' scores are not farther from the best */
#define ACCENT 2. /* cost of an accent that was typed and that the form lacks */

struct candidate {
	struct spelled spelled;
	struct str exact;	 /* its most frequent spelling */
	uint32_t exact_articles; /* that have it */
	uint32_t articles; /* that have the folded form; of several spellings the sum */
	struct slips slips;
	double score; /* logarithm of how likely it is, but for a constant */
};

struct search_forms {
	struct index *index;
	const struct mistyped *mistyped;
	struct arena *arena;
	struct candidate *items;
	size_t count, capacity;
	struct error *err;
};

size_t count_accents(struct str exact)
{
	size_t count = 0;

	for (size_t i = 0; i < exact.n; i++)
		count += ((unsigned char)exact.p[i] & 0xC0) == 0xC0;
	return count;
}

/* ---- blocks ---- */

/* Reads the forms that begin as `front` from one of the indexes. */
static int read_forms(struct index *x, size_t database, struct str front,
		      struct arena *arena, struct form_count **forms, size_t *count,
		      struct error *err)
{
	struct buf key = {0};
	struct buf block = {0};
	int rc;

	*count = 0;
	forms_key(&key, front);
	rc = xc_reader_metadata(index_reader(x), database, buf_view(&key), &block, err);
	if (rc == 0 && block.n > 0)
		rc = forms_read(buf_view(&block), arena, forms, count, err);
	buf_release(&block);
	buf_release(&key);
	return rc;
}

/* ---- the forms near by ---- */

static void add_candidate(struct search_forms *s, const struct spelled *spelled,
			  const struct form_count *form, const struct slips *slips)
{
	struct candidate *c = NULL;

	for (size_t i = 0; i < s->count && c == NULL; i++) {
		if (spelled_same(&s->items[i].spelled, spelled))
			c = &s->items[i];
	}
	if (c == NULL) {
		GROW(s->items, s->count, s->capacity);
		c = &s->items[s->count++];
		*c = (struct candidate){.spelled = *spelled, .slips = *slips};
	}
	c->articles += form->articles;
	if (form->articles > c->exact_articles) {
		c->exact = form->exact;
		c->exact_articles = form->articles;
	}
}

static bool is_near(const struct mistyped *m, const struct spelled *form,
		    const struct slips *slips)
{
	const struct spelled *word = &m->typed.word;

	if (m->cautious)
		return slips->count == 1 && word->letters[0] == form->letters[0];
	return slips->count <= (word->count < LETTERS_FAR ? 1u : 2u) || slips->same_sound;
}

static void sort_forms(struct search_forms *s, const struct form_count *forms,
		       size_t count)
{
	const struct typed *typed = &s->mistyped->typed;
	struct spelled form;
	struct slips slips;

	for (size_t i = 0; i < count; i++) {
		if (!spelled_as(&form, forms[i].exact) ||
		    spelled_apart(&typed->word, &form, 2))
			continue;
		slips_between(typed, &form, &slips);
		if (is_near(s->mistyped, &form, &slips))
			add_candidate(s, &form, &forms[i], &slips);
	}
}

static int find_candidates(struct search_forms *s)
{
	size_t databases = xc_reader_databases(index_reader(s->index));
	struct beginnings beginnings;
	struct form_count *forms;
	struct str front;
	size_t count;

	beginnings_near(&beginnings, &s->mistyped->typed.word);
	while (beginnings_next(&beginnings, &front)) {
		for (size_t i = 0; i < databases; i++) {
			if (read_forms(s->index, i, front, s->arena, &forms, &count,
				       s->err) < 0)
				return -1;
			sort_forms(s, forms, count);
		}
	}
	return 0;
}

/* ---- the likely ones ---- */

static void score_candidates(struct search_forms *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct candidate c = s->items[i];
		size_t accents = count_accents(c.exact);

		if (c.slips.count > 1 && !c.slips.same_sound && c.articles < FAR_ARTICLES)
			continue;
		c.score = log(c.articles) - c.slips.cost;
		if (accents < s->mistyped->accents)
			c.score -= ACCENT * (double)(s->mistyped->accents - accents);
		s->items[n++] = c;
	}
	s->count = n;
}

static int by_score(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return str_compare(x->exact, y->exact);
}

/* Articles that have both terms; an estimate beyond COUNT_MAX. */
static int count_both(struct search_forms *s, struct str a, struct str b,
		      double *articles)
{
	struct xc_query *terms[2] = {xc_query_term(a, 1, s->err),
				     xc_query_term(b, 1, s->err)};
	struct xc_query *both = NULL;
	struct xc_query *query = NULL;
	struct xc_search search = {
		.k1 = 1, .min_length = .5, .check_at_least = COUNT_MAX};
	struct xc_hits hits = {0};
	int rc = -1;

	if (terms[0] == NULL || terms[1] == NULL)
		goto out;
	both = xc_query_join(XC_AND, terms, 2, s->err);
	query = both ? xc_query_scale(0, both, s->err) : NULL;
	search.query = query;
	if (query == NULL ||
	    xc_reader_search(index_reader(s->index), &search, &hits, s->err) < 0)
		goto out;
	*articles = hits.estimated;
	rc = 0;
out:
	xc_hits_release(&hits);
	xc_query_free(query);
	xc_query_free(both);
	xc_query_free(terms[1]);
	xc_query_free(terms[0]);
	return rc;
}

static int count_term(struct search_forms *s, struct str term, double *articles)
{
	uint32_t n = 0;

	if (xc_term_fits(term) &&
	    xc_reader_term_count(index_reader(s->index), term, &n, s->err) < 0)
		return -1;
	*articles = n;
	return 0;
}

/* How much more often than by chance the candidate stands with another word. */
static int weigh_pair(struct search_forms *s, struct candidate *c, struct str stem,
		      struct str other, double all)
{
	double one, two, both;

	if (count_term(s, stem, &one) < 0 || count_term(s, other, &two) < 0)
		return -1;
	if (one == 0 || two == 0)
		return 0;
	if (count_both(s, stem, other, &both) < 0)
		return -1;
	c->score += log((both + 1) / (one * two / all + 1));
	return 0;
}

/* Weighs the best candidates, when they are close, by the other words of the question. */
static int weigh_context(struct search_forms *s)
{
	struct xc_reader *reader = index_reader(s->index);
	const struct mistyped *m = s->mistyped;
	size_t n = 0;
	double all = 0;

	while (n < s->count && n < CONTENDERS &&
	       s->items[n].score > s->items[0].score - CLOSE)
		n++;
	if (n < 2)
		return 0;
	for (size_t i = 0; i < xc_reader_databases(reader); i++)
		all += xc_reader_count(reader, i);
	for (size_t i = 0; i < n; i++) {
		struct candidate *c = &s->items[i];
		struct str stem =
			vocabulary_form(index_vocabulary(s->index), c->exact)->stem;

		for (size_t j = 0; j < m->context_count; j++) {
			if (weigh_pair(s, c, stem, m->context[j]->stem, all) < 0)
				return -1;
		}
	}
	qsort(s->items, n, sizeof *s->items, by_score);
	return 0;
}

/*
 * A right form of a known stem that no article happens to have is about as likely as a form
 * of one article. A stop word mistyped needs no correction.
 */
static bool is_likely(const struct search_forms *s, const struct candidate *c)
{
	if (s->mistyped->inflects && c->score < 0)
		return false;
	return !vocabulary_form(index_vocabulary(s->index), c->exact)->stop;
}

int likely_form(struct index *x, const struct mistyped *m, struct arena *arena,
		struct str *form, struct error *err)
{
	struct search_forms s = {.index = x, .mistyped = m, .arena = arena, .err = err};
	int rc = -1;

	*form = (struct str){0};
	if (find_candidates(&s) < 0)
		goto out;
	score_candidates(&s);
	if (s.count > 1)
		qsort(s.items, s.count, sizeof *s.items, by_score);
	if (weigh_context(&s) < 0)
		goto out;
	if (s.count > 0 && is_likely(&s, &s.items[0]))
		*form = s.items[0].exact;
	rc = 0;
out:
	free(s.items);
	return rc;
}
