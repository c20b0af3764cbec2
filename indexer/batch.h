/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles into an index: tells what is new, changed, a copy or as it was, keeps the index's
 * metadata in step, and commits every so often.
 *
 * What was committed stays, whatever happens later; what was not is dropped by
 * batch_close().
 */
#ifndef INDEXER_BATCH_H
#define INDEXER_BATCH_H

#include "corpus/article.h"
#include "indexer/seen.h"
#include "indexer/segment.h"
#include "indexer/writer.h"
#include "lib/error.h"
#include "lib/paths.h"
#include "lib/record.h"
#include "lib/schema.h"

struct batch;

enum batch_outcome { BATCH_NEW, BATCH_UPDATED };

struct batch_options {
	const char *index; /* folder */
	const struct lexicon_folders *lexicon;
	enum writer_mode mode; /* WRITER_LOOK: counts what would be done */
	enum segment_maker maker;
	unsigned jobs; /* threads that analyse, from 1 */
	size_t memory; /* bytes that the program may take, about; 0: as many as is good */
	void *context;
	void (*tell)(void *context, const char *message); /* for the person, translated */
	bool (*stop)(void *context); /* asked now and then in long work */
	/* Both may be NULL. An article was put, and some time later what was put is safe. */
	void (*put)(void *context, const struct record *r, struct arrival arrival,
		    enum batch_outcome outcome);
	void (*committed)(void *context);
};

struct batch_counts {
	size_t added, updated, unchanged, duplicate, removed;
	size_t articles;     /* in the index */
	uint64_t text_bytes; /* of titles, leads and bodies in the index */
	uint64_t read_bytes; /* of those given to this batch */
};

int batch_open(struct batch **out, const struct batch_options *options,
	       struct error *err);
/*
 * `moment`: the article's date; 0 unknown. Answers which article of batch_seen() it is, a
 * copy perhaps.
 */
int batch_add(struct batch *b, const struct article *a, int64_t moment, uint32_t *seen,
	      struct error *err);
/* 1 when there was such an article, else 0. */
int batch_remove(struct batch *b, struct str id, struct error *err);
/* What the index has been given so far; what is changed there is saved by the next commit. */
struct seen *batch_seen(struct batch *b);
/*
 * In a batch opened with WRITER_REPLACE: analyses all stored articles anew.
 * ERROR_STOPPED.
 */
int batch_rebuild(struct batch *b, struct error *err);
/* Commits; a new index comes into being, if it has articles. More may be added then. */
int batch_finish(struct batch *b, struct error *err);
/* After batch_finish(): makes the segments one, and drops what is gone. */
int batch_optimize(struct batch *b, struct error *err);
void batch_close(struct batch *b);

struct batch_counts batch_counts(const struct batch *b);
/* Bytes of the index's files. */
uint64_t batch_index_bytes(const struct batch *b);

#endif
