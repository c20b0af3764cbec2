/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was found in an article, told: as JSON, as a list for people, as marks in its text.
 * Indexer and query tool tell it alike through this file.
 *
 * A `struct findings` borrows the record and the names.
 */
#ifndef LIB_FINDINGS_H
#define LIB_FINDINGS_H

#include "lib/analyser.h"
#include "lib/labels.h"
#include "lib/page.h"
#include "lib/record.h"

struct json_t;

/* What a record leaves to lexicon or index. */
struct found_name {
	struct str name;    /* for people: "Amazon Web Services" */
	struct str country; /* of a place: the id of its country; empty when unknown */
};

struct findings {
	const struct record *record;
	const struct found_name *names; /* one for each of the record's */
};

/* Those of the record read last; the array of names lives in the arena. */
void findings_of_analyser(const struct analyser *a, const struct record *r,
			  struct arena *arena, struct findings *out);

/* ---- JSON: see veille(1) for the keys ---- */

/* One article. */
struct json_t *findings_json(const struct findings *f);
/* Lists for other answers: where a name stands, and the deals. */
struct json_t *findings_json_spans(const struct findings *f, size_t name);
struct json_t *findings_json_span(uint8_t part, uint32_t start, uint32_t end,
				  uint8_t rule);
struct json_t *findings_json_deals(const struct findings *f);

/* ---- for people ---- */

/* All names, figures and deals, with how they were found. */
void findings_print(const struct findings *f, const struct page *page);
/* The same under the article's title, date and id. */
void findings_print_article(const struct findings *f, const struct page *page);

enum findings_look {
	FINDINGS_COLOURS,  /* marks with a style for each kind */
	FINDINGS_BRACKETS, /* "[Renault|company]" written into the text */
};

/* A part of the article with all that was found in it; lives in the arena. */
void findings_mark(const struct findings *f, enum text_part part, enum findings_look look,
		   struct arena *arena, struct marked_text *out);

/* A stretch of text that something was found in. */
struct finding {
	uint8_t part;
	uint32_t start, end;
	const struct label *kind; /* of what it is: "company", "levee" */
	const struct look *look;  /* on a terminal */
};

/* All of them, by part and start, longer ones first; the array lives in the arena. */
size_t findings_list(const struct findings *f, struct arena *arena,
		     struct finding **items);

#endif
