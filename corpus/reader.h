/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles out of a file, whatever its format, compressed, or in an archive.
 *
 * A format is a row of the table in reader.c and one reader-FORMAT.c. It is told by the
 * file's extension (".gz" and the like aside), else by the first bytes. A member of an
 * archive is read as a file would be; its path is "archive.zip!member.xml". A reader owns
 * the articles it answers, until its next call.
 */
#ifndef CORPUS_READER_H
#define CORPUS_READER_H

#include "corpus/article.h"
#include "corpus/input.h"
#include "corpus/members.h"
#include "corpus/place.h"
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
	const char *known_as; /* the path that ids are made of; NULL: the one opened */
	const struct stream_wait *wait; /* for pipes; NULL: nothing to do meanwhile */
	/* Of members of archives that are no articles; `why` is a translated half-sentence. */
	void (*skipped)(void *context, const char *path, const char *why);
	void *context;
};

/* Adds "NAME=KEY", borrowed. ERROR_USAGE. */
int reader_options_map(struct reader_options *o, struct str assignment,
		       struct error *err);
/* Sets the format by its name. ERROR_USAGE. */
int reader_options_format(struct reader_options *o, struct str name, struct error *err);
void reader_options_release(struct reader_options *o);

/*
 * What is read out of a folder: the path's extension is that of a format or an archive, or
 * it has none and its first bytes are those of a format (not of plain text).
 */
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
/* Bytes of the file read so far. */
uint64_t reader_bytes(const struct reader *r);
/*
 * True when the file shows the latest of something, as a feed does: what it no longer
 * holds is not gone.
 */
bool reader_shows_latest(const struct reader *r);

/* ---- for reader-FORMAT.c ---- */

struct reader {
	const char *path; /* of the file or member, as people are told it */
	const struct reader_options *options;
	const struct reader_format *format;
	struct input *input;
	struct arena arena; /* what the current article is made of */
	struct arena file;  /* what lives as long as the file or member */
	struct day seen;    /* for a->seen */
	void *state;	    /* the format's own; NULL at the beginning of each file */

	/* The reader's own. */
	const char *opened; /* path */
	struct members *members;
	struct told told;
	bool latest;
};

/*
 * A row of the table. Extensions that several formats share (".xml") are no trouble: of
 * these the first counts whose `sniff` says yes.
 */
struct reader_format {
	const char *name;	   /* as --input-format takes it */
	const char *extensions[6]; /* with their dot */
	bool many;		   /* a file may hold several articles */
	bool latest;		   /* of something that goes on elsewhere */
	/*
	 * Whether a file without a telling extension is of this format: `front` is its
	 * first INPUT_PEEK bytes at most, no byte order mark or white space before
	 * them. NULL: only the extension tells.
	 */
	bool (*sniff)(struct str front);
	/*
	 * Fills members with UTF-8 as it stands, valid until the next call, and the
	 * line. 1, 0 at the end, -1 as reader_next().
	 */
	int (*next)(struct reader *r, struct article *a, struct error *err);
	void (*release)(struct reader *r); /* NULL when there is no state */
};

extern const struct reader_format reader_text, reader_jsonl, reader_json, reader_csv,
	reader_mbox, reader_warc, reader_html, reader_feed, reader_newsml,
	reader_markdown;

/*
 * All that is left of the file as UTF-8. A format that finds a character set declared in
 * the bytes calls input_rest() and encoding_decode(&r->arena, …, &a->lost, err) itself.
 * What is of UTF-16 or UTF-32 comes out of the input as UTF-8 already, whatever the file
 * declares; encoding_decode() sees that by itself, a parser of XML is to be told.
 */
int reader_rest(struct reader *r, struct article *a, size_t max, struct str *text,
		struct error *err);

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
