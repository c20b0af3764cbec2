/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article as the index stores it: packed, pressed (lib/press, against a dictionary of the index), and back.
 *
 * Stored bytes: 1 byte format (3; 2 was deflated; of format 1 only texts and moment are read, for --rebuild), varint
 * dictionary number (0 none), varint size of the packed bytes, then what they are pressed to. Packed: varint-counted strings
 * in the order of struct record, varint moment, names, mentions, amounts, jobs, deals; see record.c.
 */
#ifndef LIB_RECORD_H
#define LIB_RECORD_H

#include "lib/error.h"
#include "lib/press.h"
#include "lib/schema.h"
#include "lib/str.h"

/*
 * A name the article holds, once, whatever the number of mentions. A company that no
 * lexicon lists, found by the words around it, has an id that begins with UNLISTED_MARK
 * and brings its name along.
 */
#define UNLISTED_MARK '~'

struct record_name {
	enum name_kind kind;
	struct str id;
	struct str name;   /* as first written; empty when the lexicon has it */
	uint32_t mentions; /* 0: implied only (an ancestor): not stored by the indexer */
	bool in_title;
};

/* Where a name stands in the text: evidence. */
struct record_mention {
	uint32_t name;	     /* index into names */
	uint8_t part;	     /* enum text_part: 0 title, 1 lead, 2 body */
	uint8_t rule;	     /* enum rule: how it was found */
	uint32_t start, end; /* bytes in that part */
};

/* Whether no lexicon lists it. */
bool record_name_unlisted(const struct record_name *n);

#define NO_ITEM UINT32_MAX /* where an index into one of a record's arrays may miss */

enum bound { BOUND_EXACT, BOUND_MIN, BOUND_MAX, BOUND_ABOUT };

struct record_amount {
	double value;	  /* in units of currency */
	char currency[4]; /* ISO 4217; "?" unknown */
	double euros;	  /* 0 when unknown */
	enum bound bound;
	/*
	 * The amount this one says again in another currency, or NO_ITEM: its euros are that
	 * one's, and sums leave it out.
	 */
	uint32_t of;
	uint8_t part;
	uint8_t rule;
	uint32_t start, end;
};

enum jobs_kind { JOBS_CREATED, JOBS_CUT, JOBS_STAFF };

struct record_jobs {
	double count;
	enum jobs_kind kind;
	enum bound bound;
	uint8_t part;
	uint8_t rule;
	uint32_t start, end;
};

enum deal_kind {
	DEAL_INVESTMENT,
	DEAL_FUNDING,
	DEAL_ACQUISITION,
	DEAL_AID,
	DEAL_SALE,
	DEAL_CUT,
	DEAL_KINDS
};

enum deal_status { DEAL_ANNOUNCED, DEAL_CONFIRMED, DEAL_CONSIDERED, DEAL_STATUSES };

#define DEAL_PLACES 8 /* places kept of one deal */

/* Who does what with how much money and how many jobs, where: one operation told. */
struct record_deal {
	enum deal_kind kind;
	enum deal_status status;
	uint32_t actor, target;	      /* names, or NO_ITEM: a State, or not told */
	uint32_t amount, jobs;	      /* amounts and jobs, or NO_ITEM */
	uint32_t places[DEAL_PLACES]; /* names */
	uint8_t places_count;
	uint8_t part; /* of the sentence that tells it */
	uint8_t rule;
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
	struct record_deal *deals;
	size_t deals_count;
};

/* The text of one part (enum text_part). */
struct str record_part(const struct record *r, uint8_t part);
/* Of all parts. */
size_t record_text_bytes(const struct record *r);
/*
 * What amount i counts in euros, money once: as the article converts it, else by the
 * year's rate. 0 for the conversion of another amount, and when unknown.
 */
double record_euros(const struct record *r, size_t i);

/* Stores records, pressed against one dictionary. */
struct packer;

/* `dictionary` (may be empty; copied) has the number `number`. */
struct packer *packer_new(struct str dictionary, uint32_t number,
			  enum press_effort effort);
void packer_free(struct packer *p);
/* Appends the stored bytes. */
void packer_pack(struct packer *p, const struct record *r, struct buf *out);
/* The same in two steps; what is expanded is what record_expand() answers, too. */
void record_write(const struct record *r, struct buf *expanded);
void packer_press(struct packer *p, struct str expanded, struct buf *out);

/* The dictionary a stored record needs: 0 none. ERROR_DAMAGED when it isn't a record. */
int record_dictionary(struct str stored, uint32_t *number, struct error *err);
/*
 * Unpacks and reads; everything in *r lives in the arena. ERROR_DAMAGED on any fault: never trusts sizes. `u`
 * remembers the dictionary (unpress_forget()); NULL when there is only this one to read.
 */
int record_unpack(struct unpress *u, struct str stored, struct str dictionary,
		  struct arena *arena, struct record *r, struct error *err);
/* Unpresses alone, to press it otherwise (packer_press()) or to learn from it. */
int record_expand(struct unpress *u, struct str stored, struct str dictionary,
		  struct arena *arena, struct str *expanded, struct error *err);

#define RECORD_TEXT_MAX 64000000u /* bytes of one article's text that are accepted */

#endif
