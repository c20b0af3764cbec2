/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/matches.h"

#include <stdlib.h>

#include "query/ahead.h"

static void add_match(struct matches *out, uint32_t docid)
{
	GROW(out->docids, out->count, out->capacity);
	out->docids[out->count++] = docid;
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

/* Reads the candidates that are not sure, one thread ahead, and keeps what answers. */
static int verify(struct index *x, const struct plan *plan, const struct xc_hits *hits,
		  const bool *sure, struct matches *out, struct error *err)
{
	struct reading reading = {.watch = &plan->watch};
	uint32_t *unsure = xreallocarray(NULL, hits->count + 1, sizeof *unsure);
	struct ahead *ahead;
	struct record record;
	size_t count = 0;
	int rc = 0;

	for (size_t i = 0; i < hits->count; i++) {
		if (!sure[i])
			unsure[count++] = hits->hits[i].docid;
	}
	ahead = ahead_new(x, unsure, count);
	for (size_t i = 0; i < hits->count && rc >= 0; i++) {
		uint32_t docid = hits->hits[i].docid;

		rc = 1;
		if (!sure[i] && ahead == NULL)
			rc = reading_open(&reading, x, docid, err);
		else if (!sure[i] && (rc = ahead_take(ahead, &record, err)) == 0)
			reading_take(&reading, x, docid, &record);
		if (!sure[i] && rc == 0)
			rc = reading_verify(&reading, plan, err);
		if (rc > 0)
			add_match(out, docid);
	}
	ahead_free(ahead);
	free(unsure);
	reading_release(&reading);
	return rc < 0 ? -1 : 0;
}

int matches_find(struct index *x, const struct plan *plan, struct matches *out,
		 struct error *err)
{
	struct xc_search search = {
		.query = plan->query, .order = XC_UNRANKED, .limit = UINT32_MAX};
	struct xc_hits hits = {0};
	bool *sure;
	int rc = xc_reader_search(index_reader(x), &search, &hits, err);

	out->count = 0;
	sure = xcalloc(hits.count + 1, sizeof *sure);
	if (rc == 0 && plan->verify)
		rc = settle(x, plan, &hits, sure, err);
	if (rc == 0 && plan->verify)
		rc = verify(x, plan, &hits, sure, out, err);
	for (size_t i = 0; i < hits.count && rc == 0 && !plan->verify; i++)
		add_match(out, hits.hits[i].docid);
	free(sure);
	xc_hits_release(&hits);
	return rc;
}

void matches_release(struct matches *m)
{
	free(m->docids);
	*m = (struct matches){0};
}
