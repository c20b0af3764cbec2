/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/forms.h"

#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/schema.h"
#include "lib/stem.h"
#include "lib/utf8.h"

void forms_key(struct buf *out, struct str fold)
{
	size_t end = 0;

	for (int i = 0; i < FORMS_STEM && end < fold.n; i++) {
		uint32_t c;

		end += utf8_decode(fold, end, &c);
	}
	buf_text(out, META_FORMS_PREFIX);
	buf_str(out, str_slice(fold, 0, end));
}

bool forms_wanted(struct str exact)
{
	bool letter = false;
	size_t at = 0;
	uint32_t c;

	if (exact.n == 0 || exact.n > STEM_FORM_MAX)
		return false;
	while (at < exact.n) {
		at += utf8_decode(exact, at, &c);
		if (c == 0xFFFD)
			return false;
		if (utf8_is_letter(c))
			letter = true;
		else if (!utf8_is_digit(c) && !utf8_is_mark(c))
			return false;
	}
	return letter;
}

void forms_write(struct buf *out, const struct form_count *forms, size_t count)
{
	struct str before = {0};

	for (size_t i = 0; i < count; i++) {
		struct str exact = forms[i].exact;
		size_t shared = 0;

		while (shared < exact.n && shared < before.n &&
		       exact.p[shared] == before.p[shared])
			shared++;
		buf_varint(out, shared);
		buf_varint(out, exact.n - shared);
		buf_str(out, str_slice(exact, shared, exact.n));
		buf_varint(out, forms[i].articles);
		before = exact;
	}
}

/* One form as it stands in a block, behind one of `length` bytes. */
struct packed_form {
	size_t shared;
	struct str rest;
	uint32_t articles;
};

static bool take_form(struct str *block, size_t length, struct packed_form *f)
{
	uint64_t shared, rest, articles;

	if (!str_varint(block, &shared) || !str_varint(block, &rest) || shared > length ||
	    rest > block->n)
		return false;
	f->shared = shared;
	f->rest = (struct str){block->p, rest};
	block->p += rest;
	block->n -= rest;
	if (!str_varint(block, &articles) || articles > UINT32_MAX)
		return false;
	f->articles = (uint32_t)articles;
	return true;
}

static int damaged(struct error *err)
{
	return error_set(err, ERROR_DAMAGED,
			 _("the index's table of word forms is damaged"));
}

int forms_next(struct str *block, struct buf *exact, uint32_t *articles,
	       struct error *err)
{
	struct packed_form f;

	if (block->n == 0)
		return 0;
	if (!take_form(block, exact->n, &f))
		return damaged(err);
	exact->n = f.shared;
	buf_str(exact, f.rest);
	*articles = f.articles;
	return 1;
}

/* ---- some forms of a block ---- */

/*
 * The first byte in which `exact` surely is not `front`: its end when it is too short. SIZE_MAX: it may
 * be. Accents are more bytes, never fewer.
 */
static size_t differs_at(struct str exact, struct str front)
{
	size_t i = 0;

	while (i < exact.n && i < front.n && exact.p[i] == front.p[i])
		i++;
	if (i < exact.n && i < front.n && (unsigned char)exact.p[i] < 0x80)
		return i;
	return exact.n < front.n ? exact.n : SIZE_MAX;
}

/* Forms stand in the order of their folds: behind one that surely comes after there are no more. */
static bool is_behind(const struct forms_like *f, struct str exact)
{
	return f->differs < exact.n && f->differs < f->front.n &&
	       (unsigned char)exact.p[f->differs] < 0x80 &&
	       (unsigned char)exact.p[f->differs] > (unsigned char)f->front.p[f->differs];
}

/* While forms have the byte that differs in common, they are none of those either. */
int forms_like_next(struct forms_like *f, struct str *exact, uint32_t *articles,
		    struct error *err)
{
	struct packed_form form = {0};

	while (f->block.n > 0) {
		if (!take_form(&f->block, f->length, &form))
			return damaged(err);
		f->length = form.shared + form.rest.n;
		if (form.shared > f->differs)
			continue;
		f->exact.n = form.shared;
		buf_str(&f->exact, form.rest);
		*exact = buf_view(&f->exact);
		*articles = form.articles;
		f->differs = differs_at(*exact, f->front);
		if (f->differs == SIZE_MAX)
			return 1;
		if (is_behind(f, *exact))
			f->block.n = 0;
	}
	return 0;
}

void forms_like_release(struct forms_like *f)
{
	buf_release(&f->exact);
}

int forms_read(struct str block, struct arena *arena, struct form_count **forms,
	       size_t *count, struct error *err)
{
	struct form_count *items = NULL;
	size_t n = 0, capacity = 0;
	struct buf exact = {0};
	uint32_t articles = 0;
	int rc;

	*forms = NULL;
	*count = 0;
	while ((rc = forms_next(&block, &exact, &articles, err)) > 0) {
		GROW(items, n, capacity);
		items[n++] =
			(struct form_count){str_copy(arena, buf_view(&exact)), articles};
	}
	if (rc == 0 && n > 0) {
		*forms = arena_alloc(arena, n * sizeof **forms);
		memcpy(*forms, items, n * sizeof **forms);
		*count = n;
	}
	buf_release(&exact);
	free(items);
	return rc;
}

/* ---- blocks joined ---- */

struct folded_form {
	struct form_count form;
	struct str fold;
};

static int by_fold(struct str fold_a, struct str exact_a, struct str fold_b,
		   struct str exact_b)
{
	int c = str_compare(fold_a, fold_b);

	return c ? c : str_compare(exact_a, exact_b);
}

static int folded_compare(const void *a, const void *b)
{
	const struct folded_form *x = a;
	const struct folded_form *y = b;

	return by_fold(x->fold, x->form.exact, y->fold, y->form.exact);
}

static struct str fold_of(struct str exact, struct arena *arena, struct buf *scratch)
{
	buf_clear(scratch);
	utf8_fold(scratch, exact);
	return str_equal(buf_view(scratch), exact) ? exact
						   : str_copy(arena, buf_view(scratch));
}

/* Each form once; *items is in order. */
static size_t add_up(struct folded_form *items, size_t count, struct form_count *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t sum = items[i].form.articles;

		if (n > 0 && str_equal(out[n - 1].exact, items[i].form.exact)) {
			sum += out[n - 1].articles;
			out[n - 1].articles =
				sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
		} else {
			out[n++] = items[i].form;
		}
	}
	return n;
}

int forms_join(struct buf *out, const struct str *blocks, size_t count, struct error *err)
{
	struct arena arena = {0};
	struct buf scratch = {0};
	struct folded_form *all = NULL;
	struct form_count *forms, *joined;
	size_t all_count = 0, all_capacity = 0, n;
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		rc = forms_read(blocks[i], &arena, &forms, &n, err);
		for (size_t j = 0; rc == 0 && j < n; j++) {
			GROW(all, all_count, all_capacity);
			all[all_count++] = (struct folded_form){
				forms[j], fold_of(forms[j].exact, &arena, &scratch)};
		}
	}
	if (rc == 0 && all_count > 0) {
		qsort(all, all_count, sizeof *all, folded_compare);
		joined = arena_alloc(&arena, all_count * sizeof *joined);
		forms_write(out, joined, add_up(all, all_count, joined));
	}
	free(all);
	buf_release(&scratch);
	arena_release(&arena);
	return rc;
}

/* ---- tallies ---- */

struct tally_entry {
	struct str exact; /* p NULL: a free slot */
	struct str fold;
	uint64_t hash;
	int64_t change;
};

struct forms_tally {
	struct arena arena;
	struct tally_entry *slots; /* open addressing */
	size_t count, capacity;	   /* capacity: a power of two */
};

struct forms_tally *forms_tally_new(void)
{
	return xcalloc(1, sizeof(struct forms_tally));
}

void forms_tally_free(struct forms_tally *t)
{
	if (t == NULL)
		return;
	free(t->slots);
	arena_release(&t->arena);
	free(t);
}

void forms_tally_clear(struct forms_tally *t)
{
	free(t->slots);
	t->slots = NULL;
	t->count = t->capacity = 0;
	arena_clear(&t->arena);
}

static struct tally_entry *tally_slot(const struct forms_tally *t, struct str exact,
				      uint64_t hash)
{
	size_t i = hash & (t->capacity - 1);

	while (t->slots[i].exact.p != NULL &&
	       (t->slots[i].hash != hash || !str_equal(t->slots[i].exact, exact)))
		i = (i + 1) & (t->capacity - 1);
	return &t->slots[i];
}

static void tally_grow(struct forms_tally *t)
{
	struct tally_entry *old = t->slots;
	size_t capacity = t->capacity;

	t->capacity = capacity ? 2 * capacity : 1024;
	t->slots = xcalloc(t->capacity, sizeof *t->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].exact.p != NULL)
			*tally_slot(t, old[i].exact, old[i].hash) = old[i];
	}
	free(old);
}

void forms_tally_add(struct forms_tally *t, struct str exact, struct str fold,
		     int64_t change)
{
	uint64_t hash = str_hash(exact);
	struct tally_entry *e;

	if (4 * t->count >= 3 * t->capacity)
		tally_grow(t);
	e = tally_slot(t, exact, hash);
	if (e->exact.p == NULL) {
		e->exact = str_copy(&t->arena, exact);
		e->fold = str_equal(fold, exact) ? e->exact : str_copy(&t->arena, fold);
		e->hash = hash;
		t->count++;
	}
	e->change += change;
}

void forms_tally_join(struct forms_tally *t, const struct forms_tally *other)
{
	for (size_t i = 0; i < other->capacity; i++) {
		const struct tally_entry *e = &other->slots[i];

		if (e->exact.p != NULL)
			forms_tally_add(t, e->exact, e->fold, e->change);
	}
}

static int entry_compare(const void *a, const void *b)
{
	const struct tally_entry *x = *(struct tally_entry *const *)a;
	const struct tally_entry *y = *(struct tally_entry *const *)b;

	return by_fold(x->fold, x->exact, y->fold, y->exact);
}

/*
 * Takes `count` entries of one block, in order, and writes the block they make of
 * `old`.
 */
static int merge_block(struct tally_entry *const *entries, size_t count, struct str old,
		       struct buf *out, struct error *err)
{
	struct arena arena = {0};
	struct form_count *have, *merged;
	struct buf fold = {0};
	size_t have_count, i = 0, j = 0, n = 0;
	int rc = -1;

	if (forms_read(old, &arena, &have, &have_count, err) < 0)
		goto out;
	merged = arena_alloc(&arena, (have_count + count) * sizeof *merged);
	while (i < have_count || j < count) {
		struct form_count form = {0};
		int64_t articles = 0;
		int c = i < have_count ? -1 : 1;

		if (i < have_count && j < count) {
			buf_clear(&fold);
			utf8_fold(&fold, have[i].exact);
			c = by_fold(buf_view(&fold), have[i].exact, entries[j]->fold,
				    entries[j]->exact);
		}
		if (c <= 0) {
			form = have[i++];
			articles = form.articles;
		}
		if (c >= 0) {
			form.exact = entries[j]->exact;
			articles += entries[j++]->change;
		}
		form.articles = articles > UINT32_MAX ? UINT32_MAX : (uint32_t)articles;
		if (articles > 0)
			merged[n++] = form;
	}
	forms_write(out, merged, n);
	rc = 0;
out:
	buf_release(&fold);
	arena_release(&arena);
	return rc;
}

static size_t block_end(struct tally_entry *const *entries, size_t count, size_t start,
			struct buf *key)
{
	struct buf other = {0};
	size_t end = start + 1;

	buf_clear(key);
	forms_key(key, entries[start]->fold);
	for (; end < count; end++) {
		buf_clear(&other);
		forms_key(&other, entries[end]->fold);
		if (!str_equal(buf_view(&other), buf_view(key)))
			break;
	}
	buf_release(&other);
	return end;
}

int forms_tally_merge(const struct forms_tally *t, const struct forms_store *store,
		      struct error *err)
{
	struct tally_entry **entries = xreallocarray(NULL, t->count, sizeof *entries);
	struct buf key = {0}, old = {0}, fresh = {0};
	size_t count = 0, end;
	int rc = -1;

	for (size_t i = 0; i < t->capacity; i++) {
		if (t->slots[i].exact.p != NULL && t->slots[i].change != 0)
			entries[count++] = &t->slots[i];
	}
	qsort(entries, count, sizeof *entries, entry_compare);
	for (size_t start = 0; start < count; start = end) {
		end = block_end(entries, count, start, &key);
		buf_clear(&old);
		buf_clear(&fresh);
		if (store->get(store->context, buf_view(&key), &old, err) < 0 ||
		    merge_block(entries + start, end - start, buf_view(&old), &fresh,
				err) < 0 ||
		    store->set(store->context, buf_view(&key), buf_view(&fresh), err) < 0)
			goto out;
	}
	rc = 0;
out:
	buf_release(&fresh);
	buf_release(&old);
	buf_release(&key);
	free(entries);
	return rc;
}
