/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables in Markdown, for people: to paste into a note or a message. */
#include "query/format-sheet.h"

#include <string.h>

/* What would end a cell or begin a mark is escaped. */
static void print_value(FILE *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ')
			putc(' ', out);
		else if (strchr("|\\`*_[]<>", s.p[i]) != NULL)
			fprintf(out, "\\%c", s.p[i]);
		else
			putc(s.p[i], out);
	}
}

static void print_heading(const struct page *page, const struct sheet *s)
{
	for (size_t c = 0; c < s->columns_count; c++) {
		fputs("| ", page->out);
		print_value(page->out, s->columns[c].title);
		putc(' ', page->out);
	}
	fputs("|\n", page->out);
	for (size_t c = 0; c < s->columns_count; c++)
		fputs(s->columns[c].number ? "|---:" : "|---", page->out);
	fputs("|\n", page->out);
}

static void print_sheet(const struct page *page, const struct sheet *s,
			const struct layout *layout)
{
	struct buf text = {0};

	(void)layout;
	print_heading(page, s);
	for (size_t i = 0; i < s->count; i++) {
		buf_clear(&text);
		cell_print_long(&s->cells[i], &text);
		fputs("| ", page->out);
		print_value(page->out, buf_view(&text));
		fputs((i + 1) % s->columns_count == 0 ? " |\n" : " ", page->out);
	}
	buf_release(&text);
}

const struct format format_md = {
	.name = "md",
	.details = true,
	.limit = 10,
	.sheet = print_sheet,
	.sheet_for = SHEET_FOR_PEOPLE,
};
