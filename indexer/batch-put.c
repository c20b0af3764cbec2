/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts articles into the segment being written: which one it is, what it replaces, whose
 * copy it is.
 */
#include "indexer/batch-parts.h"

#include "lib/sketch.h"

/* ---- where an article is ---- */

static uint64_t hash_of(const struct batch *b, const struct record *r)
{
	const struct str parts[] = {r->id,     r->url,	r->title, r->source,
				    r->author, r->lead, r->body};
	uint64_t h = b->seed ^ (uint64_t)r->moment;

	for (size_t i = 0; i < COUNT(parts); i++)
		h = (h ^ str_hash(parts[i])) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* Where an article of that id is now. */
struct place {
	struct pending *pending; /* in the segment being written, or NULL and then: */
	size_t segment;
	uint32_t docid;
};

static void name_article(struct batch *b, struct str id)
{
	buf_clear(&b->term);
	term_id(&b->term, id);
}

/* Finds the article whose term is in b->term: 1, or 0 when there is none. */
static int find_article(struct batch *b, struct place *at, struct error *err)
{
	at->pending = pending_find(&b->pending, buf_view(&b->term));
	if (at->pending != NULL)
		return 1;
	return stored_find(b->stored, buf_view(&b->term), &at->segment, &at->docid, err);
}

/* 1 when the article there has the hash, else 0. */
static int is_same(struct batch *b, const struct place *at, uint64_t hash,
		   struct error *err)
{
	if (at->pending != NULL)
		return at->pending->hash == hash;
	buf_clear(&b->value);
	if (xc_reader_value(stored_reader(b->stored, at->segment), at->docid, SLOT_HASH,
			    &b->value, err) < 0)
		return -1;
	return str_equal(buf_view(&b->value), (struct str){(char *)&hash, sizeof hash});
}

/* Marks an article as gone. */
static int bury(struct batch *b, const struct place *at, struct error *err)
{
	struct manifest_segment *s;
	struct record r;

	b->dirty = true;
	if (at->pending != NULL) {
		pending_bury(&b->pending, at->pending);
		return 0;
	}
	arena_clear(&b->scratch);
	if (stored_record(b->stored, at->segment, at->docid, &b->scratch, &r, err) < 0)
		return -1;
	s = &b->manifest->segments[at->segment];
	s->text_bytes -= record_text_bytes(&r) < s->text_bytes ? record_text_bytes(&r)
							       : s->text_bytes;
	manifest_bury(s, at->docid);
	return 0;
}

/* ---- copies ---- */

/* The segment of the manifest that has the document. */
static size_t segment_of(const struct manifest *m, uint32_t docid)
{
	size_t i = 0;

	while (i + 1 < m->segments_count && docid >= m->segments[i].end)
		i++;
	return i;
}

/* An article that was remembered, in the segment being written or an older one. */
static int remembered_record(void *context, uint32_t docid, struct arena *arena,
			     struct record *r, struct error *err)
{
	struct batch *b = context;

	if (b->segment == NULL || docid < b->segment_first)
		return stored_record(b->stored, segment_of(b->manifest, docid), docid,
				     arena, r, err);
	return stored_unpack(b->stored, b->pending.packed[docid - b->segment_first],
			     arena, r, err);
}

static int remember_all(struct batch *b, struct error *err)
{
	int rc = 0;

	b->texts = (struct copies_texts){b, remembered_record};
	b->copies = copies_new(analyser_vocabulary(b->analyser));
	for (size_t i = 0; i < stored_segments(b->stored) && rc == 0; i++)
		rc = copies_remember(b->copies, stored_reader(b->stored, i), err);
	return rc;
}

/* Finds the group of an article, and remembers it under the next docid. */
static int add_group(struct batch *b, struct analysed *a, uint32_t *group,
		     struct error *err)
{
	struct placed *p = &a->placed;

	if (b->copies == NULL && remember_all(b, err) < 0)
		return -1;
	*group = p->group;
	if (*group == 0 &&
	    copies_find(b->copies, &a->shingles, &a->sketch, &b->texts, group, err) < 0)
		return -1;
	if (*group == 0)
		*group = p->own_group;
	copies_add(b->copies, segment_next(b->segment), &a->sketch,
		   shingles_list(&a->shingles), *group);
	buf_clear(&b->value);
	sketch_print(&a->sketch, &b->value);
	if (b->value.n > 0)
		entry_add_value(&a->entry, SLOT_SKETCH, buf_view(&b->value));
	buf_clear(&b->value);
	value_group(&b->value, *group);
	if (*group != p->arrival.number)
		entry_add_value(&a->entry, SLOT_GROUP, buf_view(&b->value));
	return 0;
}

/* ---- arrivals ---- */

/* When the article that is to be replaced came. */
static int read_arrival(struct batch *b, const struct place *at, struct arrival *out,
			struct error *err)
{
	if (at->pending != NULL) {
		*out = at->pending->arrival;
		return 0;
	}
	buf_clear(&b->value);
	if (xc_reader_value(stored_reader(b->stored, at->segment), at->docid,
			    SLOT_ARRIVAL, &b->value, err) < 0)
		return -1;
	*out = value_arrival_read(buf_view(&b->value));
	return 0;
}

/*
 * Settles when an article came, and what group it begins when it is a copy of none. An update that
 * is no copy of what the article was tells another story than copies of that. An
 * article replaced by it is marked as gone.
 */
static int place_article(struct batch *b, int found, const struct place *at,
			 struct placed *out, struct error *err)
{
	*out = b->kept;
	if (found > 0 &&
	    (read_arrival(b, at, &out->arrival, err) < 0 || bury(b, at, err) < 0))
		return -1;
	if (out->arrival.number == 0)
		out->arrival = (struct arrival){++b->arrivals, (uint32_t)seconds_now()};
	out->own_group = found > 0 ? ++b->arrivals : out->arrival.number;
	return 0;
}

/* ---- the segment being written ---- */

int batch_choose_maker(struct batch *b, struct error *err)
{
	struct buf probe = {0};
	int rc;

	if (b->maker != SEGMENT_ANY)
		return 0;
	b->maker = b->options.maker;
	writer_probe(b->writer, &probe);
	rc = segment_choose(&b->maker, probe.p, err);
	buf_release(&probe);
	return rc;
}

int batch_open_segment(struct batch *b, struct error *err)
{
	struct buf path = {0};
	int rc;

	if (b->segment != NULL)
		return 0;
	if (batch_choose_maker(b, err) < 0)
		return -1;
	b->segment_number = writer_number(b->writer);
	b->segment_first = manifest_next(b->manifest);
	writer_folder(b->writer, b->segment_number, &path);
	rc = segment_new(&b->segment, b->maker, path.p, b->segment_first, err);
	buf_release(&path);
	return rc;
}

/* Adds an article that is analysed to the segment being written. */
static int add_analysed(struct batch *b, struct analysed *a, struct error *err)
{
	struct pending article = {.docid = segment_next(b->segment),
				  .hash = a->hash,
				  .text_bytes = record_text_bytes(&a->record),
				  .arrival = a->placed.arrival};
	struct pending_table *p = &b->pending;
	uint32_t group;

	names_meet(b->names, &a->record, a->entities);
	entry_add_value(&a->entry, SLOT_HASH,
			(struct str){(char *)&a->hash, sizeof a->hash});
	buf_clear(&b->value);
	value_arrival(&b->value, a->placed.arrival);
	entry_add_value(&a->entry, SLOT_ARRIVAL, buf_view(&b->value));
	if (add_group(b, a, &group, err) < 0)
		return -1;
	if (segment_add(b->segment, &a->entry, err) < 0)
		return -1;
	sheet_add(segment_sheet(b->segment), article.docid, &a->record, group,
		  analyser_lexicon(b->analyser));
	name_article(b, a->record.id);
	pending_add(p, buf_view(&b->term), &article);
	pending_keep(p, buf_view(&a->packed));
	return 0;
}

int batch_settle(struct batch *b, struct error *err)
{
	struct analysed *a;

	while ((a = analysis_take(b->analysis)) != NULL) {
		if (add_analysed(b, a, err) < 0)
			return -1;
	}
	return 0;
}

/* Has an article analysed; another one that was, meanwhile, goes into the segment. */
static int put_article(struct batch *b, const struct record *r, uint64_t hash,
		       uint64_t id_hash, const struct placed *placed, struct error *err)
{
	struct analysed *a;

	if (batch_open_segment(b, err) < 0)
		return -1;
	b->dirty = true;
	a = analysis_give(b->analysis, r);
	a->hash = hash;
	a->id_hash = id_hash;
	a->placed = *placed;
	while (analysis_is_full(b->analysis)) {
		if (add_analysed(b, analysis_take(b->analysis), err) < 0)
			return -1;
	}
	return 0;
}

/* Finds the article of that id, when it has come to rest. */
static int find_settled(struct batch *b, struct str id, uint64_t *id_hash,
			struct place *at, struct error *err)
{
	name_article(b, id);
	*id_hash = str_hash(buf_view(&b->term));
	if (analysis_has(b->analysis, *id_hash)) {
		if (batch_settle(b, err) < 0)
			return -1;
		name_article(b, id);
	}
	return find_article(b, at, err);
}

/* As put_article(), when nothing is to be written. */
static void put_nothing(struct batch *b, const struct record *r, uint64_t hash,
			const struct placed *placed)
{
	struct pending article = {.hash = hash,
				  .text_bytes = record_text_bytes(r),
				  .arrival = placed->arrival};

	pending_add(&b->pending, buf_view(&b->term), &article);
}

/* ---- putting and removing ---- */

static void count_put(struct batch *b, const struct record *r, struct arrival arrival,
		      enum batch_outcome outcome)
{
	if (outcome == BATCH_UPDATED)
		b->counts.updated++;
	else
		b->counts.added++;
	b->since_articles++;
	b->since_bytes += record_text_bytes(r);
	if (b->options.put != NULL && !b->rebuilding)
		b->options.put(b->options.context, r, arrival, outcome);
}

int batch_put(struct batch *b, const struct record *r, struct error *err)
{
	uint64_t hash = hash_of(b, r);
	struct placed placed;
	uint64_t id_hash;
	struct place at;
	int found = find_settled(b, r->id, &id_hash, &at, err);
	int same = 0;

	if (found > 0)
		same = is_same(b, &at, hash, err);
	if (found < 0 || same < 0)
		return -1;
	if (same > 0) {
		b->counts.unchanged++;
		return 0;
	}
	if (place_article(b, found, &at, &placed, err) < 0)
		return -1;
	if (b->looking)
		put_nothing(b, r, hash, &placed);
	else if (put_article(b, r, hash, id_hash, &placed, err) < 0)
		return -1;
	count_put(b, r, placed.arrival, found > 0 ? BATCH_UPDATED : BATCH_NEW);
	return 0;
}

int batch_bury(struct batch *b, struct str id, struct error *err)
{
	uint64_t id_hash;
	struct place at;
	int found = find_settled(b, id, &id_hash, &at, err);

	if (found <= 0)
		return found;
	return bury(b, &at, err) < 0 ? -1 : 1;
}
