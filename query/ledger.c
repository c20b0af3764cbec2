/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/paths.h"

#define TOLD ".told"
#define PENDING ".pending"
#define LOCK "lock"

static void add_folder(struct buf *path)
{
	paths_state(path);
	buf_text(path, "/watch");
}

static void add_path(struct buf *path, struct str name, const char *suffix)
{
	add_folder(path);
	buf_char(path, '/');
	buf_str(path, name);
	buf_text(path, suffix);
}

static int failed(struct error *err, const char *format, const struct buf *path)
{
	return error_set(err, ERROR_FAILED, format, path->p, strerror(errno));
}

int ledger_lock(struct error *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	struct buf path = {0};
	int fd = -1;

	add_folder(&path);
	if (paths_make_folder(path.p) < 0) {
		failed(err, _("cannot make the folder '%s': %s"), &path);
		goto out;
	}
	buf_text(&path, "/" LOCK);
	fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		failed(err, _("cannot write '%s': %s"), &path);
		goto out;
	}
	while (fcntl(fd, F_SETLKW, &lock) < 0) {
		if (errno == EINTR)
			continue;
		failed(err, _("cannot lock '%s': %s"), &path);
		close(fd);
		fd = -1;
		break;
	}
out:
	buf_release(&path);
	return fd;
}

/* ---- reading ---- */

static uint64_t read_number(struct str text, int base)
{
	char digits[32] = "";

	if (text.n < sizeof digits && text.n > 0)
		memcpy(digits, text.p, text.n);
	return strtoull(digits, NULL, base);
}

static void take_line(struct ledger *l, struct str line)
{
	struct str word[5] = {{0}};
	struct ledger_entry e = {0};

	for (size_t i = 0; i < COUNT(word); i++) {
		if (i + 1 == COUNT(word))
			word[i] = line;
		else if (!str_split(&line, '\t', &word[i]))
			break;
	}
	if (str_is(word[0], "index")) {
		ledger_settle(l, word[1], (uint32_t)read_number(word[2], 10));
		return;
	}
	if (str_is(word[0], "batch"))
		l->batch = read_number(word[1], 10);
	if (!str_is(word[0], "told") && !str_is(word[0], "seen"))
		return;
	e.group = read_number(word[1], 16);
	e.article = read_number(word[2], 16);
	e.seconds = (int64_t)read_number(word[3], 10);
	e.id = word[4];
	ledger_add(l, &e);
}

/*
 * How much of the pending text stdout has already: when it is the file that was being appended to,
 * by as much as that has grown.
 */
static size_t delivered(struct str where, size_t size)
{
	struct str device, inode, offset;
	struct stat s;
	uint64_t before;

	if (!str_split(&where, ' ', &device) || !str_split(&where, ' ', &inode) ||
	    !str_split(&where, ' ', &offset) || fstat(STDOUT_FILENO, &s) < 0 ||
	    !S_ISREG(s.st_mode))
		return 0;
	before = read_number(offset, 10);
	if (read_number(device, 10) != (uint64_t)s.st_dev ||
	    read_number(inode, 10) != (uint64_t)s.st_ino || (uint64_t)s.st_size <= before)
		return 0;
	return (uint64_t)s.st_size - before < size
		       ? (size_t)((uint64_t)s.st_size - before)
		       : size;
}

/* "batch N DEVICE INODE SIZE\n" and the text; one of an earlier batch was told. */
static void take_pending(struct ledger *l, struct str file)
{
	struct str line, word, batch;

	if (!str_split(&file, '\n', &line) || !str_split(&line, ' ', &word) ||
	    !str_split(&line, ' ', &batch) || read_number(batch, 10) != l->batch)
		return;
	l->has_pending = true;
	buf_str(&l->pending, file);
	l->delivered = delivered(line, file.n);
}

int ledger_open(struct ledger *l, struct str name, bool *known, struct error *err)
{
	struct buf path = {0};
	struct buf file = {0};
	struct str rest, line;
	int rc = 0;

	*l = (struct ledger){.name = name};
	add_path(&path, name, TOLD);
	*known = paths_read(path.p, &file) == 0;
	if (!*known && errno != ENOENT) {
		rc = failed(err, _("cannot read '%s': %s"), &path);
		goto out;
	}
	rest = buf_view(&file);
	while (str_split(&rest, '\n', &line))
		take_line(l, line);
	buf_clear(&path);
	buf_clear(&file);
	add_path(&path, name, PENDING);
	if (*known && paths_read(path.p, &file) == 0)
		take_pending(l, buf_view(&file));
out:
	buf_release(&file);
	buf_release(&path);
	return rc;
}

void ledger_close(struct ledger *l)
{
	numbers_release(&l->articles);
	numbers_release(&l->groups);
	buf_release(&l->pending);
	arena_release(&l->arena);
	free(l->indexes);
	free(l->entries);
	*l = (struct ledger){0};
}

int ledger_remove(struct str name, struct error *err)
{
	const char *const suffixes[] = {PENDING, TOLD};
	struct buf path = {0};
	int rc = 0;

	for (size_t i = 0; i < COUNT(suffixes) && rc == 0; i++) {
		buf_clear(&path);
		add_path(&path, name, suffixes[i]);
		if (unlink(path.p) < 0 && errno != ENOENT)
			rc = failed(err, _("cannot remove '%s': %s"), &path);
	}
	buf_release(&path);
	return rc;
}

/* ---- what is settled ---- */

static struct ledger_index *find_index(const struct ledger *l, struct str identity)
{
	for (size_t i = 0; i < l->indexes_count; i++) {
		if (str_equal(l->indexes[i].identity, identity))
			return &l->indexes[i];
	}
	return NULL;
}

uint32_t ledger_settled(const struct ledger *l, struct str identity)
{
	const struct ledger_index *i = find_index(l, identity);

	return i != NULL ? i->settled : 0;
}

void ledger_settle(struct ledger *l, struct str identity, uint32_t number)
{
	struct ledger_index *i = find_index(l, identity);

	if (i == NULL) {
		GROW(l->indexes, l->indexes_count, l->indexes_capacity);
		i = &l->indexes[l->indexes_count++];
		i->identity = str_copy(&l->arena, identity);
	}
	i->settled = number;
}

void ledger_add(struct ledger *l, const struct ledger_entry *e)
{
	GROW(l->entries, l->count, l->capacity);
	l->entries[l->count] = *e;
	l->entries[l->count++].id = str_copy(&l->arena, e->id);
	numbers_add(&l->articles, e->article);
	numbers_add(&l->groups, e->group);
}

/* ---- writing ---- */

static void print(const struct ledger *l, struct buf *out)
{
	buf_text(out, "# what this watch has told; kept by veille watch\n");
	for (size_t i = 0; i < l->indexes_count; i++)
		buf_printf(out, "index\t%.*s\t%u\n", STR_ARGS(l->indexes[i].identity),
			   (unsigned)l->indexes[i].settled);
	buf_printf(out, "batch\t%" PRIu64 "\n", l->batch);
	for (size_t i = 0; i < l->count; i++) {
		const struct ledger_entry *e = &l->entries[i];

		buf_printf(out, "%s\t%016" PRIx64 "\t%016" PRIx64,
			   e->seconds != 0 ? "told" : "seen", e->group, e->article);
		if (e->seconds != 0)
			buf_printf(out, "\t%" PRId64 "\t%.*s", e->seconds,
				   STR_ARGS(e->id));
		buf_char(out, '\n');
	}
}

static int put(struct str name, const char *suffix, struct str bytes, struct error *err)
{
	struct buf path = {0};
	int rc = 0;

	add_path(&path, name, suffix);
	if (paths_replace(path.p, bytes) < 0)
		rc = failed(err, _("cannot write '%s': %s"), &path);
	buf_release(&path);
	return rc;
}

int ledger_save(struct ledger *l, struct error *err)
{
	struct buf bytes = {0};
	int rc;

	print(l, &bytes);
	rc = put(l->name, TOLD, buf_view(&bytes), err);
	buf_release(&bytes);
	return rc;
}

int ledger_save_pending(struct ledger *l, struct str text, struct error *err)
{
	struct stat s = {0};
	struct buf bytes = {0};
	int rc;

	if (fstat(STDOUT_FILENO, &s) < 0)
		s = (struct stat){0};
	l->batch++;
	buf_printf(&bytes, "batch %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
		   l->batch, (uint64_t)s.st_dev, (uint64_t)s.st_ino, (uint64_t)s.st_size);
	buf_str(&bytes, text);
	rc = put(l->name, PENDING, buf_view(&bytes), err);
	if (rc == 0)
		rc = ledger_save(l, err); /* now it counts */
	buf_clear(&l->pending);
	buf_str(&l->pending, text);
	l->delivered = 0;
	l->has_pending = rc == 0;
	buf_release(&bytes);
	return rc;
}

int ledger_tell(struct ledger *l, struct error *err)
{
	struct str rest = str_slice(buf_view(&l->pending), l->delivered, l->pending.n);
	struct buf path = {0};

	while (rest.n > 0) {
		ssize_t n = write(STDOUT_FILENO, rest.p, rest.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(err, ERROR_FAILED,
					 _("cannot write the answer: %s"),
					 strerror(errno));
		rest = str_slice(rest, (size_t)n, rest.n);
	}
	add_path(&path, l->name, PENDING);
	unlink(path.p);
	buf_release(&path);
	l->has_pending = false;
	return 0;
}
