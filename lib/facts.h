/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Amounts of money and counts of jobs in text, each with the byte span it was read from:
 * from the first letter or digit of the number to the end of what it counts; and deals,
 * with the span of the sentence that tells them.
 *
 * A `struct facts` owns its arrays; `struct facts f = {0}` is a valid empty one. Not
 * shared between threads.
 */
#ifndef LIB_FACTS_H
#define LIB_FACTS_H

#include "lib/currency.h"
#include "lib/record.h"
#include "lib/text.h"

struct facts_text;
struct phrases;

struct facts {
	struct record_amount *amounts; /* in order of part and start */
	size_t amounts_count, amounts_capacity;
	struct record_jobs *jobs;
	size_t jobs_count, jobs_capacity;
	struct record_deal *deals; /* in the order of their sentences */
	size_t deals_count, deals_capacity;
	struct facts_text *reading; /* scratch, kept from text to text */
	struct phrases *phrases;    /* the same */
};

/*
 * Finds and appends. `t` is the text of the record's title, lead and body; its moment
 * picks the exchange rates (0: the newest known), and its names and mentions, when it has
 * them, are those who act in deals.
 */
void facts_find(const struct text *t, const struct record *r, struct facts *out);
/* Has a form know what it is here, so that texts are read faster: vocabulary_number(). */
void facts_number(struct facts *f, struct form *form);
void facts_clear(struct facts *f);
void facts_release(struct facts *f);

#endif
