/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page being read: its paragraphs, its title's, and where its text is. What html-main
 * finds, html-choice and those it asks (html-contents, html-quotes, html-senders) and
 * html-lines go by.
 */
#ifndef CORPUS_HTML_PAGE_H
#define CORPUS_HTML_PAGE_H

#include "corpus/html-blocks.h"
#include "corpus/html-claims.h"

#define LINE_MAX_CHARACTERS 250 /* of a line that is no text of the article */
#define INFO_MAX_CHARACTERS 140 /* of date and author */
#define LABEL_MAX_CHARACTERS 60 /* of one that only names what follows */
#define LITTLE_TEXT 140		/* characters: less is no article */
#define BOX_STEP_MAX 300	/* sentences around a box that are in it too */

struct html_page {
	struct html_claims *claims;
	struct html_tree *tree;
	struct html_blocks blocks;
	size_t title;		  /* the title's block; SIZE_MAX: none */
	struct str title_line;	  /* its text */
	size_t last;		  /* the last block of sentences */
	struct html_node *around; /* holds title and text */
	struct html_node *text;	  /* holds most of the text */
};

/* Characters of sentences in the blocks from `begin` to before `end` that are not gone. */
size_t html_page_prose(const struct html_page *p, size_t begin, size_t end);
/* Whether the node, or one around it that does not hold the whole text, has the hint. */
bool html_page_hints(const struct html_page *p, const struct html_node *n, int hint);
/*
 * The largest element around the block in which no sentence stands before it. A box does
 * not grow by more than `most` characters of sentences at once. NULL when there is none.
 */
const struct html_node *html_page_own_box(const struct html_page *p, size_t i,
					  size_t most);
/* Marks the blocks from `begin` to before `end` as gone. */
void html_page_take_out(struct html_page *p, size_t begin, size_t end);
/* "Publié le", "En ligne le" and their like; *at is where. */
bool html_page_published(struct str line, size_t *at);

/* Marks each block that is none of the article's as gone. */
void html_choose(struct html_page *p);
/* Claims dates and authors that stand in lines and elements around the title. */
void html_lines_read(struct html_page *p);

/* Takes out tables of contents. */
void html_contents_judge(struct html_page *p);
/* Takes out what is told of who sends the text, and who signs it. */
void html_senders_judge(struct html_page *p);
/* Whether a last line is a signature: initials, an agency, "(Rédigé par …)". */
bool html_senders_sign(const struct html_block *b);
/* Who says it is part of a quotation: takes the hints of authors and captions off it. */
void html_quotes_hint(struct html_tree *tree);
/* Marks as gone what says words of the text once more, set off to catch the eye. */
void html_quotes_judge(struct html_page *p);
/* Whether it is words set off, or who says those before it, that are not gone. */
bool html_quotes_hold(const struct html_page *p, size_t i);
/* Whether the block says whose words stand before it. */
bool html_quotes_speaker(const struct html_page *p, size_t i);

#endif
