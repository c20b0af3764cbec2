/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stored records on their way into another segment: as they are, or pressed again against a newer
 * dictionary.
 *
 * The packer is borrowed; what is answered is borrowed until the next call. Release what is left
 * with repress_release(); all zeros is empty.
 */
#ifndef INDEXER_REPRESS_H
#define INDEXER_REPRESS_H

#include "indexer/stored.h"

struct repress {
	struct packer *packer; /* NULL: records stay as they are */
	struct buf data, pressed;
	struct arena arena;
};

/* The record of an article of a segment, dead or alive. */
int repress_read(struct repress *p, struct stored *from, size_t segment, uint32_t docid,
		 struct str *out, struct error *err);
void repress_release(struct repress *p);

#endif
