/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/copies.h"

#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"

enum {
	CANDIDATES = 8, /* whose texts are read */
	LOOKED_AT =
		64, /* articles looked at that have a hash, the newest: all have a boilerplate's */
	RARE = 4, /* a hash that at most so many articles have tells enough alone */
	/*
	 * One hash of so many that could be common is too little: half of the shingles in common
	 * leave no more in one case of 28, .6 of them in 117. News have such a hash by chance
	 * more often than not.
	 */
	COULD_BE = 8,
	KEPT = 3 << 20, /* shingles of a shelf */
	CHAIN = 4, /* posts of a head, on average at most: heads weigh more than steps */
};

#define NO_POST UINT32_MAX

/* Shingles of articles that follow each other. */
struct shelf {
	uint32_t first; /* article */
	size_t *ends;	/* of each article's among the hashes */
	size_t count, capacity;
	uint32_t *hashes;
	size_t hashes_capacity;
};

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
	struct shelf shelves[2]; /* being filled, and the one before */
	struct text text;
	struct shingles theirs;
	struct arena arena;
};

/* ---- shelves ---- */

static size_t shelf_used(const struct shelf *s)
{
	return s->count > 0 ? s->ends[s->count - 1] : 0;
}

static void shelf_add(struct shelf *s, struct shingle_list list)
{
	size_t used = shelf_used(s);

	if (s->hashes_capacity - used < list.count) {
		s->hashes_capacity = used + list.count;
		s->hashes_capacity +=
			s->hashes_capacity < KEPT / 2 ? s->hashes_capacity : KEPT / 4;
		s->hashes =
			xreallocarray(s->hashes, s->hashes_capacity, sizeof *s->hashes);
	}
	if (list.count > 0)
		memcpy(s->hashes + used, list.hashes, list.count * sizeof *s->hashes);
	GROW(s->ends, s->count, s->capacity);
	s->ends[s->count++] = used + list.count;
}

static bool shelf_find(const struct shelf *s, uint32_t article, struct shingle_list *out)
{
	size_t i = article - s->first, start;

	if (article < s->first || i >= s->count)
		return false;
	start = i > 0 ? s->ends[i - 1] : 0;
	*out = (struct shingle_list){s->hashes + start, s->ends[i] - start};
	return true;
}

static void shelf_release(struct shelf *s)
{
	free(s->hashes);
	free(s->ends);
	*s = (struct shelf){0};
}

/* Keeps the shingles of the next article. */
static void keep_shingles(struct copies *c, struct shingle_list list)
{
	struct shelf *s = c->shelves;

	if (shelf_used(s) > KEPT) {
		shelf_release(&s[1]);
		s[1] = s[0];
		s[0] = (struct shelf){0};
	}
	if (s->count == 0)
		s->first = (uint32_t)c->count;
	shelf_add(s, list);
}

/* ---- making and freeing ---- */

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
	text_release(&c->text);
	for (size_t i = 0; i < COUNT(c->shelves); i++)
		shelf_release(&c->shelves[i]);
	free(c->heads);
	free(c->posts);
	free(c->articles);
	free(c);
}

size_t copies_bytes(const struct copies *c)
{
	size_t bytes = 0;

	if (c == NULL)
		return 0;
	for (size_t i = 0; i < COUNT(c->shelves); i++)
		bytes += c->shelves[i].hashes_capacity * sizeof *c->shelves[i].hashes;
	return bytes + c->heads_count * sizeof *c->heads +
	       c->count * (sizeof *c->articles + SKETCH_SIZE * sizeof *c->posts);
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
	c->heads_count = c->heads_count > 0 ? 2 * c->heads_count : 4096;
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

static void remember(struct copies *c, uint32_t docid, const struct sketch *s,
		     uint32_t group)
{
	size_t first = c->count * SKETCH_SIZE;

	if (CHAIN * c->heads_count < first + SKETCH_SIZE)
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

void copies_add(struct copies *c, uint32_t docid, const struct sketch *s,
		struct shingle_list shingles, uint32_t group)
{
	if (s->count == 0)
		return;
	keep_shingles(c, shingles);
	remember(c, docid, s, group);
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
	if (sketch_parse(value, &x->items[x->count].sketch) &&
	    x->items[x->count].sketch.count > 0)
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
		remember(c, x.items[i].docid, &x.items[i].sketch, x.items[i].group);
	free(x.items);
	return rc;
}

/* ---- candidates ---- */

struct candidate {
	uint32_t article; /* number in the table */
	uint32_t common;  /* hashes */
	uint32_t weight;  /* of these; RARE ones count SKETCH_COMMON */
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
				(struct candidate){post / SKETCH_SIZE, 1, 1};
	}
	for (size_t i = first; i < out->count && out->count - first <= RARE; i++)
		out->items[i].weight = SKETCH_COMMON;
}

static int by_article(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	return (x->article > y->article) - (x->article < y->article);
}

/* Most in common first, then the oldest. */
static int by_weight(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return by_article(a, b);
}

/* Each article once, with all that it has in common. */
static void join_candidates(struct candidates *x)
{
	size_t kept = 0;

	if (x->count > 1)
		qsort(x->items, x->count, sizeof *x->items, by_article);
	for (size_t i = 0; i < x->count; i++) {
		struct candidate *last = kept > 0 ? &x->items[kept - 1] : NULL;

		if (last != NULL && last->article == x->items[i].article) {
			last->common += x->items[i].common;
			last->weight += x->items[i].weight;
		} else {
			x->items[kept++] = x->items[i];
		}
	}
	x->count = kept;
}

static uint32_t count_up_to(const uint32_t *hashes, uint32_t count, uint32_t most)
{
	while (count > 0 && hashes[count - 1] > most)
		count--;
	return count;
}

/*
 * How many hashes could be common. A sketch that is full says nothing of hashes behind its
 * last one; up to there both are known, and the longer text has more.
 */
static uint32_t could_be_common(const struct copies *c, const struct sketch *s,
				uint32_t article)
{
	const struct post *posts = &c->posts[article * SKETCH_SIZE];
	uint32_t theirs[SKETCH_SIZE], n = 0, most = UINT32_MAX, ours;

	while (n < SKETCH_SIZE && posts[n].hash != 0) {
		theirs[n] = posts[n].hash;
		n++;
	}
	if (n == SKETCH_SIZE)
		most = theirs[n - 1];
	if (s->count == SKETCH_SIZE && s->hashes[SKETCH_SIZE - 1] < most)
		most = s->hashes[SKETCH_SIZE - 1];
	ours = count_up_to(s->hashes, s->count, most);
	n = count_up_to(theirs, n, most);
	return ours < n ? ours : n;
}

static bool is_likely(const struct copies *c, const struct sketch *s,
		      const struct candidate *x)
{
	return x->weight >= SKETCH_COMMON &&
	       (x->common > 1 || could_be_common(c, s, x->article) < COULD_BE);
}

/* Posts lie all over the memory: the first of each hash is fetched before they are looked at. */
static void fetch_posts(const struct copies *c, const struct sketch *s)
{
	if (c->heads_count == 0)
		return;
	for (uint32_t i = 0; i < s->count; i++)
		__builtin_prefetch(&c->heads[stored_hash(s, i) & (c->heads_count - 1)]);
	for (uint32_t i = 0; i < s->count; i++) {
		uint32_t post = c->heads[stored_hash(s, i) & (c->heads_count - 1)];

		if (post != NO_POST)
			__builtin_prefetch(&c->posts[post]);
	}
}

static void choose_candidates(const struct copies *c, const struct sketch *s,
			      struct candidates *out)
{
	size_t kept = 0;

	fetch_posts(c, s);
	out->count = 0;
	for (uint32_t i = 0; i < s->count; i++)
		add_candidates(c, stored_hash(s, i), out);
	join_candidates(out);
	for (size_t i = 0; i < out->count; i++) {
		if (is_likely(c, s, &out->items[i]))
			out->items[kept++] = out->items[i];
	}
	out->count = kept;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_weight);
	if (out->count > CANDIDATES)
		out->count = CANDIDATES;
}

/* Those kept, or made from the text. */
static int read_shingles(struct copies *c, uint32_t article,
			 const struct copies_texts *texts, struct shingle_list *out,
			 struct error *err)
{
	struct record r;

	if (shelf_find(&c->shelves[0], article, out) ||
	    shelf_find(&c->shelves[1], article, out))
		return 0;
	arena_clear(&c->arena);
	if (texts->record(texts->context, c->articles[article].docid, &c->arena, &r,
			  err) < 0)
		return -1;
	text_clear(&c->text);
	text_add(&c->text, c->vocabulary, TEXT_LEAD, r.lead);
	text_add(&c->text, c->vocabulary, TEXT_BODY, r.body);
	shingles_make(&c->text, &c->theirs);
	*out = shingles_list(&c->theirs);
	return 0;
}

int copies_find(struct copies *c, const struct shingles *shingles, const struct sketch *s,
		const struct copies_texts *texts, uint32_t *group, struct error *err)
{
	struct candidates candidates;
	double best = COPY_CONTAINED;

	*group = 0;
	choose_candidates(c, s, &candidates);
	for (size_t i = 0; i < candidates.count && best < 1; i++) {
		uint32_t article = candidates.items[i].article;
		struct shingle_list theirs;
		double contained;

		if (read_shingles(c, article, texts, &theirs, err) < 0)
			return -1;
		contained = shingles_contained(shingles, theirs, best);
		if (contained < best || (*group != 0 && contained == best))
			continue;
		best = contained;
		*group = c->articles[article].group;
	}
	return 0;
}
