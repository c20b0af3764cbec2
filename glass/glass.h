/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a finished libxapian database ("glass", the format of libxapian 1.4) from a
 * batch of documents, sequentially and without libxapian: what its API would have made of
 * the same documents, many times faster. No language, no prefixes, no policy.
 *
 *	if (glass_usable(xc_library_version(), version_file, err) < 0)
 *		... use xc_writer instead ...
 *	if (glass_new(&b, folder, &(struct glass_options){0}, err) < 0)
 *		...
 *	number = glass_term(b, STR("Samazon"));  (once for each term; keep the number)
 *	for each document: glass_add(b, &document, &docid, err)
 *	glass_set_metadata(b, key, value, err)
 *	glass_write(b, err)
 *	glass_free(b)
 *
 * Where postings are at hand by term, as in other databases, nothing has to wait in memory:
 * with .listed in the options documents come without postings, then values and metadata that
 * documents did not bring, then glass_list() for each term in the order of their bytes.
 *
 * Documents get numbers in the order they are added, from 1 or as the options say. The
 * database has no positions, no spelling words and no synonyms, and term lists only on
 * demand: without them libxapian can neither delete nor replace its documents, nor tell
 * their terms. Which slots a document uses is always there, because a server of libxapian
 * needs it to give documents.
 *
 * The folder is made by glass_new() and belongs to the builder until glass_write() has
 * succeeded; the documents' data streams into it meanwhile. Its version file, without
 * which nothing opens it, is written last, after all else is on the disk. When anything
 * fails, or the builder is freed before, the folder is removed. What a crash leaves
 * behind has no version file.
 *
 * The caller frees the builder. Everything passed in is copied. A builder is used by one
 * thread at a time; several builders do not know of each other.
 */
#ifndef GLASS_H
#define GLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/error.h"
#include "lib/str.h"

#define GLASS_TERM_MAX 245 /* bytes, a NUL counts as two; at least 1 */
#define GLASS_KEY_MAX 245  /* of metadata, at least 1 */
#define GLASS_VALUE_MAX (1024 * 1024)
#define GLASS_DATA_MAX (100 * 1024 * 1024) /* of a document's data, and of metadata */

#define GLASS_NO_TERM UINT32_MAX

struct glass_options {
	uint32_t first;	   /* the first document's number; 0: 1 */
	bool term_lists;   /* keep each document's terms too: a third more on the disk */
	bool listed;	   /* postings come by term; no term lists then */
	size_t sort_bytes; /* glass_write() sorts this much at a time, the less the longer
			      it takes; 0: a good measure */
};

struct glass_posting {
	uint32_t term; /* of glass_term() */
	uint32_t wdf;  /* 0: the document has the term, which counts nothing */
};

/* A posting of a term. */
struct glass_entry {
	uint32_t docid;
	uint32_t wdf;
};

struct glass_value {
	uint32_t slot; /* any but UINT32_MAX */
	struct str value;
};

struct glass_document {
	/* In any order; the wdf of a term that stands several times are added up. */
	const struct glass_posting *postings;
	size_t posting_count;
	/* In any order; the last value of a slot holds, an empty one is none. */
	const struct glass_value *values;
	size_t value_count;
	struct str data; /* kept as it is, not compressed */
	uint32_t length; /* .listed: the wdf of its terms in all; else ignored */
};

struct glass_builder;

/*
 * Whether the libxapian in use writes and reads the format that this writer knows: 0, or
 * -1 with the reason, and then libxapian has to write the database itself. `version` is
 * xc_library_version(), `version_file` what xc_version_file() got: the bytes of the file
 * "iamglass" of a database that this libxapian has just made.
 */
int glass_usable(const char *version, struct str version_file, struct error *err);

/* Makes the folder, which must not exist, its parent must. Starts with *out = NULL. */
int glass_new(struct glass_builder **out, const char *folder,
	      const struct glass_options *options, struct error *err);
/* Accepts NULL. Removes the folder unless glass_write() has succeeded. */
void glass_free(struct glass_builder *b);

/*
 * The number of a term in this builder, from 0 in order of first mention; GLASS_NO_TERM
 * when it cannot be stored, being empty or too long, or all 2^27 numbers are given. A
 * term that no document gets is not written.
 */
uint32_t glass_term(struct glass_builder *b, struct str term);
/* The term of a number; borrowed until the next new term. */
struct str glass_term_text(const struct glass_builder *b, uint32_t term);

/*
 * Adds a document; `docid` may be NULL. A document that cannot be stored (a term number
 * that is none, a value or data too long, a length beyond 2^32 - 2) is refused with
 * ERROR_REJECTED and changes nothing. After any other failure (a full disk) every later
 * call answers the same error.
 */
int glass_add(struct glass_builder *b, const struct glass_document *document,
	      uint32_t *docid, struct error *err);
uint32_t glass_count(const struct glass_builder *b); /* documents added */

/* An empty value removes the key. ERROR_REJECTED when key or value do not fit. */
int glass_set_metadata(struct glass_builder *b, struct str key, struct str value,
		       struct error *err);

/* .listed: a value of a document added; of each slot those of earlier documents first. */
int glass_set_value(struct glass_builder *b, uint32_t docid,
		    const struct glass_value *value, struct error *err);
/*
 * .listed: the documents of a term, in their order, one at least. Terms come in the order of their
 * bytes, and after all else.
 */
int glass_list(struct glass_builder *b, struct str term,
	       const struct glass_entry *entries, uint32_t n, struct error *err);

/* Memory held, in bytes, with what glass_write() will take on top. */
size_t glass_bytes(const struct glass_builder *b);

/*
 * Writes the tables and the version file, all synced to the disk with the folder itself
 * (not the folder's parent). Only glass_free() may follow.
 */
int glass_write(struct glass_builder *b, struct error *err);

#endif
