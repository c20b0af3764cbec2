/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Deals of money: invested, paid to a supplier, raised, given. */
#include "lib/facts-hunt.h"

#include "lib/rules.h"

#define LARGE_SUM 1000000 /* a project is worth telling from here on */
#define REACH_AIDED 25	  /* words from an aid to those who get it */

/* "A a choisi B pour fournir", "A a commandé six engins" of the article's company. */
static bool fill_ordered(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	bool supplied = false;

	if (h->voice != VOICE_ACTIVE || hunt_take_subject(h, h->at) != ACTOR_COMPANY)
		return false;
	if (str_starts(h->r->words[h->at].token->form->fold, STR("command"))) {
		d->target = hunt_company(h, h->behind, LINK(LINK_TO) | LINK(LINK_AT));
		if (d->target == NO_ITEM && phrases_title(h->p) != d->actor)
			d->target = phrases_title(h->p);
		return d->target != NO_ITEM;
	}
	for (size_t i = h->behind; i < h->right; i++)
		supplied |= word_is(h->r, i, "fournir") ||
			    word_is(h->r, i, "construire") || word_is(h->r, i, "livrer");
	d->target = hunt_company(h, h->behind, LINK(LINK_OBJECT));
	return supplied && d->target != NO_ITEM;
}

/* Who buys from whom: "contrat accordé à B", "B remporte un contrat". */
static bool fill_supply(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	unsigned links = LINK(LINK_TO) | LINK(LINK_OTHER) | LINK(LINK_AT);
	static const char *const gains[] = {"remport*", "decroch*", "obten*",
					    "obtient",	"gagn*",    "signe*"};
	bool gained = false;

	if (h->voice != VOICE_NOUN)
		return fill_ordered(h);
	for (size_t i = hunt_back(h, h->at, 8); i < h->at; i++)
		for (size_t k = 0; k < COUNT(gains); k++)
			gained |= phrase_at(h->r, i, gains[k]) > 0;
	if (gained) {
		if (hunt_take_subject(h, h->at) != ACTOR_COMPANY)
			return false;
		d->target = d->actor;
		if (!hunt_take_linked(h, h->behind, h->right,
				      LINK(LINK_TO) | LINK(LINK_OTHER)))
			hunt_take(h, ACTOR_STATE, NO_ITEM, false);
		return d->actor != d->target;
	}
	for (size_t i = h->behind; i < h->right; i++)
		if (word_is(h->r, i, "livraison") || word_is(h->r, i, "fourniture") ||
		    word_is(h->r, i, "doses") || word_is(h->r, i, "fournir"))
			links |= LINK(LINK_OF) | LINK(LINK_OBJECT);
	h->voice = VOICE_ACTIVE; /* no chain of complements */
	d->target = hunt_company(h, h->behind, links);
	h->voice = VOICE_NOUN;
	if (d->target == NO_ITEM)
		return false;
	if (hunt_take_subject(h, h->at) == ACTOR_COMPANY && d->actor == d->target)
		return false;
	if (h->deal.actor_kind != ACTOR_COMPANY)
		hunt_take(h, ACTOR_STATE, NO_ITEM, false);
	return true;
}

/* "a fait l'objet d'un investissement": the subject gets it. */
static bool is_received(const struct hunt *h)
{
	return phrase_before(h->r, h->at, "objet d un") ||
	       phrase_before(h->r, h->at, "beneficie d un");
}

/* "investit dans la start-up", "investit dans X", whom nobody knows. */
static bool is_put_into(const struct hunt *h)
{
	for (size_t k = 0; k < h->p->count; k++) {
		const struct phrase *q = &h->p->items[k];

		if (q->first < h->behind || q->link != LINK_IN || q->part)
			continue;
		return q->first <= h->behind + 4 && q->first < h->right &&
		       (q->kind == PHRASE_STRANGER || q->grammar & (G_FIRM | G_PLANT));
	}
	return false;
}

/* "Armen en apporte 3 millions": into the company the article is about. */
static bool fill_backer(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	uint32_t title = phrases_title(h->p);

	if (h->voice != VOICE_ACTIVE || hunt_take_subject(h, h->at) != ACTOR_COMPANY ||
	    d->rule == RULE_DEAL_REFERENCE || hunt_speaks(h, G_AID, REACH_MONEY))
		return false;
	d->target = title != d->actor ? title : NO_ITEM;
	return d->target != NO_ITEM;
}

/* "Coût du projet : 710 millions", "Ce chantier coûtera 11 millions". */
static bool fill_project(struct hunt *h)
{
	const struct facts_text *r = h->r;
	size_t to = h->deal.money->first;
	bool verb = str_starts(r->words[h->at].token->form->fold, STR("coute"));
	uint64_t all = verb ? words_grammar(r, hunt_back(h, h->at, 5), h->at)
			    : words_grammar(r, hunt_back(h, h->at, 12), to);

	if (h->deal.money->first < h->at || h->deal.money->value < LARGE_SUM ||
	    to > h->at + 8)
		return false;
	if (!(all & G_PROJECT) && !(verb && all & G_PRONOUN))
		return false;
	return hunt_take_title(h);
}

/* "une dépense de": a company's only when the sentence says whose. */
static bool spends(const struct hunt *h)
{
	return str_starts(h->r->words[h->at].token->form->fold, STR("depense"));
}

bool deal_invested(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	bool money = h->deal.money != NULL;

	if (h->trigger->flags & TRIGGER_SUPPLY)
		return fill_supply(h);
	if (h->trigger->flags & TRIGGER_BACKER)
		return fill_backer(h);
	if (h->trigger->flags & TRIGGER_PROJECT)
		return fill_project(h);
	if (h->voice == VOICE_NOUN && is_received(h)) {
		d->kind = DEAL_FUNDING;
		return hunt_take_subject(h, h->at) == ACTOR_COMPANY;
	}
	if (h->trigger->flags & TRIGGER_MINOR && h->voice == VOICE_BARE) {
		/* "Stellantis, entré au capital l'été dernier" */
		const struct phrase *q = phrases_left(h->p, h->at);

		if (!q || q->kind != PHRASE_COMPANY || q->last + 3 < h->at)
			return false;
		hunt_take(h, ACTOR_COMPANY, q->name, false);
	} else if (h->voice == VOICE_ACTIVE ||
		   !hunt_take_linked(h, h->behind, h->right,
				     h->voice == VOICE_NOUN &&
						     !(h->trigger->flags & TRIGGER_MINOR)
					     ? LINK(LINK_BY) | LINK(LINK_OF)
					     : LINK(LINK_BY)))
		hunt_take_subject(h, h->at);
	d->target = hunt_company(h, h->behind, LINK(LINK_IN) | LINK(LINK_AT));
	if (h->trigger->flags & TRIGGER_MINOR && d->target == NO_ITEM)
		d->target = hunt_company(h, h->behind, LINK(LINK_OF));
	if (h->trigger->flags & TRIGGER_MINOR && d->target == NO_ITEM &&
	    phrases_title(h->p) != d->actor)
		d->target = phrases_title(h->p);
	if (h->trigger->flags & TRIGGER_SITE)
		return h->deal.actor_kind == ACTOR_COMPANY && hunt_has_place(h);
	if (h->deal.actor_kind == ACTOR_COMPANY)
		return money || d->target != NO_ITEM ||
		       (h->voice == VOICE_ACTIVE && is_put_into(h));
	if (h->voice == VOICE_NOUN && h->deal.actor_kind == ACTOR_NOBODY)
		return money && h->deal.money->value >= LARGE_SUM && !spends(h) &&
		       hunt_take_title(h);
	if (!money || h->deal.actor_kind != ACTOR_STATE ||
	    h->deal.money->value < LARGE_SUM || (h->voice == VOICE_NOUN && spends(h)))
		return false;
	/* A State spends on many things; what it invests is told so. */
	return !hunt_speaks(h, G_AID, REACH_MONEY) &&
	       (!(h->trigger->flags & TRIGGER_SPENDING) ||
		hunt_speaks(h, G_ECONOMY, REACH_MONEY));
}

/* "réunit 20 millions": nothing but a bound between the trigger and its money. */
static bool is_direct(const struct hunt *h)
{
	if (h->deal.money->first < h->behind)
		return true;
	for (size_t i = h->behind; i < h->deal.money->first; i++)
		if (!(word_roles(h->r, i) & ROLE_LINK) || !word_tight(h->r, i))
			return false;
	return true;
}

bool deal_raised(struct hunt *h)
{
	if (h->trigger->flags & TRIGGER_ROUND &&
	    (hunt_speaks(h, G_TAX | G_AID, REACH_MONEY) || !is_direct(h)))
		return false;
	if (h->voice == VOICE_NOUN) {
		if (!hunt_take_linked(h, h->behind, h->right, LINK(LINK_OF)))
			hunt_take_subject(h, h->at);
	} else if (h->voice == VOICE_ACTIVE) {
		hunt_take_subject(h, h->at);
	} else if (!hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY))) {
		return false;
	}
	return h->deal.actor_kind == ACTOR_COMPANY &&
	       (h->deal.money != NULL || h->trigger->behind);
}

static void take_nobody(struct hunt *h)
{
	hunt_take(h, ACTOR_STATE, NO_ITEM, false);
}

/* Aid that somebody gives: "A verse 20 M à B", "un prêt de 20 M à B". */
static bool fill_given(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	bool aid = hunt_speaks(h, G_AID, REACH_MONEY), referred, envelope;
	uint32_t name = NO_ITEM;
	enum actor giver;

	if (h->voice == VOICE_ACTIVE)
		giver = hunt_take_subject(h, h->at);
	else
		giver = hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY))
				? h->deal.actor_kind
				: ACTOR_NOBODY;
	aid |= giver == ACTOR_STATE &&
	       (hunt_speaks(h, G_ECONOMY, REACH_MONEY) || phrases_title(h->p) != NO_ITEM);
	if (giver != ACTOR_COMPANY)
		take_nobody(h);
	hunt_linked(h, h->behind, h->right, LINK(LINK_TO), &name, &referred);
	d->target = name != d->actor ? name : NO_ITEM;
	if (h->voice == VOICE_NOUN && giver == ACTOR_NOBODY && d->target == NO_ITEM) {
		const struct phrase *q;

		/* "B obtient un prêt de 20 M", "l'État accorde une aide". */
		giver = hunt_subject(h, h->at, &name, &referred, &q);
		envelope = word_is(h->r, h->at, "enveloppe") ||
			   (word_is(h->r, h->at, "plan") && !aid);
		if (giver == ACTOR_COMPANY && envelope) {
			d->kind = DEAL_INVESTMENT;
			hunt_take(h, giver, name, referred);
			return true;
		}
		if (giver == ACTOR_COMPANY)
			d->target = name;
	}
	if (giver == ACTOR_COMPANY && d->actor != NO_ITEM)
		return aid;
	if (d->target == NO_ITEM && giver == ACTOR_STATE)
		d->target = phrases_title(h->p);
	if (d->target == NO_ITEM && !hunt_speaks(h, G_ECONOMY, REACH_AIDED))
		return false;
	if (h->deal.money->value < LARGE_SUM && d->target == NO_ITEM)
		return false;
	if (!(h->trigger->flags & TRIGGER_AID))
		return true;
	return aid && (giver == ACTOR_STATE || h->voice != VOICE_ACTIVE);
}

bool deal_aided(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;

	for (size_t i = hunt_back(h, h->at, REACH_TRIGGER); i < h->at + 4 && i < h->p->to;
	     i++)
		if (word_is(h->r, i, "contrat"))
			return false;
	/* "consacrer" is a State's investment unless it is told as aid. */
	if (str_starts(h->r->words[h->at].token->form->fold, STR("consacr")) &&
	    !hunt_speaks(h, G_AID, REACH_MONEY))
		return false;
	if (!(h->trigger->flags & TRIGGER_RECEIVER))
		return fill_given(h);
	if (!hunt_speaks(h, G_AID, 8) || hunt_take_subject(h, h->at) != ACTOR_COMPANY)
		return false;
	d->target = d->actor;
	take_nobody(h);
	return true;
}
