/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A path as it was given, and where it lies: files are known by their absolute paths, wherever a
 * run is started from.
 */
#ifndef INDEXER_ROOTS_H
#define INDEXER_ROOTS_H

#include "lib/str.h"

struct root {
	char *given; /* as the walk begins its paths, without slashes at the end */
	char *real;  /* absolute */
	bool folder;
};

/* False when there is no such file or folder; pipes and devices are none either. */
bool root_find(struct root *r, const char *path);
void root_release(struct root *r);
/* Appends where a file of the walk lies. */
void root_place(const struct root *r, const char *path, struct buf *out);
/* Whether an absolute path is that of the root or of something below it. */
bool root_holds(const struct root *r, struct str place);

#endif
