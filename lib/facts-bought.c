/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Deals of companies: bought, merged, sold. */
#include "lib/facts-hunt.h"

#include "lib/rules.h"

#define REACH_OBJECT 12 /* words from a trigger to what is bought */

/* "la Vauxhall de 1924", "une BMW", "Porsche 911": what a company makes. */
static bool is_product(const struct hunt *h, const struct phrase *q)
{
	const struct facts_text *r = h->r;
	size_t next = q->last + 1;

	if (q->first != q->head && !q->grammar && h->trigger->kind == DEAL_SALE &&
	    !word_is(r, q->first, "le"))
		return true;
	return next < h->p->to && r->words[next].token && word_tight(r, next) &&
	       (r->words[next].token->kind == TOKEN_NUM ||
		r->words[next].token->kind == TOKEN_ALNUM ||
		r->words[next].token->flags & TOKEN_CAPITAL);
}

/* A number of things right behind the trigger: "acquérir 500 millions de doses". */
static bool counts_things(const struct hunt *h)
{
	const struct facts_text *r = h->r;
	const struct figure *f;
	size_t i = h->behind;

	while (i < h->right && word_tight(r, i) && word_roles(r, i) & ROLE_LINK &&
	       !phrases_figure(r, i))
		i++;
	f = phrases_figure(r, i);
	if (!f || f->kind == FIGURE_MONEY || f->flags & FIGURE_YEAR ||
	    f->kind == FIGURE_JOBS || r->words[f->after].gap & GAP_PERCENT)
		return false;
	return !(words_grammar(r, f->after, f->after + 2) & (G_ASSET | G_PLACE));
}

/* "reprendre 162 salariés": a part of a company. */
static bool takes_staff(const struct hunt *h)
{
	for (size_t i = h->behind; i < h->behind + 6 && i < h->right; i++) {
		const struct figure *f = phrases_figure(h->r, i);

		if (f && f->kind == FIGURE_JOBS)
			return true;
	}
	return false;
}

/* Brackets, money, dates and agents: no objects. */
static bool is_beside(const struct hunt *h, const struct phrase *q)
{
	return q->first < h->behind || q->part || q->bracket || q->link == LINK_BY ||
	       phrases_figure(h->r, q->head) ||
	       (q->kind == PHRASE_COMMON && q->grammar & G_TIME);
}

/* "a repris lundi, a indiqué X": an auxiliary stands between. */
static bool begins_clause(const struct hunt *h, const struct phrase *q)
{
	for (size_t i = h->behind; i < q->first; i++)
		if (word_is_have(h->r, i) || word_grammar(h->r, i) & G_BE)
			return true;
	return false;
}

enum object { OBJECT_NONE, OBJECT_ASSET, OBJECT_STRANGER, OBJECT_COMPANY };

/* What has been found of what is bought or sold. */
struct search {
	enum object object;
	uint32_t company;
};

/* A phrase behind a preposition: "75 % dans X"; whether the search goes on. */
static bool pass_link(const struct hunt *h, const struct phrase *q, struct search *s)
{
	if (q->link == LINK_IN && s->object == OBJECT_ASSET && q->kind == PHRASE_COMPANY)
		s->company = q->name;
	return s->object == OBJECT_NONE && (h->voice != VOICE_NOUN || h->trigger->behind);
}

/* "vend ses stations-service à B": whatever it is, for a price and to somebody. */
static bool is_own_sold(const struct hunt *h, const struct phrase *q)
{
	static const char *const own[] = {"son", "sa", "ses", "leur", "leurs"};

	if (h->trigger->kind != DEAL_SALE || !h->deal.money ||
	    hunt_company(h, h->behind, LINK(LINK_TO)) == NO_ITEM)
		return false;
	for (size_t i = 0; i < COUNT(own); i++)
		if (word_is(h->r, q->first, own[i]))
			return true;
	return false;
}

/* Takes a phrase that is an object, or part of one; whether the search goes on. */
static bool take_object(const struct hunt *h, const struct phrase *q, struct search *s)
{
	if (h->voice == VOICE_NOUN && !h->trigger->behind && q->link != LINK_OF)
		return false;
	if (q->kind == PHRASE_COMPANY) {
		if (s->object == OBJECT_NONE && is_product(h, q))
			return false;
		*s = (struct search){OBJECT_COMPANY, q->name};
		return false;
	}
	if (s->object == OBJECT_ASSET && q->link != LINK_OF)
		return false;
	if (q->kind == PHRASE_STRANGER) {
		if (s->object == OBJECT_NONE)
			s->object = OBJECT_STRANGER;
		return false;
	}
	if (q->kind == PHRASE_COMMON &&
	    (q->grammar & (G_ASSET | G_PLACE | G_FIRM) || is_own_sold(h, q)))
		s->object = OBJECT_ASSET;
	return s->object != OBJECT_NONE;
}

/* What is bought or sold: a company, or at least something that can be. */
static enum object find_object(const struct hunt *h, uint32_t *company)
{
	struct search s = {OBJECT_NONE, NO_ITEM};
	bool go = !counts_things(h) && !(h->trigger->kind == DEAL_SALE && takes_staff(h));

	if (go && takes_staff(h))
		s.object = OBJECT_ASSET;
	for (size_t k = 0; go && k < h->p->count; k++) {
		const struct phrase *q = &h->p->items[k];
		/* "la main sur X", "une OPA sur X" */
		bool tied = h->trigger->behind && q->first == h->behind;

		if (q->first >= h->right || q->first > h->behind + REACH_OBJECT)
			break;
		if (is_beside(h, q))
			continue;
		if (begins_clause(h, q))
			break;
		if (!tied &&
		    (q->link == LINK_TO || q->link == LINK_IN || q->link == LINK_OTHER))
			go = pass_link(h, q, &s);
		else
			go = take_object(h, q, &s);
	}
	*company = s.company;
	return s.object;
}

static bool is_minor_percent(const struct facts_text *r, size_t i)
{
	struct str digits = r->words[i].token->form->exact;

	return r->words[i].token->kind == TOKEN_NUM &&
	       r->words[i + 1].gap & GAP_PERCENT && digits.n > 0 &&
	       (digits.n == 1 || digits.p[1] == '.' ||
		(digits.p[0] < '5' && (digits.n == 2 || digits.p[2] == '.')));
}

/* "20 % de X", "une participation minoritaire". */
static bool is_minor_share(const struct hunt *h)
{
	const struct facts_text *r = h->r;

	for (size_t i = h->at; i < h->right && i < h->at + 8; i++)
		if (word_is(r, i, "minoritaire") || is_minor_percent(r, i))
			return true;
	return false;
}

/* B of "A et B fusionnent". */
static uint32_t second_subject(const struct hunt *h)
{
	for (size_t k = 1; k < h->p->count; k++) {
		const struct phrase *q = &h->p->items[k];

		if (q->last < h->at && q->kind == PHRASE_COMPANY &&
		    q->link == LINK_NONE && q->first > h->left &&
		    word_is(h->r, q->first - 1, "et") && q->name != h->deal.record.actor)
			return q->name;
	}
	return NO_ITEM;
}

/* The two sides of a merger: "fusion de A et B", "fusion PSA/FCA", "A fusionne avec B". */
static bool fill_merger(struct hunt *h)
{
	const struct phrases *p = h->p;
	uint32_t found[2];
	int count = 0;

	for (size_t k = 0; k < p->count && count < 2; k++) {
		const struct phrase *q = &p->items[k];

		if (q->first < h->at || q->part || q->kind != PHRASE_COMPANY)
			continue;
		if (q->first > h->behind + 12 || q->link == LINK_NONE ||
		    (count == 0 && q->first > h->behind + 6))
			break;
		if (count == 0 || found[0] != q->name)
			found[count++] = q->name;
	}
	if (count == 2 && h->voice == VOICE_NOUN) {
		hunt_take(h, ACTOR_COMPANY, found[0], false);
		h->deal.record.target = found[1];
		return true;
	}
	if (hunt_take_subject(h, h->at) != ACTOR_COMPANY)
		return false;
	if (count == 0)
		found[0] = second_subject(h);
	if (found[0] == NO_ITEM || h->deal.record.actor == found[0])
		return false;
	h->deal.record.target = found[0];
	return true;
}

/* "le constructeur" of "le constructeur de Gaydon". */
static const struct phrase *head_of(const struct phrases *p, const struct phrase *q)
{
	while (q > p->items && q->link == LINK_OF && q->first <= q[-1].last + 2)
		q--;
	return q;
}

/*
 * Who is bought when the participle follows it: "B, racheté par A"; false when it is
 * nothing that can be.
 */
static bool find_bought(const struct hunt *h, uint32_t *company)
{
	const struct phrase *q = NULL;
	bool referred;
	enum actor actor;

	*company = NO_ITEM;
	if (h->voice == VOICE_BARE) {
		q = phrases_left(h->p, h->at);
		if (!q || q->last + 4 <= h->at)
			return false;
		q = head_of(h->p, q);
		actor = phrases_actor(h->p, q, company, &referred);
	} else {
		actor = hunt_subject(h, h->at, company, &referred, &q);
	}
	if (actor == ACTOR_COMPANY)
		return true;
	*company = NO_ITEM;
	if (!q || word_is(h->r, h->at, "repris"))
		return q && q->kind == PHRASE_COMMON &&
		       q->grammar & (G_ASSET | G_PLANT) &&
		       !word_is(h->r, q->head, "site");
	return (q->kind == PHRASE_STRANGER && h->trigger->kind == DEAL_ACQUISITION) ||
	       (q->kind == PHRASE_COMMON && q->grammar & (G_ASSET | G_PLACE | G_FIRM));
}

static bool fill_bought(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;

	if (!find_bought(h, &d->target) ||
	    !hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY)))
		return false;
	return h->deal.actor_kind == ACTOR_COMPANY || d->target != NO_ITEM;
}

static bool fill_buyer(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	enum object object;

	if (h->voice != VOICE_NOUN ||
	    !hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY)))
		hunt_take_subject(h, h->at);
	object = find_object(h, &d->target);
	if (object == OBJECT_NONE)
		return false;
	/* "la plus grosse acquisition": of what, and whose? */
	if (object == OBJECT_ASSET && !h->deal.money &&
	    (d->rule == RULE_DEAL_REFERENCE || h->voice == VOICE_NOUN))
		return false;
	return h->deal.actor_kind != ACTOR_STRANGER || h->voice != VOICE_NOUN;
}

/* "B passe dans le giron de A". */
static bool fill_into(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	const struct phrase *q;
	uint32_t name;
	bool referred;

	if (hunt_subject(h, h->at, &name, &referred, &q) != ACTOR_COMPANY ||
	    !hunt_take_linked(h, h->behind, h->right, LINK(LINK_OF)) ||
	    h->deal.actor_kind != ACTOR_COMPANY || d->actor == name)
		return false;
	d->target = name;
	return true;
}

bool deal_bought(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;

	if (h->trigger->flags & TRIGGER_MERGER)
		return fill_merger(h);
	if (h->trigger->flags & TRIGGER_INTO)
		return fill_into(h);
	if (h->voice == VOICE_PASSIVE || h->voice == VOICE_BARE ? !fill_bought(h)
								: !fill_buyer(h))
		return false;
	if (d->actor != NO_ITEM && d->target == d->actor) {
		/* A brand that goes by its owner's name today. */
		if (h->voice == VOICE_NOUN || d->rule == RULE_DEAL_REFERENCE)
			return false;
		d->target = NO_ITEM;
	}
	if (d->actor == NO_ITEM)
		return d->target != NO_ITEM && (h->deal.actor_kind == ACTOR_STATE ||
						h->deal.actor_kind == ACTOR_STRANGER);
	if (is_minor_share(h))
		d->kind = DEAL_INVESTMENT;
	h->deal.purpose = phrase_before(h->r, h->at, "pour") ||
			  phrase_before(h->r, h->at, "pour s");
	return true;
}

/* "à vendre", "en vente": a place of work. */
static bool fill_offered(struct hunt *h)
{
	if (!(word_is(h->r, h->at, "vendre") ? word_is_exactly(h->r, h->at - 1, "à")
					     : word_is(h->r, h->at - 1, "en")) ||
	    word_is(h->r, h->behind, "libre"))
		return false;
	return hunt_place(h) && hunt_take_subject(h, h->at) == ACTOR_COMPANY;
}

bool deal_sold(struct hunt *h)
{
	struct record_deal *d = &h->deal.record;
	uint32_t sold = NO_ITEM;

	if (h->trigger->flags & TRIGGER_OFFERED)
		return fill_offered(h);
	if (h->voice == VOICE_ACTIVE || h->voice == VOICE_NOUN) {
		if (h->voice == VOICE_ACTIVE ||
		    !hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY)))
			hunt_take_subject(h, h->at);
		if (!find_object(h, &sold) && !hunt_sells_sum(h))
			return false;
	} else if (!find_bought(h, &sold) ||
		   !hunt_take_linked(h, h->behind, h->right, LINK(LINK_BY))) {
		return false;
	}
	d->target = hunt_company(h, h->behind, LINK(LINK_TO));
	if (d->target == sold)
		d->target = NO_ITEM;
	return h->deal.actor_kind == ACTOR_COMPANY && sold != d->actor;
}
