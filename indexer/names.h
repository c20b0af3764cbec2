/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What questions need to know of the lexicon's names, kept in the index's metadata.
 */
#ifndef INDEXER_NAMES_H
#define INDEXER_NAMES_H

#include "lib/error.h"
#include "lib/lexicon.h"
#include "xapian-c/xapian-c.h"

/* Writes all names and aliases, in place of what is there. */
int names_write(const struct lexicon *l, struct xc_writer *w, struct error *err);

#endif
