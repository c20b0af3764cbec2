/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Members of a tar or zip archive, one after the other.
 *
 * An archive owns the stream it reads; a member's stream, owned by the caller, is good
 * until the next member is asked for.
 */
#ifndef CORPUS_ARCHIVE_H
#define CORPUS_ARCHIVE_H

#include "corpus/stream.h"

struct archive_file;

enum member_kind {
	MEMBER_FILE,
	MEMBER_LINK,
	MEMBER_OTHER,	/* a device, a pipe */
	MEMBER_OUTSIDE, /* its name leads out of the archive: absolute, or by ".." */
	MEMBER_ENCRYPTED,
	MEMBER_HIDDEN, /* .name, __MACOSX */
};

struct archive_member {
	const char *name; /* borrowed until the next one */
	enum member_kind kind;
	int64_t modified; /* seconds since 1970; 0: unknown */
};

/* Whether bytes that begin so, in a file of that name, are an archive. */
#define ARCHIVE_PEEK 512
bool archive_is(struct str front, struct str name);
/* True when the name is that of an archive, compressed or not. */
bool archive_knows(struct str name);

/* Takes `under` over, failed or not. */
int archive_open(struct archive_file **out, struct stream *under, struct error *err);
void archive_close(struct archive_file *a);
/* The next member that is no folder: 1, 0 at the end, -1 when the archive is over. */
int archive_next(struct archive_file *a, struct archive_member *m, struct error *err);
/* True after a fault behind which no member can be found. */
bool archive_is_over(const struct archive_file *a);
/* Its bytes; `path` is borrowed. */
struct stream *archive_stream(struct archive_file *a, const char *path);

#endif
