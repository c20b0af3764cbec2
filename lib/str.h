/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text with a length: `struct str` borrows bytes that somebody else owns (no NUL is
 * assumed); `struct buf` owns bytes and grows. `struct buf b = {0}` is a valid empty buffer.
 */
#ifndef LIB_STR_H
#define LIB_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lib/mem.h"

struct str {
	const char *p; /* may be NULL when n is 0 */
	size_t n;      /* bytes */
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For printf's "%.*s"; lengths beyond INT_MAX are cut. */
#define STR_ARGS(s) (int)((s).n > 0x7FFFFFFF ? 0x7FFFFFFF : (s).n), (s).p ? (s).p : ""

/* Those that every word goes through stand here, to be compiled where they are called. */

/* NULL gives the empty str. */
static inline struct str str_of(const char *nul_terminated)
{
	if (nul_terminated == NULL)
		return (struct str){NULL, 0};
	return (struct str){nul_terminated, strlen(nul_terminated)};
}

static inline struct str str_slice(struct str s, size_t start, size_t end)
{
	if (end > s.n)
		end = s.n;
	if (start > end)
		start = end;
	return (struct str){s.p ? s.p + start : NULL, end - start};
}

static inline bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str s, const char *nul_terminated)
{
	return str_equal(s, str_of(nul_terminated));
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_equal(str_slice(s, 0, prefix.n), prefix);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_equal(str_slice(s, s.n - suffix.n, s.n), suffix);
}

int str_compare(struct str a, struct str b); /* by bytes, as strcmp */
struct str str_trim(struct str s); /* ASCII white space off both ends */
/*
 * Cuts the part before the first `separator` off *rest; false, and the part is empty, when *rest is used
 * up.
 */
bool str_split(struct str *rest, char separator, struct str *part);
struct str str_copy(struct arena *a, struct str s); /* NUL after the copy */
/* Eight bytes as a number, the first as its lowest byte. */
static inline uint64_t eight_bytes(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* c in each byte. */
#define EIGHT(c) (0x0101010101010101u * (c))

uint64_t str_hash(struct str s);
/*
 * The same of a string that is copied to `to` meanwhile, with zeros behind it up to a multiple
 * of eight bytes, for which there is room.
 */
uint64_t str_hash_copy(struct str s, char *to);

struct buf {
	char *p; /* always NUL-terminated once something was added */
	size_t n, capacity;
};

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_text(struct buf *b, const char *nul_terminated);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Unsigned LEB128, low group first: 1 to 10 bytes. */
void buf_varint(struct buf *b, uint64_t value);
/* Room for n more bytes; the caller writes at b->p + b->n and adds to b->n. */
char *buf_reserve(struct buf *b, size_t n);
struct str buf_view(const struct buf *b); /* borrowed until the next change */
void buf_clear(struct buf *b);
void buf_release(struct buf *b);

/* Reads one varint off the front of *s; false (and *s untouched) when it is cut or too long. */
bool str_varint_long(struct str *s, uint64_t *value);
static inline bool str_varint(struct str *s, uint64_t *value)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = s->n > 0 && p[0] < 0x80 ? 1 : 2;

	if (s->n < n || p[n - 1] >= 0x80)
		return str_varint_long(s, value);
	*value = n == 1 ? p[0] : (uint64_t)((p[0] & 0x7Fu) | (unsigned)p[1] << 7);
	s->p += n;
	s->n -= n;
	return true;
}

/* What a hexadecimal digit of either case is worth; -1: it is none. */
static inline int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
