/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as text, in the character set that their first line names: UTF-8 comes out,
 * and what is repaired is UTF-8 still.
 */
#include <stdlib.h>

#include "corpus/encoding.h"
#include "lib/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
	if (!held)
		abort();
}

/* NULs are others' business. */
static bool sound(struct str s)
{
	size_t fault;

	while ((fault = utf8_fault(s)) != SIZE_MAX) {
		if (s.p[fault] != '\0')
			return false;
		s = str_slice(s, fault + 1, s.n);
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct arena arena = {0};
	struct error err = {0};
	struct str name, text;
	size_t lost = 0;

	str_split(&bytes, '\n', &name);
	if (encoding_decode(&arena, bytes, name, &text, &lost, &err) < 0) {
		expect(err.code == ERROR_REJECTED && lost > 0);
	} else {
		expect(sound(text) && lost <= bytes.n);
		encoding_repair(&arena, &text);
		expect(sound(text));
	}
	arena_release(&arena);
	return 0;
}
