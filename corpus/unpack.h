/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Streams that unpack another: gzip, bzip2, xz, zstd.
 */
#ifndef CORPUS_UNPACK_H
#define CORPUS_UNPACK_H

#include "corpus/stream.h"

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_BZIP2, PACKING_XZ, PACKING_ZSTD };

/* Which compression bytes that begin so have. */
enum packing packing_of(struct str front);
/*
 * Length of an extension that names a compression alone, as in "a.jsonl.gz"; 0 for none.
 */
size_t packing_extension(struct str path);
/* What `under`, which it takes over in any case, holds unpacked. */
int unpack(struct stream **out, struct stream *under, enum packing packing,
	   struct error *err);

#endif
