/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles out of a file, whatever its format.
 *
 * A format is a row of the table in reader.c and one reader-FORMAT.c. It is told by the
 * file's extension (".gz" aside), else by the first bytes. A reader owns the articles
 * it answers, until its next call.
 */
#ifndef CORPUS_READER_H
#define CORPUS_READER_H

#include "corpus/article.h"
#include "corpus/input.h"
#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

struct reader;
struct reader_format;

/* Which key of a file gives which member of an article, told by the person. */
struct reader_map {
	enum article_member member;
	struct str key;
};

struct reader_options {
	const struct reader_format *format; /* NULL: told by name and content */
	struct reader_map *maps;
	size_t maps_count, maps_capacity;
};

/* Adds "NAME=KEY", borrowed. ERROR_USAGE. */
int reader_options_map(struct reader_options *o, struct str assignment,
		       struct error *err);
/* Sets the format by its name. ERROR_USAGE. */
int reader_options_format(struct reader_options *o, struct str name, struct error *err);
void reader_options_release(struct reader_options *o);

/* True when the path's extension is that of a format: what is read out of a folder. */
bool reader_knows(const char *path);

/* `path` ("-": standard input) and `options` are borrowed. */
int reader_open(struct reader **out, const char *path,
		const struct reader_options *options, struct error *err);
/*
 * The next article: 1, or 0 at the end, or -1: with ERROR_REJECTED one article is
 * refused and the next may be asked for, `a->path` and `a->line` tell where it stands;
 * with another code the file is over.
 */
int reader_next(struct reader *r, struct article *a, struct error *err);
void reader_close(struct reader *r);

/* ---- for reader-FORMAT.c ---- */

struct reader {
	const char *path;
	const struct reader_options *options;
	const struct reader_format *format;
	struct input *input;
	struct arena arena; /* what the current article is made of */
	void *state;	    /* the format's own */
};

struct reader_format {
	const char *name;
	const char *extensions[4]; /* with their dot */
	bool many;		   /* a file may hold several articles */
	/*
	 * Fills members with text as it stands, valid until the next call, and the
	 * line.
	 */
	int (*next)(struct reader *r, struct article *a, struct error *err);
	void (*release)(struct reader *r); /* NULL when there is no state */
};

extern const struct reader_format reader_text, reader_jsonl, reader_json;

struct str *article_member(struct article *a, enum article_member member);

/* A key that files give a member under. */
struct member_key {
	const char *key; /* folded, letters and digits only */
	enum article_member member;
	bool heading; /* also the key of a "Key: value" line of plain text */
};

/*
 * The row for a key of a file; NULL when it's none. Of two keys for the same member the
 * row that stands first in the table counts.
 */
const struct member_key *member_key_find(struct str key);

#endif
