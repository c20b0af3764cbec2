/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles and sums by day, in the order of days, whatever years they are of.
 *
 * Days are numbered as columns number them (columns_day()). A year takes room when one
 * of its days is met.
 */
#ifndef QUERY_DAYS_H
#define QUERY_DAYS_H

#include "lib/columns.h"

struct days_year {
	uint32_t articles[DAYS_OF_YEAR];
	double sums[DAYS_OF_YEAR];
};

/* {0} is empty. */
struct days {
	struct days_year **years; /* DAY_YEARS, NULL where none of its days was met */
	uint32_t first, end;	  /* years that were met; end is the last + 1, 0: none */
};

struct days_year *days_add_year(struct days *d, uint32_t year);
void days_release(struct days *d);

/* The year that a day lies in. */
static inline struct days_year *days_year(struct days *d, uint32_t day)
{
	uint32_t year = day / DAYS_OF_YEAR;

	if (d->years == NULL || d->years[year] == NULL)
		return days_add_year(d, year);
	return d->years[year];
}

/* The first day from `day` on that has articles; 0 when there is none. */
uint32_t days_next(const struct days *d, uint32_t day, struct days_year **year);
/* The last day that has articles; 0 when there is none. */
uint32_t days_last(const struct days *d);

#endif
