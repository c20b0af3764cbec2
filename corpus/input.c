/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/input.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/encoding.h"
#include "lib/i18n.h"
#include "lib/number.h"

enum { FRONT = 512 }; /* bytes that tell UTF-16 */

struct input {
	struct stream *stream;
	bool started; /* the first bytes told which encoding it has */
	bool end;     /* nothing more will come into `data` */
	enum encoding_wide wide;
	struct buf cut;	 /* wide: a character that is not whole yet */
	struct buf data; /* bytes to hand out, from `at` */
	size_t at;
	size_t lines, lost;
	struct error fault; /* why nothing more comes; told once all is read */
};

static const struct str mark = {"\xEF\xBB\xBF", 3};

struct input *input_new(struct stream *stream)
{
	struct input *in = xcalloc(1, sizeof *in);

	in->stream = stream;
	return in;
}

void input_close(struct input *in)
{
	if (in == NULL)
		return;
	stream_close(in->stream);
	buf_release(&in->data);
	buf_release(&in->cut);
	free(in);
}

/* Adds wide characters as UTF-8. */
static void narrow(struct input *in, struct str block)
{
	size_t used;

	buf_str(&in->cut, block);
	used = encoding_narrow(in->wide, buf_view(&in->cut), in->end, &in->data,
			       &in->lost);
	memmove(in->cut.p, in->cut.p + used, in->cut.n - used);
	in->cut.n -= used;
}

static int start(struct input *in, struct error *err)
{
	struct str front;

	in->started = true;
	if (stream_peek(in->stream, FRONT, &front, err) < 0)
		return -1;
	in->wide = encoding_wide(front);
	return 0;
}

/* Brings more into `data`, or sets `end`, and `fault` when it is none in order. */
static void fill(struct input *in)
{
	struct str block = {0};
	int rc = 0;

	if (!in->started)
		rc = start(in, &in->fault);
	if (rc == 0)
		rc = stream_next(in->stream, &block, &in->fault);
	in->end = rc <= 0;
	if (rc <= 0)
		block = (struct str){0};
	if (in->wide == WIDE_NONE)
		buf_str(&in->data, block);
	else if (block.n > 0 || in->cut.n > 0)
		narrow(in, block);
}

/* At the end of what there is: 0, or -1 with the fault, which is told once. */
static int ended(struct input *in, struct error *err)
{
	if (in->fault.code == ERROR_NONE)
		return 0;
	*err = in->fault;
	error_clear(&in->fault);
	if (err->code == ERROR_STOPPED)
		in->end = false;
	return -1;
}

/* Gives the room of bytes handed out back to the buffer. */
static void compact(struct input *in)
{
	if (in->at < in->data.n && in->at < in->data.capacity / 2)
		return;
	if (in->at < in->data.n)
		memmove(in->data.p, in->data.p + in->at, in->data.n - in->at);
	in->data.n -= in->at;
	in->at = 0;
}

static struct str pending(const struct input *in)
{
	return str_slice(buf_view(&in->data), in->at, in->data.n);
}

/* Brings at least `n` bytes, unless the end comes before. */
static void bring(struct input *in, size_t n)
{
	while (pending(in).n < n && !in->end)
		fill(in);
}

/* The same, but what waits for somebody to type is not waited for once a line is there. */
static void bring_front(struct input *in, size_t n)
{
	while (pending(in).n < n && !in->end && !stream_waits(in->stream, pending(in)))
		fill(in);
}

/* A mark at the beginning of the file is no text. */
static void skip_mark(struct input *in)
{
	if (in->started)
		return;
	bring(in, mark.n);
	if (str_starts(pending(in), mark))
		in->at += mark.n;
}

int input_peek(struct input *in, struct str *front, struct error *err)
{
	skip_mark(in);
	bring_front(in, INPUT_PEEK);
	*front = str_slice(pending(in), 0, INPUT_PEEK);
	return front->n == 0 ? ended(in, err) : 0;
}

static int pass_over_line(struct input *in, struct error *err)
{
	struct buf limit = {0};
	const char *newline = NULL;

	while (newline == NULL) {
		in->at = in->data.n;
		compact(in);
		if (in->end)
			break;
		fill(in);
		newline = in->data.n ? memchr(in->data.p, '\n', in->data.n) : NULL;
	}
	if (newline != NULL)
		in->at = (size_t)(newline - in->data.p) + 1;
	size_print(&limit, INPUT_LINE_MAX);
	error_set(err, ERROR_REJECTED, _("a line of more than %s"), limit.p);
	buf_release(&limit);
	return -1;
}

int input_line(struct input *in, struct str *line, struct error *err)
{
	const char *newline = NULL;
	size_t scanned = 0;

	skip_mark(in);
	compact(in);
	for (;;) {
		struct str s = pending(in);

		if (s.n > scanned)
			newline = memchr(s.p + scanned, '\n', s.n - scanned);
		if (newline != NULL || in->end)
			break;
		scanned = s.n;
		if (scanned > INPUT_LINE_MAX) {
			in->lines++;
			return pass_over_line(in, err);
		}
		fill(in);
	}
	/* A line that a fault has cut is none. */
	if (newline == NULL && ended(in, err) < 0) {
		if (in->end)
			in->at = in->data.n;
		return -1;
	}
	*line = pending(in);
	if (line->n == 0)
		return 0;
	in->lines++;
	if (newline != NULL)
		line->n = (size_t)(newline - line->p);
	in->at += line->n + (newline != NULL);
	return 1;
}

int input_rest(struct input *in, size_t max, struct str *rest, struct error *err)
{
	struct buf limit = {0};

	skip_mark(in);
	bring(in, max + 1);
	if (in->end && ended(in, err) < 0)
		return -1;
	*rest = pending(in);
	in->at = in->data.n;
	if (rest->n <= max)
		return 0;
	in->end = true;
	size_print(&limit, max);
	error_set(err, ERROR_REJECTED, _("more than %s of text in one piece"), limit.p);
	buf_release(&limit);
	return -1;
}

int input_look(struct input *in, size_t least, struct str *bytes, struct error *err)
{
	skip_mark(in);
	compact(in);
	bring(in, least);
	*bytes = pending(in);
	return bytes->n < least ? ended(in, err) : 0;
}

void input_take(struct input *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		in->lines += in->data.p[in->at + i] == '\n';
	in->at += n;
}

int input_bytes(struct input *in, size_t n, struct str *bytes, struct error *err)
{
	if (input_look(in, n, bytes, err) < 0)
		return -1;
	*bytes = str_slice(*bytes, 0, n);
	input_take(in, bytes->n);
	return 0;
}

int input_skip(struct input *in, uint64_t n, struct error *err)
{
	struct str some;

	while (n > 0) {
		if (input_bytes(in, n < STREAM_BLOCK ? (size_t)n : STREAM_BLOCK, &some,
				err) < 0)
			return -1;
		if (some.n == 0)
			return 0;
		n -= some.n;
	}
	return 1;
}

size_t input_lost(struct input *in)
{
	size_t lost = in->lost;

	in->lost = 0;
	return lost;
}

size_t input_line_number(const struct input *in)
{
	return in->lines;
}
