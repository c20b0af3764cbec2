/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index as a folder: the lock, the manifest, and the segments' folders.
 *
 * The manifest being made is changed in memory and becomes the index by writer_publish(), which
 * renames it into place: readers find the old state or the new one, and a crash leaves folders that
 * no manifest names, which the next writer removes.
 */
#ifndef INDEXER_WRITER_H
#define INDEXER_WRITER_H

#include "lib/error.h"
#include "lib/manifest.h"
#include "lib/str.h"

struct writer;

enum writer_mode {
	WRITER_APPEND, /* go on with the index; a first one is made when there is none */
	WRITER_LOOK,   /* only read it, or begin with an empty one; nothing is written */
	WRITER_UPDATE, /* go on with the index; ERROR_NO_INDEX when there is none */
	WRITER_REPLACE, /* begin with an empty one that takes the old one's place when published */
};

/*
 * Takes the lock. ERROR_LOCKED when another program has it, ERROR_NO_INDEX,
 * ERROR_FAILED when the path is no index or can't become one.
 */
int writer_open(struct writer **out, const char *path, enum writer_mode mode,
		struct error *err);
/* What was not published is removed. */
void writer_close(struct writer *w);

const char *writer_path(const struct writer *w);
/* The manifest being made, borrowed. */
struct manifest *writer_manifest(struct writer *w);
/* True when it began empty. */
bool writer_is_new(const struct writer *w);
/*
 * WRITER_REPLACE: what is to be replaced, an index with a manifest, or the database of an older
 * one; the other is NULL.
 */
const struct manifest *writer_replaced(const struct writer *w);
const char *writer_replaced_database(const struct writer *w);

/* The number for a new segment, each time another one. */
uint32_t writer_number(struct writer *w);
/* Appends the path of a segment's folder. */
void writer_folder(const struct writer *w, uint32_t number, struct buf *out);

/* Appends the path of a folder to try something in; it is not there, and does not stay. */
void writer_probe(const struct writer *w, struct buf *out);

/* Makes the manifest the index, and removes the folders that it does not name. */
int writer_publish(struct writer *w, struct error *err);
/* Bytes of the files of the published index. */
uint64_t writer_bytes(const struct writer *w);

#endif
