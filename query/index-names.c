/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an index knows of names, their aliases, and word forms. */
#include "query/index-parts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/bloom.h"
#include "lib/lexicon.h"
#include "lib/nearest.h"
#include "lib/sorted.h"
#include "lib/utf8.h"

/* ---- names ---- */

static struct known_name *name_slot(struct index *x, enum name_kind kind, struct str id)
{
	size_t mask = x->names_capacity - 1;
	size_t i = (str_hash(id) + (size_t)kind) & mask;

	while (x->names[i].found >= 0 &&
	       (x->names[i].kind != kind || !str_equal(x->names[i].id, id)))
		i = (i + 1) & mask;
	return &x->names[i];
}

static void grow_names(struct index *x)
{
	struct known_name *old = x->names;
	size_t count = x->names_capacity;

	x->names_capacity = count ? 2 * count : 64;
	x->names = xreallocarray(NULL, x->names_capacity, sizeof *x->names);
	for (size_t i = 0; i < x->names_capacity; i++)
		x->names[i] = (struct known_name){.found = -1};
	for (size_t i = 0; i < count; i++) {
		if (old[i].found >= 0)
			*name_slot(x, old[i].kind, old[i].id) = old[i];
	}
	free(old);
}

/* Looks a key of the names up in the table of a place that every index has. */
static int find_everywhere(struct index *x, size_t place, struct str key,
			   struct str *value, struct error *err)
{
	struct str table;

	if (index_fact(x, place, META_NAMES, &table, err) < 0)
		return -1;
	if (!sorted_find(table, key, value))
		*value = (struct str){0};
	return 0;
}

/* The name's stored record from the first place or database that has it; empty when none has. */
static int fetch_name(struct index *x, enum name_kind kind, struct str key,
		      struct str *stored, struct error *err)
{
	*stored = (struct str){0};
	for (size_t i = 0; kind_is_everywhere(kind) && i < x->places_count; i++) {
		if (find_everywhere(x, i, key, stored, err) < 0)
			return -1;
		if (stored->n > 0)
			return 0;
	}
	buf_clear(&x->stored);
	for (size_t i = x->count;
	     !kind_is_everywhere(kind) && i-- > 0 && x->stored.n == 0;) {
		if (xc_reader_metadata(x->reader, i, key, &x->stored, err) < 0)
			return -1;
	}
	*stored = str_copy(&x->arena, buf_view(&x->stored));
	return 0;
}

int index_name(struct index *x, enum name_kind kind, struct str id,
	       const struct name_record **r, struct error *err)
{
	struct known_name *known;
	struct known_name fresh = {.kind = kind};
	struct buf key = {0};
	struct str stored;
	int rc;

	*r = NULL;
	if (2 * x->names_count >= x->names_capacity)
		grow_names(x);
	known = name_slot(x, kind, id);
	if (known->found < 0) {
		name_record_key(&key, kind, id);
		rc = fetch_name(x, kind, buf_view(&key), &stored, err);
		buf_release(&key);
		if (rc < 0)
			return -1;
		fresh.id = str_copy(&x->arena, id);
		fresh.found = stored.n > 0 && name_record_read(stored, &fresh.record);
		*known = fresh;
		x->names_count++;
	}
	*r = known->found ? &known->record : NULL;
	return known->found;
}

/* ---- aliases ---- */

struct ids {
	struct arena *arena;
	struct str *items;
	size_t count, capacity;
};

static void add_ids(struct ids *ids, struct str joined)
{
	struct str id;

	while (str_split(&joined, ' ', &id)) {
		size_t i = 0;

		while (i < ids->count && !str_equal(ids->items[i], id))
			i++;
		if (i < ids->count || id.n == 0)
			continue;
		GROW(ids->items, ids->count, ids->capacity);
		ids->items[ids->count++] = str_copy(ids->arena, id);
	}
}

/* All ids that any place or segment knows under the key. */
static int gather_ids(struct index *x, enum name_kind kind, struct str key,
		      struct ids *ids, struct error *err)
{
	struct buf joined = {0};
	struct str value;
	int rc = 0;

	for (size_t i = 0; kind_is_everywhere(kind) && i < x->places_count && rc == 0;
	     i++) {
		rc = find_everywhere(x, i, key, &value, err);
		if (rc == 0)
			add_ids(ids, value);
	}
	for (size_t i = 0; !kind_is_everywhere(kind) && i < x->count && rc == 0; i++) {
		buf_clear(&joined);
		rc = xc_reader_metadata(x->reader, i, key, &joined, err);
		if (rc == 0 && joined.n > 0)
			add_ids(ids, buf_view(&joined));
	}
	buf_release(&joined);
	return rc;
}

/* A name of the lexicon that no article has is an id that none has. */
static int add_known(struct index *x, struct str key, struct ids *ids, struct error *err)
{
	struct str set;

	for (size_t i = 0; ids->count == 0 && i < x->places_count; i++) {
		if (index_fact(x, i, META_KNOWN, &set, err) < 0)
			return -1;
		if (bloom_has(set, key))
			add_ids(ids, STR(NO_ID));
	}
	return 0;
}

int index_alias(struct index *x, enum name_kind kind, struct str name,
		struct arena *arena, struct str **out, struct error *err)
{
	struct ids ids = {.arena = arena};
	struct buf name_buf = {0};
	struct buf key = {0};
	int rc = 0;

	*out = NULL;
	name_key(&name_buf, x->vocabulary, name);
	alias_key(&key, kind, buf_view(&name_buf));
	if (xc_term_fits(buf_view(&key)))
		rc = gather_ids(x, kind, buf_view(&key), &ids, err);
	if (rc == 0 && ids.count == 0 && !kind_is_everywhere(kind))
		rc = add_known(x, buf_view(&key), &ids, err);
	if (rc == 0 && ids.count > 0) {
		*out = arena_alloc(arena, ids.count * sizeof **out);
		memcpy(*out, ids.items, ids.count * sizeof **out);
		rc = (int)ids.count;
	}
	free(ids.items);
	buf_release(&key);
	buf_release(&name_buf);
	return rc;
}

struct key_list {
	struct arena arena;
	const char **items;
	size_t count, capacity;
};

static bool add_key(void *context, struct str key)
{
	struct key_list *list = context;

	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] =
		arena_copy(&list->arena, key.p + sizeof META_ALIAS_PREFIX,
			   key.n - sizeof META_ALIAS_PREFIX);
	return true;
}

/* The keys of the table that begin so. */
static void add_table_keys(struct str table, struct str prefix, struct key_list *list)
{
	struct str key, value;
	size_t at = 0;

	while (sorted_next(table, &at, &key, &value)) {
		if (str_starts(key, prefix))
			add_key(list, key);
	}
}

static int list_aliases(struct index *x, enum name_kind kind, struct str prefix,
			struct key_list *list, struct error *err)
{
	struct str table;
	int rc = 0;

	for (size_t i = 0; kind_is_everywhere(kind) && i < x->places_count && rc == 0;
	     i++) {
		rc = index_fact(x, i, META_NAMES, &table, err);
		if (rc == 0)
			add_table_keys(table, prefix, list);
	}
	for (size_t i = 0; !kind_is_everywhere(kind) && i < x->count && rc == 0; i++)
		rc = xc_reader_metadata_keys(x->reader, i, prefix, add_key, list, err);
	return rc;
}

int index_alias_nearest(struct index *x, enum name_kind kind, struct str name,
			struct arena *arena, struct str *nearest, struct error *err)
{
	struct key_list list = {0};
	struct buf wanted = {0};
	struct buf prefix = {0};
	int rc;

	*nearest = (struct str){0};
	name_key(&wanted, x->vocabulary, name);
	alias_key(&prefix, kind, (struct str){0});
	rc = list_aliases(x, kind, buf_view(&prefix), &list, err);
	if (rc == 0) {
		const char *found =
			nearest_word(buf_view(&wanted), list.items, list.count);

		*nearest = str_copy(arena, str_of(found));
	}
	buf_release(&prefix);
	buf_release(&wanted);
	free(list.items);
	arena_release(&list.arena);
	return rc < 0 ? -1 : 0;
}

/* ---- forms ---- */

struct forms_wanted_list {
	struct arena *arena;
	struct form_count *items;
	size_t count, capacity;
};

static void add_form(struct forms_wanted_list *list, struct str exact, uint32_t articles)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_equal(list->items[i].exact, exact)) {
			list->items[i].articles += articles;
			return;
		}
	}
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] =
		(struct form_count){str_copy(list->arena, exact), articles};
}

static bool form_matches(struct vocabulary *v, struct str form_fold, struct str fold,
			 enum forms_match match)
{
	switch (match) {
	case FORMS_SAME:
		return str_equal(form_fold, fold);
	case FORMS_FRONT:
		return str_starts(form_fold, fold);
	case FORMS_INFLECTED:
		return vocabulary_form(v, form_fold)->stem_id ==
		       vocabulary_form(v, fold)->stem_id;
	}
	return false;
}

static int take_block(struct index *x, struct forms_wanted_list *list, struct str block,
		      struct str fold, enum forms_match match, struct error *err)
{
	struct forms_like forms = {.block = block};
	struct buf folded = {0};
	struct str exact;
	uint32_t articles;
	int rc;

	if (match != FORMS_INFLECTED)
		forms.front = fold;
	while ((rc = forms_like_next(&forms, &exact, &articles, err)) > 0) {
		buf_clear(&folded);
		utf8_fold(&folded, exact);
		if (form_matches(x->vocabulary, buf_view(&folded), fold, match))
			add_form(list, exact, articles);
	}
	buf_release(&folded);
	forms_like_release(&forms);
	return rc;
}

static int by_articles(const void *a, const void *b)
{
	const struct form_count *x = a;
	const struct form_count *y = b;

	if (x->articles != y->articles)
		return x->articles < y->articles ? 1 : -1;
	return str_compare(x->exact, y->exact);
}

/* All forms that match, most frequent first; NULL: failed. */
static const struct known_list *find_forms(struct index *x, struct str fold,
					   enum forms_match match, struct error *err)
{
	struct arena arena = {0};
	struct forms_wanted_list list = {.arena = &arena};
	const struct known_list *known = known_forms_find(&x->forms, fold, match);
	struct buf key = {0};
	struct buf block = {0};
	int rc = 0;

	if (known != NULL)
		return known;
	forms_key(&key, fold);
	for (size_t i = 0; i < x->count && rc == 0; i++) {
		buf_clear(&block);
		rc = xc_reader_metadata(x->reader, i, buf_view(&key), &block, err);
		if (rc == 0 && block.n > 0)
			rc = take_block(x, &list, buf_view(&block), fold, match, err);
	}
	if (list.count > 1)
		qsort(list.items, list.count, sizeof *list.items, by_articles);
	if (rc == 0)
		known = known_forms_add(&x->forms, fold, match, list.items, list.count);
	free(list.items);
	arena_release(&arena);
	buf_release(&block);
	buf_release(&key);
	return known;
}

int index_forms(struct index *x, struct str fold, enum forms_match match, size_t limit,
		struct arena *arena, struct form_count **forms, size_t *count,
		struct error *err)
{
	const struct known_list *known = find_forms(x, fold, match, err);

	*forms = NULL;
	*count = 0;
	if (known == NULL)
		return -1;
	*count = known->count < limit ? known->count : limit;
	*forms = arena_alloc(arena, *count * sizeof **forms);
	for (size_t i = 0; i < *count; i++)
		(*forms)[i] = (struct form_count){str_copy(arena, known->forms[i].exact),
						  known->forms[i].articles};
	return 0;
}
