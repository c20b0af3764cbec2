/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The database that glass/ makes when postings come by term is, to the byte, the one it makes when they come by
 * document: a finished one is read and written again.
 */
#ifndef TESTS_LISTED_H
#define TESTS_LISTED_H

#include <string.h>

#include "glass/glass.h"
#include "lib/mem.h"
#include "lib/paths.h"
#include "xapian-c/xapian-c.h"

struct listed {
	struct xc_reader *reader;
	struct glass_builder *builder;
	uint32_t slot;
	struct buf term, scratch;
	struct glass_entry *entries;
	size_t count, capacity;
	struct error err;
	int rc;
};

static inline bool listed_document(void *context, uint32_t docid)
{
	struct listed *x = context;
	struct glass_document d = {0};

	buf_clear(&x->scratch);
	if (xc_reader_data(x->reader, docid, &x->scratch, &x->err) < 0 ||
	    xc_reader_length(x->reader, docid, &d.length, &x->err) < 0)
		x->rc = -1;
	d.data = buf_view(&x->scratch);
	if (x->rc == 0)
		x->rc = glass_add(x->builder, &d, NULL, &x->err);
	return x->rc == 0;
}

static inline bool listed_value(void *context, uint32_t docid, struct str value)
{
	struct listed *x = context;

	x->rc = glass_set_value(x->builder, docid, &(struct glass_value){x->slot, value},
				&x->err);
	return x->rc == 0;
}

static inline bool listed_key(void *context, struct str key)
{
	struct listed *x = context;

	buf_clear(&x->scratch);
	x->rc = xc_reader_metadata(x->reader, 0, key, &x->scratch, &x->err);
	if (x->rc == 0)
		x->rc = glass_set_metadata(x->builder, key, buf_view(&x->scratch),
					   &x->err);
	return x->rc == 0;
}

static inline void listed_end(struct listed *x)
{
	if (x->count > 0 && x->rc == 0)
		x->rc = glass_list(x->builder, buf_view(&x->term), x->entries,
				   (uint32_t)x->count, &x->err);
	x->count = 0;
}

static inline bool listed_term(void *context, struct str term)
{
	struct listed *x = context;

	listed_end(x);
	buf_clear(&x->term);
	buf_str(&x->term, term);
	return x->rc == 0;
}

static inline bool listed_posting(void *context, uint32_t docid, uint32_t wdf)
{
	struct listed *x = context;

	GROW(x->entries, x->count, x->capacity);
	x->entries[x->count++] = (struct glass_entry){docid, wdf};
	return true;
}

static inline int listed_write(struct listed *x, const uint32_t *slots, size_t n)
{
	struct xc_posting_visitor visitor = {x, listed_term, listed_posting};

	if (xc_reader_documents(x->reader, listed_document, x, &x->err) < 0 || x->rc < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		x->slot = slots[i];
		if (xc_reader_values(x->reader, 0, x->slot, listed_value, x, &x->err) <
			    0 ||
		    x->rc < 0)
			return -1;
	}
	if (xc_reader_metadata_keys(x->reader, 0, (struct str){0}, listed_key, x,
				    &x->err) < 0 ||
	    x->rc < 0 || xc_reader_all_postings(x->reader, &visitor, &x->err) < 0)
		return -1;
	listed_end(x);
	return x->rc < 0 ? -1 : glass_write(x->builder, &x->err);
}

static inline bool listed_same_file(const char *a, const char *b, const char *name)
{
	struct buf path = {0}, x = {0}, y = {0};
	bool same;

	buf_printf(&path, "%s/%s", a, name);
	same = paths_read(path.p, &x) == 0;
	buf_clear(&path);
	buf_printf(&path, "%s/%s", b, name);
	same = same && paths_read(path.p, &y) == 0 &&
	       str_equal(buf_view(&x), buf_view(&y));
	buf_release(&y);
	buf_release(&x);
	buf_release(&path);
	return same;
}

/*
 * Writes the database `from` again at `to`. NULL when both are the same, else the reason, which
 * lasts until the next call.
 */
static inline const char *listed_differs(const char *from, const char *to, uint32_t first,
					 const uint32_t *slots, size_t n)
{
	static char why[sizeof((struct error *)0)->text + 40];
	const struct glass_options options = {.first = first, .listed = true};
	struct listed x = {.reader = xc_reader_open(&from, 1, &x.err)};

	why[0] = '\0';
	if (x.reader == NULL || glass_new(&x.builder, to, &options, &x.err) < 0 ||
	    listed_write(&x, slots, n) < 0)
		snprintf(why, sizeof why, "listed: %s", x.err.text);
	else if (xc_check(to, &x.err) < 0)
		snprintf(why, sizeof why, "listed, xc_check: %s", x.err.text);
	else if (!listed_same_file(from, to, "postlist.glass") ||
		 !listed_same_file(from, to, "docdata.glass"))
		snprintf(why, sizeof why, "listed: other bytes");
	glass_free(x.builder);
	xc_reader_close(x.reader);
	buf_release(&x.term);
	buf_release(&x.scratch);
	free(x.entries);
	return why[0] != '\0' ? why : NULL;
}

#endif
