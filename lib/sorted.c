/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/sorted.h"

#include <stdlib.h>
#include <string.h>

/* Cuts the line beginning at `start`; answers where the next one begins. */
static size_t cut_line(struct str table, size_t start, struct str *key, struct str *value)
{
	const char *line = table.p + start;
	const char *line_break = memchr(line, '\n', table.n - start);
	size_t end = line_break ? (size_t)(line_break - table.p) : table.n;
	const char *tab = memchr(line, '\t', end - start);

	*key = (struct str){line, end - start};
	*value = (struct str){0};
	if (tab != NULL) {
		key->n = (size_t)(tab - line);
		*value = (struct str){tab + 1, end - start - key->n - 1};
	}
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

static size_t count_lines(struct str table)
{
	size_t lines = 0;
	size_t i;

	for (i = 0; i < table.n; i++)
		lines += table.p[i] == '\n';
	return lines;
}

void sorted_index_build(struct sorted_index *ix, struct str table)
{
	size_t lines = count_lines(table) + 1;
	struct str key, value;
	size_t at = 0;

	sorted_index_release(ix);
	*ix = (struct sorted_index){.table = table, .slots = 64};
	while (ix->slots < 2 * lines)
		ix->slots *= 2;
	ix->lines = xcalloc(ix->slots, sizeof *ix->lines);
	while (at < table.n) {
		size_t next = cut_line(table, at, &key, &value);
		uint64_t hash = str_hash(key);
		size_t slot = hash & (ix->slots - 1);

		while (ix->lines[slot].offset != 0)
			slot = (slot + 1) & (ix->slots - 1);
		ix->lines[slot] = (struct sorted_slot){(uint32_t)at + 1, (uint32_t)hash};
		at = next;
	}
}

bool sorted_index_find(const struct sorted_index *ix, struct str key, uint64_t hash,
		       struct str *value)
{
	size_t slot;

	if (ix->slots == 0)
		return sorted_find(ix->table, key, value);
	for (slot = hash & (ix->slots - 1); ix->lines[slot].offset != 0;
	     slot = (slot + 1) & (ix->slots - 1)) {
		struct str found, its_value;

		if (ix->lines[slot].hash != (uint32_t)hash)
			continue;
		cut_line(ix->table, ix->lines[slot].offset - 1, &found, &its_value);
		if (!str_equal(found, key))
			continue;
		if (value != NULL)
			*value = its_value;
		return true;
	}
	return false;
}

void sorted_index_release(struct sorted_index *ix)
{
	free(ix->lines);
	*ix = (struct sorted_index){0};
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
