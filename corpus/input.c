/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "lib/i18n.h"
#include "lib/number.h"

enum {
	CHUNK = 64 * 1024,     /* bytes read and inflated at a time */
	GZIP_WINDOW = 15 + 16, /* zlib: gzip wrapping only */
};

static const unsigned char gzip_magic[2] = {0x1F, 0x8B};

struct input {
	char *path;
	int fd;
	bool gzip;
	bool started;	/* the first bytes told whether it is gzip */
	bool in_member; /* inside a gzip member */
	bool raw_end;	/* the file has no more */
	bool end;	/* nothing more will come into `data` */
	z_stream z;
	unsigned char *raw; /* bytes of the file, CHUNK of them */
	size_t raw_at, raw_n;
	struct buf data; /* bytes to hand out, from `at` */
	size_t at;
	size_t lines;
};

int input_open(struct input **out, const char *path, struct error *err)
{
	struct input *in;
	int fd = STDIN_FILENO;

	*out = NULL;
	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path,
				 strerror(errno));
	in = xcalloc(1, sizeof *in);
	in->path = xstrdup(path);
	in->fd = fd;
	in->raw = xmalloc(CHUNK);
	*out = in;
	return 0;
}

void input_close(struct input *in)
{
	if (in == NULL)
		return;
	if (in->gzip)
		inflateEnd(&in->z);
	if (in->fd != STDIN_FILENO)
		close(in->fd);
	buf_release(&in->data);
	free(in->raw);
	free(in->path);
	free(in);
}

/* Reads more of the file behind what is left in `raw`. */
static int read_raw(struct input *in, struct error *err)
{
	ssize_t n;

	if (in->raw_at > 0) {
		memmove(in->raw, in->raw + in->raw_at, in->raw_n - in->raw_at);
		in->raw_n -= in->raw_at;
		in->raw_at = 0;
	}
	n = read(in->fd, in->raw + in->raw_n, CHUNK - in->raw_n);
	if (n < 0 && errno == EINTR)
		return error_set(err, ERROR_STOPPED, _("stopped"));
	if (n < 0)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), in->path,
				 strerror(errno));
	in->raw_end = n == 0;
	in->raw_n += (size_t)n;
	return 0;
}

static int start(struct input *in, struct error *err)
{
	while (in->raw_n < sizeof gzip_magic && !in->raw_end) {
		if (read_raw(in, err) < 0)
			return -1;
	}
	in->started = true;
	in->gzip = in->raw_n >= sizeof gzip_magic &&
		   memcmp(in->raw, gzip_magic, sizeof gzip_magic) == 0;
	in->in_member = in->gzip;
	if (in->gzip && inflateInit2(&in->z, GZIP_WINDOW) != Z_OK) {
		in->gzip = false;
		return error_set(err, ERROR_FAILED, _("cannot gunzip '%s'"), in->path);
	}
	return 0;
}

/* Between two members of a gzip file: another one, padding with zeros, or the end. */
static int next_member(struct input *in, struct error *err)
{
	while (in->raw_n - in->raw_at < sizeof gzip_magic && !in->raw_end) {
		if (read_raw(in, err) < 0)
			return -1;
	}
	while (in->raw_at < in->raw_n && in->raw[in->raw_at] == 0)
		in->raw_at++;
	if (in->raw_at == in->raw_n) {
		in->end = in->raw_end;
		return 0;
	}
	if (in->raw_n - in->raw_at < sizeof gzip_magic && !in->raw_end)
		return 0;
	if (in->raw_n - in->raw_at < sizeof gzip_magic ||
	    memcmp(in->raw + in->raw_at, gzip_magic, sizeof gzip_magic) != 0) {
		in->end = true;
		return error_set(err, ERROR_FAILED,
				 _("bytes that are not compressed follow the compressed "
				   "ones in '%s'"),
				 in->path);
	}
	inflateReset(&in->z);
	in->in_member = true;
	return 0;
}

static int inflate_more(struct input *in, struct error *err)
{
	char *to = buf_reserve(&in->data, CHUNK);
	int rc;

	if (in->raw_at == in->raw_n && in->raw_end) {
		in->end = true;
		return error_set(err, ERROR_FAILED,
				 _("'%s' is cut: its compressed data ends too early"),
				 in->path);
	}
	in->z.next_in = in->raw + in->raw_at;
	in->z.avail_in = (uInt)(in->raw_n - in->raw_at);
	in->z.next_out = (Bytef *)to;
	in->z.avail_out = CHUNK;
	rc = inflate(&in->z, Z_NO_FLUSH);
	in->raw_at = in->raw_n - in->z.avail_in;
	in->data.n += CHUNK - in->z.avail_out;
	in->data.p[in->data.n] = '\0';
	if (rc == Z_STREAM_END) {
		in->in_member = false;
	} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
		in->end = true;
		return error_set(err, ERROR_FAILED, _("'%s' is damaged: %s"), in->path,
				 in->z.msg ? in->z.msg : _("it cannot be gunzipped"));
	}
	return 0;
}

/* Brings more into `data`, or sets `end`. */
static int fill(struct input *in, struct error *err)
{
	if (in->end)
		return 0;
	if (!in->started && start(in, err) < 0)
		return -1;
	if (in->raw_at == in->raw_n && !in->raw_end && read_raw(in, err) < 0)
		return -1;
	if (in->gzip)
		return in->in_member ? inflate_more(in, err) : next_member(in, err);
	buf_add(&in->data, in->raw + in->raw_at, in->raw_n - in->raw_at);
	in->raw_at = in->raw_n;
	in->end = in->raw_end;
	return 0;
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

int input_peek(struct input *in, struct str *front, struct error *err)
{
	while (pending(in).n < INPUT_PEEK && !in->end) {
		if (fill(in, err) < 0)
			return -1;
	}
	*front = str_slice(pending(in), 0, INPUT_PEEK);
	return 0;
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
		if (fill(in, err) < 0)
			return -1;
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
		if (fill(in, err) < 0)
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

	while (!in->end && pending(in).n <= max) {
		if (fill(in, err) < 0)
			return -1;
	}
	*rest = pending(in);
	if (rest->n <= max) {
		in->at = in->data.n;
		return 0;
	}
	in->at = in->data.n;
	in->end = true;
	size_print(&limit, max);
	error_set(err, ERROR_REJECTED, _("more than %s of text in one piece"), limit.p);
	buf_release(&limit);
	return -1;
}

size_t input_line_number(const struct input *in)
{
	return in->lines;
}
