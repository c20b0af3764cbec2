/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Short texts made small against a dictionary that many of them share, and back: by Zstandard,
 * and back also what older indexes deflated.
 *
 * Of 18,117 articles of news (42 MB) a dictionary of 128 KB leaves .339; deflate with the 32 KB that it
 * can reach back to left .37, took three times as long, and five times as long back.
 */
#ifndef LIB_PRESS_H
#define LIB_PRESS_H

#include "lib/str.h"

/* ---- small ---- */

struct press;

enum press_effort {
	PRESS_FAST,
	PRESS_SMALL, /* for what is written once and read often: three times as long */
};

/* The dictionary is copied; an empty one is none. */
struct press *press_new(struct str dictionary, enum press_effort effort);
void press_free(struct press *p);
/* Appends. */
void press_add(struct press *p, struct str bytes, struct buf *out);
/*
 * Appends a dictionary trained on the texts, which stand one behind the other; nothing when they
 * are too few to learn from.
 */
void press_train(struct str texts, const size_t *sizes, size_t count, size_t size,
		 struct buf *out);
/* Appends the dictionary pressed itself, to two fifths: it does as well where one is asked for. */
void press_dictionary(struct str dictionary, struct buf *out);

/* ---- and back ---- */

/* Appends what a pressed dictionary was; false when it is none. */
bool press_spread(struct str dictionary, struct buf *out);

/* What is costly to make anew for each text. */
struct unpress;

struct unpress *unpress_new(void);
void unpress_free(struct unpress *u);
/*
 * Dictionaries are known again by where their bytes are: call this before bytes go away or
 * change.
 */
void unpress_forget(struct unpress *u);
/* Whether `size` bytes, no more and no less, came out. */
bool unpress(struct unpress *u, struct str pressed, struct str dictionary, char *out,
	     size_t size);
/* The same of a raw stream of deflate. */
bool unpress_deflated(struct str deflated, struct str dictionary, char *out, size_t size);
/* The most that so many pressed or deflated bytes can become. */
uint64_t unpress_bound(struct str pressed);

#endif
