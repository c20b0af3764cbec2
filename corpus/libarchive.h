/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libarchive over a stream: what unpack-filter.c and archive.c share.
 */
#ifndef CORPUS_LIBARCHIVE_H
#define CORPUS_LIBARCHIVE_H

#include <archive.h>

#include "corpus/stream.h"

struct libarchive {
	struct archive *handle;
	struct stream *under; /* owned */
	uint64_t given;	      /* bytes handed to libarchive */
	int64_t at;	      /* where in a file it reads */
	struct str block;     /* handed to it last */
	struct error stopped; /* why the stream below gave no more */
};

/* Takes `under` over, failed or not; `handle` knows its formats and filters. */
int libarchive_open(struct libarchive *a, struct archive *handle, struct stream *under,
		    struct error *err);
void libarchive_close(struct libarchive *a);
/* What went wrong in libarchive, or below it. Always -1. */
int libarchive_error(struct libarchive *a, enum error_code code, struct error *err);

#endif
