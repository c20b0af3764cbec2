/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Date and author, out of the lines around the title. */
#include "corpus/html-page.h"

#include <string.h>

#include "corpus/html-hints.h"
#include "corpus/html-title.h"

#define LINES_BEFORE 5 /* of the title that may bear the date */
#define LINES_BEHIND 15
#define BREAKS_MAX 5	 /* lines of a paragraph that may be a byline */
#define PIECE_MAX 80	 /* bytes */
#define PIECES_BEHIND 60 /* elements of a line that are read one by one */

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

static bool says_updated(struct str line)
{
	static const char *const words[] = {"à jour", "odifié", "ctualisé", "pdated"};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (memmem(line.p, line.n, words[i], strlen(words[i])) != NULL)
			return true;
	}
	return false;
}

enum look { LOOK_NONE, LOOK_UPDATED, LOOK_DATE, LOOK_HINT, LOOK_PUBLISHED };

/* How much a line looks like that of the date. */
static enum look read_date_line(struct html_page *p, size_t i, struct str *date)
{
	const struct html_block *b = &p->blocks.list[i];
	size_t at = 0;
	bool published;

	if (b->characters > LINE_MAX_CHARACTERS)
		return LOOK_NONE;
	published = html_page_published(b->text, &at);
	if (!html_date_find(p->claims->arena, str_slice(b->text, at, b->text.n), date) &&
	    !html_date_find(p->claims->arena, b->text, date))
		return LOOK_NONE;
	if (published)
		return LOOK_PUBLISHED;
	if (says_updated(b->text))
		return LOOK_UPDATED;
	if (b->node->hints & HINT_DATE)
		return LOOK_HINT;
	return b->prose == 0 || 4 * date->n >= b->text.n ? LOOK_DATE : LOOK_NONE;
}

/* "16 novembre 2001 - par Jeanne Corton": from "par" on; nothing without a date. */
static struct str behind_date(struct arena *arena, struct str line)
{
	static const char *const words[] = {" par ", " Par "};
	struct str date;

	for (size_t i = 0; i < COUNT(words) && line.n <= PIECE_MAX; i++) {
		const char *at =
			line.n == 0 ? NULL
				    : memmem(line.p, line.n, words[i], strlen(words[i]));
		size_t begin = at != NULL ? (size_t)(at - line.p) : 0;

		if (at != NULL && html_date_find(arena, str_slice(line, 0, begin), &date))
			return str_slice(line, begin + 1, line.n);
	}
	return str_slice(line, line.n, line.n);
}

static bool read_byline(struct arena *arena, struct str text, struct str *author)
{
	struct str line;

	for (int i = 0; i < BREAKS_MAX && str_split(&text, '\n', &line); i++) {
		if (html_author_find(line, author) ||
		    html_author_find(behind_date(arena, line), author))
			return true;
	}
	return false;
}

static void read_lines(struct html_page *p)
{
	struct html_claims *c = p->claims;
	size_t begin = p->title != SIZE_MAX && p->title > LINES_BEFORE
			       ? p->title - LINES_BEFORE
			       : 0;
	struct str date, author;
	enum look best = LOOK_NONE;

	for (size_t turn = 0; turn < 2; turn++) {
		/* Behind the title first, then before it. */
		size_t i = turn == 0 && p->title != SIZE_MAX ? p->title + 1 : begin;
		size_t end = turn == 0 ? i + LINES_BEHIND : p->title;

		for (; i < end && i < p->blocks.count; i++) {
			enum look looks = read_date_line(p, i, &date);

			if (looks > best) {
				best = looks;
				if (c->of[ARTICLE_DATE].rank == RANK_LINE)
					c->of[ARTICLE_DATE].rank = RANK_NONE;
				html_claim(c, ARTICLE_DATE, RANK_LINE, date);
			}
			if (turn == 0 &&
			    read_byline(c->arena, p->blocks.list[i].text, &author))
				html_claim(c, ARTICLE_AUTHOR, RANK_LINE, author);
		}
		if (best > LOOK_UPDATED || p->title == SIZE_MAX)
			break;
	}
	for (size_t i = p->title != SIZE_MAX ? p->title : 0;
	     best == LOOK_NONE && i < p->blocks.count; i++) {
		if (read_date_line(p, i, &date) >= LOOK_HINT) {
			html_claim(c, ARTICLE_DATE, RANK_LINE, date);
			break;
		}
	}
}

/* Pieces of a line that only their looks part: <span>3 mai 2024</span><span>3 min</span>. */
static void read_pieces(struct html_page *p)
{
	const struct html_node *n =
		p->title != SIZE_MAX ? p->blocks.list[p->title].node : p->tree->root;
	struct html_claims *c = p->claims;
	struct buf b = {0};
	struct str found;
	size_t pieces = 0;

	for (; n != NULL && pieces < PIECES_BEHIND; n = html_next(p->tree->root, n)) {
		if (n->tag != HTML_SPAN)
			continue;
		pieces++;
		buf_clear(&b);
		html_node_text(&b, n);
		if (b.n == 0 || b.n > PIECE_MAX)
			continue;
		if (html_author_find(buf_view(&b), &found))
			html_claim(c, ARTICLE_AUTHOR, RANK_LINE, found);
		if (html_date_find(c->arena, buf_view(&b), &found) &&
		    2 * found.n >= b.n && !says_updated(buf_view(&b)))
			html_claim(c, ARTICLE_DATE, RANK_LINE, found);
	}
	buf_release(&b);
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

/* rel="author", class="fn": a name, be it one word. */
static bool is_name_alone(const struct html_node *n)
{
	struct str list = html_value(n, HTML_CLASS);
	struct str item;

	while (str_split(&list, ' ', &item)) {
		if (str_is(item, "fn") || str_is(item, "vcard"))
			return true;
	}
	return str_is(html_value(n, HTML_REL), "author");
}

/* The text of an element that holds nothing but who wrote it. */
static bool read_author(const struct html_node *n, struct str text, struct str *author)
{
	struct buf byline = {0};
	bool found;

	if (html_author_find(text, author))
		return true;
	*author = text;
	if (is_name_alone(n) && text.n >= 3 && text.n <= 40 &&
	    memchr(text.p, ' ', text.n) == NULL)
		return true;
	if (str_starts(text, STR("par ")) || str_starts(text, STR("Par ")))
		return false;
	buf_text(&byline, "Par ");
	buf_str(&byline, text);
	found = html_author_find(buf_view(&byline), author);
	if (found)
		*author = str_slice(text, 0, author->n);
	buf_release(&byline);
	return found;
}

/* From elements that hold one of their own kind when `inner` is so. */
static void read_authors(struct html_page *p, int inner)
{
	struct html_node *n = p->tree->root;
	struct buf b = {0};
	struct str author;

	for (; n != NULL; n = html_next(p->tree->root, n)) {
		if (!(n->hints & HINT_AUTHOR) || (n->hints & HINT_AUTHOR_IN) != inner ||
		    beside(p, n) || p->claims->of[ARTICLE_AUTHOR].rank != RANK_NONE)
			continue;
		buf_clear(&b);
		html_node_text(&b, n);
		if (read_author(n, str_trim(buf_view(&b)), &author))
			html_claim(p->claims, ARTICLE_AUTHOR, RANK_LINE, author);
	}
	buf_release(&b);
}

void html_lines_read(struct html_page *p)
{
	struct html_claims *c = p->claims;
	enum html_rank rank = c->of[ARTICLE_AUTHOR].rank;
	struct str author = c->of[ARTICLE_AUTHOR].text;

	/* The paper itself signs when nobody else does. */
	if (rank != RANK_NONE &&
	    html_same_line(c->arena, author, c->of[ARTICLE_SOURCE].text))
		c->of[ARTICLE_AUTHOR].rank = RANK_NONE;
	read_times(p);
	read_lines(p);
	read_pieces(p);
	read_authors(p, 0);
	read_authors(p, HINT_AUTHOR_IN);
	if (c->of[ARTICLE_AUTHOR].rank == RANK_NONE) {
		c->of[ARTICLE_AUTHOR].rank = rank;
		c->of[ARTICLE_AUTHOR].text = author;
	}
}
