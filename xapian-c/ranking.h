/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ranks documents of several databases by the words of a question: those that have all that must be there,
 * or else any. Weighs them as libxapian would and passes over those that cannot reach the weight still
 * asked for.
 *
 * libxapian 1.4 looks up the length of every document of a word and weighs it. A document that has the word
 * once or twice can be told from its posting alone not to be among the best; of any words, the frequent
 * ones are then read only where a rarer one stands (MaxScore: Turtle and Flood, Query evaluation,
 * Information Processing & Management 31(6), 1995).
 *
 *	q = ranking_new(&options);
 *	ranking_add(q, terms, 1, wqf, 1, RANKING_MUST);  (once for each word)
 *	for each database: r = ranker_new(q, database);
 *		for (ranker_next(r, 0, 0); r->docid != CURSOR_END; ranker_next(r, r->docid + 1, wanted))
 *			... r->docid, r->weight ...
 */
#ifndef XAPIAN_C_RANKING_H
#define XAPIAN_C_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glass/reader.h"
#include "lib/str.h"
#include "xapian-c/cursor.h"

/* Of a question, borrowed for as long as the ranking lives. */
struct ranking_database {
	const struct glass_reader *reader;
	uint32_t documents, last; /* how many, and the number of the last one */
	/* Rising; statistics know of these documents all the same. */
	const uint32_t *left_out;
	size_t left_out_count;
};

struct ranking_options {
	const struct ranking_database *databases;
	size_t databases_count;
	/* BM25, as libxapian's BM25Weight with k2 = 0 has it. */
	double k1, k3, b, least_norm;
	double average_length;
	uint32_t least_length; /* of any document */
};

/* Where no word must be there, a document has one of those that may. */
enum ranking_role { RANKING_MAY, RANKING_MUST };

struct ranking;

struct ranking *ranking_new(const struct ranking_options *options);
void ranking_free(struct ranking *q);
/*
 * Adds a word: a term, or synonyms that count as one. `wqf`: how often the question has it; `factor`
 * multiplies what it weighs.
 */
void ranking_add(struct ranking *q, const struct str *terms, size_t count, uint32_t wqf,
		 double factor, enum ranking_role role);
/* The question is nothing else: documents left out are passed over, and matches counted. */
void ranking_make_whole(struct ranking *q);
/* How many match, where a whole question knows: it does when there are words that must be there. */
bool ranking_count(const struct ranking *q, uint32_t *count);

/* The documents of one database. */
struct ranker {
	uint64_t
		docid; /* where it stands: 0 before the first, CURSOR_END behind the last */
	double weight;			  /* of that document */
	double most;			  /* no document weighs more */
	uint32_t fewest, guess, greatest; /* how many match: bounds, and what is likely */
};

/* One for each database; borrows the ranking. */
struct ranker *ranker_new(struct ranking *q, size_t database);
void ranker_free(struct ranker *r);
/*
 * To the first document from a number on that weighs at least `wanted`; never back. False when the
 * database is damaged: then it stands at the end.
 */
bool ranker_next(struct ranker *r, uint64_t docid, double wanted);

#endif
