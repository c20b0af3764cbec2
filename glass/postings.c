/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A posting is one word: 27 bits of term, 5 of wdf; all five bits set say that the next
 * word holds the wdf. The postings of a document stand together, documents in their
 * order, so that a counting sort by term leaves each term's documents in order. It sorts
 * a part of the terms at a time: what it needs on top stays below half of what the
 * postings take.
 */
#include "glass/postings.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum {
	BLOCK_WORDS = 256 * 1024 - 2,
	WDF_BITS = 5,
	WDF_NEXT = (1 << WDF_BITS) - 1, /* the next word holds it */
	PARTS = 4,			/* of the terms, sorted one after the other */
	PART_MIN = 1 << 22,		/* postings that are sorted in one go */
	PART_MAX = 1 << 30,
	AHEAD = 8, /* postings: terms lie all over the memory, and are fetched before */
};

#define NOT_NOW UINT32_MAX /* a term of another part */

struct postings_block {
	uint32_t n;
	uint32_t words[BLOCK_WORDS];
};

void postings_know(struct postings *p, size_t count)
{
	while (p->term_count < count) {
		GROW(p->terms, p->term_count, p->terms_capacity);
		p->terms[p->term_count++] = (struct postings_term){0};
	}
}

/* A new mark: no term has it yet. */
static uint32_t next_mark(struct postings *p)
{
	if (p->mark == UINT32_MAX) {
		for (size_t i = 0; i < p->term_count; i++)
			p->terms[i].mark = 0;
		p->mark = 0;
	}
	return ++p->mark;
}

static void near_term(const struct postings *p, uint32_t term)
{
	if (term < p->term_count)
		__builtin_prefetch(&p->terms[term], 1);
}

uint64_t postings_gather(struct postings *p, const struct glass_posting *given, size_t n)
{
	uint32_t mark = next_mark(p);
	uint64_t length = 0;
	uint32_t count = 0;

	if (n > p->gathered_capacity) {
		p->gathered = xreallocarray(p->gathered, n, sizeof *p->gathered);
		p->gathered_capacity = n;
	}
	for (size_t i = 0; i < n; i++) {
		struct postings_term *t;

		if (i + AHEAD < n)
			near_term(p, given[i + AHEAD].term);
		if (given[i].term >= p->term_count)
			return UINT64_MAX;
		t = &p->terms[given[i].term];
		length += given[i].wdf;
		if (t->mark == mark) {
			p->gathered[t->at].wdf += given[i].wdf;
			continue;
		}
		t->mark = mark;
		t->at = count;
		p->gathered[count++] = given[i];
	}
	p->gathered_count = count;
	return length;
}

static struct postings_block *block_with_room(struct postings *p)
{
	struct postings_block *b = p->block_count ? p->blocks[p->block_count - 1] : NULL;

	if (b != NULL && b->n + 2 <= BLOCK_WORDS)
		return b;
	b = xmalloc(sizeof *b);
	b->n = 0;
	GROW(p->blocks, p->block_count, p->blocks_capacity);
	p->blocks[p->block_count++] = b;
	return b;
}

void postings_keep(struct postings *p)
{
	struct postings_block *b = NULL;

	for (size_t i = 0; i < p->gathered_count; i++) {
		uint32_t term = p->gathered[i].term;
		uint32_t wdf = p->gathered[i].wdf;

		if (b == NULL || b->n + 2 > BLOCK_WORDS)
			b = block_with_room(p);
		p->terms[term].count++;
		b->words[b->n++] = term << WDF_BITS | (wdf < WDF_NEXT ? wdf : WDF_NEXT);
		if (wdf >= WDF_NEXT)
			b->words[b->n++] = wdf;
	}
	GROW(p->counts, p->document_count, p->counts_capacity);
	p->counts[p->document_count++] = (uint32_t)p->gathered_count;
	p->total += p->gathered_count;
}

/* Puts every posting of a term of this part where its term's next one goes. */
static void scatter(struct postings *p, struct glass_entry *entries)
{
	const uint32_t *counts = p->counts;
	uint32_t docid = p->first - 1;
	uint32_t left = 0;

	for (size_t k = 0; k < p->block_count; k++) {
		const uint32_t *w = p->blocks[k]->words;
		const uint32_t *end = w + p->blocks[k]->n;

		while (w < end) {
			struct postings_term *t = &p->terms[*w >> WDF_BITS];
			uint32_t wdf = *w++ & WDF_NEXT;

			if (end - w > AHEAD) /* a wdf of its own does no harm */
				near_term(p, w[AHEAD] >> WDF_BITS);
			if (wdf == WDF_NEXT)
				wdf = *w++;
			for (; left == 0; docid++)
				left = *counts++;
			left--;
			if (t->at != NOT_NOW)
				entries[t->at++] = (struct glass_entry){docid, wdf};
		}
	}
}

/* Most postings that are sorted at a time, unless one term has more. */
static uint64_t part_size(const struct postings *p)
{
	uint64_t part = p->total / PARTS + 1;

	if (p->sort_bytes > 0)
		part = p->sort_bytes / sizeof(struct glass_entry);
	else if (part < PART_MIN)
		part = PART_MIN;
	return part < PART_MAX ? part : PART_MAX;
}

/*
 * Gives terms of the order their places in the entries, from `start` on; answers the
 * first one that is not to be sorted now.
 */
static size_t plan_part(struct postings *p, const uint32_t *order, size_t start,
			size_t count, uint64_t most)
{
	uint64_t used = 0;
	size_t i = start;

	for (size_t k = 0; k < p->term_count; k++)
		p->terms[k].at = NOT_NOW;
	for (; i < count; i++) {
		struct postings_term *t = &p->terms[order[i]];

		if (used > 0 && used + t->count > most)
			break;
		t->at = (uint32_t)used;
		used += t->count;
	}
	return i;
}

int postings_each(struct postings *p, const uint32_t *order, size_t count,
		  int (*visit)(void *context, uint32_t term,
			       const struct glass_entry *entries, uint32_t n),
		  void *context)
{
	uint64_t most = part_size(p);
	uint64_t room = most < p->total ? most : p->total;
	struct glass_entry *entries;
	int rc = 0;

	for (size_t k = 0; k < p->term_count; k++)
		if (p->terms[k].count > room)
			room = p->terms[k].count;
	entries = xreallocarray(NULL, room, sizeof *entries);
	for (size_t start = 0, end; start < count && rc >= 0; start = end) {
		const struct glass_entry *e = entries;

		end = plan_part(p, order, start, count, most);
		scatter(p, entries);
		for (size_t i = start; i < end && rc >= 0; i++) {
			uint32_t n = p->terms[order[i]].count;

			if (n > 0)
				rc = visit(context, order[i], e, n);
			e += n;
		}
	}
	free(entries);
	return rc;
}

size_t postings_bytes(const struct postings *p)
{
	uint64_t most = part_size(p);

	if (most > p->total)
		most = p->total;
	return p->terms_capacity * sizeof *p->terms +
	       p->gathered_capacity * sizeof *p->gathered +
	       p->block_count * sizeof **p->blocks +
	       p->counts_capacity * sizeof *p->counts +
	       (size_t)most * sizeof(struct glass_entry);
}

void postings_release(struct postings *p)
{
	for (size_t i = 0; i < p->block_count; i++)
		free(p->blocks[i]);
	free(p->blocks);
	free(p->terms);
	free(p->gathered);
	free(p->counts);
	*p = (struct postings){0};
}
