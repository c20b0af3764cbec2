/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/brief.h"

#include "lib/i18n.h"
#include "lib/number.h"

enum { NAMES_SHOWN = 4 };

void brief_add(struct buf *out, const char *separator, struct str text)
{
	if (text.n == 0)
		return;
	if (out->n > 0)
		buf_text(out, separator);
	buf_str(out, text);
}

void brief_origin(struct buf *out, const struct result *r)
{
	struct buf day = {0};

	brief_add(out, ", ", r->record.source);
	if (r->record.moment != 0)
		day_print_long(&day, moment_day(r->record.moment));
	brief_add(out, ", ", buf_view(&day));
	buf_release(&day);
}

static void add_names(struct buf *out, const struct result *r, enum name_kind kind)
{
	struct buf names = {0};
	size_t shown = 0;

	for (size_t i = 0; i < r->names_count && shown < NAMES_SHOWN; i++) {
		if (r->names[i].kind != kind || r->names[i].mentions == 0)
			continue;
		brief_add(&names, ", ", r->names[i].name);
		shown++;
	}
	brief_add(out, " · ", buf_view(&names));
	buf_release(&names);
}

/* The most specific kind of place the article names. */
static void add_places(struct buf *out, const struct result *r)
{
	static const enum name_kind kinds[] = {NAME_COMMUNE, NAME_DEPARTMENT, NAME_REGION,
					       NAME_COUNTRY};
	size_t before = out->n;

	for (size_t i = 0; i < COUNT(kinds) && out->n == before; i++)
		add_names(out, r, kinds[i]);
}

static void add_amount(struct buf *out, const struct record *r)
{
	const struct record_amount *amount = NULL;
	struct buf text = {0};
	double euros = -1;

	for (size_t i = 0; i < r->amounts_count; i++) {
		if (record_euros(r, i) <= euros)
			continue;
		euros = record_euros(r, i);
		amount = &r->amounts[i];
	}
	if (amount != NULL)
		amount_print(&text, amount->value, amount->currency);
	brief_add(out, " · ", buf_view(&text));
	buf_release(&text);
}

static void add_jobs(struct buf *out, const struct record *r)
{
	const struct record_jobs *jobs = NULL;
	struct buf text = {0};

	for (size_t i = 0; i < r->jobs_count; i++) {
		if (jobs == NULL || r->jobs[i].count > jobs->count)
			jobs = &r->jobs[i];
	}
	if (jobs != NULL) {
		number_print(&text, jobs->count);
		buf_printf(&text, " %s", _("jobs"));
	}
	brief_add(out, " · ", buf_view(&text));
	buf_release(&text);
}

void brief_contents(struct buf *out, const struct result *r)
{
	add_names(out, r, NAME_COMPANY);
	add_places(out, r);
	add_amount(out, &r->record);
	add_jobs(out, &r->record);
}

void brief_copies(struct buf *out, const struct result *r)
{
	if (r->other_sources > 0)
		buf_printf(out,
			   ngettext("also published by %zu other source",
				    "also published by %zu other sources",
				    r->other_sources),
			   r->other_sources);
	else if (r->copies_count > 0)
		buf_printf(out, ngettext("%zu copy", "%zu copies", r->copies_count),
			   r->copies_count);
}

struct str brief_link(const struct record *r)
{
	bool web =
		str_starts(r->url, STR("https://")) || str_starts(r->url, STR("http://"));

	return web ? r->url : (struct str){0};
}
