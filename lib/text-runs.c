/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of letters and digits, and the tokens made of them. */
#include "lib/text-scan.h"

#include <utf8proc.h>

enum { NEAR_AFTER = 8 }; /* words read before the form of one is looked at */

void add_bytes(char *form, size_t *n, const char *bytes, size_t count)
{
	if (*n + count <= FORM_ROOM) {
		memcpy(form + *n, bytes, count);
		*n += count;
	}
}

void add_letter(struct scan *s, struct run *r, uint32_t c)
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

void read_run(struct scan *s, size_t at, size_t limit, struct run *r)
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

void take_forms(struct scan *s)
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

struct token *push_next(struct scan *s, enum token_kind kind, struct str form,
			size_t start, size_t end)
{
	struct token *token = push(s, kind, form, start, end);

	token->position = ++s->text->position;
	if (s->sentence)
		token->flags = TOKEN_SENTENCE;
	s->sentence = false;
	return token;
}

uint8_t case_flags(unsigned seen, unsigned letters)
{
	uint8_t flags = 0;

	if (seen & SEEN_FIRST_UPPER)
		flags |= TOKEN_CAPITAL;
	if ((seen & SEEN_UPPER) && !(seen & SEEN_LOWER) && letters >= 2)
		flags |= TOKEN_UPPER;
	return flags;
}

void push_stacked(struct scan *s, enum token_kind kind, struct str form, size_t start,
		  size_t end, uint32_t position, unsigned flags)
{
	struct token *token = push(s, kind, form, start, end);

	token->position = position;
	token->flags = (uint8_t)(flags | TOKEN_STACKED);
}

void push_run(struct scan *s, enum token_kind kind, const struct run *r, unsigned flags)
{
	struct token *token;

	if (r->n == 0)
		return;
	token = push_next(s, kind, (struct str){s->form, r->n}, r->start, r->end);
	token->flags |= (uint8_t)(case_flags(r->seen, r->letters) | flags);
}

enum token_kind run_kind(const struct run *r)
{
	if (!(r->seen & SEEN_DIGIT))
		return TOKEN_WORD;
	return r->letters ? TOKEN_ALNUM : TOKEN_NUM;
}

void push_word(struct scan *s, const char *word, enum token_kind kind, size_t start,
	       size_t end, unsigned flags)
{
	push_next(s, kind, str_of(word), start, end)->flags |= (uint8_t)flags;
}
