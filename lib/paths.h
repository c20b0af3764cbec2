/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the index and the lexicon are when nobody says. */
#ifndef LIB_PATHS_H
#define LIB_PATHS_H

#include "lib/str.h"

/* Appends $VEILLE_INDEX, else $XDG_DATA_HOME/veille/index, else ~/.local/share/veille/index. */
void paths_index(struct buf *out);
/* Appends $VEILLE_LEXICON, else the folder installed with the program. */
void paths_lexicon(struct buf *out);
/* Reads a whole file; -1 with errno set. Appends. */
int paths_read(const char *path, struct buf *out);

#endif
