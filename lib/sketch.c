/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/sketch.h"

#include <stdlib.h>
#include <string.h>

enum { SHINGLES_LEAST = 20 }; /* a shorter text says what others say, too */

/* Finalizer of splitmix64 (S. Vigna): every bit of x moves every bit of the answer. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Walks over the shingles of a text; a shingle may span sentences, not parts. */
struct walk {
	const struct text *text;
	size_t next;		 /* token */
	uint64_t words[SHINGLE]; /* hashes of the last words, oldest first */
	unsigned held;
	uint8_t part;
};

static bool walk_next(struct walk *w, uint64_t *shingle)
{
	while (w->next < w->text->count) {
		const struct token *t = &w->text->tokens[w->next++];

		if (t->part == TEXT_TITLE || (t->flags & TOKEN_STACKED))
			continue;
		if (t->part != w->part)
			w->held = 0;
		w->part = t->part;
		if (w->held == SHINGLE) {
			memmove(w->words, w->words + 1, (SHINGLE - 1) * sizeof *w->words);
			w->held--;
		}
		w->words[w->held++] = str_hash(t->form->fold);
		if (w->held < SHINGLE)
			continue;
		*shingle = 0;
		for (unsigned i = 0; i < SHINGLE; i++)
			*shingle = mix(*shingle + w->words[i] + i);
		return true;
	}
	return false;
}

/* ---- sketches ---- */

/* Puts a hash into its place among the smallest. */
static void keep(struct sketch *s, uint32_t hash)
{
	uint32_t i = s->count;

	if (i == SKETCH_SIZE && hash >= s->hashes[i - 1])
		return;
	while (i > 0 && s->hashes[i - 1] > hash)
		i--;
	if (i > 0 && s->hashes[i - 1] == hash)
		return;
	if (s->count < SKETCH_SIZE)
		s->count++;
	memmove(s->hashes + i + 1, s->hashes + i, (s->count - 1 - i) * sizeof *s->hashes);
	s->hashes[i] = hash;
}

void sketch_make(const struct text *t, struct sketch *out)
{
	struct walk w = {.text = t, .part = TEXT_PARTS};
	uint64_t shingle;
	size_t count = 0;

	*out = (struct sketch){0};
	for (; walk_next(&w, &shingle); count++)
		keep(out, (uint32_t)(shingle >> 32));
	if (count < SHINGLES_LEAST)
		out->count = 0;
}

unsigned sketch_common(const struct sketch *a, const struct sketch *b)
{
	uint32_t i = 0, k = 0;
	unsigned common = 0;

	while (i < a->count && k < b->count) {
		if (a->hashes[i] == b->hashes[k])
			common++, i++, k++;
		else if (a->hashes[i] < b->hashes[k])
			i++;
		else
			k++;
	}
	return common;
}

/* 4 bytes a hash, the highest first. */
void sketch_print(const struct sketch *s, struct buf *out)
{
	for (uint32_t i = 0; i < s->count; i++) {
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_char(out, (char)(s->hashes[i] >> shift));
	}
}

bool sketch_parse(struct str bytes, struct sketch *s)
{
	*s = (struct sketch){0};
	if (bytes.n % 4 != 0 || bytes.n > sizeof s->hashes)
		return false;
	for (size_t i = 0; i < bytes.n; i++)
		s->hashes[i / 4] = s->hashes[i / 4] << 8 | (unsigned char)bytes.p[i];
	s->count = (uint32_t)(bytes.n / 4);
	return true;
}

/* ---- shingles ---- */

static int by_hash(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

void shingles_make(const struct text *t, struct shingles *out)
{
	struct walk w = {.text = t, .part = TEXT_PARTS};
	uint64_t shingle;
	size_t kept = 0;

	out->count = 0;
	while (walk_next(&w, &shingle)) {
		GROW(out->hashes, out->count, out->capacity);
		out->hashes[out->count++] = shingle;
	}
	if (out->count > 1)
		qsort(out->hashes, out->count, sizeof *out->hashes, by_hash);
	for (size_t i = 0; i < out->count; i++) {
		if (i == 0 || out->hashes[i] != out->hashes[kept - 1])
			out->hashes[kept++] = out->hashes[i];
	}
	out->count = kept;
}

void shingles_release(struct shingles *s)
{
	free(s->hashes);
	*s = (struct shingles){0};
}

double shingles_contained(const struct shingles *a, const struct shingles *b)
{
	size_t smaller = a->count < b->count ? a->count : b->count;
	size_t i = 0, k = 0, common = 0;

	if (smaller < SHINGLES_LEAST)
		return 0;
	while (i < a->count && k < b->count) {
		if (a->hashes[i] == b->hashes[k])
			common++, i++, k++;
		else if (a->hashes[i] < b->hashes[k])
			i++;
		else
			k++;
	}
	return (double)common / (double)smaller;
}
