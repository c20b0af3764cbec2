/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/bloom.h"

enum { BITS = 20, PROBES = 14 }; /* of a key */

void bloom_start(struct buf *set, size_t keys)
{
	size_t bytes = (keys * BITS + 7) / 8 + 1;

	for (size_t i = 0; i < bytes; i++)
		buf_char(set, '\0');
}

/* The place of the key's i-th bit among `bits`: two hashes make them all. */
static size_t probe(uint64_t hash, unsigned i, size_t bits)
{
	uint64_t step = (hash >> 32 | hash << 32) * 0x9E3779B97F4A7C15u | 1;

	return (size_t)((hash + i * step) % bits);
}

void bloom_add(struct buf *set, struct str key)
{
	uint64_t hash = str_hash(key);

	for (unsigned i = 0; i < PROBES; i++) {
		size_t bit = probe(hash, i, 8 * set->n);

		set->p[bit / 8] = (char)(set->p[bit / 8] | 1 << bit % 8);
	}
}

bool bloom_has(struct str set, struct str key)
{
	uint64_t hash = str_hash(key);

	if (set.n == 0)
		return false;
	for (unsigned i = 0; i < PROBES; i++) {
		size_t bit = probe(hash, i, 8 * set.n);

		if (!((unsigned char)set.p[bit / 8] & 1 << bit % 8))
			return false;
	}
	return true;
}
