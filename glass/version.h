/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The version file "iamglass": what format a database has, where its tables' roots are,
 * and the statistics of all its documents.
 */
#ifndef GLASS_VERSION_H
#define GLASS_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glass/table.h"
#include "lib/error.h"
#include "lib/str.h"

/* In the order of the version file. */
enum version_table {
	VERSION_POSTLIST,
	VERSION_DOCDATA,
	VERSION_TERMLIST,
	VERSION_POSITION,
	VERSION_SPELLING,
	VERSION_SYNONYM,
	VERSION_TABLES,
};

struct version {
	struct table_root roots[VERSION_TABLES]; /* all zero: a table without entries */
	uint32_t documents, last;	  /* how many, and the number of the last one */
	uint32_t length_low, length_high; /* of documents; those of no length not below */
	uint32_t wdf_high;
	uint64_t length_total;
};

/* Where a table is read from. */
struct version_root {
	uint32_t block;
	unsigned level;
	size_t block_size;
};

/* A tag longer than this is worth deflating in this table; 0: none is. */
uint32_t version_deflate_over(enum version_table table);
/* Counts a document in. */
void version_count(struct version *v, uint32_t docid, uint32_t length, uint32_t wdf_high);
/* Appends the file's bytes, with a new random identifier of the database. */
int version_print(const struct version *v, struct buf *out, struct error *err);
/*
 * Reads, from the bytes of a version file, the database's revision and the root of a table: false when
 * the format is not the one we know, or the table is empty.
 */
bool version_read(struct str file, enum version_table table, uint64_t *revision,
		  struct version_root *root);

#endif
