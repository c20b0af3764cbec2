/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writer and the reader of an image of columns agree on. */
#ifndef LIB_COLUMNS_IMAGE_H
#define LIB_COLUMNS_IMAGE_H

#include <stdint.h>

#define COLUMNS_MAGIC "veille columns 2\n"

enum {
	END_BYTES = 4, /* and each number of the header */
	GROUP_BYTES = 8,
	DAY_BYTES = 3,
	TIME_BYTES = 3,
	LIST_BYTES = 2,
	SHAPE_BYTES = 2,
	CHAIN_BYTES = 8,       /* a label, then what it stands with: a label or a chain */
	LABELS_MORE = 0xFFFF,  /* in a list: further labels are in the row */
	DAY_MOMENTS = 1000000, /* moments of a day: hhmmss */
};

/* What there is of an article in its row: of the quantities, bit i of the i-th. */
enum row_part { ROW_QUANTITIES = 3, ROW_DEALS = 1 << ROW_QUANTITIES, ROW_PARTS = 16 };

/* Steps forth and back as numbers that are small when the step is. */
static inline uint64_t group_step(uint64_t step)
{
	return step << 1 ^ (0 - (step >> 63));
}

static inline uint64_t group_step_read(uint64_t number)
{
	return number >> 1 ^ (0 - (number & 1));
}

#endif
