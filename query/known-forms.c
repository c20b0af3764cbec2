/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/known-forms.h"

#include <stdlib.h>

enum {
	SLOTS_MIN = 64, /* a power of two */
	MOST = 2048,	/* lists: a few hundred bytes each, at most */
};

static struct known_list *slot_of(const struct known_forms *k, struct str fold,
				  unsigned match)
{
	size_t mask = k->slots_count - 1;
	size_t i = (str_hash(fold) + match) & mask;

	while (k->slots[i].fold.p != NULL &&
	       (k->slots[i].match != match || !str_equal(k->slots[i].fold, fold)))
		i = (i + 1) & mask;
	return &k->slots[i];
}

static void grow(struct known_forms *k)
{
	struct known_list *old = k->slots;
	size_t count = k->slots_count;

	k->slots_count = count ? 2 * count : SLOTS_MIN;
	k->slots = xcalloc(k->slots_count, sizeof *k->slots);
	for (size_t i = 0; i < count; i++) {
		if (old[i].fold.p != NULL)
			*slot_of(k, old[i].fold, old[i].match) = old[i];
	}
	free(old);
}

const struct known_list *known_forms_find(const struct known_forms *k, struct str fold,
					  unsigned match)
{
	const struct known_list *found;

	if (k->slots_count == 0)
		return NULL;
	found = slot_of(k, fold, match);
	return found->fold.p != NULL ? found : NULL;
}

const struct known_list *known_forms_add(struct known_forms *k, struct str fold,
					 unsigned match, const struct form_count *forms,
					 size_t count)
{
	struct known_list *list;

	if (k->count == MOST)
		known_forms_release(k);
	if (2 * k->count >= k->slots_count)
		grow(k);
	list = slot_of(k, fold, match);
	*list = (struct known_list){str_copy(&k->arena, fold), match, NULL, count};
	list->forms = arena_alloc(&k->arena, count * sizeof *list->forms);
	for (size_t i = 0; i < count; i++)
		list->forms[i] = (struct form_count){str_copy(&k->arena, forms[i].exact),
						     forms[i].articles};
	k->count++;
	return list;
}

void known_forms_release(struct known_forms *k)
{
	free(k->slots);
	arena_release(&k->arena);
	*k = (struct known_forms){0};
}
