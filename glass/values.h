/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The value slots of a batch: of each slot a stream of documents and their values, as the
 * database will have it. An all-zero `struct values` is empty.
 */
#ifndef GLASS_VALUES_H
#define GLASS_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "glass/intern.h"
#include "glass/table.h"
#include "lib/error.h"
#include "lib/str.h"

struct values {
	struct intern names; /* of slots: what numbers the streams */
	struct values_stream *streams;
	size_t count, capacity;
};

/* A later value of the document in the same slot replaces it; an empty one is none. */
void values_set(struct values *v, uint32_t docid, uint32_t slot, struct str value);
/* Writes the bounds of all slots, then the streams of all. */
int values_write(const struct values *v, struct table *t, struct error *err);
/* Writes which slots each document uses: the table of term lists has that too. */
int values_write_slots(const struct values *v, struct table *t, struct error *err);
size_t values_bytes(const struct values *v); /* memory held */
void values_release(struct values *v);

#endif
