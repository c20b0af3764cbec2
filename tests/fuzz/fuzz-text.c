/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes through the tokenizer: tokens stay in order, inside the source, and well formed. */
#include <stdlib.h>

#include "lib/text.h"
#include "lib/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
	if (!condition)
		abort();
}

static void check_token(const struct text *t, size_t i, size_t size)
{
	const struct token *k = &t->tokens[i];
	const struct form *f = k->form;

	require(k->start < k->end && k->end <= size);
	require(k->position >= 1 && k->position <= t->position);
	require(i == 0 || (k->flags & TOKEN_STACKED) ||
		k->position > t->tokens[i - 1].position ||
		(t->tokens[i - 1].flags & TOKEN_STACKED));
	require(f->exact.n > 0 && f->exact.n <= STEM_FORM_MAX);
	require(utf8_fault(f->exact) == SIZE_MAX && utf8_fault(f->fold) == SIZE_MAX &&
		utf8_fault(f->stem) == SIZE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vocabulary *v;
	struct text t = {0};
	struct error err;
	size_t half = size / 2;
	size_t i;

	if (v == NULL)
		v = vocabulary_new((struct str){0}, STR("le\n"), &err);
	if (vocabulary_size(v) > 10000)
		vocabulary_clear(v);
	text_add(&t, v, TEXT_TITLE, (struct str){(const char *)data, half});
	text_add(&t, v, TEXT_BODY, (struct str){(const char *)data + half, size - half});
	for (i = 0; i < t.count; i++)
		check_token(&t, i, t.tokens[i].part == TEXT_TITLE ? half : size - half);
	text_release(&t);
	return 0;
}
