/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Currencies: the words, signs and adjectives they are written with in French, and what
 * they were worth in euros. Constant tables: nobody owns anything.
 */
#ifndef LIB_CURRENCY_H
#define LIB_CURRENCY_H

#include <stddef.h>

#define CURRENCY_UNKNOWN "?" /* money, but nothing says which */

/* A folded word or code that names a currency by itself. */
struct currency_word {
	const char *word;
	const char *code;  /* ISO 4217; "?co" and such when only a country can tell */
	double multiplier; /* 1e6 for "meur"; 0 none */
	double part;	   /* 0.01 for "centimes"; 0 the whole unit */
};

/* What follows or precedes such a word and says which country's it is. */
struct currency_mark {
	const char *code;  /* of the word alone */
	const char *words; /* folded, a space between; '*' ends an open word */
	const char *marked;
};

extern const struct currency_word currency_words[];
extern const size_t currency_words_count;
extern const struct currency_mark currency_marks_after[]; /* "dollars australiens" */
extern const size_t currency_marks_after_count;
extern const struct currency_mark currency_marks_before[]; /* "A$": tied to the sign */
extern const size_t currency_marks_before_count;

/*
 * Yearly average value of one unit in euros; 0 when the currency is unknown. A year
 * outside the table takes the nearest year in it; 0 takes the newest.
 */
double currency_euros(const char *currency, int year);

#endif
