/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The paragraphs of a page, in order, and how much of the text is sentences and links.
 *
 * Text of hidden and of dropped nodes is left out. Texts belong to the arena of the page.
 */
#ifndef CORPUS_HTML_BLOCKS_H
#define CORPUS_HTML_BLOCKS_H

#include "corpus/html-tree.h"

enum html_block_kind {
	BLOCK_LOOSE, /* text of a <div>, a cell, … */
	BLOCK_PARAGRAPH,
	BLOCK_HEADING,
	BLOCK_ITEM,
	BLOCK_ROW, /* of a table of data, cells between tabs */
};

struct html_block {
	struct str text;
	struct html_node *node; /* the innermost that holds it all */
	enum html_block_kind kind;
	int level; /* of a heading: 1 to 6 */
	size_t characters;
	size_t links; /* characters in links to other pages */
	size_t front; /* bytes before the first of these; all without one */
	size_t prose; /* characters, when these are sentences */
	bool note;    /* begins with the mark of a note */
	bool gone;    /* for who reads them */
};

struct html_blocks {
	struct html_block *list;
	size_t count, capacity;
};

/* Fills an empty list. */
void html_blocks_make(struct html_blocks *out, struct arena *arena,
		      struct html_tree *tree);
/*
 * Makes blocks of their own of the line at byte `at` of a block's text, and of what
 * stands before and behind it. Answers the line's index.
 */
size_t html_blocks_split(struct html_blocks *b, size_t i, size_t at);
/* Sets prose, links, begin and end of each node from the blocks that are not gone. */
void html_blocks_weigh(const struct html_blocks *b, struct html_tree *tree);
void html_blocks_release(struct html_blocks *b);

/* Appends the block behind what `out` holds of this text. */
void html_block_print(struct buf *out, const struct html_block *b,
		      const struct html_block *last);

#endif
