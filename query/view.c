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

struct counter {
	struct keys keys;
	struct view_value *values;
	size_t count, capacity;
	struct view_value without;
	bool several;
};

static void add_to(struct view_value *v, double adds)
{
	v->articles++;
	v->sum += adds;
}

static void count_article(struct counter *c, const struct tally_article *a,
			  const struct tally_values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		size_t place = place_of(&c->keys, values->items[i]);

		if (place == SIZE_MAX) {
			place = c->count;
			put_key(&c->keys, values->items[i], place);
			GROW(c->values, c->count, c->capacity);
			c->values[c->count++] =
				(struct view_value){.key = values->items[i]};
		}
		add_to(&c->values[place], a->adds);
	}
	if (values->count == 0)
		add_to(&c->without, a->adds);
	if (values->count > 1)
		c->several = true;
}

static void count_all(struct counter *c, const struct tally *t, const struct dimension *d)
{
	struct tally_values values = {0};

	for (size_t i = 0; i < t->count; i++) {
		tally_values(t, &t->articles[i], d, &values);
		count_article(c, &t->articles[i], &values);
	}
	free(values.items);
}

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

static int by_time(const void *a, const void *b)
{
	const struct view_value *x = a;
	const struct view_value *y = b;

	return (x->key > y->key) - (x->key < y->key);
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

/* Largest first; of time the latest, in order. */
static size_t choose(struct counter *c, const struct dimension *d, size_t limit)
{
	size_t dropped = limit > 0 && c->count > limit ? c->count - limit : 0;

	if (c->count > 1)
		qsort(c->values, c->count, sizeof *c->values,
		      d->kind == BY_TIME ? by_time : by_size);
	return d->kind == BY_TIME ? dropped : 0;
}

/* Ids order what is equally large, so they stand before the order. */
static void set_ids(struct view *v, const struct tally *t, const struct dimension *d,
		    struct counter *c)
{
	struct buf text = {0};

	for (size_t i = 0; i < c->count; i++) {
		tally_print_id(t, d, c->values[i].key, &text);
		c->values[i].id = kept(&v->arena, &text);
	}
	buf_release(&text);
}

void view_begin(struct view *v, enum view_kind kind, const struct tally *t)
{
	v->kind = kind;
	v->measure = t->measure;
	v->matches = t->count;
	v->sum = t->sum;
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
	struct counter c = {0};
	struct view_axis *axis = add_axis(v);
	size_t first;
	int rc = 0;

	count_all(&c, t, d);
	set_ids(v, t, d, &c);
	first = choose(&c, d, limit);
	*axis = (struct view_axis){
		.dimension = d,
		.count = limit > 0 && c.count > limit ? limit : c.count,
		.distinct = c.count,
		.without = c.without.articles,
		.several = c.several,
	};
	axis->values = arena_alloc(&v->arena, (axis->count + 1) * sizeof *axis->values);
	for (size_t i = 0; i < axis->count && rc == 0; i++) {
		axis->values[i] = c.values[first + i];
		rc = name_value(v, t, d, &axis->values[i], err);
	}
	if (rest == REST_AS_VALUE && c.without.articles > 0)
		axis->values[axis->count++] = c.without;
	free(c.values);
	free(c.keys.slots);
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
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < t->count; i++) {
		int64_t moment = t->articles[i].moment;

		if (moment != 0 && (first == 0 || moment < first))
			first = moment;
		if (moment > last)
			last = moment;
	}
	return dimension_of_unit(
		first == 0 ? UNIT_MONTH
			   : calendar_fitting(moment_day(first), moment_day(last)));
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
static void values_or_none(const struct tally *t, const struct tally_article *a,
			   const struct dimension *d, struct tally_values *out)
{
	tally_values(t, a, d, out);
	if (out->count > 0)
		return;
	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = NO_VALUE;
}

void view_cross(struct view *v, const struct tally *t)
{
	const struct view_axis *rows = &v->axes[0];
	const struct view_axis *columns = &v->axes[1];
	struct keys row_keys = {0}, column_keys = {0};
	struct tally_values down = {0}, across = {0};

	v->cells =
		arena_alloc(&v->arena, rows->count * columns->count * sizeof *v->cells);
	number_values(rows, &row_keys);
	number_values(columns, &column_keys);
	for (size_t i = 0; i < t->count; i++) {
		values_or_none(t, &t->articles[i], rows->dimension, &down);
		values_or_none(t, &t->articles[i], columns->dimension, &across);
		for (size_t cell = 0; cell < down.count * across.count; cell++) {
			size_t r = place_of(&row_keys, down.items[cell / across.count]);
			size_t c =
				place_of(&column_keys, across.items[cell % across.count]);

			if (r == SIZE_MAX || c == SIZE_MAX)
				continue;
			v->cells[r * columns->count + c].articles++;
			v->cells[r * columns->count + c].sum += t->articles[i].adds;
		}
	}
	free(across.items);
	free(down.items);
	free(column_keys.slots);
	free(row_keys.slots);
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

static int read_article(struct view *v, const struct tally *t, struct index *x,
			const struct event *e, struct view_article *out,
			struct error *err)
{
	struct arena arena = {0};
	struct record record;
	int rc = index_record(x, t->articles[e->article].docid, &arena, &record, err);

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
	return read_article(v, t, x, e, &out->articles[out->count++], err);
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
