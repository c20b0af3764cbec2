/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-countries.h"

#include <stdlib.h>
#include <string.h>

#include "lib/currency.h"
#include "lib/facts-reading.h"
#include "lib/mem.h"

/* A word that tells the country. */
struct telling {
	size_t at;
	const char *marked;
};

/* Those for one code, in the order of the text. */
struct told {
	const char *code;
	struct telling *items;
	size_t count, capacity;
};

struct facts_countries {
	struct told *codes;
	size_t count, capacity; /* of codes that were asked for */
	size_t kept;		/* that have room from before */
};

struct facts_countries *countries_new(void)
{
	return xcalloc(1, sizeof(struct facts_countries));
}

void countries_free(struct facts_countries *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->kept; i++)
		free(c->codes[i].items);
	free(c->codes);
	free(c);
}

void countries_clear(struct facts_countries *c)
{
	c->count = 0;
}

static const char *mark_at(const struct facts_text *r, const char *code, size_t i)
{
	for (size_t k = 0; k < currency_marks_after_count; k++) {
		const struct currency_mark *m = &currency_marks_after[k];

		if (strcmp(m->code, code) == 0 && phrase_at(r, i, m->words))
			return m->marked;
	}
	return NULL;
}

static void look_through(const struct facts_text *r, struct told *t)
{
	t->count = 0;
	for (size_t i = 0; i < r->count; i++) {
		const char *marked = reading_has(r, i) ? mark_at(r, t->code, i) : NULL;

		if (marked == NULL)
			continue;
		GROW(t->items, t->count, t->capacity);
		t->items[t->count++] = (struct telling){i, marked};
	}
}

static const struct told *told_of(const struct facts_text *r, const char *code)
{
	struct facts_countries *c = r->countries;

	for (size_t i = 0; i < c->count; i++) {
		if (strcmp(c->codes[i].code, code) == 0)
			return &c->codes[i];
	}
	GROW(c->codes, c->count, c->capacity);
	if (c->count == c->kept)
		c->codes[c->kept++] = (struct told){.count = 0};
	c->codes[c->count].code = code;
	look_through(r, &c->codes[c->count]);
	return &c->codes[c->count++];
}

const char *country_near(const struct facts_text *r, const char *code, size_t at)
{
	const struct told *t = told_of(r, code);
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->items[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == t->count)
		return low > 0 ? t->items[low - 1].marked : NULL;
	if (low > 0 && at - t->items[low - 1].at < t->items[low].at - at)
		return t->items[low - 1].marked;
	return t->items[low].marked;
}
