/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which money and which jobs of a sentence belong to a deal. */
#include "lib/facts-hunt.h"

#include <string.h>

#define SMALL_SUM 50000 /* below it, a prize, a car, a fine: no deal */

/* "7,5 euros par action", "500 euros pièce": not what the deal costs. */
static bool is_per_piece(const struct facts_text *r, const struct figure *f)
{
	static const char *const behind[] = {"par action", "par titre",	   "piece",
					     "par an et",  "par salarie",  "le titre",
					     "par mois",   "par personne", "action"};

	if (word_elided(r, f->after).n == 1 && word_is(r, f->after, "action"))
		return true;
	for (size_t i = 0; i < COUNT(behind); i++)
		if (phrase_at(r, f->after, behind[i]))
			return true;
	return false;
}

static bool is_bought(const struct hunt *h)
{
	return h->trigger->kind == DEAL_ACQUISITION || h->trigger->kind == DEAL_SALE;
}

/* Turnover, debts, fines: money that is told beside the deal. */
static bool is_other_money(const struct hunt *h, const struct figure *f)
{
	const struct facts_text *r = h->r;
	size_t from = f->first > h->p->from + 7 ? f->first - 7 : h->p->from;
	size_t next = f->after;

	for (size_t i = f->first; i > from; i--) {
		uint64_t g = word_grammar(r, i - 1);

		if (i - 1 == h->at || word_triggers(r, i - 1) || g & G_PRICE)
			break;
		if (g & G_OTHER_MONEY &&
		    !(is_bought(h) &&
		      str_starts(r->words[i - 1].token->form->fold, STR("valoris"))))
			return true;
		if (r->words[i - 1].gap & GAP_COMMA)
			break;
	}
	if (word_is(r, next, "de"))
		next++;
	return word_tight(r, next) && next < h->p->to && next != h->at &&
	       (word_grammar(r, next) & (G_OTHER_MONEY | G_PRICE)) == G_OTHER_MONEY &&
	       !word_triggers(r, next);
}

/* "5 milliards, dont 4 de prêts". */
static bool is_part(const struct facts_text *r, const struct figure *f)
{
	size_t i = f->first;

	while (i > 0 && word_tight(r, i) && word_roles(r, i - 1) & ROLE_LINK)
		i--;
	if (f->first > 1 && word_is(r, f->first - 1, "des") &&
	    phrases_figure(r, f->first - 2))
		return true; /* "15 des 100 milliards" */
	/* "dont 4 milliards de prêts et 3 milliards d'avances" */
	if (i > 0 && word_is(r, i - 1, "et") && f > r->figures && f[-1].kind == f->kind &&
	    f[-1].sentence == f->sentence && f[-1].flags & FIGURE_DIGITS)
		return is_part(r, f - 1);
	return i > 0 && (word_is(r, i - 1, "dont") || phrase_before(r, i, "y compris"));
}

static bool is_own_money(const struct hunt *h, const struct figure *f)
{
	return f->kind == FIGURE_MONEY && !is_part(h->r, f) &&
	       !(f->flags & (FIGURE_CONVERSION | FIGURE_HIGH)) && f->value >= SMALL_SUM &&
	       !is_per_piece(h->r, f) && !is_other_money(h, f);
}

/* Another trigger that asks for money stands between. */
static bool is_taken(const struct hunt *h, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t t = 0; t < triggers_count; t++)
			if (word_triggers(h->r, i) >> t & 1 && !triggers[t].behind &&
			    triggers[t].flags & (TRIGGER_MONEY | TRIGGER_COMPANY) &&
			    triggers[t].kind != h->trigger->kind)
				return true;
	return false;
}

/* "aide de 3 milliards", "aide d'un montant de 3 milliards": no comma between. */
static bool is_governed(const struct hunt *h, const struct figure *f)
{
	for (size_t i = h->behind; i <= f->first; i++)
		if (h->r->words[i].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH) &&
		    !(i == f->first && i <= h->behind + 3 &&
		      h->r->words[i].gap & (GAP_COLON | GAP_OPEN)))
			return false;
	return true;
}

static const struct figure *money_right(const struct hunt *h)
{
	const struct facts_text *r = h->r;

	for (size_t k = reading_figures(r, h->p->from); k < r->figures_count; k++) {
		const struct figure *f = &r->figures[k];

		if (f->first < h->at)
			continue;
		if (f->first >= h->right || f->first > h->behind + REACH_MONEY)
			break;
		if (h->voice == VOICE_NOUN && !is_governed(h, f))
			break;
		if (is_own_money(h, f) && !is_taken(h, h->behind, f->first))
			return f;
	}
	return NULL;
}

/* "3 milliards d'aide", "3 milliards pour ce plan sectoriel de soutien". */
static bool is_before_noun(const struct hunt *h, const struct figure *f)
{
	for (size_t i = f->after; i <= h->at; i++)
		if (h->r->words[i].gap & ~(uint32_t)GAP_TIGHT)
			return false;
	return f->after == h->at || word_is(h->r, f->after, "de") ||
	       (h->trigger->kind == DEAL_AID && word_is(h->r, f->after, "pour"));
}

static const struct figure *money_left(const struct hunt *h, size_t reach)
{
	const struct facts_text *r = h->r;

	for (size_t k = reading_figures(r, h->at); k > 0; k--) {
		const struct figure *f = &r->figures[k - 1];

		if (f->after > h->at)
			continue;
		if (f->first < h->left || f->after + reach < h->at)
			break;
		if (h->voice == VOICE_NOUN && !is_before_noun(h, f))
			break;
		if (is_own_money(h, f) && !is_taken(h, f->after, h->at))
			return f;
		if (f->kind == FIGURE_MONEY &&
		    !(f->flags & (FIGURE_CONVERSION | FIGURE_HIGH)))
			break; /* the nearest belongs elsewhere: so do those before it */
	}
	return NULL;
}

/* "céder 3 milliards d'actifs". */
static bool is_sold_sum(const struct hunt *h, const struct figure *f, size_t front)
{
	return h->voice != VOICE_NOUN && front == h->behind &&
	       word_grammar(h->r, f->after) & G_ASSET;
}

bool hunt_sells_sum(const struct hunt *h)
{
	return h->deal.money && word_grammar(h->r, h->deal.money->after) & G_ASSET;
}

/* The price of what is bought: behind pour, contre, d'un montant de, in brackets. */
const struct figure *hunt_price(const struct hunt *h)
{
	const struct facts_text *r = h->r;

	for (size_t k = reading_figures(r, h->p->from); k < r->figures_count; k++) {
		const struct figure *f = &r->figures[k];
		size_t i = f->first;

		if (f->first < h->p->from || !is_own_money(h, f))
			continue;
		if (f->first >= h->p->to)
			break;
		while (i > h->p->from && word_tight(r, i) &&
		       (word_roles(r, i - 1) & ROLE_LINK) && !word_is_have(r, i - 1))
			i--;
		if (i == h->p->from)
			continue;
		if (r->words[i].gap & GAP_OPEN || word_is(r, i - 1, "pour") ||
		    word_is(r, i - 1, "contre") || is_sold_sum(h, f, i) ||
		    str_starts(r->words[i - 1].token->form->fold, STR("valoris")) ||
		    word_is(r, i - 1, "investissement") ||
		    words_grammar(r, i > 3 ? i - 3 : 0, i) & G_PRICE)
			return f;
	}
	return NULL;
}

const struct figure *hunt_money(const struct hunt *h)
{
	const struct figure *f = NULL;

	switch (h->trigger->kind) {
	case DEAL_ACQUISITION:
	case DEAL_SALE:
		return hunt_price(h);
	case DEAL_CUT:
		return NULL;
	default:
		break;
	}
	if (h->trigger->flags & TRIGGER_SUPPLY) {
		f = h->voice == VOICE_NOUN ? money_right(h) : NULL;
		return f ? f : hunt_price(h);
	}
	if (h->voice == VOICE_PASSIVE || h->voice == VOICE_BARE)
		f = money_left(h, REACH_TRIGGER);
	if (h->voice == VOICE_NOUN)
		f = money_left(h, h->trigger->kind == DEAL_AID ? 3 : 1);
	return f ? f : money_right(h);
}

const struct figure *hunt_jobs(const struct hunt *h, enum jobs_kind kind)
{
	const struct facts_text *r = h->r;
	const struct figure *best = NULL;
	size_t near = SIZE_MAX;

	for (size_t k = reading_figures(r, h->p->from); k < r->figures_count; k++) {
		const struct figure *f = &r->figures[k];
		size_t away;

		if (f->kind != FIGURE_JOBS || f->jobs != kind || f->first < h->left ||
		    f->value < SMALL_CUT)
			continue;
		if (f->first >= h->right)
			break;
		away = f->first > h->at ? f->first - h->at : h->at - f->first;
		if (away < near) {
			near = away;
			best = f;
		}
	}
	return best;
}
