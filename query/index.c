/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/bloom.h"
#include "lib/columns.h"
#include "lib/i18n.h"
#include "lib/lexicon.h"
#include "lib/manifest.h"
#include "lib/nearest.h"
#include "lib/sorted.h"
#include "lib/utf8.h"
#include "query/known-forms.h"
#include "query/memory.h"

enum { OPEN_ATTEMPTS = 5 }; /* a writer may merge the segments that are being opened */

/* A fact read from a server, which keeps it in its database; or that it has none. */
struct remote_fact {
	const char *key;
	struct str value;
};

/* An index: a folder with a manifest, or a server. */
struct place {
	const char *name; /* borrowed */
	bool remote;
	struct manifest manifest;
	size_t first, count; /* its databases of the reader */
	struct remote_fact *facts;
	size_t facts_count, facts_capacity;
	uint64_t salt; /* of its groups' numbers */
	bool salted;
};

/* The columns of a database, opened when they are first asked for. */
struct opened_columns {
	bool tried;
	bool missing;	/* a server's */
	uint32_t first; /* number of its first article */
	struct columns columns;
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
	struct place *places;
	size_t places_count;
	bool twin;    /* its manifests are another's */
	size_t count; /* databases of the reader */
	struct opened_columns
		*columns;	  /* by database; NULL before the first is asked for */
	struct known_name *names; /* hash table, open addressing; found < 0: free */
	size_t names_count, names_capacity;
	struct known_forms forms;
	struct synonyms synonyms;
	bool synonyms_read;
	struct arena arena; /* names, facts of servers */
	struct unpress *unpress;
	struct memory *memory; /* NULL unless asked for */
	struct buf stored;     /* scratch */
};

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

static bool any_remote(const struct index *x)
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

	if (x->memory != NULL || any_remote(x))
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

/* ---- articles ---- */

size_t index_databases(const struct index *x)
{
	return x->count;
}

size_t index_database(const struct index *x, uint32_t docid)
{
	return x->count == 1 ? 0 : (docid - 1) % x->count;
}

/* The number that an article has in its database. */
static uint32_t number_in_database(const struct index *x, uint32_t docid)
{
	return x->count == 1 ? docid : (docid - 1) / (uint32_t)x->count + 1;
}

size_t index_place(const struct index *x, uint32_t docid)
{
	size_t database = index_database(x, docid);
	size_t i = 0;

	while (database >= x->places[i].first + x->places[i].count)
		i++;
	return i;
}

static int find_dictionary(struct index *x, size_t place, uint32_t number,
			   struct str *bytes, struct error *err)
{
	static const char plain[] = META_PLAIN_PREFIX META_DICTIONARY_PREFIX;
	const char *key;
	char plain_key[32];

	*bytes = (struct str){0};
	if (number == 0)
		return 0;
	snprintf(plain_key, sizeof plain_key, "%s%u", plain, number);
	key = plain_key + sizeof META_PLAIN_PREFIX - 1;
	if (!x->places[place].remote)
		*bytes = manifest_fact(&x->places[place].manifest, plain_key);
	if (bytes->n > 0)
		return 0;
	if (index_fact(x, place, key, bytes, err) < 0)
		return -1;
	if (bytes->n == 0)
		return error_set(err, ERROR_DAMAGED,
				 _("the index '%s' lacks its dictionary %u; run: "
				   "veille check"),
				 x->places[place].name, number);
	return 0;
}

int index_record(struct index *x, uint32_t docid, struct arena *arena, struct record *r,
		 struct error *err)
{
	size_t place = index_place(x, docid);
	uint32_t number;
	struct str dictionary;

	buf_clear(&x->stored);
	if (xc_reader_data(x->reader, docid, &x->stored, err) < 0)
		return -1;
	if (record_dictionary(buf_view(&x->stored), &number, err) < 0)
		number = 0; /* record_unpack() will say so */
	if (find_dictionary(x, place, number, &dictionary, err) < 0)
		return -1;
	if (record_unpack(x->unpress, buf_view(&x->stored), dictionary, arena, r, err) ==
	    0)
		return 0;
	return error_set(
		err, ERROR_DAMAGED,
		_("the index '%s' is damaged: the text of article %u cannot be read; "
		  "restore it from a copy or build it again"),
		x->places[place].name, docid);
}

void index_remember(struct index *x, size_t bytes)
{
	memory_free(x->memory);
	x->memory = memory_new(bytes);
}

int index_read(struct index *x, uint32_t docid, struct arena *arena, struct record *r,
	       struct error *err)
{
	struct arena *kept = NULL;

	if (x->memory != NULL && memory_find(x->memory, docid, r))
		return 1;
	if (x->memory != NULL)
		kept = memory_arena(x->memory);
	if (index_record(x, docid, kept ? kept : arena, r, err) < 0)
		return -1;
	if (kept != NULL)
		memory_add(x->memory, docid, r);
	return kept != NULL;
}

bool index_keeps(const struct index *x)
{
	return !any_remote(x);
}

/* ---- columns ---- */

static int open_columns(struct index *x, size_t database, uint32_t docid,
			struct error *err)
{
	const struct place *p = &x->places[index_place(x, docid)];
	struct opened_columns *o = &x->columns[database];
	const struct manifest_segment *segment;
	struct buf path = {0};
	int rc;

	o->tried = o->missing = p->remote;
	if (p->remote)
		return 0;
	segment = &p->manifest.segments[database - p->first];
	buf_printf(&path, "%s/", p->name);
	manifest_folder(&path, segment->number);
	rc = columns_open_file(&o->columns, path.p, err);
	o->tried = rc == 0;
	o->first = segment->first;
	buf_release(&path);
	return rc;
}

/* The columns of the article's database: 1, or 0 for a server's. */
static int find_opened(struct index *x, uint32_t docid, struct opened_columns **out,
		       struct error *err)
{
	size_t database = index_database(x, docid);

	if (x->columns == NULL)
		x->columns = xcalloc(x->count + 1, sizeof *x->columns);
	*out = &x->columns[database];
	if (!(*out)->tried && open_columns(x, database, docid, err) < 0)
		return -1;
	return !(*out)->missing;
}

/* The same, and the article's number in them, from 1. */
static int find_columns(struct index *x, uint32_t docid, const struct columns **columns,
			uint32_t *number, struct error *err)
{
	struct opened_columns *o;
	int found = find_opened(x, docid, &o, err);

	*columns = NULL;
	if (found <= 0)
		return found;
	*columns = &o->columns;
	*number = number_in_database(x, docid);
	*number = *number >= o->first ? *number - o->first + 1 : 0;
	return 1;
}

int index_lacks_row(struct index *x, uint32_t docid, struct error *err)
{
	return error_set(err, ERROR_DAMAGED,
			 _("the index '%s' is damaged: its columns lack article %u; run: "
			   "veille-index --rebuild"),
			 x->places[index_place(x, docid)].name, docid);
}

int index_row(struct index *x, uint32_t docid, struct columns_scratch *scratch,
	      const struct columns **columns, struct columns_row *row, struct error *err)
{
	uint32_t number;
	int found = find_columns(x, docid, columns, &number, err);

	if (found <= 0 || columns_get(*columns, number, scratch, row))
		return found;
	return index_lacks_row(x, docid, err);
}

int index_has_columns(struct index *x, struct error *err)
{
	struct opened_columns *o;
	int found = 1;

	for (size_t i = 0; i < x->count && found > 0; i++)
		found = find_opened(x, (uint32_t)i + 1, &o, err);
	return found;
}

/* How many docids in front are of the first one's database; none behind them is. */
static size_t part_length(const struct index *x, const uint32_t *docids, size_t count)
{
	size_t database = index_database(x, docids[0]);
	size_t low = 1, high = count;

	if (index_database(x, docids[count - 1]) == database)
		return count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index_database(x, docids[middle]) == database)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * A docid is its article's number in the database times so many databases, and something;
 * dividing by them, which goes up exactly, is multiplying by 1/n in 32 binary places,
 * rounded up.
 */
static int number_part(struct index *x, const struct opened_columns *o,
		       const uint32_t *docids, struct index_part *part, struct error *err)
{
	uint32_t database = (uint32_t)index_database(x, docids[0]);
	uint64_t part_of = (((uint64_t)1 << 32) + x->count - 1) / x->count;
	bool known = true;

	for (size_t i = 0; i < part->count; i++) {
		uint32_t number = (uint32_t)((docids[i] - 1 - database) * part_of >> 32) +
				  2 - o->first;

		known &= number - 1 < o->columns.articles;
		part->numbers[i] = number;
	}
	return known ? 0 : index_lacks_row(x, docids[0], err);
}

int index_part(struct index *x, const uint32_t *docids, size_t count,
	       struct index_part *part, struct error *err)
{
	struct opened_columns *o;
	int found = find_opened(x, docids[0], &o, err);

	part->columns = NULL;
	part->count = 1;
	if (found <= 0)
		return found;
	if (count > COUNT(part->numbers))
		count = COUNT(part->numbers);
	part->columns = &o->columns;
	part->count = part_length(x, docids, count);
	return number_part(x, o, docids, part, err);
}

/* ---- order of arrival, groups of copies ---- */

size_t index_places(const struct index *x)
{
	return x->places_count;
}

static int read_value(struct index *x, uint32_t docid, uint32_t slot, struct str *value,
		      struct error *err)
{
	buf_clear(&x->stored);
	if (xc_reader_value(x->reader, docid, slot, &x->stored, err) < 0)
		return -1;
	*value = buf_view(&x->stored);
	return 0;
}

int index_arrival(struct index *x, uint32_t docid, struct arrival *arrival,
		  struct error *err)
{
	struct str value;

	*arrival = (struct arrival){0};
	if (read_value(x, docid, SLOT_ARRIVAL, &value, err) < 0)
		return -1;
	*arrival = value_arrival_read(value);
	return 0;
}

/* What tells numbers of groups of one index from those of others. */
static int place_salt(struct index *x, struct place *p, uint64_t *salt, struct error *err)
{
	struct str identity;

	if (!p->salted) {
		if (index_fact(x, (size_t)(p - x->places), META_IDENTITY, &identity,
			       err) < 0)
			return -1;
		/* A server does not tell. */
		p->salt = str_hash(identity.n > 0 ? identity : str_of(p->name));
		p->salted = true;
	}
	*salt = p->salt;
	return 0;
}

int index_mix_group(struct index *x, uint32_t docid, uint64_t number, uint64_t *group,
		    struct error *err)
{
	uint64_t salt;

	*group = 0;
	if (number == 0)
		return 0;
	if (place_salt(x, &x->places[index_place(x, docid)], &salt, err) < 0)
		return -1;
	*group = salt + number;
	return 0;
}

/* The number of the group as values tell it. */
static int read_group(struct index *x, uint32_t docid, uint64_t *number,
		      struct error *err)
{
	struct arrival arrival;
	struct str value;

	if (read_value(x, docid, SLOT_GROUP, &value, err) < 0)
		return -1;
	*number = value_group_read(value);
	if (*number != 0)
		return 0;
	if (index_arrival(x, docid, &arrival, err) < 0)
		return -1;
	*number = arrival.number;
	return 0;
}

static int group_number(struct index *x, uint32_t docid, uint64_t *number,
			struct error *err)
{
	const struct columns *columns;
	struct str id;
	uint32_t at;
	int found = find_columns(x, docid, &columns, &at, err);

	*number = 0;
	if (found <= 0)
		return found < 0 ? -1 : read_group(x, docid, number, err);
	return columns_story(columns, at, &id, number) ? 0
						       : index_lacks_row(x, docid, err);
}

int index_group(struct index *x, uint32_t docid, uint64_t *group, struct error *err)
{
	uint64_t number;

	*group = 0;
	if (group_number(x, docid, &number, err) < 0)
		return -1;
	return index_mix_group(x, docid, number, group, err);
}

int index_print_group(struct index *x, uint32_t docid, struct buf *out, struct error *err)
{
	uint64_t number;

	if (group_number(x, docid, &number, err) < 0)
		return -1;
	if (number > 0 && x->places_count > 1)
		buf_printf(out, "%zu.", index_place(x, docid) + 1);
	if (number > 0)
		buf_printf(out, "%llu", (unsigned long long)number);
	return 0;
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
