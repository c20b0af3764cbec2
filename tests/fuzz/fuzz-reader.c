/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a file of plain text and of JSON, and as what they begin like. The same
 * bytes as a stored article and as a block of word forms: refused or read, never trusted.
 */
#include "tests/fuzz/reading.h"

#include "lib/forms.h"

static void check_stores(struct str bytes)
{
	struct arena arena = {0};
	struct form_count *forms;
	struct record r;
	struct error err;
	size_t count;

	if (record_unpack(NULL, bytes, STR("entreprise"), &arena, &r, &err) < 0)
		expect(err.code == ERROR_DAMAGED);
	if (forms_read(bytes, &arena, &forms, &count, &err) < 0)
		expect(err.code == ERROR_DAMAGED);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = {NULL, "text", "jsonl", "json"};

	for (size_t i = 0; i < COUNT(formats); i++)
		read_bytes(data, size, formats[i]);
	check_stores((struct str){(const char *)data, size});
	return 0;
}
