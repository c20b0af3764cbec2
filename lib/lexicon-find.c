/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the names of a text. Names: the longest from the left, where letters and context
 * allow; a name in doubt waits until the text is read and counts if its entity stands there
 * beyond doubt. Topics: every form, then those with evidence enough.
 */
#include "lib/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "lib/lexicon-context.h"
#include "lib/lexicon-settle.h"
#include "lib/rules.h"
#include "lib/utf8.h"

/* ---- the lane ---- */

static void lane_fill(struct lane *n, const struct lexicon *l, const struct text *t,
		      const struct str *sources)
{
	size_t i;

	*n = (struct lane){.text = t, .sources = sources};
	n->steps = xreallocarray(NULL, t->count + 1, sizeof *n->steps);
	for (i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];
		uint32_t step = n->count;

		if (!(token->flags & TOKEN_STACKED)) {
			n->steps[n->count++] = (struct step){
				.token = (uint32_t)i,
				.solid = NO_TOKEN,
				.name = lexicon_name_word(l, token->form),
				.topic = lexicon_topic_word(l, token->form),
			};
			continue;
		}
		while (step > 0 && lane_token(n, step - 1)->position >= token->position)
			step--;
		if (step < n->count) {
			n->steps[step].solid = (uint32_t)i;
			n->steps[step].behind = n->count;
		}
	}
}

static bool is_gap_sign(uint32_t c)
{
	return c == '-' || c == '\'' || c == '&' || c == '+' || c == '/' || c == 0x2019 ||
	       c == 0x2010 || c == 0x2011 || c == 0x2BC || c == 0xAE || c == 0x2122 ||
	       c == 0xAD || utf8_is_letter(c);
}

enum gap lane_gap(const struct lane *n, uint32_t step)
{
	const struct token *left = lane_token(n, step - 1);
	const struct token *right = lane_token(n, step);
	struct str source = n->sources[right->part];
	enum gap gap = GAP_NONE;
	size_t at = left->end;
	uint32_t c;

	if (left->part != right->part || left->end > right->start)
		return GAP_BREAK;
	while (at < right->start) {
		at += utf8_decode(source, at, &c);
		if (c == ' ' || is_gap_sign(c) || (c != '\n' && utf8_is_space(c)))
			continue;
		if (c == '.' && left->end - left->start <= 3 && at <= right->start)
			continue; /* M. Dupont, E. Leclerc */
		if (c != '(' && c != ',')
			return GAP_BREAK;
		gap = GAP_BRACKET;
	}
	return gap;
}

/* ---- walking a trie over a lane ---- */

/* A node with patterns, reached over the steps from the search's first up to `behind`. */
struct hit {
	uint32_t node;
	uint32_t behind;
	uint32_t capitals; /* bit i: word i has a capital in the text */
	bool bracket;	   /* a bracket or comma stands inside */
};

enum { HITS_MAX = 16, SKIPPED_MAX = 4 };

struct search {
	const struct lane *lane;
	const struct lexicon *l;
	const struct trie *trie;
	enum { BY_FOLD, BY_STEM } by;
	struct hit hits[HITS_MAX];
	size_t count;
};

static uint32_t word_of_solid(const struct search *s, uint32_t token)
{
	const struct form *form = s->lane->text->tokens[token].form;

	return s->by == BY_FOLD ? lexicon_name_word(s->l, form)
				: lexicon_topic_word(s->l, form);
}

/* "suppression de près de 300 postes", "postes seront supprimés": beside a form's own words. */
static bool is_seen_through(const struct token *t)
{
	static const char *const quantities[] = {
		"environ",     "total",	       "quasi",	      "trois",	   "quatre",
		"cinq",	       "six",	       "sept",	      "huit",	   "neuf",
		"dix",	       "douze",	       "quinze",      "vingt",	   "trente",
		"quarante",    "cinquante",    "soixante",    "cent",	   "cents",
		"mille",       "dizaine",      "dizaines",    "vingtaine", "trentaine",
		"quarantaine", "cinquantaine", "soixantaine", "centaine",  "centaines",
		"millier",     "milliers",     "million",     "millions",
	};
	size_t i;

	if (t->kind == TOKEN_NUM || t->form->stop)
		return true;
	for (i = 0; i < COUNT(quantities); i++) {
		if (str_is(t->form->fold, quantities[i]))
			return true;
	}
	return false;
}

static void walk(struct search *s, const struct hit *from, unsigned depth);

/* Goes on over one token, plain or solid. */
static void walk_over(struct search *s, const struct hit *from, uint32_t token,
		      uint32_t word, uint32_t behind, unsigned depth)
{
	struct hit hit = *from;

	hit.node = word ? trie_next(s->trie, from->node, word) : 0;
	if (hit.node == 0)
		return;
	if (s->lane->text->tokens[token].flags & TOKEN_CAPITAL)
		hit.capitals |= 1u << depth;
	hit.behind = behind;
	if (s->trie->values[hit.node] != 0 && s->count < HITS_MAX)
		s->hits[s->count++] = hit;
	walk(s, &hit, depth + 1);
}

/* Goes on from a node reached, `depth` words deep. */
static void walk(struct search *s, const struct hit *from, unsigned depth)
{
	struct hit hit = *from;
	unsigned skipped = 0;

	for (;;) {
		const struct step *step = &s->lane->steps[hit.behind];

		if (hit.behind == s->lane->count || depth == PATTERN_WORDS_MAX)
			return;
		if (depth > 0) {
			enum gap gap = lane_gap(s->lane, hit.behind);

			if (gap == GAP_BREAK || (gap == GAP_BRACKET && s->by == BY_STEM))
				return;
			hit.bracket = hit.bracket || gap == GAP_BRACKET;
		}
		walk_over(s, &hit, step->token,
			  s->by == BY_FOLD ? step->name : step->topic, hit.behind + 1,
			  depth);
		if (step->solid != NO_TOKEN)
			walk_over(s, &hit, step->solid, word_of_solid(s, step->solid),
				  step->behind, depth);
		if (depth == 0 || s->by == BY_FOLD || skipped++ == SKIPPED_MAX ||
		    !is_seen_through(lane_token(s->lane, hit.behind)))
			return;
		hit.behind++;
	}
}

/* All hits from this step on, the longest first. */
static void search_from(struct search *s, uint32_t step)
{
	size_t i;
	size_t k;

	s->count = 0;
	walk(s, &(struct hit){.node = TRIE_ROOT, .behind = step}, 0);
	for (i = 1; i < s->count; i++) {
		struct hit hit = s->hits[i];

		for (k = i; k > 0 && s->hits[k - 1].behind < hit.behind; k--)
			s->hits[k] = s->hits[k - 1];
		s->hits[k] = hit;
	}
}

/* ---- letters ---- */

static size_t next_letter(struct str s, size_t at, uint32_t *c)
{
	size_t n;

	while ((n = utf8_decode(s, at, c)) > 0) {
		at += n;
		if (utf8_is_letter(*c) || utf8_is_digit(*c))
			return at;
	}
	*c = 0;
	return at;
}

/* The same letters in the same case; accents and signs aside. */
static bool same_case(struct str a, struct str b)
{
	size_t i = 0;
	size_t k = 0;
	uint32_t x;
	uint32_t y;

	do {
		i = next_letter(a, i, &x);
		k = next_letter(b, k, &y);
		if (utf8_is_upper(x) != utf8_is_upper(y) || (x == 0) != (y == 0))
			return false;
	} while (x != 0);
	return true;
}

/* The same words, accents and case aside. */
static bool same_words(struct str a, struct str b)
{
	struct buf x = {0};
	struct buf y = {0};
	bool same;

	lexicon_plain(&x, a);
	lexicon_plain(&y, b);
	same = str_equal(buf_view(&x), buf_view(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* A small town's letters: Lée is not Lee, Augé not Auge, Pis not PiS; capitals may lack accents. */
static bool same_letters(struct str a, struct str b, bool upper)
{
	size_t i = 0;
	size_t k = 0;
	bool first = true;
	uint32_t x;
	uint32_t y;

	if (upper)
		return true;
	do {
		i = next_letter(a, i, &x);
		k = next_letter(b, k, &y);
		if (x == 0x153 || x == 0xE6) /* œ, æ: written as two letters too */
			return true;
		if (!first && x != y)
			return false;
		first = false;
	} while (x != 0 && y != 0);
	return x == y;
}

static bool ends_in_plus(struct str s)
{
	return str_ends(s, STR("+"));
}

static bool has_bracket(struct str s)
{
	return s.n > 0 && memchr(s.p, '(', s.n) != NULL;
}

static bool letters_match(const struct lane *n, const struct pattern *p, uint32_t first,
			  const struct hit *hit)
{
	const struct token *left = lane_token(n, first);
	const struct token *right = lane_token(n, hit->behind - 1);
	struct str source = str_slice(n->sources[left->part], left->start, right->end);

	if (hit->bracket != has_bracket(p->written))
		return false;
	if (ends_in_plus(p->written) && !ends_in_plus(source))
		return false;
	if (p->form && !same_words(p->written, source))
		return false;
	if (p->small && left == right && !p->contracted && p->context != CONTEXT_SHORT &&
	    !same_letters(p->written, source, left->flags & TOKEN_UPPER))
		return false;
	if (p->letter_case == CASE_EXACT)
		return same_case(p->written, source);
	return p->letter_case == CASE_ANY || (p->capitals & ~hit->capitals) == 0;
}

/* ---- names ---- */

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
	uint8_t *known; /* by entity: named beyond doubt */
	uint8_t *taken; /* by step: enum taken */
	uint32_t behind_place;
	enum name_kind place_kind;
	struct doubt *doubts;
	size_t doubts_count, doubts_capacity;
	struct homonyms homonyms;
};

void mentions_push(struct mentions *m, const struct lane *lane, uint32_t entity,
		   uint32_t first, uint32_t last, enum rule rule)
{
	const struct token *left = lane_token(lane, first);
	const struct token *right = lane_token(lane, last);

	GROW(m->items, m->count, m->capacity);
	m->items[m->count++] = (struct mention){
		.entity = entity,
		.first = lane->steps[first].token,
		.last = lane->steps[last].token,
		.part = left->part,
		.rule = rule,
		.start = left->start,
		.end = right->end,
	};
}

/* L'Oréal keeps its article, Cambridge (Massachusetts) its bracket. */
static void widen_mention(struct finding *f, const struct pattern *p)
{
	struct mention *m = &f->out->items[f->out->count - 1];
	struct str source = f->lane.sources[m->part];
	struct str before = str_slice(source, 0, m->start);

	if (has_bracket(p->written) && m->end < source.n && source.p[m->end] == ')')
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
		f->known[p->entity] = 1;
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
	unsigned flags = number ? l->folds.items[number - 1].flags : 0;

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

	if (f->known[doubt->entity])
		return doubt->entity;
	for (; number; number = f->l->patterns[number].next) {
		uint32_t other = f->l->patterns[number].entity;

		if (other != NO_ENTITY && f->known[other] &&
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
		f->known[entity] = 1;
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

/* ---- topics ---- */

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
	struct finding *f;
	struct evidence *topics;
	uint8_t *seen;	   /* by pattern of a topic: bits of the zones it was seen in */
	uint32_t head_end; /* number of the first token behind the head */
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
	if (w->f->lane.text->tokens[token].part == TEXT_TITLE)
		return ZONE_TITLE;
	return token < w->head_end ? ZONE_HEAD : ZONE_BODY;
}

static void weigh_form(struct weighing *w, uint32_t number, uint32_t token)
{
	const struct lexicon *l = w->f->l;
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
	struct finding *f = w->f;
	const struct lexicon *l = f->l;
	size_t i;

	for (i = 0; i < s->count; i++) {
		uint32_t number = l->topics.values[s->hits[i].node];

		for (; number; number = l->patterns[number].next) {
			const struct pattern *p = &l->patterns[number];
			struct evidence *e = &w->topics[p->entity - l->topics_first];

			if (e->behind > first ||
			    !letters_match(&f->lane, p, first, &s->hits[i]))
				continue;
			e->behind = s->hits[i].behind;
			if (p->negative)
				continue;
			weigh_form(w, number, f->lane.steps[first].token);
			mentions_push(f->out, &f->lane, p->entity, first,
				      s->hits[i].behind - 1, RULE_TOPIC);
		}
	}
}

/* A company named speaks for its trade, once in each zone. */
static void weigh_company(struct weighing *w, const struct mention *m)
{
	const struct lexicon *l = w->f->l;
	enum zone zone = zone_of(w, m->first);
	uint8_t *known;
	size_t i;

	if (m->entity >= l->entities_count)
		return;
	known = &w->f->known[m->entity];
	i = l->entities[m->entity].kind == NAME_COMPANY ? l->trade_of[m->entity] : 0;
	if (i == 0 || (*known & 2u << zone))
		return;
	*known |= (uint8_t)(2u << zone);
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
	const struct lexicon *l = w->f->l;

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
static void drop_passing(struct weighing *w, size_t begin)
{
	struct mentions *m = w->f->out;
	size_t kept = begin;
	size_t i;

	for (i = begin; i < m->count; i++) {
		if (is_enough(&w->topics[m->items[i].entity - w->f->l->topics_first],
			      w->f->lane.count))
			m->items[kept++] = m->items[i];
	}
	m->count = kept;
}

static bool may_start_topic(const struct lexicon *l, const struct lane *n, uint32_t step)
{
	uint32_t number = n->steps[step].topic;

	return (number && (l->stems.items[number - 1].flags & WORD_STARTS)) ||
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
static bool is_told(const struct weighing *w, const struct topic_sign *sign, size_t begin)
{
	for (size_t i = begin; i < w->f->out->count; i++) {
		const struct mention *m = &w->f->out->items[i];

		if (m->entity == sign->topic && m->part == sign->part &&
		    m->start < sign->end && sign->start < m->end)
			return true;
	}
	return false;
}

static void weigh_sign(struct weighing *w, const struct topic_sign *sign, size_t begin)
{
	struct finding *f = w->f;
	const struct text *t = f->lane.text;
	struct evidence *e = &w->topics[sign->topic - f->l->topics_first];
	uint32_t first = token_at(t, sign->part, sign->start);
	uint32_t behind = token_at(t, sign->part, sign->end);
	enum zone zone = zone_of(w, first < t->count ? first : first - 1);
	bool again = e->signs & 1u << zone;

	e->strong = true;
	e->free = e->free || sign->alone;
	if (is_told(w, sign, begin))
		return;
	*(zone == ZONE_BODY ? &e->body : &e->head) +=
		again ? weights[zone].strong_again : weights[zone].strong;
	e->signs |= (uint8_t)(1u << zone);
	GROW(f->out->items, f->out->count, f->out->capacity);
	f->out->items[f->out->count++] =
		(struct mention){.entity = sign->topic,
				 .first = first,
				 .last = behind > first ? behind - 1 : first,
				 .part = sign->part,
				 .rule = RULE_TOPIC,
				 .start = sign->start,
				 .end = sign->end};
}

static void find_topics(struct finding *f, const struct mentions *names,
			const struct topic_sign *signs, size_t signs_count)
{
	const struct lexicon *l = f->l;
	struct search s = {.lane = &f->lane, .l = l, .trie = &l->topics, .by = BY_STEM};
	struct weighing w = {.f = f, .head_end = find_head_end(&f->lane)};
	size_t begin = f->out->count;
	uint32_t step;
	size_t i;

	w.topics = xcalloc(l->topics_count, sizeof *w.topics);
	w.seen = xcalloc(l->topics_patterns_count, 1);
	for (step = 0; step < f->lane.count; step++) {
		if (!may_start_topic(l, &f->lane, step))
			continue;
		search_from(&s, step);
		find_topics_at(&w, &s, step);
	}
	for (i = 0; i < names->count; i++)
		weigh_company(&w, &names->items[i]);
	for (i = 0; i < signs_count; i++)
		weigh_sign(&w, &signs[i], begin);
	settle_rivals(&w);
	drop_passing(&w, begin);
	free(w.seen);
	free(w.topics);
}

/* ---- both ---- */

static int compare_mentions(const void *a, const void *b)
{
	const struct mention *x = a;
	const struct mention *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

/* Puts what was found in order, and forgets the rest. */
static void finish(struct finding *f)
{
	if (f->out->count > f->begin)
		qsort(f->out->items + f->begin, f->out->count - f->begin,
		      sizeof *f->out->items, compare_mentions);
	homonyms_release(&f->homonyms);
	free(f->doubts);
	free(f->taken);
	free(f->known);
	free(f->lane.steps);
}

void lexicon_find(const struct lexicon *l, const struct text *t,
		  const struct str sources[TEXT_PARTS], struct mentions *out)
{
	struct finding f = {.l = l, .out = out, .begin = out->count};

	if (t->count == 0)
		return;
	lane_fill(&f.lane, l, t, sources);
	f.known = xcalloc(l->entities_count, 1);
	f.taken = xcalloc(f.lane.count, 1);
	find_names(&f);
	settle_doubts(&f);
	unlisted_find(l, &f.lane, f.taken, f.begin, out);
	finish(&f);
}

void lexicon_find_topics(const struct lexicon *l, const struct text *t,
			 const struct str sources[TEXT_PARTS],
			 const struct mentions *names, const struct topic_sign *signs,
			 size_t signs_count, struct mentions *out)
{
	struct finding f = {.l = l, .out = out, .begin = out->count};

	if (t->count == 0)
		return;
	lane_fill(&f.lane, l, t, sources);
	f.known = xcalloc(l->entities_count, 1);
	find_topics(&f, names, signs, signs_count);
	finish(&f);
}
