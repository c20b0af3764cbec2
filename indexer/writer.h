/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index as a folder: the lock, the database in use and the one being made.
 *
 *   INDEX/lock		held (fcntl) by the one program that writes; its process number inside
 *   INDEX/XAPIANDB	"auto db-N": the database that readers open
 *   INDEX/db-N		a libxapian database
 *
 * A new database becomes the index by renaming a new XAPIANDB into place, when it is
 * whole: readers find the old one or the new one, and a crash leaves a db-N that nobody
 * names, which the next writer removes.
 */
#ifndef INDEXER_WRITER_H
#define INDEXER_WRITER_H

#include "lib/error.h"
#include "lib/str.h"
#include "xapian-c/xapian-c.h"

struct writer;

enum writer_mode {
	WRITER_APPEND, /* go on with the database; a first one is made when there is none */
	WRITER_UPDATE, /* go on with the database; ERROR_NO_INDEX when there is none */
	WRITER_REPLACE, /* make a new database that takes the old one's place when published */
};

/*
 * Takes the lock. ERROR_LOCKED when another program has it, ERROR_NO_INDEX,
 * ERROR_FAILED when the path is no index or can't become one.
 */
int writer_open(struct writer **out, const char *path, enum writer_mode mode,
		struct error *err);
/*
 * What was not committed is dropped, and a new database that was not published is
 * removed.
 */
void writer_close(struct writer *w);

/* The database being written, borrowed; ERROR_DAMAGED and such come from here. */
struct xc_writer *writer_database(struct writer *w);
/* True when the database being written is a new one, empty at first. */
bool writer_is_new(const struct writer *w);
/* Path of the database that readers open now; NULL when there is none yet. */
const char *writer_published(const struct writer *w);

int writer_commit(struct writer *w, struct error *err);
/* Makes the committed state of a new database the index and removes the old database. */
int writer_publish(struct writer *w, struct error *err);
/*
 * Commits, and writes the published database anew without the room that updates left.
 * Nothing more can be written.
 */
int writer_compact(struct writer *w, struct error *err);
/* Bytes of the published database's files. */
uint64_t writer_bytes(const struct writer *w);

#endif
