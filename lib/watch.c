/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/watch.h"

#include "lib/utf8.h"

enum {
	NO_LETTER = -1,
	ALL_THIRDS = (1 << (WATCH_OTHER + 1)) - 1,
	STEM_KEPT = 4, /* of so many letters the third is a letter of the form */
};

/*
 * Number of the letter at *at without its accent, and moves behind it; NO_LETTER for what is none,
 * WATCH_ANY for what folds to several.
 */
static int next_letter(struct str s, size_t *at)
{
	char fold[UTF8_MAX] = {0};
	uint32_t c = 0;

	if (*at >= s.n)
		return NO_LETTER;
	if ((unsigned char)s.p[*at] < 0x80) {
		c = (unsigned char)s.p[(*at)++];
		return c >= 'a' && c <= 'z' ? (int)c - 'a' : NO_LETTER;
	}
	*at += utf8_decode(s, *at, &c);
	if (utf8_fold_of(fold, c) != 1)
		return WATCH_ANY;
	return fold[0] >= 'a' && fold[0] <= 'z' ? fold[0] - 'a' : WATCH_ANY;
}

struct watch_key watch_key(struct str form)
{
	struct watch_key k;
	size_t at = 0;

	k.first = next_letter(form, &at);
	k.second = next_letter(form, &at);
	k.third = next_letter(form, &at);
	if (k.third == NO_LETTER)
		k.third = WATCH_OTHER;
	return k;
}

/* Adds all forms whose beginning may be that of the key. */
static void add_key(struct watch *w, struct watch_key k, bool any_third)
{
	bool any = any_third || k.third == WATCH_ANY;
	uint32_t thirds = any ? ALL_THIRDS : UINT32_C(1) << k.third;

	if (k.first < 0 || k.second < 0)
		w->others = true;
	else if (k.first != WATCH_ANY && k.second != WATCH_ANY)
		w->thirds[k.first][k.second] |= thirds;
}

void watch_form(struct watch *w, struct str form)
{
	add_key(w, watch_key(form), false);
}

static size_t characters(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

/* What begins with the front's first letter and any second. */
static void add_first(struct watch *w, int first)
{
	for (int second = 0; second < WATCH_LETTERS; second++)
		w->thirds[first][second] = ALL_THIRDS;
}

static void watch_shorter(struct watch *w, struct str front, size_t known)
{
	struct watch_key k = watch_key(front);

	add_key(w, k, characters(front) < known);
	if (k.first >= 0 && k.first != WATCH_ANY && k.second < 0)
		add_first(w, k.first);
}

void watch_front(struct watch *w, struct str front)
{
	watch_shorter(w, front, 3);
}

void watch_stem(struct watch *w, struct str stem)
{
	watch_shorter(w, stem, STEM_KEPT);
}
