/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bzip2, xz and zstd, by libarchive.
 */
#include "corpus/unpack-parts.h"

#include <archive_entry.h>

#include "corpus/libarchive.h"
#include "lib/i18n.h"
#include "lib/mem.h"

struct filter {
	struct stream stream;
	struct libarchive archive; /* holds the stream below */
	bool started, end;
	char block[STREAM_BLOCK];
};

static int start(struct filter *f, struct error *err)
{
	struct archive_entry *entry;
	int rc = archive_read_next_header(f->archive.handle, &entry);

	f->started = true;
	if (rc == ARCHIVE_EOF) {
		f->end = true;
		return 0;
	}
	if (rc != ARCHIVE_OK)
		return libarchive_error(&f->archive, ERROR_FAILED, err);
	/* The one wanted, and the file itself. */
	if (archive_filter_count(f->archive.handle) < 2)
		return error_set(err, ERROR_FAILED, _("'%s' is damaged: %s"),
				 f->stream.path, _("it cannot be unpacked"));
	if (archive_filter_count(f->archive.handle) > 2)
		return error_set(err, ERROR_FAILED, _("'%s' is compressed twice"),
				 f->stream.path);
	return 0;
}

/* What libarchive did not take, but for zeros, is no part of the compressed data. */
static int check_tail(struct filter *f, struct error *err)
{
	struct libarchive *a = &f->archive;
	uint64_t taken = (uint64_t)archive_filter_bytes(a->handle, -1);
	struct str rest = {0};
	int rc = 1;

	if (taken <= a->given && a->given - taken <= a->block.n)
		rest = str_slice(a->block, a->block.n - (size_t)(a->given - taken),
				 a->block.n);
	for (; rc > 0; rc = stream_next(a->under, &rest, err)) {
		for (size_t i = 0; i < rest.n; i++) {
			if (rest.p[i] != '\0')
				return error_set(err, ERROR_FAILED,
						 _("bytes that are not compressed follow "
						   "the compressed ones in '%s'"),
						 f->stream.path);
		}
	}
	return rc;
}

static int next_of_filter(struct stream *s, struct str *block, struct error *err)
{
	struct filter *f = (struct filter *)s;
	la_ssize_t n;

	if (!f->started && start(f, err) < 0) {
		f->end = true;
		return -1;
	}
	if (f->end)
		return 0;
	n = archive_read_data(f->archive.handle, f->block, sizeof f->block);
	f->end = n <= 0;
	if (n < 0)
		return libarchive_error(&f->archive, ERROR_FAILED, err);
	if (n == 0)
		return check_tail(f, err);
	*block = (struct str){f->block, (size_t)n};
	return stream_unpacked(s, (size_t)n, err) < 0 ? -1 : 1;
}

static void release_filter(struct stream *s)
{
	libarchive_close(&((struct filter *)s)->archive);
}

static struct archive *handle_new(void)
{
	struct archive *handle = archive_read_new();

	if (handle == NULL)
		return NULL;
	archive_read_support_filter_bzip2(handle);
	archive_read_support_filter_xz(handle);
	archive_read_support_filter_zstd(handle);
	archive_read_support_format_raw(handle);
	archive_read_support_format_empty(handle);
	return handle;
}

int unpack_filter(struct stream **out, struct stream *under, struct error *err)
{
	struct filter *f = xcalloc(1, sizeof *f);

	*out = NULL;
	f->stream = (struct stream){.path = under->path,
				    .meter = under->meter,
				    .next = next_of_filter,
				    .release = release_filter};
	if (libarchive_open(&f->archive, handle_new(), under, err) < 0) {
		stream_close(&f->stream);
		return -1;
	}
	*out = &f->stream;
	return 0;
}
