/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers for programs: one JSON object, or one object a line. Documented in veille(1). */
#include "query/format.h"

#include <jansson.h>
#include <stdlib.h>

#include "lib/date.h"

enum { FORMAT_VERSION = 1, SNIPPET_COLUMNS = 240 };

static json_t *text(struct str s)
{
	json_t *value = json_stringn(s.p ? s.p : "", s.n);

	/* Text that is not UTF-8 can't be in a question or index; an empty string is safe. */
	return value ? value : json_string("");
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

/* Missing facts are null, so that every object has every key. */
static void set_text(json_t *object, const char *key, struct str s)
{
	set(object, key, s.n > 0 ? text(s) : json_null());
}

/* Whole numbers print without a fraction. */
static json_t *number(double value)
{
	if (value >= -9e15 && value <= 9e15 && value == (double)(json_int_t)value)
		return json_integer((json_int_t)value);
	return json_real(value);
}

static void set_moment(json_t *object, const char *key, int64_t moment)
{
	struct buf b = {0};

	moment_print(&b, moment);
	set_text(object, key, buf_view(&b));
	buf_release(&b);
}

static void set_names(json_t *object, const struct result *r)
{
	for (int kind = 0; kind < NAME_KINDS; kind++) {
		json_t *list = json_array();

		for (size_t i = 0; i < r->names_count; i++) {
			json_t *name;

			if ((int)r->names[i].kind != kind)
				continue;
			name = json_object();
			set(name, "id", text(r->names[i].id));
			set(name, "name", text(r->names[i].name));
			set(name, "mentions", json_integer(r->names[i].mentions));
			json_array_append_new(list, name);
		}
		set(object, name_kinds[kind].json, list);
	}
}

static const char *const bounds[] = {[BOUND_EXACT] = "exact",
				     [BOUND_MIN] = "min",
				     [BOUND_MAX] = "max",
				     [BOUND_ABOUT] = "approx"};
static const char *const jobs_kinds[] = {[JOBS_CREATED] = "creation",
					 [JOBS_CUT] = "suppression",
					 [JOBS_STAFF] = "effectif"};

static void set_evidence(json_t *object, const struct record *r, uint8_t part,
			 uint32_t start, uint32_t end)
{
	set(object, "text",
	    text(str_slice(record_part(r, (enum text_part)part), start, end)));
}

static void set_figures(json_t *object, const struct record *r)
{
	json_t *amounts = json_array();
	json_t *jobs = json_array();

	for (size_t i = 0; i < r->amounts_count; i++) {
		const struct record_amount *a = &r->amounts[i];
		json_t *amount = json_object();

		set(amount, "value", number(a->value));
		set(amount, "currency", json_string(a->currency));
		set(amount, "euros", a->euros > 0 ? number(a->euros) : json_null());
		set(amount, "bound", json_string(bounds[a->bound]));
		set_evidence(amount, r, a->part, a->start, a->end);
		json_array_append_new(amounts, amount);
	}
	for (size_t i = 0; i < r->jobs_count; i++) {
		const struct record_jobs *j = &r->jobs[i];
		json_t *job = json_object();

		set(job, "n", number(j->count));
		set(job, "kind", json_string(jobs_kinds[j->kind]));
		set(job, "bound", json_string(bounds[j->bound]));
		set_evidence(job, r, j->part, j->start, j->end);
		json_array_append_new(jobs, job);
	}
	set(object, "amounts", amounts);
	set(object, "jobs", jobs);
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
	set(object, "text", text(m->text));
	set(object, "marks", marks);
	return object;
}

static json_t *article(const struct result *r)
{
	json_t *object = json_object();

	set(object, "id", text(r->record.id));
	set_text(object, "url", r->record.url);
	set_text(object, "title", r->record.title);
	set_moment(object, "date", r->record.moment);
	set_text(object, "source", r->record.source);
	set_text(object, "author", r->record.author);
	set_names(object, r);
	set_figures(object, &r->record);
	return object;
}

static json_t *score_object(const struct score *s)
{
	json_t *object = json_object();

	set(object, "bm25", json_real(s->weight));
	for (size_t i = 0; i < SCORE_PARTS; i++)
		set(object, score_part_names[i], json_real(score_part(s, i)));
	return object;
}

static json_t *result_object(const struct result *r, bool explain)
{
	struct arena arena = {0};
	struct marked_text snippet;
	json_t *object = json_object();

	set(object, "rank", json_integer((json_int_t)r->rank));
	set(object, "score", json_real(score_sum(&r->score)));
	json_object_update_new(object, article(r));
	snippet_make(r, SNIPPET_COLUMNS, &arena, &snippet);
	set(object, "snippet", marked(&snippet));
	if (explain)
		set(object, "explain", score_object(&r->score));
	arena_release(&arena);
	return object;
}

static void print(const struct page *page, json_t *object, size_t flags)
{
	json_dumpf(object, page->out, flags | JSON_REAL_PRECISION(12));
	putc('\n', page->out);
	json_decref(object);
}

static void set_explanation(json_t *object, const struct explanation *e)
{
	json_t *explain;

	if (e == NULL)
		return;
	explain = json_object();
	set(explain, "tree", text(e->tree));
	set(explain, "clauses", text(e->clauses));
	set(explain, "query", text(e->query));
	set(object, "explain", explain);
}

static json_t *suggestion_list(const struct spelling *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->count; i++) {
		json_t *object = json_object();

		set(object, "word", text(s->items[i].word));
		set(object, "correction", text(s->items[i].correction));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *synonyms_list(const struct answer *answer)
{
	json_t *list = json_array();

	for (size_t i = 0; i < answer->synonyms_count; i++) {
		json_t *synonym = json_object();

		set(synonym, "typed", text(answer->synonyms[i].typed));
		set(synonym, "meant", text(answer->synonyms[i].meant));
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
		json_array_append_new(warnings, text(answer->warnings[i]));
	for (size_t i = 0; i < r->count; i++)
		json_array_append_new(
			results,
			result_object(&r->items[i], answer->explanation != NULL));
	set(object, "format", json_integer(FORMAT_VERSION));
	if (answer->number.n > 0)
		set(object, "number", text(answer->number));
	set(object, "question", text(answer->question));
	set(object, "matches", json_integer((json_int_t)r->matches));
	set(object, "estimated", json_boolean(r->estimated));
	set(object, "sort", json_string(r->by_date ? "date" : "relevance"));
	set(object, "warnings", warnings);
	set(object, "suggestions", suggestion_list(answer->spelling));
	set_text(object, "corrected_question", answer->spelling->question);
	set(object, "corrected", json_boolean(answer->corrected));
	set(object, "synonyms", synonyms_list(answer));
	set_explanation(object, answer->explanation);
	set(object, "results", results);
	/* A batch is one object a line. */
	print(page, object, answer->number.n > 0 ? JSON_COMPACT : JSON_INDENT(2));
}

static void print_jsonl(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;

	for (size_t i = 0; i < r->count; i++) {
		json_t *object = result_object(&r->items[i], answer->explanation != NULL);

		if (answer->number.n > 0)
			set(object, "number", text(answer->number));
		print(page, object, JSON_COMPACT);
	}
}

static json_t *whole_article(const struct result *r)
{
	json_t *object = article(r);

	set_text(object, "lead", r->record.lead);
	set(object, "text", text(r->record.body));
	return object;
}

static void article_json(const struct page *page, const struct result *r)
{
	print(page, whole_article(r), JSON_INDENT(2));
}

static void article_jsonl(const struct page *page, const struct result *r)
{
	print(page, whole_article(r), JSON_COMPACT);
}

static json_t *stats_object(const struct stats *s)
{
	json_t *object = json_object();
	struct buf updated = {0};

	set(object, "index", text(s->place));
	set(object, "articles", json_integer(s->articles));
	set(object, "text_bytes", json_integer((json_int_t)s->text_bytes));
	set(object, "index_bytes",
	    s->index_bytes > 0 ? json_integer((json_int_t)s->index_bytes) : json_null());
	set(object, "average_words", json_real(s->words));
	set_moment(object, "first", s->first);
	set_moment(object, "last", s->last);
	moment_print(&updated, s->updated);
	if (updated.n > 0)
		buf_char(&updated, 'Z'); /* unlike dates of publication, this is UTC */
	set_text(object, "updated", buf_view(&updated));
	buf_release(&updated);
	set_text(object, "program", s->program);
	set(object, "schema", json_integer(s->schema));
	set_text(object, "lexicon", s->lexicon);
	return object;
}

/* One index is one object; several are a list. */
static void stats_json(const struct page *page, const struct stats *stats, size_t count)
{
	json_t *list;

	if (count == 1) {
		print(page, stats_object(stats), JSON_INDENT(2));
		return;
	}
	list = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, stats_object(&stats[i]));
	print(page, list, JSON_INDENT(2));
}

static void stats_jsonl(const struct page *page, const struct stats *stats, size_t count)
{
	for (size_t i = 0; i < count; i++)
		print(page, stats_object(&stats[i]), JSON_COMPACT);
}

const struct format format_json = {
	.name = "json",
	.details = true,
	.limit = 10,
	.answer = print_json,
	.article = article_json,
	.stats = stats_json,
};

const struct format format_jsonl = {
	.name = "jsonl",
	.details = true,
	.limit = 10,
	.answer = print_jsonl,
	.article = article_jsonl,
	.stats = stats_jsonl,
};
