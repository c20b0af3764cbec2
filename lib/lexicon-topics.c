/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the topics that a text treats: weighs every form, then drops what is said in passing. */
#include "lib/lexicon.h"

#include <stdlib.h>

#include "lib/lexicon-search.h"
#include "lib/rules.h"

/*
 * An article treats a topic when its forms weigh enough: those in the title and the first
 * lines most, a form seen before less; companies of the trade help. The weights were fitted
 * on labelled articles, where they are forgiving, and rounded.
 */
enum zone { ZONE_TITLE, ZONE_HEAD, ZONE_BODY, ZONES };

enum {
	HEAD_STEPS = 60,   /* words of the body that count as its head */
	SHORT_STEPS = 150, /* a shorter one names nothing in passing */
	LONG_STEPS = 600,  /* a longer one has more words in passing */
	ENOUGH = 26,
	ENOUGH_SHORT = 20,
	ENOUGH_FREE = 10, /* with a strong form, for topics of free context */
	COMPANIES_MOST = 16,
};

static const struct weights {
	unsigned strong, strong_again, weak, weak_again, company;
} weights[ZONES] = {
	[ZONE_TITLE] = {24, 0, 16, 0, 10},
	[ZONE_HEAD] = {20, 10, 10, 5, 10},
	[ZONE_BODY] = {10, 5, 6, 3, 2},
};

/* What speaks for a topic. */
struct evidence {
	unsigned head, body, companies;
	uint32_t behind; /* step behind its last form */
	uint8_t signs;	 /* bits of the zones where a sign stands */
	bool strong, free;
};

struct weighing {
	const struct lexicon *l;
	struct lane lane;
	struct mentions *out;
	size_t begin; /* mentions before are not ours */
	struct evidence *topics;
	uint8_t *seen;	    /* by pattern of a topic: bits of the zones it was seen in */
	uint8_t *companies; /* by its first trade: bits of the zones where it was seen */
	uint32_t head_end;  /* number of the first token behind the head */
};

static uint32_t find_head_end(const struct lane *n)
{
	uint32_t step = 0;

	while (step < n->count && lane_token(n, step)->part != TEXT_BODY)
		step++;
	step += HEAD_STEPS;
	return step < n->count ? n->steps[step].token : UINT32_MAX;
}

static enum zone zone_of(const struct weighing *w, uint32_t token)
{
	if (w->lane.text->tokens[token].part == TEXT_TITLE)
		return ZONE_TITLE;
	return token < w->head_end ? ZONE_HEAD : ZONE_BODY;
}

static void weigh_form(struct weighing *w, uint32_t number, uint32_t token)
{
	const struct lexicon *l = w->l;
	const struct pattern *p = &l->patterns[number];
	struct evidence *e = &w->topics[p->entity - l->topics_first];
	uint8_t *seen = &w->seen[number - l->topics_patterns];
	enum zone zone = zone_of(w, token);
	const struct weights *of = &weights[zone];
	bool again = *seen & 1u << zone;
	unsigned weight = again ? of->strong_again : of->strong;

	if (p->weak)
		weight = again ? of->weak_again : of->weak;
	*seen |= (uint8_t)(1u << zone);
	*(zone == ZONE_BODY ? &e->body : &e->head) += weight;
	e->strong = e->strong || !p->weak;
	e->free = p->context == CONTEXT_FREE;
}

/* Takes the forms that begin at this step, for each topic the longest. */
static void find_topics_at(struct weighing *w, const struct search *s, uint32_t first)
{
	const struct lexicon *l = w->l;
	size_t i;

	for (i = 0; i < s->count; i++) {
		uint32_t number = l->topics.values[s->hits[i].node];

		for (; number; number = l->patterns[number].next) {
			const struct pattern *p = &l->patterns[number];
			struct evidence *e = &w->topics[p->entity - l->topics_first];

			if (e->behind > first ||
			    !letters_match(&w->lane, p, first, &s->hits[i]))
				continue;
			e->behind = s->hits[i].behind;
			if (p->negative)
				continue;
			weigh_form(w, number, w->lane.steps[first].token);
			mentions_push(w->out, &w->lane, p->entity, first,
				      s->hits[i].behind - 1, RULE_TOPIC);
		}
	}
}

/* A company named speaks for its trade, once in each zone. */
static void weigh_company(struct weighing *w, const struct mention *m)
{
	const struct lexicon *l = w->l;
	enum zone zone = zone_of(w, m->first);
	uint8_t *known;
	size_t i;

	if (m->entity >= l->entities_count)
		return;
	i = l->entities[m->entity].kind == NAME_COMPANY ? l->trade_of[m->entity] : 0;
	known = &w->companies[i];
	if (i == 0 || (*known & 1u << zone))
		return;
	*known |= (uint8_t)(1u << zone);
	for (; l->trades[i].company == m->entity; i++)
		w->topics[l->trades[i].topic - l->topics_first].companies +=
			weights[zone].company;
}

static bool is_enough(const struct evidence *e, uint32_t steps)
{
	unsigned trade = e->companies < COMPANIES_MOST ? e->companies : COMPANIES_MOST;
	unsigned enough = steps < SHORT_STEPS ? ENOUGH_SHORT : ENOUGH;
	unsigned body = e->body;

	if (steps > LONG_STEPS)
		body = body * LONG_STEPS / steps;
	if (e->strong && e->free && e->head + e->body >= ENOUGH_FREE)
		return true;
	return e->head + body + trade >= enough;
}

/*
 * Topics that share their words and mean the opposite: who cuts jobs speaks of employment, and
 * who hires of jobs once lost. An article is on the one it says more of.
 */
static const char *const rivals[][2] = {{"emploi", "licenciements"}};

static void settle_rivals(struct weighing *w)
{
	const struct lexicon *l = w->l;

	for (size_t i = 0; i < COUNT(rivals); i++) {
		uint32_t a = lexicon_find_id(l, NAME_TOPIC, str_of(rivals[i][0]));
		uint32_t b = lexicon_find_id(l, NAME_TOPIC, str_of(rivals[i][1]));
		struct evidence *x, *y;

		if (a == NO_ENTITY || b == NO_ENTITY)
			continue;
		x = &w->topics[a - l->topics_first];
		y = &w->topics[b - l->topics_first];
		if (x->head + x->body > y->head + y->body)
			*y = (struct evidence){0};
		else if (x->head + x->body < y->head + y->body)
			*x = (struct evidence){0};
	}
}

/* Takes back the mentions of topics that the article does not treat. */
static void drop_passing(struct weighing *w)
{
	struct mentions *m = w->out;
	size_t kept = w->begin;
	size_t i;

	for (i = w->begin; i < m->count; i++) {
		if (is_enough(&w->topics[m->items[i].entity - w->l->topics_first],
			      w->lane.count))
			m->items[kept++] = m->items[i];
	}
	m->count = kept;
}

static bool may_start_topic(const struct lexicon *l, const struct lane *n, uint32_t step)
{
	uint32_t number = n->steps[step].topic;

	return (number && (l->stems.flags[number - 1] & WORD_STARTS)) ||
	       n->steps[step].solid != NO_TOKEN;
}

/* The token that a span begins with, or the one behind it. */
static uint32_t token_at(const struct text *t, uint8_t part, uint32_t start)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct token *token = &t->tokens[middle];

		if (token->part < part || (token->part == part && token->end <= start))
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/* Whether a form of the topic stands in the span already. */
static bool is_told(const struct weighing *w, const struct topic_sign *sign)
{
	for (size_t i = w->begin; i < w->out->count; i++) {
		const struct mention *m = &w->out->items[i];

		if (m->entity == sign->topic && m->part == sign->part &&
		    m->start < sign->end && sign->start < m->end)
			return true;
	}
	return false;
}

static void weigh_sign(struct weighing *w, const struct topic_sign *sign)
{
	const struct text *t = w->lane.text;
	struct evidence *e = &w->topics[sign->topic - w->l->topics_first];
	uint32_t first = token_at(t, sign->part, sign->start);
	uint32_t behind = token_at(t, sign->part, sign->end);
	enum zone zone = zone_of(w, first < t->count ? first : first - 1);
	bool again = e->signs & 1u << zone;

	e->strong = true;
	e->free = e->free || sign->alone;
	if (is_told(w, sign))
		return;
	*(zone == ZONE_BODY ? &e->body : &e->head) +=
		again ? weights[zone].strong_again : weights[zone].strong;
	e->signs |= (uint8_t)(1u << zone);
	GROW(w->out->items, w->out->count, w->out->capacity);
	w->out->items[w->out->count++] =
		(struct mention){.entity = sign->topic,
				 .first = first,
				 .last = behind > first ? behind - 1 : first,
				 .part = sign->part,
				 .rule = RULE_TOPIC,
				 .start = sign->start,
				 .end = sign->end};
}

/* All that is said for topics: their forms, companies of their trade, signs. */
static void weigh(struct weighing *w, const struct mentions *names,
		  const struct topic_sign *signs, size_t signs_count)
{
	struct search s = {
		.lane = &w->lane, .l = w->l, .trie = &w->l->topics, .by = BY_STEM};

	for (uint32_t step = 0; step < w->lane.count; step++) {
		if (!may_start_topic(w->l, &w->lane, step))
			continue;
		search_from(&s, step);
		find_topics_at(w, &s, step);
	}
	for (size_t i = 0; i < names->count; i++)
		weigh_company(w, &names->items[i]);
	for (size_t i = 0; i < signs_count; i++)
		weigh_sign(w, &signs[i]);
}

void lexicon_find_topics(const struct lexicon *l, const struct text *t,
			 const struct str sources[TEXT_PARTS],
			 const struct mentions *names, const struct topic_sign *signs,
			 size_t signs_count, struct mentions *out)
{
	struct weighing w = {.l = l, .out = out, .begin = out->count};

	if (t->count == 0)
		return;
	lane_fill(&w.lane, l, t, sources);
	w.head_end = find_head_end(&w.lane);
	w.topics = xcalloc(l->topics_count, sizeof *w.topics);
	w.seen = xcalloc(l->topics_patterns_count, 1);
	w.companies = xcalloc(l->trades_count, 1);
	weigh(&w, names, signs, signs_count);
	settle_rivals(&w);
	drop_passing(&w);
	mentions_order(out, w.begin);
	free(w.companies);
	free(w.seen);
	free(w.topics);
	free(w.lane.steps);
}
