/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files a path stands for: itself, or all that can be read below a folder.
 *
 * Below a folder, in byte order of names: files whose extension a reader knows, folders
 * in their turn. Hidden names are passed over; so are links to folders, devices, pipes
 * and files of other kinds, and these are told. A path that is no folder is taken
 * whatever it is.
 */
#ifndef CORPUS_WALK_H
#define CORPUS_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

#include "lib/error.h"

struct walk_visitor {
	void *context;
	/* 0 to go on; -1 ends the walk with *err. */
	int (*file)(void *context, const char *path, struct error *err);
	/* `why` is a translated half-sentence. */
	void (*skipped)(void *context, const char *path, const char *why);
	/*
	 * Below a folder: whether the file is known as it is, so that it needs not be
	 * looked into. NULL: none is.
	 */
	bool (*known)(void *context, const char *path, const struct stat *s);
};

/*
 * -1 with ERROR_REJECTED when the path itself can't be read; else what `file` answered.
 * A folder below that can't be opened is told as skipped.
 */
int walk(const char *path, const struct walk_visitor *v, struct error *err);

#endif
