/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reading of a lexicon's tables, for lib/lexicon-{load,rows,names,words,synonyms}.c: a row
 * by its columns, and where it goes.
 */
#ifndef LIB_LEXICON_LOAD_H
#define LIB_LEXICON_LOAD_H

#include "lib/lexicon-parts.h"

enum column {
	COLUMN_ID,
	COLUMN_NAME,
	COLUMN_PARENT,
	COLUMN_CASE,
	COLUMN_CONTEXT,
	COLUMN_NOT_AFTER,
	COLUMN_NOT_BEFORE,
	COLUMN_ALIASES,
	COLUMN_POPULATION,
	COLUMN_KIND,
	COLUMNS
};

/* A row while it is read. */
struct row {
	struct str fields[COLUMNS];
	const char *file;
	unsigned line;
};

struct table;

/* Where a row goes. */
struct loading {
	struct lexicon *l;
	struct vocabulary *v;
	const struct table *table;
	const char *folder;	/* of a user; NULL: the base */
	const char *file;	/* as messages name it */
	uint32_t saint, sainte; /* words of names */
	struct text text;	/* scratch */
	struct buf scratch;
};

/* What to do with each row of a table. */
typedef int add_row(struct loading *g, const struct row *row, struct error *err);

/* A table of the folder. */
struct table {
	const char *file;
	add_row *add;
	enum name_kind kind, parent_kind;
	const char *parent; /* of every row, when it has no such column */
	bool closed;	    /* users name what is there otherwise, but add nothing */
};

/* Fills *err with what is wrong with `subject` in the row's line; answers -1. */
int row_fault(const struct row *row, const char *what, struct str subject,
	      struct error *err);
/* The next line that is no comment; counts them in row->line. */
bool row_next_line(struct str *rest, struct row *row, struct str *line);
/* Calls visit for each row of the table's text. */
int rows_each(struct loading *g, struct str text, add_row *visit, struct error *err);
/*
 * A file as it is, without the mark that spreadsheets begin one with: 1, or 0 when a user has
 * none. *path is its path, and g->file how messages name it.
 */
int rows_read_file(struct loading *g, const char *folder, const char *name,
		   struct buf *path, struct buf *text, struct error *err);

/* Rows of entities, and of what else there is. */
add_row add_entity, add_protected, add_cue, add_first_name, add_trade;
/* For a table read before, whose parents stand in it: joins them, then tells a circle. */
add_row link_parent, check_chain;
bool has_own_parents(const struct table *table);
/* Of the same trades, the users' and ours, one counts. */
void sort_trades(struct lexicon *l);

/* The words of a pattern: numbers in a trie's words. */
struct path {
	uint32_t words[PATTERN_WORDS_MAX];
	size_t count;
};

/* Cuts a name into g->text. */
void names_cut(struct loading *g, struct str name);
/* A way to write an entity: the name just cut goes into the trie and the keys. */
int names_add(struct loading *g, struct pattern *p, const struct row *row,
	      struct error *err);
/* The stems of the form just cut, small words left out. */
int names_stems(struct loading *g, struct path *path, const struct row *row,
		struct error *err);

#endif
