/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The metadata of several segments made into that of one: word forms counted up, aliases
 * joined, and facts as the manifest has them now.
 *
 * A table owns its keys and values until metadata_release(); `struct metadata m = {0}` is empty.
 */
#ifndef INDEXER_METADATA_H
#define INDEXER_METADATA_H

#include "indexer/segment.h"
#include "lib/error.h"
#include "lib/forms.h"
#include "lib/manifest.h"
#include "xapian-c/xapian-c.h"

struct metadata_row {
	struct str key, value; /* an empty value: none */
};

struct metadata {
	struct arena arena;
	struct metadata_row *rows; /* in order of keys */
	size_t count, capacity;
};

/* Appends the value of a key, given those of the segments. An xc_resolve; `manifest` is one. */
int metadata_resolve(void *manifest, struct str key, const struct str *values,
		     size_t count, struct buf *out, struct error *err);

/* Reads and resolves all metadata of the readers into an empty table. */
int metadata_gather(struct metadata *m, struct manifest *manifest,
		    struct xc_reader *const *readers, size_t count, struct error *err);
void metadata_release(struct metadata *m);
/* Takes what the tally says off the table's word forms. */
int metadata_tally(struct metadata *m, const struct forms_tally *tally,
		   struct error *err);
/* Of all dictionaries it has the manifest's newest, and no other, from now on. */
void metadata_renew_dictionary(struct metadata *m, const struct manifest *manifest);
int metadata_write(const struct metadata *m, struct segment *s, struct error *err);

#endif
