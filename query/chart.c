/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/chart.h"

#include <math.h>

#include "lib/i18n.h"
#include "query/markup.h"

enum {
	LABELS_MOST = 4, /* below the columns: what a telephone has room for */
	LINES_MOST = 4,	 /* of the scale */
	HEIGHT = 180,	 /* pixels, the labels' line included */
	PLOT_TOP = 8,
	PLOT_BOTTOM = 154,
	LABELS_AT = 174,
	PARTS = 1000, /* of the plot's height that columns end at */
};

void chart_bar(FILE *out, double share)
{
	fprintf(out,
		"<svg class=\"bar\" aria-hidden=\"true\"><rect width=\"%.1f%%\" "
		"height=\"100%%\"/></svg>",
		100 * share);
}

void chart_shade(FILE *out, double share)
{
	fprintf(out,
		"<svg class=\"shade\" aria-hidden=\"true\"><rect width=\"100%%\" "
		"height=\"100%%\" fill-opacity=\"%.2f\"/></svg>",
		.04 + .46 * share);
}

/* ---- the scale ---- */

/* The step, 1, 2 or 5 with zeros behind, that gives few lines up to `largest`. */
static double scale_step(double largest)
{
	static const double steps[] = {1, 2, 5};

	for (double ten = 1;; ten *= 10) {
		for (size_t i = 0; i < COUNT(steps); i++) {
			if (largest / (ten * steps[i]) <= LINES_MOST)
				return ten * steps[i];
		}
	}
}

static double line_at(double value, double top)
{
	return PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * value / top;
}

/* The figures stand beside the chart, so that no column hides them. */
static void draw_scale(FILE *out, const struct view *v, double step, double top)
{
	struct buf figure = {0};

	fprintf(out, "<svg class=\"scale\" aria-hidden=\"true\" height=\"%d\">\n",
		HEIGHT);
	for (double value = 0; value <= top + step / 2; value += step) {
		buf_clear(&figure);
		view_print_measure(&figure, v->measure, value);
		fprintf(out, "<text class=\"end\" x=\"100%%\" y=\"%.1f\">",
			line_at(value, top) + 4);
		markup_text(out, buf_view(&figure));
		fputs("</text>\n", out);
	}
	fputs("</svg>\n", out);
	buf_release(&figure);
}

static void draw_lines(FILE *out, double step, double top)
{
	for (double value = 0; value <= top + step / 2; value += step) {
		double y = line_at(value, top);

		fprintf(out, "<line x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>\n", y, y);
	}
}

/* ---- columns ---- */

/* "mai 2024: 12" when the pointer rests on it. */
static void draw_column(FILE *out, const struct view *v, const struct view_value *value,
			size_t place, double top)
{
	int height = (int)(PARTS * value->sum / top + .5);
	struct buf text = {0};

	if (height < PARTS / 100)
		height = PARTS / 100;
	buf_str(&text, value->name);
	buf_text(&text, _(": "));
	view_print_measure(&text, v->measure, value->sum);
	fputs("<g>", out);
	markup_element(out, "title", NULL, buf_view(&text));
	fprintf(out,
		"<rect class=\"touch\" x=\"%zu\" width=\"1\" height=\"%d\"/>"
		"<rect x=\"%zu.1\" y=\"%d\" width=\".8\" height=\"%d\"/></g>\n",
		place, PARTS, place, PARTS - height, height);
	buf_release(&text);
}

static void draw_columns(FILE *out, const struct view *v, const struct view_axis *axis,
			 double top)
{
	fprintf(out,
		"<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %zu %d\" "
		"preserveAspectRatio=\"none\">\n",
		PLOT_TOP, PLOT_BOTTOM - PLOT_TOP, axis->count, PARTS);
	for (size_t i = 0; i < axis->count; i++) {
		if (axis->values[i].sum > 0)
			draw_column(out, v, &axis->values[i], i, top);
	}
	fputs("</svg>\n", out);
}

/* ---- names of periods ---- */

/* Every how many periods one is named: round numbers of months, quarters or years. */
static int64_t labels_step(enum calendar_unit unit, size_t count)
{
	static const int64_t steps[UNITS][10] = {
		[UNIT_DAY] = {1, 2, 7, 14, 28, 56, 91, 182, 364, 728},
		[UNIT_WEEK] = {1, 2, 4, 8, 13, 26, 52, 104, 260, 520},
		[UNIT_MONTH] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600},
		[UNIT_QUARTER] = {1, 2, 4, 8, 20, 40, 80, 200, 400, 800},
		[UNIT_YEAR] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000},
	};

	for (size_t i = 0; i < COUNT(steps[unit]); i++) {
		if ((int64_t)count <= LABELS_MOST * steps[unit][i])
			return steps[unit][i];
	}
	return (int64_t)count;
}

/* In the middle of its column, but inside the page. */
static void draw_label(FILE *out, struct str name, double place)
{
	const char *anchor = place < .1 ? "start" : place > .9 ? "end" : "middle";

	fprintf(out, "<text class=\"%s\" x=\"%.2f%%\" y=\"%d\">", anchor, 100 * place,
		LABELS_AT);
	markup_text(out, name);
	fputs("</text>\n", out);
}

static const char *const short_months[] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

/* Short, for several stand side by side: "13 mai", "mai 2024", where whole years part them "2024". */
static void print_label(struct buf *out, const struct view_axis *axis, size_t i,
			int64_t step)
{
	const struct view_value *value = &axis->values[i];
	enum calendar_unit unit = axis->dimension->unit;
	struct day first = calendar_first(unit, value->key);
	const char *month = _(short_months[first.month - 1]);

	if ((unit == UNIT_MONTH && step % 12 == 0) ||
	    (unit == UNIT_QUARTER && step % 4 == 0))
		buf_printf(out, "%d", first.year);
	else if (unit == UNIT_DAY || unit == UNIT_WEEK)
		buf_printf(out, "%d %s", first.day, month);
	else if (unit == UNIT_MONTH)
		buf_printf(out, "%s %d", month, first.year);
	else
		buf_str(out, value->name);
}

static void draw_labels(FILE *out, const struct view_axis *axis)
{
	int64_t step = labels_step(axis->dimension->unit, axis->count);
	struct buf label = {0};

	for (size_t i = 0; i < axis->count; i++) {
		if (axis->values[i].key % step != 0)
			continue;
		buf_clear(&label);
		print_label(&label, axis, i, step);
		draw_label(out, buf_view(&label), ((double)i + .5) / (double)axis->count);
	}
	buf_release(&label);
}

/* What the chart shows, for who does not see it. */
static void describe(FILE *out, const struct view *v, const struct view_axis *axis)
{
	const struct view_value *most = &axis->values[0];
	struct buf text = {0};

	for (size_t i = 1; i < axis->count; i++) {
		if (axis->values[i].sum > most->sum)
			most = &axis->values[i];
	}
	/* TRANSLATORS: the first and the last period, the one with most, and how much. */
	buf_printf(&text, _("From %.*s to %.*s; most in %.*s: "),
		   STR_ARGS(axis->values[0].name),
		   STR_ARGS(axis->values[axis->count - 1].name), STR_ARGS(most->name));
	view_print_measure(&text, v->measure, most->sum);
	markup_element(out, "desc", NULL, buf_view(&text));
	putc('\n', out);
	buf_release(&text);
}

void chart_columns(FILE *out, const struct view *v, const struct view_axis *axis)
{
	double largest = view_largest(axis);
	double step = scale_step(largest);
	double top = largest > 0 ? ceil(largest / step) * step : step;

	draw_scale(out, v, step, top);
	fprintf(out,
		"<svg class=\"columns\" role=\"img\" width=\"100%%\" height=\"%d\">\n",
		HEIGHT);
	markup_element(out, "title", NULL, str_of(_(measure_names[v->measure].title)));
	describe(out, v, axis);
	draw_lines(out, step, top);
	draw_columns(out, v, axis, top);
	draw_labels(out, axis);
	fputs("</svg>\n", out);
}
