/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A field and its value → terms: names by alias or code, words, dates, quantities. */
#include "query/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/facts.h"
#include "lib/i18n.h"
#include "lib/labels.h"
#include "lib/lexicon.h"
#include "lib/number.h"
#include "lib/utf8.h"
#include "query/saved.h"

/* ---- unknown values ---- */

/*
 * A value that means nothing in its field: an error when strict, else a warning, and the
 * value is searched as words.
 */
static struct part unknown_value(struct compiler *c, const struct node *n,
				 struct str reason)
{
	struct part part = {0};

	question_warn(c->question, n->start, n->end, reason);
	if (c->options->strict) {
		error_set(c->err, ERROR_USAGE, "%.*s", STR_ARGS(reason));
		c->failed = true;
		return (struct part){0};
	}
	part = compile_words(c, n->text, CLAUSE_OR);
	part.stray = true;
	return part;
}

/* An alias as its name is written, 'rhone' as 'Rhône', when it is the name and no other word for it. */
static int spell_alias(struct compiler *c, enum name_kind kind, struct str *alias)
{
	const struct name_record *record;
	struct buf key = {0};
	struct str *ids;
	int found = 0;

	if (alias->n > 0)
		found = index_alias(c->index, kind, *alias, &c->plan->arena, &ids,
				    c->err);
	if (found > 0)
		found = index_name(c->index, kind, ids[0], &record, c->err);
	if (found > 0) {
		name_key(&key, index_vocabulary(c->index), record->name);
		if (str_equal(buf_view(&key), *alias))
			*alias = record->name;
	}
	buf_release(&key);
	return found < 0 ? -1 : 0;
}

static struct part unknown_name(struct compiler *c, const struct node *n,
				enum name_kind kind)
{
	struct buf reason = {0};
	struct str nearest;
	struct part part = {0};

	if (index_alias_nearest(c->index, kind, n->text, &c->plan->arena, &nearest,
				c->err) < 0 ||
	    spell_alias(c, kind, &nearest) < 0) {
		c->failed = true;
		return (struct part){0};
	}
	if (nearest.n > 0)
		buf_printf(&reason, _("unknown %s '%.*s'; did you mean '%.*s'?"),
			   n->field->name, STR_ARGS(n->text), STR_ARGS(nearest));
	else
		buf_printf(&reason, _("unknown %s '%.*s'"), n->field->name,
			   STR_ARGS(n->text));
	part = unknown_value(c, n, buf_view(&reason));
	buf_release(&reason);
	return part;
}

/* ---- names ---- */

static struct part name_part(struct compiler *c, const struct node *n,
			     enum name_kind kind, struct str id)
{
	const struct name_record *record;
	struct clause *k = clause_new(c, CLAUSE_TERM);
	struct buf term = {0};
	struct part part = {0};
	bool itself;

	if (index_name(c->index, kind, id, &record, c->err) < 0) {
		c->failed = true;
		return part;
	}
	itself = n->match == MATCH_ITSELF && record != NULL && record->has_children;
	if (n->field->kind == FIELD_ACTOR)
		term_actor(&term, id, itself);
	else
		term_name(&term, kind, id, itself);
	k->terms = arena_alloc(&c->plan->arena, sizeof *k->terms);
	k->terms[0] = str_copy(&c->plan->arena, buf_view(&term));
	k->terms_count = 1;
	k->named = true;
	k->name_kind = kind;
	k->name_id = id;
	buf_release(&term);
	part.query = query_term(c, k->terms[0], 1);
	part.clause = k;
	return part;
}

/* Adds the alternatives a value has among the names of one kind. */
static void add_names(struct compiler *c, enum name_kind kind, const struct node *n,
		      struct part *parts, size_t *count, size_t limit)
{
	struct str *ids;
	int found;

	if (c->failed)
		return;
	found = index_alias(c->index, kind, n->text, &c->plan->arena, &ids, c->err);
	if (found < 0) {
		c->failed = true;
		return;
	}
	for (int i = 0; i < found && *count < limit; i++)
		parts[(*count)++] = name_part(c, n, kind, ids[i]);
}

enum { NAMES_MAX = 32 }; /* homonyms one value may stand for */

static struct part compile_name(struct compiler *c, const struct node *n)
{
	struct part parts[NAMES_MAX];
	size_t count = 0;

	add_names(c, n->field->name_kind, n, parts, &count, NAMES_MAX);
	if (!c->failed && count == 0)
		return unknown_name(c, n, n->field->name_kind);
	return part_join(c, CLAUSE_OR, parts, count);
}

static const enum name_kind places[] = {NAME_COUNTRY, NAME_REGION, NAME_DEPARTMENT,
					NAME_COMMUNE};

static struct part compile_place(struct compiler *c, const struct node *n)
{
	struct part parts[NAMES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < COUNT(places); i++)
		add_names(c, places[i], n, parts, &count, NAMES_MAX);
	if (!c->failed && count == 0)
		return unknown_name(c, n, NAME_COMMUNE);
	return part_join(c, CLAUSE_OR, parts, count);
}

/* ---- deals ---- */

static struct part term_part(struct compiler *c, struct str term)
{
	struct clause *k = clause_new(c, CLAUSE_TERM);
	struct part part = {0};

	k->terms = arena_alloc(&c->plan->arena, sizeof *k->terms);
	k->terms[0] = str_copy(&c->plan->arena, term);
	k->terms_count = 1;
	part.query = query_term(c, k->terms[0], 1);
	part.clause = k;
	return part;
}

static struct part unknown_deal(struct compiler *c, const struct node *n)
{
	const char *nearest = deal_kind_nearest(n->text);
	struct buf reason = {0};
	struct part part;

	if (nearest != NULL)
		buf_printf(&reason, _("unknown %s '%.*s'; did you mean '%s'?"),
			   n->field->name, STR_ARGS(n->text), nearest);
	else
		buf_printf(&reason,
			   _("unknown %s '%.*s'; there are levée, investissement, "
			     "acquisition, aide, cession and suppression"),
			   n->field->name, STR_ARGS(n->text));
	part = unknown_value(c, n, buf_view(&reason));
	buf_release(&reason);
	return part;
}

static struct part compile_deal(struct compiler *c, const struct node *n)
{
	struct buf term = {0};
	enum deal_kind kind;
	struct part part;

	if (!deal_kind_find(n->text, &kind))
		return unknown_deal(c, n);
	buf_text(&term, n->field->prefix);
	buf_text(&term, deal_labels[kind].label.id);
	part = term_part(c, buf_view(&term));
	part.clause->told = true;
	part.clause->deal_kind = kind;
	buf_release(&term);
	return part;
}

/* ---- words of title, source, author; ids ---- */

static bool is_front(struct str text)
{
	return text.n > 3 && text.p[text.n - 1] == '*';
}

/* titre:mot asks for each word in the title, as inflected as anywhere. */
static struct part compile_title_words(struct compiler *c, const struct node *n)
{
	struct vocabulary *v = index_vocabulary(c->index);
	struct part parts[64];
	struct text words = {0};
	size_t count = 0;

	if (is_front(n->text))
		return compile_front(c, str_slice(n->text, 0, n->text.n - 1), TITLE_PART);
	text_add(&words, v, TEXT_TITLE, n->text);
	for (size_t i = 0; i < words.count && count < COUNT(parts); i++) {
		const struct token *t = &words.tokens[i];

		if (!(t->flags & TOKEN_STACKED))
			parts[count++] =
				compile_phrase(c, str_slice(n->text, t->start, t->end),
					       TITLE_PART, false);
	}
	text_release(&words);
	return part_join(c, CLAUSE_AND, parts, count);
}

static struct part compile_title(struct compiler *c, const struct node *n)
{
	if (n->match == MATCH_PHRASE)
		return compile_phrase(c, n->text, TITLE_PART, false);
	if (n->match == MATCH_EXACT || n->match == MATCH_ITSELF)
		return compile_phrase(c, n->text, TITLE_PART, true);
	return compile_title_words(c, n);
}

static struct part compile_field_words(struct compiler *c, const struct node *n)
{
	struct part parts[64];
	struct text words = {0};
	struct buf term = {0};
	size_t count = 0;

	text_add(&words, index_vocabulary(c->index), TEXT_BODY, n->text);
	for (size_t i = 0; i < words.count && count < COUNT(parts); i++) {
		if (words.tokens[i].flags & TOKEN_STACKED)
			continue;
		buf_clear(&term);
		buf_text(&term, n->field->prefix);
		buf_str(&term, words.tokens[i].form->fold);
		parts[count++] = term_part(c, buf_view(&term));
	}
	buf_release(&term);
	text_release(&words);
	return part_join(c, CLAUSE_AND, parts, count);
}

static struct part compile_id(struct compiler *c, const struct node *n)
{
	struct buf term = {0};
	struct part part = {0};

	term_id(&term, n->text);
	part = term_part(c, buf_view(&term));
	buf_release(&term);
	return part;
}

/* ---- dates ---- */

struct term_list {
	struct arena *arena;
	struct str items[512];
	size_t count;
};

static void add_date_term(struct term_list *list, const char *prefix, int digits,
			  int number)
{
	char text[16];

	if (list->count == COUNT(list->items))
		return;
	snprintf(text, sizeof text, "%s%0*d", prefix, digits, number);
	list->items[list->count++] = str_copy(list->arena, str_of(text));
}

static void add_days(struct term_list *list, int year, int month, int first, int last)
{
	for (int day = first; day <= last; day++)
		add_date_term(list, PREFIX_DAY, 8, year * 10000 + month * 100 + day);
}

/* The part of one month that lies in the period. */
static void add_month(struct term_list *list, int year, int month, struct day first,
		      struct day last)
{
	struct day start = {year, month, 1};
	struct day end = {year, month, 31};
	bool from_start = day_compare(first, start) <= 0;
	bool to_end;

	while (!day_valid(end))
		end.day--;
	to_end = day_compare(last, end) >= 0;
	if (day_compare(first, end) > 0 || day_compare(last, start) < 0)
		return;
	if (from_start && to_end)
		add_date_term(list, PREFIX_MONTH, 6, year * 100 + month);
	else
		add_days(list, year, month, from_start ? 1 : first.day,
			 to_end ? end.day : last.day);
}

/* A period as few year, month and day terms: measured four times faster than a value range. */
static void add_period(struct term_list *list, struct day first, struct day last)
{
	for (int year = first.year; year <= last.year; year++) {
		struct day start = {year, 1, 1};
		struct day end = {year, 12, 31};

		if (day_compare(first, start) <= 0 && day_compare(last, end) >= 0) {
			add_date_term(list, PREFIX_YEAR, 4, year);
			continue;
		}
		for (int month = 1; month <= 12; month++)
			add_month(list, year, month, first, last);
	}
}

/* Open ends, and ends beyond the articles', become the index's own first and last day. */
static int clamp_period(struct compiler *c, struct period *p)
{
	struct buf low = {0};
	struct buf high = {0};
	struct day first, last;
	int rc = xc_reader_value_bounds(index_reader(c->index), SLOT_MOMENT, &low, &high,
					c->err);

	first = moment_day(value_moment_read(buf_view(&low)));
	last = moment_day(value_moment_read(buf_view(&high)));
	if (p->first.year == 0 || day_compare(p->first, first) < 0)
		p->first = first;
	if (p->last.year == 0 || day_compare(p->last, last) > 0)
		p->last = last;
	buf_release(&high);
	buf_release(&low);
	return rc;
}

static struct part compile_date(struct compiler *c, const struct node *n)
{
	struct error reason = {0};
	struct period period;
	struct term_list *list;
	struct part part = {0};

	if (period_parse(n->text, c->options->today, &period, &reason) < 0)
		return unknown_value(c, n, str_of(reason.text));
	if (clamp_period(c, &period) < 0) {
		c->failed = true;
		return part;
	}
	list = arena_alloc(&c->plan->arena, sizeof *list);
	list->arena = &c->plan->arena;
	if (period.first.year != 0 && day_compare(period.first, period.last) <= 0)
		add_period(list, period.first, period.last);
	part.clause = clause_new(c, CLAUSE_TERM);
	part.clause->terms = list->items;
	part.clause->terms_count = list->count;
	part.query = query_terms(c, XC_OR, list->items, list->count);
	return part;
}

/* ---- amounts and jobs ---- */

static struct part range_part(struct compiler *c, uint32_t slot, double low, double high)
{
	struct clause *k = clause_new(c, CLAUSE_RANGE);
	struct buf b = {0};
	struct part part = {0};

	k->slot = slot;
	value_pack(&b, low);
	k->low = str_copy(&c->plan->arena, buf_view(&b));
	if (!isinf(high)) {
		buf_clear(&b);
		value_pack(&b, high);
		k->high = str_copy(&c->plan->arena, buf_view(&b));
	}
	buf_release(&b);
	part.query = query_range(c, slot, k->low, k->high);
	part.clause = k;
	return part;
}

static struct part compile_quantity(struct compiler *c, const struct node *n)
{
	struct quantity_range range;
	struct error reason = {0};
	double rate = 1;

	if (quantity_range_parse(n->text, &range, &reason) < 0)
		return unknown_value(c, n, str_of(reason.text));
	if (n->field->kind == FIELD_AMOUNT && range.currency[0] != '\0')
		rate = currency_euros(range.currency, 0);
	if (range.low_open)
		range.low = nextafter(range.low, INFINITY);
	if (range.high_open)
		range.high = nextafter(range.high, -INFINITY);
	/* Articles without an amount have an empty value: the lowest bound leaves them out. */
	if (!(range.low > 0))
		range.low = 0;
	return range_part(c, n->field->slot, range.low * rate, range.high * rate);
}

/* All that answers a saved question, which stands under the field; without: it is not saved. */
static struct part compile_question(struct compiler *c, const struct node *n)
{
	bool outer = c->filtering;
	struct buf reason = {0};
	struct part part;

	if (n->count > 0) {
		c->filtering = true;
		part = compile_node(c, n->children[0]);
		c->filtering = outer;
		if (part.clause != NULL)
			part.clause->unranked = true;
		return part;
	}
	saved_say_unknown(n->text, &reason);
	part = unknown_value(c, n, buf_view(&reason));
	buf_release(&reason);
	return part;
}

struct part compile_field(struct compiler *c, const struct node *n)
{
	switch (n->field->kind) {
	case FIELD_NAME:
	case FIELD_ACTOR:
		return compile_name(c, n);
	case FIELD_DEAL:
		return compile_deal(c, n);
	case FIELD_PLACE:
		return compile_place(c, n);
	case FIELD_TITLE:
		return compile_title(c, n);
	case FIELD_WORDS:
		return compile_field_words(c, n);
	case FIELD_QUESTION:
		return compile_question(c, n);
	case FIELD_ID:
		return compile_id(c, n);
	case FIELD_DATE:
		return compile_date(c, n);
	case FIELD_AMOUNT:
	case FIELD_JOBS:
		return compile_quantity(c, n);
	}
	return (struct part){0};
}
