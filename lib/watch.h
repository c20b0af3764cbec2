/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading articles for a few wanted words: which forms can be any of them, told by how they begin.
 *
 * A watch holds the first three letters, accents aside, that wanted forms begin with. It takes
 * every wanted form and some others. `struct watch w = {0}` takes none; it owns nothing.
 */
#ifndef LIB_WATCH_H
#define LIB_WATCH_H

#include "lib/str.h"

enum {
	WATCH_LETTERS = 26,
	WATCH_OTHER = 26, /* third: no letter a–z, or none at all */
	WATCH_ANY = 27,	  /* may be a letter, or several: ß */
};

struct watch {
	/* By first and second letter: bit 1 << third letter, or 1 << WATCH_OTHER. */
	uint32_t thirds[WATCH_LETTERS][WATCH_LETTERS];
	bool others; /* some wanted form begins with something else than two letters a–z */
};

/* How a form begins: numbers of letters, 0–25, or WATCH_ANY; first or second -1: something else. */
struct watch_key {
	int first, second, third;
};

struct watch_key watch_key(struct str form);
/* Adds what the form, folded or not, begins with. */
void watch_form(struct watch *w, struct str form);
/* Adds forms that begin with `front`, folded or not. */
void watch_front(struct watch *w, struct str front);
/*
 * Adds the forms whose stem libstemmer makes of them: it keeps their first two letters, and
 * replaces no letter of what it keeps but the last.
 */
void watch_stem(struct watch *w, struct str stem);

static inline bool watch_takes_key(const struct watch *w, struct watch_key k)
{
	uint32_t thirds;

	if (k.first == WATCH_ANY || k.second == WATCH_ANY)
		return true;
	if (k.first < 0 || k.second < 0)
		return w->others;
	thirds = w->thirds[k.first][k.second];
	return k.third == WATCH_ANY ? thirds != 0 : (thirds >> k.third & 1) != 0;
}

#endif
