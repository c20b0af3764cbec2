/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What it costs to understand articles: reading the lexicon, then cutting text, finding names,
 * and everything together, each in a pass of its own over articles held in memory.
 *
 * usage: phases LEXICON ARTICLES     ARTICLES is a file that veille-index reads
 * Prints a line for each figure: name TAB value. CPU time of this process.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/reader.h"
#include "lib/analyser.h"

struct articles {
	struct arena arena;
	struct record *items;
	size_t count, capacity;
	size_t bytes; /* of titles, leads and bodies */
};

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double heap_megabytes(void)
{
	struct mallinfo2 m = mallinfo2();

	return (double)(m.uordblks + m.hblkhd) / 1e6;
}

static void fail(const struct error *err)
{
	fprintf(stderr, "phases: %s\n", err->text);
}

/* Time and memory of the lexicon alone; what else is read for it is freed before. */
static int measure_lexicon(const struct lexicon_folders *folders, struct error *err)
{
	double before = heap_megabytes();
	struct buf stems = {0}, stopwords = {0};
	struct vocabulary *v = NULL;
	struct lexicon *l = NULL;
	int rc = -1;

	if (analyser_tables(folders, &stems, &stopwords, err) == 0)
		v = vocabulary_open(buf_view(&stems), buf_view(&stopwords), err);
	if (v != NULL)
		l = lexicon_open(folders, v, err);
	vocabulary_free(v);
	buf_release(&stopwords);
	buf_release(&stems);
	if (l != NULL) {
		printf("lexicon MB\t%.1f\n", heap_megabytes() - before);
		printf("names\t%zu\n", lexicon_count(l));
		rc = 0;
	}
	lexicon_free(l);
	return rc;
}

static void keep(struct articles *a, const struct article *article)
{
	struct record r = {.id = str_copy(&a->arena, article->id),
			   .title = str_copy(&a->arena, article->title),
			   .lead = str_copy(&a->arena, article->lead),
			   .body = str_copy(&a->arena, article->body)};

	GROW(a->items, a->count, a->capacity);
	a->items[a->count++] = r;
	a->bytes += r.title.n + r.lead.n + r.body.n;
}

static int read_articles(struct articles *a, const char *path, struct error *err)
{
	struct reader_options options = {0};
	struct reader *reader = NULL;
	struct article article;
	int rc;

	if (reader_open(&reader, path, &options, err) < 0)
		return -1;
	while ((rc = reader_next(reader, &article, err)) != 0) {
		if (rc > 0)
			keep(a, &article);
	}
	reader_close(reader);
	return 0;
}

/* The passes: what is done with each article, and the seconds that count. */
static double pass_cut(struct analyser *a, struct record *r)
{
	double start = cpu_seconds();

	analyser_cut(a, r);
	return cpu_seconds() - start;
}

static double pass_names(struct analyser *a, struct record *r)
{
	const struct str parts[TEXT_PARTS] = {r->title, r->lead, r->body};
	struct mentions found = {0};
	double start;

	analyser_cut(a, r);
	start = cpu_seconds();
	lexicon_find(analyser_lexicon(a), analyser_text(a), parts, &found);
	start = cpu_seconds() - start;
	mentions_release(&found);
	return start;
}

static double pass_all(struct analyser *a, struct record *r)
{
	double start = cpu_seconds();

	analyser_read(a, r);
	return cpu_seconds() - start;
}

static double run_pass(struct analyser *a, const struct articles *articles,
		       double pass(struct analyser *a, struct record *r))
{
	double seconds = 0;

	analyser_forget(a);
	for (size_t i = 0; i < articles->count; i++) {
		struct record r = articles->items[i];

		if (analyser_full(a))
			analyser_forget(a);
		seconds += pass(a, &r);
	}
	return seconds;
}

static void print_speed(const char *name, size_t bytes, double seconds)
{
	printf("%s s\t%.3f\n%s MB/s\t%.1f\n", name, seconds, name,
	       (double)bytes / 1e6 / seconds);
}

static int measure_articles(struct analyser *a, const char *path, struct error *err)
{
	struct articles articles = {0};
	int rc = read_articles(&articles, path, err);

	if (rc == 0) {
		printf("articles\t%zu\ntext MB\t%.1f\n", articles.count,
		       (double)articles.bytes / 1e6);
		print_speed("cut", articles.bytes, run_pass(a, &articles, pass_cut));
		print_speed("find names", articles.bytes,
			    run_pass(a, &articles, pass_names));
		print_speed("all", articles.bytes, run_pass(a, &articles, pass_all));
	}
	free(articles.items);
	arena_release(&articles.arena);
	return rc;
}

int main(int argc, char **argv)
{
	struct lexicon_folders folders = {0};
	struct analyser *a = NULL;
	struct error err = {0};
	double start;
	int code = 2;

	if (argc != 3) {
		fputs("usage: phases LEXICON ARTICLES\n", stderr);
		return 2;
	}
	buf_text(&folders.base, argv[1]);
	start = cpu_seconds();
	if (analyser_open_folders(&a, &folders, &err) < 0)
		goto out;
	printf("start ms\t%.0f\n", (cpu_seconds() - start) * 1e3);
	if (measure_lexicon(&folders, &err) == 0 &&
	    measure_articles(a, argv[2], &err) == 0)
		code = 0;
out:
	if (code != 0)
		fail(&err);
	analyser_free(a);
	lexicon_folders_release(&folders);
	return code;
}
