/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whatever is not plain (control characters, halves of surrogate pairs, escapes that JSON does
 * not have) is left to jansson, which knows the standard and tells what is wrong.
 */
#include "corpus/json-texts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

enum { LONG_TEXT = 48 }; /* bytes; shorter ones are not worth it */

/* A text that was taken out is this character, which JSON has only as an escape, and a number. */
#define MARK "\\u0001"
#define MARK_CHARACTER '\x01'

/* ---- one text ---- */

/* The four hexadecimal digits at `at`; 0 when they are none. */
static uint32_t four_digits(struct str s, size_t at)
{
	uint32_t c = 0;

	if (s.n - at < 4)
		return 0;
	for (size_t i = at; i < at + 4; i++) {
		int value = hex_value(s.p[i]);

		if (value < 0)
			return 0;
		c = c << 4 | (uint32_t)value;
	}
	return c;
}

/* The character behind a "\u" that ends at *at; 0 when jansson is to be asked. */
static uint32_t escaped_character(struct str s, size_t *at)
{
	uint32_t c = four_digits(s, *at), low;

	*at += 4;
	if (c < 0xD800 || c > 0xDFFF)
		return c;
	if (c >= 0xDC00 || !str_starts(str_slice(s, *at, s.n), STR("\\u")))
		return 0;
	low = four_digits(s, *at + 2);
	*at += 6;
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static char plain_escape(char c)
{
	static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

	for (size_t i = 0; i + 1 < sizeof escapes; i += 2) {
		if (escapes[i] == c)
			return escapes[i + 1];
	}
	return '\0';
}

static bool has_control(struct str s)
{
	size_t i = 0;

	for (; s.n - i >= 8; i += 8) {
		uint64_t word = eight_bytes(s.p + i);

		if ((word - EIGHT(0x20)) & ~word & EIGHT(0x80))
			return true;
	}
	for (; i < s.n; i++) {
		if ((unsigned char)s.p[i] < 0x20)
			return true;
	}
	return false;
}

/* What stands between the quotes, decoded; false when jansson is to be asked. */
static bool decode(struct arena *arena, struct str raw, struct str *out)
{
	const char *escape = memchr(raw.p, '\\', raw.n);
	size_t at = 0, n = 0;
	char *to;

	*out = raw;
	if (has_control(raw))
		return false;
	if (escape == NULL)
		return true;
	to = arena_alloc(arena, raw.n); /* an escape is longer than its character */
	while (escape != NULL) {
		size_t plain = (size_t)(escape - raw.p) - at;
		uint32_t c;

		memcpy(to + n, raw.p + at, plain);
		n += plain;
		at += plain + 1;
		c = (unsigned char)plain_escape(raw.p[at++]);
		if (c == 0 && raw.p[at - 1] == 'u')
			c = escaped_character(raw, &at);
		if (c == 0)
			return false;
		n += utf8_write(to + n, c);
		escape = at < raw.n ? memchr(raw.p + at, '\\', raw.n - at) : NULL;
	}
	memcpy(to + n, raw.p + at, raw.n - at);
	*out = (struct str){to, n + raw.n - at};
	return true;
}

/* ---- all of them ---- */

/* The quote that ends the text; text.n when none does. */
static size_t text_end(struct str text, size_t start)
{
	for (size_t at = start; at < text.n; at++) {
		const char *quote = memchr(text.p + at, '"', text.n - at);
		size_t first;

		if (quote == NULL)
			break;
		at = first = (size_t)(quote - text.p);
		while (first > start && text.p[first - 1] == '\\')
			first--;
		if ((at - first) % 2 == 0)
			return at;
	}
	return text.n;
}

/* Whether the text that ends before `at` is a key. */
static bool is_key(struct str text, size_t at)
{
	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t' ||
			       text.p[at] == '\n' || text.p[at] == '\r'))
		at++;
	return at < text.n && text.p[at] == ':';
}

/* Writes the value without its long texts to `rest`; false when jansson is to have it whole. */
static bool take_texts(struct json_texts *t, struct arena *arena, struct str text)
{
	size_t at = 0, written = 0, end;
	const char *quote;

	for (; (quote = memchr(text.p + at, '"', text.n - at)) != NULL; at = end + 1) {
		size_t start = (size_t)(quote - text.p) + 1;
		struct str raw, decoded;

		end = text_end(text, start);
		raw = str_slice(text, start, end);
		if (end == text.n || str_starts(raw, STR(MARK)))
			return false;
		if (raw.n < LONG_TEXT || is_key(text, end + 1) ||
		    !decode(arena, raw, &decoded))
			continue;
		buf_str(&t->rest, str_slice(text, written, start));
		buf_printf(&t->rest, MARK "%zu", t->count);
		written = end;
		GROW(t->items, t->count, t->capacity);
		t->items[t->count++] = decoded;
	}
	buf_str(&t->rest, str_slice(text, written, text.n));
	return t->count > 0;
}

json_t *json_texts_load(struct json_texts *t, struct arena *arena, struct str text,
			json_error_t *why)
{
	size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
	json_t *value = NULL;

	t->count = 0;
	buf_clear(&t->rest);
	if (text.n > 0 && take_texts(t, arena, text))
		value = json_loadb(t->rest.p, t->rest.n, flags, why);
	if (value != NULL)
		return value;
	t->count = 0;
	return json_loadb(text.p, text.n, flags, why);
}

struct str json_texts_get(const struct json_texts *t, const json_t *string)
{
	struct str s = {json_string_value(string), json_string_length(string)};

	if (t->count == 0 || s.n == 0 || s.p[0] != MARK_CHARACTER)
		return s;
	return t->items[strtoul(s.p + 1, NULL, 10)];
}

void json_texts_release(struct json_texts *t)
{
	free(t->items);
	buf_release(&t->rest);
	*t = (struct json_texts){0};
}
