/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an article is found by, on its way from its analysis (or from an older segment) into a new
 * segment: terms, values, and the stored record.
 *
 * An entry owns the bytes of its terms and values; the record is borrowed. `struct entry e = {0}`
 * is empty.
 */
#ifndef INDEXER_ENTRY_H
#define INDEXER_ENTRY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/str.h"

struct entry_term {
	uint32_t start, length; /* in bytes */
	uint32_t wdf;		/* 0: counts nothing */
	uint32_t word;		/* its number among the entry's words; 0 none */
};

/*
 * Whose numbers an entry's words have, and which round of them: a term that comes again and again
 * is known by its number, and not looked up. An owner begins a new round when it gives its
 * numbers to other words.
 */
struct entry_words {
	const void *owner; /* NULL: nobody */
	uint32_t round;
};

struct entry_value {
	uint32_t slot;
	size_t start, length; /* in bytes */
};

struct entry {
	struct buf bytes;
	struct entry_term *terms; /* one may stand several times: its wdf add up */
	size_t terms_count, terms_capacity;
	struct entry_value *values;
	size_t values_count, values_capacity;
	struct entry_words words;
	struct str data;
};

void entry_clear(struct entry *e);
void entry_release(struct entry *e);
void entry_add_term(struct entry *e, struct str term, uint32_t wdf);
/* The term is prefix and text; `word` is from 1. */
void entry_add_word(struct entry *e, struct str prefix, struct str text, uint32_t wdf,
		    uint32_t word);
void entry_add_value(struct entry *e, uint32_t slot, struct str value);
/* Borrowed until the next change. */
struct str entry_term_text(const struct entry *e, size_t i);
struct str entry_value_text(const struct entry *e, size_t i);

#endif
