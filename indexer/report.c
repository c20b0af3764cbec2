/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "indexer/progress.h"
#include "lib/date.h"
#include "lib/i18n.h"
#include "lib/json.h"
#include "lib/utf8.h"

enum { PROGRESS_MS = 200 };

int64_t report_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int cannot_write(const struct report *r, struct error *err)
{
	return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), r->rejects_path,
			 strerror(errno));
}

int report_open(struct report *r, struct error *err)
{
	r->started = report_clock();
	if (r->rejects_path == NULL)
		return 0;
	r->rejects = fopen(r->rejects_path, "we");
	return r->rejects != NULL ? 0 : cannot_write(r, err);
}

int report_close(struct report *r, struct error *err)
{
	FILE *f = r->rejects;
	int rc = 0;

	buf_release(&r->added);
	r->rejects = NULL;
	if (f == NULL)
		return 0;
	if (ferror(f) || fflush(f) != 0)
		rc = cannot_write(r, err);
	fclose(f);
	return rc;
}

/* ---- standard error ---- */

static void hide_progress(struct report *r)
{
	if (r->progress && r->shown > 0)
		fputs("\r\033[K", stderr);
	r->shown = 0;
}

void report_progress(struct report *r, uint64_t done)
{
	int64_t now;
	struct buf line = {0};
	struct progress p = {.done = r->bytes_done + done,
			     .total = r->bytes_total,
			     .text = r->text_bytes,
			     .articles = r->articles};

	if (!r->progress)
		return;
	now = report_clock();
	if (now - r->shown < PROGRESS_MS || now - r->started < PROGRESS_MS)
		return;
	p.milliseconds = now - r->started;
	progress_print(&p, &line);
	fputs("\r\033[K", stderr);
	fputs(line.p, stderr);
	fflush(stderr);
	buf_release(&line);
	r->shown = now;
}

void report_tell(struct report *r, const char *message)
{
	hide_progress(r);
	fprintf(stderr, "veille-index: %s\n", message);
}

void report_left_out(struct report *r, const char *path, const char *why)
{
	if (r->quiet)
		return;
	hide_progress(r);
	fprintf(stderr, _("veille-index: '%s' is left out: %s\n"), path, why);
}

/* Bytes that are not UTF-8 become U+FFFD. */
static json_t *raw_text(struct str raw)
{
	struct buf clean = {0};
	json_t *value;
	uint32_t c;
	size_t n;

	if (raw.n == 0)
		return json_null();
	for (size_t at = 0; (n = utf8_decode(raw, at, &c)) > 0; at += n) {
		if (c == 0xFFFD)
			buf_text(&clean, "\xEF\xBF\xBD");
		else
			buf_str(&clean, str_slice(raw, at, at + n));
	}
	value = json_text(buf_view(&clean));
	buf_release(&clean);
	return value;
}

/* A file's name may hold any bytes. */
static void write_reject(struct report *r, const char *path, size_t line,
			 const char *reason, struct str raw)
{
	json_t *object;

	if (r->rejects == NULL)
		return;
	object = json_object();
	json_set(object, "path", raw_text(str_of(path)));
	json_set(object, "line", line > 0 ? json_number((double)line) : json_null());
	json_set(object, "reason", raw_text(str_of(reason)));
	json_set(object, "raw", raw_text(raw));
	json_print(object, JSON_COMPACT, r->rejects);
}

/* What the article has when its reader does not tell where it stands in the file. */
static struct str raw_of(const struct article *a)
{
	return a->raw.n > 0 ? a->raw : a->body.n > 0 ? a->body : a->title;
}

void report_rejected(struct report *r, const struct article *a, const struct error *why,
		     struct buf *lines)
{
	size_t start = lines->n;

	r->rejected++;
	hide_progress(r);
	buf_printf(lines, "%s:%zu: %s\n", a->path, a->line, why->text);
	fwrite(lines->p + start, 1, lines->n - start, stderr);
	write_reject(r, a->path, a->line, why->text, raw_of(a));
}

void report_refused(struct report *r, const char *path, const struct error *why)
{
	r->rejected++;
	report_tell(r, why->text);
	write_reject(r, path, 0, why->text, (struct str){0});
}

void report_rejected_before(struct report *r, const char *path, size_t count,
			    struct str lines)
{
	size_t told = 0;

	r->rejected += count;
	if (count == 0)
		return;
	hide_progress(r);
	fwrite(lines.p, 1, lines.n, stderr);
	for (size_t i = 0; i < lines.n; i++)
		told += lines.p[i] == '\n';
	if (told < count)
		fprintf(stderr, _("veille-index: '%s': %zu more are refused\n"), path,
			count - told);
}

void report_undated(struct report *r, const struct article *a)
{
	r->undated++;
	hide_progress(r);
	fprintf(stderr,
		_("%s:%zu: warning: no date can be read from '%.*s'; the article "
		  "is indexed without one\n"),
		a->path, a->line, a->date.n > 80 ? 80 : (int)a->date.n, a->date.p);
}

void report_lost(struct report *r, const struct article *a)
{
	hide_progress(r);
	fprintf(stderr,
		ngettext("%s:%zu: warning: %zu byte could not be read; U+FFFD stands in "
			 "its place in "
			 "the article\n",
			 "%s:%zu: warning: %zu bytes could not be read; U+FFFD stands in "
			 "their place in "
			 "the article\n",
			 a->lost),
		a->path, a->line, a->lost);
}

/* ---- standard output ---- */

void report_would(struct report *r, const char *what, struct str id)
{
	if (!r->dry || r->quiet || r->json || r->print != PRINT_NOTHING)
		return;
	hide_progress(r);
	printf("%s\t%.*s\n", what, STR_ARGS(id));
}

static void add_object(struct report *r, const struct record *record,
		       struct arrival arrival, enum batch_outcome outcome)
{
	json_t *o = json_object();
	struct buf indexed = {0};
	char *text;

	seconds_print(&indexed, arrival.seconds);
	json_set(o, "status",
		 json_text(outcome == BATCH_NEW ? STR("new") : STR("updated")));
	json_set_text(o, "id", record->id);
	json_set_text(o, "url", record->url);
	json_set_text(o, "title", record->title);
	json_set_moment(o, "date", record->moment);
	json_set_text(o, "source", record->source);
	json_set_text(o, "indexed", buf_view(&indexed));
	text = json_dumps(o, JSON_COMPACT);
	buf_text(&r->added, text);
	buf_char(&r->added, '\n');
	free(text);
	buf_release(&indexed);
	json_decref(o);
}

void report_put(struct report *r, const struct record *record, struct arrival arrival,
		enum batch_outcome outcome)
{
	report_would(r, outcome == BATCH_NEW ? "new" : "updated", record->id);
	if (r->print == PRINT_JSON) {
		add_object(r, record, arrival, outcome);
	} else if (r->print == PRINT_IDS) {
		buf_str(&r->added, record->id);
		buf_char(&r->added, '\n');
	}
}

void report_committed(struct report *r)
{
	if (r->added.n == 0)
		return;
	hide_progress(r);
	fwrite(r->added.p, 1, r->added.n, stdout);
	fflush(stdout);
	buf_clear(&r->added);
}

static void print_object(const struct report *r, const struct batch_counts *c,
			 uint64_t index_bytes)
{
	printf("{\"new\": %zu, \"updated\": %zu, \"unchanged\": %zu, \"duplicate\": %zu, "
	       "\"removed\": %zu, \"rejected\": %zu, \"undated\": %zu, "
	       "\"left_out\": %zu, \"files\": %zu, \"files_unchanged\": %zu, "
	       "\"articles\": %zu, \"text_bytes\": %llu, \"index_bytes\": %llu, "
	       "\"dry_run\": %s, \"seconds\": %.3f}\n",
	       c->added, c->updated, c->unchanged + r->unchanged,
	       c->duplicate + r->duplicate, c->removed, r->rejected, r->undated,
	       r->left_out, r->files, r->files_unchanged, c->articles,
	       (unsigned long long)c->text_bytes, (unsigned long long)index_bytes,
	       r->dry ? "true" : "false", (double)(report_clock() - r->started) / 1000);
}

void report_end(struct report *r, const struct batch_counts *c, uint64_t index_bytes)
{
	hide_progress(r);
	if (r->json)
		print_object(r, c, index_bytes);
	if (r->quiet)
		return;
	if (r->left_out > 0)
		fprintf(stderr,
			ngettext("%zu article is from before that day and left out\n",
				 "%zu articles are from before that day and left out\n",
				 r->left_out),
			r->left_out);
	if (r->dry)
		fputs(_("nothing is written; there would be "), stderr);
	fprintf(stderr,
		_("%zu new, %zu updated, %zu unchanged, %zu duplicate, %zu removed, "
		  "%zu rejected; %zu in the index\n"),
		c->added, c->updated, c->unchanged + r->unchanged,
		c->duplicate + r->duplicate, c->removed, r->rejected, c->articles);
}

void report_rebuilt(struct report *r, const struct batch_counts *c, uint64_t index_bytes)
{
	hide_progress(r);
	if (r->json)
		print_object(r, c, index_bytes);
	if (!r->quiet)
		fprintf(stderr,
			ngettext("%zu article analysed anew\n",
				 "%zu articles analysed anew\n", c->articles),
			c->articles);
}
