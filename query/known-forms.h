/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Word forms that were looked up, remembered: spelling and ranking ask for the same words of a
 * question, and the questions of a batch for those of others.
 *
 * It owns its lists. `struct known_forms k = {0}` is empty; release it with known_forms_release().
 */
#ifndef QUERY_KNOWN_FORMS_H
#define QUERY_KNOWN_FORMS_H

#include "lib/forms.h"

struct known_list {
	struct str fold;	  /* p NULL: a free slot */
	unsigned match;		  /* how it was asked for */
	struct form_count *forms; /* all that match */
	size_t count;
};

struct known_forms {
	struct arena arena;
	struct known_list *slots; /* open addressing */
	size_t slots_count, count;
};

/* The list that was added; NULL when there is none. Borrowed until the next known_forms_add(). */
const struct known_list *known_forms_find(const struct known_forms *k, struct str fold,
					  unsigned match);
/* The list is copied. When they are too many, those before are forgotten. */
const struct known_list *known_forms_add(struct known_forms *k, struct str fold,
					 unsigned match, const struct form_count *forms,
					 size_t count);
void known_forms_release(struct known_forms *k);

#endif
