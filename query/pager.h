/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers longer than the terminal go through a pager: $VEILLE_PAGER, else $PAGER, else less,
 * which leaves colours and links alone and ends by itself when all fits ($LESS, else FRX).
 * An empty command or cat switches it off; where standard output is no terminal there is none.
 */
#ifndef QUERY_PAGER_H
#define QUERY_PAGER_H

#include "lib/page.h"

/* {0} is none. */
struct pager {
	FILE *memory; /* what the page is printed on meanwhile; NULL: nothing is held back */
	char *text;
	size_t size;
};

/* Puts the page on hold when a pager may be wanted. */
void pager_start(struct pager *p, struct page *page);
/* Shows what was printed; may be called again. */
void pager_show(struct pager *p);

#endif
