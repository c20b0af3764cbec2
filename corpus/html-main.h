/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The article's text out of the page around it.
 *
 * Paragraphs are told from menus and lists of links by their length and by how much of them is
 * links (Kohlschütter, Fankhauser, Nejdl: Boilerplate Detection Using Shallow Text
 * Features, WSDM 2010). The title's surroundings are widened until they hold the
 * page's sentences, then narrowed to the element that has most of them (as Readability, Arc90,
 * 2009, does by scores). Tags, classes and well-known phrases take out what stands in
 * between (as Trafilatura does; Barbaresi, ACL 2021).
 */
#ifndef CORPUS_HTML_MAIN_H
#define CORPUS_HTML_MAIN_H

#include "corpus/html-blocks.h"
#include "corpus/html-claims.h"

/*
 * Fills what the claims lack (title, date, author) from the lines of the page, and
 * appends lead and body.
 */
void html_main_read(struct html_claims *c, struct html_tree *tree, struct buf *lead,
		    struct buf *body);

#endif
