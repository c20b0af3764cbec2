/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain words of an article that no question asks for, passed over quickly: most of what is read.
 *
 * A part of text_add() with a watch set: letters of French between spaces and plain punctuation,
 * and clitics of one letter. Whatever may be more than a word is left to it.
 */
#ifndef LIB_TEXT_SKIM_H
#define LIB_TEXT_SKIM_H

#include "lib/text.h"

struct skim {
	struct text *text;
	const struct watch *watch;
	const struct form *other; /* of the words passed over */
	enum text_part part;
	struct str source;
	size_t end; /* no word that begins here or later is passed over */
	size_t free; /* nor one of four letters or less that begins before: it may be a multiplier */
	bool sentence; /* the next token begins one */
};

/*
 * From `at` on, where a word may begin, appends the tokens of such words as text_add() does;
 * answers where it stopped.
 */
size_t text_skim(struct skim *s, size_t at);

#endif
