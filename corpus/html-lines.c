/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Date and author, out of the lines around the title. */
#include "corpus/html-page.h"

#include <string.h>

#include "corpus/html-hints.h"

#define LINES_BEFORE 5 /* of the title that may bear the date */
#define LINES_BEHIND 15

bool html_page_published(struct str line, size_t *at)
{
	static const char *const words[] = {"ublié", "UBLIÉ", "n ligne le", "osté le",
					    "ublished"};

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *found =
			line.n == 0 ? NULL
				    : memmem(line.p, line.n, words[i], strlen(words[i]));

		if (found != NULL) {
			*at = (size_t)(found - line.p);
			return true;
		}
	}
	return false;
}

/* How much a line looks like that of the date: 0, not at all. */
static int read_date_line(struct html_page *p, size_t i, struct str *date)
{
	const struct html_block *b = &p->blocks.list[i];
	size_t at = 0;
	bool published;

	if (b->characters > LINE_MAX_CHARACTERS)
		return 0;
	published = html_page_published(b->text, &at);
	if (!html_date_find(p->claims->arena, str_slice(b->text, at, b->text.n), date) &&
	    !html_date_find(p->claims->arena, b->text, date))
		return 0;
	if (published)
		return 3;
	if (b->node->hints & HINT_DATE)
		return 2;
	return b->prose == 0 || 4 * date->n >= b->text.n ? 1 : 0;
}

static void read_lines(struct html_page *p)
{
	struct html_claims *c = p->claims;
	size_t begin = p->title != SIZE_MAX && p->title > LINES_BEFORE
			       ? p->title - LINES_BEFORE
			       : 0;
	struct str date, author;
	int best = 0;

	for (size_t turn = 0; turn < 2; turn++) {
		/* Behind the title first, then before it. */
		size_t i = turn == 0 && p->title != SIZE_MAX ? p->title + 1 : begin;
		size_t end = turn == 0 ? i + LINES_BEHIND : p->title;

		for (; i < end && i < p->blocks.count; i++) {
			int looks = read_date_line(p, i, &date);

			if (looks > best) {
				best = looks;
				if (c->of[ARTICLE_DATE].rank == RANK_LINE)
					c->of[ARTICLE_DATE].rank = RANK_NONE;
				html_claim(c, ARTICLE_DATE, RANK_LINE, date);
			}
			if (html_author_find(p->blocks.list[i].text, &author) &&
			    turn == 0)
				html_claim(c, ARTICLE_AUTHOR, RANK_LINE, author);
		}
		if (best > 0 || p->title == SIZE_MAX)
			break;
	}
	for (size_t i = p->title != SIZE_MAX ? p->title : 0;
	     best == 0 && i < p->blocks.count; i++) {
		if (read_date_line(p, i, &date) >= 2) {
			html_claim(c, ARTICLE_DATE, RANK_LINE, date);
			break;
		}
	}
}

/* In what stands beside the article, as far as tags and classes tell. */
static bool beside(const struct html_page *p, const struct html_node *n)
{
	const struct html_node *title =
		p->title != SIZE_MAX ? p->blocks.list[p->title].node : p->tree->root;

	for (; n != NULL && !html_inside(title, n); n = n->parent) {
		if (n->hints & HINT_APART || n->tag == HTML_ASIDE || n->tag == HTML_NAV)
			return true;
	}
	return false;
}

/* <time datetime>, <abbr class="published" title>; else the text of <time>. */
static void read_times(struct html_page *p)
{
	const struct html_node *n;
	struct buf b = {0};
	struct str date;

	for (n = p->tree->root; n != NULL; n = html_next(p->tree->root, n)) {
		bool dated = n->tag == HTML_TIME ||
			     (n->tag == HTML_ABBR && n->hints & HINT_DATE);

		if (!dated || (n->tag == HTML_TIME && beside(p, n)))
			continue;
		html_claim(p->claims, ARTICLE_DATE, RANK_TIME,
			   html_value(n, n->tag == HTML_TIME ? HTML_DATETIME
							     : HTML_TITLE_TEXT));
		buf_clear(&b);
		html_node_text(&b, n);
		if (html_date_find(p->claims->arena, buf_view(&b), &date))
			html_claim(p->claims, ARTICLE_DATE, RANK_TIME, date);
	}
	buf_release(&b);
}

static void read_authors(struct html_page *p)
{
	struct html_node *n = p->tree->root;
	struct buf b = {0}, byline = {0};
	struct str author;

	for (; n != NULL; n = html_next(p->tree->root, n)) {
		if (!(n->hints & HINT_AUTHOR) || beside(p, n) ||
		    p->claims->of[ARTICLE_AUTHOR].rank != RANK_NONE)
			continue;
		buf_clear(&b);
		buf_clear(&byline);
		html_node_text(&b, n);
		if (!html_author_find(str_trim(buf_view(&b)), &author)) {
			buf_text(&byline, "Par ");
			buf_str(&byline, str_trim(buf_view(&b)));
			if (!html_author_find(buf_view(&byline), &author))
				continue;
		}
		html_claim(p->claims, ARTICLE_AUTHOR, RANK_LINE, author);
	}
	buf_release(&byline);
	buf_release(&b);
}

void html_lines_read(struct html_page *p)
{
	read_times(p);
	read_lines(p);
	read_authors(p);
}
