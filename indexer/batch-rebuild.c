/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Analyses the stored articles of an index anew. */
#include "indexer/batch-parts.h"

#include "lib/i18n.h"

/* An index read from front to back. */
struct rebuilding {
	struct batch *batch;
	struct stored *from;
	struct arena arena; /* one article, or the sample */
	struct str *texts;
	size_t texts_count, texts_capacity;
	uint64_t seen, every; /* sample: each `every`th article */
};

/* An article that is rebuilt stays where it was in the order of arrival, and in its group. */
static int keep_place(struct batch *b, struct xc_reader *from, uint32_t docid,
		      struct error *err)
{
	buf_clear(&b->value);
	if (xc_reader_value(from, docid, SLOT_ARRIVAL, &b->value, err) < 0)
		return -1;
	b->kept.arrival = value_arrival_read(buf_view(&b->value));
	buf_clear(&b->value);
	if (xc_reader_value(from, docid, SLOT_GROUP, &b->value, err) < 0)
		return -1;
	b->kept.group = value_group_read(buf_view(&b->value));
	if (b->kept.group == 0)
		b->kept.group = b->kept.arrival.number;
	return 0;
}

static int rebuild_article(void *context, size_t segment, uint32_t docid,
			   struct error *err)
{
	struct rebuilding *x = context;
	struct batch *b = x->batch;
	struct record r;
	int rc;

	arena_clear(&x->arena);
	if (b->options.stop(b->options.context))
		return error_set(err, ERROR_STOPPED, _("stopped"));
	if (stored_record(x->from, segment, docid, &x->arena, &r, err) < 0)
		return -1;
	b->counts.read_bytes += record_text_bytes(&r);
	if (keep_place(b, stored_reader(x->from, segment), docid, err) < 0)
		return -1;
	batch_note_record(b, &r);
	rc = batch_add_record(b, &r, err);
	b->kept = (struct placed){.group = 0};
	return rc;
}

/* The database of an older format is read as long as its records are. */
static int open_old_database(struct batch *b, struct stored **out, struct error *err)
{
	struct str version;
	int rc = -1;

	if (stored_open_database(out, writer_replaced_database(b->writer), err) < 0 ||
	    stored_fact(*out, META_SCHEMA, &version, err) < 0)
		return -1;
	rc = schema_check(b->options.index, version, err);
	return rc < 0 && schema_is_older(version) ? 0 : rc;
}

int batch_rebuild(struct batch *b, struct error *err)
{
	struct rebuilding x = {.batch = b};
	struct stored_visitor visitor = {&x, rebuild_article};
	const struct manifest *old = writer_replaced(b->writer);
	int rc;

	b->rebuilding = true;
	b->queueing = false;
	rc = old != NULL ? stored_open(&x.from, b->options.index, old, err)
			 : open_old_database(b, &x.from, err);
	if (rc == 0)
		rc = batch_train_on_stored(b, x.from, err);
	if (rc == 0)
		rc = stored_each(x.from, &visitor, err);
	stored_close(x.from);
	arena_release(&x.arena);
	return rc;
}
