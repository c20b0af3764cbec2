/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was found, as a list for people: each thing once, with its rule and confidence. */
#include "lib/findings.h"

#include <stdlib.h>
#include <string.h>

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/rules.h"
#include "lib/utf8.h"

enum { WIDEST = 44 }; /* columns of a thing's name; longer ones push the rest aside */

#define NO_BREAK "\302\240"
#define INDENT "  "
#define DEAL_INDENT "    "

/* One line: a thing, how often it stands in the text, and its best rule. */
struct row {
	struct str text;
	size_t times;
	uint8_t rule;
	bool unlisted;
};

struct rows {
	struct arena arena; /* of the texts */
	struct row *items;
	size_t count, capacity;
};

static void rows_release(struct rows *rows)
{
	free(rows->items);
	arena_release(&rows->arena);
}

/* The row of that text, made when there is none yet. */
static struct row *row_of(struct rows *rows, struct str text)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (str_equal(rows->items[i].text, text))
			return &rows->items[i];
	}
	GROW(rows->items, rows->count, rows->capacity);
	rows->items[rows->count] = (struct row){.text = str_copy(&rows->arena, text)};
	return &rows->items[rows->count++];
}

static void row_add(struct row *row, uint8_t rule)
{
	row->times++;
	if (rules[rule].confidence > rules[row->rule].confidence)
		row->rule = rule;
}

/* "deal-verb 85 %", its parts held together. */
static void add_rule(struct buf *out, uint8_t rule)
{
	buf_printf(out, "%s" NO_BREAK "%u%s", rules[rule].name, rules[rule].confidence,
		   number_french() ? NO_BREAK "%" : "%");
}

/* What tells how far a row is to be trusted; empty when nothing does. */
static void add_trust(struct buf *out, const struct row *row)
{
	if (row->rule != RULE_NONE)
		add_rule(out, row->rule);
	if (row->unlisted)
		buf_printf(out, "%s%s", out->n > 0 ? ", " : "", _("not in the lexicon"));
}

static void print_row(const struct page *page, const struct row *row, size_t width)
{
	size_t own = utf8_width(row->text);
	struct buf times = {0};
	struct buf trust = {0};

	fputs(INDENT, page->out);
	page_print(page, row->text);
	page_style(page, STYLE_DIM);
	buf_printf(&times, "%*s  ×%zu", (int)(own < width ? width - own : 0), "",
		   row->times);
	add_trust(&trust, row);
	fwrite(times.p, 1, times.n, page->out);
	if (trust.n > 0) {
		size_t columns = strlen(INDENT) + own + utf8_width(buf_view(&times)) + 2 +
				 utf8_width(buf_view(&trust));

		/* What does not fit goes below. */
		fprintf(page->out, "%s%s",
			columns > page->columns ? "\n" DEAL_INDENT : "  ", trust.p);
	}
	page_reset(page);
	putc('\n', page->out);
	buf_release(&trust);
	buf_release(&times);
}

static void print_rows(const struct page *page, const char *label, struct rows *rows)
{
	size_t width = 0;

	if (rows->count > 0) {
		page_style(page, STYLE_BOLD);
		fprintf(page->out, "%s\n", label);
		page_reset(page);
	}
	for (size_t i = 0; i < rows->count; i++) {
		size_t own = utf8_width(rows->items[i].text);

		if (own > width && own <= WIDEST)
			width = own;
	}
	for (size_t i = 0; i < rows->count; i++)
		print_row(page, &rows->items[i], width);
	rows_release(rows);
}

/* ---- names ---- */

static int by_times(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	if (x->times != y->times)
		return x->times > y->times ? -1 : 1;
	return str_compare(x->text, y->text);
}

static void print_names(const struct findings *f, const struct page *page,
			enum name_kind kind)
{
	const struct record *r = f->record;
	struct rows rows = {0};

	for (size_t i = 0; i < r->mentions_count; i++) {
		uint32_t name = r->mentions[i].name;
		struct row *row;

		if (r->names[name].kind != kind)
			continue;
		row = row_of(&rows, f->names[name].name);
		row->unlisted = record_name_unlisted(&r->names[name]);
		row_add(row, r->mentions[i].rule);
	}
	if (rows.count > 1)
		qsort(rows.items, rows.count, sizeof *rows.items, by_times);
	print_rows(page, _(name_kinds[kind].label), &rows);
}

/* ---- figures ---- */

static void add_amount(struct buf *out, const struct record_amount *a)
{
	buf_text(out, bound_labels[a->bound].text);
	amount_print(out, a->value, a->currency);
}

/* An amount with what a bracket says it is in other money. */
static void add_amount_whole(struct buf *out, const struct record *r, size_t i)
{
	add_amount(out, &r->amounts[i]);
	for (size_t k = 0; k < r->amounts_count; k++) {
		if (r->amounts[k].of != i)
			continue;
		buf_text(out, " = ");
		amount_print(out, r->amounts[k].value, r->amounts[k].currency);
	}
}

static void print_amounts(const struct findings *f, const struct page *page)
{
	const struct record *r = f->record;
	struct rows rows = {0};
	struct buf text = {0};

	for (size_t i = 0; i < r->amounts_count; i++) {
		if (r->amounts[i].of != NO_ITEM)
			continue;
		buf_clear(&text);
		add_amount_whole(&text, r, i);
		row_add(row_of(&rows, buf_view(&text)), r->amounts[i].rule);
	}
	print_rows(page, _("amounts"), &rows);
	buf_release(&text);
}

static void add_jobs(struct buf *out, const struct record_jobs *j)
{
	buf_text(out, bound_labels[j->bound].text);
	number_print(out, j->count);
}

static void print_jobs(const struct findings *f, const struct page *page)
{
	const struct record *r = f->record;
	struct rows rows = {0};
	struct buf text = {0};

	for (size_t i = 0; i < r->jobs_count; i++) {
		buf_clear(&text);
		add_jobs(&text, &r->jobs[i]);
		buf_printf(&text, " (%s)", _(jobs_labels[r->jobs[i].kind].text));
		row_add(row_of(&rows, buf_view(&text)), r->jobs[i].rule);
	}
	print_rows(page, _("jobs"), &rows);
	buf_release(&text);
}

/* ---- deals ---- */

static void add_part(struct buf *line, struct str part)
{
	if (line->n > 0 && part.n > 0)
		buf_text(line, " · ");
	buf_str(line, part);
}

/* "Renault → Nissan": who acts, and on whom. */
static void add_parties(struct buf *line, const struct findings *f,
			const struct record_deal *d)
{
	struct buf parties = {0};

	if (d->actor != NO_ITEM)
		buf_str(&parties, f->names[d->actor].name);
	if (d->target != NO_ITEM)
		buf_printf(&parties, "%s→ %.*s", parties.n > 0 ? " " : "",
			   STR_ARGS(f->names[d->target].name));
	add_part(line, buf_view(&parties));
	buf_release(&parties);
}

static void add_deal_figures(struct buf *line, const struct record *r,
			     const struct record_deal *d)
{
	struct buf text = {0};

	if (d->amount != NO_ITEM) {
		add_amount(&text, &r->amounts[d->amount]);
		add_part(line, buf_view(&text));
	}
	if (d->jobs != NO_ITEM) {
		buf_clear(&text);
		add_jobs(&text, &r->jobs[d->jobs]);
		buf_printf(&text, " %s", _("jobs"));
		add_part(line, buf_view(&text));
	}
	buf_release(&text);
}

static void add_deal_places(struct buf *line, const struct findings *f,
			    const struct record_deal *d)
{
	struct buf text = {0};

	for (size_t i = 0; i < d->places_count; i++)
		buf_printf(&text, "%s%.*s", i > 0 ? ", " : "",
			   STR_ARGS(f->names[d->places[i]].name));
	add_part(line, buf_view(&text));
	buf_release(&text);
}

static void print_deal(const struct findings *f, const struct page *page,
		       const struct record_deal *d)
{
	struct buf line = {0};
	struct marked_text text = {0};

	add_part(&line, str_of(_(deal_labels[d->kind].label.text)));
	add_parties(&line, f, d);
	add_deal_figures(&line, f->record, d);
	add_deal_places(&line, f, d);
	buf_printf(&line, " — %s", _(status_labels[d->status].text));
	if (d->rule != RULE_NONE) {
		buf_text(&line, " (");
		add_rule(&line, d->rule);
		buf_char(&line, ')');
	}
	text.text = buf_view(&line);
	page_wrap(page, &text, INDENT, NULL);
	text.text = str_slice(record_part(f->record, d->part), d->start, d->end);
	page_wrap(page, &text, DEAL_INDENT, STYLE_DIM);
	buf_release(&line);
}

static void print_deals(const struct findings *f, const struct page *page)
{
	if (f->record->deals_count > 0) {
		page_style(page, STYLE_BOLD);
		fprintf(page->out, "%s\n", _("deals"));
		page_reset(page);
	}
	for (size_t i = 0; i < f->record->deals_count; i++)
		print_deal(f, page, &f->record->deals[i]);
}

void findings_print(const struct findings *f, const struct page *page)
{
	static const enum name_kind places[] = {NAME_COUNTRY, NAME_REGION,
						NAME_DEPARTMENT, NAME_COMMUNE};

	print_deals(f, page);
	print_names(f, page, NAME_COMPANY);
	for (size_t i = 0; i < COUNT(places); i++)
		print_names(f, page, places[i]);
	print_names(f, page, NAME_TOPIC);
	print_amounts(f, page);
	print_jobs(f, page);
}

void findings_print_article(const struct findings *f, const struct page *page)
{
	const struct record *r = f->record;
	struct marked_text title = {.text = r->title};
	struct buf day = {0};

	if (title.text.n == 0)
		title.text = str_of(_("(untitled)"));
	page_wrap(page, &title, "", STYLE_BOLD);
	page_style(page, STYLE_DIM);
	if (r->moment != 0)
		day_print_long(&day, moment_day(r->moment));
	page_field(page, _("date"), buf_view(&day));
	page_field(page, _("id"), r->id);
	page_reset(page);
	findings_print(f, page);
	buf_release(&day);
}
