/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/lexicon-trie.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MIN = 1024 };

/* ---- words ---- */

struct word_slot {
	uint32_t number; /* 0 is empty */
	uint32_t hash;
};

static void place_word(struct words *w, uint32_t number)
{
	uint32_t hash = w->items[number - 1].hash;
	size_t i = hash & (w->slots_count - 1);

	while (w->slots[i].number != 0)
		i = (i + 1) & (w->slots_count - 1);
	w->slots[i] = (struct word_slot){number, hash};
}

/* Half full at most: most look-ups are of words that are not there. */
static void words_grow(struct words *w)
{
	uint32_t i;

	free(w->slots);
	w->slots_count = w->slots_count ? 2 * w->slots_count : SLOTS_MIN;
	w->slots = xcalloc(w->slots_count, sizeof *w->slots);
	for (i = 1; i <= w->count; i++)
		place_word(w, i);
}

uint32_t words_find(const struct words *w, struct str text, uint32_t hash)
{
	size_t i;

	if (w->count == 0)
		return 0;
	for (i = hash & (w->slots_count - 1); w->slots[i].number;
	     i = (i + 1) & (w->slots_count - 1)) {
		uint32_t number = w->slots[i].number;

		if (w->slots[i].hash == hash &&
		    str_equal(w->items[number - 1].text, text))
			return number;
	}
	return 0;
}

void words_near(const struct words *w, uint32_t hash)
{
	if (w->count > 0)
		__builtin_prefetch(&w->slots[hash & (w->slots_count - 1)]);
}

uint32_t words_add(struct words *w, struct str text, struct arena *arena)
{
	uint32_t hash = (uint32_t)str_hash(text);
	uint32_t number = words_find(w, text, hash);

	if (number != 0)
		return number;
	if (2 * (w->count + 1) > w->slots_count)
		words_grow(w);
	if (w->count == w->capacity) {
		GROW(w->items, w->count, w->capacity);
		w->flags = xreallocarray(w->flags, w->capacity, sizeof *w->flags);
	}
	w->flags[w->count] = 0;
	w->items[w->count++] = (struct word){.text = str_copy(arena, text), .hash = hash};
	place_word(w, (uint32_t)w->count);
	return (uint32_t)w->count;
}

void words_trim(struct words *w)
{
	w->capacity = w->count;
	w->items = xreallocarray(w->items, w->count, sizeof *w->items);
	w->flags = xreallocarray(w->flags, w->count, sizeof *w->flags);
}

void words_release(struct words *w)
{
	free(w->items);
	free(w->flags);
	free(w->slots);
	*w = (struct words){0};
}

/* ---- the trie ---- */

struct trie_edge {
	uint32_t node, word; /* from; node 0 is an empty slot */
	uint32_t to;
};

static size_t edge_slot(const struct trie *t, uint32_t node, uint32_t word)
{
	uint64_t h = ((uint64_t)node << 32 | word) * 0x9E3779B97F4A7C15u;
	size_t i = (h >> 32) & (t->slots_count - 1);

	while (t->slots[i].node != 0 &&
	       (t->slots[i].node != node || t->slots[i].word != word))
		i = (i + 1) & (t->slots_count - 1);
	return i;
}

uint32_t trie_next_inner(const struct trie *t, uint32_t node, uint32_t word)
{
	return t->slots[edge_slot(t, node, word)].to;
}

static void edges_grow(struct trie *t)
{
	struct trie_edge *old = t->slots;
	size_t old_count = t->slots_count;
	size_t i;

	t->slots_count = old_count ? 2 * old_count : SLOTS_MIN;
	t->slots = xcalloc(t->slots_count, sizeof *t->slots);
	for (i = 0; i < old_count; i++) {
		if (old[i].node != 0)
			t->slots[edge_slot(t, old[i].node, old[i].word)] = old[i];
	}
	free(old);
}

static uint32_t add_node(struct trie *t)
{
	if (t->nodes == t->capacity) {
		GROW(t->values, t->nodes, t->capacity);
		t->branches =
			xreallocarray(t->branches, t->capacity, sizeof *t->branches);
	}
	t->values[t->nodes] = 0;
	t->branches[t->nodes] = false;
	return (uint32_t)t->nodes++;
}

static uint32_t new_node(struct trie *t)
{
	while (t->nodes <= TRIE_ROOT)
		add_node(t);
	return add_node(t);
}

/* Where the node behind the root is kept. */
static uint32_t *first_of(struct trie *t, uint32_t word)
{
	if (word >= t->firsts_count) {
		size_t count = t->firsts_count ? t->firsts_count : SLOTS_MIN;

		while (count <= word)
			count *= 2;
		t->firsts = xreallocarray(t->firsts, count, sizeof *t->firsts);
		memset(t->firsts + t->firsts_count, 0,
		       (count - t->firsts_count) * sizeof *t->firsts);
		t->firsts_count = count;
	}
	return &t->firsts[word];
}

uint32_t trie_add(struct trie *t, uint32_t node, uint32_t word)
{
	struct trie_edge *edge;

	if (node == TRIE_ROOT) {
		uint32_t *first = first_of(t, word);

		if (*first == 0)
			*first = new_node(t);
		return *first;
	}
	if (4 * (t->edges + 1) > 3 * t->slots_count)
		edges_grow(t);
	edge = &t->slots[edge_slot(t, node, word)];
	if (edge->node == 0) {
		*edge = (struct trie_edge){node, word, new_node(t)};
		t->branches[node] = true;
		t->edges++;
	}
	return edge->to;
}

uint32_t *trie_value(struct trie *t, uint32_t node)
{
	return &t->values[node];
}

void trie_release(struct trie *t)
{
	free(t->slots);
	free(t->values);
	free(t->branches);
	free(t->firsts);
	*t = (struct trie){0};
}
