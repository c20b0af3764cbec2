/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands beside a town's name decides which one it is, then what else the text names:
 * its department, its region, other towns of its department; else the town that is by far
 * the largest. When none is, the text does not say, and neither do we.
 */
#include "lib/lexicon-settle.h"

#include <stdlib.h>

enum {
	CLEARLY = 3, /* times as many people: the one that is meant without a word more */
	BY_FAR = 20, /* … even when another one's department is in the text */
	OVERSEAS =
		4, /* a town overseas is told with its island: it counts for a fourth */
	TOKENS_NEAR = 8, /* « Saint-Martin, un village de l'Aude » */
	TOKENS_BEHIND = 3,
};

/* What speaks for a town, the least first. */
enum evidence {
	EVIDENCE_NONE,
	EVIDENCE_NEIGHBOUR, /* another town of its department is named */
	EVIDENCE_REGION,
	EVIDENCE_DEPARTMENT, /* or the country of a foreign city */
	EVIDENCE_BESIDE,     /* one of them right beside the name */
	EVIDENCE_KNOWN,	     /* the text named this very town before */
};

struct settling {
	const struct lexicon *l;
	uint64_t *known;
	struct mentions *out;
	size_t begin;
	const struct homonym *homonym;
	bool near_only; /* no evidence but what stands beside the name */
};

void homonyms_add(struct homonyms *h, struct homonym one)
{
	GROW(h->items, h->count, h->capacity);
	h->items[h->count++] = one;
}

void homonyms_add_person(struct homonyms *h, uint32_t node)
{
	GROW(h->persons, h->persons_count, h->persons_capacity);
	h->persons[h->persons_count++] = node;
}

void homonyms_release(struct homonyms *h)
{
	free(h->items);
	free(h->persons);
	*h = (struct homonyms){0};
}

static bool is_person(const struct homonyms *h, uint32_t node)
{
	size_t i;

	for (i = 0; i < h->persons_count; i++) {
		if (h->persons[i] == node)
			return true;
	}
	return false;
}

static uint32_t parent_of(const struct lexicon *l, uint32_t entity)
{
	return entity == NO_ENTITY ? NO_ENTITY : l->entities[entity].parent;
}

static bool is_overseas(const struct lexicon *l, uint32_t entity)
{
	return str_starts(l->entities[entity].id, STR("97"));
}

uint64_t town_weight(const struct lexicon *l, const struct pattern *p)
{
	uint64_t people = p->population;

	return is_overseas(l, p->entity) ? people / OVERSEAS : people;
}

/* Tokens between the name and the mention of another; UINT32_MAX in another part of the text. */
static uint32_t distance_to(const struct settling *s, size_t other)
{
	const struct mention *a = &s->out->items[s->homonym->mention];
	const struct mention *b = &s->out->items[other];

	if (a->part != b->part)
		return UINT32_MAX;
	return b->first > a->last ? b->first - a->last : a->first - b->last;
}

/* Whether the mention is the department of the town, or a foreign city's country, and near it. */
static bool stands_beside(const struct settling *s, size_t other, uint32_t town)
{
	return s->out->items[other].entity == parent_of(s->l, town) &&
	       distance_to(s, other) <= TOKENS_NEAR;
}

/* Whether the text names another town of this one's department. */
static bool has_neighbour(const struct settling *s, uint32_t town)
{
	uint32_t parent = parent_of(s->l, town);
	size_t i;

	for (i = s->begin; i < s->out->count; i++) {
		uint32_t other = s->out->items[i].entity;

		if (other != town && entities_have(s->known, other) &&
		    parent_of(s->l, other) == parent)
			return true;
	}
	return false;
}

/* "à Norville, dans l'Essonne": a department right behind that is not the town's. */
static bool is_denied(const struct settling *s, uint32_t town)
{
	size_t behind = (size_t)s->homonym->mention + 1;

	return behind < s->out->count &&
	       s->l->entities[s->out->items[behind].entity].kind == NAME_DEPARTMENT &&
	       distance_to(s, behind) <= TOKENS_BEHIND &&
	       s->out->items[behind].entity != parent_of(s->l, town);
}

static enum evidence evidence_for(const struct settling *s, uint32_t town)
{
	const struct lexicon *l = s->l;
	size_t at = s->homonym->mention;
	uint32_t parent = parent_of(l, town);
	uint32_t region = parent_of(l, parent);

	if (entities_have(s->known, town))
		return EVIDENCE_KNOWN;
	if ((at + 1 < s->out->count && stands_beside(s, at + 1, town)) ||
	    (at > s->begin && stands_beside(s, at - 1, town)))
		return EVIDENCE_BESIDE;
	if (s->near_only || parent == NO_ENTITY)
		return EVIDENCE_NONE;
	if (entities_have(s->known, parent))
		return EVIDENCE_DEPARTMENT;
	if (l->entities[parent].kind != NAME_DEPARTMENT)
		return EVIDENCE_NONE;
	if (region != NO_ENTITY && entities_have(s->known, region))
		return EVIDENCE_REGION;
	return has_neighbour(s, town) ? EVIDENCE_NEIGHBOUR : EVIDENCE_NONE;
}

/* The towns of a name, while one of them is chosen. */
struct choice {
	const struct pattern *best;
	enum evidence evidence;
	uint64_t weight, second; /* people of the best and of the next one */
};

static bool is_town(const struct lexicon *l, const struct pattern *p)
{
	return p->entity != NO_ENTITY && l->entities[p->entity].kind == NAME_COMMUNE;
}

static void weigh(struct choice *c, const struct pattern *p, enum evidence evidence,
		  uint64_t weight)
{
	bool better = c->best == NULL || evidence > c->evidence ||
		      (evidence == c->evidence && weight > c->weight);
	uint64_t other = better ? c->weight : weight;

	if (c->best != NULL && c->best->entity == p->entity) {
		if (c->best->context == CONTEXT_SHORT)
			c->best = p; /* it has the head as an alias too */
		return;
	}
	if (other > c->second)
		c->second = other;
	if (better)
		*c = (struct choice){p, evidence, weight, c->second};
}

static uint64_t largest_of(const struct lexicon *l, uint32_t node)
{
	uint64_t largest = 0;
	uint64_t weight;
	uint32_t number;

	for (number = l->names.values[node]; number; number = l->patterns[number].next) {
		const struct pattern *p = &l->patterns[number];

		if (!is_town(l, p) || p->context == CONTEXT_SHORT)
			continue;
		weight = p->population ? town_weight(l, p) : FOREIGN_WEIGHT;
		if (weight > largest)
			largest = weight;
	}
	return largest;
}

/* The head of a name counts where its department or region is told, and no much larger town has it whole. */
static bool is_too_small(const struct lexicon *l, const struct pattern *p,
			 enum evidence evidence, uint64_t largest)
{
	uint64_t weight = town_weight(l, p);

	if (p->context == CONTEXT_SHORT)
		return evidence < EVIDENCE_REGION || weight * CLEARLY < largest;
	return evidence < EVIDENCE_BESIDE && p->population > 0 &&
	       weight * BY_FAR < largest;
}

/* The town that is meant; NO_ENTITY when nothing tells. */
static uint32_t choose(const struct settling *s)
{
	const struct lexicon *l = s->l;
	uint32_t found = s->out->items[s->homonym->mention].entity;
	uint64_t largest = largest_of(l, s->homonym->node);
	struct choice c = {0};
	uint32_t number;

	for (number = l->names.values[s->homonym->node]; number;
	     number = l->patterns[number].next) {
		const struct pattern *p = &l->patterns[number];
		enum evidence evidence;

		if (!is_town(l, p) && p->entity != found)
			continue;
		evidence = evidence_for(s, p->entity);
		if (is_too_small(l, p, evidence, largest))
			evidence = EVIDENCE_NONE;
		weigh(&c, p, evidence, town_weight(l, p));
	}
	if (c.best == NULL || c.evidence != EVIDENCE_NONE)
		return c.best ? c.best->entity : found;
	if (s->near_only || s->homonym->verdict == VERDICT_WEAK)
		return NO_ENTITY;
	if (parent_of(l, found) == NO_ENTITY ||
	    l->entities[parent_of(l, found)].kind != NAME_DEPARTMENT)
		return found;
	if (c.best->context == CONTEXT_SHORT ||
	    (c.best->small && is_denied(s, c.best->entity)))
		return NO_ENTITY;
	return c.weight >= CLEARLY * c.second ? c.best->entity : NO_ENTITY;
}

static void settle_one(struct settling *s, struct homonym *one)
{
	uint32_t town;

	s->homonym = one;
	town = choose(s);
	if (town == NO_ENTITY)
		return;
	s->out->items[one->mention].entity = town;
	entities_put(s->known, town);
	one->settled = true;
}

static void drop_unsettled(const struct homonyms *h, struct mentions *out)
{
	size_t kept = h->items[0].mention;
	size_t next = 0;
	size_t i;

	for (i = kept; i < out->count; i++) {
		bool settled = true;

		if (next < h->count && h->items[next].mention == i)
			settled = h->items[next++].settled;
		if (settled)
			out->items[kept++] = out->items[i];
	}
	out->count = kept;
}

void homonyms_settle(struct homonyms *h, const struct lexicon *l, uint64_t *known,
		     struct mentions *out, size_t begin)
{
	struct settling s = {.l = l, .known = known, .out = out, .begin = begin};
	unsigned round;
	size_t i;

	for (round = 0; round < 2; round++) {
		s.near_only = round == 0;
		for (i = 0; i < h->count; i++) {
			struct homonym *one = &h->items[i];

			if (!one->settled &&
			    !(one->verdict <= VERDICT_LIKELY && is_person(h, one->node)))
				settle_one(&s, one);
		}
	}
	if (h->count > 0)
		drop_unsettled(h, out);
}
