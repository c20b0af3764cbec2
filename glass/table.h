/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One table of a database: a B-tree in a file, written from its first key to its last.
 * Blocks are filled one after the other and never touched again.
 */
#ifndef GLASS_TABLE_H
#define GLASS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/error.h"
#include "lib/str.h"

#define TABLE_BLOCK 8192  /* bytes of a block, libxapian's default */
#define TABLE_KEY_MAX 255 /* bytes of a key */

struct table;

/* What the version file says of a table. */
struct table_root {
	uint32_t block;	 /* number of the topmost block */
	uint32_t blocks; /* in the file */
	unsigned level;	 /* of the topmost block; leaves are level 0 */
	uint64_t entries;
};

enum table_tag {
	TABLE_PLAIN,
	TABLE_DEFLATED, /* the reader will inflate it (raw deflate) */
};

/* Makes the file, which must not exist. */
int table_new(struct table **out, const char *path, struct error *err);
/* Accepts NULL. Closes the file, leaves it where it is. */
void table_free(struct table *t);
/* Adds a tag of any length below a key greater, by bytes, than those before. */
int table_add(struct table *t, struct str key, struct str tag, enum table_tag kind,
	      struct error *err);
/* Writes what is left and waits until the disk has it; only table_free() may follow. */
int table_finish(struct table *t, struct table_root *root, struct error *err);
size_t table_bytes(const struct table *t); /* memory held */

#endif
