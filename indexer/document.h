/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an article is found by: cuts its text, finds names and facts, and makes terms and
 * values of them.
 *
 * An analyser owns its vocabulary, its lexicon and what it found in the article read
 * last: the arrays of that article's record are borrowed until the next read.
 */
#ifndef INDEXER_DOCUMENT_H
#define INDEXER_DOCUMENT_H

#include "lib/error.h"
#include "lib/forms.h"
#include "lib/lexicon.h"
#include "lib/record.h"
#include "xapian-c/xapian-c.h"

struct analyser;

/*
 * `stems` and `stopwords` are the texts of those files; the lexicon is read out of the
 * folder.
 */
int analyser_open(struct analyser **out, struct str stems, struct str stopwords,
		  const char *lexicon, struct error *err);
void analyser_free(struct analyser *a);
const struct lexicon *analyser_lexicon(const struct analyser *a);

/*
 * Writes what questions need to know of the lexicon's names, in place of what is there.
 */
int analyser_write_names(const struct analyser *a, struct xc_writer *w,
			 struct error *err);

/* Cuts the record's title, lead and body into tokens, no more. */
void analyser_cut(struct analyser *a, const struct record *r);
/* Cuts, and fills the record's names, mentions, amounts and jobs. */
void analyser_read(struct analyser *a, struct record *r);
/*
 * Counts the word forms of the text cut last, each once: `change` is 1 when it comes,
 * -1 when it goes.
 */
void analyser_count(struct analyser *a, int change);
/* All that was counted since forms_tally_clear(); owned by the analyser. */
struct forms_tally *analyser_tally(struct analyser *a);
/*
 * Adds all terms, and all values but the hash, of the record read last to an empty
 * document.
 */
int analyser_document(struct analyser *a, const struct record *r, struct xc_document *d,
		      struct error *err);

#endif
