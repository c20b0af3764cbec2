/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/parts.h"

#include <stdlib.h>
#include <string.h>

struct clause *clause_new(struct compiler *c, enum clause_kind kind)
{
	struct clause *k = arena_alloc(&c->plan->arena, sizeof *k);

	k->kind = kind;
	k->exact = true;
	k->parts = ALL_PARTS;
	return k;
}

struct clause *clause_join(struct compiler *c, enum clause_kind kind,
			   struct clause *const *children, size_t count)
{
	struct clause *k = clause_new(c, kind);

	k->children = arena_alloc(&c->plan->arena, count * sizeof *k->children);
	for (size_t i = 0; i < count; i++) {
		if (children[i] == NULL)
			continue;
		k->children[k->count++] = children[i];
		k->exact = k->exact && children[i]->exact;
	}
	return k;
}

/* Takes ownership; a NULL query is the sticky failure. */
static struct xc_query *own(struct compiler *c, struct xc_query *query)
{
	struct plan *p = c->plan;

	if (query == NULL) {
		c->failed = true;
		return NULL;
	}
	GROW(p->queries, p->queries_count, p->queries_capacity);
	p->queries[p->queries_count++] = query;
	return query;
}

struct xc_query *query_term(struct compiler *c, struct str term, uint32_t count)
{
	if (c->failed)
		return NULL;
	if (!xc_term_fits(term))
		return query_none(c);
	return own(c, xc_query_term(term, count, c->err));
}

struct xc_query *query_terms(struct compiler *c, enum xc_op op, const struct str *terms,
			     size_t count)
{
	struct xc_query **queries;
	struct xc_query *joined;

	if (c->failed)
		return NULL;
	if (count == 0)
		return query_none(c);
	queries = xreallocarray(NULL, count, sizeof *queries);
	for (size_t i = 0; i < count; i++)
		queries[i] = query_term(c, terms[i], 1);
	joined = query_join(c, op, queries, count);
	free(queries);
	return joined;
}

struct xc_query *query_join(struct compiler *c, enum xc_op op,
			    struct xc_query *const *queries, size_t count)
{
	struct xc_query **present;
	struct xc_query *joined = NULL;
	size_t n = 0;

	if (c->failed)
		return NULL;
	present = xreallocarray(NULL, count ? count : 1, sizeof(struct xc_query *));
	for (size_t i = 0; i < count; i++) {
		if (queries[i] != NULL)
			present[n++] = queries[i];
	}
	if (n == 1)
		joined = present[0];
	else if (n > 1)
		joined = own(c, xc_query_join(op, present, n, c->err));
	free(present);
	return joined;
}

struct xc_query *query_all(struct compiler *c)
{
	return c->failed ? NULL : own(c, xc_query_all(c->err));
}

struct xc_query *query_none(struct compiler *c)
{
	return c->failed ? NULL : own(c, xc_query_none(c->err));
}

struct xc_query *query_range(struct compiler *c, uint32_t slot, struct str low,
			     struct str high)
{
	return c->failed ? NULL : own(c, xc_query_range(slot, low, high, c->err));
}

struct xc_query *query_scale(struct compiler *c, double factor, struct xc_query *query)
{
	if (c->failed || query == NULL)
		return NULL;
	return own(c, xc_query_scale(factor, query, c->err));
}

struct xc_query *part_sure(const struct part *part)
{
	return part->clause != NULL && part->clause->exact ? part->query : part->sure;
}

/* One sure part makes an OR sure, an AND needs all. */
static struct xc_query *join_sure(struct compiler *c, enum clause_kind kind,
				  const struct part *parts, size_t count)
{
	struct xc_query **sure = xreallocarray(NULL, count + 1, sizeof *sure);
	struct xc_query *joined = NULL;
	size_t asked = 0;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (parts[i].query == NULL)
			continue;
		asked++;
		sure[n] = part_sure(&parts[i]);
		n += sure[n] != NULL;
	}
	if (n > 0 && (kind == CLAUSE_OR || n == asked))
		joined = query_join(c, kind == CLAUSE_AND ? XC_AND : XC_OR, sure, n);
	free(sure);
	return joined;
}

struct part part_join(struct compiler *c, enum clause_kind kind, const struct part *parts,
		      size_t count)
{
	struct xc_query **queries = xreallocarray(NULL, count, sizeof(struct xc_query *));
	struct clause **clauses = xreallocarray(NULL, count, sizeof(struct clause *));
	struct part joined = {0};
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (parts[i].query == NULL)
			continue;
		queries[n] = parts[i].query;
		clauses[n++] = parts[i].clause;
	}
	if (n == 1) {
		joined = (struct part){.query = queries[0], .clause = clauses[0]};
		joined.sure = join_sure(c, kind, parts, count);
	} else if (n > 1) {
		joined.query =
			query_join(c, kind == CLAUSE_AND ? XC_AND : XC_OR, queries, n);
		joined.clause = clause_join(c, kind, clauses, n);
		if (!joined.clause->exact)
			joined.sure = join_sure(c, kind, parts, count);
	}
	free(clauses);
	free(queries);
	return joined;
}

void add_part(struct part_list *list, struct part part)
{
	if (part.query == NULL)
		return;
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = part;
}
