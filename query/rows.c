/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rows.h"

#include <stdlib.h>

#include "lib/row.h"

struct rows {
	struct index *index;
	struct columns_builder *labels; /* numbers all labels */
	struct row_maker maker;
	struct arena arena; /* a stored article */
	uint32_t **numbers; /* of databases' labels, see numbers_of(); NULL at first */
	struct columns_scratch scratch;
};

struct rows *rows_new(struct index *x)
{
	struct rows *r = xcalloc(1, sizeof *r);

	r->index = x;
	r->labels = columns_builder_new();
	return r;
}

void rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; r->numbers != NULL && i < index_databases(r->index); i++)
		free(r->numbers[i]);
	free(r->numbers);
	columns_scratch_release(&r->scratch);
	row_maker_release(&r->maker);
	columns_builder_free(r->labels);
	arena_release(&r->arena);
	free(r);
}

static uint32_t number_label(void *context, uint8_t kind, struct str id)
{
	struct rows *r = context;

	return columns_label(r->labels, kind, id);
}

static int find_parent(void *context, enum name_kind kind, struct str id,
		       enum name_kind *parent_kind, struct str *parent_id,
		       struct error *err)
{
	struct rows *r = context;
	const struct name_record *known;

	if (index_name(r->index, kind, id, &known, err) < 0)
		return -1;
	if (known == NULL || !known->has_parent)
		return 0;
	*parent_kind = known->parent_kind;
	*parent_id = known->parent_id;
	return 1;
}

int rows_read(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err)
{
	const struct row_source source = {r, number_label, find_parent};
	struct record record;

	arena_clear(&r->arena);
	if (index_record(r->index, docid, &r->arena, &record, err) < 0)
		return -1;
	if (row_of_record(&r->maker, &record, &source, row, err) < 0)
		return -1;
	return index_group(r->index, docid, &row->group, err);
}

/* ---- from columns ---- */

/* The numbers of a database's labels: each one's number + 1, 0 where it was not met. */
static uint32_t *numbers_of(struct rows *r, size_t database, const struct columns *c)
{
	if (r->numbers == NULL)
		r->numbers = xcalloc(index_databases(r->index), sizeof *r->numbers);
	if (r->numbers[database] == NULL)
		r->numbers[database] =
			xcalloc((size_t)c->labels_count + 1, sizeof **r->numbers);
	return r->numbers[database];
}

uint32_t rows_number(struct rows *r, const struct column_label *l)
{
	return columns_label(r->labels, l->kind, l->id);
}

/*
 * Puts the number over all databases in the place of that of one. False when the label
 * is damaged.
 */
static bool renumber(struct rows *r, const struct columns *c, uint32_t *numbers,
		     uint32_t *label)
{
	struct column_label l;

	if (*label == NO_ITEM)
		return true;
	if (numbers[*label] == 0) {
		if (!columns_find_label(c, *label, &l))
			return false;
		numbers[*label] = rows_number(r, &l) + 1;
	}
	*label = numbers[*label] - 1;
	return true;
}

/* The arrays of the row are the scratch's. */
static bool renumber_row(struct rows *r, const struct columns *c, uint32_t *numbers,
			 struct columns_row *row)
{
	bool sound = renumber(r, c, numbers, &row->source);

	for (size_t i = 0; i < row->labels_count && sound; i++)
		sound = renumber(r, c, numbers, &r->scratch.labels[i]);
	for (size_t i = 0; i < row->deals_count && sound; i++)
		sound = renumber(r, c, numbers, &r->scratch.deals[i].actor);
	return sound;
}

int rows_get(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err)
{
	const struct columns *c;
	size_t database = index_database(r->index, docid);
	int found = index_row(r->index, docid, &r->scratch, &c, row, err);

	if (found < 0)
		return -1;
	if (found == 0)
		return rows_read(r, docid, row, err);
	if (!renumber_row(r, c, numbers_of(r, database, c), row))
		return index_lacks_row(r->index, docid, err);
	return index_mix_group(r->index, docid, row->group, &row->group, err);
}

size_t rows_labels(const struct rows *r)
{
	return columns_labels(r->labels);
}

const struct column_label *rows_label(const struct rows *r, size_t number)
{
	return columns_builder_label(r->labels, number);
}

int rows_name(struct rows *r, size_t number, struct str *name, struct error *err)
{
	const struct column_label *l = rows_label(r, number);
	const struct name_record *known;

	*name = l->id;
	if (l->kind == LABEL_SOURCE)
		return 0;
	if (index_name(r->index, (enum name_kind)l->kind, l->id, &known, err) < 0)
		return -1;
	if (known != NULL)
		*name = known->name;
	return 0;
}
