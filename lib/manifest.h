/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index consists of: its segments, which of their articles are gone, and the facts that
 * hold for all of them. One small file, INDEX/manifest, that is only ever replaced as a whole.
 *
 *   INDEX/manifest	as below
 *   INDEX/seg-N	a segment: a libxapian database that never changes
 *   INDEX/XAPIANDB	names the segments for libxapian's own tools
 *   INDEX/lock		held by the one program that writes
 *
 * File: the line "veille-index FORMAT HASH BYTES" (hash and size of the head), the head, the
 * values of the facts one behind the other. Head, all varints and counted strings: generation,
 * hash and size of the values, segments (number, first, end, articles, pieces, text bytes, the dead
 * as a count and steps), facts (key, size).
 *
 * A manifest owns its segments and what was set; facts read from the file live in its mapping
 * until manifest_release(). `struct manifest m = {0}` is the manifest of an empty index.
 */
#ifndef LIB_MANIFEST_H
#define LIB_MANIFEST_H

#include "lib/error.h"
#include "lib/str.h"

#define MANIFEST_FILE "manifest"
#define MANIFEST_STUB "XAPIANDB" /* libxapian's name for the file that names databases */

struct manifest_segment {
	uint32_t number; /* of its folder, from 1 */
	uint32_t first,
		end; /* its documents' numbers, from first to end - 1, not all used */
	uint32_t articles;   /* documents, the dead ones too */
	uint32_t pieces;     /* parts it was compacted from; 1 when written at once */
	uint64_t text_bytes; /* of the titles, leads and bodies of those alive */
	uint32_t *dead;	     /* replaced or removed: document numbers, ascending */
	size_t dead_count, dead_capacity;
};

struct manifest_fact {
	struct str key, value;
};

struct manifest {
	uint64_t generation;		   /* counts commits */
	struct manifest_segment *segments; /* numbers of documents ascend over all */
	size_t segments_count, segments_capacity;
	struct manifest_fact *facts;
	size_t facts_count, facts_capacity;
	struct arena arena; /* of what was set */
	char *map;
	size_t map_size;
};

enum manifest_versions {
	MANIFEST_CURRENT, /* of this program's format only */
	MANIFEST_OLDER,	  /* or of an older one, to be rebuilt from */
};

/*
 * Reads the manifest of an index. ERROR_NO_INDEX when there is none, ERROR_VERSION when it is of
 * another format, ERROR_DAMAGED.
 */
int manifest_open(struct manifest *m, const char *index, enum manifest_versions versions,
		  struct error *err);
/* Reads a manifest out of the bytes, which it borrows; `index` is for messages. */
int manifest_parse(struct manifest *m, struct str bytes, const char *index,
		   enum manifest_versions versions, struct error *err);
void manifest_release(struct manifest *m);
/* Whether the values are as they were written; manifest_open() only looks at the head. */
int manifest_check(const struct manifest *m, const char *index, struct error *err);
/* Appends the file. */
void manifest_print(const struct manifest *m, struct buf *out);
/* Appends libxapian's stub file. */
void manifest_print_stub(const struct manifest *m, struct buf *out);

/* Empty when there is none. */
struct str manifest_fact(const struct manifest *m, const char *key);
struct str manifest_find(const struct manifest *m, struct str key);
void manifest_set(struct manifest *m, struct str key, struct str value);
/* Drops all facts of which that holds but one; what was borrowed of them stays. */
void manifest_drop(struct manifest *m, bool (*is)(struct str key), struct str but);

/* Appends the name of a segment's folder: "seg-7". */
void manifest_folder(struct buf *out, uint32_t number);
/* The N of "seg-N"; 0 when it is another name. */
uint32_t manifest_number(const char *name);
/*
 * Puts one segment in the place of those from `from` to `to` - 1 (none when they are equal): *s is taken over.
 */
void manifest_put(struct manifest *m, size_t from, size_t to,
		  const struct manifest_segment *s);
bool manifest_is_dead(const struct manifest_segment *s, uint32_t docid);
/* Marks a document as gone. */
void manifest_bury(struct manifest_segment *s, uint32_t docid);

uint32_t manifest_articles(const struct manifest *m); /* alive */
uint64_t manifest_text_bytes(const struct manifest *m);
uint32_t manifest_next(const struct manifest *m); /* number for the next document */

#endif
