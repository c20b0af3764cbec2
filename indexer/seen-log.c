/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The log of what has been seen. Articles and files have the numbers of their order in it.
 *
 * Records: a letter and what follows. Numbers are varints unless their bytes are told; a string is
 * its length and its bytes. A text in front of which stands how many bytes it shares with the one
 * before, of the same block, is *shared*.
 *
 *   a	a new article: shared id, article
 *   A	a changed one: its number, article
 *   f	a new file: shared path, file
 *   F	a changed one: its number, file
 *
 * article: flags (1 its id was given, 2 a copy, 4 gone), url 8 bytes, text 8 bytes, place 4 bytes,
 * [number of what it is a copy of]
 * file: flags (1 gone), bytes at the end of the path that known_as shares, what it has before
 * them, size, modified 8 bytes, inode, device, content 8 bytes, reading 4 bytes, since, rejected, told,
 * articles, former. List: count, then each as its difference from the one before, signed in the
 * lowest bit.
 */
#include "indexer/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/paths.h"

#define SEEN_MARK "veille-seen 1\n"

enum { ID_GIVEN = 1, COPY = 2, GONE = 4, FILE_GONE = 1 };

/* A log in which so many records are of no use any more is written anew. */
enum { USELESS_LEAST = 1000 };

/* ---- reading ---- */

struct reading {
	struct seen *seen;
	struct str rest;     /* of the block */
	struct str id, path; /* the last ones */
	size_t records;
};

static bool take(struct reading *r, void *out, size_t n)
{
	if (r->rest.n < n)
		return false;
	memcpy(out, r->rest.p, n);
	r->rest = str_slice(r->rest, n, r->rest.n);
	return true;
}

static bool take32(struct reading *r, uint32_t *out)
{
	uint64_t value;

	if (!str_varint(&r->rest, &value) || value > UINT32_MAX)
		return false;
	*out = (uint32_t)value;
	return true;
}

static bool take_string(struct reading *r, struct str *out)
{
	uint64_t n;

	if (!str_varint(&r->rest, &n) || n > r->rest.n)
		return false;
	*out = str_slice(r->rest, 0, (size_t)n);
	r->rest = str_slice(r->rest, (size_t)n, r->rest.n);
	return true;
}

static struct str join(struct arena *arena, struct str a, struct str b)
{
	char *p = arena_alloc(arena, a.n + b.n + 1);

	if (a.n > 0)
		memcpy(p, a.p, a.n);
	if (b.n > 0)
		memcpy(p + a.n, b.p, b.n);
	return (struct str){p, a.n + b.n};
}

static bool take_shared(struct reading *r, struct str *last)
{
	struct str rest;
	uint64_t shared;

	if (!str_varint(&r->rest, &shared) || shared > last->n || !take_string(r, &rest))
		return false;
	*last = join(&r->seen->arena, str_slice(*last, 0, (size_t)shared), rest);
	return true;
}

static bool take_article(struct reading *r, struct seen_article *a)
{
	char flags;

	if (!take(r, &flags, 1) || !take(r, &a->url, 8) || !take(r, &a->text, 8) ||
	    !take(r, &a->place, 4))
		return false;
	a->id_given = flags & ID_GIVEN;
	a->gone = flags & GONE;
	a->of = NO_ARTICLE;
	return !(flags & COPY) || take32(r, &a->of);
}

static bool take_list(struct reading *r, struct seen_list *l)
{
	uint64_t count, step, item = 0;

	if (!str_varint(&r->rest, &count) || count > r->rest.n)
		return false;
	l->count = (size_t)count;
	l->items = arena_alloc(&r->seen->arena, (l->count + 1) * sizeof *l->items);
	for (size_t i = 0; i < l->count; i++) {
		if (!str_varint(&r->rest, &step))
			return false;
		item += step & 1 ? ~(step >> 1) : step >> 1;
		if (item >= r->seen->articles_count)
			return false;
		l->items[i] = (uint32_t)item;
	}
	return true;
}

static bool take_known_as(struct reading *r, struct seen_file *f)
{
	uint64_t tail;
	struct str head;

	if (!str_varint(&r->rest, &tail) || tail > f->path.n || !take_string(r, &head))
		return false;
	f->known_as = f->path;
	if (head.n > 0 || tail < f->path.n)
		f->known_as =
			join(&r->seen->arena, head,
			     str_slice(f->path, f->path.n - (size_t)tail, f->path.n));
	return true;
}

static bool take_file(struct reading *r, struct seen_file *f)
{
	char flags;

	if (!take(r, &flags, 1) || !take_known_as(r, f) ||
	    !str_varint(&r->rest, &f->size) || !take(r, &f->modified, 8) ||
	    !str_varint(&r->rest, &f->inode) || !str_varint(&r->rest, &f->device) ||
	    !take(r, &f->content, 8) || !take(r, &f->reading, 4) ||
	    !take32(r, &f->since) || !take32(r, &f->rejected) ||
	    !take_string(r, &f->told) || !take_list(r, &f->articles) ||
	    !take_list(r, &f->former))
		return false;
	f->told = str_copy(&r->seen->arena, f->told);
	f->gone = flags & FILE_GONE;
	return true;
}

static bool take_new_article(struct reading *r)
{
	struct seen *s = r->seen;
	struct seen_article a = {0};

	if (!take_shared(r, &r->id))
		return false;
	a.id = r->id;
	if (!take_article(r, &a))
		return false;
	GROW(s->articles, s->articles_count, s->articles_capacity);
	s->articles[s->articles_count++] = a;
	return true;
}

static bool take_new_file(struct reading *r)
{
	struct seen *s = r->seen;
	struct seen_file f = {0};

	if (!take_shared(r, &r->path))
		return false;
	f.path = r->path;
	if (!take_file(r, &f))
		return false;
	GROW(s->files, s->files_count, s->files_capacity);
	s->files[s->files_count++] = f;
	return true;
}

static bool take_record(struct reading *r)
{
	struct seen *s = r->seen;
	uint32_t number;
	char letter;

	r->records++;
	if (!take(r, &letter, 1))
		return false;
	switch (letter) {
	case 'a':
		return take_new_article(r);
	case 'f':
		return take_new_file(r);
	case 'A':
		return take32(r, &number) && number < s->articles_count &&
		       take_article(r, &s->articles[number]);
	case 'F':
		return take32(r, &number) && number < s->files_count &&
		       take_file(r, &s->files[number]);
	default:
		return false;
	}
}

static bool take_block(struct reading *r, struct str *log)
{
	uint64_t n, hash;

	if (!str_varint(log, &n) || log->n < sizeof hash || n > log->n - sizeof hash)
		return false;
	memcpy(&hash, log->p, sizeof hash);
	r->rest = str_slice(*log, sizeof hash, sizeof hash + (size_t)n);
	*log = str_slice(*log, sizeof hash + (size_t)n, log->n);
	r->id = r->path = (struct str){0};
	if (str_hash(r->rest) != hash)
		return false;
	while (r->rest.n > 0) {
		if (!take_record(r))
			return false;
	}
	return true;
}

static void log_path(struct buf *out, const char *index, uint32_t number)
{
	buf_printf(out, "%s/" SEEN_FILE "%u", index, (unsigned)number);
}

/* ---- writing anew ---- */

static size_t keep(const uint32_t *numbers, struct seen_list *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->count; i++) {
		if (numbers[l->items[i]] != NO_ARTICLE)
			l->items[kept++] = numbers[l->items[i]];
	}
	return kept;
}

/* Leaves out what is gone; numbers change. */
static void compact(struct seen *s)
{
	uint32_t *numbers = xcalloc(s->articles_count + 1, sizeof *numbers);
	size_t articles = 0, files = 0;

	for (size_t i = 0; i < s->articles_count; i++)
		numbers[i] = s->articles[i].gone ? NO_ARTICLE : (uint32_t)articles++;
	for (size_t i = 0; i < s->articles_count; i++) {
		struct seen_article a = s->articles[i];

		if (a.of != NO_ARTICLE)
			a.of = numbers[a.of];
		if (!a.gone)
			s->articles[numbers[i]] = a;
	}
	for (size_t i = 0; i < s->files_count; i++) {
		struct seen_file f = s->files[i];

		f.articles.count = keep(numbers, &f.articles);
		f.former.count = keep(numbers, &f.former);
		if (!f.gone)
			s->files[files++] = f;
	}
	s->articles_count = articles;
	s->files_count = files;
	s->articles_saved = s->files_saved = 0;
	s->length = 0;
	free(numbers);
}

static size_t useful(const struct seen *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->articles_count; i++)
		count += !s->articles[i].gone;
	for (size_t i = 0; i < s->files_count; i++)
		count += !s->files[i].gone;
	return count;
}

/* What is a copy may stand before its original. */
static bool copies_hold(const struct seen *s)
{
	for (size_t i = 0; i < s->articles_count; i++) {
		if (s->articles[i].of != NO_ARTICLE &&
		    s->articles[i].of >= s->articles_count)
			return false;
	}
	return true;
}

static bool take_log(struct seen *s, struct str log)
{
	struct reading r = {.seen = s};

	if (log.n < s->length || !str_starts(log, STR(SEEN_MARK)))
		return false;
	log = str_slice(log, sizeof SEEN_MARK - 1, (size_t)s->length);
	while (log.n > 0) {
		if (!take_block(&r, &log))
			return false;
	}
	if (!copies_hold(s))
		return false;
	s->articles_saved = s->articles_count;
	s->files_saved = s->files_count;
	if (r.records > 2 * useful(s) + USELESS_LEAST)
		compact(s);
	return true;
}

int seen_open(struct seen *s, const char *index, struct str fact)
{
	unsigned long long length = 0;
	unsigned number = 0;
	struct buf path = {0}, log = {0}, text = {0};
	int rc = 0;

	*s = (struct seen){0};
	buf_str(&text, fact);
	buf_char(&text, ' ');
	if (sscanf(text.p, "%u %llu", &number, &length) == 2) {
		s->number = number;
		s->length = length;
		log_path(&path, index, number);
		rc = paths_read(path.p, &log) == 0 && take_log(s, buf_view(&log));
	}
	if (rc == 0) {
		seen_release(s);
		s->number = number;
	}
	buf_release(&text);
	buf_release(&log);
	buf_release(&path);
	return rc;
}

/* ---- writing ---- */

static size_t shared_front(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static size_t shared_end(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
		n++;
	return n;
}

static void put_string(struct buf *out, struct str s)
{
	buf_varint(out, s.n);
	buf_str(out, s);
}

static void put_shared(struct buf *out, struct str *last, struct str now)
{
	size_t shared = shared_front(*last, now);

	buf_varint(out, shared);
	put_string(out, str_slice(now, shared, now.n));
	*last = now;
}

static void put_article(struct buf *out, const struct seen_article *a)
{
	bool copy = a->of != NO_ARTICLE;

	buf_char(out, (char)((a->id_given ? ID_GIVEN : 0) | (copy ? COPY : 0) |
			     (a->gone ? GONE : 0)));
	buf_add(out, &a->url, 8);
	buf_add(out, &a->text, 8);
	buf_add(out, &a->place, 4);
	if (copy)
		buf_varint(out, a->of);
}

static void put_list(struct buf *out, const struct seen_list *l)
{
	uint64_t before = 0;

	buf_varint(out, l->count);
	for (size_t i = 0; i < l->count; i++) {
		uint64_t step = l->items[i] - before;

		buf_varint(out, l->items[i] < before ? ~step << 1 | 1 : step << 1);
		before = l->items[i];
	}
}

static void put_file(struct buf *out, const struct seen_file *f)
{
	size_t tail = shared_end(f->path, f->known_as);

	buf_char(out, f->gone ? FILE_GONE : 0);
	buf_varint(out, tail);
	put_string(out, str_slice(f->known_as, 0, f->known_as.n - tail));
	buf_varint(out, f->size);
	buf_add(out, &f->modified, 8);
	buf_varint(out, f->inode);
	buf_varint(out, f->device);
	buf_add(out, &f->content, 8);
	buf_add(out, &f->reading, 4);
	buf_varint(out, f->since);
	buf_varint(out, f->rejected);
	put_string(out, f->told);
	put_list(out, &f->articles);
	put_list(out, &f->former);
}

/* All that is not in the log yet, articles first because files name them. */
static void put_changes(struct seen *s, struct buf *out)
{
	struct str id = {0}, path = {0};

	for (size_t i = 0; i < s->articles_count; i++) {
		struct seen_article *a = &s->articles[i];

		if (i >= s->articles_saved) {
			buf_char(out, 'a');
			put_shared(out, &id, a->id);
		} else if (a->changed) {
			buf_char(out, 'A');
			buf_varint(out, i);
		} else {
			continue;
		}
		put_article(out, a);
		a->changed = false;
	}
	for (size_t i = 0; i < s->files_count; i++) {
		struct seen_file *f = &s->files[i];

		if (i >= s->files_saved) {
			buf_char(out, 'f');
			put_shared(out, &path, f->path);
		} else if (f->changed) {
			buf_char(out, 'F');
			buf_varint(out, i);
		} else {
			continue;
		}
		put_file(out, f);
		f->changed = false;
	}
	s->articles_saved = s->articles_count;
	s->files_saved = s->files_count;
}

static int write_all(int fd, struct str bytes, uint64_t at)
{
	while (bytes.n > 0) {
		ssize_t n = pwrite(fd, bytes.p, bytes.n, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += (uint64_t)n;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return 0;
}

/* Behind `length` nothing counts, whatever a writer that was killed has left there. */
static int append(const char *path, uint64_t length, struct str bytes, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	bool written = fd >= 0 && ftruncate(fd, (off_t)length) == 0 &&
		       write_all(fd, bytes, length) == 0 && fsync(fd) == 0;

	if (!written)
		error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), path,
			  strerror(errno));
	if (fd >= 0)
		close(fd);
	return written ? 0 : -1;
}

static int write_changes(struct seen *s, const char *index, struct error *err)
{
	struct buf path = {0}, bytes = {0}, changes = {0};
	uint64_t hash;
	int rc;

	if (s->length == 0) {
		s->number++;
		buf_text(&bytes, SEEN_MARK);
	}
	put_changes(s, &changes);
	hash = str_hash(buf_view(&changes));
	buf_varint(&bytes, changes.n);
	buf_add(&bytes, &hash, sizeof hash);
	buf_str(&bytes, buf_view(&changes));
	log_path(&path, index, s->number);
	rc = append(path.p, s->length, buf_view(&bytes), err);
	s->length += bytes.n;
	buf_release(&changes);
	buf_release(&bytes);
	buf_release(&path);
	return rc;
}

int seen_save(struct seen *s, const char *index, struct buf *fact, struct error *err)
{
	seen_settle(s);
	if (s->changed && write_changes(s, index, err) < 0)
		return -1;
	s->changed = false;
	if (s->length > 0)
		buf_printf(fact, "%u %llu", (unsigned)s->number,
			   (unsigned long long)s->length);
	return 0;
}
