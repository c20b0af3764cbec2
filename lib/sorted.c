/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/sorted.h"

#include <stdlib.h>
#include <string.h>

/* Cuts the line beginning at `start`; answers where the next one begins. */
static size_t cut_line(struct str table, size_t start, struct str *key, struct str *value)
{
	const char *line_break = memchr(table.p + start, '\n', table.n - start);
	size_t end = line_break ? (size_t)(line_break - table.p) : table.n;
	struct str line = str_slice(table, start, end);

	*value = (struct str){0};
	if (line.n > 0)
		str_split(&line, '\t', key);
	else
		*key = line;
	if (line.p != NULL)
		*value = line;
	return end < table.n ? end + 1 : table.n;
}

bool sorted_find(struct str table, struct str key, struct str *value)
{
	size_t low = 0;
	size_t high = table.n;

	while (low < high) {
		size_t start = low + (high - low) / 2;
		struct str found, its_value;
		size_t next;
		int order;

		while (start > low && table.p[start - 1] != '\n')
			start--;
		next = cut_line(table, start, &found, &its_value);
		order = str_compare(key, found);
		if (order == 0) {
			if (value != NULL)
				*value = its_value;
			return true;
		}
		if (order < 0)
			high = start;
		else
			low = next;
	}
	return false;
}

bool sorted_next(struct str table, size_t *at, struct str *key, struct str *value)
{
	if (*at >= table.n)
		return false;
	*at = cut_line(table, *at, key, value);
	return true;
}

static int by_key(const void *a, const void *b)
{
	const struct sorted_line *x = a;
	const struct sorted_line *y = b;
	int order = str_compare(x->key, y->key);

	return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

const struct sorted_line *sorted_write(struct buf *out, struct sorted_line *lines,
				       size_t count)
{
	if (count > 1)
		qsort(lines, count, sizeof *lines, by_key);
	for (size_t i = 1; i < count; i++) {
		if (str_equal(lines[i - 1].key, lines[i].key))
			return &lines[i];
	}
	for (size_t i = 0; i < count; i++) {
		buf_str(out, lines[i].key);
		if (lines[i].value.n > 0) {
			buf_char(out, '\t');
			buf_str(out, lines[i].value);
		}
		buf_char(out, '\n');
	}
	return NULL;
}
