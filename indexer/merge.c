/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge.h"

#include <stdlib.h>

#include "indexer/copy.h"
#include "indexer/folder.h"
#include "indexer/join.h"
#include "indexer/metadata.h"
#include "indexer/stored.h"
#include "lib/i18n.h"

/*
 * A segment of less than SMALL bytes of text is joined with its small neighbours at every
 * commit; above, segments of one size class, each FAN times the one before, wait until
 * there are FAN.
 */
enum {
	SMALL = 2 << 20,
	FAN = 8,
	DEAD_SHARE = 8, /* one article in so many gone: the segment is written anew */
	COPY_BYTES = 48 << 20, /* of text copied at once: bounds memory */
	PIECE_ARTICLES =
		1000, /* segments made of smaller pieces are copied, not compacted */
};

/* ---- what is worth merging ---- */

static int size_class(const struct manifest_segment *s)
{
	uint64_t bytes = s->text_bytes / SMALL;
	int class = 0;

	for (; bytes > 0; bytes /= FAN)
		class ++;
	return class;
}

static bool is_worn(const struct manifest_segment *s)
{
	return s->dead_count > 0 &&
	       (size_class(s) == 0 || s->dead_count >= s->articles / DEAD_SHARE);
}

/*
 * The newest segments of at most that class, from *from on: whether they are so many that one is
 * better. Bigger ones among them count, or each small one would have its neighbour copied.
 */
static bool is_run(const struct manifest *m, int class, size_t *from)
{
	size_t of_class = 0;

	*from = m->segments_count;
	while (*from > 0 && size_class(&m->segments[*from - 1]) <= class) {
		--*from;
		of_class += size_class(&m->segments[*from]) == class;
	}
	if (class == 0)
		return of_class >= 2;
	return of_class >= FAN || m->segments_count - *from >= (size_t)2 * FAN;
}

/* Which segments to merge, from *from to *to - 1; false when it is well as it is. */
static bool choose(const struct manifest *m, size_t *from, size_t *to)
{
	int highest = 0;

	*to = m->segments_count;
	for (size_t i = 0; i < m->segments_count; i++) {
		if (size_class(&m->segments[i]) > highest)
			highest = size_class(&m->segments[i]);
	}
	for (int class = 0; class <= highest; class ++) {
		if (is_run(m, class, from))
			return true;
	}
	for (*from = 0; *from < m->segments_count; ++*from) {
		*to = *from + 1;
		if (is_worn(&m->segments[*from]))
			return true;
	}
	return false;
}

/* ---- merging by compaction ---- */

static void print_path(const struct merging *x, uint32_t number, struct buf *out)
{
	buf_clear(out);
	writer_folder(x->writer, number, out);
}

/* A segment to be compacted. */
struct compacted {
	uint32_t number, first;
};

/* The rows of all segments one behind the other, under the numbers they had. */
static int join_columns(const struct merging *x, const struct compacted *from,
			size_t count, const char *to, struct error *err)
{
	struct sheet *sheet = sheet_new(from[0].first);
	struct buf path = {0};
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct sheet_source source = {0};

		print_path(x, from[i].number, &path);
		rc = sheet_source_open(&source, path.p, from[i].first, err);
		if (rc == 0)
			rc = sheet_copy_all(sheet, &source, err);
		sheet_source_close(&source);
	}
	if (rc == 0)
		rc = sheet_write(sheet, to, err);
	buf_release(&path);
	sheet_free(sheet);
	return rc;
}

/* Compacts segments into one of another number. */
static int compact(const struct merging *x, const struct compacted *segments,
		   size_t count, uint32_t number, struct error *err)
{
	struct buf *paths = xcalloc(count, sizeof *paths);
	const char **from = xcalloc(count, sizeof *from);
	struct buf to = {0};
	int rc;

	for (size_t i = 0; i < count; i++) {
		print_path(x, segments[i].number, &paths[i]);
		from[i] = paths[i].p;
	}
	print_path(x, number, &to);
	rc = xc_merge(from, count, to.p, metadata_resolve, writer_manifest(x->writer),
		      err);
	if (rc == 0)
		rc = join_columns(x, segments, count, to.p, err);
	if (rc == 0)
		rc = folder_sync(to.p, err);
	buf_release(&to);
	for (size_t i = 0; i < count; i++)
		buf_release(&paths[i]);
	free(from);
	free(paths);
	return rc;
}

/* ---- merging by writing anew ---- */

struct rewriting {
	const struct merging *merging;
	struct stored *stored;
	size_t from, to;
	struct copied_article *articles; /* alive */
	size_t count, capacity;
	struct metadata metadata;
	uint32_t first; /* number for the first article */
};

static int note_article(void *context, size_t segment, uint32_t docid, struct error *err)
{
	struct rewriting *w = context;

	(void)err;
	if (segment < w->from || segment >= w->to)
		return 0;
	GROW(w->articles, w->count, w->capacity);
	w->articles[w->count++] = (struct copied_article){segment, docid};
	return 0;
}

/* The word forms of the dead go with them. */
static int drop_forms(struct rewriting *w, const struct manifest_segment *s,
		      size_t segment, struct error *err)
{
	struct documents *d = w->merging->documents;
	struct arena arena = {0};
	struct record r;
	int rc = 0;

	for (size_t i = 0; i < s->dead_count && rc == 0; i++) {
		arena_clear(&arena);
		rc = stored_record(w->stored, segment, s->dead[i], &arena, &r, err);
		if (rc == 0)
			documents_take_away(d, &r);
	}
	arena_release(&arena);
	return rc;
}

static int gather_metadata(struct rewriting *w, struct error *err)
{
	struct manifest *m = writer_manifest(w->merging->writer);
	struct xc_reader **readers = xcalloc(w->to - w->from, sizeof *readers);
	struct forms_tally *tally;
	int rc;

	for (size_t i = w->from; i < w->to; i++)
		readers[i - w->from] = stored_reader(w->stored, i);
	rc = metadata_gather(&w->metadata, m, readers, w->to - w->from, err);
	for (size_t i = w->from; i < w->to && rc == 0; i++)
		rc = drop_forms(w, &m->segments[i], i, err);
	tally = documents_tally(w->merging->documents);
	if (rc == 0)
		rc = metadata_tally(&w->metadata, tally, err);
	if (rc == 0 && w->merging->packer != NULL)
		metadata_renew_dictionary(&w->metadata, m);
	forms_tally_clear(tally);
	free(readers);
	return rc;
}

/* How many of the articles make up that much text, if they are all as long. */
static size_t share_of(const struct rewriting *w, uint64_t text_bytes, size_t bytes)
{
	return w->count / (1 + (size_t)(text_bytes / bytes)) + 1;
}

static int copy_all(struct rewriting *w, size_t at_once, struct segment *to,
		    struct error *err)
{
	const struct merging *x = w->merging;
	size_t n;

	for (size_t first = 0; first < w->count; first += n) {
		n = w->count - first < at_once ? w->count - first : at_once;
		if (x->stop(x->context))
			return error_set(err, ERROR_STOPPED, _("stopped"));
		if (copy_articles(w->stored, w->articles + first, n, x->packer, to, err) <
		    0)
			return -1;
	}
	return 0;
}

/* Through libxapian: what was added stays as it is, so facts come last. */
static int write_copied(struct rewriting *w, uint64_t text_bytes, const char *path,
			struct segment **out, struct error *err)
{
	size_t at_once = share_of(w, text_bytes, COPY_BYTES);

	if (segment_new(out, w->merging->maker, path, w->first, err) < 0 ||
	    copy_all(w, at_once, *out, err) < 0)
		return -1;
	return metadata_write(&w->metadata, *out, err);
}

/* Directly: terms come last. */
static int write_joined(struct rewriting *w, const char *path, struct segment **out,
			struct error *err)
{
	const struct merging *x = w->merging;
	const char **paths = xcalloc(w->to - w->from, sizeof *paths);
	struct joining joining = {.from = w->stored,
				  .articles = w->articles,
				  .count = w->count,
				  .metadata = &w->metadata,
				  .packer = x->packer,
				  .stop = x->stop,
				  .context = x->context};
	struct arena arena = {0};
	struct buf folder = {0};
	int rc = -1;

	for (size_t i = w->from; i < w->to; i++) {
		print_path(x, writer_manifest(x->writer)->segments[i].number, &folder);
		paths[i - w->from] = arena_copy(&arena, folder.p, folder.n);
	}
	joining.all = xc_reader_open(paths, w->to - w->from, err);
	if (joining.all != NULL && segment_new_listed(out, path, w->first, err) == 0)
		rc = join_articles(&joining, *out, err);
	xc_reader_close(joining.all);
	buf_release(&folder);
	arena_release(&arena);
	free(paths);
	return rc;
}

static int write_segment(struct rewriting *w, struct manifest_segment *merged,
			 struct error *err)
{
	struct segment *s = NULL;
	struct buf path = {0};
	int rc;

	print_path(w->merging, merged->number, &path);
	if (w->merging->maker == SEGMENT_DIRECT)
		rc = write_joined(w, path.p, &s, err);
	else
		rc = write_copied(w, merged->text_bytes, path.p, &s, err);
	if (rc == 0) {
		merged->end = segment_next(s);
		rc = segment_finish(s, err);
	}
	segment_free(s);
	buf_release(&path);
	return rc;
}

static void rewriting_release(struct rewriting *w)
{
	metadata_release(&w->metadata);
	free(w->articles);
	stored_close(w->stored);
}

/* Fills in end, articles and pieces of *merged. */
static int rewrite(const struct merging *x, size_t from, size_t to,
		   struct manifest_segment *merged, struct error *err)
{
	struct rewriting w = {
		.merging = x, .from = from, .to = to, .first = merged->first};
	struct stored_visitor visitor = {&w, note_article};
	int rc = -1;

	if (stored_open(&w.stored, writer_path(x->writer), writer_manifest(x->writer),
			err) < 0 ||
	    stored_each(w.stored, &visitor, err) < 0 || gather_metadata(&w, err) < 0 ||
	    write_segment(&w, merged, err) < 0)
		goto out;
	merged->articles = (uint32_t)w.count;
	merged->pieces = 1;
	rc = 0;
out:
	rewriting_release(&w);
	return rc;
}

/* ---- one merge ---- */

/*
 * Compaction copies postings in the pieces they are in, and knows nothing of dead articles; writing
 * anew heals both. Directly it takes less time; through libxapian a millisecond an article.
 */
static bool must_rewrite(const struct merging *x, size_t from, size_t to)
{
	const struct manifest *m = writer_manifest(x->writer);
	uint64_t articles = 0, pieces = 0;

	if (x->packer != NULL)
		return true;
	for (size_t i = from; i < to; i++) {
		if (m->segments[i].dead_count > 0)
			return true;
		articles += m->segments[i].articles;
		pieces += m->segments[i].pieces;
	}
	if (x->maker == SEGMENT_DIRECT)
		return pieces > 1;
	return pieces > 1 && articles < pieces * PIECE_ARTICLES;
}

/* Merges the segments from `from` up to `to`, one at least. */
static int merge(const struct merging *x, size_t from, size_t to, struct error *err)
{
	struct manifest *m = writer_manifest(x->writer);
	struct manifest_segment merged = {.first = m->segments[from].first,
					  .end = m->segments[to - 1].end};
	struct compacted *segments = xcalloc(to - from, sizeof *segments);
	size_t i = from;
	int rc;

	do {
		segments[i - from] =
			(struct compacted){m->segments[i].number, m->segments[i].first};
		merged.articles += m->segments[i].articles;
		merged.pieces += m->segments[i].pieces;
		merged.text_bytes += m->segments[i].text_bytes;
	} while (++i < to);
	merged.number = writer_number(x->writer);
	if (must_rewrite(x, from, to))
		rc = rewrite(x, from, to, &merged, err);
	else
		rc = compact(x, segments, to - from, merged.number, err);
	if (rc == 0)
		manifest_put(m, from, to, &merged);
	free(segments);
	return rc;
}

int merge_some(const struct merging *x, struct error *err)
{
	size_t from, to;

	while (choose(writer_manifest(x->writer), &from, &to)) {
		if (merge(x, from, to, err) == 0)
			continue;
		if (err->code != ERROR_STOPPED)
			return -1;
		error_clear(err);
		break;
	}
	return 0;
}

bool merge_wanted(const struct merging *x)
{
	size_t from, to;

	return choose(writer_manifest(x->writer), &from, &to);
}

bool merge_all_wanted(const struct merging *x)
{
	const struct manifest *m = writer_manifest(x->writer);

	return m->segments_count > 1 || (m->segments_count == 1 && must_rewrite(x, 0, 1));
}

int merge_all(const struct merging *x, struct error *err)
{
	return merge(x, 0, writer_manifest(x->writer)->segments_count, err);
}
