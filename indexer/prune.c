/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/prune.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/i18n.h"

/* What became of a file. */
enum fate { THERE, VANISHED, AWAY };

static const struct root *root_of(const struct pruning *x, const struct seen_file *f)
{
	for (size_t i = 0; i < x->roots_count; i++) {
		if (root_holds(&x->roots[i], f->path))
			return &x->roots[i];
	}
	return NULL;
}

/* ---- disks that are away ---- */

/* The folder that was looked at last: many files are of one. */
struct looked {
	struct buf path;
	bool empty;
	uint64_t device;
};

static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	size_t entries = 0;

	while (folder != NULL && entries <= 2 && readdir(folder) != NULL)
		entries++;
	if (folder != NULL)
		closedir(folder);
	return folder != NULL && entries <= 2;
}

/* Cuts the path back to the nearest folder that exists. */
static bool find_folder(struct buf *path, struct stat *s)
{
	while (path->n > 1) {
		char *slash = strrchr(path->p, '/');

		path->n = slash == path->p ? 1 : (size_t)(slash - path->p);
		path->p[path->n] = '\0';
		if (stat(path->p, s) == 0)
			return true;
	}
	return false;
}

/*
 * Of a file that is not there: whether its disk may not be. A folder on which another disk is to be
 * mounted is empty, and lies on a disk where the file was not.
 */
static bool is_away(const struct seen_file *f, struct looked *last)
{
	struct buf path = {0};
	struct stat s;

	buf_str(&path, f->path);
	if (find_folder(&path, &s) &&
	    (last->path.n == 0 || strcmp(path.p, last->path.p) != 0)) {
		buf_clear(&last->path);
		buf_text(&last->path, path.p);
		last->empty = is_empty(path.p);
		last->device = (uint64_t)s.st_dev;
	}
	buf_release(&path);
	return last->empty && last->device != f->device;
}

/* What cannot be looked at has not vanished. */
static enum fate fate_of(const struct seen_file *f, struct looked *last)
{
	struct buf path = {0};
	struct stat s;
	bool gone;

	if (f->met)
		return THERE;
	buf_str(&path, f->path);
	gone = stat(path.p, &s) < 0 && (errno == ENOENT || errno == ENOTDIR);
	buf_release(&path);
	return !gone ? THERE : is_away(f, last) ? AWAY : VANISHED;
}

static void tell_away(const struct pruning *x, const struct root *root, size_t files)
{
	struct error why;

	error_set(
		&why, ERROR_REJECTED,
		ngettext("%zu file below '%s' stays: its folder is empty and on another "
			 "disk than the file was; is its disk mounted?",
			 "%zu files below '%s' stay: their folder is empty and on "
			 "another disk than they were; is their disk mounted?",
			 files),
		files, root->real);
	report_refused(x->report, root->real, &why);
}

/* Which files have vanished from the roots. */
static bool *find_vanished(const struct pruning *x, const struct seen *s)
{
	bool *vanished = xcalloc(s->files_count + 1, sizeof *vanished);
	size_t *away = xcalloc(x->roots_count + 1, sizeof *away);
	struct looked last = {.empty = false};

	for (size_t i = 0; i < s->files_count; i++) {
		const struct seen_file *f = &s->files[i];
		const struct root *root = f->gone ? NULL : root_of(x, f);
		enum fate fate = root != NULL ? fate_of(f, &last) : THERE;

		vanished[i] = fate == VANISHED;
		if (fate == AWAY)
			away[root - x->roots]++;
	}
	for (size_t i = 0; i < x->roots_count; i++) {
		if (away[i] > 0)
			tell_away(x, &x->roots[i], away[i]);
	}
	buf_release(&last.path);
	free(away);
	return vanished;
}

/* ---- articles without a file ---- */

/* How many files hold each article, those apart that have vanished. */
static uint32_t *count_holders(const struct seen *s, const bool *vanished)
{
	uint32_t *holders = xcalloc(s->articles_count + 1, sizeof *holders);

	for (size_t i = 0; i < s->files_count; i++) {
		const struct seen_file *f = &s->files[i];

		for (size_t j = 0; !f->gone && !vanished[i] && j < f->articles.count;
		     j++) {
			const struct seen_article *a = &s->articles[f->articles.items[j]];

			holders[f->articles.items[j]]++;
			if (a->of != NO_ARTICLE && !a->gone)
				holders[a->of]++;
		}
	}
	return holders;
}

/* Of a copy its original goes too, unless it came from a pipe, where nothing vanishes. */
static int remove_unheld(const struct pruning *x, uint32_t number,
			 const uint32_t *holders, struct error *err)
{
	struct seen *s = batch_seen(x->batch);
	const struct seen_article *a = &s->articles[number];

	if (a->gone || holders[number] > 0)
		return 0;
	if (a->of != NO_ARTICLE) {
		seen_remove(s, number);
		number = a->of;
		a = &s->articles[number];
		if (a->gone || holders[number] > 0 ||
		    a->place == (uint32_t)str_hash(STR("-")))
			return 0;
	}
	report_would(x->report, "removed", a->id);
	if (batch_remove(x->batch, a->id, err) < 0)
		return -1;
	return x->stop(NULL) ? error_set(err, ERROR_STOPPED, _("stopped")) : 0;
}

static int remove_all_unheld(const struct pruning *x, const struct seen_list *l,
			     const uint32_t *holders, struct error *err)
{
	for (size_t i = 0; i < l->count; i++) {
		if (remove_unheld(x, l->items[i], holders, err) < 0)
			return -1;
	}
	return 0;
}

static int prune_file(const struct pruning *x, uint32_t i, bool vanished,
		      const uint32_t *holders, struct error *err)
{
	struct seen *s = batch_seen(x->batch);
	struct seen_file *f = &s->files[i];

	if (remove_all_unheld(x, &f->former, holders, err) < 0 ||
	    (vanished && remove_all_unheld(x, &f->articles, holders, err) < 0))
		return -1;
	if (vanished) {
		seen_remove_file(s, i);
	} else if (f->former.count > 0) {
		f->former.count = 0;
		f->changed = s->changed = true;
	}
	return 0;
}

int prune(const struct pruning *x, struct error *err)
{
	struct seen *s = batch_seen(x->batch);
	bool *vanished = find_vanished(x, s);
	uint32_t *holders = count_holders(s, vanished);
	int rc = 0;

	for (size_t i = 0; i < s->files_count && rc == 0; i++) {
		if (!s->files[i].gone && root_of(x, &s->files[i]) != NULL)
			rc = prune_file(x, (uint32_t)i, vanished[i], holders, err);
	}
	free(holders);
	free(vanished);
	return rc;
}
