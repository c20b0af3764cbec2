/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/view.h"

#include <stdlib.h>

#include "lib/i18n.h"
#include "lib/number.h"

enum { PERIODS_MAX = 40000 }; /* a hundred years of days */

void view_release(struct view *v)
{
	arena_release(&v->arena);
	*v = (struct view){0};
}

void view_print_measure(struct buf *out, enum measure measure, double value)
{
	if (measure == MEASURE_EUROS)
		amount_print(out, value, "EUR");
	else
		number_print(out, value);
}

struct str view_name(const struct view_value *value)
{
	return value->id.n > 0 ? value->name : str_of(_("(none)"));
}

double view_largest(const struct view_axis *axis)
{
	double largest = 0;

	for (size_t i = 0; i < axis->count; i++) {
		if (axis->values[i].sum > largest)
			largest = axis->values[i].sum;
	}
	return largest;
}

/* ---- keys → places in an array ---- */

struct keys {
	struct key {
		int64_t key;
		size_t place; /* + 1; 0: free */
	} * slots;
	size_t capacity, count;
};

static struct key *find_key(const struct keys *k, int64_t key)
{
	uint64_t hash = (uint64_t)key * 0x9E3779B97F4A7C15u;
	size_t i = (size_t)(hash >> 20) & (k->capacity - 1);

	while (k->slots[i].place != 0 && k->slots[i].key != key)
		i = (i + 1) & (k->capacity - 1);
	return &k->slots[i];
}

static void put_key(struct keys *k, int64_t key, size_t place)
{
	if (2 * k->count >= k->capacity) {
		struct keys larger = {.capacity = k->capacity ? 2 * k->capacity : 64};

		larger.slots = xcalloc(larger.capacity, sizeof *larger.slots);
		for (size_t i = 0; i < k->capacity; i++) {
			if (k->slots[i].place != 0)
				*find_key(&larger, k->slots[i].key) = k->slots[i];
		}
		larger.count = k->count;
		free(k->slots);
		*k = larger;
	}
	*find_key(k, key) = (struct key){key, place + 1};
	k->count++;
}

/* The place, or SIZE_MAX. */
static size_t place_of(const struct keys *k, int64_t key)
{
	return k->capacity == 0 ? SIZE_MAX : find_key(k, key)->place - 1;
}

/* ---- counting ---- */

static struct str kept(struct arena *arena, struct buf *text)
{
	struct str copy = str_copy(arena, buf_view(text));

	buf_clear(text);
	return copy;
}

static int name_value(struct view *v, const struct tally *t, const struct dimension *d,
		      struct view_value *value, struct error *err)
{
	struct buf text = {0};
	int rc;

	tally_print_id(t, d, value->key, &text);
	value->id = kept(&v->arena, &text);
	rc = tally_print_name(t, d, value->key, &text, err);
	value->name = kept(&v->arena, &text);
	buf_release(&text);
	return rc;
}

static int by_size(const void *a, const void *b)
{
	const struct view_value *x = a;
	const struct view_value *y = b;

	if (x->sum != y->sum)
		return x->sum > y->sum ? -1 : 1;
	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_compare(x->id, y->id);
}

/* What the axis comes to, largest first, time in order; ids of labels are the tally's. */
static struct view_value *list_values(struct view *v, const struct tally *t,
				      const struct dimension *d,
				      const struct tally_axis *all)
{
	struct view_value *values = xcalloc(all->count + 1, sizeof *values);
	struct buf text = {0};

	for (size_t i = 0; i < all->count; i++) {
		const struct tally_value *one = &all->items[i];

		values[i] = (struct view_value){.key = one->value,
						.articles = one->count.articles,
						.sum = one->count.sum};
		if (d->kind == BY_NAME || d->kind == BY_SOURCE) {
			values[i].id = rows_label(t->rows, (size_t)one->value)->id;
		} else if (d->kind == BY_DEAL) {
			tally_print_id(t, d, one->value, &text);
			values[i].id = kept(&v->arena, &text);
		}
	}
	if (d->kind != BY_TIME && all->count > 1)
		qsort(values, all->count, sizeof *values, by_size);
	buf_release(&text);
	return values;
}

void view_begin(struct view *v, enum view_kind kind, const struct tally *t)
{
	v->kind = kind;
	v->measure = t->measure;
	v->matches = t->all.articles;
	v->sum = tally_sum(t, t->all).sum;
	v->telling = t->events_count;
	for (size_t i = 0; i < t->events_count; i++)
		v->again += t->events[i].told_by != i;
}

static struct view_axis *add_axis(struct view *v)
{
	struct view_axis *axes =
		arena_alloc(&v->arena, (v->axes_count + 1) * sizeof *axes);

	for (size_t i = 0; i < v->axes_count; i++)
		axes[i] = v->axes[i];
	v->axes = axes;
	return &v->axes[v->axes_count++];
}

int view_count(struct view *v, const struct tally *t, const struct dimension *d,
	       size_t limit, enum view_rest rest, struct error *err)
{
	struct view_axis *axis = add_axis(v);
	struct tally_axis all = {0};
	struct view_value *values;
	size_t first = 0;
	int rc = 0;

	tally_axis(t, d, &all);
	values = list_values(v, t, d, &all);
	*axis = (struct view_axis){
		.dimension = d,
		.count = limit > 0 && all.count > limit ? limit : all.count,
		.distinct = all.count,
		.without = all.without.articles,
		.several = all.several,
	};
	if (d->kind == BY_TIME) /* the latest */
		first = all.count - axis->count;
	axis->values = arena_alloc(&v->arena, (axis->count + 1) * sizeof *axis->values);
	for (size_t i = 0; i < axis->count && rc == 0; i++) {
		axis->values[i] = values[first + i];
		rc = name_value(v, t, d, &axis->values[i], err);
	}
	if (rest == REST_AS_VALUE && all.without.articles > 0)
		axis->values[axis->count++] = (struct view_value){
			.articles = all.without.articles, .sum = all.without.sum};
	free(values);
	tally_axis_release(&all);
	return rc;
}

/* ---- time without gaps ---- */

int view_fill(struct view *v, const struct tally *t, struct error *err)
{
	struct view_axis *axis = &v->axes[v->axes_count - 1];
	struct view_value *filled;
	int64_t first, count;
	size_t at = 0;

	if (axis->count < 2)
		return 0;
	first = axis->values[0].key;
	count = axis->values[axis->count - 1].key - first + 1;
	if (count > PERIODS_MAX)
		return error_set(
			err, ERROR_USAGE,
			_("that makes %lld periods; choose longer ones or narrow "
			  "the dates: date:2020.."),
			(long long)count);
	filled = arena_alloc(&v->arena, (size_t)count * sizeof *filled);
	for (int64_t i = 0; i < count; i++) {
		if (axis->values[at].key == first + i) {
			filled[i] = axis->values[at++];
			continue;
		}
		filled[i].key = first + i;
		if (name_value(v, t, axis->dimension, &filled[i], err) < 0)
			return -1;
	}
	axis->values = filled;
	axis->count = (size_t)count;
	return 0;
}

const struct dimension *view_fitting_time(const struct tally *t)
{
	return dimension_of_unit(t->first == 0 ? UNIT_MONTH
					       : calendar_fitting(moment_day(t->first),
								  moment_day(t->last)));
}

/* ---- tables ---- */

#define NO_VALUE INT64_MIN /* the key of articles without any */

static void number_values(const struct view_axis *axis, struct keys *keys)
{
	for (size_t i = 0; i < axis->count; i++) {
		const struct view_value *value = &axis->values[i];

		put_key(keys, value->id.n > 0 ? value->key : NO_VALUE, i);
	}
}

/* The values of the article, or the one that stands for none. */
static void values_or_none(const struct tally *t, const struct columns_row *row,
			   const struct dimension *d, struct tally_values *out)
{
	tally_values(t, row, d, out);
	if (out->count > 0)
		return;
	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = NO_VALUE;
}

/* A table being filled. */
struct crossing {
	struct view *view;
	const struct tally *tally;
	struct keys down_keys, across_keys;
	struct tally_values down, across; /* of one article */
};

static int cross_article(struct crossing *c, uint32_t docid, struct tally_count adds,
			 struct error *err)
{
	const struct view_axis *axes = c->view->axes;
	struct columns_row row;

	if (rows_get(c->tally->rows, docid, &row, err) < 0)
		return -1;
	values_or_none(c->tally, &row, axes[0].dimension, &c->down);
	values_or_none(c->tally, &row, axes[1].dimension, &c->across);
	for (size_t cell = 0; cell < c->down.count * c->across.count; cell++) {
		size_t down =
			place_of(&c->down_keys, c->down.items[cell / c->across.count]);
		size_t across = place_of(&c->across_keys,
					 c->across.items[cell % c->across.count]);
		struct view_cell *to;

		if (down == SIZE_MAX || across == SIZE_MAX)
			continue;
		to = &c->view->cells[down * axes[1].count + across];
		to->articles += adds.articles;
		to->sum += adds.sum;
	}
	return 0;
}

/* All articles, then what those that tell something add. */
static int cross_all(struct crossing *c, struct error *err)
{
	const struct tally *t = c->tally;
	const struct tally_count one = {1, t->measure == MEASURE_ARTICLES};

	for (size_t i = 0; i < t->matches->count; i++) {
		if (cross_article(c, t->matches->docids[i], one, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < t->events_count; i++) {
		const struct event *e = &t->events[i];
		struct tally_count adds = {0, e->amount};

		if (e->told_by == i && cross_article(c, e->docid, adds, err) < 0)
			return -1;
	}
	return 0;
}

int view_cross(struct view *v, const struct tally *t, struct error *err)
{
	struct crossing c = {.view = v, .tally = t};
	int rc;

	v->cells = arena_alloc(&v->arena,
			       v->axes[0].count * v->axes[1].count * sizeof *v->cells);
	number_values(&v->axes[0], &c.down_keys);
	number_values(&v->axes[1], &c.across_keys);
	rc = cross_all(&c, err);
	free(c.across.items);
	free(c.down.items);
	free(c.across_keys.slots);
	free(c.down_keys.slots);
	return rc;
}

/* ---- events ---- */

static int by_amount(const void *a, const void *b)
{
	const struct view_event *x = a;
	const struct view_event *y = b;

	if (x->amount != y->amount)
		return x->amount > y->amount ? -1 : 1;
	return str_compare(x->articles[0].id, y->articles[0].id);
}

static int read_article(struct view *v, struct index *x, const struct event *e,
			struct view_article *out, struct error *err)
{
	struct arena arena = {0};
	struct record record;
	int rc = index_record(x, e->docid, &arena, &record, err);

	if (rc == 0)
		*out = (struct view_article){
			.id = str_copy(&v->arena, record.id),
			.title = str_copy(&v->arena, record.title),
			.source = str_copy(&v->arena, record.source),
			.moment = record.moment,
			.amount = e->amount,
		};
	arena_release(&arena);
	return rc;
}

/* Room for each event that counts; place[i] is where event i goes. */
static void make_events(struct view *v, const struct tally *t, size_t *place)
{
	v->events = arena_alloc(&v->arena, t->events_count * sizeof *v->events);
	for (size_t i = 0; i < t->events_count; i++) {
		const struct event *e = &t->events[i];

		place[i] = e->told_by == i ? v->events_count++ : place[e->told_by];
		v->events[place[i]].count++;
	}
	for (size_t i = 0; i < v->events_count; i++) {
		v->events[i].articles = arena_alloc(
			&v->arena, v->events[i].count * sizeof *v->events[i].articles);
		v->events[i].count = 0;
	}
}

static int fill_event(struct view *v, const struct tally *t, struct index *x,
		      const struct event *e, struct view_event *out, struct error *err)
{
	struct str name;

	if (out->count == 0) {
		out->amount = e->amount;
		if (e->actor != NO_ITEM) {
			if (rows_name(t->rows, e->actor, &name, err) < 0)
				return -1;
			out->actor =
				str_copy(&v->arena, rows_label(t->rows, e->actor)->id);
			out->actor_name = str_copy(&v->arena, name);
		}
	}
	return read_article(v, x, e, &out->articles[out->count++], err);
}

int view_list_events(struct view *v, const struct tally *t, struct index *x,
		     struct error *err)
{
	size_t *place = xcalloc(t->events_count + 1, sizeof *place);
	int rc = 0;

	v->each = true;
	make_events(v, t, place);
	for (size_t i = 0; i < t->events_count && rc == 0; i++)
		rc = fill_event(v, t, x, &t->events[i], &v->events[place[i]], err);
	if (rc == 0 && v->events_count > 1)
		qsort(v->events, v->events_count, sizeof *v->events, by_amount);
	free(place);
	return rc;
}
