/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pieces that dates are written with, numbers, words and signs, and how they make a
 * day: what date-moment.c and date-period.c share. Internal to them.
 */
#ifndef LIB_DATE_PIECES_H
#define LIB_DATE_PIECES_H

#include "lib/date.h"

enum piece_kind { PIECE_END, PIECE_NUMBER, PIECE_WORD, PIECE_SIGN };

struct piece {
	enum piece_kind kind;
	struct str text; /* a number's digits, a word's letters, or one character */
	long value;	 /* of a number; digits behind the ninth are not counted */
	bool apart;	 /* white space before it */
};

/*
 * Text as range_fold() leaves it, read from `at`; a copy of the struct is a place to come
 * back to.
 */
struct pieces {
	struct str text;
	size_t at;
};

struct piece pieces_peek(const struct pieces *r);
void pieces_skip(struct pieces *r, struct piece piece);
bool pieces_end(const struct pieces *r);

/* Each takes what it is named for, or answers false and takes nothing. */
bool pieces_take(struct pieces *r, const char *text);
/* A number of so many digits. */
bool pieces_take_number(struct pieces *r, size_t least, size_t most, int *value);
/* One of these words; answers which, or -1. */
int pieces_take_one_of(struct pieces *r, const char *const *words, size_t count);
#define TAKE_ONE_OF(r, words) pieces_take_one_of((r), (words), COUNT(words))
/* The name of a month, French or English, whole or cut: 1–12. */
bool pieces_take_month(struct pieces *r, int *month);
/* A weekday likewise: 0 is Monday. */
bool pieces_take_weekday(struct pieces *r, int *weekday);
/* er, e, th … behind a number, if there is one. */
void pieces_take_ordinal(struct pieces *r);
/*
 * A day, month or year in any form; true when it reads as one, whether such a day exists
 * or not. A month or a year alone leaves day, or day and month, 0.
 */
bool pieces_take_day(struct pieces *r, struct day *d);
/* A day that is told from the day near it (date-near.c). */
bool pieces_take_near_day(struct pieces *r, struct day near, struct day *d);

#endif
