/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/nearest.h"

#include "lib/utf8.h"

enum { WORD_MAX = 64 }; /* characters; longer words are not compared */

struct letters {
	uint32_t of[WORD_MAX];
	size_t count;
};

/* False when the word is too long to be a slip of anything. */
static bool letters_fold(struct letters *l, struct str word, struct buf *scratch)
{
	struct str folded;
	size_t at = 0;

	l->count = 0;
	if (word.n > 4 * WORD_MAX)
		return false;
	buf_clear(scratch);
	utf8_fold(scratch, word);
	folded = buf_view(scratch);
	while (at < folded.n) {
		if (l->count == WORD_MAX)
			return false;
		at += utf8_decode(folded, at, &l->of[l->count++]);
	}
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Restricted Damerau–Levenshtein: insertions, deletions, substitutions and swaps of
 * neighbours cost 1 each. Three rows of the table are kept: this one and the two above.
 */
static size_t edit_distance(const struct letters *a, const struct letters *b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *two_up = rows[0];
	size_t *up = rows[1];
	size_t *row = rows[2];
	size_t i, j;

	for (j = 0; j <= b->count; j++)
		up[j] = j;
	for (i = 1; i <= a->count; i++) {
		size_t *spare = two_up;

		row[0] = i;
		for (j = 1; j <= b->count; j++) {
			bool same = a->of[i - 1] == b->of[j - 1];

			row[j] = least(up[j - 1] + !same, least(up[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a->of[i - 1] == b->of[j - 2] &&
			    a->of[i - 2] == b->of[j - 1])
				row[j] = least(row[j], two_up[j - 2] + 1);
		}
		two_up = up;
		up = row;
		row = spare;
	}
	return up[b->count];
}

const char *nearest_word(struct str word, const char *const *candidates, size_t count)
{
	struct letters wanted, other;
	struct buf scratch = {0};
	const char *nearest = NULL;
	size_t limit, i;

	if (!letters_fold(&wanted, word, &scratch) || wanted.count == 0)
		goto out;
	limit = wanted.count < 3 ? 1 : wanted.count / 3;
	for (i = 0; i < count; i++) {
		size_t distance;

		if (candidates[i] == NULL ||
		    !letters_fold(&other, str_of(candidates[i]), &scratch) ||
		    other.count > wanted.count + limit ||
		    wanted.count > other.count + limit)
			continue;
		distance = edit_distance(&wanted, &other);
		/* A word of one or two letters wholly changed is another word. */
		if (distance > limit || distance >= least(wanted.count, other.count))
			continue;
		nearest = candidates[i];
		if (distance == 0)
			break;
		limit = distance - 1;
	}
out:
	buf_release(&scratch);
	return nearest;
}
