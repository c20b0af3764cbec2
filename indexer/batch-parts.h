/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What batch.c is made of: the facts of the index, its dictionaries, articles put into a segment,
 * commits, rebuilding. All work on the one struct batch.
 */
#ifndef INDEXER_BATCH_PARTS_H
#define INDEXER_BATCH_PARTS_H

#include "indexer/analysis.h"
#include "indexer/batch.h"
#include "indexer/copies.h"
#include "indexer/names.h"
#include "indexer/pending.h"
#include "indexer/stored.h"

/*
 * Bytes of text the newest dictionary was trained on, decimal. It stands beside
 * META_DICTIONARY and is the indexer's own business.
 */
#define META_TRAINED "dictionary-text"

struct batch {
	struct batch_options options;
	struct writer *writer;
	struct manifest *manifest; /* the writer's */
	struct stored *stored;	   /* the manifest's segments */
	struct seen seen;
	struct analyser *analyser;
	struct analysis *analysis;
	struct names *names;
	bool packing;	       /* the analysis has its dictionary, or none on purpose */
	struct packer *packer; /* that presses all articles again; NULL: nobody does */
	struct copies *copies; /* the articles of the index; NULL until needed */
	struct copies_texts texts;
	enum segment_maker maker; /* SEGMENT_ANY until it is needed */
	struct segment *segment; /* being written; NULL while there is nothing to write */
	uint32_t segment_number;
	uint32_t segment_first;
	struct pending_table pending; /* what it holds */
	uint32_t dictionary;	      /* number of the newest; 0 none */
	uint64_t trained;	      /* bytes of text it was trained on */
	uint64_t seed;		      /* hash of all that shapes an article's analysis */
	struct record *queue;	      /* articles held back, in `queued` */
	size_t queue_count, queue_capacity, queue_bytes;
	struct arena queued;
	bool queueing;
	bool rebuilding;
	uint64_t arrivals;  /* articles that ever came */
	struct placed kept; /* of the article to put, in an older index; zeros: none */
	bool looking;	    /* nothing is written */
	bool dirty;	    /* something is to be committed */
	struct batch_counts counts;
	size_t since_articles, since_bytes; /* the last commit */
	struct arena scratch;
	struct buf term, value;
};

/* ---- batch-facts.c: what the manifest says of the index, and the lexicon that it goes by ---- */

uint64_t batch_fact_number(const struct batch *b, const char *key);
void batch_set_fact(struct batch *b, const char *key, struct str value);
void batch_set_number(struct batch *b, const char *key, uint64_t number);
/* What a new index says of itself once and for all. */
void batch_set_origin(struct batch *b);
/* With the stems and stop words of the index, or the lexicon's for a new one. */
int batch_open_analyser(struct batch *b, struct error *err);
/* Names and synonyms, when the lexicon's are others. */
int batch_refresh_facts(struct batch *b, struct error *err);

/* ---- batch-dictionary.c: what articles are pressed against ---- */

/* The first, trained on the articles held back. */
void batch_train_on_queue(struct batch *b);
/* One trained on articles taken evenly out of an index. */
int batch_train_on_stored(struct batch *b, struct stored *from, struct error *err);
/* True when the index has grown to many times what its dictionary knew. */
bool batch_outgrown(const struct batch *b);
/* Sets the dictionary for the articles to come. */
int batch_choose_dictionary(struct batch *b, struct error *err);
/*
 * When the index has grown since all was pressed last: a dictionary out of all articles, and the
 * packer that presses all again, with more effort.
 */
int batch_renew_dictionary(struct batch *b, struct error *err);
/* All articles are pressed against the newest: drops the others. */
void batch_drop_dictionaries(struct batch *b);

/* ---- batch-put.c: articles into the segment being written ---- */

/* Settles how segments are written; a new one is about to be. */
int batch_choose_maker(struct batch *b, struct error *err);
int batch_open_segment(struct batch *b, struct error *err);
/* Puts one article into the index unless it is there as it is. */
int batch_put(struct batch *b, const struct record *r, struct error *err);
/* All that are under way into the segment. */
int batch_settle(struct batch *b, struct error *err);
/* Marks the article of that id as gone: 1, or 0 when there is none. */
int batch_bury(struct batch *b, struct str id, struct error *err);

/* ---- batch-commit.c: what was written is safe ---- */

/* Opens the segments of the manifest, or opens them again after it has changed. */
int batch_open_stored(struct batch *b, struct error *err);
int batch_commit(struct batch *b, struct error *err);

/* ---- batch.c ---- */

/* Notes an article of the index of which nothing is known but itself. */
void batch_note_record(struct batch *b, const struct record *r);
/* Puts an article, or holds it back while there is no dictionary. */
int batch_add_record(struct batch *b, const struct record *r, struct error *err);

#endif
