/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rows.h"

#include <stdlib.h>

#include "lib/row.h"

struct rows {
	struct index *index;
	struct columns_builder *labels; /* numbers all labels */
	struct str *written; /* of labels that no lexicon lists: the name, as first met */
	size_t written_count, written_capacity;
	struct row_maker maker;
	uint32_t docid; /* of `record`; 0 none */
	struct record record;
	struct arena arena; /* the stored article */
	struct arena names; /* `written` */
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
	arena_release(&r->names);
	free(r->written);
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

/* What an article calls a company that no lexicon lists; the first one's word counts. */
static void keep_written(struct rows *r, const struct record_name *n)
{
	uint32_t label = columns_label(r->labels, (uint8_t)n->kind, n->id);

	while (r->written_count <= label) {
		GROW(r->written, r->written_count, r->written_capacity);
		r->written[r->written_count++] = (struct str){0};
	}
	if (r->written[label].n == 0)
		r->written[label] = str_copy(&r->names, n->name);
}

static int read_record(struct rows *r, uint32_t docid, struct error *err)
{
	if (r->docid == docid)
		return 0;
	r->docid = 0;
	arena_clear(&r->arena);
	if (index_record(r->index, docid, &r->arena, &r->record, err) < 0)
		return -1;
	r->docid = docid;
	return 0;
}

int rows_get(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err)
{
	const struct row_source source = {r, number_label, find_parent};

	if (read_record(r, docid, err) < 0)
		return -1;
	for (size_t i = 0; i < r->record.names_count; i++) {
		if (record_name_unlisted(&r->record.names[i]))
			keep_written(r, &r->record.names[i]);
	}
	return row_of_record(&r->maker, &r->record, &source, row, err);
}

int rows_id(struct rows *r, uint32_t docid, struct str *id, struct error *err)
{
	if (read_record(r, docid, err) < 0)
		return -1;
	*id = r->record.id;
	return 0;
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
	else if (number < r->written_count && r->written[number].n > 0)
		*name = r->written[number];
	return 0;
}
