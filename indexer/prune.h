/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles that have vanished go: those of files that are no longer below the roots, and those that a
 * file there no longer holds. One stays while another file holds it.
 *
 * Everything given is borrowed.
 */
#ifndef INDEXER_PRUNE_H
#define INDEXER_PRUNE_H

#include "indexer/batch.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "lib/error.h"

struct pruning {
	struct batch *batch; /* whose files below the roots were met, if they are there */
	const struct root *roots;
	size_t roots_count;
	struct report *report;
	bool (*stop)(void *context);
};

/* What lies on a disk that is not mounted stays, and is told. ERROR_STOPPED. */
int prune(const struct pruning *x, struct error *err);

#endif
