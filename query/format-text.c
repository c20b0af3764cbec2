/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers for people at a terminal. */
#include "query/format.h"

#include <string.h>

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/utf8.h"

enum {
	SNIPPET_LINES = 2,
	SNIPPET_SLACK = 24, /* columns lost, at most, where lines break before a word */
	NAMES_SHOWN = 4,
	MARGIN = 4,
};

#define MARGIN_BLANKS "    "

#define BOLD "1"
#define DIM "2"
#define MARK "1;33"

static void style(const struct page *page, const char *code)
{
	if (page->colour)
		fprintf(page->out, "\033[%sm", code);
}

static void reset(const struct page *page)
{
	if (page->colour)
		fputs("\033[0m", page->out);
}

/* Control characters of an article must not reach the terminal. */
static void print_clean(const struct page *page, struct str s)
{
	uint32_t c;
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		n = utf8_decode(s, i, &c);
		if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0))
			putc(' ', page->out);
		else
			fwrite(s.p + i, 1, n, page->out);
	}
}

/* Prints text[start, end) with its marks; `base` is the style around them. */
static void print_marked(const struct page *page, const struct marked_text *m,
			 size_t start, size_t end, const char *base)
{
	size_t at = start;

	for (size_t i = 0; i < m->count && at < end; i++) {
		size_t from = m->marks[i].start > at ? m->marks[i].start : at;
		size_t to = m->marks[i].end < end ? m->marks[i].end : end;

		if (from >= to)
			continue;
		print_clean(page, str_slice(m->text, at, from));
		style(page, MARK);
		print_clean(page, str_slice(m->text, from, to));
		reset(page);
		if (base != NULL)
			style(page, base);
		at = to;
	}
	print_clean(page, str_slice(m->text, at, end));
}

/* Where a line of `columns` beginning at `start` ends: behind a word when possible. */
static size_t line_end(struct str text, size_t start, size_t columns)
{
	const char *line_break = memchr(text.p + start, '\n', text.n - start);
	struct str rest = str_slice(text, start,
				    line_break ? (size_t)(line_break - text.p) : text.n);
	size_t end = start + utf8_fit(rest, columns).n;
	size_t word = end;

	if (end == start + rest.n)
		return end;
	while (word > start && text.p[word] != ' ')
		word--;
	if (word > start)
		return word;
	return end > start ? end : start + 1;
}

/* Wraps to the page; `front` stands before the first line, blanks as wide before the others. */
static void print_wrapped(const struct page *page, const struct marked_text *m,
			  const char *front, const char *base)
{
	size_t indent = utf8_width(str_of(front));
	size_t columns = page->columns > indent + 20 ? page->columns - indent : 20;
	size_t start = 0;

	while (start < m->text.n) {
		size_t end = line_end(m->text, start, columns);

		if (start == 0)
			fputs(front, page->out);
		else
			fprintf(page->out, "%*s", (int)indent, "");
		if (base != NULL)
			style(page, base);
		print_marked(page, m, start, end, base);
		if (base != NULL)
			reset(page);
		putc('\n', page->out);
		start = end;
		while (start < m->text.n && m->text.p[start] == ' ')
			start++;
		if (start < m->text.n && m->text.p[start] == '\n')
			start++;
	}
}

static void add_separated(struct buf *b, const char *separator, struct str s)
{
	if (s.n == 0)
		return;
	if (b->n > 0)
		buf_text(b, separator);
	buf_str(b, s);
}

static void add_names(struct buf *line, const struct result *r, enum name_kind kind)
{
	struct buf names = {0};
	size_t shown = 0;

	for (size_t i = 0; i < r->names_count && shown < NAMES_SHOWN; i++) {
		if (r->names[i].kind != kind)
			continue;
		add_separated(&names, ", ", r->names[i].name);
		shown++;
	}
	add_separated(line, " · ", buf_view(&names));
	buf_release(&names);
}

/* The most specific kind of place the article names. */
static void add_places(struct buf *line, const struct result *r)
{
	static const enum name_kind kinds[] = {NAME_COMMUNE, NAME_DEPARTMENT, NAME_REGION,
					       NAME_COUNTRY};
	size_t before = line->n;

	for (size_t i = 0; i < COUNT(kinds) && line->n == before; i++)
		add_names(line, r, kinds[i]);
}

static void add_figures(struct buf *line, const struct result *r)
{
	const struct record_amount *amount = NULL;
	const struct record_jobs *jobs = NULL;
	struct buf text = {0};

	for (size_t i = 0; i < r->record.amounts_count; i++) {
		const struct record_amount *a = &r->record.amounts[i];

		if (amount == NULL || a->euros > amount->euros)
			amount = a;
	}
	for (size_t i = 0; i < r->record.jobs_count; i++) {
		if (jobs == NULL || r->record.jobs[i].count > jobs->count)
			jobs = &r->record.jobs[i];
	}
	if (amount != NULL) {
		amount_print(&text, amount->value, amount->currency);
		add_separated(line, " · ", buf_view(&text));
	}
	if (jobs != NULL) {
		buf_clear(&text);
		number_print(&text, jobs->count);
		buf_printf(&text, " %s", _("jobs"));
		add_separated(line, " · ", buf_view(&text));
	}
	buf_release(&text);
}

static void print_line(const struct page *page, struct str text, const char *base)
{
	struct marked_text m = {.text = text};

	if (text.n > 0)
		print_wrapped(page, &m, MARGIN_BLANKS, base);
}

static void print_facts(const struct page *page, const struct result *r)
{
	struct buf line = {0};
	struct buf day = {0};

	add_separated(&line, ", ", r->record.source);
	if (r->record.moment != 0)
		day_print_long(&day, moment_day(r->record.moment));
	add_separated(&line, ", ", buf_view(&day));
	add_names(&line, r, NAME_COMPANY);
	add_places(&line, r);
	add_figures(&line, r);
	print_line(page, buf_view(&line), DIM);
	buf_release(&day);
	buf_release(&line);
}

static void print_score(const struct page *page, const struct score *s)
{
	fprintf(page->out, "%*s%s %.4f = bm25 %.4f", MARGIN, "", _("score"), score_sum(s),
		s->weight);
	for (size_t i = 0; i < SCORE_PARTS; i++) {
		double part = score_part(s, i);

		if (part != 0)
			fprintf(page->out, " %c %s %.4f", part < 0 ? '-' : '+',
				score_part_names[i], part < 0 ? -part : part);
	}
	putc('\n', page->out);
}

/* The longest snippet that stays on its lines once they are broken between words. */
static void fit_snippet(const struct result *r, size_t columns, struct arena *arena,
			struct marked_text *m)
{
	for (size_t slack = 0; slack <= SNIPPET_SLACK; slack += SNIPPET_SLACK / 4) {
		size_t at = 0;

		snippet_make(r, SNIPPET_LINES * columns - slack, arena, m);
		for (int line = 0; line < SNIPPET_LINES && at < m->text.n; line++) {
			at = line_end(m->text, at, columns);
			while (at < m->text.n && m->text.p[at] == ' ')
				at++;
		}
		if (at >= m->text.n)
			return;
	}
}

static void print_result(const struct page *page, const struct result *r,
			 struct arena *arena)
{
	size_t columns = page->columns > MARGIN + 20 ? page->columns - MARGIN : 20;
	struct marked_text m;
	char front[32];

	snippet_part(r, TEXT_TITLE, arena, &m);
	if (m.text.n == 0)
		m.text = str_of(_("(untitled)"));
	snprintf(front, sizeof front, "%2zu. ", r->rank);
	print_wrapped(page, &m, front, BOLD);
	print_facts(page, r);
	fit_snippet(r, columns, arena, &m);
	if (m.text.n > 0)
		print_wrapped(page, &m, MARGIN_BLANKS, NULL);
	fprintf(page->out, "%*s", MARGIN, "");
	style(page, DIM);
	print_clean(page, r->record.id); /* never wrapped: it is copied */
	reset(page);
	putc('\n', page->out);
}

static void print_explanation(const struct page *page, const struct explanation *e)
{
	fprintf(page->out, "%s\t%.*s\n", _("tree"), STR_ARGS(e->tree));
	fprintf(page->out, "%s\t%.*s\n", _("clauses"), STR_ARGS(e->clauses));
	fprintf(page->out, "%s\t%.*s\n\n", _("query"), STR_ARGS(e->query));
}

static void print_answer(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;
	struct arena arena = {0};

	if (answer->number.n > 0)
		fprintf(page->out, "# %.*s\t%.*s\n", STR_ARGS(answer->number),
			STR_ARGS(answer->question));
	if (answer->explanation != NULL)
		print_explanation(page, answer->explanation);
	for (size_t i = 0; i < r->count; i++) {
		if (i > 0)
			putc('\n', page->out);
		print_result(page, &r->items[i], &arena);
		if (answer->explanation != NULL)
			print_score(page, &r->items[i].score);
		arena_clear(&arena);
	}
	arena_release(&arena);
}

static void print_field(const struct page *page, const char *label, struct str value)
{
	struct marked_text m = {.text = value};
	struct buf front = {0};

	if (value.n == 0)
		return;
	buf_printf(&front, "%s: ", label);
	print_wrapped(page, &m, front.p, NULL);
	buf_release(&front);
}

static void print_article_names(const struct page *page, const struct result *r)
{
	for (int kind = 0; kind < NAME_KINDS; kind++) {
		struct buf line = {0};

		for (size_t i = 0; i < r->names_count; i++) {
			if ((int)r->names[i].kind == kind)
				add_separated(&line, ", ", r->names[i].name);
		}
		print_field(page, _(name_kinds[kind].label), buf_view(&line));
		buf_release(&line);
	}
}

static const char *const bound_signs[] = {
	[BOUND_EXACT] = "", [BOUND_MIN] = "≥ ", [BOUND_MAX] = "≤ ", [BOUND_ABOUT] = "≈ "};

static const char *const jobs_kinds[] = {[JOBS_CREATED] = N_("created"),
					 [JOBS_CUT] = N_("cut"),
					 [JOBS_STAFF] = N_("staff")};

static void print_article_figures(const struct page *page, const struct record *r)
{
	struct buf line = {0};

	for (size_t i = 0; i < r->amounts_count; i++) {
		if (line.n > 0)
			buf_text(&line, ", ");
		buf_text(&line, bound_signs[r->amounts[i].bound]);
		amount_print(&line, r->amounts[i].value, r->amounts[i].currency);
	}
	print_field(page, _("amounts"), buf_view(&line));
	buf_clear(&line);
	for (size_t i = 0; i < r->jobs_count; i++) {
		if (line.n > 0)
			buf_text(&line, ", ");
		buf_text(&line, bound_signs[r->jobs[i].bound]);
		number_print(&line, r->jobs[i].count);
		buf_printf(&line, " (%s)", _(jobs_kinds[r->jobs[i].kind]));
	}
	print_field(page, _("jobs"), buf_view(&line));
	buf_release(&line);
}

static void print_article(const struct page *page, const struct result *r)
{
	static const enum text_part parts[] = {TEXT_LEAD, TEXT_BODY};
	const struct record *record = &r->record;
	struct buf day = {0};
	struct marked_text title = {.text = record->title};

	if (title.text.n == 0)
		title.text = str_of(_("(untitled)"));
	print_wrapped(page, &title, "", BOLD);
	style(page, DIM);
	if (record->moment != 0)
		day_print_long(&day, moment_day(record->moment));
	print_field(page, _("date"), buf_view(&day));
	print_field(page, _("source"), record->source);
	print_field(page, _("author"), record->author);
	print_field(page, _("address"), record->url);
	print_field(page, _("id"), record->id);
	print_article_names(page, r);
	print_article_figures(page, record);
	reset(page);
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct marked_text m = {.text = record_part(record, parts[i])};

		if (m.text.n == 0)
			continue;
		putc('\n', page->out);
		print_wrapped(page, &m, "", NULL);
	}
	buf_release(&day);
}

static void print_index_stats(const struct page *page, const struct stats *s)
{
	struct buf b = {0};

	print_field(page, _("index"), s->place);
	number_print(&b, s->articles);
	print_field(page, _("articles"), buf_view(&b));
	buf_clear(&b);
	size_print(&b, s->text_bytes);
	print_field(page, _("text"), buf_view(&b));
	if (s->index_bytes > 0) {
		buf_clear(&b);
		size_print(&b, s->index_bytes);
		if (s->text_bytes > 0)
			buf_printf(&b, _(", %.0f %% of the text"),
				   100 * (double)s->index_bytes / (double)s->text_bytes);
		print_field(page, _("index with text"), buf_view(&b));
	}
	if (s->first != 0) {
		buf_clear(&b);
		day_print_long(&b, moment_day(s->first));
		buf_text(&b, " – ");
		day_print_long(&b, moment_day(s->last));
		print_field(page, _("published"), buf_view(&b));
	}
	buf_clear(&b);
	moment_print(&b, s->updated);
	if (b.n > 0)
		buf_text(&b, " UTC");
	print_field(page, _("updated"), buf_view(&b));
	buf_clear(&b);
	buf_printf(&b, _("veille %.*s, format %ld, lexicon %.*s"), STR_ARGS(s->program),
		   s->schema, STR_ARGS(s->lexicon));
	print_field(page, _("written by"), buf_view(&b));
	buf_release(&b);
}

static void print_stats(const struct page *page, const struct stats *stats, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putc('\n', page->out);
		print_index_stats(page, &stats[i]);
	}
}

const struct format format_text = {
	.name = "text",
	.details = true,
	.limit = 10,
	.answer = print_answer,
	.article = print_article,
	.stats = print_stats,
};
