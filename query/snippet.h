/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one or two lines of an article that show best why it was found.
 */
#ifndef QUERY_SNIPPET_H
#define QUERY_SNIPPET_H

#include "lib/page.h"
#include "query/search.h"

/* One line, no line breaks, "…" where it was cut; at most `columns` wide; lives in the arena. */
void snippet_make(const struct result *r, size_t columns, struct arena *arena,
		  struct marked_text *out);
/* A whole part with its marks. */
void snippet_part(const struct result *r, enum text_part part, struct arena *arena,
		  struct marked_text *out);

#endif
