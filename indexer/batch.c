/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "config.h"
#include "indexer/analysis.h"
#include "indexer/copies.h"
#include "indexer/dictionary.h"
#include "indexer/fingerprint.h"
#include "indexer/merge.h"
#include "indexer/names.h"
#include "indexer/segment.h"
#include "indexer/stored.h"
#include "lib/i18n.h"
#include "lib/date.h"
#include "lib/paths.h"
#include "lib/sketch.h"

enum {
	COMMIT_ARTICLES = 50000,
	COMMIT_BYTES = 64 << 20,  /* of text */
	QUEUE_BYTES = 8 << 20,	  /* of text held back to train the first dictionary on */
	RETRAIN_FACTOR = 8,	  /* text held against text trained on */
	RETRAIN_BYTES = 64 << 20, /* an index of more text keeps its dictionary */
	SAMPLE_BYTES = 8 << 20,	  /* of stored text read to train a later dictionary on */
	RENEW_PERCENT = 125, /* of the text that all was pressed with, to do it again */
};

/*
 * Bytes of text the newest dictionary was trained on, decimal. It stands beside
 * META_DICTIONARY and is the indexer's own business.
 */
#define META_TRAINED "dictionary-text"
/* The same, when it was trained on all of the index and all of it was pressed against it. */
#define META_TRAINED_ALL "dictionary-all"

/* An article of the segment being written. */
struct pending {
	struct str term; /* of its id; p NULL: a free slot */
	uint32_t docid;
	uint64_t hash;
	size_t text_bytes;
	struct arrival arrival;
	bool dead; /* another has taken its place, or it was removed */
};

/* Those articles by id; the dead among them apart, for the manifest. */
struct pending_table {
	struct arena arena;
	struct pending *slots; /* open addressing */
	size_t count, capacity;
	uint32_t *dead; /* docids */
	size_t dead_count, dead_capacity;
	uint64_t text_bytes; /* of those alive */
	struct str *packed;  /* of all, in the order of their docids, in the arena */
	size_t packed_count, packed_capacity;
};

struct batch {
	struct batch_options options;
	struct writer *writer;
	struct manifest *manifest; /* the writer's */
	struct stored *stored;	   /* the manifest's segments */
	struct seen seen;
	struct analyser *analyser;
	struct analysis *analysis;
	struct names *names;
	bool packing;	       /* the analysis has its dictionary, or none on purpose */
	struct packer *packer; /* that presses all articles again; NULL: nobody does */
	struct copies *copies; /* the articles of the index; NULL until needed */
	struct copies_texts texts;
	enum segment_maker maker; /* SEGMENT_ANY until it is needed */
	struct segment *segment; /* being written; NULL while there is nothing to write */
	uint32_t segment_number;
	uint32_t segment_first;
	struct pending_table pending; /* what it holds */
	uint32_t dictionary;	      /* number of the newest; 0 none */
	uint64_t trained;	      /* bytes of text it was trained on */
	uint64_t seed;		      /* hash of all that shapes an article's analysis */
	struct record *queue;	      /* articles held back, in `queued` */
	size_t queue_count, queue_capacity, queue_bytes;
	struct arena queued;
	bool queueing;
	bool rebuilding;
	uint64_t arrivals;  /* articles that ever came */
	struct placed kept; /* of the article to put, in an older index; zeros: none */
	bool looking;	    /* nothing is written */
	bool dirty;	    /* something is to be committed */
	struct batch_counts counts;
	size_t since_articles, since_bytes; /* the last commit */
	struct arena scratch;
	struct buf term, value;
};

/* ---- facts ---- */

static uint64_t fact_number(const struct batch *b, const char *key)
{
	struct str text = manifest_fact(b->manifest, key);
	uint64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n = 10 * n + (uint64_t)(text.p[i] - '0');
	return n;
}

static void set_fact(struct batch *b, const char *key, struct str value)
{
	if (str_equal(manifest_fact(b->manifest, key), value))
		return;
	manifest_set(b->manifest, str_of(key), value);
	b->dirty = true;
}

static void set_number(struct batch *b, const char *key, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	set_fact(b, key, str_of(text));
}

/* ---- opening ---- */

/*
 * Stems and stop words of an index never change, or its articles would be found by
 * different stems: those it was built with count, whatever the lexicon says now.
 */
static void settle_words(struct batch *b, const char *name, const char *key,
			 struct buf *table)
{
	struct str kept = manifest_fact(b->manifest, key);
	struct buf note = {0};

	if (writer_is_new(b->writer)) {
		set_fact(b, key, buf_view(table));
		return;
	}
	if (str_equal(kept, buf_view(table)))
		return;
	buf_printf(&note,
		   _("'%s' has changed since the index was built; it counts from "
		     "the next --rebuild on"),
		   name);
	b->options.tell(b->options.context, note.p);
	buf_release(&note);
	buf_clear(table);
	buf_str(table, kept);
}

/* The tables of stems and stop words that count. */
static int read_words(struct batch *b, struct buf *stems, struct buf *stopwords,
		      struct error *err)
{
	if (analyser_tables(b->options.lexicon, stems, stopwords, err) < 0)
		return -1;
	settle_words(b, "stems.tsv", META_STEMS, stems);
	settle_words(b, "stopwords.txt", META_STOPWORDS, stopwords);
	return 0;
}

static int open_analyser(struct batch *b, struct error *err)
{
	struct buf stems = {0}, stopwords = {0}, versions = {0};
	int rc = -1;

	if (read_words(b, &stems, &stopwords, err) < 0 ||
	    analyser_open(&b->analyser, buf_view(&stems), buf_view(&stopwords),
			  b->options.lexicon, err) < 0)
		goto out;
	if (analysis_new(&b->analysis, b->analyser, buf_view(&stems),
			 buf_view(&stopwords), b->options.jobs, err) < 0)
		goto out;
	b->names = names_new(b->analyser);
	buf_printf(&versions, "%d %016llx %016llx ", SCHEMA_VERSION,
		   (unsigned long long)str_hash(buf_view(&stems)),
		   (unsigned long long)str_hash(buf_view(&stopwords)));
	buf_str(&versions, lexicon_version(analyser_lexicon(b->analyser)));
	b->seed = str_hash(buf_view(&versions));
	rc = 0;
out:
	buf_release(&versions);
	buf_release(&stopwords);
	buf_release(&stems);
	return rc;
}

/* The names that every index has, renewed when the lexicon is another one than the last batch's. */
static void refresh_names(struct batch *b)
{
	const struct lexicon *l = analyser_lexicon(b->analyser);
	struct str kept = manifest_fact(b->manifest, META_LEXICON);
	struct buf table = {0};

	if (str_equal(kept, lexicon_version(l)))
		return;
	if (kept.n > 0)
		b->options.tell(b->options.context,
				_("the lexicon has changed since the last run; articles "
				  "already in the index keep the names found in them "
				  "until the next --rebuild"));
	names_everywhere(l, &table);
	set_fact(b, META_NAMES, buf_view(&table));
	buf_clear(&table);
	names_known(b->names, &table);
	set_fact(b, META_KNOWN, buf_view(&table));
	set_fact(b, META_LEXICON, lexicon_version(l));
	buf_release(&table);
}

/*
 * Synonyms belong to questions: the newest count, whatever the articles were indexed
 * with.
 */
static int refresh_synonyms(struct batch *b, struct error *err)
{
	struct buf now = {0};
	int rc = lexicon_synonyms(b->options.lexicon, &now, err);

	if (rc == 0)
		set_fact(b, META_SYNONYMS, buf_view(&now));
	buf_release(&now);
	return rc;
}

/* An index that is rebuilt stays the same one. */
static void set_identity(struct batch *b)
{
	const struct manifest *old = writer_replaced(b->writer);
	uint64_t number = 0;
	char text[32];

	if (old != NULL && manifest_fact(old, META_IDENTITY).n > 0) {
		set_fact(b, META_IDENTITY, manifest_fact(old, META_IDENTITY));
		set_fact(b, META_ARRIVALS, manifest_fact(old, META_ARRIVALS));
		return;
	}
	while (getrandom(&number, sizeof number, 0) < 0 && errno == EINTR)
		continue;
	snprintf(text, sizeof text, "%016llx", (unsigned long long)number);
	set_fact(b, META_IDENTITY, str_of(text));
}

/* What a new index says of itself once and for all. */
static void set_origin(struct batch *b)
{
	set_number(b, META_SCHEMA, SCHEMA_VERSION);
	set_fact(b, META_PROGRAM, STR(PACKAGE_VERSION));
	set_identity(b);
}

/* Opens the segments of the manifest, or opens them again after it has changed. */
static int open_stored(struct batch *b, struct error *err)
{
	stored_close(b->stored);
	return stored_open(&b->stored, b->options.index, b->manifest, err);
}

static int note_seen(void *context, size_t segment, uint32_t docid, struct error *err);

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
		set_origin(b);
	b->arrivals = fact_number(b, META_ARRIVALS);
	b->trained = fact_number(b, META_TRAINED);
	b->dictionary = (uint32_t)fact_number(b, META_DICTIONARY);
	if (open_stored(b, err) < 0 || open_seen(b, err) < 0 || open_analyser(b, err) < 0)
		goto failed;
	refresh_names(b);
	if (refresh_synonyms(b, err) < 0)
		goto failed;
	*out = b;
	return 0;
failed:
	batch_close(b);
	return -1;
}

static void pending_clear(struct pending_table *p)
{
	free(p->slots);
	free(p->dead);
	free(p->packed);
	arena_release(&p->arena);
	*p = (struct pending_table){0};
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

/* ---- dictionaries ---- */

static void dictionary_key(char key[32], uint32_t number)
{
	snprintf(key, 32, META_DICTIONARY_PREFIX "%u", number);
}

/* Later articles are deflated against the newest dictionary. */
static void use_dictionary(struct batch *b)
{
	char key[32];

	dictionary_key(key, b->dictionary);
	analysis_dictionary(b->analysis, manifest_fact(b->manifest, key), b->dictionary);
	b->packing = true;
}

static void train(struct batch *b, const struct str *texts, size_t count,
		  enum dictionary_of of, uint64_t trained)
{
	struct buf dictionary = {0};
	char key[32];

	dictionary_train(texts, count, of, &dictionary);
	if (dictionary.n > 0) {
		b->trained = trained;
		dictionary_key(key, ++b->dictionary);
		set_fact(b, key, buf_view(&dictionary));
		set_number(b, META_DICTIONARY, b->dictionary);
		set_number(b, META_TRAINED, b->trained);
	}
	use_dictionary(b);
	buf_release(&dictionary);
}

/* What is stored of an article, but for numbers, as one text. */
static struct str training_text(struct arena *arena, const struct record *r)
{
	const struct str parts[] = {r->url,    r->title, r->source,
				    r->author, r->lead,	 r->body};
	struct buf text = {0};
	struct str copy;

	for (size_t i = 0; i < COUNT(parts); i++) {
		buf_str(&text, parts[i]);
		buf_char(&text, '\0');
	}
	copy = str_copy(arena, buf_view(&text));
	buf_release(&text);
	return copy;
}

/* ---- articles of the index ---- */

static size_t text_size(const struct record *r)
{
	return r->title.n + r->lead.n + r->body.n;
}

static uint64_t hash_of(const struct batch *b, const struct record *r)
{
	const struct str parts[] = {r->id,     r->url,	r->title, r->source,
				    r->author, r->lead, r->body};
	uint64_t h = b->seed ^ (uint64_t)r->moment;

	for (size_t i = 0; i < COUNT(parts); i++)
		h = (h ^ str_hash(parts[i])) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* ---- articles of the segment being written ---- */

static struct pending *pending_slot(const struct pending_table *p, struct str term)
{
	size_t i = str_hash(term) & (p->capacity - 1);

	while (p->slots[i].term.p != NULL && !str_equal(p->slots[i].term, term))
		i = (i + 1) & (p->capacity - 1);
	return &p->slots[i];
}

static void pending_grow(struct pending_table *p)
{
	struct pending *old = p->slots;
	size_t capacity = p->capacity;

	p->capacity = capacity ? 2 * capacity : 1024;
	p->slots = xcalloc(p->capacity, sizeof *p->slots);
	for (size_t i = 0; i < capacity; i++) {
		if (old[i].term.p != NULL)
			*pending_slot(p, old[i].term) = old[i];
	}
	free(old);
}

/* The article alive with the term of that id, or NULL. */
static struct pending *pending_find(const struct pending_table *p, struct str term)
{
	struct pending *slot;

	if (p->capacity == 0)
		return NULL;
	slot = pending_slot(p, term);
	return slot->term.p != NULL && !slot->dead ? slot : NULL;
}

static void pending_add(struct pending_table *p, struct str term,
			const struct pending *article)
{
	struct pending *slot;

	if (2 * p->count >= p->capacity)
		pending_grow(p);
	slot = pending_slot(p, term);
	if (slot->term.p == NULL) {
		slot->term = str_copy(&p->arena, term);
		p->count++;
	}
	slot->docid = article->docid;
	slot->hash = article->hash;
	slot->text_bytes = article->text_bytes;
	slot->arrival = article->arrival;
	slot->dead = false;
	p->text_bytes += article->text_bytes;
}

static void pending_bury(struct pending_table *p, struct pending *article)
{
	article->dead = true;
	GROW(p->dead, p->dead_count, p->dead_capacity);
	p->dead[p->dead_count++] = article->docid;
	p->text_bytes -= article->text_bytes;
}

/* ---- putting and removing ---- */

/* Where an article of that id is now. */
struct place {
	struct pending *pending; /* in the segment being written, or NULL and then: */
	size_t segment;
	uint32_t docid;
};

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
	s->text_bytes -= text_size(&r) < s->text_bytes ? text_size(&r) : s->text_bytes;
	manifest_bury(s, at->docid);
	return 0;
}

/* Settles how segments are written; a new one is about to be. */
static int choose_maker(struct batch *b, struct error *err)
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

static int open_segment(struct batch *b, struct error *err)
{
	struct buf path = {0};
	int rc;

	if (b->segment != NULL)
		return 0;
	if (choose_maker(b, err) < 0)
		return -1;
	b->segment_number = writer_number(b->writer);
	b->segment_first = manifest_next(b->manifest);
	writer_folder(b->writer, b->segment_number, &path);
	rc = segment_new(&b->segment, b->maker, path.p, b->segment_first, err);
	buf_release(&path);
	return rc;
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

static void name_article(struct batch *b, struct str id)
{
	buf_clear(&b->term);
	term_id(&b->term, id);
}

/* Adds an article that is analysed to the segment being written. */
static int add_analysed(struct batch *b, struct analysed *a, struct error *err)
{
	struct pending article = {.docid = segment_next(b->segment),
				  .hash = a->hash,
				  .text_bytes = text_size(&a->record),
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
	GROW(p->packed, p->packed_count, p->packed_capacity);
	p->packed[p->packed_count++] = str_copy(&p->arena, buf_view(&a->packed));
	return 0;
}

/* All that are under way into the segment. */
static int settle(struct batch *b, struct error *err)
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

	if (open_segment(b, err) < 0)
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
		if (settle(b, err) < 0)
			return -1;
		name_article(b, id);
	}
	return find_article(b, at, err);
}

static int commit(struct batch *b, struct error *err);

/* As put_article(), when nothing is to be written. */
static void put_nothing(struct batch *b, const struct record *r, uint64_t hash,
			const struct placed *placed)
{
	struct pending article = {
		.hash = hash, .text_bytes = text_size(r), .arrival = placed->arrival};

	pending_add(&b->pending, buf_view(&b->term), &article);
}

static void count_put(struct batch *b, const struct record *r, struct arrival arrival,
		      enum batch_outcome outcome)
{
	if (outcome == BATCH_UPDATED)
		b->counts.updated++;
	else
		b->counts.added++;
	b->since_articles++;
	b->since_bytes += text_size(r);
	if (b->options.put != NULL && !b->rebuilding)
		b->options.put(b->options.context, r, arrival, outcome);
}

/* For the articles that wait: postings, and records pressed to less than half of their text. */
static size_t held_bytes(const struct batch *b)
{
	return segment_bytes(b->segment) + b->since_bytes / 2;
}

/* So much waits that it is better committed. */
static bool is_full(const struct batch *b)
{
	if (b->looking)
		return false;
	if (b->since_articles >= COMMIT_ARTICLES || b->since_bytes >= COMMIT_BYTES)
		return true;
	return b->options.memory > 0 && b->segment != NULL &&
	       held_bytes(b) >= b->options.memory;
}

/* Puts one article into the index unless it is there as it is. */
static int put(struct batch *b, const struct record *r, struct error *err)
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
	return is_full(b) ? commit(b, err) : 0;
}

/* ---- the queue of a new index, and the dictionary of a grown one ---- */

static int train_on_stored(struct batch *b, struct stored *from, struct error *err);

/* Trains the first dictionary on the articles held back, then puts them. */
static int drain(struct batch *b, struct error *err)
{
	struct str *texts;
	int rc = 0;

	b->queueing = false;
	texts = xcalloc(b->queue_count, sizeof *texts);
	for (size_t i = 0; i < b->queue_count; i++)
		texts[i] = training_text(&b->queued, &b->queue[i]);
	train(b, texts, b->queue_count, DICTIONARY_OF_FIRST, b->queue_bytes);
	free(texts);
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
	b->queue_bytes += text_size(r);
}

/* True when the index has grown to many times what its dictionary knew. */
static bool outgrown(const struct batch *b)
{
	uint64_t bytes = manifest_text_bytes(b->manifest);

	return !b->rebuilding && bytes >= DICTIONARY_LEAST && bytes < RETRAIN_BYTES &&
	       bytes >= RETRAIN_FACTOR * b->trained;
}

static int choose_dictionary(struct batch *b, struct error *err)
{
	if (outgrown(b))
		return train_on_stored(b, b->stored, err);
	use_dictionary(b);
	return 0;
}

static int add_record(struct batch *b, struct record *r, struct error *err)
{
	if (!b->queueing) {
		if (!b->packing && !b->looking && choose_dictionary(b, err) < 0)
			return -1;
		return put(b, r, err);
	}
	hold_back(b, r);
	return b->queue_bytes >= QUEUE_BYTES ? drain(b, err) : 0;
}

/* ---- which article it is ---- */

/* An article of the index of which nothing is known but itself. */
static void note_record(struct batch *b, const struct record *r)
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
	note_record(b, &r);
	return 0;
}

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

	b->counts.read_bytes += text_size(&r);
	fingerprint(a, &print);
	*seen = seen_note(&b->seen, &print);
	if (b->seen.articles[*seen].of != NO_ARTICLE) {
		b->counts.duplicate++;
		return 0;
	}
	return add_record(b, &r, err);
}

int batch_remove(struct batch *b, struct str id, struct error *err)
{
	uint32_t seen = seen_find(&b->seen, id);
	struct place at;
	uint64_t id_hash;
	int found;

	if (b->queue_count > 0 && drain(b, err) < 0)
		return -1;
	found = find_settled(b, id, &id_hash, &at, err);
	if (found <= 0)
		return found;
	if (bury(b, &at, err) < 0)
		return -1;
	if (seen != NO_ARTICLE)
		seen_remove(&b->seen, seen);
	b->counts.removed++;
	b->since_articles++;
	return 1;
}

/* ---- committing ---- */

static void set_updated(struct batch *b)
{
	time_t now = time(NULL);
	char text[32];
	struct tm tm;

	strftime(text, sizeof text, "%Y%m%d%H%M%S", gmtime_r(&now, &tm));
	set_fact(b, META_UPDATED, str_of(text));
}

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
	       !str_is(key, META_SEEN);
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

static struct merging merging_of(struct batch *b)
{
	return (struct merging){.writer = b->writer,
				.maker = b->maker,
				.documents = analysis_documents(b->analysis),
				.packer = b->packer,
				.stop = b->options.stop,
				.context = b->options.context};
}

/* In step with the manifest: a file counts as read when what it brought is in the index. */
static int save_seen(struct batch *b, struct error *err)
{
	struct buf fact = {0};
	int rc = seen_save(&b->seen, b->options.index, &fact, err);

	if (rc == 0)
		set_fact(b, META_SEEN, buf_view(&fact));
	buf_release(&fact);
	return rc;
}

static int publish(struct batch *b, struct error *err)
{
	if (b->rebuilding)
		return 0;
	set_updated(b);
	if (save_seen(b, err) < 0 || writer_publish(b->writer, err) < 0)
		return -1;
	b->dirty = false;
	return 0;
}

/* All articles are pressed against the newest. */
static void drop_dictionaries(struct batch *b)
{
	char key[32];

	dictionary_key(key, b->dictionary);
	manifest_drop(b->manifest, is_dictionary_key, str_of(key));
	packer_free(b->packer);
	b->packer = NULL;
}

static int merge_published(struct batch *b,
			   int (*merge)(const struct merging *x, struct error *err),
			   struct error *err)
{
	struct merging x;

	if (choose_maker(b, err) < 0)
		return -1;
	x = merging_of(b);
	copies_free(b->copies); /* articles get other numbers */
	b->copies = NULL;
	if (merge(&x, err) < 0)
		return -1;
	if (b->packer != NULL)
		drop_dictionaries(b);
	return publish(b, err);
}

/* What was written is safe before anything is merged. */
static int commit(struct batch *b, struct error *err)
{
	struct merging x;

	if (settle(b, err) < 0)
		return -1;
	set_number(b, META_ARRIVALS, b->arrivals);
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
	if (outgrown(b))
		b->packing = false;
	return open_stored(b, err);
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
	    open_segment(b, err) < 0)
		return -1;
	b->rebuilding = false;
	return b->dirty || b->seen.changed ? commit(b, err) : 0;
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

/* ---- stored articles read again ---- */

/* An index read from front to back. */
struct rereading {
	struct batch *batch;
	struct stored *from;
	struct arena arena; /* one article, or the sample */
	struct str *texts;
	size_t texts_count, texts_capacity;
	uint64_t seen, every; /* sample: each `every`th article */
};

static void rereading_release(struct rereading *x)
{
	arena_release(&x->arena);
	free(x->texts);
}

static int sample_article(void *context, size_t segment, uint32_t docid,
			  struct error *err)
{
	struct rereading *x = context;
	struct record r;

	if (x->seen++ % x->every != 0)
		return 0;
	if (stored_record(x->from, segment, docid, &x->arena, &r, err) < 0)
		return -1;
	GROW(x->texts, x->texts_count, x->texts_capacity);
	x->texts[x->texts_count++] = training_text(&x->arena, &r);
	return 0;
}

/* Trains a dictionary on articles taken evenly out of an index. */
static int train_on_stored(struct batch *b, struct stored *from, struct error *err)
{
	uint64_t bytes = stored_text_bytes(from);
	struct rereading x = {
		.batch = b, .from = from, .every = 1 + bytes / SAMPLE_BYTES};
	struct stored_visitor visitor = {&x, sample_article};
	int rc = stored_each(from, &visitor, err);

	if (rc == 0)
		train(b, x.texts, x.texts_count, DICTIONARY_OF_FIRST, bytes);
	rereading_release(&x);
	return rc;
}

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
	struct rereading *x = context;
	struct batch *b = x->batch;
	struct record r;
	int rc;

	arena_clear(&x->arena);
	if (b->options.stop(b->options.context))
		return error_set(err, ERROR_STOPPED, _("stopped"));
	if (stored_record(x->from, segment, docid, &x->arena, &r, err) < 0)
		return -1;
	b->counts.read_bytes += text_size(&r);
	if (keep_place(b, stored_reader(x->from, segment), docid, err) < 0)
		return -1;
	note_record(b, &r);
	rc = add_record(b, &r, err);
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
	struct rereading x = {.batch = b};
	struct stored_visitor visitor = {&x, rebuild_article};
	const struct manifest *old = writer_replaced(b->writer);
	int rc;

	b->rebuilding = true;
	b->queueing = false;
	rc = old != NULL ? stored_open(&x.from, b->options.index, old, err)
			 : open_old_database(b, &x.from, err);
	if (rc == 0)
		rc = train_on_stored(b, x.from, err);
	if (rc == 0)
		rc = stored_each(x.from, &visitor, err);
	stored_close(x.from);
	rereading_release(&x);
	return rc;
}

/* ---- all in one segment ---- */

static int sample_record(void *context, size_t segment, uint32_t docid, struct error *err)
{
	struct rereading *x = context;
	struct batch *b = x->batch;
	struct str expanded;

	if (x->seen++ % x->every != 0)
		return 0;
	buf_clear(&b->value);
	if (xc_reader_data(stored_reader(x->from, segment), docid, &b->value, err) < 0 ||
	    stored_expand(x->from, buf_view(&b->value), &x->arena, &expanded, err) < 0)
		return -1;
	GROW(x->texts, x->texts_count, x->texts_capacity);
	x->texts[x->texts_count++] = expanded;
	return 0;
}

/*
 * When the index has grown since all was pressed last: a dictionary out of all articles, against
 * which all are pressed again, with more effort.
 */
static int renew_dictionary(struct batch *b, struct error *err)
{
	uint64_t bytes = manifest_text_bytes(b->manifest);
	uint64_t every = bytes / dictionary_sample(DICTIONARY_OF_ALL);
	struct rereading x = {
		.batch = b, .from = b->stored, .every = every > 0 ? every : 1};
	struct stored_visitor visitor = {&x, sample_record};
	uint32_t number = b->dictionary;
	char key[32];
	int rc;

	if (bytes < DICTIONARY_LEAST ||
	    100 * bytes < RENEW_PERCENT * fact_number(b, META_TRAINED_ALL))
		return 0;
	rc = stored_each(b->stored, &visitor, err);
	if (rc == 0)
		train(b, x.texts, x.texts_count, DICTIONARY_OF_ALL, bytes);
	rereading_release(&x);
	if (rc < 0 || b->dictionary == number)
		return rc;
	set_number(b, META_TRAINED_ALL, bytes);
	dictionary_key(key, b->dictionary);
	b->packer =
		packer_new(manifest_fact(b->manifest, key), b->dictionary, PRESS_SMALL);
	return 0;
}

int batch_optimize(struct batch *b, struct error *err)
{
	struct merging x;

	if (choose_maker(b, err) < 0 || renew_dictionary(b, err) < 0)
		return -1;
	x = merging_of(b);
	if (merge_all_wanted(&x) && merge_published(b, merge_all, err) < 0)
		return -1;
	return open_stored(b, err);
}
