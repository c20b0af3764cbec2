/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/events.h"

#include <math.h>
#include <stdlib.h>

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/row.h"

const struct measure_name measure_names[MEASURE_JOBS + 1] = {
	[MEASURE_ARTICLES] = {"articles", N_("articles")},
	[MEASURE_EUROS] = {"euros", N_("amount")},
	[MEASURE_JOBS] = {"jobs", N_("jobs")},
};

/* As columns hold it, so that sums are the same wherever a row comes from, and exact. */
static double whole(double amount)
{
	return floor(amount + .5);
}

struct event event_of_row(const struct columns_row *row, enum measure measure)
{
	struct event e = {.moment = row->moment, .group = row->group, .actor = NO_ITEM};

	if (measure == MEASURE_ARTICLES)
		return e;
	for (size_t i = 0; i < row->deals_count; i++) {
		const struct column_deal *d = &row->deals[i];
		double amount = whole(measure == MEASURE_JOBS ? d->jobs : d->euros);

		if (amount > e.amount) {
			e.amount = amount;
			e.actor = d->actor;
		}
	}
	if (e.amount > 0)
		return e;
	if (measure == MEASURE_EUROS)
		e.amount = whole(row->euros);
	else
		e.amount =
			whole(row->jobs_created > 0 ? row->jobs_created : row->jobs_cut);
	return e;
}

/* ---- stored articles: names stand for labels ---- */

static uint32_t number_name(void *context, uint8_t kind, struct str id)
{
	const struct record *r = context;

	for (size_t i = 0; i < r->names_count; i++) {
		if ((uint8_t)r->names[i].kind == kind && str_equal(r->names[i].id, id))
			return (uint32_t)i;
	}
	return NO_ITEM;
}

static int no_parent(void *context, enum name_kind kind, struct str id,
		     enum name_kind *parent_kind, struct str *parent_id,
		     struct error *err)
{
	(void)context;
	(void)kind;
	(void)id;
	(void)parent_kind;
	(void)parent_id;
	(void)err;
	return 0;
}

struct counted counted_of_record(const struct record *r, enum measure measure)
{
	const struct row_source source = {(void *)(uintptr_t)r, number_name, no_parent};
	struct row_maker maker = {0};
	struct error ignored;
	struct columns_row row;
	struct event e;

	row_of_record(&maker, r, &source, &row, &ignored);
	e = event_of_row(&row, measure);
	row_maker_release(&maker);
	return (struct counted){e.amount, e.actor};
}

/* ---- order ---- */

static int by_moment(const void *a, const void *b)
{
	const struct event *x = a;
	const struct event *y = b;

	if (x->moment != y->moment)
		return x->moment < y->moment ? -1 : 1;
	if (x->amount != y->amount)
		return x->amount > y->amount ? -1 : 1;
	return str_compare(x->id, y->id);
}

/* ---- the last event that counts, by what makes others the same ---- */

/*
 * Amounts by size: those that are near stand in one box or in two neighbours. Two near
 * amounts of one box, one actor and EVENT_DAYS never both count, so that the last event of
 * a box stands for all.
 */
struct box {
	uint64_t key[2]; /* actor and size, or group */
	size_t last;	 /* event + 1; 0: free */
};

struct boxes {
	struct box *slots;
	size_t capacity; /* a power of 2, never full */
};

#define GROUPS UINT64_MAX /* key[1] of groups */

static struct box *find_box(const struct boxes *b, uint64_t key, uint64_t size)
{
	uint64_t hash = (key * 0x9E3779B97F4A7C15u) ^ (size * 0xC2B2AE3D27D4EB4Fu);
	size_t i = (size_t)((hash ^ hash >> 29) * 0xBF58476D1CE4E5B9u >> 20);

	for (i &= b->capacity - 1; b->slots[i].last != 0;
	     i = (i + 1) & (b->capacity - 1)) {
		if (b->slots[i].key[0] == key && b->slots[i].key[1] == size)
			break;
	}
	return &b->slots[i];
}

static void put_box(struct boxes *b, uint64_t key, uint64_t size, size_t event)
{
	*find_box(b, key, size) = (struct box){{key, size}, event + 1};
}

static uint64_t size_of(double amount)
{
	return (uint64_t)(int64_t)(1000 + floor(log(amount) / -log(1 - EVENT_SHARE)));
}

/* ---- merging ---- */

static bool is_near(double a, double b)
{
	return fabs(a - b) <= EVENT_SHARE * fmax(a, b);
}

/* Whether `later` tells the deal of `first` again. */
static bool is_same_deal(const struct event *first, const struct event *later)
{
	return is_near(first->amount, later->amount) &&
	       day_difference(moment_day(first->moment), moment_day(later->moment)) <=
		       EVENT_DAYS;
}

/* The earliest event that counts and that event i tells again; i when there is none. */
static size_t find_first(const struct boxes *b, const struct event *events, size_t i)
{
	const struct event *e = &events[i];
	const struct box *box;
	size_t first = i;

	if (e->group != 0) {
		box = find_box(b, e->group, GROUPS);
		if (box->last != 0)
			return events[box->last - 1].told_by;
	}
	if (e->actor == NO_ITEM || e->moment == 0)
		return i;
	for (uint64_t size = size_of(e->amount) - 1; size <= size_of(e->amount) + 1;
	     size++) {
		box = find_box(b, e->actor, size);
		if (box->last != 0 && box->last - 1 < first &&
		    is_same_deal(&events[box->last - 1], e))
			first = box->last - 1;
	}
	return first;
}

void events_merge(struct event *events, size_t count)
{
	struct boxes boxes = {.capacity = 64};

	while (boxes.capacity < 4 * count)
		boxes.capacity *= 2;
	boxes.slots = xcalloc(boxes.capacity, sizeof *boxes.slots);
	if (count > 1)
		qsort(events, count, sizeof *events, by_moment);
	for (size_t i = 0; i < count; i++) {
		struct event *e = &events[i];

		e->told_by = i;
		if (!(e->amount > 0))
			continue;
		e->told_by = find_first(&boxes, events, i);
		if (e->group != 0 && find_box(&boxes, e->group, GROUPS)->last == 0)
			put_box(&boxes, e->group, GROUPS, i);
		if (e->told_by == i && e->actor != NO_ITEM && e->moment != 0)
			put_box(&boxes, e->actor, size_of(e->amount), i);
	}
	free(boxes.slots);
}
