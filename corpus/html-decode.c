/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character references: &eacute; &#233; &#xE9; and what browsers make of those cut short. */
#include "corpus/html-tree.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "corpus/html.h"
#include "lib/utf8.h"

#define NAME_MAX_BYTES 16

/* Names of HTML 5 that are met in news and that libxml2, at HTML 4, does not know. */
static const struct {
	const char *name;
	uint32_t character;
} names[] = {
	{"AMP", '&'},
	{"COPY", 0xA9},
	{"GT", '>'},
	{"LT", '<'},
	{"NewLine", ' '},
	{"QUOT", '"'},
	{"REG", 0xAE},
	{"Tab", ' '},
	{"apos", '\''},
	{"ast", '*'},
	{"bsol", '\\'},
	{"ccaron", 0x10D},
	{"colon", ':'},
	{"comma", ','},
	{"commat", '@'},
	{"dash", 0x2010},
	{"dollar", '$'},
	{"equals", '='},
	{"excl", '!'},
	{"frac13", 0x2153},
	{"grave", '`'},
	{"half", 0xBD},
	{"horbar", 0x2015},
	{"hyphen", 0x2010},
	{"inodot", 0x131},
	{"lbrace", '{'},
	{"lbrack", '['},
	{"lowbar", '_'},
	{"lpar", '('},
	{"lsqb", '['},
	{"num", '#'},
	{"numero", 0x2116},
	{"numsp", 0x2007},
	{"percnt", '%'},
	{"period", '.'},
	{"plus", '+'},
	{"puncsp", 0x2008},
	{"quest", '?'},
	{"rbrace", '}'},
	{"rbrack", ']'},
	{"rpar", ')'},
	{"rsqb", ']'},
	{"rsquor", 0x2019},
	{"semi", ';'},
	{"sol", '/'},
	{"verbar", '|'},
	{"ZeroWidthSpace", 0x200B},
};

/* What windows-1252 has at 0x80–0x9F: pages mean these by &#128; to &#159;. */
static const uint16_t windows[32] = {
	0x20AC, 0x81,	0x201A, 0x192,	0x201E, 0x2026, 0x2020, 0x2021,
	0x2C6,	0x2030, 0x160,	0x2039, 0x152,	0x8D,	0x17D,	0x8F,
	0x90,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x2DC,	0x2122, 0x161,	0x203A, 0x153,	0x9D,	0x17E,	0x178,
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static uint32_t mended(uint32_t c)
{
	if (c >= 0x80 && c < 0xA0)
		return windows[c - 0x80];
	if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return 0xFFFD;
	return c;
}

/* s begins behind "&#"; answers the bytes read, 0 when there is no number. */
static size_t take_number(struct str s, uint32_t *character)
{
	bool hex = s.n > 0 && (s.p[0] == 'x' || s.p[0] == 'X');
	size_t at = hex, begin = at;
	uint32_t c = 0;

	for (; at < s.n && (hex ? hex_value(s.p[at]) >= 0 : is_digit(s.p[at])); at++)
		c = c > 0x110000 ? c : c * (hex ? 16 : 10) + (uint32_t)hex_value(s.p[at]);
	if (at == begin)
		return 0;
	*character = mended(c);
	return at + (at < s.n && s.p[at] == ';');
}

static uint32_t named(const char *name)
{
	const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);

	if (entity != NULL)
		return entity->value;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i].name, name) == 0)
			return names[i].character;
	}
	return 0;
}

/* s begins behind "&". Without its ";" only a name of Latin-1 counts, as in "&eacute". */
static size_t take_name(struct str s, uint32_t *character)
{
	char name[NAME_MAX_BYTES + 1];
	size_t n = 0;

	while (n < s.n && n < NAME_MAX_BYTES && (is_letter(s.p[n]) || is_digit(s.p[n]))) {
		name[n] = s.p[n];
		n++;
	}
	name[n] = '\0';
	if (n < s.n && s.p[n] == ';') {
		*character = named(name);
		return *character != 0 ? n + 1 : 0;
	}
	for (; n >= 2; n--) {
		name[n] = '\0';
		*character = named(name);
		if (*character != 0 && *character < 0x100 && *character != '\'')
			return n;
	}
	return 0;
}

void html_decode(struct buf *out, struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		const char *sign = memchr(s.p + at, '&', s.n - at);
		size_t plain = sign == NULL ? s.n : (size_t)(sign - s.p);
		struct str rest = str_slice(s, plain + 1, s.n);
		uint32_t c = 0;
		size_t n;

		buf_str(out, str_slice(s, at, plain));
		if (sign == NULL)
			return;
		if (rest.n > 0 && rest.p[0] == '#') {
			n = take_number(str_slice(rest, 1, rest.n), &c);
			n += n > 0;
		} else {
			n = take_name(rest, &c);
		}
		if (n > 0)
			utf8_encode(out, c);
		else
			buf_char(out, '&');
		at = plain + 1 + n;
	}
}

struct str html_decoded(struct arena *arena, struct str s)
{
	struct buf b = {0};

	if (s.n == 0 || memchr(s.p, '&', s.n) == NULL)
		return s;
	html_decode(&b, s);
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}
