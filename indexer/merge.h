/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps the segments few: small ones next to each other become one, and articles that are gone
 * are dropped when they are many.
 *
 * A merge takes neighbours only, so that articles keep their order, which decides between equals
 * in every answer.
 */
#ifndef INDEXER_MERGE_H
#define INDEXER_MERGE_H

#include "indexer/document.h"
#include "indexer/segment.h"
#include "indexer/writer.h"
#include "lib/error.h"

struct merging {
	struct writer *writer;
	enum segment_maker maker;
	struct documents *documents; /* knows the word forms of articles that go */
	struct packer *
		packer; /* against the newest dictionary: all records are pressed again, and
				  others are needed no more; NULL: records stay as they are */
	bool (*stop)(void *context);
	void *context;
};

/* Whether something is worth doing, say after a segment has been added. */
bool merge_wanted(const struct merging *x);
/* Does that. Stopped, it leaves the rest for later. */
int merge_some(const struct merging *x, struct error *err);
/* Whether there is more than one segment, or something dead, in pieces or to be pressed. */
bool merge_all_wanted(const struct merging *x);
/* Makes all segments one, without anything dead. ERROR_STOPPED. */
int merge_all(const struct merging *x, struct error *err);

#endif
