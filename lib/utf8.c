/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*
 * Accent-free spelling of U+00C0 to U+017F, the Latin letters of Europe: what French text
 * needs in the common case. "" marks what is no letter.
 */
enum { LATIN_FIRST = 0xC0, LATIN_END = 0x180 };

/* clang-format off */
static const char latin_fold[LATIN_END - LATIN_FIRST][3] = {
	/* C0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* D0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
	/* E0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* F0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
	/* 100 */ "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
	/* 110 */ "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
	/* 120 */ "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
	/* 130 */ "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
	/* 140 */ "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
	/* 150 */ "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
	/* 160 */ "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
	/* 170 */ "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
/* clang-format on */

static bool is_continuation(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* Bytes that a first byte announces: 0 when it cannot be one. */
static size_t sequence_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xC2)
		return 0;
	if (c < 0xE0)
		return 2;
	if (c < 0xF0)
		return 3;
	return c < 0xF5 ? 4 : 0;
}

size_t utf8_decode_long(struct str s, size_t at, uint32_t *character)
{
	static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p;
	uint32_t c;
	size_t n;
	size_t i;

	if (at >= s.n) {
		*character = 0;
		return 0;
	}
	p = (const unsigned char *)s.p + at;
	*character = 0xFFFD;
	n = sequence_length(p[0]);
	if (n == 0 || n > s.n - at)
		return 1;
	c = p[0] & first_bits[n];
	for (i = 1; i < n; i++) {
		if (!is_continuation(p[i]))
			return 1;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 1;
	*character = c;
	return n;
}

size_t utf8_write(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

void utf8_encode(struct buf *b, uint32_t character)
{
	char bytes[UTF8_MAX];

	buf_add(b, bytes, utf8_write(bytes, character));
}

/* Where the first byte from `at` on stands that is NUL or no ASCII; s.n when there is none. */
static size_t plain_end(struct str s, size_t at)
{
	for (; s.n - at >= 8; at += 8) {
		uint64_t word = eight_bytes(s.p + at);
		uint64_t odd = (word | (word - EIGHT(1))) & EIGHT(0x80);

		/* The lowest bit is right; its byte may change those above. */
		if (odd != 0)
			return at + (size_t)__builtin_ctzll(odd) / 8;
	}
	while (at < s.n && s.p[at] != '\0' && (unsigned char)s.p[at] < 0x80)
		at++;
	return at;
}

size_t utf8_fault(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at = 0;

	while ((at = plain_end(s, at)) < s.n) {
		uint32_t c;
		size_t n;

		if (s.n - at >= 2 && p[at] >= 0xC2 && p[at] < 0xE0 &&
		    is_continuation(p[at + 1])) {
			at += 2;
			continue;
		}
		n = utf8_decode(s, at, &c);
		if (c == 0 || (n == 1 && c == 0xFFFD))
			return at;
		at += n;
	}
	return SIZE_MAX;
}

/* Nothing below U+0300 is a mark, and nothing there changes when composed alone. */
static bool surely_composed(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0xCC)
			return false;
	}
	return true;
}

/* Appends s decomposed, reordered and composed; as it is when utf8proc refuses it. */
static bool compose_run(struct buf *out, struct str s)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t n;
	bool changed;

	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &made,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0) {
		buf_str(out, s);
		return false;
	}
	changed = (size_t)n != s.n || memcmp(made, s.p, s.n) != 0;
	buf_add(out, made, (size_t)n);
	free(made);
	return changed;
}

/*
 * A run of ASCII ends before its last character, to which marks behind may belong; a
 * run of others goes up to the next ASCII character. So utf8proc sees only what needs it.
 */
bool utf8_compose(struct buf *out, struct str s)
{
	bool changed = false;
	size_t at = 0;

	if (surely_composed(s)) {
		buf_str(out, s);
		return false;
	}
	while (at < s.n) {
		size_t end = at;

		while (end < s.n && (unsigned char)s.p[end] < 0x80)
			end++;
		if (end < s.n && end > at)
			end--;
		buf_str(out, str_slice(s, at, end));
		at = end;
		if (end < s.n)
			end++;
		while (end < s.n && (unsigned char)s.p[end] >= 0x80)
			end++;
		if (end > at && compose_run(out, str_slice(s, at, end)))
			changed = true;
		at = end;
	}
	return changed;
}

uint32_t utf8_lower_of(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

void utf8_lower(struct buf *out, struct str s)
{
	struct buf composed = {0};
	struct str from = s;
	uint32_t c;
	size_t n;
	size_t at;

	if (!surely_composed(s)) {
		utf8_compose(&composed, s);
		from = buf_view(&composed);
	}
	for (at = 0; (n = utf8_decode(from, at, &c)) > 0; at += n)
		utf8_encode(out, utf8_lower_of(c));
	buf_release(&composed);
}

static bool is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* A letter outside the table: its base without marks; nothing for a mark alone. */
static size_t fold_rare(char *to, uint32_t c)
{
	utf8proc_int32_t parts[8] = {0};
	utf8proc_ssize_t n;
	int last_class = 0;

	if (utf8_is_mark(c))
		return 0;
	if (is_hangul(c))
		return utf8_write(to, c);
	n = utf8proc_decompose_char((utf8proc_int32_t)c, parts,
				    (utf8proc_ssize_t)COUNT(parts), UTF8PROC_DECOMPOSE,
				    &last_class);
	if (n < 1 || parts[0] >= LATIN_END)
		return utf8_write(to, utf8_lower_of(n < 1 ? c : (uint32_t)parts[0]));
	return utf8_fold_of(to, (uint32_t)parts[0]);
}

size_t utf8_fold_of(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)utf8_lower_of(c);
		return 1;
	}
	if (c >= LATIN_FIRST && c < LATIN_END && latin_fold[c - LATIN_FIRST][0]) {
		const char *fold = latin_fold[c - LATIN_FIRST];

		to[0] = fold[0];
		to[1] = fold[1];
		return fold[1] ? 2 : 1;
	}
	if (c < 0x180)
		return utf8_write(to, c);
	if (c == 0x1E9E) { /* ẞ */
		memcpy(to, "ss", 2);
		return 2;
	}
	return fold_rare(to, c);
}

void utf8_fold(struct buf *out, struct str s)
{
	uint32_t c;
	size_t n;
	size_t at;

	for (at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		char folded[UTF8_MAX];

		buf_add(out, folded, utf8_fold_of(folded, c));
	}
}

static utf8proc_category_t category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

bool utf8_is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 32) >= 'a' && (c | 32) <= 'z';
	switch (category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return true;
	default:
		return false;
	}
}

bool utf8_is_digit(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9';
	return category(c) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_mark(uint32_t c)
{
	utf8proc_category_t k;

	if (c < 0x300)
		return false;
	k = category(c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC ||
	       k == UTF8PROC_CATEGORY_ME;
}

bool utf8_is_upper(uint32_t c)
{
	utf8proc_category_t k;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z';
	k = category(c);
	return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	switch (category(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return c == 0x85;
	}
}

static size_t columns_of(uint32_t c)
{
	int width;

	if (c < 0x80)
		return c >= ' ' && c < 0x7F;
	if (c >= 0xC0 && c < 0x180) /* Latin letters, × and ÷ */
		return 1;
	if (c == 0xAD || utf8_is_mark(c))
		return 0;
	width = utf8proc_charwidth((utf8proc_int32_t)c);
	return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(struct str s)
{
	size_t columns = 0;
	uint32_t c;
	size_t n;
	size_t at;

	for (at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n)
		columns += columns_of(c);
	return columns;
}

struct str utf8_fit(struct str s, size_t columns)
{
	uint32_t c;
	size_t n;
	size_t at;

	for (at = 0; at < s.n; at += n) {
		unsigned char byte = (unsigned char)s.p[at];
		size_t width = 1;

		n = 1;
		if (byte < ' ' || byte >= 0x7F) {
			n = utf8_decode(s, at, &c);
			width = columns_of(c);
		}
		if (width > columns)
			break;
		columns -= width;
	}
	return str_slice(s, 0, at);
}
