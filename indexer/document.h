/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an article is found by: makes terms and values of its text, its names and its
 * facts, and counts the word forms that come and go.
 *
 * The analyser is borrowed, and the arrays of a record read with documents_read() are its.
 */
#ifndef INDEXER_DOCUMENT_H
#define INDEXER_DOCUMENT_H

#include "indexer/entry.h"
#include "lib/analyser.h"
#include "lib/error.h"
#include "lib/forms.h"
#include "lib/record.h"

struct documents;

struct documents *documents_new(struct analyser *a);
void documents_free(struct documents *d);

/* Fills in the record (analyser_read) and counts its word forms as come. */
void documents_read(struct documents *d, struct record *r);
/* Counts the word forms of a stored record as gone. */
void documents_take_away(struct documents *d, const struct record *r);
/* All that was counted since forms_tally_clear(). */
struct forms_tally *documents_tally(struct documents *d);
/* Adds all terms, and all values but the hash, of the record read last to an empty entry. */
void documents_make(struct documents *d, const struct record *r, struct entry *out);

#endif
