/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a file of posting lists: what is read of it rises, ends, and goes where it was sent. The
 * first three bytes tell where the tree begins: its block, its level, the size of blocks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "glass/bytes.h"
#include "glass/reader.h"
#include "tests/twin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	HEAD = 3,
	REVISION = 1,
	IDENTITY = 32, /* bytes of a version file that tell the format and the database */
	LEVEL_SHIFT = 2,
	BLOCK_UNIT = 2048,
	CHUNKS_MAX = 100000, /* of files as small as inputs are */
};

static char folder[200]; /* made once */
static char database[300];
static uint8_t identity[IDENTITY];

static void require(bool held, const char *why)
{
	if (held)
		return;
	fprintf(stderr, "%s\n", why);
	abort();
}

static void remove_folder(void)
{
	twin_remove(database);
	rmdir(folder);
}

static void write_file(const char *name, const uint8_t *bytes, size_t n, size_t padding)
{
	char path[400];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", database, name);
	f = fopen(path, "w");
	require(f != NULL && fwrite(bytes, 1, n, f) == n, "no file");
	while (padding-- > 0)
		fputc(0, f);
	fclose(f);
}

/* An empty database, for its version file. */
static void make_folder(void)
{
	const char *parent = getenv("TMPDIR");
	const struct glass_options options = {0};
	struct glass_builder *b;
	struct error err;
	char path[400];
	FILE *f;

	if (folder[0] != '\0')
		return;
	snprintf(folder, sizeof folder, "%s/veille-fuzz-postings.XXXXXX",
		 parent != NULL ? parent : "/tmp");
	require(mkdtemp(folder) != NULL, "no folder for a database");
	snprintf(database, sizeof database, "%s/made", folder);
	atexit(remove_folder);
	require(glass_new(&b, database, &options, &err) == 0 && glass_write(b, &err) == 0,
		"no database");
	glass_free(b);
	snprintf(path, sizeof path, "%s/iamglass", database);
	f = fopen(path, "r");
	require(f != NULL && fread(identity, 1, sizeof identity, f) == sizeof identity,
		"no version file");
	fclose(f);
}

static void write_database(const uint8_t *data, size_t size)
{
	uint8_t version[IDENTITY + 64];
	uint8_t *p = put_bytes(version, identity, sizeof identity);
	size_t block = (size_t)(data[2] & 7) * BLOCK_UNIT;
	const uint8_t root[] = {data[0] & 0x7F,
				(uint8_t)((data[1] & 0x0F) << LEVEL_SHIFT),
				0,
				data[2] & 7,
				0,
				0};

	*p++ = REVISION;
	p = put_bytes(p, root, sizeof root);
	write_file("iamglass", version, (size_t)(p - version), 0);
	size -= HEAD;
	write_file("postlist.glass", data + HEAD, size,
		   block > 0 ? (block - size % block) % block : 0);
}

/* The chunk rises from behind `last`; its own last. */
static uint32_t check_chunk(const struct glass_list *list, uint32_t last)
{
	require(list->n > 0, "an empty chunk");
	for (size_t i = 0; i < list->n; i++) {
		require(list->docids[i] > last, "documents do not rise");
		last = list->docids[i];
	}
	return last;
}

static void read_whole(const struct glass_reader *r, struct str term)
{
	struct glass_list *list;
	int rc = glass_list_open(r, term, &list);
	uint32_t last = 0;

	for (unsigned i = 0; rc > 0; i++) {
		require(i < CHUNKS_MAX, "a list without an end");
		last = check_chunk(list, last);
		rc = glass_list_next(list);
	}
	require(list == NULL || glass_list_seek(list, UINT32_MAX) == rc, "it ended");
	glass_list_free(list);
}

static void read_by_seeks(const struct glass_reader *r, struct str term, uint32_t step)
{
	struct glass_list *list;
	int rc = glass_list_open(r, term, &list);
	uint32_t docid = 0;

	while (rc > 0 && docid <= UINT32_MAX - step) {
		uint32_t last = check_chunk(list, 0);

		require(last >= docid, "a seek that does not get there");
		docid = (last > docid ? last : docid) + step;
		if (docid < step)
			break;
		rc = glass_list_seek(list, docid);
	}
	glass_list_free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str terms[] = {{"", 0}, {"a", 1}, {"ab", 2}, {"a\0", 2}};
	struct glass_reader *r;

	if (size < HEAD)
		return 0;
	make_folder();
	write_database(data, size);
	r = glass_reader_open(database, REVISION);
	for (size_t i = 0; i < COUNT(terms) && r != NULL; i++) {
		read_whole(r, terms[i]);
		read_by_seeks(r, terms[i], 1);
		read_by_seeks(r, terms[i], 1000);
		read_by_seeks(r, terms[i], 1u << 28);
	}
	glass_reader_close(r);
	return 0;
}
