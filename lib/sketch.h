/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Copies of one story: reprints, cut, edited or under another title, told from other
 * stories on the same subject.
 *
 * The runs of SHINGLE words ("shingles") of lead and body stand for an article; the title
 * does not count. Its sketch is the smallest SKETCH_SIZE of their hashes: of two
 * sketches about as large a share is common as of the shingles themselves (A. Broder, "On
 * the resemblance and containment of documents", SEQUENCES 1997), so that two smallest hashes
 * in common make a candidate, found by look-up. Whether it is a copy is then decided on the
 * texts: by the share of the smaller one's shingles that the other contains.
 */
#ifndef LIB_SKETCH_H
#define LIB_SKETCH_H

#include "lib/text.h"

#define SHINGLE 4	  /* words of a shingle */
#define SKETCH_SIZE 12	  /* hashes of a sketch */
#define SKETCH_COMMON 2	  /* hashes in common that make a candidate */
#define COPY_CONTAINED .5 /* share of the smaller text's shingles that makes a copy */

struct sketch {
	uint32_t hashes[SKETCH_SIZE]; /* rising, each once */
	uint32_t count;		      /* fewer in very short texts */
};

/*
 * The shingles of a text, each once, in no order: for the sketch, and for the final word. {0} is
 * empty.
 */
struct shingles {
	uint32_t *hashes; /* never 0 */
	size_t count, capacity;
	size_t read;	 /* in the text, those that come again too */
	uint32_t *slots; /* the same as a set: open addressing, 0 is free */
	size_t slots_count, slots_capacity;
};

/* Shingles that somebody else keeps. */
struct shingle_list {
	const uint32_t *hashes;
	size_t count;
};

/* Replaces what was there. */
void shingles_make(const struct text *t, struct shingles *out);
void shingles_release(struct shingles *s);
/* Borrowed until the next change. */
struct shingle_list shingles_list(const struct shingles *s);
/*
 * The share of the smaller one's shingles that stand in the other too, 0 to 1; 0 when it is found
 * to be below `least`.
 */
double shingles_contained(const struct shingles *a, struct shingle_list b, double least);

/* The sketch of a text; count is 0 when it is too short to be told from others. */
void sketch_make(const struct shingles *of, struct sketch *out);
unsigned sketch_common(const struct sketch *a, const struct sketch *b);

/*
 * As bytes, for storing; appends: the bits of a step, then the steps from hash to hash, one bit
 * behind the other. False when they are none.
 */
void sketch_print(const struct sketch *s, struct buf *out);
bool sketch_parse(struct str bytes, struct sketch *s);

#endif
