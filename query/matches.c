/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/matches.h"

#include <stdlib.h>

static int add_match(struct matches *out, struct reading *reading, struct index *x,
		     const struct plan *plan, uint32_t docid, struct error *err)
{
	int rc = 1;

	if (plan->verify) {
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

int matches_find(struct index *x, const struct plan *plan, struct matches *out,
		 struct error *err)
{
	struct xc_search search = {
		.query = plan->query, .order = XC_UNRANKED, .limit = UINT32_MAX};
	struct reading reading = {.watch = &plan->watch};
	struct xc_hits hits = {0};
	int rc = xc_reader_search(index_reader(x), &search, &hits, err);

	out->count = 0;
	for (size_t i = 0; i < hits.count && rc == 0; i++)
		rc = add_match(out, &reading, x, plan, hits.hits[i].docid, err);
	reading_release(&reading);
	xc_hits_release(&hits);
	return rc;
}

void matches_release(struct matches *m)
{
	free(m->docids);
	*m = (struct matches){0};
}
