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

#include "lib/text-scan.h"
#include "lib/text-skim.h"

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
