/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/alerts.h"

#include <stdlib.h>

#include "query/matches.h"

/* An article that answers the question. */
struct arrived {
	uint32_t docid;
	size_t place;
	struct arrival arrival;
	uint64_t group, article;
};

struct finding_alerts {
	struct alerts *alerts;
	struct arrived *items;
	size_t count, capacity;
	struct numbers told; /* groups told by this run */
	uint32_t *docids;    /* of alerts */
	uint64_t *groups;
	size_t alerts_count;
};

static int identity_of(struct index *x, size_t place, struct str *identity,
		       struct error *err)
{
	return index_fact(x, place, META_IDENTITY, identity, err);
}

/* The number of the last arrival of an index; 0 when it does not say. */
static int last_arrival(struct index *x, size_t place, uint32_t *number,
			struct error *err)
{
	struct str fact;

	*number = 0;
	if (index_fact(x, place, META_ARRIVALS, &fact, err) < 0)
		return -1;
	for (size_t i = 0; i < fact.n; i++)
		*number = 10 * *number + (uint32_t)(fact.p[i] - '0');
	return 0;
}

/*
 * Up to which number a place is settled. An index that has fewer arrivals than were settled is an
 * older state put back: all of it is looked at again.
 */
static int settled_of(const struct alerts *a, size_t place, uint32_t *settled,
		      struct error *err)
{
	struct str identity;
	uint32_t last;

	if (identity_of(a->index, place, &identity, err) < 0 ||
	    last_arrival(a->index, place, &last, err) < 0)
		return -1;
	*settled = ledger_settled(a->ledger, identity);
	if (index_manifest(a->index, place) != NULL && last < *settled)
		*settled = 0;
	return 0;
}

/* The least number from which something may be new, over all places. */
static int first_new(const struct alerts *a, uint32_t *number, struct error *err)
{
	*number = UINT32_MAX;
	for (size_t i = 0; i < index_places(a->index); i++) {
		uint32_t settled;

		if (settled_of(a, i, &settled, err) < 0)
			return -1;
		if (settled + 1 < *number)
			*number = settled + 1;
	}
	return 0;
}

/* Candidates that were settled need not be looked at. */
static int leave_settled_out(const struct alerts *a, struct error *err)
{
	struct buf low = {0};
	uint32_t number;
	int rc;

	if (a->mode != ALERTS_NEW)
		return 0;
	if (first_new(a, &number, err) < 0)
		return -1;
	if (number <= 1)
		return 0;
	value_arrival(&low, (struct arrival){number, 0});
	rc = plan_from(a->asked.plan, SLOT_ARRIVAL, buf_view(&low), err);
	buf_release(&low);
	return rc;
}

static int take_article(struct finding_alerts *f, uint32_t docid, struct arena *arena,
			struct error *err)
{
	struct index *x = f->alerts->index;
	struct arrived a = {.docid = docid, .place = index_place(x, docid)};
	struct record r;

	arena_clear(arena);
	if (index_arrival(x, docid, &a.arrival, err) < 0 ||
	    index_group(x, docid, &a.group, err) < 0 ||
	    index_record(x, docid, arena, &r, err) < 0)
		return -1;
	a.article = str_hash(r.id);
	if (a.article == 0)
		a.article = 1;
	GROW(f->items, f->count, f->capacity);
	f->items[f->count++] = a;
	return 0;
}

static int by_arrival(const void *a, const void *b)
{
	const struct arrived *x = a;
	const struct arrived *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->arrival.number != y->arrival.number)
		return x->arrival.number < y->arrival.number ? -1 : 1;
	return (x->docid > y->docid) - (x->docid < y->docid);
}

static int take_matches(struct finding_alerts *f, struct error *err)
{
	struct matches matches = {0};
	struct arena arena = {0};
	int rc = matches_find(f->alerts->index, f->alerts->asked.plan, &matches, err);

	for (size_t i = 0; i < matches.count && rc == 0; i++)
		rc = take_article(f, matches.docids[i], &arena, err);
	if (f->count > 1)
		qsort(f->items, f->count, sizeof *f->items, by_arrival);
	arena_release(&arena);
	matches_release(&matches);
	return rc;
}

/* Whether an alert is to be raised for it. */
static bool is_new(struct finding_alerts *f, const struct arrived *a, uint32_t settled)
{
	const struct alerts *alerts = f->alerts;
	const struct ledger *l = alerts->ledger;
	bool again = numbers_has(&f->told, a->group);

	switch (alerts->mode) {
	case ALERTS_BEGIN:
		return false;
	case ALERTS_SINCE:
		return !again && day_compare(day_of_seconds(a->arrival.seconds),
					     alerts->since) >= 0;
	case ALERTS_NEW:
		break;
	}
	return !again && a->arrival.number > settled &&
	       !numbers_has(&l->articles, a->article) &&
	       !numbers_has(&l->groups, a->group);
}

/* Groups may have got other numbers in an index built again: those of articles known count. */
static void know_groups(struct finding_alerts *f)
{
	struct ledger *l = f->alerts->ledger;

	for (size_t i = 0; i < f->count; i++) {
		const struct ledger_entry e = {
			f->items[i].group, f->items[i].article, 0, {0}};

		if (numbers_has(&l->articles, e.article) && e.group != 0 &&
		    !numbers_has(&l->groups, e.group))
			ledger_add(l, &e);
	}
}

static int judge(struct finding_alerts *f, struct error *err)
{
	struct alerts *alerts = f->alerts;
	struct arena arena = {0};
	int rc = 0;

	know_groups(f);
	f->docids = xcalloc(f->count, sizeof *f->docids);
	f->groups = xcalloc(f->count, sizeof *f->groups);
	alerts->articles = xcalloc(f->count, sizeof *alerts->articles);
	for (size_t i = 0; i < f->count && rc == 0; i++) {
		const struct arrived *a = &f->items[i];
		struct ledger_entry e = {a->group, a->article, 0, {0}};
		uint32_t settled;
		struct record r;
		bool alert;

		rc = settled_of(alerts, a->place, &settled, err);
		if (rc < 0)
			break;
		alert = is_new(f, a, settled);
		if (alert) {
			numbers_add(&f->told, a->group);
			f->docids[f->alerts_count] = a->docid;
			f->groups[f->alerts_count] = a->group;
			alerts->articles[f->alerts_count++] = a->article;
			rc = index_record(alerts->index, a->docid, &arena, &r, err);
			e.id = r.id;
			e.seconds = alerts->now;
		}
		if (rc == 0 && !numbers_has(&alerts->ledger->articles, a->article))
			ledger_add(alerts->ledger, &e);
	}
	arena_release(&arena);
	return rc;
}

/* All that has arrived is settled: told, or never to be. */
static int settle(struct finding_alerts *f, struct error *err)
{
	struct index *x = f->alerts->index;

	for (size_t i = 0; i < index_places(x); i++) {
		struct str identity;
		uint32_t last;

		if (identity_of(x, i, &identity, err) < 0 ||
		    last_arrival(x, i, &last, err) < 0)
			return -1;
		/* A server's facts may be older than its newest articles. */
		for (size_t j = 0; j < f->count; j++) {
			if (f->items[j].place == i && f->items[j].arrival.number > last)
				last = f->items[j].arrival.number;
		}
		if (identity.n > 0)
			ledger_settle(f->alerts->ledger, identity, last);
	}
	return 0;
}

/* The copies that came along with an alert. */
static int add_copies(struct finding_alerts *f, struct error *err)
{
	struct results *r = &f->alerts->results;

	for (size_t i = 0; i < r->count; i++) {
		struct result *result = &r->items[i];

		result->copies = arena_alloc(&r->arena, f->count * sizeof(struct str));
		for (size_t j = 0; j < f->count; j++) {
			struct record copy;

			if (f->items[j].group != f->groups[i] || f->groups[i] == 0 ||
			    f->items[j].docid == result->docid)
				continue;
			if (index_record(f->alerts->index, f->items[j].docid, &r->arena,
					 &copy, err) < 0)
				return -1;
			result->copies[result->copies_count++] = copy.id;
		}
	}
	return 0;
}

/* Nothing of the ledger is changed before nothing can make the question be asked again. */
static int find(void *context, const struct plan *plan, struct error *err)
{
	struct finding_alerts *f = context;

	(void)plan;
	f->count = 0;
	return leave_settled_out(f->alerts, err) < 0 ? -1 : take_matches(f, err);
}

int alerts_find(struct alerts *a, const struct asking *asking, struct error *err)
{
	struct finding_alerts f = {.alerts = a};
	int rc = asking_run(asking, a->index, a->question, &a->asked, find, &f, err);

	if (rc == 0)
		rc = judge(&f, err);
	if (rc == 0)
		rc = search_show(a->index, a->asked.plan, f.docids, f.alerts_count,
				 &a->results, err);
	if (rc == 0)
		rc = add_copies(&f, err);
	if (rc == 0)
		rc = settle(&f, err);
	a->settled = f.count;
	numbers_release(&f.told);
	free(f.groups);
	free(f.docids);
	free(f.items);
	return rc;
}

void alerts_release(struct alerts *a)
{
	free(a->articles);
	results_release(&a->results);
	asked_release(&a->asked);
	*a = (struct alerts){0};
}
