/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What chunks of lists look like is told in lists.c. */
#include "glass/reader.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "glass/bytes.h"
#include "glass/glass.h"
#include "glass/tree.h"
#include "glass/version.h"
#include "lib/mem.h"

enum {
	KEY_MAX = 2 * GLASS_TERM_MAX + 1 + SORTABLE_BYTES,
	NEAR = 4, /* chunks that are passed over one by one before the tree is asked */
	PAIR_BYTES = 2,	    /* of a document, at least */
	VERSION_MAX = 4096, /* bytes of a version file; it has some hundred */
};

struct glass_reader {
	struct tree postings;
};

struct list {
	struct glass_list shown; /* first: a pointer to it is one to the list */
	struct tree_cursor at;
	uint8_t key[KEY_MAX]; /* of the first chunk */
	size_t key_n;
	bool of_lengths;
	int state;	/* what calls answer: 1, 0 from the end on, -1 from damage on */
	bool is_last;	/* chunk */
	uint32_t first; /* document of the chunk, and its last */
	uint32_t last;
	struct str pairs; /* of the chunk, not yet read */
	struct buf scratch;
	uint32_t *docids, *numbers;
	size_t capacity;
};

static ssize_t read_start(const char *path, char *bytes, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, bytes, n);

	if (fd >= 0)
		close(fd);
	return got;
}

struct glass_reader *glass_reader_open(const char *folder, uint64_t revision)
{
	struct glass_reader *r = xcalloc(1, sizeof *r);
	struct version_root root;
	struct buf path = {0};
	char bytes[VERSION_MAX];
	ssize_t n;
	uint64_t current = 0;
	bool usable;

	buf_printf(&path, "%s/iamglass", folder);
	n = read_start(path.p, bytes, sizeof bytes);
	usable = n > 0 &&
		 version_read((struct str){bytes, (size_t)n}, VERSION_POSTLIST, &current,
			      &root) &&
		 current == revision;
	buf_clear(&path);
	buf_printf(&path, "%s/postlist.glass", folder);
	usable = usable && tree_open(&r->postings, path.p, &root, revision);
	buf_release(&path);
	if (usable)
		return r;
	free(r);
	return NULL;
}

void glass_reader_close(struct glass_reader *r)
{
	if (r == NULL)
		return;
	tree_close(&r->postings);
	free(r);
}

static int end_of(struct list *l, int rc)
{
	l->shown.n = 0;
	l->state = rc;
	return rc;
}

/* ---- chunks ---- */

static bool take_sortable(struct str *s, uint32_t *value)
{
	const uint8_t *p = (const uint8_t *)s->p;
	unsigned n = 2;
	uint64_t v;

	if (s->n < 2)
		return false;
	for (unsigned ones = 0x80; ones > 1 && p[0] & ones; ones >>= 1)
		n++;
	if (n > SORTABLE_BYTES || s->n < n)
		return false;
	v = p[0] & 0xFFu >> (n - 1);
	for (unsigned i = 1; i < n; i++)
		v = v << 8 | p[i];
	*s = str_slice(*s, n, s->n);
	*value = (uint32_t)v;
	return v <= UINT32_MAX;
}

/* What a key says of its chunk: 1, 0 when it is none of this list, -1. */
static int take_key(struct list *l, struct str key, bool *is_first)
{
	struct str own = {(const char *)l->key, l->key_n};

	if (!str_starts(key, own))
		return 0;
	key = str_slice(key, l->key_n, key.n);
	*is_first = key.n == 0;
	if (*is_first)
		return 1;
	if (!l->of_lengths) {
		if (key.p[0] != '\0')
			return 0; /* a term that begins with this one */
		key = str_slice(key, 1, key.n);
		if (key.n > 0 && (uint8_t)key.p[0] == 0xFF)
			return 0; /* likewise, with a NUL of its own */
	}
	return take_sortable(&key, &l->first) && key.n == 0 ? 1 : -1;
}

/* The head of a chunk, up to its pairs. */
static bool take_head(struct list *l, struct str tag, bool is_first)
{
	uint64_t count, sum, first, span;

	if (is_first) {
		if (!str_varint(&tag, &count) || !str_varint(&tag, &sum) ||
		    !str_varint(&tag, &first) || count > UINT32_MAX ||
		    first >= UINT32_MAX)
			return false;
		l->shown.documents = (uint32_t)count;
		l->first = (uint32_t)first + 1;
	}
	if (tag.n == 0)
		return false;
	l->is_last = tag.p[0] == '1';
	tag = str_slice(tag, 1, tag.n);
	if (!str_varint(&tag, &span) || span > UINT32_MAX - l->first)
		return false;
	l->last = l->first + (uint32_t)span;
	l->pairs = tag;
	return true;
}

/* Takes the chunk that the cursor stands at, but for its documents. */
static int take_chunk(struct list *l)
{
	struct str key, tag;
	bool is_first;
	int rc;

	if (!tree_entry(&l->at, &l->scratch, &key, &tag))
		return -1;
	rc = take_key(l, key, &is_first);
	if (rc > 0 && !take_head(l, tag, is_first))
		rc = -1;
	return rc;
}

static void make_room(struct list *l)
{
	size_t most = l->pairs.n / PAIR_BYTES + 1;

	if (most <= l->capacity)
		return;
	l->capacity = most;
	l->docids = xreallocarray(l->docids, most, sizeof *l->docids);
	l->numbers = xreallocarray(l->numbers, most, sizeof *l->numbers);
	l->shown.docids = l->docids;
	l->shown.numbers = l->numbers;
}

/* Most gaps and numbers have one byte each. */
static inline bool take_pair(const uint8_t **p, const uint8_t *end, uint64_t *gap,
			     uint64_t *number)
{
	struct str rest = {(const char *)*p, (size_t)(end - *p)};

	if (rest.n >= 2 && ((*p)[0] | (*p)[1]) < 0x80) {
		*gap = (*p)[0];
		*number = (*p)[1];
		*p += 2;
		return true;
	}
	if (!str_varint(&rest, gap) || !str_varint(&rest, number))
		return false;
	*p = (const uint8_t *)rest.p;
	return true;
}

/* Reads the documents of the chunk taken: 1, or -1. */
static int read_chunk(struct list *l)
{
	const uint8_t *p, *end;
	uint64_t docid = l->first, gap, number;
	size_t n = 0;

	make_room(l);
	if (!str_varint(&l->pairs, &number))
		return end_of(l, -1);
	p = (const uint8_t *)l->pairs.p;
	end = p + l->pairs.n;
	for (;;) {
		l->docids[n] = (uint32_t)docid;
		l->numbers[n++] = (uint32_t)number;
		if (p == end)
			break;
		if (!take_pair(&p, end, &gap, &number) || gap > l->last)
			return end_of(l, -1);
		docid += gap + 1;
	}
	if (docid != l->last)
		return end_of(l, -1);
	l->shown.n = n;
	return 1;
}

/* ---- lists ---- */

int glass_list_open(const struct glass_reader *r, struct str term,
		    struct glass_list **list)
{
	static const uint8_t lengths[] = {0x00, 0xE0};
	struct list *l;
	int rc = 0;

	*list = NULL;
	if (term.n > GLASS_TERM_MAX)
		return 0;
	l = xcalloc(1, sizeof *l);
	l->of_lengths = term.n == 0;
	l->state = 1;
	l->key_n = l->of_lengths
			   ? (size_t)(put_bytes(l->key, lengths, sizeof lengths) - l->key)
			   : (size_t)(put_term(l->key, term.p, term.n) - l->key);
	if (tree_find(&l->at, &r->postings, (struct str){(const char *)l->key, l->key_n}))
		rc = take_chunk(l);
	else if (l->at.damaged)
		rc = -1;
	if (rc > 0)
		rc = read_chunk(l);
	if (rc > 0)
		*list = &l->shown;
	else
		glass_list_free(&l->shown);
	return rc;
}

/* To the next chunk, unread. */
static int go_on(struct list *l)
{
	uint32_t before = l->last;

	if (l->is_last)
		return 0;
	if (!tree_next(&l->at))
		return -1;
	return take_chunk(l) > 0 && l->first > before ? 1 : -1;
}

int glass_list_next(struct glass_list *list)
{
	struct list *l = (struct list *)list;
	int rc = l->state > 0 ? go_on(l) : l->state;

	return rc > 0 ? read_chunk(l) : end_of(l, rc);
}

/* To the chunk that the document would be in, unread. */
static int look_up(struct list *l, uint32_t docid)
{
	const struct tree *tree = l->at.tree;
	uint32_t before = l->first;
	uint8_t key[KEY_MAX];
	uint8_t *p = put_bytes(key, l->key, l->key_n);

	if (!l->of_lengths)
		*p++ = '\0';
	p = put_sortable(p, docid);
	if (!tree_find(&l->at, tree, (struct str){(const char *)key, (size_t)(p - key)}))
		return -1;
	return take_chunk(l) > 0 && l->first >= before ? 1 : -1;
}

int glass_list_seek(struct glass_list *list, uint32_t docid)
{
	struct list *l = (struct list *)list;
	int rc = l->state;

	if (rc > 0 && docid <= l->last)
		return 1;
	for (int i = 0; i < NEAR && rc > 0 && l->last < docid; i++)
		rc = go_on(l);
	if (rc > 0 && l->last < docid)
		rc = look_up(l, docid);
	/* It may lie between two chunks. */
	if (rc > 0 && l->last < docid)
		rc = go_on(l);
	if (rc > 0 && l->last < docid)
		rc = -1;
	return rc > 0 ? read_chunk(l) : end_of(l, rc);
}

void glass_list_free(struct glass_list *list)
{
	struct list *l = (struct list *)list;

	if (l == NULL)
		return;
	buf_release(&l->scratch);
	free(l->docids);
	free(l->numbers);
	free(l);
}
