/* SPDX-License-Identifier: GPL-2.0-or-later */
/* field:value of a question, and what only looks like it. */
#include "query/lex.h"

#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/utf8.h"

enum {
	NAME_MOST = 32,	    /* bytes of a field's name */
	VALUE_WORDS = 8,    /* of a date or an amount without quotes */
	WARNINGS_MOST = 16, /* about unknown fields in one question */
};

/* The letters and hyphens before a colon at `at`; empty when it is no field's name. */
static struct str field_name(const struct parser *p, size_t start)
{
	size_t at = start;
	uint32_t c = character_at(p, at);

	if (!utf8_is_letter(c))
		return (struct str){0};
	while (utf8_is_letter(c) || utf8_is_mark(c) || c == '-') {
		at += length_at(p, at);
		if (at - start > NAME_MOST)
			return (struct str){0};
		c = character_at(p, at);
	}
	return c == ':' ? str_slice(p->text, start, at) : (struct str){0};
}

bool field_ranges(const struct field *f)
{
	return f->kind == FIELD_DATE || f->kind == FIELD_AMOUNT || f->kind == FIELD_JOBS;
}

/* Whether what stands at `at`, behind « région: », is meant as the field's value. */
static bool may_be_value(const struct parser *p, size_t at)
{
	uint32_t c = character_at(p, at);
	enum item_kind kind;
	unsigned distance;
	size_t end;

	if (at >= p->text.n || is_bracket(c) || c == '+' || c == '-')
		return false;
	return !find_operator(p, at, &kind, &distance, &end) &&
	       field_find(field_name(p, at)) == NULL;
}

/* Where the value begins behind the colon: spaces are forgiven when a value follows. */
static size_t value_start(struct parser *p, size_t colon_end)
{
	size_t at = colon_end;
	uint32_t c = character_at(p, at);

	while (at < p->text.n &&
	       (is_gap(c) || (quote_of(c) != QUOTE_NONE && !opens(p, at)))) {
		if (!is_gap(c))
			blank(p, at, at + length_at(p, at));
		at += length_at(p, at);
		c = character_at(p, at);
	}
	if (at >= p->text.n || is_bracket(c) || (at > colon_end && !may_be_value(p, at)))
		return NO_ITEM;
	return at;
}

static bool is_range(const struct field *f, struct str value)
{
	const struct day today = {2000, 1, 1}; /* any will do */
	struct quantity_range quantities;
	struct period days;
	struct error err;

	if (f->kind == FIELD_DATE)
		return period_parse(value, today, &days, &err) == 0;
	return quantity_range_parse(value, &quantities, &err) == 0;
}

/*
 * Moves p->at over the words behind a bare value that belong to it, as many as still read
 * as one value: « mai 2024 » of date:mai 2024, « Md€ » of montant:>1 Md€.
 */
static void take_value_words(struct parser *p, const struct field *f, size_t start)
{
	size_t end = p->at;

	for (size_t i = 1; i < VALUE_WORDS; i++) {
		size_t at = skip_gaps(p, end);
		struct str value;

		if (!may_be_value(p, at) || quote_of(character_at(p, at)) != QUOTE_NONE)
			return;
		end = word_end(p, at, SIZE_MAX);
		value = without_tail(str_slice(p->text, start, end));
		if (is_range(f, value))
			p->at = end;
		/* A comma ends the value, but for « May 13, 2024 ». */
		if (value.n < end - start && f->kind != FIELD_DATE)
			return;
	}
}

/* The pieces of >"1,2 Md€" or "mai 2024".."juin 2024" without the quotes. */
static void quoted_range_value(struct parser *p, struct buf *value)
{
	while (p->at < p->text.n) {
		size_t end = word_end(p, p->at, SIZE_MAX);

		if (opens(p, p->at)) {
			struct quoted quoted = read_quoted(p, p->at);

			buf_str(value, quoted.text);
			end = quoted.end;
		} else if (end == p->at) {
			break;
		} else {
			buf_str(value, str_slice(p->text, p->at, end));
		}
		p->at = end;
	}
}

/*
 * The value of a date, an amount or a number of jobs, its comparison sign included. Moves
 * p->at behind it. Empty when there is no more than a sign.
 */
static struct str range_value(struct parser *p, const struct field *f, size_t start)
{
	struct buf value = {0};
	struct str kept;
	size_t at = start;

	while (is_comparison(character_at(p, at)))
		at += length_at(p, at);
	buf_str(&value, str_slice(p->text, start, at));
	if (may_be_value(p, skip_gaps(p, at)))
		at = skip_gaps(p, at);
	p->at = word_end(p, at, SIZE_MAX);
	if (quote_of(character_at(p, p->at)) == QUOTE_NONE) {
		if (p->at > at)
			take_value_words(p, f, start);
		buf_str(&value, str_slice(p->text, at, p->at));
	} else {
		p->at = at;
		quoted_range_value(p, &value);
	}
	kept = without_tail(buf_view(&value));
	if (p->at > at && kept.n > 0)
		kept = str_copy(&p->q->arena, kept);
	else
		kept = (struct str){0};
	buf_release(&value);
	return kept;
}

/* The value of any other field; moves p->at behind it. */
static struct str plain_value(struct parser *p, const struct field *f, size_t at,
			      enum field_match *match)
{
	bool itself = character_at(p, at) == '=';

	*match = MATCH_VALUE;
	if (itself) {
		*match = f->kind == FIELD_TITLE ? MATCH_EXACT : MATCH_ITSELF;
		at++;
	}
	if (opens(p, at)) {
		struct quoted quoted = read_quoted(p, at);

		if (f->kind == FIELD_TITLE && !itself)
			*match = MATCH_PHRASE;
		p->at = quoted.end;
		return quoted.text;
	}
	p->at = word_end(p, at, SIZE_MAX);
	return without_tail(str_slice(p->text, at, p->at));
}

static bool lex_known_field(struct parser *p, const struct field *f, size_t colon_end,
			    size_t start, enum occur occur)
{
	enum field_match match = MATCH_VALUE;
	struct str value;
	struct node *n;
	size_t at;

	if (character_at(p, colon_end) == '(') {
		struct item *item = add_item(p, ITEM_OPEN, start, colon_end + 1);

		item->occur = occur;
		item->field = f;
		p->at = colon_end + 1;
		return true;
	}
	at = value_start(p, colon_end);
	blank(p, colon_end - 1, colon_end);
	if (at == NO_ITEM)
		return false;
	value = field_ranges(f) ? range_value(p, f, at) : plain_value(p, f, at, &match);
	if (value.n == 0) {
		/* Signs or empty quotes alone: only the name is left, as a word. */
		blank(p, at, p->at);
		p->at = start;
		return false;
	}
	n = add_atom(p, NODE_FIELD, value, start, occur);
	n->field = f;
	n->match = match;
	return true;
}

static void warn_unknown_field(struct parser *p, struct str name)
{
	struct buf text = {0};
	const char *nearest;
	size_t start = (size_t)(name.p - p->bytes);

	if (p->q->warnings_count >= WARNINGS_MOST)
		return;
	nearest = field_nearest(name);
	if (nearest != NULL)
		buf_printf(&text, _("unknown field '%.*s'; did you mean '%s'?"),
			   STR_ARGS(name), nearest);
	else
		buf_printf(&text, _("unknown field '%.*s'"), STR_ARGS(name));
	question_warn(p->q, (uint32_t)start, (uint32_t)(start + name.n), buf_view(&text));
	buf_release(&text);
}

/*
 * word:value that no field is called by; not http://, std::, 12:30 or a colon that ends a
 * word.
 */
static bool looks_like_field(const struct parser *p, struct str name, size_t colon_end)
{
	uint32_t c = character_at(p, colon_end);
	uint32_t first;

	if (colon_end >= p->text.n || is_gap(c) || is_bracket(c) || c == ':' || c == '/')
		return false;
	return utf8_decode(name, 0, &first) < name.n;
}

/* The signs of comparison that may stand behind the colon of a field that is none. */
static size_t blank_signs(struct parser *p, size_t at)
{
	while (is_comparison(character_at(p, at)) || character_at(p, at) == '+' ||
	       character_at(p, at) == '-') {
		size_t end = at + length_at(p, at);

		blank(p, at, end);
		at = end;
	}
	return at;
}

bool lex_field(struct parser *p, size_t start, enum occur occur)
{
	struct str name = field_name(p, p->at);
	size_t colon_end = p->at + name.n + 1;
	const struct field *f = name.n > 0 ? field_find(name) : NULL;

	if (f != NULL)
		return lex_known_field(p, f, colon_end, start, occur);
	if (name.n == 0 || !looks_like_field(p, name, colon_end))
		return false;
	warn_unknown_field(p, name);
	blank(p, colon_end - 1, colon_end);
	colon_end = blank_signs(p, colon_end);
	if (occur != OCCUR_MAYBE &&
	    (opens(p, colon_end) || word_end(p, colon_end, 1) > colon_end)) {
		blank(p, p->at, colon_end);
		p->at = colon_end;
	}
	return false;
}
