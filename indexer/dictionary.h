/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trains the dictionary that stored articles are pressed against, on articles taken evenly
 * from all that are there.
 */
#ifndef INDEXER_DICTIONARY_H
#define INDEXER_DICTIONARY_H

#include "lib/str.h"

#define DICTIONARY_LEAST (64 * 1024) /* bytes of text below which none is trained */

/*
 * Appends the dictionary trained on the articles' texts; nothing when there is too
 * little.
 */
void dictionary_train(const struct str *texts, size_t count, struct buf *out);

#endif
