/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/cursor.h"

#include <stdlib.h>

#include "lib/mem.h"

/* At the start of a piece: rc is that of glass/reader.h. */
static void show_piece(struct cursor *c, int rc)
{
	c->i = 0;
	c->n = rc > 0 ? c->list->n : 0;
	c->docid = CURSOR_END;
	c->damaged |= rc < 0;
	if (rc <= 0)
		return;
	c->docids = c->list->docids;
	c->numbers = c->list->numbers;
	c->docid = c->docids[0];
}

static void go_on(struct cursor *c)
{
	show_piece(c, c->list != NULL ? glass_list_next(c->list) : 0);
}

static void open_term(struct cursor *c, const struct glass_reader *r, struct str term)
{
	int rc = glass_list_open(r, term, &c->list);

	if (rc > 0)
		c->documents = c->list->documents;
	show_piece(c, rc);
}

/* ---- synonyms ---- */

/*
 * How often each document from `first` to `last` has any of the terms, and 1 more where it has one:
 * a term may count nothing.
 */
static uint32_t *add_up(struct cursor *parts, size_t count, uint32_t first, uint32_t last,
			bool *damaged)
{
	uint32_t *sums = xcalloc((size_t)last - first + 1, sizeof *sums);

	for (size_t k = 0; k < count; k++) {
		const uint32_t *docids, *numbers;
		size_t n;

		while ((n = cursor_take(&parts[k], (uint64_t)last + 1, &docids,
					&numbers)) > 0) {
			for (size_t i = 0; i < n; i++) {
				uint32_t *sum = &sums[docids[i] - first];

				*sum += numbers[i] + (*sum == 0);
			}
		}
		*damaged |= parts[k].docid != CURSOR_END || parts[k].damaged;
	}
	return sums;
}

static void list_sums(struct cursor *c, const uint32_t *sums, uint32_t first,
		      uint32_t last)
{
	size_t n = 0;

	for (size_t i = 0; i <= last - first; i++)
		n += sums[i] != 0;
	c->merged_docids = xreallocarray(NULL, n + 1, sizeof *c->merged_docids);
	c->merged_numbers = xreallocarray(NULL, n + 1, sizeof *c->merged_numbers);
	for (size_t i = 0; i <= last - first; i++) {
		if (sums[i] == 0)
			continue;
		c->merged_docids[c->n] = first + (uint32_t)i;
		c->merged_numbers[c->n++] = sums[i] - 1;
	}
	c->documents = (uint32_t)n;
	c->docids = c->merged_docids;
	c->numbers = c->merged_numbers;
	if (n > 0)
		c->docid = c->docids[0];
}

static void open_synonyms(struct cursor *c, const struct glass_reader *r,
			  const struct str *terms, size_t count, uint32_t last)
{
	struct cursor *parts = xcalloc(count, sizeof *parts);
	uint64_t first = CURSOR_END;
	uint32_t *sums;

	for (size_t k = 0; k < count; k++) {
		open_term(&parts[k], r, terms[k]);
		c->damaged |= parts[k].damaged;
		if (parts[k].docid < first)
			first = parts[k].docid;
	}
	c->damaged |= first != CURSOR_END && first > last;
	if (first <= last && !c->damaged) {
		sums = add_up(parts, count, (uint32_t)first, last, &c->damaged);
		if (!c->damaged)
			list_sums(c, sums, (uint32_t)first, last);
		free(sums);
	}
	for (size_t k = 0; k < count; k++)
		cursor_release(&parts[k]);
	free(parts);
}

/* ---- walking ---- */

void cursor_open(struct cursor *c, const struct glass_reader *r, const struct str *terms,
		 size_t count, uint32_t last)
{
	*c = (struct cursor){.docid = CURSOR_END};
	if (r == NULL)
		return;
	if (count == 1)
		open_term(c, r, terms[0]);
	else
		open_synonyms(c, r, terms, count, last);
}

void cursor_release(struct cursor *c)
{
	glass_list_free(c->list);
	free(c->merged_docids);
	free(c->merged_numbers);
	*c = (struct cursor){0};
}

/* The first place from c->i on with a document not before; there is one. */
static size_t search(const struct cursor *c, uint64_t docid)
{
	size_t low = c->i, high = c->n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->docids[middle] < docid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void cursor_go_to(struct cursor *c, uint64_t docid)
{
	if (c->n > 0 && c->docids[c->n - 1] < docid) {
		bool is_there = c->list != NULL && docid <= UINT32_MAX;

		show_piece(c, is_there ? glass_list_seek(c->list, (uint32_t)docid) : 0);
	}
	if (c->n == 0)
		return;
	c->i = search(c, docid);
	c->docid = c->docids[c->i];
}

void cursor_skip_to_number(struct cursor *c, uint32_t least)
{
	while (c->docid != CURSOR_END) {
		while (c->i < c->n && c->numbers[c->i] < least)
			c->i++;
		if (c->i < c->n) {
			c->docid = c->docids[c->i];
			return;
		}
		go_on(c);
	}
}

size_t cursor_take(struct cursor *c, uint64_t end, const uint32_t **docids,
		   const uint32_t **numbers)
{
	size_t first = c->i;

	/* The piece may have been taken to its end. */
	if (c->docid != CURSOR_END && first == c->n) {
		go_on(c);
		first = c->i;
	}
	if (c->docid >= end)
		return 0;
	*docids = c->docids + first;
	*numbers = c->numbers + first;
	if (c->docids[c->n - 1] < end) {
		c->i = c->n; /* the next call goes on: the arrays would change */
		return c->n - first;
	}
	c->i = search(c, end);
	c->docid = c->docids[c->i];
	return c->i - first;
}

uint32_t cursor_most(const struct cursor *c)
{
	uint32_t most = 0;

	if (c->list != NULL && c->n < c->documents)
		return UINT32_MAX;
	for (size_t i = 0; i < c->n; i++)
		most = c->numbers[i] > most ? c->numbers[i] : most;
	return most;
}
