/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kinds of things in a record are called: by programs, in JSON and terms, which
 * never changes, and by people, translated.
 */
#ifndef LIB_LABELS_H
#define LIB_LABELS_H

#include "lib/record.h"
#include "lib/text.h"

struct label {
	const char *id;	  /* for programs: "suppression" */
	const char *text; /* for people, N_() */
};

extern const char *const part_names[TEXT_PARTS];	 /* "title", "lead", "body" */
extern const struct label name_labels[NAME_KINDS];	 /* of one: "company" */
extern const struct label bound_labels[BOUND_ABOUT + 1]; /* text is a sign: "≥ " */
extern const struct label jobs_labels[JOBS_STAFF + 1];
extern const struct label status_labels[DEAL_STATUSES];

struct deal_label {
	struct label label;
	const char *words[10]; /* that questions use for it; NULL behind the last */
};

extern const struct deal_label deal_labels[DEAL_KINDS];

/* The kind a question's value means, accents, capitals and hyphens aside. */
bool deal_kind_find(struct str value, enum deal_kind *kind);
/* The known value nearest to another; NULL when none is near. */
const char *deal_kind_nearest(struct str value);

/* "region" and so on for a place; "ville-etrangere" for a city abroad. */
const char *place_type(enum name_kind kind, struct str country);

#endif
