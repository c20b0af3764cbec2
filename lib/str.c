/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	size_t start = 0;
	size_t end = s.n;

	while (start < end && is_space(s.p[start]))
		start++;
	while (end > start && is_space(s.p[end - 1]))
		end--;
	return str_slice(s, start, end);
}

bool str_split(struct str *rest, char separator, struct str *part)
{
	const char *found;

	*part = (struct str){0};
	if (rest->p == NULL)
		return false;
	found = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	if (found == NULL) {
		*part = *rest;
		*rest = (struct str){0};
		return true;
	}
	*part = str_slice(*rest, 0, (size_t)(found - rest->p));
	*rest = str_slice(*rest, part->n + 1, rest->n);
	return true;
}

struct str str_copy(struct arena *a, struct str s)
{
	return (struct str){arena_copy(a, s.p, s.n), s.n};
}

/*
 * Less than eight bytes as memory has them, zeros behind: what memcpy() into a word gives,
 * without the call.
 */
static uint64_t last_bytes(const char *p, size_t n)
{
	uint64_t word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint32_t low, high;

	if (n >= 4) {
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return low | (uint64_t)high << 8 * (n - 4);
	}
	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)(unsigned char)p[i] << 8 * i;
#else
	memcpy(&word, p, n);
#endif
	return word;
}

static uint64_t hash_word(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x100000001B3u;
	return h ^ h >> 29;
}

/*
 * FNV-1a taken eight bytes at a time, then mixed (the finaliser of MurmurHash3). `to` may be
 * NULL.
 */
static inline uint64_t hash(struct str s, char *to)
{
	uint64_t h = 0xCBF29CE484222325u ^ s.n;
	size_t i;

	for (i = 0; i < s.n; i += 8) {
		uint64_t word;

		if (s.n - i >= 8)
			memcpy(&word, s.p + i, sizeof word);
		else
			word = last_bytes(s.p + i, s.n - i);
		if (to != NULL)
			memcpy(to + i, &word, sizeof word);
		h = hash_word(h, word);
	}
	h ^= h >> 33;
	h *= 0xFF51AFD7ED558CCDu;
	return h ^ h >> 33;
}

uint64_t str_hash(struct str s)
{
	return hash(s, NULL);
}

uint64_t str_hash_copy(struct str s, char *to)
{
	return hash(s, to);
}

char *buf_reserve(struct buf *b, size_t n)
{
	if (b->capacity - b->n <= n) {
		size_t capacity = b->capacity ? b->capacity : 64;

		while (capacity - b->n <= n) {
			if (capacity > SIZE_MAX / 2)
				xreallocarray(NULL, SIZE_MAX, 2);
			capacity *= 2;
		}
		b->p = xrealloc(b->p, capacity);
		b->capacity = capacity;
	}
	return b->p + b->n;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *to = buf_reserve(b, n);

	if (n > 0)
		memcpy(to, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_text(struct buf *b, const char *nul_terminated)
{
	buf_str(b, str_of(nul_terminated));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return;
	buf_reserve(b, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
	va_end(args);
	b->n += (size_t)n;
}

void buf_varint(struct buf *b, uint64_t value)
{
	while (value >= 0x80) {
		buf_char(b, (char)(value | 0x80));
		value >>= 7;
	}
	buf_char(b, (char)value);
}

struct str buf_view(const struct buf *b)
{
	return (struct str){b->p, b->n};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}

bool str_varint_long(struct str *s, uint64_t *value)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < s->n && i < 10; i++) {
		unsigned char c = (unsigned char)s->p[i];

		if (i == 9 && c > 1)
			return false;
		v |= (uint64_t)(c & 0x7F) << (7 * i);
		if (c < 0x80) {
			*value = v;
			*s = str_slice(*s, i + 1, s->n);
			return true;
		}
	}
	return false;
}
