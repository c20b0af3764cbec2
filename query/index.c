/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/i18n.h"
#include "lib/lexicon.h"
#include "lib/nearest.h"
#include "lib/utf8.h"

/* A deflate dictionary read from one of the databases. */
struct dictionary {
	size_t database;
	uint32_t number;
	struct buf bytes;
};

struct known_name {
	enum name_kind kind;
	struct str id;
	int found; /* 1 or 0 */
	struct name_record record;
};

struct index {
	struct xc_reader *reader;
	struct vocabulary *vocabulary;
	const char **places; /* borrowed strings */
	size_t count;
	struct dictionary *dictionaries;
	size_t dictionaries_count, dictionaries_capacity;
	struct known_name *names; /* hash table, open addressing; found < 0: free */
	size_t names_count, names_capacity;
	struct synonyms synonyms;
	bool synonyms_read;
	struct arena arena; /* names */
	struct buf stored;  /* scratch */
};

static int read_metadata(struct index *x, size_t database, const char *key,
			 struct buf *out, struct error *err)
{
	buf_clear(out);
	return xc_reader_metadata(x->reader, database, str_of(key), out, err);
}

static int check_schema(struct index *x, size_t database, struct error *err)
{
	struct buf version = {0};
	int rc = read_metadata(x, database, META_SCHEMA, &version, err);

	if (rc == 0)
		rc = schema_check(x->places[database], buf_view(&version), err);
	buf_release(&version);
	return rc;
}

static int read_vocabulary(struct index *x, struct error *err)
{
	struct buf stems = {0};
	struct buf stopwords = {0};
	int rc = -1;

	if (read_metadata(x, 0, META_STEMS, &stems, err) < 0 ||
	    read_metadata(x, 0, META_STOPWORDS, &stopwords, err) < 0)
		goto out;
	x->vocabulary = vocabulary_open(buf_view(&stems), buf_view(&stopwords), err);
	rc = x->vocabulary ? 0 : -1;
out:
	buf_release(&stopwords);
	buf_release(&stems);
	return rc;
}

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

int index_open(struct index **out, const char *const *places, size_t count,
	       struct error *err)
{
	struct index *x = xcalloc(1, sizeof *x);

	*out = NULL;
	for (size_t i = 0; i < count; i++) {
		struct stat st;

		if (stat(places[i], &st) == 0 && !S_ISDIR(st.st_mode)) {
			free(x);
			return error_set(
				err, ERROR_FAILED,
				_("'%s' is a file, not an index; an index is a folder"),
				places[i]);
		}
	}
	x->places = xreallocarray(NULL, count, sizeof *x->places);
	memcpy(x->places, places, count * sizeof *x->places);
	x->count = count;
	x->reader = xc_reader_open(places, count, err);
	if (x->reader == NULL) {
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

static void forget(struct index *x)
{
	for (size_t i = 0; i < x->dictionaries_count; i++)
		buf_release(&x->dictionaries[i].bytes);
	x->dictionaries_count = 0;
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
	synonyms_release(&x->synonyms);
	free(x->dictionaries);
	arena_release(&x->arena);
	buf_release(&x->stored);
	vocabulary_free(x->vocabulary);
	xc_reader_close(x->reader);
	free(x->places);
	free(x);
}

int index_reopen(struct index *x, struct error *err)
{
	forget(x);
	return xc_reader_reopen(x->reader, err);
}

struct xc_reader *index_reader(struct index *x)
{
	return x->reader;
}

struct vocabulary *index_vocabulary(struct index *x)
{
	return x->vocabulary;
}

const struct synonyms *index_synonyms(struct index *x, struct error *err)
{
	struct buf file = {0};
	int rc = 0;

	if (!x->synonyms_read) {
		rc = read_metadata(x, 0, META_SYNONYMS, &file, err);
		if (rc == 0)
			synonyms_read(&x->synonyms, buf_view(&file), x->vocabulary);
		x->synonyms_read = rc == 0;
	}
	buf_release(&file);
	return rc < 0 ? NULL : &x->synonyms;
}

static int find_dictionary(struct index *x, size_t database, uint32_t number,
			   struct str *bytes, struct error *err)
{
	struct dictionary d = {.database = database, .number = number};
	char key[32];

	*bytes = (struct str){0};
	if (number == 0)
		return 0;
	for (size_t i = 0; i < x->dictionaries_count; i++) {
		const struct dictionary *have = &x->dictionaries[i];

		if (have->database == database && have->number == number) {
			*bytes = buf_view(&have->bytes);
			return 0;
		}
	}
	snprintf(key, sizeof key, META_DICTIONARY_PREFIX "%u", number);
	if (read_metadata(x, database, key, &d.bytes, err) < 0)
		return -1;
	if (d.bytes.n == 0)
		return error_set(err, ERROR_DAMAGED,
				 _("the index '%s' lacks its dictionary %u; run: "
				   "veille check"),
				 x->places[database], number);
	GROW(x->dictionaries, x->dictionaries_count, x->dictionaries_capacity);
	x->dictionaries[x->dictionaries_count++] = d;
	*bytes = buf_view(&d.bytes);
	return 0;
}

int index_record(struct index *x, uint32_t docid, struct arena *arena, struct record *r,
		 struct error *err)
{
	uint32_t number;
	struct str dictionary;

	buf_clear(&x->stored);
	if (xc_reader_data(x->reader, docid, &x->stored, err) < 0)
		return -1;
	if (record_dictionary(buf_view(&x->stored), &number, err) < 0)
		number = 0; /* record_unpack() will say so */
	if (find_dictionary(x, (docid - 1) % x->count, number, &dictionary, err) < 0)
		return -1;
	if (record_unpack(buf_view(&x->stored), dictionary, arena, r, err) == 0)
		return 0;
	return error_set(
		err, ERROR_DAMAGED,
		_("the index '%s' is damaged: the text of article %u cannot be read; "
		  "restore it from a copy or build it again"),
		x->places[(docid - 1) % x->count], docid);
}

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

/* The name's stored record from the first database that has it; empty when none has. */
static int fetch_name(struct index *x, struct str key, struct str *stored,
		      struct error *err)
{
	buf_clear(&x->stored);
	for (size_t i = 0; i < x->count && x->stored.n == 0; i++) {
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
		rc = fetch_name(x, buf_view(&key), &stored, err);
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

int index_alias(struct index *x, enum name_kind kind, struct str name,
		struct arena *arena, struct str **out, struct error *err)
{
	struct ids ids = {.arena = arena};
	struct buf name_buf = {0};
	struct buf key = {0};
	struct buf joined = {0};
	int rc = 0;

	*out = NULL;
	name_key(&name_buf, x->vocabulary, name);
	alias_key(&key, kind, buf_view(&name_buf));
	for (size_t i = 0; i < x->count && rc == 0 && xc_term_fits(buf_view(&key)); i++) {
		buf_clear(&joined);
		rc = xc_reader_metadata(x->reader, i, buf_view(&key), &joined, err);
		if (rc == 0 && joined.n > 0)
			add_ids(&ids, buf_view(&joined));
	}
	if (rc == 0 && ids.count > 0) {
		*out = arena_alloc(arena, ids.count * sizeof **out);
		memcpy(*out, ids.items, ids.count * sizeof **out);
		rc = (int)ids.count;
	}
	free(ids.items);
	buf_release(&joined);
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

int index_alias_nearest(struct index *x, enum name_kind kind, struct str name,
			struct arena *arena, struct str *nearest, struct error *err)
{
	struct key_list list = {0};
	struct buf wanted = {0};
	struct buf prefix = {0};
	int rc = 0;

	*nearest = (struct str){0};
	name_key(&wanted, x->vocabulary, name);
	alias_key(&prefix, kind, (struct str){0});
	for (size_t i = 0; i < x->count && rc == 0; i++)
		rc = xc_reader_metadata_keys(x->reader, i, buf_view(&prefix), add_key,
					     &list, err);
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

static void add_form(struct forms_wanted_list *list, const struct form_count *form)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_equal(list->items[i].exact, form->exact)) {
			list->items[i].articles += form->articles;
			return;
		}
	}
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = *form;
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
	struct form_count *forms;
	size_t count;
	struct buf folded = {0};

	if (forms_read(block, list->arena, &forms, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		buf_clear(&folded);
		utf8_fold(&folded, forms[i].exact);
		if (form_matches(x->vocabulary, buf_view(&folded), fold, match))
			add_form(list, &forms[i]);
	}
	buf_release(&folded);
	return 0;
}

static int by_articles(const void *a, const void *b)
{
	const struct form_count *x = a;
	const struct form_count *y = b;

	if (x->articles != y->articles)
		return x->articles < y->articles ? 1 : -1;
	return str_compare(x->exact, y->exact);
}

int index_forms(struct index *x, struct str fold, enum forms_match match, size_t limit,
		struct arena *arena, struct form_count **forms, size_t *count,
		struct error *err)
{
	struct forms_wanted_list list = {.arena = arena};
	struct buf key = {0};
	struct buf block = {0};
	int rc = 0;

	*forms = NULL;
	*count = 0;
	forms_key(&key, fold);
	for (size_t i = 0; i < x->count && rc == 0; i++) {
		buf_clear(&block);
		rc = xc_reader_metadata(x->reader, i, buf_view(&key), &block, err);
		if (rc == 0 && block.n > 0)
			rc = take_block(x, &list, buf_view(&block), fold, match, err);
	}
	if (rc == 0 && list.count > 0) {
		qsort(list.items, list.count, sizeof *list.items, by_articles);
		*count = list.count < limit ? list.count : limit;
		*forms = arena_alloc(arena, *count * sizeof **forms);
		memcpy(*forms, list.items, *count * sizeof **forms);
	}
	free(list.items);
	buf_release(&block);
	buf_release(&key);
	return rc;
}

int index_metadata(struct index *x, size_t database, const char *key, struct arena *arena,
		   struct str *value, struct error *err)
{
	struct buf b = {0};
	int rc = xc_reader_metadata(x->reader, database, str_of(key), &b, err);

	*value = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return rc;
}
