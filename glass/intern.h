/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts numbered from 0 in the order of their first mention. An all-zero `struct intern`
 * is empty; it owns copies of its texts.
 */
#ifndef GLASS_INTERN_H
#define GLASS_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "lib/str.h"

#define INTERN_FULL UINT32_MAX

struct intern_slot {
	uint32_t hash;
	uint32_t number; /* from 1; 0: free */
};

struct intern {
	struct intern_slot *slots;
	size_t slot_count; /* a power of two, or 0 */
	char *bytes;
	size_t bytes_capacity;
	uint32_t *ends; /* of each text in bytes */
	size_t count, ends_capacity;
};

/* The text's number, new or known; INTERN_FULL when there is none left. */
uint32_t intern_add(struct intern *i, struct str text);
struct str intern_text(const struct intern *i, uint32_t number);
/* The numbers by the bytes of their texts; the caller frees the array. */
uint32_t *intern_sorted(const struct intern *i);
size_t intern_bytes(const struct intern *i); /* memory held, intern_sorted() included */
void intern_release(struct intern *i);

#endif
