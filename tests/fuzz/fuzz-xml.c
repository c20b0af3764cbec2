/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a feed, as agencies' XML, and as Markdown. */
#include "tests/fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_bytes(data, size, "feed");
	read_bytes(data, size, "newsml");
	read_bytes(data, size, "markdown");
	return 0;
}
