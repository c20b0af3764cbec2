/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes are told apart by table. Of the characters beyond ASCII only the letters À–ÿ are known, which
 * begin with C3, and no-break spaces and French quotes, which begin with C2.
 */
#include "lib/text-skim.h"

#include <endian.h>
#include <string.h>

enum {
	SHORT = 5, /* bytes of a word that may be an abbreviation; a multiplier is shorter */
	LONGEST = 64, /* bytes of a word passed over */
	LATIN = 0xC3, /* first byte of À–ÿ */
	QUOTES = 0xC2,
};

/* What a byte is; of a letter, bits. */
enum {
	OTHER = 0,
	LOWER = 1,
	UPPER = 2,
	LETTER = LOWER | UPPER,
	BLANK = 4,    /* separates words */
	SENTENCE = 8, /* and what follows begins a sentence */
	BEFORE = 16,  /* is so before white space and at the end only */
	QUOTE = 32,   /* first byte of what may separate words */
};

/* clang-format off */
#define L LOWER
#define U UPPER
#define B BLANK
#define S (BLANK | SENTENCE)
static const uint8_t kinds[256] = {
	['\n'] = S, ['!'] = S, ['?'] = S, ['.'] = S | BEFORE, [':'] = S | BEFORE,
	[' '] = B, ['"'] = B, ['%'] = B, ['('] = B, [')'] = B, [','] = B, ['/'] = B,
	[';'] = B, ['-'] = B | BEFORE, [QUOTES] = QUOTE,
	['A'] = U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	['a'] = L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
};

/* The same of the second byte of À–ÿ; what is no letter, or folds to two, is OTHER. */
static const uint8_t latin_kinds[64] = {
	U, U, U, U, U, U, 0, U, U, U, U, U, U, U, U, U, /* À … Ï, without Æ */
	0, U, U, U, U, U, U, 0, 0, U, U, U, U, U, 0, 0, /* Ñ … Ý */
	L, L, L, L, L, L, 0, L, L, L, L, L, L, L, L, L, /* à … ï, without æ */
	0, L, L, L, L, L, L, 0, 0, L, L, L, L, L, 0, L, /* ñ … ÿ */
};
#undef L
#undef U
#undef B
#undef S
/* clang-format on */

/* The letters that À–ß and à–ÿ are without their accents; '.' where there is none. */
static const char latin_folds[33] = "aaaaaa.ceeeeiiii.nooooo..uuuuy.y";

struct word {
	size_t start, end;
	unsigned accents, seen; /* letters beyond ASCII; LOWER, UPPER */
};

/* Text is passed by value: the compiler keeps it in registers. */
static inline unsigned char byte_at(struct str in, size_t at)
{
	return at < in.n ? (unsigned char)in.p[at] : '\0';
}

/* The kind of the letter of À–ÿ at `at`; OTHER when there is none. */
static inline unsigned accent_at(struct str in, size_t at)
{
	unsigned char next = byte_at(in, at + 1);

	if (byte_at(in, at) != LATIN || (next & 0xC0) != 0x80)
		return OTHER;
	return latin_kinds[next & 0x3F];
}

static inline unsigned letter_at(struct str in, size_t at)
{
	return accent_at(in, at) | (kinds[byte_at(in, at)] & LETTER);
}

/* How many of the eight bytes at p are lower-case letters of ASCII, up to the first that is none. */
static inline size_t lower_run(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t bytes, low, letters;

	memcpy(&bytes, p, sizeof bytes);
	bytes = le64toh(bytes);
	low = bytes & 0x7F * ones;
	letters = (low + (0x80 - 'a') * ones) & ~(low + (0x7F - 'z') * ones) & ~bytes;
	letters = ~letters & 0x80 * ones; /* now what is none */
	return letters == 0 ? 8 : (size_t)__builtin_ctzll(letters) / 8;
}

/* Letters from `at` on. */
static inline struct word read_word(struct str in, size_t at)
{
	struct word w = {.start = at};
	unsigned kind;

	for (; at < in.n; at++) {
		if (in.n - at > 8) {
			size_t n = lower_run(in.p + at);

			at += n;
			w.seen |= n > 0 ? LOWER : 0;
		}
		kind = kinds[(unsigned char)in.p[at]] & LETTER;
		if (kind == OTHER) {
			kind = accent_at(in, at);
			if (kind == OTHER)
				break;
			w.accents++;
			at++;
		}
		w.seen |= kind;
	}
	w.end = at;
	return w;
}

/* Number of the letter at *at, which is one; moves behind it. */
static inline int letter_number(struct str in, size_t *at)
{
	unsigned char c = (unsigned char)in.p[(*at)++];

	if (c != LATIN)
		return (c | 0x20) - 'a';
	c = (unsigned char)in.p[(*at)++];
	return latin_folds[c & 0x1F] - 'a';
}

static inline bool is_watched(const struct watch *watch, struct str in,
			      const struct word *w)
{
	struct watch_key k = {-1, -1, WATCH_OTHER};
	size_t at = w->start;

	k.first = letter_number(in, &at);
	if (at < w->end)
		k.second = letter_number(in, &at);
	if (at < w->end)
		k.third = letter_number(in, &at);
	return watch_takes_key(watch, k);
}

static inline bool space_at(struct str in, size_t at)
{
	return at >= in.n || in.p[at] == ' ' || in.p[at] == '\n';
}

/* A no-break space or a French quote at `at`. */
static inline bool quote_at(struct str in, size_t at)
{
	unsigned char next = byte_at(in, at + 1);

	return byte_at(in, at) == QUOTES &&
	       (next == 0xA0 || next == 0xAB || next == 0xBB);
}

/* What stands behind the word makes no more than a word of it. */
static inline bool is_plain(const struct skim *s, struct str in, const struct word *w)
{
	unsigned char c = byte_at(in, w->end);
	bool longer = w->end - w->start > SHORT;

	if (w->end == w->start || w->end - w->start > LONGEST)
		return false;
	if (!longer && w->start < s->free)
		return false;
	switch (c) {
	case '.':
		return longer && space_at(in, w->end + 1);
	case ' ':
		return byte_at(in, w->end + 1) != '&';
	case QUOTES:
		return longer && quote_at(in, w->end);
	case ':':
	case '-':
		return false;
	default:
		return (kinds[c] & BLANK) != 0 || w->end >= in.n;
	}
}

/* Bytes of a clitic of a letter, or qu, with its apostrophe before a word; 0 when it is none. */
static size_t clitic_at(struct str in, const struct word *w)
{
	static const char clitics[] = "cdjlmnstz";
	const char *p = in.p + w->start;
	size_t at = w->end;

	if (at - w->start == 1 &&
	    memchr(clitics, p[0] | 0x20, sizeof clitics - 1) == NULL)
		return 0;
	if (at - w->start == 2 && ((p[0] | 0x20) != 'q' || (p[1] | 0x20) != 'u'))
		return 0;
	if (byte_at(in, at) == '\'')
		at++;
	else if (byte_at(in, at) == 0xE2 && byte_at(in, at + 1) == 0x80 &&
		 byte_at(in, at + 2) == 0x99)
		at += 3;
	else
		return 0;
	return letter_at(in, at) != OTHER ? at - w->start : 0;
}

static inline void push_word(struct skim *s, const struct word *w, unsigned flags)
{
	struct text *t = s->text;

	if (s->sentence)
		flags |= TOKEN_SENTENCE;
	GROW(t->tokens, t->count, t->capacity);
	t->tokens[t->count++] = (struct token){.form = s->other,
					       .start = (uint32_t)w->start,
					       .end = (uint32_t)w->end,
					       .position = ++t->position,
					       .kind = TOKEN_WORD,
					       .flags = (uint8_t)flags,
					       .part = (uint8_t)s->part};
	s->sentence = false;
}

static inline unsigned flags_of(struct str in, const struct word *w)
{
	unsigned flags = 0;

	if (!(w->seen & UPPER))
		return 0;
	if (letter_at(in, w->start) == UPPER)
		flags |= TOKEN_CAPITAL;
	if (w->seen == UPPER && w->end - w->start - w->accents >= 2)
		flags |= TOKEN_UPPER;
	return flags;
}

/* Behind the blanks at `at`. */
static inline size_t skip_blanks(struct skim *s, struct str in, size_t at)
{
	for (;; at++) {
		unsigned kind = kinds[byte_at(in, at)];

		if (kind == BLANK)
			continue;
		if (kind == QUOTE && quote_at(in, at))
			kind = byte_at(in, ++at) == 0xAB ? BLANK | SENTENCE : BLANK;
		if (!(kind & BLANK) || (kind & BEFORE && !space_at(in, at + 1)))
			return at;
		s->sentence = s->sentence || kind & SENTENCE;
	}
}

/*
 * Passes over words of a few small letters of ASCII with a space behind each: half of a text. Answers
 * where it stopped.
 */
static inline size_t pass_short(struct skim *s, struct str in, size_t at, size_t end)
{
	const struct watch *watch = s->watch;

	while (at < end && in.n - at > 9) {
		const char *p = in.p + at;
		size_t n = lower_run(p);
		struct word w = {.start = at, .end = at + n, .seen = LOWER};
		struct watch_key k;

		if (n < 2 || n == 8 || p[n] != ' ' || p[n + 1] == '&' || at < s->free)
			break;
		k = (struct watch_key){p[0] - 'a', p[1] - 'a',
				       n > 2 ? p[2] - 'a' : WATCH_OTHER};
		if (watch_takes_key(watch, k))
			break;
		push_word(s, &w, 0);
		at += n + 1;
	}
	return at;
}

size_t text_skim(struct skim *s, size_t at)
{
	const struct str in = s->source;

	for (;;) {
		struct word w;
		size_t clitic;

		at = skip_blanks(s, in, at);
		at = pass_short(s, in, at, s->end);
		if (at >= s->end)
			return at;
		w = read_word(in, at);
		clitic = w.end - at <= 2 ? clitic_at(in, &w) : 0;
		if (clitic > 0) {
			at += clitic;
			continue;
		}
		if (!is_plain(s, in, &w) || is_watched(s->watch, in, &w))
			return at;
		push_word(s, &w, flags_of(in, &w));
		at = w.end;
	}
}
