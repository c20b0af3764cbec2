/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Segments next to each other joined into one, without the dead and with numbers that follow each
 * other: the postings of each term are those of the segments one behind the other. Nothing is
 * analysed or turned round, and only values wait in memory. For segments written directly.
 */
#ifndef INDEXER_JOIN_H
#define INDEXER_JOIN_H

#include "indexer/copy.h"
#include "indexer/metadata.h"
#include "indexer/segment.h"
#include "indexer/stored.h"
#include "xapian-c/xapian-c.h"

struct joining {
	struct stored *from;
	struct xc_reader *all; /* the segments from the first article's on */
	const struct copied_article *articles; /* alive, in order */
	size_t count;
	const struct metadata *metadata;
	struct packer *packer; /* presses records again; NULL: they stay as they are */
	bool (*stop)(void *context);
	void *context;
};

/* Writes all into a new segment, made by segment_new_listed(). ERROR_STOPPED. */
int join_articles(const struct joining *x, struct segment *to, struct error *err);

#endif
