/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets, timelines, tables and what was added up in them, as sheets. */
#include "query/format-sheet.h"

#include <stdlib.h>

#include "lib/i18n.h"

static struct sheet_column *add_column(struct sheet *s, const char *id, const char *title)
{
	return sheet_column(s, str_of(id), str_of(title));
}

static void add_number_column(struct sheet *s, const char *id, const char *title)
{
	add_column(s, id, title)->number = true;
}

static enum cell_kind kind_of(enum measure measure)
{
	return measure == MEASURE_EUROS ? CELL_EUROS : CELL_COUNT;
}

/* The columns that count: articles and, when there is one, the sum. */
static void add_counts(struct sheet *s, const struct view *v)
{
	add_number_column(s, "articles", _("articles"));
	if (v->measure != MEASURE_ARTICLES)
		add_number_column(s, measure_names[v->measure].id,
				  _(measure_names[v->measure].title));
}

static void put_counts(struct sheet *s, const struct view *v,
		       const struct view_value *value)
{
	sheet_number(s, CELL_COUNT, (double)value->articles);
	if (v->measure != MEASURE_ARTICLES)
		sheet_number(s, kind_of(v->measure), value->sum);
}

static struct str name_of(const struct view_value *value)
{
	return value->id.n > 0 ? value->name : str_of(_("(none)"));
}

static void add_facets(struct sheet *s, const struct view *v, enum sheet_for whom)
{
	add_column(s, "by", _("by"));
	if (whom == SHEET_FOR_MACHINES)
		add_column(s, "id", "id");
	add_column(s, "name", _("name"));
	add_counts(s, v);
	for (size_t i = 0; i < v->axes_count; i++) {
		const struct view_axis *axis = &v->axes[i];

		for (size_t k = 0; k < axis->count; k++) {
			sheet_text(s, str_of(whom == SHEET_FOR_PEOPLE
						     ? _(axis->dimension->title)
						     : axis->dimension->name));
			if (whom == SHEET_FOR_MACHINES)
				sheet_text(s, axis->values[k].id);
			sheet_text(s, axis->values[k].name);
			put_counts(s, v, &axis->values[k]);
		}
	}
}

static void add_timeline(struct sheet *s, const struct view *v, enum sheet_for whom)
{
	const struct view_axis *axis = &v->axes[0];
	enum calendar_unit unit = axis->dimension->unit;

	add_column(s, "period", _(axis->dimension->title));
	if (whom == SHEET_FOR_MACHINES) {
		add_column(s, "first", "first");
		add_column(s, "last", "last");
	}
	add_counts(s, v);
	for (size_t k = 0; k < axis->count; k++) {
		const struct view_value *value = &axis->values[k];

		sheet_text(s, whom == SHEET_FOR_MACHINES ? value->id : value->name);
		if (whom == SHEET_FOR_MACHINES) {
			sheet_moment(s, day_moment(calendar_first(unit, value->key)));
			sheet_moment(s, day_moment(calendar_last(unit, value->key)));
		}
		put_counts(s, v, value);
	}
}

static void add_table_row(struct sheet *s, const struct view *v, struct str name,
			  const double *cells, double total)
{
	enum cell_kind kind = kind_of(v->measure);

	sheet_text(s, name);
	for (size_t c = 0; c < v->axes[1].count; c++)
		sheet_number(s, kind, cells[c]);
	sheet_number(s, kind, total);
}

/* Rows and columns of all that matches, so that cells of a row may be more than its total. */
static void add_table(struct sheet *s, const struct view *v, enum sheet_for whom)
{
	const struct view_axis *rows = &v->axes[0];
	const struct view_axis *columns = &v->axes[1];
	bool plain = whom == SHEET_FOR_MACHINES;
	double *cells = xcalloc(columns->count + 1, sizeof *cells);

	add_column(s, rows->dimension->name,
		   plain ? rows->dimension->name : _(rows->dimension->title));
	for (size_t c = 0; c < columns->count; c++) {
		const struct view_value *value = &columns->values[c];
		bool time = columns->dimension->kind == BY_TIME && value->id.n > 0;

		sheet_column(s, time ? value->id : name_of(value), name_of(value))
			->number = true;
	}
	add_number_column(s, "total", _("total"));
	for (size_t r = 0; r < rows->count; r++) {
		const struct view_value *value = &rows->values[r];
		bool time = rows->dimension->kind == BY_TIME && value->id.n > 0;

		for (size_t c = 0; c < columns->count; c++)
			cells[c] = v->cells[r * columns->count + c].sum;
		add_table_row(s, v, plain && time ? value->id : name_of(value), cells,
			      value->sum);
	}
	for (size_t c = 0; c < columns->count; c++)
		cells[c] = columns->values[c].sum;
	add_table_row(s, v, str_of(plain ? "total" : _("total")), cells, v->sum);
	free(cells);
}

/* What was added up: one article a row, the one that counts first. */
static void add_events(struct sheet *s, const struct view *v)
{
	enum cell_kind kind = kind_of(v->measure);

	add_number_column(s, "number", _("number"));
	add_number_column(s, "counted", _("counted"));
	add_number_column(s, measure_names[v->measure].id,
			  _(measure_names[v->measure].title));
	add_column(s, "actor", _("actor"));
	add_column(s, "date", _("date"));
	add_column(s, "source", _("source"));
	add_column(s, "title", _("title"));
	add_column(s, "id", _("id"));
	for (size_t i = 0; i < v->events_count; i++) {
		const struct view_event *e = &v->events[i];

		for (size_t k = 0; k < e->count; k++) {
			sheet_number(s, CELL_COUNT, (double)(i + 1));
			sheet_number(s, kind, k == 0 ? e->amount : 0);
			sheet_number(s, kind, e->articles[k].amount);
			sheet_text(s, e->actor_name);
			sheet_moment(s, e->articles[k].moment);
			sheet_text(s, e->articles[k].source);
			sheet_text(s, e->articles[k].title);
			sheet_text(s, e->articles[k].id);
		}
	}
}

void sheet_of_view(const struct view *view, enum sheet_for whom, struct sheet *out)
{
	if (view->each)
		add_events(out, view);
	else if (view->kind == VIEW_FACETS)
		add_facets(out, view, whom);
	else if (view->kind == VIEW_TIMELINE)
		add_timeline(out, view, whom);
	else
		add_table(out, view, whom);
}
