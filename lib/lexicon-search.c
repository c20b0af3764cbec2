/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/lexicon-search.h"

#include <stdlib.h>

#include "lib/lexicon-context.h"
#include "lib/utf8.h"

/* ---- the lane ---- */

void lane_fill(struct lane *n, const struct lexicon *l, const struct text *t,
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
	if (at + 1 == right->start && source.p[at] == ' ')
		return GAP_NONE;
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

	return t->kind == TOKEN_NUM || t->form->stop || IS_IN(quantities, t->form->fold);
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

void search_from(struct search *s, uint32_t step)
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

bool letters_match(const struct lane *n, const struct pattern *p, uint32_t first,
		   const struct hit *hit)
{
	const struct token *left = lane_token(n, first);
	const struct token *right = lane_token(n, hit->behind - 1);
	struct str source = str_slice(n->sources[left->part], left->start, right->end);

	if (hit->bracket != p->bracket || (p->plus && !str_ends(source, STR("+"))))
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

/* ---- mentions ---- */

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

void mentions_order(struct mentions *m, size_t begin)
{
	if (m->count > begin)
		qsort(m->items + begin, m->count - begin, sizeof *m->items,
		      compare_mentions);
}
