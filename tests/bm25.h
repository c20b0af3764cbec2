/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BM25 as libxapian has it, for tests to compare with. */
#ifndef TESTS_BM25_H
#define TESTS_BM25_H

#include <math.h>

#include "xapian-c/xapian-c.h"

/* What a term counts that so many of the documents have, and that stands `wqf` times in the question. */
static inline double bm25_term(const struct xc_search *s, double documents,
			       double with_term, double wqf)
{
	double odds = (documents - with_term + .5) / (with_term + .5);
	double weight = log(odds < 2 ? odds * .5 + 1 : odds) * (s->k1 + 1);

	if (s->k3 != 0)
		weight *= (s->k3 + 1) * wqf / (s->k3 + wqf);
	return weight;
}

/* What it adds to one document, which has it at least once. */
static inline double bm25_part(const struct xc_search *s, double weight, double wdf,
			       double length, double average)
{
	double normal = fmax(length / average, s->min_length);

	return weight * (wdf / (s->k1 * (normal * s->b + 1 - s->b) + wdf));
}

#endif
