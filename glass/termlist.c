/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A term list: length of the document, number of terms; of each term how many bytes it
 * shares with the one before, how many it adds, these, and its wdf. A small wdf stands in
 * the same byte as the bytes shared.
 */
#include "glass/termlist.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "glass/bytes.h"
#include "lib/mem.h"
#include "lib/str.h"

enum {
	LEVEL = 6, /* of zlib; libxapian's */
	WINDOW = -15,
	MEMORY = 9,
	WDF_SMALL = 127,
	/*
	 * libxapian 1.4 inflates 8192 bytes at a time, and takes a tag for damaged when
	 * its last bytes are read and more than that comes out of them.
	 */
	DEFLATE_MOST = 8191,
};

struct listed {
	struct str term;
	uint32_t wdf;
};

struct slot {
	uint32_t number;
	size_t set; /* which of the document's values */
};

struct termlist {
	struct table *table;
	uint32_t deflate_over;
	z_stream deflater;
	struct listed *terms;
	struct slot *slots;
	size_t terms_capacity, slots_capacity;
	struct buf plain, deflated;
};

struct termlist *termlist_new(struct table *t, uint32_t deflate_over)
{
	struct termlist *l = xcalloc(1, sizeof *l);

	l->table = t;
	l->deflate_over = deflate_over;
	if (deflateInit2(&l->deflater, LEVEL, Z_DEFLATED, WINDOW, MEMORY,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		l->deflate_over = UINT32_MAX; /* no memory: works without */
	return l;
}

void termlist_free(struct termlist *l)
{
	if (l == NULL)
		return;
	deflateEnd(&l->deflater);
	table_free(l->table);
	free(l->terms);
	free(l->slots);
	buf_release(&l->plain);
	buf_release(&l->deflated);
	free(l);
}

static int compare_terms(const void *a, const void *b)
{
	return str_compare(((const struct listed *)a)->term,
			   ((const struct listed *)b)->term);
}

static int compare_slots(const void *a, const void *b)
{
	const struct slot *x = a;
	const struct slot *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->set > y->set) - (x->set < y->set);
}

static void print_first(struct buf *out, const struct listed *t)
{
	buf_char(out, (char)t->term.n);
	buf_str(out, t->term);
	buf_varint(out, t->wdf);
}

static void print_next(struct buf *out, struct str before, const struct listed *t)
{
	size_t shared = 0;
	size_t packed = UINT8_MAX + 1;

	while (shared < before.n && shared < t->term.n &&
	       before.p[shared] == t->term.p[shared])
		shared++;
	if (t->wdf < WDF_SMALL)
		packed = ((size_t)t->wdf + 1) * (before.n + 1) + shared;
	buf_char(out, (char)(packed <= UINT8_MAX ? packed : shared));
	buf_char(out, (char)(t->term.n - shared));
	buf_str(out, str_slice(t->term, shared, t->term.n));
	if (packed > UINT8_MAX)
		buf_varint(out, t->wdf);
}

bool termlist_prepare(struct termlist *l, const struct intern *terms,
		      const struct postings *p, uint32_t length)
{
	size_t n = p->gathered_count;

	buf_clear(&l->plain);
	if (n == 0)
		return true;
	if (n > l->terms_capacity) {
		l->terms = xreallocarray(l->terms, n, sizeof *l->terms);
		l->terms_capacity = n;
	}
	for (size_t i = 0; i < n; i++)
		l->terms[i] = (struct listed){intern_text(terms, p->gathered[i].term),
					      p->gathered[i].wdf};
	qsort(l->terms, n, sizeof *l->terms, compare_terms);
	buf_varint(&l->plain, length);
	buf_varint(&l->plain, n);
	print_first(&l->plain, &l->terms[0]);
	for (size_t i = 1; i < n; i++)
		print_next(&l->plain, l->terms[i - 1].term, &l->terms[i]);
	return l->plain.n <= GLASS_DATA_MAX;
}

/* The slots that hold a value, each once and in order: the last one set holds. */
static void print_slots(struct termlist *l, const struct glass_document *d)
{
	uint32_t before = UINT32_MAX;
	size_t n = d->value_count;

	buf_clear(&l->plain);
	if (n > l->slots_capacity) {
		l->slots = xreallocarray(l->slots, n, sizeof *l->slots);
		l->slots_capacity = n;
	}
	for (size_t i = 0; i < n; i++)
		l->slots[i] = (struct slot){d->values[i].slot, i};
	if (n > 1)
		qsort(l->slots, n, sizeof *l->slots, compare_slots);
	for (size_t i = 0; i < n; i++) {
		bool is_last = i + 1 == n || l->slots[i + 1].number != l->slots[i].number;

		if (!is_last || d->values[l->slots[i].set].value.n == 0)
			continue;
		buf_varint(&l->plain, (uint32_t)(l->slots[i].number - before - 1));
		before = l->slots[i].number;
	}
}

/* Deflates l->plain where that makes it shorter. */
static bool deflated(struct termlist *l)
{
	z_stream *z = &l->deflater;
	size_t n = l->plain.n;

	if (n <= l->deflate_over || n > DEFLATE_MOST)
		return false;
	buf_clear(&l->deflated);
	deflateReset(z);
	z->next_in = (Bytef *)l->plain.p;
	z->avail_in = (uInt)n;
	z->next_out = (Bytef *)buf_reserve(&l->deflated, n);
	z->avail_out = (uInt)n - 1;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return false;
	l->deflated.n = n - 1 - z->avail_out;
	return true;
}

static int write_entry(struct termlist *l, const uint8_t *key, size_t key_n,
		       struct error *err)
{
	struct str name = {(const char *)key, key_n};

	if (deflated(l))
		return table_add(l->table, name, buf_view(&l->deflated), TABLE_DEFLATED,
				 err);
	return table_add(l->table, name, buf_view(&l->plain), TABLE_PLAIN, err);
}

int termlist_add(struct termlist *l, uint32_t docid, const struct glass_document *d,
		 struct error *err)
{
	uint8_t key[SORTABLE_BYTES + 1];
	size_t n = (size_t)(put_sortable(key, docid) - key);

	if (write_entry(l, key, n, err) < 0)
		return -1;
	print_slots(l, d);
	if (l->plain.n == 0)
		return 0;
	key[n++] = 0;
	return write_entry(l, key, n, err);
}

int termlist_finish(struct termlist *l, struct table_root *root, struct error *err)
{
	return table_finish(l->table, root, err);
}

size_t termlist_bytes(const struct termlist *l)
{
	return sizeof *l + table_bytes(l->table) + l->plain.capacity +
	       l->deflated.capacity + l->terms_capacity * sizeof *l->terms +
	       l->slots_capacity * sizeof *l->slots;
}
