/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/i18n.h"
#include "query/index-parts.h"

enum { OPEN_ATTEMPTS = 5 }; /* a writer may merge the segments that are being opened */

/* ---- facts ---- */

static int fetch_fact(struct index *x, struct place *p, const char *key,
		      struct str *value, struct error *err)
{
	struct buf bytes = {0};
	int rc;

	for (size_t i = 0; i < p->facts_count; i++) {
		if (strcmp(p->facts[i].key, key) == 0) {
			*value = p->facts[i].value;
			return 0;
		}
	}
	rc = xc_reader_metadata(x->reader, p->first, str_of(key), &bytes, err);
	if (rc == 0) {
		*value = str_copy(&x->arena, buf_view(&bytes));
		GROW(p->facts, p->facts_count, p->facts_capacity);
		p->facts[p->facts_count++] = (struct remote_fact){
			arena_copy(&x->arena, key, strlen(key)), *value};
	}
	buf_release(&bytes);
	return rc;
}

int index_fact(struct index *x, size_t place, const char *key, struct str *value,
	       struct error *err)
{
	struct place *p = &x->places[place];

	*value = (struct str){0};
	if (p->remote)
		return fetch_fact(x, p, key, value, err);
	*value = manifest_fact(&p->manifest, key);
	return 0;
}

const struct manifest *index_manifest(struct index *x, size_t place)
{
	return x->places[place].remote ? NULL : &x->places[place].manifest;
}

uint32_t index_articles(struct index *x, size_t place)
{
	const struct place *p = &x->places[place];

	return p->remote ? xc_reader_count(x->reader, p->first)
			 : manifest_articles(&p->manifest);
}

/* A server's index tells its format in its database, and must be read to know it. */
static int check_schema(struct index *x, size_t place, struct error *err)
{
	struct str version;

	if (!x->places[place].remote)
		return 0;
	if (index_fact(x, place, META_SCHEMA, &version, err) < 0)
		return -1;
	return schema_check(x->places[place].name, version, err);
}

static int read_vocabulary(struct index *x, struct error *err)
{
	struct str stems, stopwords;

	if (index_fact(x, 0, META_STEMS, &stems, err) < 0 ||
	    index_fact(x, 0, META_STOPWORDS, &stopwords, err) < 0)
		return -1;
	x->vocabulary = vocabulary_open(stems, stopwords, err);
	return x->vocabulary ? 0 : -1;
}

/* ---- opening ---- */

/* Nobody has indexed anything there yet: the person wants to know how. */
static void say_what_to_do(const char *const *places, size_t count, struct error *err)
{
	struct stat st;

	for (size_t i = 0; i < count; i++) {
		if (count > 1 && stat(places[i], &st) == 0)
			continue;
		error_set(err, ERROR_NO_INDEX,
			  _("there is no index at '%s'; make one with: veille-index -i "
			    "'%s' "
			    "PATH..., or name another with -i"),
			  places[i], places[i]);
		return;
	}
}

/*
 * A folder without a manifest: an index of an older format, another database, or nothing. Its
 * database, where there is one, tells which.
 */
static int refuse_folder(const char *name, struct error *err)
{
	struct xc_reader *r = xc_reader_open(&name, 1, err);
	struct buf version = {0};
	int rc = -1;

	if (r == NULL)
		return -1;
	rc = xc_reader_metadata(r, 0, STR(META_SCHEMA), &version, err);
	if (rc == 0)
		rc = schema_check(name, buf_view(&version), err);
	if (rc == 0)
		rc = error_set(
			err, ERROR_DAMAGED,
			_("the index '%s' has lost its file 'manifest'; restore it "
			  "from a copy or build it again"),
			name);
	xc_reader_close(r);
	buf_release(&version);
	return rc;
}

/* Reads the manifest of a folder; a server has none to read. */
static int open_place(struct place *p, struct error *err)
{
	struct stat st;

	p->remote = false;
	if (stat(p->name, &st) < 0) {
		p->remote = strchr(p->name, ':') != NULL;
		return p->remote ? 0 : refuse_folder(p->name, err);
	}
	if (!S_ISDIR(st.st_mode))
		return error_set(err, ERROR_FAILED,
				 _("'%s' is a file, not an index; an index is a folder"),
				 p->name);
	if (manifest_open(&p->manifest, p->name, MANIFEST_CURRENT, err) == 0)
		return 0;
	return err->code == ERROR_NO_INDEX ? refuse_folder(p->name, err) : -1;
}

/* The paths of the databases of all places, in the arena. */
static const char **list_databases(struct index *x, struct arena *arena)
{
	const char **paths;
	size_t n = 0;

	x->count = 0;
	for (size_t i = 0; i < x->places_count; i++) {
		struct place *p = &x->places[i];

		p->first = x->count;
		p->count = p->remote ? 1 : p->manifest.segments_count;
		x->count += p->count;
	}
	paths = arena_alloc(arena, (x->count + 1) * sizeof *paths);
	for (size_t i = 0; i < x->places_count; i++) {
		const struct place *p = &x->places[i];

		if (p->remote)
			paths[n++] = p->name;
		for (size_t j = 0; j < p->manifest.segments_count; j++) {
			struct buf path = {0};

			buf_printf(&path, "%s/", p->name);
			manifest_folder(&path, p->manifest.segments[j].number);
			paths[n++] = arena_copy(arena, path.p, path.n);
			buf_release(&path);
		}
	}
	return paths;
}

/* Articles that are gone are not found. */
static int leave_out(struct index *x, struct error *err)
{
	for (size_t i = 0; i < x->places_count; i++) {
		const struct place *p = &x->places[i];

		for (size_t j = 0; j < p->manifest.segments_count; j++) {
			const struct manifest_segment *s = &p->manifest.segments[j];

			if (s->dead_count > 0 &&
			    xc_reader_leave_out(x->reader, p->first + j, s->dead,
						s->dead_count, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* The manifests are there: a segment that is not is no index that nobody has made yet. */
static int open_databases(struct index *x, const char **paths, struct error *err)
{
	struct error why;

	x->reader = xc_reader_open(paths, x->count, &why);
	if (x->reader != NULL)
		return 0;
	*err = why;
	if (why.code == ERROR_NO_INDEX)
		error_set(err, ERROR_DAMAGED,
			  _("an index is damaged: %s; restore it from a copy or build it "
			    "again"),
			  why.text);
	return -1;
}

static int open_once(struct index *x, struct error *err)
{
	struct arena arena = {0};
	const char **paths;
	int rc = 0;

	for (size_t i = 0; i < x->places_count && rc == 0; i++) {
		manifest_release(&x->places[i].manifest);
		rc = open_place(&x->places[i], err);
	}
	if (rc == 0) {
		paths = list_databases(x, &arena);
		rc = open_databases(x, paths, err);
	}
	if (rc == 0 && leave_out(x, err) < 0) {
		xc_reader_close(x->reader);
		x->reader = NULL;
		rc = -1;
	}
	arena_release(&arena);
	return rc;
}

/*
 * Segments never change, but they go when they have been merged: then a newer manifest names
 * others.
 */
static int open_places(struct index *x, struct error *err)
{
	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		uint64_t before = x->places[0].manifest.generation;

		if (open_once(x, err) == 0)
			return 0;
		if (err->code == ERROR_VERSION ||
		    (i > 0 && before == x->places[0].manifest.generation))
			break;
	}
	return -1;
}

int index_open(struct index **out, const char *const *places, size_t count,
	       struct error *err)
{
	struct index *x = xcalloc(1, sizeof *x);

	*out = NULL;
	x->places = xcalloc(count, sizeof *x->places);
	x->places_count = count;
	x->unpress = unpress_new();
	for (size_t i = 0; i < count; i++)
		x->places[i].name = places[i];
	if (open_places(x, err) < 0) {
		if (err->code == ERROR_NO_INDEX)
			say_what_to_do(places, count, err);
		goto failed;
	}
	for (size_t i = 0; i < count; i++) {
		if (check_schema(x, i, err) < 0)
			goto failed;
	}
	if (read_vocabulary(x, err) < 0)
		goto failed;
	*out = x;
	return 0;
failed:
	index_close(x);
	return -1;
}

bool index_any_remote(const struct index *x)
{
	for (size_t i = 0; i < x->places_count; i++) {
		if (x->places[i].remote)
			return true;
	}
	return false;
}

/* Segments never change: opened once more by the same manifest they are the same. */
struct index *index_twin(const struct index *x)
{
	struct index *twin;
	struct arena arena = {0};
	struct error ignored;

	if (x->memory != NULL || index_any_remote(x))
		return NULL;
	twin = xcalloc(1, sizeof *twin);
	twin->twin = true;
	twin->unpress = unpress_new();
	twin->places = xcalloc(x->places_count, sizeof *twin->places);
	twin->places_count = x->places_count;
	for (size_t i = 0; i < x->places_count; i++) {
		twin->places[i].name = x->places[i].name;
		twin->places[i].manifest = x->places[i].manifest;
	}
	if (open_databases(twin, list_databases(twin, &arena), &ignored) < 0) {
		index_close(twin);
		twin = NULL;
	}
	arena_release(&arena);
	return twin;
}

static void close_columns(struct index *x)
{
	for (size_t i = 0; i < x->count && x->columns != NULL; i++)
		columns_close(&x->columns[i].columns);
	free(x->columns);
	x->columns = NULL;
}

static void forget(struct index *x)
{
	close_columns(x);
	unpress_forget(x->unpress);
	if (x->memory != NULL)
		memory_clear(x->memory);
	for (size_t i = 0; i < x->places_count; i++) {
		x->places[i].facts_count = 0;
		x->places[i].salted = false;
	}
	known_forms_release(&x->forms);
	free(x->names);
	x->names = NULL;
	x->names_count = x->names_capacity = 0;
	arena_clear(&x->arena);
}

void index_close(struct index *x)
{
	if (x == NULL)
		return;
	forget(x);
	unpress_free(x->unpress);
	memory_free(x->memory);
	synonyms_release(&x->synonyms);
	arena_release(&x->arena);
	buf_release(&x->stored);
	vocabulary_free(x->vocabulary);
	xc_reader_close(x->reader);
	for (size_t i = 0; i < x->places_count; i++) {
		if (!x->twin)
			manifest_release(&x->places[i].manifest);
		free(x->places[i].facts);
	}
	free(x->places);
	free(x);
}

int index_reopen(struct index *x, struct error *err)
{
	forget(x);
	xc_reader_close(x->reader);
	x->reader = NULL;
	return open_places(x, err);
}

struct xc_reader *index_reader(struct index *x)
{
	return x->reader;
}

struct vocabulary *index_vocabulary(struct index *x)
{
	return x->vocabulary;
}

struct synonyms *index_synonyms(struct index *x, struct error *err)
{
	struct str file;

	if (x->synonyms_read)
		return &x->synonyms;
	if (index_fact(x, 0, META_SYNONYMS, &file, err) < 0)
		return NULL;
	synonyms_read(&x->synonyms, file);
	x->synonyms_read = true;
	return &x->synonyms;
}
