/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille stats: what an index holds, how large it is, who wrote it. */
#include "query/command.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/i18n.h"
#include "lib/manifest.h"

static const struct option_row options[] = {
	ROW_INDEX, ROW_FORMAT, ROW_JSON, ROW_HELP, ROW_END,
};

enum { DEPTH = 4 }; /* folders below an index */

static uint64_t bytes_below(const char *path, int depth)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	uint64_t bytes = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		struct buf below = {0};
		struct stat st;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		buf_printf(&below, "%s/%s", path, entry->d_name);
		if (lstat(below.p, &st) == 0) {
			if (S_ISREG(st.st_mode))
				bytes += (uint64_t)st.st_size;
			else if (S_ISDIR(st.st_mode) && depth > 0)
				bytes += bytes_below(below.p, depth - 1);
		}
		buf_release(&below);
	}
	closedir(dir);
	return bytes;
}

/* Decimal digits. */
static int64_t whole(struct str s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n = 10 * n + (s.p[i] - '0');
	return n;
}

/* Bytes of text are the manifest's to know; a server tells those it was optimized with. */
static uint64_t text_bytes_of(struct index *x, struct str fact)
{
	const struct manifest *m = index_manifest(x, 0);

	return m != NULL ? manifest_text_bytes(m) : (uint64_t)whole(fact);
}

static void read_segments(struct index *x, const char *place, struct arena *arena,
			  struct stats *s)
{
	const struct manifest *m = index_manifest(x, 0);

	if (m == NULL)
		return;
	s->segments_count = m->segments_count;
	s->segments = arena_alloc(arena, m->segments_count * sizeof *s->segments);
	for (size_t i = 0; i < m->segments_count; i++) {
		const struct manifest_segment *from = &m->segments[i];
		struct stats_segment *to = &s->segments[i];
		struct buf name = {0};
		struct buf path = {0};

		manifest_folder(&name, from->number);
		buf_printf(&path, "%s/%s", place, name.p);
		to->name = str_copy(arena, buf_view(&name));
		to->articles = from->articles - (uint32_t)from->dead_count;
		to->removed = (uint32_t)from->dead_count;
		to->text_bytes = from->text_bytes;
		to->bytes = bytes_below(path.p, 0);
		buf_release(&path);
		buf_release(&name);
	}
}

static int read_stats(struct index *x, const char *place, struct arena *arena,
		      struct stats *s, struct error *err)
{
	struct xc_reader *r = index_reader(x);
	struct str schema, program, lexicon, text_bytes, updated;
	struct buf low = {0};
	struct buf high = {0};
	int rc = -1;

	*s = (struct stats){.place = str_of(place)};
	if (index_fact(x, 0, META_SCHEMA, &schema, err) < 0 ||
	    index_fact(x, 0, META_PROGRAM, &program, err) < 0 ||
	    index_fact(x, 0, META_LEXICON, &lexicon, err) < 0 ||
	    index_fact(x, 0, META_TEXT_BYTES, &text_bytes, err) < 0 ||
	    index_fact(x, 0, META_UPDATED, &updated, err) < 0 ||
	    xc_reader_value_bounds(r, SLOT_MOMENT, &low, &high, err) < 0)
		goto out;
	s->program = str_copy(arena, program);
	s->lexicon = str_copy(arena, lexicon);
	s->schema = (long)whole(schema);
	s->text_bytes = text_bytes_of(x, text_bytes);
	s->updated = whole(updated);
	s->articles = index_articles(x, 0);
	s->index_bytes = bytes_below(place, DEPTH);
	s->words = xc_reader_average_length(r);
	s->first = value_moment_read(buf_view(&low));
	s->last = value_moment_read(buf_view(&high));
	read_segments(x, place, arena, s);
	rc = 0;
out:
	buf_release(&high);
	buf_release(&low);
	return rc;
}

/* Each index is opened by itself, so that its dates are its own. */
static int tell(struct setting *s, struct error *err)
{
	struct page page = setting_page(s);
	struct stats *stats = xcalloc(s->places_count, sizeof *stats);
	struct arena arena = {0};
	int rc = EXIT_NOTHING;

	for (size_t i = 0; i < s->places_count && rc != EXIT_ERROR; i++) {
		struct index *x = NULL;

		if (index_open(&x, &s->places[i], 1, err) < 0 ||
		    read_stats(x, s->places[i], &arena, &stats[i], err) < 0)
			rc = EXIT_ERROR;
		else if (stats[i].articles > 0)
			rc = EXIT_FOUND;
		index_close(x);
	}
	if (rc != EXIT_ERROR)
		s->format->stats(&page, stats, s->places_count);
	free(stats);
	arena_release(&arena);
	return rc;
}

static int run(int argc, char **argv, struct error *err)
{
	struct setting s = {.format = &format_text, .command = &command_stats};
	int rc = setting_read(&s, options, argc, argv, err);

	if (rc == 0 && s.format->stats == NULL)
		rc = error_set(
			err, ERROR_USAGE,
			_("format '%s' cannot show statistics; choose text, json or "
			  "jsonl"),
			s.format->name);
	if (rc != 0) {
		setting_release(&s);
		return rc > 0 ? EXIT_FOUND : EXIT_ERROR;
	}
	setting_places(&s);
	rc = tell(&s, err);
	setting_release(&s);
	return rc;
}

const struct command command_stats = {
	.name = "stats",
	.usage = N_("[OPTION]..."),
	.help = N_("Tell what an index holds, its size, dates and versions."),
	.options = options,
	.run = run,
};
