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

struct form {
	struct str exact; /* lower case, NFC, œ→oe, æ→ae, accents kept: "générative" */
	struct str fold;  /* without accents: "generative" */
	struct str stem;  /* folded stem, the index term: "generat" */
	uint32_t exact_id, fold_id, stem_id; /* from 1; equal exactly when the strings are */
	uint32_t stem_hash, fold_hash;       /* low bits of str_hash() */
	bool stop;	  /* a stop word: leaves a question outside quotes */
	bool accented;	  /* exact differs from fold */
};

struct vocabulary;

/*
 * `stems` is the text of lexicon/stems.tsv, `stopwords` that of lexicon/stopwords.txt (copied);
 * `name_stems` and `name_stopwords` in messages. A form stands at most once in each.
 */
struct vocabulary *vocabulary_new(struct str stems, struct str stopwords, struct error *err);
void vocabulary_free(struct vocabulary *v);
/* The form of an exact string (as the tokenizer makes it), at most STEM_FORM_MAX bytes used. */
const struct form *vocabulary_form(struct vocabulary *v, struct str exact);
/*
 * The next accented form of the exception table that is `fold` without its accents, from
 * *at (first 0) on; NULL when there are no more. Reads the whole table: for questions.
 */
const struct form *vocabulary_exception(struct vocabulary *v, struct str fold, size_t *at);
/* Forms held; the indexer clears between articles when they are many (cap 256k: 97 % hits). */
size_t vocabulary_size(const struct vocabulary *v);
/* Forgets all forms (and ids): every `struct form` borrowed before is gone. */
void vocabulary_clear(struct vocabulary *v);

#define STEM_FORM_MAX 64 /* bytes of a form kept; longer words are cut at a character */

#endif
