/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Quantities as questions and people write them. Money is in whole euros or other units
 * as double (exact up to 2^53), counts are whole numbers in a double too.
 */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H

#include "lib/error.h"
#include "lib/str.h"

struct quantity_range {
	double low, high;	  /* inclusive; -INFINITY and INFINITY when open */
	bool low_open, high_open; /* true: the bound itself is excluded (>1M) */
	char currency[4];	  /* "EUR", "USD", "GBP" …; "" when none was written */
};

/*
 * Reads the value of montant: or emplois: in a question: 1000, 3 000, 1.5M, 1,2Md€,
 * $500k, "2 milliards de dollars", A..B, >A >=A <A <=A =A. Multipliers: k (mille,
 * millier), M (million, millions), Md Mds G (milliard, milliards), bn. ERROR_USAGE with a
 * sentence.
 */
int quantity_range_parse(struct str text, struct quantity_range *out, struct error *err);

/*
 * Appends a whole number grouped for people: French U+202F between thousands in a French
 * locale, "," in English.
 */
void number_print(struct buf *out, double value);
/* Appends an amount for people: "1,2 Md€", "600 M€", "21,6 Md$" (French) or "€1.2bn". */
void amount_print(struct buf *out, double value, const char *currency);
/* Appends a size in bytes for people: "12,4 Mo" or "12.4 MB". */
void size_print(struct buf *out, uint64_t bytes);

/*
 * Reads a size as people write it: 64000000, 512M, "1,5 Go", "512 MB"; k is 1000.
 * ERROR_USAGE with a sentence.
 */
int size_parse(struct str text, uint64_t *bytes, struct error *err);

/* True when messages for people are in French: asked of gettext's catalogue. */
bool number_french(void);

#endif
