/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *from_environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* $HOME, else what the system says of this user (cron, containers); NULL when neither knows. */
static const char *home_folder(void)
{
	const char *home = from_environment("HOME");
	const struct passwd *user = home ? NULL : getpwuid(getuid());

	return user != NULL && user->pw_dir[0] == '/' ? user->pw_dir : home;
}

void paths_index(struct buf *out)
{
	const char *index = from_environment("VEILLE_INDEX");
	const char *data = from_environment("XDG_DATA_HOME");
	const char *home = home_folder();

	if (index != NULL)
		buf_text(out, index);
	else if (data != NULL)
		buf_printf(out, "%s/veille/index", data);
	else
		buf_printf(out, "%s/.local/share/veille/index", home ? home : ".");
}

/* $`variable`/veille, else veille in that folder of the home folder. */
static void add_own_folder(struct buf *out, const char *variable, const char *folder)
{
	const char *named = from_environment(variable);
	const char *home = home_folder();

	if (named != NULL)
		buf_printf(out, "%s/veille", named);
	else
		buf_printf(out, "%s/%s/veille", home ? home : ".", folder);
}

void paths_config(struct buf *out)
{
	add_own_folder(out, "XDG_CONFIG_HOME", ".config");
}

void paths_state(struct buf *out)
{
	add_own_folder(out, "XDG_STATE_HOME", ".local/state");
}

void lexicon_folders_find(struct lexicon_folders *f)
{
	const char *lexicon = from_environment("VEILLE_LEXICON");
	struct buf own = {0};

	buf_text(&f->base, lexicon ? lexicon : LEXICON_DIR);
	paths_config(&own);
	buf_text(&own, "/lexicon");
	/* One that is there but cannot be read is told when it is read. */
	if (access(own.p, F_OK) == 0)
		lexicon_folders_add(f, buf_view(&own));
	buf_release(&own);
}

void lexicon_folders_add(struct lexicon_folders *f, struct str folder)
{
	GROW(f->users, f->count, f->capacity);
	f->users[f->count] = (struct buf){0};
	buf_str(&f->users[f->count], folder);
	f->count++;
}

void lexicon_folders_release(struct lexicon_folders *f)
{
	for (size_t i = 0; i < f->count; i++)
		buf_release(&f->users[i]);
	free(f->users);
	buf_release(&f->base);
	*f = (struct lexicon_folders){0};
}

const char *paths_locale(void)
{
	const char *folder = getenv("VEILLE_LOCALE");

	return folder != NULL && folder[0] != '\0' ? folder : LOCALE_DIR;
}

int paths_read(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	size_t n;
	int failure;

	if (f == NULL)
		return -1;
	do {
		char *to = buf_reserve(out, 64 * 1024);

		n = fread(to, 1, 64 * 1024, f);
		out->n += n;
	} while (n > 0);
	buf_add(out, "", 0);
	failure = ferror(f) ? errno : 0;
	fclose(f);
	errno = failure;
	return failure ? -1 : 0;
}

int paths_make_folder(const char *path)
{
	struct buf part = {0};
	int rc = 0;

	for (const char *p = path; rc == 0; p++) {
		if (p > path && (*p == '/' || *p == '\0')) {
			buf_clear(&part);
			buf_add(&part, path, (size_t)(p - path));
			if (mkdir(part.p, 0777) < 0 && errno != EEXIST)
				rc = -1;
		}
		if (*p == '\0')
			break;
	}
	buf_release(&part);
	return rc;
}

static int write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return fsync(fd);
}

int paths_replace(const char *path, struct str bytes)
{
	struct buf temporary = {0};
	int failure = 0;
	int fd;

	buf_printf(&temporary, "%s.new", path);
	fd = open(temporary.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0 || write_all(fd, bytes) < 0)
		failure = errno;
	if (fd >= 0 && close(fd) < 0 && failure == 0)
		failure = errno;
	if (failure == 0 && rename(temporary.p, path) < 0)
		failure = errno;
	if (failure != 0 && fd >= 0)
		unlink(temporary.p);
	buf_release(&temporary);
	errno = failure;
	return failure ? -1 : 0;
}
