/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/folder.h"
#include "indexer/seen.h"
#include "indexer/segment.h"
#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/schema.h"
#include "xapian-c/xapian-c.h"

#define LOCK "lock"
#define PROBE "probe"	   /* a folder for a moment, of a database to look at */
#define OLD_DATABASE "db-" /* of formats 1 and 2, which were one database */

struct writer {
	char *path;
	enum writer_mode mode;
	int lock;	    /* file descriptor, -1 not held */
	bool folder_is_new; /* made by us: removed again when nothing is published */
	bool published;	    /* there is an index */
	bool fresh;	    /* `next` began empty */
	bool working;	    /* opened: what is not published is ours to remove */
	struct manifest next, old;
	char *old_database; /* path, of an index without a manifest; or NULL */
	uint32_t number;    /* highest of a segment so far */
};

static char *path_in(const char *folder, const char *name)
{
	struct buf b = {0};

	buf_printf(&b, "%s/%s", folder, name);
	return b.p;
}

static int failed(struct error *err, const char *format, const char *path)
{
	return error_set(err, ERROR_FAILED, format, path, strerror(errno));
}

/* ---- folders ---- */

/* Makes the folder and those above it. */
static int make_folders(const char *path, bool *made, struct error *err)
{
	char *copy = xstrdup(path);
	int rc = 0;

	for (char *p = copy + 1; rc == 0; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) == 0)
			*made = c == '\0' || p[1 + strspn(p + 1, "/")] == '\0';
		else if (errno != EEXIST)
			rc = failed(err, _("cannot make the folder '%s': %s"), copy);
		*p = c;
		if (c == '\0')
			break;
	}
	free(copy);
	return rc;
}

/* The N of PREFIX and N; 0 when it is another name. */
static unsigned numbered(const char *name, const char *prefix)
{
	char *end;
	unsigned long n;

	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return 0;
	name += strlen(prefix);
	if (*name < '1' || *name > '9')
		return 0;
	n = strtoul(name, &end, 10);
	return *end == '\0' && n <= 1000000000 ? (unsigned)n : 0;
}

/* The number of a segment's folder, finished or not; 0 when it is something else. */
static uint32_t segment_number(const char *name)
{
	struct str s = str_of(name);
	char front[32];

	if (!str_ends(s, STR(SEGMENT_LOOSE)))
		return manifest_number(name);
	s = str_slice(s, 0, s.n - strlen(SEGMENT_LOOSE));
	if (s.n >= sizeof front)
		return 0;
	memcpy(front, s.p, s.n);
	front[s.n] = '\0';
	return manifest_number(front);
}

static bool is_ours(const char *name)
{
	static const char *const names[] = {
		".",	       "..",
		LOCK,	       PROBE,
		MANIFEST_FILE, MANIFEST_FILE ".new",
		MANIFEST_STUB, MANIFEST_STUB ".new",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return segment_number(name) > 0 || numbered(name, OLD_DATABASE) > 0 ||
	       numbered(name, SEEN_FILE) > 0;
}

static bool holds(const char *path, const char *name)
{
	char *file = path_in(path, name);
	bool there = access(file, F_OK) == 0;

	free(file);
	return there;
}

static bool holds_index(const char *path)
{
	return holds(path, MANIFEST_FILE) || holds(path, MANIFEST_STUB);
}

/* An index inside an index would be in the way of the outer one's segments. */
static int check_parent(const char *path, struct error *err)
{
	char *parent = xstrdup(path);
	char *slash;
	int rc = 0;

	while ((slash = strrchr(parent, '/')) != NULL && slash[1] == '\0' &&
	       slash > parent)
		*slash = '\0';
	if (slash != NULL && slash > parent) {
		*slash = '\0';
		if (holds_index(parent))
			rc = error_set(
				err, ERROR_FAILED,
				_("'%s' lies inside the index '%s'; choose another "
				  "folder"),
				path, parent);
	}
	free(parent);
	return rc;
}

/*
 * Nothing is written into a folder that holds other things and is no index yet. In an
 * index stray files do no harm.
 */
static int check_folder(const char *path, struct error *err)
{
	struct dirent *entry;
	struct stat s;
	DIR *folder;
	int rc = 0;

	if (check_parent(path, err) < 0)
		return -1;
	if (holds_index(path) || (stat(path, &s) < 0 && errno == ENOENT))
		return 0;
	folder = opendir(path);
	if (folder == NULL && stat(path, &s) == 0 && !S_ISDIR(s.st_mode))
		return error_set(err, ERROR_FAILED,
				 _("'%s' is a file, not an index; an index is a folder"),
				 path);
	if (folder == NULL)
		return failed(err, _("cannot read the folder '%s': %s"), path);
	while (rc == 0 && (entry = readdir(folder)) != NULL) {
		if (!is_ours(entry->d_name))
			rc = error_set(err, ERROR_FAILED,
				       _("the folder '%s' is not an index and holds "
					 "other things, such as '%s'; choose an empty or "
					 "a new one"),
				       path, entry->d_name);
	}
	closedir(folder);
	return rc;
}

/* ---- the lock ---- */

static int locked(const char *path, pid_t holder, struct error *err)
{
	return error_set(err, ERROR_LOCKED,
			 _("another program (process %ld) is writing to the index '%s'; "
			   "try again when it has finished"),
			 (long)holder, path);
}

static int try_lock(int fd, const char *path, struct error *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (fcntl(fd, F_SETLK, &lock) == 0)
		return 0;
	if (errno != EACCES && errno != EAGAIN)
		return failed(err, _("cannot lock the index '%s': %s"), path);
	if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		return locked(path, lock.l_pid, err);
	return error_set(err, ERROR_LOCKED,
			 _("another program was writing to the index '%s'; try again"),
			 path);
}

/* A lock file that was removed while we waited for it locks nothing. */
static bool is_still(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

static int take_lock(struct writer *w, struct error *err)
{
	char *path = path_in(w->path, LOCK);
	char pid[32];
	int length = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	int rc = -1;

	do {
		if (w->lock >= 0)
			close(w->lock);
		w->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (w->lock < 0) {
			failed(err, _("no right to write to the index '%s': %s"),
			       w->path);
			goto out;
		}
		if (try_lock(w->lock, w->path, err) < 0)
			goto out;
	} while (!is_still(w->lock, path));
	/*
	 * The number is for people only: a disk too full for it is told by what
	 * follows.
	 */
	if (ftruncate(w->lock, 0) == 0 && write(w->lock, pid, (size_t)length) < 0)
		errno = 0;
	rc = 0;
out:
	free(path);
	return rc;
}

/* ---- what is there ---- */

/*
 * An index without a manifest is of an older format, or no index of ours: libxapian's stub file
 * names its database, which says what it is.
 */
static int find_old_database(struct writer *w, struct error *err)
{
	char *path = path_in(w->path, MANIFEST_STUB);
	struct buf text = {0};
	struct str line, rest;
	char name[32] = "";
	int rc = 0;

	if (paths_read(path, &text) < 0) {
		if (errno != ENOENT)
			rc = failed(err, _("cannot read '%s': %s"), path);
		goto out;
	}
	rest = buf_view(&text);
	str_split(&rest, '\n', &line);
	if (str_starts(line, STR("auto ")) && line.n - 5 < sizeof name)
		memcpy(name, line.p + 5, line.n - 5);
	if (segment_number(name) > 0)
		rc = error_set(
			err, ERROR_DAMAGED,
			_("the index '%s' has lost its file 'manifest'; restore it "
			  "from a copy or build it again"),
			w->path);
	else if (numbered(name, OLD_DATABASE) == 0)
		rc = error_set(err, ERROR_FAILED,
			       _("'%s' names a database that veille did not make; choose "
				 "another folder for the index"),
			       path);
	else
		w->old_database = path_in(w->path, name);
out:
	buf_release(&text);
	free(path);
	return rc;
}

static int check_old_database(const struct writer *w, struct error *err)
{
	struct xc_reader *r =
		xc_reader_open((const char *const *)&w->old_database, 1, err);
	struct buf version = {0};
	int rc = -1;

	if (r != NULL && xc_reader_metadata(r, 0, STR(META_SCHEMA), &version, err) == 0)
		rc = schema_check(w->path, buf_view(&version), err);
	xc_reader_close(r);
	buf_release(&version);
	return rc;
}

/* Reads what is there: the state to go on with, or the one to replace. */
static int read_index(struct writer *w, struct error *err)
{
	bool replace = w->mode == WRITER_REPLACE;
	struct manifest *m = replace ? &w->old : &w->next;

	if (manifest_open(m, w->path, replace ? MANIFEST_OLDER : MANIFEST_CURRENT, err) ==
	    0) {
		w->published = true;
		w->fresh = replace;
		return 0;
	}
	if (err->code != ERROR_NO_INDEX || find_old_database(w, err) < 0)
		return -1;
	w->fresh = true;
	w->published = w->old_database != NULL;
	if (w->published && !replace)
		return check_old_database(w, err);
	if (!w->published && w->mode != WRITER_APPEND && w->mode != WRITER_LOOK)
		return error_set(err, ERROR_NO_INDEX, _("there is no index at '%s'"),
				 w->path);
	return 0;
}

static bool names_log(const struct manifest *m, struct str number)
{
	struct str fact = manifest_fact(m, META_SEEN);
	struct str named;

	return str_split(&fact, ' ', &named) && str_equal(named, number);
}

static bool is_named(const struct manifest *m, uint32_t number)
{
	for (size_t i = 0; i < m->segments_count; i++) {
		if (m->segments[i].number == number)
			return true;
	}
	return false;
}

/* A log of what has been seen, of a crash or of before it was written anew. */
static bool is_useless_log(const struct writer *w, const char *name)
{
	struct str number = str_of(name);

	if (numbered(name, SEEN_FILE) == 0)
		return false;
	number = str_slice(number, sizeof SEEN_FILE - 1, number.n);
	return !names_log(&w->next, number) && !names_log(&w->old, number);
}

/*
 * Removes the folders that neither state names: what a writer that was killed left behind, or
 * what has been merged.
 */
static void remove_unnamed(struct writer *w)
{
	DIR *folder = opendir(w->path);
	struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		uint32_t n = segment_number(entry->d_name);
		bool loose = n > 0 && manifest_number(entry->d_name) == 0;
		char *path = path_in(w->path, entry->d_name);

		if (n > w->number)
			w->number = n;
		if (n > 0 && (loose || (!is_named(&w->next, n) && !is_named(&w->old, n))))
			folder_remove(path);
		if (strcmp(entry->d_name, PROBE) == 0)
			folder_remove(path);
		if (is_useless_log(w, entry->d_name))
			unlink(path);
		if (numbered(entry->d_name, OLD_DATABASE) > 0 &&
		    (w->old_database == NULL || strcmp(path, w->old_database) != 0))
			folder_remove(path);
		free(path);
	}
	if (folder != NULL)
		closedir(folder);
}

/* ---- opening ---- */

int writer_open(struct writer **out, const char *path, enum writer_mode mode,
		struct error *err)
{
	struct writer *w = xcalloc(1, sizeof *w);
	struct stat s;

	*out = NULL;
	w->path = xstrdup(path);
	w->mode = mode;
	w->lock = -1;
	if (check_folder(path, err) < 0)
		goto failed;
	if (mode == WRITER_LOOK) {
		if (read_index(w, err) < 0)
			goto failed;
		*out = w;
		return 0;
	}
	if (mode == WRITER_APPEND) {
		if (make_folders(path, &w->folder_is_new, err) < 0)
			goto failed;
	} else if (stat(path, &s) < 0) {
		error_set(err, ERROR_NO_INDEX, _("there is no index at '%s'"), path);
		goto failed;
	}
	if (take_lock(w, err) < 0 || read_index(w, err) < 0)
		goto failed;
	remove_unnamed(w);
	w->working = true;
	*out = w;
	return 0;
failed:
	writer_close(w);
	return -1;
}

/* Leaves no trace of what never came to be. */
static void remove_unpublished(struct writer *w)
{
	char *lock = path_in(w->path, LOCK);
	struct error ignored;

	manifest_release(&w->next);
	manifest_release(&w->old);
	if (w->working &&
	    (!w->published || w->old_database != NULL ||
	     manifest_open(&w->old, w->path, MANIFEST_OLDER, &ignored) == 0))
		remove_unnamed(w);
	if (w->lock >= 0 && !w->published && w->folder_is_new) {
		unlink(lock);
		rmdir(w->path);
	}
	free(lock);
}

void writer_close(struct writer *w)
{
	if (w == NULL)
		return;
	remove_unpublished(w);
	if (w->lock >= 0)
		close(w->lock);
	manifest_release(&w->old);
	free(w->old_database);
	free(w->path);
	free(w);
}

const char *writer_path(const struct writer *w)
{
	return w->path;
}

struct manifest *writer_manifest(struct writer *w)
{
	return &w->next;
}

bool writer_is_new(const struct writer *w)
{
	return w->fresh;
}

const struct manifest *writer_replaced(const struct writer *w)
{
	return w->mode == WRITER_REPLACE && w->old_database == NULL ? &w->old : NULL;
}

const char *writer_replaced_database(const struct writer *w)
{
	return w->mode == WRITER_REPLACE ? w->old_database : NULL;
}

uint32_t writer_number(struct writer *w)
{
	return ++w->number;
}

void writer_folder(const struct writer *w, uint32_t number, struct buf *out)
{
	buf_printf(out, "%s/", w->path);
	manifest_folder(out, number);
}

void writer_probe(const struct writer *w, struct buf *out)
{
	buf_printf(out, "%s/" PROBE, w->path);
}

/* ---- publishing ---- */

/* The old database goes; readers that have it open keep its files until they close them. */
static void forget_old(struct writer *w)
{
	manifest_release(&w->old);
	free(w->old_database);
	w->old_database = NULL;
}

int writer_publish(struct writer *w, struct error *err)
{
	struct buf bytes = {0};
	int rc = -1;

	w->next.generation++;
	manifest_print(&w->next, &bytes);
	if (folder_put_file(w->path, MANIFEST_FILE, buf_view(&bytes), err) < 0)
		goto out;
	w->published = true;
	forget_old(w);
	buf_clear(&bytes);
	manifest_print_stub(&w->next, &bytes);
	rc = folder_put_file(w->path, MANIFEST_STUB, buf_view(&bytes), err);
	remove_unnamed(w);
out:
	buf_release(&bytes);
	return rc;
}

uint64_t writer_bytes(const struct writer *w)
{
	const struct manifest *m = &w->next;
	struct buf path = {0};
	uint64_t bytes = 0;

	for (size_t i = 0; i < m->segments_count && w->published; i++) {
		buf_clear(&path);
		writer_folder(w, m->segments[i].number, &path);
		bytes += folder_bytes(path.p);
	}
	if (bytes > 0)
		bytes += folder_bytes(w->path);
	buf_release(&path);
	return bytes;
}
