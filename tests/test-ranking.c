/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of ranking: random questions to random databases, each answer compared with what a look at every
 * document says. `test-ranking CORPUS QUESTION` asks only that one, as a failure names it.
 */
#include "xapian-c/xapian-c.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "glass/glass.h"
#include "lib/mem.h"
#include "tests/bm25.h"
#include "tests/check.h"
#include "tests/twin.h"

enum {
	SHARDS_MAX = 3,
	TERMS = 14,
	TERM_MAX = 16, /* bytes of its name */
	PARTS_MAX = 5,
	NODES_MAX = 256,
	WEIGHED = 24, /* documents of an answer that are weighed by themselves */
};

/* ---- random numbers, the same for each question ---- */

static uint32_t sequence;

static void start_sequence(unsigned corpus, unsigned question)
{
	sequence = (corpus + 1) * 2654435761u ^ (question + 1) * 2246822519u;
	sequence += sequence == 0;
}

static uint32_t below(uint32_t n)
{
	sequence ^= sequence << 13;
	sequence ^= sequence >> 17;
	sequence ^= sequence << 5;
	return sequence % n;
}

static double one_of(const double *values, uint32_t n)
{
	return values[below(n)];
}

/* ---- documents ---- */

struct document {
	uint32_t docid; /* among all databases */
	uint32_t local; /* in its own */
	uint32_t shard;
	uint32_t length;
	uint32_t wdfs[TERMS]; /* 1 more; 0: it has not got the term */
	bool out, gone;
};

enum made {
	GLASS,
	API,
};

/* Databases that are opened together. */
static const struct plan {
	unsigned questions;
	size_t shards;
	struct {
		enum made by;
		uint32_t documents;
	} of[SHARDS_MAX];
} plans[] = {
	{1200, 1, {{GLASS, 2500}}},
	{240, 1, {{GLASS, 20000}}},
	{1200, 1, {{API, 900}}},
	{360, 3, {{GLASS, 9000}, {API, 700}, {GLASS, 0}}},
	{1200, 2, {{API, 3}, {GLASS, 1500}}},
	{150, 1, {{API, 0}}},
	{1500, 3, {{GLASS, 300}, {API, 0}, {API, 60}}},
	{180, 2, {{API, 1200}, {GLASS, 14000}}},
};

/* How many of a thousand documents have a term, all over the database or in a part of it. */
static const struct {
	uint32_t of_1000;
	bool in_part;
} spreads[TERMS] = {
	{1000, false}, {900, false}, {500, false}, {450, true}, {200, false},
	{150, true},   {60, false},  {30, true},   {10, false}, {8, false},
	{3, true},     {2, false},   {1, false},   {0, false},
};

static char directory[200];
static struct error err;
static struct corpus {
	unsigned number;
	struct document *documents; /* by docid */
	size_t count, capacity;
	uint32_t with[TERMS];
	double average;
	char paths[SHARDS_MAX][300];
	struct xc_reader *reader;
} corpus;

static bool ok(int rc)
{
	if (!CHECK(rc >= 0))
		fprintf(stderr, "error: %s\n", err.text);
	return rc >= 0;
}

static struct str name_of(size_t term, char name[TERM_MAX])
{
	snprintf(name, TERM_MAX, "t%zu", term);
	return str_of(name);
}

static uint32_t random_wdf(void)
{
	switch (below(24)) {
	case 0:
		return 0;
	case 1:
		return 20 + below(60);
	case 2:
	case 3:
		return 1 + below(12);
	default:
		return 1 + below(3);
	}
}

/* A document, `share` of 1 from the start of its database. */
static void random_document(struct document *d, double share)
{
	d->length = 0;
	for (size_t t = 0; t < TERMS; t++) {
		uint32_t of_1000 = spreads[t].of_1000;
		double at = t * .29 - floor(t * .29);

		if (spreads[t].in_part && fabs(share - at) > .08)
			of_1000 = of_1000 / 50;
		d->wdfs[t] = below(1000) < of_1000 ? random_wdf() + 1 : 0;
		d->length += d->wdfs[t] > 0 ? d->wdfs[t] - 1 : 0;
	}
}

/* What fills documents up to lengths that are unlike, and some exactly alike. */
static uint32_t random_filling(void)
{
	return below(3) == 0 ? 40 : below(8) == 0 ? below(2000) : below(120);
}

static void make_glass(const char *path, struct document *documents, size_t n)
{
	const struct glass_options options = {.first = documents[0].local};
	struct glass_builder *b;

	ok(glass_new(&b, path, &options, &err));
	for (size_t i = 0; i < n; i++) {
		struct glass_posting postings[TERMS + 1];
		struct glass_document d = {.postings = postings};
		uint32_t filling = random_filling();
		char name[TERM_MAX];

		for (size_t t = 0; t < TERMS; t++)
			if (documents[i].wdfs[t] > 0)
				postings[d.posting_count++] = (struct glass_posting){
					glass_term(b, name_of(t, name)),
					documents[i].wdfs[t] - 1};
		postings[d.posting_count++] =
			(struct glass_posting){glass_term(b, STR("filling")), filling};
		documents[i].length += filling;
		ok(glass_add(b, &d, NULL, &err));
	}
	ok(glass_write(b, &err));
	glass_free(b);
}

static void put_document(struct xc_writer *w, struct document *document)
{
	struct xc_document *d = xc_document_new();
	uint32_t filling = random_filling();
	char name[TERM_MAX];

	for (size_t t = 0; t < TERMS; t++)
		if (document->wdfs[t] > 0)
			ok(xc_document_add_term(d, name_of(t, name),
						document->wdfs[t] - 1, &err));
	ok(xc_document_add_term(d, STR("filling"), filling, &err));
	document->length += filling;
	snprintf(name, sizeof name, "Q%u", (unsigned)document->local);
	ok(xc_writer_replace(w, str_of(name), d, NULL, &err));
	xc_document_free(d);
}

/* In many batches, some documents put in place of others, some removed. */
static void make_api(const char *path, struct document *documents, size_t n)
{
	const struct xc_writer_options options = {.create = XC_CREATE};
	struct xc_writer *w = xc_writer_open(path, &options, &err);
	char id[TERM_MAX];

	if (!CHECK(w != NULL))
		return;
	for (size_t i = 0; i < n; i++) {
		put_document(w, &documents[i]);
		if (below(200) == 0)
			ok(xc_writer_commit(w, &err));
	}
	for (size_t i = 0; i < n; i++) {
		struct document *d = &documents[i];

		snprintf(id, sizeof id, "Q%u", (unsigned)d->local);
		if (below(10) == 0) {
			random_document(d, (double)i / (double)n);
			put_document(w, d);
		} else if (below(10) == 0) {
			CHECK_INT(xc_writer_remove(w, str_of(id), &err), 1);
			d->gone = true;
		}
		if (below(200) == 0)
			ok(xc_writer_commit(w, &err));
	}
	ok(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static void make_shard(const struct plan *plan, uint32_t shard)
{
	uint32_t n = plan->of[shard].documents;
	bool api = plan->of[shard].by == API;
	uint32_t first = api ? 1 : 1 + below(3) * 5000;
	struct document *documents = xcalloc(n + 1, sizeof *documents);

	documents[0].local = first;
	for (uint32_t i = 0; i < n; i++) {
		documents[i].shard = shard;
		documents[i].local = first + i;
		documents[i].docid = (first + i - 1) * (uint32_t)plan->shards + shard + 1;
		random_document(&documents[i], (double)i / n);
	}
	snprintf(corpus.paths[shard], sizeof corpus.paths[shard], "%s/%u", directory,
		 (unsigned)shard);
	if (api)
		make_api(corpus.paths[shard], documents, n);
	else
		make_glass(corpus.paths[shard], documents, n);
	for (uint32_t i = 0; i < n; i++) {
		if (documents[i].gone)
			continue;
		GROW(corpus.documents, corpus.count, corpus.capacity);
		corpus.documents[corpus.count++] = documents[i];
	}
	free(documents);
}

static int by_docid(const void *a, const void *b)
{
	const struct document *x = a;
	const struct document *y = b;

	return (x->docid > y->docid) - (x->docid < y->docid);
}

static bool open_corpus(unsigned number)
{
	const struct plan *plan = &plans[number];
	const char *places[SHARDS_MAX];
	double sum = 0;

	start_sequence(number, UINT32_MAX);
	corpus = (struct corpus){.number = number};
	for (uint32_t i = 0; i < plan->shards; i++) {
		make_shard(plan, i);
		places[i] = corpus.paths[i];
	}
	if (corpus.count > 0)
		qsort(corpus.documents, corpus.count, sizeof *corpus.documents, by_docid);
	for (size_t i = 0; i < corpus.count; i++) {
		sum += corpus.documents[i].length;
		for (size_t t = 0; t < TERMS; t++)
			corpus.with[t] += corpus.documents[i].wdfs[t] > 0;
	}
	corpus.average = corpus.count > 0 ? sum / (double)corpus.count : 0;
	corpus.reader = xc_reader_open(places, plan->shards, &err);
	return CHECK(corpus.reader != NULL);
}

static void close_corpus(void)
{
	xc_reader_close(corpus.reader);
	free(corpus.documents);
	for (size_t i = 0; i < plans[corpus.number].shards; i++)
		twin_remove(corpus.paths[i]);
}

/* Leaves out none, few, many, all of some databases. */
static void leave_out(void)
{
	static const uint32_t of_1000[] = {0, 0, 5, 300, 1000};

	for (uint32_t shard = 0; shard < plans[corpus.number].shards; shard++) {
		uint32_t share = of_1000[below(COUNT(of_1000))];
		uint32_t *out = xreallocarray(NULL, corpus.count + 1, sizeof *out);
		size_t n = 0;

		for (size_t i = 0; i < corpus.count; i++) {
			struct document *d = &corpus.documents[i];

			if (d->shard != shard)
				continue;
			d->out = below(1000) < share;
			if (d->out)
				out[n++] = d->local;
		}
		ok(xc_reader_leave_out(corpus.reader, shard, out, n, &err));
		free(out);
	}
}

/* ---- questions ---- */

enum shape {
	TERM,
	ALL,
	NONE,
	SCALED,
	JOINED,
};

struct node {
	enum shape shape;
	enum xc_op op;
	size_t term;
	uint32_t wqf;
	double factor;
	size_t count;
	struct node *parts[PARTS_MAX];
	double weight; /* of a term or synonyms */
};

static struct node nodes[NODES_MAX];
static size_t node_count;

static struct node *new_node(enum shape shape)
{
	struct node *n = &nodes[node_count++];

	*n = (struct node){.shape = shape, .wqf = 1, .factor = 1};
	return n;
}

static struct node *random_term(void)
{
	struct node *n = new_node(TERM);

	n->term = below(TERMS);
	n->wqf = below(4) ? 1 : 1 + below(4);
	return n;
}

/* Of terms that are all unlike. */
static struct node *random_synonyms(void)
{
	struct node *n = new_node(JOINED);
	size_t first = below(TERMS);
	size_t step = below(2) ? 1 : 3;

	n->op = XC_SYNONYM;
	n->count = 1 + below(4);
	for (size_t i = 0; i < n->count; i++) {
		n->parts[i] = random_term();
		n->parts[i]->term = (first + i * step) % TERMS;
	}
	return n;
}

static struct node *scaled(struct node *part)
{
	static const double factors[] = {0, .5, 1, 3, 1e-3};
	struct node *n = new_node(SCALED);

	n->factor = one_of(factors, COUNT(factors));
	n->parts[n->count++] = part;
	return n;
}

static struct node *random_word(void)
{
	struct node *n = below(4) ? random_term() : random_synonyms();

	return below(6) ? n : scaled(n);
}

/* Words that are all wanted, or any of them. */
static struct node *random_words(void)
{
	struct node *n = new_node(JOINED);

	n->op = below(2) ? XC_AND : XC_OR;
	n->count = 1 + below(PARTS_MAX);
	for (size_t i = 0; i < n->count; i++)
		n->parts[i] = random_word();
	return n;
}

static struct node *random_tree(unsigned depth)
{
	static const enum xc_op ops[] = {
		XC_AND,	   XC_OR,	 XC_AND,    XC_OR,	XC_AND_NOT, XC_AND_MAYBE,
		XC_FILTER, XC_AND_MAYBE, XC_FILTER, XC_AND_NOT, XC_OR};
	struct node *n;

	if (below(12) == 0)
		return new_node(below(2) ? ALL : NONE);
	if (depth == 0)
		return below(3) ? random_word() : random_words();
	if (below(8) == 0)
		return scaled(random_tree(depth - 1));
	n = new_node(JOINED);
	n->op = ops[below(COUNT(ops))];
	n->count = 1 + below(3);
	for (size_t i = 0; i < n->count; i++)
		n->parts[i] = random_tree(depth - 1);
	return n;
}

static struct node *random_question(void)
{
	node_count = 0;
	switch (below(6)) {
	case 0:
		return random_word();
	case 1:
	case 2:
	case 3:
		return random_words();
	default:
		return random_tree(1 + below(2));
	}
}

static struct xc_query *query_of(const struct node *n)
{
	struct xc_query *parts[PARTS_MAX] = {NULL};
	struct xc_query *q = NULL;
	char name[TERM_MAX];

	for (size_t i = 0; i < n->count; i++)
		parts[i] = query_of(n->parts[i]);
	switch (n->shape) {
	case TERM:
		q = xc_query_term(name_of(n->term, name), n->wqf, &err);
		break;
	case ALL:
		q = xc_query_all(&err);
		break;
	case NONE:
		q = xc_query_none(&err);
		break;
	case SCALED:
		q = xc_query_scale(n->factor, parts[0], &err);
		break;
	case JOINED:
		q = xc_query_join(n->op, parts, n->count, &err);
		break;
	}
	for (size_t i = 0; i < n->count; i++)
		xc_query_free(parts[i]);
	return q;
}

/* A term, or synonyms, however scaled. */
static bool is_word(const struct node *n)
{
	while (n->shape == SCALED)
		n = n->parts[0];
	return n->shape == TERM || (n->shape == JOINED && n->op == XC_SYNONYM);
}

/* A word, or words that are all wanted, or any: what is ranked in one go. */
static bool is_whole(const struct node *n)
{
	while (n->shape == SCALED)
		n = n->parts[0];
	if (is_word(n))
		return true;
	for (size_t i = 0; i < n->count; i++)
		if (!is_word(n->parts[i]))
			return false;
	return n->shape == JOINED && (n->op == XC_AND || n->op == XC_OR);
}

/* ---- answers, by brute force ---- */

struct answer {
	uint32_t docid;
	uint32_t local, shard;
	double weight;
};

static uint32_t count_any(const struct node *n)
{
	uint32_t count = 0;

	for (size_t i = 0; i < corpus.count; i++) {
		bool any = false;

		for (size_t k = 0; k < n->count; k++)
			any |= corpus.documents[i].wdfs[n->parts[k]->term] > 0;
		count += any;
	}
	return count;
}

/* What each word of a question counts. */
static void weigh_words(const struct xc_search *s, struct node *n)
{
	double documents = (double)corpus.count;

	if (n->shape == TERM)
		n->weight = bm25_term(s, documents, corpus.with[n->term], n->wqf);
	for (size_t i = 0; i < n->count; i++)
		weigh_words(s, n->parts[i]);
	if (n->shape != JOINED || n->op != XC_SYNONYM)
		return;
	n->weight = n->count == 1 ? n->parts[0]->weight
				  : bm25_term(s, documents, count_any(n), 1);
}

static bool match_word(const struct xc_search *s, const struct node *n,
		       const struct document *d, double *weight)
{
	const struct node *const self[] = {n};
	const struct node *const *terms =
		n->shape == TERM ? self : (const struct node *const *)n->parts;
	size_t count = n->shape == TERM ? 1 : n->count;
	uint32_t wdf = 0;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		uint32_t more = d->wdfs[terms[i]->term];

		any |= more > 0;
		wdf += more > 0 ? more - 1 : 0;
	}
	if (wdf > 0)
		*weight = bm25_part(s, n->weight, wdf, d->length, corpus.average);
	return any;
}

static bool match(const struct xc_search *s, const struct node *n,
		  const struct document *d, double *weight);

static bool match_joined(const struct xc_search *s, const struct node *n,
			 const struct document *d, double *weight)
{
	double weights[PARTS_MAX];
	bool matched[PARTS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < n->count; i++) {
		matched[i] = match(s, n->parts[i], d, &weights[i]);
		count += matched[i];
		if (n->op != XC_FILTER && n->op != XC_AND_NOT)
			*weight += matched[i] ? weights[i] : 0;
	}
	if (n->op == XC_FILTER || n->op == XC_AND_NOT)
		*weight = weights[0];
	switch (n->op) {
	case XC_AND:
	case XC_FILTER:
		return count == n->count;
	case XC_AND_NOT:
		return matched[0] && count == 1;
	case XC_AND_MAYBE:
		return matched[0];
	default:
		return count > 0;
	}
}

static bool match(const struct xc_search *s, const struct node *n,
		  const struct document *d, double *weight)
{
	bool matched;

	*weight = 0;
	switch (n->shape) {
	case TERM:
		return match_word(s, n, d, weight);
	case ALL:
		return true;
	case NONE:
		return false;
	case SCALED:
		matched = match(s, n->parts[0], d, weight);
		*weight *= n->factor;
		return matched;
	default:
		return n->op == XC_SYNONYM ? match_word(s, n, d, weight)
					   : match_joined(s, n, d, weight);
	}
}

static size_t answer_all(const struct xc_search *s, const struct node *n,
			 struct answer *answers)
{
	size_t count = 0;

	for (size_t i = 0; i < corpus.count; i++) {
		const struct document *d = &corpus.documents[i];
		struct answer *a = &answers[count];

		*a = (struct answer){d->docid, d->local, d->shard, 0};
		count += !d->out && match(s, n, d, &a->weight);
	}
	return count;
}

static int by_weight(const void *a, const void *b)
{
	const struct answer *x = a;
	const struct answer *y = b;

	if (x->weight < y->weight || x->weight > y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->docid > y->docid) - (x->docid < y->docid);
}

static int by_shard(const void *a, const void *b)
{
	const struct answer *x = a;
	const struct answer *y = b;

	if (x->shard != y->shard)
		return x->shard > y->shard ? 1 : -1;
	return (x->local > y->local) - (x->local < y->local);
}

static const struct document *find_document(uint32_t docid)
{
	const struct document key = {.docid = docid};

	if (corpus.count == 0)
		return NULL;
	return bsearch(&key, corpus.documents, corpus.count, sizeof key, by_docid);
}

/* What a document weighs; below 0 when it is none of the answer. */
static double weight_of(const struct xc_search *s, const struct node *n, uint32_t docid)
{
	const struct document *d = find_document(docid);
	double weight;

	return d != NULL && !d->out && match(s, n, d, &weight) ? weight : -1;
}

/* Whether two documents are one to a question: what it asks for stands in them alike. */
static bool are_alike(const struct node *n, const struct document *a,
		      const struct document *b)
{
	bool alike = a->length == b->length &&
		     (n->shape != TERM || a->wdfs[n->term] == b->wdfs[n->term]);

	for (size_t i = 0; i < n->count && alike; i++)
		alike = are_alike(n->parts[i], a, b);
	return alike;
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

/* ---- whether they are the same: NULL, or what is not ---- */

static bool is_hit(const struct xc_hits *hits, uint32_t docid)
{
	for (size_t i = 0; i < hits->count; i++)
		if (hits->hits[i].docid == docid)
			return true;
	return false;
}

/* Of documents that are alike, those with the least numbers are among the hits. */
static const char *compare_last(const struct node *n, const struct answer *answers,
				size_t count, const struct xc_hits *hits)
{
	const struct document *last;

	if (hits->count == 0 || hits->count == count)
		return NULL;
	last = find_document(hits->hits[hits->count - 1].docid);
	for (size_t i = 0; i < count; i++)
		if (answers[i].docid < last->docid &&
		    are_alike(n, find_document(answers[i].docid), last) &&
		    !is_hit(hits, answers[i].docid))
			return "which documents of one weight";
	return NULL;
}

static const char *compare_hits(const struct xc_search *s, const struct node *n,
				const struct answer *answers, size_t count,
				const struct xc_hits *hits)
{
	size_t rest = count > s->first ? count - s->first : 0;

	if (hits->count != (rest < s->limit ? rest : s->limit))
		return "the number of hits";
	for (size_t i = 0; i < hits->count; i++) {
		const struct xc_hit *h = &hits->hits[i];
		const struct answer *a = &answers[s->first + i];

		if (!near(h->weight, weight_of(s, n, h->docid)))
			return "what a hit weighs";
		if (!near(h->weight, a->weight))
			return "a document is missing";
		if (i > 0 && (h[-1].weight < h->weight ||
			      (h[-1].weight <= h->weight && h[-1].docid >= h->docid)))
			return "the order of hits";
		if (h->weight > hits->max_possible * (1 + 1e-9))
			return "the greatest weight possible";
	}
	return is_whole(n) && s->first == 0 ? compare_last(n, answers, count, hits)
					    : NULL;
}

/* By a slot that no document has, and then by weights of libxapian's own, which guesses those of synonyms. */
static const char *compare_sorted(const struct xc_search *given, const struct node *n,
				  size_t count)
{
	struct xc_search s = *given;
	size_t rest = count > s.first ? count - s.first : 0;
	struct xc_hits hits = {0};
	const char *difference = NULL;

	s.order = XC_BY_VALUE_DESCENDING;
	s.sort_slot = 5;
	if (xc_reader_search(corpus.reader, &s, &hits, &err) < 0)
		return err.text;
	if (hits.count != (rest < s.limit ? rest : s.limit))
		difference = "the number of hits by value";
	for (size_t i = 0; i < hits.count; i++)
		if (weight_of(&s, n, hits.hits[i].docid) < 0)
			difference = "which are hits by value";
	if (hits.lower > count || hits.upper < count)
		difference = "the bounds of hits by value";
	xc_hits_release(&hits);
	return difference;
}

static const char *compare_bounds(const struct xc_search *s, const struct node *n,
				  size_t count, const struct xc_hits *hits)
{
	uint32_t seen = s->first + s->limit;

	if (seen < s->check_at_least)
		seen = s->check_at_least;
	if (hits->lower > count)
		return "the lower bound";
	if (hits->upper < count)
		return "the upper bound";
	if (hits->estimated < hits->lower || hits->estimated > hits->upper)
		return "the estimate";
	if (hits->lower < hits->upper && is_word(n))
		return "how many have a word is not told exactly";
	if (hits->lower < hits->upper && seen > count)
		return "how many match is not told exactly";
	return NULL;
}

/* Some documents weighed and picked by themselves: of the answer, of others, of none. */
static const char *compare_some(const struct xc_search *s, const struct node *n,
				const struct answer *answers, size_t count)
{
	uint32_t docids[WEIGHED];
	double weights[WEIGHED];
	bool picked[WEIGHED];
	uint32_t last = xc_reader_last_docid(corpus.reader);
	size_t asked = below(WEIGHED + 1);

	for (size_t i = 0; i < asked; i++) {
		const struct document *d;

		docids[i] = count > 0 && below(3) ? answers[below((uint32_t)count)].docid
						  : 1 + below(last + 10);
		d = find_document(docids[i]);
		if (d != NULL && d->out)
			docids[i] = last + 20;
	}
	if (xc_reader_weigh(corpus.reader, s, docids, asked, weights, &err) < 0 ||
	    xc_reader_pick(corpus.reader, s->query, docids, asked, picked, &err) < 0)
		return err.text;
	for (size_t i = 0; i < asked; i++) {
		double weight = weight_of(s, n, docids[i]);

		if (!near(weights[i], fmax(0, weight)))
			return "what a document weighs by itself";
		if (picked[i] != (weight >= 0))
			return "whether a document is picked";
	}
	return NULL;
}

static const char *compare_matches(const struct xc_search *s, struct answer *answers,
				   size_t count)
{
	const char *difference = NULL;
	uint32_t *docids;
	size_t n;

	if (xc_reader_matches(corpus.reader, s->query, &docids, &n, &err) < 0)
		return err.text;
	if (count > 0)
		qsort(answers, count, sizeof *answers, by_shard);
	if (n != count)
		difference = "how many match in all";
	for (size_t i = 0; i < n && difference == NULL; i++)
		if (docids[i] != answers[i].docid)
			difference = "which match in all";
	free(docids);
	return difference;
}

/* ---- questions asked ---- */

static void random_settings(struct xc_search *s)
{
	static const double k1[] = {1.2, 2, .4, 0, 1.2};
	static const double b[] = {.75, .3, 0, 1, .75};
	static const double k3[] = {0, 8, 1};
	static const double min_length[] = {.5, 0, .9, 1.5};
	static const uint32_t limits[] = {1, 10, 50, 1, 10, 0, 3, 100000};
	static const uint32_t firsts[] = {0, 0, 0, 10, 200};

	s->k1 = one_of(k1, COUNT(k1));
	s->b = one_of(b, COUNT(b));
	s->k3 = one_of(k3, COUNT(k3));
	s->min_length = one_of(min_length, COUNT(min_length));
	s->limit = limits[below(COUNT(limits))];
	s->first = firsts[below(COUNT(firsts))];
	s->check_at_least = below(2) ? 0 : below(2) ? 1000 : below(30000);
}

static void describe(const struct node *n, struct buf *out)
{
	static const char *const ops[] = {"AND",       "OR",	 "AND_NOT",
					  "AND_MAYBE", "FILTER", "SYNONYM"};

	if (n->shape == TERM)
		buf_printf(out, "t%zu#%u", n->term, (unsigned)n->wqf);
	else if (n->shape == SCALED)
		buf_printf(out, "%g * ", n->factor);
	else
		buf_printf(out, "%s",
			   n->shape == ALL    ? "ALL"
			   : n->shape == NONE ? "NONE"
					      : ops[n->op]);
	for (size_t i = 0; i < n->count; i++) {
		buf_printf(out, "%s", i > 0 ? ", " : "(");
		describe(n->parts[i], out);
	}
	if (n->count > 0)
		buf_char(out, ')');
}

static void tell(unsigned question, const struct xc_search *s, const struct node *n,
		 const char *difference)
{
	struct buf b = {0};

	describe(n, &b);
	fprintf(stderr,
		"test-ranking %u %u: %s\n\t%s\n\tk1 %g, b %g, k3 %g, min_length %g, "
		"limit %u, first %u, check_at_least %u\n",
		corpus.number, question, difference, b.n > 0 ? b.p : "", s->k1, s->b,
		s->k3, s->min_length, (unsigned)s->limit, (unsigned)s->first,
		(unsigned)s->check_at_least);
	buf_release(&b);
}

static const char *compare_all(const struct xc_search *s, struct node *n)
{
	struct answer *answers = xreallocarray(NULL, corpus.count + 1, sizeof *answers);
	struct xc_hits hits = {0};
	const char *difference;
	size_t count;

	weigh_words(s, n);
	count = answer_all(s, n, answers);
	if (count > 0)
		qsort(answers, count, sizeof *answers, by_weight);
	if (xc_reader_search(corpus.reader, s, &hits, &err) < 0)
		difference = err.text;
	else
		difference = compare_hits(s, n, answers, count, &hits);
	if (difference == NULL)
		difference = compare_bounds(s, n, count, &hits);
	if (difference == NULL && below(4) == 0)
		difference = compare_sorted(s, n, count);
	if (difference == NULL)
		difference = compare_some(s, n, answers, count);
	if (difference == NULL)
		difference = compare_matches(s, answers, count);
	xc_hits_release(&hits);
	free(answers);
	return difference;
}

static void ask(unsigned question)
{
	struct xc_search s = {0};
	const char *difference;
	struct node *n;

	start_sequence(corpus.number, question);
	if (question % 4 == 0)
		leave_out();
	n = random_question();
	random_settings(&s);
	s.query = query_of(n);
	if (!CHECK(s.query != NULL))
		return;
	difference = compare_all(&s, n);
	if (!CHECK(difference == NULL))
		tell(question, &s, n, difference);
	xc_query_free(s.query);
}

static void ask_all(void)
{
	for (unsigned i = 0; i < plans[corpus.number].questions; i++)
		ask(i);
}

/* The question, with the documents left out that it was asked with. */
static void ask_one(unsigned question)
{
	start_sequence(corpus.number, question - question % 4);
	leave_out();
	ask(question);
}

int main(int argc, char **argv)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof directory, "%s/veille-test-ranking.XXXXXX",
		 parent != NULL ? parent : "/tmp");
	if (mkdtemp(directory) == NULL)
		return 1;
	for (unsigned i = 0; i < COUNT(plans); i++) {
		if (argc > 2 && i != (unsigned)atoi(argv[1]))
			continue;
		if (open_corpus(i) && argc > 2)
			ask_one((unsigned)atoi(argv[2]));
		else if (corpus.reader != NULL)
			ask_all();
		close_corpus();
	}
	CHECK(rmdir(directory) == 0);
	return check_done();
}
