/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deals told in a reading: who does what with how much money and how many jobs.
 */
#ifndef LIB_FACTS_DEALS_H
#define LIB_FACTS_DEALS_H

#include "lib/facts-phrases.h"
#include "lib/facts.h"

/*
 * Appends the deals of the reading to out->deals, each told once; after the figures have
 * become out's amounts and jobs (figure.item). `p` is scratch.
 */
void deals_find(struct facts_text *r, const struct record *record, struct phrases *p,
		struct facts *out);

#endif
