/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that come in blocks: out of a file, and whatever is made of them.
 *
 * A stream owns the stream it reads from: closing the last one closes all. Blocks are
 * borrowed until the next call. What is unpacked is held against what was read, so that
 * a few bytes never become millions: the meter belongs to the file and to all streams
 * above it.
 */
#ifndef CORPUS_STREAM_H
#define CORPUS_STREAM_H

#include "lib/error.h"
#include "lib/str.h"

#define STREAM_BLOCK ((size_t)64 << 10) /* bytes read and unpacked at a time */

struct stream_meter {
	uint64_t read;	   /* bytes of the file, each counted once */
	uint64_t unpacked; /* bytes that all streams above it have made of them */
	uint64_t size;	   /* of the file; 0 when that is not known */
	int64_t modified;  /* when the file was, seconds since 1970; 0: unknown */
	bool exceeded;	   /* too much was unpacked: nothing more is to be read */
	bool live;	   /* a pipe or the like: its name means nothing */
};

/* What to do while a pipe has nothing to read; it may take hours. */
struct stream_wait {
	void *context;
	int milliseconds; /* without a byte, again and again, until: */
	/* 0 to wait on, -1 with *err to give up. */
	int (*idle)(void *context, struct error *err);
};

struct stream {
	const char *path; /* as people are told it; borrowed */
	struct stream_meter *meter;
	struct stream *under; /* owned; NULL for a file */
	/* The next block: 1, 0 at the end, -1. */
	int (*next)(struct stream *s, struct str *block, struct error *err);
	/* Files only: goes to a byte, counted from the beginning; -1 when it cannot. */
	int64_t (*seek)(struct stream *s, int64_t to);
	void (*release)(struct stream *s);
	bool live;	  /* a pipe or the like */
	const struct stream_wait *wait; /* of a live file; borrowed; may be NULL */
	struct buf ahead; /* what was peeked at, from `at` */
	size_t at;
	struct error fault; /* met while peeking; what came before is read first */
};

/* "-" is standard input. `path`, `meter` and `wait` (may be NULL) are borrowed. */
int stream_open(struct stream **out, const char *path, struct stream_meter *meter,
		const struct stream_wait *wait, struct error *err);
/* Bytes in memory, borrowed. */
struct stream *stream_of(struct str bytes, const char *path, struct stream_meter *meter);
void stream_close(struct stream *s);

/* The next bytes: 1, 0 at the end, -1. ERROR_STOPPED when a signal came. */
int stream_next(struct stream *s, struct str *block, struct error *err);
/*
 * The bytes that come next, `most` of them unless the end or a fault is nearer; they
 * stay.
 */
int stream_peek(struct stream *s, size_t most, struct str *front, struct error *err);
/*
 * True when it is a pipe or the like that has given a line: what comes behind may be
 * long in coming.
 */
bool stream_waits(const struct stream *s, struct str front);
/* True when the stream is a file that can be read anywhere. */
bool stream_seekable(const struct stream *s);
int64_t stream_seek(struct stream *s, int64_t to);

/* Adds to what was unpacked; ERROR_FAILED when that is out of all proportion. */
int stream_unpacked(struct stream *s, size_t bytes, struct error *err);

#endif
