/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a segment of what was put, publishes the manifest, and merges what has become
 * small change.
 */
#include "indexer/batch-parts.h"

#include <stdio.h>
#include <time.h>

#include "indexer/dictionary.h"
#include "indexer/merge.h"

static int set_block(void *context, struct str key, struct str block, struct error *err)
{
	return segment_set(context, key, block, err);
}

static int no_block(void *context, struct str key, struct buf *block, struct error *err)
{
	(void)context;
	(void)key;
	(void)block;
	(void)err;
	return 0;
}

/*
 * Whether a segment keeps the fact: one is large and of little use to a server, others are of the index
 * alone: a segment is the same whatever index it is in.
 */
static bool is_own_fact(struct str key)
{
	return !str_is(key, META_KNOWN) && !str_is(key, META_IDENTITY) &&
	       !str_is(key, META_SEEN) && !str_starts(key, STR(META_PLAIN_PREFIX));
}

/* Word forms, names, and the facts that the segment was written under. */
static int write_metadata(struct batch *b, struct error *err)
{
	struct forms_store store = {b->segment, no_block, set_block};
	struct forms_tally *tally = analysis_tally(b->analysis);
	char text_bytes[32];
	int rc = 0;

	if (forms_tally_merge(tally, &store, err) < 0 ||
	    names_write(b->names, b->segment, err) < 0)
		return -1;
	forms_tally_clear(tally);
	for (size_t i = 0; i < b->manifest->facts_count && rc == 0; i++) {
		const struct manifest_fact *f = &b->manifest->facts[i];

		if (is_own_fact(f->key))
			rc = segment_set(b->segment, f->key, f->value, err);
	}
	snprintf(text_bytes, sizeof text_bytes, "%llu",
		 (unsigned long long)b->pending.text_bytes);
	if (rc == 0)
		rc = segment_set(b->segment, STR(META_TEXT_BYTES), str_of(text_bytes),
				 err);
	return rc;
}

/* Puts the segment that was written into the manifest. */
static int finish_segment(struct batch *b, struct error *err)
{
	struct manifest_segment s = {.number = b->segment_number,
				     .first = b->segment_first,
				     .pieces = 1,
				     .text_bytes = b->pending.text_bytes};

	if (write_metadata(b, err) < 0)
		return -1;
	s.end = segment_next(b->segment);
	s.articles = s.end - s.first;
	if (segment_finish(b->segment, err) < 0)
		return -1;
	for (size_t i = 0; i < b->pending.dead_count; i++)
		manifest_bury(&s, b->pending.dead[i]);
	manifest_put(b->manifest, b->manifest->segments_count,
		     b->manifest->segments_count, &s);
	segment_free(b->segment);
	b->segment = NULL;
	pending_clear(&b->pending);
	return 0;
}

/* ---- publishing ---- */

static void set_updated(struct batch *b)
{
	time_t now = time(NULL);
	char text[32];
	struct tm tm;

	strftime(text, sizeof text, "%Y%m%d%H%M%S", gmtime_r(&now, &tm));
	batch_set_fact(b, META_UPDATED, str_of(text));
}

/* In step with the manifest: a file counts as read when what it brought is in the index. */
static int save_seen(struct batch *b, struct error *err)
{
	struct buf fact = {0};
	int rc = seen_save(&b->seen, b->options.index, &fact, err);

	if (rc == 0)
		batch_set_fact(b, META_SEEN, buf_view(&fact));
	buf_release(&fact);
	return rc;
}

static int publish(struct batch *b, struct error *err)
{
	if (b->rebuilding)
		return 0;
	set_updated(b);
	dictionary_spread(b->manifest, manifest_text_bytes(b->manifest));
	if (save_seen(b, err) < 0 || writer_publish(b->writer, err) < 0)
		return -1;
	b->dirty = false;
	return 0;
}

/* ---- merging ---- */

int batch_open_stored(struct batch *b, struct error *err)
{
	stored_close(b->stored);
	return stored_open(&b->stored, b->options.index, b->manifest, err);
}

static struct merging merging_of(struct batch *b)
{
	return (struct merging){.writer = b->writer,
				.maker = b->maker,
				.documents = analysis_documents(b->analysis),
				.packer = b->packer,
				.stop = b->options.stop,
				.context = b->options.context};
}

static int merge_published(struct batch *b,
			   int (*merge)(const struct merging *x, struct error *err),
			   struct error *err)
{
	struct merging x;

	if (batch_choose_maker(b, err) < 0)
		return -1;
	x = merging_of(b);
	copies_free(b->copies); /* articles get other numbers */
	b->copies = NULL;
	if (merge(&x, err) < 0)
		return -1;
	if (b->packer != NULL)
		batch_drop_dictionaries(b);
	return publish(b, err);
}

/* What was written is safe before anything is merged. */
int batch_commit(struct batch *b, struct error *err)
{
	struct merging x;

	if (batch_settle(b, err) < 0)
		return -1;
	batch_set_number(b, META_ARRIVALS, b->arrivals);
	x = merging_of(b);
	if (b->segment != NULL && finish_segment(b, err) < 0)
		return -1;
	if (publish(b, err) < 0)
		return -1;
	b->since_articles = b->since_bytes = 0;
	if (b->options.committed != NULL && !b->rebuilding)
		b->options.committed(b->options.context);
	if (merge_wanted(&x) && merge_published(b, merge_some, err) < 0)
		return -1;
	if (batch_outgrown(b))
		b->packing = false;
	return batch_open_stored(b, err);
}

int batch_optimize(struct batch *b, struct error *err)
{
	struct merging x;

	if (batch_choose_maker(b, err) < 0 || batch_renew_dictionary(b, err) < 0)
		return -1;
	x = merging_of(b);
	if (merge_all_wanted(&x) && merge_published(b, merge_all, err) < 0)
		return -1;
	return batch_open_stored(b, err);
}
