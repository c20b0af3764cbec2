/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a text in whatever character set, as UTF-8.
 *
 * In this order: a byte order mark; UTF-8 that has no fault; the character set that the
 * file declares; a guess. What is declared as ISO-8859-1 or ASCII is read as
 * windows-1252, as browsers do. The answer is borrowed from the bytes or lives in the
 * arena.
 */
#ifndef CORPUS_ENCODING_H
#define CORPUS_ENCODING_H

#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

/*
 * `declared` is the name a format gives, "iso-8859-1" or "UTF-8", or empty. `*lost`, when
 * `lost` is not NULL, counts the bytes that no character set explains: U+FFFD stands for
 * each. ERROR_REJECTED when these are too many for a text, or when it holds a NUL.
 */
int encoding_decode(struct arena *arena, struct str bytes, struct str declared,
		    struct str *text, size_t *lost, struct error *err);

/*
 * UTF-8 that was read as windows-1252 or ISO-8859-1 and written as UTF-8 again: "Ã©" for
 * "é". True when the whole text is consistent with that; *s is then what it was, in the
 * arena.
 */
bool encoding_repair(struct arena *arena, struct str *s);

/* What UTF-16 or UTF-32 a file begins like, with or without a byte order mark. */
enum encoding_wide {
	WIDE_NONE,
	WIDE_UTF16LE,
	WIDE_UTF16BE,
	WIDE_UTF32LE,
	WIDE_UTF32BE,
};

/* `front`: the first bytes of the file. */
enum encoding_wide encoding_wide(struct str front);
/*
 * Appends the characters of `bytes`, but for a byte order mark, as UTF-8; answers how
 * many bytes it read: a character that is cut is left, unless `last`. Half a surrogate
 * pair becomes U+FFFD and is counted in *lost.
 */
size_t encoding_narrow(enum encoding_wide wide, struct str bytes, bool last,
		       struct buf *out, size_t *lost);

#endif
