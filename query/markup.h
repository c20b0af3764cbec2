/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Elements and text of HTML, SVG and XML, written so that a parser of XML reads them, too. All text
 * goes through markup_text(): whatever it holds, it stays text.
 */
#ifndef QUERY_MARKUP_H
#define QUERY_MARKUP_H

#include <stdio.h>

#include "lib/str.h"

/*
 * The text with what would be markup escaped, for elements and quoted attributes. Characters that XML does
 * not allow become blanks, bytes that are no UTF-8 U+FFFD.
 */
void markup_text(FILE *out, struct str text);
/* ' name="value"' */
void markup_attribute(FILE *out, const char *name, struct str value);
/* An element on its own: <h2 class="…">text</h2>; `class` may be NULL. */
void markup_element(FILE *out, const char *element, const char *class, struct str text);

#endif
