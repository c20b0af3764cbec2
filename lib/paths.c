/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/paths.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
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

void lexicon_folders_find(struct lexicon_folders *f)
{
	const char *lexicon = from_environment("VEILLE_LEXICON");
	const char *config = from_environment("XDG_CONFIG_HOME");
	const char *home = home_folder();
	struct buf own = {0};

	buf_text(&f->base, lexicon ? lexicon : LEXICON_DIR);
	if (config != NULL)
		buf_printf(&own, "%s/veille/lexicon", config);
	else
		buf_printf(&own, "%s/.config/veille/lexicon", home ? home : ".");
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
