/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One article id a line: for other programs. */
#include "query/format.h"

static void print_ids(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;

	for (size_t i = 0; i < r->count; i++)
		fprintf(page->out, "%.*s\n", STR_ARGS(r->items[i].record.id));
}

const struct format format_ids = {
	.name = "ids", .limit = 10, .answer = print_ids,
};
