/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an element's tag, class, id, role and itemprop say about what is in it. */
#ifndef CORPUS_HTML_HINTS_H
#define CORPUS_HTML_HINTS_H

#include "corpus/html-tree.h"

enum html_hint {
	HINT_APART = 1 << 0, /* stands beside the article: comments, links, adverts */
	HINT_MAYBE = 1 << 1, /* the same, unless most of the page's sentences are in it */
	HINT_INFO = 1 << 2,  /* of the article, but not its text: date, author */
	HINT_BODY = 1 << 3,
	HINT_LEAD = 1 << 4,
	HINT_TITLE = 1 << 5,
	HINT_DATE = 1 << 6,
	HINT_AUTHOR = 1 << 7,
	HINT_HIDDEN = 1 << 8,
	HINT_HEADING = 1 << 9,	  /* within the text */
	HINT_AUTHOR_IN = 1 << 11, /* an element in it has HINT_AUTHOR */
	HINT_ACTION = 1 << 14,	  /* looks like a button */
	HINT_ACTION_IN = 1 << 13, /* something to press is in it */
	HINT_TITLE_IN = 1 << 15,  /* the title is in it */
	HINT_IMAGE_IN = 1 << 12,  /* a picture is in it */
	HINT_QUOTE = 1 << 10,	  /* words of the text, set off */
	HINT_ASIDE = 1 << 16,	  /* <aside>: apart, or a box of the text */
};

int html_hints(const struct html_node *n);

/* Beginnings of short lines that are no part of an article: "Lire aussi". */
enum html_phrase {
	PHRASE_NONE,
	PHRASE_LINK,	 /* leads elsewhere, when the line is a link or holds one */
	PHRASE_LINE,	 /* is none of the article's */
	PHRASE_BOX,	 /* nor is what stands in one box with it */
	PHRASE_END,	 /* a heading of links to other articles */
	PHRASE_COMMENTS, /* a heading of what readers say */
	PHRASE_TAIL,	 /* of who sends the text, and of whom to ask */
};

enum html_phrase html_phrase(struct str line);
/* True for what asks the reader to subscribe, to give an address or to accept cookies. */
bool html_asks(struct str text);
/* True for what says who answers for a text, who may copy it or who pays for its links. */
bool html_disclaims(struct str text);

/* True for what begins by asking the reader to do something: "Recevez", "Téléchargez". */
bool html_invites(struct str line);

#endif
