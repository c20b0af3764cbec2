/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes two articles the same one: a canonical URL, or the text to the letter. Hashes, 0 for
 * none. What is but alike is for copies.h.
 */
#ifndef INDEXER_FINGERPRINT_H
#define INDEXER_FINGERPRINT_H

#include "corpus/article.h"
#include "indexer/seen.h"
#include "lib/str.h"

/*
 * Of the page that a URL leads to: without scheme, "www.", what only counts visitors, the place in
 * the page and a slash at the end. 0 when it is no page but a whole site, or no URL.
 */
uint64_t fingerprint_url(struct str url);
/*
 * Of title, lead and text, one behind the other: white space aside, and whether apostrophes are
 * curved. 0 when it is shorter than `least` bytes without white space.
 */
uint64_t fingerprint_text(struct str title, struct str lead, struct str body,
			  size_t least);
/* Both, and what else tells which article it is. Borrows from it. */
void fingerprint(const struct article *a, struct seen_article *out);

#endif
