/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article as a reader hands it over: clean text, nothing understood yet.
 *
 * All strings are valid UTF-8 (NFC) without control characters but newline and tab, and
 * belong to the reader until its next call.
 */
#ifndef CORPUS_ARTICLE_H
#define CORPUS_ARTICLE_H

#include <stddef.h>

#include "lib/date.h"
#include "lib/str.h"

struct article {
	/*
	 * Never empty: given, else the URL, else the path (path#line), else, out of a
	 * pipe, made of the text.
	 */
	struct str id;
	bool id_given;
	struct str url;
	struct str title; /* one line */
	struct str date;  /* as written */
	struct day
		seen; /* when it was fetched, year 0: unknown; "hier" counts from there */
	struct str source, author;
	struct str lead; /* empty when the body begins with it */
	struct str body; /* never empty; paragraphs end with a newline */
	/* Of one that is refused: as it stands in the file, where the reader has it. */
	struct str raw;
	size_t lost;	 /* bytes that could not be read; U+FFFD stands for each */
	const char *path;
	size_t line; /* of its beginning, from 1 */
};

/* What a key of a file may give. */
enum article_member {
	ARTICLE_ID,
	ARTICLE_URL,
	ARTICLE_TITLE,
	ARTICLE_DATE,
	ARTICLE_SOURCE,
	ARTICLE_AUTHOR,
	ARTICLE_LEAD,
	ARTICLE_TEXT,
	ARTICLE_MEMBERS
};

#endif
