/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/row.h"

#include <stdlib.h>

enum { ANCESTORS = 16 }; /* more are a circle */

static void add_label(struct row_maker *m, uint32_t label)
{
	for (size_t i = 0; i < m->labels_count; i++) {
		if (m->labels[i] == label)
			return;
	}
	GROW(m->labels, m->labels_count, m->labels_capacity);
	m->labels[m->labels_count++] = label;
}

/* A name and all that it is part of. */
static int add_name(struct row_maker *m, const struct record_name *n,
		    const struct row_source *source, struct error *err)
{
	enum name_kind kind = n->kind;
	struct str id = n->id;
	int rc = 1;

	for (int left = ANCESTORS; rc > 0 && left > 0; left--) {
		enum name_kind parent_kind;
		struct str parent_id;

		add_label(m, source->label(source->context, (uint8_t)kind, id));
		rc = source->parent(source->context, kind, id, &parent_kind, &parent_id,
				    err);
		if (rc > 0) {
			kind = parent_kind;
			id = parent_id;
		}
	}
	return rc < 0 ? -1 : 0;
}

static void add_deal(struct row_maker *m, const struct record *r,
		     const struct record_deal *d, const struct row_source *source)
{
	struct column_deal deal = {.kind = (uint8_t)d->kind, .actor = NO_ITEM};

	if (d->actor != NO_ITEM)
		deal.actor =
			source->label(source->context, (uint8_t)r->names[d->actor].kind,
				      r->names[d->actor].id);
	if (d->amount != NO_ITEM)
		deal.euros = record_euros(r, d->amount);
	if (d->jobs != NO_ITEM)
		deal.jobs = r->jobs[d->jobs].count;
	GROW(m->deals, m->deals_count, m->deals_capacity);
	m->deals[m->deals_count++] = deal;
}

static void take_largest(const struct record *r, struct columns_row *row)
{
	for (size_t i = 0; i < r->amounts_count; i++) {
		double euros = record_euros(r, i);

		if (euros > row->euros)
			row->euros = euros;
	}
	for (size_t i = 0; i < r->jobs_count; i++) {
		double *most = r->jobs[i].kind == JOBS_CREATED ? &row->jobs_created
			       : r->jobs[i].kind == JOBS_CUT   ? &row->jobs_cut
							       : NULL;

		if (most != NULL && r->jobs[i].count > *most)
			*most = r->jobs[i].count;
	}
}

int row_of_record(struct row_maker *m, const struct record *r,
		  const struct row_source *source, struct columns_row *row,
		  struct error *err)
{
	m->labels_count = m->deals_count = 0;
	*row = (struct columns_row){.id = r->id, .moment = r->moment, .source = NO_ITEM};
	for (size_t i = 0; i < r->names_count; i++) {
		if (add_name(m, &r->names[i], source, err) < 0)
			return -1;
	}
	if (r->source.n > 0)
		row->source = source->label(source->context, LABEL_SOURCE, r->source);
	for (size_t i = 0; i < r->deals_count; i++)
		add_deal(m, r, &r->deals[i], source);
	take_largest(r, row);
	row->labels = m->labels;
	row->labels_count = m->labels_count;
	row->deals = m->deals;
	row->deals_count = m->deals_count;
	return 0;
}

void row_maker_release(struct row_maker *m)
{
	free(m->deals);
	free(m->labels);
	*m = (struct row_maker){0};
}
