/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of numbers that are hashes, each with a place the caller gives it; 0 is never in it.
 * `struct numbers n = {0}` is empty.
 */
#ifndef QUERY_NUMBERS_H
#define QUERY_NUMBERS_H

#include "lib/str.h"

struct numbers_slot {
	uint64_t number; /* 0: free */
	size_t place;
};

struct numbers {
	struct numbers_slot *slots; /* open addressing */
	size_t count, capacity;
};

/* The slot of a number, which is added when it is not there: then `place` is SIZE_MAX. */
struct numbers_slot *numbers_find(struct numbers *n, uint64_t number);
/* Adds it; false when it is there, or is 0. */
bool numbers_add(struct numbers *n, uint64_t number);
/* The place of a number that is there; false when it is not. */
bool numbers_get(const struct numbers *n, uint64_t number, size_t *place);
bool numbers_has(const struct numbers *n, uint64_t number);
void numbers_release(struct numbers *n);

#endif
