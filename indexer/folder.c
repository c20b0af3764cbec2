/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"

static int failed(struct error *err, const char *path)
{
	return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), path,
			 strerror(errno));
}

uint64_t folder_bytes(const char *path)
{
	DIR *folder = opendir(path);
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

static int sync_in(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return rc;
}

int folder_sync(const char *path, struct error *err)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int rc = folder ? 0 : -1;

	while (rc == 0 && (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, "..") != 0)
			rc = sync_in(dirfd(folder), entry->d_name);
	}
	if (rc < 0)
		failed(err, path);
	if (folder != NULL)
		closedir(folder);
	return rc;
}

void folder_remove(const char *path)
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

static int write_file(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool written = true;

	if (fd < 0)
		return -1;
	while (written && bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		written = n > 0;
		bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.n);
	}
	if (written)
		written = fsync(fd) == 0;
	if (close(fd) < 0 || !written)
		return -1;
	return 0;
}

int folder_put_file(const char *folder, const char *name, struct str bytes,
		    struct error *err)
{
	struct buf path = {0};
	struct buf fresh = {0};
	int rc = 0;

	buf_printf(&path, "%s/%s", folder, name);
	buf_printf(&fresh, "%s.new", path.p);
	if (write_file(fresh.p, bytes) < 0 || rename(fresh.p, path.p) < 0 ||
	    sync_in(AT_FDCWD, folder) < 0)
		rc = failed(err, path.p);
	buf_release(&fresh);
	buf_release(&path);
	return rc;
}
