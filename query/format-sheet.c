/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/format-sheet.h"

#include <math.h>
#include <stdlib.h>

#include "lib/date.h"
#include "lib/number.h"

struct sheet_column *sheet_column(struct sheet *s, struct str id, struct str title)
{
	GROW(s->columns, s->columns_count, s->columns_capacity);
	s->columns[s->columns_count] = (struct sheet_column){
		.id = str_copy(&s->arena, id), .title = str_copy(&s->arena, title)};
	return &s->columns[s->columns_count++];
}

static void add_cell(struct sheet *s, struct cell cell)
{
	GROW(s->cells, s->count, s->capacity);
	s->cells[s->count++] = cell;
}

void sheet_text(struct sheet *s, struct str text)
{
	add_cell(s, (struct cell){.kind = text.n > 0 ? CELL_TEXT : CELL_EMPTY,
				  .text = str_copy(&s->arena, text)});
}

void sheet_number(struct sheet *s, enum cell_kind kind, double number)
{
	add_cell(s, (struct cell){.kind = kind, .number = number});
}

void sheet_moment(struct sheet *s, int64_t moment)
{
	add_cell(s, (struct cell){.kind = moment != 0 ? CELL_MOMENT : CELL_EMPTY,
				  .moment = moment});
}

void sheet_release(struct sheet *s)
{
	free(s->cells);
	free(s->columns);
	arena_release(&s->arena);
	*s = (struct sheet){0};
}

size_t sheet_rows(const struct sheet *s)
{
	return s->columns_count == 0 ? 0 : s->count / s->columns_count;
}

const struct cell *sheet_cell(const struct sheet *s, size_t row, size_t column)
{
	return &s->cells[row * s->columns_count + column];
}

void cell_print(const struct cell *c, struct buf *out)
{
	switch (c->kind) {
	case CELL_EMPTY:
		return;
	case CELL_TEXT:
		buf_str(out, c->text);
		return;
	case CELL_COUNT:
	case CELL_EUROS:
		if (c->number == floor(c->number))
			buf_printf(out, "%.0f", c->number);
		else
			buf_printf(out, "%.2f", c->number);
		return;
	case CELL_MOMENT:
		moment_print(out, c->moment);
		return;
	}
}

void cell_print_long(const struct cell *c, struct buf *out)
{
	switch (c->kind) {
	case CELL_COUNT:
		number_print(out, c->number);
		return;
	case CELL_EUROS:
		amount_print(out, c->number, "EUR");
		return;
	case CELL_MOMENT:
		day_print_long(out, moment_day(c->moment));
		return;
	default:
		cell_print(c, out);
		return;
	}
}
