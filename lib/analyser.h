/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Understands an article: cuts its text, finds names and facts, and fills in its record.
 *
 * An analyser owns its vocabulary, its lexicon and what it found in the article read
 * last: the arrays of that article's record are borrowed until the next read.
 */
#ifndef LIB_ANALYSER_H
#define LIB_ANALYSER_H

#include "lib/error.h"
#include "lib/lexicon.h"
#include "lib/record.h"
#include "lib/text.h"

struct analyser;

/*
 * `stems` and `stopwords` are tables as vocabulary_compile() makes them; `lexicon` are the
 * folders of the names.
 */
int analyser_open(struct analyser **out, struct str stems, struct str stopwords,
		  const struct lexicon_folders *lexicon, struct error *err);
/* Another one over the same tables, for another thread: it shares the lexicon, which `with` owns. */
int analyser_share(struct analyser **out, struct str stems, struct str stopwords,
		   const struct analyser *with, struct error *err);
/* With the stems and stop words of the base. */
int analyser_open_folders(struct analyser **out, const struct lexicon_folders *lexicon,
			  struct error *err);
/* The same with a base alone. */
int analyser_open_folder(struct analyser **out, const char *base, struct error *err);
/* Appends the tables of the base's stems and stop words. */
int analyser_tables(const struct lexicon_folders *lexicon, struct buf *stems,
		    struct buf *stopwords, struct error *err);
void analyser_free(struct analyser *a);

struct vocabulary *analyser_vocabulary(struct analyser *a);
const struct lexicon *analyser_lexicon(const struct analyser *a);

/* Cuts the record's title, lead and body into tokens, no more. */
void analyser_cut(struct analyser *a, const struct record *r);
/* Cuts, and fills the record's names, mentions, amounts, jobs and deals. */
void analyser_read(struct analyser *a, struct record *r);
/* The text cut last. */
const struct text *analyser_text(const struct analyser *a);
/* The entity of a name of the record read last; NO_ENTITY when no lexicon lists it. */
uint32_t analyser_entity(const struct analyser *a, size_t name);

/*
 * Whether the vocabulary holds so many forms that it should be forgotten, between two
 * articles; numbers of forms and stems then begin anew.
 */
bool analyser_full(const struct analyser *a);
void analyser_forget(struct analyser *a);

#endif
