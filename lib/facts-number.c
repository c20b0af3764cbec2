/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-number.h"

#define NUMBER_MAX 1e18 /* what nobody counts: "milliards de milliards" */

/* ---- digits ---- */

static double digits_value(struct str digits)
{
	double value = 0, place = 1;
	bool fraction = false;

	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] == '.') {
			fraction = true;
			continue;
		}
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return 0;
		value = value * 10 + (digits.p[i] - '0');
		if (fraction)
			place *= 10;
	}
	return value / place;
}

/* Covid-19, GPT-4, 10h30: part of a name or of another notation. */
static bool is_part_of_name(const struct facts_text *r, size_t at)
{
	const struct word *w = &r->words[at];

	if (!(w->token->flags & TOKEN_JOINED) || (w->gap & (GAP_SPACE | GAP_ELISION)))
		return false;
	return at > 0 && r->words[at - 1].token &&
	       r->words[at - 1].token->kind != TOKEN_NUM &&
	       !(word_roles(r, at - 1) & ROLE_CURRENCY);
}

static bool read_digits(const struct facts_text *r, size_t at, struct figure *f)
{
	const struct token *t = r->words[at].token;

	if (is_part_of_name(r, at))
		return false;
	f->value = digits_value(t->form->exact);
	f->flags = FIGURE_DIGITS;
	if (t->end - t->start == 4 && f->value >= 1900 && f->value < 2100)
		f->flags |= FIGURE_YEAR;
	f->next = (uint32_t)at + 1;
	return true;
}

/* ---- words ---- */

/* A numeral under construction: below `room` the next smaller word still fits. */
struct numeral {
	double total; /* thousands, closed */
	double group; /* below a thousand */
	double last;  /* the word added last, 0 none */
	double room;
};

static bool add_hundred(struct numeral *n)
{
	if (n->group >= 100 || (n->group > 0 && n->last != n->group) || n->group > 19)
		return false;
	if (n->group == 1)
		return false;
	n->group = n->group > 0 ? n->group * 100 : 100;
	n->room = 100;
	n->last = 100;
	return true;
}

static bool add_thousand(struct numeral *n)
{
	if (n->total > 0)
		return false;
	n->total = (n->group > 0 ? n->group : 1) * 1000;
	n->group = 0;
	n->room = 1000;
	n->last = 1000;
	return true;
}

/* Adds a word's value where French grammar lets it stand. */
static bool add_numeral(struct numeral *n, double value)
{
	if (value == 1000)
		return add_thousand(n);
	if (value == 100)
		return add_hundred(n);
	if (value == 20 && n->last == 4) { /* quatre-vingts */
		n->group += 76;
		n->last = 80;
		n->room = 20;
		return true;
	}
	if (value >= n->room)
		return false;
	n->group += value;
	n->last = value;
	if (value >= 20)
		n->room = value == 60 ? 20 : 10;
	else
		n->room = value == 10 && n->group >= 10 ? 10 : 0;
	return true;
}

/* "vingt et un", "soixante et onze". */
static bool joins_one(const struct facts_text *r, size_t at, const struct numeral *n)
{
	uint32_t roles = word_roles(r, at + 1);

	return n->last >= 20 && n->last < 100 && word_is(r, at, "et") &&
	       word_tight(r, at + 1) && (roles & ROLE_NUMERAL) &&
	       (r->words[at + 1].known->value == 1 ||
		r->words[at + 1].known->value == 11);
}

/*
 * Whether word `at` may carry on a numeral: "dix-sept" and "dix sept", not "dix, sept".
 */
static bool carries_on(const struct facts_text *r, size_t at)
{
	return at < r->count && r->words[at].token &&
	       !(r->words[at].gap & ~(uint32_t)(GAP_SPACE | GAP_DASH)) &&
	       (!(r->words[at].gap & GAP_DASH) ||
		(r->words[at].token->flags & TOKEN_JOINED));
}

static bool read_numeral(const struct facts_text *r, size_t at, struct figure *f)
{
	struct numeral n = {.room = 100};
	size_t i = at;

	while (i == at || carries_on(r, i)) {
		if (i > at && joins_one(r, i, &n))
			i++;
		if (!(word_roles(r, i) & ROLE_NUMERAL) ||
		    !add_numeral(&n, r->words[i].known->value))
			break;
		i++;
	}
	if (i == at)
		return false;
	f->value = n.total + n.group;
	if (i == at + 1 && (word_is(r, at, "un") || word_is(r, at, "une")))
		f->flags |= FIGURE_ARTICLE;
	f->next = (uint32_t)i;
	return true;
}

/* ---- vingtaine, centaine, millier, demi ---- */

static bool is_collective(const struct facts_text *r, size_t at)
{
	return word_roles(r, at) & ROLE_COLLECTIVE;
}

static bool is_plural(const struct facts_text *r, size_t at)
{
	return str_ends(r->words[at].token->form->fold, STR("s"));
}

/* "une petite centaine", "une bonne vingtaine". */
static bool is_shading(const struct facts_text *r, size_t at)
{
	return phrase_at(r, at, "petit*") || word_is(r, at, "bonne") ||
	       word_is(r, at, "bon") || word_is(r, at, "gros") ||
	       word_is(r, at, "grosse");
}

/* "centaine" itself, after a number or alone; a plural alone says no number. */
static bool read_collective(const struct facts_text *r, struct figure *f)
{
	size_t at = f->next;
	bool counted = f->value > 0;

	if (counted && is_shading(r, at))
		at++;
	if (!is_collective(r, at) || (at > f->first && !carries_on(r, at)))
		return false;
	if (!counted && is_plural(r, at))
		return false;
	f->value = (counted ? f->value : 1) * r->words[at].known->value;
	if (f->flags & FIGURE_ARTICLE || !counted)
		f->flags |= FIGURE_ABOUT;
	f->flags &= (uint16_t)~FIGURE_ARTICLE;
	f->scale = r->words[at].known->value;
	f->next = (uint32_t)at + 1;
	return true;
}

/* "un demi-milliard", "une demi-douzaine". */
static void read_half(const struct facts_text *r, struct figure *f)
{
	size_t at = f->next;

	if (!(f->flags & FIGURE_ARTICLE) || !(word_roles(r, at) & ROLE_HALF) ||
	    !(word_roles(r, at + 1) & (ROLE_MULTIPLIER | ROLE_COLLECTIVE)))
		return;
	f->value = 0.5;
	f->next = (uint32_t)at + 1;
}

/* ---- multipliers ---- */

/* One multiplier; "centaine de millions" too. */
static bool read_multiplier(const struct facts_text *r, struct figure *f)
{
	size_t at = f->next;
	uint32_t roles;

	if (f->scale > 1 && word_is(r, at, "de") && word_tight(r, at) &&
	    (word_roles(r, at + 1) & (ROLE_MULTIPLIER | ROLE_COLLECTIVE)))
		at++;
	roles = word_roles(r, at);
	if (f->flags & FIGURE_DIGITS && word_is(r, at, "mille"))
		roles = ROLE_MULTIPLIER;
	if (!(roles & (ROLE_MULTIPLIER | ROLE_COLLECTIVE)) || !carries_on(r, at) ||
	    (roles & ROLE_CURRENCY))
		return false;
	f->value *= r->words[at].known->value;
	f->scale = f->scale * r->words[at].known->value;
	f->flags &= (uint16_t) ~(FIGURE_ARTICLE | FIGURE_YEAR);
	if (roles & ROLE_SHORT && r->words[at].token->kind != TOKEN_UNIT)
		f->flags |= FIGURE_SHORT;
	f->next = (uint32_t)at + 1;
	if (word_is(r, f->next, "et") && (word_roles(r, f->next + 1) & ROLE_HALF) &&
	    word_tight(r, f->next) && word_tight(r, f->next + 1)) {
		f->value += f->scale / 2;
		f->next += 2;
	}
	return true;
}

/* "un million deux cent mille", "1 milliard 200 millions". */
static void read_rest(const struct facts_text *r, struct figure *f)
{
	struct figure rest = {.first = f->next, .next = f->next, .scale = 1};
	const struct word *w = &r->words[f->next];
	size_t after;

	if (!w->token || w->gap != GAP_SPACE)
		return;
	if (w->token->kind == TOKEN_NUM ? !read_digits(r, f->next, &rest)
					: !read_numeral(r, f->next, &rest))
		return;
	read_multiplier(r, &rest);
	after = rest.next;
	if (word_is(r, after, "de"))
		after++;
	if (rest.value >= f->scale || (rest.flags & FIGURE_YEAR) ||
	    !(word_roles(r, after) & ROLE_CURRENCY))
		return;
	f->value += rest.value;
	f->next = rest.next;
}

static bool is_percent(const struct facts_text *r, size_t next)
{
	if (next < r->count && (r->words[next].gap & GAP_PERCENT))
		return true;
	return word_is(r, next, "pour") &&
	       (word_is(r, next + 1, "cent") || word_is(r, next + 1, "mille"));
}

/* "le milliard de dollars", "le demi-million": one, if money follows. */
static bool read_definite(const struct facts_text *r, size_t at, struct figure *f)
{
	static const char *const articles[] = {"le", "du", "au", "ce", "l"};
	bool half = word_roles(r, at) & ROLE_HALF;
	size_t noun = at + half;

	if (!(word_roles(r, noun) & ROLE_MULTIPLIER) || is_plural(r, noun) ||
	    r->words[noun].token->kind != TOKEN_WORD ||
	    r->words[noun].token->form->fold.n < 6)
		return false;
	for (size_t i = 0; i < COUNT(articles); i++) {
		if (!phrase_before(r, at, articles[i]))
			continue;
		f->scale = r->words[noun].known->value;
		f->value = half ? f->scale / 2 : f->scale;
		f->flags = FIGURE_SHORT;
		f->next = (uint32_t)noun + 1;
		return true;
	}
	return false;
}

static bool read_count(const struct facts_text *r, size_t at, struct figure *f)
{
	uint32_t roles = word_roles(r, at);

	if (r->words[at].token->kind == TOKEN_NUM
		    ? !read_digits(r, at, f)
		    : (roles & ROLE_NUMERAL) && !read_numeral(r, at, f))
		return false;
	read_half(r, f);
	if (!read_collective(r, f) && f->next == at)
		return false;
	while (read_multiplier(r, f))
		;
	if (f->scale >= 1e6)
		read_rest(r, f);
	return true;
}

#define ROLES_OF_NUMBERS (ROLE_NUMERAL | ROLE_COLLECTIVE | ROLE_MULTIPLIER | ROLE_HALF)

bool number_read(const struct facts_text *r, size_t at, struct figure *f)
{
	const struct token *t = r->words[at].token;

	if (!t || t->kind == TOKEN_UNIT ||
	    (t->kind != TOKEN_NUM && !(word_roles(r, at) & ROLES_OF_NUMBERS)) ||
	    (at > 0 && word_is(r, at, "cent") && word_is(r, at - 1, "pour")))
		return false;
	*f = (struct figure){.first = (uint32_t)at, .next = (uint32_t)at, .scale = 1};
	if (!read_definite(r, at, f) && !read_count(r, at, f))
		return false;
	f->part = t->part;
	f->start = t->start;
	f->end = r->words[f->next - 1].token->end;
	f->after = f->next;
	f->sentence = r->words[at].sentence;
	return f->value <= NUMBER_MAX && !is_percent(r, f->next);
}
