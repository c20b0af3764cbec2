/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/join.h"

#include <stdlib.h>

#include "indexer/repress.h"
#include "lib/i18n.h"

enum { ASKED_EVERY = 1024 }; /* articles or terms from one look at stop() to the next */

struct join {
	const struct joining *x;
	struct segment *to;
	struct error *err;
	int rc;		   /* of what is called back */
	uint32_t *numbers; /* new ones, by docid - first; 0: dead, or none */
	uint32_t first, span;
	uint32_t slot; /* being read */
	struct buf term;
	struct glass_entry *entries; /* of that term */
	size_t count, capacity;
	size_t terms;
};

static int ask(const struct join *j, size_t done, struct error *err)
{
	if (done % ASKED_EVERY == 0 && j->x->stop(j->x->context))
		return error_set(err, ERROR_STOPPED, _("stopped"));
	return 0;
}

/* The new number of an article; 0 when it goes. */
static uint32_t number_of(const struct join *j, uint32_t docid)
{
	return docid - j->first < j->span ? j->numbers[docid - j->first] : 0;
}

/* ---- articles ---- */

static int add_article(struct join *j, const struct copied_article *a,
		       struct sheet_source *columns, struct repress *records,
		       struct error *err)
{
	uint32_t length;
	struct str data;

	if (xc_reader_length(stored_reader(j->x->from, a->segment), a->docid, &length,
			     err) < 0 ||
	    repress_read(records, j->x->from, a->segment, a->docid, &data, err) < 0)
		return -1;
	j->numbers[a->docid - j->first] = segment_next(j->to);
	if (segment_add_data(j->to, data, length, err) < 0)
		return -1;
	return sheet_copy(segment_sheet(j->to), segment_next(j->to) - 1, columns,
			  a->docid, err);
}

/* Those of one segment, from *i on. */
static int add_segment(struct join *j, struct repress *records, size_t *i,
		       struct error *err)
{
	const struct copied_article *articles = j->x->articles;
	size_t segment = articles[*i].segment;
	struct sheet_source columns = {0};
	int rc = stored_columns(j->x->from, segment, &columns, err);

	for (; rc == 0 && *i < j->x->count && articles[*i].segment == segment; ++*i) {
		rc = ask(j, *i, err);
		if (rc == 0)
			rc = add_article(j, &articles[*i], &columns, records, err);
	}
	sheet_source_close(&columns);
	return rc;
}

static int add_articles(struct join *j, struct error *err)
{
	struct repress records = {.packer = j->x->packer};
	size_t i = 0;
	int rc = 0;

	while (rc == 0 && i < j->x->count)
		rc = add_segment(j, &records, &i, err);
	repress_release(&records);
	return rc;
}

/* ---- values ---- */

static bool take_value(void *context, uint32_t docid, struct str value)
{
	struct join *j = context;
	uint32_t number = number_of(j, docid);

	if (number > 0)
		j->rc = segment_set_value(j->to, number, j->slot, value, j->err);
	return j->rc == 0;
}

static int add_values(struct join *j, struct error *err)
{
	size_t first = j->x->articles[0].segment;
	size_t last = j->x->articles[j->x->count - 1].segment;

	for (j->slot = 0; j->slot < SLOTS; j->slot++) {
		for (size_t i = first; i <= last; i++) {
			if (xc_reader_values(stored_reader(j->x->from, i), 0, j->slot,
					     take_value, j, err) < 0 ||
			    j->rc < 0)
				return -1;
		}
	}
	return 0;
}

/* ---- terms ---- */

static int end_term(struct join *j)
{
	if (j->count > 0)
		j->rc = segment_list(j->to, buf_view(&j->term), j->entries,
				     (uint32_t)j->count, j->err);
	j->count = 0;
	return j->rc;
}

static bool take_term(void *context, struct str term)
{
	struct join *j = context;

	if (end_term(j) < 0)
		return false;
	j->rc = ask(j, j->terms++, j->err);
	buf_clear(&j->term);
	buf_str(&j->term, term);
	return j->rc == 0;
}

static bool take_posting(void *context, uint32_t docid, uint32_t wdf)
{
	struct join *j = context;
	uint32_t number = number_of(j, docid);

	if (number == 0)
		return true;
	GROW(j->entries, j->count, j->capacity);
	j->entries[j->count++] = (struct glass_entry){number, wdf};
	return true;
}

static int add_terms(struct join *j, struct error *err)
{
	struct xc_posting_visitor visitor = {j, take_term, take_posting};

	if (xc_reader_all_postings(j->x->all, &visitor, err) < 0 || j->rc < 0)
		return -1;
	return end_term(j);
}

int join_articles(const struct joining *x, struct segment *to, struct error *err)
{
	struct join j = {.x = x, .to = to, .err = err};
	int rc;

	if (x->count == 0)
		return metadata_write(x->metadata, to, err);
	j.first = x->articles[0].docid;
	j.span = x->articles[x->count - 1].docid - j.first + 1;
	j.numbers = xcalloc(j.span, sizeof *j.numbers);
	rc = add_articles(&j, err);
	if (rc == 0)
		rc = add_values(&j, err);
	if (rc == 0)
		rc = metadata_write(x->metadata, to, err);
	if (rc == 0)
		rc = add_terms(&j, err);
	free(j.entries);
	buf_release(&j.term);
	free(j.numbers);
	return rc;
}
