/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page as a tree, by the rules of browsers as far as they matter for text: tags that
 * end others, tags left open or closed too often, raw text, character references.
 *
 * Work and memory are linear in the bytes, whatever they are: elements stand at most
 * HTML_DEPTH_MAX deep (deeper ones are left out, their text stays), of their attributes
 * only the known ones are kept. The tree belongs to the arena; text without references
 * is borrowed from the bytes. (Parsers that keep to the whole standard take quadratic
 * time on deep nesting and many attributes, and recurse.)
 */
#ifndef CORPUS_HTML_TREE_H
#define CORPUS_HTML_TREE_H

#include <stdbool.h>

#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

#define HTML_DEPTH_MAX 200
#define HTML_NODES_MAX 1000000u
#define HTML_LINE_MAX 2000 /* bytes */

enum html_tag {
	HTML_TEXT, /* no element: text */
	HTML_OTHER,
	HTML_A,
	HTML_ABBR,
	HTML_ARTICLE,
	HTML_ASIDE,
	HTML_BASE,
	HTML_BLOCKQUOTE,
	HTML_BR,
	HTML_BUTTON,
	HTML_CAPTION,
	HTML_DD,
	HTML_DIV,
	HTML_DT,
	HTML_FIGCAPTION,
	HTML_FIGURE,
	HTML_FOOTER,
	HTML_FORM,
	HTML_H1,
	HTML_H2,
	HTML_H3,
	HTML_H4,
	HTML_H5,
	HTML_H6,
	HTML_HEADER,
	HTML_IMG,
	HTML_LI,
	HTML_LINK,
	HTML_MAIN,
	HTML_META,
	HTML_NAV,
	HTML_OL,
	HTML_P,
	HTML_PRE,
	HTML_SCRIPT,
	HTML_SECTION,
	HTML_SPAN,
	HTML_SUMMARY,
	HTML_TABLE,
	HTML_TBODY,
	HTML_TD,
	HTML_TIME,
	HTML_TITLE,
	HTML_TR,
	HTML_UL,
};

enum html_attribute {
	HTML_CLASS,
	HTML_CONTENT,
	HTML_DATETIME,
	HTML_HIDDEN,
	HTML_HREF,
	HTML_ID,
	HTML_ITEMPROP,
	HTML_LANG,
	HTML_NAME,
	HTML_PROPERTY,
	HTML_REL,
	HTML_ROLE,
	HTML_STYLE,
	HTML_TITLE_TEXT,
	HTML_TYPE,
	HTML_ATTRIBUTES
};

struct html_value {
	enum html_attribute attribute;
	struct str text;
	struct html_value *next;
};

struct html_node {
	enum html_tag tag;
	bool block;	 /* text before and after it stands in other paragraphs */
	bool hidden;	 /* what it holds is never read */
	struct str text; /* of HTML_TEXT, and of elements whose content is raw */
	struct html_value *values;
	struct html_node *parent, *first, *last, *next;
	struct html_node *before; /* the node that begins before this one in the page */

	/* For who reads the tree. */
	bool dropped;
	bool data;		  /* a table of data, not of layout */
	struct html_node *toward; /* on the way to the text: the child that leads there */
	int hints;		  /* see html-hints.h */
	size_t prose;		  /* characters of sentences in it that are not dropped */
	size_t links;		  /* characters in links, likewise */
	size_t begin;		  /* its first block; see html-blocks.h */
	size_t end;		  /* the one behind its last */
};

struct html_tree {
	struct html_node *root;
	struct html_node *latest; /* begins last; from here `before` leads to the root */
};

/* ERROR_REJECTED when there are more than HTML_NODES_MAX nodes. */
int html_tree_parse(struct html_tree *out, struct arena *arena, struct str html,
		    struct error *err);

/* The value, or one without p when there is none. */
struct str html_value(const struct html_node *n, enum html_attribute attribute);
/* Behind n in the order of the page, below `top`; NULL at the end. */
struct html_node *html_next(const struct html_node *top, const struct html_node *n);
/* The same, passing over what n holds. */
struct html_node *html_next_outside(const struct html_node *top,
				    const struct html_node *n);
bool html_inside(const struct html_node *n, const struct html_node *top);
/* 1 to 6 for h1 to h6, else 0. */
int html_heading(enum html_tag tag);
/* Appends the text in n, white space run together; no more once it has HTML_LINE_MAX. */
void html_node_text(struct buf *out, const struct html_node *n);

/* s with its character references resolved, in the arena; s itself when it has none. */
struct str html_decoded(struct arena *arena, struct str s);

#endif
