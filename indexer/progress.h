/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a long run is, as a line for a terminal. */
#ifndef INDEXER_PROGRESS_H
#define INDEXER_PROGRESS_H

#include "lib/str.h"

struct progress {
	uint64_t done, total; /* bytes of files; total 0: not known */
	uint64_t text;	      /* bytes of articles read */
	size_t articles;
	int64_t milliseconds; /* since the beginning, at least 1 */
};

/* Appends "[####      ]  41 %  12,345 articles, 8.1 MB/s, 2 min 10 s left". */
void progress_print(const struct progress *p, struct buf *out);

#endif
