/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-deals.h"

#include "lib/facts-hunt.h"
#include "lib/facts-merge.h"
#include "lib/rules.h"

#define SENTENCE_MAX 400 /* words; what is longer is read in pieces */
#define LARGE_CUT 200000 /* jobs; above it, those of a country */

static const struct {
	bool (*fill)(struct hunt *);
} kinds[DEAL_KINDS] = {
	[DEAL_INVESTMENT] = {deal_invested}, [DEAL_FUNDING] = {deal_raised},
	[DEAL_ACQUISITION] = {deal_bought},  [DEAL_AID] = {deal_aided},
	[DEAL_SALE] = {deal_sold},	     [DEAL_CUT] = {deal_cut},
};

static void find_figures(struct hunt *h)
{
	h->deal.money = hunt_money(h);
	if (h->trigger->kind == DEAL_CUT)
		h->deal.jobs = hunt_jobs(h, JOBS_CUT);
	else if (h->trigger->kind == DEAL_INVESTMENT)
		h->deal.jobs = hunt_jobs(h, JOBS_CREATED);
}

/* Another word of cuts in words [from, to): its counts are its own. */
static bool cuts_again(const struct facts_text *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t t = 0; t < triggers_count; t++)
			if (word_triggers(r, i) >> t & 1 &&
			    triggers[t].kind == DEAL_CUT &&
			    triggers[t].flags & TRIGGER_JOBS)
				return true;
	return false;
}

/*
 * "402 postes à Lannion et 831 à Nozay", "6.560 postes chez A et 1.000 chez B": each
 * count is a deal of its own, by the same actor unless another is told.
 */
static void add_counts(struct hunt *h, struct merge *m)
{
	const struct facts_text *r = h->r;
	const struct figure *first = h->deal.jobs;

	for (size_t k = (size_t)(first - r->figures) + 1; k < r->figures_count; k++) {
		const struct figure *f = &r->figures[k];
		uint32_t name;
		bool referred;

		if (f->first >= h->right ||
		    cuts_again(r, h->behind > first->after ? h->behind : first->after,
			       f->first))
			break;
		if (f->kind != FIGURE_JOBS || f->jobs != JOBS_CUT ||
		    f->value < SMALL_CUT || f->flags & FIGURE_HIGH)
			continue;
		h->deal.jobs = f;
		if (hunt_linked(h, f->next, h->right, LINK(LINK_AT), &name, &referred) ==
		    ACTOR_COMPANY)
			hunt_take(h, ACTOR_COMPANY, name, referred);
		merge_add(m, h->p, &h->deal);
	}
}

static bool read_trigger(struct hunt *h)
{
	const struct trigger *t = h->trigger;

	h->deal.record = (struct record_deal){.kind = t->kind,
					      .actor = NO_ITEM,
					      .target = NO_ITEM,
					      .amount = NO_ITEM,
					      .jobs = NO_ITEM};
	if (!hunt_start(h) || hunt_denied(h))
		return false;
	find_figures(h);
	if ((t->flags & TRIGGER_MONEY && !h->deal.money) ||
	    (t->flags & TRIGGER_JOBS && !h->deal.jobs) ||
	    (t->flags & TRIGGER_SITE && !hunt_has_place(h)))
		return false;
	if (t->kind == DEAL_CUT && t->flags & TRIGGER_SITE && hunt_passing(h))
		return false;
	if (!kinds[t->kind].fill(h))
		return false;
	h->deal.record.status = hunt_status(h);
	if (t->kind == DEAL_CUT && t->flags & TRIGGER_SITE &&
	    h->deal.record.rule == RULE_DEAL_REFERENCE &&
	    (h->deal.record.status == DEAL_CONSIDERED ||
	     h->deal.record.actor != phrases_title(h->p)))
		return false;
	return true;
}

/* "Banque européenne d'investissement": a word of a name is no trigger. */
static bool in_name(const struct phrases *p, size_t i)
{
	for (size_t k = 0; k < p->count; k++) {
		const struct phrase *q = &p->items[k];

		if ((q->kind == PHRASE_COMPANY || q->kind == PHRASE_LOCATION) &&
		    i >= q->head && i <= q->last)
			return true;
	}
	return false;
}

static void read_sentence(struct phrases *p, struct merge *m, size_t from, size_t to)
{
	const struct facts_text *r = p->text;
	bool read = false;

	for (size_t i = from; i < to; i++) {
		uint64_t left = word_triggers(r, i);

		if (!left)
			continue;
		if (!read)
			phrases_read(p, from, to);
		read = true;
		if (in_name(p, i))
			continue;
		for (; left != 0; left &= left - 1) { /* the lowest bit goes */
			unsigned t = (unsigned)__builtin_ctzll(left);
			struct hunt h = {
				.r = r, .p = p, .trigger = &triggers[t], .at = i};

			if (!read_trigger(&h))
				continue;
			merge_add(m, p, &h.deal);
			if (triggers[t].kind == DEAL_CUT && h.deal.jobs)
				add_counts(&h, m);
		}
	}
}

/* "850 salariés perdent leur emploi": a cut without a trigger, of who is named or told of. */
static void read_cut(struct phrases *p, struct merge *m, const struct figure *f)
{
	static const struct trigger lone = {.kind = DEAL_CUT, .flags = TRIGGER_NOUN};
	struct hunt h = {.r = p->text,
			 .p = p,
			 .trigger = &lone,
			 .at = f->first,
			 .behind = f->after,
			 .voice = VOICE_NOUN};

	h.deal.record = (struct record_deal){.kind = DEAL_CUT,
					     .actor = NO_ITEM,
					     .target = NO_ITEM,
					     .amount = NO_ITEM,
					     .jobs = NO_ITEM};
	h.deal.jobs = f;
	hunt_clause(&h);
	if (hunt_denied(&h) ||
	    words_grammar(p->text, p->from, p->to) & (G_PUBLIC | G_NOT))
		return;
	if (hunt_take_linked(&h, h.left, h.right, LINK(LINK_AT))) {
		if (h.deal.actor_kind != ACTOR_COMPANY)
			return;
	} else if (!hunt_take_topic(&h) &&
		   !(f->flags & FIGURE_SURE && hunt_take_title(&h))) {
		return;
	}
	h.deal.record.status = hunt_status(&h);
	merge_add(m, p, &h.deal);
}

static void read_cuts(struct phrases *p, struct merge *m, size_t from, size_t to)
{
	const struct facts_text *r = p->text;

	for (size_t i = reading_figures(r, from);
	     i < r->figures_count && r->figures[i].first < to; i++) {
		const struct figure *f = &r->figures[i];

		if (f->kind != FIGURE_JOBS || f->jobs != JOBS_CUT || f->first < from ||
		    f->value < SMALL_CUT || f->value > LARGE_CUT || merge_has_jobs(m, f))
			continue;
		if (p->from != from || p->to != to)
			phrases_read(p, from, to);
		read_cut(p, m, f);
	}
}

/* "Le site créera 300 emplois", behind the investment. */
static void read_created(const struct facts_text *r, struct merge *m, size_t from,
			 size_t to)
{
	for (size_t i = reading_figures(r, from);
	     i < r->figures_count && r->figures[i].first < to; i++) {
		const struct figure *f = &r->figures[i];

		if (f->first >= from && f->kind == FIGURE_JOBS && f->jobs == JOBS_CREATED)
			merge_created(m, f);
	}
}

/*
 * "Le montant de l'opération s'élève à 3 milliards": the price of the one thing bought or
 * sold of which none is told yet.
 */
static void read_price(struct phrases *p, struct merge *m, size_t from, size_t to)
{
	static const struct trigger late = {.kind = DEAL_ACQUISITION,
					    .flags = TRIGGER_NOUN};
	struct hunt h = {.r = p->text, .p = p, .trigger = &late, .voice = VOICE_NOUN};
	uint64_t told = words_grammar(p->text, from, to);

	if (!(told & G_BARGAIN) || !(told & G_PRICE))
		return;
	p->from = from;
	p->to = to;
	h.at = h.left = h.behind = from;
	h.right = to;
	h.deal.money = hunt_price(&h);
	if (h.deal.money)
		merge_price(m, h.deal.money);
	p->to = p->from;
}

void deals_find(struct facts_text *r, const struct record *record, struct phrases *p,
		struct facts *out)
{
	struct merge m = {.record = record, .out = out, .first = out->deals_count};
	bool cuts = false;

	for (size_t i = 0; i < r->figures_count; i++)
		cuts |= r->figures[i].kind == FIGURE_JOBS &&
			r->figures[i].jobs == JOBS_CUT;
	if (r->triggers_count == 0 && !cuts)
		return;
	phrases_start(p, r, record);
	for (size_t from = 0, to; from < r->count; from = to) {
		to = from + 1;
		if (!r->words[from].token)
			continue;
		while (to < r->count && to < from + SENTENCE_MAX && r->words[to].token &&
		       r->words[to].sentence == r->words[from].sentence)
			to++;
		read_sentence(p, &m, from, to);
		if (cuts)
			read_cuts(p, &m, from, to);
		if (m.investment)
			read_created(r, &m, from, to);
		if (m.priceless)
			read_price(p, &m, from, to);
	}
}
