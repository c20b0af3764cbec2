/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "lib/lexicon-parts.h"
#include "lib/utf8.h"

struct lexicon *lexicon_open(const struct lexicon_folders *folders, struct vocabulary *v,
			     struct error *err)
{
	struct lexicon *l = xcalloc(1, sizeof *l);

	l->listed.words = &l->stems;
	l->listed.by_stem = true;
	l->unlisted.words = &l->endless;

	if (lexicon_load(l, folders, v, err) < 0) {
		lexicon_free(l);
		return NULL;
	}
	return l;
}

void lexicon_free(struct lexicon *l)
{
	if (l == NULL)
		return;
	free(l->entities);
	words_release(&l->ids);
	free(l->patterns);
	buf_release(&l->keys);
	free(l->trades);
	free(l->trade_of);
	words_release(&l->folds);
	trie_release(&l->names);
	words_release(&l->stems);
	trie_release(&l->topics);
	words_release(&l->endless);
	trie_release(&l->listed.before);
	trie_release(&l->listed.after);
	trie_release(&l->unlisted.before);
	trie_release(&l->unlisted.after);
	arena_release(&l->arena);
	free(l);
}

size_t lexicon_count(const struct lexicon *l)
{
	return l->entities_count;
}

const struct entity *lexicon_entity(const struct lexicon *l, uint32_t number)
{
	return &l->entities[number];
}

struct str lexicon_version(const struct lexicon *l)
{
	return str_of(l->version);
}

void lexicon_number(const struct lexicon *l, struct form *form)
{
	words_near(&l->folds, (uint32_t)form->fold_hash);
	words_near(&l->stems, form->stem_hash);
	form->name = words_find(&l->folds, form->fold, (uint32_t)form->fold_hash);
	form->topic = words_find(&l->stems, form->stem, form->stem_hash);
}

uint32_t lexicon_name_word(const struct lexicon *l, const struct form *form)
{
	if (form->name != FORM_UNNUMBERED)
		return form->name;
	return words_find(&l->folds, form->fold, (uint32_t)form->fold_hash);
}

uint32_t lexicon_topic_word(const struct lexicon *l, const struct form *form)
{
	if (form->topic != FORM_UNNUMBERED)
		return form->topic;
	return words_find(&l->stems, form->stem, form->stem_hash);
}

/* ---- keys ---- */

/* "Groupe" before and these behind a company's name are not part of it. */
bool name_is_legal_form(struct str fold)
{
	static const char *const forms[] = {
		"sa",  "sas", "sasu", "sarl", "se",    "inc",	 "corp", "corporation",
		"ltd", "llc", "ag",   "gmbh", "plc",   "nv",	 "bv",	 "spa",
		"srl", "kk",  "asa",  "oyj",  "group", "groupe",
	};
	size_t i;

	for (i = 0; i < COUNT(forms); i++) {
		if (str_is(fold, forms[i]))
			return true;
	}
	return false;
}

struct str word_without_ending(struct str fold)
{
	static const char *const endings[] = {"nt", "s", "x", "r", "e"};
	size_t i;

	for (i = 0; i < COUNT(endings) && fold.n > 4; i++) {
		struct str ending = str_of(endings[i]);

		while (fold.n > 3 + ending.n && str_ends(fold, ending))
			fold.n -= ending.n;
	}
	return fold;
}

static bool is_group(struct str fold)
{
	return str_is(fold, "groupe") || str_is(fold, "group");
}

void key_of_text(struct buf *out, const struct text *t)
{
	const struct form *forms[PATTERN_WORDS_MAX];
	size_t first = 0;
	size_t end = 0;
	size_t i;

	for (i = 0; i < t->count && end < COUNT(forms); i++) {
		if (!(t->tokens[i].flags & TOKEN_STACKED))
			forms[end++] = t->tokens[i].form;
	}
	while (end > 1 && name_is_legal_form(forms[end - 1]->fold))
		end--;
	if (end > 1 && is_group(forms[0]->fold))
		first++;
	for (i = first; i < end; i++) {
		if (i > first)
			buf_char(out, ' ');
		buf_str(out, forms[i]->fold);
	}
}

void name_key(struct buf *out, struct vocabulary *v, struct str name)
{
	struct text t = {0};

	text_add(&t, v, TEXT_BODY, name);
	key_of_text(out, &t);
	text_release(&t);
}

struct key {
	uint32_t entity;
	struct str key;
};

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a;
	const struct key *y = b;

	if (x->entity != y->entity)
		return x->entity < y->entity ? -1 : 1;
	return str_compare(x->key, y->key);
}

void lexicon_keys(const struct lexicon *l,
		  void (*visit)(void *context, uint32_t entity, struct str key),
		  void *context)
{
	struct str rest = buf_view(&l->keys);
	struct key *keys = NULL;
	size_t count = 0;
	size_t capacity = 0;
	uint64_t entity;
	size_t i;

	while (str_varint(&rest, &entity)) {
		GROW(keys, count, capacity);
		keys[count].entity = (uint32_t)entity;
		str_split(&rest, '\0', &keys[count++].key);
	}
	if (count > 0)
		qsort(keys, count, sizeof *keys, compare_keys);
	for (i = 0; i < count; i++) {
		if (i == 0 || compare_keys(&keys[i], &keys[i - 1]) != 0)
			visit(context, keys[i].entity, keys[i].key);
	}
	free(keys);
}

/* ---- mentions ---- */

void mentions_clear(struct mentions *m)
{
	m->count = 0;
	m->unlisted_count = 0;
	arena_clear(&m->arena);
}

void mentions_release(struct mentions *m)
{
	free(m->items);
	free(m->unlisted);
	arena_release(&m->arena);
	*m = (struct mentions){0};
}
