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
	uint16_t *flags;    /* flags[number - 1], the user's; apart, they stay at hand */
	size_t count, capacity;
	struct word_slot *slots;
	size_t slots_count; /* a power of two */
};

struct word {
	struct str text; /* borrowed */
	uint32_t hash;
};

/* The number of a word whose str_hash() begins with these low bits; 0 when unknown. */
uint32_t words_find(const struct words *w, struct str text, uint32_t hash);
/* Such a word is asked for soon. */
void words_near(const struct words *w, uint32_t hash);
/* The same; a new word is copied to the arena. */
uint32_t words_add(struct words *w, struct str text, struct arena *arena);
/* Gives back room for words that will not come. */
void words_trim(struct words *w);
void words_release(struct words *w);

struct trie {
	/* Most ways end at the root or behind it: these look-ups read one number each. */
	uint32_t *firsts; /* firsts[word]: the node behind the root, 0: none */
	size_t firsts_count;
	bool *branches;		 /* branches[node]: something is behind it */
	struct trie_edge *slots; /* all other edges */
	size_t slots_count, edges;
	uint32_t *values; /* values[node]; 0 at first */
	size_t nodes, capacity;
};

/* The node behind this word, 0 when there is none. */
uint32_t trie_next_inner(const struct trie *t, uint32_t node, uint32_t word);
static inline uint32_t trie_next(const struct trie *t, uint32_t node, uint32_t word)
{
	if (node == TRIE_ROOT)
		return word < t->firsts_count ? t->firsts[word] : 0;
	return t->branches[node] ? trie_next_inner(t, node, word) : 0;
}
/* The same; a new one is made. Begin with TRIE_ROOT. */
uint32_t trie_add(struct trie *t, uint32_t node, uint32_t word);
uint32_t *trie_value(struct trie *t, uint32_t node);
void trie_release(struct trie *t);

#endif
