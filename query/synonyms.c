/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of synonyms: read from the index's copy of the file, found in a question. */
#include "query/synonyms.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

enum { WORDS_MAX = 8 }; /* of one synonym */

struct list {
	struct synonym *items;
	size_t count, capacity;
	struct str *ids; /* of the groups, the first one's is ids[0] */
	size_t ids_count, ids_capacity;
};

/* The number, from 1, of the group of that id: rows of one id are one group. */
static size_t group_of(struct list *list, struct str id)
{
	size_t i;

	for (i = 0; i < list->ids_count; i++) {
		if (str_equal(list->ids[i], id))
			return i + 1;
	}
	GROW(list->ids, list->ids_count, list->ids_capacity);
	list->ids[list->ids_count++] = id;
	return list->ids_count;
}

/*
 * How the first word of a form begins; anything, unless it is plain letters: acronyms with full
 * stops, elided words and numbers are written in several ways.
 */
static struct watch_key key_of(struct str form)
{
	static const struct watch_key any = {WATCH_ANY, WATCH_ANY, WATCH_ANY};
	struct buf lower = {0};
	struct watch_key key;
	size_t at = 0;
	uint32_t c;

	while (at < form.n && form.p[at] != ' ') {
		at += utf8_decode(form, at, &c);
		if (!utf8_is_letter(c))
			return any;
	}
	utf8_lower(&lower, str_slice(form, 0, at));
	key = watch_key(buf_view(&lower));
	buf_release(&lower);
	return key;
}

static void add_form(struct synonyms *s, struct list *list, struct str form, size_t group)
{
	struct synonym synonym = {.group = group};

	if (str_ends(form, STR("/exact"))) {
		synonym.exact = true;
		form.n -= sizeof "/exact" - 1;
	}
	if (form.n == 0)
		return;
	synonym.text = str_copy(&s->arena, form);
	synonym.key = key_of(form);
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = synonym;
}

void synonyms_read(struct synonyms *s, struct str file)
{
	struct list list = {0};
	struct str line, id, form;

	while (str_split(&file, '\n', &line)) {
		size_t group;

		if (line.n == 0 || line.p[0] == '#' || !str_split(&line, '\t', &id) ||
		    str_is(str_trim(line), "forms"))
			continue;
		group = group_of(&list, str_trim(id));
		while (str_split(&line, '|', &form))
			add_form(s, &list, str_trim(form), group);
	}
	s->items = arena_alloc(&s->arena, list.count * sizeof *s->items);
	for (size_t group = 1; group <= list.ids_count; group++) {
		for (size_t i = 0; i < list.count; i++) {
			if (list.items[i].group == group)
				s->items[s->count++] = list.items[i];
		}
	}
	free(list.ids);
	free(list.items);
}

/* A form without words is cut, and is found nowhere. */
static void cut(struct synonyms *s, struct synonym *synonym, struct vocabulary *v)
{
	struct text words = {0};

	if (synonym->cut)
		return;
	synonym->cut = true;
	synonym->stems = arena_alloc(&s->arena, WORDS_MAX * sizeof *synonym->stems);
	text_add(&words, v, TEXT_BODY, synonym->text);
	for (size_t i = 0; i < words.count && synonym->count < WORDS_MAX; i++) {
		if (!(words.tokens[i].flags & TOKEN_STACKED))
			synonym->stems[synonym->count++] = words.tokens[i].form->stem_id;
	}
	text_release(&words);
}

/* Cuts the forms whose first word may have the stem. */
static void cut_likely(struct synonyms *s, struct vocabulary *v, struct str stem)
{
	struct watch w = {0};

	vocabulary_watch_stems(v, &w, &stem, 1);
	for (size_t i = 0; i < s->count; i++) {
		if (watch_takes_key(&w, s->items[i].key))
			cut(s, &s->items[i], v);
	}
}

/* Whether the synonym's words stand at tokens[at] and behind; *last is the last one's number. */
static bool stands_at(const struct synonym *s, const struct text *t, size_t at,
		      size_t *last)
{
	size_t word = 0;

	for (size_t i = at; i < t->count && word < s->count; i++) {
		if (t->tokens[i].flags & TOKEN_STACKED)
			continue;
		if (t->tokens[i].form->stem_id != s->stems[word])
			return false;
		word++;
		*last = i;
	}
	return s->count > 0 && word == s->count;
}

const struct synonym *synonyms_find(struct synonyms *s, struct vocabulary *v,
				    const struct text *t, size_t at, struct str source,
				    size_t *tokens)
{
	const struct synonym *longest = NULL;

	cut_likely(s, v, t->tokens[at].form->stem);
	for (size_t i = 0; i < s->count; i++) {
		const struct synonym *synonym = &s->items[i];
		size_t last = at;

		if ((longest != NULL && synonym->count <= longest->count) ||
		    !stands_at(synonym, t, at, &last))
			continue;
		if (synonym->exact &&
		    !str_equal(synonym->text, str_slice(source, t->tokens[at].start,
							t->tokens[last].end)))
			continue;
		longest = synonym;
	}
	for (size_t i = 0; i < s->count && longest != NULL; i++) {
		if (s->items[i].group == longest->group)
			cut(s, &s->items[i], v);
	}
	*tokens = longest ? longest->count : 0;
	return longest;
}

bool synonyms_have(struct synonyms *s, struct vocabulary *v, uint32_t stem_id)
{
	for (size_t i = 0; i < s->count; i++) {
		cut(s, &s->items[i], v);
		for (size_t j = 0; j < s->items[i].count; j++) {
			if (s->items[i].stems[j] == stem_id)
				return true;
		}
	}
	return false;
}

void synonyms_release(struct synonyms *s)
{
	arena_release(&s->arena);
	*s = (struct synonyms){0};
}
