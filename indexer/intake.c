/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "config.h"
#include "corpus/walk.h"
#include "indexer/prune.h"
#include "indexer/roots.h"
#include "lib/i18n.h"

enum {
	IDLE_MS = 250,	   /* a pipe without a byte */
	LOCK_MS = 100,	   /* between two tries */
	TOLD_MOST = 8192,  /* bytes of what was refused in a file that are kept */
	BLOCK = 128 << 10, /* bytes of a file hashed at a time */
};

/* A file changed so lately may change again without that its time does. */
#define LATELY ((int64_t)2000000000) /* nanoseconds */

struct intake {
	struct intake_options options;
	struct report *report;
	struct batch *batch;
	struct batch_counts counts; /* of batches that were closed */
	uint64_t index_bytes;
	struct stream_wait wait;
	struct root *roots;
	size_t roots_count, roots_capacity;
	bool root_known;  /* the last of them is the path at hand */
	uint32_t reading; /* hash of how files are read */
	int64_t waiting;  /* since when something is to be committed; 0: nothing */
	struct buf place; /* of the file at hand */
	char *block;
};

/* A file at hand. */
struct taking {
	struct seen_file file; /* as it will be noted */
	struct buf told, known_as;
	size_t capacity;   /* of file.articles */
	bool live;	   /* a pipe */
	bool note, failed; /* to be noted; not read to its end */
};

/* ---- the batch ---- */

static void tell(void *context, const char *message)
{
	struct intake *in = context;

	report_tell(in->report, message);
}

static bool stop_asked(void *context)
{
	struct intake *in = context;

	return in->options.stop(NULL);
}

static void put(void *context, const struct record *r, struct arrival arrival,
		enum batch_outcome outcome)
{
	struct intake *in = context;

	report_put(in->report, r, arrival, outcome);
}

static void committed(void *context)
{
	struct intake *in = context;

	in->waiting = 0;
	report_committed(in->report);
}

static int check_stop(const struct intake *in, struct error *err)
{
	return in->options.stop(NULL) ? error_set(err, ERROR_STOPPED, _("stopped")) : 0;
}

static void sleep_ms(long ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

/* Opens the batch, and waits `seconds` for whoever holds the index. */
static int open_batch(struct intake *in, long seconds, struct error *err)
{
	int64_t until = report_clock() + seconds * 1000;
	bool told = false;

	while (batch_open(&in->batch, &in->options.batch, err) < 0) {
		if (err->code != ERROR_LOCKED || check_stop(in, err) < 0 ||
		    (seconds != WAIT_FOREVER && report_clock() >= until))
			return -1;
		if (!told && !in->report->quiet)
			tell(in, err->text);
		told = true;
		sleep_ms(LOCK_MS);
	}
	return 0;
}

static void add_counts(struct batch_counts *to, const struct batch_counts *c)
{
	to->added += c->added;
	to->updated += c->updated;
	to->unchanged += c->unchanged;
	to->duplicate += c->duplicate;
	to->removed += c->removed;
	to->read_bytes += c->read_bytes;
	to->articles = c->articles;
	to->text_bytes = c->text_bytes;
}

/* Commits, and lets others write. */
static int release_batch(struct intake *in, struct error *err)
{
	struct batch_counts c;
	int rc = batch_finish(in->batch, err);

	c = batch_counts(in->batch);
	add_counts(&in->counts, &c);
	in->index_bytes = batch_index_bytes(in->batch);
	batch_close(in->batch);
	in->batch = NULL;
	in->waiting = 0;
	return rc;
}

static bool is_due(const struct intake *in)
{
	return in->waiting != 0 &&
	       report_clock() - in->waiting >= in->options.every * 1000;
}

/* A pipe has nothing to read just now. */
static int idle(void *context, struct error *err)
{
	struct intake *in = context;

	/* A signal that came while something was written has interrupted no wait. */
	if (check_stop(in, err) < 0)
		return -1;
	if (in->batch == NULL || (in->waiting != 0 && !is_due(in)))
		return 0;
	return release_batch(in, err);
}

/* ---- opening ---- */

static uint32_t hash_reading(const struct reader_options *o)
{
	struct buf b = {0};
	uint32_t hash;

	buf_printf(&b, "%s %s", PACKAGE_VERSION, o->format ? o->format->name : "");
	for (size_t i = 0; i < o->maps_count; i++)
		buf_printf(&b, " %d=%.*s", (int)o->maps[i].member,
			   STR_ARGS(o->maps[i].key));
	hash = (uint32_t)str_hash(buf_view(&b));
	buf_release(&b);
	return hash;
}

static void left_out(void *context, const char *path, const char *why)
{
	struct intake *in = context;

	report_left_out(in->report, path, why);
}

int intake_open(struct intake **out, const struct intake_options *options,
		struct error *err)
{
	struct intake *in = xcalloc(1, sizeof *in);
	struct intake_options *o = &in->options;

	*out = NULL;
	*o = *options;
	in->report = o->report;
	o->batch.context = o->reader.context = in;
	o->batch.tell = tell;
	o->batch.stop = stop_asked;
	o->batch.put = put;
	o->batch.committed = committed;
	o->reader.skipped = left_out;
	in->wait = (struct stream_wait){in, IDLE_MS, idle};
	in->reading = hash_reading(&o->reader);
	if (o->telling == NULL && open_batch(in, o->wait, err) < 0) {
		intake_close(in);
		return -1;
	}
	*out = in;
	return 0;
}

void intake_close(struct intake *in)
{
	if (in == NULL)
		return;
	batch_close(in->batch);
	for (size_t i = 0; i < in->roots_count; i++)
		root_release(&in->roots[i]);
	free(in->roots);
	buf_release(&in->place);
	free(in->block);
	free(in);
}

/* ---- articles ---- */

static void read_moment(struct intake *in, const struct article *a, int64_t *moment)
{
	struct error undated;

	*moment = 0;
	if (a->date.n == 0 ||
	    moment_parse_near(a->date, a->seen.year ? a->seen : day_today(), moment,
			      &undated) == 0)
		return;
	*moment = 0;
	report_undated(in->report, a);
}

static bool is_too_old(const struct intake *in, int64_t moment)
{
	return in->options.since.year != 0 && moment != 0 &&
	       day_compare(moment_day(moment), in->options.since) < 0;
}

static void note_seen(struct taking *t, uint32_t article)
{
	struct seen_list *l = &t->file.articles;

	if (!t->note)
		return;
	GROW(l->items, l->count, t->capacity);
	l->items[l->count++] = article;
}

/* A copy is told where it is looked for: in a run that changes nothing. */
static void tell_copy(struct intake *in, uint32_t article)
{
	const struct seen_article *a = &batch_seen(in->batch)->articles[article];

	if (a->of != NO_ARTICLE)
		report_would(in->report, "duplicate", a->id);
}

static int put_article(struct intake *in, const struct article *a, int64_t moment,
		       struct taking *t, struct error *err)
{
	uint32_t seen;

	if (in->batch == NULL && open_batch(in, WAIT_FOREVER, err) < 0)
		return -1;
	if (in->waiting == 0)
		in->waiting = report_clock();
	if (batch_add(in->batch, a, moment, &seen, err) < 0)
		return -1;
	tell_copy(in, seen);
	note_seen(t, seen);
	return t->live && is_due(in) ? intake_finish(in, err) : 0;
}

/* What is left out now stays where it came in before. */
static void leave_out(struct intake *in, const struct article *a, struct taking *t)
{
	uint32_t seen;

	in->report->left_out++;
	if (!t->note)
		return;
	t->file.since = (uint32_t)(day_moment(in->options.since) / 1000000);
	seen = seen_find(batch_seen(in->batch), a->id);
	if (seen != NO_ARTICLE)
		note_seen(t, seen);
}

static int add_article(struct intake *in, const struct article *a, struct taking *t,
		       struct error *err)
{
	int64_t moment;

	read_moment(in, a, &moment);
	if (is_too_old(in, moment)) {
		leave_out(in, a, t);
		return 0;
	}
	if (a->lost > 0)
		report_lost(in->report, a);
	in->report->articles++;
	in->report->text_bytes += a->title.n + a->lead.n + a->body.n;
	if (in->options.telling != NULL) {
		telling_add(in->options.telling, a, moment);
		return 0;
	}
	return put_article(in, a, moment, t, err);
}

static void reject(struct intake *in, const struct article *a, const struct error *why,
		   struct taking *t)
{
	size_t before = t->told.n;

	report_rejected(in->report, a, why, &t->told);
	if (t->told.n > TOLD_MOST)
		t->told.n = before;
	t->file.rejected++;
}

/* What is wrong with the file is told, and is no reason to stop. */
static int read_articles(struct intake *in, struct reader *reader, const char *path,
			 struct taking *t, struct error *err)
{
	struct article a;
	int rc;

	for (;;) {
		if (check_stop(in, err) < 0)
			return -1;
		rc = reader_next(reader, &a, err);
		if (rc == 0 || (rc < 0 && err->code == ERROR_STOPPED))
			return rc;
		if (rc > 0) {
			if (add_article(in, &a, t, err) < 0)
				return -1;
			report_progress(in->report, reader_bytes(reader));
		} else if (err->code == ERROR_REJECTED) {
			reject(in, &a, err, t);
		} else {
			t->failed = true;
			report_refused(in->report, path, err);
			return 0;
		}
	}
}

static int read_file(struct intake *in, const char *path, struct taking *t,
		     struct error *err)
{
	struct reader_options options = in->options.reader;
	struct reader *reader = NULL;
	int rc;

	options.known_as = t->note ? t->file.known_as.p : NULL;
	options.wait = t->live ? &in->wait : NULL;
	in->report->files++;
	if (reader_open(&reader, path, &options, err) < 0) {
		if (err->code == ERROR_STOPPED)
			return -1;
		t->failed = true;
		report_refused(in->report, path, err);
		return 0;
	}
	rc = read_articles(in, reader, path, t, err);
	/* What a feed no longer shows has not vanished. */
	if (reader_shows_latest(reader))
		t->file.former.count = 0;
	in->report->bytes_done += t->file.size;
	reader_close(reader);
	return rc;
}

/* ---- files that are known ---- */

static int64_t nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* What the file system says. */
static void take_stat(struct seen_file *f, const struct stat *s)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	f->size = (uint64_t)s->st_size;
	f->inode = (uint64_t)s->st_ino;
	f->device = (uint64_t)s->st_dev;
	f->modified = nanoseconds(s->st_mtim);
	if (f->modified > nanoseconds(now) - LATELY)
		f->modified = 0;
}

/* Whether it was read as it would be read now. */
static bool was_read_so(const struct intake *in, const struct seen_file *f)
{
	uint32_t since = (uint32_t)(day_moment(in->options.since) / 1000000);

	return !in->options.reread && f->reading == in->reading &&
	       (f->since == 0 || (in->options.since.year != 0 && since >= f->since)) &&
	       (f->rejected == 0 || in->report->rejects == NULL);
}

static bool has_stat(const struct seen_file *f, const struct stat *s)
{
	return f->modified != 0 && f->modified == nanoseconds(s->st_mtim) &&
	       f->size == (uint64_t)s->st_size && f->inode == (uint64_t)s->st_ino;
}

/* Passes over a file that is as it was. Its disk may be mounted elsewhere. */
static void pass_over(struct intake *in, struct seen_file *f, const struct stat *now,
		      const char *path)
{
	struct seen *s = batch_seen(in->batch);

	for (size_t i = 0; i < f->articles.count; i++) {
		const struct seen_article *a = &s->articles[f->articles.items[i]];

		if (a->gone)
			continue;
		if (a->of != NO_ARTICLE)
			in->report->duplicate++;
		else
			in->report->unchanged++;
	}
	if (f->device != (uint64_t)now->st_dev) {
		f->device = (uint64_t)now->st_dev;
		f->changed = s->changed = true;
	}
	f->met = true;
	in->report->files_unchanged++;
	report_rejected_before(in->report, path, f->rejected, f->told);
}

/* The file of in->place, or NULL. */
static struct seen_file *find_file(struct intake *in)
{
	struct seen *s;
	uint32_t i;

	if (in->batch == NULL)
		return NULL;
	s = batch_seen(in->batch);
	i = seen_find_file(s, buf_view(&in->place));
	return i != NO_FILE ? &s->files[i] : NULL;
}

static void set_place(struct intake *in, const char *path)
{
	buf_clear(&in->place);
	if (in->root_known)
		root_place(&in->roots[in->roots_count - 1], path, &in->place);
}

/* For walk(): the file needs not even be opened. */
static bool known(void *context, const char *path, const struct stat *s)
{
	struct intake *in = context;
	struct seen_file *f;

	set_place(in, path);
	f = find_file(in);
	if (f == NULL || !has_stat(f, s) || !was_read_so(in, f))
		return false;
	pass_over(in, f, s, path);
	return true;
}

/* Of all bytes; 0 when they cannot be read, which the reader tells. */
static uint64_t hash_content(struct intake *in, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t hash = 1;
	ssize_t n = -1;

	if (in->block == NULL)
		in->block = xmalloc(BLOCK);
	while (fd >= 0 && (n = read(fd, in->block, BLOCK)) > 0)
		hash = (hash ^ str_hash((struct str){in->block, (size_t)n})) *
		       0x9E3779B97F4A7C15u;
	if (fd >= 0)
		close(fd);
	return n == 0 ? hash ^ hash >> 32 : 0;
}

/* Another time, and yet the same file. */
static bool is_same_content(struct intake *in, struct seen_file *f, const struct stat *s,
			    const struct taking *t, const char *path)
{
	struct seen_file before = *f;

	if (t->file.content == 0 || f->content != t->file.content || !was_read_so(in, f))
		return false;
	take_stat(f, s);
	if (f->modified != before.modified || f->inode != before.inode)
		f->changed = batch_seen(in->batch)->changed = true;
	pass_over(in, f, s, path);
	return true;
}

/* ---- noting what a file brought ---- */

/* Those of the list that are in the index and not among the new ones. */
static void add_former(const struct seen *s, const struct hashes *now,
		       const struct seen_list *before, struct seen_list *former)
{
	for (size_t i = 0; i < before->count; i++) {
		uint32_t a = before->items[i];

		if (!s->articles[a].gone &&
		    hashes_find(now, a * (uint64_t)0x9E3779B97F4A7C15u) == NO_ITEM_FOUND)
			former->items[former->count++] = a;
	}
}

/* What the file held before, with what it held before that. */
static void set_former(struct intake *in, const struct seen_file *old, struct taking *t)
{
	struct seen *s = batch_seen(in->batch);
	struct hashes now = {0};

	for (size_t i = 0; i < t->file.articles.count; i++)
		hashes_put(&now,
			   t->file.articles.items[i] * (uint64_t)0x9E3779B97F4A7C15u,
			   t->file.articles.items[i]);
	t->file.former.count = 0;
	add_former(s, &now, &old->former, &t->file.former);
	add_former(s, &now, &old->articles, &t->file.former);
	hashes_release(&now);
}

/* A file that could not be read to its end is read again the next time. */
static void doubt(struct intake *in, struct seen_file *f)
{
	if (f == NULL)
		return;
	f->met = f->changed = batch_seen(in->batch)->changed = true;
	f->modified = 0;
	f->content = 0;
}

static void note_file(struct intake *in, const char *path, struct taking *t)
{
	struct seen_file *old = find_file(in);
	struct stat s;

	if (t->failed || stat(path, &s) < 0) {
		doubt(in, old);
		return;
	}
	if (old != NULL && t->file.former.count > 0)
		set_former(in, old, t);
	/* What has changed while it was read was not read as it is. */
	if (t->file.size != (uint64_t)s.st_size || t->file.inode != (uint64_t)s.st_ino ||
	    (t->file.modified != 0 && t->file.modified != nanoseconds(s.st_mtim))) {
		t->file.modified = 0;
		t->file.content = 0;
	}
	t->file.path = buf_view(&in->place);
	t->file.told = buf_view(&t->told);
	t->file.met = true;
	seen_put_file(batch_seen(in->batch), &t->file);
}

/* Room for all that is known of the file, until it is told which of it is former. */
static void expect(struct taking *t, const struct seen_file *old)
{
	t->file.former.count = old->articles.count + old->former.count;
	t->file.former.items =
		xcalloc(t->file.former.count + 1, sizeof *t->file.former.items);
}

/* A regular file whose place is known. */
static int take_known_file(struct intake *in, const char *path, const struct stat *s,
			   struct taking *t, struct error *err)
{
	struct seen_file *f = find_file(in);
	int rc;

	if (f != NULL && has_stat(f, s) && was_read_so(in, f)) {
		pass_over(in, f, s, path);
		return 0;
	}
	t->note = true;
	t->file.reading = in->reading;
	take_stat(&t->file, s);
	t->file.content = hash_content(in, path);
	if (f != NULL && is_same_content(in, f, s, t, path)) {
		in->report->bytes_done += t->file.size;
		return 0;
	}
	buf_str(&t->known_as, f != NULL ? f->known_as : str_of(path));
	t->file.known_as = buf_view(&t->known_as);
	if (f != NULL)
		expect(t, f);
	rc = read_file(in, path, t, err);
	if (rc == 0)
		note_file(in, path, t);
	return rc;
}

static int take_file(void *context, const char *path, struct error *err)
{
	struct intake *in = context;
	struct taking t = {0};
	struct stat s;
	int rc;

	if (strcmp(path, "-") == 0) {
		t.live = fstat(STDIN_FILENO, &s) == 0 && !S_ISREG(s.st_mode);
		rc = read_file(in, path, &t, err);
	} else if (stat(path, &s) == 0 && S_ISREG(s.st_mode) && in->root_known &&
		   in->options.telling == NULL) {
		set_place(in, path);
		rc = take_known_file(in, path, &s, &t, err);
	} else {
		t.live =
			stat(path, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
		rc = read_file(in, path, &t, err);
	}
	free(t.file.former.items);
	free(t.file.articles.items);
	buf_release(&t.known_as);
	buf_release(&t.told);
	return rc;
}

/* ---- paths ---- */

/* After a pipe another may have written. */
static int need_batch(struct intake *in, struct error *err)
{
	if (in->batch != NULL || in->options.telling != NULL)
		return 0;
	return open_batch(in, WAIT_FOREVER, err);
}

static void enter_root(struct intake *in, const char *path)
{
	GROW(in->roots, in->roots_count, in->roots_capacity);
	in->root_known =
		strcmp(path, "-") != 0 && root_find(&in->roots[in->roots_count], path);
	in->roots_count += in->root_known;
}

int intake_path(struct intake *in, const char *path, struct error *err)
{
	struct walk_visitor visitor = {
		.context = in, .file = take_file, .skipped = left_out};

	if (need_batch(in, err) < 0)
		return -1;
	enter_root(in, path);
	if (in->root_known && in->batch != NULL)
		visitor.known = known;
	if (walk(path, &visitor, err) == 0)
		return 0;
	if (err->code != ERROR_REJECTED)
		return -1;
	report_refused(in->report, path, err);
	return 0;
}

static int measure_file(void *context, const char *path, struct error *err)
{
	struct intake *in = context;
	struct stat s;

	(void)err;
	if (stat(path, &s) == 0 && S_ISREG(s.st_mode))
		in->report->bytes_total += (uint64_t)s.st_size;
	return 0;
}

static bool known_to_measure(void *context, const char *path, const struct stat *s)
{
	struct intake *in = context;
	struct seen_file *f;

	set_place(in, path);
	f = find_file(in);
	return f != NULL && has_stat(f, s) && was_read_so(in, f);
}

static void say_nothing(void *context, const char *path, const char *why)
{
	(void)context;
	(void)path;
	(void)why;
}

int intake_measure(struct intake *in, const char *path, struct error *err)
{
	struct walk_visitor visitor = {.context = in,
				       .file = measure_file,
				       .skipped = say_nothing,
				       .known = known_to_measure};
	struct error ignored;

	if (strcmp(path, "-") == 0)
		return 0;
	enter_root(in, path);
	walk(path, &visitor, &ignored);
	if (in->root_known)
		root_release(&in->roots[--in->roots_count]);
	in->root_known = false;
	return check_stop(in, err);
}

/* ---- what goes ---- */

int intake_prune(struct intake *in, struct error *err)
{
	struct pruning x = {.roots = in->roots,
			    .roots_count = in->roots_count,
			    .report = in->report,
			    .stop = in->options.stop};

	if (need_batch(in, err) < 0)
		return -1;
	x.batch = in->batch;
	return prune(&x, err);
}

int intake_remove(struct intake *in, struct str id, struct error *err)
{
	struct error absent;
	int found;

	if (need_batch(in, err) < 0)
		return -1;
	found = batch_remove(in->batch, id, err);
	if (found < 0)
		return -1;
	if (found > 0) {
		report_would(in->report, "removed", id);
		return 0;
	}
	error_set(&absent, ERROR_REJECTED, _("no article '%.*s' is in the index"),
		  STR_ARGS(id));
	in->report->rejected++;
	report_tell(in->report, absent.text);
	return 0;
}

/* ---- the end ---- */

int intake_finish(struct intake *in, struct error *err)
{
	if (in->batch == NULL)
		return 0;
	if (batch_finish(in->batch, err) < 0)
		return -1;
	in->waiting = 0;
	report_committed(in->report);
	return 0;
}

struct batch *intake_batch(struct intake *in)
{
	return in->batch;
}

struct batch_counts intake_counts(const struct intake *in)
{
	struct batch_counts counts = in->counts;
	struct batch_counts c;

	if (in->batch != NULL) {
		c = batch_counts(in->batch);
		add_counts(&counts, &c);
	}
	return counts;
}

uint64_t intake_index_bytes(const struct intake *in)
{
	return in->batch != NULL ? batch_index_bytes(in->batch) : in->index_bytes;
}
