/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trains the preset dictionary that stored articles are deflated against: the 32 KB of
 * text whose pieces stand in the most articles of a sample.
 */
#ifndef INDEXER_DICTIONARY_H
#define INDEXER_DICTIONARY_H

#include "lib/str.h"

#define DICTIONARY_SIZE (32 * 1024 - 262) /* bytes: what deflate can reach back to */
#define DICTIONARY_LEAST (64 * 1024)	  /* bytes of text below which none is trained */

/*
 * Appends the dictionary trained on the articles' texts; nothing when there is too
 * little.
 */
void dictionary_train(const struct str *texts, size_t count, struct buf *out);

#endif
