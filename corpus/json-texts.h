/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The long texts of a JSON value, taken out before jansson parses it: jansson reads texts byte by
 * byte, ten times slower than memchr() and memcpy() do. What is left of a text is its number.
 */
#ifndef CORPUS_JSON_TEXTS_H
#define CORPUS_JSON_TEXTS_H

#include <jansson.h>

#include "lib/mem.h"
#include "lib/str.h"

/* A zeroed one is empty; the texts borrow from an arena. */
struct json_texts {
	struct str *items;
	size_t count, capacity;
	struct buf rest; /* the value without them */
};

/*
 * Parses `text`, valid UTF-8 but for NULs, as json_loadb() with JSON_DECODE_ANY | JSON_ALLOW_NUL
 * does; why it cannot be parsed is told as json_loadb() does. Decoded texts live in the arena.
 */
json_t *json_texts_load(struct json_texts *t, struct arena *arena, struct str text,
			json_error_t *why);
/* The text of a JSON string of the value loaded last. */
struct str json_texts_get(const struct json_texts *t, const json_t *string);
void json_texts_release(struct json_texts *t);

#endif
