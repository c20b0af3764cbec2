/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets, timelines and tables for people: bars, lines and columns fitted to the page. */
#include "query/format-views.h"

#include <stdlib.h>

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/utf8.h"

enum {
	MARGIN = 2,
	GAP = 2,
	EIGHTHS = 8,	 /* of a column that a bar can end at */
	BAR_LEAST = 8,	 /* columns */
	NAME_LEAST = 12, /* columns, where names are cut */
};

/* ---- words and figures ---- */

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

static void print_blanks(const struct page *page, size_t count)
{
	fprintf(page->out, "%*s", (int)count, "");
}

/* Flush left in `columns`, cut where it is longer. */
static void print_left(const struct page *page, struct str text, size_t columns)
{
	size_t width = utf8_width(text);

	if (width <= columns) {
		page_print(page, text);
		print_blanks(page, columns - width);
		return;
	}
	text = utf8_fit(text, columns - 1);
	page_print(page, text);
	fputs("…", page->out);
	print_blanks(page, columns - 1 - utf8_width(text));
}

static void print_right(const struct page *page, struct str text, size_t columns)
{
	size_t width = utf8_width(text);

	if (width < columns)
		print_blanks(page, columns - width);
	page_print(page, text);
}

/* ---- bars ---- */

/* How names, bars and figures share a line. */
struct bars {
	enum measure measure;
	size_t name, bar, figure; /* columns */
	double largest;
};

static struct bars fit_bars(const struct page *page, const struct view *v)
{
	struct bars b = {.measure = v->measure};
	struct buf figure = {0};
	size_t left;

	for (size_t a = 0; a < v->axes_count; a++) {
		for (size_t i = 0; i < v->axes[a].count; i++) {
			const struct view_value *value = &v->axes[a].values[i];
			size_t name = utf8_width(value->name);
			size_t width;

			buf_clear(&figure);
			view_print_measure(&figure, v->measure, value->sum);
			width = utf8_width(buf_view(&figure));
			b.name = name > b.name ? name : b.name;
			b.figure = width > b.figure ? width : b.figure;
		}
	}
	buf_release(&figure);
	left = page->columns > MARGIN + 2 * GAP + b.figure + BAR_LEAST + NAME_LEAST
		       ? page->columns - MARGIN - 2 * GAP - b.figure
		       : BAR_LEAST + NAME_LEAST;
	b.name = at_most(b.name, left * 2 / 5 > NAME_LEAST ? left * 2 / 5 : NAME_LEAST);
	b.bar = left - b.name;
	return b;
}

static void print_bar(const struct page *page, const struct bars *b, double value)
{
	static const char *const ends[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	size_t eighths = 0;
	size_t used;

	if (value > 0)
		eighths = (size_t)(value / b->largest * (double)(b->bar * EIGHTHS) + .5);
	if (value > 0 && eighths == 0)
		eighths = 1;
	for (size_t i = 0; i < eighths / EIGHTHS; i++)
		fputs("█", page->out);
	fputs(ends[eighths % EIGHTHS], page->out);
	used = (eighths + EIGHTHS - 1) / EIGHTHS;
	print_blanks(page, b->bar - at_most(used, b->bar));
}

static void print_bar_line(const struct page *page, const struct bars *b,
			   const struct view_value *value)
{
	struct buf figure = {0};

	view_print_measure(&figure, b->measure, value->sum);
	print_blanks(page, MARGIN);
	print_left(page, value->name, b->name);
	print_blanks(page, GAP);
	print_bar(page, b, value->sum);
	print_blanks(page, GAP);
	print_right(page, buf_view(&figure), b->figure);
	putc('\n', page->out);
	buf_release(&figure);
}

static void print_bars(const struct page *page, struct bars *b,
		       const struct view_axis *axis)
{
	b->largest = view_largest(axis);
	for (size_t i = 0; i < axis->count; i++)
		print_bar_line(page, b, &axis->values[i]);
}

/* ---- lines of words ---- */

static void add_words(struct buf *line, struct buf *words)
{
	if (line->n > 0)
		buf_text(line, " · ");
	buf_str(line, buf_view(words));
	buf_clear(words);
}

static void print_words(const struct page *page, struct buf *line, const char *front)
{
	struct marked_text m = {.text = buf_view(line)};

	if (line->n > 0)
		page_wrap(page, &m, front, STYLE_DIM);
	buf_release(line);
}

/* "12 more (--limit=0: all) · 40 articles without". */
static void print_rest(const struct page *page, const struct view_axis *axis)
{
	struct buf line = {0}, words = {0}, number = {0};
	size_t shown = axis->count < axis->distinct ? axis->distinct - axis->count : 0;

	if (shown > 0) {
		number_print(&number, (double)shown);
		buf_printf(&words,
			   ngettext("%s more (-n 0: all)", "%s more (-n 0: all)", shown),
			   number.p);
		add_words(&line, &words);
	}
	if (axis->without > 0) {
		buf_clear(&number);
		number_print(&number, (double)axis->without);
		buf_printf(&words,
			   ngettext("%s article without", "%s articles without",
				    axis->without),
			   number.p);
		add_words(&line, &words);
	}
	print_words(page, &line, "  ");
	buf_release(&number);
	buf_release(&words);
}

static void add_count(struct buf *line, size_t count, const char *what)
{
	struct buf words = {0};

	number_print(&words, (double)count);
	buf_printf(&words, " %s", what);
	add_words(line, &words);
	buf_release(&words);
}

/* What all of it comes to. */
static void print_total(const struct page *page, const struct view *v)
{
	struct buf line = {0}, words = {0};

	add_count(&line, v->matches, ngettext("article", "articles", v->matches));
	if (v->measure != MEASURE_ARTICLES) {
		view_print_measure(&words, v->measure, v->sum);
		if (v->measure == MEASURE_JOBS)
			buf_printf(&words, " %s", _("jobs"));
		add_words(&line, &words);
		add_count(&line, v->telling,
			  v->measure == MEASURE_EUROS
				  ? ngettext("article tells an amount",
					     "articles tell an amount", v->telling)
				  : ngettext("article tells jobs", "articles tell jobs",
					     v->telling));
	}
	if (v->again > 0)
		add_count(&line, v->again,
			  ngettext("of them tells what another one told",
				   "of them tell what another one told", v->again));
	print_words(page, &line, "");
	buf_release(&words);
}

/* ---- facets ---- */

static void print_facets(const struct page *page, const struct view *v)
{
	struct bars b = fit_bars(page, v);

	for (size_t i = 0; i < v->axes_count; i++) {
		page_style(page, STYLE_BOLD);
		page_print(page, str_of(_(v->axes[i].dimension->title)));
		page_reset(page);
		putc('\n', page->out);
		print_bars(page, &b, &v->axes[i]);
		print_rest(page, &v->axes[i]);
		putc('\n', page->out);
	}
}

/* ---- timelines ---- */

/* Behind `used` columns of the last line, where that leaves room. */
static void print_last_period(const struct page *page, const struct view_axis *axis,
			      size_t used, size_t columns)
{
	struct str name;

	if (axis->count < 2)
		return;
	name = axis->values[axis->count - 1].name;
	if (used + GAP + utf8_width(name) > columns)
		return;
	print_blanks(page, GAP);
	page_print(page, name);
}

/* One character a period; a longer row goes on in the next line, behind its first period. */
static void print_sparkline(const struct page *page, const struct view_axis *axis)
{
	static const char *const steps[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	enum { STEPS = COUNT(steps) - 1 };
	double largest = view_largest(axis);
	size_t name = 0, columns;

	for (size_t i = 0; i < axis->count; i++) {
		size_t width = utf8_width(axis->values[i].name);

		name = width > name ? width : name;
	}
	columns = page->columns > name + GAP + BAR_LEAST ? page->columns - name - GAP
							 : BAR_LEAST;
	for (size_t i = 0; i < axis->count; i++) {
		double value = axis->values[i].sum;
		size_t step = value > 0 ? (size_t)(value / largest * STEPS + .5) : 0;

		if (i % columns == 0) {
			if (i > 0)
				putc('\n', page->out);
			print_left(page, axis->values[i].name, name);
			print_blanks(page, GAP);
		}
		fputs(steps[value > 0 && step == 0 ? 1 : step], page->out);
	}
	print_last_period(page, axis, (axis->count - 1) % columns + 1, columns);
	if (axis->count > 0)
		putc('\n', page->out);
}

static void print_timeline(const struct page *page, const struct view *v)
{
	const struct view_axis *axis = &v->axes[0];
	struct bars b = fit_bars(page, v);
	struct buf line = {0}, number = {0};

	if (v->sparkline)
		print_sparkline(page, axis);
	else
		print_bars(page, &b, axis);
	if (axis->without > 0) {
		number_print(&number, (double)axis->without);
		buf_printf(&line,
			   ngettext("%s article without a date",
				    "%s articles without a date", axis->without),
			   number.p);
	}
	print_words(page, &line, "  ");
	putc('\n', page->out);
	buf_release(&number);
}

/* ---- tables ---- */

/* The last row and the last column are totals. */
static double table_value(const struct view *v, size_t r, size_t c)
{
	const struct view_axis *rows = &v->axes[0];
	const struct view_axis *columns = &v->axes[1];

	if (r == rows->count)
		return c == columns->count ? v->sum : columns->values[c].sum;
	return c == columns->count ? rows->values[r].sum
				   : v->cells[r * columns->count + c].sum;
}

static void print_cell(struct buf *out, const struct view *v, size_t r, size_t c)
{
	double value = table_value(v, r, c);

	if (value > 0)
		view_print_measure(out, v->measure, value);
	else
		buf_text(out, "·");
}

static struct str column_name(const struct view *v, size_t c)
{
	return c == v->axes[1].count ? str_of(_("total"))
				     : view_name(&v->axes[1].values[c]);
}

static struct str row_name(const struct view *v, size_t r)
{
	return r == v->axes[0].count ? str_of(_("total"))
				     : view_name(&v->axes[0].values[r]);
}

/* Columns of the page that column c takes, but for the gap before it. */
static size_t column_width(const struct view *v, size_t c, size_t most)
{
	size_t widest = at_most(utf8_width(column_name(v, c)), most);
	struct buf cell = {0};

	for (size_t r = 0; r <= v->axes[0].count; r++) {
		size_t width;

		buf_clear(&cell);
		print_cell(&cell, v, r, c);
		width = utf8_width(buf_view(&cell));
		widest = width > widest ? width : widest;
	}
	buf_release(&cell);
	return widest;
}

static void print_headings(const struct page *page, const struct view *v,
			   const size_t *widths, size_t name, size_t first, size_t end)
{
	page_style(page, STYLE_BOLD);
	print_left(page, str_of(_(v->axes[0].dimension->title)), name);
	for (size_t c = first; c < end; c++) {
		struct str heading = column_name(v, c);
		size_t width = utf8_width(heading);

		print_blanks(page, GAP + (width < widths[c] ? widths[c] - width : 0));
		print_left(page, heading, at_most(width, widths[c]));
	}
	page_reset(page);
	putc('\n', page->out);
}

/* The columns from `first` that fit beside the names. */
static void print_block(const struct page *page, const struct view *v,
			const size_t *widths, size_t name, size_t first, size_t end)
{
	struct buf cell = {0};

	print_headings(page, v, widths, name, first, end);
	for (size_t r = 0; r <= v->axes[0].count; r++) {
		if (r == v->axes[0].count)
			page_style(page, STYLE_BOLD);
		print_left(page, row_name(v, r), name);
		for (size_t c = first; c < end; c++) {
			buf_clear(&cell);
			print_cell(&cell, v, r, c);
			print_blanks(page, GAP);
			print_right(page, buf_view(&cell), widths[c]);
		}
		if (r == v->axes[0].count)
			page_reset(page);
		putc('\n', page->out);
	}
	buf_release(&cell);
}

static size_t names_width(const struct page *page, const struct view *v)
{
	size_t name = utf8_width(str_of(_(v->axes[0].dimension->title)));
	size_t most = page->columns / 3 > NAME_LEAST ? page->columns / 3 : NAME_LEAST;

	for (size_t r = 0; r <= v->axes[0].count; r++) {
		size_t width = utf8_width(row_name(v, r));

		name = width > name ? width : name;
	}
	return at_most(name, most);
}

static void print_notes(const struct page *page, const struct view *v)
{
	struct buf line = {0}, words = {0}, number = {0};

	for (size_t i = 0; i < v->axes_count; i++) {
		const struct view_axis *axis = &v->axes[i];
		size_t rest = axis->distinct + (axis->without > 0) - axis->count;

		if (rest > 0) {
			buf_clear(&number);
			number_print(&number, (double)rest);
			buf_printf(&words,
				   i == 0 ? ngettext("%s more row (-n 0: all)",
						     "%s more rows (-n 0: all)", rest)
					  : ngettext("%s more column (-n 0: all)",
						     "%s more columns (-n 0: all)", rest),
				   number.p);
			add_words(&line, &words);
		}
	}
	print_words(page, &line, "");
	line = (struct buf){0};
	if (v->axes[0].several || v->axes[1].several)
		buf_text(&line,
			 _("An article may stand in several rows or columns; totals "
			   "count it once."));
	print_words(page, &line, "");
	buf_release(&number);
	buf_release(&words);
}

/* Columns that do not fit stand below, behind the same names. */
static void print_table(const struct page *page, const struct view *v)
{
	size_t count = v->axes[1].count + 1;
	size_t *widths = xcalloc(count, sizeof *widths);
	size_t name = names_width(page, v);

	for (size_t c = 0; c < count; c++)
		widths[c] = column_width(v, c, page->columns / 4);
	for (size_t first = 0, end; first < count; first = end) {
		size_t used = name;

		for (end = first; end < count; end++) {
			if (end > first && used + GAP + widths[end] > page->columns)
				break;
			used += GAP + widths[end];
		}
		print_block(page, v, widths, name, first, end);
		putc('\n', page->out);
	}
	print_notes(page, v);
	free(widths);
}

/* ---- what was added up ---- */

static void print_told(const struct page *page, const struct view *v,
		       const struct view_event *e, const struct view_article *a)
{
	struct buf line = {0}, words = {0};
	struct marked_text m;

	if (a->amount != e->amount) {
		view_print_measure(&words, v->measure, a->amount);
		add_words(&line, &words);
	}
	if (a->moment != 0) {
		day_print_long(&words, moment_day(a->moment));
		add_words(&line, &words);
	}
	if (a->source.n > 0) {
		buf_str(&words, a->source);
		add_words(&line, &words);
	}
	buf_str(&words, a->title.n > 0 ? a->title : str_of(_("(untitled)")));
	add_words(&line, &words);
	m = (struct marked_text){.text = buf_view(&line)};
	page_wrap(page, &m, a == e->articles ? "   " : " + ", NULL);
	print_blanks(page, MARGIN + 1);
	page_style(page, STYLE_DIM);
	page_print(page, a->id);
	page_reset(page);
	putc('\n', page->out);
	buf_release(&words);
	buf_release(&line);
}

static void print_events(const struct page *page, const struct view *v)
{
	struct buf line = {0};

	for (size_t i = 0; i < v->events_count; i++) {
		const struct view_event *e = &v->events[i];
		struct marked_text m;

		buf_clear(&line);
		view_print_measure(&line, v->measure, e->amount);
		if (e->actor_name.n > 0)
			buf_printf(&line, " · %.*s", STR_ARGS(e->actor_name));
		m = (struct marked_text){.text = buf_view(&line)};
		page_wrap(page, &m, "", STYLE_BOLD);
		for (size_t k = 0; k < e->count; k++)
			print_told(page, v, e, &e->articles[k]);
		putc('\n', page->out);
	}
	buf_release(&line);
}

void view_print_text(const struct page *page, const struct view *view)
{
	if (view->matches == 0)
		return;
	if (view->kind == VIEW_FACETS)
		print_facets(page, view);
	else if (view->kind == VIEW_TIMELINE)
		print_timeline(page, view);
	else
		print_table(page, view);
	if (view->each)
		print_events(page, view);
	print_total(page, view);
}
