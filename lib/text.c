/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One pass over the bytes. A word is a run of letters and digits; what stands right behind it
 * (an apostrophe, a hyphen, a full stop …) says whether it is more than a word. ASCII and the
 * Latin letters up to U+017F are read by table; anything else sends the run to utf8proc.
 *
 * Stacked tokens come after the parts of their compound and carry the first part's position.
 */
#include "lib/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "lib/text-skim.h"
#include "lib/utf8.h"

enum {
	FORM_ROOM =
		256, /* bytes of a word kept while it is read; the span covers all of it */
	ACRONYM_MAX = 12, /* letters */
	EMAIL_LOCAL_MAX = 64,
	HOST_MAX = 253,
	SOLID_PARTS_MAX = 3,
	/* Words read before the form of one is looked at, and before it is taken. */
	NEAR_AFTER = 8,
	TAKEN_AFTER = 16, /* a power of two */
};

/* What a character is to the scanner. */
enum sort {
	PLAIN, /* separates words, nothing else */
	SPACE,
	NEWLINE,
	STOP, /* ends a sentence (. ! ? … :) or opens one («) */
	LETTER,
	DIGIT,
	MARK,
	IGNORED, /* soft hyphen, zero-width */
	APOSTROPHE,
	HYPHEN,
	CURRENCY,
	TAG_SIGN, /* # @ */
};

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
static const uint8_t ascii_sort[128] = {
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

/* Lower case of U+00C0 to U+017F; 0 for what is no letter or needs utf8proc. */
enum { LATIN_FIRST = 0xC0, LATIN_END = 0x180, LIGATURE_AE = 0xE6, LIGATURE_OE = 0x153 };

static const uint16_t latin_lower[LATIN_END - LATIN_FIRST] = {
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

static const char *const clitics[] = {
	"l", "d",  "j",	    "m",      "t",	"s",	  "c",	    "n",
	"z", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
};

/* Parts after a hyphen that make no compound of it: dit-elle, celui-ci, rendez-vous. */
static const char *const hyphen_clitics[] = {
	"je", "tu", "il",  "elle", "on",   "nous", "vous", "ils", "elles", "ce", "ci",
	"la", "le", "les", "lui",  "leur", "moi",  "toi",  "y",	  "en",	   "t",
};

/* Who may follow the -t- of "a-t-il". */
static const char *const euphonic[] = {"il", "elle", "on", "ils", "elles"};

/* Words whose full stop ends no sentence; so does one capital letter. */
static const char *const abbreviations[] = {
	"mm",  "mme",  "mmes", "mlle", "mlles", "dr",  "pr",  "me",   "mgr", "st",
	"ste", "bd",   "av",   "env",  "cf",	"vol", "art", "janv", "fev", "févr",
	"avr", "juil", "sept", "oct",  "nov",	"dec", "déc", "tel",  "tél", "ex",
};

/* Glued to a number, these stand apart: 12MW. In lower case; never g, k, m, d, e (5G, 3M, 3D). */
static const char *const units[] = {
	"w",	"kw",  "mw",   "gw",   "tw",   "wh",   "kwh",  "mwh",  "gwh",  "twh",
	"wc",	"kwc", "mwc",  "gwc",  "v",    "kv",   "mv",   "ah",   "mah",  "kva",
	"mva",	"km",  "dm",   "cm",   "mm",   "nm",   "μm",   "m2",   "m3",   "dm3",
	"cm2",	"cm3", "mm2",  "km2",  "km3",  "ha",   "kmh",  "kg",   "mg",   "t",
	"kt",	"mt",  "gt",   "hl",   "dl",   "cl",   "ml",   "h",    "min",  "mn",
	"sec",	"ms",  "ko",   "mo",   "go",   "to",   "po",   "eo",   "kb",   "mb",
	"gb",	"tb",  "pb",   "kbps", "mbps", "gbps", "tbps", "kbit", "mbit", "gbit",
	"tbit", "hz",  "khz",  "mhz",  "ghz",  "thz",  "px",   "dpi",  "bar",  "mbar",
	"hpa",	"kpa", "mpa",  "kj",   "mj",   "gj",   "tep",  "ktep", "mtep", "ch",
	"cv",	"db",  "tco2", "ppm",  "kcal", "evp",  "teu",  "pts",  "ans",
};

/* Multipliers before a currency sign or behind a number. */
enum multiplier_use {
	WITH_SIGN = 1,	      /* M€ */
	BEHIND_NUMBER = 2,    /* 3 Md d'euros: also without a sign */
	OF_MONEY = 4,	      /* 10k euros: without a sign when money or "de" follows */
	CAPITAL_OF_MONEY = 8, /* 3M d'euros, never 3m de haut */
	BEHIND_SIGN = 16,     /* $3m */
};

static const struct multiplier {
	const char *form, *word;
	unsigned use;
} multipliers[] = {
	{"k", "millier", WITH_SIGN | OF_MONEY | BEHIND_SIGN},
	{"m", "million", WITH_SIGN | CAPITAL_OF_MONEY | BEHIND_SIGN},
	{"mn", "million", WITH_SIGN | BEHIND_SIGN},
	{"mio", "million", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"md", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mds", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mrd", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mrds", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"bn", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"b", "milliard", WITH_SIGN | BEHIND_SIGN},
	{"g", "milliard", WITH_SIGN},
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

/* Last labels that make a domain name of words joined by full stops. */
static const char *const top_domains[] = {
	"ac",	  "ai",	     "app",   "asso", "at",   "au",	"be",	"bio",	 "biz",
	"blog",	  "br",	     "bzh",   "ca",   "cat",  "ch",	"club", "cn",	 "co",
	"com",	  "coop",    "cz",    "de",   "dev",  "dk",	"edu",	"es",	 "eu",
	"fi",	  "finance", "fm",    "fr",   "fund", "gg",	"gouv", "gov",	 "gr",
	"ie",	  "immo",    "in",    "info", "int",  "io",	"it",	"jobs",	 "jp",
	"kr",	  "live",    "lu",    "ly",   "ma",   "media",	"mobi", "mx",	 "nc",
	"net",	  "news",    "nl",    "no",   "nyc",  "online", "org",	"paris", "pl",
	"pro",	  "pt",	     "re",    "ru",   "se",   "shop",	"sn",	"so",	 "store",
	"studio", "tech",    "team",  "tf",   "tn",   "tv",	"tw",	"ua",	 "uk",
	"us",	  "vc",	     "world", "xyz",
};

/* Labels before a country's that are not the name: ovh.co.uk, impots.gouv.fr. */
static const char *const second_domains[] = {"ac",  "asso", "co",  "com", "edu",
					     "gob", "gouv", "gov", "net", "org"};

/* ---- reading ---- */

enum seen {
	SEEN_LOWER = 1,
	SEEN_UPPER = 2,
	SEEN_DIGIT = 4,
	SEEN_FIRST_UPPER = 8,
};

/* A word while it is read. Its form stands in scan.form. */
struct run {
	size_t start, end; /* bytes of the source */
	size_t n;	   /* bytes of the form */
	unsigned letters;
	unsigned seen; /* enum seen */
};

/* A word read whose token has no form yet. */
struct wanted {
	struct form_wanted form;
	size_t token; /* its number in the text */
};

struct scan {
	struct text *text;
	struct vocabulary *v;
	struct str source;
	const unsigned char *p; /* source.p */
	size_t at;
	size_t at_sign;			 /* the next @ from some place before `at` on */
	size_t number_start, number_end; /* the last number; both 0 when there was none */
	size_t sign_end; /* the last currency sign; 0 when there was none */
	enum text_part part;
	bool sentence; /* the next token begins one */
	char form[FORM_ROOM];
	char solid[FORM_ROOM]; /* a compound's solid form */
	size_t solid_n;
	bool watching;
	size_t wanted_count; /* of all words; the last TAKEN_AFTER of them stand in the ring */
	struct wanted *wanted;
};

static unsigned char byte_at(const struct scan *s, size_t at)
{
	return at < s->source.n ? s->p[at] : '\0';
}

/* strchr() would find the NUL. */
static bool is_any(uint32_t c, const char *characters)
{
	return c > 0 && c < 0x80 && strchr(characters, (int)c) != NULL;
}

static bool is_one_of(const char *const *table, size_t count, const char *form, size_t n)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (table[i][0] == form[0] && strncmp(table[i], form, n) == 0 &&
		    table[i][n] == '\0')
			return true;
	}
	return false;
}

#define IS_ONE_OF(table, form, n) is_one_of((table), COUNT(table), (form), (n))

static const char *currency_word(uint32_t c)
{
	size_t i;

	for (i = 0; i < COUNT(currency_signs); i++) {
		if (currency_signs[i].character == c)
			return currency_signs[i].word;
	}
	return NULL;
}

static bool is_subscript(uint32_t c)
{
	return c >= 0x2080 && c <= 0x2089;
}

static bool is_superscript(uint32_t c)
{
	return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2079);
}

/* Scripts without spaces: each character is a word. */
static bool is_ideograph(uint32_t c)
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

static enum sort sort_of(uint32_t c)
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

/* The sort of the character at `at`, and its bytes; PLAIN and 0 at the end. */
static enum sort sort_at(const struct scan *s, size_t at, size_t *n)
{
	uint32_t c;

	if (at < s->source.n && s->p[at] < 0x80) {
		*n = 1;
		return (enum sort)ascii_sort[s->p[at]];
	}
	*n = utf8_decode(s->source, at, &c);
	return *n ? sort_of(c) : PLAIN;
}

static const struct multiplier *find_multiplier(const char *form, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(multipliers); i++) {
		if (multipliers[i].form[0] == form[0] &&
		    strncmp(multipliers[i].form, form, n) == 0 && !multipliers[i].form[n])
			return &multipliers[i];
	}
	return NULL;
}

static bool in_word(enum sort k)
{
	return k == LETTER || k == DIGIT || k == MARK || k == IGNORED;
}

/* A letter or digit: what a word begins with. */
static bool word_at(const struct scan *s, size_t at)
{
	size_t n;
	enum sort k = sort_at(s, at, &n);

	return k == LETTER || k == DIGIT;
}

static bool letter_at(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == LETTER;
}

static bool digit_at(const struct scan *s, size_t at)
{
	return ascii_sort[byte_at(s, at) & 0x7F] == DIGIT && byte_at(s, at) < 0x80;
}

static bool upper_at(const struct scan *s, size_t at)
{
	uint32_t c;

	return utf8_decode(s->source, at, &c) > 0 && utf8_is_upper(c);
}

/* Bytes of the apostrophe at `at`; 0 when there is none. */
static size_t apostrophe_at(const struct scan *s, size_t at)
{
	unsigned char c = byte_at(s, at);
	size_t n;

	if (c == '\'')
		return 1;
	if (c < 0x80)
		return 0;
	return sort_at(s, at, &n) == APOSTROPHE ? n : 0;
}

/* Bytes of the hyphen at `at` when a word goes on behind it, else 0. */
static size_t hyphen_at(const struct scan *s, size_t at)
{
	unsigned char c = byte_at(s, at);
	size_t n = 1;

	if (c != '-' && (c < 0x80 || sort_at(s, at, &n) != HYPHEN))
		return 0;
	return word_at(s, at + n) ? n : 0;
}

/* ---- runs of letters and digits ---- */

static void add_bytes(char *form, size_t *n, const char *bytes, size_t count)
{
	if (*n + count <= FORM_ROOM) {
		memcpy(form + *n, bytes, count);
		*n += count;
	}
}

/* Adds a lower-case letter to the form; œ and æ are written out. */
static void add_letter(struct scan *s, struct run *r, uint32_t c)
{
	char bytes[UTF8_MAX];

	if (c == LIGATURE_OE)
		add_bytes(s->form, &r->n, "oe", 2);
	else if (c == LIGATURE_AE)
		add_bytes(s->form, &r->n, "ae", 2);
	else
		add_bytes(s->form, &r->n, bytes, utf8_write(bytes, c));
}

/* The end of a run that has characters beyond the tables, counting its letters. */
static size_t rare_end(const struct scan *s, size_t at, size_t limit, struct run *r)
{
	enum sort last = PLAIN;

	while (at < limit) {
		uint32_t c = 0;
		size_t n;
		enum sort k = sort_at(s, at, &n);

		utf8_decode(s->source, at, &c);
		if (!in_word(k) || (is_ideograph(c) && at > r->start))
			break;
		if (is_superscript(c) &&
		    (r->letters > 3 || (last == DIGIT && digit_at(s, at - 1))))
			break;
		if (k == LETTER) {
			r->letters++;
			r->seen |= utf8_is_upper(c) ? SEEN_UPPER : SEEN_LOWER;
		} else if (k == DIGIT) {
			r->seen |= SEEN_DIGIT;
		}
		last = k;
		at += n;
		if (is_ideograph(c) && (at >= limit || sort_at(s, at, &n) != MARK))
			break;
	}
	return at;
}

/* Composes (NFKC) and lowers the run's front into the form. */
static void add_rare(struct scan *s, struct run *r)
{
	utf8proc_int32_t chars[4 * FORM_ROOM];
	size_t room = r->end - r->start;
	utf8proc_ssize_t count;
	utf8proc_ssize_t i;

	if (room > FORM_ROOM) {
		room = FORM_ROOM;
		while (room > 0 && (s->p[r->start + room] & 0xC0) == 0x80)
			room--;
	}
	count = utf8proc_decompose(s->p + r->start, (utf8proc_ssize_t)room, chars,
				   (utf8proc_ssize_t)COUNT(chars),
				   UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
					   UTF8PROC_IGNORE);
	if (count < 0 || count > (utf8proc_ssize_t)COUNT(chars))
		return;
	count = utf8proc_normalize_utf32(chars, count,
					 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	for (i = 0; i < count; i++) {
		uint32_t c = utf8_lower_of((uint32_t)chars[i]);

		if (utf8_is_letter(c) || utf8_is_digit(c) || utf8_is_mark(c))
			add_letter(s, r, c);
	}
}

static void read_rare(struct scan *s, size_t limit, struct run *r)
{
	r->n = 0;
	r->letters = 0;
	r->seen = 0;
	r->end = rare_end(s, r->start, limit, r);
	add_rare(s, r);
}

/* Reads the letters and digits from `at` on, at most up to `limit`. */
static void read_run(struct scan *s, size_t at, size_t limit, struct run *r)
{
	size_t n;

	*r = (struct run){.start = at};
	for (; at < limit; at++) {
		unsigned char c = s->p[at];

		if (c < 0x80) {
			enum sort k = (enum sort)ascii_sort[c];

			if (k == LETTER) {
				r->letters++;
				r->seen |= c & 0x20 ? SEEN_LOWER : SEEN_UPPER;
				c |= 0x20;
			} else if (k == DIGIT) {
				r->seen |= SEEN_DIGIT;
			} else {
				break;
			}
			if (r->n < FORM_ROOM)
				s->form[r->n++] = (char)c;
		} else if (c >= 0xC3 && c <= 0xC5 && at + 1 < limit &&
			   (s->p[at + 1] & 0xC0) == 0x80) {
			uint32_t letter = (c & 0x1Fu) << 6 | (s->p[at + 1] & 0x3Fu);
			uint32_t lower = latin_lower[letter - LATIN_FIRST];

			if (lower == 0)
				break;
			add_letter(s, r, lower);
			r->letters++;
			r->seen |= lower == letter ? SEEN_LOWER : SEEN_UPPER;
			at++;
		} else {
			break;
		}
	}
	r->end = at;
	if (at < limit && s->p[at] >= 0x80 && in_word(sort_at(s, at, &n)))
		read_rare(s, limit, r);
	if ((r->seen & SEEN_UPPER) && upper_at(s, r->start))
		r->seen |= SEEN_FIRST_UPPER;
}

/* ---- writing tokens ---- */

static struct wanted *wanted_at(const struct scan *s, size_t i)
{
	return &s->wanted[i % TAKEN_AFTER];
}

static void take_form(struct scan *s, const struct wanted *w)
{
	s->text->tokens[w->token].form = vocabulary_get(s->v, &w->form);
}

/* Has the last token get its form when the memory for it has come. */
static void want_form(struct scan *s, struct str form)
{
	size_t i = s->wanted_count++;
	struct wanted *w = wanted_at(s, i);

	if (i >= TAKEN_AFTER)
		take_form(s, w);
	w->token = s->text->count - 1;
	vocabulary_want(s->v, form, &w->form);
	if (i >= NEAR_AFTER)
		vocabulary_near(s->v, &wanted_at(s, i - NEAR_AFTER)->form);
}

static void take_forms(struct scan *s)
{
	size_t i = s->wanted_count < TAKEN_AFTER ? 0 : s->wanted_count - TAKEN_AFTER;

	for (; i < s->wanted_count; i++)
		take_form(s, wanted_at(s, i));
}

static struct token *push(struct scan *s, enum token_kind kind, struct str form,
			  size_t start, size_t end)
{
	struct text *t = s->text;
	struct token *token;

	GROW(t->tokens, t->count, t->capacity);
	token = &t->tokens[t->count++];
	if (s->watching)
		token->form = vocabulary_form(s->v, form);
	else
		want_form(s, form);
	token->start = (uint32_t)start;
	token->end = (uint32_t)end;
	token->kind = (uint8_t)kind;
	token->flags = 0;
	token->part = (uint8_t)s->part;
	return token;
}

/* A token at a position of its own. */
static struct token *push_next(struct scan *s, enum token_kind kind, struct str form,
			       size_t start, size_t end)
{
	struct token *token = push(s, kind, form, start, end);

	token->position = ++s->text->position;
	if (s->sentence)
		token->flags = TOKEN_SENTENCE;
	s->sentence = false;
	return token;
}

static uint8_t case_flags(unsigned seen, unsigned letters)
{
	uint8_t flags = 0;

	if (seen & SEEN_FIRST_UPPER)
		flags |= TOKEN_CAPITAL;
	if ((seen & SEEN_UPPER) && !(seen & SEEN_LOWER) && letters >= 2)
		flags |= TOKEN_UPPER;
	return flags;
}

/* A second form at the position of an earlier token. */
static void push_stacked(struct scan *s, enum token_kind kind, struct str form,
			 size_t start, size_t end, uint32_t position, unsigned flags)
{
	struct token *token = push(s, kind, form, start, end);

	token->position = position;
	token->flags = (uint8_t)(flags | TOKEN_STACKED);
}

/* The word just read. A run that left no form (utf8proc refused it) gives no token. */
static void push_run(struct scan *s, enum token_kind kind, const struct run *r,
		     unsigned flags)
{
	struct token *token;

	if (r->n == 0)
		return;
	token = push_next(s, kind, (struct str){s->form, r->n}, r->start, r->end);
	token->flags |= (uint8_t)(case_flags(r->seen, r->letters) | flags);
}

static enum token_kind run_kind(const struct run *r)
{
	if (!(r->seen & SEEN_DIGIT))
		return TOKEN_WORD;
	return r->letters ? TOKEN_ALNUM : TOKEN_NUM;
}

static void push_word(struct scan *s, const char *word, enum token_kind kind,
		      size_t start, size_t end, unsigned flags)
{
	push_next(s, kind, str_of(word), start, end)->flags |= (uint8_t)flags;
}

/* ---- hosts: URL, e-mail, domain names (T11) ---- */

/* Bytes of a host name's character at `at`; 0 when it cannot be one. */
static size_t host_character(const struct scan *s, size_t at)
{
	size_t n;
	enum sort k = sort_at(s, at, &n);

	if (byte_at(s, at) == '.' || byte_at(s, at) == '-')
		return 1;
	return k == LETTER || k == DIGIT ? n : 0;
}

/* The end of the host name from `start` on; no full stop or hyphen at its end. */
static size_t host_end(const struct scan *s, size_t start)
{
	size_t end = start;
	size_t n;

	while (end - start < HOST_MAX && (n = host_character(s, end)) > 0) {
		if (s->p[end] == '.' && byte_at(s, end + 1) == '.')
			break;
		end += n;
	}
	while (end > start && (s->p[end - 1] == '.' || s->p[end - 1] == '-'))
		end--;
	return end;
}

/* Where the last label of the host begins. */
static size_t last_label(const struct scan *s, size_t start, size_t end)
{
	while (end > start && s->p[end - 1] != '.')
		end--;
	return end;
}

static bool is_top_domain(const struct scan *s, size_t start, size_t label, size_t end)
{
	char lower[8];
	bool upper = false;
	size_t n = end - label;
	size_t i;

	if (n < 2 || n >= sizeof lower)
		return false;
	for (i = label; i < end; i++) {
		lower[i - label] = (char)(s->p[i] | 0x20);
		upper = upper || s->p[i] < 'a';
	}
	for (i = start; upper && i < label; i++) {
		if (s->p[i] >= 'a' && s->p[i] <= 'z')
			return false;
	}
	return IS_ONE_OF(top_domains, lower, n);
}

/* The end of the longest front of the words joined by full stops that is a domain name, or 0. */
static size_t domain_end(const struct scan *s, size_t start)
{
	size_t end = host_end(s, start);
	size_t label = last_label(s, start, end);

	if (word_at(s, end))
		return 0;
	while (label > start) {
		if (is_top_domain(s, start, label, end))
			return end;
		end = label - 1;
		label = last_label(s, start, end);
	}
	return 0;
}

static bool is_www(const struct scan *s, size_t start)
{
	return (byte_at(s, start) | 0x20) == 'w' &&
	       (byte_at(s, start + 1) | 0x20) == 'w' &&
	       (byte_at(s, start + 2) | 0x20) == 'w' && byte_at(s, start + 3) == '.' &&
	       letter_at(s, start + 4);
}

static void copy_lower(struct scan *s, size_t start, size_t end, struct run *r)
{
	uint32_t c;
	size_t at;

	*r = (struct run){.start = start, .end = end};
	for (at = start; at < end; at += utf8_decode(s->source, at, &c)) {
		utf8_decode(s->source, at, &c);
		add_letter(s, r, utf8_lower_of(c));
	}
}

/* Stacks the second-level label of the host just pushed: amazon of amazon.fr. */
static void push_label(struct scan *s, size_t start, size_t end)
{
	size_t top = last_label(s, start, end);
	size_t label;
	struct run r;

	if (top == start || !letter_at(s, top))
		return;
	label = last_label(s, start, top - 1);
	copy_lower(s, label, top - 1, &r);
	if (label > start && end - top == 2 && IS_ONE_OF(second_domains, s->form, r.n)) {
		top = label;
		label = last_label(s, start, top - 1);
		copy_lower(s, label, top - 1, &r);
	}
	if (r.n > 0)
		push_stacked(s, TOKEN_URL, (struct str){s->form, r.n}, r.start, r.end,
			     s->text->position, upper_at(s, r.start) ? TOKEN_CAPITAL : 0);
}

static void push_host(struct scan *s, size_t start, size_t end)
{
	struct run r;

	if (is_www(s, start))
		start += 4;
	copy_lower(s, start, end, &r);
	if (upper_at(s, start))
		r.seen = SEEN_FIRST_UPPER;
	push_run(s, TOKEN_URL, &r, 0);
	push_label(s, start, end);
}

/* Behind a host: port, path and query up to white space, a quote or a bracket. */
static size_t path_end(const struct scan *s, size_t at)
{
	unsigned char c = byte_at(s, at);

	if (c != '/' && c != '?' && c != '#' && !(c == ':' && digit_at(s, at + 1)))
		return at;
	while (at < s->source.n) {
		size_t n;
		enum sort k = sort_at(s, at, &n);

		if (k == SPACE || k == NEWLINE || is_any(byte_at(s, at), "<>\"()[]{}") ||
		    (k == STOP && s->p[at] >= 0x80) || (k == PLAIN && s->p[at] >= 0x80))
			break;
		at += n;
	}
	while (at > 0 && is_any(s->p[at - 1], ".,;:!?'"))
		at--;
	return at;
}

/* "http", read as a word, with "://host" behind it. */
static bool try_url(struct scan *s, const struct run *r)
{
	static const char *const schemes[] = {"http", "https", "ftp"};
	size_t start = r->end + 3;
	size_t end;

	if (byte_at(s, r->end + 1) != '/' || byte_at(s, r->end + 2) != '/' ||
	    !IS_ONE_OF(schemes, s->form, r->n))
		return false;
	end = host_end(s, start);
	if (byte_at(s, end) == '@') {
		start = end + 1;
		end = host_end(s, start);
	}
	if (end == start)
		return false;
	push_host(s, start, end);
	s->at = path_end(s, end);
	return true;
}

static bool try_domain(struct scan *s, size_t start)
{
	size_t end = is_www(s, start) ? host_end(s, start) : domain_end(s, start);

	if (end == 0)
		return false;
	push_host(s, start, end);
	s->at = path_end(s, end);
	return true;
}

/* An address when the next @ has a local part before it, from here, and a host behind. */
static bool try_email(struct scan *s, size_t start)
{
	size_t sign = s->at_sign;
	size_t end;
	size_t at;
	struct run r;

	for (at = start; at < sign; at++) {
		if (!host_character(s, at) && !is_any(s->p[at], "_%+"))
			return false;
	}
	end = host_end(s, sign + 1);
	if (byte_at(s, sign - 1) == '.' || last_label(s, sign + 1, end) == sign + 1)
		return false;
	copy_lower(s, start, end, &r);
	push_run(s, TOKEN_EMAIL, &r, 0);
	s->at = end;
	return true;
}

/* Whether an @ stands near enough behind `start` for an address. */
static bool email_near(struct scan *s, size_t start)
{
	if (s->at_sign <= start) {
		const char *next = memchr(s->source.p + start, '@', s->source.n - start);

		s->at_sign = next ? (size_t)(next - s->source.p) : SIZE_MAX;
	}
	return s->at_sign != SIZE_MAX && s->at_sign > start &&
	       s->at_sign - start <= EMAIL_LOCAL_MAX;
}

/* ---- acronyms: A.W.S., P.-D.G. (T6); R&D, M & A (T7) ---- */

/* The end of the single letter at `at`, or 0 when it is none or more than one. */
static size_t single_letter(const struct scan *s, size_t at)
{
	size_t n;
	size_t next;

	if (sort_at(s, at, &n) != LETTER)
		return 0;
	while (sort_at(s, at + n, &next) == MARK)
		n += next;
	return in_word(sort_at(s, at + n, &next)) ? 0 : at + n;
}

/* Single letters, a full stop behind each; the last one may stand without. */
static bool try_dotted(struct scan *s, size_t start)
{
	struct run whole = {.start = start, .end = start};
	char form[FORM_ROOM];
	size_t n = 0;
	bool hyphen = false;
	size_t at = start;
	size_t end;

	while ((end = single_letter(s, at)) != 0 && whole.letters < ACRONYM_MAX) {
		struct run letter;

		read_run(s, at, end, &letter);
		add_bytes(form, &n, s->form, letter.n);
		whole.seen |=
			letter.seen & ~(whole.letters ? (unsigned)SEEN_FIRST_UPPER : 0);
		whole.letters++;
		whole.end = end;
		if (byte_at(s, end) != '.')
			break;
		whole.end = ++end;
		at = end + (byte_at(s, end) == '-');
		hyphen = hyphen || (at > end && single_letter(s, at));
	}
	if (whole.letters < 2 || whole.letters == ACRONYM_MAX)
		return false;
	if (word_at(s, whole.end) || (hyphen && s->p[whole.end - 1] != '.'))
		return false;
	memcpy(s->form, form, n);
	whole.n = n;
	push_run(s, TOKEN_ACRO, &whole, 0);
	s->at = whole.end;
	return true;
}

static bool is_short_letters(const struct run *r)
{
	return r->letters >= 1 && r->letters <= 2 && !(r->seen & SEEN_DIGIT);
}

/* Bytes of the English 's at a word's end, from its apostrophe on (T3). */
static size_t possessive_at(const struct scan *s, size_t at)
{
	size_t n = apostrophe_at(s, at);

	if (n == 0 || (byte_at(s, at + n) | 0x20) != 's' || word_at(s, at + n + 1) ||
	    apostrophe_at(s, at + n + 1))
		return 0;
	return n + 1;
}

/* Around &: one or two letters; capitals when there are spaces. */
static bool try_ampersand(struct scan *s, struct run *r)
{
	size_t gap = byte_at(s, r->end) == ' ';
	size_t at = r->end + gap + 1 + gap;
	char form[FORM_ROOM];
	size_t n = 0;
	struct run right;

	if (byte_at(s, r->end + gap) != '&' || !is_short_letters(r) ||
	    !letter_at(s, at) || (gap && byte_at(s, at - 1) != ' '))
		return false;
	add_bytes(form, &n, s->form, r->n);
	add_bytes(form, &n, "&", 1);
	read_run(s, at, s->source.n, &right);
	if (!is_short_letters(&right) || byte_at(s, right.end) == '&' ||
	    (gap && ((r->seen | right.seen) & SEEN_LOWER)))
		return false;
	add_bytes(form, &n, s->form, right.n);
	memcpy(s->form, form, n);
	r->n = n;
	r->end = right.end + possessive_at(s, right.end);
	r->letters += right.letters;
	r->seen |= right.seen & (SEEN_LOWER | SEEN_UPPER);
	push_run(s, TOKEN_ACRO, r, 0);
	s->at = r->end;
	return true;
}

/* C++, C#, F#. */
static bool try_language(struct scan *s, struct run *r)
{
	size_t signs = byte_at(s, r->end) == '#' ? 1 : 2;

	if (r->n != 1 || r->letters != 1)
		return false;
	if (signs == 2 && byte_at(s, r->end + 1) != '+')
		return false;
	if (signs == 1 && word_at(s, r->end + 1))
		return false;
	add_bytes(s->form, &r->n, s->source.p + r->end, signs);
	r->end += signs;
	push_run(s, TOKEN_ALNUM, r, 0);
	s->at = r->end;
	return true;
}

/* ---- money: M€, €3m, 10k euros (T9) ---- */

/* Skips one space of any kind. */
static size_t skip_space(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == SPACE ? at + n : at;
}

static bool currency_at(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == CURRENCY;
}

/* "d'euros", "de dollars", "euros" behind a multiplier. */
static bool money_follows(const struct scan *s, size_t at)
{
	static const char *const words[] = {"d'", "d’", "de ", "euro", "dollar"};
	struct str rest;
	size_t i;

	rest = str_slice(s->source, skip_space(s, at), s->source.n);
	for (i = 0; i < COUNT(words); i++) {
		if (str_starts(rest, str_of(words[i])))
			return rest.p > s->source.p + at || words[i][1] == '\'';
	}
	return false;
}

/* The multiplier just read, when a sign, a number or money beside it says that it is one. */
static const struct multiplier *multiplier_here(const struct scan *s, const struct run *r)
{
	const struct multiplier *m = find_multiplier(s->form, r->n);
	bool number = s->number_end != 0 && skip_space(s, s->number_end) == r->start;
	unsigned use = 0;

	if (m == NULL)
		return NULL;
	if (currency_at(s, number ? skip_space(s, r->end) : r->end))
		use |= WITH_SIGN;
	if (number)
		use |= BEHIND_NUMBER;
	if (number && s->sign_end == s->number_start && s->sign_end != 0)
		use |= BEHIND_SIGN;
	if (number && money_follows(s, r->end))
		use |= OF_MONEY | (r->seen & SEEN_UPPER ? CAPITAL_OF_MONEY : 0);
	return m->use & use ? m : NULL;
}

/* The token that ends right here, or NULL. */
static const struct token *token_before(const struct scan *s, size_t at)
{
	const struct token *last;

	if (s->text->count == 0)
		return NULL;
	last = &s->text->tokens[s->text->count - 1];
	return last->end == at && last->part == s->part && at > 0 ? last : NULL;
}

static bool try_multiplier(struct scan *s, const struct run *r)
{
	const struct multiplier *m = multiplier_here(s, r);

	if (m == NULL)
		return false;
	push_word(s, m->word, TOKEN_UNIT, r->start, r->end,
		  token_before(s, r->start) ? TOKEN_JOINED : 0);
	s->at = r->end;
	return true;
}

static void scan_currency(struct scan *s)
{
	const struct token *before = token_before(s, s->at);
	size_t start = s->at;
	uint32_t c;

	s->at += utf8_decode(s->source, start, &c);
	if (before && before->kind == TOKEN_WORD && letter_at(s, s->at))
		return; /* A$AP, Ke$ha */
	push_word(s, currency_word(c), TOKEN_UNIT, start, s->at,
		  before ? TOKEN_JOINED : 0);
	s->sign_end = s->at;
}

/* ---- numbers (T8, T10) ---- */

/* A number while it is read. */
struct number {
	size_t start, end;
	char form[FORM_ROOM]; /* canonical digits */
	size_t n;
	bool plain; /* digits only: neither grouped nor decimal */
};

static size_t digits_end(const struct scan *s, size_t at)
{
	while (digit_at(s, at))
		at++;
	return at;
}

/* Bytes of a separator of thousands. */
static size_t group_separator(const struct scan *s, size_t at)
{
	static const char *const separators[] = {
		" ", ".", ",", "'", "’", "\u00A0", "\u202F", "\u2009",
	};
	struct str rest = str_slice(s->source, at, at + 3);
	size_t i;

	for (i = 0; i < COUNT(separators); i++) {
		if (str_starts(rest, str_of(separators[i])))
			return strlen(separators[i]);
	}
	return 0;
}

static bool is_unit(const char *form, size_t n)
{
	return IS_ONE_OF(units, form, n);
}

/* Letters right behind a number may be a unit or a multiplier; others belong to a word. */
static bool unit_follows(struct scan *s, size_t at)
{
	struct run r;

	if (!letter_at(s, at))
		return true;
	read_run(s, at, s->source.n, &r);
	return is_unit(s->form, r.n) || find_multiplier(s->form, r.n);
}

/*
 * The end of groups of three behind 1 to 3 digits, all behind the same separator. A comma
 * separates thousands only where it cannot be French: 1,234,567; 1,234.5; $1,200.
 */
static size_t groups_end(struct scan *s, size_t start, size_t end)
{
	size_t width = group_separator(s, end);
	struct str separator = str_slice(s->source, end, end + width);
	size_t groups = 0;
	size_t at = end;

	if (width == 0 || end - start > 3 || s->p[start] == '0')
		return end;
	while (str_equal(str_slice(s->source, at, at + width), separator) &&
	       digits_end(s, at + width) == at + width + 3) {
		if (separator.p[0] == ' ' && !unit_follows(s, at + width + 3))
			break;
		at += width + 3;
		groups++;
	}
	if ((separator.p[0] == '.' || separator.p[0] == ',') &&
	    byte_at(s, at) == (unsigned char)separator.p[0] && digit_at(s, at + 1))
		return end; /* 192.168.1.1, 1,2,3 */
	if (separator.p[0] == ',' && groups == 1 &&
	    !(s->sign_end != 0 && s->sign_end == start) &&
	    !(byte_at(s, at) == '.' && digit_at(s, at + 1)))
		return end;
	return at;
}

/* The end of decimals, or `at`: 13.05.2024 and 1,2,3 have none. */
static size_t decimals_end(const struct scan *s, size_t at)
{
	unsigned char point = byte_at(s, at);
	size_t end;

	if ((point != ',' && point != '.') || !digit_at(s, at + 1))
		return at;
	end = digits_end(s, at + 1);
	return byte_at(s, end) == point && digit_at(s, end + 1) ? at : end;
}

/* Inside 13.05.2024, 13/05/2024 or 1,2,3, every number stands alone. */
static bool within_list(const struct scan *s, size_t start)
{
	return start >= 2 && is_any(s->p[start - 1], ".,/") && digit_at(s, start - 2);
}

enum grouping { GROUPS, NO_GROUPS };

static void read_number(struct scan *s, size_t start, enum grouping grouping,
			struct number *k)
{
	size_t whole = digits_end(s, start);
	size_t grouped = whole;
	size_t i;

	k->start = start;
	k->n = 0;
	if (grouping == GROUPS && !within_list(s, start))
		grouped = groups_end(s, start, whole);
	for (i = start; i < grouped; i++) {
		if (digit_at(s, i))
			add_bytes(k->form, &k->n, s->source.p + i, 1);
	}
	k->end = within_list(s, start) ? grouped : decimals_end(s, grouped);
	if (k->end > grouped) {
		add_bytes(k->form, &k->n, ".", 1);
		for (i = grouped + 1; i < k->end; i++)
			add_bytes(k->form, &k->n, s->source.p + i, 1);
	}
	k->plain = k->end == whole;
}

static void push_number(struct scan *s, const struct number *k, unsigned flags)
{
	push_next(s, TOKEN_NUM, (struct str){k->form, k->n}, k->start, k->end)->flags |=
		(uint8_t)flags;
	s->number_start = k->start;
	s->number_end = k->end;
}

/* 10h30: three tokens. */
static bool try_clock(struct scan *s, const struct number *k)
{
	struct number minutes;
	size_t h = k->end;

	if ((byte_at(s, h) | 0x20) != 'h' || digits_end(s, h + 1) != h + 3 ||
	    word_at(s, h + 3))
		return false;
	push_number(s, k, 0);
	push_word(s, "h", TOKEN_WORD, h, h + 1, TOKEN_JOINED);
	read_number(s, h + 1, NO_GROUPS, &minutes);
	push_number(s, &minutes, TOKEN_JOINED);
	s->at = h + 3;
	return true;
}

/* ---- words (T1–T5) ---- */

/* An opening quote, bracket or tag, before which a clitic is elided too: d'« IA ». */
static bool opening_at(const struct scan *s, size_t at)
{
	uint32_t c;

	if (utf8_decode(s->source, at, &c) == 0)
		return false;
	return is_any(c, "\"'([#@") || c == 0xAB || c == 0x2018 || c == 0x201C ||
	       c == 0x201E;
}

/* "île" of presqu'île, which is one word. */
static bool isle_at(const struct scan *s, size_t at)
{
	static const char *const isles[] = {"île", "ile", "Île", "Ile", "ÎLE", "ILE"};
	struct str rest = str_slice(s->source, at, s->source.n);
	size_t i;

	for (i = 0; i < COUNT(isles); i++) {
		if (str_starts(rest, str_of(isles[i])))
			return true;
	}
	return false;
}

static size_t skip_blanks(const struct scan *s, size_t at)
{
	while (byte_at(s, at) == ' ')
		at++;
	return at;
}

/* Bytes of the apostrophe that elides the clitic just read, or 0 when it is a word. */
static size_t elision_at(const struct scan *s, const struct run *r)
{
	size_t n = apostrophe_at(s, r->end);
	size_t next = r->end + n;

	if (n == 0 || !IS_ONE_OF(clitics, s->form, r->n))
		return 0;
	/* A space too many: "l' étrange". In quotes ('d' est) the letter is a word. */
	if (byte_at(s, next) == ' ' &&
	    (r->start == 0 || !is_any(byte_at(s, r->start - 1), "'")))
		next = skip_blanks(s, next);
	if (!word_at(s, next) && !currency_at(s, next) && !opening_at(s, next))
		return 0;
	if (r->n == 6 && s->form[0] == 'p' && s->form[1] == 'r' && isle_at(s, next))
		return 0;
	return n;
}

/* Behind the clitics elided at `at`: "d'" of Villeneuve-d'Ascq. */
static size_t skip_clitics(struct scan *s, size_t at)
{
	struct run r;
	size_t n;

	for (;;) {
		read_run(s, at, s->source.n, &r);
		n = elision_at(s, &r);
		if (n == 0 || !word_at(s, r.end + n))
			return at;
		at = r.end + n;
	}
}

/* Appends the run behind an apostrophe to the one just read. */
static void join_run(struct scan *s, size_t at, struct run *r)
{
	char front[FORM_ROOM];
	struct run back;

	memcpy(front, s->form, r->n);
	read_run(s, at, s->source.n, &back);
	if (back.n > FORM_ROOM - r->n)
		back.n = FORM_ROOM - r->n;
	memmove(s->form + r->n, s->form, back.n);
	memcpy(s->form, front, r->n);
	r->n += back.n;
	r->end = back.end;
	r->letters += back.letters;
	r->seen |= back.seen & ~(unsigned)SEEN_FIRST_UPPER;
}

/* Goes on over apostrophes inside a word: aujourd'hui, O'Neill, McDonald's (T2, T3). */
static void join_apostrophes(struct scan *s, struct run *r)
{
	size_t n;

	while ((n = apostrophe_at(s, r->end)) > 0 && letter_at(s, r->end + n)) {
		size_t possessive = possessive_at(s, r->end);

		if (possessive > 0 && r->letters >= 2) {
			r->end += possessive;
			return;
		}
		join_run(s, r->end + n, r);
	}
}

/* The "t" just read stands before a hyphen and il, elle, on … */
static bool is_euphonic(struct scan *s, const struct run *r)
{
	size_t hyphen = hyphen_at(s, r->end);
	struct run next;
	bool found;

	if (r->n != 1 || s->form[0] != 't' || hyphen == 0)
		return false;
	read_run(s, r->end + hyphen, s->source.n, &next);
	found = IS_ONE_OF(euphonic, s->form, next.n);
	s->form[0] = 't';
	return found;
}

/* A compound while its parts are read and pushed. */
struct compound {
	size_t start;
	uint32_t position;
	unsigned parts, numbers, seen, letters;
	bool clitic;
};

static void push_part(struct scan *s, struct compound *c, const struct run *r)
{
	if (c->parts == 0) {
		c->start = r->start;
		c->position = s->text->position + 1;
		c->seen = r->seen & SEEN_FIRST_UPPER;
		s->solid_n = 0;
	} else if (IS_ONE_OF(hyphen_clitics, s->form, r->n)) {
		c->clitic = true;
	}
	add_bytes(s->solid, &s->solid_n, s->form, r->n);
	c->parts++;
	c->numbers += r->letters == 0;
	c->letters += r->letters;
	c->seen |= r->seen & (SEEN_UPPER | SEEN_LOWER);
	push_run(s, run_kind(r), r, c->parts > 1 ? TOKEN_JOINED : 0);
}

/* Reads the part behind a hyphen; a number's decimals belong to it: GPT-3.5. */
static void read_part(struct scan *s, size_t at, struct run *r)
{
	at = skip_clitics(s, at);
	if (digit_at(s, at)) {
		struct number k;

		read_number(s, at, NO_GROUPS, &k);
		if (!word_at(s, k.end)) {
			*r = (struct run){.start = at, .end = k.end, .n = k.n};
			r->seen = SEEN_DIGIT;
			memcpy(s->form, k.form, k.n);
			return;
		}
	}
	read_run(s, at, s->source.n, r);
	join_apostrophes(s, r);
}

/* The parts from the one just read on, then their solid form (T4, T5). */
static void scan_compound(struct scan *s, struct run *r)
{
	struct compound c = {0};
	size_t end = r->end;
	size_t hyphen;

	push_part(s, &c, r);
	while ((hyphen = hyphen_at(s, end)) > 0) {
		read_part(s, end + hyphen, r);
		end = r->end;
		if (!is_euphonic(s, r))
			push_part(s, &c, r);
	}
	s->at = end;
	if (c.parts < 2 || c.parts > SOLID_PARTS_MAX || c.clitic || c.numbers == c.parts)
		return;
	push_stacked(s, TOKEN_WORD, (struct str){s->solid, s->solid_n}, c.start, end,
		     c.position, case_flags(c.seen, c.letters));
}

/* "n" before a degree sign: n° 5 is numéro 5. */
static bool try_ordinal_sign(struct scan *s, const struct run *r)
{
	uint32_t c;
	size_t n = utf8_decode(s->source, r->end, &c);

	if (r->n != 1 || s->form[0] != 'n' || n == 0 || (c != 0xB0 && c != 0xBA))
		return false;
	s->at = r->end + n;
	push_word(s, "numéro", TOKEN_WORD, r->start, s->at, 0);
	return true;
}

/* What the character behind a word makes of it; may spoil scan.form when it answers false. */
static bool try_behind(struct scan *s, struct run *r)
{
	switch (byte_at(s, r->end)) {
	case '.':
		return (r->letters == 1 && try_dotted(s, r->start)) ||
		       (word_at(s, r->end + 1) && try_domain(s, r->start));
	case '-':
		return try_domain(s, r->start);
	case ':':
		return try_url(s, r);
	case ' ':
	case '&':
		return try_ampersand(s, r);
	case '+':
	case '#':
		return try_language(s, r);
	default:
		return byte_at(s, r->end) >= 0x80 && try_ordinal_sign(s, r);
	}
}

static bool try_special(struct scan *s, struct run *r)
{
	char form[FORM_ROOM];
	bool done;

	if (byte_at(s, r->end) == ' ' && byte_at(s, r->end + 1) != '&')
		return false;
	memcpy(form, s->form, r->n);
	done = try_behind(s, r);
	if (!done)
		memcpy(s->form, form, r->n);
	return done;
}

static bool multiplier_possible(const struct scan *s, const struct run *r)
{
	return r->n <= 4 && (currency_at(s, r->end) ||
			     (s->number_end != 0 && r->start - s->number_end <= 3));
}

/* The full stop behind an abbreviation ends no sentence. */
static bool is_abbreviation(const struct scan *s, const struct run *r)
{
	return (r->letters == 1 && (r->seen & SEEN_UPPER)) ||
	       IS_ONE_OF(abbreviations, s->form, r->n);
}

static void scan_word(struct scan *s)
{
	struct run r;
	size_t elided;

	read_run(s, s->at, s->source.n, &r);
	if (byte_at(s, r.end) == '\'' || byte_at(s, r.end) >= 0x80) {
		elided = elision_at(s, &r);
		if (elided > 0) {
			s->at = r.end + elided;
			return;
		}
		join_apostrophes(s, &r);
	}
	if (try_special(s, &r) || (multiplier_possible(s, &r) && try_multiplier(s, &r)))
		return;
	if (hyphen_at(s, r.end) > 0) {
		if (is_euphonic(s, &r) && byte_at(s, r.start - 1) == '-')
			s->at = r.end;
		else
			scan_compound(s, &r);
		return;
	}
	if (byte_at(s, r.end) == '+' && !word_at(s, r.end + 1))
		r.end++; /* Canal+ */
	push_run(s, run_kind(&r), &r, 0);
	s->at = r.end;
	if (byte_at(s, r.end) == '.' && is_abbreviation(s, &r))
		s->at++;
}

/* Letters glued to a number: a unit, a multiplier, or one word with it (5G, 1er). */
static void scan_glued(struct scan *s, const struct number *k)
{
	struct run r;

	if (k->plain && try_clock(s, k))
		return;
	read_run(s, k->end, s->source.n, &r);
	s->number_start = k->start;
	s->number_end = k->end;
	if (is_unit(s->form, r.n)) {
		struct run unit = r;

		push_number(s, k, 0);
		push_run(s, run_kind(&unit), &unit, TOKEN_JOINED);
		s->at = r.end;
	} else if (multiplier_here(s, &r)) {
		push_number(s, k, 0);
		try_multiplier(s, &r);
	} else if (k->plain) {
		s->number_end = 0;
		scan_word(s);
	} else {
		push_number(s, k, 0);
		s->at = k->end;
	}
}

static void scan_number(struct scan *s)
{
	struct number k;
	size_t hyphen;

	read_number(s, s->at, GROUPS, &k);
	if (word_at(s, k.end)) {
		scan_glued(s, &k);
		return;
	}
	hyphen = hyphen_at(s, k.end);
	if (k.plain && hyphen > 0 && letter_at(s, k.end + hyphen)) {
		scan_word(s);
		return;
	}
	push_number(s, &k, 0);
	s->at = k.end + possessive_at(s, k.end);
}

/* ---- hashtags and handles (T12) ---- */

static size_t tag_end(const struct scan *s, size_t at)
{
	size_t n;

	while (byte_at(s, at) == '_' || in_word(sort_at(s, at, &n)))
		at += byte_at(s, at) == '_' ? 1 : n;
	return at;
}

/* Whether a camel part begins at `at`: FooBar, IAFrance, Covid19France. */
static bool camel_at(const struct scan *s, size_t before, size_t at, size_t end)
{
	uint32_t last;
	uint32_t next;
	uint32_t c;
	size_t n = utf8_decode(s->source, at, &c);

	utf8_decode(s->source, before, &last);
	if (!utf8_is_upper(c))
		return false;
	if (utf8_is_letter(last) && !utf8_is_upper(last))
		return true;
	return at + n < end && utf8_decode(s->source, at + n, &next) > 0 &&
	       utf8_is_letter(next) && !utf8_is_upper(next);
}

/* The end of the camel part that begins at `at`. */
static size_t camel_end(const struct scan *s, size_t at, size_t end)
{
	size_t before = at;
	size_t n;

	sort_at(s, at, &n);
	for (at += n; at < end && s->p[at] != '_'; at += n) {
		if (camel_at(s, before, at, end))
			break;
		before = at;
		sort_at(s, at, &n);
	}
	return at;
}

static void scan_tag(struct scan *s)
{
	size_t start = s->at + 1;
	size_t end = tag_end(s, start);
	uint32_t position = s->text->position + 1;
	unsigned parts = 0;
	size_t at = start;
	size_t next;

	s->solid_n = 0;
	for (; at < end; at = next) {
		struct run r;

		if (s->p[at] == '_') {
			next = at + 1;
			continue;
		}
		next = camel_end(s, at, end);
		read_run(s, at, next, &r);
		next = r.end > at ? r.end : next;
		if (r.n == 0)
			continue;
		add_bytes(s->solid, &s->solid_n, s->form, r.n);
		push_run(s, TOKEN_TAG, &r, parts++ ? TOKEN_JOINED : 0);
	}
	if (parts > 1)
		push_stacked(s, TOKEN_TAG, (struct str){s->solid, s->solid_n}, start, end,
			     position, upper_at(s, start) ? TOKEN_CAPITAL : 0);
	s->at = end;
}

static bool tag_here(const struct scan *s)
{
	size_t before = s->at;

	if (before > 0 && (s->p[before - 1] >= 0x80 || word_at(s, before - 1)))
		return false;
	if (s->p[before] == '#' && digit_at(s, before + 1) &&
	    !letter_at(s, digits_end(s, before + 1)))
		return false;
	return word_at(s, before + 1) || byte_at(s, before + 1) == '_';
}

/* ---- the scanner ---- */

/* ".NET" */
static bool try_dot_net(struct scan *s)
{
	struct run r;

	if ((byte_at(s, s->at + 1) | 0x20) != 'n' || (s->at > 0 && word_at(s, s->at - 1)))
		return false;
	read_run(s, s->at + 1, s->source.n, &r);
	if (r.n != 3 || memcmp(s->form, "net", 3) != 0)
		return false;
	memcpy(s->form, ".net", 4);
	r.n = 4;
	r.start--;
	push_run(s, TOKEN_ALNUM, &r, 0);
	s->at = r.end;
	return true;
}

static void scan_stop(struct scan *s, size_t n)
{
	unsigned char c = s->p[s->at];

	if (c == '.' && try_dot_net(s))
		return;
	if ((c != '.' && c != ':') || !digit_at(s, s->at + 1))
		s->sentence = true;
	s->at += n;
}

static void scan_plain(struct scan *s, size_t n)
{
	uint32_t c = 0;

	if (s->p[s->at] >= 0x80)
		utf8_decode(s->source, s->at, &c);
	if (c == 0x2116) /* № */
		push_word(s, "numéro", TOKEN_WORD, s->at, s->at + n, 0);
	s->at += n;
}

/* Digits of other scripts are words; a superscript on its own is a note's mark. */
static void scan_rare_digit(struct scan *s, size_t n)
{
	uint32_t c;

	utf8_decode(s->source, s->at, &c);
	if (is_superscript(c) || is_subscript(c))
		s->at += n;
	else
		scan_word(s);
}

static void scan_token(struct scan *s)
{
	size_t n;
	enum sort k = sort_at(s, s->at, &n);

	if ((k == LETTER || k == DIGIT) && email_near(s, s->at) && try_email(s, s->at))
		return;
	switch (k) {
	case LETTER:
		scan_word(s);
		break;
	case DIGIT:
		if (n == 1)
			scan_number(s);
		else
			scan_rare_digit(s, n);
		break;
	case NEWLINE:
		s->sentence = true;
		s->at += n;
		break;
	case STOP:
		scan_stop(s, n);
		break;
	case CURRENCY:
		scan_currency(s);
		break;
	case TAG_SIGN:
		if (tag_here(s))
			scan_tag(s);
		else
			s->at++;
		break;
	case PLAIN:
		scan_plain(s, n);
		break;
	default:
		s->at += n;
	}
}

/* Passes over what no question asks for, up to what may be an e-mail address. */
static void skim(struct scan *s, const struct watch *watch, const struct form *other)
{
	struct skim k = {s->text,
			 watch,
			 other,
			 s->part,
			 s->source,
			 s->source.n,
			 s->number_end ? s->number_end + 4 : 0,
			 s->sentence};

	email_near(s, s->at);
	if (s->at_sign != SIZE_MAX)
		k.end = s->at_sign < EMAIL_LOCAL_MAX ? 0 : s->at_sign - EMAIL_LOCAL_MAX;
	s->at = text_skim(&k, s->at);
	s->sentence = k.sentence;
}

void text_add(struct text *t, struct vocabulary *v, enum text_part part,
	      struct str source)
{
	struct wanted wanted[TAKEN_AFTER];
	struct scan s = {
		.text = t, .v = v, .part = part, .sentence = true, .wanted = wanted};
	const struct form *other;
	const struct watch *watch = vocabulary_watching(v, &other);

	if (source.n > UINT32_MAX)
		source.n = UINT32_MAX;
	s.watching = watch != NULL;
	s.source = source;
	s.p = (const unsigned char *)source.p;
	if (t->count > 0 && t->tokens[t->count - 1].part != part)
		t->position += TEXT_PART_GAP;
	while (s.at < source.n) {
		if (watch != NULL)
			skim(&s, watch, other);
		if (s.at < source.n)
			scan_token(&s);
	}
	take_forms(&s);
}

void text_clear(struct text *t)
{
	t->count = 0;
	t->position = 0;
}

void text_release(struct text *t)
{
	free(t->tokens);
	*t = (struct text){0};
}

const char *text_kind_name(enum token_kind kind)
{
	static const char *const names[] = {"WORD", "NUM", "UNIT",  "ALNUM",
					    "ACRO", "URL", "EMAIL", "TAG"};

	assert(kind < COUNT(names));
	return names[kind];
}
