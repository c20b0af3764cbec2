/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The known form that a mistyped word most likely stands for. Internal to spell.c.
 */
#ifndef QUERY_SPELL_FORMS_H
#define QUERY_SPELL_FORMS_H

#include "query/index.h"
#include "query/spell-slips.h"

#define SPELL_CONTEXT_MAX 6 /* words */

struct mistyped {
	struct typed typed;
	size_t accents; /* letters typed with one */
	bool cautious;	/* it may be a name: only what lies very near */
	bool inflects; /* it may be a right form of a known stem: only what is far likelier */
	const struct form *const *context; /* other words of the question, known or not */
	size_t context_count;
};

/* Empties *form when there is none; it lives in the arena. */
int likely_form(struct index *x, const struct mistyped *m, struct arena *arena,
		struct str *form, struct error *err);
/* Letters with an accent. */
size_t count_accents(struct str exact);

#endif
