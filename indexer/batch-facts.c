/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the manifest says of the index, and the lexicon that a batch goes by. */
#include "indexer/batch-parts.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>

#include "config.h"
#include "lib/i18n.h"

/* ---- what the manifest says of the index ---- */

uint64_t batch_fact_number(const struct batch *b, const char *key)
{
	struct str text = manifest_fact(b->manifest, key);
	uint64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n = 10 * n + (uint64_t)(text.p[i] - '0');
	return n;
}

void batch_set_fact(struct batch *b, const char *key, struct str value)
{
	if (str_equal(manifest_fact(b->manifest, key), value))
		return;
	manifest_set(b->manifest, str_of(key), value);
	b->dirty = true;
}

void batch_set_number(struct batch *b, const char *key, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	batch_set_fact(b, key, str_of(text));
}

/* An index that is rebuilt stays the same one. */
static void set_identity(struct batch *b)
{
	const struct manifest *old = writer_replaced(b->writer);
	uint64_t number = 0;
	char text[32];

	if (old != NULL && manifest_fact(old, META_IDENTITY).n > 0) {
		batch_set_fact(b, META_IDENTITY, manifest_fact(old, META_IDENTITY));
		batch_set_fact(b, META_ARRIVALS, manifest_fact(old, META_ARRIVALS));
		return;
	}
	while (getrandom(&number, sizeof number, 0) < 0 && errno == EINTR)
		continue;
	snprintf(text, sizeof text, "%016llx", (unsigned long long)number);
	batch_set_fact(b, META_IDENTITY, str_of(text));
}

void batch_set_origin(struct batch *b)
{
	batch_set_number(b, META_SCHEMA, SCHEMA_VERSION);
	batch_set_fact(b, META_PROGRAM, STR(PACKAGE_VERSION));
	set_identity(b);
}

/* ---- the lexicon ---- */

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
		batch_set_fact(b, key, buf_view(table));
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

int batch_open_analyser(struct batch *b, struct error *err)
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
	batch_set_fact(b, META_NAMES, buf_view(&table));
	buf_clear(&table);
	names_known(b->names, &table);
	batch_set_fact(b, META_KNOWN, buf_view(&table));
	batch_set_fact(b, META_LEXICON, lexicon_version(l));
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
		batch_set_fact(b, META_SYNONYMS, buf_view(&now));
	buf_release(&now);
	return rc;
}

int batch_refresh_facts(struct batch *b, struct error *err)
{
	refresh_names(b);
	return refresh_synonyms(b, err);
}
