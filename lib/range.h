/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How people write ranges, whatever is ranged over: A..B, >A, <=A, « entre A et B »,
 * « plus de A ». What A and B say is read by date-period.c and
 * number.c.
 */
#ifndef LIB_RANGE_H
#define LIB_RANGE_H

#include "lib/str.h"

enum range_kind {
	RANGE_IS,      /* A, =A */
	RANGE_BETWEEN, /* A..B, A.., ..B */
	RANGE_ABOVE,   /* >A */
	RANGE_FROM,    /* >=A */
	RANGE_BELOW,   /* <A */
	RANGE_UP_TO,   /* <=A */
};

/*
 * Words differ: « moins de 30 jours » is no earlier day but a later one, and is not read.
 */
enum range_over { RANGE_OVER_DAYS = 1, RANGE_OVER_QUANTITIES = 2 };

struct range {
	enum range_kind kind;
	bool plain;	 /* nothing was written but A */
	struct str low;	 /* A; empty when BETWEEN is open there */
	struct str high; /* B of BETWEEN */
};

/*
 * Appends the text folded, each white space and apostrophe an ASCII one: what range_split
 * reads.
 */
void range_fold(struct buf *out, struct str text);
/*
 * Slices of `folded`, without white space around. A range without both ends is BETWEEN
 * two empty ones.
 */
struct range range_split(struct str folded, enum range_over over);

#endif
