/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How glass writes numbers, and reads them. Each put answers where the next byte goes. */
#ifndef GLASS_BYTES_H
#define GLASS_BYTES_H

#include <stdint.h>
#include <string.h>

#define UINT_BYTES 10	 /* a put_uint() at most */
#define SORTABLE_BYTES 5 /* a put_sortable() at most */

/* Two and four bytes, the highest first. */
static inline uint8_t *put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
	return p + 2;
}

static inline uint8_t *put32(uint8_t *p, uint32_t v)
{
	return put16(put16(p, v >> 16), v & 0xFFFF);
}

static inline unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static inline uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

/* Seven bits a byte, the lowest first, the last without the top bit. */
static inline uint8_t *put_uint(uint8_t *p, uint64_t v)
{
	while (v >= 0x80) {
		*p++ = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	*p++ = (uint8_t)v;
	return p;
}

/* As few bytes as it takes, the lowest first; for the end of a key. */
static inline uint8_t *put_last(uint8_t *p, uint32_t v)
{
	for (; v != 0; v >>= 8)
		*p++ = (uint8_t)v;
	return p;
}

/*
 * Bytes that sort as the numbers do and never begin with 0xFF: two below 0x8000; then the
 * count of leading ones in the first byte tells how many there are.
 */
static inline uint8_t *put_sortable(uint8_t *p, uint32_t v)
{
	unsigned n = 3;

	if (v < 0x8000)
		return put16(p, v);
	for (uint32_t rest = v >> 22; rest != 0; rest >>= 7)
		n++;
	for (unsigned i = n - 1; i > 0; i--) {
		p[i] = (uint8_t)v;
		v >>= 8;
	}
	p[0] = (uint8_t)(v | 0xFFu << (10 - n));
	return p + n;
}

static inline uint8_t *put_bytes(uint8_t *p, const void *bytes, size_t n)
{
	if (n > 0)
		memcpy(p, bytes, n);
	return p + n;
}

/*
 * A term in a key: a NUL is followed by 0xFF, so that a term sorts after all chunks of one it starts
 * with. Twice the term's bytes are room enough.
 */
static inline uint8_t *put_term(uint8_t *p, const char *term, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*p++ = (uint8_t)term[i];
		if (term[i] == '\0')
			*p++ = 0xFF;
	}
	return p;
}

#endif
