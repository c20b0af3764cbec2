/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/copies.h"

#include <stdlib.h>

#include "lib/schema.h"

enum {
	CANDIDATES = 8, /* whose texts are read */
	LOOKED_AT =
		64, /* articles looked at that have a hash, the newest: all have a boilerplate's */
	RARE = 4, /* a hash that at most so many articles have tells enough alone */
};

#define NO_POST UINT32_MAX

struct copies {
	struct vocabulary *vocabulary;
	struct article {
		uint32_t docid;
		uint32_t group;
	} * articles;
	size_t count, capacity;
	/*
	 * Hash i of article n is post n * SKETCH_SIZE + i; posts of hashes that share a head
	 * are chained, the newest first.
	 */
	struct post {
		uint32_t hash;
		uint32_t next;
	} * posts;
	size_t posts_capacity;
	uint32_t *heads; /* NO_POST: none; a power of two of them */
	size_t heads_count;
	struct text text;
	struct shingles ours, theirs;
	struct arena arena;
};

struct copies *copies_new(struct vocabulary *v)
{
	struct copies *c = xcalloc(1, sizeof *c);

	c->vocabulary = v;
	return c;
}

void copies_free(struct copies *c)
{
	if (c == NULL)
		return;
	arena_release(&c->arena);
	shingles_release(&c->theirs);
	shingles_release(&c->ours);
	text_release(&c->text);
	free(c->heads);
	free(c->posts);
	free(c->articles);
	free(c);
}

/* ---- the table ---- */

static void link_post(struct copies *c, size_t post)
{
	uint32_t *head = &c->heads[c->posts[post].hash & (c->heads_count - 1)];

	c->posts[post].next = *head;
	*head = (uint32_t)post;
}

/* Posts are linked anew, in their order. */
static void grow_heads(struct copies *c)
{
	c->heads_count = c->heads_count > 0 ? 4 * c->heads_count : 4096;
	c->heads = xreallocarray(c->heads, c->heads_count, sizeof *c->heads);
	for (size_t i = 0; i < c->heads_count; i++)
		c->heads[i] = NO_POST;
	for (size_t i = 0; i < c->count * SKETCH_SIZE; i++) {
		if (c->posts[i].hash != 0)
			link_post(c, i);
	}
}

/* The hash as a post has it: 0 is that of a post without. */
static uint32_t stored_hash(const struct sketch *s, uint32_t i)
{
	return s->hashes[i] > 0 ? s->hashes[i] : 1;
}

void copies_add(struct copies *c, uint32_t docid, const struct sketch *s, uint32_t group)
{
	size_t first = c->count * SKETCH_SIZE;

	if (s->count == 0)
		return;
	if (c->heads_count < first + SKETCH_SIZE)
		grow_heads(c);
	GROW(c->articles, c->count, c->capacity);
	if (c->posts_capacity < c->capacity * SKETCH_SIZE) {
		c->posts_capacity = c->capacity * SKETCH_SIZE;
		c->posts = xreallocarray(c->posts, c->posts_capacity, sizeof *c->posts);
	}
	c->articles[c->count++] = (struct article){docid, group};
	for (uint32_t i = 0; i < SKETCH_SIZE; i++) {
		c->posts[first + i] = (struct post){0, NO_POST};
		if (i >= s->count)
			continue;
		c->posts[first + i].hash = stored_hash(s, i);
		link_post(c, first + i);
	}
}

/* ---- articles of a segment ---- */

/* Those with sketches, by rising docid; other values are read beside them. */
struct remembering {
	struct remembered {
		uint32_t docid, group;
		struct sketch sketch;
	} * items;
	size_t count, capacity;
	size_t next;
};

static bool note_sketch(void *context, uint32_t docid, struct str value)
{
	struct remembering *x = context;

	GROW(x->items, x->count, x->capacity);
	x->items[x->count] = (struct remembered){.docid = docid};
	if (sketch_parse(value, &x->items[x->count].sketch))
		x->count++;
	return true;
}

static void note_group(struct remembering *x, uint32_t docid, uint32_t group)
{
	while (x->next < x->count && x->items[x->next].docid < docid)
		x->next++;
	if (x->next < x->count && x->items[x->next].docid == docid)
		x->items[x->next].group = group;
}

static bool note_own_group(void *context, uint32_t docid, struct str value)
{
	note_group(context, docid, value_arrival_read(value).number);
	return true;
}

static bool note_copy_group(void *context, uint32_t docid, struct str value)
{
	note_group(context, docid, value_group_read(value));
	return true;
}

int copies_remember(struct copies *c, struct xc_reader *segment, struct error *err)
{
	struct remembering x = {0};
	int rc = xc_reader_values(segment, 0, SLOT_SKETCH, note_sketch, &x, err);

	if (rc == 0)
		rc = xc_reader_values(segment, 0, SLOT_ARRIVAL, note_own_group, &x, err);
	x.next = 0;
	if (rc == 0)
		rc = xc_reader_values(segment, 0, SLOT_GROUP, note_copy_group, &x, err);
	for (size_t i = 0; i < x.count && rc == 0; i++)
		copies_add(c, x.items[i].docid, &x.items[i].sketch, x.items[i].group);
	free(x.items);
	return rc;
}

/* ---- candidates ---- */

struct candidate {
	uint32_t article; /* number in the table */
	uint32_t common;  /* hashes; RARE ones count twice */
};

struct candidates {
	struct candidate items[SKETCH_SIZE * LOOKED_AT];
	size_t count;
};

/* Adds those that have the hash. */
static void add_candidates(const struct copies *c, uint32_t hash, struct candidates *out)
{
	size_t first = out->count;
	uint32_t post =
		c->heads_count > 0 ? c->heads[hash & (c->heads_count - 1)] : NO_POST;

	for (; post != NO_POST && out->count - first < LOOKED_AT;
	     post = c->posts[post].next) {
		if (c->posts[post].hash == hash)
			out->items[out->count++] =
				(struct candidate){post / SKETCH_SIZE, 1};
	}
	for (size_t i = first; i < out->count && out->count - first <= RARE; i++)
		out->items[i].common = SKETCH_COMMON;
}

static int by_article(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	return (x->article > y->article) - (x->article < y->article);
}

/* Most in common first, then the oldest. */
static int by_common(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	if (x->common != y->common)
		return x->common < y->common ? 1 : -1;
	return by_article(a, b);
}

static void choose_candidates(const struct copies *c, const struct sketch *s,
			      struct candidates *out)
{
	size_t kept = 0;

	out->count = 0;
	for (uint32_t i = 0; i < s->count; i++)
		add_candidates(c, stored_hash(s, i), out);
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_article);
	for (size_t i = 0; i < out->count; i++) {
		if (kept > 0 && out->items[kept - 1].article == out->items[i].article)
			out->items[kept - 1].common += out->items[i].common;
		else
			out->items[kept++] = out->items[i];
	}
	out->count = kept;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_common);
	kept = out->count < CANDIDATES ? out->count : CANDIDATES;
	while (kept > 0 && out->items[kept - 1].common < SKETCH_COMMON)
		kept--;
	out->count = kept;
}

static void make_shingles(struct copies *c, const struct record *r, struct shingles *out)
{
	text_clear(&c->text);
	text_add(&c->text, c->vocabulary, TEXT_LEAD, r->lead);
	text_add(&c->text, c->vocabulary, TEXT_BODY, r->body);
	shingles_make(&c->text, out);
}

static int read_shingles(struct copies *c, uint32_t docid,
			 const struct copies_texts *texts, struct error *err)
{
	struct record r;

	arena_clear(&c->arena);
	if (texts->record(texts->context, docid, &c->arena, &r, err) < 0)
		return -1;
	make_shingles(c, &r, &c->theirs);
	return 0;
}

int copies_find(struct copies *c, const struct record *r, const struct sketch *s,
		const struct copies_texts *texts, uint32_t *group, struct error *err)
{
	struct candidates candidates;
	double best = COPY_CONTAINED;

	*group = 0;
	choose_candidates(c, s, &candidates);
	if (candidates.count > 0)
		make_shingles(c, r, &c->ours);
	for (size_t i = 0; i < candidates.count && best < 1; i++) {
		const struct article *a = &c->articles[candidates.items[i].article];
		double contained;

		if (read_shingles(c, a->docid, texts, err) < 0)
			return -1;
		contained = shingles_contained(&c->ours, &c->theirs);
		if (contained < best || (*group != 0 && contained == best))
			continue;
		best = contained;
		*group = a->group;
	}
	return 0;
}
