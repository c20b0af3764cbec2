/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who acts in a deal: the subject of its verb, the complements of its noun. */
#include "lib/facts-hunt.h"

#include "lib/rules.h"

/* What "qui" at word i stands for: the nearest name, else the nearest phrase. */
static const struct phrase *antecedent(const struct phrases *p, size_t i)
{
	const struct phrase *near = phrases_left(p, i);

	for (size_t k = p->count; near && k > 0; k--) {
		const struct phrase *q = &p->items[k - 1];

		if (q->last >= i || q->bracket || q->part)
			continue;
		if (q->last + 6 < i)
			break;
		if (q->kind == PHRASE_LOCATION && q->link != LINK_NONE)
			continue;
		if (q->kind == PHRASE_COMPANY || q->grammar & (G_FIRM | G_STATE))
			return q;
	}
	return near;
}

/* "contraint Renault à supprimer": the object that is made to act. */
static const struct phrase *made_to_act(const struct phrases *p, size_t at)
{
	const struct phrase *q = phrases_left(p, at);

	if (!q || q->kind != PHRASE_COMPANY || q->link != LINK_OBJECT ||
	    q->last + 2 != at ||
	    !(word_is_exactly(p->text, at - 1, "à") || word_is(p->text, at - 1, "de")))
		return NULL;
	return q;
}

/* "A et B", "A, B et C" construisent: the first one. */
static const struct phrase *first_of_list(const struct phrases *p, const struct phrase *q)
{
	const struct phrase *first = q, *last = q;

	while (q > p->items && last->kind == PHRASE_COMPANY) {
		q--;
		if (q->part)
			continue;
		if (q->kind != PHRASE_COMPANY || q->bracket || q->link != LINK_NONE ||
		    !((first->first == q->last + 2 &&
		       word_is(p->text, first->first - 1, "et")) ||
		      (first != last && first->first == q->last + 1)))
			break;
		first = q;
	}
	return first;
}

/*
 * "Dans le cadre de son plan d'investissement de 50 millions, McLaren lance": who acts
 * behind the comma that ends what the sentence begins with.
 */
static enum actor subject_behind(const struct hunt *h, size_t at, uint32_t *name,
				 bool *referred)
{
	const struct phrases *p = h->p;

	for (size_t k = 0; k < p->count; k++) {
		const struct phrase *q = &p->items[k];

		if (q->first <= at || q->link != LINK_NONE || q->part)
			continue;
		if (q->first >= h->right || !(p->text->words[q->first].gap & GAP_COMMA) ||
		    q->bracket)
			break;
		if (q->kind == PHRASE_COMPANY || q->grammar & G_FIRM) {
			enum actor actor = phrases_actor(p, q, name, referred);

			return actor == ACTOR_COMPANY ? actor : ACTOR_NOBODY;
		}
		break;
	}
	return ACTOR_NOBODY;
}

/* "X, dont le siège est à Lyon, a racheté": a clause that ends before the verb. */
static bool is_aside(const struct phrases *p, const struct phrase *q, size_t at)
{
	if (q->first == p->from || !word_is(p->text, q->first - 1, "dont"))
		return false;
	for (size_t i = q->last + 1; i <= at; i++)
		if (p->text->words[i].gap & GAP_COMMA)
			return true;
	return false;
}

/*
 * The subject of the verb at word `at`: who acts, looking left. *q is the phrase, when
 * there is one.
 */
enum actor hunt_subject(const struct hunt *h, size_t at, uint32_t *name, bool *referred,
			const struct phrase **phrase)
{
	const struct phrases *p = h->p;
	const struct phrase *made = made_to_act(p, at);
	size_t i = at;

	*phrase = made;
	*name = NO_ITEM;
	*referred = false;
	if (made) {
		*name = made->name;
		return ACTOR_COMPANY;
	}
	for (size_t k = p->count; i > h->left; i--) {
		const struct phrase *q;
		enum actor actor;

		if (word_grammar(p->text, i - 1) & G_RELATIVE) {
			q = antecedent(p, i - 1);
			if (!q)
				return ACTOR_NOBODY;
			*phrase = q;
			actor = phrases_actor(p, q, name, referred);
			if (actor != ACTOR_SKIPPED)
				return actor;
			continue;
		}
		while (k > 0 && p->items[k - 1].first >= i)
			k--;
		if (k == 0 || p->items[k - 1].first != i - 1)
			continue;
		q = &p->items[k - 1];
		if (q->link != LINK_NONE || q->last >= at || is_aside(p, q, at))
			continue;
		q = first_of_list(p, q);
		*phrase = q;
		actor = phrases_actor(p, q, name, referred);
		if (actor != ACTOR_SKIPPED)
			return actor;
	}
	*phrase = NULL;
	return h->voice == VOICE_NOUN || word_is_infinitive(p->text, at) ||
			       str_ends(p->text->words[at].token->form->fold, STR("ant"))
		       ? subject_behind(h, at, name, referred)
		       : ACTOR_NOBODY;
}

/*
 * Whether "de X" at phrase `index` belongs to what ends before word `from`: only other
 * complements with "de" and money stand between.
 */
static bool is_chained(const struct phrases *p, size_t index, size_t from)
{
	const struct facts_text *r = p->text;
	size_t first = p->items[index].first, words = 0;

	for (size_t k = index; k > 0 && p->items[k - 1].first >= from; k--)
		if (!p->items[k - 1].part && p->items[k - 1].link != LINK_OF &&
		    !phrases_figure(r, p->items[k - 1].head))
			return false;
	for (size_t i = from; i < first; i++) {
		uint64_t g = word_grammar(r, i);

		if (phrases_figure(r, i) || word_roles(r, i) & ROLE_LINK)
			continue;
		if (++words > 4 ||
		    g & (G_HAVE | G_BE | G_CONJUNCTION | G_RELATIVE | G_IN | G_BY |
			 G_AT) ||
		    r->words[i].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH))
			return false;
	}
	return true;
}

/* The first phrase with one of the links in words [from, to) that stands for an actor. */
/* "60 millions, dont 45 proviennent d'un prêt garanti par l'État". */
static bool is_of_other_money(const struct hunt *h, size_t from, size_t to)
{
	const struct facts_text *r = h->r;

	for (size_t i = reading_figures(r, from);
	     i < r->figures_count && r->figures[i].first < to; i++) {
		const struct figure *f = &r->figures[i];

		if (f->first >= from && f->kind == FIGURE_MONEY && h->deal.money &&
		    f > h->deal.money && !(f->flags & FIGURE_CONVERSION))
			return true;
	}
	return false;
}

enum actor hunt_linked(const struct hunt *h, size_t from, size_t to, unsigned links,
		       uint32_t *name, bool *referred)
{
	const struct phrases *p = h->p;

	*name = NO_ITEM;
	*referred = false;
	for (size_t k = 0; k < p->count; k++) {
		const struct phrase *q = &p->items[k];
		enum actor actor;

		if (q->first < from || q->part || !(links & LINK(q->link)))
			continue;
		if (q->first >= to)
			break;
		if ((q->link == LINK_OF && !is_chained(p, k, from)) ||
		    (q->link == LINK_BY && is_of_other_money(h, from, q->first)))
			continue;
		actor = phrases_actor(p, q, name, referred);
		if (actor == ACTOR_COMPANY || actor == ACTOR_STATE ||
		    (actor == ACTOR_STRANGER && q->link == LINK_BY))
			return actor;
	}
	*name = NO_ITEM;
	return ACTOR_NOBODY;
}

void hunt_take(struct hunt *h, enum actor actor, uint32_t name, bool referred)
{
	h->deal.actor_kind = actor;
	h->deal.record.actor = actor == ACTOR_COMPANY ? name : NO_ITEM;
	h->deal.record.rule = actor != ACTOR_COMPANY   ? RULE_DEAL_STATE
			      : referred	       ? RULE_DEAL_REFERENCE
			      : h->voice == VOICE_NOUN ? RULE_DEAL_NOUN
						       : RULE_DEAL_VERB;
}

/* Takes the first phrase with one of the links behind the trigger as the actor. */
bool hunt_take_linked(struct hunt *h, size_t from, size_t to, unsigned links)
{
	uint32_t name;
	bool referred;
	enum actor actor = hunt_linked(h, from, to, links, &name, &referred);

	if (actor == ACTOR_NOBODY)
		return false;
	hunt_take(h, actor, name, referred);
	return true;
}

enum actor hunt_take_subject(struct hunt *h, size_t at)
{
	const struct phrase *q;
	uint32_t name;
	bool referred;
	enum actor actor = hunt_subject(h, at, &name, &referred, &q);

	hunt_take(h, actor, name, referred);
	return actor;
}

/* Nobody told in the sentence: the company the article is about. */
bool hunt_take_title(struct hunt *h)
{
	uint32_t name = phrases_title(h->p);

	if (name == NO_ITEM)
		return false;
	hunt_take(h, ACTOR_COMPANY, name, true);
	return true;
}

/* The company a phrase behind the trigger names, by one of the links. */
uint32_t hunt_company(const struct hunt *h, size_t from, unsigned links)
{
	const struct phrases *p = h->p;

	for (size_t k = 0; k < p->count; k++) {
		const struct phrase *q = &p->items[k];

		if (q->first < from || q->part || !(links & LINK(q->link)))
			continue;
		if (q->first >= h->right)
			break;
		if (q->link == LINK_OF && h->voice == VOICE_NOUN &&
		    !is_chained(p, k, from))
			continue;
		if (q->kind == PHRASE_COMPANY && q->name != h->deal.record.actor)
			return q->name;
	}
	return NO_ITEM;
}
