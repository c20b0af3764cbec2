/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trains the dictionary that stored articles are pressed against, on articles taken evenly
 * from all that are there.
 */
#ifndef INDEXER_DICTIONARY_H
#define INDEXER_DICTIONARY_H

#include "lib/manifest.h"
#include "lib/str.h"

#define DICTIONARY_LEAST (64 * 1024) /* bytes of text below which none is trained */

/* Of all that is known of an index's articles when it begins, or when all is there. */
enum dictionary_of { DICTIONARY_OF_FIRST, DICTIONARY_OF_ALL };

/* Bytes looked at; more are no use. */
size_t dictionary_sample(enum dictionary_of of);
/*
 * Appends the dictionary trained on the articles' texts; nothing when there is too
 * little.
 */
void dictionary_train(const struct str *texts, size_t count, enum dictionary_of of,
		      struct buf *out);
/*
 * Dictionaries are kept as small as texts are. The manifest of so much text gets those ready to be
 * used, too, that are next to nothing of it: spreading one out takes a tenth of the time of a question.
 */
void dictionary_spread(struct manifest *m, uint64_t text_bytes);
/* Drops all dictionaries but that of the key. */
void dictionary_drop(struct manifest *m, struct str but);

#endif
