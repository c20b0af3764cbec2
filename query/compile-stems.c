/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan of bare stems, which no person typed: those of an article that others are like. */
#include "query/compile.h"

#include <stdlib.h>

#include "query/parts.h"

static struct part stem_part(struct compiler *c, const struct plan_stem *stem)
{
	struct plan *p = c->plan;
	struct clause *k = clause_new(c, CLAUSE_WORD);
	uint32_t *id = arena_alloc(&p->arena, sizeof *id);

	*id = stem->form->stem_id;
	k->slots = arena_alloc(&p->arena, sizeof *k->slots);
	k->slots_count = 1;
	k->slots[0] = (struct slot){.stems = id, .count = 1};
	GROW(p->stems, p->stems_count, p->stems_capacity);
	p->stems[p->stems_count++] = stem->form->stem;
	return (struct part){.query = query_term(c, stem->form->stem, stem->count),
			     .clause = k};
}

int stems_compile(const struct plan_stem *stems, size_t count, struct index *x,
		  struct plan **out, struct error *err)
{
	struct compiler c = {.index = x, .err = err};
	struct part *parts = xcalloc(count, sizeof *parts);
	struct part all;

	*out = NULL;
	c.plan = xcalloc(1, sizeof *c.plan);
	for (size_t i = 0; i < count; i++)
		parts[i] = stem_part(&c, &stems[i]);
	all = part_join(&c, CLAUSE_OR, parts, count);
	free(parts);
	if (c.failed) {
		plan_free(c.plan);
		return -1;
	}
	vocabulary_watch_stems(index_vocabulary(x), &c.plan->watch, c.plan->stems,
			       c.plan->stems_count);
	c.plan->query = all.query;
	c.plan->root = all.clause;
	c.plan->ranked = true;
	*out = c.plan;
	return 0;
}
