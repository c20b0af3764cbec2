/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A block: revision (4 bytes), level (1), largest gap (2), free bytes (2), end of the
 * directory (2); the directory, two bytes for each item in the order of keys; free bytes;
 * the items, from the end of the block downwards.
 *
 * An item of a leaf: size less 3, with flags in the top three bits (2), length of the key
 * (1), the key, which component of the tag it is unless it is the first (2), the tag. An
 * item of a branch: block (4), length of the key (1), the key, the component (2). What is
 * below a branch's item is not less than its key; the first item of a branch has no key.
 *
 * A block gets its number when it is full and written, and only then an item in the
 * branch above, so that the file is written from its start to its end.
 */
#include "glass/table.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "glass/bytes.h"
#include "lib/i18n.h"
#include "lib/mem.h"

enum {
	LEVELS = 10,	/* libxapian's own limit, out of reach */
	DIRECTORY = 11, /* where the directory starts */
	ENTRY = 2,	/* of the directory */
	/* Four items fit in any block, as libxapian wants it. */
	ITEM_MAX = (TABLE_BLOCK - DIRECTORY - 4 * ENTRY) / 4,
	LEAF_HEAD = 2 + 1,   /* of a leaf's item: size, length of the key */
	COMPONENT = 2,	     /* what number it is */
	BRANCH_HEAD = 4 + 1, /* of a branch's item: block, length of the key */
	WORTHWHILE = 34,     /* a piece of a tag shorter than this and its key waits for
				   the next block: libxapian's own measure */
	BUFFER = 32 * TABLE_BLOCK, /* bytes gathered for one write */
	FIRST = 0x20,		   /* flags of a leaf's item */
	LAST = 0x40,
	DEFLATED = 0x80,
	REVISION = 1,
};

/* The block of a level that is being filled. */
struct level {
	uint8_t block[TABLE_BLOCK];
	unsigned directory_end;
	unsigned items_start;
	/* What parts this block from the one before: the first key in it, cut short. */
	uint8_t key[TABLE_KEY_MAX];
	unsigned key_n;
	unsigned component;
};

struct table {
	char *path;
	int fd;
	struct level
		*levels[LEVELS]; /* leaves first; NULL where the tree does not reach */
	uint32_t blocks;	 /* numbered so far */
	uint64_t entries;
	uint8_t last_key[TABLE_KEY_MAX];
	unsigned last_n;
	uint8_t *buffer;
	size_t buffered;
};

static int cannot(const struct table *t, struct error *err)
{
	return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), t->path,
			 strerror(errno));
}

static int flush(struct table *t, struct error *err)
{
	size_t done = 0;

	while (done < t->buffered) {
		ssize_t n = write(t->fd, t->buffer + done, t->buffered - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot(t, err);
		done += (size_t)n;
	}
	t->buffered = 0;
	return 0;
}

static unsigned room(const struct level *l)
{
	return l->items_start - l->directory_end;
}

static void start_block(struct level *l, const void *key, unsigned key_n,
			unsigned component)
{
	l->directory_end = DIRECTORY;
	l->items_start = TABLE_BLOCK;
	put_bytes(l->key, key, key_n);
	l->key_n = key_n;
	l->component = component;
}

/* Room for an item of n bytes, and its entry in the directory. */
static uint8_t *place_item(struct level *l, unsigned n)
{
	assert(room(l) >= n + ENTRY);
	l->items_start -= n;
	put16(l->block + l->directory_end, l->items_start);
	l->directory_end += ENTRY;
	return l->block + l->items_start;
}

/* Writes the block of a level and gives it its number. */
static int write_block(struct table *t, unsigned level, uint32_t *number,
		       struct error *err)
{
	struct level *l = t->levels[level];
	unsigned unused = room(l);
	uint8_t *p = put32(l->block, REVISION);

	*p++ = (uint8_t)level;
	p = put16(p, unused);
	p = put16(p, unused);
	put16(p, l->directory_end);
	memset(l->block + l->directory_end, 0, unused);
	if (t->blocks == UINT32_MAX) {
		errno = EFBIG;
		return cannot(t, err);
	}
	*number = t->blocks++;
	memcpy(t->buffer + t->buffered, l->block, TABLE_BLOCK);
	t->buffered += TABLE_BLOCK;
	return t->buffered == BUFFER ? flush(t, err) : 0;
}

static void add_branch(struct level *l, const uint8_t *key, unsigned key_n,
		       unsigned component, uint32_t block)
{
	uint8_t *p = place_item(l, BRANCH_HEAD + key_n + COMPONENT);

	p = put32(p, block);
	*p++ = (uint8_t)key_n;
	p = put_bytes(p, key, key_n);
	put16(p, component);
}

/*
 * Writes the block of a level and enters it in the branch above; where that is full, it
 * is written first, and so on up to a level that has room or is new.
 */
static int finish_block(struct table *t, unsigned level, struct error *err)
{
	struct level *l = t->levels[level];
	struct level *above;
	uint32_t number;

	assert(level + 1 < LEVELS);
	if (write_block(t, level, &number, err) < 0)
		return -1;
	above = t->levels[level + 1];
	if (above == NULL) {
		above = t->levels[level + 1] = xmalloc(sizeof *above);
		start_block(above, NULL, 0, 0);
	} else if (room(above) < BRANCH_HEAD + l->key_n + COMPONENT + ENTRY) {
		if (finish_block(t, level + 1, err) < 0)
			return -1;
		start_block(above, l->key, l->key_n, l->component);
	}
	if (above->directory_end == DIRECTORY)
		add_branch(above, NULL, 0, 0, number);
	else
		add_branch(above, l->key, l->key_n, l->component, number);
	return 0;
}

/* Begins the next leaf with this key: of it, as much as tells it from the last one. */
static int next_leaf(struct table *t, struct str key, unsigned component,
		     struct error *err)
{
	unsigned n = 0;

	if (finish_block(t, 0, err) < 0)
		return -1;
	while (n < key.n && n < t->last_n && (uint8_t)key.p[n] == t->last_key[n])
		n++;
	if (n < key.n)
		n++;
	start_block(t->levels[0], key.p, n, component);
	return 0;
}

static void add_leaf(struct table *t, struct str key, unsigned component, unsigned flags,
		     struct str piece)
{
	unsigned number = component > 1 ? COMPONENT : 0;
	unsigned size = (unsigned)(LEAF_HEAD + key.n + number + piece.n);
	uint8_t *p = place_item(t->levels[0], size);

	p = put16(p, (size - LEAF_HEAD) | flags << 8);
	*p++ = (uint8_t)key.n;
	p = put_bytes(p, key.p, key.n);
	if (number != 0)
		p = put16(p, component);
	put_bytes(p, piece.p, piece.n);
}

/* Bytes of a tag that fit in the leaf, in an item with a head of so many bytes. */
static size_t leaf_room(const struct table *t, size_t head)
{
	size_t n = room(t->levels[0]);

	if (n < head + ENTRY)
		return 0;
	n -= ENTRY;
	return (n < ITEM_MAX ? n : ITEM_MAX) - head;
}

/* Whether the tag, or a good piece of it, goes into what is left of the leaf. */
static bool leaf_takes(const struct table *t, size_t head, size_t key_n, size_t tag_n)
{
	size_t n = leaf_room(t, head);

	if (room(t->levels[0]) < head + ENTRY)
		return false;
	return n >= tag_n || n >= key_n + WORTHWHILE;
}

int table_add(struct table *t, struct str key, struct str tag, enum table_tag kind,
	      struct error *err)
{
	unsigned component = 1;
	unsigned flags = FIRST | (kind == TABLE_DEFLATED ? DEFLATED : 0);

	assert(key.n >= 1 && key.n <= TABLE_KEY_MAX);
	assert(str_compare(key, (struct str){(char *)t->last_key, t->last_n}) > 0);
	do {
		size_t head = LEAF_HEAD + key.n + (component > 1 ? COMPONENT : 0);
		size_t n;

		assert(component <= UINT16_MAX);
		if (!leaf_takes(t, head, key.n, tag.n) &&
		    next_leaf(t, key, component, err) < 0)
			return -1;
		n = leaf_room(t, head);
		if (n >= tag.n) {
			n = tag.n;
			flags |= LAST;
		}
		add_leaf(t, key, component, flags, str_slice(tag, 0, n));
		put_bytes(t->last_key, key.p, key.n);
		t->last_n = (unsigned)key.n;
		tag = str_slice(tag, n, tag.n);
		flags &= ~(unsigned)FIRST;
		component++;
	} while (!(flags & LAST));
	t->entries++;
	return 0;
}

int table_new(struct table **out, const char *path, struct error *err)
{
	struct table *t = xcalloc(1, sizeof *t);

	*out = NULL;
	t->path = xstrdup(path);
	t->buffer = xmalloc(BUFFER);
	t->levels[0] = xmalloc(sizeof *t->levels[0]);
	start_block(t->levels[0], NULL, 0, 0);
	/* libxapian's own entry of the empty key. */
	add_leaf(t, (struct str){0}, 1, FIRST | LAST, (struct str){0});
	t->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (t->fd < 0) {
		cannot(t, err);
		table_free(t);
		return -1;
	}
	*out = t;
	return 0;
}

/* A table without entries is an empty file. */
static int write_rest(struct table *t, struct table_root *root, struct error *err)
{
	unsigned level = 0;

	*root = (struct table_root){0};
	if (t->entries == 0)
		return 0;
	for (; level + 1 < LEVELS && t->levels[level + 1] != NULL; level++)
		if (finish_block(t, level, err) < 0)
			return -1;
	if (write_block(t, level, &root->block, err) < 0)
		return -1;
	root->level = level;
	root->blocks = t->blocks;
	root->entries = t->entries;
	return flush(t, err);
}

int table_finish(struct table *t, struct table_root *root, struct error *err)
{
	int fd = t->fd;

	if (write_rest(t, root, err) < 0)
		return -1;
	if (fsync(fd) < 0)
		return cannot(t, err);
	t->fd = -1;
	return close(fd) < 0 ? cannot(t, err) : 0;
}

void table_free(struct table *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < LEVELS; i++)
		free(t->levels[i]);
	if (t->fd >= 0)
		close(t->fd);
	free(t->buffer);
	free(t->path);
	free(t);
}

size_t table_bytes(const struct table *t)
{
	size_t n = sizeof *t + BUFFER;

	for (size_t i = 0; i < LEVELS; i++)
		n += t->levels[i] != NULL ? sizeof *t->levels[i] : 0;
	return n;
}
