/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plain files that a file holds: itself, or what is compressed or archived in it,
 * an archive in an archive too. All that hostile files may try is bounded here: how deep,
 * how many, how much.
 */
#ifndef CORPUS_MEMBERS_H
#define CORPUS_MEMBERS_H

#include "corpus/input.h"
#include "lib/error.h"

struct members;

/* `path` ("-": standard input) and `wait` (may be NULL) are borrowed. */
int members_open(struct members **out, const char *path, const struct stream_wait *wait,
		 struct error *err);
void members_close(struct members *m);

struct member_file {
	/*
	 * As people are told it, "archive.zip!member.txt", odd bytes written as %0A. It is
	 * good until the next call, as is `input`.
	 */
	const char *path;
	struct input *input;
	int64_t modified; /* seconds since 1970; 0: unknown */
	/* Not NULL: left out, for this reason (translated); there is no input. */
	const char *left_out;
};

/*
 * The next file: 1, 0 at the end, -1. f->path is set for ERROR_REJECTED, after which the
 * next one may be asked for.
 */
int members_next(struct members *m, struct member_file *f, struct error *err);
/* True when a fault in the last file leaves others to be read. */
bool members_go_on(const struct members *m);
/* What was read of the file so far. */
const struct stream_meter *members_meter(const struct members *m);
/* True when the last file is a member of an archive. */
bool members_in_archive(const struct members *m);

#endif
