/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of glass: its databases are sound and hold what libxapian's own hold, from the
 * empty batch to hostile ones, and failures leave nothing behind.
 */
#include "glass/glass.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/bytes.h"
#include "tests/check.h"
#include "tests/rig.h"
#include "tests/twin.h"

static char directory[200]; /* holds all that the tests make */
static struct twin twin;
static struct error err;

/* ---- helpers ---- */

static const char *path_of(const char *name)
{
	static char path[300];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return path;
}

static bool exists(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0;
}

static void ok(int rc)
{
	if (!CHECK(rc == 0))
		fprintf(stderr, "error: %s\n", err.text);
}

static void fails(int rc, enum error_code code, const char *word)
{
	CHECK_INT(rc, -1);
	CHECK_INT(err.code, code);
	if (!CHECK(strstr(err.text, word) != NULL))
		fprintf(stderr, "error: %s\n", err.text);
}

enum lists { NO_TERM_LISTS, TERM_LISTS };

static void start(enum lists lists)
{
	const struct glass_options options = {.term_lists = lists == TERM_LISTS};

	ok(twin_open(&twin, directory, &options, &err));
}

static void same(const char *what)
{
	const char *different = twin_close(&twin);

	if (!CHECK(different == NULL))
		fprintf(stderr, "%s: %s\n", what, different);
	CHECK(!twin.unreadable);
}

static void add(void)
{
	ok(twin_add(&twin, &err));
}

static void metadata(struct str key, struct str value)
{
	ok(twin_set_metadata(&twin, key, value, &err));
}

/* n random bytes of the first `range` ones, borrowed until the next call. */
static struct str noise(size_t n, unsigned range)
{
	static struct buf b;

	buf_clear(&b);
	while (b.n < n)
		buf_char(&b, (char)rig_random(range));
	return buf_view(&b);
}

/* A text printed from a number, borrowed until the next call. */
static struct str numbered(const char *format, unsigned number)
{
	static char text[100];

	snprintf(text, sizeof text, format, number);
	return str_of(text);
}

/* ---- the same as libxapian's ---- */

static void test_empty(void)
{
	start(NO_TERM_LISTS);
	same("an empty batch");
	start(TERM_LISTS);
	same("an empty batch with term lists");
	start(NO_TERM_LISTS);
	metadata(STR("only"), STR("metadata"));
	same("metadata alone");
	start(TERM_LISTS);
	for (unsigned i = 0; i < 2000; i++)
		add();
	same("empty documents");
	start(NO_TERM_LISTS);
	twin_data(&twin, STR("data"));
	add();
	add();
	twin_value(&twin, 0, STR("value"));
	add();
	same("documents without terms");
}

static void test_one(enum lists lists)
{
	start(lists);
	twin_term(&twin, STR("usin"), 3);
	twin_term(&twin, STR("Qa:1"), 0);
	twin_term(&twin, STR("usin"), 4); /* seven in all */
	twin_term(&twin, STR("lyon"), 1);
	twin_value(&twin, 7, STR("first"));
	twin_value(&twin, 7, STR("second"));
	twin_value(&twin, 3, STR("gone"));
	twin_value(&twin, 3, STR(""));
	twin_value(&twin, 3, STR(""));
	twin_data(&twin, STR("une usine à Lyon"));
	add();
	metadata(STR("key"), STR("old"));
	metadata(STR("key"), STR("new"));
	metadata(STR("gone"), STR("value"));
	metadata(STR("gone"), STR(""));
	metadata(STR("\0\0"), STR("\0"));
	same("one document");
}

static const uint32_t wdfs[] = {0,  1,	 2,   30,    31,	32,
				33, 127, 128, 16383, 0x7FFFFFF, 1u << 28};

/* One term in very many documents, and others whose chunks lie between its own. */
static void test_long_lists(void)
{
	start(NO_TERM_LISTS);
	for (unsigned i = 0; i < 100000; i++) {
		twin_term(&twin, STR("everywhere"), 1 + i % 3);
		if (i % 3 == 0)
			twin_term(&twin, STR("everywhere\0here"), i % 7);
		if (i % 50 == 0)
			twin_term(&twin, STR("everywher"), wdfs[i / 50 % COUNT(wdfs)]);
		if (i % 1000 == 0)
			twin_term(&twin, STR("ever"), 1);
		twin_value(&twin, 2, numbered("%05u", i % 977));
		add();
	}
	same("long lists");
}

static void test_terms(enum lists lists)
{
	static const char texts[][6] = {"a",	 "a\0",	     "a\0\0", "a\0b",
					"a\001", "a\xFF",    "",      "\0",
					"\xFF",	 "\xFF\xFF", "ab",    "\0\xFF"};

	start(lists);
	for (unsigned i = 0; i < 3000; i++) {
		for (size_t k = 0; k < COUNT(texts); k++)
			for (size_t n = 1; n < 5; n++)
				twin_term(&twin, (struct str){texts[k], n}, i % (n + k));
		add();
	}
	for (unsigned i = 0; i < 600; i++) {
		twin_term(&twin, noise(200 + i % 60, i < 300 ? 256 : 2), 1);
		twin_term(&twin, noise(100 + i % 40, 1), 1);
		twin_term(&twin, noise(1 + rig_random(3), 256), wdfs[i % COUNT(wdfs)]);
		add();
	}
	same("odd terms");
}

static void test_slots(enum lists lists)
{
	static const uint32_t slots[] = {0,	1,	  127,	    128,	   255,
					 256,	257,	  16383,    16384,	   65535,
					 65536, 1u << 21, 1u << 24, UINT32_MAX - 1};

	start(lists);
	for (unsigned i = 0; i < 400; i++) {
		for (size_t k = 0; k < COUNT(slots); k++)
			if (rig_random(3) > 0)
				twin_value(&twin, slots[k], noise(rig_random(20), 4));
		for (unsigned k = 0; k < 5; k++)
			twin_value(&twin, 1000 + rig_random(300), numbered("%u", i));
		if (i % 7 == 0)
			twin_value(&twin, 5, noise(rig_random(6000), 256));
		twin_value(&twin, 9, STR("always the same"));
		twin_term(&twin, numbered("Q%u", i), 1);
		add();
	}
	same("many slots");
}

static void test_large(void)
{
	start(TERM_LISTS);
	for (unsigned i = 0; i < 300; i++) {
		twin_data(&twin, noise(i * i / 10, 256));
		twin_term(&twin, numbered("Q%u", i), 0);
		add();
	}
	twin_data(&twin, noise(5000000, 256));
	twin_value(&twin, 1, noise(GLASS_VALUE_MAX, 256));
	twin_value(&twin, 2, noise(GLASS_VALUE_MAX, 256));
	add();
	for (size_t n = 2000; n < 2100; n++) {
		twin_data(&twin, noise(n, 3));
		add();
	}
	/* Lists of terms from one block to several. */
	for (unsigned n = 100; n < 1500; n += 10) {
		for (unsigned k = 0; k < n; k++)
			twin_term(&twin, numbered("term %u", k * 7919 % 10007), k);
		add();
	}
	metadata(noise(GLASS_KEY_MAX, 256), noise(4000000, 2));
	same("large documents");
}

/* Numbers up to the last one there is. */
static void test_numbers(void)
{
	const struct glass_options options = {.first = UINT32_MAX - 1999};

	ok(twin_open(&twin, directory, &options, &err));
	for (unsigned i = 0; i < 2001; i++) {
		twin_term(&twin, STR("all"), i);
		twin_term(&twin, numbered("t%u", i % 10), 1);
		twin_value(&twin, 1, numbered("value %u", i));
		twin_data(&twin, noise(100, 256));
		add();
	}
	CHECK_INT(twin.refused, 1);
	same("the last numbers");
}

/* Keys that share long prefixes need long dividers, and more levels. */
static void test_deep(void)
{
	char key[GLASS_KEY_MAX + 1];
	const struct str whole = {key, GLASS_KEY_MAX};

	memset(key, 'k', sizeof key);
	start(NO_TERM_LISTS);
	for (unsigned i = 0; i < 30000; i++) {
		snprintf(key + 239, 7, "%06u", i * 7919 % 30000);
		metadata(whole, numbered("value %u", i));
	}
	for (unsigned i = 0; i < 2000; i++) {
		for (unsigned k = 0; k < 20; k++) {
			snprintf(key + 239, 7, "%06u", rig_random(1000000));
			twin_term(&twin, whole, k);
		}
		add();
	}
	same("deep trees");
}

/* What no document can have: refused, and nothing of it is kept. */
static void test_refused(void)
{
	static char large[GLASS_VALUE_MAX + 1];
	struct str huge = {large, (size_t)GLASS_DATA_MAX + 1}; /* not looked at */

	start(TERM_LISTS);
	CHECK_INT(glass_term(twin.direct, STR("")), GLASS_NO_TERM);
	CHECK_INT(glass_term(twin.direct, noise(246, 255)), GLASS_NO_TERM);
	CHECK_INT(glass_term(twin.direct, noise(123, 1)), GLASS_NO_TERM);
	CHECK_INT(glass_term(twin.direct, noise(122, 1)), 0);
	CHECK_INT(glass_term(twin.direct, STR("a")), 1);
	CHECK_INT(glass_term(twin.direct, noise(122, 1)), 0);
	CHECK(str_equal(glass_term_text(twin.direct, 1), STR("a")));
	twin_term(&twin, STR("a"), UINT32_MAX);
	twin_term(&twin, STR("b"), 1);
	add();
	twin_term(&twin, STR("a"), UINT32_MAX);
	twin_term(&twin, STR("a"), UINT32_MAX);
	add();
	twin_term(&twin, STR("a"), UINT32_MAX);
	add();
	twin_term(&twin, STR("c"), 1);
	twin.postings[0].term = 1000;
	add();
	twin_term(&twin, STR("c"), 1);
	twin.postings[0].term = GLASS_NO_TERM;
	add();
	twin_value(&twin, 1, STR("a"));
	twin_value(&twin, UINT32_MAX, STR("a"));
	add();
	twin_value(&twin, 1, (struct str){large, sizeof large});
	add();
	twin.data = huge;
	add();
	CHECK_INT(twin.refused, 8);
	metadata(STR(""), STR("a"));
	metadata(noise(GLASS_KEY_MAX + 1, 256), STR("a"));
	metadata(STR("a"), huge);
	CHECK_INT(twin.refused, 11);
	CHECK_INT(glass_count(twin.direct), 0);
	twin_term(&twin, STR("a"), UINT32_MAX - 1);
	twin_term(&twin, STR("b"), 0);
	add();
	for (unsigned i = 0; i < 3; i++) {
		twin_term(&twin, STR("a"), i);
		add();
	}
	CHECK_INT(glass_count(twin.direct), 4);
	same("after refusals");
}

static void random_document(void)
{
	unsigned terms = rig_random(4) ? rig_random(60) : rig_random(600);

	for (unsigned k = 0; k < terms; k++) {
		/* A few terms are in most documents, most are in few. */
		unsigned most = 1u << (1 + rig_random(12));

		twin_term(&twin, numbered(rig_random(2) ? "t%u" : "%u", rig_random(most)),
			  rig_random(8) ? rig_random(4)
					: wdfs[rig_random(COUNT(wdfs) - 2)]);
	}
	for (unsigned k = rig_random(6); k > 0; k--)
		twin_value(&twin, rig_random(8), noise(rig_random(12), 5));
	if (rig_random(5))
		twin_data(&twin, noise(rig_random(4) ? rig_random(3000) : 0, 256));
	add();
}

static void test_random(void)
{
	for (unsigned i = 0; i < 24; i++) {
		const struct glass_options options = {
			.first = i % 4 ? 0 : 1u << rig_random(30),
			.term_lists = i % 2,
			.sort_bytes = i % 3 ? 0 : 1000};

		ok(twin_open(&twin, directory, &options, &err));
		for (unsigned k = rig_random(700); k > 0; k--) {
			random_document();
			if (rig_random(4) == 0)
				metadata(noise(1 + rig_random(3), 256),
					 noise(rig_random(3000), 256));
		}
		same("a random batch");
	}
}

/* The rule for numbers within keys that no batch of a test reaches. */
static void test_sortable(void)
{
	static const struct {
		uint32_t number;
		size_t n;
		uint8_t bytes[SORTABLE_BYTES];
	} rows[] = {
		{0, 2, {0, 0}},
		{0x7FFF, 2, {0x7F, 0xFF}},
		{0x8000, 3, {0x80, 0x80, 0x00}},
		{0x3FFFFF, 3, {0xBF, 0xFF, 0xFF}},
		{0x400000, 4, {0xC0, 0x40, 0x00, 0x00}},
		{0x1FFFFFFF, 4, {0xDF, 0xFF, 0xFF, 0xFF}},
		{0x20000000, 5, {0xE0, 0x20, 0x00, 0x00, 0x00}},
		{0xFFFFFFFF, 5, {0xE0, 0xFF, 0xFF, 0xFF, 0xFF}},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t bytes[SORTABLE_BYTES];

		CHECK_INT(put_sortable(bytes, rows[i].number) - bytes, rows[i].n);
		CHECK(memcmp(bytes, rows[i].bytes, rows[i].n) == 0);
	}
}

/* ---- what others do with it ---- */

static void direct_database(const char *name, const struct glass_options *options,
			    unsigned documents)
{
	struct glass_builder *b;

	ok(glass_new(&b, path_of(name), options, &err));
	for (unsigned i = 0; i < documents; i++) {
		struct glass_posting postings[3] = {
			{glass_term(b, numbered("Q%u", i)), 0},
			{glass_term(b, STR("all")), 1},
			{glass_term(b, numbered("w%u", i % 10)), 2}};
		const struct glass_value value = {1, STR("value")};
		const struct glass_document d = {postings,	  3, &value, 1,
						 noise(900, 256), 0};
		uint32_t docid;

		ok(glass_add(b, &d, &docid, &err));
		CHECK_INT(docid, i + 1);
	}
	ok(glass_write(b, &err));
	glass_free(b);
}

static uint32_t count_of(const char *name, struct str term)
{
	const char *path = path_of(name);
	struct xc_reader *r = xc_reader_open(&path, 1, &err);
	uint32_t count = 0;

	if (CHECK(r != NULL))
		ok(xc_reader_term_count(r, term, &count, &err));
	xc_reader_close(r);
	return count;
}

static bool count_terms(void *context, struct str term, uint32_t wdf)
{
	unsigned *count = context;

	(void)term;
	*count += wdf;
	return true;
}

/* Term lists that deflate to almost nothing, which libxapian could not read deflated. */
static void test_long_term_lists(void)
{
	const struct glass_options options = {.term_lists = true};
	struct glass_posting postings[3000];
	const char *path = path_of("direct");
	struct glass_builder *b;
	struct xc_reader *r;

	ok(glass_new(&b, path, &options, &err));
	for (unsigned i = 0; i < COUNT(postings); i++) {
		postings[i].term = glass_term(b, numbered("%06u", i));
		postings[i].wdf = 1;
	}
	for (size_t n = 2500; n < COUNT(postings); n++)
		ok(glass_add(b,
			     &(struct glass_document){.postings = postings,
						      .posting_count = n},
			     NULL, &err));
	ok(glass_write(b, &err));
	glass_free(b);
	path = path_of("direct");
	r = xc_reader_open(&path, 1, &err);
	for (uint32_t n = 2500; r != NULL && n < COUNT(postings); n++) {
		unsigned count = 0;

		ok(xc_reader_document_terms(r, n - 2499, count_terms, &count, &err));
		CHECK_INT(count, n);
	}
	xc_reader_close(r);
	ok(xc_check(path_of("direct"), &err));
	twin_remove(path_of("direct"));
}

/* libxapian goes on where we stopped. */
static void test_continued(void)
{
	const struct glass_options with_lists = {.term_lists = true};
	struct xc_document *d = xc_document_new();
	struct xc_writer *w;

	direct_database("direct", &with_lists, 500);
	w = xc_writer_open(path_of("direct"), &(struct xc_writer_options){0}, &err);
	if (!CHECK(w != NULL))
		return;
	for (unsigned i = 0; i < 2000; i++) {
		ok(xc_document_add_term(d, STR("all"), 1, &err));
		ok(xc_document_set_data(d, noise(900, 256), &err));
		ok(xc_writer_replace(w, numbered("Q%u", i), d, NULL, &err));
		xc_document_clear(d);
		if (i % 100 == 99)
			ok(xc_writer_commit(w, &err));
	}
	CHECK_INT(xc_writer_remove(w, STR("Q7"), &err), 1);
	ok(xc_writer_commit(w, &err));
	xc_writer_close(w);
	xc_document_free(d);
	ok(xc_check(path_of("direct"), &err));
	CHECK_INT(count_of("direct", STR("all")), 1999);
	CHECK_INT(count_of("direct", STR("w3")), 0);
	twin_remove(path_of("direct"));
}

static void test_compacted(void)
{
	const struct glass_options options = {0};
	char to[300];

	direct_database("direct", &options, 3000);
	snprintf(to, sizeof to, "%s/compact", directory);
	ok(xc_check(path_of("direct"), &err));
	ok(xc_compact(path_of("direct"), to, &err));
	ok(xc_check(to, &err));
	CHECK_INT(count_of("compact", STR("all")), 3000);
	CHECK_INT(count_of("compact", STR("w3")), 300);
	twin_remove(path_of("direct"));
	twin_remove(to);
}

/* ---- failures ---- */

static void test_folders(void)
{
	const struct glass_options options = {0};
	struct glass_builder *b;

	fails(glass_new(&b, path_of("no/such/parent"), &options, &err), ERROR_FAILED,
	      "no/such/parent");
	CHECK(b == NULL);
	ok(mkdir(path_of("taken"), 0777));
	fails(glass_new(&b, path_of("taken"), &options, &err), ERROR_FAILED, "taken");
	CHECK(b == NULL);
	CHECK(exists(path_of("taken")));
	rmdir(path_of("taken"));
	ok(glass_new(&b, path_of("left"), &options, &err));
	CHECK(exists(path_of("left")));
	glass_free(b);
	CHECK(!exists(path_of("left")));
	glass_free(NULL);
	ok(glass_new(&b, path_of("lost"), &options, &err));
	twin_remove(path_of("lost"));
	fails(glass_write(b, &err), ERROR_FAILED, "lost");
	glass_free(b);
	CHECK(!exists(path_of("lost")));
}

/* Adds documents and writes them; answers whether it could. */
static bool try_to_write(bool term_lists, unsigned documents)
{
	const struct glass_options options = {.term_lists = term_lists};
	struct glass_builder *b;
	struct error first;
	int rc = glass_new(&b, path_of("full"), &options, &err);

	if (rc < 0)
		return false;
	for (unsigned i = 0; i < documents && rc == 0; i++) {
		const struct glass_posting p = {glass_term(b, numbered("a%u", i)), 1};
		const struct glass_document d = {&p, 1, NULL, 0, noise(2000, 256), 0};

		rc = glass_add(b, &d, NULL, &err);
	}
	if (rc == 0)
		rc = glass_write(b, &err);
	if (rc < 0) {
		first = err;
		fails(glass_write(b, &err), first.code, first.text);
		fails(glass_add(b, &(struct glass_document){0}, NULL, &err), first.code,
		      first.text);
		fails(glass_set_metadata(b, STR("a"), STR("b"), &err), first.code,
		      first.text);
	}
	glass_free(b);
	return rc == 0;
}

/* A disk that is full: at any moment, nothing is left behind. */
static void test_full_disk(void)
{
	static const rlim_t sizes[] = {0, 60, 8000, 8192, 100000, 300000, 2000000};
	struct rlimit before;
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		bool done;

		limit = before;
		limit.rlim_cur = sizes[i];
		setrlimit(RLIMIT_FSIZE, &limit);
		done = try_to_write(i % 2 == 0, 1000);
		setrlimit(RLIMIT_FSIZE, &before);
		CHECK(!done);
		CHECK(strstr(err.text, path_of("full")) != NULL);
		CHECK(strstr(err.text, strerror(EFBIG)) != NULL);
		CHECK(!exists(path_of("full")));
	}
	CHECK(try_to_write(true, 1000));
	ok(xc_check(path_of("full"), &err));
	twin_remove(path_of("full"));
}

/* ---- which libxapian ---- */

static void test_usable(void)
{
	struct buf file = {0};

	ok(xc_version_file(path_of("version"), &file, &err));
	CHECK(!exists(path_of("version")));
	ok(glass_usable(xc_library_version(), buf_view(&file), &err));
	fails(glass_usable("1.5.0", buf_view(&file), &err), ERROR_VERSION, "1.5.0");
	fails(glass_usable("2.0.0", buf_view(&file), &err), ERROR_VERSION, "2.0.0");
	fails(glass_usable("1.40.0", buf_view(&file), &err), ERROR_VERSION, "1.40.0");
	fails(glass_usable("", buf_view(&file), &err), ERROR_VERSION, "");
	for (size_t n = 0; n < file.n; n++)
		fails(glass_usable("1.4.22", (struct str){file.p, n}, &err),
		      ERROR_VERSION, "");
	for (size_t i = 0; i < file.n; i++) {
		if (i >= 16 && i <= 32)
			continue; /* the identifier and the revision are free */
		file.p[i] ^= 1;
		fails(glass_usable("1.4.22", buf_view(&file), &err), ERROR_VERSION, "");
		file.p[i] ^= 1;
	}
	buf_char(&file, '\0');
	fails(glass_usable("1.4.22", buf_view(&file), &err), ERROR_VERSION, "");
	buf_release(&file);
}

static void test_bytes(void)
{
	const struct glass_options options = {0};
	struct glass_builder *b;
	size_t empty;

	ok(glass_new(&b, path_of("bytes"), &options, &err));
	empty = glass_bytes(b);
	CHECK(empty < 10000000);
	for (unsigned i = 0; i < 1000; i++) {
		struct glass_posting postings[1000];
		const struct glass_document d = {.postings = postings,
						 .posting_count = 1000};

		for (unsigned k = 0; k < 1000; k++)
			postings[k] = (struct glass_posting){
				glass_term(b, numbered("%u", k * 7)), 1};
		ok(glass_add(b, &d, NULL, &err));
	}
	CHECK(glass_bytes(b) - empty >= 12 * 1000 * 1000);
	CHECK(glass_bytes(b) - empty < 14 * 1000 * 1000);
	glass_free(b);
}

int main(void)
{
	snprintf(directory, sizeof directory, "%s/veille-test-glass.XXXXXX",
		 getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (mkdtemp(directory) == NULL)
		return 1;
	test_empty();
	test_one(NO_TERM_LISTS);
	test_one(TERM_LISTS);
	test_long_lists();
	test_terms(NO_TERM_LISTS);
	test_terms(TERM_LISTS);
	test_slots(NO_TERM_LISTS);
	test_slots(TERM_LISTS);
	test_large();
	test_numbers();
	test_deep();
	test_refused();
	test_random();
	test_sortable();
	test_long_term_lists();
	test_continued();
	test_compacted();
	test_folders();
	test_full_disk();
	test_usable();
	test_bytes();
	CHECK(rmdir(directory) == 0);
	return check_done();
}
