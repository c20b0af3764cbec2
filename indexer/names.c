/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/names.h"

#include <stdlib.h>
#include <string.h>

#include "lib/bloom.h"
#include "lib/schema.h"
#include "lib/sorted.h"
#include "xapian-c/xapian-c.h"

enum { ANCESTORS = 16 }; /* more are a circle in the lexicon */

/* A key of the metadata and what it answers. */
struct pair {
	struct str key, value;
};

struct pairs {
	struct arena arena;
	struct pair *items;
	size_t count, capacity;
	struct buf scratch;
};

/* An alias of a name of the lexicon. */
struct lexicon_alias {
	uint32_t entity;
	struct str key;
};

struct unlisted_set {
	struct arena arena;
	struct record_name *slots; /* open addressing; id.p NULL: free */
	size_t count, capacity;
};

struct names {
	struct analyser *analyser; /* borrowed */
	bool *met;		   /* by entity */
	struct unlisted_set unlisted;
	/* of the kinds that a segment keeps; collected when they are needed */
	struct arena arena;
	struct lexicon_alias *aliases;
	size_t aliases_count, aliases_capacity;
};

/* ---- what was met ---- */

struct names *names_new(struct analyser *a)
{
	struct names *n = xcalloc(1, sizeof *n);

	n->analyser = a;
	n->met = xcalloc(lexicon_count(analyser_lexicon(a)) + 1, sizeof *n->met);
	return n;
}

void names_free(struct names *n)
{
	if (n == NULL)
		return;
	free(n->aliases);
	arena_release(&n->arena);
	free(n->unlisted.slots);
	arena_release(&n->unlisted.arena);
	free(n->met);
	free(n);
}

static struct record_name *unlisted_slot(const struct unlisted_set *set, struct str id)
{
	size_t i = str_hash(id) & (set->capacity - 1);

	while (set->slots[i].id.p != NULL && !str_equal(set->slots[i].id, id))
		i = (i + 1) & (set->capacity - 1);
	return &set->slots[i];
}

static void unlisted_grow(struct unlisted_set *set)
{
	struct record_name *old = set->slots;
	size_t capacity = set->capacity;

	set->capacity = capacity ? 2 * capacity : 256;
	set->slots = xcalloc(set->capacity, sizeof *set->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].id.p != NULL)
			*unlisted_slot(set, old[i].id) = old[i];
	}
	free(old);
}

static void meet_unlisted(struct unlisted_set *set, const struct record_name *name)
{
	struct record_name *slot;

	if (2 * set->count >= set->capacity)
		unlisted_grow(set);
	slot = unlisted_slot(set, name->id);
	if (slot->id.p != NULL)
		return;
	*slot = *name;
	slot->id = str_copy(&set->arena, name->id);
	slot->name = str_copy(&set->arena, name->name);
	set->count++;
}

void names_meet(struct names *n, const struct record *r, const uint32_t *entities)
{
	const struct lexicon *l = analyser_lexicon(n->analyser);

	for (size_t i = 0; i < r->names_count; i++) {
		uint32_t entity = entities[i];

		if (entity == NO_ENTITY && r->names[i].name.n > 0)
			meet_unlisted(&n->unlisted, &r->names[i]);
		for (int left = ANCESTORS; entity != NO_ENTITY && left > 0; left--) {
			n->met[entity] = true;
			entity = lexicon_entity(l, entity)->parent;
		}
	}
}

static void forget(struct names *n)
{
	memset(n->met, 0, lexicon_count(analyser_lexicon(n->analyser)) * sizeof *n->met);
	free(n->unlisted.slots);
	n->unlisted.slots = NULL;
	n->unlisted.count = n->unlisted.capacity = 0;
	arena_clear(&n->unlisted.arena);
}

/* ---- keys and values ---- */

static void add_pair(struct pairs *p, struct str key, struct str value)
{
	if (!xc_term_fits(key))
		return;
	GROW(p->items, p->count, p->capacity);
	p->items[p->count++] =
		(struct pair){str_copy(&p->arena, key), str_copy(&p->arena, value)};
}

static void pairs_release(struct pairs *p)
{
	free(p->items);
	arena_release(&p->arena);
	buf_release(&p->scratch);
}

static void add_record(struct pairs *p, enum name_kind kind, struct str id,
		       const struct name_record *r)
{
	struct buf value = {0};

	buf_clear(&p->scratch);
	name_record_key(&p->scratch, kind, id);
	name_record_write(&value, r);
	add_pair(p, buf_view(&p->scratch), buf_view(&value));
	buf_release(&value);
}

static void add_entity(struct pairs *p, const struct lexicon *l, uint32_t entity)
{
	const struct entity *e = lexicon_entity(l, entity);
	struct name_record r = {.name = e->name, .has_children = e->has_children};

	if (e->parent != NO_ENTITY) {
		r.has_parent = true;
		r.parent_kind = lexicon_entity(l, e->parent)->kind;
		r.parent_id = lexicon_entity(l, e->parent)->id;
	}
	add_record(p, e->kind, e->id, &r);
}

static void add_alias(struct pairs *p, enum name_kind kind, struct str name,
		      struct str id)
{
	buf_clear(&p->scratch);
	alias_key(&p->scratch, kind, name);
	add_pair(p, buf_view(&p->scratch), id);
}

static int pair_compare(const void *a, const void *b)
{
	const struct pair *x = a;
	const struct pair *y = b;
	int c = str_compare(x->key, y->key);

	return c ? c : str_compare(x->value, y->value);
}

/* Each key once, its values joined by a space. */
static void join_pairs(struct pairs *p)
{
	size_t n = 0;

	if (p->count > 1)
		qsort(p->items, p->count, sizeof *p->items, pair_compare);
	for (size_t i = 0; i < p->count; i++) {
		struct pair *last = n > 0 ? &p->items[n - 1] : NULL;

		if (last == NULL || !str_equal(last->key, p->items[i].key)) {
			p->items[n++] = p->items[i];
		} else if (i == 0 || pair_compare(&p->items[i - 1], &p->items[i]) != 0) {
			buf_clear(&p->scratch);
			buf_str(&p->scratch, last->value);
			buf_char(&p->scratch, ' ');
			buf_str(&p->scratch, p->items[i].value);
			last->value = str_copy(&p->arena, buf_view(&p->scratch));
		}
	}
	p->count = n;
}

/* ---- a segment's ---- */

static void collect_alias(void *context, uint32_t entity, struct str key)
{
	struct names *n = context;

	if (kind_is_everywhere(
		    lexicon_entity(analyser_lexicon(n->analyser), entity)->kind))
		return;
	GROW(n->aliases, n->aliases_count, n->aliases_capacity);
	n->aliases[n->aliases_count++] =
		(struct lexicon_alias){entity, str_copy(&n->arena, key)};
}

static void collect_aliases(struct names *n)
{
	if (n->aliases_count == 0)
		lexicon_keys(analyser_lexicon(n->analyser), collect_alias, n);
}

static void add_met(struct pairs *p, struct names *n)
{
	const struct lexicon *l = analyser_lexicon(n->analyser);

	collect_aliases(n);
	for (uint32_t i = 0; i < lexicon_count(l); i++) {
		if (n->met[i] && !kind_is_everywhere(lexicon_entity(l, i)->kind))
			add_entity(p, l, i);
	}
	for (size_t i = 0; i < n->aliases_count; i++) {
		const struct entity *e = lexicon_entity(l, n->aliases[i].entity);

		if (n->met[n->aliases[i].entity])
			add_alias(p, e->kind, n->aliases[i].key, e->id);
	}
}

static void add_unlisted(struct pairs *p, struct names *n)
{
	struct buf key = {0};

	for (size_t i = 0; i < n->unlisted.capacity; i++) {
		const struct record_name *name = &n->unlisted.slots[i];
		struct name_record r = {.name = name->name};

		if (name->id.p == NULL)
			continue;
		add_record(p, name->kind, name->id, &r);
		buf_clear(&key);
		name_key(&key, analyser_vocabulary(n->analyser), name->name);
		add_alias(p, name->kind, buf_view(&key), name->id);
	}
	buf_release(&key);
}

int names_write(struct names *n, struct segment *s, struct error *err)
{
	struct pairs p = {0};
	int rc = 0;

	add_met(&p, n);
	add_unlisted(&p, n);
	join_pairs(&p);
	for (size_t i = 0; i < p.count && rc == 0; i++)
		rc = segment_set(s, p.items[i].key, p.items[i].value, err);
	pairs_release(&p);
	forget(n);
	return rc;
}

/* ---- every index's ---- */

struct everywhere {
	const struct lexicon *lexicon;
	struct pairs pairs;
};

static void add_common_alias(void *context, uint32_t entity, struct str key)
{
	struct everywhere *x = context;
	const struct entity *e = lexicon_entity(x->lexicon, entity);

	if (kind_is_everywhere(e->kind))
		add_alias(&x->pairs, e->kind, key, e->id);
}

void names_everywhere(const struct lexicon *l, struct buf *out)
{
	struct everywhere x = {.lexicon = l};
	struct sorted_line *lines;

	for (uint32_t i = 0; i < lexicon_count(l); i++) {
		if (kind_is_everywhere(lexicon_entity(l, i)->kind))
			add_entity(&x.pairs, l, i);
	}
	lexicon_keys(l, add_common_alias, &x);
	join_pairs(&x.pairs);
	lines = xcalloc(x.pairs.count + 1, sizeof *lines);
	for (size_t i = 0; i < x.pairs.count; i++)
		lines[i] = (struct sorted_line){x.pairs.items[i].key,
						x.pairs.items[i].value, (unsigned)i};
	sorted_write(out, lines, x.pairs.count);
	free(lines);
	pairs_release(&x.pairs);
}

void names_known(struct names *n, struct buf *out)
{
	struct buf key = {0};

	collect_aliases(n);
	bloom_start(out, n->aliases_count);
	for (size_t i = 0; i < n->aliases_count; i++) {
		uint32_t entity = n->aliases[i].entity;

		buf_clear(&key);
		alias_key(&key,
			  lexicon_entity(analyser_lexicon(n->analyser), entity)->kind,
			  n->aliases[i].key);
		bloom_add(out, buf_view(&key));
	}
	buf_release(&key);
}
