/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small tables kept as one text: lines "key TAB value", or "key" alone, in byte order of
 * the keys. Nothing is parsed to use one: a look-up is a binary search over its bytes.
 */
#ifndef LIB_SORTED_H
#define LIB_SORTED_H

#include "lib/str.h"

/* Whether the key is there; *value (may be NULL) is borrowed from the table. */
bool sorted_find(struct str table, struct str key, struct str *value);

/*
 * The same by hashing, for a table asked often: an index over its lines, built at once.
 * `struct sorted_index ix = {0}` is a valid empty one; it borrows the table.
 */
struct sorted_index {
	struct str table;
	struct sorted_slot *lines; /* by hash of the key */
	size_t slots;
};

struct sorted_slot {
	uint32_t offset; /* of the line, + 1; 0 is empty */
	uint32_t hash;	 /* low bits: most keys are told apart without being read */
};

void sorted_index_build(struct sorted_index *ix, struct str table);
/* `hash` is str_hash(key). */
bool sorted_index_find(const struct sorted_index *ix, struct str key, uint64_t hash,
		       struct str *value);
void sorted_index_release(struct sorted_index *ix);

/* The line at *at (first 0); moves *at to the next. False at the end. */
bool sorted_next(struct str table, size_t *at, struct str *key, struct str *value);

struct sorted_line {
	struct str key, value; /* no tab, no line break in them */
	unsigned number;       /* of the line it was read from, for messages */
};

/*
 * Sorts the lines and appends the table. Answers NULL, or the second of two lines with the same key
 * (and appends nothing).
 */
const struct sorted_line *sorted_write(struct buf *out, struct sorted_line *lines,
				       size_t count);

#endif
