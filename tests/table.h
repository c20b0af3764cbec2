/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of tests/unit: one row a line, cells between tabs, # comments. In a cell \n, \t,
 * \\, \xHH (a byte) and \uHHHH (a character) stand for what cannot be typed.
 */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stdlib.h>

#include "lib/str.h"
#include "lib/utf8.h"
#include "tests/check.h"

#define TABLE_CELLS 4

struct table {
	const char *name;
	struct buf text;
	struct str rest;
	unsigned line; /* of the row last read */
	struct buf
		cells[TABLE_CELLS]; /* of that row, unescaped; empty when it has fewer */
};

/* Reads $srcdir/tests/unit/NAME; a failed check when it is not there. */
static inline bool table_open(struct table *t, const char *name)
{
	const char *dir = getenv("srcdir");
	char path[4096];
	size_t got;
	FILE *f;

	*t = (struct table){.name = name};
	snprintf(path, sizeof path, "%s/tests/unit/%s", dir ? dir : ".", name);
	f = fopen(path, "rb");
	CHECK(f != NULL);
	if (f == NULL) {
		fprintf(stderr, "cannot read %s\n", path);
		return false;
	}
	do {
		got = fread(buf_reserve(&t->text, 65536), 1, 65536, f);
		t->text.n += got;
	} while (got > 0);
	fclose(f);
	t->rest = buf_view(&t->text);
	return true;
}

static inline void table_close(struct table *t)
{
	for (size_t i = 0; i < TABLE_CELLS; i++)
		buf_release(&t->cells[i]);
	buf_release(&t->text);
}

static inline void table_unescape(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char digits[5] = "";
		size_t width;

		if (s.p[i] != '\\' || i + 1 == s.n) {
			buf_char(out, s.p[i]);
			continue;
		}
		i++;
		width = s.p[i] == 'x' ? 2 : s.p[i] == 'u' ? 4 : 0;
		if (width > 0 && i + width < s.n)
			memcpy(digits, s.p + i + 1, width);
		if (width == 2)
			buf_char(out, (char)strtoul(digits, NULL, 16));
		else if (width == 4)
			utf8_encode(out, (uint32_t)strtoul(digits, NULL, 16));
		else
			buf_char(out, s.p[i] == 'n'   ? '\n'
				      : s.p[i] == 't' ? '\t'
						      : s.p[i]);
		i += width;
	}
}

static inline bool table_next(struct table *t)
{
	struct str row, cell;

	while (str_split(&t->rest, '\n', &row)) {
		t->line++;
		if (row.n == 0 || row.p[0] == '#')
			continue;
		for (size_t i = 0; i < TABLE_CELLS; i++) {
			buf_clear(&t->cells[i]);
			buf_char(&t->cells[i], '\0'); /* p is never NULL */
			buf_clear(&t->cells[i]);
			if (str_split(&row, '\t', &cell))
				table_unescape(&t->cells[i], cell);
		}
		return true;
	}
	return false;
}

/* The cell is what was got. */
static inline bool table_check(const struct table *t, size_t cell, const char *got)
{
	bool held = check_count(strcmp(t->cells[cell].p, got) == 0);

	if (!held)
		fprintf(stderr, "%s:%u: %s\n\tgot      %s\n\texpected %s\n", t->name,
			t->line, t->cells[0].p, got, t->cells[cell].p);
	return held;
}

#endif
