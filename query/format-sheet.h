/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An answer as rows and columns, for formats that know nothing else: CSV, TSV, Markdown.
 *
 * A sheet owns its arrays and texts.
 */
#ifndef QUERY_FORMAT_SHEET_H
#define QUERY_FORMAT_SHEET_H

#include "query/format.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_COUNT, CELL_EUROS, CELL_MOMENT };

struct cell {
	enum cell_kind kind;
	struct str text;
	double number;
	int64_t moment;
};

struct sheet_column {
	struct str id;	  /* for machines: "companies" */
	struct str title; /* for people */
	bool number;	  /* flush right */
};

/* {0} is empty. */
struct sheet {
	struct sheet_column *columns;
	size_t columns_count, columns_capacity;
	struct cell *cells;
	size_t count, capacity; /* cells; a row is columns_count of them */
	struct arena arena;
};

/* All columns stand before the first cell. `id` and `title` are copied. */
struct sheet_column *sheet_column(struct sheet *s, struct str id, struct str title);
/* The next cell; texts are copied. */
void sheet_text(struct sheet *s, struct str text);
void sheet_number(struct sheet *s, enum cell_kind kind, double number);
void sheet_moment(struct sheet *s, int64_t moment);
void sheet_release(struct sheet *s);

size_t sheet_rows(const struct sheet *s);
const struct cell *sheet_cell(const struct sheet *s, size_t row, size_t column);

/* Appends a cell as programs read it: plain numbers, ISO dates. */
void cell_print(const struct cell *c, struct buf *out);
/* Appends a cell for people. */
void cell_print_long(const struct cell *c, struct buf *out);

/* What is told, as a sheet; its rows come in the order of the answer. */
void sheet_of_answer(const struct answer *answer, struct sheet *out);
void sheet_of_article(const struct result *r, const struct layout *layout,
		      struct sheet *out);
void sheet_of_view(const struct view *view, enum sheet_for whom, struct sheet *out);

#endif
