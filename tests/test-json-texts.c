/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON whose long texts are taken out before it is parsed says the same as parsed whole, and is
 * refused in the same words.
 */
#include "corpus/json-texts.h"

#include "lib/utf8.h"
#include "tests/check.h"

/* The beginning of a text that is taken out. */
#define LONG "Le groupe va construire une usine à Dunkerque, a-t-il annoncé mardi. "

static const struct str rows[] = {
	STR("{\"title\": \"" LONG "\", \"text\": \"" LONG LONG "\"}"),
	STR("{\"text\": \"" LONG "\\\"Oui\\\", \\\\ \\/ \\b\\f\\n\\r\\t.\"}"),
	STR("{\"text\": \"" LONG "\\u00e9\\u20ac\\uD83D\\uDE00\\ud83d\\ude00\"}"),
	STR("{\"text\": \"" LONG "\\u0000\\u0001 z\"}"),
	STR("{\"text\": \"" LONG "\\uD83D seul\"}"),
	STR("{\"text\": \"" LONG "\\uDE00\\uD83D\"}"),
	STR("{\"text\": \"" LONG "\\uD83D\\u0041\"}"),
	STR("{\"text\": \"" LONG "\\u12\"}"),
	STR("{\"text\": \"" LONG "\\u12g4\"}"),
	STR("{\"text\": \"" LONG "\\x\"}"),
	STR("{\"text\": \"" LONG "\\\"}"),
	STR("{\"text\": \"" LONG "\\\\\"}"),
	STR("{\"text\": \"" LONG "\\\\\\\"}"),
	STR("{\"text\": \"\\\\\\\\" LONG "\\\\\\\\\", \"b\": \"\\\\\"}"),
	STR("{\"text\": \"" LONG "\n\"}"),
	STR("{\"text\": \"" LONG "\x1F\"}"),
	STR("{\"text\": \"" LONG "\0\"}"),
	STR("{\"text\": \"" LONG "\x7F\"}"),
	STR("{\"text\": \"" LONG),
	STR("{\"text\": \"" LONG "\""),
	STR("{\"" LONG "\": \"" LONG "\", \"" LONG "\" : 1, \"" LONG "\"\t\n:\"x\"}"),
	STR("{\"a\": [\"" LONG "\", \"\", \"court\", {\"name\": \"" LONG
	    "\"}, 1, null]}"),
	STR("{\"a\": \"\\u00010\", \"text\": \"" LONG "\"}"),
	STR("{\"text\": \"" LONG "\", \"a\": \"\\u0001\"}"),
	STR("{\"text\": \"" LONG "\", \"a\": \"x\\u0001\\u00011\"}"),
	STR("{\"text\": \"\\u0001" LONG "\", \"a\": \"" LONG "\"}"),
	STR("{\"text\": \"" LONG "\"} \"" LONG "\""),
	STR("{\"text\": \"" LONG "\",}"),
	STR("{\"text\": \"" LONG "\" \"b\": 1}"),
	STR("\"" LONG "\""),
	STR("[\"" LONG "\", \"" LONG "\"]"),
	STR("'" LONG "'"),
	STR(""),
	STR("\""),
};

/* The same value, the texts of one apart. */
static bool same(const struct json_texts *t, json_t *a, json_t *b)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_typeof(a) != json_typeof(b))
		return false;
	if (json_is_string(b))
		return str_equal(
			json_texts_get(t, a),
			(struct str){json_string_value(b), json_string_length(b)});
	if (json_is_object(b)) {
		json_object_foreach(b, key, item)
		{
			if (json_object_get(a, key) == NULL ||
			    !same(t, json_object_get(a, key), item))
				return false;
		}
		return json_object_size(a) == json_object_size(b);
	}
	json_array_foreach(b, i, item)
	{
		if (i >= json_array_size(a) || !same(t, json_array_get(a, i), item))
			return false;
	}
	return json_is_array(b) ? json_array_size(a) == i : json_equal(a, b);
}

/* Parses both ways; false when they differ. */
static bool agrees(struct json_texts *t, struct str text)
{
	struct arena arena = {0};
	json_error_t why_a, why_b;
	json_t *a = json_texts_load(t, &arena, text, &why_a);
	json_t *b = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why_b);
	bool held;

	if (a == NULL || b == NULL)
		held = a == b && strcmp(why_a.text, why_b.text) == 0 &&
		       why_a.line == why_b.line && why_a.column == why_b.column;
	else
		held = same(t, a, b);
	json_decref(b);
	json_decref(a);
	arena_release(&arena);
	return held;
}

static void test_rows(void)
{
	struct json_texts t = {0};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!CHECK(agrees(&t, rows[i])))
			fprintf(stderr, "\trow %zu: %.*s\n", i, STR_ARGS(rows[i]));
	}
	json_texts_release(&t);
}

/* Long texts are taken out, short ones, keys and what is not plain are not. */
static void test_taken(void)
{
	static const struct {
		size_t row, count;
	} taken[] = {{0, 2}, {1, 1}, {2, 1}, {3, 0}, {20, 1}, {21, 2}, {22, 0}, {30, 2}};
	struct json_texts t = {0};

	for (size_t i = 0; i < COUNT(taken); i++) {
		CHECK(agrees(&t, rows[taken[i].row]));
		if (!CHECK_INT(t.count, taken[i].count))
			fprintf(stderr, "\trow %zu\n", taken[i].row);
	}
	json_texts_release(&t);
}

/* The rows with a byte put, taken or changed, here and there: the same each time. */
static void test_damaged(void)
{
	static const char bytes[] = "\"\\{}[]:,u01dD8 \n\t/a\x01";
	struct json_texts t = {0};
	struct buf b = {0};
	uint32_t x = 1;
	unsigned differ = 0;

	for (unsigned round = 0; round < 40000; round++) {
		struct str row = rows[round % COUNT(rows)];

		buf_clear(&b);
		buf_str(&b, row);
		for (unsigned changes = 0; changes < 3 && b.n > 0; changes++) {
			x = x * 1664525 + 1013904223;
			b.p[(x >> 8) % b.n] = bytes[(x >> 3) % (sizeof bytes - 1)];
			if (x >> 31)
				b.n -= (x >> 16) % b.n / 4;
		}
		if (utf8_fault(buf_view(&b)) == SIZE_MAX && !agrees(&t, buf_view(&b))) {
			fprintf(stderr, "%.*s\n", STR_ARGS(buf_view(&b)));
			differ++;
		}
	}
	CHECK_INT(differ, 0);
	buf_release(&b);
	json_texts_release(&t);
}

int main(void)
{
	test_rows();
	test_taken();
	test_damaged();
	return check_done();
}
