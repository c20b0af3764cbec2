/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What unpack.c is made of. Both take `under` over, failed or not.
 */
#ifndef CORPUS_UNPACK_PARTS_H
#define CORPUS_UNPACK_PARTS_H

#include "corpus/stream.h"

/* gzip, several members one behind the other, checksums held against the text. */
int unpack_gzip(struct stream **out, struct stream *under, struct error *err);
/* bzip2, xz and zstd. */
int unpack_filter(struct stream **out, struct stream *under, struct error *err);

#endif
