/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/newest.h"

#include <stdlib.h>
#include <string.h>

#include "lib/columns.h"

enum { ROOM = 64 }; /* candidates more than wanted, before they are sifted */

struct candidate {
	int64_t moment;
	double weight;
	uint32_t docid;
};

struct newest {
	struct index *index;
	uint32_t *docids;
	size_t count;
};

int newest_open(struct newest **out, struct index *x, const struct xc_query *query,
		struct error *err)
{
	struct newest *n;
	int rc = index_has_columns(x, err);

	*out = NULL;
	if (rc <= 0)
		return rc;
	n = xcalloc(1, sizeof *n);
	n->index = x;
	if (xc_reader_matches(index_reader(x), query, &n->docids, &n->count, err) < 0) {
		newest_close(n);
		return -1;
	}
	*out = n;
	return 1;
}

void newest_close(struct newest *n)
{
	if (n == NULL)
		return;
	free(n->docids);
	free(n);
}

/* ---- those that may be wanted ---- */

static int by_moment(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	return (x->moment < y->moment) - (x->moment > y->moment);
}

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

/*
 * Leaves the newest, at least `wanted`, and all of the last one's moment: which of these
 * are wanted their weights tell. Answers that moment.
 */
static int64_t sift(struct candidates *c, size_t wanted)
{
	size_t kept = wanted;

	qsort(c->items, c->count, sizeof *c->items, by_moment);
	while (kept < c->count && c->items[kept].moment == c->items[wanted - 1].moment)
		kept++;
	c->count = kept;
	return c->items[wanted - 1].moment;
}

struct gathering {
	size_t wanted, most; /* so many make the next sifting */
	int64_t oldest;	     /* older ones are not wanted */
	struct candidates found;
};

static void add_candidate(struct gathering *g, uint32_t docid, int64_t moment)
{
	struct candidates *c = &g->found;

	if (moment < g->oldest)
		return;
	GROW(c->items, c->count, c->capacity);
	c->items[c->count++] = (struct candidate){.moment = moment, .docid = docid};
	if (c->count >= g->most) {
		g->oldest = sift(c, g->wanted);
		g->most = 2 * c->count + ROOM;
	}
}

/* Most are known by their day alone not to be wanted. */
static void gather_part(struct gathering *g, const struct index_part *part,
			const uint32_t *docids)
{
	uint32_t days[COUNT(part->numbers)];
	uint32_t oldest = columns_day(g->oldest);

	columns_days(part->columns, part->numbers, part->count, days);
	for (size_t i = 0; i < part->count; i++) {
		if (days[i] < oldest)
			continue;
		add_candidate(g, docids[i],
			      columns_moment(part->columns, part->numbers[i]));
		oldest = columns_day(g->oldest);
	}
}

/* Into *c those that may be wanted. */
static int gather(const struct newest *n, size_t wanted, struct candidates *c,
		  struct error *err)
{
	struct gathering g = {.wanted = wanted, .most = 2 * wanted + ROOM};
	struct index_part part;
	int rc = 0;

	for (size_t i = 0; i < n->count && wanted > 0 && rc == 0; i += part.count) {
		rc = index_part(n->index, n->docids + i, n->count - i, &part, err);
		if (rc == 0)
			gather_part(&g, &part, n->docids + i);
	}
	if (g.found.count > wanted)
		sift(&g.found, wanted);
	*c = g.found;
	return rc;
}

/* ---- their order ---- */

static int weigh(const struct newest *n, const struct xc_search *search,
		 struct candidates *c, struct error *err)
{
	uint32_t *docids = xreallocarray(NULL, c->count + 1, sizeof *docids);
	double *weights = xreallocarray(NULL, c->count + 1, sizeof *weights);
	int rc;

	for (size_t i = 0; i < c->count; i++)
		docids[i] = c->items[i].docid;
	rc = xc_reader_weigh(index_reader(n->index), search, docids, c->count, weights,
			     err);
	for (size_t i = 0; i < c->count && rc == 0; i++)
		c->items[i].weight = weights[i];
	free(weights);
	free(docids);
	return rc;
}

static int by_order(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	if (x->moment != y->moment)
		return x->moment > y->moment ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->docid > y->docid) - (x->docid < y->docid);
}

int newest_take(struct newest *n, const struct xc_search *search, struct xc_hits *hits,
		struct error *err)
{
	struct candidates c = {0};
	size_t end = (size_t)search->first + search->limit;
	int rc;

	xc_hits_release(hits);
	rc = gather(n, end < n->count ? end : n->count, &c, err);
	if (rc == 0)
		rc = weigh(n, search, &c, err);
	if (rc == 0) {
		if (c.count > 1)
			qsort(c.items, c.count, sizeof *c.items, by_order);
		hits->hits = xcalloc(c.count + 1, sizeof *hits->hits);
		for (size_t i = search->first; i < c.count && i < end; i++)
			hits->hits[hits->count++] =
				(struct xc_hit){c.items[i].docid, c.items[i].weight};
		hits->lower = hits->estimated = hits->upper = (uint32_t)n->count;
	}
	free(c.items);
	return rc;
}
