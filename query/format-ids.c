/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One article id a line, or each with a NUL behind: for other programs. */
#include "query/format.h"

/* An id with a line break in it stays one line. */
static void print_id(FILE *out, struct str id, const struct layout *layout)
{
	if (layout->nul) {
		fwrite(id.p, 1, id.n, out);
		putc('\0', out);
		return;
	}
	for (size_t i = 0; i < id.n; i++)
		putc((unsigned char)id.p[i] < ' ' ? ' ' : id.p[i], out);
	putc('\n', out);
}

static void print_ids(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;

	for (size_t i = 0; i < r->count; i++)
		print_id(page->out, r->items[i].record.id, answer->layout);
}

static void print_article_id(const struct page *page, const struct shown *shown)
{
	print_id(page->out, shown->findings.record->id, shown->layout);
}

const struct format format_ids = {
	.name = "ids",
	.limit = 10,
	.answer = print_ids,
	.article = print_article_id,
};
