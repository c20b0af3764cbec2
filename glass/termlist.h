/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of term lists: for each document its terms, and the slots of its values. */
#ifndef GLASS_TERMLIST_H
#define GLASS_TERMLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glass/glass.h"
#include "glass/intern.h"
#include "glass/postings.h"
#include "glass/table.h"
#include "lib/error.h"

struct termlist;

/* Takes the table, which it frees; deflates lists of more than so many bytes. */
struct termlist *termlist_new(struct table *t, uint32_t deflate_over);
void termlist_free(struct termlist *l);
/*
 * Prepares the list of the document gathered last; false when it is too long to be kept.
 */
bool termlist_prepare(struct termlist *l, const struct intern *terms,
		      const struct postings *p, uint32_t length);
/* Adds what was prepared, and the slots the document uses. */
int termlist_add(struct termlist *l, uint32_t docid, const struct glass_document *d,
		 struct error *err);
int termlist_finish(struct termlist *l, struct table_root *root, struct error *err);
size_t termlist_bytes(const struct termlist *l); /* memory held */

#endif
