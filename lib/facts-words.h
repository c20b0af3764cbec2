/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words by which amounts and jobs are told: numerals, multipliers, currencies, nouns
 * of employment, cues. One constant table, found by a hash over the first four bytes of
 * a form.
 */
#ifndef LIB_FACTS_WORDS_H
#define LIB_FACTS_WORDS_H

#include "lib/facts-grammar.h"
#include "lib/str.h"

/* What a word can be; a word may be several. */
enum {
	ROLE_NUMERAL = 1 << 0,	  /* vingt: has a value */
	ROLE_COLLECTIVE = 1 << 1, /* vingtaine, centaine, millier: about the value */
	ROLE_HALF = 1 << 2,	  /* demi */
	ROLE_MULTIPLIER = 1 << 3, /* million: has a value */
	ROLE_SHORT = 1 << 4,	  /* "M", "k": multipliers only beside a currency */
	ROLE_CURRENCY = 1 << 5,
	ROLE_MONEY = 1 << 6,	/* speaks of money: lever, perte, budget */
	ROLE_CHANGE = 1 << 7,	/* from one value to another: passer, porter */
	ROLE_NOUN = 1 << 8,	/* counted: with one of the next six */
	ROLE_JOB = 1 << 9,	/* emplois, postes */
	ROLE_STAFF = 1 << 10,	/* salariés */
	ROLE_PERSON = 1 << 11,	/* personnes: only where something else speaks of work */
	ROLE_CREATED = 1 << 12, /* recruter, embauches */
	ROLE_CUT = 1 << 13,	/* supprimer, licenciements */
	ROLE_KEPT = 1 << 14,	/* emploie, sauver */
	ROLE_WEAK = 1 << 15,	/* a cue only beside the number: compte, perdre */
	ROLE_ADJECTIVE = 1 << 16, /* may stand between a number and its noun */
	ROLE_PLACING = 1 << 17,	 /* en, à, dans: begins what comes after a bare number */
	ROLE_UNIT = 1 << 18,	 /* ans, kilomètres: counted, but never people */
	ROLE_OUTSIDER = 1 << 19, /* apprentis, patients: people, but not staff */
	ROLE_LINK = 1 << 20,	 /* de, à, les, environ: between a verb and its number */
	ROLE_CLASS = 1 << 21,	 /* directs, indirects: jobs of a class */
	ROLE_WORK = 1 << 22, /* a cue that speaks of employment by itself: licencier */
	ROLE_OBJECT =
		1 << 23, /* a noun that says nothing without its object: suppressions */
	ROLE_SUM = 1 << 24,	/* "milliards de réduction": money behind "de" only */
	ROLE_PROMISE = 1 << 25, /* attendus, promis: jobs to come, or to go */
	ROLE_FIRM =
		1 << 26, /* entreprise, usine, équipe: "une équipe de vingt personnes" */
	ROLE_COUNTED = 1 << 28, /* contrats, amendes: things, though they cost money */
	ROLE_EVENT = 1 << 29,	/* manifester, tués: people of the story, not a staff */
	ROLE_LOUD =
		1 << 30, /* a cut of jobs beyond doubt: sets the tone of the article */
	ROLE_TONE = 1 << 27, /* a cue only in an article of cuts: concerner, toucher */
};

struct facts_word {
	struct str pattern; /* folded; an open end was cut off */
	bool open;	    /* any ending */
	uint32_t roles;
	uint64_t grammar;  /* G_* */
	uint64_t triggers; /* bit i: triggers[i] */
	double value;	   /* ROLE_NUMERAL, ROLE_COLLECTIVE, ROLE_HALF, ROLE_MULTIPLIER */
	const char *currency; /* ROLE_CURRENCY, else NULL */
	double part;	      /* ROLE_CURRENCY: 0.01 for "centimes"; 0 the whole unit */
};

struct facts_words;

struct facts_words *facts_words_new(void);
void facts_words_free(struct facts_words *w);
/*
 * The number of the row for a folded form, the longest pattern first; 0 when it says nothing. All
 * tables have the same numbers.
 */
uint32_t facts_words_number(const struct facts_words *w, struct str fold);
/* NULL at 0. */
const struct facts_word *facts_words_at(const struct facts_words *w, uint32_t number);

#endif
