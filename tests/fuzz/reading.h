/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a file of articles: what comes out is clean, and as it went in after being
 * stored. For fuzz targets of readers.
 */
#ifndef TESTS_FUZZ_READING_H
#define TESTS_FUZZ_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/reader.h"
#include "lib/record.h"
#include "lib/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void expect(bool held)
{
	if (!held)
		abort();
}

static inline void check_clean(struct str s, bool line)
{
	expect(utf8_fault(s) == SIZE_MAX);
	expect(s.n == 0 ||
	       (s.p[0] != ' ' && s.p[s.n - 1] != ' ' && s.p[s.n - 1] != '\n'));
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		expect(c >= ' ' || (!line && (c == '\n' || c == '\t')));
		expect(c != 0x7F);
	}
}

static inline void check_stored(const struct article *a)
{
	struct record r = {
		.id = a->id, .title = a->title, .lead = a->lead, .body = a->body};
	struct packer *p = packer_new(STR("entreprise"), 1, PRESS_FAST);
	struct arena arena = {0};
	struct buf stored = {0};
	struct record got;
	struct error err;

	packer_pack(p, &r, &stored);
	expect(record_unpack(NULL, buf_view(&stored), STR("entreprise"), &arena, &got,
			     &err) == 0);
	expect(str_equal(got.id, a->id) && str_equal(got.title, a->title));
	expect(str_equal(got.lead, a->lead) && str_equal(got.body, a->body));
	arena_release(&arena);
	buf_release(&stored);
	packer_free(p);
}

static inline void check_article(const struct article *a)
{
	expect(a->id.n > 0 && a->body.n > 0 && a->line > 0);
	check_clean(a->id, true);
	check_clean(a->url, true);
	check_clean(a->title, true);
	check_clean(a->date, true);
	check_clean(a->source, true);
	check_clean(a->author, true);
	check_clean(a->lead, false);
	check_clean(a->body, false);
	check_stored(a);
}

static inline void read_path(const char *path, const char *format, size_t size)
{
	struct reader_options options = {0};
	struct reader *r;
	struct error err = {0};
	struct article a;
	size_t turns = 0;
	int rc;

	if (format != NULL)
		expect(reader_options_format(&options, str_of(format), &err) == 0);
	expect(reader_options_map(&options, STR("source=a.b"), &err) == 0);
	expect(reader_open(&r, path, &options, &err) == 0 || err.code == ERROR_FAILED);
	while (r != NULL && (rc = reader_next(r, &a, &err)) != 0) {
		/* A few bytes unpacked may hold many lines: only the end must come. */
		expect(turns++ <= ((size_t)1 << 20) + 1100 * size);
		if (rc > 0)
			check_article(&a);
		else if (err.code != ERROR_REJECTED)
			break;
	}
	reader_close(r);
	reader_options_release(&options);
}

/* The bytes as a file; format NULL: told by what it begins like. */
static inline void read_bytes(const uint8_t *data, size_t size, const char *format)
{
	char path[32];
	int fd = memfd_create("article", 0);

	expect(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_path(path, format, size);
	close(fd);
}

#endif
