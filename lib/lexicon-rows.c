/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of lexicon/ as rows with named columns. */
#include "lib/lexicon-load.h"

#include <errno.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/utf8.h"

static const struct {
	const char *name;
	enum column column;
} column_names[] = {
	{"id", COLUMN_ID},
	{"code", COLUMN_ID},
	{"name", COLUMN_NAME},
	{"form", COLUMN_NAME},
	{"parent", COLUMN_PARENT},
	{"country", COLUMN_PARENT},
	{"region", COLUMN_PARENT},
	{"department", COLUMN_PARENT},
	{"topic", COLUMN_ID},
	{"companies", COLUMN_ALIASES},
	{"case", COLUMN_CASE},
	{"context", COLUMN_CONTEXT},
	{"not_after", COLUMN_NOT_AFTER},
	{"not_before", COLUMN_NOT_BEFORE},
	{"aliases", COLUMN_ALIASES},
	{"forms", COLUMN_ALIASES},
	{"population", COLUMN_POPULATION},
	{"kind", COLUMN_KIND},
};

int row_fault(const struct row *row, const char *what, struct str subject,
	      struct error *err)
{
	return error_set(err, ERROR_FAILED, "%s: '%.*s', %s:%u", what, STR_ARGS(subject),
			 row->file, row->line);
}

bool row_next_line(struct str *rest, struct row *row, struct str *line)
{
	while (str_split(rest, '\n', line)) {
		row->line++;
		if (line->n > 0 && line->p[line->n - 1] == '\r')
			line->n--;
		if (line->n > 0 && line->p[0] != '#')
			return true;
	}
	return false;
}

/* Where the columns of the header go; *count of them. */
static int read_header(struct str line, struct row *row, enum column columns[COLUMNS],
		       size_t *count, struct error *err)
{
	struct str name;
	size_t i;

	for (*count = 0; str_split(&line, '\t', &name); ++*count) {
		for (i = 0; i < COUNT(column_names); i++) {
			if (str_is(name, column_names[i].name))
				break;
		}
		if (i == COUNT(column_names) || *count == COLUMNS)
			return row_fault(row, _("unknown column"), name, err);
		columns[*count] = column_names[i].column;
	}
	return 0;
}

static int read_row(struct str line, struct row *row, const enum column columns[COLUMNS],
		    size_t count, struct error *err)
{
	struct str rest = line;
	struct str field;
	size_t i;

	memset(row->fields, 0, sizeof row->fields);
	for (i = 0; str_split(&rest, '\t', &field); i++) {
		if (i == count)
			return row_fault(row, _("too many columns"), line, err);
		row->fields[columns[i]] = str_trim(field);
	}
	return 0;
}

int rows_each(struct loading *g, struct str text, add_row *visit, struct error *err)
{
	struct row row = {.file = g->file};
	enum column columns[COLUMNS];
	size_t count;
	struct str line;

	if (!row_next_line(&text, &row, &line))
		return 0;
	if (read_header(line, &row, columns, &count, err) < 0)
		return -1;
	while (row_next_line(&text, &row, &line)) {
		if (read_row(line, &row, columns, count, err) < 0 ||
		    visit(g, &row, err) < 0)
			return -1;
	}
	return 0;
}

int rows_read_file(struct loading *g, const char *folder, const char *name,
		   struct buf *path, struct buf *text, struct error *err)
{
	buf_clear(path);
	buf_clear(text);
	buf_printf(path, "%s/%s", folder, name);
	g->file = g->folder ? path->p : name;
	if (paths_read(path->p, text) < 0) {
		if (g->folder != NULL && errno == ENOENT)
			return 0;
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path->p,
				 strerror(errno));
	}
	if (str_starts(buf_view(text), STR("\xEF\xBB\xBF"))) {
		text->n -= 3;
		memmove(text->p, text->p + 3, text->n);
	}
	return 1;
}
