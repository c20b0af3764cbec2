/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run of veille-index tells: progress and faults on standard error, the report and what was
 * added on standard output, what was refused in a file.
 */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <stdio.h>

#include "corpus/article.h"
#include "indexer/batch.h"
#include "lib/error.h"

enum report_print { PRINT_NOTHING, PRINT_IDS, PRINT_JSON };

struct report {
	/* Set by the caller. */
	bool quiet, json, dry;
	enum report_print print;
	const char *rejects_path; /* borrowed; NULL: none */
	bool progress;		  /* standard error is a terminal that is to see it */

	/* Counted; the rest of the counts is the batch's. */
	size_t articles, rejected, undated, left_out;
	size_t files, files_unchanged;
	size_t unchanged, duplicate;	  /* articles of files that were not read */
	uint64_t bytes_total, bytes_done; /* of files */
	uint64_t text_bytes;		  /* of articles read */

	int64_t started, shown; /* milliseconds */
	FILE *rejects;
	struct buf added; /* lines that wait for the commit */
};

/* Begins the clock, and the file of what is refused. */
int report_open(struct report *r, struct error *err);
/* Whether all was written. */
int report_close(struct report *r, struct error *err);

void report_tell(struct report *r, const char *message);
/* `why` is a translated half-sentence. */
void report_left_out(struct report *r, const char *path, const char *why);
/* Appends the line to `lines` as well. */
void report_rejected(struct report *r, const struct article *a, const struct error *why,
		     struct buf *lines);
/* A file that cannot be read, or not to its end. */
void report_refused(struct report *r, const char *path, const struct error *why);
/* What was refused in a file that is as it was then. */
void report_rejected_before(struct report *r, const char *path, size_t count,
			    struct str lines);
void report_undated(struct report *r, const struct article *a);
void report_lost(struct report *r, const struct article *a);
void report_progress(struct report *r, uint64_t done);

/* With --dry-run: what would be done. */
void report_would(struct report *r, const char *what, struct str id);
void report_put(struct report *r, const struct record *record, struct arrival arrival,
		enum batch_outcome outcome);
/* What was put is in the index. */
void report_committed(struct report *r);

/* The closing line, and the object of --json. */
void report_end(struct report *r, const struct batch_counts *c, uint64_t index_bytes);
void report_rebuilt(struct report *r, const struct batch_counts *c, uint64_t index_bytes);

/* Milliseconds of a clock that is never set. */
int64_t report_clock(void);

#endif
