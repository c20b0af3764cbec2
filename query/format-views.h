/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facets, timelines and tables in the formats that have a file of their own for them.
 */
#ifndef QUERY_FORMAT_VIEWS_H
#define QUERY_FORMAT_VIEWS_H

#include "query/format.h"

void view_print_text(const struct page *page, const struct view *view);
void view_print_json(const struct page *page, const struct view *view);
void view_print_jsonl(const struct page *page, const struct view *view);

#endif
