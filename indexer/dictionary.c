/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/dictionary.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/press.h"
#include "lib/schema.h"

enum {
	ARTICLE = 16 << 10, /* bytes of one article in the sample */
	SPREAD_SHARE = 400, /* of the text: so much of it is next to nothing */
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

static bool is_plain_key(struct str key)
{
	return str_starts(key, STR(META_PLAIN_PREFIX));
}

/* The same of one; answers how many bytes it is spread out, 0 when it stays pressed. */
static size_t spread(struct manifest *m, struct str dictionary, struct str key,
		     size_t room)
{
	size_t bytes = manifest_find(m, key).n;
	struct buf plain = {0};

	if (bytes == 0 && press_spread(dictionary, &plain) && plain.n <= room) {
		manifest_set(m, key, buf_view(&plain));
		bytes = plain.n;
	}
	buf_release(&plain);
	return bytes;
}

void dictionary_spread(struct manifest *m, uint64_t text_bytes)
{
	size_t room = text_bytes / SPREAD_SHARE;
	size_t count = m->facts_count;
	struct buf key = {0};

	for (size_t i = 0; i < count; i++) {
		const struct manifest_fact f = m->facts[i];

		if (!is_dictionary_key(f.key) || f.value.n > room)
			continue;
		buf_clear(&key);
		buf_text(&key, META_PLAIN_PREFIX);
		buf_str(&key, f.key);
		room -= spread(m, f.value, buf_view(&key), room);
	}
	buf_release(&key);
}

void dictionary_drop(struct manifest *m, struct str but)
{
	manifest_drop(m, is_dictionary_key, but);
	manifest_drop(m, is_plain_key, (struct str){0});
}
