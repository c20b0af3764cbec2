/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unicode in UTF-8: decoding, checking, case, composition, folding, width.
 * Tables come from utf8proc; the Latin letters of French take a short cut.
 */
#ifndef LIB_UTF8_H
#define LIB_UTF8_H

#include "lib/str.h"

/* Decodes one character at s.p[at]; answers its bytes (1–4), 0 (and character 0) at the end. An invalid byte gives U+FFFD and 1. */
size_t utf8_decode_long(struct str s, size_t at, uint32_t *character);
static inline size_t utf8_decode(struct str s, size_t at, uint32_t *character)
{
	if (at >= s.n || (unsigned char)s.p[at] >= 0x80)
		return utf8_decode_long(s, at, character);
	*character = (unsigned char)s.p[at];
	return 1;
}

/* Appends the character. */
void utf8_encode(struct buf *b, uint32_t character);

#define UTF8_MAX 4 /* bytes of a character */

/* Writes the character at `to`, which has UTF8_MAX bytes; answers the bytes written. */
size_t utf8_write(char *to, uint32_t character);
/* SIZE_MAX when s is valid UTF-8 without NUL characters, else the byte offset of the first fault. */
size_t utf8_fault(struct str s);

/* Appends s composed (NFC). Valid UTF-8 in; answers whether anything changed. */
bool utf8_compose(struct buf *out, struct str s);
/* Appends s in lower case, NFC; œ and æ stay. */
void utf8_lower(struct buf *out, struct str s);
/*
 * Appends s without accents, in lower case: é → e, ç → c, œ → oe, æ → ae, ß → ss, ø → o, ł → l, đ → d.
 * Letters of other scripts lose their marks and stay.
 */
void utf8_fold(struct buf *out, struct str s);
/* The same for one character: writes at most UTF8_MAX bytes; 0 for a mark. */
size_t utf8_fold_of(char *to, uint32_t c);
uint32_t utf8_lower_of(uint32_t c);

bool utf8_is_letter(uint32_t c);
bool utf8_is_digit(uint32_t c); /* decimal digits of any script */
bool utf8_is_mark(uint32_t c);	/* combining marks */
bool utf8_is_upper(uint32_t c);
bool utf8_is_space(uint32_t c); /* white space, no-break spaces included */

/* Columns on a terminal: 0 for marks and controls, 2 for wide characters. */
size_t utf8_width(struct str s);
/* The longest front of s that fits in `columns`. */
struct str utf8_fit(struct str s, size_t columns);

#endif
