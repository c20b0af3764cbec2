/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of words and a trie over their numbers, both by open addressing. A trie's node
 * carries one number of its user's; words and nodes are numbered from 1, and the root is 1.
 */
#ifndef LIB_LEXICON_TRIE_H
#define LIB_LEXICON_TRIE_H

#include "lib/str.h"

enum { TRIE_ROOT = 1 };

struct words {
	struct word *items; /* items[number - 1] */
	size_t count, capacity;
	struct word_slot *slots;
	size_t slots_count; /* a power of two */
};

struct word {
	struct str text; /* borrowed */
	uint32_t hash;
	uint16_t flags; /* the user's */
};

/* The number of a word whose str_hash() begins with these low bits; 0 when unknown. */
uint32_t words_find(const struct words *w, struct str text, uint32_t hash);
/* The same; a new word is copied to the arena. */
uint32_t words_add(struct words *w, struct str text, struct arena *arena);
/* Gives back room for words that will not come. */
void words_trim(struct words *w);
void words_release(struct words *w);

struct trie {
	struct trie_edge *slots;
	size_t slots_count, edges;
	uint32_t *values; /* values[node]; 0 at first */
	size_t nodes, capacity;
};

/* The node behind this word, 0 when there is none. */
uint32_t trie_next(const struct trie *t, uint32_t node, uint32_t word);
/* The same; a new one is made. Begin with TRIE_ROOT. */
uint32_t trie_add(struct trie *t, uint32_t node, uint32_t word);
uint32_t *trie_value(struct trie *t, uint32_t node);
void trie_release(struct trie *t);

#endif
