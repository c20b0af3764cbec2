/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a word may have been mistyped: the slips between two spellings and how likely they
 * are, and the beginnings of the words it may stand for. Letters are a to z, accents aside.
 */
#ifndef QUERY_SPELL_SLIPS_H
#define QUERY_SPELL_SLIPS_H

#include <stdbool.h>

#include "lib/str.h"

#define SPELLED_MAX 40 /* letters */

struct spelled {
	char letters[SPELLED_MAX];
	size_t count;
	uint32_t present; /* bit 1 << n: it has the letter a + n */
};

/* Accents aside; false when the form has other characters than these letters, or too many. */
bool spelled_as(struct spelled *s, struct str form);
bool spelled_same(const struct spelled *a, const struct spelled *b);
/* Letters and lengths alone tell that more than `slips` lie between the two. */
bool spelled_apart(const struct spelled *a, const struct spelled *b, size_t slips);

/* A word as typed, and what is asked of it for each form it may stand for. */
struct typed {
	struct spelled word;
	uint32_t near[SPELLED_MAX]; /* letters easily taken for the one at that place */
	char said[SPELLED_MAX];	    /* how it sounds */
	size_t said_count;
};

/* False as spelled_as(). */
bool typed_as(struct typed *t, struct str form);

struct slips {
	unsigned count;	 /* letters missing, added, replaced, or two neighbours swapped */
	bool same_sound; /* both are said alike */
	double cost; /* minus the logarithm of how often one writes the one for the other */
};

void slips_between(const struct typed *typed, const struct spelled *meant,
		   struct slips *out);

/* The first three letters of every word that one slip, or one sound written otherwise, makes of a word. */
struct beginnings {
	bool near[26 * 26 * 26];
	size_t at;
	char letters[3];
};

/* `word` has four letters at least. */
void beginnings_near(struct beginnings *b, const struct spelled *word);
/* The next one, borrowed until the call after; false at the end. */
bool beginnings_next(struct beginnings *b, struct str *begin);

#endif
