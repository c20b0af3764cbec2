/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What index.c is made of: opening and facts, articles with their columns and groups, names and
 * word forms. All work on the one struct index.
 */
#ifndef QUERY_INDEX_PARTS_H
#define QUERY_INDEX_PARTS_H

#include "lib/columns.h"
#include "lib/manifest.h"
#include "query/index.h"
#include "query/known-forms.h"
#include "query/memory.h"

/* A fact read from a server, which keeps it in its database; or that it has none. */
struct remote_fact {
	const char *key;
	struct str value;
};

/* An index: a folder with a manifest, or a server. */
struct place {
	const char *name; /* borrowed */
	bool remote;
	struct manifest manifest;
	size_t first, count; /* its databases of the reader */
	struct remote_fact *facts;
	size_t facts_count, facts_capacity;
	uint64_t salt; /* of its groups' numbers */
	bool salted;
};

/* The columns of a database, opened when they are first asked for. */
struct opened_columns {
	bool tried;
	bool missing;	/* a server's */
	uint32_t first; /* number of its first article */
	struct columns columns;
};

struct known_name {
	enum name_kind kind;
	struct str id;
	int found; /* 1 or 0 */
	struct name_record record;
};

struct index {
	struct xc_reader *reader;
	struct vocabulary *vocabulary;
	struct place *places;
	size_t places_count;
	bool twin;    /* its manifests are another's */
	size_t count; /* databases of the reader */
	struct opened_columns
		*columns;	  /* by database; NULL before the first is asked for */
	struct known_name *names; /* hash table, open addressing; found < 0: free */
	size_t names_count, names_capacity;
	struct known_forms forms;
	struct synonyms synonyms;
	bool synonyms_read;
	struct arena arena; /* names, facts of servers */
	struct unpress *unpress;
	struct memory *memory; /* NULL unless asked for */
	struct buf stored;     /* scratch */
};

/* Some place of it is a server. */
bool index_any_remote(const struct index *x);

#endif
