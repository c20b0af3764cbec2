/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The articles of the segment being written, by id, as they are not yet found in any index.
 */
#ifndef INDEXER_PENDING_H
#define INDEXER_PENDING_H

#include "lib/schema.h"
#include "lib/str.h"

/* An article of the segment being written. */
struct pending {
	struct str term; /* of its id; p NULL: a free slot */
	uint32_t docid;
	uint64_t hash;
	size_t text_bytes;
	struct arrival arrival;
	bool dead; /* another has taken its place, or it was removed */
};

/* Those articles by id; the dead among them apart, for the manifest. */
struct pending_table {
	struct arena arena;
	struct pending *slots; /* open addressing */
	size_t count, capacity;
	uint32_t *dead; /* docids */
	size_t dead_count, dead_capacity;
	uint64_t text_bytes; /* of those alive */
	struct str *packed;  /* of all, in the order of their docids, in the arena */
	size_t packed_count, packed_capacity;
};

/* The article alive with the term of that id, or NULL. */
struct pending *pending_find(const struct pending_table *p, struct str term);
/* Copies the term; `article` has the rest. */
void pending_add(struct pending_table *p, struct str term, const struct pending *article);
/* Another has taken the place of an article, or it was removed. */
void pending_bury(struct pending_table *p, struct pending *article);
/* Copies the packed bytes of the next one in the order of their docids. */
void pending_keep(struct pending_table *p, struct str packed);
void pending_clear(struct pending_table *p);

#endif
