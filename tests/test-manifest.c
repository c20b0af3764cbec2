/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The manifest of an index: written and read back, damaged at every byte and refused; and the
 * set of names and the dictionaries it keeps.
 */
#include "lib/bloom.h"
#include "lib/manifest.h"

#include <stdio.h>
#include <string.h>

#include "indexer/dictionary.h"
#include "lib/press.h"
#include "lib/schema.h"
#include "tests/check.h"

static struct error err;

static struct manifest_segment segment(uint32_t number, uint32_t first, uint32_t end)
{
	return (struct manifest_segment){.number = number,
					 .first = first,
					 .end = end,
					 .articles = end - first,
					 .pieces = 1,
					 .text_bytes = 1000 * (uint64_t)number};
}

/* Three segments, the first one with articles gone, and two facts. */
static void fill(struct manifest *m)
{
	struct manifest_segment s = segment(7, 1, 101);

	m->generation = 12;
	manifest_put(m, 0, 0, &s);
	manifest_bury(&m->segments[0], 50);
	manifest_bury(&m->segments[0], 1);
	manifest_bury(&m->segments[0], 100);
	manifest_bury(&m->segments[0], 50);
	s = segment(9, 101, 101);
	manifest_put(m, 1, 1, &s);
	s = segment(8, 300, 400);
	manifest_put(m, 2, 2, &s);
	manifest_set(m, STR("a"), STR("first"));
	manifest_set(m, STR("b"), STR("x\ty\n\0z"));
	manifest_set(m, STR("a"), STR("second"));
}

static void check_filled(const struct manifest *m)
{
	const struct manifest_segment *s = m->segments;

	CHECK_INT(m->generation, 12);
	if (!CHECK_INT(m->segments_count, 3))
		return;
	CHECK_INT(s[0].number, 7);
	CHECK_INT(s[0].articles, 100);
	CHECK_INT(s[0].dead_count, 3);
	CHECK(manifest_is_dead(&s[0], 1) && manifest_is_dead(&s[0], 50) &&
	      manifest_is_dead(&s[0], 100));
	CHECK(!manifest_is_dead(&s[0], 2) && !manifest_is_dead(&s[0], 99));
	CHECK_INT(s[1].articles, 0);
	CHECK_INT(s[2].first, 300);
	CHECK_INT(s[2].text_bytes, 8000);
	CHECK_INT(manifest_articles(m), 197);
	CHECK_INT(manifest_text_bytes(m), 24000);
	CHECK_INT(manifest_next(m), 400);
	CHECK(str_is(manifest_fact(m, "a"), "second"));
	CHECK(str_equal(manifest_fact(m, "b"), STR("x\ty\n\0z")));
	CHECK_INT(manifest_fact(m, "c").n, 0);
}

static void test_round_trip(void)
{
	struct manifest m = {0}, back;
	struct buf bytes = {0}, again = {0}, stub = {0};

	CHECK_INT(manifest_next(&m), 1);
	fill(&m);
	check_filled(&m);
	manifest_print(&m, &bytes);
	CHECK_INT(manifest_parse(&back, buf_view(&bytes), "ix", MANIFEST_CURRENT, &err),
		  0);
	check_filled(&back);
	manifest_print(&back, &again);
	CHECK(str_equal(buf_view(&bytes), buf_view(&again)));
	manifest_print_stub(&back, &stub);
	CHECK_STR(stub.p, "auto seg-7\nauto seg-9\nauto seg-8\n");
	manifest_release(&back);
	manifest_release(&m);
	buf_release(&stub);
	buf_release(&again);
	buf_release(&bytes);
}

/* Merging puts one segment in the place of neighbours. */
static void test_put(void)
{
	struct manifest m = {0};
	struct manifest_segment s = segment(10, 1, 290);

	fill(&m);
	manifest_put(&m, 0, 2, &s);
	CHECK_INT(m.segments_count, 2);
	CHECK_INT(m.segments[0].number, 10);
	CHECK_INT(m.segments[0].dead_count, 0);
	CHECK_INT(m.segments[1].number, 8);
	manifest_release(&m);
}

/* Whatever byte is another, or missing: the head is refused, values are noticed by a check. */
static void test_damage(void)
{
	struct manifest m = {0}, back;
	struct buf bytes = {0};
	size_t refused = 0, values = strlen("second") + 6;

	fill(&m);
	manifest_print(&m, &bytes);
	for (size_t i = 0; i < bytes.n; i++) {
		int rc;

		bytes.p[i] = (char)(bytes.p[i] ^ 0x55);
		rc = manifest_parse(&back, buf_view(&bytes), "ix", MANIFEST_CURRENT,
				    &err);
		bytes.p[i] = (char)(bytes.p[i] ^ 0x55);
		refused += rc < 0;
		if (rc == 0)
			manifest_release(&back);
	}
	CHECK_INT(refused, bytes.n - values);
	for (size_t i = 0; i < bytes.n; i++) {
		struct str cut = {bytes.p, i};

		CHECK_INT(manifest_parse(&back, cut, "ix", MANIFEST_CURRENT, &err), -1);
	}
	manifest_release(&m);
	buf_release(&bytes);
}

static void test_versions(void)
{
	struct manifest m = {0}, back;
	struct buf bytes = {0}, other = {0};
	struct str rest, line;

	fill(&m);
	manifest_print(&m, &bytes);
	rest = buf_view(&bytes);
	str_split(&rest, '\n', &line);
	for (int step = -1; step <= 1; step++) {
		const char *hash = memchr(line.p + strlen("veille-index "), ' ',
					  line.n - strlen("veille-index "));

		buf_clear(&other);
		buf_printf(&other, "veille-index %d", SCHEMA_VERSION + step);
		buf_str(&other, str_slice(line, (size_t)(hash - line.p), line.n));
		buf_char(&other, '\n');
		buf_str(&other, rest);
		CHECK_INT(manifest_parse(&back, buf_view(&other), "ix", MANIFEST_CURRENT,
					 &err),
			  step == 0 ? 0 : -1);
		CHECK(step == 0 || err.code == ERROR_VERSION);
		manifest_release(&back);
		CHECK_INT(manifest_parse(&back, buf_view(&other), "ix", MANIFEST_OLDER,
					 &err),
			  step <= 0 ? 0 : -1);
		manifest_release(&back);
	}
	manifest_release(&m);
	buf_release(&other);
	buf_release(&bytes);
}

static void test_folders(void)
{
	CHECK_INT(manifest_number("seg-1"), 1);
	CHECK_INT(manifest_number("seg-1000000000"), 1000000000);
	CHECK_INT(manifest_number("seg-1000000001"), 0);
	CHECK_INT(manifest_number("seg-0"), 0);
	CHECK_INT(manifest_number("seg-01"), 0);
	CHECK_INT(manifest_number("seg-"), 0);
	CHECK_INT(manifest_number("seg-1x"), 0);
	CHECK_INT(manifest_number("seg-99999999999999999999"), 0);
	CHECK_INT(manifest_number("db-1"), 0);
}

static void print_key(char key[32], int i)
{
	snprintf(key, 32, "nvville %d", i);
}

/* All keys of the set are there; others hardly ever seem to be. */
static void test_bloom(void)
{
	enum { KEYS = 2000 };
	struct buf set = {0};
	char key[32];
	int found = 0, wrong = 0;

	CHECK(!bloom_has((struct str){0}, STR("a")));
	bloom_start(&set, KEYS);
	for (int i = 0; i < KEYS; i++) {
		print_key(key, i);
		bloom_add(&set, str_of(key));
	}
	for (int i = 0; i < 10 * KEYS; i++) {
		print_key(key, i);
		if (bloom_has(buf_view(&set), str_of(key)))
			*(i < KEYS ? &found : &wrong) += 1;
	}
	CHECK_INT(found, KEYS);
	CHECK(wrong < KEYS / 200);
	buf_release(&set);
}

/* Dictionaries lie ready to be used where they are next to nothing of the text, as far as they fit. */
static void test_dictionaries(void)
{
	struct manifest m = {0};
	struct buf one = {0};
	struct buf two = {0};
	struct buf pressed = {0};

	for (int i = 0; i < 1000; i++) {
		buf_printf(&one, "usine %d ", i);
		buf_printf(&two, "emploi %d ", i);
	}
	press_dictionary(buf_view(&one), &pressed);
	manifest_set(&m, STR("d1"), buf_view(&pressed));
	buf_clear(&pressed);
	press_dictionary(buf_view(&two), &pressed);
	manifest_set(&m, STR("d2"), buf_view(&pressed));
	manifest_set(&m, STR("dictionary"), STR("2"));

	dictionary_spread(&m, 400 * one.n - 1);
	CHECK_INT(m.facts_count, 3);
	dictionary_spread(&m, 400 * (one.n + two.n) - 1);
	CHECK_INT(m.facts_count, 4);
	CHECK(str_equal(manifest_fact(&m, "plain-d1"), buf_view(&one)));
	dictionary_spread(&m, 400 * (one.n + two.n));
	dictionary_spread(&m, 400 * (one.n + two.n));
	CHECK_INT(m.facts_count, 5);
	CHECK(str_equal(manifest_fact(&m, "plain-d2"), buf_view(&two)));
	CHECK(str_equal(manifest_fact(&m, "d2"), buf_view(&pressed)));

	dictionary_drop(&m, STR("d2"));
	CHECK_INT(m.facts_count, 2);
	CHECK(str_equal(manifest_fact(&m, "d2"), buf_view(&pressed)));
	CHECK(str_is(manifest_fact(&m, "dictionary"), "2"));
	manifest_release(&m);
	buf_release(&pressed);
	buf_release(&two);
	buf_release(&one);
}

int main(void)
{
	test_dictionaries();
	test_round_trip();
	test_put();
	test_damage();
	test_versions();
	test_folders();
	test_bloom();
	return check_done();
}
