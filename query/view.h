/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What facets, timeline and table answer: all matching articles counted along one axis or more,
 * exactly, and summed in euros or jobs.
 *
 * A view borrows the tally it is made from and owns the rest.
 */
#ifndef QUERY_VIEW_H
#define QUERY_VIEW_H

#include "query/tally.h"

struct view_value {
	int64_t key;
	struct str id, name; /* in the view's arena; both empty: articles without any */
	size_t articles;
	double sum; /* what its articles add */
};

/* The values of one dimension. */
struct view_axis {
	const struct dimension *dimension;
	struct view_value
		*values; /* largest first, time in order; articles without any last */
	size_t count;
	size_t distinct; /* values before the limit */
	size_t without;	 /* articles that have none */
	bool several;	 /* some article has several: the parts are more than the whole */
};

struct view_cell {
	size_t articles;
	double sum;
};

/* An investment as several articles tell it; `articles[0]` counts. */
struct view_article {
	struct str id, title, source;
	int64_t moment;
	double amount;
};

struct view_event {
	double amount;
	struct str actor, actor_name; /* empty: not told */
	struct view_article *articles;
	size_t count;
};

enum view_kind { VIEW_FACETS, VIEW_TIMELINE, VIEW_TABLE };

struct layout;

struct view {
	enum view_kind kind;
	const struct layout *layout; /* of the paper; see query/format.h */
	enum measure measure;
	struct str question;
	const struct str *warnings;
	size_t warnings_count;
	size_t matches;
	double sum;		/* of all that matches */
	size_t telling;		/* articles that tell an amount or jobs */
	size_t again;		/* of these: told by another one, not added */
	bool sparkline;		/* VIEW_TIMELINE: one line */
	struct view_axis *axes; /* in the arena; VIEW_TABLE: rows, columns */
	size_t axes_count;
	struct view_cell *cells; /* VIEW_TABLE: one row after the other */
	bool each;		 /* the events are wanted */
	struct view_event *events;
	size_t events_count;
	struct arena arena;
};

enum view_rest { REST_LEFT_OUT, REST_AS_VALUE };

/* An empty view begins with what all of the tally comes to. */
void view_begin(struct view *v, enum view_kind kind, const struct tally *t);
/*
 * Counts along one more axis, keeping `limit` values (0: all). Articles without any value
 * are a last value of their own where that is wanted.
 */
int view_count(struct view *v, const struct tally *t, const struct dimension *d,
	       size_t limit, enum view_rest rest, struct error *err);
/* A time axis without gaps. ERROR_USAGE when it is too long. */
int view_fill(struct view *v, const struct tally *t, struct error *err);
/* The cells of the first two axes. */
int view_cross(struct view *v, const struct tally *t, struct error *err);
/* The events, largest first. */
int view_list_events(struct view *v, const struct tally *t, struct index *x,
		     struct error *err);
void view_release(struct view *v);

/* The stretch of time that gives about a screen of them. */
const struct dimension *view_fitting_time(const struct tally *t);
/* For people: appends "1,2 Md€" or "1 234". */
void view_print_measure(struct buf *out, enum measure measure, double value);
/* The value's name, or what stands for none; borrowed. */
struct str view_name(const struct view_value *value);
double view_largest(const struct view_axis *axis);

#endif
