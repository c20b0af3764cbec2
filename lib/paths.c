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

void paths_lexicon(struct buf *out)
{
	const char *lexicon = from_environment("VEILLE_LEXICON");

	buf_text(out, lexicon ? lexicon : LEXICON_DIR);
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
