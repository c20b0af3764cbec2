/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index has been given so far: its articles by id, URL and text, so that the same one is
 * kept once, and the files they came from, so that those unchanged need not be opened.
 *
 * Lies in INDEX/seen-N, a log that grows at its end. The manifest says which one and how much of
 * it counts (META_SEEN), so that what a file is said to have brought is in the index, whenever the
 * machine dies. Log: the line SEEN_MARK, then blocks: a varint size, 8 bytes of hash, records; see
 * seen-log.c.
 *
 * A seen owns all its texts and lists. `struct seen s = {0}` knows nothing.
 */
#ifndef INDEXER_SEEN_H
#define INDEXER_SEEN_H

#include "indexer/hashes.h"
#include "lib/error.h"
#include "lib/str.h"

#define META_SEEN                                                                        \
	"seen" /* a fact of the manifest: number of the log, its length in bytes */
#define SEEN_FILE "seen-"

#define NO_ARTICLE UINT32_MAX
#define NO_FILE UINT32_MAX

struct seen_article {
	struct str id;
	uint64_t url, text; /* fingerprints; 0: none */
	uint32_t place;	    /* hash of the file or member that brought it */
	uint32_t of;   /* the article it is a copy of; NO_ARTICLE: it is in the index */
	bool id_given; /* by whoever wrote the file */
	bool gone;
	bool changed; /* since it was saved */
};

struct seen_list {
	uint32_t *items; /* articles */
	size_t count;
};

struct seen_file {
	struct str path;     /* absolute */
	struct str known_as; /* the path its articles' ids were made of */
	uint64_t size;
	int64_t modified; /* nanoseconds since 1970; 0: to be told by the content alone */
	uint64_t inode, device;
	uint64_t content; /* hash */
	uint32_t reading; /* hash of how it was read */
	uint32_t
		since; /* articles before that day (YYYYMMDD) were left out; 0: none was */
	uint32_t rejected;
	struct str told;	   /* of those rejected, lines */
	struct seen_list articles; /* that it holds */
	struct seen_list former;   /* that it held before, and that are in the index */
	bool gone;
	bool changed; /* since it was saved */
	bool met;     /* in this run */
};

struct seen {
	struct seen_article *articles;
	size_t articles_count, articles_capacity;
	struct seen_file *files;
	size_t files_count, files_capacity;
	struct arena arena;
	struct hashes by_id, by_url, by_text, by_path;
	size_t hashed;	/* articles that are in the first three */
	bool unsettled; /* an article has changed or gone that may have copies */
	bool changed;	/* since it was saved */
	/* The log. */
	uint32_t number;
	uint64_t length; /* bytes; 0: it is to be written anew */
	size_t articles_saved, files_saved;
};

/*
 * Reads the log that the fact names, none when it is empty. What cannot be read is as if it had
 * never been: 0, where 1 is in order.
 */
int seen_open(struct seen *s, const char *index, struct str fact);
/* Writes what has changed, and answers the fact that makes it count. */
int seen_save(struct seen *s, const char *index, struct buf *fact, struct error *err);
size_t seen_bytes(const struct seen *s); /* memory held, about */
void seen_release(struct seen *s);

/* The article alive of that id, a copy perhaps, or NO_ARTICLE. */
uint32_t seen_find(struct seen *s, struct str id);
/*
 * An article of the index with the same URL or text, or NO_ARTICLE. Two with ids of their own out
 * of one place are two, whatever they say.
 */
uint32_t seen_find_like(struct seen *s, const struct seen_article *a);
/*
 * Notes an article that comes in, by itself or as a copy of one that is there (`of` of what it answers
 * the number of). One that is in the index stays no copy.
 */
uint32_t seen_note(struct seen *s, const struct seen_article *a);
/* Copies what is not a number. */
uint32_t seen_add(struct seen *s, const struct seen_article *a);
/* Changes all but the id. */
void seen_set(struct seen *s, uint32_t article, const struct seen_article *a);
void seen_remove(struct seen *s, uint32_t article);

/* The file of that absolute path, or NO_FILE. */
uint32_t seen_find_file(struct seen *s, struct str path);
/* Adds the file or puts it in the place of the one of its path. Copies texts and lists. */
void seen_put_file(struct seen *s, const struct seen_file *f);
void seen_remove_file(struct seen *s, uint32_t file);

/*
 * Forgets copies of what is gone or says something else now; their files are read again
 * the next time.
 */
void seen_settle(struct seen *s);

#endif
