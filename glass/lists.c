/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list is cut in chunks. A chunk: whether it is the last ('1' or '0'), its last
 * document less its first; the first's number; of each further document how many were
 * skipped, and its number. In front of the first chunk stand how many documents there
 * are, the sum of their numbers, and the first document less 1. The key of any other ends
 * in its first document.
 */
#include "glass/lists.h"

#include <stdbool.h>
#include <stdlib.h>

#include "glass/bytes.h"
#include "glass/glass.h"

enum {
	CHUNK = 2000, /* bytes that end a chunk, as in libxapian */
	HEAD_MAX = 5 * UINT_BYTES,
	PAIR_MAX = 2 * UINT_BYTES,
	KEY_MAX = GLASS_TERM_MAX + 1 + SORTABLE_BYTES,
};

struct list {
	struct table *table;
	struct error *err;
	uint8_t key[KEY_MAX]; /* of the first chunk */
	size_t key_n;
	bool of_lengths;		 /* no NUL between key and document */
	uint32_t count, sum, list_first; /* what stands in front of the first chunk */
	bool continued;			 /* a chunk was written before */
	uint32_t first, last;		 /* documents of the chunk */
	uint8_t *end;
	uint8_t bytes[HEAD_MAX + CHUNK + PAIR_MAX]; /* the head is put in at last */
};

static void start_chunk(struct list *l)
{
	l->end = l->bytes + HEAD_MAX;
}

static int write_chunk(struct list *l, bool is_last)
{
	uint8_t head[HEAD_MAX];
	uint8_t *p = head;
	uint8_t *k = l->key + l->key_n;
	uint8_t *start;

	if (!l->continued)
		p = put_uint(put_uint(put_uint(p, l->count), l->sum), l->list_first - 1);
	*p++ = is_last ? '1' : '0';
	p = put_uint(p, l->last - l->first);
	start = l->bytes + HEAD_MAX - (p - head);
	put_bytes(start, head, (size_t)(p - head));
	if (l->continued) {
		if (!l->of_lengths)
			*k++ = '\0';
		k = put_sortable(k, l->first);
	}
	l->continued = true;
	return table_add(l->table, (struct str){(char *)l->key, (size_t)(k - l->key)},
			 (struct str){(char *)start, (size_t)(l->end - start)},
			 TABLE_PLAIN, l->err);
}

static inline int add(struct list *l, uint32_t docid, uint32_t number)
{
	if (l->end >= l->bytes + HEAD_MAX + CHUNK) {
		if (write_chunk(l, false) < 0)
			return -1;
		start_chunk(l);
	}
	if (l->end == l->bytes + HEAD_MAX)
		l->first = docid;
	else
		l->end = put_uint(l->end, docid - l->last - 1);
	l->end = put_uint(l->end, number);
	l->last = docid;
	return 0;
}

/* Its count and sum are 0: nobody asks a list of lengths for them. */
int lists_write_lengths(struct table *t, uint32_t first, const uint32_t *lengths,
			size_t n, struct error *err)
{
	struct list l = {.table = t,
			 .err = err,
			 .key = {0x00, 0xE0},
			 .key_n = 2,
			 .of_lengths = true,
			 .list_first = first};

	if (n == 0)
		return 0;
	start_chunk(&l);
	for (size_t i = 0; i < n; i++)
		if (add(&l, first + (uint32_t)i, lengths[i]) < 0)
			return -1;
	return write_chunk(&l, true);
}

int lists_write_term(struct table *t, struct str term, const struct glass_entry *entries,
		     uint32_t n, struct error *err)
{
	struct list l = {.table = t, .err = err, .count = n};

	l.key_n = (size_t)(put_term(l.key, term.p, term.n) - l.key);
	l.list_first = entries[0].docid;
	for (uint32_t i = 0; i < n; i++)
		l.sum += entries[i].wdf; /* libxapian has no more bits for it either */
	start_chunk(&l);
	for (uint32_t i = 0; i < n; i++)
		if (add(&l, entries[i].docid, entries[i].wdf) < 0)
			return -1;
	return write_chunk(&l, true);
}

struct terms_context {
	const struct intern *terms;
	struct table *table;
	struct error *err;
};

static int write_term(void *context, uint32_t term, const struct glass_entry *entries,
		      uint32_t n)
{
	struct terms_context *c = context;

	return lists_write_term(c->table, intern_text(c->terms, term), entries, n,
				c->err);
}

int lists_write_terms(struct table *t, const struct intern *terms, struct postings *p,
		      struct error *err)
{
	struct terms_context c = {.terms = terms, .table = t, .err = err};
	uint32_t *order = intern_sorted(terms);
	int rc = postings_each(p, order, terms->count, write_term, &c);

	free(order);
	return rc;
}
