/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a name, a figure or a deal was found in a text, and how far that is to be trusted.
 *
 * Numbers are kept in indexes: new rules go to the end of the list.
 */
#ifndef LIB_RULES_H
#define LIB_RULES_H

#include <stdint.h>

enum rule {
	RULE_NONE,
	RULE_LEXICON,	      /* a listed name that needs nothing around it */
	RULE_LEXICON_CONTEXT, /* a listed name that the words around it confirm */
	RULE_LEXICON_ECHO,    /* a listed name in doubt, confirmed elsewhere in the text */
	RULE_TOPIC,	      /* forms of a topic, weighed over the article */
	RULE_AMOUNT,	      /* a number and its currency */
	RULE_AMOUNT_BARE,     /* a number whose currency stands elsewhere */
	RULE_AMOUNT_BRACKET,  /* a conversion behind an amount */
	RULE_JOBS,	      /* a number and a noun of work */
	RULE_JOBS_BARE,	      /* a number that leans on another's noun */
	RULE_DEAL_VERB,	      /* a verb whose subject, agent or complement is named */
	RULE_DEAL_NOUN,	      /* a noun ("rachat de B par A") and who goes with it */
	RULE_DEAL_REFERENCE,  /* the actor is "le groupe", "elle", or the title's */
	RULE_DEAL_STATE,      /* by a State, or nobody told */
	RULE_CUE_DEAL,	      /* "rachat de X": companies that no lexicon lists */
	RULE_CUE_ROLE,	      /* "fondateur de X" */
	RULE_CUE_TRADE,	      /* "la start-up X" */
	RULE_CUE_APPOSITION,  /* "X, une start-up" */
	RULE_CUE_ACTION,      /* "X rachète" */
	RULE_CUE_FORM,	      /* "X SAS", "X Ventures" */
	RULE_CUE_LIST,	      /* among companies */
	RULE_CUE_SEVERAL,     /* weak cues that add up */
	RULE_CUE_ECHO,	      /* a name found by a cue elsewhere in the text */
	RULES
};

struct rule_row {
	const char *name;   /* stable, for machines: "lexicon-context" */
	uint8_t confidence; /* percent: how often it was right on labelled articles */
};

extern const struct rule_row rules[RULES];

#endif
