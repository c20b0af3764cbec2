/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-main.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/html-hints.h"
#include "corpus/html-page.h"
#include "corpus/html-title.h"

#define FORM_MAX_CHARACTERS 400 /* of what stands with a form */
#define FORM_LINES 12
#define BESIDE_MAX 200 /* elements and texts side by side that are looked at */

/* ---- what is left out by its tags and classes ---- */

static bool is_action(const struct html_node *n)
{
	return n->tag == HTML_BUTTON || n->tag == HTML_FORM || n->hints & HINT_ACTION;
}

static void read_hints(struct html_tree *tree)
{
	for (struct html_node *n = tree->latest; n != NULL; n = n->before)
		n->hints |= html_hints(n);
	html_quotes_hint(tree);
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		if (n->parent != NULL && n->hints & (HINT_AUTHOR | HINT_AUTHOR_IN))
			n->parent->hints |= HINT_AUTHOR_IN;
		if (n->parent != NULL && (is_action(n) || n->hints & HINT_ACTION_IN))
			n->parent->hints |= HINT_ACTION_IN;
		if (n->parent != NULL && (n->tag == HTML_IMG || n->hints & HINT_IMAGE_IN))
			n->parent->hints |= HINT_IMAGE_IN;
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

static struct str first_class(const struct html_node *n)
{
	struct str list = html_value(n, HTML_CLASS);
	struct str item = {0};

	str_split(&list, ' ', &item);
	return item;
}

/* class="post post-video" behind or before class="post": one of several that the text is. */
static bool is_variant(const struct html_node *n)
{
	const struct html_node *next = n->next;
	struct str class = first_class(n);

	for (int i = 0; i < 4 && next != NULL && next->tag == HTML_TEXT; i++)
		next = next->next;
	return next != NULL && class.n > 0 && n->prose >= LITTLE_TEXT && n->links == 0 &&
	       !(next->hints & (HINT_APART | HINT_MAYBE | HINT_INFO)) &&
	       str_equal(class, first_class(next)) &&
	       !str_equal(html_value(n, HTML_CLASS), html_value(next, HTML_CLASS));
}

/* What of the line stands before `n`, or behind it, begins with text. */
static bool has_text_beside(const struct html_node *n, bool before)
{
	size_t seen = 0;
	bool found = false;

	for (; n != NULL && !n->block && !found; n = n->parent) {
		const struct html_node *s = before ? n->parent->first : n->next;

		for (; s != NULL && s != n; s = s->next) {
			if (++seen > BESIDE_MAX || (s->tag == HTML_BR && !before))
				return found;
			if (s->tag == HTML_BR)
				found = false;
			else if (s->tag == HTML_TEXT && str_trim(s->text).n > 1)
				found = true;
		}
	}
	return found;
}

/* A name within a sentence. */
static bool is_amid_text(const struct html_node *n)
{
	const struct html_node *line = n;

	while (line != NULL && !line->block)
		line = line->parent;
	return !n->block && line != NULL && line->prose >= LITTLE_TEXT &&
	       has_text_beside(n, true) && has_text_beside(n, false);
}

/*
 * An <aside> or a life among paragraphs, with nothing to follow or to press. Who wrote the
 * article is told behind it.
 */
static bool is_box_of_text(const struct html_node *n)
{
	const struct html_node *s = n->tag == HTML_ASIDE ? n->parent->first : n->next;

	if (n->links > 0 || n->hints & (HINT_ACTION_IN | HINT_AUTHOR_IN))
		return false;
	for (size_t seen = 0; s != NULL && seen < BESIDE_MAX; s = s->next, seen++) {
		if (s->tag == HTML_P && s->prose > 0)
			return true;
	}
	return false;
}

static bool drops(const struct html_node *n, size_t all)
{
	if (n->hints & HINT_BODY && n->prose > LITTLE_TEXT)
		return false;
	if (n->hints & HINT_APART)
		return n->tag != HTML_A &&
		       (5 * n->prose <= 4 * all || all - n->prose >= LITTLE_TEXT);
	if (n->hints & HINT_INFO)
		return 5 * n->prose <= all && (n->block || n->tag != HTML_A) &&
		       !is_amid_text(n);
	/* What teases for another article leads to it. */
	if (n->hints & HINT_MAYBE && n->hints & HINT_LEAD && n->links == 0)
		return false;
	if (n->hints & HINT_MAYBE && is_variant(n))
		return false;
	if (n->hints & HINT_ASIDE && !(n->hints & HINT_MAYBE))
		return 2 * n->prose <= all && !is_box_of_text(n);
	if (n->hints & HINT_MAYBE)
		return 2 * n->prose <= all && (n->block || !in_sentence(n));
	return false;
}

/* First what surely stands apart: the rest is weighed against what remains. */
static void drop_apart(struct html_page *p, const struct html_node *title, int hints)
{
	size_t all = p->tree->root->prose;

	for (struct html_node *n = p->tree->latest; n != NULL; n = n->before) {
		if (n->hints & hints && n != p->tree->root && drops(n, all) &&
		    (title == NULL || !html_inside(title, n)))
			n->dropped = true;
	}
}

/* Names that take nearly all the text away do not mean what they mean elsewhere. */
static void restore_boxes(struct html_tree *tree)
{
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		if (n->hints & HINT_MAYBE && !(n->hints & (HINT_APART | HINT_HIDDEN)) &&
		    n->links == 0 &&
		    (n->tag == HTML_DIV || n->tag == HTML_SECTION || n->tag == HTML_P))
			n->dropped = false;
	}
}

static size_t characters_in(const struct html_page *p, const struct html_node *n)
{
	size_t characters = 0;

	for (size_t i = n->begin; i < n->end; i++)
		characters += p->blocks.list[i].characters;
	return characters;
}

/* The largest element around a form that holds but a few words with it. */
static struct html_node *form_box(const struct html_page *p, struct html_node *form)
{
	struct html_node *box = NULL;

	for (struct html_node *n = form; n->parent != NULL; n = n->parent) {
		if (n->hints & HINT_TITLE_IN || n->dropped ||
		    n->prose > FORM_MAX_CHARACTERS)
			break;
		if (n->begin < n->end && (n->end - n->begin > FORM_LINES ||
					  characters_in(p, n) > FORM_MAX_CHARACTERS))
			break;
		box = n;
	}
	return box;
}

/* The label over a form belongs to it, in a box of their own. */
static void drop_forms(struct html_page *p, struct html_node *title)
{
	for (struct html_node *n = title; n != NULL; n = n->parent)
		n->hints |= HINT_TITLE_IN;
	for (struct html_node *n = p->tree->latest; n != NULL; n = n->before) {
		struct html_node *box = n->tag == HTML_FORM ? form_box(p, n) : NULL;

		if (box != NULL && 5 * box->prose <= p->tree->root->prose)
			box->dropped = true;
	}
}

static void remake_blocks(struct html_page *p)
{
	html_blocks_release(&p->blocks);
	html_blocks_make(&p->blocks, p->claims->arena, p->tree);
	html_blocks_weigh(&p->blocks, p->tree);
}

/* ---- where the text is ---- */

/* Rows of one cell each, two at least: a column. */
static bool is_column(const struct html_node *rows)
{
	size_t count = 0;

	for (const struct html_node *row = rows->first; row != NULL; row = row->next) {
		size_t cells = 0;

		if (row->tag != HTML_TR)
			continue;
		for (const struct html_node *n = row->first; n != NULL; n = n->next)
			cells += n->tag == HTML_TD;
		if (cells > 1)
			return false;
		count++;
	}
	return count > 1;
}

/* Mails stack their paragraphs in a table: the column is what holds the text. */
static struct html_node *column_around(struct html_node *n)
{
	struct html_node *row = n->tag == HTML_TD ? n->parent : NULL;

	return row != NULL && row->tag == HTML_TR && row->parent != NULL &&
			       is_column(row->parent)
		       ? row->parent
		       : n;
}

static bool holds_heading(const struct html_node *top, int level)
{
	for (const struct html_node *n = top; n != NULL; n = html_next(top, n)) {
		if (html_heading(n->tag) > 0 && html_heading(n->tag) <= level)
			return true;
	}
	return false;
}

/* A table that looks like `one` beside it, with text and no title of its own. */
static bool goes_on_in(const struct html_node *one, const struct html_node *other,
		       int level)
{
	struct str class = html_value(one, HTML_CLASS);

	return other != one && other->tag == HTML_TABLE && class.n > 0 &&
	       str_equal(class, html_value(other, HTML_CLASS)) &&
	       other->prose >= LITTLE_TEXT && 3 * other->links <= other->prose &&
	       !holds_heading(other, level);
}

/* Or in tables one below the other, of one kind: what holds them. */
static struct html_node *tables_around(const struct html_page *p, struct html_node *n)
{
	int level = p->blocks.list[p->title].level;

	for (struct html_node *t = n; t->parent != NULL; t = t->parent) {
		const struct html_node *s =
			t->tag == HTML_TABLE ? t->parent->first : NULL;

		for (; s != NULL; s = s->next) {
			if (goes_on_in(t, s, level > 0 ? level : 1))
				return t->parent;
		}
	}
	return n;
}

/*
 * The smallest element around the title that holds two fifths of the page's sentences, or an
 * <article> that holds a tenth.
 */
static struct html_node *widen(const struct html_page *p, struct html_node *title)
{
	size_t all = p->tree->root->prose;
	struct html_node *n = title;

	for (; n->parent != NULL; n = n->parent) {
		size_t parts = n->tag == HTML_ARTICLE ? 10 : 0;

		if (parts * n->prose >= all && parts > 0 && n->prose > 0)
			return n;
		if (5 * n->prose >= 2 * all && n->prose > 0)
			return tables_around(p, column_around(n));
	}
	return n;
}

static struct html_node *find_main(const struct html_page *p)
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

/* Marks the way from what surrounds the text down to it. */
static void mark_way(struct html_page *p)
{
	struct html_node *n = p->text;

	for (; n != p->around; n = n->parent)
		n->parent->toward = n;
}

static void find_text(struct html_page *p, struct html_node *title)
{
	p->title = SIZE_MAX;
	for (size_t i = 0; title != NULL && i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];
		const char *at = b->node != title
					 ? NULL
					 : memmem(b->text.p, b->text.n, p->title_line.p,
						  p->title_line.n);

		if (at != NULL && (at == b->text.p || at[-1] == '\n')) {
			p->title = html_blocks_split(&p->blocks, i,
						     (size_t)(at - b->text.p));
			break;
		}
	}
	html_blocks_weigh(&p->blocks, p->tree);
	p->around = p->title != SIZE_MAX ? widen(p, title) : find_main(p);
	p->text = narrow(p->around);
	mark_way(p);
	/* A title behind the text is one of another list of articles. */
	if (p->title != SIZE_MAX && p->text->begin < p->title &&
	    2 * html_page_prose(p, p->text->begin, p->title) > p->text->prose)
		p->title = SIZE_MAX;
}

/* ---- the whole ---- */

static void print_blocks(const struct html_page *p, struct buf *lead, struct buf *body)
{
	const struct html_block *last = NULL;
	struct buf *out = lead;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (out == lead && !html_page_hints(p, b->node, HINT_LEAD)) {
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
	struct html_page p = {.claims = c, .tree = tree, .title = SIZE_MAX};
	const struct html_block *line;
	struct html_node *title = NULL;
	size_t prose;

	read_hints(tree);
	remake_blocks(&p);
	line = html_title_find(c, tree, &p.blocks);
	if (line != NULL) {
		title = line->node;
		p.title = html_blocks_split(
			&p.blocks, (size_t)(line - p.blocks.list),
			html_title_at(c->arena, line, c->of[ARTICLE_TITLE].text));
		p.title_line = p.blocks.list[p.title].text;
	}
	html_lines_read(&p);
	drop_apart(&p, title, HINT_APART);
	drop_forms(&p, title);
	remake_blocks(&p);
	prose = tree->root->prose;
	drop_apart(&p, title, HINT_MAYBE | HINT_ASIDE | HINT_INFO);
	remake_blocks(&p);
	if (5 * tree->root->prose < prose) {
		restore_boxes(tree);
		remake_blocks(&p);
	}
	find_text(&p, title);
	html_choose(&p);
	print_blocks(&p, lead, body);
	html_blocks_release(&p.blocks);
}
