/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers for people at a terminal. */
#include "query/format-views.h"

#include <string.h>

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/utf8.h"
#include "query/brief.h"

enum {
	SNIPPET_LINES = 2,
	SNIPPET_SLACK = 24, /* columns lost, at most, where lines break before a word */
	MARGIN = 4,
};

#define MARGIN_BLANKS "    "

static void print_line(const struct page *page, struct str text, const char *base)
{
	struct marked_text m = {.text = text};

	if (text.n > 0)
		page_wrap(page, &m, MARGIN_BLANKS, base);
}

static void print_facts(const struct page *page, const struct result *r)
{
	struct buf line = {0};
	struct buf contents = {0};

	brief_origin(&line, r);
	brief_contents(&contents, r);
	brief_add(&line, " · ", buf_view(&contents));
	print_line(page, buf_view(&line), STYLE_DIM);
	buf_release(&contents);
	buf_release(&line);
}

/* "in common: Fouju, campus, gigawatt" */
static void print_shared(const struct page *page, const struct result *r)
{
	struct buf line = {0};
	struct buf words = {0};

	for (size_t i = 0; i < r->shared_count; i++)
		brief_add(&words, ", ", r->shared[i]);
	if (words.n > 0)
		buf_printf(&line, _("in common: %s"), words.p);
	print_line(page, buf_view(&line), NULL);
	buf_release(&words);
	buf_release(&line);
}

static void print_copies(const struct page *page, const struct result *r)
{
	struct buf line = {0};

	brief_copies(&line, r);
	print_line(page, buf_view(&line), STYLE_DIM);
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
			at = page_line_end(m->text, at, columns);
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
	m.link = brief_link(&r->record);
	snprintf(front, sizeof front, "%2zu. ", r->rank);
	page_wrap(page, &m, front, STYLE_BOLD);
	print_facts(page, r);
	print_shared(page, r);
	print_copies(page, r);
	fit_snippet(r, columns, arena, &m);
	if (m.text.n > 0)
		page_wrap(page, &m, MARGIN_BLANKS, NULL);
	fprintf(page->out, "%*s", MARGIN, "");
	page_style(page, STYLE_DIM);
	page_print(page, r->record.id); /* never wrapped: it is copied */
	page_reset(page);
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

static void print_parts(const struct page *page, const struct shown *shown)
{
	static const enum text_part parts[] = {TEXT_LEAD, TEXT_BODY};
	enum findings_look look = page->colour ? FINDINGS_COLOURS : FINDINGS_BRACKETS;
	struct arena arena = {0};

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct marked_text m = {
			.text = record_part(shown->findings.record, (uint8_t)parts[i])};

		if (m.text.n == 0)
			continue;
		if (shown->highlight)
			findings_mark(&shown->findings, parts[i], look, &arena, &m);
		putc('\n', page->out);
		page_wrap(page, &m, "", NULL);
	}
	arena_release(&arena);
}

static void print_title(const struct page *page, const struct shown *shown)
{
	enum findings_look look = page->colour ? FINDINGS_COLOURS : FINDINGS_BRACKETS;
	struct arena arena = {0};
	struct marked_text title = {.text = shown->findings.record->title};

	if (title.text.n == 0)
		title.text = str_of(_("(untitled)"));
	else if (shown->highlight)
		findings_mark(&shown->findings, TEXT_TITLE, look, &arena, &title);
	title.link = brief_link(shown->findings.record);
	page_wrap(page, &title, "", STYLE_BOLD);
	arena_release(&arena);
}

static void print_article(const struct page *page, const struct shown *shown)
{
	const struct record *record = shown->findings.record;
	struct buf day = {0};

	print_title(page, shown);
	page_style(page, STYLE_DIM);
	if (record->moment != 0)
		day_print_long(&day, moment_day(record->moment));
	page_field(page, _("date"), buf_view(&day));
	page_field(page, _("source"), record->source);
	page_field(page, _("author"), record->author);
	page_field(page, _("address"), record->url);
	page_field(page, _("id"), record->id);
	page_reset(page);
	findings_print(&shown->findings, page);
	print_parts(page, shown);
	buf_release(&day);
}

/* "2: 10,000 articles (14 MB), 40 articles (70 kB; 3 gone)" */
static void list_segments(const struct stats *s, struct buf *out)
{
	struct buf number = {0};

	buf_printf(out, "%zu", s->segments_count);
	for (size_t i = 0; i < s->segments_count; i++) {
		const struct stats_segment *segment = &s->segments[i];

		buf_text(out, i == 0 ? _(": ") : ", ");
		buf_clear(&number);
		number_print(&number, segment->articles);
		buf_printf(out, ngettext("%s article", "%s articles", segment->articles),
			   number.p);
		buf_clear(&number);
		size_print(&number, segment->bytes);
		buf_printf(out, " (%s", number.p);
		buf_clear(&number);
		number_print(&number, segment->removed);
		if (segment->removed > 0)
			buf_printf(out, _("; %s gone"), number.p);
		buf_char(out, ')');
	}
	buf_release(&number);
}

static void print_index_stats(const struct page *page, const struct stats *s)
{
	struct buf b = {0};

	page_field(page, _("index"), s->place);
	number_print(&b, s->articles);
	page_field(page, _("articles"), buf_view(&b));
	buf_clear(&b);
	size_print(&b, s->text_bytes);
	page_field(page, _("text"), buf_view(&b));
	if (s->index_bytes > 0) {
		buf_clear(&b);
		size_print(&b, s->index_bytes);
		if (s->text_bytes > 0)
			buf_printf(&b, _(", %.0f %% of the text"),
				   100 * (double)s->index_bytes / (double)s->text_bytes);
		page_field(page, _("index with text"), buf_view(&b));
	}
	if (s->segments_count > 0) {
		buf_clear(&b);
		list_segments(s, &b);
		page_field(page, _("segments"), buf_view(&b));
	}
	if (s->first != 0) {
		buf_clear(&b);
		day_print_long(&b, moment_day(s->first));
		buf_text(&b, " – ");
		day_print_long(&b, moment_day(s->last));
		page_field(page, _("published"), buf_view(&b));
	}
	buf_clear(&b);
	moment_print_long(&b, s->updated);
	if (b.n > 0)
		buf_text(&b, " UTC");
	page_field(page, _("updated"), buf_view(&b));
	buf_clear(&b);
	buf_printf(&b, _("veille %.*s, format %ld, lexicon %.*s"), STR_ARGS(s->program),
		   s->schema, STR_ARGS(s->lexicon));
	page_field(page, _("written by"), buf_view(&b));
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
	.view = view_print_text,
	.stats = print_stats,
};
