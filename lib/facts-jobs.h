/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which numbers of a reading are jobs: created, cut, or there.
 */
#ifndef LIB_FACTS_JOBS_H
#define LIB_FACTS_JOBS_H

#include "lib/facts-reading.h"

/* Gives the figures that count jobs their kind, bound and span; after amounts_find(). */
void jobs_find(struct facts_text *r);

#endif
