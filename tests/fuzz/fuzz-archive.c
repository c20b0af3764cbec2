/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as an archive or as something compressed, whose members are what they begin
 * like.
 */
#include "tests/fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_bytes(data, size, NULL);
	return 0;
}
