/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which documents have which terms: taken in by document, given out by term. A posting
 * takes four bytes while it waits. An all-zero `struct postings` is empty.
 */
#ifndef GLASS_POSTINGS_H
#define GLASS_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "glass/glass.h"

struct postings_term {
	uint32_t count; /* documents that have it */
	uint32_t mark;	/* the last call of postings_gather() that met it */
	uint32_t at;	/* where it stands in there; later, where its next posting goes */
};

struct postings {
	struct postings_term *terms;
	size_t term_count, terms_capacity;
	uint32_t mark;
	/* The document gathered last, each term once. */
	struct glass_posting *gathered;
	size_t gathered_count, gathered_capacity;
	struct postings_block **blocks;
	size_t block_count, blocks_capacity;
	uint32_t *counts; /* of postings, for each document */
	size_t document_count, counts_capacity;
	uint64_t total;
	uint32_t first;	   /* document's number; the next ones follow */
	size_t sort_bytes; /* of what is sorted at a time; 0: a good measure */
};

/* Makes terms up to count - 1 known. */
void postings_know(struct postings *p, size_t count);
/*
 * Adds up a document's postings: each term once, in p->gathered. Answers their wdf in
 * all; UINT64_MAX when a number is no term's.
 */
uint64_t postings_gather(struct postings *p, const struct glass_posting *given, size_t n);
/* Stores what was gathered as the next document. */
void postings_keep(struct postings *p);
/*
 * Calls visit() for each term of the order that has documents, with these; stops at the
 * first answer below 0, and answers it. To be called once, at the end.
 */
int postings_each(struct postings *p, const uint32_t *order, size_t count,
		  int (*visit)(void *context, uint32_t term,
			       const struct glass_entry *entries, uint32_t n),
		  void *context);
size_t postings_bytes(const struct postings *p); /* memory held, and postings_each() */
void postings_release(struct postings *p);

#endif
