/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/saved.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/paths.h"
#include "lib/utf8.h"

enum { NAME_MAX_BYTES = 64 };

static void add_folder(struct buf *path)
{
	paths_config(path);
	buf_text(path, "/watch");
}

static void add_path(struct buf *path, struct str name)
{
	add_folder(path);
	buf_char(path, '/');
	buf_str(path, name);
}

static bool may_be_name(struct str name)
{
	size_t at = 0;

	if (name.n == 0 || name.n > NAME_MAX_BYTES || name.p[0] == '.' ||
	    name.p[0] == '-' || str_ends(name, STR(".new")))
		return false;
	while (at < name.n) {
		uint32_t c;
		size_t n = utf8_decode(name, at, &c);

		if (!utf8_is_letter(c) && !utf8_is_digit(c) && !utf8_is_mark(c) &&
		    (c >= 128 || strchr("-_.", (int)c) == NULL))
			return false;
		at += n;
	}
	return true;
}

int saved_check_name(struct str name, struct error *err)
{
	if (may_be_name(name))
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("'%.*s' cannot be the name of a question; use letters, "
			   "digits, and - _ . between them"),
			 STR_ARGS(name));
}

/* The lines of the file that are no comment, as one. */
static void take_question(struct str file, struct buf *question)
{
	size_t first = question->n;
	struct str line;

	while (str_split(&file, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (question->n > first)
			buf_char(question, ' ');
		buf_str(question, line);
	}
}

int saved_read(struct str name, struct buf *question, struct error *err)
{
	struct buf path = {0};
	struct buf file = {0};
	int rc = 0;

	if (!may_be_name(name))
		return 0;
	add_path(&path, name);
	if (paths_read(path.p, &file) == 0) {
		take_question(buf_view(&file), question);
		rc = 1;
	} else if (errno != ENOENT) {
		rc = error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path.p,
			       strerror(errno));
	}
	buf_release(&file);
	buf_release(&path);
	return rc;
}

int saved_write(struct str name, struct str question, struct error *err)
{
	struct buf path = {0};
	struct buf file = {0};
	int rc = 0;

	add_folder(&path);
	if (paths_make_folder(path.p) < 0) {
		rc = error_set(err, ERROR_FAILED, _("cannot make the folder '%s': %s"),
			       path.p, strerror(errno));
	} else {
		buf_char(&path, '/');
		buf_str(&path, name);
		buf_str(&file, question);
		buf_char(&file, '\n');
		if (paths_replace(path.p, buf_view(&file)) < 0)
			rc = error_set(err, ERROR_FAILED, _("cannot write '%s': %s"),
				       path.p, strerror(errno));
	}
	buf_release(&file);
	buf_release(&path);
	return rc;
}

int saved_remove(struct str name, struct error *err)
{
	struct buf path = {0};
	int rc = 0;

	if (!may_be_name(name))
		return 0;
	add_path(&path, name);
	if (unlink(path.p) == 0)
		rc = 1;
	else if (errno != ENOENT)
		rc = error_set(err, ERROR_FAILED, _("cannot remove '%s': %s"), path.p,
			       strerror(errno));
	buf_release(&path);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int saved_list(struct saved_names *names, struct error *err)
{
	struct buf path = {0};
	struct dirent *entry;
	DIR *folder;
	int rc = 0;

	add_folder(&path);
	folder = opendir(path.p);
	if (folder == NULL && errno != ENOENT)
		rc = error_set(err, ERROR_FAILED, _("cannot read the folder '%s': %s"),
			       path.p, strerror(errno));
	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (!may_be_name(str_of(entry->d_name)))
			continue;
		GROW(names->items, names->count, names->capacity);
		names->items[names->count++] = xstrdup(entry->d_name);
	}
	if (folder != NULL)
		closedir(folder);
	if (names->count > 1)
		qsort(names->items, names->count, sizeof *names->items, by_name);
	buf_release(&path);
	return rc;
}

void saved_names_release(struct saved_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	*names = (struct saved_names){0};
}

void saved_say_unknown(struct str name, struct buf *out)
{
	struct saved_names names = {0};
	struct error ignored;
	const char *nearest = NULL;

	if (saved_list(&names, &ignored) == 0)
		nearest =
			nearest_word(name, (const char *const *)names.items, names.count);
	buf_printf(out, _("no question is saved as '%.*s'"), STR_ARGS(name));
	if (nearest != NULL)
		buf_printf(out, _("; did you mean '%s'?"), nearest);
	saved_names_release(&names);
}
