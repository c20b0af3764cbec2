/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/report.h"

#include "config.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "query/brief.h"
#include "query/chart.h"
#include "query/markup.h"

enum { SNIPPET_COLUMNS = 320 };

/* ---- small pieces ---- */

static void line(FILE *out, const char *element, const char *class, struct str text)
{
	if (text.n == 0)
		return;
	markup_element(out, element, class, text);
	putc('\n', out);
}

static void open_section(FILE *out, const char *id, const char *heading)
{
	fprintf(out,
		"<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">",
		id, id, id);
	markup_text(out, str_of(heading));
	fputs("</h2>\n", out);
}

static void add_count(struct buf *out, size_t count, const char *what)
{
	number_print(out, (double)count);
	buf_printf(out, " %s", what);
}

static bool has_timeline(const struct report *r)
{
	return r->timeline->axes[0].count > 0;
}

static bool has_table(const struct report *r)
{
	return r->table->axes[0].distinct > 0 && r->table->axes[1].distinct > 0;
}

static bool has_facets(const struct report *r)
{
	for (size_t i = 0; i < r->facets->axes_count; i++) {
		if (r->facets->axes[i].count > 0)
			return true;
	}
	return false;
}

/* ---- the head ---- */

/* "région : Bretagne", "without football" */
static void add_piece(struct buf *out, const struct understood_piece *p)
{
	if (p->excluded)
		buf_printf(out, "%s ", _("without"));
	if (p->label.n > 0)
		buf_printf(out, "%.*s%s", STR_ARGS(p->label), _(": "));
	buf_str(out, p->text);
}

static bool is_word(const struct understood_piece *p)
{
	return p->label.n == 0 && !p->excluded;
}

static bool has_words(const struct understood *u)
{
	for (size_t i = 0; i < u->count; i++) {
		if (is_word(&u->pieces[i]))
			return true;
	}
	return false;
}

/* Whether the page's title tells the piece: the words do, without a title of the person's own. */
static bool in_title(const struct report *r, const struct understood_piece *p)
{
	return r->title.n == 0 && (is_word(p) || !has_words(r->understood));
}

static void print_title(struct buf *out, const struct report *r)
{
	const struct understood *u = r->understood;

	buf_str(out, r->title);
	for (size_t i = 0; i < u->count; i++) {
		if (!in_title(r, &u->pieces[i]))
			continue;
		if (out->n > 0)
			buf_text(out, " · ");
		add_piece(out, &u->pieces[i]);
	}
	if (out->n == 0)
		buf_str(out, r->answer->question);
}

static void print_head(FILE *out, struct str title)
{
	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; style-src 'unsafe-inline'\"/>\n"
		"<meta name=\"generator\" content=\"veille " PACKAGE_VERSION "\"/>\n",
		number_french() ? "fr" : "en");
	line(out, "title", NULL, title);
	fputs("<style>\n", out);
	for (size_t i = 0; report_style[i] != NULL; i++)
		fprintf(out, "%s\n", report_style[i]);
	fputs("</style>\n</head>\n", out);
}

/* What the title does not tell of the question. */
static void print_asked(FILE *out, const struct report *r)
{
	const struct understood *u = r->understood;
	size_t told = 0;

	for (size_t i = 0; i < u->count; i++) {
		struct buf text = {0};

		if (in_title(r, &u->pieces[i]))
			continue;
		if (told++ == 0)
			fputs("<ul class=\"asked\">\n", out);
		add_piece(&text, &u->pieces[i]);
		line(out, "li", NULL, buf_view(&text));
		buf_release(&text);
	}
	if (told > 0)
		fputs("</ul>\n", out);
}

static void print_figure(FILE *out, const char *name, struct buf *value)
{
	fputs("<div>", out);
	markup_element(out, "dt", NULL, str_of(name));
	markup_element(out, "dd", NULL, buf_view(value));
	fputs("</div>\n", out);
	buf_clear(value);
}

static void print_period(struct buf *out, const struct report *r)
{
	struct day first = moment_day(r->first), last = moment_day(r->last);

	day_print_long(out, first);
	if (day_compare(first, last) == 0)
		return;
	buf_text(out, " – ");
	day_print_long(out, last);
}

static void print_figures(FILE *out, const struct report *r)
{
	const struct view *v = r->timeline;
	struct buf value = {0};

	fputs("<dl class=\"figures\">\n", out);
	number_print(&value, (double)v->matches);
	print_figure(out, ngettext("article", "articles", v->matches), &value);
	if (v->measure != MEASURE_ARTICLES) {
		view_print_measure(&value, v->measure, v->sum);
		print_figure(out,
			     v->measure == MEASURE_JOBS ? _("jobs, each deal once")
							: _("told, each deal once"),
			     &value);
	}
	if (r->sources > 0) {
		number_print(&value, (double)r->sources);
		print_figure(out, _("papers and sites"), &value);
	}
	if (r->first != 0) {
		print_period(&value, r);
		print_figure(out, _("period"), &value);
	}
	fputs("</dl>\n", out);
	buf_release(&value);
}

static void print_link(FILE *out, const char *id, const char *text)
{
	fprintf(out, "<li><a href=\"#%s\">", id);
	markup_text(out, str_of(text));
	fputs("</a></li>\n", out);
}

static void print_contents(FILE *out, const struct report *r)
{
	fputs("<nav", out);
	markup_attribute(out, "aria-label", str_of(_("On this page")));
	fputs("><ul>\n", out);
	if (has_timeline(r))
		print_link(out, "time", _("Over time"));
	print_link(out, "list", _("Articles"));
	if (has_facets(r))
		print_link(out, "facets", _("Who, where, what"));
	if (has_table(r))
		print_link(out, "table", _("Table"));
	if (r->table->each)
		print_link(out, "each", _("What was added up"));
	fputs("</ul></nav>\n", out);
}

static void print_header(FILE *out, const struct report *r, struct str title)
{
	struct buf text = {0};

	fputs("<header>\n", out);
	buf_text(&text, _("Press review of "));
	day_print_long(&text, r->today);
	line(out, "p", "soft", buf_view(&text));
	line(out, "h1", NULL, title);
	print_asked(out, r);
	if (r->timeline->matches > 0) {
		print_figures(out, r);
		print_contents(out, r);
	} else {
		line(out, "p", NULL, str_of(_("No article answers this question.")));
	}
	fputs("</header>\n", out);
	buf_release(&text);
}

/* ---- over time ---- */

/* The figures of the chart, for who does not see it or wants to copy them. */
static void print_periods(FILE *out, const struct view *v, const struct view_axis *axis)
{
	struct buf figure = {0};

	fputs("<details><summary>", out);
	markup_text(out, str_of(_("The figures")));
	fputs("</summary>\n<table>\n", out);
	for (size_t i = 0; i < axis->count; i++) {
		buf_clear(&figure);
		view_print_measure(&figure, v->measure, axis->values[i].sum);
		fputs("<tr><th scope=\"row\">", out);
		markup_text(out, axis->values[i].name);
		fputs("</th>", out);
		markup_element(out, "td", NULL, buf_view(&figure));
		fputs("</tr>\n", out);
	}
	fputs("</table></details>\n", out);
	buf_release(&figure);
}

static void print_timeline(FILE *out, const struct report *r)
{
	const struct view_axis *axis = &r->timeline->axes[0];
	struct buf note = {0}, number = {0};

	if (!has_timeline(r))
		return;
	open_section(out, "time", _("Over time"));
	fputs("<figure>\n", out);
	chart_columns(out, r->timeline, axis);
	fputs("</figure>\n", out);
	if (axis->without > 0) {
		number_print(&number, (double)axis->without);
		buf_printf(&note,
			   ngettext("%s article without a date",
				    "%s articles without a date", axis->without),
			   number.p);
	}
	line(out, "p", "note", buf_view(&note));
	print_periods(out, r->timeline, axis);
	fputs("</section>\n", out);
	buf_release(&number);
	buf_release(&note);
}

/* ---- articles ---- */

static void print_marked(FILE *out, const struct marked_text *m)
{
	size_t at = 0;

	for (size_t i = 0; i < m->count; i++) {
		const struct mark *mark = &m->marks[i];

		markup_text(out, str_slice(m->text, at, mark->start));
		markup_element(out, "mark", NULL,
			       str_slice(m->text, mark->start, mark->end));
		at = mark->end;
	}
	markup_text(out, str_slice(m->text, at, m->text.n));
}

static void print_article_title(FILE *out, const struct record *record)
{
	struct str title = record->title.n > 0 ? record->title : str_of(_("(untitled)"));
	struct str link = brief_link(record);

	fputs("<h3 dir=\"auto\">", out);
	if (link.n > 0) {
		fputs("<a rel=\"noopener noreferrer\"", out);
		markup_attribute(out, "href", link);
		putc('>', out);
	}
	markup_text(out, title);
	fputs(link.n > 0 ? "</a></h3>\n" : "</h3>\n", out);
}

static void print_excerpt(FILE *out, const struct result *result, struct arena *arena)
{
	struct marked_text m;

	snippet_make(result, SNIPPET_COLUMNS, arena, &m);
	if (m.text.n == 0)
		return;
	fputs("<p dir=\"auto\">", out);
	print_marked(out, &m);
	fputs("</p>\n", out);
}

static void print_article(FILE *out, const struct result *result, struct arena *arena)
{
	const struct record *record = &result->record;
	struct buf text = {0};

	fputs("<li class=\"article\">\n", out);
	brief_origin(&text, result);
	line(out, "p", "origin", buf_view(&text));
	print_article_title(out, record);
	print_excerpt(out, result, arena);
	buf_clear(&text);
	brief_contents(&text, result);
	line(out, "p", "contents", buf_view(&text));
	buf_clear(&text);
	brief_copies(&text, result);
	line(out, "p", "copies", buf_view(&text));
	line(out, "p", "address",
	     brief_link(record).n > 0 ? brief_link(record) : record->id);
	fputs("</li>\n", out);
	buf_release(&text);
}

/* "20 of 1 234, best first" */
static void print_which(FILE *out, const struct results *results)
{
	struct buf text = {0};
	struct buf all = {0};

	number_print(&all, (double)results->matches);
	if (results->count < results->matches)
		buf_printf(&text,
			   results->by_date ? _("%zu of %s, newest first")
					    : _("%zu of %s, best first"),
			   results->count, all.p);
	line(out, "p", "note", buf_view(&text));
	buf_release(&all);
	buf_release(&text);
}

static void print_list(FILE *out, const struct report *r)
{
	const struct results *results = r->answer->results;
	struct arena arena = {0};

	open_section(out, "list", _("Articles"));
	print_which(out, results);
	fputs("<ol>\n", out);
	for (size_t i = 0; i < results->count; i++) {
		print_article(out, &results->items[i], &arena);
		arena_clear(&arena);
	}
	fputs("</ol>\n</section>\n", out);
	arena_release(&arena);
}

/* ---- facets ---- */

static void print_bar(FILE *out, const struct view *v, const struct view_value *value,
		      double largest)
{
	struct buf figure = {0};

	view_print_measure(&figure, v->measure, value->sum);
	fputs("<li>", out);
	markup_element(out, "span", NULL, value->name);
	markup_element(out, "span", NULL, buf_view(&figure));
	chart_bar(out, largest > 0 ? value->sum / largest : 0);
	fputs("</li>\n", out);
	buf_release(&figure);
}

static void print_facet(FILE *out, const struct view *v, const struct view_axis *axis)
{
	double largest = view_largest(axis);
	struct buf note = {0};

	if (axis->count == 0)
		return;
	fputs("<div>\n", out);
	line(out, "h3", "facet", str_of(_(axis->dimension->title)));
	fputs("<ol class=\"bars\">\n", out);
	for (size_t i = 0; i < axis->count; i++)
		print_bar(out, v, &axis->values[i], largest);
	fputs("</ol>\n", out);
	if (axis->count < axis->distinct)
		add_count(&note, axis->distinct - axis->count,
			  ngettext("other", "others", axis->distinct - axis->count));
	line(out, "p", "note", buf_view(&note));
	fputs("</div>\n", out);
	buf_release(&note);
}

static void print_facets(FILE *out, const struct report *r)
{
	if (!has_facets(r))
		return;
	open_section(out, "facets", _("Who, where, what"));
	fputs("<div class=\"facets\">\n", out);
	for (size_t i = 0; i < r->facets->axes_count; i++)
		print_facet(out, r->facets, &r->facets->axes[i]);
	fputs("</div>\n</section>\n", out);
}

/* ---- the table ---- */

static double largest_cell(const struct view *v)
{
	double largest = 0;

	for (size_t i = 0; i < v->axes[0].count * v->axes[1].count; i++) {
		if (v->cells[i].sum > largest)
			largest = v->cells[i].sum;
	}
	return largest;
}

static void print_cell(FILE *out, const struct view *v, double value, double largest)
{
	struct buf figure = {0};

	if (!(value > 0)) {
		fputs("<td>·</td>", out);
		return;
	}
	view_print_measure(&figure, v->measure, value);
	fputs("<td>", out);
	if (largest > 0)
		chart_shade(out, value / largest);
	markup_element(out, "span", NULL, buf_view(&figure));
	fputs("</td>", out);
	buf_release(&figure);
}

static void print_total(FILE *out, const struct view *v, double value)
{
	struct buf figure = {0};

	view_print_measure(&figure, v->measure, value);
	markup_element(out, "td", "total", buf_view(&figure));
	buf_release(&figure);
}

static void print_heading(FILE *out, const struct view *v)
{
	const struct view_axis *columns = &v->axes[1];

	fputs("<thead><tr>", out);
	fputs("<th class=\"corner\" scope=\"col\">", out);
	markup_text(out, str_of(_(v->axes[0].dimension->title)));
	fputs("</th>", out);
	for (size_t c = 0; c < columns->count; c++) {
		fputs("<th scope=\"col\">", out);
		markup_text(out, view_name(&columns->values[c]));
		fputs("</th>", out);
	}
	fputs("<th scope=\"col\">", out);
	markup_text(out, str_of(_("total")));
	fputs("</th></tr></thead>\n", out);
}

static void print_rows(FILE *out, const struct view *v)
{
	const struct view_axis *rows = &v->axes[0];
	size_t columns = v->axes[1].count;
	double largest = largest_cell(v);

	fputs("<tbody>\n", out);
	for (size_t i = 0; i < rows->count; i++) {
		fputs("<tr><th scope=\"row\">", out);
		markup_text(out, view_name(&rows->values[i]));
		fputs("</th>", out);
		for (size_t c = 0; c < columns; c++)
			print_cell(out, v, v->cells[i * columns + c].sum, largest);
		print_total(out, v, rows->values[i].sum);
		fputs("</tr>\n", out);
	}
	fputs("</tbody>\n<tfoot><tr><th scope=\"row\">", out);
	markup_text(out, str_of(_("total")));
	fputs("</th>", out);
	for (size_t c = 0; c < columns; c++)
		print_cell(out, v, v->axes[1].values[c].sum, 0);
	print_total(out, v, v->sum);
	fputs("</tr></tfoot>\n", out);
}

/* What the table leaves out, and that parts may be more than the whole. */
static void print_table_notes(FILE *out, const struct view *v)
{
	struct buf note = {0};

	for (size_t i = 0; i < v->axes_count; i++) {
		const struct view_axis *axis = &v->axes[i];
		size_t shown = axis->count - (axis->without > 0);
		size_t rest = axis->distinct - shown;

		if (rest == 0)
			continue;
		buf_printf(&note,
			   i == 0 ? ngettext("%zu row is left out.",
					     "%zu rows are left out.", rest)
				  : ngettext("%zu column is left out.",
					     "%zu columns are left out.", rest),
			   rest);
		buf_char(&note, ' ');
	}
	if (v->axes[0].several || v->axes[1].several)
		buf_text(&note, _("An article may stand in several rows or columns; "
				  "totals count it once."));
	line(out, "p", "note", str_trim(buf_view(&note)));
	buf_release(&note);
}

static void print_table(FILE *out, const struct report *r)
{
	const struct view *v = r->table;
	struct buf caption = {0};

	if (!has_table(r))
		return;
	open_section(out, "table", _("Table"));
	/* TRANSLATORS: what is counted, by what: "articles by region and year". */
	buf_printf(&caption, _("%s by %s and %s"), _(measure_names[v->measure].title),
		   _(v->axes[0].dimension->title), _(v->axes[1].dimension->title));
	fputs("<div class=\"wide\" tabindex=\"0\" role=\"group\"", out);
	markup_attribute(out, "aria-label", buf_view(&caption));
	fputs("><table class=\"cross\">\n", out);
	line(out, "caption", NULL, buf_view(&caption));
	print_heading(out, v);
	print_rows(out, v);
	fputs("</table></div>\n", out);
	print_table_notes(out, v);
	fputs("</section>\n", out);
	buf_release(&caption);
}

/* ---- what was added up ---- */

static void print_told(FILE *out, const struct view_article *a)
{
	struct buf text = {0};
	struct buf day = {0};

	brief_add(&text, ", ", a->source);
	if (a->moment != 0)
		day_print_long(&day, moment_day(a->moment));
	brief_add(&text, ", ", buf_view(&day));
	brief_add(&text, _(": "), a->title.n > 0 ? a->title : str_of(_("(untitled)")));
	line(out, "li", NULL, buf_view(&text));
	buf_release(&day);
	buf_release(&text);
}

static void print_event(FILE *out, const struct view *v, const struct view_event *e)
{
	struct buf text = {0};

	view_print_measure(&text, v->measure, e->amount);
	brief_add(&text, " · ", e->actor_name);
	fputs("<li>", out);
	line(out, "strong", NULL, buf_view(&text));
	fputs("<ul>\n", out);
	for (size_t i = 0; i < e->count; i++)
		print_told(out, &e->articles[i]);
	fputs("</ul></li>\n", out);
	buf_release(&text);
}

static void print_events(FILE *out, const struct report *r)
{
	const struct view *v = r->table;

	if (!v->each)
		return;
	open_section(out, "each", _("What was added up"));
	fputs("<ol class=\"events\">\n", out);
	for (size_t i = 0; i < v->events_count; i++)
		print_event(out, v, &v->events[i]);
	fputs("</ol>\n</section>\n", out);
}

/* ---- the foot ---- */

static void print_synonyms(FILE *out, const struct answer *a)
{
	for (size_t i = 0; i < a->synonyms_count; i++) {
		struct buf text = {0};

		buf_printf(&text, _("“%.*s” was also searched as “%.*s”."),
			   STR_ARGS(a->synonyms[i].typed),
			   STR_ARGS(a->synonyms[i].meant));
		line(out, "p", NULL, buf_view(&text));
		buf_release(&text);
	}
}

static void print_spelling(FILE *out, const struct answer *a)
{
	for (size_t i = 0; i < a->spelling->count; i++) {
		const struct correction *c = &a->spelling->items[i];
		struct buf text = {0};

		buf_printf(&text,
			   a->corrected
				   ? _("“%.*s” was searched as “%.*s”.")
				   : _("No article has “%.*s”; did you mean “%.*s”?"),
			   STR_ARGS(c->word), STR_ARGS(c->correction));
		line(out, "p", NULL, buf_view(&text));
		buf_release(&text);
	}
}

static void print_footer(FILE *out, const struct report *r)
{
	const struct answer *a = r->answer;

	fputs("<footer>\n", out);
	for (size_t i = 0; i < a->warnings_count; i++)
		line(out, "p", NULL, a->warnings[i]);
	print_synonyms(out, a);
	print_spelling(out, a);
	fputs("<p>", out);
	markup_text(out, str_of(_("Question: ")));
	markup_element(out, "code", NULL, a->question);
	fputs(" · veille " PACKAGE_VERSION "</p>\n</footer>\n", out);
}

void report_print(FILE *out, const struct report *r)
{
	struct buf title = {0};

	print_title(&title, r);
	print_head(out, buf_view(&title));
	fputs("<body>\n", out);
	print_header(out, r, buf_view(&title));
	if (r->timeline->matches > 0) {
		fputs("<main>\n", out);
		print_timeline(out, r);
		print_list(out, r);
		print_facets(out, r);
		print_table(out, r);
		print_events(out, r);
		fputs("</main>\n", out);
	}
	print_footer(out, r);
	fputs("</body>\n</html>\n", out);
	buf_release(&title);
}
