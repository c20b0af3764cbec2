/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article in a few words, for people: what lists of articles tell beside title and excerpt.
 * Each function appends, and nothing when there is nothing to tell.
 */
#ifndef QUERY_BRIEF_H
#define QUERY_BRIEF_H

#include "query/search.h"

/* The text, behind the separator when something stands before it; nothing for an empty one. */
void brief_add(struct buf *out, const char *separator, struct str text);
/* "AFP, 13 mai 2024" */
void brief_origin(struct buf *out, const struct result *r);
/* "Renault, Envision · Douai · 2 Md€ · 1 000 emplois", from the names and figures in it. */
void brief_contents(struct buf *out, const struct result *r);
/* "also published by 3 other sources" */
void brief_copies(struct buf *out, const struct result *r);
/* Where the title leads: addresses of the web only. */
struct str brief_link(const struct record *r);

#endif
