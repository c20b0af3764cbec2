/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/archive.h"

#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/libarchive.h"
#include "corpus/unpack.h"
#include "lib/i18n.h"
#include "lib/mem.h"

enum {
	MEMBERS_MOST = 10000000, /* entries of one archive, folders too */
	USTAR_AT = 257,
};

struct archive_file {
	struct libarchive archive;
	size_t count;
	bool over; /* nothing more can be read of it */
};

static const char *const extensions[] = {".zip",  ".tar", ".tgz", ".tbz",
					 ".tbz2", ".txz", ".tzst"};

static bool ends_like(struct str name, const char *extension)
{
	size_t n = strlen(extension);

	return name.n > n && strncasecmp(name.p + name.n - n, extension, n) == 0;
}

bool archive_is(struct str front, struct str name)
{
	if (str_starts(front, STR("PK\3\4")) || str_starts(front, STR("PK\5\6")))
		return true;
	if (str_starts(str_slice(front, USTAR_AT, front.n), STR("ustar")))
		return true;
	/* The oldest tars have no mark. */
	name.n -= packing_extension(name);
	return front.n == ARCHIVE_PEEK && ends_like(name, ".tar");
}

bool archive_knows(struct str name)
{
	name.n -= packing_extension(name);
	for (size_t i = 0; i < COUNT(extensions); i++) {
		if (ends_like(name, extensions[i]))
			return true;
	}
	return false;
}

static struct archive *handle_new(void)
{
	struct archive *handle = archive_read_new();

	if (handle == NULL)
		return NULL;
	archive_read_support_format_tar(handle);
	archive_read_support_format_zip(handle);
	return handle;
}

int archive_open(struct archive_file **out, struct stream *under, struct error *err)
{
	struct archive_file *a = xcalloc(1, sizeof *a);

	*out = NULL;
	if (libarchive_open(&a->archive, handle_new(), under, err) < 0) {
		archive_close(a);
		return -1;
	}
	*out = a;
	return 0;
}

void archive_close(struct archive_file *a)
{
	if (a == NULL)
		return;
	libarchive_close(&a->archive);
	free(a);
}

/* ".." as a folder of the path, "/x", "C:\x", "\x". */
static bool leads_out(const char *name)
{
	struct str rest = str_of(name);
	struct str part;
	bool drive = rest.n > 1 && rest.p[1] == ':' &&
		     ((rest.p[0] | 32) >= 'a' && (rest.p[0] | 32) <= 'z');

	if (rest.n > 0 && (rest.p[0] == '/' || rest.p[0] == '\\' || drive))
		return true;
	while (str_split(&rest, '/', &part)) {
		if (str_is(part, "..") || str_starts(part, STR("..\\")) ||
		    memmem(part.p, part.n, "\\..\\", 4) != NULL)
			return true;
	}
	return false;
}

static bool hidden(const char *name)
{
	struct str rest = str_of(name);
	struct str part;

	while (str_split(&rest, '/', &part)) {
		if (str_is(part, "__MACOSX") || (part.n > 1 && part.p[0] == '.'))
			return true;
	}
	return false;
}

static enum member_kind kind_of(struct archive_entry *entry, const char *name)
{
	if (leads_out(name))
		return MEMBER_OUTSIDE;
	if (hidden(name))
		return MEMBER_HIDDEN;
	if (archive_entry_hardlink(entry) != NULL ||
	    archive_entry_filetype(entry) == AE_IFLNK)
		return MEMBER_LINK;
	if (archive_entry_filetype(entry) != AE_IFREG)
		return MEMBER_OTHER;
	if (archive_entry_is_encrypted(entry))
		return MEMBER_ENCRYPTED;
	return MEMBER_FILE;
}

int archive_next(struct archive_file *a, struct archive_member *m, struct error *err)
{
	struct archive_entry *entry;
	int rc;

	do {
		rc = archive_read_next_header(a->archive.handle, &entry);
		if (rc == ARCHIVE_EOF)
			return 0;
		/* A warning is about names or times that are not well written. */
		a->over = rc != ARCHIVE_OK && rc != ARCHIVE_WARN;
		if (a->over)
			return libarchive_error(&a->archive, ERROR_FAILED, err);
		if (a->count++ == MEMBERS_MOST)
			return error_set(err, ERROR_FAILED,
					 _("'%s' has more than %d members"),
					 a->archive.under->path, MEMBERS_MOST);
	} while (archive_entry_filetype(entry) == AE_IFDIR);
	m->name = archive_entry_pathname_utf8(entry);
	if (m->name == NULL)
		m->name = archive_entry_pathname(entry);
	if (m->name == NULL)
		m->name = "";
	m->kind = kind_of(entry, m->name);
	m->modified = (int64_t)archive_entry_mtime(entry);
	return 1;
}

bool archive_is_over(const struct archive_file *a)
{
	return a->over;
}

/* ---- a member's bytes ---- */

struct member {
	struct stream stream;
	struct archive_file *archive;
	bool end;
	char block[STREAM_BLOCK];
};

static int next_of_member(struct stream *s, struct str *block, struct error *err)
{
	struct member *m = (struct member *)s;
	struct libarchive *a = &m->archive->archive;
	la_ssize_t n;

	if (m->end)
		return 0;
	n = archive_read_data(a->handle, m->block, sizeof m->block);
	m->end = n <= 0;
	m->archive->over = n == ARCHIVE_FATAL;
	if (n < 0)
		return libarchive_error(a, ERROR_FAILED, err);
	*block = (struct str){m->block, (size_t)n};
	if (n > 0 && stream_unpacked(s, (size_t)n, err) < 0)
		return -1;
	return n > 0;
}

struct stream *archive_stream(struct archive_file *a, const char *path)
{
	struct member *m = xcalloc(1, sizeof *m);

	m->archive = a;
	m->stream = (struct stream){
		.path = path, .meter = a->archive.under->meter, .next = next_of_member};
	return &m->stream;
}
