/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A record as a row of columns: its names with all they are part of, its source, its
 * largest figures, its deals.
 */
#ifndef LIB_ROW_H
#define LIB_ROW_H

#include "lib/columns.h"

/* Scratch of row_of_record(); {0} is empty. */
struct row_maker {
	uint32_t *labels;
	size_t labels_count, labels_capacity;
	struct column_deal *deals;
	size_t deals_count, deals_capacity;
};

/*
 * What the maker asks for: the number of a label, and what a name is part of (1 with *kind
 * and *id of the parent, 0 when it is part of nothing, -1 failed).
 */
struct row_source {
	void *context;
	uint32_t (*label)(void *context, uint8_t kind, struct str id);
	int (*parent)(void *context, enum name_kind kind, struct str id,
		      enum name_kind *parent_kind, struct str *parent_id,
		      struct error *err);
};

/* Fills in *row, whose arrays live until the next call with the same maker. */
int row_of_record(struct row_maker *m, const struct record *r,
		  const struct row_source *source, struct columns_row *row,
		  struct error *err);
void row_maker_release(struct row_maker *m);

#endif
