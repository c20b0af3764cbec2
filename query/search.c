/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/columns.h"
#include "query/ahead.h"
#include "query/newest.h"
#include "query/numbers.h"
#include "query/shelf.h"

/* FRENCH text ranks best so; measured on judged questions, see ARCHITECTURE.md, "Ranking". */
#define K1 1.2
#define K3 8
#define B .75
#define MIN_LENGTH .5

enum {
	WINDOW = 50,	   /* ranked candidates read and put into their final order */
	COUNTED = 1000,	   /* matches counted exactly up to here */
	BATCH_MAX = 50000, /* candidates fetched at once while verifying */
	GROWTH = 4,	   /* times more of them each time */
	AGED = 1000,	   /* candidates whose age is looked at when age counts */
	ANCESTORS = 16,	   /* more are a circle in the lexicon */
};

/*
 * What age takes off at most. An article of one half-life loses half of this share, one without
 * a date all of it: age may reorder what answers about as well, not bring up what hardly answers.
 */
#define RECENCY_SHARE .5

struct candidate {
	uint32_t docid;
	struct score score;
	size_t order; /* libxapian's */
	uint64_t group;
	size_t next; /* place in `kept` of a copy behind it, or NO_NEXT */
	bool copy;   /* of one that stands before it */
};

#define NO_NEXT SIZE_MAX

struct run {
	struct index *index;
	const struct plan *plan;
	const struct search_options *options;
	bool by_date;
	struct reading reading;
	struct refining refining;
	struct columns_scratch scratch;
	bool *sure;	       /* of the hits being considered: they answer, unread */
	struct ahead *ahead;   /* reads those that are to be read; or NULL */
	struct newest *newest; /* by date; or NULL */
	struct shelf shelf;    /* those read that the page may show */
	struct candidate *kept;
	size_t kept_count, kept_capacity;
	struct numbers seen;		  /* of those kept */
	size_t stories;			  /* kept, copies left out */
	size_t fetched;			  /* candidates seen */
	bool exhausted;			  /* there are no more */
	uint32_t lower, estimated, upper; /* libxapian's count of candidates */
};

static int fetch(struct run *run, size_t limit, struct xc_hits *hits, struct error *err)
{
	struct xc_search search = {
		.query = run->plan->query,
		.k1 = K1,
		.k3 = K3,
		.b = B,
		.min_length = MIN_LENGTH,
		.order = run->by_date ? XC_BY_VALUE_DESCENDING : XC_BY_RELEVANCE,
		.sort_slot = SLOT_MOMENT,
		.first = (uint32_t)run->fetched,
		.limit = (uint32_t)limit,
		.check_at_least = run->options->uncounted ? 0 : COUNTED,
	};

	if (run->newest != NULL
		    ? newest_take(run->newest, &search, hits, err) < 0
		    : xc_reader_search(index_reader(run->index), &search, hits, err) < 0)
		return -1;
	run->lower = hits->lower;
	run->estimated = hits->estimated;
	run->upper = hits->upper;
	run->exhausted = hits->count < limit;
	return 0;
}

/* What age takes off a score of 1, from 0 to -RECENCY_SHARE. */
static int age_factor(struct run *run, uint32_t docid, double *factor, struct error *err)
{
	struct buf *value = &run->reading.scratch;
	double freshness = 0;
	int64_t moment;
	long age;

	*factor = 0;
	if (run->options->half_life <= 0 || run->by_date)
		return 0;
	buf_clear(value);
	if (xc_reader_value(index_reader(run->index), docid, SLOT_MOMENT, value, err) < 0)
		return -1;
	moment = value_moment_read(buf_view(value));
	age = moment ? day_difference(moment_day(moment), run->options->today) : 0;
	if (moment != 0)
		freshness = exp2(-(double)(age > 0 ? age : 0) / run->options->half_life);
	*factor = RECENCY_SHARE * (freshness - 1);
	return 0;
}

static int by_weight(const void *a, const void *b)
{
	const struct xc_hit *x = a;
	const struct xc_hit *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->docid > y->docid) - (x->docid < y->docid);
}

/* When age counts, the candidates in the order that their weights then have. */
static int age_hits(struct run *run, struct xc_hits *hits, struct error *err)
{
	double factor;

	if (run->options->half_life <= 0 || run->by_date)
		return 0;
	for (size_t i = 0; i < hits->count; i++) {
		if (age_factor(run, hits->hits[i].docid, &factor, err) < 0)
			return -1;
		hits->hits[i].weight *= 1 + factor;
	}
	if (hits->count > 1)
		qsort(hits->hits, hits->count, sizeof *hits->hits, by_weight);
	return 0;
}

/* Which story the candidate tells, and whether it is the first that does. */
static int note_group(struct run *run, struct candidate *c, struct error *err)
{
	struct numbers_slot *slot;

	c->next = NO_NEXT;
	if (run->options->each) {
		run->stories++;
		return 0;
	}
	if (index_group(run->index, c->docid, &c->group, err) < 0)
		return -1;
	slot = c->group != 0 ? numbers_find(&run->seen, c->group) : NULL;
	if (slot == NULL || slot->place == SIZE_MAX)
		run->stories++;
	if (slot != NULL)
		slot->place = 0;
	return 0;
}

/*
 * Which of the hits libxapian can settle, into run->sure. Those of the window are read in any
 * case.
 */
static int settle(struct run *run, const struct xc_hits *hits, struct error *err)
{
	const struct plan *plan = run->plan;
	bool window_only = !run->by_date && plan->words_count > 0 &&
			   run->fetched + hits->count <= WINDOW;
	uint32_t *docids;
	int rc;

	free(run->sure);
	run->sure = xcalloc(hits->count + 1, sizeof *run->sure);
	if (plan->sure == NULL || window_only)
		return 0;
	docids = xreallocarray(NULL, hits->count + 1, sizeof *docids);
	for (size_t i = 0; i < hits->count; i++)
		docids[i] = hits->hits[i].docid;
	rc = xc_reader_pick(index_reader(run->index), plan->sure, docids, hits->count,
			    run->sure, err);
	free(docids);
	return rc;
}

/* Whether a candidate is scored by its text: candidate number i of all. */
static bool is_refined(const struct run *run, size_t i)
{
	return !run->by_date && i < WINDOW && run->plan->words_count > 0;
}

static bool is_read(const struct run *run, size_t i, bool sure)
{
	return (run->plan->verify && !sure) || is_refined(run, i) ||
	       run->options->keeps != NULL;
}

/* Begins to read those of the hits that consider() reads; the numbers, to be freed. */
static uint32_t *read_ahead(struct run *run, const struct xc_hits *hits)
{
	uint32_t *docids = xreallocarray(NULL, hits->count + 1, sizeof *docids);
	size_t count = 0;

	for (size_t i = 0; i < hits->count; i++) {
		if (is_read(run, run->fetched + i, run->sure[i]))
			docids[count++] = hits->hits[i].docid;
	}
	run->ahead = ahead_new(run->index, docids, count);
	return docids;
}

static int open_candidate(struct run *run, uint32_t docid, struct error *err)
{
	struct record record;

	if (run->ahead == NULL)
		return reading_open(&run->reading, run->index, docid, err);
	if (ahead_take(run->ahead, &record, err) < 0)
		return -1;
	reading_take(&run->reading, run->index, docid, &record);
	return 0;
}

/*
 * Sets what was read of an answer aside, when the page shows articles. What was read ahead is
 * not ours to keep.
 */
static void shelve(struct run *run, const struct candidate *c)
{
	bool refined = is_refined(run, c->order);

	if (run->ahead == NULL && (!run->reading.remembered || index_keeps(run->index)))
		shelf_offer(&run->shelf, &run->reading,
			    refined ? score_sum(&c->score) : -(double)c->order);
}

/* Verifies one candidate unless it is sure, and scores it when it lies in the window. */
static int consider(struct run *run, const struct xc_hit *hit, bool sure,
		    struct error *err)
{
	struct candidate c = {
		.docid = hit->docid, .score.weight = hit->weight, .order = run->fetched};
	bool refined = is_refined(run, run->fetched);
	bool read = is_read(run, run->fetched, sure);
	double factor;
	int rc = 1;

	if (age_factor(run, c.docid, &factor, err) < 0)
		return -1;
	c.score.weight /= 1 + factor; /* as libxapian gave it */

	if (read) {
		if (open_candidate(run, c.docid, err) < 0)
			return -1;
		rc = sure ? 1 : reading_verify(&run->reading, run->plan, err);
		if (rc > 0 && run->options->keeps != NULL)
			rc = run->options->keeps(run->options->context, &run->reading,
						 err);
		if (rc > 0 && refined)
			refine(&run->refining, &run->reading, &c.score);
	}
	c.score.recency = factor * score_sum(&c.score);
	if (read && rc > 0)
		shelve(run, &c);
	run->fetched++;
	if (rc > 0 && note_group(run, &c, err) < 0)
		return -1;
	if (rc > 0) {
		GROW(run->kept, run->kept_count, run->kept_capacity);
		run->kept[run->kept_count++] = c;
	}
	return rc < 0 ? -1 : 0;
}

/* The page is full, and all of the window has been put in order. */
static bool is_full(const struct run *run, size_t wanted)
{
	return (run->plan->verify || run->options->keeps != NULL) &&
	       run->stories >= wanted && (run->by_date || run->fetched >= WINDOW);
}

/* Considers the hits, until the page is full: then 1. */
static int consider_all(struct run *run, const struct xc_hits *hits, size_t wanted,
			struct error *err)
{
	uint32_t *docids = read_ahead(run, hits);
	int rc = 0;

	for (size_t i = 0; i < hits->count && rc == 0; i++) {
		if (is_full(run, wanted))
			rc = 1;
		else
			rc = consider(run, &hits->hits[i], run->sure[i], err);
	}
	ahead_free(run->ahead);
	run->ahead = NULL;
	free(docids);
	return rc;
}

/* Candidates until the page is full; when nothing must be verified, one fetch does. */
static int gather(struct run *run, struct error *err)
{
	size_t wanted = run->options->offset + run->options->limit;
	size_t least = run->options->half_life > 0 ? AGED : WINDOW;
	size_t batch = wanted > least ? wanted : least;
	struct xc_hits hits = {0};
	int rc;

	if (run->by_date &&
	    newest_open(&run->newest, run->index, run->plan->query, err) < 0)
		return -1;
	do {
		rc = fetch(run, batch, &hits, err);
		if (rc == 0)
			rc = age_hits(run, &hits, err);
		if (rc == 0)
			rc = settle(run, &hits, err);
		if (rc == 0)
			rc = consider_all(run, &hits, wanted, err);
		/* Each fetch matches all anew. */
		batch = GROWTH * batch < BATCH_MAX ? GROWTH * batch : BATCH_MAX;
	} while (rc == 0 && !run->exhausted && run->stories < wanted);
	if (rc > 0)
		run->exhausted = false;
	xc_hits_release(&hits);
	return rc < 0 ? -1 : 0;
}

/* The refined ones by score; those behind the window stay behind, in libxapian's order. */
static int by_score(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;
	bool x_in = x->order < WINDOW;
	bool y_in = y->order < WINDOW;
	double difference = score_sum(&y->score) - score_sum(&x->score);

	if (x_in != y_in)
		return x_in ? -1 : 1;
	if (x_in && difference != 0)
		return difference > 0 ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

static void count_matches(const struct run *run, struct results *out)
{
	if (run->exhausted && (run->plan->verify || run->kept_count > 0)) {
		out->matches = run->kept_count;
		return;
	}
	out->matches = run->estimated;
	out->estimated = run->lower != run->upper;
	if (run->plan->verify && run->fetched > 0) {
		out->matches = (size_t)((double)run->estimated * (double)run->kept_count /
					(double)run->fetched);
		out->estimated = true;
		if (out->matches < run->kept_count)
			out->matches = run->kept_count;
	}
}

static void copy_spans(const struct spans *spans, struct results *out,
		       struct result *result)
{
	result->spans = arena_alloc(&out->arena, spans->count * sizeof *result->spans);
	result->spans_count = spans->count;
	if (spans->count > 0)
		memcpy(result->spans, spans->items, spans->count * sizeof *result->spans);
}

static int by_mentions(const void *a, const void *b)
{
	const struct result_name *x = a;
	const struct result_name *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->mentions != y->mentions)
		return x->mentions > y->mentions ? -1 : 1;
	return str_compare(x->id, y->id);
}

/* The name as the index knows it, else its id. */
static int listed_name(struct index *x, struct arena *arena, const struct record_name *n,
		       struct str *name, struct error *err)
{
	const struct name_record *known;

	if (index_name(x, n->kind, n->id, &known, err) < 0)
		return -1;
	*name = known ? str_copy(arena, known->name) : n->id;
	return 0;
}

/* ---- names ---- */

struct name_list {
	struct result_name *items;
	size_t count, capacity;
};

static bool has_name(const struct name_list *l, enum name_kind kind, struct str id)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->items[i].kind == kind && str_equal(l->items[i].id, id))
			return true;
	}
	return false;
}

static void add_name(struct name_list *l, struct result_name name)
{
	GROW(l->items, l->count, l->capacity);
	l->items[l->count++] = name;
}

static int add_own_names(struct index *x, struct arena *arena, struct result *result,
			 struct name_list *list, struct error *err)
{
	const struct record *r = &result->record;

	for (size_t i = 0; i < r->names_count; i++) {
		const struct record_name *n = &r->names[i];
		struct str name = n->name;

		if (!record_name_unlisted(n) && listed_name(x, arena, n, &name, err) < 0)
			return -1;
		result->found[i].name = name;
		add_name(list, (struct result_name){n->kind, n->id, name, n->mentions,
						    (uint32_t)i});
	}
	return 0;
}

/* What a name is part of, where the article does not say so itself. */
static int add_implied(struct index *x, struct arena *arena, enum name_kind kind,
		       struct str id, struct name_list *list, struct error *err)
{
	const struct name_record *known, *parent;

	for (int left = ANCESTORS; left > 0; left--) {
		if (index_name(x, kind, id, &known, err) < 0)
			return -1;
		if (known == NULL || !known->has_parent)
			return 0;
		kind = known->parent_kind;
		id = str_copy(arena, known->parent_id);
		if (index_name(x, kind, id, &parent, err) < 0)
			return -1;
		if (!has_name(list, kind, id))
			add_name(list,
				 (struct result_name){
					 .kind = kind,
					 .id = id,
					 .name = parent ? str_copy(arena, parent->name)
							: id,
					 .number = NO_ITEM});
	}
	return 0;
}

/* Fills the names of result->record. */
static int add_names(struct index *x, struct arena *arena, struct result *result,
		     struct error *err)
{
	const struct record *r = &result->record;
	struct name_list list = {0};
	int rc;

	result->found = arena_alloc(arena, r->names_count * sizeof *result->found);
	rc = add_own_names(x, arena, result, &list, err);
	for (size_t i = 0; i < r->names_count && rc == 0; i++)
		rc = add_implied(x, arena, r->names[i].kind, r->names[i].id, &list, err);
	if (list.count > 1)
		qsort(list.items, list.count, sizeof *list.items, by_mentions);
	result->names = arena_alloc(arena, list.count * sizeof *list.items);
	if (list.count > 0)
		memcpy(result->names, list.items, list.count * sizeof *list.items);
	result->names_count = list.count;
	free(list.items);
	return rc;
}

/* The country that a place is in; empty when the index does not say. */
static int find_country(struct index *x, const struct record_name *n, struct str *country,
			struct error *err)
{
	enum name_kind kind = n->kind;
	struct str id = n->id;

	for (int left = ANCESTORS; left > 0; left--) {
		const struct name_record *known;

		if (kind == NAME_COUNTRY) {
			*country = id;
			return 0;
		}
		if (index_name(x, kind, id, &known, err) < 0)
			return -1;
		if (known == NULL || !known->has_parent)
			return 0;
		kind = known->parent_kind;
		id = known->parent_id;
	}
	return 0;
}

static int add_countries(struct index *x, struct result *result, struct error *err)
{
	const struct record *r = &result->record;

	for (size_t i = 0; i < r->names_count; i++) {
		if (find_country(x, &r->names[i], &result->found[i].country, err) < 0)
			return -1;
	}
	return 0;
}

/* Which story it tells. */
static int add_group(struct index *x, struct arena *arena, struct result *result,
		     struct error *err)
{
	struct buf group = {0};
	int rc = index_print_group(x, result->docid, &group, err);

	result->group = str_copy(arena, buf_view(&group));
	buf_release(&group);
	return rc < 0 ? -1 : 0;
}

/* When it first came into the index. */
static int add_arrival(struct index *x, struct result *result, struct error *err)
{
	struct arrival arrival;

	if (index_arrival(x, result->docid, &arrival, err) < 0)
		return -1;
	result->indexed = arrival.seconds;
	return 0;
}

int result_find(struct index *x, struct str id, struct arena *arena,
		struct result *result, struct error *err)
{
	struct buf term = {0};
	int rc;

	*result = (struct result){0};
	term_id(&term, id);
	rc = xc_reader_find(index_reader(x), buf_view(&term), &result->docid, err);
	buf_release(&term);
	if (rc <= 0)
		return rc;
	if (index_record(x, result->docid, arena, &result->record, err) < 0 ||
	    add_names(x, arena, result, err) < 0 || add_countries(x, result, err) < 0 ||
	    add_group(x, arena, result, err) < 0 || add_arrival(x, result, err) < 0)
		return -1;
	return 1;
}

struct findings result_findings(const struct result *result)
{
	return (struct findings){&result->record, result->found};
}

/* Which synonyms brought this article. */
static int note_synonyms(const struct run *run, struct reading *reading,
			 struct results *out, struct error *err)
{
	for (size_t i = 0; i < run->plan->synonyms_count; i++) {
		const struct plan_synonym *s = &run->plan->synonyms[i];
		int typed, meant;

		if (out->synonyms[i] || s->typed_clause == NULL ||
		    s->meant_clause == NULL)
			continue;
		typed = reading_shows(reading, s->typed_clause, err);
		meant = typed == 0 ? reading_shows(reading, s->meant_clause, err) : 0;
		if (typed < 0 || meant < 0)
			return -1;
		out->synonyms[i] = meant > 0;
	}
	return 0;
}

/* The article's id alone, without reading the article where columns have it. */
static int fill_id(struct run *run, const struct candidate *c, struct results *out,
		   struct record *record, struct error *err)
{
	const struct columns *columns;
	struct columns_row row;
	int found = index_row(run->index, c->docid, &run->scratch, &columns, &row, err);

	if (found == 0)
		return index_record(run->index, c->docid, &out->arena, record, err);
	if (found > 0)
		record->id = str_copy(&out->arena, row.id);
	return found < 0 ? -1 : 0;
}

/* The article as it was read, or read now: into the results' arena. NULL: failed. */
static struct reading *show_reading(struct run *run, struct results *out, uint32_t docid,
				    struct error *err)
{
	struct reading *reading = shelf_find(&run->shelf, docid);
	struct record record;

	if (reading != NULL) {
		arena_take(&out->arena, &reading->arena);
		return reading;
	}
	if (index_record(run->index, docid, &out->arena, &record, err) < 0)
		return NULL;
	reading_take(&run->reading, run->index, docid, &record);
	return &run->reading;
}

/* The whole article, with what was found where. */
static int fill_article(struct run *run, struct results *out, struct result *result,
			struct error *err)
{
	struct reading *reading = show_reading(run, out, result->docid, err);

	if (reading == NULL)
		return -1;
	result->record = reading->record;
	if (reading_mark(reading, run->plan, err) < 0 ||
	    note_synonyms(run, reading, out, err) < 0)
		return -1;
	copy_spans(&reading->spans, out, result);
	return add_names(run->index, &out->arena, result, err);
}

/* The ids of the copies behind a candidate, and how many papers had them. */
static int fill_copies(struct run *run, const struct candidate *c, struct result *result,
		       struct arena *arena, struct error *err)
{
	struct str *sources;
	size_t count = 0;

	for (size_t i = c->next; i != NO_NEXT; i = run->kept[i].next)
		count++;
	if (add_group(run->index, arena, result, err) < 0)
		return -1;
	result->copies = arena_alloc(arena, count * sizeof *result->copies);
	sources = arena_alloc(arena, count * sizeof *sources);
	for (size_t i = c->next; i != NO_NEXT; i = run->kept[i].next) {
		struct record r;
		size_t s = 0;

		if (index_record(run->index, run->kept[i].docid, arena, &r, err) < 0)
			return -1;
		result->copies[result->copies_count++] = r.id;
		while (s < result->other_sources && !str_equal(sources[s], r.source))
			s++;
		if (s == result->other_sources && r.source.n > 0 &&
		    !str_equal(r.source, result->record.source))
			sources[result->other_sources++] = r.source;
	}
	return 0;
}

static int fill_result(struct run *run, const struct candidate *c, size_t rank,
		       struct results *out, struct error *err)
{
	struct result *result = &out->items[out->count];
	int rc;

	*result = (struct result){.docid = c->docid, .rank = rank, .score = c->score};
	rc = run->options->details ? fill_article(run, out, result, err)
				   : fill_id(run, c, out, &result->record, err);
	if (rc == 0 && run->options->details)
		rc = fill_copies(run, c, result, &out->arena, err);
	if (rc == 0)
		out->count++;
	return rc;
}

/* In their final order, ties each copy to the one that stands before it. */
static void tie_copies(struct run *run)
{
	size_t *last = xcalloc(run->kept_count, sizeof *last);

	for (size_t i = 0; i < run->seen.capacity; i++)
		run->seen.slots[i].place = SIZE_MAX;
	for (size_t i = 0; i < run->kept_count; i++) {
		struct candidate *c = &run->kept[i];
		struct numbers_slot *slot;

		last[i] = i;
		if (c->group == 0)
			continue;
		slot = numbers_find(&run->seen, c->group);
		if (slot->place == SIZE_MAX) {
			slot->place = i;
			continue;
		}
		c->copy = true;
		run->kept[last[slot->place]].next = i;
		last[slot->place] = i;
	}
	free(last);
}

/* Takes copies out of the order; they stay tied to what is shown. */
static size_t list_stories(const struct run *run, const struct candidate **stories)
{
	size_t count = 0;

	for (size_t i = 0; i < run->kept_count; i++) {
		if (!run->kept[i].copy)
			stories[count++] = &run->kept[i];
	}
	return count;
}

static int fill_page(struct run *run, struct results *out, struct error *err)
{
	const struct candidate **stories = xcalloc(run->kept_count, sizeof *stories);
	size_t first = run->options->offset;
	size_t last = first + run->options->limit;
	size_t count;
	int rc = 0;

	tie_copies(run);
	count = list_stories(run, stories);
	if (last > count)
		last = count;
	if (first > last)
		first = last;
	out->items = arena_alloc(&out->arena, (last - first) * sizeof *out->items);
	out->synonyms = arena_alloc(&out->arena,
				    run->plan->synonyms_count * sizeof *out->synonyms);
	for (size_t i = first; i < last && rc == 0; i++)
		rc = fill_result(run, stories[i], i + 1, out, err);
	free(stories);
	return rc;
}

/* Readings worth setting aside: those of the window at most. */
static size_t shelf_size(const struct search_options *options)
{
	size_t wanted = options->offset + options->limit;

	if (!options->details)
		return 0;
	return wanted < WINDOW ? wanted : WINDOW;
}

int search_run(struct index *x, const struct plan *plan,
	       const struct search_options *options, struct results *out,
	       struct error *err)
{
	struct run run = {.index = x,
			  .plan = plan,
			  .options = options,
			  .shelf.most = shelf_size(options),
			  .reading.watch = &plan->watch};
	int rc;

	results_release(out);
	run.by_date = options->sort == SORT_DATE ||
		      (options->sort == SORT_AUTO && !plan->ranked);
	out->by_date = run.by_date;
	refining_start(&run.refining, plan, xc_reader_average_length(index_reader(x)));
	rc = gather(&run, err);
	if (rc == 0) {
		if (!run.by_date && run.kept_count > 1)
			qsort(run.kept, run.kept_count, sizeof *run.kept, by_score);
		count_matches(&run, out);
		rc = fill_page(&run, out, err);
	}
	newest_close(run.newest);
	shelf_release(&run.shelf);
	numbers_release(&run.seen);
	free(run.sure);
	free(run.kept);
	refining_release(&run.refining);
	columns_scratch_release(&run.scratch);
	reading_release(&run.reading);
	return rc;
}

int search_show(struct index *x, const struct plan *plan, const uint32_t *docids,
		size_t count, struct results *out, struct error *err)
{
	const struct search_options options = {
		.limit = count, .details = true, .each = true};
	struct run run = {.index = x,
			  .plan = plan,
			  .options = &options,
			  .reading.watch = &plan->watch};
	int rc;

	results_release(out);
	run.kept = xcalloc(count, sizeof *run.kept);
	for (size_t i = 0; i < count; i++)
		run.kept[i] = (struct candidate){
			.docid = docids[i], .order = i, .next = NO_NEXT};
	run.kept_count = out->matches = count;
	rc = fill_page(&run, out, err);
	free(run.kept);
	columns_scratch_release(&run.scratch);
	reading_release(&run.reading);
	return rc;
}

void results_release(struct results *r)
{
	arena_release(&r->arena);
	*r = (struct results){0};
}
