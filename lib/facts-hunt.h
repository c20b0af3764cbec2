/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trigger in its sentence, and the deal that is being made of it.
 *
 * A hunt owns nothing: reading and phrases are borrowed from the pass over the text. The
 * pass sets r, p, trigger and at; hunt_start() sets the rest; the deal's money and jobs
 * come next, and then the function of its kind, which says whether it is one.
 */
#ifndef LIB_FACTS_HUNT_H
#define LIB_FACTS_HUNT_H

#include "lib/facts-merge.h"

#define REACH_TRIGGER 6 /* words before a trigger that colour it: pourrait, renonce à */
#define REACH_MONEY 14	/* words from a trigger to its money */
#define SMALL_CUT 5	/* jobs; below it, people of the story */

enum voice {
	VOICE_ACTIVE,
	VOICE_PASSIVE,
	VOICE_BARE, /* a participle without an auxiliary: "B, racheté par A" */
	VOICE_NOUN,
};

struct hunt {
	const struct facts_text *r;
	const struct phrases *p;
	const struct trigger *trigger;
	size_t at;	    /* the word */
	size_t behind;	    /* the first word behind the trigger and its phrase */
	size_t left, right; /* the clause: words [left, right) */
	enum voice voice;
	bool past; /* told as done */
	struct found deal;
};

/* False when the word is no trigger here: its phrase is missing, or it is another word. */
bool hunt_start(struct hunt *h);
/* Sets the clause around at and behind; part of hunt_start(). */
void hunt_clause(struct hunt *h);
/* "n'investira pas", "aucun licenciement", "renonce au rachat". */
bool hunt_denied(const struct hunt *h);
enum deal_status hunt_status(const struct hunt *h);
/* Whether a word of the grammar stands within `reach` words of the trigger. */
bool hunt_speaks(const struct hunt *h, uint64_t grammar, size_t reach);
/* acheter, vendre, investir. */
bool word_is_infinitive(const struct facts_text *r, size_t i);
/* The word `words` before `at`, or where the clause begins. */
size_t hunt_back(const struct hunt *h, size_t at, size_t words);

/* ---- who: facts-actors.c ---- */

#define LINK(link) (1u << (link)) /* a set of links */

/* Who does the verb at word `at`; *phrase is what says so, NULL when nothing does. */
enum actor hunt_subject(const struct hunt *h, size_t at, uint32_t *name, bool *referred,
			const struct phrase **phrase);
/* The first phrase with one of the links in words [from, to) that is an actor. */
enum actor hunt_linked(const struct hunt *h, size_t from, size_t to, unsigned links,
		       uint32_t *name, bool *referred);
/* The company behind word `from` with one of the links; NO_ITEM when there is none. */
uint32_t hunt_company(const struct hunt *h, size_t from, unsigned links);
/* These make somebody the deal's actor: as found, by link, the subject, the article's. */
void hunt_take(struct hunt *h, enum actor actor, uint32_t name, bool referred);
bool hunt_take_linked(struct hunt *h, size_t from, size_t to, unsigned links);
enum actor hunt_take_subject(struct hunt *h, size_t at);
bool hunt_take_title(struct hunt *h);
/* A company before a colon: "Cargill : 200 emplois menacés". */
bool hunt_take_topic(struct hunt *h);

/* ---- how much: facts-sums.c ---- */

/* The money the trigger is about; NULL when there is none. */
const struct figure *hunt_money(const struct hunt *h);
/* What something is bought for: behind pour, contre, d'un montant de, in brackets. */
const struct figure *hunt_price(const struct hunt *h);
/* "céder 3 milliards d'actifs". */
bool hunt_sells_sum(const struct hunt *h);
/* The count of that kind that is nearest to the trigger in its clause. */
const struct figure *hunt_jobs(const struct hunt *h, enum jobs_kind kind);

/* ---- where: facts-cut.c ---- */

/* The place of work that the trigger is about: its object, else its subject. */
const struct phrase *hunt_place(const struct hunt *h);
/* Whether it is about one, or counts some: "6 usines". */
bool hunt_has_place(const struct hunt *h);
/* Closed for a while, or no verb at all: "de pied ferme". */
bool hunt_passing(const struct hunt *h);

/* ---- the kinds: whether the hunt found one; fill in actor, target and rule ---- */

bool deal_bought(struct hunt *h);   /* facts-bought.c */
bool deal_sold(struct hunt *h);	    /* the same */
bool deal_invested(struct hunt *h); /* facts-paid.c */
bool deal_raised(struct hunt *h);   /* the same */
bool deal_aided(struct hunt *h);    /* the same */
bool deal_cut(struct hunt *h);	    /* facts-cut.c */

#endif
