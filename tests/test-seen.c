/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index remembers of what it was given: found again, saved in steps, read back, damaged at
 * every byte and given up; what counts as the same article; and the line of progress.
 */
#include "indexer/fingerprint.h"
#include "indexer/progress.h"
#include "indexer/seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/paths.h"
#include "tests/check.h"

static struct error err;
static char folder[] = "seen-XXXXXX";

static uint32_t add(struct seen *s, const char *id, uint64_t url, uint64_t text,
		    uint32_t place)
{
	struct seen_article a = {.id = str_of(id),
				 .url = url,
				 .text = text,
				 .place = place,
				 .of = NO_ARTICLE,
				 .id_given = place != 0};

	return seen_add(s, &a);
}

static uint32_t like(struct seen *s, uint64_t url, uint64_t text, uint32_t place)
{
	struct seen_article a = {.url = url,
				 .text = text,
				 .place = place,
				 .of = NO_ARTICLE,
				 .id_given = place != 0};

	return seen_find_like(s, &a);
}

static void test_alike(void)
{
	struct seen s = {0};
	struct seen_article copy = {.id = STR("c"), .text = 12, .place = 3, .of = 0};

	CHECK_INT(seen_find(&s, STR("a")), NO_ARTICLE);
	CHECK_INT(like(&s, 1, 2, 3), NO_ARTICLE);
	add(&s, "a", 11, 12, 1);
	add(&s, "b", 0, 0, 1);
	CHECK_INT(seen_find(&s, STR("b")), 1);
	CHECK_INT(seen_find(&s, STR("z")), NO_ARTICLE);
	/* by URL, by text, and neither without one */
	CHECK_INT(like(&s, 11, 99, 2), 0);
	CHECK_INT(like(&s, 99, 12, 2), 0);
	CHECK_INT(like(&s, 0, 0, 2), NO_ARTICLE);
	/* ids of their own in one place; none there */
	CHECK_INT(like(&s, 11, 12, 1), NO_ARTICLE);
	CHECK_INT(like(&s, 11, 12, 0), 0);
	/* a copy is no original */
	CHECK_INT(seen_add(&s, &copy), 2);
	CHECK_INT(seen_find(&s, STR("c")), 2);
	CHECK_INT(like(&s, 0, 12, 2), 0);
	/* the original goes, and its copy with it; another may come */
	seen_remove(&s, 0);
	CHECK_INT(like(&s, 11, 12, 2), NO_ARTICLE);
	seen_settle(&s);
	CHECK_INT(seen_find(&s, STR("c")), NO_ARTICLE);
	CHECK_INT(add(&s, "d", 11, 12, 4), 3);
	CHECK_INT(like(&s, 11, 12, 2), 3);
	seen_release(&s);
}

static struct seen_file file(const char *path, const char *known_as, uint32_t *items,
			     size_t count)
{
	return (struct seen_file){.path = str_of(path),
				  .known_as = str_of(known_as),
				  .size = 1234567,
				  .modified = 1700000000123456789,
				  .inode = 42,
				  .device = 2049,
				  .content = 0xFEDCBA9876543210,
				  .reading = 7,
				  .since = 20240513,
				  .rejected = 2,
				  .told = STR("a:1: x\nb:2: y\n"),
				  .articles = {items, count},
				  .former = {items, count > 0}};
}

/* Two articles, a copy that stands before its original, three files. */
static void fill(struct seen *s, struct buf *fact)
{
	uint32_t items[] = {2, 0, 1};
	struct seen_file f = file("/data/presse/un.txt", "presse/un.txt", items, 3);
	struct seen_article copy = {.id = STR("presse/un.txt"), .text = 12, .of = 1};

	add(s, "presse/un.txt", 0, 12, 0);
	add(s, "presse/deux.txt", 5, 12, 0);
	seen_put_file(s, &f);
	f = file("/data/presse/deux.txt", "/data/presse/deux.txt", items, 0);
	seen_put_file(s, &f);
	add(s, "x", 6, 7, 9);
	CHECK_INT(seen_save(s, folder, fact, &err), 0);
	seen_set(s, 0, &copy);
	f = file("/data/x", "autre/x", items, 1);
	seen_put_file(s, &f);
	f = file("/data/presse/deux.txt", "/data/presse/deux.txt", items, 2);
	seen_put_file(s, &f);
	buf_clear(fact);
	CHECK_INT(seen_save(s, folder, fact, &err), 0);
}

static void check_filled(struct seen *s)
{
	const struct seen_file *f;

	CHECK_INT(s->articles_count, 3);
	CHECK_INT(seen_find(s, STR("presse/un.txt")), 0);
	CHECK_INT(s->articles[0].of, 1);
	CHECK_INT(like(s, 0, 12, 0), 1);
	CHECK(s->articles[2].id_given && !s->articles[1].id_given);
	if (!CHECK_INT(s->files_count, 3))
		return;
	f = &s->files[seen_find_file(s, STR("/data/presse/un.txt"))];
	CHECK(str_is(f->known_as, "presse/un.txt"));
	CHECK(str_is(f->told, "a:1: x\nb:2: y\n"));
	CHECK_INT(f->modified, 1700000000123456789);
	CHECK(f->inode == 42 && f->device == 2049);
	CHECK(f->content == 0xFEDCBA9876543210);
	CHECK_INT(f->since, 20240513);
	CHECK_INT(f->articles.count, 3);
	CHECK(f->articles.items[0] == 2 && f->articles.items[1] == 0 &&
	      f->articles.items[2] == 1);
	f = &s->files[seen_find_file(s, STR("/data/presse/deux.txt"))];
	CHECK(str_equal(f->known_as, f->path));
	CHECK_INT(f->articles.count, 2);
	f = &s->files[seen_find_file(s, STR("/data/x"))];
	CHECK(str_is(f->known_as, "autre/x"));
}

static void write_log(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	CHECK(f != NULL && fwrite(bytes, 1, n, f) == n);
	if (f != NULL)
		fclose(f);
}

static void test_log(void)
{
	struct buf fact = {0}, log = {0}, path = {0};
	struct seen s = {0};

	CHECK_INT(seen_open(&s, folder, (struct str){0}), 0);
	fill(&s, &fact);
	check_filled(&s);
	seen_release(&s);
	CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 1);
	check_filled(&s);
	/* Nothing has changed: nothing is written. */
	buf_printf(&path, "%s/" SEEN_FILE "%u", folder, (unsigned)s.number);
	CHECK_INT(paths_read(path.p, &log), 0);
	CHECK_INT(s.length, log.n);
	seen_release(&s);
	/* What a killed writer left behind does not count, and is overwritten. */
	buf_text(&log, "half a block");
	write_log(path.p, log.p, log.n);
	CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 1);
	check_filled(&s);
	add(&s, "y", 0, 0, 1);
	buf_clear(&fact);
	CHECK_INT(seen_save(&s, folder, &fact, &err), 0);
	seen_release(&s);
	CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 1);
	CHECK_INT(seen_find(&s, STR("y")), 3);
	seen_release(&s);
	/* Damaged or cut anywhere it is given up. */
	buf_clear(&log);
	CHECK_INT(paths_read(path.p, &log), 0);
	for (size_t i = 0; i < log.n; i++) {
		log.p[i] ^= 0x5A;
		write_log(path.p, log.p, log.n);
		CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 0);
		CHECK_INT(s.articles_count, 0);
		seen_release(&s);
		log.p[i] ^= 0x5A;
		write_log(path.p, log.p, i);
		CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 0);
		seen_release(&s);
	}
	unlink(path.p);
	CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 0);
	seen_release(&s);
	buf_release(&path);
	buf_release(&log);
	buf_release(&fact);
}

/* A log of things long gone is written anew, and the numbers close up. */
static void test_anew(void)
{
	struct buf fact = {0}, path = {0};
	struct seen s = {0};
	uint64_t length;
	char id[32];

	for (int i = 0; i < 3000; i++) {
		uint32_t item = (uint32_t)i;
		struct seen_file f;

		snprintf(id, sizeof id, "/d/%d", i);
		f = file(id, id, &item, 1);
		add(&s, id, 0, (uint64_t)i + 1, 0);
		seen_put_file(&s, &f);
	}
	CHECK_INT(seen_save(&s, folder, &fact, &err), 0);
	for (uint32_t i = 0; i < 2990; i++) {
		seen_remove(&s, i);
		seen_remove_file(&s, i);
	}
	buf_clear(&fact);
	CHECK_INT(seen_save(&s, folder, &fact, &err), 0);
	length = s.length;
	seen_release(&s);
	for (int round = 0; round < 2; round++) {
		CHECK_INT(seen_open(&s, folder, buf_view(&fact)), 1);
		CHECK_INT(s.articles_count, 10 + round);
		CHECK_INT(s.files_count, 10);
		CHECK_INT(seen_find(&s, STR("/d/2995")), 5);
		CHECK_INT(s.files[seen_find_file(&s, STR("/d/2995"))].articles.items[0],
			  5);
		add(&s, "one more", 0, 0, 1);
		if (round == 1)
			break;
		seen_remove(&s, 10);
		buf_clear(&fact);
		CHECK_INT(seen_save(&s, folder, &fact, &err), 0);
		CHECK_INT(s.number, 2);
		CHECK(s.length < length / 10);
		seen_release(&s);
	}
	seen_release(&s);
	for (int i = 1; i <= 2; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/" SEEN_FILE "%d", folder, i);
		unlink(path.p);
	}
	buf_release(&path);
	buf_release(&fact);
}

static void test_urls(void)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{"https://journal.example/a", "http://www.journal.example/a/", true},
		{"https://journal.example/a", "HTTPS://Journal.Example:443/a#fin", true},
		{"https://journal.example/a?id=1",
		 "https://journal.example/a?utm_source=x&id=1&xtor=RSS-3", true},
		{"https://journal.example/a?fbclid=abc", "https://journal.example/a?",
		 true},
		{"https://journal.example/a", "https://journal.example/A", false},
		{"https://journal.example/a?id=1", "https://journal.example/a?id=2",
		 false},
		{"https://journal.example/a", "https://autre.example/a", false},
		{"https://journal.example/#!/a", "https://journal.example/#!/b", false},
		{"https://journal.example/a?utm", "https://journal.example/a", false},
	};
	static const char *const none[] = {"",
					   "article-1",
					   "urn:x:y",
					   "https://journal.example",
					   "https://journal.example/?utm_medium=rss",
					   "https://"};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t a = fingerprint_url(str_of(rows[i].a));

		CHECK(a != 0);
		if (!CHECK_INT(a == fingerprint_url(str_of(rows[i].b)), rows[i].same))
			fprintf(stderr, "\t%s and %s\n", rows[i].a, rows[i].b);
	}
	for (size_t i = 0; i < COUNT(none); i++) {
		if (!CHECK(fingerprint_url(str_of(none[i])) == 0))
			fprintf(stderr, "\t%s\n", none[i]);
	}
}

static void test_texts(void)
{
	uint64_t h = fingerprint_text(STR("L'usine"), STR("Chapô."), STR("Texte."), 0);

	CHECK(h != 0);
	CHECK(h ==
	      fingerprint_text(STR("L’usine"), STR(""), STR("Chapô.\n\nTexte.\n"), 0));
	CHECK(h == fingerprint_text(STR(" L'usine\xC2\xA0"), STR("Chapô."),
				    STR("\xE2\x80\xAFTexte."), 0));
	CHECK(h != fingerprint_text(STR("L'usine"), STR("Chapo."), STR("Texte."), 0));
	CHECK(fingerprint_text(STR("Un"), STR(""), STR("Deux"), 6) != 0);
	CHECK(fingerprint_text(STR("Un"), STR("  "), STR(" Deux "), 7) == 0);
	CHECK(fingerprint_text(STR(""), STR(""), STR(" "), 0) == 0);
}

static void check_progress(struct progress p, const char *expected)
{
	struct buf line = {0};

	progress_print(&p, &line);
	CHECK_STR(line.p, expected);
	buf_release(&line);
}

static void test_progress(void)
{
	check_progress((struct progress){.articles = 1, .text = 500, .milliseconds = 250},
		       "1 article, 2 kB/s");
	check_progress(
		(struct progress){
			.done = 0, .total = 100, .articles = 0, .milliseconds = 1000},
		"[                    ]   0%  0 articles, 0 B/s");
	check_progress((struct progress){.done = 25,
					 .total = 100,
					 .text = 50000000,
					 .articles = 12345,
					 .milliseconds = 10000},
		       "[#####               ]  25%  12,345 articles, 5 MB/s, 30 s left");
	check_progress(
		(struct progress){
			.done = 1, .total = 1000, .articles = 2, .milliseconds = 10000},
		"[                    ]   0%  2 articles, 0 B/s, 2 h 46 min left");
	check_progress(
		(struct progress){
			.done = 120, .total = 100, .articles = 2, .milliseconds = 10000},
		"[####################] 100%  2 articles, 0 B/s, 0 s left");
	check_progress(
		(struct progress){
			.done = 10, .total = 100, .articles = 2, .milliseconds = 10000},
		"[##                  ]  10%  2 articles, 0 B/s, 1 min 30 s left");
}

int main(void)
{
	if (!CHECK(mkdtemp(folder) != NULL))
		return check_done();
	test_alike();
	test_log();
	test_anew();
	test_urls();
	test_texts();
	test_progress();
	rmdir(folder);
	return check_done();
}
