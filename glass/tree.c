/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How blocks and items look is told in table.c. */
#include "glass/tree.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/bytes.h"

enum {
	LEVEL_AT = 4,
	END_AT = 9, /* where the directory's end is told */
	DIRECTORY = 11,
	ENTRY = 2,
	LEAF_HEAD = 2 + 1,
	BRANCH_HEAD = 4 + 1,
	COMPONENT = 2,
	FIRST = 0x2000, /* flags beside a leaf item's size */
	LAST = 0x4000,
	DEFLATED = 0x8000,
	SIZE_MASK = 0x1FFF,
};

bool tree_open(struct tree *t, const char *path, const struct version_root *root,
	       uint64_t revision)
{
	struct stat s;
	void *map = MAP_FAILED;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*t = (struct tree){.root = *root, .revision = revision};
	if (fd < 0)
		return false;
	if (fstat(fd, &s) == 0 && s.st_size > 0) {
		t->size = (size_t)s.st_size;
		map = mmap(NULL, t->size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	if (map == MAP_FAILED)
		return false;
	t->blocks = map;
	if (root->level < TREE_LEVELS && root->block_size > DIRECTORY)
		return true;
	tree_close(t);
	return false;
}

void tree_close(struct tree *t)
{
	if (t->blocks != NULL)
		munmap((void *)(uintptr_t)t->blocks, t->size);
	*t = (struct tree){0};
}

static bool damaged(struct tree_cursor *c)
{
	c->damaged = true;
	return false;
}

/* Puts a block at its level, at item number 0. */
static bool enter(struct tree_cursor *c, uint32_t number, unsigned level)
{
	const struct tree *t = c->tree;
	size_t size = t->root.block_size;
	const uint8_t *block;
	unsigned end;

	if (number >= t->size / size)
		return damaged(c);
	block = t->blocks + (size_t)number * size;
	end = get16(block + END_AT);
	if (block[LEVEL_AT] != level || get32(block) > t->revision ||
	    end < DIRECTORY + ENTRY || end > size)
		return damaged(c);
	c->steps[level] = (struct tree_step){block, 0, (end - DIRECTORY) / ENTRY};
	return true;
}

struct item {
	const uint8_t *p; /* of the key */
	unsigned key_n;
	unsigned component;
	uint32_t block; /* of a branch */
	unsigned flags; /* of a leaf */
	struct str tag;
};

/* Item number i of the block at a level. */
static bool look(struct tree_cursor *c, unsigned level, unsigned i, struct item *out)
{
	const struct tree_step *s = &c->steps[level];
	size_t size = c->tree->root.block_size;
	unsigned at = get16(s->block + DIRECTORY + (size_t)i * ENTRY);
	const uint8_t *p = s->block + at;
	unsigned head = level == 0 ? LEAF_HEAD : BRANCH_HEAD;
	unsigned n, rest;

	if (at < DIRECTORY || at + head > size)
		return damaged(c);
	n = p[head - 1];
	*out = (struct item){.p = p + head, .key_n = n, .component = 1};
	if (level > 0) {
		out->block = get32(p);
		rest = COMPONENT;
	} else {
		out->flags = get16(p);
		rest = (out->flags & SIZE_MASK) - n;
		if ((out->flags & SIZE_MASK) < n)
			return damaged(c);
	}
	if (at + head + n + rest > size)
		return damaged(c);
	if (level == 0 && out->flags & FIRST) {
		out->tag = (struct str){(const char *)p + head + n, rest};
		return true;
	}
	if (rest < COMPONENT)
		return damaged(c);
	out->component = get16(p + head + n);
	out->tag = (struct str){(const char *)p + head + n + COMPONENT, rest - COMPONENT};
	return true;
}

/* Below 0 when the item comes before the first component of the key. */
static int compare(const struct item *i, struct str key)
{
	struct str own = {(const char *)i->p, i->key_n};
	int order = str_compare(own, key);

	return order != 0 ? order : (i->component > 1) - (i->component < 1);
}

/* The last item of a level that is not behind the key; its first when there is none: *before. */
static bool choose(struct tree_cursor *c, unsigned level, struct str key, bool *before)
{
	struct tree_step *s = &c->steps[level];
	unsigned low = level > 0 ? 1 : 0; /* the first of a branch has no key */
	unsigned high = s->items;
	struct item item;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (!look(c, level, middle, &item))
			return false;
		if (compare(&item, key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	*before = low == 0;
	s->item = low > 0 ? low - 1 : 0;
	return true;
}

/* Down to a leaf below the item that a level stands at, by first or last items. */
static bool descend(struct tree_cursor *c, unsigned level, bool last)
{
	struct item item;

	for (; level > 0; level--) {
		if (!look(c, level, c->steps[level].item, &item) ||
		    !enter(c, item.block, level - 1))
			return false;
		if (last)
			c->steps[level - 1].item = c->steps[level - 1].items - 1;
	}
	return true;
}

static bool step_back(struct tree_cursor *c)
{
	for (unsigned level = 0; level <= c->tree->root.level; level++) {
		if (c->steps[level].item == 0)
			continue;
		c->steps[level].item--;
		return descend(c, level, true);
	}
	return false;
}

bool tree_next(struct tree_cursor *c)
{
	for (unsigned level = 0; level <= c->tree->root.level; level++) {
		if (c->steps[level].item + 1 >= c->steps[level].items)
			continue;
		c->steps[level].item++;
		return descend(c, level, false);
	}
	return false;
}

/* Back to the first item of the entry. */
static bool first_item(struct tree_cursor *c)
{
	struct item item;

	if (!look(c, 0, c->steps[0].item, &item))
		return false;
	while (!(item.flags & FIRST)) {
		unsigned component = item.component;

		if (!step_back(c) || !look(c, 0, c->steps[0].item, &item) ||
		    item.component + 1 != component)
			return damaged(c);
	}
	return true;
}

bool tree_find(struct tree_cursor *c, const struct tree *t, struct str key)
{
	bool before = false;
	struct item item;

	*c = (struct tree_cursor){.tree = t};
	if (!enter(c, t->root.block, t->root.level))
		return false;
	for (unsigned level = t->root.level; level > 0; level--) {
		if (!choose(c, level, key, &before) ||
		    !look(c, level, c->steps[level].item, &item) ||
		    !enter(c, item.block, level - 1))
			return false;
	}
	if (!choose(c, 0, key, &before) || (before && !step_back(c)))
		return false;
	return first_item(c);
}

bool tree_entry(struct tree_cursor *c, struct buf *scratch, struct str *key,
		struct str *tag)
{
	struct item item;

	if (!look(c, 0, c->steps[0].item, &item))
		return false;
	if (!(item.flags & FIRST) || item.flags & DEFLATED)
		return damaged(c);
	*key = (struct str){(const char *)item.p, item.key_n};
	*tag = item.tag;
	if (item.flags & LAST)
		return true;
	buf_clear(scratch);
	buf_str(scratch, item.tag);
	for (unsigned component = 2; !(item.flags & LAST); component++) {
		if (!tree_next(c) || !look(c, 0, c->steps[0].item, &item) ||
		    item.flags & FIRST || item.component != component ||
		    scratch->n > c->tree->size)
			return damaged(c);
		buf_str(scratch, item.tag);
	}
	*tag = buf_view(scratch);
	return true;
}
