/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options that say which of the articles found are listed, and in what order; verbs that
 * list articles share them.
 */
#ifndef QUERY_LISTING_H
#define QUERY_LISTING_H

#include "lib/i18n.h"
#include "query/search.h"

/* Their ids begin at 1300. */
enum { OPTION_LIMIT = 1300, OPTION_OFFSET, OPTION_SORT, OPTION_RECENCY, OPTION_NO_GROUP };

#define ROW_OFFSET                                                                       \
	{                                                                                \
		OPTION_OFFSET, 0, "offset", N_("N"), N_("leave out the first N")         \
	}
#define ROW_SORT                                                                         \
	{                                                                                \
		OPTION_SORT, 's', "sort", N_("ORDER"), N_("relevance or date")           \
	}
#define ROW_RECENCY                                                                      \
	{                                                                                \
		OPTION_RECENCY, 0, "recency", N_("AGE"),                                 \
			N_("let age count: an article of AGE (90j, 12s, 6m, 1a) is "     \
			   "worth three "                                                \
			   "quarters")                                                   \
	}
#define ROW_NO_GROUP                                                                     \
	{                                                                                \
		OPTION_NO_GROUP, 0, "no-group", NULL,                                    \
			N_("list copies of one story as articles of their own")          \
	}

/* Takes one of them: 0 taken, -1 with *err when the value is wrong, 1 not one of them. */
int listing_take(struct search_options *search, int id, struct str value,
		 struct error *err);

#endif
