/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/matches.h"

#include <stdlib.h>

#include "query/ahead.h"

/*
 * Reads the candidates that libxapian does not settle, one thread ahead, and keeps in *m those that
 * answer.
 */
static int verify(struct index *x, const struct plan *plan, const bool *sure,
		  struct matches *m, struct error *err)
{
	struct reading reading = {.watch = &plan->watch};
	uint32_t *unsure = xreallocarray(NULL, m->count + 1, sizeof *unsure);
	struct ahead *ahead;
	struct record record;
	size_t count = 0, kept = 0;
	int rc = 0;

	for (size_t i = 0; i < m->count; i++) {
		if (!sure[i])
			unsure[count++] = m->docids[i];
	}
	ahead = ahead_new(x, unsure, count);
	for (size_t i = 0; i < m->count && rc >= 0; i++) {
		uint32_t docid = m->docids[i];

		rc = 1;
		if (!sure[i] && ahead == NULL)
			rc = reading_open(&reading, x, docid, err);
		else if (!sure[i] && (rc = ahead_take(ahead, &record, err)) == 0)
			reading_take(&reading, x, docid, &record);
		if (!sure[i] && rc == 0)
			rc = reading_verify(&reading, plan, err);
		if (rc > 0)
			m->docids[kept++] = docid;
	}
	m->count = kept;
	ahead_free(ahead);
	free(unsure);
	reading_release(&reading);
	return rc < 0 ? -1 : 0;
}

int matches_find(struct index *x, const struct plan *plan, struct matches *out,
		 struct error *err)
{
	bool *sure;
	int rc = 0;

	matches_release(out);
	if (xc_reader_matches(index_reader(x), plan->query, &out->docids, &out->count,
			      err) < 0)
		return -1;
	if (!plan->verify)
		return 0;
	sure = xcalloc(out->count + 1, sizeof *sure);
	if (plan->sure != NULL)
		rc = xc_reader_pick(index_reader(x), plan->sure, out->docids, out->count,
				    sure, err);
	if (rc == 0)
		rc = verify(x, plan, sure, out, err);
	free(sure);
	return rc;
}

void matches_release(struct matches *m)
{
	free(m->docids);
	*m = (struct matches){0};
}
