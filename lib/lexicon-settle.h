/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Towns whose name is not theirs alone, settled once the text is read: which one of the
 * name is meant, or a person after all. A `struct homonyms` owns its arrays;
 * `struct homonyms h = {0}` is a valid empty one.
 */
#ifndef LIB_LEXICON_SETTLE_H
#define LIB_LEXICON_SETTLE_H

#include "lib/lexicon-parts.h"

/* A foreign city that the tables list is as well known as a French town of so many people. */
enum { FOREIGN_WEIGHT = 50000 };

struct homonym {
	uint32_t node;	  /* of the trie of names: the towns' patterns are there */
	uint32_t mention; /* which mention the choice is for */
	uint8_t verdict;  /* enum verdict */
	bool settled;
};

struct homonyms {
	struct homonym *items;
	size_t count, capacity;
	uint32_t *persons; /* nodes of names that somebody in the text bears */
	size_t persons_count, persons_capacity;
};

/* How many people speak for a town; a foreign city has none. */
uint64_t town_weight(const struct lexicon *l, const struct pattern *p);
void homonyms_add(struct homonyms *h, struct homonym one);
void homonyms_add_person(struct homonyms *h, uint32_t node);
/*
 * Gives each mention its town, marked in `known`, and takes out those that stay in doubt.
 * `known` are the entities named beyond doubt.
 */
void homonyms_settle(struct homonyms *h, const struct lexicon *l, uint64_t *known,
		     struct mentions *out, size_t begin);
void homonyms_release(struct homonyms *h);

#endif
