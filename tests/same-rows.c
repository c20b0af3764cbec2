/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the columns of an index say of every article what its stored record says, for
 * check-segments.
 *
 * usage: same-rows INDEX		0 the same, 1 not, 2 failed
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/rows.h"

struct comparison {
	struct rows *rows;
	uint32_t *labels; /* of the columns, sorted */
	size_t labels_capacity;
	struct column_deal *deals;
	size_t deals_capacity;
	size_t articles, faults;
	struct error err;
};

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* Columns hold whole numbers. */
static bool same_quantity(double column, double record)
{
	return column == floor(record + .5);
}

static bool same_deal(const struct column_deal *a, const struct column_deal *b)
{
	return a->kind == b->kind && a->actor == b->actor &&
	       same_quantity(a->euros, b->euros) && same_quantity(a->jobs, b->jobs);
}

/* Labels of a row in order of their numbers. */
static void sort_labels(uint32_t *labels, size_t count)
{
	if (count > 1)
		qsort(labels, count, sizeof *labels, by_number);
}

/* Keeps what the next row would overwrite. */
static void keep_arrays(struct comparison *c, struct columns_row *row)
{
	for (size_t i = 0; i < row->labels_count; i++) {
		GROW(c->labels, i, c->labels_capacity);
		c->labels[i] = row->labels[i];
	}
	for (size_t i = 0; i < row->deals_count; i++) {
		GROW(c->deals, i, c->deals_capacity);
		c->deals[i] = row->deals[i];
	}
	sort_labels(c->labels, row->labels_count);
	row->labels = c->labels;
	row->deals = c->deals;
}

static bool same_labels(const struct columns_row *a, const struct columns_row *b)
{
	uint32_t *labels = xreallocarray(NULL, b->labels_count + 1, sizeof *labels);
	bool same = a->labels_count == b->labels_count;

	for (size_t i = 0; i < b->labels_count; i++)
		labels[i] = b->labels[i];
	sort_labels(labels, b->labels_count);
	for (size_t i = 0; i < a->labels_count && same; i++)
		same = a->labels[i] == labels[i];
	free(labels);
	return same;
}

static bool same_row(const struct columns_row *a, const struct columns_row *b)
{
	bool same = str_equal(a->id, b->id) && a->moment == b->moment &&
		    a->source == b->source && same_quantity(a->euros, b->euros) &&
		    same_quantity(a->jobs_created, b->jobs_created) &&
		    same_quantity(a->jobs_cut, b->jobs_cut) && same_labels(a, b) &&
		    a->deals_count == b->deals_count;

	for (size_t i = 0; i < a->deals_count && same; i++)
		same = same_deal(&a->deals[i], &b->deals[i]);
	return same;
}

static bool compare(void *context, uint32_t docid)
{
	struct comparison *c = context;
	struct columns_row column, record;

	if (rows_get(c->rows, docid, &column, &c->err) < 0)
		return false;
	keep_arrays(c, &column);
	if (rows_read(c->rows, docid, &record, &c->err) < 0)
		return false;
	if (!same_row(&column, &record)) {
		printf("%.*s: the columns say something else\n", STR_ARGS(record.id));
		c->faults++;
	}
	c->articles++;
	return true;
}

int main(int argc, char **argv)
{
	struct comparison c = {0};
	const char *place = argc > 1 ? argv[1] : "";
	struct index *x;

	if (index_open(&x, &place, 1, &c.err) == 0) {
		c.rows = rows_new(x);
		if (xc_reader_documents(index_reader(x), compare, &c, &c.err) == 0)
			printf("%zu rows\n", c.articles);
	}
	if (c.err.code != ERROR_NONE || c.articles == 0)
		printf("same-rows: %s\n", c.err.text);
	rows_free(c.rows);
	index_close(x);
	free(c.deals);
	free(c.labels);
	if (c.err.code != ERROR_NONE || c.articles == 0)
		return 2;
	return c.faults > 0;
}
