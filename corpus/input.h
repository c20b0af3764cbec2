/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a file or of standard input, gunzipped when they are gzip, by line or whole.
 *
 * An input owns its file and its buffer. What a call answers is borrowed until the next.
 */
#ifndef CORPUS_INPUT_H
#define CORPUS_INPUT_H

#include "lib/error.h"
#include "lib/str.h"

struct input;

#define INPUT_LINE_MAX ((size_t)128 << 20) /* bytes */
#define INPUT_PEEK 4096			   /* bytes that input_peek() shows at most */

/* "-" is standard input. `path` is copied. */
int input_open(struct input **out, const char *path, struct error *err);
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
/* Number of the line read last, from 1; 0 before the first. */
size_t input_line_number(const struct input *in);

#endif
