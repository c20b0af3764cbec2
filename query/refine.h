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
	double coverage;  /* taken off for words of the question that the text lacks */
	double position;  /* words that stand early: news says first what matters */
	double phrase;	  /* a phrase that stood beside plain words is there */
	double recency;	  /* taken off for age; 0 unless asked for */
};

double score_sum(const struct score *s);
/* The parts beside the weight, for --explain: "exact", "coverage" … */
enum { SCORE_PARTS = 5 };
extern const char *const score_part_names[SCORE_PARTS];
double score_part(const struct score *s, size_t part);
/*
 * The words of a question while its candidates are refined. `average_length`: of the index's
 * articles, in words. The plan is borrowed; release it with refining_release().
 */
struct refining {
	const struct plan *plan;
	double average_length;
	struct tally *tally;	   /* by word of the plan */
	struct stem_slot *slots;   /* stem → word: open addressing, mostly free */
	size_t slots_count;
};

void refining_start(struct refining *f, const struct plan *plan, double average_length);
void refining_release(struct refining *f);
/* Reads the article's tokens. */
void refine(struct refining *f, struct reading *r, struct score *score);

#endif
