/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entry.h"

#include <stdlib.h>

void entry_clear(struct entry *e)
{
	buf_clear(&e->bytes);
	e->terms_count = e->values_count = 0;
	e->words = (struct entry_words){0};
	e->data = (struct str){0};
}

void entry_release(struct entry *e)
{
	free(e->values);
	free(e->terms);
	buf_release(&e->bytes);
	*e = (struct entry){0};
}

void entry_add_term(struct entry *e, struct str term, uint32_t wdf)
{
	entry_add_word(e, (struct str){0}, term, wdf, 0);
}

void entry_add_word(struct entry *e, struct str prefix, struct str text, uint32_t wdf,
		    uint32_t word)
{
	GROW(e->terms, e->terms_count, e->terms_capacity);
	e->terms[e->terms_count++] = (struct entry_term){
		(uint32_t)e->bytes.n, (uint32_t)(prefix.n + text.n), wdf, word};
	if (prefix.n > 0)
		buf_str(&e->bytes, prefix);
	buf_str(&e->bytes, text);
}

void entry_add_value(struct entry *e, uint32_t slot, struct str value)
{
	GROW(e->values, e->values_count, e->values_capacity);
	e->values[e->values_count++] = (struct entry_value){slot, e->bytes.n, value.n};
	buf_str(&e->bytes, value);
}

struct str entry_term_text(const struct entry *e, size_t i)
{
	const struct entry_term *t = &e->terms[i];

	return str_slice(buf_view(&e->bytes), t->start, t->start + t->length);
}

struct str entry_value_text(const struct entry *e, size_t i)
{
	const struct entry_value *v = &e->values[i];

	return str_slice(buf_view(&e->bytes), v->start, v->start + v->length);
}
