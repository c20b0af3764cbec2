/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tally.h"

#include <stdlib.h>

#include "lib/i18n.h"
#include "lib/labels.h"

static void add_article(struct tally *t, uint32_t docid, const struct columns_row *row)
{
	struct tally_article a = {
		.docid = docid,
		.source = row->source,
		.moment = row->moment,
		.labels = t->labels_count,
		.labels_count = (uint32_t)row->labels_count,
		.adds = t->measure == MEASURE_ARTICLES,
	};

	for (size_t i = 0; i < row->deals_count; i++)
		a.deals |= (uint8_t)(1 << row->deals[i].kind);
	for (size_t i = 0; i < row->labels_count; i++) {
		uint8_t kind = rows_label(t->rows, row->labels[i])->kind;

		GROW(t->labels, t->labels_count, t->labels_capacity);
		t->labels[t->labels_count++] = (struct tally_label){row->labels[i], kind};
		a.kinds |= (uint16_t)(1 << kind);
	}
	GROW(t->articles, t->count, t->capacity);
	t->articles[t->count++] = a;
}

static int add_event(struct tally *t, const struct columns_row *row, struct error *err)
{
	struct event e = event_of_row(row, t->measure);
	struct str id;

	if (!(e.amount > 0))
		return 0;
	e.article = t->count - 1;
	if (rows_id(t->rows, t->articles[e.article].docid, &id, err) < 0)
		return -1;
	e.id = str_copy(&t->arena, id);
	GROW(t->events, t->events_count, t->events_capacity);
	t->events[t->events_count++] = e;
	return 0;
}

static void sum_up(struct tally *t)
{
	events_merge(t->events, t->events_count);
	for (size_t i = 0; i < t->events_count; i++) {
		const struct event *e = &t->events[i];

		if (e->told_by == i)
			t->articles[e->article].adds = e->amount;
	}
	for (size_t i = 0; i < t->count; i++)
		t->sum += t->articles[i].adds;
}

int tally_read(struct tally *t, struct index *x, const struct matches *matches,
	       enum measure measure, struct error *err)
{
	struct columns_row row;

	tally_release(t);
	t->measure = measure;
	t->rows = rows_new(x);
	for (size_t i = 0; i < matches->count; i++) {
		if (rows_get(t->rows, matches->docids[i], &row, err) < 0)
			return -1;
		add_article(t, matches->docids[i], &row);
		if (measure != MEASURE_ARTICLES && add_event(t, &row, err) < 0)
			return -1;
	}
	sum_up(t);
	return 0;
}

void tally_release(struct tally *t)
{
	rows_free(t->rows);
	free(t->events);
	free(t->labels);
	free(t->articles);
	arena_release(&t->arena);
	*t = (struct tally){0};
}

static void add_value(struct tally_values *out, int64_t value)
{
	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = value;
}

static void add_labels(const struct tally *t, const struct tally_article *a,
		       enum name_kind kind, struct tally_values *out)
{
	const struct tally_label *labels = t->labels + a->labels;

	for (size_t i = 0; i < a->labels_count && a->kinds & 1 << kind; i++) {
		if (labels[i].kind == kind)
			add_value(out, labels[i].number);
	}
}

void tally_values(const struct tally *t, const struct tally_article *a,
		  const struct dimension *d, struct tally_values *out)
{
	out->count = 0;
	switch (d->kind) {
	case BY_NAME:
		add_labels(t, a, d->name_kind, out);
		break;
	case BY_SOURCE:
		if (a->source != NO_ITEM)
			add_value(out, a->source);
		break;
	case BY_DEAL:
		for (int kind = 0; kind < DEAL_KINDS; kind++) {
			if (a->deals & 1 << kind)
				add_value(out, kind);
		}
		break;
	case BY_TIME:
		if (a->moment != 0)
			add_value(out, calendar_number(d->unit, moment_day(a->moment)));
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
