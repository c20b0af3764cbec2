/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the index and the lexicon are when nobody says. */
#ifndef LIB_PATHS_H
#define LIB_PATHS_H

#include "lib/str.h"

/* Appends $VEILLE_INDEX, else $XDG_DATA_HOME/veille/index, else ~/.local/share/veille/index. */
void paths_index(struct buf *out);
/* Appends $XDG_CONFIG_HOME/veille, else ~/.config/veille: what the person has settled. */
void paths_config(struct buf *out);
/* Appends $XDG_STATE_HOME/veille, else ~/.local/state/veille: what the program remembers. */
void paths_state(struct buf *out);
/*
 * The folders of a lexicon: the program's own, and those of users, whose rows are added to it.
 * Owns its texts; `struct lexicon_folders f = {0}` is a valid empty one.
 */
struct lexicon_folders {
	struct buf base;
	struct buf *users;
	size_t count, capacity;
};

/*
 * $VEILLE_LEXICON, else the folder installed with the program; then
 * $XDG_CONFIG_HOME/veille/lexicon, else ~/.config/veille/lexicon, when there is one.
 */
void lexicon_folders_find(struct lexicon_folders *f);
void lexicon_folders_add(struct lexicon_folders *f, struct str folder);
void lexicon_folders_release(struct lexicon_folders *f);
/* The folder of messages in other languages: $VEILLE_LOCALE, else the one installed. */
const char *paths_locale(void);
/* Reads a whole file; -1 with errno set. Appends. */
int paths_read(const char *path, struct buf *out);
/* Makes the folder, and those it lies in, unless they are there; -1 with errno set. */
int paths_make_folder(const char *path);
/*
 * Puts the bytes on the disk, then renames them into the file's place: whoever reads it finds the old
 * file or the new one, whole. -1 with errno set.
 */
int paths_replace(const char *path, struct str bytes);

#endif
