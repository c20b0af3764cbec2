/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/names.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/schema.h"

struct key_list {
	struct arena arena;
	struct str *items;
	size_t count, capacity;
};

static bool add_key(void *context, struct str key)
{
	struct key_list *list = context;

	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = str_copy(&list->arena, key);
	return true;
}

static int remove_keys(struct xc_writer *w, const char *prefix, struct error *err)
{
	struct key_list list = {0};
	int rc = xc_writer_metadata_keys(w, str_of(prefix), add_key, &list, err);

	for (size_t i = 0; i < list.count && rc == 0; i++)
		rc = xc_writer_set_metadata(w, list.items[i], (struct str){0}, err);
	free(list.items);
	arena_release(&list.arena);
	return rc;
}

static int write_entity(const struct lexicon *l, uint32_t entity, struct xc_writer *w,
			struct error *err)
{
	const struct entity *e = lexicon_entity(l, entity);
	struct name_record r = {.name = e->name, .has_children = e->has_children};
	struct buf key = {0}, value = {0};
	int rc;

	if (e->parent != NO_ENTITY) {
		r.has_parent = true;
		r.parent_kind = lexicon_entity(l, e->parent)->kind;
		r.parent_id = lexicon_entity(l, e->parent)->id;
	}
	name_record_key(&key, e->kind, e->id);
	name_record_write(&value, &r);
	rc = xc_writer_set_metadata(w, buf_view(&key), buf_view(&value), err);
	buf_release(&value);
	buf_release(&key);
	return rc;
}

struct alias {
	struct str key; /* of the metadata */
	struct str id;
};

struct alias_list {
	const struct lexicon *lexicon;
	struct arena arena;
	struct alias *items;
	size_t count, capacity;
	struct buf key;
};

static void add_alias(void *context, uint32_t entity, struct str name)
{
	struct alias_list *list = context;
	const struct entity *e = lexicon_entity(list->lexicon, entity);

	buf_clear(&list->key);
	alias_key(&list->key, e->kind, name);
	if (list->key.n > XC_KEY_MAX)
		return;
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] =
		(struct alias){str_copy(&list->arena, buf_view(&list->key)), e->id};
}

static int alias_compare(const void *a, const void *b)
{
	const struct alias *x = a;
	const struct alias *y = b;
	int c = str_compare(x->key, y->key);

	return c ? c : str_compare(x->id, y->id);
}

/* Each key once, with the ids of all names that have it. */
static int write_aliases(struct alias_list *list, struct xc_writer *w, struct error *err)
{
	struct buf ids = {0};
	int rc = 0;

	qsort(list->items, list->count, sizeof *list->items, alias_compare);
	for (size_t i = 0; i < list->count && rc == 0; i++) {
		const struct alias *alias = &list->items[i];
		const struct alias *next = i + 1 < list->count ? alias + 1 : NULL;

		if (next != NULL && alias_compare(alias, next) == 0)
			continue;
		if (ids.n > 0)
			buf_char(&ids, ' ');
		buf_str(&ids, alias->id);
		if (next != NULL && str_equal(next->key, alias->key))
			continue;
		rc = xc_writer_set_metadata(w, alias->key, buf_view(&ids), err);
		buf_clear(&ids);
	}
	buf_release(&ids);
	return rc;
}

int names_write(const struct lexicon *l, struct xc_writer *w, struct error *err)
{
	struct alias_list list = {.lexicon = l};
	int rc = -1;

	if (remove_keys(w, META_NAME_PREFIX, err) < 0 ||
	    remove_keys(w, META_ALIAS_PREFIX, err) < 0)
		return -1;
	for (uint32_t i = 0; i < lexicon_count(l); i++) {
		if (write_entity(l, i, w, err) < 0)
			return -1;
	}
	lexicon_keys(l, add_alias, &list);
	rc = write_aliases(&list, w, err);
	buf_release(&list.key);
	free(list.items);
	arena_release(&list.arena);
	return rc;
}
