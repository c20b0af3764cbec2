/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A cut message must stay valid UTF-8: drop the bytes of a character cut in two. */
static void cut_at_character(char *text, size_t size)
{
	size_t n = size - 1;
	size_t back = 0;

	while (back < 3 && n > back && ((unsigned char)text[n - 1 - back] & 0xC0) == 0x80)
		back++;
	if (n > back && (unsigned char)text[n - 1 - back] >= 0xC0)
		n -= back + 1;
	text[n] = '\0';
}

int error_set(struct error *err, enum error_code code, const char *format, ...)
{
	va_list args;
	int n;

	err->code = code;
	va_start(args, format);
	n = vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	if (n < 0)
		err->text[0] = '\0';
	else if ((size_t)n >= sizeof err->text)
		cut_at_character(err->text, sizeof err->text);
	return -1;
}

void error_clear(struct error *err)
{
	err->code = ERROR_NONE;
	err->text[0] = '\0';
}
