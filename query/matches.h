/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All articles that answer a question, unranked: what facets, timelines and tables count.
 */
#ifndef QUERY_MATCHES_H
#define QUERY_MATCHES_H

#include "query/plan.h"
#include "query/read.h"

/* {0} is empty. */
struct matches {
	uint32_t *docids; /* by database, in order in each */
	size_t count;
};

/*
 * Finds them all; candidates that libxapian alone cannot judge are read. Empties *out
 * first.
 */
int matches_find(struct index *x, const struct plan *plan, struct matches *out,
		 struct error *err);
void matches_release(struct matches *m);

#endif
