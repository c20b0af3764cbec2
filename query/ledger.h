/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a watch has told already, kept from one run to the next, so that no article is told
 * twice or never. In the folder watch of the program's memory (lib/paths):
 *
 *   NAME.told     lines of words parted by tabs, for people to read:
 *                   index IDENTITY NUMBER        articles of this index are settled up to NUMBER
 *                   batch NUMBER                 runs that told something
 *                   told GROUP ARTICLE SECONDS ID    an alert
 *                   seen GROUP ARTICLE           settled without one: it was there before the watch,
 *                                                or is a copy of an article that was told
 *   NAME.pending  what the last such run tells, until all of it is written
 *   lock          held while a run settles and tells
 *
 * Articles are known by a hash of their id and by their number of arrival, which neither clocks
 * nor merging, rebuilding or updating change. What is new is settled first, together with the
 * text that tells it, in one rename; then it is told; then the pending text is removed. So a run that
 * is killed leaves either nothing or a text that the next run tells. A file it was being
 * appended to gets just what is missing in it; on a pipe the whole comes again, and
 * each alert has a name of its own by which to know it.
 *
 * A ledger owns its strings until ledger_close().
 */
#ifndef QUERY_LEDGER_H
#define QUERY_LEDGER_H

#include "lib/error.h"
#include "lib/str.h"
#include "query/numbers.h"

struct ledger_entry {
	uint64_t group, article; /* hashes; group 0: unknown */
	int64_t seconds;	 /* when it was told; 0: never, but seen */
	struct str id;		 /* of a told one */
};

struct ledger_index {
	struct str identity;
	uint32_t settled; /* number of the last arrival that was looked at */
};

struct ledger {
	struct str name;
	uint64_t batch;
	struct ledger_entry *entries; /* oldest first */
	size_t count, capacity;
	struct ledger_index *indexes;
	size_t indexes_count, indexes_capacity;
	struct numbers articles, groups; /* of the entries */
	struct buf pending;		 /* not yet told, or partly */
	size_t delivered;		 /* bytes of it that stdout has already */
	bool has_pending;
	struct arena arena;
};

/* Waits for and holds the lock of all ledgers; close() it. -1 with *err. */
int ledger_lock(struct error *err);
/* Reads what is there; an empty ledger when there is nothing: *known tells. */
int ledger_open(struct ledger *l, struct str name, bool *known, struct error *err);
void ledger_close(struct ledger *l);
/* Removes a watch's files. */
int ledger_remove(struct str name, struct error *err);

/* What is settled of an index: its last number, 0 when it is not known. */
uint32_t ledger_settled(const struct ledger *l, struct str identity);
void ledger_settle(struct ledger *l, struct str identity, uint32_t number);
/* Adds an entry; strings are copied. */
void ledger_add(struct ledger *l, const struct ledger_entry *e);

/* Writes it. With a text, that becomes pending with it: to be told by ledger_tell(). */
int ledger_save(struct ledger *l, struct error *err);
int ledger_save_pending(struct ledger *l, struct str text, struct error *err);
/* Writes what is pending to stdout and forgets it. */
int ledger_tell(struct ledger *l, struct error *err);

#endif
