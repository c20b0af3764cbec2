/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What text_add() is made of: the scanner's state, what a character is to it, and the parts that read words,
 * numbers, acronyms and hosts. Each part takes the scanner behind what it has read.
 */
#ifndef LIB_TEXT_SCAN_H
#define LIB_TEXT_SCAN_H

#include <string.h>

#include "lib/text.h"
#include "lib/utf8.h"

enum {
	FORM_ROOM =
		256, /* bytes of a word kept while it is read; the span covers all of it */
	EMAIL_LOCAL_MAX = 64,
	TAKEN_AFTER = 16, /* words read before the form of one is taken; a power of two */
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

/* ---- text-characters.c ---- */

extern const uint8_t ascii_sort[128]; /* enum sort */
/* Lower case of U+00C0 to U+017F; 0 for what is no letter or needs utf8proc. */
enum { LATIN_FIRST = 0xC0, LATIN_END = 0x180, LIGATURE_AE = 0xE6, LIGATURE_OE = 0x153 };
extern const uint16_t latin_lower[LATIN_END - LATIN_FIRST];

/* Whether c is one of these ASCII characters. */
bool is_any(uint32_t c, const char *characters);
bool is_one_of(const char *const *table, size_t count, const char *form, size_t n);
#define IS_ONE_OF(table, form, n) is_one_of((table), COUNT(table), (form), (n))

const char *currency_word(uint32_t c); /* NULL when it is no sign */
bool is_subscript(uint32_t c);
bool is_superscript(uint32_t c);
/* Scripts without spaces: each character is a word. */
bool is_ideograph(uint32_t c);
/* Of a character beyond ASCII. */
enum sort sort_of(uint32_t c);

static inline unsigned char byte_at(const struct scan *s, size_t at)
{
	return at < s->source.n ? s->p[at] : '\0';
}

/* The sort of the character at `at`, and its bytes; PLAIN and 0 at the end. */
static inline enum sort sort_at(const struct scan *s, size_t at, size_t *n)
{
	uint32_t c;

	if (at < s->source.n && s->p[at] < 0x80) {
		*n = 1;
		return (enum sort)ascii_sort[s->p[at]];
	}
	*n = utf8_decode(s->source, at, &c);
	return *n ? sort_of(c) : PLAIN;
}

static inline bool in_word(enum sort k)
{
	return k == LETTER || k == DIGIT || k == MARK || k == IGNORED;
}

/* A letter or digit: what a word begins with. */
static inline bool word_at(const struct scan *s, size_t at)
{
	size_t n;
	enum sort k = sort_at(s, at, &n);

	return k == LETTER || k == DIGIT;
}

static inline bool letter_at(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == LETTER;
}

static inline bool digit_at(const struct scan *s, size_t at)
{
	return ascii_sort[byte_at(s, at) & 0x7F] == DIGIT && byte_at(s, at) < 0x80;
}

static inline bool upper_at(const struct scan *s, size_t at)
{
	uint32_t c;

	return utf8_decode(s->source, at, &c) > 0 && utf8_is_upper(c);
}

/* Bytes of the apostrophe at `at`; 0 when there is none. */
static inline size_t apostrophe_at(const struct scan *s, size_t at)
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
static inline size_t hyphen_at(const struct scan *s, size_t at)
{
	unsigned char c = byte_at(s, at);
	size_t n = 1;

	if (c != '-' && (c < 0x80 || sort_at(s, at, &n) != HYPHEN))
		return 0;
	return word_at(s, at + n) ? n : 0;
}

/* ---- text-runs.c: runs of letters and digits, and the tokens made of them ---- */

void add_bytes(char *form, size_t *n, const char *bytes, size_t count);
/* Adds a lower-case letter to the form; œ and æ are written out. */
void add_letter(struct scan *s, struct run *r, uint32_t c);
/* Reads the letters and digits from `at` on, at most up to `limit`. */
void read_run(struct scan *s, size_t at, size_t limit, struct run *r);

/* A token at a position of its own. */
struct token *push_next(struct scan *s, enum token_kind kind, struct str form,
			size_t start, size_t end);
/* A second form at the position of an earlier token. */
void push_stacked(struct scan *s, enum token_kind kind, struct str form, size_t start,
		  size_t end, uint32_t position, unsigned flags);
/* The word just read. A run that left no form (utf8proc refused it) gives no token. */
void push_run(struct scan *s, enum token_kind kind, const struct run *r, unsigned flags);
void push_word(struct scan *s, const char *word, enum token_kind kind, size_t start,
	       size_t end, unsigned flags);
enum token_kind run_kind(const struct run *r);
uint8_t case_flags(unsigned seen, unsigned letters);
/* Gives the last tokens their forms. */
void take_forms(struct scan *s);

/* ---- text-hosts.c: URL, e-mail, domain names (T11) ---- */

/* "http", read as a word, with "://host" behind it. */
bool try_url(struct scan *s, const struct run *r);
bool try_domain(struct scan *s, size_t start);
/* An address when the next @ has a local part before it, from here, and a host behind. */
bool try_email(struct scan *s, size_t start);
/* Whether an @ stands near enough behind `start` for an address. */
bool email_near(struct scan *s, size_t start);

/* ---- text-acronyms.c: A.W.S., P.-D.G. (T6); R&D, M & A (T7); C++ ---- */

/* Single letters, a full stop behind each; the last one may stand without. */
bool try_dotted(struct scan *s, size_t start);
/* Around &: one or two letters; capitals when there are spaces. */
bool try_ampersand(struct scan *s, struct run *r);
/* C++, C#, F#. */
bool try_language(struct scan *s, struct run *r);

/* ---- text-numbers.c: numbers (T8, T10); M€, €3m, 10k euros (T9) ---- */

/* A number while it is read. */
struct number {
	size_t start, end;
	char form[FORM_ROOM]; /* canonical digits */
	size_t n;
	bool plain; /* digits only: neither grouped nor decimal */
};

enum grouping { GROUPS, NO_GROUPS };

size_t digits_end(const struct scan *s, size_t at);
bool is_unit(const char *form, size_t n);
void read_number(struct scan *s, size_t start, enum grouping grouping, struct number *k);
void push_number(struct scan *s, const struct number *k, unsigned flags);
/* 10h30: three tokens. */
bool try_clock(struct scan *s, const struct number *k);
bool currency_at(const struct scan *s, size_t at);
/* Whether the word just read multiplies a number or an amount. */
bool is_multiplier(const struct scan *s, const struct run *r);
bool try_multiplier(struct scan *s, const struct run *r);
void scan_currency(struct scan *s);

/* ---- text-words.c: words (T1–T5), and numbers with what is glued to them ---- */

/* Bytes of the English 's at a word's end, from its apostrophe on (T3). */
size_t possessive_at(const struct scan *s, size_t at);
void scan_word(struct scan *s);
void scan_number(struct scan *s);

#endif
