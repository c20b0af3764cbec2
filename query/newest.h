/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The newest articles that match first: found without weights, told apart by the columns, and
 * weighed only where they are among those wanted. libxapian would read a value of each.
 */
#ifndef QUERY_NEWEST_H
#define QUERY_NEWEST_H

#include "query/matches.h"

struct newest;

/* Finds all that match the query. 1; 0 where columns do not tell, as with a server: then *out is NULL. */
int newest_open(struct newest **out, struct index *x, const struct xc_query *query,
		struct error *err);
void newest_close(struct newest *n);
/*
 * The hits that xc_reader_search() has for the same search by XC_BY_VALUE_DESCENDING of the moment, with
 * all matches counted. They are emptied first.
 */
int newest_take(struct newest *n, const struct xc_search *search, struct xc_hits *hits,
		struct error *err);

#endif
