/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A compiled question: what libxapian is asked (a superset, ranked), what the text of each
 * candidate must then show, and the words that rank and are marked.
 *
 * A plan owns everything in it. Its ids of stems and forms belong to the vocabulary of the
 * index it was compiled against.
 */
#ifndef QUERY_PLAN_H
#define QUERY_PLAN_H

#include "lib/record.h"
#include "lib/schema.h"
#include "lib/stem.h"
#include "lib/text.h"
#include "xapian-c/xapian-c.h"

enum clause_kind {
	CLAUSE_ALL,    /* always true */
	CLAUSE_TERM,   /* the article has one of `terms` */
	CLAUSE_RANGE,  /* the value in `slot` lies from `low` to `high` */
	CLAUSE_WORD,   /* one of the stems of slots[0] stands in the text */
	CLAUSE_FRONT,  /* a form begins with `front` */
	CLAUSE_PHRASE, /* the slots stand side by side */
	CLAUSE_NEAR,   /* children within `distance` words */
	CLAUSE_AND,
	CLAUSE_OR,
	CLAUSE_NOT, /* its one child is false */
};

/* One place of a phrase: the token there has one of these stems, or that exact form. */
struct slot {
	const uint32_t *stems; /* stem ids */
	size_t count;
	uint32_t exact; /* exact form id; 0: stems decide */
	struct str cut; /* digits at the end of a phrase: « plus de 20 » may be a cut « 20 000 » */
};

struct clause {
	enum clause_kind kind;
	bool exact;    /* libxapian's answer to the clause's query is right as it is */
	bool negative; /* under a NOT: never marked */
	bool unranked; /* its words do not rank */
	uint8_t parts; /* bit 1 << enum text_part: where to look */
	struct slot *slots;
	size_t slots_count;
	struct str verbatim; /* exact phrase as typed, normalised (see read.c); empty: inflected */
	struct str front;    /* CLAUSE_FRONT: folded, or with accents when typed so */
	bool front_accented;
	struct str *terms;
	size_t terms_count;
	bool named; /* CLAUSE_TERM stands for the name (name_kind, name_id): mark its mentions */
	enum name_kind name_kind;
	struct str name_id;
	bool told; /* CLAUSE_TERM stands for deals of a kind: mark who acts and how much */
	enum deal_kind deal_kind;
	uint32_t slot; /* CLAUSE_RANGE: value slot and packed bounds */
	struct str low, high;
	unsigned distance;
	struct clause **children;
	size_t count;
};

/* A word that ranks. */
struct plan_word {
	struct str typed;	  /* exact form in the question */
	const struct clause *clause;
	uint32_t fold_id;	  /* of the form in the question */
	uint32_t count;		  /* times in the question */
	double idf;		  /* of its stems together */
	double form_idf;	  /* of its folded form alone */
};

/* A phrase that is welcome, not asked for: its words rank, and it adds to the score. */
struct plan_phrase {
	const struct clause *clause;
	double idf; /* of its words together */
};

/* Words of the question, and others that were searched for them. */
struct plan_synonym {
	struct str typed; /* "IA" */
	struct str meant; /* "intelligence artificielle" */
	const struct clause *typed_clause, *meant_clause;
};

struct plan {
	struct xc_query *query;
	struct clause *root;   /* the whole question */
	bool verify;	       /* candidates must be read: libxapian's answer is a superset */
	struct xc_query *sure; /* but for those that match this too; NULL: all must */
	bool ranked;	       /* words weigh; else newest first */
	struct plan_word *words;
	size_t words_count, words_capacity;
	struct plan_phrase *phrases;
	size_t phrases_count, phrases_capacity;
	struct watch watch;    /* what words of the articles may matter */
	struct str *stems;     /* that are looked for */
	size_t stems_count, stems_capacity;
	struct plan_synonym *synonyms;
	size_t synonyms_count, synonyms_capacity;
	struct arena arena;
	struct xc_query **queries; /* all parts, freed together */
	size_t queries_count, queries_capacity;
};

void plan_free(struct plan *p);
/* From now on only articles whose value in the slot is `low` or more, by bytes. */
int plan_from(struct plan *p, uint32_t slot, struct str low, struct error *err);
/* Appends the clauses as text, for --explain and tests. */
void clause_print(const struct clause *c, struct buf *out);

#endif
