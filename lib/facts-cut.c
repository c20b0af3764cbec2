/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Deals of jobs cut and sites closed; the place of work that a deal is about. */
#include "lib/facts-hunt.h"

#include "lib/rules.h"

/* The place of work that the trigger is about: its object, else its subject. */
const struct phrase *hunt_place(const struct hunt *h)
{
	const struct phrases *p = h->p;
	const struct phrase *q;
	uint32_t name;
	bool referred;

	for (size_t k = 0; k < p->count; k++) {
		q = &p->items[k];
		if (q->part || q->first < h->behind || phrases_figure(h->r, q->head))
			continue;
		if (q->first > h->behind + 6 ||
		    (q->link != LINK_OF && q->link != LINK_OBJECT))
			break;
		if (q->kind == PHRASE_COMMON && q->grammar & G_PLACE)
			return q;
		if (q->link == LINK_OBJECT)
			return NULL;
	}
	if (h->voice == VOICE_NOUN || h->trigger->kind == DEAL_INVESTMENT)
		return NULL;
	hunt_subject(h, h->at, &name, &referred, &q);
	return q && q->kind == PHRASE_COMMON && q->grammar & G_PLACE ? q : NULL;
}

/* "6 usines", "227 magasins": places counted stand without a determiner. */
static bool counts_places(const struct hunt *h)
{
	const struct facts_text *r = h->r;

	if (h->trigger->kind == DEAL_INVESTMENT)
		return false;
	for (size_t i = hunt_back(h, h->at, 6); i < h->behind + 8 && i < h->right; i++)
		if (word_grammar(r, i) & G_PLACE && i > 0 && phrases_figure(r, i - 1))
			return true;
	return false;
}

bool hunt_has_place(const struct hunt *h)
{
	return hunt_place(h) || counts_places(h);
}

/* A company before a colon: "Cargill : 200 emplois menacés". */
bool hunt_take_topic(struct hunt *h)
{
	for (size_t k = 0; k < h->p->count; k++) {
		const struct phrase *q = &h->p->items[k];
		size_t next = q->last + 1;

		if (q->kind == PHRASE_COMPANY && q->link == LINK_NONE &&
		    next < h->p->to && h->r->words[next].gap & GAP_COLON) {
			hunt_take(h, ACTOR_COMPANY, q->name, true);
			return true;
		}
	}
	return false;
}

static bool take_focus(struct hunt *h)
{
	uint32_t name = phrases_focus(h->p, h->at);

	if (name == NO_ITEM)
		return false;
	hunt_take(h, ACTOR_COMPANY, name, true);
	return true;
}

/* Closed for a while, or no verb at all: "de pied ferme". */
bool hunt_passing(const struct hunt *h)
{
	static const char *const words[] = {
		"temporair*", "provisoir*",	"confinement",	  "momentane*",
		"dimanche",   "pied ferme",	"prison ferme",	  "ans ferme",
		"mois ferme", "incendie",	"reouvr*",	  "rouvr*",
		"semaines",   "jours",		"heures",	  "crise sanitaire",
		"partiel*",   "frontieres",	"ecoles",	  "heure de",
		"heures de",  "bureau de vote", "bureaux de vote"};

	for (size_t i = h->p->from; i < h->p->to; i++)
		for (size_t k = 0; k < COUNT(words); k++)
			if (phrase_at(h->r, i, words[k]))
				return true;
	return false;
}

/* A company with one of the links, not a State or a stranger. */
static bool take_company(struct hunt *h, unsigned links)
{
	return hunt_take_linked(h, h->behind, h->right, links) &&
	       h->deal.actor_kind == ACTOR_COMPANY;
}

/* A plant that closes for good, in plain words. */
static bool closes_plant(const struct hunt *h)
{
	const struct phrase *q = hunt_place(h);

	return q && q->grammar & G_PLANT && hunt_status(h) != DEAL_CONSIDERED;
}

bool deal_cut(struct hunt *h)
{
	bool public = (words_grammar(h->r, h->behind, h->right) & G_PUBLIC) != 0;
	enum actor actor = ACTOR_NOBODY;

	/* "les locaux, fermés depuis un an" */
	if (h->trigger->flags & TRIGGER_SITE && h->voice == VOICE_BARE)
		return false;
	if (take_company(h, LINK(LINK_AT)))
		return true;
	if (h->voice == VOICE_ACTIVE || h->voice == VOICE_NOUN)
		actor = hunt_take_subject(h, h->at);
	else if (take_company(h, LINK(LINK_BY)))
		return true;
	if (actor == ACTOR_COMPANY)
		return true;
	if (actor == ACTOR_STRANGER || public)
		return actor == ACTOR_STATE && h->deal.jobs;
	if (h->voice == VOICE_NOUN && take_company(h, LINK(LINK_OF)))
		return true;
	if (h->trigger->flags & TRIGGER_SITE && !closes_plant(h))
		return false;
	return hunt_take_topic(h) || take_focus(h);
}
