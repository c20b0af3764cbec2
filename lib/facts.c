/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/date.h"
#include "lib/facts-amounts.h"
#include "lib/facts-jobs.h"

static void add_amount(struct facts *out, const struct figure *f, int year)
{
	struct record_amount *a;

	GROW(out->amounts, out->amounts_count, out->amounts_capacity);
	a = &out->amounts[out->amounts_count++];
	*a = (struct record_amount){
		.value = f->value,
		.euros = f->value * currency_euros(f->currency, year),
		.bound = f->bound,
		.of = NO_ITEM,
		.part = f->part,
		.start = f->start,
		.end = f->end,
	};
	memcpy(a->currency, f->currency, strlen(f->currency) + 1);
}

static void add_jobs(struct facts *out, const struct figure *f)
{
	GROW(out->jobs, out->jobs_count, out->jobs_capacity);
	out->jobs[out->jobs_count++] = (struct record_jobs){
		.count = f->value,
		.kind = f->jobs,
		.bound = f->bound,
		.part = f->part,
		.start = f->start,
		.end = f->end,
	};
}

void facts_find(const struct text *t, const struct record *r, struct facts *out)
{
	const struct str sources[TEXT_PARTS] = {r->title, r->lead, r->body};
	int year = r->moment != 0 ? moment_day(r->moment).year : 0;

	if (out->reading == NULL)
		out->reading = reading_new();
	reading_start(out->reading, t, sources);
	amounts_find(out->reading);
	jobs_find(out->reading);
	for (size_t i = 0; i < out->reading->figures_count; i++) {
		const struct figure *f = &out->reading->figures[i];

		if (f->kind == FIGURE_MONEY)
			add_amount(out, f, year);
		else if (f->kind == FIGURE_JOBS)
			add_jobs(out, f);
	}
}

void facts_clear(struct facts *f)
{
	f->amounts_count = f->jobs_count = f->deals_count = 0;
}

void facts_release(struct facts *f)
{
	free(f->amounts);
	free(f->jobs);
	free(f->deals);
	reading_free(f->reading);
	*f = (struct facts){0};
}
