/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What there is to count of each article, by number: read from the index's columns, or,
 * where a database has none (one asked over the network), from the stored article.
 *
 * Labels are numbered over all databases in the order they are met, so that counting is
 * adding to an array.
 */
#ifndef QUERY_ROWS_H
#define QUERY_ROWS_H

#include "lib/columns.h"
#include "query/index.h"

struct rows;

/* The index is borrowed. */
struct rows *rows_new(struct index *x);
void rows_free(struct rows *r);
/* The row of an article; its arrays live until the next call. */
int rows_get(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err);
/* The same read from the stored article. */
int rows_read(struct rows *r, uint32_t docid, struct columns_row *row, struct error *err);
/* The number of a label that was met elsewhere. */
uint32_t rows_number(struct rows *r, const struct column_label *l);
/* How many labels were met so far, and one of them, borrowed until rows_free(). */
size_t rows_labels(const struct rows *r);
const struct column_label *rows_label(const struct rows *r, size_t number);
/* The label as people know it: the name of a name, a source as written. */
int rows_name(struct rows *r, size_t number, struct str *name, struct error *err);

#endif
