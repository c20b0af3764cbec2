/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article as the index stores it: packed, deflated (raw, against a preset dictionary of the index), and back.
 *
 * Layout of stored bytes: 1 byte format (1), varint dictionary number (0 none), varint size of the
 * packed bytes, then the raw deflate stream. Packed: varint-counted strings in the order of struct record, varint moment,
 * names, mentions, amounts, jobs; see record.c.
 */
#ifndef LIB_RECORD_H
#define LIB_RECORD_H

#include "lib/error.h"
#include "lib/schema.h"
#include "lib/str.h"

/* A name the article holds, once, whatever the number of mentions. */
struct record_name {
	enum name_kind kind;
	struct str id;
	uint32_t mentions; /* 0: implied only (an ancestor): not stored by the indexer */
	bool in_title;
};

/* Where a name stands in the text: evidence. */
struct record_mention {
	uint32_t name; /* index into names */
	uint8_t part;  /* enum text_part: 0 title, 1 lead, 2 body */
	uint32_t start, end; /* bytes in that part */
};

enum bound { BOUND_EXACT, BOUND_MIN, BOUND_MAX, BOUND_ABOUT };

struct record_amount {
	double value;	  /* in units of currency */
	char currency[4]; /* ISO 4217; "?" unknown */
	double euros;	  /* 0 when unknown */
	enum bound bound;
	uint8_t part;
	uint32_t start, end;
};

enum jobs_kind { JOBS_CREATED, JOBS_CUT, JOBS_STAFF };

struct record_jobs {
	double count;
	enum jobs_kind kind;
	enum bound bound;
	uint8_t part;
	uint32_t start, end;
};

/* Strings and arrays are borrowed from the article or, after record_unpack(), from the arena. */
struct record {
	struct str id, url, title, source, author, lead, body;
	int64_t moment; /* publication; 0 unknown */
	struct record_name *names;
	size_t names_count;
	struct record_mention *mentions; /* in order of part and start */
	size_t mentions_count;
	struct record_amount *amounts;
	size_t amounts_count;
	struct record_jobs *jobs;
	size_t jobs_count;
};

/* Deflates records against one dictionary: primed once, copied for each article. */
struct packer;

/* `dictionary` (may be empty; copied) has the number `number`. */
struct packer *packer_new(struct str dictionary, uint32_t number);
void packer_free(struct packer *p);
/* Appends the stored bytes. */
void packer_pack(struct packer *p, const struct record *r, struct buf *out);

/* The dictionary a stored record needs: 0 none. ERROR_DAMAGED when it isn't a record. */
int record_dictionary(struct str stored, uint32_t *number, struct error *err);
/* Inflates and reads; everything in *r lives in the arena. ERROR_DAMAGED on any fault: never trusts sizes. */
int record_unpack(struct str stored, struct str dictionary, struct arena *arena,
		  struct record *r, struct error *err);

#define RECORD_TEXT_MAX 64000000u /* bytes of one article's text that are accepted */

#endif
