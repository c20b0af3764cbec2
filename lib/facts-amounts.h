/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which numbers of a reading are money, and of which currency.
 */
#ifndef LIB_FACTS_AMOUNTS_H
#define LIB_FACTS_AMOUNTS_H

#include "lib/facts-reading.h"

/*
 * Reads all numbers of the text into r->figures: money gets its currency, bound and
 * span; the others stay FIGURE_NUMBER or FIGURE_COUNT, for jobs to look at.
 */
void amounts_find(struct facts_text *r);

#endif
