/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All articles that answer a question, counted in one pass over the columns by all that
 * they can be counted by, and summed in articles, euros or jobs.
 */
#ifndef QUERY_TALLY_H
#define QUERY_TALLY_H

#include "query/days.h"
#include "query/dimension.h"
#include "query/events.h"
#include "query/matches.h"
#include "query/rows.h"

struct tally_count {
	size_t articles;
	double sum; /* euros or jobs that they add; 0 where another article told it */
};

struct tally_label {
	struct tally_count count;
	uint8_t kind;
};

/* {0} is empty. */
struct tally {
	enum measure measure;
	struct rows *rows;	       /* tells the labels */
	const struct matches *matches; /* borrowed */
	struct tally_count all;
	int64_t first, last; /* midnight of these days; 0: no article has a date */
	struct tally_count labelled[LABEL_KINDS], dealt, dated; /* with any value of it */
	unsigned several; /* of which kinds an article has several values: see tally.c */
	struct tally_label *labels; /* by number */
	size_t labels_count, labels_capacity;
	struct tally_count deals[DEAL_KINDS];
	struct days days;
	struct event *events; /* of euros or jobs: articles that tell some, in order */
	size_t events_count, events_capacity;
	struct arena arena; /* ids of events */
};

/* Empties *t first. The index is rows_new()'s; the matches stay where they are until tally_release(). */
int tally_read(struct tally *t, struct index *x, const struct matches *matches,
	       enum measure measure, struct error *err);
void tally_release(struct tally *t);

/* The same with the sum that is wanted, which may be that of articles. */
struct tally_count tally_sum(const struct tally *t, struct tally_count c);

/* A value of a dimension: the number of a label, a kind of deals or a number of the calendar. */
struct tally_value {
	int64_t value;
	struct tally_count count;
};

/* All values of a dimension that any article has, each once; time in order. {0} is empty. */
struct tally_axis {
	struct tally_value *items;
	size_t count, capacity;
	struct tally_count without; /* articles that have none */
	bool several;
};

/* Replaces *out. */
void tally_axis(const struct tally *t, const struct dimension *d, struct tally_axis *out);
void tally_axis_release(struct tally_axis *a);

/* Values of one article. */
struct tally_values {
	int64_t *items;
	size_t count, capacity;
};

/* Replaces *out. The row is one that t->rows has given. */
void tally_values(const struct tally *t, const struct columns_row *row,
		  const struct dimension *d, struct tally_values *out);
/* For machines and for people; appends. */
void tally_print_id(const struct tally *t, const struct dimension *d, int64_t value,
		    struct buf *out);
int tally_print_name(const struct tally *t, const struct dimension *d, int64_t value,
		     struct buf *out, struct error *err);

#endif
