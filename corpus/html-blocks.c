/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-blocks.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

#define SENTENCE_MIN 80	      /* characters that make a sentence without its stop */
#define SHORT_SENTENCE_MIN 40 /* with it */
#define CELL_MAX 200	      /* bytes of a cell of data */
#define NOTE_MARK_MAX 5	      /* bytes */
#define LINE_PARTS_MAX 6      /* elements side by side in a line */

struct maker {
	struct html_blocks *out;
	struct arena *arena;
	struct buf text;	 /* of the current block */
	struct html_node *node;	 /* the innermost block element now open */
	struct html_node *begun; /* that at the current block's beginning */
	struct html_node *row;	 /* of a table of data */
	size_t characters, links;
	size_t front; /* bytes before the first link */
	unsigned link_depth, pre_depth;
	unsigned newlines;
	bool space, hard_space; /* wait to be written; the second is U+00A0 or U+202F */
	struct str hard;	/* which */
	char closing;		/* bracket of a mark that was left out */
	bool note;		/* one was, before the block's text */
};

/* ---- one block ---- */

static bool ends_sentence(struct str s)
{
	static const struct str ends[] = {
		{".", 1}, {"!", 1}, {"?", 1}, {"…", 3}, {":", 1}, {"»", 2}, {";", 1},
	};

	for (size_t i = 0; i < COUNT(ends); i++) {
		if (str_ends(s, ends[i]))
			return true;
	}
	return false;
}

static size_t prose_of(const struct html_block *b)
{
	if (3 * b->links > b->characters || b->kind == BLOCK_HEADING)
		return 0;
	if (b->characters >= SENTENCE_MIN ||
	    (b->characters >= SHORT_SENTENCE_MIN && ends_sentence(b->text)))
		return b->characters - b->links;
	return 0;
}

static enum html_block_kind kind_of(const struct html_node *n, int *level)
{
	for (; n != NULL; n = n->parent) {
		*level = html_heading(n->tag);
		if (*level > 0)
			return BLOCK_HEADING;
		switch (n->tag) {
		case HTML_TR:
		case HTML_TD:
		case HTML_ARTICLE:
		case HTML_SECTION:
			return BLOCK_LOOSE;
		case HTML_P:
		case HTML_PRE:
		case HTML_BLOCKQUOTE:
		case HTML_CAPTION:
			return BLOCK_PARAGRAPH;
		case HTML_LI:
		case HTML_DD:
		case HTML_DT:
			return BLOCK_ITEM;
		default:
			break;
		}
	}
	return BLOCK_LOOSE;
}

static void end_block(struct maker *m)
{
	struct html_block *b;
	struct str text = str_trim(buf_view(&m->text));

	m->space = m->hard_space = false;
	m->closing = '\0';
	m->newlines = 0;
	if (text.n > 0) {
		GROW(m->out->list, m->out->count, m->out->capacity);
		b = &m->out->list[m->out->count++];
		*b = (struct html_block){
			.text = str_copy(m->arena, text),
			.node = m->row != NULL ? m->row : m->begun,
			.characters = m->characters,
			.links = m->links,
			.front = m->front < text.n ? m->front : text.n,
			.note = m->note,
		};
		b->kind = m->row != NULL ? BLOCK_ROW : kind_of(b->node, &b->level);
		b->prose = prose_of(b);
	}
	buf_clear(&m->text);
	m->note = false;
	m->characters = m->links = 0;
	m->front = SIZE_MAX;
}

/* ---- text ---- */

/* White space that waits is written once a character follows it. */
static void write_space(struct maker *m)
{
	bool begins = m->text.n == 0 || m->text.p[m->text.n - 1] == '\n' ||
		      m->text.p[m->text.n - 1] == '\t';

	if (m->newlines > 0 && m->text.n > 0)
		buf_char(&m->text, '\n');
	else if (m->space && !begins)
		buf_char(&m->text, ' ');
	else if (m->hard_space && !begins)
		buf_str(&m->text, m->hard);
	if ((m->space || m->hard_space) && !begins) {
		m->characters++;
		m->links += m->link_depth > 0;
	}
	m->space = m->hard_space = false;
	m->newlines = 0;
}

/* Two breaks, with nothing between them, end a paragraph. */
static void add_break(struct maker *m)
{
	m->space = m->hard_space = false;
	if (m->text.n > 0 && ++m->newlines >= 2)
		end_block(m);
}

static void add_character(struct maker *m, struct str s, uint32_t c)
{
	bool closes = m->closing != '\0' && c == (uint32_t)m->closing;

	m->closing = '\0';
	if (closes)
		return;
	if (m->text.n == 0)
		m->begun = m->node;
	write_space(m);
	buf_str(&m->text, s);
	if (!utf8_is_mark(c)) {
		m->characters++;
		m->links += m->link_depth > 0;
	}
}

/* Soft hyphens, zero-width spaces and their like: no part of the text. */
static bool is_invisible(uint32_t c)
{
	return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static void add_text(struct maker *m, struct str s)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		struct str character = str_slice(s, at, at + n);

		if (c == '\n' && m->pre_depth > 0 && m->row == NULL) {
			add_break(m);
		} else if (c == 0xA0 || c == 0x202F) {
			m->hard_space = true;
			m->hard = character;
		} else if (c <= ' ' || c == 0x85 || (c >= 0x2000 && utf8_is_space(c))) {
			m->space = true;
		} else if (!is_invisible(c)) {
			add_character(m, character, c);
		}
	}
}

/* ---- tables ---- */

/* A cell of data holds a little text, and no paragraphs side by side. */
static bool is_data_cell(const struct html_node *cell)
{
	size_t bytes = 0, blocks = 0;

	for (const struct html_node *n = cell; n != NULL; n = html_next(cell, n)) {
		bytes += n->tag == HTML_TEXT ? n->text.n : 0;
		blocks += n != cell && n->block;
		if (n->tag == HTML_TABLE || n->tag == HTML_UL || n->tag == HTML_OL ||
		    html_heading(n->tag) || n->tag == HTML_FORM || bytes > CELL_MAX ||
		    blocks > 2)
			return false;
	}
	return true;
}

/* Rows of data: two at least, of two cells at least, nothing but data in them. */
static bool is_data_table(const struct html_node *table)
{
	const struct html_node *n = html_next(table, table);
	size_t rows = 0, cells = 0, wide = 0;

	while (n != NULL) {
		if (n->tag == HTML_TABLE)
			return false;
		if (n->tag == HTML_TR) {
			wide += cells >= 2;
			rows++;
			cells = 0;
		}
		if (n->tag != HTML_TD) {
			n = html_next(table, n);
			continue;
		}
		cells++;
		if (!is_data_cell(n))
			return false;
		n = html_next_outside(table, n);
	}
	wide += cells >= 2;
	return rows >= 2 && 2 * wide >= rows;
}

static bool in_data_table(const struct html_node *row)
{
	const struct html_node *n = row;

	while (n != NULL && n->tag != HTML_TABLE)
		n = n->parent;
	return n != NULL && n->data;
}

/* ---- marks of notes ---- */

/* A link within the page that bears a number: [2], *. */
static bool is_note_mark(const struct html_node *n)
{
	struct str href, text;

	if (n->tag != HTML_A || n->first == NULL || n->first != n->last ||
	    n->first->tag != HTML_TEXT)
		return false;
	href = html_value(n, HTML_HREF);
	text = str_trim(n->first->text);
	if (href.n < 2 || href.p[0] != '#' || text.n == 0 || text.n > NOTE_MARK_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (strchr("[(0123456789*)]", text.p[i]) == NULL)
			return false;
	}
	return true;
}

static bool cut_end(struct maker *m, const char *end)
{
	if (!str_ends(buf_view(&m->text), str_of(end)))
		return false;
	m->text.n -= strlen(end);
	m->text.p[m->text.n] = '\0';
	m->characters -= m->characters > 0;
	return true;
}

/* Passes over a mark, and over the brackets and the space before it. */
static void skip_note_mark(struct maker *m)
{
	if (cut_end(m, "["))
		m->closing = ']';
	else if (cut_end(m, "("))
		m->closing = ')';
	m->note |= m->text.n == 0;
	m->space = m->hard_space = false;
	while (cut_end(m, " ") || cut_end(m, "\u00a0") || cut_end(m, "\u202f"))
		continue;
}

/* ---- the page ---- */

static bool is_link(const struct html_node *n)
{
	struct str href;

	if (n->tag != HTML_A)
		return false;
	href = html_value(n, HTML_HREF);
	/* "#" alone stands for what a script does. */
	return href.p != NULL && (href.n <= 1 || href.p[0] != '#');
}

static void boundary(struct maker *m)
{
	if (m->row == NULL)
		end_block(m);
	else
		m->space = true;
}

static void enter(struct maker *m, struct html_node *n)
{
	if (n->tag == HTML_TABLE)
		n->data = is_data_table(n);
	if (n->block)
		boundary(m);
	if (n->block && m->row == NULL)
		m->node = n;
	if (n->tag == HTML_TR && m->row == NULL && in_data_table(n))
		m->row = n;
	else if (n->tag == HTML_TD && m->row != NULL && m->text.n > 0)
		buf_char(&m->text, '\t');
	if (is_link(n)) {
		m->link_depth++;
		m->front = m->front == SIZE_MAX ? m->text.n : m->front;
	}
	m->pre_depth += n->tag == HTML_PRE;
	if (n->tag == HTML_BR && m->row != NULL)
		m->space = true;
	else if (n->tag == HTML_BR)
		add_break(m);
	else if (n->tag == HTML_TEXT)
		add_text(m, n->text);
}

/*
 * <div><span class="figure">3</span><span class="unit">trains</span></div>: parts that
 * only their looks part, and nothing else beside them.
 */
static bool is_part_of_line(const struct html_node *n)
{
	const struct html_node *next = n->next;
	const struct html_node *line = n->parent;
	size_t parts = 0;

	if (n->tag != HTML_SPAN || next == NULL || next->tag != HTML_SPAN ||
	    line == NULL || (line->tag != HTML_DIV && line->tag != HTML_LI) ||
	    html_value(n, HTML_CLASS).n == 0 || html_value(next, HTML_CLASS).n == 0 ||
	    str_equal(html_value(n, HTML_CLASS), html_value(next, HTML_CLASS)))
		return false;
	for (n = line->first; n != NULL && parts <= LINE_PARTS_MAX; n = n->next) {
		if (n->tag != HTML_SPAN)
			return false;
		parts++;
	}
	return parts <= LINE_PARTS_MAX;
}

static void leave(struct maker *m, struct html_node *n)
{
	m->link_depth -= is_link(n);
	m->pre_depth -= n->tag == HTML_PRE;
	m->space |= is_part_of_line(n);
	if (n == m->row) {
		end_block(m);
		m->row = NULL;
	}
	if (!n->block)
		return;
	boundary(m);
	if (m->row == NULL) {
		m->node = n->parent;
		while (m->node != NULL && !m->node->block)
			m->node = m->node->parent;
	}
}

void html_blocks_make(struct html_blocks *out, struct arena *arena,
		      struct html_tree *tree)
{
	struct maker m = {
		.out = out, .arena = arena, .node = tree->root, .front = SIZE_MAX};
	struct html_node *n = tree->root;

	while (n != NULL) {
		bool read = !n->hidden && !n->dropped;

		if (read && is_note_mark(n)) {
			skip_note_mark(&m);
			read = false;
		}
		if (read)
			enter(&m, n);
		else if (n->block)
			boundary(&m);
		if (read && n->first != NULL) {
			n = n->first;
			continue;
		}
		if (read)
			leave(&m, n);
		while (n != NULL && n->next == NULL) {
			n = n->parent;
			if (n != NULL)
				leave(&m, n);
		}
		n = n != NULL ? n->next : NULL;
	}
	end_block(&m);
	buf_release(&m.text);
}

/* Parts a block before the line feed at byte `end` of its text. */
static void part(struct html_blocks *b, size_t i, size_t end)
{
	struct html_block *list;
	struct str all = b->list[i].text;

	GROW(b->list, b->count, b->capacity);
	list = b->list;
	memmove(list + i + 1, list + i, (b->count - i) * sizeof *list);
	b->count++;
	list[i].text = str_slice(all, 0, end);
	list[i + 1].text = str_slice(all, end + 1, all.n);
	list[i].characters = end < list[i].characters ? end : list[i].characters;
	list[i + 1].characters -= list[i].characters;
	if (list[i + 1].links > list[i + 1].characters)
		list[i + 1].links = list[i + 1].characters;
	list[i + 1].front = list[i].front > end ? list[i].front - end - 1 : 0;
	list[i].front = list[i].front < end ? list[i].front : end;
	list[i].prose = prose_of(&list[i]);
	list[i + 1].prose = prose_of(&list[i + 1]);
}

size_t html_blocks_split(struct html_blocks *b, size_t i, size_t at)
{
	const char *feed;

	if (at > 0)
		part(b, i++, at - 1);
	feed = memchr(b->list[i].text.p, '\n', b->list[i].text.n);
	if (feed != NULL)
		part(b, i, (size_t)(feed - b->list[i].text.p));
	return i;
}

void html_blocks_weigh(const struct html_blocks *b, struct html_tree *tree)
{
	for (struct html_node *n = tree->latest; n != NULL; n = n->before) {
		n->prose = n->links = 0;
		n->begin = SIZE_MAX;
		n->end = 0;
	}
	for (size_t i = 0; i < b->count; i++) {
		struct html_node *n = b->list[i].node;

		if (n->begin == SIZE_MAX)
			n->begin = i;
		n->end = i + 1;
		if (b->list[i].gone)
			continue;
		n->prose += b->list[i].prose;
		n->links += b->list[i].links;
	}
	for (struct html_node *n = tree->latest; n != tree->root; n = n->before) {
		struct html_node *p = n->parent;

		p->prose += n->prose;
		p->links += n->links;
		if (n->begin < p->begin)
			p->begin = n->begin;
		if (n->end > p->end)
			p->end = n->end;
	}
}

void html_blocks_release(struct html_blocks *b)
{
	free(b->list);
	*b = (struct html_blocks){0};
}

/* Items of a list and rows of a table stand line by line. */
void html_block_print(struct buf *out, const struct html_block *b,
		      const struct html_block *last)
{
	if (last != NULL) {
		bool lines = last->kind == b->kind &&
			     (b->kind == BLOCK_ITEM || b->kind == BLOCK_ROW);

		buf_text(out, lines ? "\n" : "\n\n");
	}
	buf_str(out, b->text);
}
