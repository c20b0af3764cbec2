/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two steps, both linear: lex.c makes items of characters (words, ready atoms, brackets,
 * operators), this file makes the tree of items. Between them brackets are paired and
 * operators without operands become words, so that the second step cannot fail and its
 * recursion is bounded by QUESTION_DEPTH.
 */
#include "query/parse.h"

#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/utf8.h"
#include "query/lex.h"

/* ---- brackets and operators that are none ---- */

/*
 * Brackets without a partner, or too deep, are blank, as is the partner of a blank one.
 */
static void pair_brackets(struct parser *p)
{
	size_t top = NO_ITEM;
	size_t depth = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct item *item = &p->items[i];

		if (item->kind == ITEM_OPEN) {
			item->pair = top;
			top = i;
		} else if (item->kind == ITEM_CLOSE) {
			item->pair = top;
			item->blank = top == NO_ITEM || p->items[top].blank;
			if (top == NO_ITEM)
				continue;
			top = p->items[top].pair;
			p->items[item->pair].pair = i;
		}
	}
	for (; top != NO_ITEM; top = p->items[top].pair)
		p->items[top].blank = true;
	for (size_t i = 0; i < p->count; i++) {
		struct item *item = &p->items[i];

		if (item->kind == ITEM_OPEN && !item->blank && ++depth > QUESTION_DEPTH) {
			item->blank = true;
			p->items[item->pair].blank = true;
			depth--;
		} else if (item->kind == ITEM_CLOSE && !item->blank) {
			depth--;
		}
	}
}

static void make_word(struct item *item)
{
	item->kind = ITEM_WORD;
	item->plain = true;
}

/* Blanks a bracket; the name of a field before it is a word then. */
static bool keep_name(struct parser *p, struct item *item)
{
	if (item->field == NULL) {
		blank(p, item->start, item->end);
		return false;
	}
	blank(p, item->end - 2, item->end); /* ":(" */
	if (item->occur != OCCUR_MAYBE)
		blank(p, item->start, item->start + 1);
	*item = (struct item){.start = item->start, .end = item->end - 2};
	make_word(item);
	return true;
}

/* Drops blank brackets and those around nothing; notes which may stand beside PROCHE. */
static void drop_brackets(struct parser *p)
{
	size_t top = NO_ITEM;
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct item item = p->items[i];

		if (item.blank && !keep_name(p, &item))
			continue;
		if (item.kind == ITEM_OPEN) {
			item.pair = top;
			item.plain = item.field == NULL;
			top = n;
		} else if (item.kind == ITEM_CLOSE) {
			size_t open = top;

			top = p->items[open].pair;
			if (open + 1 == n) {
				blank(p, p->items[open].start, p->items[open].end);
				blank(p, item.start, item.end);
				n--;
				continue;
			}
			item.plain = p->items[open].plain;
			item.occur = p->items[open].occur;
		}
		if (top != NO_ITEM && item.kind != ITEM_OPEN &&
		    (!item.plain || item.occur != OCCUR_MAYBE))
			p->items[top].plain = false;
		p->items[n++] = item;
	}
	p->count = n;
}

static bool is_operator(enum item_kind kind)
{
	return kind >= ITEM_AND;
}

static bool operand_begins(const struct parser *p, size_t i, enum item_kind asks)
{
	const struct item *item = &p->items[i];

	if (i >= p->count || item->kind == ITEM_CLOSE)
		return false;
	if (asks == ITEM_NEAR)
		return !is_operator(item->kind) && item->plain &&
		       item->occur == OCCUR_MAYBE;
	if (item->kind == ITEM_NOT)
		return asks == ITEM_AND || asks == ITEM_OR;
	return !is_operator(item->kind);
}

static bool operand_ends(const struct parser *p, size_t i, enum item_kind asks)
{
	const struct item *before = i > 0 ? &p->items[i - 1] : NULL;

	if (before == NULL || before->kind == ITEM_OPEN || is_operator(before->kind))
		return asks == ITEM_NOT; /* leading SAUF, ET SAUF, OU SAUF */
	return asks != ITEM_NEAR || before->plain;
}

/* Operators that lack an operand are words. */
static void check_operators(struct parser *p)
{
	for (size_t i = p->count; i-- > 0;) {
		struct item *item = &p->items[i];

		if (is_operator(item->kind) && !operand_begins(p, i + 1, item->kind))
			make_word(item);
	}
	for (size_t i = 0; i < p->count; i++) {
		struct item *item = &p->items[i];

		if (is_operator(item->kind) && !operand_ends(p, i, item->kind))
			make_word(item);
	}
}

/* ---- items → tree ---- */

struct node *new_node(struct question *q, enum node_kind kind, size_t start, size_t end)
{
	struct node *n = arena_alloc(&q->arena, sizeof *n);

	n->kind = kind;
	n->start = (uint32_t)start;
	n->end = (uint32_t)end;
	return n;
}

struct nodes {
	struct node **items;
	size_t count, capacity;
};

static void add_node(struct nodes *list, struct node *n)
{
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = n;
}

/* A node over the children gathered, or the only child itself; empties the list. */
static struct node *join(struct parser *p, enum node_kind kind, struct nodes *list)
{
	struct node *n = NULL;

	if (list->count == 1 && list->items[0]->occur == OCCUR_MAYBE) {
		n = list->items[0];
	} else if (list->count > 0) {
		n = new_node(p->q, kind, list->items[0]->start, list->items[0]->end);
		/* « SAUF a ET b » has b before a. */
		for (size_t i = 1; i < list->count; i++) {
			if (list->items[i]->start < n->start)
				n->start = list->items[i]->start;
			if (list->items[i]->end > n->end)
				n->end = list->items[i]->end;
		}
		n->count = list->count;
		n->children = arena_alloc(&p->q->arena, n->count * sizeof *n->children);
		memcpy(n->children, list->items, n->count * sizeof *n->children);
	}
	free(list->items);
	*list = (struct nodes){0};
	return n;
}

static enum item_kind kind_at(const struct parser *p, size_t i)
{
	return i < p->count ? p->items[i].kind : ITEM_CLOSE;
}

static struct node *parse_any(struct parser *p);

/* Words side by side, but not the one that PROCHE behind it binds. */
static struct node *parse_words(struct parser *p, size_t most)
{
	const struct item *first = &p->items[p->at];
	const struct item *last = first;
	struct node *n;

	p->at++;
	while (--most > 0 && kind_at(p, p->at) == ITEM_WORD &&
	       kind_at(p, p->at + 1) != ITEM_NEAR)
		last = &p->items[p->at++];
	n = new_node(p->q, NODE_TEXT, first->start, last->end);
	n->text = trim(p, first->start, last->end);
	return n;
}

/* titre:(a OU "b c"): each word, phrase … below becomes a value of the field. */
static void apply_field(struct parser *p, struct node *n, const struct field *f)
{
	struct buf value = {0};

	if (n->kind == NODE_FIELD)
		return;
	for (size_t i = 0; i < n->count; i++)
		apply_field(p, n->children[i], f);
	if (n->kind == NODE_NEAR) /* no field knows how near words are */
		n->kind = NODE_AND;
	if (n->count > 0)
		return;
	n->field = f;
	if (n->kind == NODE_PHRASE && f->kind == FIELD_TITLE)
		n->match = MATCH_PHRASE;
	else if (n->kind == NODE_EXACT && !field_ranges(f))
		n->match = f->kind == FIELD_TITLE ? MATCH_EXACT : MATCH_ITSELF;
	if (n->kind == NODE_PREFIX) {
		buf_str(&value, n->text);
		buf_char(&value, '*');
		n->text = str_copy(&p->q->arena, buf_view(&value));
		buf_release(&value);
	}
	n->kind = NODE_FIELD;
}

static struct node *parse_group(struct parser *p)
{
	const struct item *open = &p->items[p->at++];
	struct node *n = parse_any(p);

	if (open->field != NULL)
		apply_field(p, n, open->field);
	n->occur = open->occur;
	n->start = open->start;
	n->end = p->items[p->at++].end;
	return n;
}

static struct node *parse_atom(struct parser *p, size_t words)
{
	switch (p->items[p->at].kind) {
	case ITEM_OPEN:
		return parse_group(p);
	case ITEM_ATOM:
		return p->items[p->at++].node;
	default:
		return parse_words(p, words);
	}
}

/* A chain of PROCHE is one node, with the widest of its distances. */
static struct node *parse_near(struct parser *p)
{
	bool word = kind_at(p, p->at) == ITEM_WORD && kind_at(p, p->at + 1) == ITEM_NEAR;
	struct node *first = parse_atom(p, word ? 1 : SIZE_MAX);
	enum occur occur = first->occur;
	struct nodes list = {0};
	unsigned distance = 0;
	struct node *n;

	if (kind_at(p, p->at) != ITEM_NEAR)
		return first;
	first->occur = OCCUR_MAYBE;
	add_node(&list, first);
	while (kind_at(p, p->at) == ITEM_NEAR) {
		if (p->items[p->at].distance > distance)
			distance = p->items[p->at].distance;
		p->at++;
		add_node(&list, parse_atom(p, 1));
	}
	n = join(p, NODE_NEAR, &list);
	n->distance = distance;
	n->occur = occur;
	return n;
}

static struct node *parse_list(struct parser *p)
{
	struct nodes list = {0};

	while (kind_at(p, p->at) <= ITEM_OPEN)
		add_node(&list, parse_near(p));
	return join(p, NODE_LIST, &list);
}

/* What is asked for and what is not are gathered apart, so that long chains stay flat. */
static struct node *parse_all(struct parser *p)
{
	struct nodes wanted = {0};
	struct nodes unwanted = {0};
	struct node *all, *but;
	bool more;

	do {
		if (kind_at(p, p->at) == ITEM_NOT) {
			p->at++;
			add_node(&unwanted, parse_list(p));
		} else {
			add_node(&wanted, parse_list(p));
		}
		more = kind_at(p, p->at) == ITEM_AND || kind_at(p, p->at) == ITEM_NOT;
		if (kind_at(p, p->at) == ITEM_AND)
			p->at++;
	} while (more);
	all = join(p, NODE_AND, &wanted);
	but = join(p, NODE_OR, &unwanted);
	if (but == NULL)
		return all;
	if (all != NULL)
		add_node(&wanted, all);
	add_node(&wanted, but);
	if (wanted.count > 1)
		return join(p, NODE_NOT, &wanted);
	all = new_node(p->q, NODE_NOT, but->start, but->end);
	all->children = arena_alloc(&p->q->arena, sizeof *all->children);
	all->children[0] = but;
	all->count = 1;
	free(wanted.items);
	return all;
}

static struct node *parse_any(struct parser *p)
{
	struct nodes list = {0};

	add_node(&list, parse_all(p));
	while (kind_at(p, p->at) == ITEM_OR) {
		p->at++;
		add_node(&list, parse_all(p));
	}
	return join(p, NODE_OR, &list);
}

/* ---- the question ---- */

/* Where a question too long is cut: behind a whole word, or at least a whole character. */
static size_t cut_at_blank(struct str typed)
{
	size_t word = QUESTION_MAX;
	size_t character = QUESTION_MAX;

	while (word > 0 && typed.p[word] != ' ')
		word--;
	while (character > QUESTION_MAX - UTF8_MAX &&
	       ((unsigned char)typed.p[character] & 0xC0) == 0x80)
		character--;
	return word > 0 ? word : character;
}

/*
 * Bytes that are no characters, and control characters, become spaces; the rest stays in
 * place.
 */
static void copy_typed(struct question *q, struct str typed)
{
	char *bytes;
	size_t at = 0;

	if (typed.n > QUESTION_MAX)
		typed.n = cut_at_blank(typed);
	bytes = arena_copy(&q->arena, typed.p, typed.n);
	while (at < typed.n) {
		uint32_t c;
		size_t n = utf8_decode(typed, at, &c);

		if (c < ' ' || (c >= 0x7F && c < 0xA0) || (c == 0xFFFD && n == 1))
			memset(bytes + at, ' ', n);
		at += n;
	}
	q->typed = (struct str){bytes, typed.n};
}

static void warn_cut(struct question *q)
{
	struct buf text = {0};

	buf_printf(&text, _("question cut after %zu bytes; ask a shorter one"),
		   q->typed.n);
	question_warn(q, (uint32_t)q->typed.n, (uint32_t)q->typed.n, buf_view(&text));
	buf_release(&text);
}

struct question *question_parse(struct str typed)
{
	struct question *q = xcalloc(1, sizeof *q);
	struct parser p = {.q = q};

	copy_typed(q, typed);
	if (q->typed.n < typed.n)
		warn_cut(q);
	p.text = str_copy(&q->arena, q->typed);
	p.bytes = (char *)p.text.p;
	lex(&p);
	pair_brackets(&p);
	drop_brackets(&p);
	check_operators(&p);
	p.at = 0;
	q->root = p.count > 0 ? parse_any(&p) : new_node(q, NODE_NONE, 0, 0);
	free(p.items);
	return q;
}
