/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/date.h"
#include "lib/facts-amounts.h"
#include "lib/facts-deals.h"
#include "lib/facts-jobs.h"
#include "lib/rules.h"

static uint8_t amount_rule(const struct figure *f)
{
	return f->flags & FIGURE_CONVERSION ? RULE_AMOUNT_BRACKET
	       : f->flags & FIGURE_LENT	    ? RULE_AMOUNT_BARE
					    : RULE_AMOUNT;
}

/*
 * The article's own conversion is nearer than a year's average; and an amount said twice
 * has one worth.
 */
static void settle_euros(struct record_amount *amounts, struct record_amount *again)
{
	struct record_amount *first;

	if (again->of == NO_ITEM)
		return;
	first = &amounts[again->of];
	if (strcmp(again->currency, "EUR") == 0 && strcmp(first->currency, "EUR") != 0)
		first->euros = again->value;
	else if (first->euros > 0)
		again->euros = first->euros;
}

static void add_amount(struct facts *out, const struct facts_text *r, struct figure *f,
		       int year)
{
	struct record_amount *a;

	f->item = (uint32_t)out->amounts_count;
	GROW(out->amounts, out->amounts_count, out->amounts_capacity);
	a = &out->amounts[out->amounts_count++];
	*a = (struct record_amount){
		.value = f->value,
		.euros = f->value * currency_euros(f->currency, year),
		.bound = f->bound,
		.of = f->says ? r->figures[f->says - 1].item : NO_ITEM,
		.part = f->part,
		.rule = amount_rule(f),
		.start = f->start,
		.end = f->end,
	};
	memcpy(a->currency, f->currency, strlen(f->currency) + 1);
	settle_euros(out->amounts, a);
}

static void add_jobs(struct facts *out, struct figure *f)
{
	f->item = (uint32_t)out->jobs_count;
	GROW(out->jobs, out->jobs_count, out->jobs_capacity);
	out->jobs[out->jobs_count++] = (struct record_jobs){
		.count = f->value,
		.kind = f->jobs,
		.bound = f->bound,
		.part = f->part,
		.rule = f->leans ? RULE_JOBS_BARE : RULE_JOBS,
		.start = f->start,
		.end = f->end,
	};
}

static struct facts_text *reading_of(struct facts *f)
{
	if (f->reading == NULL) {
		f->reading = reading_new();
		f->phrases = xcalloc(1, sizeof *f->phrases);
	}
	return f->reading;
}

void facts_number(struct facts *f, struct form *form)
{
	form->fact = facts_words_number(reading_of(f)->table, form->fold);
}

void facts_find(const struct text *t, const struct record *r, struct facts *out)
{
	const struct str sources[TEXT_PARTS] = {r->title, r->lead, r->body};
	int year = r->moment != 0 ? moment_day(r->moment).year : 0;

	reading_start(reading_of(out), t, sources);
	amounts_find(out->reading);
	jobs_find(out->reading);
	for (size_t i = 0; i < out->reading->figures_count; i++) {
		struct figure *f = &out->reading->figures[i];

		if (f->kind == FIGURE_MONEY)
			add_amount(out, out->reading, f, year);
		else if (f->kind == FIGURE_JOBS)
			add_jobs(out, f);
	}
	deals_find(out->reading, r, out->phrases, out);
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
	if (f->phrases)
		phrases_release(f->phrases);
	free(f->phrases);
	*f = (struct facts){0};
}
