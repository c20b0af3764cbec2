/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best of the articles that were read, set aside as they are: those on the page need not be
 * fetched and cut once more.
 *
 * A shelf owns the readings on it. `struct shelf s = {.most = n}` is empty and takes n of them;
 * release it with shelf_release().
 */
#ifndef QUERY_SHELF_H
#define QUERY_SHELF_H

#include "query/read.h"

struct shelved {
	struct reading reading;
	double worth;
};

struct shelf {
	struct shelved *items;
	size_t most, count;
	size_t least; /* of a full shelf, the one of the least worth */
};

/*
 * Takes the reading over when it is one of the best, and gives another to be used again, as
 * empty as one before reading_open().
 */
void shelf_offer(struct shelf *s, struct reading *r, double worth);
/* The reading of that article; NULL when it is not there. */
struct reading *shelf_find(const struct shelf *s, uint32_t docid);
void shelf_release(struct shelf *s);

#endif
