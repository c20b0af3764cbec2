/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a batch of documents: what glass/ writes is sound, and holds what
 * libxapian makes of the same. Each operation is a byte that names it, and bytes it
 * takes.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tests/twin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct error err;
static char folder[200]; /* of the databases; made once */

static void require(bool held, const char *why)
{
	if (held)
		return;
	fprintf(stderr, "%s\n", why);
	abort();
}

static void remove_folder(void)
{
	rmdir(folder);
}

static void make_folder(void)
{
	const char *parent = getenv("TMPDIR");

	if (folder[0] != '\0')
		return;
	snprintf(folder, sizeof folder, "%s/veille-fuzz-glass.XXXXXX",
		 parent != NULL ? parent : "/tmp");
	require(mkdtemp(folder) != NULL, "no folder for databases");
	atexit(remove_folder);
}

/* The next number, of one to ten bytes; 0 when none is left. */
static uint64_t take_number(struct str *rest)
{
	uint64_t n = 0;

	if (!str_varint(rest, &n))
		*rest = (struct str){0};
	return n;
}

/* The next bytes, with their number in front, repeated up to 255 times. */
static struct str take_text(struct str *rest, struct buf *b)
{
	size_t n = (size_t)(take_number(rest) & 0xFF);
	size_t times = (size_t)(take_number(rest) & 0xFF);
	struct str text = str_slice(*rest, 0, n);

	*rest = str_slice(*rest, text.n, rest->n);
	buf_clear(b);
	for (size_t i = 0; i <= times; i++)
		buf_str(b, text);
	return buf_view(b);
}

/* The same document many times: lists of several chunks, branches of several blocks. */
static void add_many(struct twin *t, uint64_t times, uint64_t step)
{
	size_t terms = t->posting_count;
	struct str *texts = xreallocarray(NULL, terms, sizeof *texts);
	struct arena arena = {0};
	char numbered[20];

	for (size_t i = 0; i < terms; i++)
		texts[i] =
			str_copy(&arena, glass_term_text(t->direct, t->postings[i].term));
	for (uint64_t k = 0; k < times % 3000; k++) {
		for (size_t i = 0; i < terms; i++)
			twin_term(t, texts[i], (uint32_t)(k * step));
		snprintf(numbered, sizeof numbered, "%u", (unsigned)(k * step));
		twin_term(t, str_of(numbered), 1);
		twin_value(t, (uint32_t)(step % 5), str_of(numbered));
		require(twin_add(t, &err) == 0, err.text);
	}
	free(texts);
	arena_release(&arena);
}

static void operate(struct twin *t, struct str *rest, struct buf *a, struct buf *b)
{
	struct str text;
	uint64_t number;

	switch (take_number(rest) % 6) {
	case 0:
		text = take_text(rest, a);
		twin_term(t, text, (uint32_t)take_number(rest));
		break;
	case 1:
		number = take_number(rest);
		twin_value(t, (uint32_t)number, take_text(rest, a));
		break;
	case 2:
		twin_data(t, take_text(rest, a));
		break;
	case 3:
		text = take_text(rest, a);
		require(twin_set_metadata(t, text, take_text(rest, b), &err) == 0,
			err.text);
		break;
	case 4:
		number = take_number(rest);
		add_many(t, number, take_number(rest));
		break;
	default:
		require(twin_add(t, &err) == 0, err.text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size};
	struct buf a = {0};
	struct buf b = {0};
	struct twin t;
	const char *different;
	struct glass_options o = {0};
	uint64_t options = take_number(&rest);

	o.term_lists = options & 1;
	o.first = options & 2 ? (uint32_t)take_number(&rest) : 0;
	if (o.term_lists) /* a check would take memory for all numbers below */
		o.first &= 0xFFFFFF;
	o.sort_bytes = (size_t)(options >> 2);
	make_folder();
	require(twin_open(&t, folder, &o, &err) == 0, err.text);
	while (rest.n > 0)
		operate(&t, &rest, &a, &b);
	require(twin_add(&t, &err) == 0, err.text);
	different = twin_close(&t);
	require(different == NULL, different);
	buf_release(&a);
	buf_release(&b);
	return 0;
}
