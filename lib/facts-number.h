/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers in digits and French words: "3 000", "1,2 milliard", "deux cent cinquante
 * mille", "une centaine de millions", "un milliard et demi", "un demi-million".
 */
#ifndef LIB_FACTS_NUMBER_H
#define LIB_FACTS_NUMBER_H

#include "lib/facts-reading.h"

/*
 * Reads the number that begins at word `at`; fills value, scale, first, next, flags and
 * after (= next). False when none does.
 */
bool number_read(const struct facts_text *r, size_t at, struct figure *f);

#endif
