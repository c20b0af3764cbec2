/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds companies and places: the longest from the left, where letters and context allow; a
 * name in doubt waits until the text is read and counts if its entity stands there beyond
 * doubt.
 */
#include "lib/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "lib/lexicon-context.h"
#include "lib/lexicon-search.h"
#include "lib/lexicon-settle.h"
#include "lib/rules.h"
#include "lib/utf8.h"

/* A name that waits until the text is read. */
struct doubt {
	uint32_t entity, first, last;
	uint32_t node; /* where the patterns of the name are */
};

struct finding {
	const struct lexicon *l;
	struct lane lane;
	struct mentions *out;
	size_t begin;	/* mentions before are not ours */
	uint64_t *known; /* entities named beyond doubt */
	uint8_t *taken; /* by step: enum taken */
	uint32_t behind_place;
	enum name_kind place_kind;
	struct doubt *doubts;
	size_t doubts_count, doubts_capacity;
	struct homonyms homonyms;
};

/* L'Oréal keeps its article, Cambridge (Massachusetts) its bracket. */
static void widen_mention(struct finding *f, const struct pattern *p)
{
	struct mention *m = &f->out->items[f->out->count - 1];
	struct str source = f->lane.sources[m->part];
	struct str before = str_slice(source, 0, m->start);

	if (p->bracket && m->end < source.n && source.p[m->end] == ')')
		m->end++;
	if (p->written.n > 2 &&
	    (p->written.p[1] == '\'' || p->written.p[1] == (char)0xE2)) {
		if (str_ends(before, STR("'")) && before.n >= 2)
			m->start -= 2;
		else if (str_ends(before, STR("’")) && before.n >= 4)
			m->start -= 4;
	}
}

static void push_mention(struct finding *f, uint32_t entity, uint32_t first,
			 uint32_t last, enum rule rule)
{
	bool company = f->l->entities[entity].kind == NAME_COMPANY;

	mentions_push(f->out, &f->lane, entity, first, last, rule);
	memset(f->taken + first, company ? TAKEN_COMPANY : TAKEN_PLACE, last + 1 - first);
}

static void push_doubt(struct finding *f, struct doubt doubt)
{
	GROW(f->doubts, f->doubts_count, f->doubts_capacity);
	f->doubts[f->doubts_count++] = doubt;
}

/* A noun of place beside the name shows a town that is a firm's name too: « gare d'Orange ». */
static bool is_shown_place(const struct lexicon *l, const struct pattern *p,
			   const struct pattern *firm, const struct stand *at)
{
	return p->entity != NO_ENTITY && firm->entity != NO_ENTITY &&
	       l->entities[firm->entity].kind == NAME_COMPANY &&
	       l->entities[p->entity].kind != NAME_COMPANY &&
	       p->context == CONTEXT_WORD && !company_is_cued(l, at);
}

/* The larger town, of two abroad or at home the one of freer policy first. */
static bool is_better_town(const struct lexicon *l, const struct pattern *a,
			   const struct pattern *b)
{
	uint64_t x = a->population ? town_weight(l, a) : FOREIGN_WEIGHT;
	uint64_t y = b->population ? town_weight(l, b) : FOREIGN_WEIGHT;

	if ((a->population == 0 || b->population == 0) && a->context != b->context)
		return a->context < b->context;
	return x > y;
}

/* The freer policy, then the larger kind of place. */
static bool is_better(const struct lexicon *l, const struct pattern *a,
		      const struct pattern *b, const struct stand *at)
{
	enum name_kind x =
		a->entity == NO_ENTITY ? NAME_KINDS : l->entities[a->entity].kind;
	enum name_kind y =
		b->entity == NO_ENTITY ? NAME_KINDS : l->entities[b->entity].kind;

	if (is_shown_place(l, a, b, at))
		return true;
	if (is_shown_place(l, b, a, at))
		return false;
	if (x == NAME_COMMUNE && y == NAME_COMMUNE)
		return is_better_town(l, a, b);
	if (a->small != b->small)
		return b->small;
	if (a->context != b->context)
		return a->context < b->context;
	return x < y;
}

/* The best pattern that is meant here, its verdict in *verdict; NULL when none is. */
static const struct pattern *best_pattern(const struct finding *f, uint32_t first,
					  const struct hit *hit, enum verdict *verdict,
					  size_t *meant)
{
	const struct lexicon *l = f->l;
	struct stand at = {&f->lane, first, hit->behind - 1, f->behind_place,
			   f->place_kind};
	const struct pattern *best = NULL;
	uint32_t number;

	*verdict = VERDICT_NO;
	*meant = 0;
	for (number = l->names.values[hit->node]; number;
	     number = l->patterns[number].next) {
		const struct pattern *p = &l->patterns[number];
		enum verdict v;

		if (!letters_match(&f->lane, p, first, hit))
			continue;
		v = context_verdict(l, p, &at);
		*meant += v == VERDICT_SURE;
		if (v == VERDICT_NO || v < *verdict)
			continue;
		if (best == NULL || v > *verdict || is_better(l, p, best, &at))
			best = p;
		*verdict = v;
	}
	return best;
}

/* SA, Inc., Group behind a company belong to its name. */
static uint32_t behind_legal_form(const struct finding *f, uint32_t behind)
{
	while (behind < f->lane.count && lane_gap(&f->lane, behind) == GAP_NONE &&
	       (lane_token(&f->lane, behind)->flags & TOKEN_CAPITAL) &&
	       name_is_legal_form(lane_token(&f->lane, behind)->form->fold))
		behind++;
	return behind;
}

/* A town, or a land that has a town's name: Saint-Martin. */
static bool is_town(enum name_kind kind, const struct pattern *p)
{
	return kind == NAME_COMMUNE ||
	       (kind == NAME_COUNTRY && p->context != CONTEXT_FREE);
}

/* Whether other towns have the name, or the town is not certain. */
static bool is_shared(const struct lexicon *l, const struct homonym *homonym)
{
	uint32_t number = l->names.values[homonym->node];

	return !homonym->settled &&
	       (homonym->verdict <= VERDICT_LIKELY || l->patterns[number].next != 0 ||
		l->patterns[number].small);
}

/* A name found; answers the step behind it. */
static uint32_t take_name(struct finding *f, const struct pattern *p, uint32_t first,
			  const struct hit *hit, struct homonym homonym)
{
	uint32_t behind = hit->behind;
	enum name_kind kind;

	if (p->entity == NO_ENTITY) {
		memset(f->taken + first, TAKEN_PROTECTED, behind - first);
		return behind;
	}
	kind = f->l->entities[p->entity].kind;
	if (kind == NAME_COMPANY) {
		behind = behind_legal_form(f, behind);
	} else {
		f->behind_place = behind;
		f->place_kind = kind;
	}
	if (is_town(kind, p) && is_shared(f->l, &homonym))
		homonyms_add(&f->homonyms, homonym);
	else
		entities_put(f->known, p->entity);
	push_mention(f, p->entity, first, behind - 1,
		     p->context == CONTEXT_FREE ? RULE_LEXICON : RULE_LEXICON_CONTEXT);
	widen_mention(f, p);
	return behind;
}

/* "Jacques Chirac": in this text Chirac is no town. */
static void note_person(struct finding *f, uint32_t first, const struct hit *hit)
{
	struct stand at = {&f->lane, first, hit->behind - 1, f->behind_place,
			   f->place_kind};

	if (stand_is_person(f->l, &at))
		homonyms_add_person(&f->homonyms, hit->node);
}

/* No town in "Washington Post", no department in Clermont-l'Hérault. */
static bool may_hide(const struct finding *f, const struct pattern *p, uint32_t behind,
		     uint32_t first)
{
	return behind > first + 1 &&
	       (f->l->entities[p->entity].kind == NAME_COMPANY ||
		(lane_token(&f->lane, behind - 1)->flags & TOKEN_JOINED));
}

/* The longest name from this step on; answers the step to go on from. */
static uint32_t find_name(struct finding *f, const struct search *s, uint32_t first)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		enum verdict verdict;
		size_t meant;
		const struct pattern *p =
			best_pattern(f, first, &s->hits[i], &verdict, &meant);

		if (p == NULL)
			note_person(f, first, &s->hits[i]);
		if (verdict >= VERDICT_WEAK)
			return take_name(f, p, first, &s->hits[i],
					 (struct homonym){
						 .node = s->hits[i].node,
						 .mention = (uint32_t)f->out->count,
						 .verdict = (uint8_t)verdict,
						 .settled = meant == 1,
					 });
		if (verdict != VERDICT_PENDING)
			continue;
		push_doubt(f, (struct doubt){p->entity, first, s->hits[i].behind - 1,
					     s->hits[i].node});
		if (may_hide(f, p, s->hits[i].behind, first))
			return s->hits[i].behind;
	}
	return first + 1;
}

static bool may_start(const struct lexicon *l, const struct token *t, uint32_t number)
{
	unsigned flags = number ? l->folds.flags[number - 1] : 0;

	return t->flags & TOKEN_CAPITAL ? flags & WORD_STARTS : flags & WORD_STARTS_LOWER;
}

static bool solid_may_start(const struct lexicon *l, const struct token *t)
{
	return may_start(l, t, lexicon_name_word(l, t->form));
}

static void find_names(struct finding *f)
{
	struct search s = {
		.lane = &f->lane, .l = f->l, .trie = &f->l->names, .by = BY_FOLD};
	uint32_t step = 0;

	while (step < f->lane.count) {
		uint32_t solid = f->lane.steps[step].solid;

		if (!may_start(f->l, lane_token(&f->lane, step),
			       f->lane.steps[step].name) &&
		    (solid == NO_TOKEN ||
		     !solid_may_start(f->l, &f->lane.text->tokens[solid]))) {
			step++;
			continue;
		}
		search_from(&s, step);
		step = find_name(f, &s, step);
	}
}

/* Which entity of the name in doubt the text names beyond doubt; NO_ENTITY when it names none. */
static uint32_t known_of(const struct finding *f, const struct doubt *doubt)
{
	uint32_t number = f->l->names.values[doubt->node];

	if (entities_have(f->known, doubt->entity))
		return doubt->entity;
	for (; number; number = f->l->patterns[number].next) {
		uint32_t other = f->l->patterns[number].entity;

		if (other != NO_ENTITY && entities_have(f->known, other) &&
		    f->l->entities[other].kind == f->l->entities[doubt->entity].kind)
			return other;
	}
	return NO_ENTITY;
}

static bool is_taken(const struct finding *f, const struct doubt *d)
{
	uint32_t step;

	for (step = d->first; step <= d->last; step++) {
		if (f->taken[step] == TAKEN_COMPANY || f->taken[step] == TAKEN_PLACE)
			return true;
	}
	return false;
}

static bool is_company(const struct finding *f, uint32_t step)
{
	return step < f->lane.count && f->taken[step] == TAKEN_COMPANY;
}

static bool is_link(const struct finding *f, uint32_t step)
{
	return step < f->lane.count &&
	       (str_is(lane_token(&f->lane, step)->form->fold, "et") ||
		str_is(lane_token(&f->lane, step)->form->fold, "ou"));
}

/* "Bouygues Telecom et Free", "Free, SFR": in one list with a company. */
static bool is_listed_with(const struct finding *f, const struct doubt *d)
{
	const struct lane *n = &f->lane;
	uint32_t behind = d->last + 1;

	if (f->l->entities[d->entity].kind != NAME_COMPANY)
		return false;
	if (d->first > 0 && lane_gap(n, d->first) == GAP_BRACKET &&
	    is_company(f, d->first - 1))
		return true;
	if (d->first > 1 && is_link(f, d->first - 1) && is_company(f, d->first - 2) &&
	    lane_gap(n, d->first) == GAP_NONE && lane_gap(n, d->first - 1) == GAP_NONE)
		return true;
	if (behind >= n->count || lane_gap(n, behind) == GAP_BREAK)
		return false;
	if (is_company(f, behind))
		return lane_gap(n, behind) == GAP_BRACKET;
	return is_link(f, behind) && is_company(f, behind + 1) &&
	       lane_gap(n, behind) == GAP_NONE && lane_gap(n, behind + 1) == GAP_NONE;
}

/* Takes the doubts that the rest of the text settles; answers how many. */
static size_t settle_once(struct finding *f)
{
	size_t taken = 0;
	size_t i;

	for (i = 0; i < f->doubts_count; i++) {
		const struct doubt *d = &f->doubts[i];
		uint32_t entity;
		bool listed;

		if (is_taken(f, d))
			continue;
		listed = is_listed_with(f, d);
		entity = listed ? d->entity : known_of(f, d);
		if (entity == NO_ENTITY)
			continue;
		push_mention(f, entity, d->first, d->last,
			     listed ? RULE_LEXICON_CONTEXT : RULE_LEXICON_ECHO);
		entities_put(f->known, entity);
		taken++;
	}
	return taken;
}

static void settle_doubts(struct finding *f)
{
	homonyms_settle(&f->homonyms, f->l, f->known, f->out, f->begin);
	while (settle_once(f) > 0)
		;
}

void lexicon_find(const struct lexicon *l, const struct text *t,
		  const struct str sources[TEXT_PARTS], struct mentions *out)
{
	struct finding f = {.l = l, .out = out, .begin = out->count};

	if (t->count == 0)
		return;
	lane_fill(&f.lane, l, t, sources);
	f.known = entities_new(l);
	f.taken = xcalloc(f.lane.count, 1);
	find_names(&f);
	settle_doubts(&f);
	unlisted_find(l, &f.lane, f.taken, f.begin, out);
	mentions_order(out, f.begin);
	homonyms_release(&f.homonyms);
	free(f.doubts);
	free(f.taken);
	free(f.known);
	free(f.lane.steps);
}
