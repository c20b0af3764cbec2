/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/segment.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/folder.h"
#include "xapian-c/xapian-c.h"

/*
 * Documents libxapian holds in memory. Its trees grow slower than they fill: 250 to 1,000
 * take the same time within a tenth, 10,000 half as much again.
 */
#define FLUSH_THRESHOLD 500

struct segment {
	const struct maker *maker;
	char *folder;
	uint32_t next;
	bool finished;
	bool listed;
	struct sheet *sheet;
	/* direct */
	struct glass_builder *glass;
	struct known_words *known; /* of each owner met */
	size_t known_count, known_capacity;
	struct glass_posting *postings; /* of one entry */
	size_t postings_count, postings_capacity;
	struct glass_value *values;
	size_t values_count, values_capacity;
	/* api */
	char *loose; /* folder of the database as it grows */
	struct xc_writer *writer;
	struct xc_document *document;
};

/* The terms of an owner's words. */
struct known_words {
	struct entry_words words;
	uint32_t *terms; /* by number; GLASS_NO_TERM: not met yet */
	size_t capacity;
};

struct maker {
	int (*start)(struct segment *s, struct error *err);
	int (*add)(struct segment *s, const struct entry *e, struct error *err);
	int (*set)(struct segment *s, struct str key, struct str value,
		   struct error *err);
	int (*finish)(struct segment *s, struct error *err);
	void (*stop)(struct segment *s);
	size_t (*bytes)(const struct segment *s);
};

/* ---- through libxapian: documents are added, then the database is compacted ---- */

static int api_start(struct segment *s, struct error *err)
{
	struct xc_writer_options options = {
		.create = XC_CREATE, .flush_threshold = FLUSH_THRESHOLD, .once = true};
	struct buf loose = {0};

	buf_printf(&loose, "%s" SEGMENT_LOOSE, s->folder);
	s->loose = loose.p;
	s->document = xc_document_new();
	s->writer = xc_writer_open(s->loose, &options, err);
	return s->writer ? 0 : -1;
}

static int api_add(struct segment *s, const struct entry *e, struct error *err)
{
	xc_document_clear(s->document);
	for (size_t i = 0; i < e->terms_count; i++) {
		if (xc_document_add_term(s->document, entry_term_text(e, i),
					 e->terms[i].wdf, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < e->values_count; i++) {
		if (xc_document_set_value(s->document, e->values[i].slot,
					  entry_value_text(e, i), err) < 0)
			return -1;
	}
	if (xc_document_set_data(s->document, e->data, err) < 0)
		return -1;
	return xc_writer_add(s->writer, s->next, s->document, err);
}

static int api_set(struct segment *s, struct str key, struct str value, struct error *err)
{
	return xc_writer_set_metadata(s->writer, key, value, err);
}

static int api_finish(struct segment *s, struct error *err)
{
	if (xc_writer_commit(s->writer, err) < 0)
		return -1;
	xc_writer_close(s->writer);
	s->writer = NULL;
	if (xc_compact(s->loose, s->folder, err) < 0)
		return -1;
	return folder_sync(s->folder, err);
}

static void api_stop(struct segment *s)
{
	xc_writer_close(s->writer);
	xc_document_free(s->document);
	if (s->loose != NULL)
		folder_remove(s->loose);
	free(s->loose);
}

/* What libxapian holds is bounded by the flush threshold, and not told. */
static size_t api_bytes(const struct segment *s)
{
	(void)s;
	return 0;
}

/* ---- directly: all in memory, then the tables one behind the other ---- */

static int direct_start(struct segment *s, struct error *err)
{
	struct glass_options options = {.first = s->next, .listed = s->listed};

	return glass_new(&s->glass, s->folder, &options, err);
}

static void forget_words(struct known_words *k, struct entry_words words)
{
	k->words = words;
	if (k->capacity > 0)
		memset(k->terms, 0xFF, k->capacity * sizeof *k->terms);
}

static struct known_words *known_words_of(struct segment *s, struct entry_words words)
{
	size_t i = 0;

	while (i < s->known_count && s->known[i].words.owner != words.owner)
		i++;
	if (i == s->known_count) {
		GROW(s->known, s->known_count, s->known_capacity);
		s->known[s->known_count++] = (struct known_words){.words = words};
	} else if (s->known[i].words.round != words.round) {
		forget_words(&s->known[i], words);
	}
	return &s->known[i];
}

/* Where the term of that word is kept. */
static uint32_t *known_term(struct known_words *k, uint32_t word)
{
	if (word >= k->capacity) {
		size_t capacity = k->capacity ? k->capacity : 4096;

		while (capacity <= word)
			capacity *= 2;
		k->terms = xreallocarray(k->terms, capacity, sizeof *k->terms);
		memset(k->terms + k->capacity, 0xFF,
		       (capacity - k->capacity) * sizeof *k->terms);
		k->capacity = capacity;
	}
	return &k->terms[word];
}

enum { AHEAD = 8 }; /* terms: theirs lie all over the memory, and are fetched before */

static void known_near(const struct known_words *k, const struct entry *e, size_t i)
{
	if (i < e->terms_count && e->terms[i].word < k->capacity)
		__builtin_prefetch(&k->terms[e->terms[i].word]);
}

static uint32_t term_of(struct segment *s, struct known_words *k, const struct entry *e,
			size_t i)
{
	uint32_t *known;

	if (e->terms[i].word == 0)
		return glass_term(s->glass, entry_term_text(e, i));
	known = known_term(k, e->terms[i].word);
	if (*known == GLASS_NO_TERM)
		*known = glass_term(s->glass, entry_term_text(e, i));
	return *known;
}

static int direct_add(struct segment *s, const struct entry *e, struct error *err)
{
	struct known_words *known = known_words_of(s, e->words);
	struct glass_document d = {.data = e->data};

	s->postings_count = s->values_count = 0;
	for (size_t i = 0; i < e->terms_count; i++) {
		known_near(known, e, i + AHEAD);
		GROW(s->postings, s->postings_count, s->postings_capacity);
		s->postings[s->postings_count++] =
			(struct glass_posting){term_of(s, known, e, i), e->terms[i].wdf};
	}
	for (size_t i = 0; i < e->values_count; i++) {
		GROW(s->values, s->values_count, s->values_capacity);
		s->values[s->values_count++] =
			(struct glass_value){e->values[i].slot, entry_value_text(e, i)};
	}
	d.postings = s->postings;
	d.posting_count = s->postings_count;
	d.values = s->values;
	d.value_count = s->values_count;
	return glass_add(s->glass, &d, NULL, err);
}

static int direct_set(struct segment *s, struct str key, struct str value,
		      struct error *err)
{
	return glass_set_metadata(s->glass, key, value, err);
}

static int direct_finish(struct segment *s, struct error *err)
{
	return glass_write(s->glass, err);
}

static void direct_stop(struct segment *s)
{
	for (size_t i = 0; i < s->known_count; i++)
		free(s->known[i].terms);
	free(s->known);
	glass_free(s->glass);
	free(s->postings);
	free(s->values);
}

static size_t direct_bytes(const struct segment *s)
{
	size_t n = glass_bytes(s->glass);

	for (size_t i = 0; i < s->known_count; i++)
		n += s->known[i].capacity * sizeof *s->known[i].terms;
	return n;
}

/* ---- all makers ---- */

static const struct maker makers[] = {
	[SEGMENT_DIRECT] = {direct_start, direct_add, direct_set, direct_finish,
			    direct_stop, direct_bytes},
	[SEGMENT_API] = {api_start, api_add, api_set, api_finish, api_stop, api_bytes},
};

int segment_choose(enum segment_maker *maker, const char *probe, struct error *err)
{
	struct buf file = {0};
	int rc = 0;

	if (*maker == SEGMENT_API)
		return 0;
	if (xc_version_file(probe, &file, err) < 0 ||
	    glass_usable(xc_library_version(), buf_view(&file), err) < 0)
		rc = -1;
	buf_release(&file);
	if (rc < 0 && *maker == SEGMENT_ANY) {
		*maker = SEGMENT_API;
		error_clear(err);
		return 0;
	}
	if (rc == 0)
		*maker = SEGMENT_DIRECT;
	return rc;
}

static int start(struct segment **out, enum segment_maker maker, bool listed,
		 const char *folder, uint32_t first, struct error *err)
{
	struct segment *s = xcalloc(1, sizeof *s);

	*out = NULL;
	s->maker = &makers[maker];
	s->listed = listed;
	s->folder = xstrdup(folder);
	s->next = first;
	s->sheet = sheet_new(first);
	if (s->maker->start(s, err) < 0) {
		segment_free(s);
		return -1;
	}
	*out = s;
	return 0;
}

int segment_new(struct segment **out, enum segment_maker maker, const char *folder,
		uint32_t first, struct error *err)
{
	return start(out, maker, false, folder, first, err);
}

int segment_new_listed(struct segment **out, const char *folder, uint32_t first,
		       struct error *err)
{
	return start(out, SEGMENT_DIRECT, true, folder, first, err);
}

int segment_add_data(struct segment *s, struct str data, uint32_t length,
		     struct error *err)
{
	struct glass_document d = {.data = data, .length = length};
	int rc = glass_add(s->glass, &d, NULL, err);

	if (rc == 0)
		s->next++;
	return rc;
}

int segment_set_value(struct segment *s, uint32_t docid, uint32_t slot, struct str value,
		      struct error *err)
{
	return glass_set_value(s->glass, docid, &(struct glass_value){slot, value}, err);
}

int segment_list(struct segment *s, struct str term, const struct glass_entry *entries,
		 uint32_t n, struct error *err)
{
	return glass_list(s->glass, term, entries, n, err);
}

int segment_add(struct segment *s, const struct entry *e, struct error *err)
{
	int rc = s->maker->add(s, e, err);

	if (rc == 0)
		s->next++;
	return rc;
}

int segment_set(struct segment *s, struct str key, struct str value, struct error *err)
{
	return s->maker->set(s, key, value, err);
}

uint32_t segment_next(const struct segment *s)
{
	return s->next;
}

struct sheet *segment_sheet(struct segment *s)
{
	return s->sheet;
}

size_t segment_bytes(const struct segment *s)
{
	return s->maker->bytes(s);
}

int segment_finish(struct segment *s, struct error *err)
{
	int rc = s->maker->finish(s, err);

	if (rc == 0)
		rc = sheet_write(s->sheet, s->folder, err);
	s->finished = rc == 0;
	return rc;
}

void segment_free(struct segment *s)
{
	if (s == NULL)
		return;
	s->maker->stop(s);
	if (!s->finished)
		folder_remove(s->folder);
	sheet_free(s->sheet);
	free(s->folder);
	free(s);
}
