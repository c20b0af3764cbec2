/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trains the dictionaries that articles are pressed against, and says when another one
 * is due.
 */
#include "indexer/batch-parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/dictionary.h"
#include "lib/press.h"

enum {
	RETRAIN_FACTOR = 8,	  /* text held against text trained on */
	RETRAIN_BYTES = 64 << 20, /* an index of more text keeps its dictionary */
	SAMPLE_BYTES = 8 << 20,	  /* of stored text read to train a later dictionary on */
	RENEW_PERCENT = 125, /* of the text that all was pressed with, to do it again */
};

/* Bytes of text in the index when all of it was pressed against one dictionary, decimal. */
#define META_TRAINED_ALL "dictionary-all"

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
	struct buf pressed = {0};
	char key[32];

	dictionary_train(texts, count, of, &dictionary);
	if (dictionary.n > 0) {
		b->trained = trained;
		dictionary_key(key, ++b->dictionary);
		press_dictionary(buf_view(&dictionary), &pressed);
		batch_set_fact(b, key, buf_view(&pressed));
		batch_set_number(b, META_DICTIONARY, b->dictionary);
		batch_set_number(b, META_TRAINED, b->trained);
	}
	use_dictionary(b);
	buf_release(&pressed);
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

void batch_train_on_queue(struct batch *b)
{
	struct str *texts = xcalloc(b->queue_count, sizeof *texts);

	for (size_t i = 0; i < b->queue_count; i++)
		texts[i] = training_text(&b->queued, &b->queue[i]);
	train(b, texts, b->queue_count, DICTIONARY_OF_FIRST, b->queue_bytes);
	free(texts);
}

/* ---- of what is stored ---- */

/* Texts of each `every`th article, from front to back. */
struct sampling {
	struct batch *batch;
	struct stored *from;
	struct arena arena;
	struct str *texts;
	size_t texts_count, texts_capacity;
	uint64_t seen, every;
};

static void sampling_release(struct sampling *x)
{
	arena_release(&x->arena);
	free(x->texts);
}

static int sample_article(void *context, size_t segment, uint32_t docid,
			  struct error *err)
{
	struct sampling *x = context;
	struct record r;

	if (x->seen++ % x->every != 0)
		return 0;
	if (stored_record(x->from, segment, docid, &x->arena, &r, err) < 0)
		return -1;
	GROW(x->texts, x->texts_count, x->texts_capacity);
	x->texts[x->texts_count++] = training_text(&x->arena, &r);
	return 0;
}

int batch_train_on_stored(struct batch *b, struct stored *from, struct error *err)
{
	uint64_t bytes = stored_text_bytes(from);
	struct sampling x = {.batch = b, .from = from, .every = 1 + bytes / SAMPLE_BYTES};
	struct stored_visitor visitor = {&x, sample_article};
	int rc = stored_each(from, &visitor, err);

	if (rc == 0)
		train(b, x.texts, x.texts_count, DICTIONARY_OF_FIRST, bytes);
	sampling_release(&x);
	return rc;
}

bool batch_outgrown(const struct batch *b)
{
	uint64_t bytes = manifest_text_bytes(b->manifest);

	return !b->rebuilding && bytes >= DICTIONARY_LEAST && bytes < RETRAIN_BYTES &&
	       bytes >= RETRAIN_FACTOR * b->trained;
}

int batch_choose_dictionary(struct batch *b, struct error *err)
{
	if (batch_outgrown(b))
		return batch_train_on_stored(b, b->stored, err);
	use_dictionary(b);
	return 0;
}

/* ---- of all articles ---- */

static int sample_record(void *context, size_t segment, uint32_t docid, struct error *err)
{
	struct sampling *x = context;
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

int batch_renew_dictionary(struct batch *b, struct error *err)
{
	uint64_t bytes = manifest_text_bytes(b->manifest);
	uint64_t every = bytes / dictionary_sample(DICTIONARY_OF_ALL);
	struct sampling x = {
		.batch = b, .from = b->stored, .every = every > 0 ? every : 1};
	struct stored_visitor visitor = {&x, sample_record};
	uint32_t number = b->dictionary;
	char key[32];
	int rc;

	if (bytes < DICTIONARY_LEAST ||
	    100 * bytes < RENEW_PERCENT * batch_fact_number(b, META_TRAINED_ALL))
		return 0;
	rc = stored_each(b->stored, &visitor, err);
	if (rc == 0)
		train(b, x.texts, x.texts_count, DICTIONARY_OF_ALL, bytes);
	sampling_release(&x);
	if (rc < 0 || b->dictionary == number)
		return rc;
	batch_set_number(b, META_TRAINED_ALL, bytes);
	dictionary_key(key, b->dictionary);
	b->packer =
		packer_new(manifest_fact(b->manifest, key), b->dictionary, PRESS_SMALL);
	return 0;
}

void batch_drop_dictionaries(struct batch *b)
{
	char key[32];

	dictionary_key(key, b->dictionary);
	dictionary_drop(b->manifest, str_of(key));
	packer_free(b->packer);
	b->packer = NULL;
}
