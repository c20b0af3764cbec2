/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pressed text is a Zstandard frame without its first four bytes, which are always the
 * same, and without its size, its dictionary's number and a checksum: who stores it knows them.
 */
#include "lib/press.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zlib.h>
#define ZSTD_STATIC_LINKING_ONLY /* ZSTD_createDDict_byReference(): a dictionary is large */
#include <zstd.h>

#include "lib/mem.h"

enum {
	DICTIONARY_LEVEL = 12,	   /* 19: 4 % less, 60 ms */
	DICTIONARY_MOST = 4 << 20, /* bytes of one that is pressed itself */
	MAGIC = 4,		   /* bytes */
	RAW_WINDOW = -15,	   /* of zlib: raw deflate, window of 32 KB */
	EXPANSION_MAX = 32768, /* a block of 4 bytes may stand for 128 KB of the same */
};

static const char magic[MAGIC] = {'\x28', '\xb5', '\x2f', '\xfd'};

/*
 * Of 47 MB of records, at 5 (.5 s): 4 leaves 2 % more and takes .4 s, 6 2.5 % less in .75 s, 7 and 8 no less
 * with a dictionary; at 11 (2.4 s) 5.7 % less than at 5; 16 9.1 %, in 12 s.
 */
static const int levels[] = {[PRESS_FAST] = 5, [PRESS_SMALL] = 11};

static bool is_pressed(struct str dictionary)
{
	return dictionary.n >= MAGIC && memcmp(dictionary.p, magic, MAGIC) == 0;
}

bool press_spread(struct str dictionary, struct buf *out)
{
	unsigned long long size;
	size_t n;

	if (!is_pressed(dictionary))
		return false;
	size = ZSTD_getFrameContentSize(dictionary.p, dictionary.n);
	if (size > DICTIONARY_MOST) /* unknown, too, and what is no frame */
		return false;
	n = ZSTD_decompress(buf_reserve(out, (size_t)size), (size_t)size, dictionary.p,
			    dictionary.n);
	if (ZSTD_isError(n) || n != size)
		return false;
	out->n += n;
	out->p[out->n] = '\0';
	return true;
}

/* The dictionary: a frame when it was pressed, else as it is. */
static bool read_dictionary(struct str stored, struct buf *scratch, struct str *out)
{
	*out = stored;
	if (!is_pressed(stored))
		return true;
	if (!press_spread(stored, scratch))
		return false;
	*out = buf_view(scratch);
	return true;
}

/* ---- small ---- */

struct press {
	ZSTD_CCtx *context;
	ZSTD_CDict *dictionary;
};

static void set(struct press *p, ZSTD_cParameter parameter, int value)
{
	size_t rc = ZSTD_CCtx_setParameter(p->context, parameter, value);

	assert(!ZSTD_isError(rc));
	(void)rc;
}

/* One that cannot be read is left out: what reads the texts again will say so. */
static void load_dictionary(struct press *p, struct str stored, int level)
{
	struct buf scratch = {0};
	struct str bytes;

	if (read_dictionary(stored, &scratch, &bytes)) {
		p->dictionary = xchecked(ZSTD_createCDict(bytes.p, bytes.n, level));
		ZSTD_CCtx_refCDict(p->context, p->dictionary);
	}
	buf_release(&scratch);
}

struct press *press_new(struct str dictionary, enum press_effort effort)
{
	struct press *p = xcalloc(1, sizeof *p);

	p->context = xchecked(ZSTD_createCCtx());
	set(p, ZSTD_c_compressionLevel, levels[effort]);
	set(p, ZSTD_c_contentSizeFlag, 0);
	set(p, ZSTD_c_dictIDFlag, 0);
	set(p, ZSTD_c_checksumFlag, 0);
	if (dictionary.n > 0)
		load_dictionary(p, dictionary, levels[effort]);
	return p;
}

void press_free(struct press *p)
{
	if (p == NULL)
		return;
	ZSTD_freeCCtx(p->context);
	ZSTD_freeCDict(p->dictionary);
	free(p);
}

void press_add(struct press *p, struct str bytes, struct buf *out)
{
	size_t bound = ZSTD_compressBound(bytes.n);
	char *to = buf_reserve(out, bound);
	size_t n = ZSTD_compress2(p->context, to, bound, bytes.p, bytes.n);

	xchecked(ZSTD_isError(n) ? NULL : p); /* nothing else can fail here */
	assert(n > MAGIC && memcmp(to, magic, MAGIC) == 0);
	memmove(to, to + MAGIC, n - MAGIC);
	out->n += n - MAGIC;
	out->p[out->n] = '\0';
}

void press_train(struct str texts, const size_t *sizes, size_t count, size_t size,
		 struct buf *out)
{
	char *to = buf_reserve(out, size);
	size_t n = ZDICT_trainFromBuffer(to, size, texts.p, sizes, (unsigned)count);

	if (!ZDICT_isError(n))
		out->n += n;
	out->p[out->n] = '\0';
}

void press_dictionary(struct str dictionary, struct buf *out)
{
	size_t bound = ZSTD_compressBound(dictionary.n);
	size_t n = ZSTD_compress(buf_reserve(out, bound), bound, dictionary.p,
				 dictionary.n, DICTIONARY_LEVEL);

	xchecked(ZSTD_isError(n) ? NULL : out); /* nothing else can fail here */
	out->n += n;
	out->p[out->n] = '\0';
}

/* ---- and back ---- */

struct known_dictionary {
	struct str bytes;	/* borrowed */
	struct buf plain;	/* of one that was pressed */
	ZSTD_DDict *dictionary; /* of the bytes or of those */
};

struct unpress {
	ZSTD_DCtx *context;
	struct known_dictionary *known;
	size_t known_count, known_capacity;
	struct buf frame;
};

struct unpress *unpress_new(void)
{
	struct unpress *u = xcalloc(1, sizeof *u);

	u->context = xchecked(ZSTD_createDCtx());
	return u;
}

void unpress_forget(struct unpress *u)
{
	for (size_t i = 0; i < u->known_count; i++) {
		ZSTD_freeDDict(u->known[i].dictionary);
		buf_release(&u->known[i].plain);
	}
	u->known_count = 0;
}

void unpress_free(struct unpress *u)
{
	if (u == NULL)
		return;
	unpress_forget(u);
	free(u->known);
	buf_release(&u->frame);
	ZSTD_freeDCtx(u->context);
	free(u);
}

/* NULL when the bytes are no dictionary. */
static const ZSTD_DDict *find_dictionary(struct unpress *u, struct str bytes)
{
	struct known_dictionary made = {.bytes = bytes};
	struct str plain;

	for (size_t i = 0; i < u->known_count; i++) {
		if (u->known[i].bytes.p == bytes.p && u->known[i].bytes.n == bytes.n)
			return u->known[i].dictionary;
	}
	if (read_dictionary(bytes, &made.plain, &plain))
		made.dictionary = ZSTD_createDDict_byReference(plain.p, plain.n);
	if (made.dictionary == NULL) {
		buf_release(&made.plain);
		return NULL;
	}
	GROW(u->known, u->known_count, u->known_capacity);
	u->known[u->known_count++] = made;
	return made.dictionary;
}

bool unpress(struct unpress *u, struct str pressed, struct str dictionary, char *out,
	     size_t size)
{
	const ZSTD_DDict *d = NULL;
	size_t n;

	if (dictionary.n > 0) {
		d = find_dictionary(u, dictionary);
		if (d == NULL)
			return false;
	}
	buf_clear(&u->frame);
	buf_add(&u->frame, magic, MAGIC);
	buf_str(&u->frame, pressed);
	n = ZSTD_decompress_usingDDict(u->context, out, size, u->frame.p, u->frame.n, d);
	return !ZSTD_isError(n) && n == size;
}

bool unpress_deflated(struct str deflated, struct str dictionary, char *out, size_t size)
{
	z_stream z = {0};
	int rc;

	if (inflateInit2(&z, RAW_WINDOW) != Z_OK)
		return false;
	if (dictionary.n > 0)
		inflateSetDictionary(&z, (const Bytef *)dictionary.p, (uInt)dictionary.n);
	z.next_in = (Bytef *)deflated.p;
	z.avail_in = (uInt)deflated.n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)size;
	rc = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return rc == Z_STREAM_END && z.avail_out == 0 && z.avail_in == 0;
}

uint64_t unpress_bound(struct str pressed)
{
	return (uint64_t)pressed.n * EXPANSION_MAX;
}
