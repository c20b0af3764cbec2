/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/seen.h"

#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"

void seen_release(struct seen *s)
{
	hashes_release(&s->by_path);
	hashes_release(&s->by_text);
	hashes_release(&s->by_url);
	hashes_release(&s->by_id);
	arena_release(&s->arena);
	free(s->files);
	free(s->articles);
	*s = (struct seen){0};
}

size_t seen_bytes(const struct seen *s)
{
	return s->articles_count * sizeof *s->articles +
	       s->files_count * sizeof *s->files + arena_bytes(&s->arena) +
	       hashes_bytes(&s->by_id) + hashes_bytes(&s->by_url) +
	       hashes_bytes(&s->by_text) + hashes_bytes(&s->by_path);
}

/* ---- articles ---- */

/* Ids are the same when their terms are. */
static uint64_t id_hash(struct str id)
{
	struct buf term = {0};
	uint64_t hash;

	term_id(&term, id);
	hash = str_hash(buf_view(&term));
	buf_release(&term);
	return hash;
}

/* The first of several alike is the one to be found. */
static void put_like(const struct seen *s, struct hashes *h, uint64_t hash, size_t i)
{
	uint32_t there = hash != 0 ? hashes_find(h, hash) : NO_ITEM_FOUND;

	if (hash != 0 && (there == NO_ITEM_FOUND || s->articles[there].gone))
		hashes_put(h, hash, (uint32_t)i);
}

static void hash_article(struct seen *s, size_t i)
{
	const struct seen_article *a = &s->articles[i];

	if (a->gone)
		return;
	hashes_put(&s->by_id, id_hash(a->id), (uint32_t)i);
	if (a->of != NO_ARTICLE)
		return;
	put_like(s, &s->by_url, a->url, i);
	put_like(s, &s->by_text, a->text, i);
}

/* A run in which no article is new never asks. */
static void hash_articles(struct seen *s)
{
	for (; s->hashed < s->articles_count; s->hashed++)
		hash_article(s, s->hashed);
}

uint32_t seen_find(struct seen *s, struct str id)
{
	uint32_t i;

	hash_articles(s);
	i = hashes_find(&s->by_id, id_hash(id));
	return i != NO_ITEM_FOUND && !s->articles[i].gone ? i : NO_ARTICLE;
}

static bool counts_as_same(const struct seen_article *a, const struct seen_article *b)
{
	return !a->gone && a->of == NO_ARTICLE &&
	       !(a->id_given && b->id_given && a->place == b->place);
}

uint32_t seen_find_like(struct seen *s, const struct seen_article *a)
{
	uint32_t i;

	hash_articles(s);
	i = a->url ? hashes_find(&s->by_url, a->url) : NO_ITEM_FOUND;
	if (i != NO_ITEM_FOUND && s->articles[i].url == a->url &&
	    counts_as_same(&s->articles[i], a))
		return i;
	i = a->text ? hashes_find(&s->by_text, a->text) : NO_ITEM_FOUND;
	if (i != NO_ITEM_FOUND && s->articles[i].text == a->text &&
	    counts_as_same(&s->articles[i], a))
		return i;
	return NO_ARTICLE;
}

uint32_t seen_add(struct seen *s, const struct seen_article *a)
{
	struct seen_article *to;

	GROW(s->articles, s->articles_count, s->articles_capacity);
	to = &s->articles[s->articles_count++];
	*to = *a;
	to->id = str_copy(&s->arena, a->id);
	s->changed = true;
	return (uint32_t)(s->articles_count - 1);
}

void seen_set(struct seen *s, uint32_t article, const struct seen_article *a)
{
	struct seen_article *to = &s->articles[article];
	struct str id = to->id;

	if (to->url == a->url && to->text == a->text && to->place == a->place &&
	    to->of == a->of && to->id_given == a->id_given)
		return;
	s->unsettled |= to->url != a->url || to->text != a->text;
	*to = *a;
	to->id = id;
	to->changed = s->changed = true;
	if (article < s->hashed)
		hash_article(s, article);
}

void seen_remove(struct seen *s, uint32_t article)
{
	struct seen_article *a = &s->articles[article];

	a->gone = a->changed = true;
	s->changed = true;
	s->unsettled |= a->of == NO_ARTICLE;
}

uint32_t seen_note(struct seen *s, const struct seen_article *a)
{
	uint32_t article = seen_find(s, a->id);
	struct seen_article now = *a;

	if (article == NO_ARTICLE || s->articles[article].of != NO_ARTICLE)
		now.of = seen_find_like(s, a);
	if (article == NO_ARTICLE)
		return seen_add(s, &now);
	seen_set(s, article, &now);
	return article;
}

/* ---- files ---- */

uint32_t seen_find_file(struct seen *s, struct str path)
{
	uint32_t i;

	if (s->by_path.count == 0) {
		for (size_t f = 0; f < s->files_count; f++) {
			if (!s->files[f].gone)
				hashes_put(&s->by_path, str_hash(s->files[f].path),
					   (uint32_t)f);
		}
	}
	i = hashes_find(&s->by_path, str_hash(path));
	return i != NO_ITEM_FOUND && !s->files[i].gone ? i : NO_FILE;
}

static void copy_list(struct seen *s, struct seen_list *l)
{
	uint32_t *items = arena_alloc(&s->arena, (l->count + 1) * sizeof *items);

	if (l->count > 0)
		memcpy(items, l->items, l->count * sizeof *items);
	l->items = items;
}

void seen_put_file(struct seen *s, const struct seen_file *f)
{
	uint32_t i = seen_find_file(s, f->path);
	struct str path;

	if (i == NO_FILE) {
		GROW(s->files, s->files_count, s->files_capacity);
		i = (uint32_t)s->files_count++;
		path = str_copy(&s->arena, f->path);
		hashes_put(&s->by_path, str_hash(path), i);
	} else {
		path = s->files[i].path;
	}
	s->files[i] = *f;
	s->files[i].path = path;
	s->files[i].known_as =
		str_equal(f->known_as, path) ? path : str_copy(&s->arena, f->known_as);
	s->files[i].told = str_copy(&s->arena, f->told);
	copy_list(s, &s->files[i].articles);
	copy_list(s, &s->files[i].former);
	s->files[i].gone = false;
	s->files[i].changed = s->changed = true;
}

void seen_remove_file(struct seen *s, uint32_t file)
{
	s->files[file].gone = s->files[file].changed = true;
	s->changed = true;
}

/* ---- copies ---- */

static bool is_stale(const struct seen *s, const struct seen_article *a)
{
	const struct seen_article *of;

	if (a->gone || a->of == NO_ARTICLE)
		return false;
	of = &s->articles[a->of];
	return of->gone || !((a->text != 0 && a->text == of->text) ||
			     (a->url != 0 && a->url == of->url));
}

/* A file that brought a copy which is none any more is to be read again. */
static void doubt_file(struct seen *s, struct seen_file *f, const bool *stale)
{
	for (size_t i = 0; i < f->articles.count; i++) {
		if (!stale[f->articles.items[i]])
			continue;
		f->modified = 0;
		f->content = 0;
		f->changed = s->changed = true;
		return;
	}
}

void seen_settle(struct seen *s)
{
	bool *stale;
	size_t count = 0;

	if (!s->unsettled)
		return;
	s->unsettled = false;
	stale = xcalloc(s->articles_count + 1, sizeof *stale);
	for (size_t i = 0; i < s->articles_count; i++) {
		stale[i] = is_stale(s, &s->articles[i]);
		count += stale[i];
	}
	for (size_t i = 0; i < s->articles_count && count > 0; i++) {
		/* What was removed on purpose does not come back as its copy. */
		if (stale[i] && s->articles[s->articles[i].of].gone)
			stale[i] = false;
		else if (!stale[i])
			continue;
		seen_remove(s, (uint32_t)i);
	}
	for (size_t i = 0; i < s->files_count && count > 0; i++) {
		if (!s->files[i].gone)
			doubt_file(s, &s->files[i], stale);
	}
	free(stale);
	s->unsettled = false;
}
