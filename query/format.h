/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers on paper: one format is one format-NAME.c and one row of the table in format.c.
 * Formats know results, not questions' trees nor libxapian.
 */
#ifndef QUERY_FORMAT_H
#define QUERY_FORMAT_H

#include <stdio.h>

#include "lib/findings.h"
#include "lib/page.h"
#include "query/snippet.h"
#include "query/spell.h"
#include "query/view.h"

#define FORMAT_VERSION                                                                   \
	1 /* of what programs read: raised when a key changes its meaning */

/* What --explain shows of the whole question. */
struct explanation {
	struct str tree, clauses, query;
};

/* Words that brought articles in place of those typed. */
struct used_synonym {
	struct str typed, meant;
};

/* How the person wants the paper. */
struct layout {
	char separator;		  /* of values in CSV */
	bool nul;		  /* an id ends with a NUL, not a line */
	const struct str *fields; /* what is told of an article, in this order */
	size_t fields_count;	  /* 0: what the format tells by itself */
};

/* ERROR_USAGE when nothing of that name can be told of an article. */
int layout_check_field(struct str name, struct error *err);

struct answer {
	const struct layout *layout;
	struct str question; /* as typed */
	struct str number;   /* of the question in a batch; empty outside */
	const struct str *warnings;
	size_t warnings_count;
	const struct spelling
		*spelling; /* words no article has, and what they may mean */
	bool corrected;	   /* the results are those of spelling->question */
	const struct used_synonym *synonyms;
	size_t synonyms_count;
	const char *run; /* name of a TREC run */
	const struct results *results;
	const struct explanation *explanation; /* NULL without --explain */
};

struct stats_segment {
	struct str name; /* of the folder */
	uint32_t articles, removed;
	uint64_t text_bytes, bytes;
};

/* What `veille stats` tells of one index. */
struct stats {
	struct str place, program, lexicon;
	long schema;
	uint32_t articles;
	uint64_t text_bytes;  /* of titles, leads and bodies */
	uint64_t index_bytes; /* on disk; 0 when it isn't on this machine */
	double words;	      /* an article's average */
	int64_t first, last;  /* moments of publication; 0 unknown */
	int64_t updated;      /* moment of the last commit, UTC */
	struct stats_segment *segments;
	size_t segments_count;
};

/* What `veille show` shows. */
struct shown {
	const struct layout *layout;
	const struct result *result;
	struct findings findings;
	bool highlight; /* mark what was found in the text */
};

struct sheet; /* rows and columns: query/format-sheet.h */

enum sheet_for { SHEET_FOR_MACHINES, SHEET_FOR_PEOPLE };

struct format {
	const char *name;
	bool details; /* wants spans, names and the article, not its id alone */
	bool each;    /* lists copies as results of their own, whatever the person says */
	size_t limit; /* results when --limit says nothing */
	/* Knows rows and columns alone: prints all as sheets. NULL: has the three that follow. */
	void (*sheet)(const struct page *page, const struct sheet *s,
		      const struct layout *layout);
	enum sheet_for sheet_for;
	void (*answer)(const struct page *page, const struct answer *answer);
	/* One article whole; NULL: the format can't show one. */
	void (*article)(const struct page *page, const struct shown *shown);
	/* Facets, timeline or table; may be NULL. */
	void (*view)(const struct page *page, const struct view *view);
	void (*stats)(const struct page *page, const struct stats *stats,
		      size_t count); /* may be NULL */
};

extern const struct format format_text, format_json, format_jsonl, format_csv, format_tsv,
	format_md, format_ids, format_trec;

/* The keys of a result, as --format=jsonl has them; a jansson object that the caller owns. */
struct json_t *json_of_result(const struct result *r);
/* Prints what was asked. */
void format_answer(const struct format *f, const struct page *page,
		   const struct answer *answer);
bool format_has_article(const struct format *f);
void format_article(const struct format *f, const struct page *page,
		    const struct shown *shown);
bool format_has_view(const struct format *f);
void format_view(const struct format *f, const struct page *page,
		 const struct view *view);

/* NULL when there is none of that name. */
const struct format *format_find(struct str name);
/* "text, json, …": for messages. Appends. */
void format_names(struct buf *out);

#endif
