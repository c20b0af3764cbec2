/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/page.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

enum { NARROWEST = 20, WIDEST = 1000, USUAL = 80 };

bool page_knows_colour(struct str colour)
{
	return str_is(colour, "auto") || str_is(colour, "always") ||
	       str_is(colour, "never");
}

static bool wants_colour(const char *colour)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (colour != NULL && strcmp(colour, "auto") != 0)
		return strcmp(colour, "always") == 0;
	return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') &&
	       (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

static bool wants_links(void)
{
	const char *forced = getenv("FORCE_HYPERLINK");
	const char *terminal = getenv("TERM");

	if (forced != NULL && forced[0] != '\0')
		return strcmp(forced, "0") != 0;
	return isatty(STDOUT_FILENO) && terminal != NULL &&
	       strcmp(terminal, "dumb") != 0 && strcmp(terminal, "linux") != 0;
}

static size_t columns_of_stdout(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long n;

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col > 0)
		return size.ws_col;
	n = columns ? strtol(columns, NULL, 10) : 0;
	return n >= NARROWEST && n <= WIDEST ? (size_t)n : USUAL;
}

struct page page_of_stdout(const char *colour)
{
	return (struct page){
		.out = stdout,
		.colour = wants_colour(colour),
		.links = wants_links(),
		.columns = columns_of_stdout(),
	};
}

void page_style(const struct page *page, const char *style)
{
	if (page->colour && style != NULL)
		fprintf(page->out, "\033[%sm", style);
}

void page_reset(const struct page *page)
{
	if (page->colour)
		fputs("\033[0m", page->out);
}

void page_print(const struct page *page, struct str s)
{
	uint32_t c;
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		n = utf8_decode(s, i, &c);
		if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0))
			putc(' ', page->out);
		else
			fwrite(s.p + i, 1, n, page->out);
	}
}

/* Prints text[start, end) with its marks; `base` is the style around them. */
static void print_marked(const struct page *page, const struct marked_text *m,
			 size_t start, size_t end, const char *base)
{
	size_t at = start;

	for (size_t i = 0; i < m->count && at < end; i++) {
		const char *style = m->marks[i].style;
		size_t from = m->marks[i].start > at ? m->marks[i].start : at;
		size_t to = m->marks[i].end < end ? m->marks[i].end : end;

		if (from >= to)
			continue;
		page_print(page, str_slice(m->text, at, from));
		page_style(page, style ? style : STYLE_MARK);
		page_print(page, str_slice(m->text, from, to));
		page_reset(page);
		page_style(page, base);
		at = to;
	}
	page_print(page, str_slice(m->text, at, end));
}

/* What stands outside printable ASCII would end the escape: it is percent-encoded. */
static void start_link(const struct page *page, struct str link)
{
	fputs("\033]8;;", page->out);
	for (size_t i = 0; i < link.n; i++) {
		unsigned char c = (unsigned char)link.p[i];

		if (c > ' ' && c < 0x7F)
			putc(c, page->out);
		else
			fprintf(page->out, "%%%02X", c);
	}
	fputs("\033\\", page->out);
}

static void end_link(const struct page *page)
{
	fputs("\033]8;;\033\\", page->out);
}

size_t page_line_end(struct str text, size_t start, size_t columns)
{
	const char *line_break = memchr(text.p + start, '\n', text.n - start);
	struct str rest = str_slice(text, start,
				    line_break ? (size_t)(line_break - text.p) : text.n);
	size_t end = start + utf8_fit(rest, columns).n;
	size_t word = end;

	if (end == start + rest.n)
		return end;
	while (word > start && text.p[word] != ' ')
		word--;
	if (word > start)
		return word;
	return end > start ? end : start + 1;
}

void page_wrap(const struct page *page, const struct marked_text *m, const char *front,
	       const char *style)
{
	size_t indent = utf8_width(str_of(front));
	size_t columns =
		page->columns > indent + NARROWEST ? page->columns - indent : NARROWEST;
	bool link = page->links && m->link.n > 0;
	size_t start = 0;

	while (start < m->text.n) {
		size_t end = page_line_end(m->text, start, columns);

		if (start == 0)
			fputs(front, page->out);
		else
			fprintf(page->out, "%*s", (int)indent, "");
		if (link)
			start_link(page, m->link);
		page_style(page, style);
		print_marked(page, m, start, end, style);
		if (style != NULL)
			page_reset(page);
		if (link)
			end_link(page);
		putc('\n', page->out);
		start = end;
		while (start < m->text.n && m->text.p[start] == ' ')
			start++;
		if (start < m->text.n && m->text.p[start] == '\n')
			start++;
	}
}

void page_field(const struct page *page, const char *label, struct str value)
{
	struct marked_text m = {.text = value};
	struct buf front = {0};

	if (value.n == 0)
		return;
	buf_printf(&front, "%s%s", label, _(": "));
	page_wrap(page, &m, front.p, NULL);
	buf_release(&front);
}
