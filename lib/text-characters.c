/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a character is to the scanner. */
#include "lib/text-scan.h"

#include <utf8proc.h>

#define P PLAIN
#define S SPACE
#define N NEWLINE
#define E STOP
#define L LETTER
#define D DIGIT
#define A APOSTROPHE
#define H HYPHEN
#define C CURRENCY
#define T TAG_SIGN
const uint8_t ascii_sort[128] = {
	P, P, P, P, P, P, P, P,
	P, S, N, N, N, N, P, P, /* 00 */
	P, P, P, P, P, P, P, P,
	P, P, P, P, P, P, P, P, /* 10 */
	S, E, P, T, C, P, P, A,
	P, P, P, P, P, H, E, P, /*   ! " # $ % & ' ( ) * + , - . / */
	D, D, D, D, D, D, D, D,
	D, D, E, P, P, P, P, E, /* 0 … 9 : ; < = > ? */
	T, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, /* @ A … O */
	L, L, L, L, L, L, L, L,
	L, L, L, P, P, P, P, P, /* P … Z [ \ ] ^ _ */
	P, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, /* ` a … o */
	L, L, L, L, L, L, L, L,
	L, L, L, P, P, P, P, P, /* p … z { | } ~ */
};
#undef P
#undef S
#undef N
#undef E
#undef L
#undef D
#undef A
#undef H
#undef C
#undef T

const uint16_t latin_lower[LATIN_END - LATIN_FIRST] = {
	0x0E0, 0x0E1, 0x0E2, 0x0E3, 0x0E4, 0x0E5, 0x0E6, 0x0E7, /* C0 */
	0x0E8, 0x0E9, 0x0EA, 0x0EB, 0x0EC, 0x0ED, 0x0EE, 0x0EF,
	0x0F0, 0x0F1, 0x0F2, 0x0F3, 0x0F4, 0x0F5, 0x0F6, 0, /* D0 */
	0x0F8, 0x0F9, 0x0FA, 0x0FB, 0x0FC, 0x0FD, 0x0FE, 0x0DF,
	0x0E0, 0x0E1, 0x0E2, 0x0E3, 0x0E4, 0x0E5, 0x0E6, 0x0E7, /* E0 */
	0x0E8, 0x0E9, 0x0EA, 0x0EB, 0x0EC, 0x0ED, 0x0EE, 0x0EF,
	0x0F0, 0x0F1, 0x0F2, 0x0F3, 0x0F4, 0x0F5, 0x0F6, 0, /* F0 */
	0x0F8, 0x0F9, 0x0FA, 0x0FB, 0x0FC, 0x0FD, 0x0FE, 0x0FF,
	0x101, 0x101, 0x103, 0x103, 0x105, 0x105, 0x107, 0x107, /* 100 */
	0x109, 0x109, 0x10B, 0x10B, 0x10D, 0x10D, 0x10F, 0x10F,
	0x111, 0x111, 0x113, 0x113, 0x115, 0x115, 0x117, 0x117, /* 110 */
	0x119, 0x119, 0x11B, 0x11B, 0x11D, 0x11D, 0x11F, 0x11F,
	0x121, 0x121, 0x123, 0x123, 0x125, 0x125, 0x127, 0x127, /* 120 */
	0x129, 0x129, 0x12B, 0x12B, 0x12D, 0x12D, 0x12F, 0x12F,
	0,     0x131, 0,     0,	    0x135, 0x135, 0x137, 0x137, /* 130 */
	0x138, 0x13A, 0x13A, 0x13C, 0x13C, 0x13E, 0x13E, 0,
	0,     0x142, 0x142, 0x144, 0x144, 0x146, 0x146, 0x148, /* 140 */
	0x148, 0,     0x14B, 0x14B, 0x14D, 0x14D, 0x14F, 0x14F,
	0x151, 0x151, 0x153, 0x153, 0x155, 0x155, 0x157, 0x157, /* 150 */
	0x159, 0x159, 0x15B, 0x15B, 0x15D, 0x15D, 0x15F, 0x15F,
	0x161, 0x161, 0x163, 0x163, 0x165, 0x165, 0x167, 0x167, /* 160 */
	0x169, 0x169, 0x16B, 0x16B, 0x16D, 0x16D, 0x16F, 0x16F,
	0x171, 0x171, 0x173, 0x173, 0x175, 0x175, 0x177, 0x177, /* 170 */
	0x0FF, 0x17A, 0x17A, 0x17C, 0x17C, 0x17E, 0x17E, 0,
};

static const struct sign {
	uint32_t character;
	const char *word;
} currency_signs[] = {
	{'$', "dollar"},    {0xA3, "livre"},	{0xA5, "yen"},	    {0x20A3, "franc"},
	{0x20A9, "won"},    {0x20AA, "shekel"}, {0x20AC, "euro"},   {0x20B4, "hryvnia"},
	{0x20B9, "roupie"}, {0x20BA, "livre"},	{0x20BD, "rouble"}, {0x20BF, "bitcoin"},
	{0xFF04, "dollar"}, {0xFFE1, "livre"},	{0xFFE5, "yen"},
};

/* strchr() would find the NUL. */
bool is_any(uint32_t c, const char *characters)
{
	return c > 0 && c < 0x80 && strchr(characters, (int)c) != NULL;
}

bool is_one_of(const char *const *table, size_t count, const char *form, size_t n)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (table[i][0] == form[0] && strncmp(table[i], form, n) == 0 &&
		    table[i][n] == '\0')
			return true;
	}
	return false;
}

const char *currency_word(uint32_t c)
{
	size_t i;

	for (i = 0; i < COUNT(currency_signs); i++) {
		if (currency_signs[i].character == c)
			return currency_signs[i].word;
	}
	return NULL;
}

bool is_subscript(uint32_t c)
{
	return c >= 0x2080 && c <= 0x2089;
}

bool is_superscript(uint32_t c)
{
	return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2079);
}

bool is_ideograph(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x309F) || (c >= 0x3400 && c <= 0x4DBF) ||
	       (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0x20000 && c <= 0x3FFFF);
}

static enum sort sort_by_category(uint32_t c)
{
	if (utf8_is_letter(c))
		return LETTER;
	if (utf8_is_mark(c))
		return MARK;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_ND:
		return DIGIT;
	case UTF8PROC_CATEGORY_NL:
		return LETTER;
	case UTF8PROC_CATEGORY_ZS:
		return SPACE;
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return NEWLINE;
	default:
		return currency_word(c) ? CURRENCY : PLAIN;
	}
}

/* Characters that their Unicode category would not put in their place; the frequent first. */
static const struct rare {
	uint32_t character;
	enum sort sort;
} rare_characters[] = {
	{0x2019, APOSTROPHE},					  /* ’ */
	{0xAB, STOP},						  /* « */
	{0x2026, STOP},						  /* … */
	{0x201C, STOP},						  /* “ */
	{0x2018, APOSTROPHE},					  /* ‘ */
	{0x02BC, APOSTROPHE},					  /* ʼ */
	{0x2032, APOSTROPHE},					  /* ′ */
	{0xB4, APOSTROPHE},					  /* ´ */
	{0xFF07, APOSTROPHE},					  /* full-width ' */
	{0x2010, HYPHEN},     {0x2011, HYPHEN},	 {0xAD, IGNORED}, /* soft hyphen */
	{0x200B, IGNORED},    {0x200C, IGNORED}, {0x200D, IGNORED},
	{0x200E, IGNORED},    {0x200F, IGNORED}, {0x2060, IGNORED},
	{0xFEFF, IGNORED},    {0x85, NEWLINE},	 {0xAA, PLAIN}, /* ª */
	{0xBA, PLAIN},						/* º */
	{0xFFFD, PLAIN},
};

enum sort sort_of(uint32_t c)
{
	size_t i;

	if (c >= LATIN_FIRST && c < LATIN_END && latin_lower[c - LATIN_FIRST])
		return LETTER;
	for (i = 0; i < COUNT(rare_characters); i++) {
		if (rare_characters[i].character == c)
			return rare_characters[i].sort;
	}
	if (is_superscript(c) || is_subscript(c))
		return DIGIT;
	return sort_by_category(c);
}
