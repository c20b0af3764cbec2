/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rows.h"

#include <stdlib.h>

#include "lib/row.h"

struct rows {
	struct index *index;
	struct columns_builder *labels; /* numbers all labels */
	struct row_maker maker;
	struct arena arena; /* a stored article */
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

static int read_record(struct rows *r, uint32_t docid, struct columns_row *row,
		       struct error *err)
{
	const struct row_source source = {r, number_label, find_parent};
	struct record record;

	arena_clear(&r->arena);
	if (index_record(r->index, docid, &r->arena, &record, err) < 0)
		return -1;
	return row_of_record(&r->maker, &record, &source, row, err);
}

int rows_get(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err)
{
	return read_record(r, docid, row, err);
}

size_t rows_labels(const struct rows *r)
{
	return columns_labels(r->labels);
}

const struct label *rows_label(const struct rows *r, size_t number)
{
	return columns_builder_label(r->labels, number);
}

int rows_name(struct rows *r, size_t number, struct str *name, struct error *err)
{
	const struct label *l = rows_label(r, number);
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
