/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stored articles: packed, deflated and back, undamaged or refused; and the table of
 * word forms.
 */
#include "lib/forms.h"
#include "lib/record.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "lib/press.h"
#include "lib/rules.h"
#include "lib/utf8.h"
#include "tests/check.h"

/* ---- records ---- */

static struct record_name names[] = {
	{NAME_COMPANY, {"aws", 3}, {0}, 3, true},
	{NAME_REGION, {"84", 2}, {0}, 1, false},
	{NAME_COMPANY, {"~zelkia", 7}, {"Zelkia", 6}, 1, false},
};
static struct record_mention mentions[] = {
	{.name = 0, .part = 0, .rule = RULE_LEXICON, .start = 0, .end = 3},
	{.name = 0, .part = 1, .rule = RULE_LEXICON_ECHO, .start = 4, .end = 7},
	{.name = 1, .part = 2, .rule = RULE_LEXICON, .start = 10, .end = 20},
	{.name = 2, .part = 2, .start = 12, .end = 14},
};
static struct record_amount amounts[] = {
	{1.2e9, "EUR", 1.2e9, BOUND_MIN, NO_ITEM, 2, RULE_AMOUNT, 0, 4},
	{1.3e9, "USD", 1.2012345e9, BOUND_EXACT, 0, 2, RULE_AMOUNT_BRACKET, 6, 9},
	{17e9, "?", 0, BOUND_ABOUT, NO_ITEM, 2, RULE_AMOUNT_BARE, 6, 20},
	{0.5, "EUR", 0.5, BOUND_MAX, NO_ITEM, 1, RULE_AMOUNT, 0, 1},
};
static struct record_jobs jobs[] = {
	{3000, JOBS_CREATED, BOUND_MIN, 0, RULE_JOBS, 0, 2},
	{2000, JOBS_STAFF, BOUND_ABOUT, 2, RULE_JOBS_BARE, 5, 30},
};
static struct record_deal deals[] = {
	{.kind = DEAL_CUT,
	 .status = DEAL_CONSIDERED,
	 .actor = 0,
	 .target = NO_ITEM,
	 .amount = NO_ITEM,
	 .jobs = 1,
	 .places = {1, 2},
	 .places_count = 2,
	 .part = 0,
	 .rule = RULE_JOBS,
	 .start = 0,
	 .end = 20},
	{.kind = DEAL_INVESTMENT,
	 .actor = NO_ITEM,
	 .target = 2,
	 .amount = 3,
	 .jobs = NO_ITEM,
	 .part = 2,
	 .start = 7,
	 .end = 9},
};

static struct record sample(void)
{
	return (struct record){
		.id = STR("seed-1"),
		.url = STR("https://exemple.fr/a/seed-1"),
		.title = STR("AWS s’installe en Auvergne-Rhône-Alpes"),
		.source = STR("L’Écho des réseaux"),
		.author = STR("Zoé Lefèvre"),
		.lead = STR("Un chapô d’une phrase."),
		.body = STR("Plus de 1,2 milliard d’euros iront à la région, dit "
			    "l’entreprise."),
		.moment = 20240513143000,
		.names = names,
		.names_count = COUNT(names),
		.mentions = mentions,
		.mentions_count = COUNT(mentions),
		.amounts = amounts,
		.amounts_count = COUNT(amounts),
		.jobs = jobs,
		.jobs_count = COUNT(jobs),
		.deals = deals,
		.deals_count = COUNT(deals),
	};
}

static void check_text(struct str got, struct str expected)
{
	CHECK(str_equal(got, expected));
}

static void check_names(const struct record *a, const struct record *b)
{
	if (!CHECK_INT(a->names_count, b->names_count) ||
	    !CHECK_INT(a->mentions_count, b->mentions_count))
		return;
	for (size_t i = 0; i < a->names_count; i++) {
		CHECK_INT(a->names[i].kind, b->names[i].kind);
		check_text(a->names[i].id, b->names[i].id);
		check_text(a->names[i].name, b->names[i].name);
		CHECK_INT(a->names[i].mentions, b->names[i].mentions);
		CHECK_INT(a->names[i].in_title, b->names[i].in_title);
	}
	for (size_t i = 0; i < a->mentions_count; i++) {
		CHECK_INT(a->mentions[i].name, b->mentions[i].name);
		CHECK_INT(a->mentions[i].part, b->mentions[i].part);
		CHECK_INT(a->mentions[i].rule, b->mentions[i].rule);
		CHECK_INT(a->mentions[i].start, b->mentions[i].start);
		CHECK_INT(a->mentions[i].end, b->mentions[i].end);
	}
}

static void check_facts(const struct record *a, const struct record *b)
{
	if (!CHECK_INT(a->amounts_count, b->amounts_count) ||
	    !CHECK_INT(a->jobs_count, b->jobs_count))
		return;
	for (size_t i = 0; i < a->amounts_count; i++) {
		CHECK(a->amounts[i].value == b->amounts[i].value);
		CHECK_STR(a->amounts[i].currency, b->amounts[i].currency);
		CHECK(a->amounts[i].euros == b->amounts[i].euros);
		CHECK_INT(a->amounts[i].bound, b->amounts[i].bound);
		CHECK_INT(a->amounts[i].of, b->amounts[i].of);
		CHECK_INT(a->amounts[i].rule, b->amounts[i].rule);
		CHECK_INT(a->amounts[i].part, b->amounts[i].part);
		CHECK_INT(a->amounts[i].start, b->amounts[i].start);
		CHECK_INT(a->amounts[i].end, b->amounts[i].end);
	}
	for (size_t i = 0; i < a->jobs_count; i++) {
		CHECK(a->jobs[i].count == b->jobs[i].count);
		CHECK_INT(a->jobs[i].kind, b->jobs[i].kind);
		CHECK_INT(a->jobs[i].bound, b->jobs[i].bound);
		CHECK_INT(a->jobs[i].rule, b->jobs[i].rule);
		CHECK_INT(a->jobs[i].start, b->jobs[i].start);
		CHECK_INT(a->jobs[i].end, b->jobs[i].end);
	}
}

static void check_deals(const struct record *a, const struct record *b)
{
	if (!CHECK_INT(a->deals_count, b->deals_count))
		return;
	for (size_t i = 0; i < a->deals_count; i++) {
		const struct record_deal *x = &a->deals[i];
		const struct record_deal *y = &b->deals[i];

		CHECK_INT(x->kind, y->kind);
		CHECK_INT(x->status, y->status);
		CHECK_INT(x->actor, y->actor);
		CHECK_INT(x->target, y->target);
		CHECK_INT(x->amount, y->amount);
		CHECK_INT(x->jobs, y->jobs);
		CHECK_INT(x->rule, y->rule);
		CHECK_INT(x->part, y->part);
		CHECK_INT(x->start, y->start);
		CHECK_INT(x->end, y->end);
		CHECK_INT(x->places_count, y->places_count);
		for (size_t p = 0; p < x->places_count; p++)
			CHECK_INT(x->places[p], y->places[p]);
	}
}

static void check_record(const struct record *a, const struct record *b)
{
	check_text(a->id, b->id);
	check_text(a->url, b->url);
	check_text(a->title, b->title);
	check_text(a->source, b->source);
	check_text(a->author, b->author);
	check_text(a->lead, b->lead);
	check_text(a->body, b->body);
	CHECK_INT(a->moment, b->moment);
	check_names(a, b);
	check_facts(a, b);
	check_deals(a, b);
}

/* Packs and unpacks; answers the stored size. */
static size_t check_round(const struct record *r, struct str dictionary, uint32_t number)
{
	struct packer *p = packer_new(dictionary, number, PRESS_FAST);
	struct arena arena = {0};
	struct buf stored = {0}, again = {0};
	struct record got;
	struct error err = {0};
	uint32_t needed;
	size_t size;

	packer_pack(p, r, &stored);
	packer_pack(p, r, &again);
	CHECK(str_equal(buf_view(&stored), buf_view(&again)));
	CHECK_INT(record_dictionary(buf_view(&stored), &needed, &err), 0);
	CHECK_INT(needed, number);
	if (CHECK_INT(record_unpack(NULL, buf_view(&stored), dictionary, &arena, &got,
				    &err),
		      0))
		check_record(&got, r);
	size = stored.n;
	arena_release(&arena);
	buf_release(&again);
	buf_release(&stored);
	packer_free(p);
	return size;
}

static void test_round(void)
{
	struct record r = sample();
	struct record empty = {0};
	struct buf dictionary = {0};

	buf_text(&dictionary,
		 "Plus de 1,2 milliard d’euros iront à la région, dit l’entreprise.");
	CHECK(check_round(&r, buf_view(&dictionary), 7) + 40 <
	      check_round(&r, (struct str){0}, 0));
	check_round(&empty, (struct str){0}, 0);
	buf_release(&dictionary);
}

/* Text that does not compress, longer than deflate's window and than one block. */
static void test_large(void)
{
	struct record r = sample();
	struct buf noise = {0};
	uint32_t x = 12345;

	for (int i = 0; i < 3000000; i++) {
		x = x * 1664525 + 1013904223;
		buf_char(&noise, (char)('!' + (x >> 24) % 90));
	}
	r.body = buf_view(&noise);
	check_round(&r, STR("un dictionnaire"), 1);
	buf_release(&noise);
}

/* A number may be anything a double is, but what facts never are: infinite, negative. */
static void test_quantities(void)
{
	static const double values[] = {
		0,     1,	    0.1, 1e15, 9007199254740992.0, 9007199254740994.0,
		1e300, 123456789.25};
	struct record_amount a = {.currency = "EUR", .of = NO_ITEM};
	struct record r = sample();

	r.amounts = &a;
	r.amounts_count = 1;
	r.deals_count = 0;
	for (size_t i = 0; i < COUNT(values); i++) {
		a.value = values[i];
		a.euros = values[COUNT(values) - 1 - i];
		check_round(&r, (struct str){0}, 0);
	}
}

/* Every cut and every changed byte is refused or still makes sense, and stays inside. */
static void test_damage(void)
{
	struct record r = sample();
	struct packer *p = packer_new((struct str){0}, 0, PRESS_FAST);
	struct arena arena = {0};
	struct buf stored = {0};
	struct error err;
	struct record got;

	packer_pack(p, &r, &stored);
	for (size_t n = 0; n < stored.n; n++) {
		struct str cut = str_slice(buf_view(&stored), 0, n);

		CHECK_INT(record_unpack(NULL, cut, (struct str){0}, &arena, &got, &err),
			  -1);
		CHECK_INT(err.code, ERROR_DAMAGED);
	}
	for (size_t i = 0; i < stored.n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			stored.p[i] ^= (char)(1 << bit);
			arena_clear(&arena);
			if (record_unpack(NULL, buf_view(&stored), (struct str){0},
					  &arena, &got, &err) == 0)
				CHECK(got.body.n < 100000);
			stored.p[i] ^= (char)(1 << bit);
		}
	}
	buf_char(&stored, 'x');
	CHECK_INT(record_unpack(NULL, buf_view(&stored), (struct str){0}, &arena, &got,
				&err),
		  -1);
	arena_release(&arena);
	buf_release(&stored);
	packer_free(p);
}

/* An article as schema 1 stored it, with a name, a mention and an amount told otherwise than now. */
static const unsigned char first_format[] = {
	0x01, 0x00, 0x73, 0x63, 0x4e, 0xd4, 0x35, 0x14, 0xc9, 0x28, 0x29, 0x29,
	0x28, 0xb6, 0xd2, 0xd7, 0x4f, 0xad, 0x48, 0xcd, 0x2d, 0xc8, 0x49, 0xd5,
	0x4b, 0x2b, 0xd2, 0x4f, 0xe4, 0x76, 0x0c, 0x0f, 0x56, 0x38, 0xbc, 0x40,
	0xc1, 0xa7, 0x32, 0x3f, 0x8f, 0xf5, 0x70, 0x67, 0x72, 0x46, 0x3e, 0x4b,
	0x54, 0xfe, 0xe1, 0x95, 0x5c, 0xa1, 0x79, 0x0a, 0xc9, 0x19, 0x89, 0x05,
	0x87, 0xb7, 0xe8, 0x89, 0x1b, 0xea, 0x18, 0x29, 0xe4, 0x66, 0xe6, 0xe4,
	0x64, 0x26, 0x16, 0xa5, 0x28, 0xa4, 0x3c, 0x6a, 0x98, 0x99, 0x5a, 0x5a,
	0x94, 0x5f, 0xac, 0x77, 0x63, 0xe1, 0xa3, 0x27, 0x9d, 0x67, 0x59, 0x18,
	0x19, 0x98, 0x13, 0xcb, 0x8b, 0x99, 0x81, 0x14, 0x03, 0x23, 0x67, 0xc3,
	0x86, 0x2d, 0x3f, 0x38, 0x98, 0x5d, 0x43, 0x83, 0x98, 0x58, 0x18, 0x00,
};

static void test_first_format(void)
{
	struct str stored = {(const char *)first_format, sizeof first_format};
	struct arena arena = {0};
	struct error err = {0};
	struct record r;
	uint32_t number = 7;

	CHECK_INT(record_dictionary(stored, &number, &err), 0);
	CHECK_INT(number, 0);
	if (CHECK_INT(record_unpack(NULL, stored, (struct str){0}, &arena, &r, &err),
		      0)) {
		check_text(r.id, STR("a-1"));
		check_text(r.url, STR("https://exemple.fr/a"));
		check_text(r.title, STR("AWS à Lyon"));
		check_text(r.source, STR("Écho"));
		check_text(r.author, STR("Zoé"));
		check_text(r.lead, STR("Un chapô."));
		check_text(r.body, STR("1,2 milliard d’euros."));
		CHECK(r.moment == 20240513143000);
		CHECK_INT(r.names_count, 0);
		CHECK_INT(r.mentions_count, 0);
		CHECK_INT(r.amounts_count, 0);
		CHECK_INT(r.jobs_count, 0);
		CHECK_INT(r.deals_count, 0);
	}
	stored.n--;
	CHECK_INT(record_unpack(NULL, stored, (struct str){0}, &arena, &r, &err), -1);
	CHECK_INT(err.code, ERROR_DAMAGED);
	arena_release(&arena);
}

/* As schemas 2 and 3 stored it: the same bytes, deflated against a dictionary. */
static void test_deflated(void)
{
	const struct str dictionary = STR("une usine de batteries");
	static const char *const strings[] = {
		"a-2", "", "Une usine de batteries", "", "", "", "Une usine."};
	char bytes[200];
	struct buf packed = {0}, stored = {0};
	struct arena arena = {0};
	struct error err = {0};
	z_stream z = {0};
	struct record r;

	for (size_t i = 0; i < COUNT(strings); i++) {
		buf_varint(&packed, strlen(strings[i]));
		buf_text(&packed, strings[i]);
	}
	buf_varint(&packed, 20240513000000);
	for (int i = 0; i < 5; i++) /* no names, mentions, amounts, jobs, deals */
		buf_varint(&packed, 0);
	deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
	deflateSetDictionary(&z, (const Bytef *)dictionary.p, (uInt)dictionary.n);
	z.next_in = (Bytef *)packed.p;
	z.avail_in = (uInt)packed.n;
	z.next_out = (Bytef *)bytes;
	z.avail_out = sizeof bytes;
	CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_char(&stored, 2);
	buf_varint(&stored, 7);
	buf_varint(&stored, packed.n);
	buf_add(&stored, bytes, sizeof bytes - z.avail_out);
	deflateEnd(&z);
	if (CHECK_INT(
		    record_unpack(NULL, buf_view(&stored), dictionary, &arena, &r, &err),
		    0)) {
		check_text(r.title, STR("Une usine de batteries"));
		check_text(r.body, STR("Une usine."));
		CHECK(r.moment == 20240513000000);
	}
	CHECK_INT(record_unpack(NULL, buf_view(&stored), STR("autre"), &arena, &r, &err),
		  -1);
	arena_release(&arena);
	buf_release(&stored);
	buf_release(&packed);
}

/* One reader for records of several dictionaries, which come and go. */
static void test_unpress(void)
{
	const struct str dictionaries[] = {STR("une usine de batteries à Douai"),
					   STR("un centre de données à Marseille")};
	struct unpress *u = unpress_new();
	struct record r = sample();
	struct arena arena = {0};
	struct error err = {0};
	struct record got;

	for (int round = 0; round < 4; round++) {
		struct packer *p = packer_new(dictionaries[round % 2], 1, PRESS_FAST);
		struct buf stored = {0};

		packer_pack(p, &r, &stored);
		if (CHECK_INT(record_unpack(u, buf_view(&stored), dictionaries[round % 2],
					    &arena, &got, &err),
			      0))
			check_record(&got, &r);
		if (round == 2)
			unpress_forget(u);
		buf_release(&stored);
		packer_free(p);
	}
	arena_release(&arena);
	unpress_free(u);
}

/* What a trained dictionary packs is read by it and by its pressed form, and the other way round. */
static void test_pressed_dictionary(void)
{
	enum { TEXTS = 400 };
	struct buf texts = {0}, plain = {0}, pressed = {0};
	struct record r = sample();
	struct arena arena = {0};
	struct error err = {0};
	struct record got;
	size_t sizes[TEXTS];

	for (size_t i = 0; i < TEXTS; i++) {
		size_t before = texts.n;

		buf_printf(&texts, "L'usine %zu de Roubaix embauche %zu personnes. ",
			   i * 7919 % 1000, i * 104729 % 5000);
		buf_printf(&texts, "Le site investit %zu millions d'euros.", i * 31 % 97);
		sizes[i] = texts.n - before;
	}
	press_train(buf_view(&texts), sizes, TEXTS, 2000, &plain);
	press_dictionary(buf_view(&plain), &pressed);
	CHECK(plain.n > 500 && pressed.n < plain.n);
	for (int pack = 0; pack < 4; pack++) {
		struct str by = buf_view(pack % 2 ? &plain : &pressed);
		struct str back = buf_view(pack / 2 ? &plain : &pressed);
		struct packer *p = packer_new(by, 1, PRESS_FAST);
		struct buf stored = {0};

		packer_pack(p, &r, &stored);
		if (CHECK_INT(record_unpack(NULL, buf_view(&stored), back, &arena, &got,
					    &err),
			      0))
			check_record(&got, &r);
		buf_release(&stored);
		packer_free(p);
	}
	arena_release(&arena);
	buf_release(&pressed);
	buf_release(&plain);
	buf_release(&texts);
}

/* Money counts once: as the article converts it, else by the year's rate. */
static void test_euros(void)
{
	struct record_amount list[] = {
		{100, "USD", 90, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 0, 1},
		{95, "EUR", 95, BOUND_EXACT, 0, 2, RULE_AMOUNT_BRACKET, 2, 3},
		{100, "USD", 90, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 4, 5},
		{80, "GBP", 93, BOUND_EXACT, 2, 2, RULE_AMOUNT_BRACKET, 6, 7},
		{70, "EUR", 70, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 8, 9},
		{75, "USD", 68, BOUND_EXACT, 4, 2, RULE_AMOUNT_BRACKET, 10, 11},
		{50, "LBP", 0, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 12, 13},
		{40, "USD", 36, BOUND_EXACT, 6, 2, RULE_AMOUNT_BRACKET, 14, 15},
		{30, "?", 0, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT_BARE, 16, 17},
	};
	static const double euros[] = {95, 0, 90, 0, 70, 0, 0, 36, 0};
	struct record r = {.amounts = list, .amounts_count = COUNT(list)};

	for (size_t i = 0; i < COUNT(list); i++)
		CHECK(record_euros(&r, i) == euros[i]);
}

static void test_wrong_dictionary(void)
{
	struct record r = sample();
	struct packer *p = packer_new(STR("le dictionnaire de cet index"), 3, PRESS_FAST);
	struct arena arena = {0};
	struct buf stored = {0};
	struct error err;
	struct record got;

	packer_pack(p, &r, &stored);
	CHECK_INT(record_unpack(NULL, buf_view(&stored), (struct str){0}, &arena, &got,
				&err),
		  -1);
	CHECK_INT(err.code, ERROR_DAMAGED);
	arena_release(&arena);
	buf_release(&stored);
	packer_free(p);
}

/* ---- forms ---- */

static void check_key(const char *fold, const char *key)
{
	struct buf b = {0};

	forms_key(&b, str_of(fold));
	CHECK_STR(b.p, key);
	buf_release(&b);
}

static void test_form_keys(void)
{
	check_key("investir", "finv");
	check_key("ia", "fia");
	check_key("a", "fa");
	check_key("москва", "fмос");
	CHECK(forms_wanted(STR("générative")));
	CHECK(forms_wanted(STR("5g")));
	CHECK(!forms_wanted(STR("2024")));
	CHECK(!forms_wanted(STR("1.2")));
	CHECK(!forms_wanted(STR("c++")));
	CHECK(!forms_wanted(STR("r&d")));
	CHECK(!forms_wanted(STR("")));
	CHECK(!forms_wanted(STR("a@b.fr")));
	CHECK(!forms_wanted(STR("mauvais\xE9")));
}

/* Blocks in a small list, as an index keeps them. */
struct store {
	struct {
		struct buf key, block;
	} items[16];
	size_t count;
};

static struct buf *store_find(struct store *s, struct str key)
{
	for (size_t i = 0; i < s->count; i++) {
		if (str_equal(buf_view(&s->items[i].key), key))
			return &s->items[i].block;
	}
	return NULL;
}

static int store_get(void *context, struct str key, struct buf *block, struct error *err)
{
	struct buf *b = store_find(context, key);

	(void)err;
	if (b != NULL)
		buf_str(block, buf_view(b));
	return 0;
}

static int store_set(void *context, struct str key, struct str block, struct error *err)
{
	struct store *s = context;
	struct buf *b = store_find(s, key);

	(void)err;
	if (b == NULL && CHECK(s->count < COUNT(s->items))) {
		buf_str(&s->items[s->count].key, key);
		b = &s->items[s->count++].block;
	}
	buf_clear(b);
	buf_str(b, block);
	return 0;
}

static void store_release(struct store *s)
{
	for (size_t i = 0; i < s->count; i++) {
		buf_release(&s->items[i].key);
		buf_release(&s->items[i].block);
	}
}

static void add(struct forms_tally *t, const char *exact, int64_t change)
{
	struct buf fold = {0};

	utf8_fold(&fold, str_of(exact));
	forms_tally_add(t, str_of(exact), buf_view(&fold), change);
	buf_release(&fold);
}

/* The block printed: "émis 2, émise 1". */
static void check_block(struct store *s, const char *key, const char *expected)
{
	struct buf *block = store_find(s, str_of(key));
	struct form_count *forms = NULL;
	struct arena arena = {0};
	struct buf got = {0};
	struct error err = {0};
	size_t count = 0;

	buf_text(&got, "");
	if (block != NULL)
		CHECK_INT(forms_read(buf_view(block), &arena, &forms, &count, &err), 0);
	for (size_t i = 0; i < count; i++)
		buf_printf(&got, "%s%.*s %u", i ? ", " : "", STR_ARGS(forms[i].exact),
			   forms[i].articles);
	CHECK_STR(got.p, expected);
	buf_release(&got);
	arena_release(&arena);
}

static void test_tally(void)
{
	struct forms_store store = {NULL, store_get, store_set};
	struct forms_tally *t = forms_tally_new();
	struct store kept = {0};
	struct error err = {0};

	store.context = &kept;
	CHECK_INT(forms_tally_merge(t, &store, &err), 0);
	CHECK_INT(kept.count, 0);

	add(t, "émis", 1);
	add(t, "emis", 1);
	add(t, "émise", 1);
	add(t, "ia", 1);
	add(t, "iak", 3);
	add(t, "émis", 1);
	CHECK_INT(forms_tally_merge(t, &store, &err), 0);
	check_block(&kept, "femi", "emis 1, émis 2, émise 1");
	check_block(&kept, "fia", "ia 1");
	check_block(&kept, "fiak", "iak 3");

	/* What goes away goes out of the block, and a block of nothing is empty. */
	forms_tally_clear(t);
	add(t, "émise", -1);
	add(t, "émis", -1);
	add(t, "émissaire", 1);
	add(t, "iak", -3);
	add(t, "ia", 1);
	add(t, "ia", -1);
	CHECK_INT(forms_tally_merge(t, &store, &err), 0);
	check_block(&kept, "femi", "emis 1, émis 1, émissaire 1");
	check_block(&kept, "fia", "ia 1");
	check_block(&kept, "fiak", "");
	store_release(&kept);
	forms_tally_free(t);
}

/* Many forms, against sums kept apart; the table grows several times. */
static void test_tally_many(void)
{
	enum { FORMS = 20000 };
	struct forms_store store = {NULL, store_get, store_set};
	struct forms_tally *t = forms_tally_new();
	struct store kept = {0};
	struct arena arena = {0};
	struct form_count *forms;
	struct error err = {0};
	size_t count;
	char word[32];

	store.context = &kept;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < FORMS; i++) {
			snprintf(word, sizeof word, "mot%d", i);
			add(t, word, i % 7 + 1);
		}
		CHECK_INT(forms_tally_merge(t, &store, &err), 0);
		forms_tally_clear(t);
	}
	CHECK_INT(kept.count, 1);
	CHECK_INT(
		forms_read(buf_view(&kept.items[0].block), &arena, &forms, &count, &err),
		0);
	if (CHECK_INT(count, FORMS)) {
		for (size_t i = 0; i < count; i++) {
			int number = atoi(forms[i].exact.p + 3);

			CHECK(forms[i].articles == 2u * (unsigned)(number % 7 + 1));
			CHECK(i == 0 ||
			      str_compare(forms[i - 1].exact, forms[i].exact) < 0);
		}
	}
	arena_release(&arena);
	store_release(&kept);
	forms_tally_free(t);
}

static void test_forms_damage(void)
{
	static const struct form_count forms[] = {{{"inverse", 7}, 300},
						  {{"investi", 7}, 2}};
	struct arena arena = {0};
	struct form_count *got;
	struct buf block = {0};
	struct error err;
	size_t count;

	forms_write(&block, forms, COUNT(forms));
	for (size_t n = 1; n < block.n; n++) {
		int rc = forms_read(str_slice(buf_view(&block), 0, n), &arena, &got,
				    &count, &err);

		CHECK(rc == -1 ? err.code == ERROR_DAMAGED : count == 1);
	}
	CHECK_INT(forms_read(buf_view(&block), &arena, &got, &count, &err), 0);
	CHECK_INT(count, 2);
	arena_release(&arena);
	buf_release(&block);
}

int main(void)
{
	test_round();
	test_large();
	test_quantities();
	test_damage();
	test_first_format();
	test_deflated();
	test_unpress();
	test_pressed_dictionary();
	test_euros();
	test_wrong_dictionary();
	test_form_keys();
	test_tally();
	test_tally_many();
	test_forms_damage();
	return check_done();
}
