/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "corpus/place.h"
#include "corpus/reader.h"
#include "lib/i18n.h"
#include "lib/mem.h"
#include "lib/str.h"

struct walk {
	const struct walk_visitor *visitor;
	struct buf path;  /* of what is looked at */
	struct told told; /* extensions without a reader */
};

static int walk_folder(struct walk *w, struct error *err);

static void skip(struct walk *w, const char *why)
{
	w->visitor->skipped(w->visitor->context, w->path.p, why);
}

/* Tells of the first file of each unknown extension. */
static void skip_extension(struct walk *w)
{
	struct buf why = {0};

	if (told_first(&w->told, buf_view(&w->path), &why))
		skip(w, why.p);
	buf_release(&why);
}

/* A name in a folder. */
static int walk_entry(struct walk *w, struct error *err)
{
	struct stat link, target;

	if (lstat(w->path.p, &link) < 0 || stat(w->path.p, &target) < 0) {
		skip(w, strerror(errno));
		return 0;
	}
	if (S_ISDIR(target.st_mode)) {
		if (!S_ISLNK(link.st_mode))
			return walk_folder(w, err);
		skip(w, _("a link to a folder"));
	} else if (!S_ISREG(target.st_mode)) {
		skip(w, _("not a file"));
	} else if (w->visitor->known != NULL &&
		   w->visitor->known(w->visitor->context, w->path.p, &target)) {
		return 0;
	} else if (!reader_knows(w->path.p)) {
		skip_extension(w);
	} else {
		return w->visitor->file(w->visitor->context, w->path.p, err);
	}
	return 0;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int walk_folder(struct walk *w, struct error *err)
{
	size_t length = w->path.n;
	struct dirent **entries;
	int count = scandir(length > 0 ? w->path.p : ".", &entries, visible, by_bytes);
	int rc = 0;

	/* Refused as a file that cannot be read is: what is in it is missing. */
	if (count < 0)
		return w->visitor->file(w->visitor->context, w->path.p, err);
	for (int i = 0; i < count; i++) {
		if (rc == 0) {
			if (length > 0 && w->path.p[length - 1] != '/')
				buf_char(&w->path, '/');
			buf_text(&w->path, entries[i]->d_name);
			rc = walk_entry(w, err);
			w->path.n = length;
			w->path.p[length] = '\0';
		}
		free(entries[i]);
	}
	free(entries);
	return rc;
}

int walk(const char *path, const struct walk_visitor *v, struct error *err)
{
	struct walk w = {.visitor = v};
	struct stat s;
	int rc;

	if (strcmp(path, "-") == 0)
		return v->file(v->context, path, err);
	if (stat(path, &s) < 0)
		return error_set(err, ERROR_REJECTED, _("cannot read '%s': %s"), path,
				 strerror(errno));
	if (!S_ISDIR(s.st_mode))
		return v->file(v->context, path, err);
	buf_text(&w.path, path);
	while (w.path.n > 1 && w.path.p[w.path.n - 1] == '/')
		w.path.p[--w.path.n] = '\0';
	/* "a.txt" is the same article whether "." or "a.txt" was given. */
	if (str_is(buf_view(&w.path), "."))
		buf_clear(&w.path);
	rc = walk_folder(&w, err);
	told_release(&w.told);
	buf_release(&w.path);
	return rc;
}
