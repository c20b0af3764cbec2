/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets, timelines and tables for programs. Documented in veille(1). */
#include "query/format-views.h"

#include "lib/json.h"

static void set_count(json_t *object, const char *key, size_t count)
{
	json_set(object, key, json_integer((json_int_t)count));
}

static const char *measure_key(const struct view *v)
{
	return measure_names[v->measure].id;
}

static void set_counts(json_t *object, const struct view *v, size_t articles, double sum)
{
	set_count(object, "articles", articles);
	if (v->measure != MEASURE_ARTICLES)
		json_set(object, measure_key(v), json_number(sum));
}

/* Of articles without any value, id and name are null. */
static json_t *value_object(const struct view *v, const struct view_value *value)
{
	json_t *object = json_object();

	json_set_text(object, "id", value->id);
	json_set_text(object, "name", value->name);
	set_counts(object, v, value->articles, value->sum);
	return object;
}

static json_t *period_object(const struct view *v, const struct view_value *value)
{
	enum calendar_unit unit = v->axes[0].dimension->unit;
	json_t *object = json_object();

	json_set_text(object, "period", value->id);
	json_set_moment(object, "first", day_moment(calendar_first(unit, value->key)));
	json_set_moment(object, "last", day_moment(calendar_last(unit, value->key)));
	set_counts(object, v, value->articles, value->sum);
	return object;
}

static json_t *values_list(const struct view *v, const struct view_axis *axis)
{
	json_t *list = json_array();

	for (size_t i = 0; i < axis->count; i++)
		json_array_append_new(list, v->kind == VIEW_TIMELINE
						    ? period_object(v, &axis->values[i])
						    : value_object(v, &axis->values[i]));
	return list;
}

static json_t *axis_object(const struct view *v, const struct view_axis *axis)
{
	json_t *object = json_object();

	json_set(object, "by", json_string(axis->dimension->name));
	set_count(object, "distinct", axis->distinct);
	set_count(object, "without", axis->without);
	json_set(object, v->kind == VIEW_TIMELINE ? "periods" : "values",
		 values_list(v, axis));
	return object;
}

static json_t *cells_list(const struct view *v)
{
	json_t *rows = json_array();

	for (size_t r = 0; r < v->axes[0].count; r++) {
		json_t *row = json_array();

		for (size_t c = 0; c < v->axes[1].count; c++)
			json_array_append_new(
				row, json_number(v->cells[r * v->axes[1].count + c].sum));
		json_array_append_new(rows, row);
	}
	return rows;
}

static json_t *event_object(const struct view *v, const struct view_event *e)
{
	json_t *object = json_object();
	json_t *articles = json_array();

	json_set(object, measure_key(v), json_number(e->amount));
	json_set_text(object, "actor", e->actor);
	json_set_text(object, "actor_name", e->actor_name);
	for (size_t i = 0; i < e->count; i++) {
		const struct view_article *a = &e->articles[i];
		json_t *article = json_object();

		json_set(article, "id", json_text(a->id));
		json_set_text(article, "title", a->title);
		json_set_moment(article, "date", a->moment);
		json_set_text(article, "source", a->source);
		json_set(article, measure_key(v), json_number(a->amount));
		json_array_append_new(articles, article);
	}
	json_set(object, "told_by", articles);
	return object;
}

static json_t *events_list(const struct view *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->events_count; i++)
		json_array_append_new(list, event_object(v, &v->events[i]));
	return list;
}

static void set_axes(json_t *object, const struct view *v)
{
	json_t *list;

	switch (v->kind) {
	case VIEW_FACETS:
		list = json_array();
		for (size_t i = 0; i < v->axes_count; i++)
			json_array_append_new(list, axis_object(v, &v->axes[i]));
		json_set(object, "facets", list);
		return;
	case VIEW_TIMELINE:
		json_object_update_new(object, axis_object(v, &v->axes[0]));
		return;
	case VIEW_TABLE:
		json_set(object, "rows", axis_object(v, &v->axes[0]));
		json_set(object, "columns", axis_object(v, &v->axes[1]));
		json_set(object, "cells", cells_list(v));
		return;
	}
}

void view_print_json(const struct page *page, const struct view *view)
{
	json_t *object = json_object();
	json_t *warnings = json_array();

	for (size_t i = 0; i < view->warnings_count; i++)
		json_array_append_new(warnings, json_text(view->warnings[i]));
	json_set(object, "format", json_integer(FORMAT_VERSION));
	json_set(object, "question", json_text(view->question));
	json_set(object, "warnings", warnings);
	set_count(object, "matches", view->matches);
	json_set(object, "measure", json_string(measure_key(view)));
	json_set(object, "total", json_number(view->sum));
	if (view->measure != MEASURE_ARTICLES) {
		set_count(object, "telling", view->telling);
		set_count(object, "told_again", view->again);
	}
	set_axes(object, view);
	if (view->each)
		json_set(object, "each", events_list(view));
	json_print(object, JSON_INDENT(2), page->out);
}

/* ---- one object a line ---- */

static void print_line(const struct page *page, json_t *object)
{
	json_print(object, JSON_COMPACT, page->out);
}

static void print_axis(const struct page *page, const struct view *v,
		       const struct view_axis *axis)
{
	for (size_t i = 0; i < axis->count; i++) {
		json_t *object = json_object();

		json_set(object, "by", json_string(axis->dimension->name));
		json_object_update_new(object,
				       v->kind == VIEW_TIMELINE
					       ? period_object(v, &axis->values[i])
					       : value_object(v, &axis->values[i]));
		print_line(page, object);
	}
}

static void print_cell(const struct page *page, const struct view *v, size_t r, size_t c)
{
	const struct view_cell *cell = &v->cells[r * v->axes[1].count + c];
	json_t *object = json_object();

	if (cell->articles == 0) {
		json_decref(object);
		return;
	}
	json_set_text(object, "row", v->axes[0].values[r].id);
	json_set_text(object, "row_name", v->axes[0].values[r].name);
	json_set_text(object, "column", v->axes[1].values[c].id);
	json_set_text(object, "column_name", v->axes[1].values[c].name);
	set_counts(object, v, cell->articles, cell->sum);
	print_line(page, object);
}

void view_print_jsonl(const struct page *page, const struct view *view)
{
	if (view->each) {
		for (size_t i = 0; i < view->events_count; i++)
			print_line(page, event_object(view, &view->events[i]));
	} else if (view->kind == VIEW_TABLE) {
		for (size_t r = 0; r < view->axes[0].count; r++)
			for (size_t c = 0; c < view->axes[1].count; c++)
				print_cell(page, view, r, c);
	} else {
		for (size_t i = 0; i < view->axes_count; i++)
			print_axis(page, view, &view->axes[i]);
	}
}
