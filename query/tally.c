/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tally.h"

#include <stdlib.h>

#include "lib/i18n.h"
#include "lib/labels.h"

/*
 * Bit of tally.several beside those of kinds of labels in an image; an article has one
 * moment.
 */
enum { SEVERAL_TIMES = LABEL_KINDS_ALL };

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
		t->several |= kinds != 0 ? 1u << LABEL_DEAL : 0;
		kinds |= bit;
		add_to(&t->deals[row->deals[i].kind], adds);
	}
	if (kinds != 0)
		add_to(&t->dealt, adds);
}

/*
 * An article that counts by its day; what adds to a sum only comes after it was
 * counted.
 */
static void count_day(struct tally *t, uint32_t day, struct tally_count adds)
{
	struct days_year *year;

	if (day == 0)
		return;
	year = days_year(&t->days, day);
	year->articles[day % DAYS_OF_YEAR] += (uint32_t)adds.articles;
	year->sums[day % DAYS_OF_YEAR] += adds.sum;
	add_to(&t->dated, adds);
}

static void count_row(struct tally *t, const struct columns_row *row,
		      struct tally_count adds)
{
	add_labels(t);
	add_to(&t->all, adds);
	count_labels(t, row, adds);
	count_deals(t, row, adds);
	count_day(t, columns_day(row->moment), adds);
}

/* ---- columns ---- */

/* What the columns of one database come to, by their own labels. */
struct part_counts {
	const struct columns *columns; /* NULL: none was counted */
	uint32_t *labels;
};

static void count_shape(struct tally *t, struct column_shape shape, size_t articles)
{
	struct tally_count adds = {articles, 0};

	t->several |= shape.several;
	for (size_t kind = 0; kind < LABEL_KINDS; kind++) {
		if (shape.any & 1u << kind)
			add_to(&t->labelled[kind], adds);
	}
	if (shape.any & 1u << LABEL_DEAL)
		add_to(&t->dealt, adds);
}

static void count_label(struct tally *t, const struct column_label *l, size_t articles)
{
	size_t number;

	if (l->kind == LABEL_SHAPE) {
		count_shape(t, columns_shape(l->id), articles);
	} else if (l->kind == LABEL_DEAL) {
		t->deals[(uint8_t)l->id.p[0]].articles += articles;
	} else {
		number = rows_number(t->rows, l);
		add_labels(t);
		t->labels[number].count.articles += articles;
	}
}

/*
 * Adds what was counted up to what other databases came to. False when the columns are
 * damaged.
 */
static bool add_part(struct tally *t, struct part_counts *p)
{
	struct column_label l;
	bool sound = p->columns == NULL || columns_count_chains(p->columns, p->labels);

	for (uint32_t i = 0; p->columns != NULL && i < p->columns->labels_count && sound;
	     i++) {
		if (p->labels[i] == 0)
			continue;
		sound = columns_find_label(p->columns, i, &l);
		if (sound)
			count_label(t, &l, p->labels[i]);
	}
	free(p->labels);
	*p = (struct part_counts){0};
	return sound;
}

static void count_days(struct tally *t, const struct index_part *part)
{
	uint32_t days[COUNT(part->numbers)];
	size_t without = 0;

	columns_days(part->columns, part->numbers, part->count, days);
	for (size_t i = 0; i < part->count; i++) {
		if (days[i] == 0)
			without++;
		else
			days_year(&t->days, days[i])->articles[days[i] % DAYS_OF_YEAR]++;
	}
	t->dated.articles += part->count - without;
}

/* Of a database that has no columns here. */
static int count_stored(struct tally *t, uint32_t docid, struct error *err)
{
	const struct tally_count one = {1, 0};
	struct columns_row row;

	if (rows_get(t->rows, docid, &row, err) < 0)
		return -1;
	count_row(t, &row, one);
	return 0;
}

static bool count_part(struct tally *t, const struct index_part *part,
		       struct part_counts *p)
{
	if (part->columns != p->columns) {
		if (!add_part(t, p))
			return false;
		p->columns = part->columns;
		p->labels = xcalloc(columns_counts(p->columns), sizeof *p->labels);
	}
	t->all.articles += part->count;
	count_days(t, part);
	return columns_count(part->columns, part->numbers, part->count, p->labels);
}

static int count_all(struct tally *t, struct index *x, struct error *err)
{
	const struct matches *m = t->matches;
	struct part_counts counts = {0};
	struct index_part part;
	bool sound = true;
	int rc = 0;

	for (size_t i = 0; i < m->count && rc == 0; i += part.count) {
		rc = index_part(x, m->docids + i, m->count - i, &part, err);
		if (rc == 0 && part.columns != NULL)
			sound = count_part(t, &part, &counts);
		else if (rc == 0)
			rc = count_stored(t, m->docids[i], err);
		if (!sound)
			rc = index_lacks_row(x, m->docids[i], err);
	}
	if (!add_part(t, &counts) && rc == 0)
		rc = index_lacks_row(x, m->docids[m->count - 1], err);
	return rc;
}

static void note_days(struct tally *t)
{
	struct days_year *year;
	uint32_t first = days_next(&t->days, 0, &year);

	t->first = first > 0 ? columns_day_moment(first) : 0;
	t->last = first > 0 ? columns_day_moment(days_last(&t->days)) : 0;
}

/* ---- sums ---- */

static void add_event(struct tally *t, uint32_t docid, const struct columns_row *row)
{
	struct event e = event_of_row(row, t->measure);

	if (!(e.amount > 0))
		return;
	e.docid = docid;
	e.id = str_copy(&t->arena, row->id);
	GROW(t->events, t->events_count, t->events_capacity);
	t->events[t->events_count++] = e;
}

static int find_events(struct tally *t, struct error *err)
{
	struct columns_row row;

	for (size_t i = 0; i < t->matches->count; i++) {
		uint32_t docid = t->matches->docids[i];

		if (rows_get(t->rows, docid, &row, err) < 0)
			return -1;
		add_event(t, docid, &row);
	}
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
	tally_release(t);
	t->measure = measure;
	t->matches = matches;
	t->rows = rows_new(x);
	if (count_all(t, x, err) < 0)
		return -1;
	note_days(t);
	if (measure == MEASURE_ARTICLES)
		return 0;
	return find_events(t, err) < 0 ? -1 : sum_up(t, err);
}

void tally_release(struct tally *t)
{
	rows_free(t->rows);
	free(t->events);
	days_release(&t->days);
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

/* The stretches of time that the days lie in, in order as they are. */
static void list_times(const struct tally *t, enum calendar_unit unit,
		       struct tally_axis *out)
{
	struct tally_count count = {0};
	struct days_year *year;
	int64_t number = 0;

	for (uint32_t day = days_next(&t->days, 0, &year); day > 0;
	     day = days_next(&t->days, day + 1, &year)) {
		int64_t next = calendar_number(unit, moment_day(columns_day_moment(day)));

		if (next != number) {
			add_value(t, number, count, out);
			number = next;
			count = (struct tally_count){0};
		}
		count.articles += year->articles[day % DAYS_OF_YEAR];
		count.sum += year->sums[day % DAYS_OF_YEAR];
	}
	add_value(t, number, count, out);
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
		several = LABEL_DEAL;
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
		if (columns_day(row->moment) > 0)
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
