/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a mailbox, and as a message alone.
 */
#include "tests/fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_bytes(data, size, "mbox");
	return 0;
}
