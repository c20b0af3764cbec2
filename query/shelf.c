/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shelf.h"

#include <stdlib.h>

static void find_least(struct shelf *s)
{
	s->least = 0;
	for (size_t i = 1; i < s->count; i++) {
		if (s->items[i].worth < s->items[s->least].worth)
			s->least = i;
	}
}

void shelf_offer(struct shelf *s, struct reading *r, double worth)
{
	struct reading other = {.watch = r->watch};

	if (s->count == s->most) {
		if (s->most == 0 || worth <= s->items[s->least].worth)
			return;
		other = s->items[s->least].reading;
	} else {
		if (s->items == NULL)
			s->items = xcalloc(s->most, sizeof *s->items);
		s->least = s->count++;
	}
	s->items[s->least] = (struct shelved){*r, worth};
	*r = other;
	if (s->count == s->most)
		find_least(s);
}

struct reading *shelf_find(const struct shelf *s, uint32_t docid)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->items[i].reading.docid == docid)
			return &s->items[i].reading;
	}
	return NULL;
}

void shelf_release(struct shelf *s)
{
	for (size_t i = 0; i < s->count; i++)
		reading_release(&s->items[i].reading);
	free(s->items);
	*s = (struct shelf){0};
}
