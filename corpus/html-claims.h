/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a page claims about its article, in several places: for each member the best
 * claim wins. Texts belong to the arena of the page.
 */
#ifndef CORPUS_HTML_CLAIMS_H
#define CORPUS_HTML_CLAIMS_H

#include "corpus/article.h"
#include "corpus/html-tree.h"

/* Who says it; the first is believed most. */
enum html_rank {
	RANK_NONE,
	RANK_LINKED, /* JSON-LD of the article */
	RANK_OPEN_GRAPH,
	RANK_MICRODATA,
	RANK_DUBLIN_CORE,
	RANK_META,
	RANK_TIME,  /* <time> */
	RANK_LINE,  /* a line of the page: "Publié le …", "Par …" */
	RANK_TITLE, /* <title>, the host's name, … */
};

struct html_claims {
	struct arena *arena;
	struct str url; /* where the page came from */
	struct str base;
	struct {
		struct str text;
		enum html_rank rank;
	} of[ARTICLE_MEMBERS];
};

/*
 * Takes the text, white space run together, when nobody of a better rank said it. Of
 * authors of one rank all count; of dates only those that can be read.
 */
void html_claim(struct html_claims *c, enum article_member member, enum html_rank rank,
		struct str text);

/* From JSON-LD, <meta>, <link> and microdata. */
void html_claims_read(struct html_claims *c, const struct html_tree *tree);
/* From one <script> of JSON-LD. */
void html_linked_read(struct html_claims *c, struct str json);

/* The first date in a line, as moment_parse() reads it, in the arena. */
bool html_date_find(struct arena *arena, struct str line, struct str *date);
/* Who wrote it, out of "Par Jeanne Corton, le 3 octobre": "Jeanne Corton". */
bool html_author_find(struct str line, struct str *author);

#endif
