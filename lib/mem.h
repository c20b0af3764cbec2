/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory: allocation that ends the program when there is none left, and arenas for
 * things that die together.
 *
 * An arena owns everything allocated from it until arena_clear() or arena_release().
 * `struct arena a = {0}` is a valid empty arena. Arenas are not shared between threads.
 */
#ifndef LIB_MEM_H
#define LIB_MEM_H

#include <stddef.h>

/* As malloc, calloc and realloc, but never NULL; free() them. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
/* As realloc for an array of `count` items of `size` bytes, checked for overflow. */
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
/* What a library has allocated; ends the program when it is NULL. */
void *xchecked(void *p);

/* Makes room for one more item in a growing array: doubles when count == *capacity. */
#define GROW(array, count, capacity)                                                     \
	do {                                                                             \
		if ((count) == (capacity)) {                                             \
			(capacity) = (capacity) ? 2 * (capacity) : 16;                   \
			(array) = xreallocarray((array), (capacity), sizeof *(array));   \
		}                                                                        \
	} while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct arena {
	struct arena_block *block; /* newest first */
	size_t used;		   /* bytes used in the newest block */
};

/* `size` bytes, zeroed, aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of n bytes with a NUL after them. */
char *arena_copy(struct arena *a, const char *bytes, size_t n);
/* What `from` holds is a's from now on, where it is; `from` is empty. */
void arena_take(struct arena *a, struct arena *from);
/* Forgets everything, keeps the largest block. */
void arena_clear(struct arena *a);
void arena_release(struct arena *a);
size_t arena_bytes(const struct arena *a); /* memory held */

#endif
