/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a table: the B-tree in a file that glass/table.h writes, or libxapian, mapped into memory.
 * Whatever the file holds, nothing outside of it is read.
 */
#ifndef GLASS_TREE_H
#define GLASS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glass/version.h"
#include "lib/str.h"

#define TREE_LEVELS 10 /* libxapian's own limit */

struct tree {
	const uint8_t *blocks; /* the file */
	size_t size;
	struct version_root root;
	uint64_t revision; /* of the database; a block of a later one is another's */
};

/* An item of a leaf, and the way to it. */
struct tree_cursor {
	const struct tree *tree;
	struct tree_step {
		const uint8_t *block;
		unsigned item, items;
	} steps[TREE_LEVELS]; /* leaf first */
	bool damaged;	      /* why a call answered false */
};

/* Maps the file. False, with nothing to close, when that cannot be or it is too short. */
bool tree_open(struct tree *t, const char *path, const struct version_root *root,
	       uint64_t revision);
void tree_close(struct tree *t);

/*
 * Goes to the last entry whose key is not greater: false when there is none. The next and the one
 * before, likewise. An entry may stand in several items.
 */
bool tree_find(struct tree_cursor *c, const struct tree *t, struct str key);
bool tree_next(struct tree_cursor *c);
/*
 * The entry the cursor stands at, which it is left at the last item of: false when it is damaged or
 * deflated. What does not stand in one piece is put together in `scratch`.
 */
bool tree_entry(struct tree_cursor *c, struct buf *scratch, struct str *key,
		struct str *tag);

#endif
