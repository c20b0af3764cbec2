/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/members.h"

#include <stdlib.h>

#include "corpus/archive.h"
#include "corpus/place.h"
#include "corpus/unpack.h"
#include "lib/i18n.h"
#include "lib/mem.h"

enum { DEPTH = 2 }; /* archives within one another */

struct level {
	struct archive_file *archive;
	char *path;
};

struct members {
	const char *path;
	struct stream_meter meter;
	struct stream *file; /* NULL once it was asked for */
	struct level levels[DEPTH];
	size_t depth;
	/* The last file. */
	char *where;
	struct input *input;
};

int members_open(struct members **out, const char *path, const struct stream_wait *wait,
		 struct error *err)
{
	struct members *m = xcalloc(1, sizeof *m);

	*out = NULL;
	m->path = path;
	if (stream_open(&m->file, path, &m->meter, wait, err) < 0) {
		members_close(m);
		return -1;
	}
	*out = m;
	return 0;
}

static void close_file(struct members *m)
{
	input_close(m->input);
	m->input = NULL;
	free(m->where);
	m->where = NULL;
}

static void leave_archive(struct members *m)
{
	struct level *l = &m->levels[--m->depth];

	archive_close(l->archive);
	free(l->path);
}

void members_close(struct members *m)
{
	if (m == NULL)
		return;
	close_file(m);
	while (m->depth > 0)
		leave_archive(m);
	stream_close(m->file);
	free(m);
}

/* Takes one compression off: 1, 0 when there is none, -1; the stream is gone then. */
static int take_packing_off(struct stream **s, struct error *err)
{
	struct str front;
	enum packing packing;

	if (stream_peek(*s, ARCHIVE_PEEK, &front, err) < 0)
		goto failed;
	packing = packing_of(front);
	if (packing == PACKING_NONE)
		return 0;
	if (unpack(s, *s, packing, err) < 0)
		return -1;
	if (stream_peek(*s, ARCHIVE_PEEK, &front, err) < 0)
		goto failed;
	if (packing_of(front) == PACKING_NONE)
		return 1;
	error_set(err, ERROR_FAILED, _("'%s' is compressed twice"), (*s)->path);
failed:
	stream_close(*s);
	*s = NULL;
	return -1;
}

/* The stream of m->where becomes the file at hand, 1, or an archive entered, 0; or -1. */
static int settle(struct members *m, struct stream *s, struct error *err)
{
	struct str front;
	struct level *l;

	if (take_packing_off(&s, err) < 0)
		return -1;
	if (stream_peek(s, ARCHIVE_PEEK, &front, err) < 0)
		goto failed;
	if (!archive_is(front, str_of(m->where))) {
		m->input = input_new(s);
		return 1;
	}
	if (m->depth == DEPTH) {
		error_set(err, ERROR_FAILED,
			  _("'%s' is an archive in an archive in an archive"), m->where);
		goto failed;
	}
	l = &m->levels[m->depth];
	l->path = m->where;
	m->where = NULL;
	if (archive_open(&l->archive, s, err) < 0) {
		m->where = l->path;
		return -1;
	}
	m->depth++;
	return 0;
failed:
	stream_close(s);
	return -1;
}

static const char *reason(enum member_kind kind)
{
	return kind == MEMBER_LINK ? _("a link") : _("not a file");
}

static int refuse(enum member_kind kind, struct error *err)
{
	if (kind == MEMBER_ENCRYPTED)
		return error_set(err, ERROR_REJECTED, _("an encrypted member"));
	return error_set(err, ERROR_REJECTED,
			 _("a member whose name leads out of the archive"));
}

static void name_member(struct members *m, const struct level *l, const char *name)
{
	struct buf path = {0};

	buf_printf(&path, "%s!", l->path);
	place_add(&path, str_of(name));
	m->where = path.p;
}

/*
 * The next member of the innermost archive: 1 with a stream or a reason; 0 when there is
 * none, or it does not count; -1.
 */
static int next_member(struct members *m, struct stream **s, struct member_file *f,
		       struct error *err)
{
	struct level *l = &m->levels[m->depth - 1];
	struct archive_member member;
	int rc = archive_next(l->archive, &member, err);

	if (rc < 0)
		m->where = xstrdup(l->path);
	if (rc <= 0) {
		leave_archive(m);
		return rc;
	}
	if (member.kind == MEMBER_HIDDEN)
		return 0;
	name_member(m, l, member.name);
	f->path = m->where;
	f->modified = member.modified;
	if (member.kind == MEMBER_OUTSIDE || member.kind == MEMBER_ENCRYPTED)
		return refuse(member.kind, err);
	if (member.kind == MEMBER_FILE)
		*s = archive_stream(l->archive, m->where);
	else
		f->left_out = reason(member.kind);
	return 1;
}

/* A fault in one file of several is that file's alone. */
static int fault(struct members *m, struct member_file *f, struct error *err)
{
	f->path = m->where;
	if (err->code == ERROR_FAILED && members_go_on(m))
		err->code = ERROR_REJECTED;
	return -1;
}

/* As next_member(); the file itself comes first. */
static int next_stream(struct members *m, struct stream **s, struct member_file *f,
		       struct error *err)
{
	if (m->file == NULL)
		return next_member(m, s, f, err);
	m->where = xstrdup(m->path);
	*s = m->file;
	m->file = NULL;
	return 1;
}

int members_next(struct members *m, struct member_file *f, struct error *err)
{
	*f = (struct member_file){.path = m->path, .modified = m->meter.modified};
	while (m->file != NULL || m->depth > 0) {
		struct stream *s = NULL;
		int rc;

		close_file(m);
		rc = next_stream(m, &s, f, err);
		if (rc > 0 && f->left_out != NULL)
			return 1;
		if (rc > 0)
			rc = settle(m, s, err);
		if (rc < 0)
			return fault(m, f, err);
		if (rc == 0)
			continue;
		f->path = m->where;
		f->input = m->input;
		return 1;
	}
	return 0;
}

bool members_go_on(const struct members *m)
{
	return m->depth > 0 && !m->meter.exceeded &&
	       !archive_is_over(m->levels[m->depth - 1].archive);
}

const struct stream_meter *members_meter(const struct members *m)
{
	return &m->meter;
}

bool members_in_archive(const struct members *m)
{
	return m->depth > 0;
}
