/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was found in an article, told as JSON, as a list and as marks in its text.
 */
#include "lib/findings.h"

#include <jansson.h>
#include <stdlib.h>

#include "lib/rules.h"
#include "tests/check.h"

#define TITLE "AWS à Lyon"
#define BODY                                                                             \
	"AWS et Zelkia vont investir plus de 1,2 milliard d’euros (1,3 milliard de "   \
	"dollars) à Lyon. Berlin perd 300 postes. AWS créera 300 emplois dans le cloud."

static struct record_name names[] = {
	{NAME_COMPANY, {"aws", 3}, {0}, 3, true},
	{NAME_COMPANY, {"~zelkia", 7}, {"Zelkia", 6}, 1, false},
	{NAME_COMMUNE, {"69123", 5}, {0}, 2, true},
	{NAME_COMMUNE, {"de-berlin", 9}, {0}, 1, false},
	{NAME_TOPIC, {"cloud", 5}, {0}, 1, false},
	{NAME_DEPARTMENT, {"2a", 2}, {0}, 1, false},
};
static const struct found_name found[] = {
	{{"Amazon Web Services", 19}, {0}},
	{{"Zelkia", 6}, {0}},
	{{"Lyon", 4}, {"fr", 2}},
	{{"Berlin", 6}, {"de", 2}},
	{{"cloud", 5}, {0}},
	{{"Corse-du-Sud", 12}, {"fr", 2}},
};

/* The span of the nth time that `words` stand in the text. */
static uint32_t find(const char *text, const char *words, int nth)
{
	const char *at = strstr(text, words);

	while (nth-- > 1)
		at = strstr(at + 1, words);
	return (uint32_t)(at - text);
}

struct article {
	struct record record;
	struct record_mention mentions[6];
	struct record_amount amounts[2];
	struct record_jobs jobs[2];
	struct record_deal deals[2];
};

static void set_span(const char *text, const char *words, int nth, uint32_t *start,
		     uint32_t *end)
{
	*start = find(text, words, nth);
	*end = *start + (uint32_t)strlen(words);
}

static void add_mention(struct article *a, size_t i, uint32_t name, uint8_t part,
			const char *words, int nth, uint8_t rule)
{
	struct record_mention *m = &a->mentions[i];

	*m = (struct record_mention){.name = name, .part = part, .rule = rule};
	set_span(part == TEXT_TITLE ? TITLE : BODY, words, nth, &m->start, &m->end);
}

static struct findings make(struct article *a)
{
	*a = (struct article){
		.record = {.id = STR("a-1"),
			   .title = STR(TITLE),
			   .body = STR(BODY),
			   .moment = 20240513000000,
			   .names = names,
			   .names_count = COUNT(names),
			   .mentions_count = COUNT(a->mentions),
			   .amounts_count = COUNT(a->amounts),
			   .jobs_count = COUNT(a->jobs),
			   .deals_count = COUNT(a->deals)},
		.amounts = {{1.2e9, "EUR", 1.2e9, BOUND_MIN, NO_ITEM, 2, RULE_AMOUNT, 0,
			     0},
			    {1.3e9, "USD", 1.2e9, BOUND_MIN, 0, 2, RULE_AMOUNT_BRACKET, 0,
			     0}},
		.jobs = {{300, JOBS_CUT, BOUND_EXACT, 2, RULE_JOBS, 0, 0},
			 {300, JOBS_CREATED, BOUND_EXACT, 2, RULE_JOBS, 0, 0}},
		.deals = {{.kind = DEAL_INVESTMENT,
			   .actor = 0,
			   .target = 1,
			   .amount = 0,
			   .jobs = 1,
			   .places = {2},
			   .places_count = 1,
			   .part = 2,
			   .rule = RULE_AMOUNT},
			  {.kind = DEAL_CUT,
			   .status = DEAL_CONSIDERED,
			   .actor = NO_ITEM,
			   .target = NO_ITEM,
			   .amount = NO_ITEM,
			   .jobs = NO_ITEM,
			   .part = 2}},
	};
	a->record.mentions = a->mentions;
	a->record.amounts = a->amounts;
	a->record.jobs = a->jobs;
	a->record.deals = a->deals;
	add_mention(a, 0, 0, TEXT_TITLE, "AWS", 1, RULE_LEXICON);
	add_mention(a, 1, 0, TEXT_BODY, "AWS", 1, RULE_LEXICON_ECHO);
	add_mention(a, 2, 1, TEXT_BODY, "Zelkia", 1, RULE_NONE);
	add_mention(a, 3, 2, TEXT_BODY, "Lyon", 1, RULE_LEXICON);
	add_mention(a, 4, 3, TEXT_BODY, "Berlin", 1, RULE_LEXICON);
	/* Crosses the count of jobs, and gives way. */
	add_mention(a, 5, 4, TEXT_BODY, "emplois dans le cloud", 1, RULE_TOPIC);
	set_span(BODY, "1,2 milliard d’euros", 1, &a->amounts[0].start,
		 &a->amounts[0].end);
	set_span(BODY, "1,3 milliard de dollars", 1, &a->amounts[1].start,
		 &a->amounts[1].end);
	set_span(BODY, "300 postes", 1, &a->jobs[0].start, &a->jobs[0].end);
	set_span(BODY, "300 emplois", 1, &a->jobs[1].start, &a->jobs[1].end);
	a->deals[0].end = find(BODY, " Berlin", 1);
	set_span(BODY, "Berlin perd 300 postes.", 1, &a->deals[1].start,
		 &a->deals[1].end);
	return (struct findings){&a->record, found};
}

/* ---- JSON ---- */

static void check_json(json_t *value, const char *expected)
{
	char *text = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	CHECK_STR(text, expected);
	free(text);
}

static void test_json(void)
{
	struct article a;
	struct findings f = make(&a);
	json_t *object = findings_json(&f);
	json_t *list;

	check_json(json_object_get(object, "id"), "\"a-1\"");
	check_json(json_object_get(object, "date"), "\"2024-05-13\"");
	check_json(json_object_get(object, "source"), "null");
	check_json(json_object_get(object, "lead"), "\"\"");
	list = json_object_get(object, "companies");
	check_json(json_array_get(list, 0),
		   "{\"canon\":\"Amazon Web "
		   "Services\",\"id\":\"aws\",\"surfaces\":[\"AWS\"],"
		   "\"spans\":[{\"part\":\"title\",\"start\":0,\"end\":3,\"rule\":"
		   "\"lexicon\","
		   "\"confidence\":0.96999999999999997},{\"part\":\"body\",\"start\":0,"
		   "\"end\":3,\"rule\":\"lexicon-echo\",\"confidence\":0."
		   "90000000000000002}],"
		   "\"unlisted\":false}");
	check_json(json_array_get(list, 1),
		   "{\"canon\":\"Zelkia\",\"id\":\"~zelkia\",\"surfaces\":[\"Zelkia\"],"
		   "\"spans\":[{\"part\":\"body\",\"start\":7,\"end\":13,\"rule\":null,"
		   "\"confidence\":null}],\"unlisted\":true}");
	CHECK_INT(json_array_size(list), 2);
	list = json_object_get(object, "places");
	check_json(json_object_get(json_array_get(list, 0), "type"), "\"commune\"");
	check_json(json_object_get(json_array_get(list, 0), "code"), "\"69123\"");
	check_json(json_object_get(json_array_get(list, 1), "type"),
		   "\"ville-etrangere\"");
	check_json(json_object_get(json_array_get(list, 1), "code"), "\"DE\"");
	check_json(json_object_get(json_array_get(list, 2), "type"), "\"departement\"");
	check_json(json_object_get(json_array_get(list, 2), "code"), "\"2A\"");
	check_json(json_object_get(object, "topics"), "[\"cloud\"]");
	json_decref(object);
}

static void test_json_figures(void)
{
	struct article a;
	struct findings f = make(&a);
	json_t *object = findings_json(&f);
	json_t *list = json_object_get(object, "amounts");

	CHECK_INT(json_array_size(list), 2);
	check_json(json_object_get(json_array_get(list, 0), "conversion_of"), "null");
	check_json(json_object_get(json_array_get(list, 1), "conversion_of"), "0");
	check_json(json_object_get(json_array_get(list, 0), "surfaces"),
		   "[\"1,2 milliard d’euros\"]");
	/* The same count of another kind is another thing. */
	CHECK_INT(json_array_size(json_object_get(object, "jobs")), 2);
	/* The same amount told twice is one, with two places. */
	a.amounts[1] = a.amounts[0];
	json_decref(object);
	object = findings_json(&f);
	list = json_object_get(object, "amounts");
	CHECK_INT(json_array_size(list), 1);
	CHECK_INT(json_array_size(json_object_get(json_array_get(list, 0), "spans")), 2);
	CHECK_INT(json_array_size(json_object_get(json_array_get(list, 0), "surfaces")),
		  1);
	json_decref(object);
}

static void test_json_deals(void)
{
	struct article a;
	struct findings f = make(&a);
	json_t *object = findings_json(&f);
	json_t *deals = json_object_get(object, "facts");
	json_t *deal = json_array_get(deals, 0);

	check_json(json_object_get(deal, "kind"), "\"investissement\"");
	check_json(json_object_get(deal, "status"), "\"annonce\"");
	check_json(json_object_get(deal, "actor"), "\"Amazon Web Services\"");
	check_json(json_object_get(deal, "actor_id"), "\"aws\"");
	check_json(json_object_get(deal, "target"), "\"Zelkia\"");
	check_json(json_object_get(deal, "amount"), "1200000000");
	check_json(json_object_get(deal, "currency"), "\"EUR\"");
	check_json(json_object_get(deal, "jobs"), "300");
	check_json(json_object_get(deal, "places"), "[\"Lyon\"]");
	check_json(json_object_get(deal, "place_ids"), "[\"69123\"]");
	deal = json_array_get(deals, 1);
	check_json(json_object_get(deal, "kind"), "\"suppression\"");
	check_json(json_object_get(deal, "status"), "\"envisage\"");
	check_json(json_object_get(deal, "actor"), "null");
	check_json(json_object_get(deal, "amount"), "null");
	check_json(json_object_get(deal, "sentence"), "\"Berlin perd 300 postes.\"");
	json_decref(object);
}

/* ---- for people ---- */

static void test_list(void)
{
	struct article a;
	struct findings f = make(&a);
	char *text = NULL;
	size_t size = 0;
	struct page page = {.out = open_memstream(&text, &size), .columns = 100};

	findings_print(&f, &page);
	fclose(page.out);
	CHECK_STR(text, "deals\n"
			"  investment · Amazon Web Services → Zelkia · ≥ €1.2bn · 300 "
			"jobs · Lyon "
			"— announced (amount 99%)\n"
			"    AWS et Zelkia vont investir plus de 1,2 milliard d’euros "
			"(1,3 milliard "
			"de dollars) à Lyon.\n"
			"  job cuts — considered\n"
			"    Berlin perd 300 postes.\n"
			"companies\n"
			"  Amazon Web Services  ×2  lexicon 97%\n"
			"  Zelkia               ×1  not in the lexicon\n"
			"cities\n"
			"  Berlin  ×1  lexicon 97%\n"
			"  Lyon    ×1  lexicon 97%\n"
			"topics\n"
			"  cloud  ×1  topic 90%\n"
			"amounts\n"
			"  ≥ €1.2bn = $1.3bn  ×1  amount 99%\n"
			"jobs\n"
			"  300 (cut)      ×1  jobs 98%\n"
			"  300 (created)  ×1  jobs 98%\n");
	free(text);
}

static void test_brackets(void)
{
	struct article a;
	struct findings f = make(&a);
	struct arena arena = {0};
	struct marked_text m;

	findings_mark(&f, TEXT_TITLE, FINDINGS_BRACKETS, &arena, &m);
	CHECK(str_is(m.text, "[AWS|company] à Lyon"));
	findings_mark(&f, TEXT_LEAD, FINDINGS_BRACKETS, &arena, &m);
	CHECK(str_is(m.text, ""));
	findings_mark(&f, TEXT_BODY, FINDINGS_BRACKETS, &arena, &m);
	CHECK_STR(
		m.text.p,
		"[[AWS|company] et [Zelkia|company] vont investir plus de [1,2 milliard "
		"d’euros|amount] ([1,3 milliard de dollars|amount]) à [Lyon|city].|"
		"investment] [[Berlin|city] perd [300 postes|jobs].|job cuts] AWS créera "
		"[300 emplois|jobs] [dans le cloud|topic].");
	arena_release(&arena);
}

static void test_colours(void)
{
	struct article a;
	struct findings f = make(&a);
	struct arena arena = {0};
	struct marked_text m;
	size_t end = 0;

	findings_mark(&f, TEXT_BODY, FINDINGS_COLOURS, &arena, &m);
	CHECK(str_is(m.text, BODY));
	for (size_t i = 0; i < m.count; i++) {
		CHECK(m.marks[i].start >= end && m.marks[i].end > m.marks[i].start);
		end = m.marks[i].end;
	}
	/* A company in a deal's sentence, and the sentence itself. */
	CHECK_INT(m.marks[0].end, 3);
	CHECK_STR(m.marks[0].style, "1;36;4");
	CHECK_STR(m.marks[1].style, "4");
	CHECK_STR(m.marks[m.count - 2].style, "1;34");
	CHECK_STR(m.marks[m.count - 1].style, "35");
	arena_release(&arena);
}

/* ---- labels ---- */

static void test_deal_kinds(void)
{
	static const struct {
		const char *value;
		enum deal_kind kind;
	} good[] = {
		{"levée", DEAL_FUNDING},
		{"LEVEE", DEAL_FUNDING},
		{"levée de fonds", DEAL_FUNDING},
		{"levee-de-fonds", DEAL_FUNDING},
		{"funding", DEAL_FUNDING},
		{"investment", DEAL_INVESTMENT},
		{"investissement", DEAL_INVESTMENT},
		{"acquisition", DEAL_ACQUISITION},
		{"aid", DEAL_AID},
		{"aide", DEAL_AID},
		{"cession", DEAL_SALE},
		{"sale", DEAL_SALE},
		{"suppression", DEAL_CUT},
		{"cut", DEAL_CUT},
		{"layoffs", DEAL_CUT},
	};
	enum deal_kind kind;

	for (size_t i = 0; i < COUNT(good); i++) {
		if (CHECK(deal_kind_find(str_of(good[i].value), &kind)))
			CHECK_INT(kind, good[i].kind);
	}
	CHECK(!deal_kind_find(STR("leve"), &kind));
	CHECK(!deal_kind_find(STR(""), &kind));
	CHECK_STR(deal_kind_nearest(STR("aquisition")), "acquisition");
	CHECK_STR(deal_kind_nearest(STR("leve")), "levée");
	CHECK_STR(deal_kind_nearest(STR("xylographie")), NULL);
}

int main(void)
{
	test_json();
	test_json_figures();
	test_json_deals();
	test_list();
	test_brackets();
	test_colours();
	test_deal_kinds();
	return check_done();
}
