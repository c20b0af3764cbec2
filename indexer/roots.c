/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/roots.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A link that is given by name stands for itself, as one does that lies in a folder. */
static char *real_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buf folder = {0}, place = {0};
	char *real;

	buf_str(&folder,
		slash ? (struct str){path, (size_t)(slash - path) + 1} : STR("."));
	real = realpath(folder.p, NULL);
	if (real != NULL)
		buf_printf(&place, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/",
			   slash ? slash + 1 : path);
	free(real);
	buf_release(&folder);
	return place.p;
}

bool root_find(struct root *r, const char *path)
{
	struct stat s;
	size_t n;

	*r = (struct root){0};
	if (stat(path, &s) < 0 || !(S_ISREG(s.st_mode) || S_ISDIR(s.st_mode)))
		return false;
	r->folder = S_ISDIR(s.st_mode);
	r->real = r->folder ? realpath(path, NULL) : real_file(path);
	if (r->real == NULL)
		return false;
	/* As walk() does. */
	r->given = xstrdup(path);
	n = strlen(r->given);
	while (r->folder && n > 1 && r->given[n - 1] == '/')
		r->given[--n] = '\0';
	if (strcmp(r->given, ".") == 0)
		r->given[0] = '\0';
	return true;
}

void root_release(struct root *r)
{
	free(r->given);
	free(r->real);
	*r = (struct root){0};
}

void root_place(const struct root *r, const char *path, struct buf *out)
{
	size_t n = strlen(r->given);

	buf_text(out, r->real);
	if (!r->folder)
		return;
	path += strncmp(path, r->given, n) == 0 ? n : 0;
	if (out->n > 0 && out->p[out->n - 1] == '/')
		out->n--;
	if (*path != '/')
		buf_char(out, '/');
	buf_text(out, path);
}

bool root_holds(const struct root *r, struct str place)
{
	struct str real = str_of(r->real);

	if (!str_starts(place, real))
		return false;
	return place.n == real.n || str_ends(real, STR("/")) || place.p[real.n] == '/';
}
