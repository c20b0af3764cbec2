/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/sketch.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHINGLES_LEAST = 20, /* a shorter text says what others say, too */
	STEP_BITS_LEAST = 8, /* so that what is left of the last byte is no step */
};

/* Finalizer of splitmix64 (S. Vigna): every bit of x moves every bit of the answer. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* ---- shingles ---- */

/* Adds a hash that is new. */
static void add_shingle(struct shingles *s, uint32_t hash)
{
	size_t at = hash & (s->slots_count - 1);

	s->read++;
	hash += hash == 0;
	while (s->slots[at] != 0 && s->slots[at] != hash)
		at = (at + 1) & (s->slots_count - 1);
	if (s->slots[at] == hash)
		return;
	s->slots[at] = hash;
	s->hashes[s->count++] = hash;
}

static bool has_shingle(const struct shingles *s, uint32_t hash)
{
	size_t at = hash & (s->slots_count - 1);

	while (s->slots[at] != 0 && s->slots[at] != hash)
		at = (at + 1) & (s->slots_count - 1);
	return s->slots[at] == hash;
}

/* Empties the set and makes room for so many. */
static void start_shingles(struct shingles *s, size_t count)
{
	s->count = s->read = 0;
	s->slots_count = 64;
	while (s->slots_count < 2 * count)
		s->slots_count *= 2;
	if (s->slots_count > s->slots_capacity) {
		s->slots_capacity = s->slots_count;
		s->slots = xreallocarray(s->slots, s->slots_capacity, sizeof *s->slots);
	}
	if (count > s->capacity) {
		s->capacity = count;
		s->hashes = xreallocarray(s->hashes, s->capacity, sizeof *s->hashes);
	}
	memset(s->slots, 0, s->slots_count * sizeof *s->slots);
}

/*
 * A shingle may span sentences, not parts. Its hash is that of its words one after the
 * other; those of the SHINGLE shingles a word is in grow together, for they do not wait for each
 * other.
 */
void shingles_make(const struct text *t, struct shingles *out)
{
	uint64_t begun[SHINGLE] = {0}; /* hashes of the last 1, 2 … words */
	unsigned held = 0;
	uint8_t part = TEXT_PARTS;

	start_shingles(out, t->count);
	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];
		uint64_t word = token->form->fold_hash;

		if (token->part == TEXT_TITLE || (token->flags & TOKEN_STACKED))
			continue;
		if (token->part != part)
			held = 0;
		part = token->part;
		for (unsigned k = SHINGLE - 1; k > 0; k--)
			begun[k] = mix(begun[k - 1] + word + k);
		begun[0] = mix(word);
		if (++held >= SHINGLE)
			add_shingle(out, (uint32_t)(begun[SHINGLE - 1] >> 32));
	}
}

void shingles_release(struct shingles *s)
{
	free(s->slots);
	free(s->hashes);
	*s = (struct shingles){0};
}

struct shingle_list shingles_list(const struct shingles *s)
{
	return (struct shingle_list){s->hashes, s->count};
}

double shingles_contained(const struct shingles *a, struct shingle_list b, double least)
{
	size_t smaller = a->count < b.count ? a->count : b.count;
	size_t may_miss = b.count - (size_t)(least * (double)smaller);
	size_t missing = 0;

	if (smaller < SHINGLES_LEAST)
		return 0;
	for (size_t i = 0; i < b.count && missing <= may_miss; i++)
		missing += !has_shingle(a, b.hashes[i]);
	return missing > may_miss ? 0 : (double)(b.count - missing) / (double)smaller;
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

void sketch_make(const struct shingles *of, struct sketch *out)
{
	*out = (struct sketch){0};
	if (of->read < SHINGLES_LEAST)
		return;
	for (size_t i = 0; i < of->count; i++)
		keep(out, of->hashes[i]);
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

/* Steps from one hash to the next, the first from 0. */
static uint32_t step_to(const struct sketch *s, uint32_t i)
{
	return s->hashes[i] - (i > 0 ? s->hashes[i - 1] : 0);
}

static unsigned bits_of(uint32_t n)
{
	unsigned bits = 0;

	for (; n > 0; n >>= 1)
		bits++;
	return bits;
}

void sketch_print(const struct sketch *s, struct buf *out)
{
	unsigned bits = STEP_BITS_LEAST, held = 0;
	uint64_t pending = 0;

	if (s->count == 0)
		return;
	for (uint32_t i = 0; i < s->count; i++) {
		if (bits_of(step_to(s, i)) > bits)
			bits = bits_of(step_to(s, i));
	}
	buf_char(out, (char)bits);
	for (uint32_t i = 0; i < s->count; i++) {
		pending |= (uint64_t)step_to(s, i) << held;
		for (held += bits; held >= 8; held -= 8) {
			buf_char(out, (char)pending);
			pending >>= 8;
		}
	}
	if (held > 0)
		buf_char(out, (char)pending);
}

bool sketch_parse(struct str bytes, struct sketch *s)
{
	unsigned bits = bytes.n > 0 ? (unsigned char)bytes.p[0] : 0, held = 0;
	uint64_t pending = 0, hash = 0;

	*s = (struct sketch){0};
	if (bytes.n > 0 && (bits < STEP_BITS_LEAST || bits > 32))
		return false;
	for (size_t i = 1; i < bytes.n; i++) {
		pending |= (uint64_t)(unsigned char)bytes.p[i] << held;
		held += 8;
		if (held < bits)
			continue;
		hash += pending & ((UINT64_C(1) << bits) - 1);
		pending >>= bits;
		held -= bits;
		if (s->count == SKETCH_SIZE || hash > UINT32_MAX)
			return false;
		s->hashes[s->count++] = (uint32_t)hash;
	}
	return true;
}
