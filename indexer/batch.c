/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/batch.h"

#include <stdlib.h>

#include "indexer/batch-parts.h"
#include "indexer/fingerprint.h"
#include "lib/i18n.h"

enum {
	COMMIT_ARTICLES = 50000,
	COMMIT_BYTES = 64 << 20,   /* of text */
	COMMIT_LEAST = 1 << 20,	   /* of text, however little memory there is */
	PROGRAM_BYTES = 148 << 20, /* with what a commit and merges take on top */
	THREAD_BYTES = 40 << 20,
	QUEUE_BYTES = 8 << 20, /* of text held back to train the first dictionary on */
};

/* ---- opening and closing ---- */

void batch_note_record(struct batch *b, const struct record *r)
{
	struct article a = {.id = r->id,
			    .id_given = !str_equal(r->id, r->url),
			    .url = r->url,
			    .title = r->title,
			    .lead = r->lead,
			    .body = r->body};
	struct seen_article now;

	if (seen_find(&b->seen, r->id) != NO_ARTICLE)
		return;
	fingerprint(&a, &now);
	seen_add(&b->seen, &now);
}

static int note_seen(void *context, size_t segment, uint32_t docid, struct error *err)
{
	struct batch *b = context;
	struct record r;

	arena_clear(&b->scratch);
	if (stored_record(b->stored, segment, docid, &b->scratch, &r, err) < 0)
		return -1;
	batch_note_record(b, &r);
	return 0;
}

/*
 * What was seen is read from its log; where that is lost, or the index is older than logs, the
 * articles tell it themselves, and all files are read again.
 */
static int open_seen(struct batch *b, struct error *err)
{
	const struct manifest *m = writer_replaced(b->writer);
	struct stored_visitor visitor = {b, note_seen};
	struct str fact = manifest_fact(m != NULL ? m : b->manifest, META_SEEN);

	if (seen_open(&b->seen, b->options.index, fact) > 0)
		return 0;
	if (fact.n > 0)
		b->options.tell(b->options.context,
				_("the index has lost its note of what was read: all "
				  "files are read again"));
	return stored_each(b->stored, &visitor, err);
}

int batch_open(struct batch **out, const struct batch_options *options, struct error *err)
{
	struct batch *b = xcalloc(1, sizeof *b);

	*out = NULL;
	b->options = *options;
	if (writer_open(&b->writer, options->index, options->mode, err) < 0)
		goto failed;
	b->manifest = writer_manifest(b->writer);
	b->looking = options->mode == WRITER_LOOK;
	b->queueing = writer_is_new(b->writer) && !b->looking;
	if (writer_is_new(b->writer))
		batch_set_origin(b);
	b->arrivals = batch_fact_number(b, META_ARRIVALS);
	b->trained = batch_fact_number(b, META_TRAINED);
	b->dictionary = (uint32_t)batch_fact_number(b, META_DICTIONARY);
	if (batch_open_stored(b, err) < 0 || open_seen(b, err) < 0 ||
	    batch_open_analyser(b, err) < 0 || batch_refresh_facts(b, err) < 0)
		goto failed;
	*out = b;
	return 0;
failed:
	batch_close(b);
	return -1;
}

void batch_close(struct batch *b)
{
	if (b == NULL)
		return;
	free(b->queue);
	arena_release(&b->queued);
	arena_release(&b->scratch);
	buf_release(&b->value);
	buf_release(&b->term);
	pending_clear(&b->pending);
	segment_free(b->segment);
	packer_free(b->packer);
	copies_free(b->copies);
	names_free(b->names);
	analysis_free(b->analysis);
	analyser_free(b->analyser);
	seen_release(&b->seen);
	stored_close(b->stored);
	writer_close(b->writer);
	free(b);
}

/* ---- putting, and the queue of a new index ---- */

/*
 * For the articles that wait: postings, and records pressed to less than half of their text; what is
 * remembered of all others; and the program itself, with the words of each thread.
 */
static size_t held_bytes(const struct batch *b)
{
	return segment_bytes(b->segment) + b->since_bytes / 2 + copies_bytes(b->copies) +
	       seen_bytes(&b->seen) + PROGRAM_BYTES + b->options.jobs * THREAD_BYTES;
}

/* So much waits that it is better committed. */
static bool is_full(const struct batch *b)
{
	if (b->looking)
		return false;
	if (b->since_articles >= COMMIT_ARTICLES || b->since_bytes >= COMMIT_BYTES)
		return true;
	return b->options.memory > 0 && b->segment != NULL &&
	       b->since_bytes >= COMMIT_LEAST && held_bytes(b) >= b->options.memory;
}

static int put(struct batch *b, const struct record *r, struct error *err)
{
	if (batch_put(b, r, err) < 0)
		return -1;
	return is_full(b) ? batch_commit(b, err) : 0;
}

/* Trains the first dictionary on the articles held back, then puts them. */
static int drain(struct batch *b, struct error *err)
{
	int rc = 0;

	b->queueing = false;
	batch_train_on_queue(b);
	for (size_t i = 0; i < b->queue_count && rc == 0; i++)
		rc = put(b, &b->queue[i], err);
	b->queue_count = 0;
	arena_release(&b->queued);
	return rc;
}

static void hold_back(struct batch *b, const struct record *r)
{
	struct record *copy;

	GROW(b->queue, b->queue_count, b->queue_capacity);
	copy = &b->queue[b->queue_count++];
	*copy = *r;
	copy->id = str_copy(&b->queued, r->id);
	copy->url = str_copy(&b->queued, r->url);
	copy->title = str_copy(&b->queued, r->title);
	copy->source = str_copy(&b->queued, r->source);
	copy->author = str_copy(&b->queued, r->author);
	copy->lead = str_copy(&b->queued, r->lead);
	copy->body = str_copy(&b->queued, r->body);
	b->queue_bytes += record_text_bytes(r);
}

int batch_add_record(struct batch *b, const struct record *r, struct error *err)
{
	if (!b->queueing) {
		if (!b->packing && !b->looking && batch_choose_dictionary(b, err) < 0)
			return -1;
		return put(b, r, err);
	}
	hold_back(b, r);
	return b->queue_bytes >= QUEUE_BYTES ? drain(b, err) : 0;
}

/* ---- giving articles ---- */

struct seen *batch_seen(struct batch *b)
{
	return &b->seen;
}

int batch_add(struct batch *b, const struct article *a, int64_t moment, uint32_t *seen,
	      struct error *err)
{
	struct record r = {.id = a->id,
			   .url = a->url,
			   .title = a->title,
			   .source = a->source,
			   .author = a->author,
			   .lead = a->lead,
			   .body = a->body,
			   .moment = moment};
	struct seen_article print;

	b->counts.read_bytes += record_text_bytes(&r);
	fingerprint(a, &print);
	*seen = seen_note(&b->seen, &print);
	if (b->seen.articles[*seen].of != NO_ARTICLE) {
		b->counts.duplicate++;
		return 0;
	}
	return batch_add_record(b, &r, err);
}

int batch_remove(struct batch *b, struct str id, struct error *err)
{
	uint32_t seen = seen_find(&b->seen, id);
	int found;

	if (b->queue_count > 0 && drain(b, err) < 0)
		return -1;
	found = batch_bury(b, id, err);
	if (found <= 0)
		return found;
	if (seen != NO_ARTICLE)
		seen_remove(&b->seen, seen);
	b->counts.removed++;
	b->since_articles++;
	return 1;
}

int batch_finish(struct batch *b, struct error *err)
{
	if (b->looking)
		return 0;
	if (b->queueing && b->queue_count == 0)
		return 0;
	if (b->queueing && drain(b, err) < 0)
		return -1;
	if (writer_is_new(b->writer) && !b->rebuilding && b->segment == NULL &&
	    b->manifest->segments_count == 0)
		return 0;
	/* An index without articles has a segment too, for libxapian's tools. */
	if (b->segment == NULL && b->manifest->segments_count == 0 &&
	    batch_open_segment(b, err) < 0)
		return -1;
	b->rebuilding = false;
	return b->dirty || b->seen.changed ? batch_commit(b, err) : 0;
}

struct batch_counts batch_counts(const struct batch *b)
{
	struct batch_counts counts = b->counts;

	counts.articles = manifest_articles(b->manifest);
	if (b->looking)
		counts.articles += counts.added + counts.updated;
	counts.text_bytes = manifest_text_bytes(b->manifest);
	return counts;
}

uint64_t batch_index_bytes(const struct batch *b)
{
	return writer_bytes(b->writer);
}
