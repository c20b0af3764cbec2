/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of contents: lines that say the headings to come. */
#include "corpus/html-page.h"

#include "corpus/html-title.h"

#define CONTENTS_LINE_MAX 160 /* characters of an entry, and of a heading */
#define CONTENTS_MAX 100      /* lines and headings that are compared */

struct headings {
	struct {
		size_t block;
		struct str plain;
	} list[CONTENTS_MAX];
	size_t count;
};

static void read_headings(const struct html_page *p, size_t begin, struct headings *h)
{
	h->count = 0;
	for (size_t i = begin; i < p->blocks.count && h->count < CONTENTS_MAX; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone || b->kind != BLOCK_HEADING ||
		    b->characters > CONTENTS_LINE_MAX)
			continue;
		h->list[h->count].block = i;
		h->list[h->count].plain = html_plain(p->claims->arena, b->text);
		h->count++;
	}
}

static bool is_entry(const struct html_block *b)
{
	return b->kind != BLOCK_HEADING && b->kind != BLOCK_ROW &&
	       b->characters <= CONTENTS_LINE_MAX;
}

static bool is_label(const struct html_block *b)
{
	return b->prose == 0 && b->characters <= LABEL_MAX_CHARACTERS;
}

/* A heading behind the line says the same. */
static bool announces(const struct html_page *p, size_t i, const struct headings *h)
{
	struct str plain = html_plain(p->claims->arena, p->blocks.list[i].text);

	for (size_t j = 0; j < h->count; j++) {
		if (h->list[j].block > i && plain.n > 0 &&
		    str_equal(plain, h->list[j].plain))
			return true;
	}
	return false;
}

void html_contents_judge(struct html_page *p)
{
	size_t begin = p->title == SIZE_MAX ? p->around->begin : p->title + 1;
	size_t run = 0, lines = 0;
	struct headings h;

	read_headings(p, begin, &h);
	if (h.count < 2)
		return;
	for (size_t i = begin; i <= p->blocks.count && lines < CONTENTS_MAX; i++) {
		bool entry = i < p->blocks.count && is_entry(&p->blocks.list[i]);

		lines += entry;
		if (entry && announces(p, i, &h)) {
			run++;
			continue;
		}
		if (run >= 2) {
			size_t first = i - run;

			if (first > begin && is_label(&p->blocks.list[first - 1]))
				first--;
			html_page_take_out(p, first, i);
		}
		run = 0;
	}
}
