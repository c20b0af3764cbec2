/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a question finds as one page of HTML that needs nothing else: no script, no network, its
 * charts inside. It is well-formed XML, too.
 *
 * A report borrows all it holds.
 */
#ifndef QUERY_REPORT_H
#define QUERY_REPORT_H

#include "query/format.h"
#include "query/understood.h"

struct report {
	struct str title; /* the person's own; empty: the question is the title */
	struct day today;
	const struct understood *understood;
	const struct answer *answer; /* question, warnings, results … */
	size_t sources;		     /* that published the articles */
	int64_t first, last;	     /* moments of publication; 0 unknown */
	const struct view *timeline, *facets, *table;
};

void report_print(FILE *out, const struct report *r);

/* The style sheet, lines of CSS; NULL behind the last. */
extern const char *const report_style[];

#endif
