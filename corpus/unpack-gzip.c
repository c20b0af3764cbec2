/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gzip, by zlib: unlike libarchive's, it checks the sums and tells what follows the end.
 */
#include "corpus/unpack-parts.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "lib/i18n.h"
#include "lib/mem.h"

enum {
	GZIP_WINDOW = 15 + 16, /* zlib: gzip wrapping only */
};

static const struct str magic = {"\x1F\x8B", 2};

struct gunzip {
	struct stream stream;
	z_stream z;
	struct str raw; /* what is left of the block below */
	bool in_member, end;
	char block[STREAM_BLOCK];
};

/* 1, 0 when the file below has no more, -1. */
static int more_raw(struct gunzip *g, struct error *err)
{
	return g->raw.n > 0 ? 1 : stream_next(g->stream.under, &g->raw, err);
}

/* Between two members: another one, padding with zeros, or the end: 1, 0, -1. */
static int next_member(struct gunzip *g, struct error *err)
{
	char front[2];
	size_t n = 0;
	int rc = 0;

	while (n < magic.n && (rc = more_raw(g, err)) > 0) {
		char c = g->raw.p[0];

		g->raw = str_slice(g->raw, 1, g->raw.n);
		if (c != '\0' || n > 0)
			front[n++] = c;
	}
	if (rc < 0)
		return -1;
	g->end = true;
	if (n == 0)
		return 0;
	if (n < magic.n || memcmp(front, magic.p, magic.n) != 0)
		return error_set(err, ERROR_FAILED,
				 _("bytes that are not compressed follow the compressed "
				   "ones in '%s'"),
				 g->stream.path);
	g->end = false;
	g->in_member = true;
	inflateReset(&g->z);
	/* zlib is to see the two bytes that were taken to tell what comes. */
	g->z.next_in = (const Bytef *)magic.p;
	g->z.avail_in = (uInt)magic.n;
	g->z.next_out = (Bytef *)g->block;
	g->z.avail_out = sizeof g->block;
	inflate(&g->z, Z_NO_FLUSH);
	return 1;
}

/* Unpacks into the block: 1, or -1. */
static int inflate_block(struct gunzip *g, struct error *err)
{
	int rc = more_raw(g, err);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		g->end = true;
		return error_set(err, ERROR_FAILED,
				 _("'%s' is cut: its compressed data ends too early"),
				 g->stream.path);
	}
	g->z.next_in = (const Bytef *)g->raw.p;
	g->z.avail_in = (uInt)g->raw.n;
	g->z.next_out = (Bytef *)g->block;
	g->z.avail_out = sizeof g->block;
	rc = inflate(&g->z, Z_NO_FLUSH);
	g->raw = str_slice(g->raw, g->raw.n - g->z.avail_in, g->raw.n);
	if (rc == Z_STREAM_END) {
		g->in_member = false;
	} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
		g->end = true;
		return error_set(err, ERROR_FAILED, _("'%s' is damaged: %s"),
				 g->stream.path,
				 g->z.msg ? g->z.msg : _("it cannot be gunzipped"));
	}
	return 1;
}

static int next_of_gunzip(struct stream *s, struct str *block, struct error *err)
{
	struct gunzip *g = (struct gunzip *)s;
	int rc;

	while (!g->end) {
		if (!g->in_member) {
			rc = next_member(g, err);
			if (rc <= 0)
				return rc;
		}
		if (inflate_block(g, err) < 0)
			return -1;
		*block = (struct str){g->block, sizeof g->block - g->z.avail_out};
		if (block->n > 0)
			return stream_unpacked(s, block->n, err) < 0 ? -1 : 1;
	}
	return 0;
}

static void release_gunzip(struct stream *s)
{
	inflateEnd(&((struct gunzip *)s)->z);
}

int unpack_gzip(struct stream **out, struct stream *under, struct error *err)
{
	struct gunzip *g = xcalloc(1, sizeof *g);

	*out = NULL;
	g->stream = (struct stream){.path = under->path,
				    .meter = under->meter,
				    .under = under,
				    .next = next_of_gunzip,
				    .release = release_gunzip};
	if (inflateInit2(&g->z, GZIP_WINDOW) != Z_OK) {
		error_set(err, ERROR_FAILED, _("cannot gunzip '%s'"), under->path);
		stream_close(&g->stream);
		return -1;
	}
	*out = &g->stream;
	return 0;
}
