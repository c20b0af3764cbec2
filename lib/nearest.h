/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The word a person most likely meant: « vouliez-vous dire … ». */
#ifndef LIB_NEAREST_H
#define LIB_NEAREST_H

#include "lib/str.h"

/*
 * The candidate nearest to `word` by edit distance (optimal string alignment: a swap of
 * neighbours counts 1) over folded letters, or NULL when none is within a third of the
 * word's length, at least 1.
 */
const char *nearest_word(struct str word, const char *const *candidates, size_t count);

#endif
