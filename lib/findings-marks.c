/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was found, marked in the text it stands in. */
#include "lib/findings.h"

#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"

/*
 * Styles alone, and inside the sentence of a deal, which is underlined. Sentences are the
 * only things that hold others.
 */
struct look {
	const char *alone, *in_deal;
};

#define LOOK(style)                                                                      \
	{                                                                                \
		style, style ";4"                                                        \
	}

static const struct look name_looks[NAME_KINDS] = {
	[NAME_COMPANY] = LOOK("1;36"),	[NAME_TOPIC] = LOOK("35"),
	[NAME_COUNTRY] = LOOK("1;32"),	[NAME_REGION] = LOOK("1;32"),
	[NAME_DEPARTMENT] = LOOK("32"), [NAME_COMMUNE] = LOOK("32"),
};
static const struct look amount_look = LOOK("1;33");
static const struct look jobs_look = LOOK("1;34");
static const struct look deal_look = {"4", "4"};

static const struct label amount_label = {"amount", N_("amount")};
static const struct label jobs_label = {"jobs", N_("jobs")};

/* ---- the list ---- */

/* Topics stand for words that may say something more exact. */
static bool gives_way(const struct finding *item)
{
	return item->look == &name_looks[NAME_TOPIC];
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = a;
	const struct finding *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	if (gives_way(x) != gives_way(y))
		return gives_way(x) ? -1 : 1;
	return strcmp(x->kind->id, y->kind->id);
}

size_t findings_list(const struct findings *f, struct arena *arena,
		     struct finding **items)
{
	const struct record *r = f->record;
	struct finding *item = arena_alloc(arena, (r->mentions_count + r->amounts_count +
						   r->jobs_count + r->deals_count) *
							  sizeof *item);
	size_t n = 0;

	for (size_t i = 0; i < r->mentions_count; i++) {
		const struct record_mention *m = &r->mentions[i];
		enum name_kind kind = r->names[m->name].kind;

		item[n++] = (struct finding){m->part, m->start, m->end,
					     &name_labels[kind], &name_looks[kind]};
	}
	for (size_t i = 0; i < r->amounts_count; i++) {
		const struct record_amount *a = &r->amounts[i];

		item[n++] = (struct finding){a->part, a->start, a->end, &amount_label,
					     &amount_look};
	}
	for (size_t i = 0; i < r->jobs_count; i++) {
		const struct record_jobs *j = &r->jobs[i];

		item[n++] = (struct finding){j->part, j->start, j->end, &jobs_label,
					     &jobs_look};
	}
	for (size_t i = 0; i < r->deals_count; i++) {
		const struct record_deal *d = &r->deals[i];

		item[n++] = (struct finding){d->part, d->start, d->end,
					     &deal_labels[d->kind].label, &deal_look};
	}
	if (n > 1)
		qsort(item, n, sizeof *item, compare_findings);
	*items = item;
	return n;
}

/* ---- the text with brackets ---- */

/* No white space where something was cut. */
static void trim(struct finding *item, struct str text)
{
	while (item->end > item->start && text.p[item->end - 1] == ' ')
		item->end--;
	while (item->end > item->start && text.p[item->start] == ' ')
		item->start++;
}

/*
 * Of two that cross, the topic is cut short, else the later one; a topic gives way whole
 * to what stands for the same words.
 */
static void untangle(struct finding *item, size_t n, struct str text)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1;
		     k < n && item[k].part == item[i].part && item[k].start < item[i].end;
		     k++) {
			if (gives_way(&item[i]) && item[k].start == item[i].start &&
			    item[k].end == item[i].end)
				item[i].end = item[i].start;
			if (item[k].end <= item[i].end || item[i].end <= item[k].start)
				continue;
			if (gives_way(&item[i]))
				item[i].end = item[k].start;
			else
				item[k].start = item[i].end;
			trim(&item[i], text);
			trim(&item[k], text);
		}
	}
	if (n > 1)
		qsort(item, n, sizeof *item, compare_findings);
}

/* What is open while brackets are written, innermost last. */
struct brackets {
	struct buf out;
	struct str text;
	size_t at; /* bytes of the text that are written */
	const struct finding **open;
	size_t open_count, open_capacity;
};

static void write_up_to(struct brackets *b, size_t end)
{
	if (end > b->at) {
		buf_str(&b->out, str_slice(b->text, b->at, end));
		b->at = end;
	}
}

static void close_up_to(struct brackets *b, size_t start)
{
	while (b->open_count > 0 && b->open[b->open_count - 1]->end <= start) {
		const struct finding *item = b->open[--b->open_count];

		write_up_to(b, item->end);
		buf_printf(&b->out, "|%s]", _(item->kind->text));
	}
}

static void write_brackets(const struct finding *item, size_t n, struct brackets *b)
{
	for (size_t i = 0; i < n; i++) {
		if (item[i].start >= item[i].end)
			continue;
		close_up_to(b, item[i].start);
		write_up_to(b, item[i].start);
		buf_char(&b->out, '[');
		GROW(b->open, b->open_count, b->open_capacity);
		b->open[b->open_count++] = &item[i];
	}
	close_up_to(b, SIZE_MAX);
	write_up_to(b, b->text.n);
}

/* ---- the text with styles ---- */

/* The innermost of those that cover the byte, and whether a deal does. */
static const struct look *look_at(const struct finding *item, size_t n, size_t at,
				  bool *in_deal)
{
	const struct look *look = NULL;

	*in_deal = false;
	for (size_t i = 0; i < n && item[i].start <= at; i++) {
		if (item[i].end <= at)
			continue;
		look = item[i].look;
		*in_deal |= look == &deal_look;
	}
	return look;
}

static int compare_edges(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* A mark from each edge to the next, where something covers it. */
static void add_marks(const struct finding *item, size_t n, const uint32_t *edges,
		      size_t count, struct marked_text *out)
{
	size_t first = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		const struct look *look;
		bool in_deal;

		if (edges[i] == edges[i + 1])
			continue;
		while (first < n && item[first].end <= edges[i])
			first++;
		look = look_at(item + first, n - first, edges[i], &in_deal);
		if (look != NULL)
			out->marks[out->count++] =
				(struct mark){edges[i], edges[i + 1],
					      in_deal ? look->in_deal : look->alone};
	}
}

static void mark_styles(const struct finding *item, size_t n, struct arena *arena,
			struct marked_text *out)
{
	uint32_t *edges = arena_alloc(arena, 2 * n * sizeof *edges);

	for (size_t i = 0; i < n; i++) {
		edges[2 * i] = item[i].start;
		edges[2 * i + 1] = item[i].end;
	}
	if (n > 0)
		qsort(edges, 2 * n, sizeof *edges, compare_edges);
	out->marks = arena_alloc(arena, 2 * n * sizeof *out->marks);
	add_marks(item, n, edges, 2 * n, out);
}

void findings_mark(const struct findings *f, enum text_part part, enum findings_look look,
		   struct arena *arena, struct marked_text *out)
{
	struct brackets b = {.text = record_part(f->record, part)};
	struct finding *all;
	size_t count = findings_list(f, arena, &all);
	size_t first = 0, end;

	while (first < count && all[first].part < part)
		first++;
	for (end = first; end < count && all[end].part == part; end++)
		;
	untangle(all + first, end - first, b.text);
	*out = (struct marked_text){.text = b.text};
	if (look == FINDINGS_COLOURS) {
		mark_styles(all + first, end - first, arena, out);
		return;
	}
	write_brackets(all + first, end - first, &b);
	out->text = str_copy(arena, buf_view(&b.out));
	free(b.open);
	buf_release(&b.out);
}
