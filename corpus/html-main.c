/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-main.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/html-hints.h"
#include "corpus/html-title.h"

#define LINE_MAX_CHARACTERS 250 /* of a line that is no text of the article */
#define LABEL_MAX_CHARACTERS 60 /* of one that only names what follows */
#define INFO_MAX_CHARACTERS 140
#define BOX_MAX_CHARACTERS 500	/* of one that asks for something */
#define CARD_MAX_CHARACTERS 400 /* sentences of a teaser for another article */
#define LITTLE_TEXT 140		/* characters: less is no article */
#define BOX_LINES 50		/* before a heading in its own box */
#define LINES_BEFORE 5		/* of the title that may bear the date */
#define LINES_BEHIND 15

struct page {
	struct html_claims *claims;
	struct html_tree *tree;
	struct html_blocks blocks;
	size_t title;		  /* the title's block; SIZE_MAX: none */
	struct str title_line;	  /* its text */
	size_t last;		  /* the last block of sentences */
	struct html_node *around; /* holds title and text */
	struct html_node *text;	  /* holds most of the text */
};

/* ---- what is left out by its tags and classes ---- */

static void read_hints(struct html_tree *tree)
{
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		n->hints = html_hints(n);
		n->dropped = n->hints & HINT_HIDDEN;
	}
}

static bool in_sentence(const struct html_node *n)
{
	while (n != NULL && !n->block)
		n = n->parent;
	return n != NULL &&
	       (n->tag == HTML_P || n->tag == HTML_LI || html_heading(n->tag));
}

static bool drops(const struct html_node *n, size_t all)
{
	if (n->hints & HINT_BODY && n->prose > LITTLE_TEXT)
		return false;
	if (n->hints & HINT_APART)
		return n->tag != HTML_A &&
		       (5 * n->prose <= 4 * all || all - n->prose >= LITTLE_TEXT);
	if (n->hints & HINT_INFO)
		return 5 * n->prose <= all && (n->block || n->tag != HTML_A);
	if (n->hints & HINT_MAYBE)
		return 2 * n->prose <= all && (n->block || !in_sentence(n));
	return false;
}

/* First what surely stands apart: the rest is weighed against what remains. */
static void drop_apart(struct page *p, const struct html_node *title, int hints)
{
	size_t all = p->tree->root->prose;

	for (struct html_node *n = p->tree->latest; n != NULL; n = n->before) {
		if (n->hints & hints && n != p->tree->root && drops(n, all) &&
		    (title == NULL || !html_inside(title, n)))
			n->dropped = true;
	}
}

static void remake_blocks(struct page *p)
{
	html_blocks_release(&p->blocks);
	html_blocks_make(&p->blocks, p->claims->arena, p->tree);
	html_blocks_weigh(&p->blocks, p->tree);
}

/* ---- where the text is ---- */

/*
 * The smallest element around the title that holds two fifths of the page's sentences, or an
 * <article> that holds a tenth.
 */
static struct html_node *widen(const struct page *p, struct html_node *title)
{
	size_t all = p->tree->root->prose;
	struct html_node *n = title;

	for (; n->parent != NULL; n = n->parent) {
		size_t parts = n->tag == HTML_ARTICLE ? 10 : 0;

		if (parts * n->prose >= all && parts > 0 && n->prose > 0)
			return n;
		if (5 * n->prose >= 2 * all && n->prose > 0)
			return n;
	}
	return n;
}

static struct html_node *find_main(const struct page *p)
{
	struct html_node *n;

	for (n = p->tree->root; n != NULL; n = html_next(p->tree->root, n)) {
		if (!n->dropped && (n->tag == HTML_MAIN || n->tag == HTML_ARTICLE) &&
		    2 * n->prose > p->tree->root->prose)
			return n;
	}
	return p->tree->root;
}

/* An element that says it is the body, and holds half of the sentences. */
static struct html_node *find_body(const struct html_node *around)
{
	struct html_node *n;

	for (n = html_next(around, around); n != NULL; n = html_next(around, n)) {
		if (!n->dropped && n->hints & HINT_BODY && 2 * n->prose > around->prose)
			return n;
	}
	return NULL;
}

/* Down to the smallest element that holds four fifths of the sentences. */
static struct html_node *narrow(struct html_node *around)
{
	struct html_node *body = find_body(around);
	struct html_node *n = body != NULL ? body : around;
	struct html_node *child = n->first;
	size_t all = n->prose;

	while (child != NULL) {
		if (child->tag != HTML_TEXT && 5 * child->prose >= 4 * all &&
		    child->first != NULL && child->tag != HTML_P) {
			n = child;
			child = n->first;
		} else {
			child = child->next;
		}
	}
	return n;
}

static size_t prose_between(const struct page *p, size_t begin, size_t end)
{
	size_t prose = 0;

	for (size_t i = begin; i < end && i < p->blocks.count; i++)
		prose += p->blocks.list[i].gone ? 0 : p->blocks.list[i].prose;
	return prose;
}

/* Marks the way from what surrounds the text down to it. */
static void mark_way(struct page *p)
{
	struct html_node *n = p->text;

	for (; n != p->around; n = n->parent)
		n->parent->toward = n;
}

static void find_text(struct page *p, struct html_node *title)
{
	p->title = SIZE_MAX;
	for (size_t i = 0; title != NULL && i < p->blocks.count; i++) {
		if (p->blocks.list[i].node == title &&
		    str_starts(p->blocks.list[i].text, p->title_line)) {
			p->title = i;
			html_blocks_split(&p->blocks, i);
			break;
		}
	}
	html_blocks_weigh(&p->blocks, p->tree);
	p->around = p->title != SIZE_MAX ? widen(p, title) : find_main(p);
	p->text = narrow(p->around);
	mark_way(p);
	/* A title behind the text is one of another list of articles. */
	if (p->title != SIZE_MAX && p->text->begin < p->title &&
	    2 * prose_between(p, p->text->begin, p->title) > p->text->prose)
		p->title = SIZE_MAX;
}

/* ---- what stands around the text ---- */

static bool same_look(const struct html_node *a, const struct html_node *b)
{
	struct str class = html_value(a, HTML_CLASS);

	return a->tag == b->tag && class.n > 0 &&
	       str_equal(class, html_value(b, HTML_CLASS));
}

static bool is_running_text(enum html_tag tag)
{
	return tag == HTML_P || tag == HTML_BLOCKQUOTE || tag == HTML_PRE ||
	       tag == HTML_UL || tag == HTML_OL || tag == HTML_TABLE || html_heading(tag);
}

/* Beside the text or an element around it, and of the same kind. */
static bool joins(const struct page *p, const struct html_block *b, size_t index)
{
	const struct html_node *n = b->node;
	bool behind = p->title != SIZE_MAX && index > p->title;

	if (n->toward != NULL)
		return behind && b->prose > 0;
	while (n->parent->toward == NULL)
		n = n->parent;
	if (same_look(n, n->parent->toward) ||
	    (is_running_text(n->tag) && 3 * n->links <= n->prose))
		return true;
	return behind && n->prose >= LITTLE_TEXT && n->links == 0;
}

static bool has_hint(const struct page *p, const struct html_node *n, int hint)
{
	for (; n != NULL && n != p->around; n = n->parent) {
		if (n->hints & hint && 5 * n->prose <= 4 * p->around->prose)
			return true;
	}
	return false;
}

static bool in_region(const struct page *p, const struct html_block *b, size_t i)
{
	if (!html_inside(b->node, p->around))
		return false;
	if (p->title != SIZE_MAX && i <= p->title)
		return false;
	if (html_inside(b->node, p->text))
		return true;
	if (p->title != SIZE_MAX && i < p->text->begin)
		return b->prose > 0 || has_hint(p, b->node, HINT_LEAD) ||
		       (b->level > 1 && b->characters >= LABEL_MAX_CHARACTERS);
	return joins(p, b, i);
}

/* ---- what stands within it ---- */

static void take_out(struct page *p, size_t begin, size_t end)
{
	for (size_t i = begin; i < end && i < p->blocks.count; i++)
		p->blocks.list[i].gone = true;
}

/* The largest element around the block in which no sentence stands before it. */
static const struct html_node *own_box(const struct page *p, size_t i)
{
	const struct html_node *n = p->blocks.list[i].node;
	const struct html_node *box = NULL;

	for (; n != NULL && n != p->around && n != p->text; n = n->parent) {
		if (n->begin == SIZE_MAX || i - n->begin > BOX_LINES ||
		    prose_between(p, n->begin, i) > 0 ||
		    (p->title != SIZE_MAX && n->begin <= p->title))
			break;
		if (2 * n->prose > p->around->prose)
			break;
		box = n;
	}
	return box;
}

static bool is_mostly_link(const struct html_block *b)
{
	return 2 * b->links > b->characters;
}

/* Of the three lines behind a heading one leads elsewhere. */
static bool links_follow(const struct page *p, size_t i, size_t end)
{
	for (size_t j = i; j < end && j < i + 4 && j < p->blocks.count; j++) {
		if (is_mostly_link(&p->blocks.list[j]))
			return true;
	}
	return false;
}

/* Links one behind the other, or each with a few words on what it leads to. */
static size_t end_of_links(const struct page *p, size_t end)
{
	const struct html_block *list = p->blocks.list;
	size_t count = p->blocks.count;
	bool told = false;

	while (end < count && is_mostly_link(&list[end])) {
		end++;
		if (end + 1 < count && !is_mostly_link(&list[end]) &&
		    list[end].kind != BLOCK_HEADING && is_mostly_link(&list[end + 1])) {
			told = true;
			end++;
		}
	}
	if (told && end < count && list[end].kind != BLOCK_HEADING)
		end++;
	return end;
}

/* The heading, its box if it has one, else what follows up to the text's next sentences. */
static void take_section(struct page *p, size_t i, bool whole_box)
{
	const struct html_node *box = own_box(p, i);
	size_t end = box != NULL ? box->end : i + 1;

	if (end <= i + 1 && !whole_box)
		end = end_of_links(p, i + 1);
	take_out(p, i, end);
}

/* What readers say goes on to the end of all that holds it. */
static void take_comments(struct page *p, size_t i)
{
	const struct html_node *box = own_box(p, i);
	const struct html_node *n = p->blocks.list[i].node;

	if (box != NULL && box->end > i + 1)
		take_out(p, i, box->end);
	else if (n->parent != NULL)
		take_out(p, i, n->parent->end);
}

static bool says_published(struct str line, size_t *at)
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

/* "Par Jeanne Corton", "Publié le 3 octobre 2024 à 12 h 05". */
static bool is_info_line(struct page *p, const struct html_block *b)
{
	struct str author, date;
	size_t at;

	if (b->characters > INFO_MAX_CHARACTERS)
		return false;
	if (html_author_find(b->text, &author))
		return 2 * author.n >= b->text.n || says_published(b->text, &at) ||
		       html_date_find(p->claims->arena, b->text, &date);
	return html_date_find(p->claims->arena, b->text, &date) &&
	       says_published(b->text, &at) && at < 20;
}

/* Not a paragraph among those of the text. */
static bool stands_in_box(const struct page *p, size_t i)
{
	const struct html_node *box = own_box(p, i);

	return box != NULL && box->tag != HTML_P;
}

static void judge_phrase(struct page *p, size_t i)
{
	struct html_block *b = &p->blocks.list[i];

	if (b->characters <= BOX_MAX_CHARACTERS && html_asks(b->text) &&
	    stands_in_box(p, i)) {
		take_section(p, i, true);
		return;
	}
	if (b->characters > LINE_MAX_CHARACTERS)
		return;
	if (is_info_line(p, b)) {
		b->gone = true;
		return;
	}
	switch (html_phrase(b->text)) {
	case PHRASE_NONE:
		break;
	case PHRASE_LINK:
		if (b->links > 0 || b->characters <= LABEL_MAX_CHARACTERS)
			b->gone = true;
		break;
	case PHRASE_LINE:
		b->gone = b->characters <=
			  (b->kind == BLOCK_HEADING ? 20 : INFO_MAX_CHARACTERS);
		break;
	case PHRASE_BOX:
		take_section(p, i, true);
		break;
	case PHRASE_END:
		if (b->characters <= LABEL_MAX_CHARACTERS &&
		    (links_follow(p, i, p->around->end) || i > p->last))
			take_section(p, i, false);
		break;
	case PHRASE_COMMENTS:
		if (b->characters <= LABEL_MAX_CHARACTERS)
			take_comments(p, i);
		break;
	}
}

/* A card: a heading that is a link, and a sentence or two of what it leads to. */
static void judge_card(struct page *p, size_t i)
{
	const struct html_node *box = own_box(p, i);

	if (box == NULL || box->end <= i + 1 || box->end > i + 5 ||
	    box->prose > CARD_MAX_CHARACTERS || box->tag == HTML_P)
		return;
	for (size_t j = i; j < box->end; j++) {
		if (p->blocks.list[j].links > 0 && !is_mostly_link(&p->blocks.list[j]))
			return;
	}
	take_out(p, i, box->end);
}

/* A sentence that happens to link much. */
static bool is_linking_sentence(const struct html_block *b)
{
	return b->kind == BLOCK_PARAGRAPH && b->characters >= 80 &&
	       b->characters - b->links >= 20 && str_ends(b->text, STR("."));
}

static void judge_links(struct page *p, size_t i)
{
	struct html_block *b = &p->blocks.list[i];

	if (b->kind == BLOCK_ROW || b->characters > LINE_MAX_CHARACTERS ||
	    is_linking_sentence(b))
		return;
	if (5 * b->links >= 4 * b->characters) {
		judge_card(p, i);
		b->gone = true;
	} else if (is_mostly_link(b) && b->kind != BLOCK_PARAGRAPH) {
		b->gone = true;
	}
}

/* A second title whose surroundings do not hold the text so far begins another article. */
static void cut_next_article(struct page *p)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone || (p->title != SIZE_MAX && i <= p->title))
			continue;
		if (first == SIZE_MAX && b->prose > 0)
			first = i;
		if (b->level != 1 || first == SIZE_MAX || p->title == SIZE_MAX)
			continue;
		if (b->node->parent != NULL &&
		    !html_inside(p->blocks.list[first].node, b->node->parent)) {
			take_out(p, i, p->blocks.count);
			return;
		}
	}
}

/* Before the first sentences stand date, author and links: only what introduces is kept. */
static void judge_front(struct page *p)
{
	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];
		bool item = b->kind == BLOCK_ITEM && b->characters >= 30;

		if (b->gone)
			continue;
		if (b->prose > 0)
			break;
		if (b->kind == BLOCK_HEADING && i + 1 < p->blocks.count &&
		    (b->characters >= LABEL_MAX_CHARACTERS ||
		     p->blocks.list[i + 1].prose > 0))
			continue;
		if (b->kind == BLOCK_ROW || item || has_hint(p, b->node, HINT_LEAD))
			continue;
		b->gone = true;
	}
}

/* Where sentences stand in paragraphs, short lines outside of any are labels and notices. */
static void judge_loose(struct page *p)
{
	size_t all = prose_between(p, 0, p->blocks.count), loose = 0;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		loose += b->gone || b->kind != BLOCK_LOOSE ? 0 : b->prose;
	}
	if (5 * loose > all)
		return;
	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->kind == BLOCK_LOOSE && b->prose == 0 &&
		    !(b->node->hints & (HINT_HEADING | HINT_TITLE | HINT_LEAD)))
			b->gone = true;
	}
}

/* Behind the last sentences: headings without text, and lines that are no paragraphs. */
static void judge_back(struct page *p)
{
	for (size_t i = p->blocks.count; i-- > 0;) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (b->prose > 0 || b->kind == BLOCK_ROW ||
		    ((b->kind == BLOCK_PARAGRAPH || b->kind == BLOCK_ITEM) &&
		     b->links == 0))
			break;
		b->gone = true;
	}
}

/* The title again, and what was said already. */
static void judge_doubles(struct page *p)
{
	struct str title = p->claims->of[ARTICLE_TITLE].text;
	const struct html_block *last = NULL;

	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if ((last != NULL && b->prose > 0 && str_equal(b->text, last->text)) ||
		    (last == NULL && b->text.n <= 2 * title.n &&
		     html_same_line(p->claims->arena, b->text, title)))
			b->gone = true;
		else
			last = b;
	}
}

/* A heading goes with what it stands over. */
static void keep_headings(struct page *p)
{
	for (size_t i = p->blocks.count; i-- > 1;) {
		struct html_block *b = &p->blocks.list[i - 1];

		if (b->level > 1 && !p->blocks.list[i].gone && i - 1 > p->title &&
		    html_inside(p->blocks.list[i].node, b->node->parent))
			b->gone = false;
	}
}

static void choose_blocks(struct page *p)
{
	for (size_t i = 0; i < p->blocks.count; i++) {
		p->blocks.list[i].gone = !in_region(p, &p->blocks.list[i], i);
		if (!p->blocks.list[i].gone && p->blocks.list[i].prose > 0)
			p->last = i;
	}
	keep_headings(p);
	cut_next_article(p);
	for (size_t i = 0; i < p->blocks.count; i++) {
		if (!p->blocks.list[i].gone)
			judge_phrase(p, i);
	}
	for (size_t i = 0; i < p->blocks.count; i++) {
		if (!p->blocks.list[i].gone)
			judge_links(p, i);
	}
	judge_doubles(p);
	/* What has no sentences at all is kept as it is. */
	if (prose_between(p, 0, p->blocks.count) == 0)
		return;
	judge_loose(p);
	judge_front(p);
	judge_back(p);
}

/* ---- date and author in the lines around the title ---- */

/* How much a line looks like that of the date: 0, not at all. */
static int read_date_line(struct page *p, size_t i, struct str *date)
{
	const struct html_block *b = &p->blocks.list[i];
	size_t at = 0;
	bool published;

	if (b->characters > LINE_MAX_CHARACTERS)
		return 0;
	published = says_published(b->text, &at);
	if (!html_date_find(p->claims->arena, str_slice(b->text, at, b->text.n), date) &&
	    !html_date_find(p->claims->arena, b->text, date))
		return 0;
	if (published)
		return 3;
	if (b->node->hints & HINT_DATE)
		return 2;
	return b->prose == 0 || 4 * date->n >= b->text.n ? 1 : 0;
}

static void read_lines(struct page *p)
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
static bool beside(const struct page *p, const struct html_node *n)
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
static void read_times(struct page *p)
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

static void read_authors(struct page *p)
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

/* ---- the whole ---- */

static void print_blocks(const struct page *p, struct buf *lead, struct buf *body)
{
	const struct html_block *last = NULL;
	struct buf *out = lead;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (out == lead && !has_hint(p, b->node, HINT_LEAD)) {
			out = body;
			last = NULL;
		}
		html_block_print(out, b, last);
		last = b;
	}
}

void html_main_read(struct html_claims *c, struct html_tree *tree, struct buf *lead,
		    struct buf *body)
{
	struct page p = {.claims = c, .tree = tree, .title = SIZE_MAX};
	const struct html_block *line;
	struct html_node *title = NULL;

	read_hints(tree);
	remake_blocks(&p);
	line = html_title_find(c, tree, &p.blocks);
	if (line != NULL) {
		title = line->node;
		p.title = (size_t)(line - p.blocks.list);
		html_blocks_split(&p.blocks, p.title);
		p.title_line = p.blocks.list[p.title].text;
	}
	read_times(&p);
	read_lines(&p);
	read_authors(&p);
	drop_apart(&p, title, HINT_APART);
	remake_blocks(&p);
	drop_apart(&p, title, HINT_MAYBE | HINT_INFO);
	remake_blocks(&p);
	find_text(&p, title);
	choose_blocks(&p);
	print_blocks(&p, lead, body);
	html_blocks_release(&p.blocks);
}
