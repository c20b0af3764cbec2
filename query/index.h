/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index (or several, asked as one) opened for questions: its libxapian reader, its
 * vocabulary, and look-ups of names, forms and stored articles by key. Nothing is read before it is needed.
 *
 * Each segment of each index is a database of the reader; those of a server are one. With several
 * indexes the vocabulary is the first one's; names and forms are those of all.
 */
#ifndef QUERY_INDEX_H
#define QUERY_INDEX_H

#include "lib/error.h"
#include "lib/forms.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/stem.h"
#include "lib/str.h"
#include "query/synonyms.h"
#include "xapian-c/xapian-c.h"

struct index;
struct manifest;
struct columns;
struct columns_row;
struct columns_scratch;

/* Places are paths or host:port. Refuses other schema versions (ERROR_VERSION). */
int index_open(struct index **out, const char *const *places, size_t count,
	       struct error *err);
void index_close(struct index *x);
/*
 * The same state of the same indexes opened once more, so that another thread may call index_record() and
 * nothing else. It borrows from x, which outlives it and is not reopened meanwhile. NULL for a server,
 * for who remembers what is read, and where it cannot be opened.
 */
struct index *index_twin(const struct index *x);
/* After ERROR_CHANGED: the newest state; everything borrowed before is gone. */
int index_reopen(struct index *x, struct error *err);

/* Remembers from now on what index_read() reads, up to so many bytes: for many questions. */
void index_remember(struct index *x, size_t bytes);

struct xc_reader *index_reader(struct index *x);
struct vocabulary *index_vocabulary(struct index *x);

/* The index's synonyms, read at the first call; NULL with *err on failure. */
struct synonyms *index_synonyms(struct index *x, struct error *err);

/* The stored article; strings live in the arena. */
int index_record(struct index *x, uint32_t docid, struct arena *arena, struct record *r,
		 struct error *err);

/*
 * The same: 1 when it is remembered, and then gone with index_reopen(), 0 when it lives in the
 * arena.
 */
int index_read(struct index *x, uint32_t docid, struct arena *arena, struct record *r,
	       struct error *err);

/* Whether what is remembered stays until index_close(): only servers are ever reopened. */
bool index_keeps(const struct index *x);

/*
 * What columns hold of an article: 1, or 0 when its database has none here (a server's).
 * Labels are those of *columns, which is borrowed until index_reopen().
 */
int index_row(struct index *x, uint32_t docid, struct columns_scratch *scratch,
	      const struct columns **columns, struct columns_row *row, struct error *err);
/* Whether all databases have columns here: 1 or 0. */
int index_has_columns(struct index *x, struct error *err);
/* ERROR_DAMAGED: the columns tell of no such article, or something impossible. */
int index_lacks_row(struct index *x, uint32_t docid, struct error *err);

/* Articles of one database, by their numbers in its columns. */
struct index_part {
	const struct columns *columns; /* as those of index_row(); NULL for a server's */
	size_t count;
	uint32_t numbers[4096];
};

/*
 * Takes those in front, one at least, of docids that stand by database and in order in
 * each, as xc_reader_matches() lists them. Of a database that has no columns here it is
 * one, without its number.
 */
int index_part(struct index *x, const uint32_t *docids, size_t count,
	       struct index_part *part, struct error *err);
/* Databases of the reader, and which of them an article is of. */
size_t index_databases(const struct index *x);
size_t index_database(const struct index *x, uint32_t docid);
/* The place that the article is of. */
size_t index_place(const struct index *x, uint32_t docid);
size_t index_places(const struct index *x);
/* When the article came; number 0 when the index does not say. */
int index_arrival(struct index *x, uint32_t docid, struct arrival *arrival,
		  struct error *err);
/* The story it tells: copies of each other have the same. 0 when the index does not say. */
int index_group(struct index *x, uint32_t docid, uint64_t *group, struct error *err);
/* For people and programs, appended: "17", of several indexes "2.17"; nothing when unknown. */
int index_print_group(struct index *x, uint32_t docid, struct buf *out,
		      struct error *err);
/* The same as index_group() of a row's group: numbers are an index's own, several indexes share none. */
int index_mix_group(struct index *x, uint32_t docid, uint64_t number, uint64_t *group,
		    struct error *err);

/* What the index knows of a name: 1, or 0 when unknown. Borrowed until index_close(). */
int index_name(struct index *x, enum name_kind kind, struct str id,
	       const struct name_record **r, struct error *err);
#define NO_ID "?" /* of a name that the lexicon has and no article */
/*
 * The ids a name may mean, "lyon" → 69123: count of ids put into the arena, 0 unknown, -1 failed. For a name that
 * only the lexicon knew there is one, NO_ID.
 */
int index_alias(struct index *x, enum name_kind kind, struct str name,
		struct arena *arena, struct str **ids, struct error *err);
/* The alias nearest to an unknown one, or an empty str. */
int index_alias_nearest(struct index *x, enum name_kind kind, struct str name,
			struct arena *arena, struct str *nearest, struct error *err);
enum forms_match {
	FORMS_SAME,	 /* the folded form is `fold` */
	FORMS_FRONT,	 /* it begins with `fold` */
	FORMS_INFLECTED, /* written without accents, it has the stem of `fold` */
};

/*
 * The index's exact forms that match, most frequent first, counts summed over the
 * indexes; at most `limit`. `fold` has FORMS_STEM characters at least for FORMS_FRONT.
 */
int index_forms(struct index *x, struct str fold, enum forms_match match, size_t limit,
		struct arena *arena, struct form_count **forms, size_t *count,
		struct error *err);
/* A fact (META_...) of one of the places, borrowed; empty when there is none. */
int index_fact(struct index *x, size_t place, const char *key, struct str *value,
	       struct error *err);
/* The manifest of one of the places; NULL when it is a server. */
const struct manifest *index_manifest(struct index *x, size_t place);
/* Articles of one of the places, those gone left out. */
uint32_t index_articles(struct index *x, size_t place);

#endif
