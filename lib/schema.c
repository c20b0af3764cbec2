/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/schema.h"

#include <string.h>

#include "lib/i18n.h"
#include "lib/utf8.h"
#include "lib/nearest.h"

const struct name_kind_row name_kinds[NAME_KINDS] = {
	[NAME_COMPANY] = {'c', "XC", "companies", N_("companies")},
	[NAME_TOPIC] = {'t', "XT", "topics", N_("topics")},
	[NAME_COUNTRY] = {'p', "XP", "countries", N_("countries")},
	[NAME_REGION] = {'r', "XR", "regions", N_("regions")},
	[NAME_DEPARTMENT] = {'d', "XD", "departments", N_("departments")},
	[NAME_COMMUNE] = {'v', "XV", "cities", N_("cities")},
};

const uint32_t part_weights[3] = {3, 2, 1};

const struct field fields[] = {
	{"entreprise", {"company", "société"}, FIELD_NAME, .name_kind = NAME_COMPANY},
	{"sujet", {"topic", "thème"}, FIELD_NAME, .name_kind = NAME_TOPIC},
	{"région", {"region"}, FIELD_NAME, .name_kind = NAME_REGION},
	{"département", {"department", "dept"}, FIELD_NAME, .name_kind = NAME_DEPARTMENT},
	{"ville", {"city", "commune"}, FIELD_NAME, .name_kind = NAME_COMMUNE},
	{"pays", {"country"}, FIELD_NAME, .name_kind = NAME_COUNTRY},
	{"lieu", {"place"}, FIELD_PLACE, .prefix = NULL},
	{"acteur", {"actor"}, FIELD_ACTOR, .name_kind = NAME_COMPANY},
	{"opération", {"operation", "deal"}, FIELD_DEAL, .prefix = PREFIX_DEAL},
	{"source", {"journal", "paper"}, FIELD_WORDS, .prefix = PREFIX_SOURCE},
	{"auteur", {"author"}, FIELD_WORDS, .prefix = PREFIX_AUTHOR},
	{"titre", {"title"}, FIELD_TITLE, .prefix = PREFIX_TITLE},
	{"requête", {"query"}, FIELD_QUESTION, .prefix = NULL},
	{"id", {NULL}, FIELD_ID, .prefix = PREFIX_ID},
	{"date", {NULL}, FIELD_DATE, .slot = SLOT_MOMENT},
	{"montant", {"amount"}, FIELD_AMOUNT, .slot = SLOT_AMOUNT},
	{"emplois", {"jobs", "emploi"}, FIELD_JOBS, .slot = SLOT_JOBS},
};
const size_t fields_count = COUNT(fields);

enum { ALIASES = COUNT(fields[0].aliases) };

static bool folds_to(const char *name, struct str folded)
{
	struct buf b = {0};
	bool same;

	utf8_fold(&b, str_of(name));
	same = str_equal(buf_view(&b), folded);
	buf_release(&b);
	return same;
}

static bool field_is(const struct field *f, struct str folded)
{
	if (folds_to(f->name, folded))
		return true;
	for (size_t i = 0; i < ALIASES && f->aliases[i] != NULL; i++) {
		if (folds_to(f->aliases[i], folded))
			return true;
	}
	return false;
}

const struct field *field_find(struct str name)
{
	const struct field *found = NULL;
	struct buf b = {0};

	utf8_fold(&b, name);
	for (size_t i = 0; i < fields_count && found == NULL; i++) {
		if (field_is(&fields[i], buf_view(&b)))
			found = &fields[i];
	}
	buf_release(&b);
	return found;
}

const char *field_nearest(struct str name)
{
	const char *candidates[COUNT(fields) * (ALIASES + 1)];
	size_t count = 0;

	for (size_t i = 0; i < fields_count; i++) {
		candidates[count++] = fields[i].name;
		for (size_t j = 0; j < ALIASES && fields[i].aliases[j] != NULL; j++)
			candidates[count++] = fields[i].aliases[j];
	}
	return nearest_word(name, candidates, count);
}

bool is_dictionary_key(struct str key)
{
	if (key.n < 2 || !str_starts(key, STR(META_DICTIONARY_PREFIX)))
		return false;
	for (size_t i = 1; i < key.n; i++) {
		if (key.p[i] < '0' || key.p[i] > '9')
			return false;
	}
	return true;
}

bool kind_is_everywhere(enum name_kind kind)
{
	return kind != NAME_COMPANY && kind != NAME_COMMUNE;
}

void name_record_key(struct buf *out, enum name_kind kind, struct str id)
{
	buf_text(out, META_NAME_PREFIX);
	buf_char(out, name_kinds[kind].letter);
	buf_str(out, id);
}

void alias_key(struct buf *out, enum name_kind kind, struct str key)
{
	buf_text(out, META_ALIAS_PREFIX);
	buf_char(out, name_kinds[kind].letter);
	buf_str(out, key);
}

/* name NUL [kind letter, parent id] NUL ["1" with children] */
void name_record_write(struct buf *out, const struct name_record *r)
{
	buf_str(out, r->name);
	buf_char(out, '\0');
	if (r->has_parent) {
		buf_char(out, name_kinds[r->parent_kind].letter);
		buf_str(out, r->parent_id);
	}
	buf_char(out, '\0');
	if (r->has_children)
		buf_char(out, '1');
}

static bool kind_of_letter(char letter, enum name_kind *kind)
{
	for (int k = 0; k < NAME_KINDS; k++) {
		if (name_kinds[k].letter == letter) {
			*kind = (enum name_kind)k;
			return true;
		}
	}
	return false;
}

bool name_record_read(struct str stored, struct name_record *r)
{
	struct str parent, children;

	*r = (struct name_record){0};
	if (stored.p == NULL || !str_split(&stored, '\0', &r->name) ||
	    !str_split(&stored, '\0', &parent) || !str_split(&stored, '\0', &children))
		return false;
	r->has_children = children.n > 0;
	r->has_parent = parent.n > 0;
	if (!r->has_parent)
		return true;
	r->parent_id = str_slice(parent, 1, parent.n);
	return kind_of_letter(parent.p[0], &r->parent_kind);
}

static void add_name_term(struct buf *out, const char *prefix, struct str id, bool itself)
{
	buf_text(out, prefix);
	if (itself)
		buf_text(out, NAME_ITSELF);
	buf_str(out, id);
}

void term_name(struct buf *out, enum name_kind kind, struct str id, bool itself)
{
	add_name_term(out, name_kinds[kind].prefix, id, itself);
}

void term_actor(struct buf *out, struct str id, bool itself)
{
	add_name_term(out, PREFIX_ACTOR, id, itself);
}

/* The number of a format; 0 or less when it is none. */
static long format_number(struct str version)
{
	long number = 0;

	for (size_t i = 0; i < version.n && number >= 0; i++) {
		bool digit = version.p[i] >= '0' && version.p[i] <= '9';

		number =
			digit && number < 1000000 ? 10 * number + version.p[i] - '0' : -1;
	}
	return number;
}

bool schema_is_older(struct str version)
{
	long number = format_number(version);

	return number > 0 && number < SCHEMA_VERSION;
}

int schema_check(const char *place, struct str version, struct error *err)
{
	long number = format_number(version);

	if (number <= 0)
		return error_set(err, ERROR_VERSION,
				 _("'%s' is a database, but not an index of veille"),
				 place);
	if (number > SCHEMA_VERSION)
		return error_set(
			err, ERROR_VERSION,
			_("the index '%s' has format %ld, of a newer veille; this "
			  "program knows %d; install the newer one"),
			place, number, SCHEMA_VERSION);
	if (number < SCHEMA_VERSION)
		return error_set(
			err, ERROR_VERSION,
			_("the index '%s' has format %ld, this program knows %d; run: "
			  "veille-index --rebuild -i '%s'"),
			place, number, SCHEMA_VERSION, place);
	return 0;
}

enum { ID_KEPT = 200 }; /* bytes; the whole term stays below libxapian's 245 */

/* White space of any kind becomes one space, none at the ends; NULs are white space. */
static void add_one_line(struct buf *out, struct str s)
{
	size_t first = out->n;

	for (size_t i = 0; i < s.n; i++) {
		bool space = s.p[i] == ' ' || s.p[i] == '\0' ||
			     (s.p[i] >= '\t' && s.p[i] <= '\r');

		if (!space)
			buf_char(out, s.p[i]);
		else if (out->n > first && out->p[out->n - 1] != ' ')
			buf_char(out, ' ');
	}
	if (out->n > first && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
}

void term_id(struct buf *out, struct str id)
{
	size_t first = out->n + sizeof PREFIX_ID - 1;
	struct str line;
	uint64_t hash;

	buf_text(out, PREFIX_ID);
	add_one_line(out, id);
	line = str_slice(buf_view(out), first, out->n);
	if (line.n <= ID_KEPT)
		return;
	hash = str_hash(line);
	out->n = first + ID_KEPT;
	buf_printf(out, "#%016llx", (unsigned long long)hash);
}

static void big_endian(struct buf *out, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buf_char(out, (char)(value >> (8 * i)));
}

static uint64_t big_endian_read(struct str s)
{
	uint64_t value = 0;

	for (size_t i = 0; i < s.n; i++)
		value = value << 8 | (unsigned char)s.p[i];
	return value;
}

void value_moment(struct buf *out, int64_t moment)
{
	big_endian(out, (uint64_t)moment, 6);
}

int64_t value_moment_read(struct str value)
{
	return value.n == 6 ? (int64_t)big_endian_read(value) : 0;
}

void value_arrival(struct buf *out, struct arrival arrival)
{
	big_endian(out, arrival.number, 4);
	big_endian(out, arrival.seconds, 4);
}

struct arrival value_arrival_read(struct str value)
{
	struct arrival a = {0};

	if (value.n != 8)
		return a;
	a.number = (uint32_t)big_endian_read(str_slice(value, 0, 4));
	a.seconds = (uint32_t)big_endian_read(str_slice(value, 4, 8));
	return a;
}

void value_group(struct buf *out, uint32_t group)
{
	big_endian(out, group, 4);
}

uint32_t value_group_read(struct str value)
{
	return value.n == 4 ? (uint32_t)big_endian_read(value) : 0;
}

/* IEEE 754 doubles that are not negative sort as their bits do. */
void value_pack(struct buf *out, double value)
{
	uint64_t bits;

	if (!(value > 0))
		value = 0;
	memcpy(&bits, &value, sizeof bits);
	big_endian(out, bits, 8);
}

double value_unpack(struct str value)
{
	uint64_t bits = value.n == 8 ? big_endian_read(value) : 0;
	double d;

	memcpy(&d, &bits, sizeof d);
	return d;
}
