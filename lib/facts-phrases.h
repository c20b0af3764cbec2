/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The noun phrases of a sentence as far as deals need them: companies, places, "le
 * groupe", "elle", "le PDG de X", strangers; each with what ties it to the words before.
 *
 * A `struct phrases` owns its array; text and record are borrowed from phrases_start()
 * until the next.
 */
#ifndef LIB_FACTS_PHRASES_H
#define LIB_FACTS_PHRASES_H

#include "lib/facts-reading.h"

enum phrase_kind {
	PHRASE_COMPANY,	 /* a name of the record */
	PHRASE_LOCATION, /* a place of the record */
	PHRASE_COMMON,	 /* a determiner and a noun */
	PHRASE_PRONOUN,
	PHRASE_STRANGER, /* capitals that no name of the record covers */
};

/* What ties a phrase to the words before it. */
enum phrase_link {
	LINK_NONE,   /* nothing: a subject, an apposition, a topic */
	LINK_OBJECT, /* a word that is no preposition */
	LINK_OF,
	LINK_BY,
	LINK_TO,
	LINK_AT, /* chez, au sein de */
	LINK_IN,
	LINK_OTHER, /* avec, pour, selon */
};

struct phrase {
	uint32_t first, head, last; /* words */
	uint8_t kind, link;
	bool definite;
	bool bracket;	  /* inside ( ) */
	bool part;	  /* of the phrase behind: "le groupe" of "le groupe PSA" */
	uint64_t grammar; /* of the head */
	uint32_t name;	  /* company it is or contains: "l'usine Ford"; NO_ITEM none */
	uint32_t place;	  /* PHRASE_LOCATION: which */
};

struct phrases {
	const struct facts_text *text;
	const struct record *record;
	uint32_t title;	 /* see phrases_title() */
	size_t from, to; /* words of the sentence */
	struct phrase *items;
	size_t count, capacity;
};

void phrases_start(struct phrases *p, const struct facts_text *r,
		   const struct record *record);
/* Reads the phrases of the sentence of words [from, to). */
void phrases_read(struct phrases *p, size_t from, size_t to);
void phrases_release(struct phrases *p);

/* The money figure that word i belongs to; NULL when it is none's. */
const struct figure *phrases_figure(const struct facts_text *r, size_t i);

/* The last phrase that ends before word i and stands in no bracket; NULL when none. */
const struct phrase *phrases_left(const struct phrases *p, size_t i);

/*
 * The company that "le groupe" at word i speaks of: the last one that acts before it,
 * else the title's; NO_ITEM when there is none.
 */
uint32_t phrases_focus(const struct phrases *p, size_t i);
/*
 * The company the article is about: alone in the title, else told most often; NO_ITEM
 * when there is none.
 */
uint32_t phrases_title(const struct phrases *p);
/* The company or other actor a phrase stands for. */
enum actor { ACTOR_NOBODY, ACTOR_COMPANY, ACTOR_STATE, ACTOR_STRANGER, ACTOR_SKIPPED };
enum actor phrases_actor(const struct phrases *p, const struct phrase *q, uint32_t *name,
			 bool *referred);

#endif
