/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/copy.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/repress.h"
#include "lib/schema.h"
#include "xapian-c/xapian-c.h"

#define NO_ROW UINT32_MAX

/* A term of a segment, and a posting of it; both in the order they are read. */
struct read_term {
	size_t start, length; /* in `bytes` */
};

struct read_posting {
	uint32_t row; /* which article */
	uint32_t term;
	uint32_t wdf;
};

struct read_value {
	size_t start, length; /* in `bytes` */
};

/* The postings of some articles, turned from terms with articles into articles with terms. */
struct copying {
	struct stored *from;
	const struct copied_article *articles;
	size_t count;
	uint32_t first; /* docid of the first */
	uint32_t *rows; /* by docid - first: index into articles, or NO_ROW */
	struct buf bytes;
	struct read_term *terms;
	size_t terms_count, terms_capacity;
	struct read_posting *postings;
	size_t postings_count, postings_capacity;
	uint32_t *order;	   /* postings by article */
	size_t *starts;		   /* in `order`, by article; one more */
	struct read_value *values; /* SLOTS for each article */
	uint32_t slot;		   /* being read */
	struct entry entry;
	struct repress records;
	struct sheet_source *columns; /* of the segments, from the first article's on */
	size_t columns_count;
};

static uint32_t row_of(const struct copying *c, uint32_t docid)
{
	uint32_t last = c->articles[c->count - 1].docid;

	return docid >= c->first && docid <= last ? c->rows[docid - c->first] : NO_ROW;
}

static bool read_term(void *context, struct str term)
{
	struct copying *c = context;

	GROW(c->terms, c->terms_count, c->terms_capacity);
	c->terms[c->terms_count++] = (struct read_term){c->bytes.n, term.n};
	buf_str(&c->bytes, term);
	return true;
}

static bool read_posting(void *context, uint32_t docid, uint32_t wdf)
{
	struct copying *c = context;
	uint32_t row = row_of(c, docid);

	if (row == NO_ROW)
		return true;
	GROW(c->postings, c->postings_count, c->postings_capacity);
	c->postings[c->postings_count++] =
		(struct read_posting){row, (uint32_t)c->terms_count - 1, wdf};
	return true;
}

static bool read_value(void *context, uint32_t docid, struct str value)
{
	struct copying *c = context;
	uint32_t row = row_of(c, docid);

	if (row == NO_ROW)
		return docid < c->articles[c->count - 1].docid;
	c->values[row * SLOTS + c->slot] = (struct read_value){c->bytes.n, value.n};
	buf_str(&c->bytes, value);
	return true;
}

static int read_segment(struct copying *c, size_t segment, struct error *err)
{
	struct sheet_source *columns = &c->columns[segment - c->articles[0].segment];
	struct xc_posting_visitor visitor = {c, read_term, read_posting};
	struct xc_reader *r = stored_reader(c->from, segment);

	if (stored_columns(c->from, segment, columns, err) < 0 ||
	    xc_reader_postings(r, 0, c->first, c->articles[c->count - 1].docid + 1,
			       &visitor, err) < 0)
		return -1;
	for (c->slot = 0; c->slot < SLOTS; c->slot++) {
		if (xc_reader_values(r, 0, c->slot, read_value, c, err) < 0)
			return -1;
	}
	return 0;
}

/* Counting sort: terms of an article stay in order. */
static void sort_postings(struct copying *c)
{
	size_t *next;

	c->starts = xcalloc(c->count + 1, sizeof *c->starts);
	c->order = xreallocarray(NULL, c->postings_count + 1, sizeof *c->order);
	for (size_t i = 0; i < c->postings_count; i++)
		c->starts[c->postings[i].row + 1]++;
	for (size_t i = 0; i < c->count; i++)
		c->starts[i + 1] += c->starts[i];
	next = xcalloc(c->count + 1, sizeof *next);
	memcpy(next, c->starts, c->count * sizeof *next);
	for (size_t i = 0; i < c->postings_count; i++)
		c->order[next[c->postings[i].row]++] = (uint32_t)i;
	free(next);
}

static int write_article(struct copying *c, size_t row, struct segment *to,
			 struct error *err)
{
	const struct copied_article *a = &c->articles[row];
	struct str bytes = buf_view(&c->bytes);

	entry_clear(&c->entry);
	c->entry.words = (struct entry_words){c->from, c->first};
	for (size_t i = c->starts[row]; i < c->starts[row + 1]; i++) {
		const struct read_posting *p = &c->postings[c->order[i]];
		const struct read_term *t = &c->terms[p->term];

		entry_add_word(&c->entry, (struct str){0},
			       str_slice(bytes, t->start, t->start + t->length), p->wdf,
			       p->term + 1);
	}
	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		const struct read_value *v = &c->values[row * SLOTS + slot];

		if (v->length > 0)
			entry_add_value(&c->entry, slot,
					str_slice(bytes, v->start, v->start + v->length));
	}
	if (repress_read(&c->records, c->from, a->segment, a->docid, &c->entry.data,
			 err) < 0 ||
	    segment_add(to, &c->entry, err) < 0)
		return -1;
	return sheet_copy(segment_sheet(to), segment_next(to) - 1,
			  &c->columns[a->segment - c->articles[0].segment], a->docid,
			  err);
}

static void copying_start(struct copying *c)
{
	uint32_t last = c->articles[c->count - 1].docid;
	size_t span;

	c->first = c->articles[0].docid;
	span = (size_t)(last - c->first) + 1;
	c->rows = xreallocarray(NULL, span, sizeof *c->rows);
	memset(c->rows, 0xFF, span * sizeof *c->rows);
	for (size_t i = 0; i < c->count; i++)
		c->rows[c->articles[i].docid - c->first] = (uint32_t)i;
	c->values = xcalloc(c->count * SLOTS, sizeof *c->values);
	c->columns_count = c->articles[c->count - 1].segment - c->articles[0].segment + 1;
	c->columns = xcalloc(c->columns_count, sizeof *c->columns);
}

static void copying_release(struct copying *c)
{
	for (size_t i = 0; i < c->columns_count; i++)
		sheet_source_close(&c->columns[i]);
	free(c->columns);
	entry_release(&c->entry);
	repress_release(&c->records);
	free(c->values);
	free(c->starts);
	free(c->order);
	free(c->postings);
	free(c->terms);
	buf_release(&c->bytes);
	free(c->rows);
}

int copy_articles(struct stored *from, const struct copied_article *articles,
		  size_t count, struct packer *packer, struct segment *to,
		  struct error *err)
{
	struct copying c = {.from = from,
			    .articles = articles,
			    .count = count,
			    .records = {.packer = packer}};
	int rc = 0;

	if (count == 0)
		return 0;
	copying_start(&c);
	for (size_t i = articles[0].segment; i <= articles[count - 1].segment && rc == 0;
	     i++)
		rc = read_segment(&c, i, err);
	if (rc == 0)
		sort_postings(&c);
	for (size_t row = 0; row < count && rc == 0; row++)
		rc = write_article(&c, row, to, err);
	copying_release(&c);
	return rc;
}
