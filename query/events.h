/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The money and the jobs that articles tell of, each investment once: an article tells what another
 * one has told when it is a copy of it, or when actor and amount (within EVENT_SHARE) are
 * the same and it was published EVENT_DAYS later at most.
 */
#ifndef QUERY_EVENTS_H
#define QUERY_EVENTS_H

#include "lib/columns.h"

#define EVENT_SHARE .1 /* of the larger amount */
#define EVENT_DAYS 14

enum measure { MEASURE_ARTICLES, MEASURE_EUROS, MEASURE_JOBS };

struct measure_name {
	const char *id;	   /* for programs: "euros" */
	const char *title; /* for people, N_() */
};

extern const struct measure_name measure_names[MEASURE_JOBS + 1];

/* What one article adds to a sum. */
struct event {
	uint32_t docid; /* of the article; the caller's */
	struct str id;	/* of the article: orders those of one moment; the caller's */
	int64_t moment; /* 0 unknown: told again by copies only */
	uint64_t group; /* copies of one story share it; 0: stands alone */
	uint32_t actor; /* label, or NO_ITEM: told again by copies only */
	double amount;	/* euros or jobs; 0: nothing to add */
	size_t told_by; /* place in the array of the event that counts; its own when it does */
};

/*
 * The article's amount is that of its largest deal, and so is the actor; without one, the
 * largest amount of the article, which has no actor. Jobs: those of the deal with most
 * jobs, else the most jobs created, else the most jobs cut. Always a whole number.
 */
struct event event_of_row(const struct columns_row *row, enum measure measure);

/* The same of a stored article. */
struct counted {
	double amount;
	uint32_t actor; /* of the record's names, or NO_ITEM */
};

struct counted counted_of_record(const struct record *r, enum measure measure);
/*
 * Sorts by moment, larger amounts first, and fills in told_by: the earliest event that
 * counts and that this one tells again. Takes time in proportion to the count, but for sorting.
 */
void events_merge(struct event *events, size_t count);

#endif
