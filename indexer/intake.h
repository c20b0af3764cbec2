/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files into a batch: which need to be read, what becomes of their articles, and what has vanished.
 *
 * A pipe that stays open is committed every so often, and the index is left to other writers while
 * nothing comes. Everything given is borrowed.
 */
#ifndef INDEXER_INTAKE_H
#define INDEXER_INTAKE_H

#include "corpus/reader.h"
#include "indexer/batch.h"
#include "indexer/report.h"
#include "indexer/telling.h"
#include "lib/date.h"
#include "lib/error.h"

struct intake;

#define WAIT_FOREVER (-1)

struct intake_options {
	struct batch_options batch; /* context and what is called are the intake's */
	struct reader_options reader;
	struct report *report;
	struct telling *telling; /* not NULL: articles are told, there is no batch */
	struct day since;	 /* year 0: articles of any day */
	bool reread;		 /* files unchanged too */
	long every;		 /* seconds between commits of a pipe */
	long wait;		 /* seconds for another writer to end, or WAIT_FOREVER */
	bool (*stop)(void *context);
};

/* ERROR_LOCKED, ERROR_NO_INDEX. */
int intake_open(struct intake **out, const struct intake_options *options,
		struct error *err);
void intake_close(struct intake *in);

/* A file, a folder, or "-". What is wrong with it is told. ERROR_STOPPED. */
int intake_path(struct intake *in, const char *path, struct error *err);
/* Removes what is no longer below the paths taken so far. */
int intake_prune(struct intake *in, struct error *err);
/* Tells when there is no such article. */
int intake_remove(struct intake *in, struct str id, struct error *err);
/* Adds up the size of what is to be read, for the progress. */
int intake_measure(struct intake *in, const char *path, struct error *err);
/* Commits what is whole. */
int intake_finish(struct intake *in, struct error *err);

/* NULL while another may write. */
struct batch *intake_batch(struct intake *in);
struct batch_counts intake_counts(const struct intake *in);
uint64_t intake_index_bytes(const struct intake *in);

#endif
