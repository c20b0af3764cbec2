/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What it takes to turn the same documents into a database, by libxapian and by glass/:
 * CPU seconds, megabytes of the database, and whether both hold as much.
 *
 * usage: compare FOLDER ROUNDS ARTICLES|COUNT
 *   FOLDER     where databases are made and removed
 *   ROUNDS     runs of each, in turn; the fastest counts
 *   ARTICLES   a file of articles, whose stems are the documents' terms
 *   COUNT      of documents made up instead: terms by Zipf's law, always the same
 * Only the work after the words have been cut is measured. The data of a document are as
 * many random bytes as its text takes deflated.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/reader.h"
#include "glass/glass.h"
#include "lib/mem.h"
#include "lib/stem.h"
#include "lib/str.h"
#include "lib/text.h"
#include "xapian-c/xapian-c.h"

enum { SLOTS = 3, MADE_UP_TERMS = 400000 };

#define DEFLATED .37 /* of the text, with a dictionary */

struct document {
	size_t first, count; /* of the postings */
	size_t data_start, data_n;
	char values[SLOTS][9];
};

static struct {
	struct str *terms; /* by number */
	size_t terms_count, terms_capacity;
	struct glass_posting *postings; /* terms numbered as above */
	size_t postings_count, postings_capacity;
	struct document *documents;
	size_t documents_count, documents_capacity;
	struct arena arena;
	struct buf data;
	double text_bytes;
} batch;

static struct error err;

static void check(int rc)
{
	if (rc < 0) {
		fprintf(stderr, "compare: %s\n", err.text);
		exit(1);
	}
}

static uint64_t random_next(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

/* ---- documents ---- */

static void add_data(struct document *d, size_t n)
{
	d->data_start = batch.data.n;
	d->data_n = n;
	buf_reserve(&batch.data, n + 8);
	for (size_t i = 0; i < n; i += 8) {
		uint64_t r = random_next();

		memcpy(batch.data.p + batch.data.n + i, &r, 8);
	}
	batch.data.n += n;
}

static void add_posting(size_t term, struct str text, uint32_t wdf)
{
	while (batch.terms_count <= term) {
		GROW(batch.terms, batch.terms_count, batch.terms_capacity);
		batch.terms[batch.terms_count++] = (struct str){0};
	}
	if (batch.terms[term].n == 0)
		batch.terms[term] = str_copy(&batch.arena, text);
	GROW(batch.postings, batch.postings_count, batch.postings_capacity);
	batch.postings[batch.postings_count++] =
		(struct glass_posting){(uint32_t)term, wdf};
}

static struct document *new_document(void)
{
	struct document *d;

	GROW(batch.documents, batch.documents_count, batch.documents_capacity);
	d = &batch.documents[batch.documents_count++];
	d->first = batch.postings_count;
	for (size_t i = 0; i < SLOTS; i++)
		snprintf(d->values[i], sizeof d->values[i], "%08x",
			 (unsigned)(random_next() >> 40));
	return d;
}

/* Sums the wdf of terms that stand several times, as libxapian would have to. */
static void sum_up(struct document *d, uint32_t *at)
{
	struct glass_posting *p = batch.postings + d->first;
	size_t n = batch.postings_count - d->first;
	uint32_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t k = at[p[i].term];

		if (k < kept && p[k].term == p[i].term) {
			p[k].wdf += p[i].wdf;
			continue;
		}
		at[p[i].term] = kept;
		p[kept++] = p[i];
	}
	d->count = kept;
	batch.postings_count = d->first + kept;
}

static void read_articles(const char *path)
{
	struct vocabulary *v = vocabulary_new((struct str){0}, (struct str){0}, &err);
	const struct reader_options options = {0};
	struct reader *r;
	struct article a;
	struct text t = {0};
	uint32_t *at = xcalloc(1u << 24, sizeof *at);

	check(reader_open(&r, path, &options, &err));
	while (reader_next(r, &a, &err) == 1) {
		struct document *d = new_document();
		size_t n = a.title.n + a.lead.n + a.body.n;

		text_clear(&t);
		text_add(&t, v, TEXT_TITLE, a.title);
		text_add(&t, v, TEXT_LEAD, a.lead);
		text_add(&t, v, TEXT_BODY, a.body);
		for (size_t i = 0; i < t.count; i++)
			add_posting(t.tokens[i].form->stem_id, t.tokens[i].form->stem, 1);
		sum_up(d, at);
		batch.text_bytes += (double)n;
		add_data(d, (size_t)((double)n * DEFLATED));
	}
	reader_close(r);
	text_release(&t);
	vocabulary_free(v);
	free(at);
}

static void make_up(size_t documents)
{
	uint32_t *at = xcalloc(MADE_UP_TERMS, sizeof *at);
	char text[30];

	for (size_t i = 0; i < documents; i++) {
		struct document *d = new_document();
		size_t tokens = 200 + random_next() % 400;

		for (size_t k = 0; k < tokens; k++) {
			/* As many tokens of terms 2^n to 2^(n+1) for each n. */
			uint64_t low = 1u << random_next() % 18;
			size_t term = low + random_next() % low;

			snprintf(text, sizeof text, "%zx", term * 2654435761u);
			add_posting(term, str_of(text), 1);
		}
		sum_up(d, at);
		batch.text_bytes += 6.0 * (double)tokens;
		add_data(d, (size_t)(6.0 * DEFLATED * (double)tokens));
	}
	free(at);
}

static struct str data_of(const struct document *d)
{
	return (struct str){batch.data.p + d->data_start, d->data_n};
}

/* ---- both ways ---- */

static void write_api(const char *path)
{
	const struct xc_writer_options options = {.create = XC_CREATE};
	struct xc_writer *w = xc_writer_open(path, &options, &err);
	struct xc_document *out = xc_document_new();

	check(w == NULL ? -1 : 0);
	for (size_t i = 0; i < batch.documents_count; i++) {
		const struct document *d = &batch.documents[i];

		xc_document_clear(out);
		for (size_t k = d->first; k < d->first + d->count; k++)
			check(xc_document_add_term(out,
						   batch.terms[batch.postings[k].term],
						   batch.postings[k].wdf, &err));
		for (uint32_t k = 0; k < SLOTS; k++)
			check(xc_document_set_value(out, k, str_of(d->values[k]), &err));
		check(xc_document_set_data(out, data_of(d), &err));
		check(xc_writer_add(w, (uint32_t)i + 1, out, &err));
	}
	check(xc_writer_commit(w, &err));
	xc_document_free(out);
	xc_writer_close(w);
}

/* Each term is looked up once, as a caller does who keeps numbers by stem. */
static void write_glass(const char *path, bool term_lists)
{
	const struct glass_options options = {.term_lists = term_lists};
	uint32_t *numbers = xmalloc(batch.terms_count * sizeof *numbers);
	struct glass_posting *postings = NULL;
	size_t capacity = 0;
	struct glass_builder *b;

	memset(numbers, 0xFF, batch.terms_count * sizeof *numbers);
	check(glass_new(&b, path, &options, &err));
	for (size_t i = 0; i < batch.documents_count; i++) {
		const struct document *d = &batch.documents[i];
		struct glass_value values[SLOTS];

		if (capacity < d->count) {
			capacity = 2 * d->count;
			postings = xreallocarray(postings, capacity, sizeof *postings);
		}
		for (size_t k = 0; k < d->count; k++) {
			struct glass_posting p = batch.postings[d->first + k];

			if (numbers[p.term] == UINT32_MAX)
				numbers[p.term] = glass_term(b, batch.terms[p.term]);
			postings[k] = (struct glass_posting){numbers[p.term], p.wdf};
		}
		for (uint32_t k = 0; k < SLOTS; k++)
			values[k] = (struct glass_value){k, str_of(d->values[k])};
		check(glass_add(b,
				&(struct glass_document){postings, d->count, values,
							 SLOTS, data_of(d), 0},
				NULL, &err));
	}
	fprintf(stderr, "compare: %zu MB held\n", glass_bytes(b) / 1000000);
	check(glass_write(b, &err));
	glass_free(b);
	free(postings);
	free(numbers);
}

static void write_glass_bare(const char *path)
{
	write_glass(path, false);
}

static void write_glass_lists(const char *path)
{
	write_glass(path, true);
}

/* ---- measuring ---- */

static double cpu_seconds(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Removes the files of a folder and answers their bytes. */
static double remove_database(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	double bytes = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		struct stat s;

		if (fstatat(dirfd(folder), entry->d_name, &s, 0) == 0 &&
		    S_ISREG(s.st_mode))
			bytes += (double)s.st_size;
		unlinkat(dirfd(folder), entry->d_name, 0);
	}
	if (folder != NULL)
		closedir(folder);
	rmdir(path);
	return bytes;
}

static const struct {
	const char *name;
	void (*write)(const char *path);
} ways[] = {
	{"libxapian", write_api},
	{"glass", write_glass_bare},
	{"glass, term lists", write_glass_lists},
};

static void measure(const char *folder, unsigned rounds)
{
	double fastest[COUNT(ways)] = {0};
	double bytes[COUNT(ways)] = {0};
	char path[1000];

	snprintf(path, sizeof path, "%s/compared", folder);
	for (unsigned round = 0; round < rounds; round++) {
		for (size_t i = 0; i < COUNT(ways); i++) {
			double before = cpu_seconds();
			double took;

			ways[i].write(path);
			took = cpu_seconds() - before;
			if (round == 0 || took < fastest[i])
				fastest[i] = took;
			bytes[i] = remove_database(path);
		}
	}
	for (size_t i = 0; i < COUNT(ways); i++)
		printf("%-20s %6.2f s CPU  %6.1f MB/s of text  %5.0f ns a posting  "
		       "%5.1f times  %6.1f MB\n",
		       ways[i].name, fastest[i], batch.text_bytes / 1e6 / fastest[i],
		       1e9 * fastest[i] / (double)batch.postings_count,
		       fastest[0] / fastest[i], bytes[i] / 1e6);
}

int main(int argc, char **argv)
{
	size_t count;

	if (argc != 4) {
		fputs("usage: compare FOLDER ROUNDS ARTICLES|COUNT\n", stderr);
		return 2;
	}
	count = strtoul(argv[3], NULL, 10);
	if (count > 0)
		make_up(count);
	else
		read_articles(argv[3]);
	printf("%zu documents, %zu terms, %zu postings, %.1f MB of text\n",
	       batch.documents_count, batch.terms_count, batch.postings_count,
	       batch.text_bytes / 1e6);
	measure(argv[1], (unsigned)strtoul(argv[2], NULL, 10));
	return 0;
}
