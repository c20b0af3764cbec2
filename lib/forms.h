/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index's table of word forms: which exact forms the articles hold, and how many
 * articles hold each. Questions typed without accents, prefixes (invest*) and spelling
 * read it.
 *
 * Forms are kept in blocks, one for each beginning: the first FORMS_STEM characters of
 * the folded form (shorter forms whole). A block is a metadata value; its key is
 * META_FORMS_PREFIX and that beginning. Block: for each form in byte order of (fold,
 * exact): varint bytes shared with the exact form before, varint bytes that follow,
 * those bytes, varint article count.
 */
#ifndef LIB_FORMS_H
#define LIB_FORMS_H

#include "lib/error.h"
#include "lib/str.h"

#define FORMS_STEM 3

struct form_count {
	struct str exact;
	uint32_t articles;
};

/* Appends the metadata key of the block that holds a form, given folded. */
void forms_key(struct buf *out, struct str fold);
/*
 * Forms worth keeping: letters and digits with at least one letter, at most
 * STEM_FORM_MAX bytes.
 */
bool forms_wanted(struct str exact);
void forms_write(struct buf *out, const struct form_count *forms, size_t count);
/*
 * The next form of a block, which is cut off it, into *exact (empty before the first): 1, 0 at the
 * end, -1 with ERROR_DAMAGED.
 */
int forms_next(struct str *block, struct buf *exact, uint32_t *articles,
	       struct error *err);
/*
 * The same for a few forms of a block: those that may be, accents aside, `front` or begin so. Most are
 * passed over without being put together. `struct forms_like f = {.block, .front}` stands before the
 * first; release it with forms_like_release().
 */
struct forms_like {
	struct str block, front; /* what is left of it; folded */
	struct buf exact;	 /* the form, as far as it has been put together */
	size_t length;		 /* of the form before, whole */
	size_t differs;		 /* the first byte in which that surely is none of them */
};

int forms_like_next(struct forms_like *f, struct str *exact, uint32_t *articles,
		    struct error *err);
void forms_like_release(struct forms_like *f);
/* Reads a block into the arena. ERROR_DAMAGED. */
int forms_read(struct str block, struct arena *arena, struct form_count **forms,
	       size_t *count, struct error *err);

/* Appends the block that several blocks of one beginning make, counts added up. ERROR_DAMAGED. */
int forms_join(struct buf *out, const struct str *blocks, size_t count,
	       struct error *err);

/*
 * How the table changes with a batch of articles: counts up for each form of an article
 * that comes, down for one that goes, merged into the blocks all at once.
 */
struct forms_tally;

struct forms_tally *forms_tally_new(void);
void forms_tally_free(struct forms_tally *t);
void forms_tally_clear(struct forms_tally *t);
/* `change`: articles more (or less) that hold the form. */
void forms_tally_add(struct forms_tally *t, struct str exact, struct str fold,
		     int64_t change);

/* Adds all changes of another tally. */
void forms_tally_join(struct forms_tally *t, const struct forms_tally *other);

/*
 * Where blocks are kept. `get` appends the block, nothing when there is none; an empty
 * block is dropped.
 */
struct forms_store {
	void *context;
	int (*get)(void *context, struct str key, struct buf *block, struct error *err);
	int (*set)(void *context, struct str key, struct str block, struct error *err);
};

int forms_tally_merge(const struct forms_tally *t, const struct forms_store *store,
		      struct error *err);

#endif
