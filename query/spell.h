/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Did you mean: for the words of a question that no article has, the known form they most
 * likely stand for.
 *
 * Never for names, numbers, acronyms, synonyms and fields' values but titles. A form that no
 * article has but whose stem is known is only corrected when that is far likelier. Costs
 * next to nothing when all words are known.
 */
#ifndef QUERY_SPELL_H
#define QUERY_SPELL_H

#include "lib/error.h"
#include "lib/str.h"

struct index;
struct question;

struct correction {
	struct str word;       /* as typed */
	struct str correction; /* the form most articles have, with its accents */
	uint32_t start, end;   /* of the word: bytes of the question */
};

/* `struct spelling s = {0}` is empty; it owns its strings, which survive the question. */
struct spelling {
	struct correction *items; /* in the order of the question */
	size_t count, capacity;
	struct str question; /* with all corrections; empty when there is none */
	struct arena arena;
};

/* Empties *out first. */
int spelling_check(const struct question *q, struct index *x, struct spelling *out,
		   struct error *err);
void spelling_release(struct spelling *s);

#endif
