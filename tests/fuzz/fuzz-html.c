/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a page, and as a fragment of one. */
#include "corpus/html.h"
#include "tests/fuzz/reading.h"

static void check_fragment(struct str html)
{
	struct buf all = {0}, kept = {0};
	struct error err;

	if (utf8_fault(html) == SIZE_MAX) {
		expect(html_text(&all, html, &err) == 0);
		expect(html_content(&kept, html, &err) == 0);
		expect(utf8_fault(buf_view(&all)) == SIZE_MAX);
		expect(kept.n <= all.n);
	}
	buf_release(&kept);
	buf_release(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_fragment((struct str){(const char *)data, size});
	read_bytes(data, size, "html");
	return 0;
}
