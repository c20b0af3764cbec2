/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The final order: what the text of a ranked candidate adds to libxapian's weight.
 */
#ifndef QUERY_REFINE_H
#define QUERY_REFINE_H

#include "query/read.h"

/* The parts of a score, shown by --explain. Their sum is the score. */
struct score {
	double weight;	  /* libxapian's BM25 over stems */
	double exact;	  /* words written just as in the question, accents aside */
	double proximity; /* different words of the question side by side */
	double position;  /* words that stand early: news says first what matters */
	double recency;	  /* taken off for age; 0 unless asked for */
};

double score_sum(const struct score *s);
/* Reads the article's tokens. `average_length`: of the index's articles, in words. */
void refine(struct reading *r, const struct plan *plan, double average_length,
	    struct score *score);

#endif
