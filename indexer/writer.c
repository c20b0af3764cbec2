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

#include "lib/i18n.h"
#include "lib/paths.h"

#define STUB "XAPIANDB" /* libxapian's name for the file that names a database */
#define STUB_NEW "XAPIANDB.new"
#define LOCK "lock"
#define DATABASE "db-"

/*
 * Documents libxapian holds in memory. Its trees grow slower than they fill: 250 to 1,000
 * take the same time within a tenth, 10,000 half as much again.
 */
#define FLUSH_THRESHOLD 500

struct writer {
	char *path;
	int lock;	    /* file descriptor, -1 not held */
	bool folder_is_new; /* made by us: removed again when nothing is published */
	unsigned published; /* number of the database in use; 0 none */
	char *published_path;
	unsigned number; /* of the database being written */
	char *database_path;
	struct xc_writer *xc;
};

static char *path_in(const char *folder, const char *name)
{
	struct buf b = {0};

	buf_printf(&b, "%s/%s", folder, name);
	return b.p;
}

static char *database_path(const char *folder, unsigned number)
{
	struct buf b = {0};

	buf_printf(&b, "%s/" DATABASE "%u", folder, number);
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

/*
 * Removes a database: a folder of files. A file that stays is told by nobody and does
 * no harm.
 */
static void remove_database(const char *path)
{
	struct dirent *entry;
	DIR *folder = opendir(path);

	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL)
		unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	rmdir(path);
}

/* The N of "db-N"; 0 when it is another name. */
static unsigned database_number(const char *name)
{
	char *end;
	unsigned long n;

	if (strncmp(name, DATABASE, strlen(DATABASE)) != 0)
		return 0;
	name += strlen(DATABASE);
	if (*name < '1' || *name > '9')
		return 0;
	n = strtoul(name, &end, 10);
	return *end == '\0' && n <= 1000000000 ? (unsigned)n : 0;
}

static bool is_ours(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	       strcmp(name, LOCK) == 0 || strcmp(name, STUB) == 0 ||
	       strcmp(name, STUB_NEW) == 0 || database_number(name) > 0;
}

static bool holds_stub(const char *path)
{
	char *stub = path_in(path, STUB);
	bool there = access(stub, F_OK) == 0;

	free(stub);
	return there;
}

/* An index inside an index would be in the way of the outer one's databases. */
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
		if (holds_stub(parent))
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
	if (holds_stub(path) || (stat(path, &s) < 0 && errno == ENOENT))
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

/* ---- the stub ---- */

/* Reads which database is the index: 0 when none is yet. */
static int read_stub(struct writer *w, struct error *err)
{
	char *path = path_in(w->path, STUB);
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
	w->published = database_number(name);
	if (w->published == 0)
		rc = error_set(err, ERROR_FAILED,
			       _("'%s' names a database that veille did not make; choose "
				 "another folder for the index"),
			       path);
	else
		w->published_path = database_path(w->path, w->published);
out:
	buf_release(&text);
	free(path);
	return rc;
}

static int sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return rc;
}

static int write_file(const char *path, struct str text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool written;

	if (fd < 0)
		return -1;
	written = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	if (close(fd) < 0 || !written)
		return -1;
	return 0;
}

/* Points readers to db-`number`; on disk before it answers. */
static int write_stub(struct writer *w, unsigned number, struct error *err)
{
	char *fresh = path_in(w->path, STUB_NEW);
	char *path = path_in(w->path, STUB);
	struct buf text = {0};
	int rc = 0;

	buf_printf(&text, "auto " DATABASE "%u\n", number);
	if (write_file(fresh, buf_view(&text)) < 0 || rename(fresh, path) < 0 ||
	    sync_folder(w->path) < 0)
		rc = failed(err, _("cannot write '%s': %s"), path);
	buf_release(&text);
	free(path);
	free(fresh);
	return rc;
}

/*
 * The old database goes; readers that have it open keep its files until they close
 * them.
 */
static int put_in_place(struct writer *w, unsigned number, struct error *err)
{
	if (write_stub(w, number, err) < 0)
		return -1;
	if (w->published_path != NULL)
		remove_database(w->published_path);
	free(w->published_path);
	w->published = number;
	w->published_path = database_path(w->path, number);
	return 0;
}

/* ---- opening ---- */

/* What a writer that was killed left behind. Answers the highest number seen. */
static unsigned remove_leftovers(const struct writer *w)
{
	DIR *folder = opendir(w->path);
	unsigned highest = w->published;
	struct dirent *entry;

	if (folder == NULL)
		return highest;
	while ((entry = readdir(folder)) != NULL) {
		unsigned n = database_number(entry->d_name);
		char *path;

		if (n == 0 || n == w->published)
			continue;
		path = database_path(w->path, n);
		remove_database(path);
		free(path);
		if (n > highest)
			highest = n;
	}
	closedir(folder);
	return highest;
}

static int open_database(struct writer *w, enum writer_mode mode, struct error *err)
{
	struct xc_writer_options options = {.flush_threshold = FLUSH_THRESHOLD};
	unsigned highest = remove_leftovers(w);
	bool fresh = w->published == 0 || mode == WRITER_REPLACE;

	if (w->published == 0 && mode != WRITER_APPEND)
		return error_set(err, ERROR_NO_INDEX, _("there is no index at '%s'"),
				 w->path);
	options.create = fresh ? XC_CREATE : XC_OPEN;
	w->number = fresh ? highest + 1 : w->published;
	w->database_path = database_path(w->path, w->number);
	w->xc = xc_writer_open(w->database_path, &options, err);
	return w->xc ? 0 : -1;
}

int writer_open(struct writer **out, const char *path, enum writer_mode mode,
		struct error *err)
{
	struct writer *w = xcalloc(1, sizeof *w);
	struct stat s;

	*out = NULL;
	w->path = xstrdup(path);
	w->lock = -1;
	if (check_folder(path, err) < 0)
		goto failed;
	if (mode == WRITER_APPEND) {
		if (make_folders(path, &w->folder_is_new, err) < 0)
			goto failed;
	} else if (stat(path, &s) < 0) {
		error_set(err, ERROR_NO_INDEX, _("there is no index at '%s'"), path);
		goto failed;
	}
	if (take_lock(w, err) < 0 || read_stub(w, err) < 0 ||
	    open_database(w, mode, err) < 0)
		goto failed;
	*out = w;
	return 0;
failed:
	writer_close(w);
	return -1;
}

/* Leaves no trace of an index that never came to be. */
static void remove_unpublished(struct writer *w)
{
	char *lock = path_in(w->path, LOCK);

	if (w->database_path != NULL && w->number != w->published)
		remove_database(w->database_path);
	if (w->lock >= 0 && w->published == 0 && w->folder_is_new) {
		unlink(lock);
		rmdir(w->path);
	}
	free(lock);
}

void writer_close(struct writer *w)
{
	if (w == NULL)
		return;
	xc_writer_close(w->xc);
	remove_unpublished(w);
	if (w->lock >= 0)
		close(w->lock);
	free(w->database_path);
	free(w->published_path);
	free(w->path);
	free(w);
}

struct xc_writer *writer_database(struct writer *w)
{
	return w->xc;
}

bool writer_is_new(const struct writer *w)
{
	return w->number != w->published;
}

const char *writer_published(const struct writer *w)
{
	return w->published_path;
}

/* ---- committing ---- */

int writer_commit(struct writer *w, struct error *err)
{
	return xc_writer_commit(w->xc, err);
}

int writer_publish(struct writer *w, struct error *err)
{
	return put_in_place(w, w->number, err);
}

int writer_compact(struct writer *w, struct error *err)
{
	unsigned number = w->number + 1;
	char *path = database_path(w->path, number);
	int rc = -1;

	if (xc_writer_commit(w->xc, err) < 0)
		goto out;
	xc_writer_close(w->xc);
	w->xc = NULL;
	if (xc_compact(w->database_path, path, err) < 0 ||
	    put_in_place(w, number, err) < 0) {
		remove_database(path);
		goto out;
	}
	remove_database(w->database_path);
	free(w->database_path);
	w->database_path = xstrdup(w->published_path);
	w->number = number;
	rc = 0;
out:
	free(path);
	return rc;
}

uint64_t writer_bytes(const struct writer *w)
{
	DIR *folder = w->published_path ? opendir(w->published_path) : NULL;
	struct dirent *entry;
	uint64_t bytes = 0;
	struct stat s;

	if (folder == NULL)
		return 0;
	while ((entry = readdir(folder)) != NULL) {
		if (fstatat(dirfd(folder), entry->d_name, &s, 0) == 0 &&
		    S_ISREG(s.st_mode))
			bytes += (uint64_t)s.st_size;
	}
	closedir(folder);
	return bytes;
}
