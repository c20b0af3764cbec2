/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles by number: their records, columns, order of arrival and groups of copies. */
#include "query/index-parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/i18n.h"

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
	return !index_any_remote(x);
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
