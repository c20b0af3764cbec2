/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small things below everything: arenas, strings, buffers, errors, form blocks, schema. */
#include <stdlib.h>
#include <string.h>

#include "lib/error.h"
#include "lib/forms.h"
#include "lib/mem.h"
#include "lib/schema.h"
#include "lib/str.h"
#include "lib/utf8.h"
#include "tests/check.h"

static void test_arena(void)
{
	struct arena a = {0};
	char *small = arena_copy(&a, "abc", 3);
	char *big = arena_alloc(&a, 1 << 20);
	int sum = 0;

	for (int i = 0; i < 1 << 20; i++)
		sum += big[i];
	CHECK(sum == 0);
	CHECK(strcmp(small, "abc") == 0);
	CHECK((uintptr_t)arena_alloc(&a, 3) % 16 == 0);
	CHECK((uintptr_t)arena_alloc(&a, 3) % 16 == 0);
	memset(big, 'x', 1 << 20);
	arena_clear(&a);
	small = arena_alloc(&a, 100);
	for (int i = 0; i < 100; i++)
		CHECK(small[i] == 0);
	arena_release(&a);
	arena_release(&a);
	CHECK(arena_copy(&a, NULL, 0)[0] == '\0');
	arena_release(&a);
}

/* What one arena takes over from another stays where it is, and both can be used on. */
static void test_arena_take(void)
{
	struct arena a = {0};
	struct arena from = {0};
	char *first = arena_copy(&from, "first", 5);
	char *second, *own;

	arena_take(&a, &from);
	CHECK(from.block == NULL);
	arena_take(&a, &from);
	own = arena_copy(&a, "own", 3);
	second = arena_copy(&from, "second", 6);
	arena_alloc(&from, 1 << 20);
	arena_take(&a, &from);
	CHECK(arena_bytes(&from) == 0 && arena_bytes(&a) > 1 << 20);
	memset(arena_alloc(&a, 1 << 20), 'x', 1 << 20);
	memset(arena_alloc(&from, 100), 'x', 100);
	arena_release(&from);
	CHECK(strcmp(first, "first") == 0);
	CHECK(strcmp(second, "second") == 0);
	CHECK(strcmp(own, "own") == 0);
	arena_release(&a);
}

static void test_str(void)
{
	struct str rest = STR("a;;b");
	struct str part;

	CHECK(str_equal(str_trim(STR(" \t a b\n")), STR("a b")));
	CHECK(str_equal(str_trim(STR("  ")), STR("")));
	CHECK(str_compare(STR("a"), STR("ab")) < 0);
	CHECK(str_compare(STR("b"), STR("ab")) > 0);
	CHECK(str_compare(STR("ab"), STR("ab")) == 0);
	CHECK(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")));
	CHECK(str_ends(STR("abc"), STR("bc")) && !str_ends(STR("c"), STR("bc")));
	CHECK(str_split(&rest, ';', &part) && str_is(part, "a"));
	CHECK(str_split(&rest, ';', &part) && part.n == 0);
	CHECK(str_split(&rest, ';', &part) && str_is(part, "b"));
	part = STR("b");
	CHECK(!str_split(&rest, ';', &part) && part.n == 0);
	CHECK(str_slice(STR("abc"), 2, 9).n == 1 && str_slice(STR("abc"), 5, 9).n == 0);
	CHECK(str_hash(STR("abc")) != str_hash(STR("abd")));
	CHECK(str_hash(STR("")) != str_hash((struct str){"\0", 1}));
}

/* Indexes hold hashes: they stay what they were. `to` has a copy, zeros behind it. */
static void test_hash(void)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char copy[40];

	for (size_t n = 0; n < 34; n++) {
		struct str s = {text + n % 3, n};
		uint64_t h = 0xCBF29CE484222325u ^ n;

		for (size_t i = 0; i < n; i += 8) {
			uint64_t word = 0;

			memcpy(&word, s.p + i, n - i < 8 ? n - i : 8);
			h = (h ^ word) * 0x100000001B3u;
			h ^= h >> 29;
		}
		h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
		h ^= h >> 33;
		CHECK(str_hash(s) == h);
		memset(copy, 'x', sizeof copy);
		CHECK(str_hash_copy(s, copy) == h);
		CHECK(memcmp(copy, s.p, n) == 0);
		for (size_t i = n; i % 8 != 0; i++)
			CHECK_INT(copy[i], 0);
	}
}

static void test_varint(void)
{
	static const uint64_t values[] = {0,   1,     127,	  128,
					  300, 16384, UINT32_MAX, UINT64_MAX};
	struct buf b = {0};
	struct str s;
	uint64_t v;

	for (size_t i = 0; i < COUNT(values); i++)
		buf_varint(&b, values[i]);
	s = buf_view(&b);
	for (size_t i = 0; i < COUNT(values); i++)
		CHECK(str_varint(&s, &v) && v == values[i]);
	CHECK(s.n == 0 && !str_varint(&s, &v));
	s = STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"); /* beyond 64 bits */
	CHECK(!str_varint(&s, &v) && s.n == 10);
	s = STR("\x80");
	CHECK(!str_varint(&s, &v) && s.n == 1);
	buf_release(&b);
}

static void test_buf(void)
{
	struct buf b = {0};

	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	CHECK(b.n == 3890 && b.p[b.n] == '\0');
	buf_clear(&b);
	CHECK(b.n == 0 && b.p[0] == '\0');
	buf_str(&b, (struct str){0});
	CHECK(b.n == 0);
	buf_release(&b);
	CHECK(b.p == NULL);
}

/* A message cut to fit ends with a whole character. */
static void test_error(void)
{
	struct error err;
	char *text = xmalloc(4000);

	for (int shift = 0; shift < 4; shift++) {
		memset(text, 'a', (size_t)shift);
		for (int i = shift; i + 2 < 3999; i += 2)
			memcpy(text + i, "é", 2);
		text[3990] = '\0';
		CHECK(error_set(&err, ERROR_FAILED, "%s", text) == -1);
		CHECK(strlen(err.text) >= ERROR_TEXT - 4 &&
		      strlen(err.text) < ERROR_TEXT);
		CHECK((unsigned char)err.text[strlen(err.text) - 1] == 0xA9);
	}
	error_clear(&err);
	CHECK(err.code == ERROR_NONE && err.text[0] == '\0');
	free(text);
}

static void test_forms(void)
{
	static const struct form_count forms[] = {{{"cree", 4}, 1},
						  {{"créé", 6}, 40},
						  {{"crée", 5}, 300},
						  {{"créer", 6}, 7}};
	struct arena arena = {0};
	struct form_count *read;
	struct buf block = {0};
	struct buf key = {0};
	struct error err;
	size_t count;

	forms_write(&block, forms, COUNT(forms));
	CHECK(forms_read(buf_view(&block), &arena, &read, &count, &err) == 0);
	CHECK(count == COUNT(forms));
	for (size_t i = 0; i < count; i++)
		CHECK(str_equal(read[i].exact, forms[i].exact) &&
		      read[i].articles == forms[i].articles);
	for (size_t cut = 1; cut < block.n; cut++) {
		struct str s = {block.p, cut};

		/* Shorter blocks are whole or damaged, never read beyond. */
		if (forms_read(s, &arena, &read, &count, &err) < 0)
			CHECK(err.code == ERROR_DAMAGED);
	}
	forms_key(&key, STR("electricite"));
	CHECK_STR(key.p, META_FORMS_PREFIX "ele");
	CHECK(forms_wanted(STR("5g")) && !forms_wanted(STR("2024")) &&
	      !forms_wanted(STR("")));
	buf_release(&key);
	buf_release(&block);
	arena_release(&arena);
}

/* A front's forms among those of a block: all that fold to it or begin so, each as it is. */
static void check_like(const struct form_count *forms, size_t count, struct str front)
{
	struct forms_like like = {.front = front};
	struct buf block = {0};
	struct buf fold = {0};
	struct str exact;
	struct error err;
	uint32_t articles;
	size_t i = 0;

	forms_write(&block, forms, count);
	like.block = buf_view(&block);
	while (forms_like_next(&like, &exact, &articles, &err) > 0) {
		while (i < count && !str_equal(forms[i].exact, exact)) {
			buf_clear(&fold);
			utf8_fold(&fold, forms[i++].exact);
			CHECK(!str_starts(buf_view(&fold), front));
		}
		if (CHECK(i < count))
			CHECK_INT(articles, forms[i++].articles);
	}
	for (; i < count; i++) {
		buf_clear(&fold);
		utf8_fold(&fold, forms[i].exact);
		CHECK(!str_starts(buf_view(&fold), front));
	}
	forms_like_release(&like);
	for (size_t cut = 1; cut < block.n; cut++) {
		like = (struct forms_like){.block = {block.p, cut}, .front = front};
		while (forms_like_next(&like, &exact, &articles, &err) > 0)
			continue;
		forms_like_release(&like);
	}
	buf_release(&fold);
	buf_release(&block);
}

static void test_forms_like(void)
{
	/* In the order of a block. */
	static const char *const words[] = {
		"cr",	"cré",	  "cré5",  "crea",   "créa",	"créai", "créait",
		"cree", "crée",	  "créé",  "créée",  "créées",	"créer", "crées",
		"créœ", "cressa", "creßo", "creuse", "crèvent", "αβ",	 "άβγ"};
	static const char *const fronts[] = {"creai", "",      "c",	 "cre",	 "cree",
					     "crees", "creer", "cres",	 "creo", "creoe",
					     "αβ",    "z",     "creuses"};
	struct form_count forms[COUNT(words)];

	for (size_t i = 0; i < COUNT(words); i++)
		forms[i] = (struct form_count){str_of(words[i]), (uint32_t)i + 1};
	for (size_t i = 0; i < COUNT(fronts); i++)
		check_like(forms, COUNT(forms), str_of(fronts[i]));
}

static void test_fields(void)
{
	CHECK(field_find(STR("entreprise")) == field_find(STR("company")));
	CHECK(field_find(STR("region")) == field_find(STR("Région")));
	CHECK(field_find(STR("socité")) == NULL);
	CHECK_STR(field_nearest(STR("socité")), "société");
	CHECK(field_nearest(STR("zzzzzzzz")) == NULL);
}

static void test_terms(void)
{
	struct buf b = {0};
	char long_id[400];

	term_name(&b, NAME_COMPANY, STR("aws"), false);
	CHECK_STR(b.p, "XCaws");
	buf_clear(&b);
	term_name(&b, NAME_REGION, STR("84"), true);
	CHECK_STR(b.p, "XR=84");
	buf_clear(&b);
	memset(long_id, 'x', sizeof long_id);
	term_id(&b, (struct str){long_id, sizeof long_id});
	CHECK(b.n < 245);
	buf_clear(&b);
	term_id(&b, (struct str){"a\0b", 3});
	CHECK(memchr(b.p, '\0', b.n) == NULL);
	buf_release(&b);
}

static void test_values(void)
{
	static const double values[] = {0, .5, 1, 2, 1000, 1.2e9, 1e15};
	struct buf last = {0};
	struct buf b = {0};

	for (size_t i = 0; i < COUNT(values); i++) {
		buf_clear(&b);
		value_pack(&b, values[i]);
		CHECK(value_unpack(buf_view(&b)) == values[i]);
		CHECK(i == 0 || str_compare(buf_view(&last), buf_view(&b)) < 0);
		buf_clear(&last);
		buf_str(&last, buf_view(&b));
	}
	buf_clear(&b);
	value_moment(&b, 20240513143000);
	CHECK(value_moment_read(buf_view(&b)) == 20240513143000);
	CHECK(value_moment_read(STR("short")) == 0);
	buf_release(&b);
	buf_release(&last);
}

static void test_name_records(void)
{
	const struct name_record in = {.name = STR("AWS"),
				       .has_parent = true,
				       .parent_kind = NAME_COMPANY,
				       .parent_id = STR("amazon"),
				       .has_children = true};
	struct name_record out;
	struct buf b = {0};

	name_record_write(&b, &in);
	CHECK(name_record_read(buf_view(&b), &out));
	CHECK(str_is(out.name, "AWS") && out.has_parent && out.has_children);
	CHECK(out.parent_kind == NAME_COMPANY && str_is(out.parent_id, "amazon"));
	CHECK(!name_record_read(STR("AWS"), &out));
	CHECK(!name_record_read((struct str){"AWS\0?x\0", 7}, &out)); /* no such kind */
	buf_release(&b);
}

int main(void)
{
	test_arena();
	test_arena_take();
	test_str();
	test_hash();
	test_varint();
	test_buf();
	test_error();
	test_forms();
	test_forms_like();
	test_fields();
	test_terms();
	test_values();
	test_name_records();
	return check_done();
}
