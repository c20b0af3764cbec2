/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts drawn as SVG inside a page of HTML. Widths are shares of the page, so that charts fit a
 * telephone, a screen and paper; words and figures stay text of the page or keep their size.
 */
#ifndef QUERY_CHART_H
#define QUERY_CHART_H

#include <stdio.h>

#include "query/view.h"

/* A bar as long as `share`, from 0 to 1, of where it stands. */
void chart_bar(FILE *out, double share);
/* What shades a cell of a table; `share` as before. */
void chart_shade(FILE *out, double share);
/* A time axis as columns, with a scale and some of its periods named. */
void chart_columns(FILE *out, const struct view *v, const struct view_axis *axis);

#endif
