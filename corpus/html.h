/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML: what a page says of its article, and the article's text without the page around it.
 *
 * Input is UTF-8 already. What a function answers belongs to the arena, or to the bytes
 * it was given.
 */
#ifndef CORPUS_HTML_H
#define CORPUS_HTML_H

#include <stdbool.h>

#include "corpus/article.h"
#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

/* The charset that <meta> or <?xml?> names in the first bytes of a page; empty: none. */
struct str html_charset(struct str front);

/*
 * Fills what the page tells of title, date, author, source, URL, lead and body; the
 * rest stays as it is. `url` is where the page came from, or empty: relative links are
 * resolved against it, and it stands for a canonical URL that the page does not name.
 * ERROR_REJECTED for a page of more tags than can be.
 */
int html_article(struct arena *arena, struct str html, struct str url, struct article *a,
		 struct error *err);

/*
 * Appends all the text of a fragment (of a feed, of a mail) in paragraphs, an empty line
 * between them.
 */
int html_text(struct buf *out, struct str html, struct error *err);
/*
 * The same for what a feed gives of an article: without "Lire la suite" and its like.
 */
int html_content(struct buf *out, struct str html, struct error *err);

/* Whether the bytes are those of a page; `front`: the first of them. */
bool html_sniff(struct str front);
/*
 * True when a standfirst says nothing but what the text says too, cut short perhaps;
 * accents, spaces and signs aside.
 */
bool html_repeats(struct str lead, struct str text);
/* Appends s with its character references resolved. */
void html_decode(struct buf *out, struct str s);

#endif
