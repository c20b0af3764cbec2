/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All articles that answer a question, read once: what each is counted by, and what it adds
 * to a sum of articles, euros or jobs.
 */
#ifndef QUERY_TALLY_H
#define QUERY_TALLY_H

#include "query/dimension.h"
#include "query/events.h"
#include "query/matches.h"
#include "query/rows.h"

struct tally_article {
	uint32_t docid;
	uint32_t source; /* label, or NO_ITEM */
	int64_t moment;	 /* 0 unknown */
	size_t labels;	 /* of tally.labels: the first one's place */
	uint32_t labels_count;
	uint8_t deals;	/* bit 1 << enum deal_kind */
	uint16_t kinds; /* of its labels: bit 1 << enum name_kind */
	double adds;	/* to the sum; 0 when another article told it */
};

/* {0} is empty. */
struct tally {
	enum measure measure;
	struct rows *rows; /* tells the labels */
	struct tally_article *articles;
	size_t count, capacity;
	struct tally_label {
		uint32_t number;
		uint8_t kind; /* enum name_kind */
	} * labels;
	size_t labels_count, labels_capacity;
	struct event *events; /* of euros or jobs: articles that tell some, in order */
	size_t events_count, events_capacity;
	double sum;
	struct arena arena; /* ids of events */
};

/* Empties *t first. */
int tally_read(struct tally *t, struct index *x, const struct matches *matches,
	       enum measure measure, struct error *err);
void tally_release(struct tally *t);

/* Values of an article in a dimension: labels, kinds of deals or numbers of the calendar. */
struct tally_values {
	int64_t *items;
	size_t count, capacity;
};

/* Replaces *out. */
void tally_values(const struct tally *t, const struct tally_article *a,
		  const struct dimension *d, struct tally_values *out);
/* For machines and for people; appends. */
void tally_print_id(const struct tally *t, const struct dimension *d, int64_t value,
		    struct buf *out);
int tally_print_name(const struct tally *t, const struct dimension *d, int64_t value,
		     struct buf *out, struct error *err);

#endif
