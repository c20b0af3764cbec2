/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libxapian in C: the only door to it. No language, no prefixes, no policy.
 *
 * Every function that can fail takes `struct error *err` and answers -1 (or NULL) with
 * it filled in; no C++ exception leaves this file. Codes set here: ERROR_NO_INDEX (no
 * database at that path), ERROR_LOCKED (another writer), ERROR_CHANGED (a writer has
 * committed twice since the reader was opened: xc_reader_reopen() and redo the whole
 * question), ERROR_DAMAGED (corrupt), ERROR_VERSION (a database format this libxapian
 * can't read), ERROR_USAGE (a query nested too deep, no place named), else ERROR_FAILED.
 *
 * A path is the directory of a database, or a directory whose file XAPIANDB names it in
 * one line ("auto db-7", relative to that directory): rename a new XAPIANDB into place
 * and every open from then on goes to the new database.
 *
 * Ownership: xc_*_new and xc_*_open answer objects the caller frees with xc_*_free or
 * xc_*_close, which accept NULL. A query given to a combining function stays the
 * caller's. A reader must outlive its hits. A `struct str` in an answer lives as long as
 * the text says. No object is shared between threads, not even copies.
 *
 * Terms are byte strings of 1 to XC_TERM_MAX bytes (a NUL counts as two).
 * Document numbers (docid) start at 1. Value slots are any uint32_t but UINT32_MAX.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "lib/error.h"
#include "lib/str.h"

#define XC_TERM_MAX 245
#define XC_KEY_MAX 245			/* of metadata, at least 1 */
#define XC_VALUE_MAX (1024 * 1024)	/* of a value slot */
#define XC_DATA_MAX (100 * 1024 * 1024) /* of a document's data, and of metadata */
#define XC_DEPTH_MAX 1000		/* of a query: parts within parts */

const char *xc_library_version(void); /* of the libxapian at run time, "1.4.22" */

/* True when the term can be stored. */
bool xc_term_fits(struct str term);

/* ---- documents ---- */

struct xc_document;

/* NULL when there is no memory; what is asked of a NULL document then is an error. */
struct xc_document *xc_document_new(void);
void xc_document_free(struct xc_document *d);
void xc_document_clear(struct xc_document *d);
/*
 * Adds a term with `wdf` more occurrences; 0 makes a boolean term. A term that does not
 * fit is an error and leaves the document as it was.
 */
int xc_document_add_term(struct xc_document *d, struct str term, uint32_t wdf,
			 struct error *err);
/* An empty value removes the slot's. */
int xc_document_set_value(struct xc_document *d, uint32_t slot, struct str value,
			  struct error *err);
int xc_document_set_data(struct xc_document *d, struct str data, struct error *err);

/* ---- writer ---- */

/*
 * A writer works inside one transaction at a time, opened by xc_writer_open() and again
 * by every xc_writer_commit(). What was not committed is dropped by xc_writer_close(),
 * by a crash and by kill -9.
 *
 * When a change or a commit fails (a full disk), libxapian has lost the batch: the writer
 * is shut at once, the lock given back, and every later call but xc_writer_close()
 * answers the same error. What was committed before is intact; open again to go on.
 * A failure that the arguments alone explain (a term that does not fit) changes nothing.
 */
struct xc_writer;

enum xc_create {
	XC_OPEN,	   /* the database must exist */
	XC_OPEN_OR_CREATE, /* made when missing */
	XC_CREATE,	   /* must not exist; its parent directory must */
};

struct xc_writer_options {
	enum xc_create create;
	unsigned flush_threshold; /* documents held in memory before they go to the
				     tables, uncommitted; 0: libxapian's default */
	/*
	 * No term lists, so that documents can be added only, and nothing is safe from a
	 * crash: for a database that is made in one go and named when it is whole.
	 */
	bool once;
};

struct xc_writer *xc_writer_open(const char *path,
				 const struct xc_writer_options *options,
				 struct error *err);
void xc_writer_close(struct xc_writer *w);
/*
 * Adds the document, or puts it in place of the documents having the term `id`, which the
 * document is given if it has not got it. `docid` may be NULL.
 */
int xc_writer_replace(struct xc_writer *w, struct str id, struct xc_document *d,
		      uint32_t *docid, struct error *err);
/* Adds the document under that number, which is above all others. */
int xc_writer_add(struct xc_writer *w, uint32_t docid, struct xc_document *d,
		  struct error *err);
/* Removes all documents having the term `id`; answers 1 if there was one, else 0. */
int xc_writer_remove(struct xc_writer *w, struct str id, struct error *err);
/* The document having the term: 1 with *docid, 0 when there is none. */
int xc_writer_find(struct xc_writer *w, struct str id, uint32_t *docid,
		   struct error *err);
/* Appends the document's data / value to *out. */
int xc_writer_data(struct xc_writer *w, uint32_t docid, struct buf *out,
		   struct error *err);
int xc_writer_value(struct xc_writer *w, uint32_t docid, uint32_t slot, struct buf *out,
		    struct error *err);
/* An empty value removes the key; a key has 1 to XC_KEY_MAX bytes. */
int xc_writer_set_metadata(struct xc_writer *w, struct str key, struct str value,
			   struct error *err);
int xc_writer_metadata(struct xc_writer *w, struct str key, struct buf *out,
		       struct error *err);
/*
 * Calls visit(key) for each metadata key with the prefix, in byte order, while it answers
 * true. visit() may change the metadata: the keys are those from before.
 */
int xc_writer_metadata_keys(struct xc_writer *w, struct str prefix,
			    bool (*visit)(void *context, struct str key), void *context,
			    struct error *err);
uint32_t xc_writer_count(struct xc_writer *w); /* documents, uncommitted ones included */
int xc_writer_commit(struct xc_writer *w, struct error *err);

/* ---- reader ---- */

/*
 * One or several databases searched as one. Document numbers of several databases are
 * interleaved: database i (from 0) of n holds docids d with (d - 1) % n == i.
 */
struct xc_reader;

/*
 * Each place is a path, or "host:port" of a xapian-tcpsrv ("[address]:port" for IPv6).
 * A path that exists on disk wins over host:port. No answer from a server within ten
 * seconds is an error. Talking to one makes libxapian ignore SIGPIPE in this process.
 */
struct xc_reader *xc_reader_open(const char *const *places, size_t count,
				 struct error *err);
void xc_reader_close(struct xc_reader *r);
/*
 * From now on these documents of one database (its own numbers, ascending; copied) are not found;
 * counts of terms and lengths still know of them, but for terms that few documents have.
 */
int xc_reader_leave_out(struct xc_reader *r, size_t database, const uint32_t *docids,
			size_t count, struct error *err);
/* Opens all places afresh, nothing left out; when that fails the reader stays as it was. */
int xc_reader_reopen(struct xc_reader *r, struct error *err);
size_t xc_reader_databases(const struct xc_reader *r);
uint32_t xc_reader_count(struct xc_reader *r,
			 size_t database); /* documents in one database */
uint32_t xc_reader_last_docid(struct xc_reader *r);
double xc_reader_average_length(struct xc_reader *r);
/* Documents holding the term, over all databases; 0 when unknown. */
int xc_reader_term_count(struct xc_reader *r, struct str term, uint32_t *count,
			 struct error *err);
/*
 * 1 when the document holds the term, else 0, also when there is no such document. Works
 * without term lists.
 */
int xc_reader_has_term(struct xc_reader *r, uint32_t docid, struct str term,
		       struct error *err);
/* The first document having the term: 1 with *docid, 0 when there is none. */
int xc_reader_find(struct xc_reader *r, struct str term, uint32_t *docid,
		   struct error *err);
/* Appends to *out. ERROR_FAILED when there is no such document. */
int xc_reader_data(struct xc_reader *r, uint32_t docid, struct buf *out,
		   struct error *err);
int xc_reader_value(struct xc_reader *r, uint32_t docid, uint32_t slot, struct buf *out,
		    struct error *err);
/* The document's length in words (the sum of its wdf). */
int xc_reader_length(struct xc_reader *r, uint32_t docid, uint32_t *length,
		     struct error *err);
/* Lowest and highest value of the slot, over all databases, appended; nothing when unused. */
int xc_reader_value_bounds(struct xc_reader *r, uint32_t slot, struct buf *low,
			   struct buf *high, struct error *err);
/* Metadata belongs to one database. Appends; nothing when there is no such key. */
int xc_reader_metadata(struct xc_reader *r, size_t database, struct str key,
		       struct buf *out, struct error *err);
int xc_reader_metadata_keys(struct xc_reader *r, size_t database, struct str prefix,
			    bool (*visit)(void *context, struct str key), void *context,
			    struct error *err);
/*
 * Calls visit(docid) for each document, in order, while it answers true. In this and the
 * next, visit() may ask the reader but not reopen or close it.
 */
int xc_reader_documents(struct xc_reader *r, bool (*visit)(void *context, uint32_t docid),
			void *context, struct error *err);
/*
 * Calls visit(term, documents) for each term with the prefix, in byte order, while it
 * answers true.
 */
int xc_reader_terms(struct xc_reader *r, struct str prefix,
		    bool (*visit)(void *context, struct str term, uint32_t documents),
		    void *context, struct error *err);

/* What xc_reader_postings() calls; each answers true to go on. */
struct xc_posting_visitor {
	void *context;
	bool (*term)(void *context, struct str term);
	bool (*posting)(void *context, uint32_t docid, uint32_t wdf); /* of that term */
};

/*
 * Visits in one database, in byte order of terms and order of documents, what stands in the
 * documents numbered from `first` to `end` - 1 there. Terms without any may be visited too.
 */
int xc_reader_postings(struct xc_reader *r, size_t database, uint32_t first, uint32_t end,
		       const struct xc_posting_visitor *visitor, struct error *err);
/*
 * The same in all databases: of each term those of the first database, then those of the next, each by
 * its number there.
 */
int xc_reader_all_postings(struct xc_reader *r, const struct xc_posting_visitor *visitor,
			   struct error *err);
/* Calls visit(docid, value) for each value of the slot in one database, while it answers true. */
int xc_reader_values(struct xc_reader *r, size_t database, uint32_t slot,
		     bool (*visit)(void *context, uint32_t docid, struct str value),
		     void *context, struct error *err);

/* ---- queries ---- */

struct xc_query;

enum xc_op {
	XC_AND,
	XC_OR,
	XC_AND_NOT,   /* the first without any of the others */
	XC_AND_MAYBE, /* the first; the others only add weight */
	XC_FILTER,    /* the first and all the others, these without weight */
	XC_SYNONYM,   /* the parts weigh as one term */
	/* OP_MAX is left out: libxapian 1.4.22 crashes when a part of it is an OR. */
};

/* Each answers a new query, or NULL with *err filled in. */
struct xc_query *xc_query_all(struct error *err);  /* every document, weight 0 */
struct xc_query *xc_query_none(struct error *err); /* no document */
/*
 * `wqf`: how often the term stands in the question, at least 1. A term that cannot be
 * stored, being empty or too long, matches no document.
 */
struct xc_query *xc_query_term(struct str term, uint32_t wqf, struct error *err);
/* Joining nothing matches no document. */
struct xc_query *xc_query_join(enum xc_op op, struct xc_query *const *parts, size_t count,
			       struct error *err);
/* Weights times a factor, not negative. */
struct xc_query *xc_query_scale(double factor, struct xc_query *part, struct error *err);
/*
 * Values from low to high, both included, by bytes; an empty bound is open. A document
 * without a value is never in a range, not even in one open at both ends.
 */
struct xc_query *xc_query_range(uint32_t slot, struct str low, struct str high,
				struct error *err);
void xc_query_free(struct xc_query *q);
/* Appends libxapian's description of the query. */
int xc_query_describe(const struct xc_query *q, struct buf *out, struct error *err);

/* ---- search ---- */

enum xc_order {
	XC_BY_RELEVANCE,	/* then by docid, ascending */
	XC_BY_VALUE_DESCENDING, /* of sort_slot, those without last, then by relevance */
	XC_BY_VALUE_ASCENDING,	/* those without a value first, then by relevance */
};

struct xc_search {
	struct xc_query *query;
	double k1, k3, b, min_length; /* BM25; min_length normalised, libxapian's .5 */
	enum xc_order order;
	uint32_t sort_slot;
	uint32_t first;		 /* hits to skip */
	uint32_t limit;		 /* hits wanted */
	uint32_t check_at_least; /* matches counted exactly up to here */
};

struct xc_hit {
	uint32_t docid;
	double weight;
};

struct xc_hits {
	struct xc_hit *hits; /* owned by the struct */
	size_t count;
	uint32_t lower, estimated, upper; /* bounds on all matches */
	double max_possible;		  /* weight */
};

/*
 * Fills *hits, emptied first; xc_hits_release() frees what it holds. `struct xc_hits h =
 * {0}` is empty.
 */
int xc_reader_search(struct xc_reader *r, const struct xc_search *search,
		     struct xc_hits *hits, struct error *err);
void xc_hits_release(struct xc_hits *hits);
/*
 * All documents that match, without weights: those of the first database in order, then those of the
 * next. free() frees *docids.
 */
int xc_reader_matches(struct xc_reader *r, const struct xc_query *query,
		      uint32_t **docids, size_t *count, struct error *err);
/*
 * Whether each of the documents matches the query, into matches[count]; false for all when a
 * database is a server's, which cannot be asked that.
 */
int xc_reader_pick(struct xc_reader *r, const struct xc_query *query,
		   const uint32_t *docids, size_t count, bool *matches,
		   struct error *err);
/*
 * What each of the documents weighs as a search by relevance says, 0 when it does not match; 0 for all
 * when a database is a server's.
 */
int xc_reader_weigh(struct xc_reader *r, const struct xc_search *search,
		    const uint32_t *docids, size_t count, double *weights,
		    struct error *err);

/* ---- all that a database holds, for those who compare or build databases ---- */

struct xc_statistics {
	uint32_t documents, last_docid;
	uint32_t length_low, length_high; /* of documents that have a length */
	double average_length;
	bool positions; /* of any term */
};

struct xc_term_statistics {
	uint32_t documents;
	uint64_t total;	   /* wdf of all documents */
	uint32_t wdf_high; /* no document has more */
};

int xc_reader_statistics(struct xc_reader *r, struct xc_statistics *out,
			 struct error *err);
int xc_reader_term_statistics(struct xc_reader *r, struct str term,
			      struct xc_term_statistics *out, struct error *err);
/* Calls visit() for each term of the document, in order, while it answers true. */
int xc_reader_document_terms(struct xc_reader *r, uint32_t docid,
			     bool (*visit)(void *context, struct str term, uint32_t wdf),
			     void *context, struct error *err);
/* Documents with a value in the slot, as the database counts them. */
int xc_reader_value_count(struct xc_reader *r, uint32_t slot, uint32_t *count,
			  struct error *err);
/*
 * Appends the file in which this libxapian says what format it writes: the version file of
 * an empty database, which is made at the path for that and removed.
 */
int xc_version_file(const char *path, struct buf *out, struct error *err);

/* ---- whole databases ---- */

/*
 * Copies the committed documents, with their numbers, and the metadata into a new, compact
 * database at `to`, which must not exist. When it fails, nothing is left at `to`.
 */
int xc_compact(const char *from, const char *to, struct error *err);
/*
 * Appends the value of a metadata key that several of the databases being merged have; the values
 * come in no order.
 */
typedef int xc_resolve(void *context, struct str key, const struct str *values,
		       size_t count, struct buf *out, struct error *err);
/*
 * The same for several databases at once, the numbers of whose documents ascend from one to the
 * next.
 */
int xc_merge(const char *const *from, size_t count, const char *to, xc_resolve *resolve,
	     void *context, struct error *err);
/*
 * Checks every table: 0 when sound, else -1 with ERROR_DAMAGED and what is wrong. The work
 * is done in a child process, for a damaged table can make libxapian itself crash. Wrong
 * bytes within a document's own data go unnoticed: libxapian keeps no checksums.
 */
int xc_check(const char *path, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
