/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stream is a row of: documents skipped since the one before, length, bytes. The
 * database has it in chunks, each named by its first document, which skips nothing.
 */
#include "glass/values.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "glass/bytes.h"
#include "lib/mem.h"

enum {
	CHUNK = 2000, /* bytes that end a chunk, as in libxapian */
	KEY_HEAD = 2,
};

struct values_stream {
	uint32_t slot;
	uint32_t count;	   /* of values */
	uint32_t last;	   /* document in the stream, 0: none */
	uint32_t previous; /* the one before */
	size_t last_start; /* where the last one's bytes begin */
	struct buf bytes;
};

struct value {
	uint32_t docid;
	struct str text;
	struct str bytes; /* length and text, as in a chunk */
};

static struct values_stream *stream_of(struct values *v, uint32_t slot)
{
	uint32_t number;

	number = intern_add(&v->names, (struct str){(const char *)&slot, sizeof slot});
	assert(number != INTERN_FULL); /* memory has room for fewer streams */
	if (number == v->count) {
		GROW(v->streams, v->count, v->capacity);
		v->streams[v->count++] = (struct values_stream){.slot = slot};
	}
	return &v->streams[number];
}

static void drop_last(struct values_stream *s)
{
	s->bytes.n = s->last_start;
	s->last = s->previous;
	s->count--;
}

void values_set(struct values *v, uint32_t docid, uint32_t slot, struct str value)
{
	struct values_stream *s = stream_of(v, slot);

	if (s->last == docid)
		drop_last(s);
	if (value.n == 0)
		return;
	s->previous = s->last;
	s->last_start = s->bytes.n;
	s->last = docid;
	s->count++;
	buf_varint(&s->bytes, docid - s->previous - 1);
	buf_varint(&s->bytes, value.n);
	buf_str(&s->bytes, value);
}

/* Cuts the next value off what is left of a stream; false at its end. */
static bool next_value(struct str *rest, struct value *value)
{
	uint64_t skipped;
	uint64_t n;

	if (!str_varint(rest, &skipped))
		return false;
	value->docid += (uint32_t)skipped + 1;
	value->bytes.p = rest->p;
	str_varint(rest, &n);
	value->text = str_slice(*rest, 0, (size_t)n);
	*rest = str_slice(*rest, (size_t)n, rest->n);
	value->bytes.n = (size_t)(value->text.p + n - value->bytes.p);
	return true;
}

/* How many values, the lowest, and the highest unless that is the same. */
static int write_bounds(const struct values_stream *s, struct table *t, struct error *err)
{
	uint8_t key[KEY_HEAD + sizeof(uint32_t)] = {0x00, 0xD0};
	struct str rest = buf_view(&s->bytes);
	struct value value = {0};
	struct str low = {0};
	struct str high = {0};
	struct buf tag = {0};
	size_t key_n;
	int rc;

	while (next_value(&rest, &value)) {
		if (low.n == 0 || str_compare(value.text, low) < 0)
			low = value.text;
		if (str_compare(value.text, high) > 0)
			high = value.text;
	}
	key_n = (size_t)(put_last(key + KEY_HEAD, s->slot) - key);
	buf_varint(&tag, s->count);
	buf_varint(&tag, low.n);
	buf_str(&tag, low);
	if (!str_equal(low, high))
		buf_str(&tag, high);
	rc = table_add(t, (struct str){(char *)key, key_n}, buf_view(&tag), TABLE_PLAIN,
		       err);
	buf_release(&tag);
	return rc;
}

static int write_chunk(uint32_t slot, uint32_t first, struct buf *chunk, struct table *t,
		       struct error *err)
{
	uint8_t key[KEY_HEAD + UINT_BYTES + SORTABLE_BYTES] = {0x00, 0xD8};
	uint8_t *p = put_sortable(put_uint(key + KEY_HEAD, slot), first);
	struct str name = {(char *)key, (size_t)(p - key)};
	int rc = table_add(t, name, buf_view(chunk), TABLE_PLAIN, err);

	buf_clear(chunk);
	return rc;
}

static int write_stream(const struct values_stream *s, struct table *t, struct error *err)
{
	struct str rest = buf_view(&s->bytes);
	struct value value = {0};
	struct buf chunk = {0};
	uint32_t first = 0;
	uint32_t last = 0;
	int rc = 0;

	while (rc == 0 && next_value(&rest, &value)) {
		if (chunk.n == 0)
			first = value.docid;
		else
			buf_varint(&chunk, value.docid - last - 1);
		buf_str(&chunk, value.bytes);
		last = value.docid;
		if (chunk.n >= CHUNK)
			rc = write_chunk(s->slot, first, &chunk, t, err);
	}
	if (rc == 0 && chunk.n > 0)
		rc = write_chunk(s->slot, first, &chunk, t, err);
	buf_release(&chunk);
	return rc;
}

/* A stream and how its slot is written in a key, whose bytes decide the order. */
struct named {
	const struct values_stream *stream;
	uint8_t name[UINT_BYTES];
	size_t n;
};

static int compare_names(const void *a, const void *b)
{
	const struct named *x = a;
	const struct named *y = b;

	return str_compare((struct str){(char *)x->name, x->n},
			   (struct str){(char *)y->name, y->n});
}

static int write_sorted(struct named *all, size_t n, struct table *t,
			int (*write)(const struct values_stream *s, struct table *t,
				     struct error *err),
			struct error *err)
{
	qsort(all, n, sizeof *all, compare_names);
	for (size_t i = 0; i < n; i++)
		if (all[i].stream->count > 0 && write(all[i].stream, t, err) < 0)
			return -1;
	return 0;
}

int values_write(const struct values *v, struct table *t, struct error *err)
{
	struct named *all = xcalloc(v->count, sizeof *all);
	int rc;

	for (size_t i = 0; i < v->count; i++) {
		all[i].stream = &v->streams[i];
		all[i].n =
			(size_t)(put_last(all[i].name, v->streams[i].slot) - all[i].name);
	}
	rc = write_sorted(all, v->count, t, write_bounds, err);
	for (size_t i = 0; i < v->count; i++) {
		uint32_t slot = all[i].stream->slot;

		all[i].n = (size_t)(put_uint(all[i].name, slot) - all[i].name);
	}
	if (rc == 0)
		rc = write_sorted(all, v->count, t, write_stream, err);
	free(all);
	return rc;
}

/* ---- the slots of each document ---- */

/* A stream that is read along with the others. */
struct cursor {
	uint32_t slot;
	struct str rest;
	struct value value; /* docid UINT32_MAX: at its end */
};

static void cursor_next(struct cursor *c)
{
	if (!next_value(&c->rest, &c->value))
		c->value.docid = UINT32_MAX;
}

static int compare_cursors(const void *a, const void *b)
{
	uint32_t x = ((const struct cursor *)a)->slot;
	uint32_t y = ((const struct cursor *)b)->slot;

	return (x > y) - (x < y);
}

static struct cursor *cursors_new(const struct values *v)
{
	struct cursor *all = xcalloc(v->count, sizeof *all);

	for (size_t i = 0; i < v->count; i++) {
		all[i] = (struct cursor){.slot = v->streams[i].slot,
					 .rest = buf_view(&v->streams[i].bytes)};
		cursor_next(&all[i]);
	}
	if (v->count > 1)
		qsort(all, v->count, sizeof *all, compare_cursors);
	return all;
}

static uint32_t first_document(const struct cursor *all, size_t n)
{
	uint32_t first = UINT32_MAX;

	for (size_t i = 0; i < n; i++)
		if (all[i].value.docid < first)
			first = all[i].value.docid;
	return first;
}

/* Slots are told by how many are skipped before each. */
static void take_slots(struct cursor *all, size_t n, uint32_t docid, struct buf *out)
{
	uint32_t before = UINT32_MAX;

	buf_clear(out);
	for (size_t i = 0; i < n; i++) {
		if (all[i].value.docid != docid)
			continue;
		buf_varint(out, (uint32_t)(all[i].slot - before - 1));
		before = all[i].slot;
		cursor_next(&all[i]);
	}
}

int values_write_slots(const struct values *v, struct table *t, struct error *err)
{
	struct cursor *all = cursors_new(v);
	uint8_t key[SORTABLE_BYTES + 1];
	struct buf slots = {0};
	uint32_t docid;
	int rc = 0;

	while (rc == 0 && (docid = first_document(all, v->count)) != UINT32_MAX) {
		size_t n = (size_t)(put_sortable(key, docid) - key);

		key[n++] = 0;
		take_slots(all, v->count, docid, &slots);
		rc = table_add(t, (struct str){(char *)key, n}, buf_view(&slots),
			       TABLE_PLAIN, err);
	}
	buf_release(&slots);
	free(all);
	return rc;
}

size_t values_bytes(const struct values *v)
{
	size_t n = intern_bytes(&v->names) + v->capacity * sizeof *v->streams +
		   v->count * sizeof(struct named);

	for (size_t i = 0; i < v->count; i++)
		n += v->streams[i].bytes.capacity;
	return n;
}

void values_release(struct values *v)
{
	for (size_t i = 0; i < v->count; i++)
		buf_release(&v->streams[i].bytes);
	free(v->streams);
	intern_release(&v->names);
	*v = (struct values){0};
}
