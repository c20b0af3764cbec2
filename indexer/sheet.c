/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sheet.h"

#include <stdlib.h>

#include "indexer/folder.h"
#include "lib/i18n.h"
#include "lib/row.h"

struct sheet {
	struct columns_builder *builder;
	uint32_t next; /* number of the article whose row comes next */
	struct row_maker maker;
	const struct lexicon *lexicon; /* of the row being made */
	uint32_t *labels;	       /* of the row being copied */
	size_t labels_capacity;
	struct column_deal *deals;
	size_t deals_capacity;
};

struct sheet *sheet_new(uint32_t first)
{
	struct sheet *s = xcalloc(1, sizeof *s);

	s->builder = columns_builder_new();
	s->next = first;
	return s;
}

void sheet_free(struct sheet *s)
{
	if (s == NULL)
		return;
	free(s->deals);
	free(s->labels);
	row_maker_release(&s->maker);
	columns_builder_free(s->builder);
	free(s);
}

/* Empty rows for numbers that no article has, then the row. */
static void put(struct sheet *s, uint32_t docid, const struct columns_row *row)
{
	static const struct columns_row empty = {.source = NO_ITEM};

	for (; s->next < docid; s->next++)
		columns_add(s->builder, &empty);
	columns_add(s->builder, row);
	s->next++;
}

int sheet_write(const struct sheet *s, const char *folder, struct error *err)
{
	struct buf image = {0};
	int rc;

	columns_write(s->builder, &image);
	rc = folder_put_file(folder, COLUMNS_FILE, buf_view(&image), err);
	buf_release(&image);
	return rc;
}

/* ---- rows made ---- */

static uint32_t number_label(void *context, uint8_t kind, struct str id)
{
	struct sheet *s = context;

	return columns_label(s->builder, kind, id);
}

static int find_parent(void *context, enum name_kind kind, struct str id,
		       enum name_kind *parent_kind, struct str *parent_id,
		       struct error *err)
{
	struct sheet *s = context;
	uint32_t entity = lexicon_find_id(s->lexicon, kind, id);

	(void)err;
	if (entity != NO_ENTITY)
		entity = lexicon_entity(s->lexicon, entity)->parent;
	if (entity == NO_ENTITY)
		return 0;
	*parent_kind = lexicon_entity(s->lexicon, entity)->kind;
	*parent_id = lexicon_entity(s->lexicon, entity)->id;
	columns_part_of(s->builder, number_label(s, (uint8_t)kind, id),
			number_label(s, (uint8_t)*parent_kind, *parent_id));
	return 1;
}

void sheet_add(struct sheet *s, uint32_t docid, const struct record *r, uint32_t group,
	       const struct lexicon *l)
{
	const struct row_source source = {s, number_label, find_parent};
	struct columns_row row;
	struct error ignored; /* a lexicon in memory does not fail */

	s->lexicon = l;
	row_of_record(&s->maker, r, &source, &row, &ignored);
	row.group = group;
	put(s, docid, &row);
}

/* ---- rows copied ---- */

int sheet_source_open(struct sheet_source *o, const char *folder, uint32_t first,
		      struct error *err)
{
	*o = (struct sheet_source){.first = first};
	if (columns_open_file(&o->columns, folder, err) < 0)
		return -1;
	o->labels = xcalloc((size_t)o->columns.labels_count + 1, sizeof *o->labels);
	o->wholes = xcalloc((size_t)o->columns.labels_count + 1, sizeof *o->wholes);
	columns_wholes(&o->columns, o->wholes);
	return 0;
}

void sheet_source_close(struct sheet_source *o)
{
	columns_scratch_release(&o->scratch);
	free(o->wholes);
	free(o->labels);
	columns_close(&o->columns);
	*o = (struct sheet_source){0};
}

/*
 * Puts the number that it has in the sheet in the place of the label's. False when it
 * is damaged.
 */
static bool relabel(struct sheet *s, struct sheet_source *o, uint32_t *label)
{
	uint32_t whole, old = *label;
	struct column_label l;

	if (old == NO_ITEM)
		return true;
	if (o->labels[old] == 0) {
		if (!columns_find_label(&o->columns, old, &l))
			return false;
		o->labels[old] = columns_label(s->builder, l.kind, l.id) + 1;
	}
	*label = o->labels[old] - 1;
	whole = o->wholes[old];
	if (whole == NO_ITEM || o->labels[whole] == 0)
		return true;
	columns_part_of(s->builder, *label, o->labels[whole] - 1);
	o->wholes[old] = NO_ITEM; /* it is known now */
	return true;
}

static bool relabel_row(struct sheet *s, struct sheet_source *o, struct columns_row *row)
{
	bool sound = relabel(s, o, &row->source);

	for (size_t i = 0; i < row->labels_count && sound; i++) {
		GROW(s->labels, i, s->labels_capacity);
		s->labels[i] = row->labels[i];
		sound = relabel(s, o, &s->labels[i]);
	}
	row->labels = s->labels;
	for (size_t i = 0; i < row->deals_count && sound; i++) {
		GROW(s->deals, i, s->deals_capacity);
		s->deals[i] = row->deals[i];
		sound = relabel(s, o, &s->deals[i].actor);
	}
	row->deals = s->deals;
	return sound;
}

int sheet_copy(struct sheet *s, uint32_t docid, struct sheet_source *o, uint32_t from,
	       struct error *err)
{
	struct columns_row row;

	if (from < o->first ||
	    !columns_get(&o->columns, from - o->first + 1, &o->scratch, &row) ||
	    !relabel_row(s, o, &row))
		return error_set(err, ERROR_DAMAGED,
				 _("the columns of the index are damaged"));
	put(s, docid, &row);
	return 0;
}

int sheet_copy_all(struct sheet *s, struct sheet_source *o, struct error *err)
{
	uint32_t end = o->first + o->columns.articles;
	int rc = 0;

	for (uint32_t docid = o->first; docid < end && rc == 0; docid++)
		rc = sheet_copy(s, docid, o, docid, err);
	return rc;
}
