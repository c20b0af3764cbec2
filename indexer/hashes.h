/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Items by a hash of 64 bits, which is taken for what was hashed: among ten million, two are the
 * same once in 300,000 times. `struct hashes h = {0}` is empty; nothing is ever taken out.
 */
#ifndef INDEXER_HASHES_H
#define INDEXER_HASHES_H

#include <stddef.h>
#include <stdint.h>

#define NO_ITEM_FOUND UINT32_MAX

struct hashes {
	uint64_t *hashes; /* open addressing */
	uint32_t *items;  /* + 1; 0: free */
	size_t count, capacity;
};

/* The item put last, or NO_ITEM_FOUND. */
uint32_t hashes_find(const struct hashes *h, uint64_t hash);
/* Takes the place of an item of the same hash. */
void hashes_put(struct hashes *h, uint64_t hash, uint32_t item);
size_t hashes_bytes(const struct hashes *h); /* memory held */
void hashes_release(struct hashes *h);

#endif
