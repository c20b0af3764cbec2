/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks the documents of a word in one database, forward, with how often each has it: a term, or
 * synonyms that count as one.
 */
#ifndef XAPIAN_C_CURSOR_H
#define XAPIAN_C_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "glass/reader.h"
#include "lib/str.h"

#define CURSOR_END                                                                       \
	UINT64_MAX /* behind the last document, whose number may be UINT32_MAX */

struct cursor {
	uint64_t docid;	    /* where it stands, or CURSOR_END */
	uint32_t documents; /* in all */
	bool damaged;	    /* why it stands at the end */
	/* The piece of the list it stands in. */
	const uint32_t *docids, *numbers;
	size_t i, n;
	struct glass_list *list;		  /* of a term; or: */
	uint32_t *merged_docids, *merged_numbers; /* of synonyms, one piece */
};

/*
 * At the first document; to be released in any case. Without a reader there are none. An empty term has all
 * documents with their lengths, and `documents` is 0. Synonyms are read whole, and added up over the
 * numbers up to `last`.
 */
void cursor_open(struct cursor *c, const struct glass_reader *r, const struct str *terms,
		 size_t count, uint32_t last);
void cursor_release(struct cursor *c);

void cursor_go_to(struct cursor *c, uint64_t docid);
/* To the first document from a number on; never back. */
static inline void cursor_skip_to(struct cursor *c, uint64_t docid)
{
	if (c->docid >= docid)
		return;
	if (++c->i < c->n && c->docids[c->i] >= docid)
		c->docid = c->docids[c->i];
	else
		cursor_go_to(c, docid);
}

/* How often the document has the word; not at the end. */
static inline uint32_t cursor_number(const struct cursor *c)
{
	return c->numbers[c->i];
}

/* To the first document from here on that has the word so often. */
void cursor_skip_to_number(struct cursor *c, uint32_t least);
/*
 * The documents from here to before `end`, as far as they lie in one piece, and goes behind them: how many,
 * 0 when there are none.
 */
size_t cursor_take(struct cursor *c, uint64_t end, const uint32_t **docids,
		   const uint32_t **numbers);
/* No document has the word more often; UINT32_MAX when that is not known without reading on. */
uint32_t cursor_most(const struct cursor *c);

#endif
