/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stored.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/i18n.h"

struct dictionary {
	uint32_t number;
	struct str bytes;
};

struct stored {
	const char *place; /* for messages, borrowed */
	const struct manifest
		*manifest; /* borrowed; NULL: one database that tells its own facts */
	struct xc_reader **readers;
	size_t count;
	struct dictionary *dictionaries;
	size_t dictionaries_count, dictionaries_capacity;
	struct arena arena; /* of facts */
	struct unpress *unpress;
	struct buf bytes; /* scratch */
};

static int open_reader(struct stored *s, const char *path, struct error *err)
{
	struct xc_reader *r = xc_reader_open(&path, 1, err);

	if (r == NULL)
		return -1;
	s->readers[s->count++] = r;
	return 0;
}

int stored_open(struct stored **out, const char *index, const struct manifest *m,
		struct error *err)
{
	struct stored *s = xcalloc(1, sizeof *s);
	struct buf path = {0};
	int rc = 0;

	*out = NULL;
	s->unpress = unpress_new();
	s->place = index;
	s->manifest = m;
	s->readers = xcalloc(m->segments_count + 1, sizeof(struct xc_reader *));
	for (size_t i = 0; i < m->segments_count && rc == 0; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/", index);
		manifest_folder(&path, m->segments[i].number);
		rc = open_reader(s, path.p, err);
		if (rc == 0)
			rc = xc_reader_leave_out(s->readers[i], 0, m->segments[i].dead,
						 m->segments[i].dead_count, err);
	}
	buf_release(&path);
	if (rc < 0)
		stored_close(s);
	else
		*out = s;
	return rc;
}

int stored_open_database(struct stored **out, const char *path, struct error *err)
{
	struct stored *s = xcalloc(1, sizeof *s);

	*out = NULL;
	s->unpress = unpress_new();
	s->place = path;
	s->readers = xcalloc(1, sizeof(struct xc_reader *));
	if (open_reader(s, path, err) < 0) {
		stored_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void stored_close(struct stored *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++)
		xc_reader_close(s->readers[i]);
	free(s->readers);
	free(s->dictionaries);
	unpress_free(s->unpress);
	arena_release(&s->arena);
	buf_release(&s->bytes);
	free(s);
}

size_t stored_segments(const struct stored *s)
{
	return s->count;
}

struct xc_reader *stored_reader(struct stored *s, size_t segment)
{
	return s->readers[segment];
}

int stored_columns(struct stored *s, size_t segment, struct sheet_source *out,
		   struct error *err)
{
	const struct manifest_segment *m = &s->manifest->segments[segment];
	struct buf path = {0};
	int rc;

	buf_printf(&path, "%s/", s->place);
	manifest_folder(&path, m->number);
	rc = sheet_source_open(out, path.p, m->first, err);
	buf_release(&path);
	return rc;
}

int stored_fact(struct stored *s, const char *key, struct str *value, struct error *err)
{
	struct buf bytes = {0};
	int rc;

	*value = (struct str){0};
	if (s->manifest != NULL) {
		*value = manifest_fact(s->manifest, key);
		return 0;
	}
	rc = xc_reader_metadata(s->readers[0], 0, str_of(key), &bytes, err);
	*value = str_copy(&s->arena, buf_view(&bytes));
	buf_release(&bytes);
	return rc;
}

uint64_t stored_text_bytes(struct stored *s)
{
	struct error ignored;
	struct str bytes;

	if (s->manifest != NULL)
		return manifest_text_bytes(s->manifest);
	if (stored_fact(s, META_TEXT_BYTES, &bytes, &ignored) < 0 || bytes.n == 0)
		return 0;
	return strtoull(bytes.p, NULL, 10);
}

/* What died before the segment was opened is left out by its reader. */
static bool is_alive(const struct stored *s, size_t segment, uint32_t docid)
{
	return s->manifest == NULL ||
	       !manifest_is_dead(&s->manifest->segments[segment], docid);
}

int stored_find(struct stored *s, struct str term, size_t *segment, uint32_t *docid,
		struct error *err)
{
	/* The newest first: an id that comes again is mostly one that came lately. */
	for (size_t i = s->count; i-- > 0;) {
		int found = xc_reader_find(s->readers[i], term, docid, err);

		if (found < 0)
			return -1;
		if (found > 0 && is_alive(s, i, *docid)) {
			*segment = i;
			return 1;
		}
	}
	return 0;
}

/* ---- articles ---- */

static int find_dictionary(struct stored *s, uint32_t number, struct str *bytes,
			   struct error *err)
{
	char key[32];

	*bytes = (struct str){0};
	if (number == 0)
		return 0;
	for (size_t i = 0; i < s->dictionaries_count; i++) {
		if (s->dictionaries[i].number == number) {
			*bytes = s->dictionaries[i].bytes;
			return 0;
		}
	}
	snprintf(key, sizeof key, META_DICTIONARY_PREFIX "%u", (unsigned)number);
	if (stored_fact(s, key, bytes, err) < 0)
		return -1;
	if (bytes->n == 0)
		return error_set(err, ERROR_DAMAGED,
				 _("the index '%s' has lost its dictionary %u"), s->place,
				 (unsigned)number);
	GROW(s->dictionaries, s->dictionaries_count, s->dictionaries_capacity);
	s->dictionaries[s->dictionaries_count++] = (struct dictionary){number, *bytes};
	return 0;
}

static int dictionary_of(struct stored *s, struct str packed, struct str *dictionary,
			 struct error *err)
{
	uint32_t number;

	if (record_dictionary(packed, &number, err) < 0)
		return -1;
	return find_dictionary(s, number, dictionary, err);
}

int stored_expand(struct stored *s, struct str packed, struct arena *arena,
		  struct str *expanded, struct error *err)
{
	struct str dictionary;

	if (dictionary_of(s, packed, &dictionary, err) < 0)
		return -1;
	return record_expand(s->unpress, packed, dictionary, arena, expanded, err);
}

int stored_unpack(struct stored *s, struct str packed, struct arena *arena,
		  struct record *r, struct error *err)
{
	struct str dictionary;

	if (dictionary_of(s, packed, &dictionary, err) < 0)
		return -1;
	return record_unpack(s->unpress, packed, dictionary, arena, r, err);
}

int stored_record(struct stored *s, size_t segment, uint32_t docid, struct arena *arena,
		  struct record *r, struct error *err)
{
	buf_clear(&s->bytes);
	if (xc_reader_data(s->readers[segment], docid, &s->bytes, err) < 0)
		return -1;
	return stored_unpack(s, buf_view(&s->bytes), arena, r, err);
}

struct walk {
	struct stored *stored;
	const struct stored_visitor *visitor;
	size_t segment;
	int rc;
	struct error *err;
};

static bool visit(void *context, uint32_t docid)
{
	struct walk *w = context;

	if (is_alive(w->stored, w->segment, docid))
		w->rc = w->visitor->article(w->visitor->context, w->segment, docid,
					    w->err);
	return w->rc == 0;
}

int stored_each(struct stored *s, const struct stored_visitor *visitor, struct error *err)
{
	struct walk w = {.stored = s, .visitor = visitor, .err = err};

	for (size_t i = 0; i < s->count; i++) {
		w.segment = i;
		if (xc_reader_documents(s->readers[i], visit, &w, err) < 0 || w.rc < 0)
			return -1;
	}
	return 0;
}
