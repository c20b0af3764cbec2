/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question told back to people as it was understood: "IA générative", "région : Auvergne-Rhône-Alpes",
 * "date : du 1er janvier au 30 juin 2024".
 */
#ifndef QUERY_UNDERSTOOD_H
#define QUERY_UNDERSTOOD_H

#include "lib/date.h"
#include "query/index.h"
#include "query/question.h"

struct understood_piece {
	struct str label; /* "région"; empty for words */
	struct str text;
	bool excluded;
};

/* {0} is empty; all of it lives in the arena it was given. */
struct understood {
	struct understood_piece *pieces;
	size_t count, capacity;
	struct arena *arena;
};

/* Ages count back from `today`. Replaces *out. */
int understood_make(const struct question *q, struct index *x, struct day today,
		    struct arena *arena, struct understood *out, struct error *err);

#endif
