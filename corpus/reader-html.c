/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML: one page a file, one article a page. */
#include "corpus/reader.h"

#include "corpus/encoding.h"
#include "corpus/html.h"

#define PAGE_MAX ((size_t)64 << 20) /* bytes */
#define CHARSET_FRONT 4096	    /* bytes in which a page declares its charset */

static int next_page(struct reader *r, struct article *a, struct error *err)
{
	struct str bytes, text;

	if (r->state != NULL)
		return 0;
	r->state = r;
	if (input_rest(r->input, PAGE_MAX, &bytes, err) < 0 ||
	    encoding_decode(&r->arena, bytes,
			    html_charset(str_slice(bytes, 0, CHARSET_FRONT)), &text,
			    &a->lost, err) < 0)
		return -1;
	if (html_article(&r->arena, text, (struct str){0}, a, err) < 0)
		return -1;
	return 1;
}

const struct reader_format reader_html = {
	.name = "html",
	.extensions = {".html", ".htm", ".xhtml"},
	.sniff = html_sniff,
	.next = next_page,
};
