/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version file, and whether libxapian writes the one we know. */
#include "glass/version.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "glass/bytes.h"
#include "glass/glass.h"
#include "lib/i18n.h"

enum {
	MAGIC = 16,
	UUID = 16,
	BLOCK_UNIT = 2048,    /* the size of blocks is told in these */
	BLOCK_UNITS_MAX = 32, /* 64 kB */
	STATISTICS = 8,
	ROOT_NUMBERS = 6, /* the last is the size of what follows */
	/* Flags of a root, below its level. */
	NO_ROOT = 1,
	SEQUENTIAL = 2,
	LEVEL_SHIFT = 2,
	REVISION = 1,
};

/* The last two bytes are the day the format last changed: 2016-03-14. */
static const char magic[MAGIC + 1] = "\x0F\x0DXapian Glass\x04\x6E";

/* The releases whose databases have this format: libxapian keeps it within 1.4. */
static const char *const known_versions[] = {"1.4."};

static const uint32_t deflate_over[VERSION_TABLES] = {
	[VERSION_POSTLIST] = 0, [VERSION_DOCDATA] = 18,	 [VERSION_TERMLIST] = 18,
	[VERSION_POSITION] = 0, [VERSION_SPELLING] = 18, [VERSION_SYNONYM] = 18,
};

uint32_t version_deflate_over(enum version_table table)
{
	return deflate_over[table];
}

void version_count(struct version *v, uint32_t docid, uint32_t length, uint32_t wdf_high)
{
	if (v->length_total == 0 || (length > 0 && length < v->length_low))
		v->length_low = length;
	if (length > v->length_high)
		v->length_high = length;
	if (wdf_high > v->wdf_high)
		v->wdf_high = wdf_high;
	v->length_total += length;
	v->documents++;
	v->last = docid;
}

static void print_root(const struct table_root *r, uint32_t deflate, struct buf *out)
{
	bool empty = r->blocks == 0;
	struct buf free_blocks = {0};

	buf_varint(out, r->block);
	buf_varint(out, r->level << LEVEL_SHIFT | SEQUENTIAL | (empty ? NO_ROOT : 0));
	buf_varint(out, r->entries);
	buf_varint(out, TABLE_BLOCK / BLOCK_UNIT);
	buf_varint(out, deflate);
	if (!empty) {
		/* Revision, first unused block; the list starts and ends at nothing. */
		buf_varint(&free_blocks, REVISION);
		buf_varint(&free_blocks, r->blocks);
		buf_add(&free_blocks, "\0\0\0\0", 4);
	}
	buf_varint(out, free_blocks.n);
	buf_str(out, buf_view(&free_blocks));
	buf_release(&free_blocks);
}

/* A random identifier (RFC 4122, version 4). */
static int print_uuid(struct buf *out, struct error *err)
{
	uint8_t uuid[UUID];

	if (getentropy(uuid, sizeof uuid) < 0)
		return error_set(err, ERROR_FAILED,
				 _("the system gives no random numbers: %s"),
				 strerror(errno));
	uuid[6] = (uuid[6] & 0x0F) | 0x40;
	uuid[8] = (uuid[8] & 0x3F) | 0x80;
	buf_add(out, uuid, sizeof uuid);
	return 0;
}

int version_print(const struct version *v, struct buf *out, struct error *err)
{
	buf_add(out, magic, MAGIC);
	if (print_uuid(out, err) < 0)
		return -1;
	buf_varint(out, REVISION);
	for (size_t i = 0; i < VERSION_TABLES; i++)
		print_root(&v->roots[i], deflate_over[i], out);
	buf_varint(out, v->documents);
	buf_varint(out, v->last - v->documents);
	buf_varint(out, v->length_low);
	buf_varint(out, v->wdf_high);
	buf_varint(out, v->length_high - v->wdf_high);
	buf_varint(out, 0); /* oldest set of changes */
	buf_varint(out, v->length_total);
	buf_varint(out, 0); /* spelling */
	return 0;
}

/* ---- reading ---- */

/* The root of one table; its free blocks are passed over. */
static bool read_root(struct str *rest, struct version_root *root, bool *empty)
{
	uint64_t n[ROOT_NUMBERS];

	for (size_t i = 0; i < ROOT_NUMBERS; i++)
		if (!str_varint(rest, &n[i]))
			return false;
	if (n[0] > UINT32_MAX || n[3] > BLOCK_UNITS_MAX || n[5] > rest->n)
		return false;
	*rest = str_slice(*rest, (size_t)n[5], rest->n);
	*empty = n[1] & NO_ROOT;
	*root = (struct version_root){(uint32_t)n[0], (unsigned)n[1] >> LEVEL_SHIFT,
				      (size_t)n[3] * BLOCK_UNIT};
	return true;
}

bool version_read(struct str file, enum version_table table, uint64_t *revision,
		  struct version_root *root)
{
	bool empty = true;

	if (!str_starts(file, (struct str){magic, MAGIC}))
		return false;
	file = str_slice(file, MAGIC + UUID, file.n);
	if (!str_varint(&file, revision))
		return false;
	for (unsigned i = 0; i <= table; i++)
		if (!read_root(&file, root, &empty))
			return false;
	return !empty;
}

/* ---- whether libxapian writes the same ---- */

static int strange(struct error *err, const char *what)
{
	return error_set(err, ERROR_VERSION,
			 _("this libxapian writes databases of another format (%s)"),
			 what);
}

static bool known(const char *version)
{
	for (size_t i = 0; i < COUNT(known_versions); i++)
		if (str_starts(str_of(version), str_of(known_versions[i])))
			return true;
	return false;
}

/* The next numbers are these; NULL takes any. */
static bool expect(struct str *rest, size_t count, const uint64_t *const *numbers)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t n;

		if (!str_varint(rest, &n) || (numbers[i] != NULL && n != *numbers[i]))
			return false;
	}
	return true;
}

/* The root of an empty table: no block, no level, no entries, no free blocks. */
static bool expect_root(struct str *rest, uint64_t deflate)
{
	static const uint64_t none = 0;
	static const uint64_t flags = SEQUENTIAL | NO_ROOT;
	static const uint64_t block = TABLE_BLOCK / BLOCK_UNIT;
	const uint64_t *const numbers[] = {&none, &flags, &none, &block, &deflate, &none};

	return expect(rest, COUNT(numbers), numbers);
}

static bool expect_statistics(struct str *rest)
{
	static const uint64_t none = 0;
	const uint64_t *numbers[STATISTICS];

	for (size_t i = 0; i < STATISTICS; i++)
		numbers[i] = &none;
	return expect(rest, STATISTICS, numbers) && rest->n == 0;
}

int glass_usable(const char *version, struct str version_file, struct error *err)
{
	static const uint64_t *const any[] = {NULL};
	struct str rest = version_file;

	if (!known(version))
		return error_set(err, ERROR_VERSION,
				 _("the databases of libxapian %s are not known here"),
				 version);
	if (!str_starts(rest, (struct str){magic, MAGIC}))
		return strange(err, _("its version file begins differently"));
	rest = str_slice(rest, MAGIC + UUID, rest.n);
	if (!expect(&rest, 1, any))
		return strange(err, _("its version file ends early"));
	for (size_t i = 0; i < VERSION_TABLES; i++)
		if (!expect_root(&rest, deflate_over[i]))
			return strange(err, _("its tables are built differently"));
	if (!expect_statistics(&rest))
		return strange(err, _("its statistics are kept differently"));
	return 0;
}
