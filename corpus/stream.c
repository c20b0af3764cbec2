/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/mem.h"

enum {
	LIVE_LEAST = 16,  /* bytes that tell what is compressed */
	RATIO_MOST = 400, /* bytes out of one; text gives 2 to 30 */
};

#define UNPACKED_FREE ((uint64_t)128 << 20) /* bytes that may come out of anything */

/* ---- a file ---- */

struct file {
	struct stream stream;
	int fd;
	char block[STREAM_BLOCK];
};

/* Until there is something to read, or the end; errors are read()'s to tell. */
static int await(const struct file *f, struct error *err)
{
	const struct stream_wait *wait = f->stream.wait;
	struct pollfd p = {.fd = f->fd, .events = POLLIN};
	int rc;

	while ((rc = poll(&p, 1, wait->milliseconds)) == 0) {
		if (wait->idle(wait->context, err) < 0)
			return -1;
	}
	if (rc < 0 && errno == EINTR)
		return error_set(err, ERROR_STOPPED, _("stopped"));
	return 0;
}

static int next_of_file(struct stream *s, struct str *block, struct error *err)
{
	struct file *f = (struct file *)s;
	ssize_t n;

	if (s->live && s->wait != NULL && await(f, err) < 0)
		return -1;
	n = read(f->fd, f->block, sizeof f->block);
	if (n < 0 && errno == EINTR)
		return error_set(err, ERROR_STOPPED, _("stopped"));
	if (n < 0)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), s->path,
				 strerror(errno));
	s->meter->read += (uint64_t)n;
	*block = (struct str){f->block, (size_t)n};
	return n > 0;
}

static int64_t seek_in_file(struct stream *s, int64_t to)
{
	return lseek(((struct file *)s)->fd, to, SEEK_SET);
}

static void release_file(struct stream *s)
{
	struct file *f = (struct file *)s;

	if (f->fd != STDIN_FILENO)
		close(f->fd);
}

int stream_open(struct stream **out, const char *path, struct stream_meter *meter,
		const struct stream_wait *wait, struct error *err)
{
	struct file *f;
	struct stat st;
	int fd = STDIN_FILENO;

	*out = NULL;
	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path,
				 strerror(errno));
	f = xmalloc(sizeof *f);
	f->fd = fd;
	f->stream = (struct stream){.path = path,
				    .meter = meter,
				    .wait = wait,
				    .next = next_of_file,
				    .release = release_file};
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		meter->size = (uint64_t)st.st_size;
		meter->modified = (int64_t)st.st_mtime;
		if (fd != STDIN_FILENO)
			f->stream.seek = seek_in_file;
	} else {
		f->stream.live = meter->live = true;
	}
	*out = &f->stream;
	return 0;
}

/* ---- memory ---- */

struct memory {
	struct stream stream;
	struct str bytes;
};

static int next_of_memory(struct stream *s, struct str *block, struct error *err)
{
	struct memory *m = (struct memory *)s;

	(void)err;
	*block = m->bytes;
	m->bytes = (struct str){0};
	return block->n > 0;
}

struct stream *stream_of(struct str bytes, const char *path, struct stream_meter *meter)
{
	struct memory *m = xcalloc(1, sizeof *m);

	m->bytes = bytes;
	m->stream = (struct stream){.path = path, .meter = meter, .next = next_of_memory};
	return &m->stream;
}

/* ---- any stream ---- */

void stream_close(struct stream *s)
{
	struct stream *under;

	for (; s != NULL; s = under) {
		under = s->under;
		if (s->release != NULL)
			s->release(s);
		buf_release(&s->ahead);
		free(s);
	}
}

int stream_next(struct stream *s, struct str *block, struct error *err)
{
	if (s->at < s->ahead.n) {
		*block = str_slice(buf_view(&s->ahead), s->at, s->ahead.n);
		s->at = s->ahead.n;
		return 1;
	}
	if (s->fault.code != ERROR_NONE) {
		*err = s->fault;
		error_clear(&s->fault);
		return -1;
	}
	return s->next(s, block, err);
}

bool stream_waits(const struct stream *s, struct str front)
{
	return s->live && front.n >= LIVE_LEAST && memchr(front.p, '\n', front.n) != NULL;
}

int stream_peek(struct stream *s, size_t most, struct str *front, struct error *err)
{
	struct str block;
	int rc = 1;

	if (s->at == s->ahead.n) {
		buf_clear(&s->ahead);
		s->at = 0;
	}
	while (s->ahead.n - s->at < most && rc > 0 && s->fault.code == ERROR_NONE &&
	       !stream_waits(s, str_slice(buf_view(&s->ahead), s->at, s->ahead.n))) {
		rc = s->next(s, &block, &s->fault);
		if (rc > 0)
			buf_str(&s->ahead, block);
	}
	if (s->at == s->ahead.n && s->fault.code != ERROR_NONE) {
		*err = s->fault;
		error_clear(&s->fault);
		return -1;
	}
	*front = str_slice(str_slice(buf_view(&s->ahead), s->at, s->ahead.n), 0, most);
	return 0;
}

bool stream_seekable(const struct stream *s)
{
	return s->seek != NULL;
}

int64_t stream_seek(struct stream *s, int64_t to)
{
	buf_clear(&s->ahead);
	s->at = 0;
	return s->seek(s, to);
}

int stream_unpacked(struct stream *s, size_t bytes, struct error *err)
{
	struct stream_meter *m = s->meter;
	uint64_t read = m->read;

	/* What was read twice counts once. */
	if (m->size > 0 && read > m->size)
		read = m->size;
	m->unpacked += bytes;
	if (m->unpacked <= UNPACKED_FREE || m->unpacked / RATIO_MOST <= read)
		return 0;
	m->exceeded = true;
	return error_set(
		err, ERROR_FAILED,
		_("'%s' unpacks to more than %d times its size: no text does, so "
		  "it is not read on"),
		s->path, RATIO_MOST);
}
