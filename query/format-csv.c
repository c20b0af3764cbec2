/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comma-separated values: RFC 4180, but for the line ends, which are those of the system. */
#include "query/format-sheet.h"

static void print_value(FILE *out, struct str s, char separator)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] == separator || s.p[i] == '"' || s.p[i] == '\n' ||
			 s.p[i] == '\r';
	if (!quoted) {
		fwrite(s.p, 1, s.n, out);
		return;
	}
	putc('"', out);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			putc('"', out);
		putc(s.p[i], out);
	}
	putc('"', out);
}

static void print_sheet(const struct page *page, const struct sheet *s,
			const struct layout *layout)
{
	char separator = layout->separator;
	struct buf text = {0};

	for (size_t c = 0; c < s->columns_count; c++) {
		if (c > 0)
			putc(separator, page->out);
		print_value(page->out, s->columns[c].id, separator);
	}
	putc('\n', page->out);
	for (size_t i = 0; i < s->count; i++) {
		buf_clear(&text);
		cell_print(&s->cells[i], &text);
		print_value(page->out, buf_view(&text), separator);
		putc((i + 1) % s->columns_count == 0 ? '\n' : separator, page->out);
	}
	buf_release(&text);
}

const struct format format_csv = {
	.name = "csv",
	.details = true,
	.limit = 10,
	.sheet = print_sheet,
	.sheet_for = SHEET_FOR_MACHINES,
};
