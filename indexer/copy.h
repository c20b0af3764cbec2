/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles of older segments copied into a new one, without the dead and with numbers that follow
 * each other. Nothing is analysed again: terms, values and records are taken as they are.
 */
#ifndef INDEXER_COPY_H
#define INDEXER_COPY_H

#include "indexer/segment.h"
#include "indexer/stored.h"

/* Articles alive in segments from `from` to `to` - 1, in order. */
struct copied_article {
	size_t segment;
	uint32_t docid;
};

/*
 * Copies these articles, of the segments opened, behind what the new segment has; their records are
 * pressed again by the packer, when there is one.
 */
int copy_articles(struct stored *from, const struct copied_article *articles,
		  size_t count, struct packer *packer, struct segment *to,
		  struct error *err);

#endif
