/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blocks of "Name: value" lines, as mail, HTTP and WARC have them.
 *
 * Text is borrowed from the block, or lives in the arena where lines were joined.
 */
#ifndef CORPUS_HEADERS_H
#define CORPUS_HEADERS_H

#include "lib/mem.h"
#include "lib/str.h"

/*
 * Cuts the next header off the front, folded lines joined; false at the empty line behind
 * the last one, which is cut off too. A line without a colon is passed over.
 */
bool headers_next(struct arena *arena, struct str *rest, struct str *name,
		  struct str *value);
/* The first value of that name, any case; empty when there is none. */
struct str headers_find(struct arena *arena, struct str block, const char *name);
/* What stands behind the empty line. */
struct str headers_body(struct str block);

/* "text/html" of "text/html; charset=utf-8". */
struct str headers_plain(struct str value);
/* The value of a parameter, unquoted: "utf-8" of that for "charset"; else empty. */
struct str headers_parameter(struct arena *arena, struct str value, const char *name);

/* True when a is b but for the case of ASCII letters. */
bool headers_same(struct str a, const char *b);

#endif
