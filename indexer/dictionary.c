/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After COVER (Liao, Petri, Moffat, Wirth: Effective Construction of Relative
 * Lempel-Ziv Dictionaries, WWW 2016), as zstd's trainer does it: every string of GRAM
 * bytes is worth the number of articles that hold it; again and again the segment worth
 * most is taken, and its strings are worth nothing from then on. The best segments go
 * last, where deflate's distances are short.
 *
 * GRAM, SEGMENT and SAMPLE are measured on news: half or twice of each stores
 * .5 to 2 % more.
 */
#include "indexer/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

enum {
	GRAM = 6,	/* bytes of the strings counted */
	SEGMENT = 48,	/* bytes taken at a time */
	STRETCH = 256,	/* bytes of the sample that put one segment forward */
	HASH_BITS = 18, /* strings are told apart by so many bits: tables in the cache */
	SAMPLE = 4 << 20,   /* bytes looked at */
	ARTICLE = 16 << 10, /* bytes of one article in the sample */
	NEAR = 32, /* a segment is good enough that is short of the best by one in so many */
};

struct segment {
	size_t start; /* in the sample */
	uint64_t worth;
};

struct trainer {
	struct buf sample;
	uint16_t *worth; /* by hash of a string: articles, as many as it can count */
	uint16_t *seen;	 /* the article that counted it last; in a segment: its times */
	struct segment *heap; /* the best of each stretch, worth most at the top */
	size_t heap_count;
};

static uint32_t gram_hash(const char *p)
{
	uint64_t v = 0;

	memcpy(&v, p, GRAM);
	return (uint32_t)(v * 0xCF1BBCDCB7A56463u >> (64 - HASH_BITS));
}

/* Takes articles evenly and counts in how many of them each string stands. */
static void take_sample(struct trainer *t, const struct str *texts, size_t count)
{
	uint64_t total = 0, passed = 0;
	uint16_t article = 0;

	for (size_t i = 0; i < count; i++)
		total += texts[i].n < ARTICLE ? texts[i].n : ARTICLE;
	for (size_t i = 0; i < count; i++) {
		struct str s = str_slice(texts[i], 0, ARTICLE);

		passed += s.n;
		if (total > SAMPLE && t->sample.n * total > passed * SAMPLE)
			continue;
		article++;
		for (size_t j = 0; j + GRAM <= s.n; j++) {
			uint32_t h = gram_hash(s.p + j);

			t->worth[h] += t->seen[h] != article && t->worth[h] < UINT16_MAX;
			t->seen[h] = article;
		}
		buf_str(&t->sample, s);
	}
	memset(t->seen, 0, sizeof *t->seen << HASH_BITS);
}

/* The segment worth most that begins in [start, end). */
static struct segment best_segment(struct trainer *t, size_t start, size_t end)
{
	const size_t window = SEGMENT - GRAM + 1; /* strings in a segment */
	struct segment best = {start, 0};
	uint64_t worth = 0;
	size_t out = start;

	if (end + SEGMENT > t->sample.n)
		end = t->sample.n > SEGMENT ? t->sample.n - SEGMENT : 0;
	for (size_t in = start; in < end + window; in++) {
		uint32_t h = gram_hash(t->sample.p + in);

		if (t->seen[h]++ == 0)
			worth += t->worth[h];
		if (in - out == window) {
			h = gram_hash(t->sample.p + out++);
			if (--t->seen[h] == 0)
				worth -= t->worth[h];
		}
		if (worth > best.worth)
			best = (struct segment){out, worth};
	}
	for (; out < end + window; out++)
		t->seen[gram_hash(t->sample.p + out)]--;
	return best;
}

static bool worth_less(const struct segment *a, const struct segment *b)
{
	return a->worth != b->worth ? a->worth < b->worth : a->start > b->start;
}

static void sink(struct trainer *t, size_t node)
{
	struct segment s = t->heap[node];
	size_t child;

	for (; (child = 2 * node + 1) < t->heap_count; node = child) {
		if (child + 1 < t->heap_count &&
		    worth_less(&t->heap[child], &t->heap[child + 1]))
			child++;
		if (!worth_less(&s, &t->heap[child]))
			break;
		t->heap[node] = t->heap[child];
	}
	t->heap[node] = s;
}

static void build_heap(struct trainer *t)
{
	t->heap_count = t->sample.n / STRETCH;
	t->heap = xcalloc(t->heap_count, sizeof *t->heap);
	for (size_t i = 0; i < t->heap_count; i++)
		t->heap[i] = best_segment(t, i * STRETCH, (i + 1) * STRETCH);
	for (size_t i = t->heap_count; i-- > 0;)
		sink(t, i);
}

/*
 * What a segment was worth may have gone down since it was put forward: it is asked
 * again.
 */
static bool take_best(struct trainer *t, size_t *start)
{
	while (t->heap_count > 0 && t->heap[0].worth > 0) {
		size_t stretch = t->heap[0].start / STRETCH * STRETCH;
		struct segment s = best_segment(t, stretch, stretch + STRETCH);
		bool taken = NEAR * s.worth >= (NEAR - 1) * t->heap[0].worth;

		if (taken) {
			*start = s.start;
			for (size_t i = 0; i + GRAM <= SEGMENT; i++)
				t->worth[gram_hash(t->sample.p + s.start + i)] = 0;
			s = best_segment(t, stretch, stretch + STRETCH);
		}
		t->heap[0] = s;
		sink(t, 0);
		if (taken)
			return true;
	}
	return false;
}

/* Fills the dictionary from its end; what is left empty at the front is cut off. */
static void fill(struct trainer *t, struct buf *out)
{
	char *dictionary = xmalloc(DICTIONARY_SIZE);
	size_t left = DICTIONARY_SIZE, start;

	while (left >= SEGMENT && take_best(t, &start)) {
		left -= SEGMENT;
		memcpy(dictionary + left, t->sample.p + start, SEGMENT);
	}
	buf_add(out, dictionary + left, DICTIONARY_SIZE - left);
	free(dictionary);
}

void dictionary_train(const struct str *texts, size_t count, struct buf *out)
{
	struct trainer t = {0};

	t.worth = xcalloc((size_t)1 << HASH_BITS, sizeof *t.worth);
	t.seen = xcalloc((size_t)1 << HASH_BITS, sizeof *t.seen);
	take_sample(&t, texts, count);
	if (t.sample.n >= DICTIONARY_LEAST) {
		build_heap(&t);
		fill(&t, out);
	}
	buf_release(&t.sample);
	free(t.heap);
	free(t.seen);
	free(t.worth);
}
