/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What becomes of a count of jobs, told by the words around it: "la suppression de 300
 * postes", "300 emplois seront créés", "l'usine emploie 300 personnes". A cue is the set
 * of roles of the word that tells; 0 when none does.
 */
#ifndef LIB_FACTS_CUES_H
#define LIB_FACTS_CUES_H

#include "lib/facts-reading.h"

#define CUES (ROLE_CREATED | ROLE_CUT | ROLE_KEPT)

#define SMALL_COUNT 10 /* below it, people of the story unless a cue tells */

/* The kind a cue says; staff when there is none. */
enum jobs_kind cues_kind(uint32_t cue);
/* The cue for a figure whose noun, of these roles, ends before word f->after. */
uint32_t cues_find(const struct facts_text *r, const struct figure *f, uint32_t roles);
/*
 * The nearest cue before the number, at most `reach` words that are no links away; *away
 * is how many: 0 is a verb that governs the number. `cuts`: the article tells of cuts.
 */
uint32_t cues_before(const struct facts_text *r, const struct figure *f, size_t reach,
		     bool cuts, size_t *away);
/* The cue behind the noun: "300 postes seront supprimés". */
uint32_t cues_behind(const struct facts_text *r, const struct figure *f, bool cuts);
/* The cue of an expression at word i: "de plus", "en péril". */
uint32_t cues_phrase(const struct facts_text *r, size_t i);
/*
 * "réduction d'effectifs de 500 personnes" and "effectifs réduits de 500", against "un
 * effectif de 500 personnes": `at` is the word effectif, and `governs` when no other
 * stands between it and the number.
 */
uint32_t cues_staff(const struct facts_text *r, size_t at, const struct figure *f,
		    bool governs);
/* Whether the sentence tells of something else than work: a march, an illness. */
bool cues_event(const struct facts_text *r, const struct figure *f);
/* supprimés, perdues, ouverts. */
bool cues_participle(const struct form *form);

#endif
