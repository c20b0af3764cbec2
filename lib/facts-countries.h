/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which country's currency a noun means that several have ("couronnes", "livres"): that which the words
 * nearest to it tell. The words of an article are looked through once for each such noun.
 */
#ifndef LIB_FACTS_COUNTRIES_H
#define LIB_FACTS_COUNTRIES_H

#include <stddef.h>

struct facts_text;
struct facts_countries;

struct facts_countries *countries_new(void);
void countries_free(struct facts_countries *c);
/* Before another text is asked about. */
void countries_clear(struct facts_countries *c);
/*
 * The currency that the words nearest to word `at` make of the code (a row of currency_marks_after), those
 * behind before those in front; NULL when none does.
 */
const char *country_near(const struct facts_text *r, const char *code, size_t at);

#endif
