/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is found in articles, told and not indexed: veille-index --facts.
 */
#ifndef INDEXER_TELLING_H
#define INDEXER_TELLING_H

#include "corpus/article.h"
#include "lib/error.h"
#include "lib/page.h"
#include "lib/paths.h"

struct telling;

enum telling_form { TELLING_LISTS, TELLING_JSON }; /* for people; an object a line */

int telling_open(struct telling **out, const struct lexicon_folders *lexicon,
		 enum telling_form form, struct page page, struct error *err);
/* `moment`: the article's date; 0 unknown. */
void telling_add(struct telling *t, const struct article *a, int64_t moment);
void telling_close(struct telling *t);

#endif
