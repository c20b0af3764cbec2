/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/plan.h"

#include <stdlib.h>

void plan_free(struct plan *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->queries_count; i++)
		xc_query_free(p->queries[i]);
	free(p->queries);
	free(p->words);
	free(p->synonyms);
	free(p->phrases);
	free(p->stems);
	arena_release(&p->arena);
	free(p);
}

static const char *const clause_names[] = {
	[CLAUSE_ALL] = "all",	[CLAUSE_TERM] = "term",	   [CLAUSE_RANGE] = "range",
	[CLAUSE_WORD] = "word", [CLAUSE_FRONT] = "prefix", [CLAUSE_PHRASE] = "phrase",
	[CLAUSE_NEAR] = "near", [CLAUSE_AND] = "and",	   [CLAUSE_OR] = "or",
	[CLAUSE_NOT] = "not",
};

static void print_slots(const struct clause *c, struct buf *out)
{
	for (size_t i = 0; i < c->slots_count; i++) {
		const struct slot *s = &c->slots[i];

		if (s->exact != 0)
			buf_text(out, " =");
		else
			buf_printf(out, " %zu", s->count);
	}
}

void clause_print(const struct clause *c, struct buf *out)
{
	buf_printf(out, "(%s", clause_names[c->kind]);
	if (!c->exact)
		buf_text(out, "?");
	print_slots(c, out);
	for (size_t i = 0; i < c->terms_count && i < 3; i++)
		buf_printf(out, " %.*s", STR_ARGS(c->terms[i]));
	if (c->terms_count > 3)
		buf_printf(out, " … %zu", c->terms_count);
	if (c->front.n > 0)
		buf_printf(out, " %.*s*", STR_ARGS(c->front));
	if (c->distance > 0)
		buf_printf(out, " %u", c->distance);
	for (size_t i = 0; i < c->count; i++) {
		buf_char(out, ' ');
		clause_print(c->children[i], out);
	}
	buf_char(out, ')');
}

static struct xc_query *keep(struct plan *p, struct xc_query *query)
{
	if (query != NULL) {
		GROW(p->queries, p->queries_count, p->queries_capacity);
		p->queries[p->queries_count++] = query;
	}
	return query;
}

int plan_from(struct plan *p, uint32_t slot, struct str low, struct error *err)
{
	struct xc_query *parts[2] = {p->query};
	struct xc_query *query = NULL;

	parts[1] = keep(p, xc_query_range(slot, low, (struct str){0}, err));
	if (parts[1] != NULL)
		query = keep(p, xc_query_join(XC_FILTER, parts, 2, err));
	if (query == NULL)
		return -1;
	p->query = query;
	return 0;
}
