/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The same documents written twice, by glass/ and by libxapian, and what both databases
 * hold as text, to be compared.
 *
 *	twin_open(&t, folder, &options, &err)
 *	twin_term(&t, term, wdf), twin_value(&t, slot, value), twin_data(&t, data)
 *	twin_add(&t): what was said since the last one is a document
 *	twin_set_metadata(&t, key, value)
 *	twin_close(&t): writes both; NULL when they are the same, else what is not
 *
 * The folder must exist; what is made in it is removed.
 */
#ifndef TESTS_TWIN_H
#define TESTS_TWIN_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/glass.h"
#include "lib/mem.h"
#include "lib/str.h"
#include "tests/listed.h"
#include "xapian-c/xapian-c.h"

struct twin {
	char direct_path[300], api_path[300], listed_path[300];
	struct glass_builder *direct;
	struct xc_writer *api;
	struct glass_options options;
	/* The document to come. */
	struct xc_document *document;
	struct glass_posting *postings;
	size_t posting_count, postings_capacity;
	struct glass_value *values;
	size_t value_count, values_capacity;
	struct str data;
	struct arena arena; /* its texts */
	uint32_t *slots;    /* of any document */
	size_t slot_count, slots_capacity;
	uint32_t
		refused; /* documents and metadata that the direct writer does not take */
	bool unreadable; /* libxapian cannot read its own: nothing was compared */
	char difference[2000];
};

/* One database being told. */
struct twin_dump {
	struct xc_reader *reader;
	bool term_lists;
	struct buf text;
	struct buf
		terms; /* some of the terms, each with its length in front, to search */
	size_t term_count;
	struct error err;
};

static inline const char *twin_differs(struct twin *t, const char *what, const char *why)
{
	snprintf(t->difference, sizeof t->difference, "%s: %s", what, why);
	return t->difference;
}

static inline void twin_remove(const char *path)
{
	static const char *const names[] = {
		"iamglass",	  "v.tmp",	    "flintlock",
		"postlist.glass", "docdata.glass",  "termlist.glass",
		"position.glass", "spelling.glass", "synonym.glass"};
	char file[400];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(file, sizeof file, "%s/%s", path, names[i]);
		unlink(file);
	}
	rmdir(path);
}

static inline int twin_open(struct twin *t, const char *folder,
			    const struct glass_options *options, struct error *err)
{
	const struct xc_writer_options create = {.create = XC_CREATE};

	*t = (struct twin){.options = *options};
	snprintf(t->direct_path, sizeof t->direct_path, "%s/direct", folder);
	snprintf(t->api_path, sizeof t->api_path, "%s/api", folder);
	snprintf(t->listed_path, sizeof t->listed_path, "%s/listed", folder);
	twin_remove(t->listed_path);
	twin_remove(t->direct_path);
	twin_remove(t->api_path);
	t->document = xc_document_new();
	if (glass_new(&t->direct, t->direct_path, options, err) < 0)
		return -1;
	t->api = xc_writer_open(t->api_path, &create, err);
	return t->api != NULL ? 0 : -1;
}

/* A term that does not fit is left out of both. */
static inline void twin_term(struct twin *t, struct str term, uint32_t wdf)
{
	uint32_t number = glass_term(t->direct, term);

	if (number == GLASS_NO_TERM)
		return;
	GROW(t->postings, t->posting_count, t->postings_capacity);
	t->postings[t->posting_count++] = (struct glass_posting){number, wdf};
}

static inline void twin_value(struct twin *t, uint32_t slot, struct str value)
{
	GROW(t->values, t->value_count, t->values_capacity);
	t->values[t->value_count++] =
		(struct glass_value){slot, str_copy(&t->arena, value)};
	for (size_t i = 0; i < t->slot_count; i++)
		if (t->slots[i] == slot)
			return;
	GROW(t->slots, t->slot_count, t->slots_capacity);
	t->slots[t->slot_count++] = slot;
}

static inline void twin_data(struct twin *t, struct str data)
{
	t->data = str_copy(&t->arena, data);
}

/* Tells libxapian of a document that the direct writer has taken. */
static inline int twin_add_api(struct twin *t, uint32_t docid, struct error *err)
{
	for (size_t i = 0; i < t->posting_count; i++)
		if (xc_document_add_term(t->document,
					 glass_term_text(t->direct, t->postings[i].term),
					 t->postings[i].wdf, err) < 0)
			return -1;
	for (size_t i = 0; i < t->value_count; i++)
		if (xc_document_set_value(t->document, t->values[i].slot,
					  t->values[i].value, err) < 0)
			return -1;
	if (xc_document_set_data(t->document, t->data, err) < 0)
		return -1;
	return xc_writer_add(t->api, docid, t->document, err);
}

static inline int twin_add(struct twin *t, struct error *err)
{
	const struct glass_document d = {t->postings,	 t->posting_count, t->values,
					 t->value_count, t->data,	   0};
	uint32_t docid;
	int rc = glass_add(t->direct, &d, &docid, err);

	if (rc == 0) {
		rc = twin_add_api(t, docid, err);
	} else if (err->code == ERROR_REJECTED) {
		t->refused++;
		rc = 0;
	}
	xc_document_clear(t->document);
	t->posting_count = t->value_count = 0;
	t->data = (struct str){0};
	arena_clear(&t->arena);
	return rc;
}

static inline int twin_set_metadata(struct twin *t, struct str key, struct str value,
				    struct error *err)
{
	if (glass_set_metadata(t->direct, key, value, err) == 0)
		return xc_writer_set_metadata(t->api, key, value, err);
	t->refused++;
	return err->code == ERROR_REJECTED ? 0 : -1;
}

/* ---- what a database holds ---- */

/* Long texts by their length and a hash. */
static inline void twin_print(struct buf *out, struct str text)
{
	if (text.n > 1000) {
		buf_printf(out, "%zu bytes, %016" PRIx64, text.n, str_hash(text));
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] > ' ' && text.p[i] <= '~')
			buf_char(out, text.p[i]);
		else
			buf_printf(out, "\\%02X", (uint8_t)text.p[i]);
	}
}

static inline bool twin_term_of_postings(void *context, struct str term)
{
	struct twin_dump *d = context;

	buf_text(&d->text, "\npostings ");
	twin_print(&d->text, term);
	return true;
}

static inline bool twin_posting(void *context, uint32_t docid, uint32_t wdf)
{
	struct twin_dump *d = context;

	buf_printf(&d->text, " %" PRIu32 ":%" PRIu32, docid, wdf);
	return true;
}

static inline bool twin_document_term(void *context, struct str term, uint32_t wdf)
{
	struct twin_dump *d = context;

	buf_char(&d->text, ' ');
	twin_print(&d->text, term);
	buf_printf(&d->text, ":%" PRIu32, wdf);
	return true;
}

static inline bool twin_each_term(void *context, struct str term, uint32_t documents)
{
	struct twin_dump *d = context;
	struct xc_term_statistics s;

	if (xc_reader_term_statistics(d->reader, term, &s, &d->err) < 0)
		return false;
	buf_text(&d->text, "term ");
	twin_print(&d->text, term);
	buf_printf(&d->text, " %" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRIu32 "\n",
		   documents, s.documents, s.total, s.wdf_high);
	if (d->term_count < 40 || d->term_count % 97 == 0) {
		buf_varint(&d->terms, term.n);
		buf_str(&d->terms, term);
	}
	d->term_count++;
	return true;
}

static inline bool twin_each_document(void *context, uint32_t docid)
{
	struct twin_dump *d = context;
	struct buf data = {0};
	uint32_t length;
	bool ok = xc_reader_data(d->reader, docid, &data, &d->err) == 0 &&
		  xc_reader_length(d->reader, docid, &length, &d->err) == 0;

	if (ok) {
		buf_printf(&d->text, "document %" PRIu32 " %" PRIu32 " ", docid, length);
		twin_print(&d->text, buf_view(&data));
	}
	if (ok && d->term_lists)
		ok = xc_reader_document_terms(d->reader, docid, twin_document_term, d,
					      &d->err) == 0;
	buf_char(&d->text, '\n');
	buf_release(&data);
	return ok;
}

static inline bool twin_each_value(void *context, uint32_t docid, struct str value)
{
	struct twin_dump *d = context;

	buf_printf(&d->text, " %" PRIu32 ":", docid);
	twin_print(&d->text, value);
	return true;
}

static inline bool twin_each_key(void *context, struct str key)
{
	struct twin_dump *d = context;
	struct buf value = {0};
	bool ok = xc_reader_metadata(d->reader, 0, key, &value, &d->err) == 0;

	buf_text(&d->text, "metadata ");
	twin_print(&d->text, key);
	buf_char(&d->text, '=');
	twin_print(&d->text, buf_view(&value));
	buf_char(&d->text, '\n');
	buf_release(&value);
	return ok;
}

static inline int twin_dump_slot(struct twin_dump *d, uint32_t slot)
{
	struct buf low = {0};
	struct buf high = {0};
	uint32_t count;
	int rc = -1;

	if (xc_reader_value_count(d->reader, slot, &count, &d->err) < 0 ||
	    xc_reader_value_bounds(d->reader, slot, &low, &high, &d->err) < 0)
		goto out;
	buf_printf(&d->text, "slot %" PRIu32 " %" PRIu32 " ", slot, count);
	twin_print(&d->text, buf_view(&low));
	buf_text(&d->text, "..");
	twin_print(&d->text, buf_view(&high));
	rc = xc_reader_values(d->reader, 0, slot, twin_each_value, d, &d->err);
	buf_char(&d->text, '\n');
out:
	buf_release(&low);
	buf_release(&high);
	return rc;
}

/* The answers to a question, with their weights to the last bit. */
static inline int twin_dump_answers(struct twin_dump *d, enum xc_op op,
				    struct xc_query *const *parts, size_t n)
{
	struct xc_search search = {.k1 = 1.2, .b = .75, .min_length = .5, .limit = 50};
	struct xc_hits hits = {0};
	int rc = -1;

	search.query = xc_query_join(op, parts, n, &d->err);
	if (search.query == NULL)
		return -1;
	rc = xc_reader_search(d->reader, &search, &hits, &d->err);
	buf_printf(&d->text, "answers %d %" PRIu32 " %.17g:", (int)op, hits.upper,
		   hits.max_possible);
	for (size_t i = 0; i < hits.count; i++)
		buf_printf(&d->text, " %" PRIu32 "=%.17g", hits.hits[i].docid,
			   hits.hits[i].weight);
	buf_char(&d->text, '\n');
	xc_hits_release(&hits);
	xc_query_free(search.query);
	return rc;
}

/* Asks for three terms at a time. */
static inline int twin_dump_searches(struct twin_dump *d)
{
	struct str rest = buf_view(&d->terms);
	struct xc_query *parts[3];
	size_t n = 0;
	uint64_t length;
	int rc = 0;

	while (rc == 0 && str_varint(&rest, &length)) {
		parts[n++] = xc_query_term(str_slice(rest, 0, length), 1, &d->err);
		rest = str_slice(rest, length, rest.n);
		if (n < 3 && rest.n > 0)
			continue;
		rc = twin_dump_answers(d, XC_OR, parts, n);
		if (rc == 0)
			rc = twin_dump_answers(d, XC_AND, parts, n);
		while (n > 0)
			xc_query_free(parts[--n]);
	}
	return rc;
}

static inline int twin_dump_all(struct twin_dump *d, const uint32_t *slots, size_t n)
{
	const struct xc_posting_visitor postings = {d, twin_term_of_postings,
						    twin_posting};
	struct xc_statistics s;

	if (xc_reader_statistics(d->reader, &s, &d->err) < 0)
		return -1;
	buf_printf(&d->text,
		   "%" PRIu32 " documents to %" PRIu32 ", %" PRIu32 "..%" PRIu32
		   " %.17g, positions %d\n",
		   s.documents, s.last_docid, s.length_low, s.length_high,
		   s.average_length, s.positions);
	for (size_t i = 0; i < n; i++)
		if (twin_dump_slot(d, slots[i]) < 0)
			return -1;
	if (xc_reader_metadata_keys(d->reader, 0, (struct str){0}, twin_each_key, d,
				    &d->err) < 0 ||
	    xc_reader_documents(d->reader, twin_each_document, d, &d->err) < 0 ||
	    xc_reader_terms(d->reader, (struct str){0}, twin_each_term, d, &d->err) < 0 ||
	    xc_reader_postings(d->reader, 0, 1, UINT32_MAX, &postings, &d->err) < 0)
		return -1;
	buf_char(&d->text, '\n');
	return twin_dump_searches(d);
}

static inline int twin_dump(const struct twin *t, const char *path, struct twin_dump *d)
{
	d->term_lists = t->options.term_lists;
	d->reader = xc_reader_open(&path, 1, &d->err);
	if (d->reader == NULL || twin_dump_all(d, t->slots, t->slot_count) < 0 ||
	    d->err.code != ERROR_NONE)
		return -1;
	return 0;
}

static inline const char *twin_compare(struct twin *t, struct str a, struct str b)
{
	size_t i = 0;
	size_t line;

	if (str_equal(a, b))
		return NULL;
	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	for (line = i; line > 0 && a.p[line - 1] != '\n';)
		line--;
	if (i > line + 100)
		line = i - 100;
	snprintf(t->difference, sizeof t->difference,
		 "the databases differ:\n\tdirect  …%.*s\n\tapi     …%.*s",
		 STR_ARGS(str_slice(a, line, i + 100)),
		 STR_ARGS(str_slice(b, line, i + 100)));
	return t->difference;
}

/*
 * libxapian 1.4 inflates 8192 bytes at a time, and what comes out after the last byte
 * went in is lost on it: documents' data and term lists that deflate very well cannot be
 * read.
 */
static inline const char *twin_unreadable(struct twin *t, const struct error *err)
{
	t->unreadable = strstr(err->text, "Too few chunks of compressed data") != NULL;
	return t->unreadable ? NULL : twin_differs(t, "api", err->text);
}

static inline const char *twin_write(struct twin *t)
{
	struct twin_dump direct = {0};
	struct twin_dump api = {0};
	const char *different = NULL;
	struct error err;

	if (glass_write(t->direct, &err) < 0)
		different = twin_differs(t, "glass_write", err.text);
	else if (xc_writer_commit(t->api, &err) < 0)
		different = twin_differs(t, "xc_writer_commit", err.text);
	else if (xc_check(t->direct_path, &err) < 0)
		different = twin_differs(t, "xc_check", err.text);
	else if (twin_dump(t, t->direct_path, &direct) < 0)
		different = twin_differs(t, "direct", direct.err.text);
	else if (twin_dump(t, t->api_path, &api) < 0)
		different = twin_unreadable(t, &api.err);
	else
		different = twin_compare(t, buf_view(&direct.text), buf_view(&api.text));
	if (different == NULL && !t->options.term_lists && direct.reader != NULL)
		different = listed_differs(t->direct_path, t->listed_path,
					   t->options.first, t->slots, t->slot_count);
	xc_reader_close(direct.reader);
	xc_reader_close(api.reader);
	buf_release(&direct.text);
	buf_release(&direct.terms);
	buf_release(&api.text);
	buf_release(&api.terms);
	return different;
}

/* Frees all; the answer lasts as long as the twin. */
static inline const char *twin_close(struct twin *t)
{
	const char *different = twin_write(t);

	glass_free(t->direct);
	xc_writer_close(t->api);
	xc_document_free(t->document);
	twin_remove(t->listed_path);
	twin_remove(t->direct_path);
	twin_remove(t->api_path);
	free(t->postings);
	free(t->values);
	free(t->slots);
	arena_release(&t->arena);
	return different;
}

#endif
