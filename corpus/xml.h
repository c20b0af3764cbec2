/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML, element by element: an article's element is handed over as a tree.
 *
 * Nothing is fetched, no document type is read, and no entity but those of HTML is known:
 * such as are not stay as they are written. Elements stand at most 256 deep. The tree of
 * an element is valid until the next; texts belong to the arena they are asked in.
 */
#ifndef CORPUS_XML_H
#define CORPUS_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "corpus/input.h"
#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

struct xml;

/* The name of the first element, without its prefix; empty when `front` is no XML. */
struct str xml_root(struct str front);

/* Reads what is left of the input; `lost` as for encoding_decode(). */
int xml_open(struct xml **out, struct input *in, size_t *lost, struct error *err);
void xml_close(struct xml *x);
/*
 * The next element that `wanted` says yes to, and its line: 1, or 0 at the end. The
 * elements in it are passed over afterwards. After a fault the file is over. Elements it
 * says no to are looked into; of these only attributes and parents may be asked.
 */
int xml_next(struct xml *x, bool (*wanted)(void *context, const xmlNode *element),
	     void *context, const xmlNode **element, size_t *line, struct error *err);
/* The whole of the element `wanted` was just asked about; NULL after a fault. */
const xmlNode *xml_whole(struct xml *x);

/* The name without prefix is this one, letter case aside. */
bool xml_is(const xmlNode *n, const char *name);
/* Empty when it is missing. */
struct str xml_attribute(struct arena *arena, const xmlNode *n, const char *name);
/* All text in it. */
struct str xml_text(struct arena *arena, const xmlNode *n);
/* The address, resolved against xml:base and `base`. */
struct str xml_address(struct arena *arena, const xmlNode *n, struct str reference,
		       struct str base);

/* What an element is in HTML; NULL for `html`: it is left out with all in it. */
struct xml_name {
	const char *name, *html;
};

/* Appends what is in n as HTML, names of no row as they are. */
void xml_html(struct buf *out, const xmlNode *n, const struct xml_name *names,
	      size_t count);

#endif
