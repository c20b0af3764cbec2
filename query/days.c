/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/days.h"

#include <stdlib.h>

/* Damaged columns may tell of days that no calendar has. */
static bool is_day(uint32_t day)
{
	uint32_t year = day / DAYS_OF_YEAR, month = day % DAYS_OF_YEAR / 32;

	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day % 32 > 0;
}

struct days_year *days_add_year(struct days *d, uint32_t year)
{
	if (d->years == NULL)
		d->years = xcalloc(DAY_YEARS, sizeof *d->years);
	if (d->end == 0 || year < d->first)
		d->first = year;
	if (year >= d->end)
		d->end = year + 1;
	d->years[year] = xcalloc(1, sizeof **d->years);
	return d->years[year];
}

void days_release(struct days *d)
{
	for (uint32_t year = d->first; year < d->end; year++)
		free(d->years[year]);
	free(d->years);
	*d = (struct days){0};
}

uint32_t days_next(const struct days *d, uint32_t day, struct days_year **year)
{
	uint32_t i = day / DAYS_OF_YEAR, from = day % DAYS_OF_YEAR;

	if (i < d->first) {
		i = d->first;
		from = 0;
	}
	for (; i < d->end; i++, from = 0) {
		*year = d->years[i];
		if (*year == NULL)
			continue;
		for (; from < DAYS_OF_YEAR; from++) {
			uint32_t found = i * DAYS_OF_YEAR + from;

			if ((*year)->articles[from] > 0 && is_day(found))
				return found;
		}
	}
	return 0;
}

uint32_t days_last(const struct days *d)
{
	for (uint32_t i = d->end; i-- > d->first;) {
		if (d->years[i] == NULL)
			continue;
		for (uint32_t k = DAYS_OF_YEAR; k-- > 0;) {
			uint32_t found = i * DAYS_OF_YEAR + k;

			if (d->years[i]->articles[k] > 0 && is_day(found))
				return found;
		}
	}
	return 0;
}
