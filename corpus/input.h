/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a file, by line or whole. UTF-16 and UTF-32 come out as UTF-8, a byte order
 * mark is taken off; bytes of other character sets stay as they are.
 *
 * An input owns its stream and its buffer. What a call answers is borrowed until the next.
 */
#ifndef CORPUS_INPUT_H
#define CORPUS_INPUT_H

#include "corpus/stream.h"
#include "lib/error.h"
#include "lib/str.h"

struct input;

#define INPUT_LINE_MAX ((size_t)128 << 20) /* bytes */
#define INPUT_PEEK 4096			   /* bytes that input_peek() shows at most */

/* Takes the stream over. */
struct input *input_new(struct stream *stream);
void input_close(struct input *in);

/*
 * The bytes that come next, INPUT_PEEK of them unless the end is nearer; they stay to
 * be read.
 */
int input_peek(struct input *in, struct str *front, struct error *err);
/*
 * The next line without its end: 1, or 0 at the end. A line over INPUT_LINE_MAX is
 * ERROR_REJECTED and passed over. ERROR_FAILED when nothing more can be read;
 * ERROR_STOPPED when a signal came.
 */
int input_line(struct input *in, struct str *line, struct error *err);
/* All that is left. ERROR_REJECTED when it is more than `max` bytes. */
int input_rest(struct input *in, size_t max, struct str *rest, struct error *err);
/* The next `n` bytes, fewer only at the end, as they stand in the file. */
int input_bytes(struct input *in, size_t n, struct str *bytes, struct error *err);
/*
 * All bytes at hand, `least` of them unless the end comes before; they stay until
 * input_take() takes the first `n` off.
 */
int input_look(struct input *in, size_t least, struct str *bytes, struct error *err);
void input_take(struct input *in, size_t n);
/* Passes over `n` bytes. Answers 1, or 0 when the end came before. */
int input_skip(struct input *in, uint64_t n, struct error *err);
/* Characters that could not be read in UTF-16 or UTF-32 since this was asked last. */
size_t input_lost(struct input *in);
/* Number of the line read last, from 1; 0 before the first. Bytes count their lines too. */
size_t input_line_number(const struct input *in);

#endif
