/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Acronyms: A.W.S., P.-D.G. (T6); R&D, M & A (T7); C++. */
#include "lib/text-scan.h"

enum { ACRONYM_MAX = 12 }; /* letters */

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

bool try_dotted(struct scan *s, size_t start)
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

bool try_ampersand(struct scan *s, struct run *r)
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

bool try_language(struct scan *s, struct run *r)
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
