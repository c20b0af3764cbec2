/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/libarchive.h"

#include <errno.h>
#include <stdio.h>

#include "lib/i18n.h"

static la_ssize_t give(struct archive *handle, void *context, const void **bytes)
{
	struct libarchive *a = context;
	int rc = stream_next(a->under, &a->block, &a->stopped);

	*bytes = a->block.p;
	if (rc < 0) {
		archive_set_error(handle, EIO, "%s", a->stopped.text);
		return ARCHIVE_FATAL;
	}
	if (rc == 0)
		a->block = (struct str){0};
	a->given += a->block.n;
	a->at += (int64_t)a->block.n;
	return (la_ssize_t)a->block.n;
}

static la_int64_t go_to(struct archive *handle, void *context, la_int64_t offset,
			int whence)
{
	struct libarchive *a = context;
	int64_t to = offset;

	(void)handle;
	if (whence == SEEK_CUR)
		to += a->at;
	else if (whence == SEEK_END)
		to += (int64_t)a->under->meter->size;
	to = stream_seek(a->under, to);
	if (to < 0)
		return ARCHIVE_FATAL;
	a->at = to;
	return to;
}

int libarchive_open(struct libarchive *a, struct archive *handle, struct stream *under,
		    struct error *err)
{
	*a = (struct libarchive){.handle = handle, .under = under};
	if (handle == NULL)
		return error_set(err, ERROR_FAILED, _("cannot unpack '%s'"), under->path);
	archive_read_set_callback_data(handle, a);
	archive_read_set_read_callback(handle, give);
	if (stream_seekable(under))
		archive_read_set_seek_callback(handle, go_to);
	if (archive_read_open1(handle) != ARCHIVE_OK)
		return libarchive_error(a, ERROR_FAILED, err);
	return 0;
}

void libarchive_close(struct libarchive *a)
{
	if (a->handle != NULL)
		archive_read_free(a->handle);
	stream_close(a->under);
	*a = (struct libarchive){0};
}

int libarchive_error(struct libarchive *a, enum error_code code, struct error *err)
{
	const char *why = archive_error_string(a->handle);

	if (a->stopped.code != ERROR_NONE) {
		*err = a->stopped;
		return -1;
	}
	return error_set(err, code, _("'%s' is damaged: %s"), a->under->path,
			 why ? why : _("it cannot be unpacked"));
}
