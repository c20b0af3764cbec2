/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What files are called: as people are told it, and by their extension.
 */
#ifndef CORPUS_PLACE_H
#define CORPUS_PLACE_H

#include "lib/str.h"

/*
 * Appends a file's name, which may hold any bytes; those that neither an id nor a
 * terminal should see are written %0A.
 */
void place_add(struct buf *out, struct str name);

/*
 * The extension with its dot: 1 to 8 ASCII letters and digits, one letter at least, a
 * compression's own aside (".jsonl" of "a.jsonl.gz"); empty when there is none.
 */
struct str place_extension(struct str path);

/* Kinds of files that were left out, each told once. {0} is none yet. */
struct told {
	char **kinds;
	size_t count, capacity;
};

/* Appends why a file of that name is left out; false when its like was told before. */
bool told_first(struct told *t, struct str path, struct buf *why);
void told_release(struct told *t);

#endif
