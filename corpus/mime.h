/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mail message (RFC 5322, MIME) as text.
 *
 * All text is UTF-8, in the arena.
 */
#ifndef CORPUS_MIME_H
#define CORPUS_MIME_H

#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

struct mail {
	struct str id; /* Message-ID without its brackets */
	struct str url;
	struct str date; /* as written */
	struct str subject;
	struct str from; /* the name, else the address */
	struct str list; /* the mailing list's name, else empty */
	struct str text;
};

/*
 * Reads one message. Of the same text in several forms plain text is preferred, HTML
 * taken where that says much more; attachments are left out. *lost as in
 * encoding_decode(). -1: ERROR_REJECTED.
 */
int mail_read(struct arena *arena, struct str message, struct mail *m, size_t *lost,
	      struct error *err);

#endif
