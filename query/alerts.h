/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is new for one watch: articles that answer its question, arrived since its ledger was
 * settled, and tell no story that was told; oldest arrival first.
 */
#ifndef QUERY_ALERTS_H
#define QUERY_ALERTS_H

#include "query/asking.h"
#include "query/ledger.h"
#include "query/search.h"

enum alerts_mode {
	ALERTS_NEW,   /* tell what is new */
	ALERTS_BEGIN, /* settle all that is there; tell nothing */
	ALERTS_SINCE, /* tell what arrived since a day, told before or not */
};

struct alerts {
	struct index *index;   /* borrowed */
	struct ledger *ledger; /* borrowed; what is found is added to it, nothing saved */
	enum alerts_mode mode;
	struct day since;
	struct str name, question; /* borrowed */
	int64_t now;		   /* seconds: what alerts are dated */
	struct asked asked;
	struct results results; /* rank: number of the alert */
	uint64_t *articles;	/* of the results: hashes of their ids */
	size_t settled;		/* articles looked at */
};

/* Fills in asked, results, articles and settled, and the ledger. */
int alerts_find(struct alerts *a, const struct asking *asking, struct error *err);
void alerts_release(struct alerts *a);

/* How alerts look on paper: a row of the table in alerts-format.c. */
struct alert_format {
	const char *name;
	/* Prints them; what it prints of all watches of a run stands one behind the other. */
	int (*print)(const struct page *page, const struct alerts *a, struct error *err);
	bool whole; /* one document of all that was told lately: printed when nothing is new, too */
};

/* NULL when there is none of that name. */
const struct alert_format *alert_format_find(struct str name);

#endif
