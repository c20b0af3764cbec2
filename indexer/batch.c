/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"
#include "indexer/dictionary.h"
#include "indexer/document.h"
#include "indexer/names.h"
#include "lib/i18n.h"
#include "lib/paths.h"

enum {
	COMMIT_ARTICLES = 10000,
	COMMIT_BYTES = 64 << 20,  /* of text */
	QUEUE_BYTES = 8 << 20,	  /* of text held back to train the first dictionary on */
	RETRAIN_FACTOR = 8,	  /* text held against text trained on */
	RETRAIN_BYTES = 64 << 20, /* an index of more text keeps its dictionary */
	SAMPLE_BYTES = 8 << 20,	  /* of stored text read to train a later dictionary on */
	COMPACT_ARTICLES =
		4000,	   /* written by one run: compacted at once when they are ... */
	COMPACT_SHARE = 4, /* ... this part of the index or more */
};

/*
 * Bytes of text the newest dictionary was trained on, decimal. It stands beside
 * META_DICTIONARY and is the indexer's own business.
 */
#define META_TRAINED "dictionary-text"

struct batch {
	struct batch_options options;
	struct writer *writer;
	struct analyser *analyser;
	struct documents *documents;
	struct xc_document *document;
	struct packer *packer;
	struct buf *dictionaries; /* by number - 1; read when an article needs them */
	uint32_t dictionary;	  /* number of the newest; 0 none */
	uint64_t trained;	  /* bytes of text it was trained on */
	uint64_t seed;		  /* hash of all that shapes an article's analysis */
	struct record *queue;	  /* articles held back, in `queued` */
	size_t queue_count, queue_capacity, queue_bytes;
	struct arena queued;
	bool queueing;
	bool rebuilding;
	bool dirty; /* something is to be committed */
	struct batch_counts counts;
	size_t since_articles, since_bytes; /* the last commit */
	struct arena scratch;
	struct buf term, value, stored;
};

/* ---- metadata ---- */

static int read_metadata(struct batch *b, const char *key, struct buf *out,
			 struct error *err)
{
	buf_clear(out);
	return xc_writer_metadata(writer_database(b->writer), str_of(key), out, err);
}

static int write_metadata(struct batch *b, const char *key, struct str value,
			  struct error *err)
{
	return xc_writer_set_metadata(writer_database(b->writer), str_of(key), value,
				      err);
}

static int read_number(struct batch *b, const char *key, uint64_t *out, struct error *err)
{
	struct buf text = {0};
	int rc = read_metadata(b, key, &text, err);

	*out = rc == 0 && text.n > 0 ? strtoull(text.p, NULL, 10) : 0;
	buf_release(&text);
	return rc;
}

static int write_number(struct batch *b, const char *key, uint64_t number,
			struct error *err)
{
	char text[32];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	return write_metadata(b, key, str_of(text), err);
}

/* ---- opening ---- */

static int check_schema(struct batch *b, struct error *err)
{
	struct buf version = {0};
	int rc = read_metadata(b, META_SCHEMA, &version, err);

	if (rc == 0)
		rc = schema_check(b->options.index, buf_view(&version), err);
	buf_release(&version);
	return rc;
}

static int read_state(struct batch *b, struct error *err)
{
	uint64_t number;

	if (check_schema(b, err) < 0 ||
	    read_number(b, META_TEXT_BYTES, &b->counts.text_bytes, err) < 0 ||
	    read_number(b, META_TRAINED, &b->trained, err) < 0 ||
	    read_number(b, META_DICTIONARY, &number, err) < 0)
		return -1;
	b->dictionary = (uint32_t)number;
	b->dictionaries = xcalloc(b->dictionary + 1, sizeof *b->dictionaries);
	return 0;
}

static int read_lexicon_file(struct batch *b, const char *name, struct buf *out,
			     struct error *err)
{
	struct buf path = {0};
	int rc = 0;

	buf_printf(&path, "%s/%s", b->options.lexicon, name);
	buf_clear(out);
	if (paths_read(path.p, out) < 0)
		rc = error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path.p,
			       strerror(errno));
	buf_release(&path);
	return rc;
}

/*
 * Stems and stop words of an index never change, or its articles would be found by
 * different stems: those it was built with count, whatever the lexicon says now.
 */
static int settle_words(struct batch *b, const char *name, const char *key,
			struct buf *table, struct error *err)
{
	struct buf kept = {0};
	int rc;

	if (writer_is_new(b->writer))
		return write_metadata(b, key, buf_view(table), err);
	rc = read_metadata(b, key, &kept, err);
	if (rc == 0 && !str_equal(buf_view(&kept), buf_view(table))) {
		struct buf note = {0};

		buf_printf(&note,
			   _("'%s' has changed since the index was built; it counts from "
			     "the next --rebuild on"),
			   name);
		b->options.tell(b->options.context, note.p);
		buf_release(&note);
		buf_clear(table);
		buf_str(table, buf_view(&kept));
	}
	buf_release(&kept);
	return rc;
}

/* The tables of stems and stop words that count. */
static int read_words(struct batch *b, struct buf *stems, struct buf *stopwords,
		      struct error *err)
{
	if (analyser_tables(b->options.lexicon, stems, stopwords, err) < 0 ||
	    settle_words(b, "stems.tsv", META_STEMS, stems, err) < 0)
		return -1;
	return settle_words(b, "stopwords.txt", META_STOPWORDS, stopwords, err);
}

static int open_analyser(struct batch *b, struct error *err)
{
	struct buf stems = {0}, stopwords = {0}, versions = {0};
	int rc = -1;

	if (read_words(b, &stems, &stopwords, err) < 0 ||
	    analyser_open(&b->analyser, buf_view(&stems), buf_view(&stopwords),
			  b->options.lexicon, err) < 0)
		goto out;
	b->documents = documents_new(b->analyser);
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

/* The names of the lexicon, written when it is another one than the last batch's. */
static int refresh_names(struct batch *b, struct error *err)
{
	const struct lexicon *l = analyser_lexicon(b->analyser);
	struct buf kept = {0};
	int rc = read_metadata(b, META_LEXICON, &kept, err);

	if (rc < 0 || str_equal(buf_view(&kept), lexicon_version(l)))
		goto out;
	if (kept.n > 0)
		b->options.tell(b->options.context,
				_("the lexicon has changed since the last run; articles "
				  "already in the index keep the names found in them "
				  "until the next --rebuild"));
	b->dirty = true;
	rc = names_write(l, writer_database(b->writer), err);
	if (rc == 0)
		rc = write_metadata(b, META_LEXICON, lexicon_version(l), err);
out:
	buf_release(&kept);
	return rc;
}

/*
 * Synonyms belong to questions: the newest count, whatever the articles were indexed
 * with.
 */
static int refresh_synonyms(struct batch *b, struct error *err)
{
	struct buf kept = {0};
	struct buf now = {0};
	int rc = -1;

	if (read_lexicon_file(b, "synonyms.tsv", &now, err) < 0 ||
	    read_metadata(b, META_SYNONYMS, &kept, err) < 0)
		goto out;
	rc = 0;
	if (!str_equal(buf_view(&kept), buf_view(&now))) {
		b->dirty = true;
		rc = write_metadata(b, META_SYNONYMS, buf_view(&now), err);
	}
out:
	buf_release(&now);
	buf_release(&kept);
	return rc;
}

/* What a new index says of itself once and for all. */
static int write_origin(struct batch *b, struct error *err)
{
	if (write_number(b, META_SCHEMA, SCHEMA_VERSION, err) < 0)
		return -1;
	return write_metadata(b, META_PROGRAM, STR(PACKAGE_VERSION), err);
}

int batch_open(struct batch **out, const struct batch_options *options, struct error *err)
{
	struct batch *b = xcalloc(1, sizeof *b);

	*out = NULL;
	b->options = *options;
	b->document = xc_document_new();
	if (writer_open(&b->writer, options->index, options->mode, err) < 0)
		goto failed;
	b->queueing = writer_is_new(b->writer);
	if ((b->queueing ? write_origin(b, err) : read_state(b, err)) < 0)
		goto failed;
	if (open_analyser(b, err) < 0 || refresh_names(b, err) < 0 ||
	    refresh_synonyms(b, err) < 0)
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
	for (uint32_t i = 0; b->dictionaries != NULL && i < b->dictionary; i++)
		buf_release(&b->dictionaries[i]);
	free(b->dictionaries);
	free(b->queue);
	arena_release(&b->queued);
	arena_release(&b->scratch);
	buf_release(&b->stored);
	buf_release(&b->value);
	buf_release(&b->term);
	packer_free(b->packer);
	xc_document_free(b->document);
	documents_free(b->documents);
	analyser_free(b->analyser);
	writer_close(b->writer);
	free(b);
}

/* ---- dictionaries ---- */

static void dictionary_key(char key[32], uint32_t number)
{
	snprintf(key, 32, META_DICTIONARY_PREFIX "%u", number);
}

/* The dictionary of that number; empty for 0. */
static int get_dictionary(struct batch *b, uint32_t number, struct str *out,
			  struct error *err)
{
	struct buf *d;
	char key[32];

	*out = (struct str){0};
	if (number == 0)
		return 0;
	dictionary_key(key, number);
	d = number <= b->dictionary ? &b->dictionaries[number - 1] : NULL;
	if (d != NULL && d->n == 0 && read_metadata(b, key, d, err) < 0)
		return -1;
	if (d == NULL || d->n == 0)
		return error_set(err, ERROR_DAMAGED,
				 _("the index '%s' has lost its dictionary %u"),
				 b->options.index, number);
	*out = buf_view(d);
	return 0;
}

/* Later articles are deflated against the newest dictionary. */
static int use_dictionary(struct batch *b, struct error *err)
{
	struct str bytes;

	if (get_dictionary(b, b->dictionary, &bytes, err) < 0)
		return -1;
	packer_free(b->packer);
	b->packer = packer_new(bytes, b->dictionary);
	return 0;
}

static int train(struct batch *b, const struct str *texts, size_t count, uint64_t trained,
		 struct error *err)
{
	struct buf dictionary = {0};
	char key[32];

	dictionary_train(texts, count, &dictionary);
	if (dictionary.n == 0)
		return use_dictionary(b, err);
	b->dictionaries = xreallocarray(b->dictionaries, b->dictionary + 1,
					sizeof *b->dictionaries);
	b->dictionaries[b->dictionary++] = dictionary;
	b->trained = trained;
	dictionary_key(key, b->dictionary);
	if (write_metadata(b, key, buf_view(&dictionary), err) < 0 ||
	    write_number(b, META_DICTIONARY, b->dictionary, err) < 0 ||
	    write_number(b, META_TRAINED, b->trained, err) < 0)
		return -1;
	return use_dictionary(b, err);
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

static int find_stored(struct batch *b, struct str id, uint32_t *docid, struct error *err)
{
	buf_clear(&b->term);
	term_id(&b->term, id);
	return xc_writer_find(writer_database(b->writer), buf_view(&b->term), docid, err);
}

static void hash_of(struct batch *b, const struct record *r, struct buf *out)
{
	const struct str parts[] = {r->id,     r->url,	r->title, r->source,
				    r->author, r->lead, r->body};
	uint64_t h = b->seed ^ (uint64_t)r->moment;

	for (size_t i = 0; i < COUNT(parts); i++)
		h = (h ^ str_hash(parts[i])) * 0x9E3779B97F4A7C15u;
	h ^= h >> 32;
	buf_add(out, &h, sizeof h);
}

/* Takes what an article brought out of the counts; the document itself stays. */
static int take_away(struct batch *b, uint32_t docid, struct error *err)
{
	struct str dictionary;
	struct record r;
	uint32_t number;

	buf_clear(&b->stored);
	arena_clear(&b->scratch);
	b->dirty = true;
	if (xc_writer_data(writer_database(b->writer), docid, &b->stored, err) < 0 ||
	    record_dictionary(buf_view(&b->stored), &number, err) < 0 ||
	    get_dictionary(b, number, &dictionary, err) < 0 ||
	    record_unpack(buf_view(&b->stored), dictionary, &b->scratch, &r, err) < 0)
		return -1;
	documents_take_away(b->documents, &r);
	b->counts.text_bytes -= text_size(&r);
	return 0;
}

static int put_document(struct batch *b, struct record *r, struct str hash,
			struct error *err)
{
	xc_document_clear(b->document);
	buf_clear(&b->stored);
	b->dirty = true;
	documents_read(b->documents, r);
	packer_pack(b->packer, r, &b->stored);
	if (documents_make(b->documents, r, b->document, err) < 0 ||
	    xc_document_set_value(b->document, SLOT_HASH, hash, err) < 0 ||
	    xc_document_set_data(b->document, buf_view(&b->stored), err) < 0)
		return -1;
	buf_clear(&b->term);
	term_id(&b->term, r->id);
	b->counts.text_bytes += text_size(r);
	return xc_writer_replace(writer_database(b->writer), buf_view(&b->term),
				 b->document, NULL, err);
}

static int commit(struct batch *b, struct error *err);

/* Puts one article into the index unless it is there as it is. */
static int put(struct batch *b, struct record *r, struct error *err)
{
	struct buf hash = {0};
	uint32_t docid;
	int found = find_stored(b, r->id, &docid, err);
	int rc = found;

	hash_of(b, r, &hash);
	buf_clear(&b->value);
	if (found > 0)
		rc = xc_writer_value(writer_database(b->writer), docid, SLOT_HASH,
				     &b->value, err);
	if (rc < 0)
		goto out;
	if (found > 0 && str_equal(buf_view(&b->value), buf_view(&hash))) {
		b->counts.unchanged++;
		rc = 0;
		goto out;
	}
	if (found > 0 && take_away(b, docid, err) < 0) {
		rc = -1;
		goto out;
	}
	rc = put_document(b, r, buf_view(&hash), err);
	if (rc < 0)
		goto out;
	if (found > 0)
		b->counts.updated++;
	else
		b->counts.added++;
	b->since_articles++;
	b->since_bytes += text_size(r);
	if (b->since_articles >= COMMIT_ARTICLES || b->since_bytes >= COMMIT_BYTES)
		rc = commit(b, err);
out:
	buf_release(&hash);
	return rc;
}

/* ---- the queue of a new index, and the dictionary of a grown one ---- */

static int train_on_stored(struct batch *b, struct error *err);

/* Trains the first dictionary on the articles held back, then puts them. */
static int drain(struct batch *b, struct error *err)
{
	struct str *texts;
	int rc;

	b->queueing = false;
	texts = xcalloc(b->queue_count, sizeof *texts);
	for (size_t i = 0; i < b->queue_count; i++)
		texts[i] = training_text(&b->queued, &b->queue[i]);
	rc = train(b, texts, b->queue_count, b->queue_bytes, err);
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
	return !b->rebuilding && b->counts.text_bytes >= DICTIONARY_LEAST &&
	       b->counts.text_bytes < RETRAIN_BYTES &&
	       b->counts.text_bytes >= RETRAIN_FACTOR * b->trained;
}

static int make_packer(struct batch *b, struct error *err)
{
	return outgrown(b) ? train_on_stored(b, err) : use_dictionary(b, err);
}

static int add_record(struct batch *b, struct record *r, struct error *err)
{
	if (!b->queueing) {
		if (b->packer == NULL && make_packer(b, err) < 0)
			return -1;
		return put(b, r, err);
	}
	hold_back(b, r);
	return b->queue_bytes >= QUEUE_BYTES ? drain(b, err) : 0;
}

int batch_add(struct batch *b, const struct article *a, int64_t moment, struct error *err)
{
	struct record r = {.id = a->id,
			   .url = a->url,
			   .title = a->title,
			   .source = a->source,
			   .author = a->author,
			   .lead = a->lead,
			   .body = a->body,
			   .moment = moment};

	b->counts.read_bytes += text_size(&r);
	return add_record(b, &r, err);
}

int batch_remove(struct batch *b, struct str id, struct error *err)
{
	uint32_t docid;
	int found = find_stored(b, id, &docid, err);

	if (found <= 0)
		return found;
	if (take_away(b, docid, err) < 0)
		return -1;
	buf_clear(&b->term);
	term_id(&b->term, id);
	if (xc_writer_remove(writer_database(b->writer), buf_view(&b->term), err) < 0)
		return -1;
	b->counts.removed++;
	b->since_articles++;
	return 1;
}

/* ---- committing ---- */

static int get_block(void *context, struct str key, struct buf *block, struct error *err)
{
	struct batch *b = context;

	return xc_writer_metadata(writer_database(b->writer), key, block, err);
}

static int set_block(void *context, struct str key, struct str block, struct error *err)
{
	struct batch *b = context;

	return xc_writer_set_metadata(writer_database(b->writer), key, block, err);
}

static int write_updated(struct batch *b, struct error *err)
{
	time_t now = time(NULL);
	char text[32];
	struct tm tm;

	strftime(text, sizeof text, "%Y%m%d%H%M%S", gmtime_r(&now, &tm));
	return write_metadata(b, META_UPDATED, str_of(text), err);
}

static int commit(struct batch *b, struct error *err)
{
	struct forms_store store = {b, get_block, set_block};
	struct forms_tally *tally = documents_tally(b->documents);

	if (forms_tally_merge(tally, &store, err) < 0 ||
	    write_number(b, META_TEXT_BYTES, b->counts.text_bytes, err) < 0 ||
	    write_updated(b, err) < 0 || writer_commit(b->writer, err) < 0)
		return -1;
	forms_tally_clear(tally);
	b->since_articles = b->since_bytes = 0;
	b->dirty = false;
	if (writer_is_new(b->writer) && !b->rebuilding &&
	    writer_publish(b->writer, err) < 0)
		return -1;
	if (outgrown(b)) {
		packer_free(b->packer);
		b->packer = NULL;
	}
	return 0;
}

/* Updates leave room in the tables; after many of them it is worth a rewrite. */
static bool worth_compacting(const struct batch *b)
{
	size_t written = b->counts.added + b->counts.updated;

	return written >= COMPACT_ARTICLES &&
	       written >= b->counts.articles / COMPACT_SHARE;
}

int batch_finish(struct batch *b, struct error *err)
{
	bool fresh = writer_is_new(b->writer);

	if (b->queueing && drain(b, err) < 0)
		return -1;
	b->counts.articles = xc_writer_count(writer_database(b->writer));
	if (fresh && !b->rebuilding && b->counts.articles == 0)
		return 0;
	if ((b->dirty || fresh) && commit(b, err) < 0)
		return -1;
	if (writer_is_new(b->writer) && writer_publish(b->writer, err) < 0)
		return -1;
	return worth_compacting(b) ? writer_compact(b->writer, err) : 0;
}

int batch_optimize(struct batch *b, struct error *err)
{
	b->counts.articles = xc_writer_count(writer_database(b->writer));
	if (b->dirty && commit(b, err) < 0)
		return -1;
	return writer_compact(b->writer, err);
}

struct batch_counts batch_counts(const struct batch *b)
{
	struct batch_counts counts = b->counts;

	return counts;
}

uint64_t batch_index_bytes(const struct batch *b)
{
	return writer_bytes(b->writer);
}

/* ---- stored articles read again ---- */

/* A published database read from front to back. */
struct rereading {
	struct batch *batch;
	struct xc_reader *reader;
	struct arena arena; /* one article, or the sample */
	struct buf stored, dictionary;
	uint32_t number; /* of the dictionary */
	struct str *texts;
	size_t texts_count, texts_capacity;
	uint32_t seen, every; /* sample: each `every`th article */
	struct error *err;
	bool failed;
};

static int reread_article(struct rereading *x, uint32_t docid, struct record *r,
			  struct error *err)
{
	uint32_t number;
	char key[32];

	buf_clear(&x->stored);
	if (xc_reader_data(x->reader, docid, &x->stored, err) < 0 ||
	    record_dictionary(buf_view(&x->stored), &number, err) < 0)
		return -1;
	if (number > 0 && number != x->number) {
		dictionary_key(key, number);
		buf_clear(&x->dictionary);
		if (xc_reader_metadata(x->reader, 0, str_of(key), &x->dictionary, err) <
		    0)
			return -1;
		x->number = number;
	}
	return record_unpack(buf_view(&x->stored), buf_view(&x->dictionary), &x->arena, r,
			     err);
}

static int reread_open(struct rereading *x, struct error *err)
{
	const char *path = writer_published(x->batch->writer);

	x->reader = xc_reader_open(&path, 1, err);
	return x->reader ? 0 : -1;
}

static int reread_number(struct rereading *x, const char *key, uint64_t *out,
			 struct error *err)
{
	buf_clear(&x->stored);
	if (xc_reader_metadata(x->reader, 0, str_of(key), &x->stored, err) < 0)
		return -1;
	*out = x->stored.n > 0 ? strtoull(x->stored.p, NULL, 10) : 0;
	return 0;
}

static int reread(struct rereading *x, bool (*visit)(void *context, uint32_t docid),
		  struct error *err)
{
	x->err = err;
	if (xc_reader_documents(x->reader, visit, x, err) < 0)
		return -1;
	return x->failed ? -1 : 0;
}

static void rereading_release(struct rereading *x)
{
	xc_reader_close(x->reader);
	arena_release(&x->arena);
	buf_release(&x->dictionary);
	buf_release(&x->stored);
	free(x->texts);
}

static bool sample_article(void *context, uint32_t docid)
{
	struct rereading *x = context;
	struct record r;

	if (x->seen++ % x->every != 0)
		return true;
	if (reread_article(x, docid, &r, x->err) < 0) {
		x->failed = true;
		return false;
	}
	GROW(x->texts, x->texts_count, x->texts_capacity);
	x->texts[x->texts_count++] = training_text(&x->arena, &r);
	return true;
}

/* Trains a dictionary on articles taken evenly out of the published database. */
static int train_on_stored(struct batch *b, struct error *err)
{
	struct rereading x = {.batch = b};
	uint64_t bytes = 0;
	int rc = -1;

	if (reread_open(&x, err) < 0 ||
	    reread_number(&x, META_TEXT_BYTES, &bytes, err) < 0)
		goto out;
	x.every = 1 + (uint32_t)(bytes / SAMPLE_BYTES);
	rc = reread(&x, sample_article, err);
	if (rc == 0)
		rc = train(b, x.texts, x.texts_count, bytes, err);
out:
	rereading_release(&x);
	return rc;
}

static bool rebuild_article(void *context, uint32_t docid)
{
	struct rereading *x = context;
	struct record r;

	arena_clear(&x->arena);
	if (x->batch->options.stop(x->batch->options.context)) {
		error_set(x->err, ERROR_STOPPED, _("stopped"));
		x->failed = true;
		return false;
	}
	if (reread_article(x, docid, &r, x->err) < 0 ||
	    add_record(x->batch, &r, x->err) < 0) {
		x->failed = true;
		return false;
	}
	x->batch->counts.read_bytes += text_size(&r);
	return true;
}

/* Older formats are read as long as their records are; newer ones are not understood. */
static int check_rebuildable(struct rereading *x, struct error *err)
{
	char version[32];
	uint64_t schema = 0;

	if (reread_number(x, META_SCHEMA, &schema, err) < 0)
		return -1;
	if (schema > 0 && schema < SCHEMA_VERSION)
		return 0;
	snprintf(version, sizeof version, "%llu", (unsigned long long)schema);
	return schema_check(x->batch->options.index, str_of(version), err);
}

int batch_rebuild(struct batch *b, struct error *err)
{
	struct rereading x = {.batch = b};
	int rc = -1;

	b->rebuilding = true;
	b->queueing = false;
	if (reread_open(&x, err) < 0 || check_rebuildable(&x, err) < 0 ||
	    train_on_stored(b, err) < 0)
		goto out;
	rc = reread(&x, rebuild_article, err);
out:
	rereading_release(&x);
	return rc;
}
