/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of keys in few bytes that knows all its keys, and takes about one other of fifteen
 * thousand for its own (Bloom's filter: twenty bits a key). It can be kept and read anywhere.
 */
#ifndef LIB_BLOOM_H
#define LIB_BLOOM_H

#include "lib/str.h"

/* Makes an empty set for that many keys of an empty buffer. */
void bloom_start(struct buf *set, size_t keys);
void bloom_add(struct buf *set, struct str key);
/* An empty `set` has no keys. */
bool bloom_has(struct str set, struct str key);

#endif
