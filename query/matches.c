/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/matches.h"

#include <stdlib.h>

static int add_match(struct matches *out, struct reading *reading, struct index *x,
		     const struct plan *plan, uint32_t docid, bool sure,
		     struct error *err)
{
	int rc = 1;

	if (plan->verify && !sure) {
		if (reading_open(reading, x, docid, err) < 0)
			return -1;
		rc = reading_verify(reading, plan, err);
	}
	if (rc > 0) {
		GROW(out->docids, out->count, out->capacity);
		out->docids[out->count++] = docid;
	}
	return rc < 0 ? -1 : 0;
}

/* Which of the candidates libxapian settles, so that they need no reading. */
static int settle(struct index *x, const struct plan *plan, const struct xc_hits *hits,
		  bool *sure, struct error *err)
{
	uint32_t *docids;
	int rc;

	if (plan->sure == NULL)
		return 0;
	docids = xreallocarray(NULL, hits->count + 1, sizeof *docids);
	for (size_t i = 0; i < hits->count; i++)
		docids[i] = hits->hits[i].docid;
	rc = xc_reader_pick(index_reader(x), plan->sure, docids, hits->count, sure, err);
	free(docids);
	return rc;
}

int matches_find(struct index *x, const struct plan *plan, struct matches *out,
		 struct error *err)
{
	struct xc_search search = {
		.query = plan->query, .order = XC_UNRANKED, .limit = UINT32_MAX};
	struct reading reading = {.watch = &plan->watch};
	struct xc_hits hits = {0};
	bool *sure = NULL;
	int rc = xc_reader_search(index_reader(x), &search, &hits, err);

	out->count = 0;
	if (rc == 0) {
		sure = xcalloc(hits.count + 1, sizeof *sure);
		rc = settle(x, plan, &hits, sure, err);
	}
	for (size_t i = 0; i < hits.count && rc == 0; i++)
		rc = add_match(out, &reading, x, plan, hits.hits[i].docid, sure[i], err);
	free(sure);
	reading_release(&reading);
	xc_hits_release(&hits);
	return rc;
}

void matches_release(struct matches *m)
{
	free(m->docids);
	*m = (struct matches){0};
}
