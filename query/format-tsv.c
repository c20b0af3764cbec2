/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values between tabs, a row a line: tabs and line ends in a value become blanks. */
#include "query/format-sheet.h"

static void print_value(FILE *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		putc((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i], out);
}

static void print_sheet(const struct page *page, const struct sheet *s,
			const struct layout *layout)
{
	struct buf text = {0};

	(void)layout;
	for (size_t c = 0; c < s->columns_count; c++) {
		if (c > 0)
			putc('\t', page->out);
		print_value(page->out, s->columns[c].id);
	}
	putc('\n', page->out);
	for (size_t i = 0; i < s->count; i++) {
		buf_clear(&text);
		cell_print(&s->cells[i], &text);
		print_value(page->out, buf_view(&text));
		putc((i + 1) % s->columns_count == 0 ? '\n' : '\t', page->out);
	}
	buf_release(&text);
}

const struct format format_tsv = {
	.name = "tsv",
	.details = true,
	.limit = 10,
	.sheet = print_sheet,
	.sheet_for = SHEET_FOR_MACHINES,
};
