/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any text as an article that is understood: names, amounts, jobs and deals stand inside its parts,
 * in order, and point at each other rightly; what is found is found again when it is
 * read a second time.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/analyser.h"
#include "lib/utf8.h"

enum { TEXT_MOST = 1 << 16 }; /* the tables of names are replayed too */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void check_span(const struct record *r, uint8_t part, uint32_t start, uint32_t end)
{
	struct str text = record_part(r, part);

	require(start < end && end <= text.n);
	require(utf8_fault(str_slice(text, start, end)) == SIZE_MAX);
}

static void check_names(const struct record *r)
{
	uint64_t last = 0;

	for (size_t i = 0; i < r->mentions_count; i++) {
		const struct record_mention *m = &r->mentions[i];
		uint64_t place = (uint64_t)m->part << 32 | m->start;

		check_span(r, m->part, m->start, m->end);
		require(m->name < r->names_count && place >= last);
		last = place;
	}
	for (size_t i = 0; i < r->names_count; i++)
		require(r->names[i].id.n > 0);
}

static void check_figures(const struct record *r)
{
	for (size_t i = 0; i < r->amounts_count; i++) {
		const struct record_amount *a = &r->amounts[i];

		check_span(r, a->part, a->start, a->end);
		require(a->value >= 0 && a->euros >= 0 && a->currency[3] == '\0');
		require(a->of == NO_ITEM || (a->of < r->amounts_count && a->of != i));
	}
	for (size_t i = 0; i < r->jobs_count; i++) {
		check_span(r, r->jobs[i].part, r->jobs[i].start, r->jobs[i].end);
		require(r->jobs[i].count >= 0);
	}
}

static void check_item(uint32_t item, size_t count)
{
	require(item == NO_ITEM || item < count);
}

static void check_deals(const struct record *r)
{
	for (size_t i = 0; i < r->deals_count; i++) {
		const struct record_deal *d = &r->deals[i];

		check_span(r, d->part, d->start, d->end);
		check_item(d->actor, r->names_count);
		check_item(d->target, r->names_count);
		check_item(d->amount, r->amounts_count);
		check_item(d->jobs, r->jobs_count);
		require(d->kind < DEAL_KINDS && d->status < DEAL_STATUSES &&
			d->places_count <= DEAL_PLACES);
		for (uint8_t k = 0; k < d->places_count; k++)
			require(d->places[k] < r->names_count);
	}
}

static struct analyser *analyser(void)
{
	static struct analyser *a;
	const char *base = getenv("VEILLE_LEXICON");
	struct error err;

	if (a == NULL)
		require(analyser_open_folder(&a, base ? base : LEXICON_DIR, &err) == 0);
	if (analyser_full(a))
		analyser_forget(a);
	return a;
}

/* The first line is the title. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = {(const char *)data, size < TEXT_MOST ? size : TEXT_MOST};
	size_t fault = utf8_fault(all);
	const char *line;
	struct record r = {.moment = 1700000000}, again;
	size_t counts[5];

	if (fault < all.n)
		all.n = fault;
	line = all.n > 0 ? memchr(all.p, '\n', all.n) : NULL;
	if (line != NULL) {
		r.title = (struct str){all.p, (size_t)(line - all.p)};
		all = str_slice(all, r.title.n + 1, all.n);
	}
	r.body = all;
	again = r;
	analyser_read(analyser(), &r);
	check_names(&r);
	check_figures(&r);
	check_deals(&r);
	memcpy(counts,
	       (size_t[]){r.names_count, r.mentions_count, r.amounts_count, r.jobs_count,
			  r.deals_count},
	       sizeof counts);
	analyser_read(analyser(), &again);
	require(again.names_count == counts[0] && again.mentions_count == counts[1] &&
		again.amounts_count == counts[2] && again.jobs_count == counts[3] &&
		again.deals_count == counts[4]);
	return 0;
}
