/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Word forms and their stems: form → exception table, else libstemmer French → accents folded
 * (folding first would break é-suffixes: électricité, électrique).
 *
 * A vocabulary interns forms: the same exact form always gives the same `struct form`, so
 * stemming costs one hash look-up for words seen before. Forms are borrowed and live until
 * vocabulary_clear() or vocabulary_free(). Not shared between threads.
 */
#ifndef LIB_STEM_H
#define LIB_STEM_H

#include "lib/error.h"
#include "lib/str.h"
#include "lib/watch.h"

struct form {
	struct str fold;  /* without accents: "generative" */
	struct str stem;  /* folded stem, the index term: "generat" */
	/* From here on what is asked of every word read; the bytes of `exact` stand behind. */
	struct str exact; /* lower case, NFC, œ→oe, æ→ae, accents kept: "générative" */
	uint32_t exact_id, fold_id, stem_id; /* from 1; equal exactly when the strings are */
	uint32_t stem_hash;		     /* low bits of str_hash() */
	uint64_t fold_hash;		     /* str_hash() */
	uint32_t name, topic, fact; /* given by a numbering (vocabulary_number()), else
				       FORM_UNNUMBERED */
	bool stop;	  /* a stop word: leaves a question outside quotes */
	bool accented;	  /* exact differs from fold */
};

struct vocabulary;

/*
 * `stems` is the text of lexicon/stems.tsv, `stopwords` that of lexicon/stopwords.txt (copied).
 * A form stands at most once in each.
 */
struct vocabulary *vocabulary_new(struct str stems, struct str stopwords, struct error *err);
/*
 * The same in two steps: the files as tables (lib/sorted), which an index keeps, and a
 * vocabulary over such tables (copied), which takes no time to open.
 */
int vocabulary_compile(struct str stems, struct str stopwords, struct buf *stem_table,
		       struct buf *stop_table, struct error *err);
struct vocabulary *vocabulary_open(struct str stem_table, struct str stop_table,
				   struct error *err);
void vocabulary_free(struct vocabulary *v);
#define STEM_FORM_MAX 64 /* bytes of a form kept; longer words are cut at a character */

/* The form of an exact string (as the tokenizer makes it), at most STEM_FORM_MAX bytes used. */
const struct form *vocabulary_form(struct vocabulary *v, struct str exact);

/*
 * The same in three steps, for whoever reads words one behind the other: forms lie all over
 * the memory, which is fetched while the words behind are read. The answer is that of
 * vocabulary_form(), called instead of vocabulary_get(). Not while a watch is set.
 */
struct form_wanted {
	uint64_t hash;
	size_t n;
	char exact[STEM_FORM_MAX];
};
void vocabulary_want(const struct vocabulary *v, struct str exact, struct form_wanted *w);
void vocabulary_near(const struct vocabulary *v, const struct form_wanted *w);
const struct form *vocabulary_get(struct vocabulary *v, const struct form_wanted *w);
/*
 * The next accented form of the exception table that is `fold` without its accents, from
 * *at (first 0) on; NULL when there are no more. Reads the whole table: for questions.
 */
const struct form *vocabulary_exception(struct vocabulary *v, struct str fold, size_t *at);
/*
 * Adds what forms with these stems begin with, those of the exception table that begin
 * otherwise too. Forms that a watch does not take need no stem.
 */
void vocabulary_watch_stems(struct vocabulary *v, struct watch *w,
			    const struct str *stems, size_t count);
/*
 * While a watch is set, vocabulary_form() answers one empty form (all ids 0) for what it
 * does not take. NULL ends it. Borrowed.
 */
void vocabulary_watch(struct vocabulary *v, const struct watch *w);
/* The watch that is set, or NULL; and that empty form. */
const struct watch *vocabulary_watching(const struct vocabulary *v,
					const struct form **other);
#define FORM_UNNUMBERED UINT32_MAX

/*
 * Forgets all forms, and has each new one numbered: who looks up every word of every article
 * (lib/lexicon, lib/facts) does so once a form. `context` is borrowed; NULL for number ends it.
 */
void vocabulary_number(struct vocabulary *v,
		       void (*number)(void *context, struct form *form), void *context);
/* Forms held; the indexer clears between articles when they are many (cap 256k: 97 % hits). */
size_t vocabulary_size(const struct vocabulary *v);
/* Forgets all forms (and ids): every `struct form` borrowed before is gone. */
void vocabulary_clear(struct vocabulary *v);

#endif
