/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tally.h"

#include <stdlib.h>

#include "lib/i18n.h"
#include "lib/labels.h"

enum { DAY = 1000000, TIMES_LEAST = 64 };

/* Bits of tally.several beside those of kinds of labels; an article has one moment. */
enum { SEVERAL_DEALS = LABEL_KINDS, SEVERAL_TIMES };

/* ---- counting ---- */

/* Most only count: their sum is left alone. */
static void add_to(struct tally_count *c, struct tally_count more)
{
	c->articles += more.articles;
	if (more.sum != 0)
		c->sum += more.sum;
}

/* Labels that were met since. */
static void add_labels(struct tally *t)
{
	while (t->labels_count < rows_labels(t->rows)) {
		const struct column_label *l = rows_label(t->rows, t->labels_count);

		GROW(t->labels, t->labels_count, t->labels_capacity);
		t->labels[t->labels_count++] = (struct tally_label){.kind = l->kind};
	}
}

static struct tally_time *find_time(const struct tally_times *t, int64_t number)
{
	size_t i = (size_t)((uint64_t)number * 0x9E3779B97F4A7C15u >> 32);

	for (i &= t->capacity - 1;
	     t->slots[i].count.articles > 0 && t->slots[i].number != number;)
		i = (i + 1) & (t->capacity - 1);
	return &t->slots[i];
}

static void grow_times(struct tally_times *t)
{
	struct tally_times larger = {
		.count = t->count,
		.capacity = t->capacity > 0 ? 2 * t->capacity : TIMES_LEAST,
	};

	larger.slots = xcalloc(larger.capacity, sizeof *larger.slots);
	for (size_t i = 0; i < t->capacity; i++) {
		if (t->slots[i].count.articles > 0)
			*find_time(&larger, t->slots[i].number) = t->slots[i];
	}
	free(t->slots);
	*t = larger;
}

/* What adds to a sum only comes after its article was counted. */
static void count_time(struct tally_times *t, int64_t number, struct tally_count adds)
{
	struct tally_time *time;

	if (2 * t->count >= t->capacity)
		grow_times(t);
	time = find_time(t, number);
	t->count += time->count.articles == 0;
	time->number = number;
	add_to(&time->count, adds);
}

static void count_labels(struct tally *t, const struct columns_row *row,
			 struct tally_count adds)
{
	unsigned kinds = 0, twice = 0;

	for (size_t i = 0; i < row->labels_count; i++) {
		struct tally_label *l = &t->labels[row->labels[i]];

		add_to(&l->count, adds);
		twice |= kinds & 1u << l->kind;
		kinds |= 1u << l->kind;
	}
	if (row->source != NO_ITEM) {
		add_to(&t->labels[row->source].count, adds);
		kinds |= 1u << LABEL_SOURCE;
	}
	t->several |= twice;
	for (size_t kind = 0; kinds >> kind != 0; kind++) {
		if (kinds & 1u << kind)
			add_to(&t->labelled[kind], adds);
	}
}

static void count_deals(struct tally *t, const struct columns_row *row,
			struct tally_count adds)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < row->deals_count; i++) {
		unsigned bit = 1u << row->deals[i].kind;

		if (kinds & bit)
			continue;
		t->several |= kinds != 0 ? 1u << SEVERAL_DEALS : 0;
		kinds |= bit;
		add_to(&t->deals[row->deals[i].kind], adds);
	}
	if (kinds != 0)
		add_to(&t->dealt, adds);
}

static void count_row(struct tally *t, const struct columns_row *row,
		      struct tally_count adds)
{
	add_to(&t->all, adds);
	count_labels(t, row, adds);
	count_deals(t, row, adds);
	if (row->moment < DAY)
		return;
	count_time(&t->days, row->moment / DAY, adds);
	add_to(&t->dated, adds);
	if (t->first == 0 || row->moment < t->first)
		t->first = row->moment;
	if (row->moment > t->last)
		t->last = row->moment;
}

/* ---- sums ---- */

static int add_event(struct tally *t, uint32_t docid, const struct columns_row *row,
		     struct error *err)
{
	struct event e = event_of_row(row, t->measure);
	struct str id;

	if (!(e.amount > 0))
		return 0;
	e.docid = docid;
	if (rows_id(t->rows, docid, &id, err) < 0)
		return -1;
	e.id = str_copy(&t->arena, id);
	GROW(t->events, t->events_count, t->events_capacity);
	t->events[t->events_count++] = e;
	return 0;
}

/* What several articles tell counts where it was told first. */
static int sum_up(struct tally *t, struct error *err)
{
	struct columns_row row;

	events_merge(t->events, t->events_count);
	for (size_t i = 0; i < t->events_count; i++) {
		const struct event *e = &t->events[i];

		if (e->told_by != i)
			continue;
		if (rows_get(t->rows, e->docid, &row, err) < 0)
			return -1;
		count_row(t, &row, (struct tally_count){0, e->amount});
	}
	return 0;
}

int tally_read(struct tally *t, struct index *x, const struct matches *matches,
	       enum measure measure, struct error *err)
{
	const struct tally_count one = {1, 0};
	struct columns_row row;

	tally_release(t);
	t->measure = measure;
	t->matches = matches;
	t->rows = rows_new(x);
	for (size_t i = 0; i < matches->count; i++) {
		if (rows_get(t->rows, matches->docids[i], &row, err) < 0)
			return -1;
		add_labels(t);
		count_row(t, &row, one);
		if (measure != MEASURE_ARTICLES &&
		    add_event(t, matches->docids[i], &row, err) < 0)
			return -1;
	}
	return sum_up(t, err);
}

void tally_release(struct tally *t)
{
	rows_free(t->rows);
	free(t->events);
	free(t->days.slots);
	free(t->labels);
	arena_release(&t->arena);
	*t = (struct tally){0};
}

/* ---- one dimension ---- */

struct tally_count tally_sum(const struct tally *t, struct tally_count c)
{
	if (t->measure == MEASURE_ARTICLES)
		c.sum = (double)c.articles;
	return c;
}

static void add_value(const struct tally *t, int64_t value, struct tally_count count,
		      struct tally_axis *out)
{
	if (count.articles == 0)
		return;
	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = (struct tally_value){value, tally_sum(t, count)};
}

static void list_labels(const struct tally *t, size_t kind, struct tally_axis *out)
{
	for (size_t i = 0; i < t->labels_count; i++) {
		if (t->labels[i].kind == kind)
			add_value(t, (int64_t)i, t->labels[i].count, out);
	}
}

static int by_value(const void *a, const void *b)
{
	const struct tally_value *x = a;
	const struct tally_value *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* The stretches of time that the days lie in. */
static void list_times(const struct tally *t, enum calendar_unit unit,
		       struct tally_axis *out)
{
	struct tally_times times = {0};

	for (size_t i = 0; i < t->days.capacity; i++) {
		const struct tally_time *day = &t->days.slots[i];

		if (day->count.articles > 0)
			count_time(&times,
				   calendar_number(unit, moment_day(day->number * DAY)),
				   day->count);
	}
	for (size_t i = 0; i < times.capacity; i++)
		add_value(t, times.slots[i].number, times.slots[i].count, out);
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_value);
	free(times.slots);
}

void tally_axis(const struct tally *t, const struct dimension *d, struct tally_axis *out)
{
	size_t kind = d->kind == BY_SOURCE ? LABEL_SOURCE : d->name_kind;
	struct tally_count all = tally_sum(t, t->all), any = t->labelled[kind];
	size_t several = kind;

	out->count = 0;
	if (d->kind == BY_DEAL) {
		for (int deal = 0; deal < DEAL_KINDS; deal++)
			add_value(t, deal, t->deals[deal], out);
		any = t->dealt;
		several = SEVERAL_DEALS;
	} else if (d->kind == BY_TIME) {
		list_times(t, d->unit, out);
		any = t->dated;
		several = SEVERAL_TIMES;
	} else {
		list_labels(t, kind, out);
	}
	any = tally_sum(t, any);
	out->without =
		(struct tally_count){all.articles - any.articles, all.sum - any.sum};
	out->several = t->several & 1u << several;
}

void tally_axis_release(struct tally_axis *a)
{
	free(a->items);
	*a = (struct tally_axis){0};
}

/* ---- one article ---- */

static void push(struct tally_values *out, int64_t value)
{
	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = value;
}

void tally_values(const struct tally *t, const struct columns_row *row,
		  const struct dimension *d, struct tally_values *out)
{
	unsigned deals = 0;

	out->count = 0;
	switch (d->kind) {
	case BY_NAME:
		for (size_t i = 0; i < row->labels_count; i++) {
			if (t->labels[row->labels[i]].kind == d->name_kind)
				push(out, row->labels[i]);
		}
		break;
	case BY_SOURCE:
		if (row->source != NO_ITEM)
			push(out, row->source);
		break;
	case BY_DEAL:
		for (size_t i = 0; i < row->deals_count; i++) {
			if (!(deals & 1u << row->deals[i].kind))
				push(out, row->deals[i].kind);
			deals |= 1u << row->deals[i].kind;
		}
		break;
	case BY_TIME:
		if (row->moment >= DAY)
			push(out, calendar_number(d->unit, moment_day(row->moment)));
		break;
	}
}

void tally_print_id(const struct tally *t, const struct dimension *d, int64_t value,
		    struct buf *out)
{
	if (d->kind == BY_TIME)
		calendar_print(out, d->unit, value);
	else if (d->kind == BY_DEAL)
		buf_text(out, deal_labels[value].label.id);
	else
		buf_str(out, rows_label(t->rows, (size_t)value)->id);
}

int tally_print_name(const struct tally *t, const struct dimension *d, int64_t value,
		     struct buf *out, struct error *err)
{
	struct str name;

	if (d->kind == BY_TIME) {
		calendar_print_long(out, d->unit, value);
		return 0;
	}
	if (d->kind == BY_DEAL) {
		buf_text(out, _(deal_labels[value].label.text));
		return 0;
	}
	if (rows_name(t->rows, (size_t)value, &name, err) < 0)
		return -1;
	buf_str(out, name);
	return 0;
}
