/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads posting lists of a finished database that nobody changes: a chunk of some hundred documents at
 * a time, straight from the mapped file. Where most documents of long lists are looked at, that takes a
 * fifth of the time of libxapian's iterators, which copy each block and take several calls a document.
 *
 *	r = glass_reader_open(folder, revision);  (NULL: let libxapian read)
 *	for (rc = glass_list_open(r, term, &list); rc > 0; rc = glass_list_next(list))
 *		... list->docids[0 .. list->n - 1], list->numbers ...
 *	glass_list_free(list);
 *
 * Lists borrow their reader; several threads may each have some of their own. A damaged file is told as
 * such, not read beyond.
 */
#ifndef GLASS_READER_H
#define GLASS_READER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/str.h"

struct glass_reader;

struct glass_list {
	uint32_t documents; /* in the whole list; of the list of lengths 0 */
	/* The chunk: documents in rising order; how often each has the term, or its length. */
	const uint32_t *docids, *numbers;
	size_t n; /* 1 at least */
};

/*
 * NULL when the folder has no database of the format that is known here, or it is not at that revision,
 * libxapian's get_revision(): then it may be changing.
 */
struct glass_reader *glass_reader_open(const char *folder, uint64_t revision);
/* Accepts NULL. */
void glass_reader_close(struct glass_reader *r);

/*
 * The term's first chunk, or of an empty term that of the lengths of documents: 1; 0 where there is none,
 * -1 where the file is damaged, both with *list = NULL.
 */
int glass_list_open(const struct glass_reader *r, struct str term,
		    struct glass_list **list);
/*
 * The next chunk; the one with the first document from there on, which is this one or behind it. 1, 0 at
 * the end, -1; then n is 0, and the same is answered from then on.
 */
int glass_list_next(struct glass_list *l);
int glass_list_seek(struct glass_list *l, uint32_t docid);
/* Accepts NULL. */
void glass_list_free(struct glass_list *l);

#endif
