/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"

enum { BLOCK = 16 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* bytes of data */
	_Alignas(16) char data[];
};

void *xchecked(void *p)
{
	if (p == NULL) {
		fputs(_("veille: out of memory\n"), stderr);
		exit(2);
	}
	return p;
}

void *xmalloc(size_t size)
{
	return xchecked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return xchecked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t size)
{
	return xchecked(realloc(old, size ? size : 1));
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		xchecked(NULL);
	return xrealloc(old, count * size);
}

char *xstrdup(const char *text)
{
	return xchecked(strdup(text));
}

static struct arena_block *add_block(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof *b)
		xchecked(NULL);
	b = xmalloc(sizeof *b + size);
	b->size = size;
	b->next = a->block;
	a->block = b;
	a->used = 0;
	return b;
}

/* `size` bytes at a multiple of `align`, a power of two up to ALIGN. */
static char *take(struct arena *a, size_t size, size_t align)
{
	struct arena_block *b = a->block;
	size_t start = (a->used + align - 1) / align * align;

	if (b == NULL || start > b->size || b->size - start < size) {
		size_t grown = b ? 2 * b->size : BLOCK;

		if (grown > 64 * BLOCK)
			grown = 64 * BLOCK;
		b = add_block(a, size > grown ? size : grown);
		start = 0;
	}
	a->used = start + size;
	return b->data + start;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size, ALIGN), 0, size);
}

/* Text needs no alignment: short strings stand close together. */
char *arena_copy(struct arena *a, const char *bytes, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		xchecked(NULL);
	p = take(a, n + 1, 1);
	if (n > 0)
		memcpy(p, bytes, n);
	p[n] = '\0';
	return p;
}

void arena_take(struct arena *a, struct arena *from)
{
	struct arena_block *last = from->block;

	if (a->block == NULL) {
		*a = *from;
	} else if (last != NULL) {
		while (last->next != NULL)
			last = last->next;
		last->next = a->block->next;
		a->block->next = from->block;
	}
	*from = (struct arena){0};
}

void arena_clear(struct arena *a)
{
	struct arena_block *largest = NULL;
	struct arena_block *b = a->block;

	while (b != NULL) {
		struct arena_block *next = b->next;

		if (largest == NULL || b->size > largest->size) {
			free(largest);
			largest = b;
		} else {
			free(b);
		}
		b = next;
	}
	if (largest != NULL)
		largest->next = NULL;
	a->block = largest;
	a->used = 0;
}

void arena_release(struct arena *a)
{
	arena_clear(a);
	free(a->block);
	a->block = NULL;
}

size_t arena_bytes(const struct arena *a)
{
	size_t bytes = 0;

	for (const struct arena_block *b = a->block; b != NULL; b = b->next)
		bytes += sizeof *b + b->size;
	return bytes;
}
