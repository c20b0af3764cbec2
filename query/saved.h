/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Questions that a person has given names, one file each in the folder watch of the settings
 * (lib/paths): its lines are the question, but those that begin with #.
 */
#ifndef QUERY_SAVED_H
#define QUERY_SAVED_H

#include "lib/error.h"
#include "lib/str.h"

/* 0, or -1 with what a name may be: letters, digits, and - _ . inside. */
int saved_check_name(struct str name, struct error *err);
/* Appends the question: 1, or 0 when none has the name. */
int saved_read(struct str name, struct buf *question, struct error *err);
/* Saves a question of one line under a name that fits. */
int saved_write(struct str name, struct str question, struct error *err);
/* 1 when there was one, else 0. */
int saved_remove(struct str name, struct error *err);

struct saved_names {
	char **items; /* sorted */
	size_t count, capacity;
};

/* All names, an empty list when nothing was ever saved; {0} is empty, release it. */
int saved_list(struct saved_names *names, struct error *err);
void saved_names_release(struct saved_names *names);
/* "no question is saved as 'a'; did you mean 'b'?"; appends. */
void saved_say_unknown(struct str name, struct buf *out);

#endif
