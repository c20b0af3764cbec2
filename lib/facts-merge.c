/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-merge.h"

#include "lib/rules.h"

#define DEALS_MAX 200 /* of an article */
#define REACH_JOBS 2  /* sentences from an investment to the jobs it creates */

/* How much a deal tells: the sentence of the fuller one is kept. */
static int fullness(const struct record_deal *d)
{
	return 2 * (d->actor != NO_ITEM) + (d->target != NO_ITEM) +
	       2 * (d->amount != NO_ITEM) + 2 * (d->jobs != NO_ITEM) +
	       (d->places_count > 0) - (d->part == 0);
}

static bool same_value(const struct facts *out, uint32_t a, uint32_t b)
{
	return a != NO_ITEM && b != NO_ITEM &&
	       out->amounts[a].value == out->amounts[b].value;
}

static bool same_count(const struct facts *out, uint32_t a, uint32_t b)
{
	return a != NO_ITEM && b != NO_ITEM && out->jobs[a].count == out->jobs[b].count;
}

/* Both told and different. */
static bool differ(uint32_t a, uint32_t b)
{
	return a != NO_ITEM && b != NO_ITEM && a != b;
}

/* Whether two tellings can be of one operation. */
static bool is_same(const struct facts *out, const struct record_deal *a,
		    const struct record_deal *b)
{
	bool money = same_value(out, a->amount, b->amount);
	bool jobs = same_count(out, a->jobs, b->jobs);

	if (a->kind != b->kind)
		return false;
	if (a->amount != NO_ITEM && b->amount != NO_ITEM && !money)
		return false;
	if (a->jobs != NO_ITEM && b->jobs != NO_ITEM && !jobs)
		return false;
	if (a->kind == DEAL_CUT)
		return a->actor == b->actor || jobs;
	if (differ(a->target, b->target) && !money)
		return false;
	if (a->actor == b->actor)
		return true;
	/* "B a été racheté" behind "A rachète B"; two sums that are the same. */
	return money ||
	       (a->kind == DEAL_ACQUISITION && a->target != NO_ITEM &&
		a->target == b->target && (a->actor == NO_ITEM || b->actor == NO_ITEM));
}

static bool is_surer(const struct record_deal *a, const struct record_deal *b)
{
	return b->actor == NO_ITEM ? a->actor != NO_ITEM
				   : a->actor != NO_ITEM && a->rule < b->rule;
}

static void add_places(struct record_deal *into, const struct record_deal *from)
{
	for (int i = 0; i < from->places_count; i++) {
		bool known = false;

		for (int k = 0; k < into->places_count; k++)
			known |= into->places[k] == from->places[i];
		if (!known && into->places_count < DEAL_PLACES)
			into->places[into->places_count++] = from->places[i];
	}
}

static void join(struct record_deal *into, const struct record_deal *more)
{
	bool fuller = fullness(more) > fullness(into);

	if (is_surer(more, into)) {
		into->actor = more->actor;
		into->rule = more->rule;
	}
	if (into->target == NO_ITEM && more->target != into->actor)
		into->target = more->target;
	if (into->amount == NO_ITEM)
		into->amount = more->amount;
	if (into->jobs == NO_ITEM)
		into->jobs = more->jobs;
	if (more->status == DEAL_CONFIRMED ||
	    (into->status == DEAL_CONSIDERED && more->status == DEAL_ANNOUNCED))
		into->status = more->status;
	add_places(into, more);
	if (fuller) {
		into->part = more->part;
		into->start = more->start;
		into->end = more->end;
	}
}

/* "l'usine de Douai", "le site Ford de Blanquefort". */
static bool follows_site(const struct phrases *p, size_t index)
{
	const struct phrase *q = &p->items[index];

	for (size_t k = index; q->link == LINK_OF && k > 0; k--) {
		const struct phrase *site = &p->items[k - 1];

		if (site->head + 6 < q->first)
			break;
		if (site->kind == PHRASE_COMMON && site->grammar & G_PLACE)
			return true;
	}
	return false;
}

/*
 * The words of the sentence that tell of a deal: "402 postes à Lannion et 831 à Nozay"
 * has a place for each count.
 */
static void find_window(const struct phrases *p, const struct figure *jobs, size_t *from,
			size_t *to)
{
	const struct facts_text *r = p->text;

	*from = p->from;
	*to = p->to;
	for (size_t i = reading_figures(r, p->from);
	     jobs && i < r->figures_count && r->figures[i].first < p->to; i++) {
		const struct figure *f = &r->figures[i];

		if (f == jobs || f->kind != FIGURE_JOBS || f->jobs != jobs->jobs)
			continue;
		if (f->first < jobs->first && f->first >= p->from)
			*from = jobs->first;
		if (f->first > jobs->first && f->first < *to)
			*to = f->first;
	}
}

/* Where it happens: places of words [from, to) behind a preposition, or in brackets. */
static void find_places(struct record_deal *d, const struct phrases *p, size_t from,
			size_t to)
{
	for (size_t k = 0; k < p->count && d->places_count < DEAL_PLACES; k++) {
		const struct phrase *q = &p->items[k];
		bool known = false;

		if (q->kind != PHRASE_LOCATION || q->first < from || q->first >= to ||
		    !(q->link == LINK_IN || q->link == LINK_TO || q->bracket ||
		      follows_site(p, k)))
			continue;
		for (int i = 0; i < d->places_count; i++)
			known |= d->places[i] == q->place;
		if (!known)
			d->places[d->places_count++] = q->place;
	}
}

static void set_span(struct record_deal *d, const struct phrases *p)
{
	const struct token *first = p->text->words[p->from].token;
	const struct token *last = p->text->words[p->to - 1].token;

	d->part = first->part;
	d->start = first->start;
	/* The elided article that begins the sentence belongs to it. */
	if (word_elided(p->text, p->from).n)
		d->start = (uint32_t)(word_elided(p->text, p->from).p -
				      p->text->sources[first->part].p);
	d->end = last->end;
}

static bool is_priceless(const struct record_deal *d)
{
	return (d->kind == DEAL_ACQUISITION || d->kind == DEAL_SALE) &&
	       d->amount == NO_ITEM && d->actor != NO_ITEM;
}

void merge_price(struct merge *m, const struct figure *money)
{
	struct facts *out = m->out;
	struct record_deal *found = NULL;

	for (size_t i = m->first; i < out->deals_count; i++) {
		struct record_deal *d = &out->deals[i];

		if (same_value(out, d->amount, money->item))
			return;
		if (is_priceless(d) && found)
			return;
		if (is_priceless(d))
			found = d;
	}
	if (found)
		found->amount = money->item;
}

void merge_created(struct merge *m, const struct figure *jobs)
{
	struct facts *out = m->out;

	if (m->investment == 0 || jobs->sentence > m->sentence + REACH_JOBS ||
	    out->deals[m->investment - 1].jobs != NO_ITEM)
		return;
	out->deals[m->investment - 1].jobs = jobs->item;
	m->investment = 0;
}

static void note_investment(struct merge *m, size_t deal, const struct phrases *p)
{
	if (m->out->deals[deal].kind != DEAL_INVESTMENT)
		return;
	m->investment = (uint32_t)deal + 1;
	m->sentence = p->text->words[p->from].sentence;
}

bool merge_has_jobs(const struct merge *m, const struct figure *jobs)
{
	const struct facts *out = m->out;

	for (size_t i = m->first; i < out->deals_count; i++)
		if (out->deals[i].jobs != NO_ITEM &&
		    out->jobs[out->deals[i].jobs].count == jobs->value)
			return true;
	return false;
}

/*
 * Whether its money is a purchase's already: "racheté (via un investissement de 600
 * millions)".
 */
static bool is_claimed(const struct merge *m, const struct record_deal *d)
{
	for (size_t i = m->first; i < m->out->deals_count; i++)
		if (d->amount != NO_ITEM && m->out->deals[i].amount == d->amount &&
		    m->out->deals[i].kind != d->kind)
			return true;
	return false;
}

/* "débourse 3 milliards pour racheter B": what was read as an investment is its price. */
static bool join_purpose(struct merge *m, const struct record_deal *d)
{
	for (size_t i = m->first; i < m->out->deals_count; i++) {
		struct record_deal *paid = &m->out->deals[i];

		if (paid->kind != DEAL_INVESTMENT || d->kind != DEAL_ACQUISITION ||
		    paid->actor != d->actor || paid->target != NO_ITEM ||
		    paid->amount == NO_ITEM || d->amount != NO_ITEM ||
		    paid->part != d->part || paid->start != d->start)
			continue;
		paid->kind = d->kind;
		paid->target = d->target;
		return true;
	}
	return false;
}

void merge_add(struct merge *m, const struct phrases *p, const struct found *f)
{
	struct record_deal d = f->record;
	struct facts *out = m->out;
	size_t from, to;

	d.amount = f->money ? f->money->item : NO_ITEM;
	d.jobs = f->jobs ? f->jobs->item : NO_ITEM;
	set_span(&d, p);
	if (is_claimed(m, &d) || (f->purpose && join_purpose(m, &d)))
		return;
	m->priceless |= is_priceless(&d);
	find_window(p, f->jobs, &from, &to);
	find_places(&d, p, from, to);
	for (size_t i = m->first; i < out->deals_count; i++)
		if (is_same(out, &out->deals[i], &d)) {
			join(&out->deals[i], &d);
			note_investment(m, i, p);
			return;
		}
	if (out->deals_count - m->first == DEALS_MAX)
		return;
	GROW(out->deals, out->deals_count, out->deals_capacity);
	out->deals[out->deals_count++] = d;
	note_investment(m, out->deals_count - 1, p);
}
