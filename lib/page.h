/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Paper for people: a terminal or a file, its width and whether it takes colours; text
 * with marks broken into its lines.
 */
#ifndef LIB_PAGE_H
#define LIB_PAGE_H

#include <stdio.h>

#include "lib/str.h"

struct page {
	FILE *out;
	bool colour;	/* terminal escapes */
	bool links;	/* escapes that make text a link (OSC 8) */
	size_t columns; /* width to fit */
};

/* Styles: parameters of the terminal's escape sequence. */
#define STYLE_BOLD "1"
#define STYLE_DIM "2"
#define STYLE_MARK "1;33"

struct mark {
	uint32_t start, end; /* bytes */
	const char *style;   /* NULL: STYLE_MARK */
};

struct marked_text {
	struct str text;
	struct mark *marks; /* in order, apart */
	size_t count;
	struct str link; /* address the text leads to on pages with links; may be empty */
};

/*
 * Standard output as it is. `colour` is auto, always or never, NULL for auto: only on a
 * terminal, and not when $NO_COLOR is set to anything. Links: on a terminal that is neither
 * dumb nor the console, or as $FORCE_HYPERLINK (0 or 1) says.
 */
struct page page_of_stdout(const char *colour);
/* Whether `colour` is one of these words. */
bool page_knows_colour(struct str colour);

void page_style(const struct page *page, const char *style);
void page_reset(const struct page *page);
/* Control characters of an article do not reach the terminal. */
void page_print(const struct page *page, struct str s);
/* Where a line of `columns` beginning at `start` ends: behind a word when possible. */
size_t page_line_end(struct str text, size_t start, size_t columns);
/*
 * Wraps to the page; `front` stands before the first line, blanks as wide before the
 * others; `style` (NULL: none) is that of the text between the marks.
 */
void page_wrap(const struct page *page, const struct marked_text *m, const char *front,
	       const char *style);
/* "label: value", wrapped; nothing for an empty value. */
void page_field(const struct page *page, const char *label, struct str value);

#endif
