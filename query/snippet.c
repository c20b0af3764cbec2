/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

enum {
	STARTS = 200, /* places tried as the beginning of a snippet */
	LEAVES = 64,  /* different words told apart when weighing one */
};

struct window {
	enum text_part part;
	size_t start, end; /* bytes */
	double weight;
};

void snippet_part(const struct result *r, enum text_part part, struct arena *arena,
		  struct marked_text *out)
{
	*out = (struct marked_text){.text = record_part(&r->record, (uint8_t)part)};
	out->marks = arena_alloc(arena, r->spans_count * sizeof *out->marks);
	for (size_t i = 0; i < r->spans_count; i++) {
		if (r->spans[i].part == part)
			out->marks[out->count++] =
				(struct mark){r->spans[i].start, r->spans[i].end, NULL};
	}
}

/* What a window shows: each word once, a little for its repetitions. */
static double weigh(const struct result *r, size_t first, size_t end, enum text_part part)
{
	uint64_t seen = 0;
	double weight = 0;

	for (size_t i = first; i < r->spans_count; i++) {
		const struct span *s = &r->spans[i];
		uint64_t bit = (uint64_t)1 << (s->leaf < LEAVES ? s->leaf : LEAVES - 1);

		if (s->part != part || s->end > end)
			break;
		weight += seen & bit ? .05 * s->weight : s->weight;
		seen |= bit;
	}
	return weight;
}

static size_t fit(struct str text, size_t start, size_t columns)
{
	return start + utf8_fit(str_slice(text, start, text.n), columns).n;
}

static struct window best_window(const struct result *r, size_t columns)
{
	struct window best = {.part = r->record.lead.n > 0 ? TEXT_LEAD : TEXT_BODY};
	size_t tried = 0;

	for (size_t i = 0; i < r->spans_count && tried < STARTS; i++) {
		const struct span *s = &r->spans[i];
		struct str text = record_part(&r->record, s->part);
		double weight;

		if (s->part == TEXT_TITLE)
			continue;
		tried++;
		weight = weigh(r, i, fit(text, s->start, columns * 3 / 4),
			       (enum text_part)s->part);
		if (weight > best.weight)
			best = (struct window){(enum text_part)s->part, s->start, 0,
					       weight};
	}
	return best;
}

static bool is_break(struct str text, size_t at)
{
	return text.p[at] == '\n' ||
	       (at > 0 && text.p[at] == ' ' && strchr(".!?", text.p[at - 1]) != NULL);
}

/* Back to the beginning of the sentence when it is near, else some words back. */
static size_t begin_well(struct str text, size_t at, size_t room)
{
	size_t limit = at > room ? at - room : 0;
	size_t start = at;
	size_t word = at;

	while (start > limit && !is_break(text, start - 1))
		start--;
	if (start > limit || limit == 0)
		return start;
	/* No sentence begins near: a third of the room, from a word's beginning. */
	while (word > 0 && (at - word < room / 3 || text.p[word - 1] != ' ') &&
	       word > limit)
		word--;
	return word > limit || limit == 0 ? word : at;
}

/* Not in the middle of a word, if a space is near. */
static size_t end_well(struct str text, size_t start, size_t end)
{
	size_t e = end;

	if (end == text.n)
		return end;
	while (e > start && text.p[e] != ' ' && text.p[e] != '\n')
		e--;
	if (e <= start + (end - start) / 2)
		return end;
	while (e > start && text.p[e - 1] == ' ')
		e--;
	return e;
}

/* Copies text[*at, end) with white space joined; moves *at to end. */
static void copy_plain(struct buf *b, struct str text, size_t *at, size_t end)
{
	for (; *at < end; ++*at) {
		char c = text.p[*at];

		if (c != ' ' && c != '\n' && c != '\t')
			buf_char(b, c);
		else if (b->n == 0 || b->p[b->n - 1] != ' ')
			buf_char(b, ' ');
	}
}

/* Copies text[start, end) on one line, and the marks in it. */
static void copy_window(const struct result *r, const struct window *w,
			struct arena *arena, struct marked_text *out)
{
	struct str text = record_part(&r->record, (uint8_t)w->part);
	struct buf b = {0};
	size_t at = w->start;

	if (w->start > 0)
		buf_text(&b, "… ");
	out->marks = arena_alloc(arena, r->spans_count * sizeof *out->marks);
	for (size_t i = 0; i < r->spans_count; i++) {
		const struct span *s = &r->spans[i];
		struct mark mark = {0};

		if (s->part != w->part || s->start < at || s->end > w->end)
			continue;
		copy_plain(&b, text, &at, s->start);
		mark.start = (uint32_t)b.n;
		copy_plain(&b, text, &at, s->end);
		mark.end = (uint32_t)b.n;
		out->marks[out->count++] = mark;
	}
	copy_plain(&b, text, &at, w->end);
	if (w->end < text.n)
		buf_text(&b, b.n > 0 && b.p[b.n - 1] == ' ' ? "…" : " …");
	out->text = str_copy(arena, buf_view(&b));
	buf_release(&b);
}

void snippet_make(const struct result *r, size_t columns, struct arena *arena,
		  struct marked_text *out)
{
	struct window w = best_window(r, columns);
	struct str text = record_part(&r->record, (uint8_t)w.part);

	*out = (struct marked_text){0};
	if (w.weight > 0)
		w.start = begin_well(text, w.start, columns / 3);
	w.end = end_well(text, w.start,
			 fit(text, w.start, columns > 4 ? columns - 4 : columns));
	copy_window(r, &w, arena, out);
}
