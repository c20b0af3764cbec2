/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words set off from the text: which are the text's once more, and who says them. */
#include "corpus/html-page.h"

#include <string.h>

#include "corpus/html-hints.h"
#include "corpus/html-title.h"

#define QUOTES_MAX 50	/* of a page that are looked for in its text */
#define QUOTE_LEVELS 4	/* from who says it up to the quotation's box */
#define FIGURE_LEVELS 3 /* from the quotation up to its <figure> */
#define QUOTE_MIN 20	/* characters of words said */
#define SPEAKER_MAX 120 /* characters of who says it */

/* ---- hints ---- */

/* A <figure> may hold a quotation and, as its caption, who says it. */
static void mark_figure(struct html_node *quote)
{
	struct html_node *n = quote->parent;

	for (int i = 0; i < FIGURE_LEVELS && n != NULL; i++, n = n->parent) {
		if (n->tag == HTML_FIGURE) {
			n->hints |= HINT_QUOTE;
			return;
		}
	}
}

static bool is_quotation(const struct html_node *n)
{
	return n->tag == HTML_BLOCKQUOTE || n->hints & HINT_QUOTE;
}

static bool in_quotation(const struct html_node *n)
{
	n = n->parent;
	for (int i = 0; i < QUOTE_LEVELS && n != NULL; i++, n = n->parent) {
		if (is_quotation(n))
			return true;
	}
	return false;
}

void html_quotes_hint(struct html_tree *tree)
{
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		if (n->tag == HTML_BLOCKQUOTE)
			mark_figure(n);
	}
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		bool foot = n->tag == HTML_FIGCAPTION || n->tag == HTML_FOOTER;

		if (!(n->hints & (HINT_APART | HINT_MAYBE | HINT_INFO)) ||
		    !(foot || n->hints & HINT_AUTHOR) || !in_quotation(n))
			continue;
		n->hints &= ~(HINT_INFO | HINT_AUTHOR);
		n->block = true;
		if (foot)
			n->hints &= ~(HINT_APART | HINT_MAYBE);
	}
}

/* ---- blocks ---- */

/* The outermost box of the words; NULL when they are not set off. */
static const struct html_node *set_off(const struct html_page *p,
				       const struct html_node *n)
{
	const struct html_node *box = NULL;

	for (; n != NULL && n != p->text && n != p->around; n = n->parent) {
		if (is_quotation(n) || n->tag == HTML_ASIDE)
			box = n;
	}
	return box;
}

bool html_quotes_speaker(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];
	const struct html_node *box = set_off(p, b->node);

	return i > 0 && box != NULL && box->tag != HTML_ASIDE &&
	       b->kind != BLOCK_HEADING && b->prose == 0 && b->links == 0 &&
	       b->characters <= SPEAKER_MAX && box == set_off(p, b[-1].node);
}

bool html_quotes_hold(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];
	const struct html_node *box = set_off(p, b->node);

	if (html_quotes_speaker(p, i))
		return !b[-1].gone;
	return box != NULL && box->tag != HTML_ASIDE && b->characters >= QUOTE_MIN;
}

void html_quotes_judge(struct html_page *p)
{
	struct arena *arena = p->claims->arena;
	struct buf text = {0};
	struct str all, quote;
	size_t quotes = 0;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone || set_off(p, b->node) != NULL)
			continue;
		buf_str(&text, b->text);
		buf_char(&text, '\n');
	}
	all = html_plain(arena, buf_view(&text));
	for (size_t i = 0; i < p->blocks.count && quotes < QUOTES_MAX; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone || set_off(p, b->node) == NULL)
			continue;
		quotes++;
		quote = html_plain(arena, b->text);
		if (html_quotes_speaker(p, i))
			b->gone = b[-1].gone;
		else
			b->gone = memmem(all.p, all.n, quote.p, quote.n) != NULL;
	}
	buf_release(&text);
}
