/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/metadata.h"

#include <stdlib.h>

#include "lib/schema.h"

/* ---- values resolved ---- */

static bool is_alias(struct str key)
{
	if (key.n < 2 || !str_starts(key, STR(META_ALIAS_PREFIX)))
		return false;
	for (int k = 0; k < NAME_KINDS; k++) {
		if (name_kinds[k].letter == key.p[1])
			return true;
	}
	return false;
}

/* Whether the words hold the word, between spaces. */
static bool has_word(struct str words, struct str word)
{
	struct str w;

	while (str_split(&words, ' ', &w)) {
		if (str_equal(w, word))
			return true;
	}
	return false;
}

static void join_words(const struct str *values, size_t count, struct buf *out)
{
	size_t first = out->n;

	for (size_t i = 0; i < count; i++) {
		struct str rest = values[i];
		struct str word;

		while (str_split(&rest, ' ', &word)) {
			struct str have = str_slice(buf_view(out), first, out->n);

			if (word.n == 0 || has_word(have, word))
				continue;
			if (have.n > 0)
				buf_char(out, ' ');
			buf_str(out, word);
		}
	}
}

/* Decimal numbers, which have no NUL behind them here. */
static uint64_t number_of(struct str digits)
{
	uint64_t n = 0;

	for (size_t i = 0; i < digits.n; i++)
		n = 10 * n + (uint64_t)(digits.p[i] - '0');
	return n;
}

int metadata_resolve(void *manifest, struct str key, const struct str *values,
		     size_t count, struct buf *out, struct error *err)
{
	struct str fact = manifest_find(manifest, key);
	uint64_t sum = 0;

	if (str_starts(key, STR(META_FORMS_PREFIX)))
		return forms_join(out, values, count, err);
	if (str_is(key, META_TEXT_BYTES)) {
		for (size_t i = 0; i < count; i++)
			sum += number_of(values[i]);
		buf_printf(out, "%llu", (unsigned long long)sum);
	} else if (is_alias(key)) {
		join_words(values, count, out);
	} else {
		buf_str(out, fact.n > 0 ? fact : values[0]);
	}
	return 0;
}

/* ---- tables ---- */

static bool add_key(void *context, struct str key)
{
	struct metadata *m = context;

	GROW(m->rows, m->count, m->capacity);
	m->rows[m->count++] = (struct metadata_row){.key = str_copy(&m->arena, key)};
	return true;
}

static int row_compare(const void *a, const void *b)
{
	const struct metadata_row *x = a;
	const struct metadata_row *y = b;

	return str_compare(x->key, y->key);
}

static void drop_doubles(struct metadata *m)
{
	size_t n = 0;

	if (m->count > 1)
		qsort(m->rows, m->count, sizeof *m->rows, row_compare);
	for (size_t i = 0; i < m->count; i++) {
		if (n == 0 || !str_equal(m->rows[n - 1].key, m->rows[i].key))
			m->rows[n++] = m->rows[i];
	}
	m->count = n;
}

/* The values of one key; `values` has room for each reader's. */
static int gather_row(struct metadata *m, struct manifest *manifest,
		      struct metadata_row *row, struct xc_reader *const *readers,
		      struct buf *buffers, struct str *values, size_t count,
		      struct error *err)
{
	struct buf out = {0};
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		buf_clear(&buffers[n]);
		rc = xc_reader_metadata(readers[i], 0, row->key, &buffers[n], err);
		values[n] = buf_view(&buffers[n]);
		n += buffers[n].n > 0;
	}
	if (rc == 0 && n > 0)
		rc = metadata_resolve(manifest, row->key, values, n, &out, err);
	row->value = str_copy(&m->arena, buf_view(&out));
	buf_release(&out);
	return rc;
}

int metadata_gather(struct metadata *m, struct manifest *manifest,
		    struct xc_reader *const *readers, size_t count, struct error *err)
{
	struct buf *buffers = xcalloc(count + 1, sizeof *buffers);
	struct str *values = xcalloc(count + 1, sizeof *values);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = xc_reader_metadata_keys(readers[i], 0, (struct str){0}, add_key, m,
					     err);
	drop_doubles(m);
	for (size_t i = 0; i < m->count && rc == 0; i++)
		rc = gather_row(m, manifest, &m->rows[i], readers, buffers, values, count,
				err);
	for (size_t i = 0; i < count; i++)
		buf_release(&buffers[i]);
	free(values);
	free(buffers);
	return rc;
}

void metadata_release(struct metadata *m)
{
	free(m->rows);
	arena_release(&m->arena);
	*m = (struct metadata){0};
}

static struct metadata_row *find_row(const struct metadata *m, struct str key)
{
	struct metadata_row wanted = {.key = key};

	if (m->count == 0)
		return NULL;
	return bsearch(&wanted, m->rows, m->count, sizeof *m->rows, row_compare);
}

static int get_block(void *context, struct str key, struct buf *block, struct error *err)
{
	const struct metadata_row *row = find_row(context, key);

	(void)err;
	if (row != NULL)
		buf_str(block, row->value);
	return 0;
}

/* Forms only go: a block that is not there was never counted. */
static int set_block(void *context, struct str key, struct str block, struct error *err)
{
	struct metadata *m = context;
	struct metadata_row *row = find_row(m, key);

	(void)err;
	if (row != NULL)
		row->value = str_copy(&m->arena, block);
	return 0;
}

int metadata_tally(struct metadata *m, const struct forms_tally *tally, struct error *err)
{
	struct forms_store store = {m, get_block, set_block};

	return forms_tally_merge(tally, &store, err);
}

void metadata_renew_dictionary(struct metadata *m, const struct manifest *manifest)
{
	struct buf key = {0};
	size_t kept = 0;

	for (size_t i = 0; i < m->count; i++) {
		if (!is_dictionary_key(m->rows[i].key))
			m->rows[kept++] = m->rows[i];
	}
	m->count = kept;
	buf_text(&key, META_DICTIONARY_PREFIX);
	buf_str(&key, manifest_fact(manifest, META_DICTIONARY));
	GROW(m->rows, m->count, m->capacity);
	m->rows[m->count++] =
		(struct metadata_row){str_copy(&m->arena, buf_view(&key)),
				      manifest_find(manifest, buf_view(&key))};
	drop_doubles(m);
	buf_release(&key);
}

int metadata_write(const struct metadata *m, struct segment *s, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; i < m->count && rc == 0; i++) {
		if (m->rows[i].value.n > 0)
			rc = segment_set(s, m->rows[i].key, m->rows[i].value, err);
	}
	return rc;
}
