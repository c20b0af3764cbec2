/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/unpack.h"

#include <string.h>
#include <strings.h>

#include "corpus/unpack-parts.h"

static const struct {
	enum packing packing;
	struct str magic;
	const char *extension;
} packings[] = {
	{PACKING_GZIP, {"\x1F\x8B", 2}, ".gz"},
	{PACKING_BZIP2, {"BZh", 3}, ".bz2"},
	{PACKING_XZ,
	 {"\xFD"
	  "7zXZ\0",
	  6},
	 ".xz"},
	{PACKING_ZSTD, {"\x28\xB5\x2F\xFD", 4}, ".zst"},
};

enum packing packing_of(struct str front)
{
	for (size_t i = 0; i < COUNT(packings); i++) {
		if (str_starts(front, packings[i].magic))
			return packings[i].packing;
	}
	return PACKING_NONE;
}

size_t packing_extension(struct str path)
{
	for (size_t i = 0; i < COUNT(packings); i++) {
		size_t n = strlen(packings[i].extension);

		if (path.n > n &&
		    strncasecmp(path.p + path.n - n, packings[i].extension, n) == 0)
			return n;
	}
	return 0;
}

int unpack(struct stream **out, struct stream *under, enum packing packing,
	   struct error *err)
{
	if (packing == PACKING_GZIP)
		return unpack_gzip(out, under, err);
	return unpack_filter(out, under, err);
}
