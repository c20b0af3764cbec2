/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/compile.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"
#include "query/parts.h"

/* ---- the tree ---- */

static struct part compile_children(struct compiler *c, const struct node *n,
				    enum clause_kind kind)
{
	struct part_list parts = {0};
	struct part joined;

	for (size_t i = 0; i < n->count && !c->failed; i++)
		add_part(&parts, compile_node(c, n->children[i]));
	joined = part_join(c, kind, parts.items, parts.count);
	free(parts.items);
	return joined;
}

static void mark_negative(struct clause *k)
{
	k->negative = true;
	for (size_t i = 0; i < k->count; i++)
		mark_negative(k->children[i]);
}

/* What surely matches `from` and cannot match any of `buts`. */
static struct xc_query *exclude_sure(struct compiler *c, const struct part *from,
				     const struct part_list *buts)
{
	struct xc_query **queries;
	struct xc_query *sure = part_sure(from);

	if (sure == NULL)
		return NULL;
	queries = xreallocarray(NULL, buts->count + 1, sizeof(struct xc_query *));
	queries[0] = sure;
	for (size_t i = 0; i < buts->count; i++)
		queries[i + 1] = buts->items[i].query;
	sure = query_join(c, XC_AND_NOT, queries, buts->count + 1);
	free(queries);
	return sure;
}

/* Everything that `from` says and none of `buts` does. */
static struct part exclude(struct compiler *c, struct part from,
			   const struct part_list *buts)
{
	struct xc_query **queries;
	struct clause **clauses;
	struct clause * not ;
	size_t n = 0;

	if (buts->count == 0)
		return from;
	if (from.query == NULL)
		from = (struct part){.query = query_all(c),
				     .clause = clause_new(c, CLAUSE_ALL)};
	from.sure = exclude_sure(c, &from, buts);
	queries = xreallocarray(NULL, buts->count + 1, sizeof(struct xc_query *));
	clauses = xreallocarray(NULL, buts->count, sizeof(struct clause *));
	queries[n++] = from.query;
	for (size_t i = 0; i < buts->count; i++) {
		mark_negative(buts->items[i].clause);
		clauses[i] = buts->items[i].clause;
		/* libxapian may leave out only what surely matches. */
		if (buts->items[i].clause->exact)
			queries[n++] = buts->items[i].query;
	}
	not = buts->count == 1 ? clauses[0]
			       : clause_join(c, CLAUSE_OR, clauses, buts->count);
	not = clause_join(c, CLAUSE_NOT, &not, 1);
	from.clause =
		clause_join(c, CLAUSE_AND, (struct clause *[]){from.clause, not }, 2);
	from.query = query_join(c, XC_AND_NOT, queries, n);
	free(clauses);
	free(queries);
	return from;
}

static struct part compile_must(struct compiler *c, const struct node *n);

/* Adds what must not be there. */
static void add_excluded(struct compiler *c, const struct node *n, struct part_list *buts)
{
	bool outer = c->excluding;

	c->excluding = true;
	add_part(buts, compile_must(c, n));
	c->excluding = outer;
}

static struct part compile_not(struct compiler *c, const struct node *n)
{
	struct part_list buts = {0};
	struct part part = {0};

	if (n->count > 1)
		part = compile_node(c, n->children[0]);
	for (size_t i = n->count > 1 ? 1 : 0; i < n->count && !c->failed; i++)
		add_excluded(c, n->children[i], &buts);
	part = exclude(c, part, &buts);
	free(buts.items);
	return part;
}

static struct part compile_near(struct compiler *c, const struct node *n)
{
	struct part part = compile_children(c, n, CLAUSE_AND);

	if (part.query == NULL || part.clause->kind != CLAUSE_AND)
		return part;
	part.clause->kind = CLAUSE_NEAR;
	part.clause->distance = n->distance;
	part.clause->exact = false;
	part.sure = NULL;
	return part;
}

/* Plain words stand in the node, or in a bracket of it. */
static bool has_words(const struct node *n)
{
	if (n->kind == NODE_TEXT || n->kind == NODE_PREFIX)
		return true;
	for (size_t i = 0; i < n->count && n->kind != NODE_NEAR; i++) {
		if (has_words(n->children[i]))
			return true;
	}
	return false;
}

/* Plain words stand beside the other items of the list. */
static bool has_plain_words(const struct node *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct node *n = list->children[i];

		if (n->kind == NODE_TEXT && n->occur == OCCUR_MAYBE)
			return true;
	}
	return false;
}

/*
 * How an item of a list counts: quotes, =, PROCHE, fields and brackets of nothing but these
 * are asked for; words are welcome.
 */
static enum occur occurs(const struct node *list, const struct node *n)
{
	if (n->occur != OCCUR_MAYBE)
		return n->occur;
	if (n->kind == NODE_PHRASE && has_plain_words(list))
		return OCCUR_MAYBE;
	switch (n->kind) {
	case NODE_PHRASE:
	case NODE_EXACT:
	case NODE_NEAR:
	case NODE_FIELD:
		return OCCUR_MUST;
	case NODE_NOT:
		return n->count > 1 ? OCCUR_MAYBE : OCCUR_NOT;
	case NODE_LIST:
	case NODE_AND:
	case NODE_OR:
		return has_words(n) ? OCCUR_MAYBE : OCCUR_MUST;
	default:
		return OCCUR_MAYBE;
	}
}

/*
 * Filters of the same field are alternatives; different fields are all asked for. Values
 * their field does not know go to `strays`: they are words.
 */
static struct part compile_filters(struct compiler *c, const struct node *list,
				   struct part_list *strays)
{
	struct part_list groups = {0};
	struct part_list same = {0};
	struct part joined, part;

	for (size_t f = 0; f < fields_count && !c->failed; f++) {
		same.count = 0;
		for (size_t i = 0; i < list->count && !c->failed; i++) {
			const struct node *n = list->children[i];

			if (n->kind != NODE_FIELD || n->field != &fields[f] ||
			    n->occur == OCCUR_NOT)
				continue;
			part = compile_field(c, n);
			add_part(part.stray ? strays : &same, part);
		}
		if (same.count > 0)
			add_part(&groups,
				 part_join(c, CLAUSE_OR, same.items, same.count));
	}
	joined = part_join(c, CLAUSE_AND, groups.items, groups.count);
	free(same.items);
	free(groups.items);
	return joined;
}

/* A phrase beside plain words: its words rank as they do, and it is remembered as a whole. */
static void welcome_phrase(struct compiler *c, const struct node *n, bool keep_stops,
			   struct part_list *maybes)
{
	struct part whole = compile_phrase(c, n->text, ALL_PARTS, false);
	struct plan *p = c->plan;
	size_t before = p->words_count;

	c->quoted = true;
	compile_text(c, n->text, keep_stops, maybes);
	c->quoted = false;
	if (c->failed || whole.clause == NULL || whole.clause->exact)
		return;
	GROW(p->phrases, p->phrases_count, p->phrases_capacity);
	p->phrases[p->phrases_count] = (struct plan_phrase){.clause = whole.clause};
	for (size_t i = before; i < p->words_count; i++)
		p->phrases[p->phrases_count].idf += p->words[i].idf;
	p->phrases_count++;
}

static void list_text(struct compiler *c, const struct node *n, bool keep_stops,
		      struct part_list *maybes)
{
	if (n->kind == NODE_TEXT)
		compile_text(c, n->text, keep_stops, maybes);
	else if (n->kind == NODE_PHRASE)
		welcome_phrase(c, n, keep_stops, maybes);
	else
		add_part(maybes, compile_node(c, n));
}

/* The welcome words of a list; stop words count only in a list that has nothing else. */
static struct part compile_maybes(struct compiler *c, const struct node *list, bool alone,
				  const struct part_list *strays)
{
	struct part_list maybes = {0};
	struct part joined;

	for (size_t i = 0; i < strays->count; i++)
		add_part(&maybes, strays->items[i]);
	for (int keep_stops = 0; keep_stops <= (alone ? 1 : 0); keep_stops++) {
		for (size_t i = 0; i < list->count && !c->failed; i++) {
			if (occurs(list, list->children[i]) == OCCUR_MAYBE)
				list_text(c, list->children[i], keep_stops, &maybes);
		}
		if (maybes.count > 0)
			break;
	}
	joined = part_join(c, CLAUSE_OR, maybes.items, maybes.count);
	free(maybes.items);
	return joined;
}

static struct part compile_must(struct compiler *c, const struct node *n)
{
	if (n->kind == NODE_TEXT)
		return compile_words(c, n->text, CLAUSE_AND);
	return compile_node(c, n);
}

/* What a list asks for outright, filters aside. */
static struct part compile_musts(struct compiler *c, const struct node *list)
{
	struct part_list musts = {0};
	struct part joined;

	for (size_t i = 0; i < list->count && !c->failed; i++) {
		const struct node *n = list->children[i];

		if (n->kind != NODE_FIELD && occurs(list, n) == OCCUR_MUST)
			add_part(&musts, compile_must(c, n));
	}
	joined = part_join(c, CLAUSE_AND, musts.items, musts.count);
	free(musts.items);
	return joined;
}

static struct part with_maybes(struct compiler *c, struct part musts, struct part maybes)
{
	struct clause *welcome;

	if (musts.query == NULL)
		return maybes;
	if (maybes.query == NULL)
		return musts;
	/* Always true, and there to be marked. */
	welcome = clause_join(
		c, CLAUSE_OR,
		(struct clause *[]){maybes.clause, clause_new(c, CLAUSE_ALL)}, 2);
	welcome->exact = true;
	musts.sure = part_sure(&musts);
	musts.query = query_join(c, XC_AND_MAYBE,
				 (struct xc_query *[]){musts.query, maybes.query}, 2);
	musts.clause =
		clause_join(c, CLAUSE_AND, (struct clause *[]){musts.clause, welcome}, 2);
	return musts;
}

static struct part with_filters(struct compiler *c, struct part ranked,
				struct part filters)
{
	struct part part = {0};

	if (filters.query == NULL)
		return ranked;
	if (ranked.query == NULL) {
		filters.sure = part_sure(&filters);
		filters.query = query_scale(c, 0, filters.query);
		return filters;
	}
	part = part_join(c, CLAUSE_AND, (struct part[]){ranked, filters}, 2);
	part.query = query_join(c, XC_FILTER,
				(struct xc_query *[]){ranked.query, filters.query}, 2);
	return part;
}

static struct part compile_list(struct compiler *c, const struct node *n)
{
	struct part_list strays = {0};
	struct part_list buts = {0};
	struct part filters = compile_filters(c, n, &strays);
	struct part musts = compile_musts(c, n);
	struct part maybes = compile_maybes(
		c, n, musts.query == NULL && filters.query == NULL, &strays);
	struct part part = with_filters(c, with_maybes(c, musts, maybes), filters);

	free(strays.items);
	for (size_t i = 0; i < n->count && !c->failed; i++) {
		const struct node *child = n->children[i];

		if (occurs(n, child) != OCCUR_NOT)
			continue;
		if (child->kind != NODE_NOT)
			add_excluded(c, child, &buts);
		for (size_t j = 0; j < child->count && child->kind == NODE_NOT; j++)
			add_excluded(c, child->children[j], &buts);
	}
	part = exclude(c, part, &buts);
	free(buts.items);
	return part;
}

/* A question that was not typed at all asks for every article; one of signs alone for none. */
static struct part compile_nothing(struct compiler *c)
{
	if (str_trim(c->question->typed).n > 0)
		return (struct part){0};
	return (struct part){.query = query_all(c), .clause = clause_new(c, CLAUSE_ALL)};
}

struct part compile_node(struct compiler *c, const struct node *n)
{
	struct part part;

	if (c->failed)
		return (struct part){0};
	switch (n->kind) {
	case NODE_NONE:
		return compile_nothing(c);
	case NODE_TEXT:
		return compile_words(c, n->text,
				     n->occur == OCCUR_MUST ? CLAUSE_AND : CLAUSE_OR);
	case NODE_PHRASE:
		return compile_phrase(c, n->text, ALL_PARTS, false);
	case NODE_EXACT:
		return compile_phrase(c, n->text, ALL_PARTS, true);
	case NODE_PREFIX:
		return compile_front(c, n->text, ALL_PARTS);
	case NODE_NEAR:
		return compile_near(c, n);
	case NODE_FIELD:
		part = compile_field(c, n);
		if (!part.stray)
			part.query = query_scale(c, 0, part.query);
		return part;
	case NODE_LIST:
		return compile_list(c, n);
	case NODE_AND:
		return compile_children(c, n, CLAUSE_AND);
	case NODE_OR:
		return compile_children(c, n, CLAUSE_OR);
	case NODE_NOT:
		return compile_not(c, n);
	}
	return (struct part){0};
}

static bool typed_plain(struct str typed)
{
	struct buf lower = {0};
	struct buf fold = {0};
	bool plain;

	utf8_lower(&lower, typed);
	utf8_fold(&fold, typed);
	plain = str_equal(buf_view(&lower), buf_view(&fold));
	buf_release(&fold);
	buf_release(&lower);
	return plain;
}

/* True when some part of the clause is a word, phrase or prefix: then the question ranks. */
static bool ranks(const struct clause *k)
{
	if (k->negative || k->unranked)
		return false;
	if (k->kind == CLAUSE_WORD || k->kind == CLAUSE_FRONT || k->kind == CLAUSE_PHRASE)
		return k->parts == ALL_PARTS;
	for (size_t i = 0; i < k->count; i++) {
		if (ranks(k->children[i]))
			return true;
	}
	return false;
}

int question_compile(struct question *q, struct index *x,
		     const struct compile_options *options, struct plan **out,
		     struct error *err)
{
	struct compiler c = {.question = q, .index = x, .options = options, .err = err};
	struct part part;

	*out = NULL;
	if (options->strict && q->warnings_count > 0)
		return error_set(err, ERROR_USAGE, "%.*s", STR_ARGS(q->warnings[0].text));
	c.plan = xcalloc(1, sizeof *c.plan);
	c.plain = typed_plain(q->typed);
	part = compile_node(&c, q->root);
	if (!c.failed && part.query == NULL)
		part = (struct part){.query = query_none(&c),
				     .clause = clause_new(&c, CLAUSE_OR)};
	text_release(&c.text);
	if (c.failed) {
		plan_free(c.plan);
		return -1;
	}
	vocabulary_watch_stems(index_vocabulary(x), &c.plan->watch, c.plan->stems,
			       c.plan->stems_count);
	c.plan->query = part.query;
	c.plan->root = part.clause;
	c.plan->verify = !part.clause->exact;
	c.plan->sure = c.plan->verify ? part.sure : NULL;
	c.plan->ranked = ranks(part.clause);
	*out = c.plan;
	return 0;
}
