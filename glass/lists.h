/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of documents with a number each: the documents' lengths, and the postings of
 * terms.
 */
#ifndef GLASS_LISTS_H
#define GLASS_LISTS_H

#include <stddef.h>
#include <stdint.h>

#include "glass/intern.h"
#include "glass/postings.h"
#include "glass/table.h"
#include "lib/error.h"

/* The lengths of n documents, numbered from `first` on. */
int lists_write_lengths(struct table *t, uint32_t first, const uint32_t *lengths,
			size_t n, struct error *err);
/* One term, behind those before it in the order of bytes. */
int lists_write_term(struct table *t, struct str term, const struct glass_entry *entries,
		     uint32_t n, struct error *err);
/* All terms that have documents; p is used up. */
int lists_write_terms(struct table *t, const struct intern *terms, struct postings *p,
		      struct error *err);

#endif
