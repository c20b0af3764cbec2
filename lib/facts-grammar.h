/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words by which deals are told: grammar (determiners, prepositions, auxiliaries),
 * nouns for those who act, and triggers, the verbs and nouns that are deals. Constant
 * tables: nobody owns anything.
 */
#ifndef LIB_FACTS_GRAMMAR_H
#define LIB_FACTS_GRAMMAR_H

#include <stddef.h>
#include <stdint.h>

#include "lib/record.h"

/* What a word does in a sentence; a word may do several things. */
#define G(bit) ((uint64_t)1 << (bit))
#define G_DEFINITE G(0)	   /* le, ce, son */
#define G_INDEFINITE G(1)  /* un */
#define G_OF G(2)	   /* de */
#define G_BY G(3)	   /* par */
#define G_TO G(4)	   /* à, auprès */
#define G_AT G(5)	   /* chez */
#define G_IN G(6)	   /* dans, en, sur */
#define G_PREPOSITION G(7) /* the others: avec, pour, selon */
#define G_ARTICLE G(8)	   /* du, des, au, aux: with a determiner inside */
#define G_CONJUNCTION G(9)
#define G_RELATIVE G(10) /* qui */
#define G_PRONOUN G(11)	 /* il, elle */
#define G_HAVE G(12)
#define G_BE G(13)
#define G_FIRM G(14)	    /* groupe, constructeur: a company by its trade */
#define G_SPEAKER G(15)	    /* pdg, direction: speaks for a company */
#define G_PLACE G(16)	    /* usine, site: a place of a company */
#define G_STATE G(17)	    /* État, gouvernement, ministre */
#define G_TIME G(18)	    /* mardi, an, mois */
#define G_PLAN G(19)	    /* plan, projet, accord: what a company does */
#define G_ASSET G(20)	    /* filiale, parts, murs: what is bought and sold */
#define G_MAYBE G(21)	    /* pourrait, envisage, discussions */
#define G_DONE G(22)	    /* finalise, boucle, signé */
#define G_DROPPED G(23)	    /* renonce, abandonne, dément */
#define G_NOT G(24)	    /* pas, jamais, aucun, sans */
#define G_OTHER_MONEY G(25) /* affaires, dette, amende: money of something else */
#define G_PRICE G(26)	    /* montant, coût, prix: of what was told before */
#define G_BEFORE G(27)	    /* nouveau, ancien: between a determiner and its noun */
#define G_PLANT G(28)	    /* usine, entrepôt: a place that closes for good */
#define G_AID G(29)	    /* aide, soutenir, lutte: money given for a cause */
#define G_ROUND G(30)	    /* investisseurs, fonds, tour: money raised */
#define G_PUBLIC G(32)	    /* fonctionnaires: jobs of no company */
#define G_SPOKEN G(33)	    /* vous, je: who speaks or is spoken to */
#define G_PROJECT G(34)	    /* projet, chantier: what money builds */
#define G_TAX G(35)	    /* impôts, dons: collected, but not raised */
#define G_BARGAIN G(36)	    /* transaction, rachat: what a price is of */
#define G_ECONOMY G(31)	    /* entreprises, filière: who is aided */

struct grammar_row {
	uint64_t grammar;
	const char *words; /* folded, a space between; '*' ends an open word */
};

extern const struct grammar_row grammar_rows[];
extern const size_t grammar_rows_count;

/* How a trigger is built and what it asks for. */
enum {
	TRIGGER_NOUN = 1 << 0,	    /* else a verb */
	TRIGGER_MONEY = 1 << 1,	    /* only with money of its own */
	TRIGGER_JOBS = 1 << 2,	    /* only with jobs */
	TRIGGER_COMPANY = 1 << 3,   /* only with a company or an asset as its object */
	TRIGGER_REFLEXIVE = 1 << 4, /* s'offrir */
	TRIGGER_RECEIVER = 1 << 5,  /* the subject gets: obtenir */
	TRIGGER_SITE = 1 << 6,	    /* only with a place of work as its object: fermer */
	TRIGGER_AID = 1 << 7,	    /* only with a noun of aid, or of a State */
	TRIGGER_ROUND = 1 << 8,	    /* only where investors or rounds are told of */
	TRIGGER_MINOR = 1 << 9,	    /* of a share in the target */
	TRIGGER_MERGER = 1 << 10,   /* two companies on one side: "fusion de A et B" */
	TRIGGER_SUPPLY = 1 << 11,   /* the actor buys from the target: contrat */
	TRIGGER_OFFERED = 1 << 12,  /* only as "à vendre", "en vente" */
	TRIGGER_FAR = 1 << 14, /* its phrase follows the money: "met 3 M sur la table" */
	TRIGGER_BACKER = 1 << 15,   /* the actor pays into the article's company */
	TRIGGER_PROJECT = 1 << 16,  /* what a project costs the article's company */
	TRIGGER_INTO = 1 << 17,	    /* the subject is bought: "passe dans le giron de" */
	TRIGGER_SPENDING = 1 << 13, /* of a State, only for the economy: consacrer */
};

#define TRIGGERS_MAX 64 /* a word's triggers are bits of a uint64_t */

struct trigger {
	enum deal_kind kind;
	uint32_t flags;	    /* TRIGGER_* */
	const char *behind; /* phrases, '|' between: one must follow; NULL: none */
	const char *words;  /* folded, a space between */
};

extern const struct trigger triggers[];
extern const size_t triggers_count;

#endif
