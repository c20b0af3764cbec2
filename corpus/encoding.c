/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

enum {
	SAMPLE = 64 * 1024, /* bytes that a guess looks at */
	NAME_MOST = 40,	    /* bytes of a character set's name */
	LOST_FEW = 4,	    /* bytes lost that refuse no text */
	LOST_SHARE = 100,   /* of more, this part of the text at most */
	WIDE_LEAST = 8,	  /* bytes that UTF-16 without a mark is told by, at least ... */
	WIDE_FRONT = 512, /* ... and at most */
	BENEFIT = 2,	  /* of the doubt, for the likeliest: a text of one sign */
	REPAIRS = 2,	  /* times that a text may have been encoded too often */
	REPLACEMENT = 0xFFFD,
};

#define FALLBACK "WINDOWS-1252"

/* ---- UTF-16 and UTF-32 ---- */

static const struct {
	struct str mark;
	enum encoding_wide wide;
} marks[] = {
	{{"\xFF\xFE\0\0", 4}, WIDE_UTF32LE},
	{{"\0\0\xFE\xFF", 4}, WIDE_UTF32BE},
	{{"\xFF\xFE", 2}, WIDE_UTF16LE},
	{{"\xFE\xFF", 2}, WIDE_UTF16BE},
};

/* Latin text leaves most high bytes empty, and no low one. */
static bool mostly(size_t nuls, size_t of)
{
	return nuls > 0 && 4 * nuls >= 3 * of;
}

/* Without a mark: where among four bytes the NULs stand. */
static enum encoding_wide wide_by_nuls(struct str front)
{
	size_t nuls[4] = {0};
	size_t fours = (front.n < WIDE_FRONT ? front.n : WIDE_FRONT) / 4;

	if (front.n < WIDE_LEAST)
		return WIDE_NONE;
	for (size_t i = 0; i < 4 * fours; i++)
		nuls[i % 4] += front.p[i] == '\0';
	if (nuls[0] + nuls[2] == 0 && mostly(nuls[1] + nuls[3], 2 * fours))
		return WIDE_UTF16LE;
	if (nuls[1] + nuls[3] == 0 && mostly(nuls[0] + nuls[2], 2 * fours))
		return WIDE_UTF16BE;
	if (nuls[0] == 0 && nuls[3] == fours && mostly(nuls[1] + nuls[2], 2 * fours))
		return WIDE_UTF32LE;
	if (nuls[3] == 0 && nuls[0] == fours && mostly(nuls[1] + nuls[2], 2 * fours))
		return WIDE_UTF32BE;
	return WIDE_NONE;
}

enum encoding_wide encoding_wide(struct str front)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (str_starts(front, marks[i].mark))
			return marks[i].wide;
	}
	return wide_by_nuls(front);
}

/* One unit of `size` bytes. */
static uint32_t unit(const char *p, size_t size, bool big)
{
	uint32_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | (unsigned char)p[big ? i : size - 1 - i];
	return value;
}

/* The character at `at`; *n is how many bytes it has, 0 when it is cut. */
static uint32_t wide_character(struct str s, size_t at, size_t size, bool big, size_t *n)
{
	uint32_t c, low;

	*n = s.n - at >= size ? size : 0;
	if (*n == 0)
		return 0;
	c = unit(s.p + at, size, big);
	if (size == 4)
		return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? REPLACEMENT : c;
	if (c < 0xD800 || c >= 0xE000)
		return c;
	if (c >= 0xDC00)
		return REPLACEMENT;
	if (s.n - at < 2 * size) {
		*n = 0;
		return 0;
	}
	low = unit(s.p + at + size, size, big);
	if (low < 0xDC00 || low >= 0xE000)
		return REPLACEMENT;
	*n = 2 * size;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

size_t encoding_narrow(enum encoding_wide wide, struct str bytes, bool last,
		       struct buf *out, size_t *lost)
{
	size_t size = wide == WIDE_UTF16LE || wide == WIDE_UTF16BE ? 2 : 4;
	bool big = wide == WIDE_UTF16BE || wide == WIDE_UTF32BE;
	size_t at = 0, n;

	while (at < bytes.n) {
		uint32_t c = wide_character(bytes, at, size, big, &n);

		if (n == 0)
			break;
		at += n;
		*lost += c == REPLACEMENT;
		if (c != 0xFEFF)
			utf8_encode(out, c);
	}
	if (at < bytes.n && last) {
		++*lost;
		utf8_encode(out, REPLACEMENT);
		at = bytes.n;
	}
	return at;
}

/* ---- one character set ---- */

/* Appends bytes as UTF-8 with a U+FFFD for each fault; NULs stay. */
static size_t decode_utf8(struct str bytes, struct buf *out)
{
	size_t lost = 0;

	while (bytes.n > 0) {
		size_t fault = utf8_fault(bytes);
		bool nul;

		if (fault == SIZE_MAX) {
			buf_str(out, bytes);
			break;
		}
		buf_add(out, bytes.p, fault);
		nul = bytes.p[fault] == '\0';
		if (nul)
			buf_char(out, '\0');
		else
			utf8_encode(out, REPLACEMENT);
		lost += !nul;
		bytes = str_slice(bytes, fault + 1, bytes.n);
	}
	return lost;
}

/* A name that iconv may be asked for: it takes options behind slashes, and paths. */
static bool safe_name(struct str name)
{
	if (name.n == 0 || name.n > NAME_MOST)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			   "0123456789-_:()",
			   name.p[i]) == NULL ||
		    name.p[i] == '\0')
			return false;
	}
	return true;
}

static iconv_t open_charset(struct str name)
{
	char text[NAME_MOST + 1];

	if (!safe_name(name))
		return (iconv_t)-1;
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	return iconv_open("UTF-8", text);
}

/* Appends what iconv makes of the bytes; SIZE_MAX when it does not know the name. */
static size_t decode_named(struct str bytes, struct str name, struct buf *out)
{
	iconv_t cd = open_charset(name);
	char *from = (char *)(uintptr_t)bytes.p;
	size_t left = bytes.n;
	size_t lost = 0;

	if (cd == (iconv_t)-1)
		return SIZE_MAX;
	while (left > 0) {
		size_t room = 2 * left + 16;
		char *to = buf_reserve(out, room);
		size_t before = room;
		size_t rc = iconv(cd, &from, &left, &to, &room);

		out->n += before - room;
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		lost++;
		utf8_encode(out, REPLACEMENT);
		from++;
		left--;
	}
	iconv_close(cd);
	if (out->n > 0)
		out->p[out->n] = '\0';
	return lost;
}

static bool is_name(struct str name, const char *other)
{
	return name.n == strlen(other) && strncasecmp(name.p, other, name.n) == 0;
}

/* Names that are not what they say, as browsers read them, and names iconv spells else. */
static const struct {
	const char *name, *means;
} aliases[] = {
	{"iso-8859-1", FALLBACK},  {"iso8859-1", FALLBACK},
	{"iso_8859-1", FALLBACK},  {"latin1", FALLBACK},
	{"latin-1", FALLBACK},	   {"l1", FALLBACK},
	{"us-ascii", FALLBACK},	   {"ascii", FALLBACK},
	{"ansi", FALLBACK},	   {"cp1252", FALLBACK},
	{"x-cp1252", FALLBACK},	   {"iso-8859-9", "WINDOWS-1254"},
	{"latin9", "ISO-8859-15"}, {"latin-9", "ISO-8859-15"},
	{"macroman", "MACINTOSH"}, {"x-mac-roman", "MACINTOSH"},
	{"utf8", "UTF-8"},	   {"unicode-1-1-utf-8", "UTF-8"},
};

static struct str meant(struct str name)
{
	name = str_trim(name);
	for (size_t i = 0; i < COUNT(aliases); i++) {
		if (is_name(name, aliases[i].name))
			return str_of(aliases[i].means);
	}
	return name;
}

/* Appends the bytes read so; SIZE_MAX when the name is unknown or cannot be true. */
static size_t decode_as(struct str bytes, struct str name, struct buf *out)
{
	if (is_name(name, "UTF-8"))
		return decode_utf8(bytes, out);
	/* Wide characters were told by their bytes; UTF-7 hides markup. */
	if (name.n >= 4 &&
	    (strncasecmp(name.p, "utf-", 4) == 0 || strncasecmp(name.p, "ucs-", 4) == 0))
		return SIZE_MAX;
	return decode_named(bytes, name, out);
}

/* ---- a guess: what reads best as French ---- */

static const char letters[] = "éèêëàâäîïôöùûüçœæÿÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒÆ";
static const char signs[] = "«»’‘“”–—…€°\xC2\xA0\xE2\x80\xAF";

static bool holds(const char *set, struct str character)
{
	return memmem(set, strlen(set), character.p, character.n) != NULL;
}

/* How well one character behind `before` stands in a French text. */
static int plausible(struct str text, size_t at, size_t n, uint32_t c, uint32_t before)
{
	bool after_letter = utf8_is_letter(before);

	if (c == REPLACEMENT)
		return -20;
	if (c < 0xA0)
		return -10;
	if (after_letter && !utf8_is_upper(before) && utf8_is_upper(c))
		return -3;
	if (holds(letters, str_slice(text, at, at + n)))
		return before < 0x80 || holds(letters, str_slice(text, at - 2, at)) ? 2
										    : 0;
	if (holds(signs, str_slice(text, at, at + n)))
		return 1;
	if (utf8_is_letter(c))
		return 0;
	return after_letter ? -4 : -1;
}

static long score(struct str text)
{
	uint32_t c, before = ' ';
	long sum = 0;
	size_t n;

	for (size_t at = 0; at < text.n; at += n) {
		if ((unsigned char)text.p[at] < 0x80) {
			before = (unsigned char)text.p[at];
			n = 1;
			continue;
		}
		n = utf8_decode(text, at, &c);
		sum += plausible(text, at, n, c, before);
		before = c;
	}
	return sum;
}

/* By chance, bytes of another character set are hardly ever those of one in UTF-8. */
static long utf8_score(struct str text)
{
	uint32_t c;
	long sum = 0;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(text, at, &c)) > 0; at += n) {
		if (n > 1)
			sum += c == REPLACEMENT ? -8 : 12;
	}
	return sum;
}

static void ask_uchardet(struct str sample, char name[NAME_MOST + 1])
{
	uchardet_t u = uchardet_new();

	name[0] = '\0';
	if (u == NULL)
		return;
	if (uchardet_handle_data(u, sample.p, sample.n) == 0) {
		uchardet_data_end(u);
		if (strlen(uchardet_get_charset(u)) <= NAME_MOST)
			strcpy(name, uchardet_get_charset(u));
	}
	uchardet_delete(u);
}

/* The lines with bytes over ASCII, as many as fit: in a long text the rest tells nothing. */
static struct str take_sample(struct str bytes, struct buf *out)
{
	struct str line;

	if (bytes.n <= SAMPLE)
		return bytes;
	while (out->n < SAMPLE && str_split(&bytes, '\n', &line)) {
		line = str_slice(line, 0, SAMPLE);
		for (size_t i = 0; i < line.n; i++) {
			if ((unsigned char)line.p[i] >= 0x80) {
				buf_str(out, line);
				buf_char(out, '\n');
				break;
			}
		}
	}
	return buf_view(out);
}

/* Of the character sets that French was ever written in, and uchardet's, the best. */
static void guess(struct str bytes, struct str declared, char best[NAME_MOST + 1])
{
	static const char *const usual[] = {FALLBACK, "UTF-8", "ISO-8859-15", "MACINTOSH",
					    "IBM850"};
	struct str names[COUNT(usual) + 2];
	struct buf lines = {0}, text = {0};
	struct str sample = take_sample(bytes, &lines);
	char hint[NAME_MOST + 1];
	long most = 0;

	for (size_t i = 0; i < COUNT(usual); i++)
		names[i] = str_of(usual[i]);
	ask_uchardet(sample, hint);
	names[COUNT(usual)] = meant(str_of(hint));
	names[COUNT(usual) + 1] = declared;
	strcpy(best, FALLBACK);
	for (size_t i = 0; i < COUNT(names); i++) {
		long now;

		buf_clear(&text);
		if (!safe_name(names[i]) ||
		    decode_as(sample, names[i], &text) == SIZE_MAX)
			continue;
		now = score(buf_view(&text));
		if (i == 0)
			now += BENEFIT;
		else if (is_name(names[i], "UTF-8"))
			now = utf8_score(buf_view(&text));
		if (i > 0 && now <= most)
			continue;
		most = now;
		memcpy(best, names[i].p, names[i].n);
		best[names[i].n] = '\0';
	}
	buf_release(&text);
	buf_release(&lines);
}

/* ---- a whole text ---- */

static bool has_utf8(struct str line)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(line, at, &c)) > 0; at += n) {
		if (n > 1)
			return true;
	}
	return false;
}

/* UTF-8 with faults: a line of it that is none at all was pasted in from elsewhere. */
static size_t decode_mixed(struct str bytes, struct buf *out)
{
	char name[NAME_MOST + 1];
	struct str rest = bytes;
	size_t lost = 0;
	struct str line;

	while (str_split(&rest, '\n', &line)) {
		if (has_utf8(line)) {
			lost += decode_utf8(line, out);
		} else {
			guess(line, (struct str){0}, name);
			lost += decode_as(line, str_of(name), out);
		}
		if (rest.p != NULL)
			buf_char(out, '\n');
	}
	return lost;
}

static size_t decode(struct str bytes, struct str declared, struct buf *out)
{
	char name[NAME_MOST + 1];
	size_t lost = SIZE_MAX;

	declared = meant(declared);
	if (declared.n > 0 && !is_name(declared, "UTF-8"))
		lost = decode_as(bytes, declared, out);
	if (lost == 0)
		return 0;
	buf_clear(out);
	guess(bytes, declared, name);
	if (strcmp(name, "UTF-8") == 0)
		return decode_mixed(bytes, out);
	return decode_as(bytes, str_of(name), out);
}

/* NULs are faults of their own, told by others. */
static bool is_utf8(struct str s)
{
	while (s.n > 0) {
		size_t fault = utf8_fault(s);

		if (fault == SIZE_MAX)
			return true;
		if (s.p[fault] != '\0')
			return false;
		s = str_slice(s, fault + 1, s.n);
	}
	return true;
}

int encoding_decode(struct arena *arena, struct str bytes, struct str declared,
		    struct str *text, size_t *lost, struct error *err)
{
	enum encoding_wide wide = encoding_wide(bytes);
	struct buf out = {0};
	size_t bad = 0;

	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_slice(bytes, 3, bytes.n);
	*text = bytes;
	if (wide != WIDE_NONE)
		encoding_narrow(wide, bytes, true, &out, &bad);
	else if (is_utf8(bytes))
		return 0;
	else
		bad = decode(bytes, declared, &out);
	*text = str_copy(arena, buf_view(&out));
	buf_release(&out);
	if (lost != NULL)
		*lost += bad;
	if (bad <= LOST_FEW || bad <= bytes.n / LOST_SHARE)
		return 0;
	return error_set(err, ERROR_REJECTED,
			 _("%zu bytes that are no text in any character set"), bad);
}

/* ---- encoded twice ---- */

/* Bytes 0x80 to 0x9F of windows-1252; 0 where it has none. */
static const uint16_t high[32] = {
	0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017D, 0,
	0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178,
};

/* The byte that was read as this character; -1 when there is none. */
static int byte_of(uint32_t c)
{
	if (c <= 0xFF)
		return (int)c;
	for (size_t i = 0; i < COUNT(high); i++) {
		if (high[i] == c)
			return (int)(0x80 + i);
	}
	return -1;
}

/* "Ã " was "à", whose second half looked like a space; the space behind may be gone. */
static bool lost_half(struct str s, size_t at)
{
	return str_starts(str_slice(s, at, s.n), STR("Ã "));
}

static void add_lost_half(struct str s, size_t at, struct buf *out)
{
	buf_text(out, "\xC3\xA0");
	if (!str_starts(str_slice(s, at, s.n), STR("Ã  ")))
		buf_char(out, ' ');
}

/* Appends the bytes that the text was; false when some character was none. */
static bool take_back(struct str s, struct buf *out)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; at < s.n; at += n) {
		int byte;

		if (lost_half(s, at)) {
			add_lost_half(s, at, out);
			n = 3;
			continue;
		}
		n = utf8_decode(s, at, &c);
		byte = byte_of(c);
		if (byte < 0)
			return false;
		buf_char(out, (char)byte);
	}
	return true;
}

static size_t skip_ascii(struct str s)
{
	size_t at = 0;

	while (at < s.n && (unsigned char)s.p[at] < 0x80)
		at++;
	return at;
}

/*
 * Whether the first character over ASCII may be the first half of another: what it was is followed
 * by what was the second.
 */
static bool suspicious(struct str s)
{
	size_t at = skip_ascii(s), n;
	uint32_t c = 0;
	int next = -1;

	n = utf8_decode(s, at, &c);
	if (n == 0 || c < 0xC2 || c > 0xF4)
		return false;
	if (utf8_decode(s, at + n, &c) > 0)
		next = byte_of(c);
	return (next >= 0x80 && next <= 0xBF) || lost_half(s, at);
}

bool encoding_repair(struct arena *arena, struct str *s)
{
	struct buf out = {0};
	bool repaired = false;

	for (int i = 0; i < REPAIRS && suspicious(*s); i++) {
		buf_clear(&out);
		if (!take_back(*s, &out) || !is_utf8(buf_view(&out)))
			break;
		*s = str_copy(arena, buf_view(&out));
		repaired = true;
	}
	buf_release(&out);
	return repaired;
}
