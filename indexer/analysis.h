/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles on their way into a segment: cut, understood, pressed and made into entries by
 * several threads, and given back in the order they came. What comes out is the same
 * whatever the number of threads.
 *
 * The thread that gives and takes is one of them: alone, it does all the work in analysis_take().
 * The analyser is borrowed and is that thread's; the others have their own words and share
 * its lexicon.
 */
#ifndef INDEXER_ANALYSIS_H
#define INDEXER_ANALYSIS_H

#include "indexer/document.h"
#include "indexer/entry.h"
#include "lib/analyser.h"
#include "lib/error.h"
#include "lib/forms.h"
#include "lib/record.h"
#include "lib/sketch.h"

struct analysis;

/* Where an article stands in the order of arrival, and among copies; not the analysis's business. */
struct placed {
	struct arrival arrival;
	uint32_t group;	    /* it is known to be in; 0: to be found */
	uint32_t own_group; /* that it begins when it is a copy of none */
};

/* An article analysed. It owns all it shows. */
struct analysed {
	struct arena arena;
	struct record record;
	uint32_t *entities; /* of its names */
	struct shingles shingles;
	struct sketch sketch;
	struct entry entry; /* with the record as its data */
	struct buf expanded, packed; /* the record, to be pressed and pressed */
	/* of whoever gives it */
	uint64_t id_hash, hash;
	struct placed placed;
	size_t text_bytes;
};

enum { ANALYSIS_JOBS_MAX = 256 };

/* `stems` and `stopwords` are the tables that the analyser was opened with; `jobs` from 1. */
int analysis_new(struct analysis **out, struct analyser *a, struct str stems,
		 struct str stopwords, unsigned jobs, struct error *err);
void analysis_free(struct analysis *x);
/* The dictionary to press against from now on. Nothing may be under way. */
void analysis_dictionary(struct analysis *x, struct str dictionary, uint32_t number);

/* Whether articles are to be taken before the next one is given. */
bool analysis_is_full(const struct analysis *x);
/* Whether an article with that hash of its id is under way. */
bool analysis_has(const struct analysis *x, uint64_t id_hash);
/* Copies an article and has it analysed; the caller fills in what is its own at once. */
struct analysed *analysis_give(struct analysis *x, const struct record *r);
/* The oldest under way, when it is done; NULL when there is none. Borrowed until the next call. */
struct analysed *analysis_take(struct analysis *x);

/* Adds the word forms counted since the last time. Nothing may be under way. */
struct forms_tally *analysis_tally(struct analysis *x);
/* For articles that go: documents_take_away(). Nothing may be under way. */
struct documents *analysis_documents(struct analysis *x);

#endif
