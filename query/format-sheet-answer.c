/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles as a sheet: what can be told of one, and which of it is. */
#include "query/format-sheet.h"

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "query/events.h"

enum { SNIPPET_COLUMNS = 240 };

/* ---- what is told ---- */

static void put_rank(struct sheet *s, const struct result *r)
{
	sheet_number(s, CELL_COUNT, (double)r->rank);
}

static void put_score(struct sheet *s, const struct result *r)
{
	struct buf text = {0};

	buf_printf(&text, "%.4f", score_sum(&r->score));
	sheet_text(s, buf_view(&text));
	buf_release(&text);
}

static void put_id(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.id);
}

static void put_date(struct sheet *s, const struct result *r)
{
	sheet_moment(s, r->record.moment);
}

static void put_source(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.source);
}

static void put_author(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.author);
}

static void put_title(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.title);
}

static void put_url(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.url);
}

static void put_lead(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->record.lead);
}

static void put_snippet(struct sheet *s, const struct result *r)
{
	struct arena arena = {0};
	struct marked_text m;

	snippet_make(r, SNIPPET_COLUMNS, &arena, &m);
	sheet_text(s, m.text);
	arena_release(&arena);
}

static void add_part(struct buf *text, struct str part)
{
	if (text->n > 0)
		buf_text(text, ", ");
	buf_str(text, part);
}

/* The names that the article itself has, of the kinds in `kinds` (bit 1 << kind). */
static void put_names(struct sheet *s, const struct result *r, unsigned kinds)
{
	struct buf text = {0};

	for (size_t i = 0; i < r->names_count; i++) {
		if (r->names[i].mentions > 0 && kinds & 1u << r->names[i].kind)
			add_part(&text, r->names[i].name);
	}
	sheet_text(s, buf_view(&text));
	buf_release(&text);
}

static void put_companies(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_COMPANY);
}

static void put_topics(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_TOPIC);
}

static void put_cities(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_COMMUNE);
}

static void put_departments(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_DEPARTMENT);
}

static void put_regions(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_REGION);
}

static void put_countries(struct sheet *s, const struct result *r)
{
	put_names(s, r, 1u << NAME_COUNTRY);
}

static void put_places(struct sheet *s, const struct result *r)
{
	put_names(s, r,
		  1u << NAME_COMMUNE | 1u << NAME_DEPARTMENT | 1u << NAME_REGION |
			  1u << NAME_COUNTRY);
}

static void put_measure(struct sheet *s, const struct result *r, enum measure measure)
{
	struct counted counted = counted_of_record(&r->record, measure);

	if (counted.amount > 0)
		sheet_number(s, measure == MEASURE_EUROS ? CELL_EUROS : CELL_COUNT,
			     counted.amount);
	else
		sheet_text(s, (struct str){0});
}

static void put_amount(struct sheet *s, const struct result *r)
{
	put_measure(s, r, MEASURE_EUROS);
}

static void put_jobs(struct sheet *s, const struct result *r)
{
	put_measure(s, r, MEASURE_JOBS);
}

static void put_actor(struct sheet *s, const struct result *r)
{
	struct counted counted = counted_of_record(&r->record, MEASURE_EUROS);

	sheet_text(s, counted.actor != NO_ITEM && r->found != NULL
			      ? r->found[counted.actor].name
			      : (struct str){0});
}

static void put_amounts(struct sheet *s, const struct result *r)
{
	struct buf text = {0};

	for (size_t i = 0; i < r->record.amounts_count; i++) {
		const struct record_amount *a = &r->record.amounts[i];

		add_part(&text,
			 str_slice(record_part(&r->record, a->part), a->start, a->end));
	}
	sheet_text(s, buf_view(&text));
	buf_release(&text);
}

static void put_deals(struct sheet *s, const struct result *r)
{
	struct buf text = {0};

	for (size_t i = 0; i < r->record.deals_count; i++)
		add_part(&text, str_of(deal_labels[r->record.deals[i].kind].label.id));
	sheet_text(s, buf_view(&text));
	buf_release(&text);
}

static void put_group(struct sheet *s, const struct result *r)
{
	sheet_text(s, r->group);
}

static void put_copies(struct sheet *s, const struct result *r)
{
	sheet_number(s, CELL_COUNT, (double)r->copies_count);
}

/* ---- the table ---- */

static const struct article_field {
	const char *name;  /* a key of JSON answers, or one of our own */
	const char *title; /* for people */
	bool number;
	bool usual; /* told when nobody chose */
	void (*put)(struct sheet *s, const struct result *r);
} article_fields[] = {
	{"rank", N_("rank"), true, false, put_rank},
	{"score", N_("score"), true, false, put_score},
	{"id", N_("id"), false, true, put_id},
	{"date", N_("date"), false, true, put_date},
	{"source", N_("source"), false, true, put_source},
	{"author", N_("author"), false, false, put_author},
	{"title", N_("title"), false, true, put_title},
	{"url", N_("address"), false, true, put_url},
	{"lead", N_("lead"), false, false, put_lead},
	{"snippet", N_("excerpt"), false, false, put_snippet},
	{"companies", N_("companies"), false, true, put_companies},
	{"places", N_("places"), false, true, put_places},
	{"cities", N_("cities"), false, false, put_cities},
	{"departments", N_("departments"), false, false, put_departments},
	{"regions", N_("regions"), false, false, put_regions},
	{"countries", N_("countries"), false, false, put_countries},
	{"topics", N_("topics"), false, true, put_topics},
	{"actor", N_("actor"), false, false, put_actor},
	{"amount", N_("amount"), true, true, put_amount},
	{"jobs", N_("jobs"), true, true, put_jobs},
	{"amounts", N_("amounts"), false, false, put_amounts},
	{"deals", N_("deals"), false, false, put_deals},
	{"group", N_("story"), false, false, put_group},
	{"copies", N_("copies"), true, false, put_copies},
};

static const struct article_field *find_field(struct str name)
{
	for (size_t i = 0; i < COUNT(article_fields); i++) {
		if (str_is(name, article_fields[i].name))
			return &article_fields[i];
	}
	return NULL;
}

int layout_check_field(struct str name, struct error *err)
{
	const char *names[COUNT(article_fields)];
	const char *nearest;
	struct buf all = {0};

	if (find_field(name) != NULL)
		return 0;
	for (size_t i = 0; i < COUNT(article_fields); i++) {
		names[i] = article_fields[i].name;
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
	}
	nearest = nearest_word(name, names, COUNT(names));
	if (nearest != NULL)
		error_set(err, ERROR_USAGE,
			  _("articles have no '%.*s' to tell; did you mean '%s'?"),
			  STR_ARGS(name), nearest);
	else
		error_set(err, ERROR_USAGE,
			  _("articles have no '%.*s' to tell; choose from: %s"),
			  STR_ARGS(name), all.p);
	buf_release(&all);
	return -1;
}

/* ---- the sheet ---- */

static void add_article(const struct result *r, const struct layout *layout,
			struct sheet *out)
{
	for (size_t i = 0; i < layout->fields_count; i++)
		find_field(layout->fields[i])->put(out, r);
	for (size_t i = 0; i < COUNT(article_fields) && layout->fields_count == 0; i++) {
		if (article_fields[i].usual)
			article_fields[i].put(out, r);
	}
}

static void add_column(const struct article_field *f, struct sheet *out)
{
	sheet_column(out, str_of(f->name), str_of(_(f->title)))->number = f->number;
}

static void add_columns(const struct layout *layout, struct sheet *out)
{
	for (size_t i = 0; i < layout->fields_count; i++)
		add_column(find_field(layout->fields[i]), out);
	for (size_t i = 0; i < COUNT(article_fields) && layout->fields_count == 0; i++) {
		if (article_fields[i].usual)
			add_column(&article_fields[i], out);
	}
}

void sheet_of_answer(const struct answer *answer, struct sheet *out)
{
	add_columns(answer->layout, out);
	for (size_t i = 0; i < answer->results->count; i++)
		add_article(&answer->results->items[i], answer->layout, out);
}

void sheet_of_article(const struct result *r, const struct layout *layout,
		      struct sheet *out)
{
	add_columns(layout, out);
	add_article(r, layout, out);
}
