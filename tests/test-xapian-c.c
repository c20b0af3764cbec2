/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of xapian-c: what is written can be read and searched, and whatever is wrong with
 * a database, a disk or a server comes back as an error, with the earlier commit intact.
 */
#include "xapian-c/xapian-c.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <malloc.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bm25.h"
#include "tests/check.h"

/* ---- helpers ---- */

static char directory[256]; /* holds all that the tests make */
static struct error err;    /* of the last call */

/* The call works; else its sentence is shown. */
#define OK(call) check_that(__FILE__, __LINE__, #call, works(call))
/* The call fails with the code, and its sentence holds the word. */
#define FAILS(call, expected, word)                                                      \
	fails(__FILE__, __LINE__, #call, (error_clear(&err), (call)), expected, word)
/* The same of a call that answers a pointer. */
#define NONE(call, expected, word)                                                       \
	fails(__FILE__, __LINE__, #call, (error_clear(&err), (call) ? 0 : -1), expected, \
	      word)

static bool works(int rc)
{
	if (rc < 0)
		fprintf(stderr, "error: %s\n", err.text);
	return rc >= 0;
}

static void fails(const char *file, int line, const char *what, int rc,
		  enum error_code expected, const char *word)
{
	size_t n = strlen(err.text);

	check_int(file, line, what, rc, -1);
	if (!check_int(file, line, "err.code", err.code, expected))
		fprintf(stderr, "\terror    \"%s\"\n", err.text);
	if (!check_that(file, line, "the sentence tells what is needed",
			strstr(err.text, word) != NULL && n > 0 &&
				err.text[n - 1] != '.'))
		fprintf(stderr, "\tgot      \"%s\"\n\texpected \"...%s...\"\n", err.text,
			word);
}

/* directory/name, in one of a few buffers used in turn. */
static const char *path(const char *name)
{
	static char paths[8][512];
	static unsigned turn;
	char *p = paths[turn++ % 8];

	snprintf(p, sizeof(paths[0]), "%s/%s", directory, name);
	return p;
}

static int remove_entry(const char *name, const struct stat *s, int type, struct FTW *ftw)
{
	(void)s;
	(void)type;
	(void)ftw;
	return remove(name);
}

static void remove_tree(const char *name)
{
	nftw(name, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	if (CHECK(f != NULL)) {
		fputs(text, f);
		fclose(f);
	}
}

static long file_size(const char *name)
{
	struct stat s;

	return stat(name, &s) == 0 ? (long)s.st_size : -1;
}

static bool add_words(struct xc_document *d, const char *words)
{
	struct str rest = str_of(words);
	struct str word;

	while (rest.n > 0 && str_split(&rest, ' ', &word)) {
		struct str name;
		uint32_t wdf = 1;

		str_split(&word, ':', &name);
		if (word.n > 0)
			wdf = (uint32_t)atoi(word.p);
		if (xc_document_add_term(d, name, wdf, &err) < 0)
			return false;
	}
	return true;
}

/* A document of terms such as "a b:3 c:0", with data. */
static struct xc_document *document(const char *words, const char *data)
{
	struct xc_document *d = xc_document_new();

	CHECK(d != NULL && add_words(d, words));
	OK(xc_document_set_data(d, str_of(data), &err));
	return d;
}

static struct xc_writer *writer(const char *name, enum xc_create create)
{
	struct xc_writer_options options = {.create = create};

	return xc_writer_open(name, &options, &err);
}

static struct xc_reader *reader(const char *name)
{
	return xc_reader_open(&name, 1, &err);
}

/* Puts one document with its identifier, its words and its data. */
static uint32_t put(struct xc_writer *w, const char *id, const char *words,
		    const char *data)
{
	struct xc_document *d = document(words, data);
	uint32_t docid = 0;

	OK(xc_writer_replace(w, str_of(id), d, &docid, &err));
	xc_document_free(d);
	return docid;
}

/* A database of one document, or an empty one when `words` is NULL. */
static void make(const char *name, const char *id, const char *words, const char *data)
{
	struct xc_writer *w = writer(name, XC_CREATE);

	if (!CHECK(w != NULL))
		return;
	if (words != NULL)
		put(w, id, words, data);
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static const char *text(struct buf *b)
{
	return b->n > 0 ? b->p : "";
}

/* The number of documents that a reader opened now sees; -1 when it does not open. */
static long documents_in(const char *name)
{
	struct xc_reader *r = reader(name);
	long n = r ? (long)xc_reader_count(r, 0) : -1;

	xc_reader_close(r);
	return n;
}

/* ---- documents and terms ---- */

static void test_fit(void)
{
	char bytes[300];

	memset(bytes, 'x', sizeof(bytes));
	CHECK(!xc_term_fits((struct str){NULL, 0}));
	CHECK(xc_term_fits((struct str){bytes, 1}));
	CHECK(xc_term_fits((struct str){bytes, 245}));
	CHECK(!xc_term_fits((struct str){bytes, 246}));
	bytes[10] = '\0';
	CHECK(xc_term_fits((struct str){bytes, 244}));
	CHECK(!xc_term_fits((struct str){bytes, 245}));
	memset(bytes, 0, sizeof(bytes));
	CHECK(xc_term_fits((struct str){bytes, 122}));
	CHECK(!xc_term_fits((struct str){bytes, 123}));
	CHECK(str_starts(str_of(xc_library_version()), STR("1.")));
}

static void test_document_limits(void)
{
	struct xc_document *d = xc_document_new();
	char *large = calloc(1, XC_DATA_MAX + 1);
	char bytes[300];

	memset(bytes, 'x', sizeof(bytes));
	FAILS(xc_document_add_term(d, STR(""), 1, &err), ERROR_FAILED, "1 to 245 bytes");
	FAILS(xc_document_add_term(d, (struct str){bytes, 246}, 1, &err), ERROR_FAILED,
	      "not 246");
	FAILS(xc_document_set_value(d, UINT32_MAX, STR("x"), &err), ERROR_FAILED, "slot");
	OK(xc_document_set_value(d, UINT32_MAX - 1, STR("x"), &err));
	OK(xc_document_set_value(d, 1, (struct str){large, XC_VALUE_MAX}, &err));
	FAILS(xc_document_set_value(d, 1, (struct str){large, XC_VALUE_MAX + 1}, &err),
	      ERROR_FAILED, "1048577");
	FAILS(xc_document_set_data(d, (struct str){large, XC_DATA_MAX + 1}, &err),
	      ERROR_FAILED, "too large");
	OK(xc_document_add_term(d, STR("often"), UINT32_MAX - 1, &err));
	FAILS(xc_document_add_term(d, STR("often"), 2, &err), ERROR_FAILED, "words");
	xc_document_clear(d);
	OK(xc_document_add_term(d, STR("often"), 2, &err));
	FAILS(xc_document_add_term(NULL, STR("a"), 1, &err), ERROR_FAILED, "memory");
	FAILS(xc_document_set_value(NULL, 1, STR("a"), &err), ERROR_FAILED, "memory");
	FAILS(xc_document_set_data(NULL, STR("a"), &err), ERROR_FAILED, "memory");
	xc_document_clear(NULL);
	xc_document_free(NULL);
	xc_document_free(d);
	free(large);
}

/* Terms of every byte, of the greatest length and with NULs come back as they went in. */
static void test_odd_terms(void)
{
	const char *name = path("odd");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_document *d = xc_document_new();
	struct xc_reader *r;
	char bytes[XC_TERM_MAX];
	struct str terms[] = {{bytes, XC_TERM_MAX}, {"a\0b", 3},     {"\0", 1},
			      {"\0\0", 2},	    {"\xff\xfe", 2}, {"\xc3\xa9", 2}};
	uint32_t count;

	memset(bytes, 'y', sizeof(bytes));
	for (size_t i = 0; i < COUNT(terms); i++)
		OK(xc_document_add_term(d, terms[i], 1, &err));
	OK(xc_writer_replace(w, STR("Q\0id"), d, NULL, &err));
	OK(xc_writer_commit(w, &err));
	xc_document_free(d);
	xc_writer_close(w);

	r = reader(name);
	for (size_t i = 0; i < COUNT(terms); i++) {
		CHECK_INT(xc_reader_has_term(r, 1, terms[i], &err), 1);
		OK(xc_reader_term_count(r, terms[i], &count, &err));
		CHECK_INT(count, 1);
	}
	CHECK_INT(xc_reader_has_term(r, 1, STR("Q\0id"), &err), 1);
	CHECK_INT(xc_reader_has_term(r, 1, STR("Q"), &err), 0);
	CHECK_INT(xc_reader_has_term(r, 1, STR("a"), &err), 0);
	CHECK_INT(xc_reader_has_term(r, 1, (struct str){bytes, 244}, &err), 0);
	CHECK_INT(xc_reader_has_term(r, 1, STR(""), &err), 0);
	OK(xc_reader_term_count(r, STR(""), &count, &err));
	CHECK_INT(count, 0);
	xc_reader_close(r);
}

/* ---- writing ---- */

static void test_create(void)
{
	const char *name = path("create");
	struct xc_writer *w;

	NONE(writer(name, XC_OPEN), ERROR_NO_INDEX, name);
	NONE(reader(name), ERROR_NO_INDEX, "no such directory");
	FAILS(xc_check(name, &err), ERROR_NO_INDEX, name);
	mkdir(name, 0777);
	NONE(writer(name, XC_OPEN), ERROR_NO_INDEX, "holds none");
	NONE(reader(name), ERROR_NO_INDEX, "holds none");
	xc_writer_close(writer(name, XC_CREATE));
	CHECK_INT(documents_in(name), 0);
	NONE(writer(name, XC_CREATE), ERROR_FAILED, "already");
	w = writer(name, XC_OPEN_OR_CREATE);
	if (CHECK(w != NULL)) {
		put(w, "Q1", "a", "");
		OK(xc_writer_commit(w, &err));
		xc_writer_close(w);
	}
	w = writer(name, XC_OPEN);
	CHECK_INT(w ? xc_writer_count(w) : 0, 1);
	xc_writer_close(w);
	xc_writer_close(writer(path("create2"), XC_OPEN_OR_CREATE));
	CHECK_INT(documents_in(path("create2")), 0);
	NONE(writer(path("none/below"), XC_CREATE), ERROR_FAILED, "none/below");
	xc_writer_close(NULL);
	xc_reader_close(NULL);
}

static void test_text_file(void)
{
	const char *name = path("notes.txt");

	write_file(name, "auto /etc\nJust some notes.\n");
	NONE(reader(name), ERROR_FAILED, "notes.txt' is not a database: it is a file");
	NONE(writer(name, XC_OPEN), ERROR_FAILED, "is a file");
	NONE(writer(name, XC_OPEN_OR_CREATE), ERROR_FAILED, "is a file");
	FAILS(xc_check(name, &err), ERROR_FAILED, "is a file");
	FAILS(xc_compact(name, path("notes.db"), &err), ERROR_FAILED, "is a file");
	CHECK_INT(file_size(path("notes.db")), -1);
	NONE(reader(path("notes.txt/x")), ERROR_NO_INDEX, "notes.txt/x");
	NONE(reader("/dev/null"), ERROR_FAILED, "/dev/null");
	NONE(reader(""), ERROR_NO_INDEX, "''");
	NONE(xc_reader_open(NULL, 0, &err), ERROR_USAGE, "no database");
}

/* What a writer killed while creating leaves does not stand in the way of the next. */
static void test_unfinished(void)
{
	const char *name = path("unfinished");

	make(name, "Q1", "a", "");
	OK(rename(path("unfinished/iamglass"), path("unfinished/v.tmp")));
	NONE(reader(name), ERROR_NO_INDEX, name);
	NONE(writer(name, XC_OPEN), ERROR_NO_INDEX, name);
	xc_writer_close(writer(name, XC_OPEN_OR_CREATE));
	CHECK_INT(documents_in(name), 0);
	OK(remove(path("unfinished/iamglass")));
	NONE(reader(name), ERROR_DAMAGED, "iamglass");
	NONE(writer(name, XC_OPEN_OR_CREATE), ERROR_DAMAGED, "iamglass");
	FAILS(xc_check(name, &err), ERROR_DAMAGED, "iamglass");
}

static void test_transaction(void)
{
	const char *name = path("transaction");
	struct xc_writer *w = writer(name, XC_CREATE);

	put(w, "Q1", "one", "first");
	CHECK_INT(xc_writer_count(w), 1);
	CHECK_INT(documents_in(name), 0);
	OK(xc_writer_commit(w, &err));
	CHECK_INT(documents_in(name), 1);
	OK(xc_writer_commit(w, &err));
	put(w, "Q2", "two", "second");
	OK(xc_writer_set_metadata(w, STR("key"), STR("value"), &err));
	CHECK_INT(xc_writer_remove(w, STR("Q1"), &err), 1);
	xc_writer_close(w);

	w = writer(name, XC_OPEN);
	CHECK_INT(xc_writer_count(w), 1);
	CHECK_INT(xc_writer_find(w, STR("Q1"), &(uint32_t){0}, &err), 1);
	CHECK_INT(xc_writer_find(w, STR("Q2"), &(uint32_t){0}, &err), 0);
	xc_writer_close(w);
	OK(xc_check(name, &err));
}

static void test_replace(void)
{
	const char *name = path("replace");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_document *d;
	struct buf b = {0};
	uint32_t docid;

	CHECK_INT(put(w, "Q1", "a common", "old"), 1);
	CHECK_INT(put(w, "Q2", "b common", "two"), 2);
	CHECK_INT(put(w, "Q1", "c common", "new"), 1);
	CHECK_INT(xc_writer_count(w), 2);
	CHECK_INT(xc_writer_find(w, STR("Q1"), &docid, &err), 1);
	CHECK_INT(docid, 1);
	CHECK_INT(xc_writer_find(w, STR("a"), &docid, &err), 0);
	CHECK_INT(xc_writer_find(w, STR("c"), &docid, &err), 1);
	OK(xc_writer_data(w, 1, &b, &err));
	CHECK_STR(text(&b), "new");
	OK(xc_writer_data(w, 2, &b, &err));
	CHECK_STR(text(&b), "newtwo");
	buf_clear(&b);
	FAILS(xc_writer_data(w, 3, &b, &err), ERROR_FAILED, "number 3");
	FAILS(xc_writer_data(w, 0, &b, &err), ERROR_FAILED, "number 0");
	FAILS(xc_writer_value(w, 3, 1, &b, &err), ERROR_FAILED, "number 3");
	OK(xc_writer_value(w, 1, 1, &b, &err));
	CHECK_STR(text(&b), "");
	d = document("x", "bad identifier");
	FAILS(xc_writer_replace(w, STR(""), d, &docid, &err), ERROR_FAILED, "term");
	FAILS(xc_writer_replace(w, STR("Q9"), NULL, &docid, &err), ERROR_FAILED,
	      "memory");
	xc_document_free(d);

	/* One document takes the place of all that have the term. */
	CHECK_INT(put(w, "common", "d", "only"), 1);
	CHECK_INT(xc_writer_count(w), 1);
	CHECK_INT(xc_writer_remove(w, STR("Q1"), &err), 0);
	CHECK_INT(xc_writer_remove(w, STR("common"), &err), 1);
	CHECK_INT(xc_writer_remove(w, STR("common"), &err), 0);
	CHECK_INT(xc_writer_remove(w, STR(""), &err), 0);
	CHECK_INT(xc_writer_count(w), 0);
	OK(xc_writer_commit(w, &err));
	CHECK_INT(put(w, "Q3", "e", "third"), 3);
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	CHECK_INT(documents_in(name), 1);
	buf_release(&b);
}

/* Bounds are those of all databases, also when one of them has no such value. */
static void check_values_of_two(const char *first, const char *second)
{
	const char *places[] = {first, second, path("values3")};
	struct xc_writer *w = writer(second, XC_CREATE);
	struct xc_document *d = xc_document_new();
	struct xc_reader *r;
	struct buf low = {0};
	struct buf high = {0};

	OK(xc_document_set_value(d, 7, STR("aa"), &err));
	OK(xc_writer_replace(w, STR("Qaa"), d, NULL, &err));
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	xc_document_free(d);
	make(places[2], "Q1", "word", "");
	r = xc_reader_open(places, 3, &err);
	OK(xc_reader_value_bounds(r, 7, &low, &high, &err));
	CHECK_STR(text(&low), "aa");
	CHECK_STR(text(&high), "\xff");
	buf_clear(&low);
	OK(xc_reader_value(r, 2, 7, &low, &err));
	CHECK_STR(text(&low), "aa");
	xc_reader_close(r);
	buf_release(&low);
	buf_release(&high);
}

static void test_values(void)
{
	static const char *values[] = {"m", "", "b", "zz", "\xff"};
	const char *name = path("values");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_document *d = xc_document_new();
	struct xc_reader *r;
	struct buf low = {0};
	struct buf high = {0};
	char id[8];

	for (unsigned i = 0; i < COUNT(values); i++) {
		snprintf(id, sizeof(id), "Q%u", i);
		xc_document_clear(d);
		OK(xc_document_set_value(d, 7, str_of("replaced"), &err));
		OK(xc_document_set_value(d, 7, str_of(values[i]), &err));
		OK(xc_writer_replace(w, str_of(id), d, NULL, &err));
	}
	xc_document_free(d);
	OK(xc_writer_value(w, 3, 7, &low, &err));
	CHECK_STR(text(&low), "b");
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);

	r = reader(name);
	for (unsigned i = 0; i < COUNT(values); i++) {
		buf_clear(&low);
		OK(xc_reader_value(r, i + 1, 7, &low, &err));
		CHECK_STR(text(&low), values[i]);
		OK(xc_reader_value(r, i + 1, 8, &low, &err));
		CHECK_STR(text(&low), values[i]);
	}
	buf_clear(&low);
	FAILS(xc_reader_value(r, 6, 7, &low, &err), ERROR_FAILED, "number 6");
	FAILS(xc_reader_value(r, 0, 7, &low, &err), ERROR_FAILED, "number 0");
	OK(xc_reader_value_bounds(r, 7, &low, &high, &err));
	CHECK_STR(text(&low), "b");
	CHECK_STR(text(&high), "\xff");
	buf_clear(&low);
	buf_clear(&high);
	OK(xc_reader_value_bounds(r, 8, &low, &high, &err));
	CHECK_INT(low.n + high.n, 0);
	xc_reader_close(r);
	check_values_of_two(name, path("values2"));
	buf_release(&low);
	buf_release(&high);
}

/* ---- metadata ---- */

struct keys {
	struct buf seen; /* "a,b," */
	unsigned stop;	 /* after so many */
	struct xc_writer *remove_from;
};

static bool see_key(void *context, struct str key)
{
	struct keys *k = context;

	buf_str(&k->seen, key);
	buf_char(&k->seen, ',');
	if (k->remove_from != NULL)
		OK(xc_writer_set_metadata(k->remove_from, key, STR(""), &err));
	return k->stop == 0 || --k->stop > 0;
}

static void check_writer_keys(struct xc_writer *w, const char *prefix, unsigned stop,
			      const char *expected)
{
	struct keys k = {.stop = stop};

	OK(xc_writer_metadata_keys(w, str_of(prefix), see_key, &k, &err));
	CHECK_STR(text(&k.seen), expected);
	buf_release(&k.seen);
}

static void check_reader_keys(struct xc_reader *r, size_t database, const char *prefix,
			      unsigned stop, const char *expected)
{
	struct keys k = {.stop = stop};

	OK(xc_reader_metadata_keys(r, database, str_of(prefix), see_key, &k, &err));
	CHECK_STR(text(&k.seen), expected);
	buf_release(&k.seen);
}

static void test_metadata(void)
{
	static const char *keys[] = {"b1", "a2", "b3", "a1", "b2", "c"};
	const char *name = path("metadata");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct keys gone = {0};
	struct xc_reader *r;
	struct buf b = {0};
	char bytes[XC_KEY_MAX + 1];

	memset(bytes, 'z', sizeof(bytes));
	for (size_t i = 0; i < COUNT(keys); i++)
		OK(xc_writer_set_metadata(w, str_of(keys[i]), str_of(keys[i]), &err));
	OK(xc_writer_set_metadata(w, (struct str){bytes, XC_KEY_MAX}, STR("long"), &err));
	FAILS(xc_writer_set_metadata(w, (struct str){bytes, XC_KEY_MAX + 1}, STR("x"),
				     &err),
	      ERROR_FAILED, "not 246");
	FAILS(xc_writer_set_metadata(w, STR(""), STR("x"), &err), ERROR_FAILED, "key");
	OK(xc_writer_metadata(w, STR("b3"), &b, &err));
	CHECK_STR(text(&b), "b3");
	buf_clear(&b);
	OK(xc_writer_metadata(w, STR("b4"), &b, &err));
	OK(xc_writer_metadata(w, STR(""), &b, &err));
	CHECK_INT(b.n, 0);
	check_writer_keys(w, "b", 0, "b1,b2,b3,");
	check_writer_keys(w, "b", 2, "b1,b2,");
	check_writer_keys(w, "d", 0, "");
	OK(xc_writer_set_metadata(w, STR("b2"), STR(""), &err));
	OK(xc_writer_commit(w, &err));

	r = reader(name);
	check_reader_keys(r, 0, "b", 0, "b1,b3,");
	check_reader_keys(r, 0, "", 3, "a1,a2,b1,");
	check_reader_keys(r, 1, "", 0, "");
	OK(xc_reader_metadata(r, 0, (struct str){bytes, XC_KEY_MAX}, &b, &err));
	CHECK_STR(text(&b), "long");
	buf_clear(&b);
	OK(xc_reader_metadata(r, 0, STR("b2"), &b, &err));
	OK(xc_reader_metadata(r, 0, STR(""), &b, &err));
	OK(xc_reader_metadata(r, 1, STR("b1"), &b, &err));
	CHECK_INT(b.n, 0);
	xc_reader_close(r);

	/* Removal while the keys are visited. */
	gone.remove_from = w;
	OK(xc_writer_metadata_keys(w, STR("b"), see_key, &gone, &err));
	CHECK_STR(text(&gone.seen), "b1,b3,");
	check_writer_keys(w, "", 3, "a1,a2,c,");
	xc_writer_close(w);
	buf_release(&gone.seen);
	buf_release(&b);
}

/* Many metadata of odd bytes and sizes, as the tables beside an index are. */
static void test_large_metadata(void)
{
	const char *name = path("large-metadata");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct buf value = {0};
	struct buf b = {0};
	struct xc_reader *r;
	unsigned seed = 1;

	for (size_t i = 0; i < 3000000; i++) {
		seed = seed * 1103515245 + 12345;
		buf_char(&value, (char)(seed >> 16));
	}
	OK(xc_writer_set_metadata(w, STR("large"), buf_view(&value), &err));
	OK(xc_writer_set_metadata(w, STR("nul\0key"), STR("nul\0value"), &err));
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	r = reader(name);
	OK(xc_reader_metadata(r, 0, STR("large"), &b, &err));
	CHECK(str_equal(buf_view(&b), buf_view(&value)));
	buf_clear(&b);
	OK(xc_reader_metadata(r, 0, STR("nul\0key"), &b, &err));
	CHECK(str_equal(buf_view(&b), STR("nul\0value")));
	xc_reader_close(r);
	buf_release(&value);
	buf_release(&b);
}

static void test_huge_data(void)
{
	const char *name = path("huge");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_document *d = xc_document_new();
	struct xc_reader *r;
	struct buf data = {0};
	struct buf b = {0};
	unsigned seed = 7;

	buf_reserve(&data, 20000000);
	for (size_t i = 0; i < 20000000; i++) {
		seed = seed * 1103515245 + 12345;
		data.p[i] = (char)(seed >> 16);
	}
	data.n = 20000000;
	OK(xc_document_set_data(d, buf_view(&data), &err));
	OK(xc_writer_replace(w, STR("Qhuge"), d, NULL, &err));
	xc_document_free(d);
	put(w, "Qempty", "word", "");
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);

	r = reader(name);
	OK(xc_reader_data(r, 1, &b, &err));
	CHECK(str_equal(buf_view(&b), buf_view(&data)));
	buf_clear(&b);
	OK(xc_reader_data(r, 2, &b, &err));
	CHECK_INT(b.n, 0);
	FAILS(xc_reader_data(r, 3, &b, &err), ERROR_FAILED, "number 3");
	FAILS(xc_reader_data(r, 0, &b, &err), ERROR_FAILED, "number 0");
	xc_reader_close(r);
	OK(xc_check(name, &err));
	buf_release(&data);
	buf_release(&b);
}

/* ---- the flush threshold ---- */

static long size_before_commit(const char *name, unsigned threshold)
{
	struct xc_writer_options options = {.create = XC_CREATE,
					    .flush_threshold = threshold};
	struct xc_writer *w = xc_writer_open(name, &options, &err);
	char table[600];
	char words[200];
	char id[16];

	for (unsigned i = 0; i < 400; i++) {
		snprintf(id, sizeof(id), "Q%u", i);
		snprintf(words, sizeof(words), "common w%u x%u y%u z%u", i, i, i, i);
		put(w, id, words, "data");
	}
	xc_writer_close(w);
	snprintf(table, sizeof(table), "%s/postlist.glass", name);
	return file_size(table);
}

/* Documents beyond the threshold go to the tables at once, and still are not committed. */
static void test_threshold(void)
{
	const char *variable = "XAPIAN_FLUSH_THRESHOLD";
	const char *few = path("few");
	const char *many = path("many");

	setenv(variable, "77", 1);
	CHECK(size_before_commit(few, 50) > 8192);
	CHECK_STR(getenv(variable), "77");
	CHECK_INT(documents_in(few), 0);
	unsetenv(variable);
	CHECK(size_before_commit(many, 1000) <= 8192);
	CHECK(getenv(variable) == NULL);
	CHECK_INT(documents_in(many), 0);
	OK(xc_check(few, &err));
}

/* ---- locks ---- */

/* Opens the database in a child, says so, and holds it until told or a minute is over. */
static pid_t hold_lock(const char *name, int *release)
{
	int ready[2];
	int done[2];
	char c = 'x';
	pid_t child;

	if (!CHECK(pipe(ready) == 0 && pipe(done) == 0))
		return -1;
	child = fork();
	if (child == 0) {
		struct xc_writer *w = writer(name, XC_OPEN);

		close(done[1]);
		c = w ? 'y' : 'n';
		if (write(ready[1], &c, 1) == 1)
			poll(&(struct pollfd){.fd = done[0], .events = POLLIN}, 1, 60000);
		_exit(w == NULL);
	}
	close(ready[1]);
	close(done[0]);
	CHECK(read(ready[0], &c, 1) == 1 && c == 'y');
	close(ready[0]);
	*release = done[1];
	return child;
}

static void test_locked(void)
{
	const char *name = path("locked");
	struct xc_writer *w;
	int release = -1;
	int status = -1;
	pid_t child;

	make(name, "Q1", "a", "");
	child = hold_lock(name, &release);
	if (!CHECK(child > 0))
		return;
	NONE(writer(name, XC_OPEN), ERROR_LOCKED, name);
	NONE(writer(name, XC_OPEN_OR_CREATE), ERROR_LOCKED, "another program");
	CHECK_INT(documents_in(name), 1);
	OK(xc_check(name, &err));
	close(release);
	CHECK(waitpid(child, &status, 0) == child && status == 0);
	w = writer(name, XC_OPEN);
	CHECK(w != NULL);
	NONE(writer(name, XC_OPEN), ERROR_LOCKED, name);
	xc_writer_close(w);
}

/* ---- several databases ---- */

struct list {
	uint32_t docids[64];
	size_t count;
	size_t stop; /* at so many; 0: never */
};

static bool see_document(void *context, uint32_t docid)
{
	struct list *l = context;

	if (l->count < COUNT(l->docids))
		l->docids[l->count++] = docid;
	return l->count != l->stop;
}

static bool see_term(void *context, struct str term, uint32_t documents)
{
	buf_printf(context, "%.*s=%u,", STR_ARGS(term), documents);
	return !str_is(term, "stop");
}

static void make_three(const char *places[3])
{
	static const char *words[] = {"a all stop", "b all:2 vide", "c all:3 long:9"};
	char id[32];

	for (int i = 0; i < 3; i++) {
		struct xc_writer *w = writer(places[i], XC_CREATE);

		for (int n = 0; n <= i; n++) {
			snprintf(id, sizeof(id), "Q%d%d", i, n);
			put(w, id, words[i], id);
		}
		OK(xc_writer_set_metadata(w, STR("name"), str_of(places[i]), &err));
		OK(xc_writer_set_metadata(w, STR("n"), str_of(id), &err));
		OK(xc_writer_commit(w, &err));
		xc_writer_close(w);
	}
}

/* Databases of 1, 2 and 3 documents: docid d is number (d - 1) / 3 of the ((d - 1) % 3)th. */
static void test_three(void)
{
	const char *places[3] = {path("three0"), path("three1"), path("three2")};
	struct xc_reader *r;
	struct list l = {0};
	struct buf b = {0};
	uint32_t n;

	make_three(places);
	r = xc_reader_open(places, 3, &err);
	if (!CHECK(r != NULL))
		return;
	CHECK_INT(xc_reader_databases(r), 3);
	for (size_t i = 0; i < 3; i++) {
		CHECK_INT(xc_reader_count(r, i), i + 1);
		buf_clear(&b);
		OK(xc_reader_metadata(r, i, STR("name"), &b, &err));
		CHECK_STR(text(&b), places[i]);
		check_reader_keys(r, i, "", 0, "n,name,");
	}
	CHECK_INT(xc_reader_count(r, 3), 0);
	CHECK_INT(xc_reader_last_docid(r), 9);
	CHECK(fabs(xc_reader_average_length(r) - (2 + 1 + 2 * 4 + 3 * 13) / 6.0) < 1e-9);

	OK(xc_reader_documents(r, see_document, &l, &err));
	CHECK_INT(l.count, 6);
	for (size_t i = 0; i < l.count; i++) {
		static const uint32_t expected[] = {1, 2, 3, 5, 6, 9};
		char data[32];
		uint32_t d = l.docids[i];

		CHECK_INT(d, expected[i]);
		snprintf(data, sizeof(data), "Q%u%u", (d - 1) % 3, (d - 1) / 3);
		buf_clear(&b);
		OK(xc_reader_data(r, d, &b, &err));
		CHECK_STR(text(&b), data);
		CHECK_INT(xc_reader_find(r, str_of(data), &n, &err), 1);
		CHECK_INT(n, d);
		CHECK_INT(xc_reader_has_term(r, d, str_of(data), &err), 1);
		CHECK_INT(xc_reader_has_term(r, d, STR("all"), &err), 1);
		CHECK_INT(xc_reader_has_term(r, d, STR("c"), &err), (d - 1) % 3 == 2);
	}
	CHECK_INT(xc_reader_has_term(r, 4, STR("all"), &err), 0);
	CHECK_INT(xc_reader_has_term(r, 12, STR("all"), &err), 0);
	CHECK_INT(xc_reader_has_term(r, 0, STR("all"), &err), 0);
	FAILS(xc_reader_data(r, 4, &b, &err), ERROR_FAILED, "number 4");
	CHECK_INT(xc_reader_find(r, STR("nothing"), &n, &err), 0);
	OK(xc_reader_term_count(r, STR("all"), &n, &err));
	CHECK_INT(n, 6);
	OK(xc_reader_length(r, 9, &n, &err));
	CHECK_INT(n, 13);
	FAILS(xc_reader_length(r, 4, &n, &err), ERROR_FAILED, "number 4");
	FAILS(xc_reader_length(r, 0, &n, &err), ERROR_FAILED, "number 0");

	l = (struct list){.stop = 2};
	OK(xc_reader_documents(r, see_document, &l, &err));
	CHECK_INT(l.count, 2);
	buf_clear(&b);
	OK(xc_reader_terms(r, STR(""), see_term, &b, &err));
	CHECK_STR(text(&b),
		  "Q00=1,Q10=1,Q11=1,Q20=1,Q21=1,Q22=1,a=1,all=6,b=2,c=3,long=3,stop=1,");
	buf_clear(&b);
	OK(xc_reader_terms(r, STR("Q2"), see_term, &b, &err));
	CHECK_STR(text(&b), "Q20=1,Q21=1,Q22=1,");
	xc_reader_close(r);

	places[1] = path("three-missing");
	NONE(xc_reader_open(places, 3, &err), ERROR_NO_INDEX, "three-missing");
	buf_release(&b);
}

/* ---- searching ---- */

enum { CORPUS = 60 }; /* documents; number i (from 1) is described by corpus_words() */

static uint32_t wdf_three(uint32_t i)
{
	return i % 3 == 0 ? i % 5 + 1 : 0;
}

static uint32_t wdf_rare(uint32_t i)
{
	return i % 20 == 7 ? 2 : 0;
}

static uint32_t length_of(uint32_t i)
{
	return 1 + wdf_three(i) + wdf_rare(i) + (i % 2 ? 1 : 2) + i % 7;
}

static bool has_value(uint32_t i)
{
	return i % 4 != 0;
}

static void corpus_words(uint32_t i, char *words, size_t size)
{
	int n = snprintf(words, size, "every %s", i % 2 ? "odd" : "even:2");

	if (wdf_three(i))
		n += snprintf(words + n, size - (size_t)n, " three:%u", wdf_three(i));
	if (wdf_rare(i))
		n += snprintf(words + n, size - (size_t)n, " rare:%u", wdf_rare(i));
	if (i % 7)
		snprintf(words + n, size - (size_t)n, " fill:%u", i % 7);
}

/* Slot 1 holds (i * 7) % 31 in two digits, so that there are equals; or nothing. */
static void make_corpus(const char *name)
{
	struct xc_writer *w = writer(name, XC_CREATE);
	char words[200];
	char id[16];
	char value[16];

	for (uint32_t i = 1; i <= CORPUS; i++) {
		struct xc_document *d;

		corpus_words(i, words, sizeof(words));
		snprintf(id, sizeof(id), "Q%u", i);
		snprintf(value, sizeof(value), "%02u", i * 7 % 31);
		d = document(words, id);
		if (has_value(i))
			OK(xc_document_set_value(d, 1, str_of(value), &err));
		OK(xc_writer_replace(w, str_of(id), d, NULL, &err));
		xc_document_free(d);
	}
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static struct xc_query *term(const char *t)
{
	return xc_query_term(str_of(t), 1, &err);
}

/* Joins queries and frees them; the list ends with NULL. */
static struct xc_query *join(enum xc_op op, struct xc_query *a, struct xc_query *b,
			     struct xc_query *c)
{
	struct xc_query *parts[] = {a, b, c};
	size_t count = c ? 3 : b ? 2 : a ? 1 : 0;
	struct xc_query *q = xc_query_join(op, parts, count, &err);

	for (size_t i = 0; i < count; i++)
		xc_query_free(parts[i]);
	return q;
}

static struct xc_search search_for(struct xc_query *q)
{
	return (struct xc_search){
		.query = q, .k1 = 1.2, .b = .75, .min_length = .5, .limit = 1000};
}

/* What is found without ranking is what is found with it; of one database, in order. */
static size_t count_unlike(struct xc_reader *r, struct xc_query *q, const bool *seen)
{
	bool matched[CORPUS + 1] = {false};
	uint32_t *docids;
	uint32_t before = 0;
	size_t count;
	size_t wrong = 0;

	OK(xc_reader_matches(r, q, &docids, &count, &err));
	for (size_t i = 0; i < count; before = docids[i++]) {
		wrong += docids[i] <= before;
		if (docids[i] <= CORPUS)
			matched[docids[i]] = true;
	}
	for (uint32_t i = 1; i <= CORPUS; i++)
		wrong += seen[i] != matched[i];
	free(docids);
	return wrong;
}

/* Frees the query. The hits are all the corpus's documents for which expected() is true. */
static void check_matches(int line, struct xc_reader *r, struct xc_query *q,
			  bool (*expected)(uint32_t i))
{
	struct xc_search s = search_for(q);
	struct xc_hits hits = {0};
	bool seen[CORPUS + 1] = {false};
	size_t wrong = 0;

	if (!check_that(__FILE__, line, "a query", q != NULL) ||
	    !check_that(__FILE__, line, "search",
			works(xc_reader_search(r, &s, &hits, &err))))
		return;
	for (size_t i = 0; i < hits.count; i++)
		if (hits.hits[i].docid <= CORPUS)
			seen[hits.hits[i].docid] = true;
	for (uint32_t i = 1; i <= CORPUS; i++)
		wrong += seen[i] != expected(i);
	check_int(__FILE__, line, "documents wrongly found or missed", (intmax_t)wrong,
		  0);
	check_int(__FILE__, line, "documents found otherwise without ranking",
		  (intmax_t)count_unlike(r, q, seen), 0);
	xc_hits_release(&hits);
	xc_query_free(q);
}

#define MATCHES(q, expected) check_matches(__LINE__, r, q, expected)

static bool is_any(uint32_t i)
{
	return i >= 1;
}

static bool is_none(uint32_t i)
{
	return i == 0;
}

static bool is_even(uint32_t i)
{
	return i % 2 == 0;
}

static bool is_three(uint32_t i)
{
	return i % 3 == 0;
}

static bool is_rare(uint32_t i)
{
	return i % 20 == 7;
}

static bool even_and_three(uint32_t i)
{
	return is_even(i) && is_three(i);
}

static bool even_or_three(uint32_t i)
{
	return is_even(i) || is_three(i);
}

static bool even_not_three(uint32_t i)
{
	return is_even(i) && !is_three(i);
}

static bool neither(uint32_t i)
{
	return !is_even(i) && !is_three(i);
}

static void test_operators(struct xc_reader *r)
{
	MATCHES(join(XC_AND, term("even"), term("three"), NULL), even_and_three);
	MATCHES(join(XC_OR, term("even"), term("three"), NULL), even_or_three);
	MATCHES(join(XC_SYNONYM, term("even"), term("three"), NULL), even_or_three);
	MATCHES(join(XC_AND_NOT, term("even"), term("three"), NULL), even_not_three);
	MATCHES(join(XC_AND_NOT, xc_query_all(&err), term("even"), term("three")),
		neither);
	MATCHES(join(XC_AND_MAYBE, term("even"), term("three"), term("rare")), is_even);
	MATCHES(join(XC_FILTER, term("even"), term("three"), NULL), even_and_three);
	MATCHES(join(XC_FILTER, term("every"), term("even"), term("three")),
		even_and_three);
	MATCHES(join(XC_FILTER, xc_query_all(&err), term("three"), NULL), is_three);
	MATCHES(xc_query_all(&err), is_any);
	MATCHES(term("rare"), is_rare);
	for (int op = XC_AND; op <= XC_SYNONYM; op++) {
		MATCHES(join((enum xc_op)op, term("even"), NULL, NULL), is_even);
		MATCHES(join((enum xc_op)op, NULL, NULL, NULL), is_none);
	}
}

static void test_empty_queries(struct xc_reader *r)
{
	char bytes[300];
	struct xc_query *q;
	struct buf b = {0};

	memset(bytes, 'x', sizeof(bytes));
	MATCHES(xc_query_none(&err), is_none);
	MATCHES(term(""), is_none);
	MATCHES(term("absent"), is_none);
	MATCHES(xc_query_term((struct str){bytes, 246}, 1, &err), is_none);
	MATCHES(xc_query_term((struct str){bytes, 245}, 1, &err), is_none);
	MATCHES(join(XC_OR, term("even"), xc_query_none(&err), NULL), is_even);
	MATCHES(join(XC_OR, xc_query_none(&err), term("even"), NULL), is_even);
	MATCHES(join(XC_AND, term("even"), xc_query_none(&err), NULL), is_none);
	MATCHES(join(XC_FILTER, term("even"), xc_query_none(&err), NULL), is_none);
	MATCHES(join(XC_AND_NOT, term("even"), xc_query_none(&err), NULL), is_even);
	MATCHES(join(XC_AND_NOT, xc_query_none(&err), term("even"), NULL), is_none);
	MATCHES(join(XC_AND_MAYBE, term("even"), xc_query_none(&err), NULL), is_even);
	MATCHES(join(XC_SYNONYM, xc_query_none(&err), xc_query_none(&err), NULL),
		is_none);
	MATCHES(xc_query_scale(2, q = xc_query_none(&err), &err), is_none);
	OK(xc_query_describe(q, &b, &err));
	CHECK_STR(text(&b), "Query()");
	xc_query_free(q);
	buf_clear(&b);
	q = join(XC_AND_NOT, term("a"), term("b"), NULL);
	OK(xc_query_describe(q, &b, &err));
	CHECK_STR(text(&b), "Query((a AND_NOT b))");
	xc_query_free(q);
	xc_query_free(NULL);
	buf_release(&b);
}

static bool from_10_to_20(uint32_t i)
{
	return has_value(i) && i * 7 % 31 >= 10 && i * 7 % 31 <= 20;
}

static bool from_10(uint32_t i)
{
	return has_value(i) && i * 7 % 31 >= 10;
}

static bool to_20(uint32_t i)
{
	return has_value(i) && i * 7 % 31 <= 20;
}

static bool even_to_20(uint32_t i)
{
	return is_even(i) && to_20(i);
}

static struct xc_query *range(const char *low, const char *high)
{
	return xc_query_range(1, str_of(low), str_of(high), &err);
}

static void test_ranges(struct xc_reader *r)
{
	MATCHES(range("10", "20"), from_10_to_20);
	MATCHES(range("10", ""), from_10);
	MATCHES(range("", "20"), to_20);
	MATCHES(range("", "99"), has_value);
	MATCHES(range("00", "99"), has_value);
	MATCHES(range("", ""), has_value);
	MATCHES(range("20", "10"), is_none);
	MATCHES(range("98", "99"), is_none);
	MATCHES(xc_query_range(2, STR(""), STR(""), &err), is_none);
	MATCHES(xc_query_range(2, STR(""), STR("z"), &err), is_none);
	MATCHES(join(XC_FILTER, term("even"), range("", "20"), NULL), even_to_20);
}

/* For a term of one wdf in one document. */
static double bm25(const struct xc_search *s, double documents, double with_term,
		   double wqf, double wdf, double length, double average)
{
	return bm25_part(s, bm25_term(s, documents, with_term, wqf), wdf, length,
			 average);
}

static double average_length(void)
{
	double sum = 0;

	for (uint32_t i = 1; i <= CORPUS; i++)
		sum += length_of(i);
	return sum / CORPUS;
}

static double expected_weight(const struct xc_search *s, uint32_t i, double wqf)
{
	double weight = 0;

	if (wdf_three(i))
		weight += bm25(s, CORPUS, CORPUS / 3, wqf, wdf_three(i), length_of(i),
			       average_length());
	if (wdf_rare(i))
		weight += bm25(s, CORPUS, CORPUS / 20, 1, wdf_rare(i), length_of(i),
			       average_length());
	return weight;
}

static void test_weights(struct xc_reader *r)
{
	static const struct xc_search settings[] = {
		{.k1 = 1.2, .k3 = 0, .b = .75, .min_length = .5},
		{.k1 = 1.2, .k3 = 8, .b = .75, .min_length = 0},
		{.k1 = 2, .k3 = 1, .b = .3, .min_length = .9},
		{.k1 = .4, .k3 = 0, .b = 0, .min_length = .5},
		{.k1 = 0, .k3 = 0, .b = 1, .min_length = .5},
	};
	struct xc_query *q =
		join(XC_OR, xc_query_term(STR("three"), 3, &err), term("rare"), NULL);
	struct xc_hits hits = {0};

	CHECK(fabs(xc_reader_average_length(r) - average_length()) < 1e-9);
	for (size_t n = 0; n < COUNT(settings); n++) {
		struct xc_search s = settings[n];
		double worst = 0;
		bool ordered = true;

		s.query = q;
		s.limit = 1000;
		OK(xc_reader_search(r, &s, &hits, &err));
		CHECK_INT(hits.count, 22);
		for (size_t i = 0; i < hits.count; i++) {
			const struct xc_hit *h = &hits.hits[i];
			double off = fabs(h->weight - expected_weight(&s, h->docid, 3));

			worst = fmax(worst, off);
			ordered &= i == 0 || h[-1].weight > h->weight ||
				   (h[-1].weight >= h->weight && h[-1].docid < h->docid);
			CHECK(h->weight <= hits.max_possible + 1e-9);
		}
		CHECK(worst < 1e-6);
		CHECK(ordered);
	}
	xc_hits_release(&hits);
	xc_query_free(q);
}

/* The weight that a query gives a document; frees the query. */
static double weight_of(struct xc_reader *r, struct xc_query *q, uint32_t docid)
{
	struct xc_search s = search_for(q);
	struct xc_hits hits = {0};
	double weight = -1;

	OK(xc_reader_search(r, &s, &hits, &err));
	for (size_t i = 0; i < hits.count; i++)
		if (hits.hits[i].docid == docid)
			weight = hits.hits[i].weight;
	xc_hits_release(&hits);
	xc_query_free(q);
	return weight;
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static void test_weighing(struct xc_reader *r)
{
	/* Document 27 holds both "three" and "rare". */
	double three = weight_of(r, term("three"), 27);
	double rare = weight_of(r, term("rare"), 27);
	struct xc_query *q;

	CHECK(three > 0 && rare > three);
	CHECK(near(weight_of(r, join(XC_OR, term("three"), term("rare"), NULL), 27),
		   three + rare));
	CHECK(near(weight_of(r, join(XC_AND, term("three"), term("rare"), NULL), 27),
		   three + rare));
	CHECK(near(
		weight_of(r, join(XC_AND_MAYBE, term("three"), term("rare"), NULL), 27),
		three + rare));
	CHECK(near(weight_of(r, join(XC_AND_MAYBE, term("three"), term("rare"), NULL), 3),
		   weight_of(r, term("three"), 3)));
	CHECK(near(weight_of(r, join(XC_FILTER, term("three"), term("rare"), NULL), 27),
		   three));
	CHECK(near(weight_of(r, join(XC_SYNONYM, term("three"), NULL, NULL), 27), three));
	CHECK(near(weight_of(r, xc_query_all(&err), 27), 0));
	CHECK(near(weight_of(r, range("10", ""), 29), 0));

	q = term("three");
	CHECK(near(weight_of(r, xc_query_scale(2.5, q, &err), 27), 2.5 * three));
	CHECK(near(weight_of(r, xc_query_scale(0, q, &err), 27), 0));
	NONE(xc_query_scale(-1, q, &err), ERROR_FAILED, "-1");
	NONE(xc_query_scale((double)NAN, q, &err), ERROR_FAILED, "nan");
	NONE(xc_query_scale((double)INFINITY, q, &err), ERROR_FAILED, "inf");
	xc_query_free(q);
}

/* As one term, two words weigh the same wherever one of them stands as often. */
static void test_synonym(void)
{
	const char *name = path("synonym");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_reader *r;

	for (int i = 0; i < 9; i++) {
		char id[8];

		snprintf(id, sizeof(id), "Q%d", i);
		put(w, id, i == 0 ? "seldom" : i < 3 ? "often" : "other", "");
	}
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	r = reader(name);
	CHECK(weight_of(r, join(XC_OR, term("seldom"), term("often"), NULL), 1) >
	      weight_of(r, join(XC_OR, term("seldom"), term("often"), NULL), 2));
	CHECK(near(
		weight_of(r, join(XC_SYNONYM, term("seldom"), term("often"), NULL), 1),
		weight_of(r, join(XC_SYNONYM, term("seldom"), term("often"), NULL), 2)));
	xc_reader_close(r);
}

/* ---- order and pages ---- */

static int value_of(uint32_t i)
{
	return has_value(i) ? (int)(i * 7 % 31) : -1;
}

static void check_value_order(struct xc_reader *r, enum xc_order order)
{
	struct xc_query *q = join(XC_OR, term("every"), term("three"), NULL);
	struct xc_search s = search_for(q);
	struct xc_hits hits = {0};
	bool ordered = true;

	s.order = order;
	s.sort_slot = 1;
	OK(xc_reader_search(r, &s, &hits, &err));
	CHECK_INT(hits.count, CORPUS);
	for (size_t i = 1; i < hits.count; i++) {
		const struct xc_hit *h = &hits.hits[i];
		int step = value_of(h->docid) - value_of(h[-1].docid);

		if (order == XC_BY_VALUE_DESCENDING)
			step = -step;
		ordered &= step > 0 || (step == 0 && h->weight <= h[-1].weight);
	}
	CHECK(ordered);
	xc_hits_release(&hits);
	xc_query_free(q);
}

/* Pages of every size put together are the whole, whatever the order. */
static void test_pages(struct xc_reader *r)
{
	struct xc_query *q = join(XC_OR, term("every"), term("three"), term("rare"));

	for (int order = XC_BY_RELEVANCE; order <= XC_BY_VALUE_ASCENDING; order++) {
		struct xc_search s = search_for(q);
		struct xc_hits whole = {0};
		struct xc_hits page = {0};

		s.order = (enum xc_order)order;
		s.sort_slot = 1;
		OK(xc_reader_search(r, &s, &whole, &err));
		CHECK_INT(whole.count, CORPUS);
		s.limit = 7;
		for (s.first = 0; s.first < CORPUS + 7; s.first += 7) {
			size_t left = s.first < CORPUS ? CORPUS - s.first : 0;
			bool same = true;

			OK(xc_reader_search(r, &s, &page, &err));
			CHECK_INT(page.count, left < 7 ? left : 7);
			for (size_t i = 0; i < page.count; i++)
				same &= page.hits[i].docid ==
					whole.hits[s.first + i].docid;
			CHECK(same);
		}
		xc_hits_release(&whole);
		xc_hits_release(&page);
	}
	xc_query_free(q);
}

static void test_bounds(struct xc_reader *r)
{
	struct xc_query *q = join(XC_AND, term("even"), term("three"), NULL);
	struct xc_search s = search_for(q);
	struct xc_hits hits = {0};

	s.limit = 2;
	s.check_at_least = 1000;
	OK(xc_reader_search(r, &s, &hits, &err));
	CHECK_INT(hits.count, 2);
	CHECK_INT(hits.lower, CORPUS / 6);
	CHECK_INT(hits.estimated, CORPUS / 6);
	CHECK_INT(hits.upper, CORPUS / 6);
	s.check_at_least = 0;
	OK(xc_reader_search(r, &s, &hits, &err));
	CHECK(hits.lower <= CORPUS / 6 && hits.upper >= CORPUS / 6);
	CHECK(hits.lower <= hits.estimated && hits.estimated <= hits.upper);
	s.limit = 0;
	s.check_at_least = 1000;
	OK(xc_reader_search(r, &s, &hits, &err));
	CHECK_INT(hits.count, 0);
	CHECK(hits.hits == NULL);
	CHECK_INT(hits.lower, CORPUS / 6);
	s.first = s.limit = s.check_at_least = UINT32_MAX;
	OK(xc_reader_search(r, &s, &hits, &err));
	CHECK_INT(hits.count, 0);
	xc_hits_release(&hits);
	xc_query_free(q);
}

static void test_has_term(struct xc_reader *r)
{
	size_t wrong = 0;

	for (uint32_t i = 1; i <= CORPUS + 3; i++) {
		bool there = i <= CORPUS;

		wrong += xc_reader_has_term(r, i, STR("every"), &err) != there;
		wrong += xc_reader_has_term(r, i, STR("even"), &err) !=
			 (there && is_even(i));
		wrong += xc_reader_has_term(r, i, STR("rare"), &err) !=
			 (there && is_rare(i));
		wrong += xc_reader_has_term(r, i, STR("absent"), &err) != 0;
	}
	CHECK_INT(wrong, 0);
}

/*
 * A question of any shape: leaves, and what joins up to three parts; synonyms of words only, for
 * libxapian cannot weigh others.
 */
static struct xc_query *any_query(uint32_t *random, unsigned depth)
{
	static const char *const words[] = {"every", "odd",  "even", "three",
					    "rare",  "fill", "Q27",  "nowhere"};
	struct xc_query *parts[3] = {NULL, NULL, NULL};
	uint32_t n = (*random = *random * 1664525 + 1013904223) >> 16;

	if (depth == 0 || n % 5 == 0) {
		if (n % 11 == 1)
			return xc_query_all(&err);
		if (n % 11 == 2)
			return range("10", "20");
		if (n % 11 == 3)
			return join(XC_SYNONYM, term("three"), term("rare"), NULL);
		return term(words[n / 11 % COUNT(words)]);
	}
	for (size_t i = 0; i < 1 + n / 5 % 3; i++)
		parts[i] = any_query(random, depth - 1);
	if (n % 13 == 0 && parts[1] == NULL) {
		struct xc_query *scaled = xc_query_scale(.5, parts[0], &err);

		xc_query_free(parts[0]);
		return scaled;
	}
	return join((enum xc_op)(n / 15 % XC_SYNONYM), parts[0], parts[1], parts[2]);
}

/* Memory that is not filled in holds large weights: see without_and(). */
static void test_matches(struct xc_reader *r)
{
	uint32_t random = 7;
	size_t found = 0;

	mallopt(M_PERTURB, 0xBF);
	for (int i = 0; i < 3000; i++) {
		struct xc_query *q = any_query(&random, 4);
		struct xc_search s = search_for(q);
		struct xc_hits hits = {0};
		bool seen[CORPUS + 1] = {false};

		OK(xc_reader_search(r, &s, &hits, &err));
		for (size_t k = 0; k < hits.count; k++)
			seen[hits.hits[k].docid] = true;
		found += hits.count > 0 && hits.count < CORPUS;
		CHECK_INT(count_unlike(r, q, seen), 0);
		xc_hits_release(&hits);
		xc_query_free(q);
	}
	mallopt(M_PERTURB, 0);
	CHECK(found > 1000);
}

static void test_search(void)
{
	const char *name = path("corpus");
	struct xc_reader *r;

	make_corpus(name);
	r = reader(name);
	if (!CHECK(r != NULL))
		return;
	test_has_term(r);
	test_operators(r);
	test_empty_queries(r);
	test_ranges(r);
	test_weights(r);
	test_weighing(r);
	check_value_order(r, XC_BY_VALUE_DESCENDING);
	check_value_order(r, XC_BY_VALUE_ASCENDING);
	test_pages(r);
	test_bounds(r);
	test_matches(r);
	xc_reader_close(r);
}

/* As deep as is allowed, a query still works; deeper, it is refused. */
static void test_depth(void)
{
	struct xc_reader *r = reader(path("corpus"));
	struct xc_query *q = term("even");
	struct xc_query *deeper;
	unsigned depth = 1;

	while (depth < 2 * XC_DEPTH_MAX) {
		struct xc_query *part = term("rare");
		struct xc_query *parts[] = {q, part};
		enum xc_op op = depth % 2 ? XC_AND_NOT : XC_AND_MAYBE;

		deeper = xc_query_join(op, parts, 2, &err);
		xc_query_free(part);
		if (deeper == NULL)
			break;
		xc_query_free(q);
		q = deeper;
		depth++;
	}
	CHECK_INT(depth, XC_DEPTH_MAX);
	CHECK_INT(err.code, ERROR_USAGE);
	NONE(xc_query_scale(2, q, &err), ERROR_USAGE, "1000");
	MATCHES(q, is_even);
	xc_reader_close(r);
}

/* ---- a database that changes ---- */

static void put_many(struct xc_writer *w, unsigned count, unsigned round)
{
	char id[16];
	char data[400];
	unsigned seed = round;

	for (unsigned i = 0; i < count; i++) {
		int n = snprintf(data, sizeof(data), "%u ", round);

		snprintf(id, sizeof(id), "Q%u", i);
		while (n < 380) {
			seed = seed * 1103515245 + 12345;
			n += snprintf(data + n, sizeof(data) - (size_t)n, "%x",
				      seed >> 16);
		}
		put(w, id, round % 2 ? "a b c odd" : "a b c d e even", data);
	}
	OK(xc_writer_commit(w, &err));
}

static int read_all(struct xc_reader *r)
{
	struct buf b = {0};
	int rc = 0;

	for (uint32_t d = 1; d <= 300 && rc == 0; d++) {
		buf_clear(&b);
		rc = xc_reader_data(r, d, &b, &err);
	}
	buf_release(&b);
	return rc;
}

static void test_changed(void)
{
	const char *name = path("changed");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_reader *r;
	struct buf b = {0};

	put_many(w, 300, 1);
	r = reader(name);
	OK(read_all(r));
	put_many(w, 300, 2);
	OK(read_all(r));
	put_many(w, 300, 3);
	put_many(w, 300, 4);
	FAILS(read_all(r), ERROR_CHANGED, "changed");
	OK(xc_reader_reopen(r, &err));
	OK(read_all(r));
	OK(xc_reader_data(r, 1, &b, &err));
	CHECK(b.n > 2 && b.p[0] == '4');
	xc_writer_close(w);

	/* A reader whose database is gone keeps what it has. */
	OK(rename(name, path("changed-away")));
	FAILS(xc_reader_reopen(r, &err), ERROR_NO_INDEX, name);
	OK(read_all(r));
	xc_reader_close(r);
	buf_release(&b);
}

/* ---- directories that name a database ---- */

static void stub(const char *name, const char *line)
{
	char file[600];
	char fresh[600];

	snprintf(file, sizeof(file), "%s/XAPIANDB", name);
	snprintf(fresh, sizeof(fresh), "%s/XAPIANDB.new", name);
	write_file(fresh, line);
	CHECK(rename(fresh, file) == 0);
}

static void test_stub(void)
{
	const char *name = path("named");
	const char *outside = path("outside");
	struct xc_writer *w;
	struct xc_reader *r;
	char line[600];

	mkdir(name, 0777);
	stub(name, "# the first\n\nauto db-1\n");
	NONE(reader(name), ERROR_DAMAGED, "named/db-1', which is missing");
	NONE(writer(name, XC_OPEN), ERROR_DAMAGED, "missing");
	w = writer(name, XC_OPEN_OR_CREATE);
	if (!CHECK(w != NULL))
		return;
	put(w, "Q1", "one", "");
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	CHECK_INT(documents_in(path("named/db-1")), 1);
	w = writer(name, XC_OPEN);
	CHECK_INT(w ? xc_writer_count(w) : 0, 1);
	xc_writer_close(w);
	NONE(writer(name, XC_CREATE), ERROR_FAILED, "already");
	OK(xc_check(name, &err));

	r = reader(name);
	make(outside, NULL, NULL, NULL);
	snprintf(line, sizeof(line), "glass %s", outside);
	stub(name, line);
	CHECK_INT(xc_reader_count(r, 0), 1);
	OK(xc_reader_reopen(r, &err));
	CHECK_INT(xc_reader_count(r, 0), 0);
	xc_reader_close(r);
	stub(name, "auto ./db-1");
	OK(xc_compact(name, path("named-compact"), &err));
	CHECK_INT(documents_in(path("named-compact")), 1);
}

static void test_bad_stub(void)
{
	static const char *lines[] = {
		"",	  "\n# nothing\n",	"auto .",   "auto\n", "auto a\nauto b\n",
		"a text", "remote localhost:1", "inmemory", "glass ",
	};
	const char *name = path("bad");
	char line[600];

	mkdir(name, 0777);
	for (size_t i = 0; i < COUNT(lines); i++) {
		stub(name, lines[i]);
		NONE(reader(name), ERROR_DAMAGED, "bad/XAPIANDB' must name one database");
		NONE(writer(name, XC_OPEN), ERROR_DAMAGED, "XAPIANDB");
		NONE(writer(name, XC_OPEN_OR_CREATE), ERROR_DAMAGED, "XAPIANDB");
		FAILS(xc_check(name, &err), ERROR_DAMAGED, "XAPIANDB");
	}
	snprintf(line, sizeof(line), "remote :/bin/sh -c 'echo > %s'\n", path("started"));
	stub(name, line);
	NONE(reader(name), ERROR_DAMAGED, "XAPIANDB");
	usleep(50000);
	CHECK_INT(file_size(path("started")), -1);
	stub(name, "auto ../notes.txt");
	NONE(reader(name), ERROR_FAILED, "notes.txt' is not a database");
}

/* ---- whole databases ---- */

static void test_compact(void)
{
	const char *name = path("loose");
	const char *to = path("compact");
	struct xc_writer *w = writer(name, XC_CREATE);
	struct xc_reader *r;
	struct buf b = {0};
	uint32_t docid;

	put_many(w, 300, 1);
	put_many(w, 300, 2);
	for (unsigned i = 0; i < 100; i++) {
		char id[16];

		snprintf(id, sizeof(id), "Q%u", i);
		CHECK_INT(xc_writer_remove(w, str_of(id), &err), 1);
	}
	OK(xc_writer_set_metadata(w, STR("key"), STR("value"), &err));
	OK(xc_writer_commit(w, &err));
	put(w, "Quncommitted", "a", "");
	OK(xc_compact(name, to, &err));
	xc_writer_close(w);

	CHECK(file_size(path("compact/postlist.glass")) <
	      file_size(path("loose/postlist.glass")));
	CHECK(file_size(path("compact/docdata.glass")) <
	      file_size(path("loose/docdata.glass")));
	r = reader(to);
	CHECK_INT(xc_reader_count(r, 0), 200);
	CHECK_INT(xc_reader_find(r, STR("Q100"), &docid, &err), 1);
	CHECK_INT(docid, 101);
	CHECK_INT(xc_reader_last_docid(r), 300);
	CHECK_INT(xc_reader_find(r, STR("Quncommitted"), &docid, &err), 0);
	OK(xc_reader_metadata(r, 0, STR("key"), &b, &err));
	CHECK_STR(text(&b), "value");
	xc_reader_close(r);
	OK(xc_check(to, &err));

	FAILS(xc_compact(name, to, &err), ERROR_FAILED, "compact");
	CHECK_INT(documents_in(to), 200);
	FAILS(xc_compact(path("absent"), path("compact2"), &err), ERROR_NO_INDEX,
	      "absent");
	CHECK_INT(file_size(path("compact2")), -1);
	FAILS(xc_compact(name, path("no/such/place"), &err), ERROR_FAILED,
	      "no/such/place");
	buf_release(&b);
}

/* Copies a database, inverting `count` bytes of one of its files from `at` on. */
static void copy_damaged(const char *from, const char *to, const char *damaged, long at,
			 long count)
{
	DIR *d = opendir(from);
	struct dirent *e;

	remove_tree(to);
	mkdir(to, 0777);
	while (CHECK(d != NULL) && (e = readdir(d)) != NULL) {
		char name[600];
		FILE *in;
		FILE *out;
		long n = 0;
		int c;

		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", from, e->d_name);
		in = fopen(name, "rb");
		snprintf(name, sizeof(name), "%s/%s", to, e->d_name);
		out = fopen(name, "wb");
		while ((c = getc(in)) != EOF) {
			bool here = n >= at && n < at + count;

			putc(here && strcmp(e->d_name, damaged) == 0 ? ~c : c, out);
			n++;
		}
		fclose(in);
		fclose(out);
	}
	closedir(d);
}

/* Whatever byte is wrong, the check answers; a whole run of wrong bytes it must notice. */
static void test_damaged(void)
{
	static const char *tables[] = {"postlist.glass", "docdata.glass",
				       "termlist.glass", "iamglass"};
	const char *whole = path("compact");
	const char *copy = path("damaged");

	copy_damaged(whole, copy, "none", 0, 0);
	OK(xc_check(copy, &err));
	copy_damaged(whole, copy, "postlist.glass", 100, 200);
	FAILS(xc_check(copy, &err), ERROR_DAMAGED, copy);
	for (size_t t = 0; t < COUNT(tables); t++) {
		char name[600];
		long size;
		unsigned noticed = 0;
		unsigned tries = 0;

		snprintf(name, sizeof(name), "%s/%s", whole, tables[t]);
		size = file_size(name);
		for (long at = 0; at < size; at += size / 23 + 1, tries++) {
			int rc;

			copy_damaged(whole, copy, tables[t], at, 1 + at % 3 * 20);
			rc = xc_check(copy, &err);
			if (rc == 0)
				continue;
			if (!CHECK(err.code == ERROR_DAMAGED ||
				   err.code == ERROR_VERSION))
				fprintf(stderr, "\t%s at %ld: %s\n", tables[t], at,
					err.text);
			CHECK(strstr(err.text, copy) != NULL);
			noticed++;
		}
		CHECK(noticed > tries / 3);
	}
}

static void test_lost_parts(void)
{
	const char *whole = path("compact");
	const char *copy = path("lost");

	copy_damaged(whole, copy, "iamglass", 0, 4);
	NONE(reader(copy), ERROR_DAMAGED, copy);
	FAILS(xc_check(copy, &err), ERROR_DAMAGED, copy);
	copy_damaged(whole, copy, "iamglass", 14, 2);
	NONE(reader(copy), ERROR_VERSION, "format");
	NONE(writer(copy, XC_OPEN), ERROR_VERSION, "build it again");
	FAILS(xc_check(copy, &err), ERROR_VERSION, copy);
	copy_damaged(whole, copy, "none", 0, 0);
	CHECK(truncate(path("lost/iamglass"), 5) == 0);
	NONE(reader(copy), ERROR_DAMAGED, copy);
	CHECK(truncate(path("lost/iamglass"), 0) == 0);
	NONE(reader(copy), ERROR_DAMAGED, copy);
	copy_damaged(whole, copy, "none", 0, 0);
	CHECK(truncate(path("lost/postlist.glass"), 100) == 0);
	FAILS(xc_check(copy, &err), ERROR_DAMAGED, copy);
	CHECK(remove(path("lost/postlist.glass")) == 0);
	NONE(reader(copy), ERROR_DAMAGED, "lost a part");
	NONE(writer(copy, XC_OPEN_OR_CREATE), ERROR_DAMAGED, "lost a part");
	FAILS(xc_check(copy, &err), ERROR_DAMAGED, copy);
}

static void test_rights(void)
{
	const char *name = path("rights");

	if (geteuid() == 0) {
		printf("skipped: rights, which root does not lack\n");
		return;
	}
	make(name, "Q1", "a", "");
	CHECK(chmod(name, 0500) == 0 && chmod(path("rights/flintlock"), 0400) == 0);
	NONE(writer(name, XC_OPEN), ERROR_FAILED, "cannot lock");
	CHECK_INT(documents_in(name), 1);
	CHECK(chmod(path("rights/postlist.glass"), 0) == 0);
	NONE(reader(name), ERROR_FAILED, name);
	FAILS(xc_check(name, &err), ERROR_FAILED, name);
	CHECK(chmod(name, 0) == 0);
	NONE(reader(name), ERROR_FAILED, name);
	CHECK(chmod(name, 0700) == 0);
}

/* ---- a full disk ---- */

enum { BEFORE = 100, AFTER = 900 }; /* documents committed before, tried after */

static int put_bulk(struct xc_writer *w, unsigned from, unsigned count)
{
	struct xc_document *d = xc_document_new();
	char text[64];
	int rc = 0;

	for (unsigned i = from; i < from + count && rc == 0; i++) {
		xc_document_clear(d);
		for (unsigned n = 0; n < 20 && rc == 0; n++) {
			snprintf(text, sizeof(text), "t%u",
				 (i * 7919 + n * n * 31) % 5000);
			rc = xc_document_add_term(d, str_of(text), 1, &err);
		}
		for (unsigned n = 0; n < 4 && rc == 0; n++) {
			snprintf(text, sizeof(text), "value %u of %u %040u", n, i,
				 i * 2654435761u);
			rc = xc_document_set_value(d, n, str_of(text), &err);
		}
		snprintf(text, sizeof(text), "Q%u", i);
		if (rc == 0)
			rc = xc_writer_replace(w, str_of(text), d, NULL, &err);
	}
	xc_document_free(d);
	return rc;
}

/*
 * Writes where files are bounded. Answers 0 when all went well, 1 when it failed as it
 * should, else 2.
 */
static int write_much(const char *name)
{
	struct xc_writer_options options = {.create = XC_OPEN, .flush_threshold = 300};
	struct xc_writer *w;
	struct xc_writer *next;
	struct error first;

	w = xc_writer_open(name, &options, &err);
	if (w == NULL)
		return 2;
	if (put_bulk(w, BEFORE, AFTER) == 0 && xc_writer_commit(w, &err) == 0) {
		xc_writer_close(w);
		return 0;
	}
	first = err;
	if (strstr(first.text, "no room on the disk") == NULL ||
	    strstr(first.text, name) == NULL)
		return 2;
	if (put_bulk(w, 0, 1) == 0 || strcmp(err.text, first.text) != 0 ||
	    xc_writer_commit(w, &err) == 0 || strcmp(err.text, first.text) != 0 ||
	    xc_writer_count(w) != 0)
		return 2;

	/* The lock is free again while the failed writer is still there. */
	if (documents_in(name) != BEFORE)
		return 2;
	next = xc_writer_open(name, &options, &err);
	xc_writer_close(next);
	xc_writer_close(w);
	return next != NULL ? 1 : 2;
}

/*
 * Runs the task in a child whose files are bounded to `limit` bytes and answers what it
 * answers, or 128 and the signal that ended it. The answer comes through shared memory:
 * valgrind changes the exit code of a child in which libxapian, having failed, leaks.
 */
static int run_bounded(int (*task)(const char *name), const char *name, long limit)
{
	int *answer = mmap(NULL, sizeof(*answer), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status = -1;
	int rc = -1;
	pid_t child;

	if (!CHECK(answer != MAP_FAILED))
		return -1;
	child = fork();
	if (child == 0) {
		struct rlimit bound = {(rlim_t)limit, (rlim_t)limit};

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &bound);
		*answer = task(name);
		_exit(0);
	}
	if (CHECK(child > 0) && CHECK(waitpid(child, &status, 0) == child))
		rc = WIFEXITED(status) ? *answer : 128 + WTERMSIG(status);
	munmap(answer, sizeof(*answer));
	return rc;
}

/* Puts up to the limit; the commit before it stays, whenever the room runs out. */
static void test_full_disk(void)
{
	const char *name = path("full");
	const char *copy = path("full-copy");
	struct xc_writer *w = writer(name, XC_CREATE);
	long least = 64 * 1024;
	long most;
	unsigned failed = 0;

	OK(put_bulk(w, 0, BEFORE));
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	copy_damaged(name, copy, "none", 0, 0);
	CHECK_INT(run_bounded(write_much, copy, 1L << 30), 0);
	CHECK_INT(documents_in(copy), BEFORE + AFTER);
	most = file_size(path("full-copy/postlist.glass"));
	for (long limit = least; limit < most; limit += (most - least) / 20) {
		int rc;

		copy_damaged(name, copy, "none", 0, 0);
		rc = run_bounded(write_much, copy, limit);
		CHECK_INT(rc, 1);
		CHECK_INT(documents_in(copy), BEFORE);
		OK(xc_check(copy, &err));
		failed += rc == 1;
	}
	CHECK(failed >= 20);
	w = writer(copy, XC_OPEN);
	OK(put_bulk(w, BEFORE, 10));
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
	CHECK_INT(documents_in(copy), BEFORE + 10);
}

static int compact_much(const char *to)
{
	int rc = xc_compact(path("loose"), to, &err);

	return rc == -1 && strstr(err.text, "no room on the disk") != NULL;
}

/* A compaction that runs out of room leaves nothing behind. */
static void test_full_disk_compact(void)
{
	const char *to = path("compact-full");

	CHECK_INT(run_bounded(compact_much, to, 20 * 1024), 1);
	CHECK_INT(file_size(to), -1);
}

/* ---- servers ---- */

static const char *const server_program = "/usr/bin/xapian-tcpsrv";

/* A socket listening on 127.0.0.1, on any free port, which is put in *port. */
static int listen_anywhere(unsigned *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (!CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 &&
		   listen(fd, 1) == 0 &&
		   getsockname(fd, (struct sockaddr *)&address, &size) == 0))
		return -1;
	*port = ntohs(address.sin_port);
	return fd;
}

/* Starts a server and waits until it is reached, 10 s at most; -1 when it is not. */
static pid_t start_server(const char *name, unsigned port)
{
	char number[16];
	char place[64];
	pid_t child;

	snprintf(number, sizeof(number), "%u", port);
	snprintf(place, sizeof(place), "127.0.0.1:%u", port);
	child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_RDWR);

		setpgid(0, 0); /* a server told to end ends its whole process group */
		dup2(null, 1);
		dup2(null, 2);
		execl(server_program, server_program, "--interface", "127.0.0.1",
		      "--port", number, name, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; child > 0 && i < 200; i++) {
		struct xc_reader *r = reader(place);

		xc_reader_close(r);
		if (r != NULL)
			return child;
		if (waitpid(child, NULL, WNOHANG) == child)
			return -1;
		nanosleep(&(struct timespec){0, 50000000}, NULL);
	}
	return child;
}

/* A remote database answers as the same one on disk does. */
static void check_remote(const char *place)
{
	const char *places[] = {place, path("three1")};
	struct xc_reader *r = reader(place);
	struct buf b = {0};
	uint32_t n;

	if (!CHECK(r != NULL))
		return;
	CHECK_INT(xc_reader_count(r, 0), CORPUS);
	test_operators(r);
	test_empty_queries(r);
	test_ranges(r);
	test_weights(r);
	check_value_order(r, XC_BY_VALUE_DESCENDING);
	test_pages(r);
	test_bounds(r);
	test_has_term(r);
	OK(xc_reader_data(r, 27, &b, &err));
	CHECK_STR(text(&b), "Q27");
	FAILS(xc_reader_data(r, CORPUS + 1, &b, &err), ERROR_FAILED, place);
	OK(xc_reader_reopen(r, &err));
	xc_reader_close(r);

	r = xc_reader_open(places, 2, &err);
	CHECK(r != NULL && xc_reader_find(r, STR("Q27"), &n, &err) == 1 && n == 53);
	CHECK_INT(xc_reader_has_term(r, 53, STR("rare"), &err), 1);
	CHECK_INT(xc_reader_has_term(r, 2, STR("b"), &err), 1);
	buf_clear(&b);
	OK(xc_reader_metadata(r, 1, STR("name"), &b, &err));
	CHECK_STR(text(&b), places[1]);
	xc_reader_close(r);
	buf_release(&b);
}

static void test_remote(void)
{
	unsigned port = 0;
	int fd = listen_anywhere(&port);
	char place[64];
	pid_t server;

	close(fd);
	if (access(server_program, X_OK) != 0) {
		printf("skipped: remote databases, for want of xapian-tcpsrv\n");
		return;
	}
	server = start_server(path("corpus"), port);
	if (!CHECK(server > 0))
		return;
	snprintf(place, sizeof(place), "127.0.0.1:%u", port);
	check_remote(place);
	kill(server, SIGTERM);
	CHECK(waitpid(server, NULL, 0) == server);
	NONE(reader(place), ERROR_FAILED, place);
}

/* A server that hangs up at once, and places that only look like one. */
static void test_no_server(void)
{
	unsigned port = 0;
	int fd = listen_anywhere(&port);
	char place[64];
	pid_t child;

	snprintf(place, sizeof(place), "127.0.0.1:%u", port);
	child = fork();
	if (child == 0) {
		alarm(60);
		close(accept(fd, NULL, NULL));
		_exit(0);
	}
	close(fd);
	NONE(reader(place), ERROR_FAILED, place);
	CHECK(child > 0 && waitpid(child, NULL, 0) == child);
	NONE(reader(place), ERROR_FAILED, "xapian-tcpsrv");
	NONE(reader("[::1]:1"), ERROR_FAILED, "[::1]:1");
	NONE(reader("host:99999"), ERROR_NO_INDEX, "host:99999");
	NONE(reader("host:0"), ERROR_NO_INDEX, "host:0");
	NONE(reader("host:"), ERROR_NO_INDEX, "host:");
	NONE(reader(":123"), ERROR_NO_INDEX, ":123");
	NONE(reader("host:12a"), ERROR_NO_INDEX, "host:12a");
	NONE(reader("::1:5000"), ERROR_NO_INDEX, "::1:5000");
	NONE(reader("no/host:5000"), ERROR_NO_INDEX, "no/host:5000");
}

/* A path wins over a server of the same name. */
static void test_path_like_server(void)
{
	char before[512];

	if (!CHECK(getcwd(before, sizeof(before)) != NULL && chdir(directory) == 0))
		return;
	make("localhost:1", "Q1", "a", "");
	CHECK_INT(documents_in("localhost:1"), 1);
	CHECK(chdir(before) == 0);
}

/* ---- all that a database holds ---- */

static bool tell_term_of_postings(void *context, struct str term)
{
	buf_printf(context, " %.*s", STR_ARGS(term));
	return !str_equal(term, STR("d"));
}

static bool tell_posting(void *context, uint32_t docid, uint32_t wdf)
{
	buf_printf(context, " %u:%u", (unsigned)docid, (unsigned)wdf);
	return true;
}

static bool tell_term(void *context, struct str term, uint32_t wdf)
{
	buf_printf(context, " %.*s:%u", STR_ARGS(term), (unsigned)wdf);
	return wdf < 5;
}

static bool tell_value(void *context, uint32_t docid, struct str value)
{
	buf_printf(context, " %u:%.*s", (unsigned)docid, STR_ARGS(value));
	return docid < 3;
}

static void make_contents(const char *name)
{
	static const char *const documents[] = {"a b:3 c:0", "a:2", "", "a b d:7", "b"};
	struct xc_writer *w = writer(name, XC_CREATE);

	if (!CHECK(w != NULL))
		return;
	for (uint32_t i = 0; i < 5; i++) {
		struct xc_document *d = document(documents[i], "");
		char value[2] = {(char)('v' + i), '\0'};

		OK(xc_document_set_value(d, 4, str_of(i == 1 ? "" : value), &err));
		OK(xc_writer_add(w, i + 1, d, &err));
		FAILS(xc_writer_add(w, i + 1, d, &err), ERROR_FAILED, "already");
		xc_document_free(d);
	}
	FAILS(xc_writer_add(w, 9, NULL, &err), ERROR_FAILED, "memory");
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static void test_contents(void)
{
	const char *name = path("contents");
	struct buf told = {0};
	const struct xc_posting_visitor visitor = {&told, tell_term_of_postings,
						   tell_posting};
	struct xc_term_statistics term;
	struct xc_statistics all;
	struct xc_reader *r;
	uint32_t count;

	make_contents(name);
	r = reader(name);
	if (!CHECK(r != NULL))
		return;
	OK(xc_reader_statistics(r, &all, &err));
	CHECK_INT(all.documents, 5);
	CHECK_INT(all.last_docid, 5);
	CHECK_INT(all.length_low, 1);
	CHECK_INT(all.length_high, 9);
	CHECK(fabs(all.average_length - 16 / 5.) < 1e-9);
	CHECK(!all.positions);
	OK(xc_reader_term_statistics(r, STR("b"), &term, &err));
	CHECK_INT(term.documents, 3);
	CHECK_INT(term.total, 5);
	CHECK(term.wdf_high >= 3);
	OK(xc_reader_term_statistics(r, STR(""), &term, &err));
	CHECK_INT(term.documents, 0);
	OK(xc_reader_postings(r, 0, 1, UINT32_MAX, &visitor, &err));
	buf_char(&told, ';');
	OK(xc_reader_postings(r, 0, 2, 4, &visitor, &err));
	buf_char(&told, ';');
	OK(xc_reader_document_terms(r, 1, tell_term, &told, &err));
	OK(xc_reader_document_terms(r, 3, tell_term, &told, &err));
	buf_char(&told, ';');
	OK(xc_reader_values(r, 0, 4, tell_value, &told, &err));
	OK(xc_reader_values(r, 0, 5, tell_value, &told, &err));
	CHECK_STR(text(&told), " a 1:1 2:2 4:1 b 1:3 4:1 5:1 c 1:0 d; a 2:2 b c d;"
			       " a:1 b:3 c:0; 1:v 3:x");
	OK(xc_reader_value_count(r, 4, &count, &err));
	CHECK_INT(count, 4);
	FAILS(xc_reader_document_terms(r, 0, tell_term, &told, &err), ERROR_FAILED, "0");
	FAILS(xc_reader_document_terms(r, 6, tell_term, &told, &err), ERROR_FAILED, "6");
	buf_release(&told);
	xc_reader_close(r);
}

static void test_version_file(void)
{
	const char *name = path("version");
	struct buf file = {0};

	OK(xc_version_file(name, &file, &err));
	CHECK(str_starts(buf_view(&file), STR("\x0F\x0DXapian Glass")));
	CHECK_INT(file_size(name), -1);
	FAILS(xc_version_file(directory, &file, &err), ERROR_FAILED, directory);
	FAILS(xc_version_file(path("no/such"), &file, &err), ERROR_FAILED, "no/such");
	CHECK(file_size(directory) >= 0);
	buf_release(&file);
}

/* ---- databases made in one go, merged, read whole, in part ---- */

/* Documents `first` to `last` of words "all" and "nN" (and "even"), the value vN, under key "k" the name. */
static void make_once(const char *name, uint32_t first, uint32_t last, const char *value)
{
	struct xc_writer_options options = {.create = XC_CREATE, .once = true};
	struct xc_writer *w = xc_writer_open(name, &options, &err);
	char words[64];

	if (!CHECK(w != NULL))
		return;
	for (uint32_t i = first; i <= last; i++) {
		struct xc_document *d;

		snprintf(words, sizeof(words), "Q%u:0 all:%u n%u%s", i, i % 3 + 1, i,
			 i % 2 == 0 ? " even" : "");
		d = document(words, words);
		snprintf(words, sizeof(words), "v%u", i);
		OK(xc_document_set_value(d, 1, str_of(words), &err));
		OK(xc_writer_add(w, i, d, &err));
		if (i == last)
			FAILS(xc_writer_add(w, i, d, &err), ERROR_FAILED, "number");
		xc_document_free(d);
	}
	OK(xc_writer_set_metadata(w, STR("k"), str_of(value), &err));
	OK(xc_writer_set_metadata(w, str_of(value), STR("own"), &err));
	OK(xc_writer_commit(w, &err));
	xc_writer_close(w);
}

static int join_values(void *context, struct str key, const struct str *values,
		       size_t count, struct buf *out, struct error *e)
{
	if (!str_is(key, "k") || context == NULL)
		return error_set(e, ERROR_REJECTED, "no decision on '%.*s'",
				 STR_ARGS(key));
	for (size_t i = 0; i < count; i++)
		buf_str(out, values[i]);
	return 0;
}

/* What xc_reader_postings() tells, one letter a term and its postings. */
struct told {
	struct buf text;
	size_t terms;
};

static bool note_term(void *context, struct str term)
{
	struct told *t = context;

	t->terms++;
	if (t->text.n > 0)
		buf_char(&t->text, ' ');
	buf_str(&t->text, term);
	return true;
}

static bool note_posting(void *context, uint32_t docid, uint32_t wdf)
{
	struct told *t = context;

	buf_printf(&t->text, ":%u*%u", (unsigned)docid, (unsigned)wdf);
	return docid != 13;
}

static bool note_value(void *context, uint32_t docid, struct str value)
{
	struct told *t = context;

	buf_printf(&t->text, "%u=%.*s ", (unsigned)docid, STR_ARGS(value));
	return docid < 12;
}

static void test_merge(void)
{
	const char *from[3] = {xstrdup(path("once-1")), xstrdup(path("once-2")),
			       xstrdup(path("once-3"))};
	const char *to = path("merged");
	struct xc_posting_visitor visitor = {NULL, note_term, note_posting};
	struct told told = {{0}, 0};
	struct xc_reader *r;
	struct buf b = {0};

	make_once(from[0], 1, 4, "one");
	make_once(from[1], 11, 14, "two");
	make_once(from[2], 15, 14, "three");
	FAILS(xc_merge(from, 3, to, join_values, NULL, &err), ERROR_REJECTED,
	      "no decision on 'k'");
	CHECK_INT(file_size(to), -1);
	OK(xc_merge(from, 3, to, join_values, &told, &err));
	OK(xc_check(to, &err));
	r = reader(to);
	CHECK_INT(xc_reader_count(r, 0), 8);
	CHECK_INT(xc_reader_last_docid(r), 14);
	OK(xc_reader_metadata(r, 0, STR("k"), &b, &err));
	CHECK_INT(b.n, strlen("onetwothree"));
	buf_clear(&b);
	OK(xc_reader_metadata(r, 0, STR("two"), &b, &err));
	CHECK_STR(text(&b), "own");

	visitor.context = &told;
	OK(xc_reader_postings(r, 0, 3, 12, &visitor, &err));
	CHECK_STR(text(&told.text),
		  "Q1 Q11:11*0 Q12 Q13 Q14 Q2 Q3:3*0 Q4:4*0 all:3*1:4*2:11*3 even:4*1 n1 "
		  "n11:11*1 n12 n13 n14 n2 n3:3*1 n4:4*1");
	buf_clear(&told.text);
	OK(xc_reader_values(r, 0, 1, note_value, &told, &err));
	CHECK_STR(text(&told.text), "1=v1 2=v2 3=v3 4=v4 11=v11 12=v12 ");
	xc_reader_close(r);

	FAILS(xc_merge((const char *[]){from[1], from[0], from[1]}, 3, path("merged2"),
		       join_values, &told, &err),
	      ERROR_FAILED, "");
	CHECK_INT(file_size(path("merged2")), -1);
	for (size_t i = 0; i < 3; i++)
		free((char *)(uintptr_t)from[i]);
	buf_release(&told.text);
	buf_release(&b);
}

/* Documents that a question finds, as text. */
static const char *found(struct xc_reader *r, struct xc_query *q, uint32_t first,
			 struct buf *out)
{
	struct xc_search s = search_for(q);
	struct xc_hits hits = {0};

	s.first = first;
	s.limit = 5;
	buf_clear(out);
	OK(xc_reader_search(r, &s, &hits, &err));
	for (size_t i = 0; i < hits.count; i++)
		buf_printf(out, "%u ", (unsigned)hits.hits[i].docid);
	buf_printf(out, "of %u", (unsigned)hits.estimated);
	xc_hits_release(&hits);
	xc_query_free(q);
	return out->p;
}

/* All that match, by database. */
static const char *all_found(struct xc_reader *r, struct xc_query *q, struct buf *out)
{
	uint32_t *docids;
	size_t count;

	buf_clear(out);
	OK(xc_reader_matches(r, q, &docids, &count, &err));
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%u ", (unsigned)docids[i]);
	buf_printf(out, "of %zu", count);
	free(docids);
	xc_query_free(q);
	return out->p;
}

/* Which of some documents match, '1' or '0' each. */
static const char *picked(struct xc_reader *r, struct xc_query *q, struct buf *out)
{
	static const uint32_t docids[] = {28, 1, 7, 24, 3, 1000, 22};
	bool matches[COUNT(docids)];

	buf_clear(out);
	OK(xc_reader_pick(r, q, docids, COUNT(docids), matches, &err));
	for (size_t i = 0; i < COUNT(docids); i++)
		buf_char(out, matches[i] ? '1' : '0');
	xc_query_free(q);
	return out->p;
}

static bool tell_document(void *context, uint32_t docid)
{
	buf_printf(context, "%u ", (unsigned)docid);
	return true;
}

static void test_left_out(void)
{
	static const uint32_t first[] = {2, 4};
	static const uint32_t second[] = {12};
	const char *places[2] = {xstrdup(path("once-1")), xstrdup(path("once-2"))};
	struct xc_reader *r = xc_reader_open(places, 2, &err);
	struct buf b = {0};
	uint32_t n;

	/* Numbers of the first are odd here, of the second even: 2d - 1 and 2d. */
	CHECK_STR(found(r, term("even"), 0, &b), "24 7 3 28 of 4");
	CHECK_STR(all_found(r, term("even"), &b), "3 7 24 28 of 4");
	CHECK_STR(picked(r, term("even"), &b), "1011100");
	CHECK_STR(picked(r, xc_query_none(&err), &b), "0000000");
	OK(xc_reader_leave_out(r, 0, first, 2, &err));
	CHECK_STR(found(r, term("even"), 0, &b), "24 28 of 2");
	OK(xc_reader_leave_out(r, 1, second, 1, &err));
	CHECK_STR(found(r, term("even"), 0, &b), "28 of 1");
	CHECK_STR(found(r, xc_query_all(&err), 0, &b), "1 5 22 26 28 of 5");
	CHECK_STR(found(r, xc_query_all(&err), 3, &b), "26 28 of 5");
	CHECK_STR(all_found(r, xc_query_all(&err), &b), "1 5 22 26 28 of 5");
	CHECK_STR(found(r, term("n2"), 0, &b), "of 0");
	CHECK_INT(xc_reader_find(r, STR("Q12"), &n, &err), 0);
	CHECK_INT(xc_reader_find(r, STR("Q13"), &n, &err), 1);
	CHECK_INT(n, 26);
	CHECK_INT(xc_reader_find(r, STR("even"), &n, &err), 1);
	CHECK_INT(n, 28);
	OK(xc_reader_term_count(r, STR("n2"), &n, &err));
	CHECK_INT(n, 0);
	OK(xc_reader_term_count(r, STR("n3"), &n, &err));
	CHECK_INT(n, 1);
	buf_clear(&b);
	OK(xc_reader_documents(r, tell_document, &b, &err));
	CHECK_STR(text(&b), "1 5 22 26 28 ");
	OK(xc_reader_leave_out(r, 0, NULL, 0, &err));
	CHECK_STR(found(r, term("even"), 0, &b), "7 3 28 of 3");
	OK(xc_reader_reopen(r, &err));
	CHECK_STR(found(r, term("even"), 0, &b), "24 7 3 28 of 4");
	CHECK_INT(xc_reader_leave_out(r, 2, first, 2, &err), -1);
	xc_reader_close(r);
	buf_release(&b);
	for (size_t i = 0; i < 2; i++)
		free((char *)(uintptr_t)places[i]);
}

int main(void)
{
	const char *base = getenv("TMPDIR");

	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(directory, sizeof(directory), "%s/test-xapian-c.XXXXXX",
		 base && *base ? base : "/tmp");
	if (mkdtemp(directory) == NULL) {
		perror(directory);
		return 1;
	}
	test_fit();
	test_document_limits();
	test_odd_terms();
	test_create();
	test_text_file();
	test_unfinished();
	test_transaction();
	test_replace();
	test_values();
	test_metadata();
	test_large_metadata();
	test_huge_data();
	test_threshold();
	test_locked();
	test_three();
	test_search();
	test_synonym();
	test_depth();
	test_changed();
	test_stub();
	test_bad_stub();
	test_compact();
	test_merge();
	test_left_out();
	test_damaged();
	test_lost_parts();
	test_rights();
	test_full_disk();
	test_full_disk_compact();
	test_remote();
	test_no_server();
	test_path_like_server();
	test_contents();
	test_version_file();
	remove_tree(directory);
	return check_done();
}
