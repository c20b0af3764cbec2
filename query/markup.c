/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/markup.h"

#include "lib/utf8.h"

static const char *escape_of(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static bool is_character(uint32_t c)
{
	return (c >= ' ' && c < 0x7F) || c == '\n' ||
	       (c >= 0xA0 && c != 0xFFFE && c != 0xFFFF);
}

void markup_text(FILE *out, struct str text)
{
	size_t at = 0;

	while (at < text.n) {
		char bytes[UTF8_MAX];
		uint32_t c;

		at += utf8_decode(text, at, &c);
		if (escape_of(c) != NULL)
			fputs(escape_of(c), out);
		else if (is_character(c))
			fwrite(bytes, 1, utf8_write(bytes, c), out);
		else
			putc(' ', out);
	}
}

void markup_attribute(FILE *out, const char *name, struct str value)
{
	fprintf(out, " %s=\"", name);
	markup_text(out, value);
	putc('"', out);
}

void markup_element(FILE *out, const char *element, const char *class, struct str text)
{
	fprintf(out, "<%s", element);
	if (class != NULL)
		markup_attribute(out, "class", str_of(class));
	putc('>', out);
	markup_text(out, text);
	fprintf(out, "</%s>", element);
}
