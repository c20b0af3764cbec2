/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The title of a page's article. */
#ifndef CORPUS_HTML_TITLE_H
#define CORPUS_HTML_TITLE_H

#include "corpus/html-blocks.h"
#include "corpus/html-claims.h"

/*
 * Claims the title if nobody did, cuts the name of the site off it, and answers the line of
 * the page that bears it; NULL when there is none.
 */
const struct html_block *html_title_find(struct html_claims *c,
					 const struct html_tree *tree,
					 const struct html_blocks *blocks);

/* Where in the text of its block the title's line begins; 0 when none says the title. */
size_t html_title_at(struct arena *arena, const struct html_block *b, struct str title);

/* Letters and digits in lower case without accents, one behind the other. */
struct str html_plain(struct arena *arena, struct str line);
/* Letters and digits are the same; accents, case, spaces and signs aside. */
bool html_same_line(struct arena *arena, struct str a, struct str b);
/* `line` stands in `text`, by the same measure. */
bool html_says(struct arena *arena, struct str text, struct str line);

#endif
