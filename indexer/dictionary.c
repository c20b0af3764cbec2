/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/dictionary.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/press.h"

enum {
	ARTICLE = 16 << 10, /* bytes of one article in the sample */
};

/*
 * Bytes, at most. A dictionary is stored with each segment too. One that all articles are pressed
 * against may be larger: of 42 MB of news twice the size takes off 2.8 % of the records, four times 5.4 %.
 * It is that share of the sample, at most: more would be learnt by heart. Training takes as long as the sample is
 * long, which the first articles of an index wait for: half of it saves .15 s, and leaves .5 % more of the
 * records.
 */
static const struct {
	size_t most;
	unsigned share;
} sizes[] = {
	[DICTIONARY_OF_FIRST] = {128 << 10, 16},
	[DICTIONARY_OF_ALL] = {512 << 10, 32},
};

size_t dictionary_sample(enum dictionary_of of)
{
	return sizes[of].share * sizes[of].most;
}

void dictionary_train(const struct str *texts, size_t count, enum dictionary_of of,
		      struct buf *out)
{
	size_t most = dictionary_sample(of);
	size_t *lengths = xcalloc(count + 1, sizeof *lengths);
	struct buf sample = {0};
	uint64_t total = 0, passed = 0;
	size_t taken = 0, size;

	for (size_t i = 0; i < count; i++)
		total += texts[i].n < ARTICLE ? texts[i].n : ARTICLE;
	for (size_t i = 0; i < count; i++) {
		struct str s = str_slice(texts[i], 0, ARTICLE);

		passed += s.n;
		if (total > most && sample.n * total > passed * most)
			continue;
		buf_str(&sample, s);
		lengths[taken++] = s.n;
	}
	size = sample.n / sizes[of].share;
	if (sample.n >= DICTIONARY_LEAST)
		press_train(buf_view(&sample), lengths, taken,
			    size < sizes[of].most ? size : sizes[of].most, out);
	buf_release(&sample);
	free(lengths);
}
