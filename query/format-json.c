/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers for programs: one JSON object, or one object a line. Documented in veille(1). */
#include "query/format-views.h"

#include "lib/date.h"
#include "lib/json.h"
#include "query/events.h"
#include "query/format-sheet.h"

enum { SNIPPET_COLUMNS = 240 };

/* How much of what was found is told. */
enum detail {
	BRIEF, /* in a list of results */
	WHOLE, /* with where each thing stands, and how it was found */
};

static json_t *name_object(const struct result *r, const struct result_name *n,
			   enum detail detail)
{
	json_t *name = json_object();

	json_set(name, "id", json_text(n->id));
	json_set(name, "name", json_text(n->name));
	json_set(name, "mentions", json_integer(n->mentions));
	if (detail == WHOLE) {
		struct findings f = result_findings(r);

		json_set(name, "spans", findings_json_spans(&f, n->number));
	}
	return name;
}

static void set_names(json_t *object, const struct result *r, enum detail detail)
{
	for (int kind = 0; kind < NAME_KINDS; kind++) {
		json_t *list = json_array();

		for (size_t i = 0; i < r->names_count; i++) {
			if ((int)r->names[i].kind == kind)
				json_array_append_new(
					list, name_object(r, &r->names[i], detail));
		}
		json_set(object, name_kinds[kind].json, list);
	}
}

static json_t *amount_object(const struct record *r, const struct record_amount *a,
			     enum detail detail)
{
	struct str text = str_slice(record_part(r, a->part), a->start, a->end);
	json_t *amount = json_object();

	json_set(amount, "value", json_number(a->value));
	json_set(amount, "currency", json_string(a->currency));
	json_set(amount, "euros", a->euros > 0 ? json_number(a->euros) : json_null());
	json_set(amount, "bound", json_string(bound_labels[a->bound].id));
	json_set(amount, "conversion_of",
		 a->of == NO_ITEM ? json_null() : json_integer(a->of));
	json_set(amount, "text", json_text(text));
	if (detail == WHOLE)
		json_set(amount, "span",
			 findings_json_span(a->part, a->start, a->end, a->rule));
	return amount;
}

static json_t *jobs_object(const struct record *r, const struct record_jobs *j,
			   enum detail detail)
{
	struct str text = str_slice(record_part(r, j->part), j->start, j->end);
	json_t *jobs = json_object();

	json_set(jobs, "n", json_number(j->count));
	json_set(jobs, "kind", json_string(jobs_labels[j->kind].id));
	json_set(jobs, "bound", json_string(bound_labels[j->bound].id));
	json_set(jobs, "text", json_text(text));
	if (detail == WHOLE)
		json_set(jobs, "span",
			 findings_json_span(j->part, j->start, j->end, j->rule));
	return jobs;
}

static void set_figures(json_t *object, const struct record *r, enum detail detail)
{
	json_t *amounts = json_array();
	json_t *jobs = json_array();

	for (size_t i = 0; i < r->amounts_count; i++)
		json_array_append_new(amounts, amount_object(r, &r->amounts[i], detail));
	for (size_t i = 0; i < r->jobs_count; i++)
		json_array_append_new(jobs, jobs_object(r, &r->jobs[i], detail));
	json_set(object, "amounts", amounts);
	json_set(object, "jobs", jobs);
}

static void set_measure(json_t *object, const struct record *r, enum measure measure,
			const char *actor_key)
{
	struct counted counted = counted_of_record(r, measure);

	json_set(object, measure_names[measure].id,
		 counted.amount > 0 ? json_number(counted.amount) : json_null());
	json_set_text(object, actor_key,
		      counted.actor != NO_ITEM ? r->names[counted.actor].id
					       : (struct str){0});
}

/* What the article adds to sums of facets, timelines and tables. */
static json_t *counted_object(const struct result *r)
{
	json_t *object = json_object();

	set_measure(object, &r->record, MEASURE_EUROS, "euros_actor");
	set_measure(object, &r->record, MEASURE_JOBS, "jobs_actor");
	json_set_text(object, "group", r->group);
	return object;
}

static size_t characters(struct str s, size_t bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < bytes && i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

/* Marks count Unicode characters, the end excluded. */
static json_t *marked(const struct marked_text *m)
{
	json_t *object = json_object();
	json_t *marks = json_array();

	for (size_t i = 0; i < m->count; i++) {
		size_t start = characters(m->text, m->marks[i].start);
		size_t end = characters(m->text, m->marks[i].end);

		json_array_append_new(
			marks, json_pack("[I,I]", (json_int_t)start, (json_int_t)end));
	}
	json_set(object, "text", json_text(m->text));
	json_set(object, "marks", marks);
	return object;
}

static json_t *article(const struct result *r, enum detail detail)
{
	struct findings f = result_findings(r);
	json_t *object = json_object();

	json_set(object, "id", json_text(r->record.id));
	json_set_text(object, "url", r->record.url);
	json_set_text(object, "title", r->record.title);
	json_set_moment(object, "date", r->record.moment);
	json_set_text(object, "source", r->record.source);
	json_set_text(object, "author", r->record.author);
	set_names(object, r, detail);
	set_figures(object, &r->record, detail);
	json_set(object, "deals", findings_json_deals(&f));
	json_set(object, "counted", counted_object(r));
	json_set_text(object, "group", r->group);
	return object;
}

static json_t *score_object(const struct score *s)
{
	json_t *object = json_object();

	json_set(object, "bm25", json_real(s->weight));
	for (size_t i = 0; i < SCORE_PARTS; i++)
		json_set(object, score_part_names[i], json_real(score_part(s, i)));
	return object;
}

static json_t *text_list(const struct str *texts, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_text(texts[i]));
	return list;
}

static json_t *result_object(const struct result *r, bool explain)
{
	struct arena arena = {0};
	struct marked_text snippet;
	json_t *object = json_object();

	json_set(object, "rank", json_integer((json_int_t)r->rank));
	json_set(object, "score", json_real(score_sum(&r->score)));
	json_object_update_new(object, article(r, BRIEF));
	snippet_make(r, SNIPPET_COLUMNS, &arena, &snippet);
	json_set(object, "snippet", marked(&snippet));
	json_set(object, "copies", text_list(r->copies, r->copies_count));
	if (r->shared_count > 0)
		json_set(object, "shared_words", text_list(r->shared, r->shared_count));
	if (explain)
		json_set(object, "explain", score_object(&r->score));
	arena_release(&arena);
	return object;
}

struct json_t *json_of_result(const struct result *r)
{
	return result_object(r, false);
}

/* ---- what the person chose of an article ---- */

static json_t *cell_value(const struct cell *c)
{
	struct buf text = {0};
	json_t *value;

	if (c->kind == CELL_EMPTY)
		return json_null();
	if (c->kind == CELL_COUNT || c->kind == CELL_EUROS)
		return json_number(c->number);
	cell_print(c, &text);
	value = json_text(buf_view(&text));
	buf_release(&text);
	return value;
}

/* Takes the whole object over; what it lacks is told as in CSV. */
static json_t *chosen(json_t *whole, const struct result *r, const struct layout *layout)
{
	struct sheet sheet = {0};
	json_t *object;

	if (layout->fields_count == 0)
		return whole;
	object = json_object();
	sheet_of_article(r, layout, &sheet);
	for (size_t i = 0; i < layout->fields_count; i++) {
		const char *key = sheet.columns[i].id.p;
		json_t *value = json_object_get(whole, key);

		json_set(object, key,
			 value ? json_incref(value) : cell_value(&sheet.cells[i]));
	}
	sheet_release(&sheet);
	json_decref(whole);
	return object;
}

static void set_explanation(json_t *object, const struct explanation *e)
{
	json_t *explain;

	if (e == NULL)
		return;
	explain = json_object();
	json_set(explain, "tree", json_text(e->tree));
	json_set(explain, "clauses", json_text(e->clauses));
	json_set(explain, "query", json_text(e->query));
	json_set(object, "explain", explain);
}

static json_t *suggestion_list(const struct spelling *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->count; i++) {
		json_t *object = json_object();

		json_set(object, "word", json_text(s->items[i].word));
		json_set(object, "correction", json_text(s->items[i].correction));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *synonyms_list(const struct answer *answer)
{
	json_t *list = json_array();

	for (size_t i = 0; i < answer->synonyms_count; i++) {
		json_t *synonym = json_object();

		json_set(synonym, "typed", json_text(answer->synonyms[i].typed));
		json_set(synonym, "meant", json_text(answer->synonyms[i].meant));
		json_array_append_new(list, synonym);
	}
	return list;
}

static void print_json(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;
	json_t *object = json_object();
	json_t *warnings = json_array();
	json_t *results = json_array();

	for (size_t i = 0; i < answer->warnings_count; i++)
		json_array_append_new(warnings, json_text(answer->warnings[i]));
	for (size_t i = 0; i < r->count; i++)
		json_array_append_new(
			results,
			chosen(result_object(&r->items[i], answer->explanation != NULL),
			       &r->items[i], answer->layout));
	json_set(object, "format", json_integer(FORMAT_VERSION));
	if (answer->number.n > 0)
		json_set(object, "number", json_text(answer->number));
	json_set(object, "question", json_text(answer->question));
	json_set(object, "matches", json_integer((json_int_t)r->matches));
	json_set(object, "estimated", json_boolean(r->estimated));
	json_set(object, "sort", json_string(r->by_date ? "date" : "relevance"));
	json_set(object, "warnings", warnings);
	json_set(object, "suggestions", suggestion_list(answer->spelling));
	json_set_text(object, "corrected_question", answer->spelling->question);
	json_set(object, "corrected", json_boolean(answer->corrected));
	json_set(object, "synonyms", synonyms_list(answer));
	set_explanation(object, answer->explanation);
	json_set(object, "results", results);
	/* A batch is one object a line. */
	json_print(object, answer->number.n > 0 ? JSON_COMPACT : JSON_INDENT(2),
		   page->out);
}

static void print_jsonl(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;

	for (size_t i = 0; i < r->count; i++) {
		json_t *object = result_object(&r->items[i], answer->explanation != NULL);

		if (answer->number.n > 0)
			json_set(object, "number", json_text(answer->number));
		json_print(chosen(object, &r->items[i], answer->layout), JSON_COMPACT,
			   page->out);
	}
}

/* For --highlight: all that can be marked, in the order of the text. */
static json_t *highlights(const struct findings *f)
{
	json_t *list = json_array();
	struct arena arena = {0};
	struct finding *items;
	size_t count = findings_list(f, &arena, &items);

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_object();

		json_set(object, "part", json_string(part_names[items[i].part]));
		json_set(object, "start", json_integer(items[i].start));
		json_set(object, "end", json_integer(items[i].end));
		json_set(object, "kind", json_string(items[i].kind->id));
		json_array_append_new(list, object);
	}
	arena_release(&arena);
	return list;
}

static json_t *whole_article(const struct shown *shown)
{
	const struct result *r = shown->result;
	json_t *object = article(r, WHOLE);
	struct buf indexed = {0};

	seconds_print(&indexed, r->indexed);
	json_set_text(object, "indexed", buf_view(&indexed));
	buf_release(&indexed);
	json_set_text(object, "lead", r->record.lead);
	json_set(object, "text", json_text(r->record.body));
	if (shown->highlight)
		json_set(object, "highlights", highlights(&shown->findings));
	return chosen(object, r, shown->layout);
}

static void article_json(const struct page *page, const struct shown *shown)
{
	json_print(whole_article(shown), JSON_INDENT(2), page->out);
}

static void article_jsonl(const struct page *page, const struct shown *shown)
{
	json_print(whole_article(shown), JSON_COMPACT, page->out);
}

static json_t *segments_array(const struct stats *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->segments_count; i++) {
		const struct stats_segment *from = &s->segments[i];
		json_t *object = json_object();

		json_set_text(object, "name", from->name);
		json_set(object, "articles", json_integer(from->articles));
		json_set(object, "removed", json_integer(from->removed));
		json_set(object, "text_bytes",
			 json_integer((json_int_t)from->text_bytes));
		json_set(object, "bytes", json_integer((json_int_t)from->bytes));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *stats_object(const struct stats *s)
{
	json_t *object = json_object();
	struct buf updated = {0};

	json_set(object, "index", json_text(s->place));
	json_set(object, "articles", json_integer(s->articles));
	json_set(object, "text_bytes", json_integer((json_int_t)s->text_bytes));
	json_set(object, "index_bytes",
		 s->index_bytes > 0 ? json_integer((json_int_t)s->index_bytes)
				    : json_null());
	json_set(object, "average_words", json_real(s->words));
	json_set_moment(object, "first", s->first);
	json_set_moment(object, "last", s->last);
	moment_print(&updated, s->updated);
	if (updated.n > 0)
		buf_char(&updated, 'Z'); /* unlike dates of publication, this is UTC */
	json_set_text(object, "updated", buf_view(&updated));
	buf_release(&updated);
	json_set_text(object, "program", s->program);
	json_set(object, "schema", json_integer(s->schema));
	json_set_text(object, "lexicon", s->lexicon);
	json_set(object, "segments", segments_array(s));
	return object;
}

/* One index is one object; several are a list. */
static void stats_json(const struct page *page, const struct stats *stats, size_t count)
{
	json_t *list;

	if (count == 1) {
		json_print(stats_object(stats), JSON_INDENT(2), page->out);
		return;
	}
	list = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, stats_object(&stats[i]));
	json_print(list, JSON_INDENT(2), page->out);
}

static void stats_jsonl(const struct page *page, const struct stats *stats, size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_print(stats_object(&stats[i]), JSON_COMPACT, page->out);
}

const struct format format_json = {
	.name = "json",
	.details = true,
	.limit = 10,
	.answer = print_json,
	.article = article_json,
	.view = view_print_json,
	.stats = stats_json,
};

const struct format format_jsonl = {
	.name = "jsonl",
	.details = true,
	.limit = 10,
	.answer = print_jsonl,
	.article = article_jsonl,
	.view = view_print_jsonl,
	.stats = stats_jsonl,
};
