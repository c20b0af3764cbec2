/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of the reader of posting lists: of databases written by glass/ and by libxapian it tells what was put in,
 * from the start and from anywhere; of damaged ones that they are damaged, and nothing worse.
 */
#include "glass/reader.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/glass.h"
#include "lib/mem.h"
#include "tests/check.h"
#include "tests/rig.h"
#include "tests/twin.h"

static char directory[200]; /* holds all that the tests make */
static struct error err;

/* ---- what a database is to hold ---- */

struct model_list {
	struct str term; /* empty: lengths */
	struct glass_entry *entries;
	size_t count, capacity;
};

static struct model {
	struct arena arena;
	struct model_list *lists; /* the first has the lengths */
	size_t count, capacity;
} model;

static void ok(int rc)
{
	if (!CHECK(rc >= 0))
		fprintf(stderr, "error: %s\n", err.text);
}

static const char *path_of(const char *name)
{
	static char path[300];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return path;
}

static struct model_list *model_find(struct str term)
{
	for (size_t i = 0; i < model.count; i++)
		if (str_equal(model.lists[i].term, term))
			return &model.lists[i];
	return NULL;
}

static struct model_list *model_term(struct str term)
{
	struct model_list *l = model_find(term);

	if (l != NULL)
		return l;
	GROW(model.lists, model.count, model.capacity);
	l = &model.lists[model.count++];
	*l = (struct model_list){.term = str_copy(&model.arena, term)};
	return l;
}

static void model_add(struct str term, uint32_t docid, uint32_t number)
{
	struct model_list *l = model_term(term);

	GROW(l->entries, l->count, l->capacity);
	l->entries[l->count++] = (struct glass_entry){docid, number};
}

static void model_release(void)
{
	for (size_t i = 0; i < model.count; i++)
		free(model.lists[i].entries);
	free(model.lists);
	arena_release(&model.arena);
	model = (struct model){0};
}

/* Of a list; its first entry from a document on. */
static size_t model_from(const struct model_list *l, uint32_t docid)
{
	size_t low = 0;
	size_t high = l->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->entries[middle].docid < docid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- whether the reader tells the same ---- */

/* The chunk has the model's entries that begin at number `at`: how many; 0 when they differ. */
static size_t same_chunk(const struct glass_list *list, const struct model_list *l,
			 size_t at)
{
	if (list->n == 0 || list->n > l->count - at)
		return 0;
	for (size_t i = 0; i < list->n; i++)
		if (list->docids[i] != l->entries[at + i].docid ||
		    list->numbers[i] != l->entries[at + i].wdf)
			return 0;
	return list->n;
}

/* All of a list: 1 when it is the model's, 0, -1 where it is told to be damaged. */
static int read_whole(const struct glass_reader *r, const struct model_list *l)
{
	struct glass_list *list;
	int rc = glass_list_open(r, l->term, &list);
	size_t at = 0;
	bool same = rc <= 0 || list->documents == (l->term.n > 0 ? l->count : 0);

	while (rc > 0 && same) {
		size_t n = same_chunk(list, l, at);

		same = n > 0;
		at += n;
		rc = glass_list_next(list);
	}
	if (rc == 0 && same && list != NULL)
		same = list->n == 0 && glass_list_next(list) == 0 && list->n == 0;
	glass_list_free(list);
	return rc < 0 ? -1 : same && at == l->count;
}

/* To a document: 1 when the list stands where the model does, 0, -1. */
static int seek_once(struct glass_list *list, const struct model_list *l, uint32_t docid)
{
	size_t at = model_from(l, docid);
	int rc = glass_list_seek(list, docid);
	size_t first;

	if (rc < 0)
		return -1;
	if (rc == 0)
		return at == l->count && list->n == 0;
	if (!CHECK(list->n > 0 && list->docids[list->n - 1] >= docid) || at == l->count)
		return 0;
	first = model_from(l, list->docids[0]);
	return first <= at && same_chunk(list, l, first) > at - first;
}

/* A document to seek: one of the list, beside one, before, behind, anywhere. */
static uint32_t place_in(const struct model_list *l, size_t from)
{
	size_t left = l->count - from;
	size_t near = rig_random(3) && left > 200 ? 200 : left;
	const struct glass_entry *e =
		&l->entries[from + (near > 0 ? rig_random(near) : 0)];

	if (from == l->count || rig_random(40) == 0)
		return rig_random(2) ? UINT32_MAX : rig_random(UINT32_MAX);
	return e->docid + rig_random(3) - (e->docid > 1 ? 1 : 0);
}

/* Goes forward by seeks and steps to the end and beyond it. */
static int read_by_seeks(const struct glass_reader *r, const struct model_list *l)
{
	struct glass_list *list;
	uint32_t docid = 0;
	int rc = glass_list_open(r, l->term, &list);
	int same = rc >= 0 ? 1 : -1;

	for (unsigned i = 0; i < 60 && rc > 0 && same > 0; i++) {
		size_t from = model_from(l, docid);
		uint32_t place = i == 0 ? rig_random(3) : place_in(l, from);

		if (place < docid)
			continue;
		docid = place;
		same = seek_once(list, l, docid);
		if (same > 0 && list->n > 0 && rig_random(4) == 0) {
			from = model_from(l, list->docids[list->n - 1]) + 1;
			rc = glass_list_next(list);
			if (rc < 0)
				same = -1;
			else if (rc == 0)
				same = from == l->count && list->n == 0;
			else
				same = same_chunk(list, l, from) > 0;
			docid = rc > 0 ? list->docids[0] : UINT32_MAX;
		}
	}
	/* What has ended has, wherever one goes. */
	if (list != NULL && same > 0 && glass_list_seek(list, UINT32_MAX) == 0)
		same = glass_list_seek(list, 1) == 0 && list->n == 0 &&
		       glass_list_seek(list, UINT32_MAX) == 0 &&
		       glass_list_next(list) == 0;
	glass_list_free(list);
	return same;
}

static uint64_t revision_of(void)
{
	uint64_t revision = 0;
	char bytes[64];
	FILE *f = fopen(path_of("made/iamglass"), "r");

	if (!CHECK(f != NULL))
		return 0;
	if (CHECK(fread(bytes, 1, sizeof bytes, f) == sizeof bytes)) {
		struct str rest = {bytes + 32, sizeof bytes - 32};

		CHECK(str_varint(&rest, &revision));
	}
	fclose(f);
	return revision;
}

static struct glass_reader *open_made(void)
{
	uint64_t revision = revision_of();

	return glass_reader_open(path_of("made"), revision);
}

static bool is_absent(const struct glass_reader *r, struct str term)
{
	struct glass_list *list;

	return glass_list_open(r, term, &list) == 0 && list == NULL;
}

/* Terms beside those that are there. */
static void check_absent(const struct glass_reader *r)
{
	static char bytes[300];

	for (size_t i = 1; i < model.count; i++) {
		struct str term = model.lists[i].term;

		memcpy(bytes, term.p, term.n);
		for (int last = 0; last < 256; last += 85) {
			bytes[term.n] = (char)last;
			if (model_find((struct str){bytes, term.n + 1}) == NULL)
				CHECK(is_absent(r, (struct str){bytes, term.n + 1}));
		}
		if (term.n > 1 && model_find((struct str){bytes, term.n - 1}) == NULL)
			CHECK(is_absent(r, (struct str){bytes, term.n - 1}));
	}
	CHECK(is_absent(r, (struct str){bytes, sizeof bytes}));
}

static void check_made(void)
{
	struct glass_reader *r = open_made();

	if (!CHECK(r != NULL))
		return;
	for (size_t i = 0; i < model.count; i++) {
		const struct model_list *l = &model.lists[i];

		if (l->count == 0) {
			CHECK(is_absent(r, l->term));
			continue;
		}
		CHECK_INT(read_whole(r, l), 1);
		for (unsigned k = 0; k < 6; k++)
			CHECK_INT(read_by_seeks(r, l), 1);
	}
	check_absent(r);
	glass_reader_close(r);
}

/* ---- databases ---- */

enum {
	HELD_MAX = 8, /* terms of a document */
	POOL = 24,
};

struct document {
	uint32_t docid;
	size_t count;
	struct glass_posting held[HELD_MAX]; /* terms by their numbers in the pool */
	bool gone;
};

/* Terms that begin with each other, with bytes of all kinds, short and long. */
static struct str term_of(uint32_t number)
{
	static const struct str terms[] = {
		{"a", 1},    {"ab", 2},	    {"abc", 3},	    {"b", 1},	 {"\0", 1},
		{"\0\0", 2}, {"a\0", 2},    {"a\0\xff", 3}, {"\xff", 1}, {"a\xff", 2},
		{"a\0b", 3}, {"\0\xe0", 2}, {"\xe0", 1},    {"ab\0", 3}, {"rare", 4}};
	static char bytes[GLASS_TERM_MAX];

	if (number < COUNT(terms))
		return terms[number];
	memset(bytes, 'x', sizeof bytes);
	bytes[0] = (char)('a' + number % 2);
	return (struct str){bytes, sizeof bytes - (number - COUNT(terms))};
}

static void random_held(struct document *d)
{
	static const uint32_t wdfs[] = {0, 127, 128, 300, 16384, 1u << 27};
	uint32_t number = rig_random(4);

	for (d->count = 0; d->count < HELD_MAX && number < POOL;
	     number += 1 + rig_random(9))
		d->held[d->count++] = (struct glass_posting){
			number, rig_random(12) ? 1 + rig_random(4)
					       : wdfs[rig_random(COUNT(wdfs))]};
}

static void model_documents(const struct document *documents, size_t count)
{
	model_term((struct str){0});
	for (uint32_t t = 0; t < POOL; t++)
		model_term(term_of(t));
	for (size_t i = 0; i < count; i++) {
		const struct document *d = &documents[i];
		uint32_t length = 0;

		for (size_t k = 0; k < d->count && !d->gone; k++) {
			model_add(term_of(d->held[k].term), d->docid, d->held[k].wdf);
			length += d->held[k].wdf;
		}
		if (!d->gone)
			model_add((struct str){0}, d->docid, length);
	}
}

static struct str id_of(const struct document *d)
{
	static char id[32];

	snprintf(id, sizeof id, "Zid%u", (unsigned)d->docid);
	return str_of(id);
}

static void put_document(struct xc_writer *w, const struct document *document,
			 bool is_new)
{
	struct xc_document *d = xc_document_new();

	for (size_t k = 0; k < document->count; k++)
		ok(xc_document_add_term(d, term_of(document->held[k].term),
					document->held[k].wdf, &err));
	ok(xc_document_add_term(d, id_of(document), 0, &err));
	ok(is_new ? xc_writer_add(w, document->docid, d, &err)
		  : xc_writer_replace(w, id_of(document), d, NULL, &err));
	xc_document_free(d);
}

/* By libxapian, in many batches, some put in place of others and some removed. */
static void write_by_api(struct document *documents, size_t count)
{
	const struct xc_writer_options options = {.create = XC_CREATE};
	struct xc_writer *w = xc_writer_open(path_of("made"), &options, &err);

	if (!CHECK(w != NULL))
		return;
	for (size_t i = 0; i < count; i++) {
		put_document(w, &documents[i], true);
		if (rig_random(100) == 0)
			ok(xc_writer_commit(w, &err));
	}
	for (size_t i = 0; i < count; i++) {
		if (rig_random(10) == 0) {
			random_held(&documents[i]);
			put_document(w, &documents[i], false);
		} else if (rig_random(10) == 0) {
			CHECK_INT(xc_writer_remove(w, id_of(&documents[i]), &err), 1);
			documents[i].gone = true;
		}
		if (rig_random(200) == 0)
			ok(xc_writer_commit(w, &err));
	}
	ok(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static void write_by_glass(const struct document *documents, size_t count)
{
	const struct glass_options options = {.first = documents[0].docid};
	struct glass_builder *b;

	ok(glass_new(&b, path_of("made"), &options, &err));
	for (size_t i = 0; i < count; i++) {
		struct glass_posting postings[HELD_MAX];
		const struct glass_document d = {.postings = postings,
						 .posting_count = documents[i].count};

		for (size_t k = 0; k < d.posting_count; k++)
			postings[k] = (struct glass_posting){
				glass_term(b, term_of(documents[i].held[k].term)),
				documents[i].held[k].wdf};
		ok(glass_add(b, &d, NULL, &err));
	}
	ok(glass_write(b, &err));
	glass_free(b);
}

enum made {
	GLASS,
	API,
};

/* Up to the number `last`; gaps, if any, below `gap`. */
static void make(enum made by, size_t count, uint32_t last, uint32_t gap)
{
	struct document *documents = xcalloc(count, sizeof *documents);
	uint32_t docid = last;

	for (size_t i = count; i-- > 0;) {
		documents[i].docid = docid;
		docid -= gap > 0 && rig_random(3) == 0 ? 1 + rig_random(gap) : 1;
	}
	for (size_t i = 0; i < count; i++)
		random_held(&documents[i]);
	if (by == API)
		write_by_api(documents, count);
	else
		write_by_glass(documents, count);
	model_documents(documents, count);
	free(documents);
}

static void unmake(void)
{
	twin_remove(path_of("made"));
	model_release();
}

static void test_databases(void)
{
	static const struct {
		enum made by;
		size_t count;
		uint32_t last, gap;
	} rows[] = {
		{GLASS, 1, 1, 0},
		{GLASS, 2, UINT32_MAX - 1, 0},
		{GLASS, 700, 700, 0},
		{GLASS, 9000, 40000, 0},
		{API, 1, UINT32_MAX, 0},
		{API, 300, 300, 0},
		{API, 1500, UINT32_MAX, 0},
		{API, 2500, 3000000, 900},
		{API, 400, UINT32_MAX - 5, 20000000},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		make(rows[i].by, rows[i].count, rows[i].last, rows[i].gap);
		check_made();
		unmake();
	}
}

/* ---- what is none ---- */

static bool opens(uint64_t revision)
{
	struct glass_reader *r = glass_reader_open(path_of("made"), revision);

	glass_reader_close(r);
	return r != NULL;
}

static void write_bytes(const char *name, struct str bytes)
{
	FILE *f = fopen(path_of(name), "w");

	if (!CHECK(f != NULL))
		return;
	CHECK(fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
	CHECK(fclose(f) == 0);
}

static void read_bytes(const char *name, struct buf *out)
{
	char bytes[4096];
	FILE *f = fopen(path_of(name), "r");
	size_t n;

	buf_clear(out);
	if (!CHECK(f != NULL))
		return;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_str(out, (struct str){bytes, n});
	fclose(f);
}

static void test_open(void)
{
	const struct glass_options options = {0};
	struct buf version = {0};
	struct glass_builder *b;
	uint64_t revision;

	glass_reader_close(NULL);
	glass_list_free(NULL);
	CHECK(!opens(1));
	ok(glass_new(&b, path_of("made"), &options, &err));
	ok(glass_write(b, &err));
	glass_free(b);
	CHECK(!opens(revision_of())); /* it is empty */
	unmake();

	make(GLASS, 50, 50, 0);
	revision = revision_of();
	CHECK(opens(revision));
	CHECK(!opens(revision + 1));
	CHECK(!opens(revision - 1));
	read_bytes("made/iamglass", &version);
	for (size_t n = 0; n < 36; n++) {
		write_bytes("made/iamglass", (struct str){version.p, n});
		CHECK(!opens(revision));
	}
	for (size_t i = 0; i < 16; i++) { /* what tells the format */
		version.p[i] ^= 1;
		write_bytes("made/iamglass", buf_view(&version));
		CHECK(!opens(revision));
		version.p[i] ^= 1;
	}
	write_bytes("made/iamglass", buf_view(&version));
	CHECK(opens(revision));
	CHECK(unlink(path_of("made/postlist.glass")) == 0);
	CHECK(!opens(revision));
	write_bytes("made/postlist.glass", STR(""));
	CHECK(!opens(revision));
	buf_release(&version);
	unmake();
}

/* ---- damage ---- */

/* Reads all lists whole and from places; nothing is said of what they hold. */
static unsigned read_damaged(void)
{
	struct glass_reader *r = open_made();
	unsigned told = 0;

	for (size_t i = 0; i < model.count && r != NULL; i++) {
		told += read_whole(r, &model.lists[i]) < 0;
		if (model.lists[i].count > 0)
			told += read_by_seeks(r, &model.lists[i]) < 0;
	}
	glass_reader_close(r);
	return told;
}

static void test_damage(void)
{
	static const char values[] = {0, 1, 0x7F, -128, -1};
	struct buf file = {0};
	unsigned told = 0;

	make(API, 600, 900000, 500);
	read_bytes("made/postlist.glass", &file);
	for (unsigned i = 0; i < 1500; i++) {
		/* Heads of blocks and directories more often. */
		size_t at = rig_random(2)
				    ? rig_random(file.n)
				    : rig_random(file.n / 8192) * 8192 + rig_random(60);
		char before = file.p[at];

		file.p[at] = rig_random(2) ? values[rig_random(COUNT(values))]
					   : (char)(before ^ 1 << rig_random(8));
		write_bytes("made/postlist.glass", buf_view(&file));
		told += read_damaged();
		file.p[at] = before;
	}
	CHECK(told > 300);
	told = 0;
	for (size_t n = 0; n < file.n; n += 1 + rig_random(300)) {
		write_bytes("made/postlist.glass", (struct str){file.p, n});
		told += read_damaged();
	}
	CHECK(told > 100);
	write_bytes("made/postlist.glass", buf_view(&file));
	check_made();
	buf_release(&file);
	unmake();
}

int main(void)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof directory, "%s/veille-test-glass-reader.XXXXXX",
		 parent != NULL ? parent : "/tmp");
	if (mkdtemp(directory) == NULL)
		return 1;
	test_databases();
	test_open();
	test_damage();
	CHECK(rmdir(directory) == 0);
	return check_done();
}
