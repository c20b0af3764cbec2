/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

/* What a tag does to those around it. */
enum tag_rule {
	VOID = 1 << 0,	   /* has no end */
	BLOCK = 1 << 1,	   /* begins and ends a paragraph */
	CLOSES_P = 1 << 2, /* ends an open <p> */
	RAW = 1 << 3,	   /* no tags in it but its own end */
	HIDDEN = 1 << 4,   /* never read */
	WALL = 1 << 5,	   /* an end tag in it does not end what is around it */
	NO_NODE = 1 << 6,  /* only its text counts */
};

#define DIVISION (BLOCK | CLOSES_P)

struct tag_row {
	const char *name;
	enum html_tag tag;
	unsigned rules;
};

/* In the order of strcmp. A name that is not here is an element without a meaning. */
static const struct tag_row tags[] = {
	{"a", HTML_A, 0},
	{"abbr", HTML_ABBR, 0},
	{"address", HTML_DIV, DIVISION},
	{"amp-ad", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-consent", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-embed", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-facebook", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-iframe", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-instagram", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-sidebar", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-social-share", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-twitter", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-user-notification", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-video", HTML_OTHER, BLOCK | HIDDEN},
	{"amp-youtube", HTML_OTHER, BLOCK | HIDDEN},
	{"area", HTML_OTHER, VOID | NO_NODE},
	{"article", HTML_ARTICLE, DIVISION},
	{"aside", HTML_ASIDE, DIVISION},
	{"audio", HTML_OTHER, BLOCK | HIDDEN},
	{"b", HTML_OTHER, NO_NODE},
	{"base", HTML_BASE, VOID},
	{"big", HTML_OTHER, NO_NODE},
	{"blockquote", HTML_BLOCKQUOTE, DIVISION},
	{"body", HTML_OTHER, NO_NODE},
	{"br", HTML_BR, VOID},
	{"button", HTML_BUTTON, HIDDEN | WALL},
	{"canvas", HTML_OTHER, HIDDEN},
	{"caption", HTML_CAPTION, BLOCK | WALL},
	{"center", HTML_DIV, DIVISION},
	{"cite", HTML_OTHER, NO_NODE},
	{"code", HTML_OTHER, NO_NODE},
	{"col", HTML_OTHER, VOID | NO_NODE},
	{"colgroup", HTML_OTHER, NO_NODE},
	{"datalist", HTML_OTHER, HIDDEN},
	{"dd", HTML_DD, DIVISION},
	{"del", HTML_OTHER, HIDDEN},
	{"details", HTML_DIV, DIVISION},
	{"dialog", HTML_OTHER, DIVISION | HIDDEN},
	{"dir", HTML_UL, DIVISION},
	{"div", HTML_DIV, DIVISION},
	{"dl", HTML_UL, DIVISION},
	{"dt", HTML_DT, DIVISION},
	{"em", HTML_OTHER, NO_NODE},
	{"embed", HTML_OTHER, VOID | NO_NODE},
	{"fieldset", HTML_DIV, DIVISION},
	{"figcaption", HTML_FIGCAPTION, DIVISION},
	{"figure", HTML_FIGURE, DIVISION},
	{"font", HTML_OTHER, NO_NODE},
	{"footer", HTML_FOOTER, DIVISION},
	{"form", HTML_FORM, DIVISION},
	{"frame", HTML_OTHER, VOID | NO_NODE},
	{"h1", HTML_H1, DIVISION},
	{"h2", HTML_H2, DIVISION},
	{"h3", HTML_H3, DIVISION},
	{"h4", HTML_H4, DIVISION},
	{"h5", HTML_H5, DIVISION},
	{"h6", HTML_H6, DIVISION},
	{"head", HTML_OTHER, NO_NODE},
	{"header", HTML_HEADER, DIVISION},
	{"hgroup", HTML_DIV, DIVISION},
	{"hr", HTML_OTHER, VOID | DIVISION},
	{"html", HTML_OTHER, NO_NODE},
	{"i", HTML_OTHER, NO_NODE},
	{"iframe", HTML_OTHER, RAW | HIDDEN},
	{"img", HTML_IMG, VOID},
	{"input", HTML_OTHER, VOID | NO_NODE},
	{"ins", HTML_OTHER, NO_NODE},
	{"kbd", HTML_OTHER, NO_NODE},
	{"label", HTML_OTHER, HIDDEN},
	{"legend", HTML_DIV, BLOCK},
	{"li", HTML_LI, DIVISION},
	{"link", HTML_LINK, VOID},
	{"listing", HTML_PRE, DIVISION},
	{"main", HTML_MAIN, DIVISION},
	{"map", HTML_OTHER, HIDDEN},
	{"mark", HTML_OTHER, NO_NODE},
	{"math", HTML_OTHER, 0},
	{"menu", HTML_UL, DIVISION},
	{"meta", HTML_META, VOID},
	{"nav", HTML_NAV, DIVISION},
	{"nobr", HTML_OTHER, NO_NODE},
	{"noembed", HTML_OTHER, RAW | HIDDEN},
	{"noframes", HTML_OTHER, RAW | HIDDEN},
	{"noscript", HTML_OTHER, BLOCK | HIDDEN},
	{"object", HTML_OTHER, HIDDEN | WALL},
	{"ol", HTML_OL, DIVISION},
	{"p", HTML_P, DIVISION},
	{"param", HTML_OTHER, VOID | NO_NODE},
	{"plaintext", HTML_PRE, DIVISION},
	{"pre", HTML_PRE, DIVISION},
	{"q", HTML_OTHER, NO_NODE},
	{"s", HTML_OTHER, NO_NODE},
	{"samp", HTML_OTHER, NO_NODE},
	{"script", HTML_SCRIPT, RAW | HIDDEN},
	{"search", HTML_OTHER, DIVISION | HIDDEN},
	{"section", HTML_SECTION, DIVISION},
	{"select", HTML_OTHER, HIDDEN},
	{"small", HTML_OTHER, NO_NODE},
	{"source", HTML_OTHER, VOID | NO_NODE},
	{"span", HTML_SPAN, 0},
	{"strike", HTML_OTHER, NO_NODE},
	{"strong", HTML_OTHER, NO_NODE},
	{"style", HTML_OTHER, RAW | HIDDEN},
	{"sub", HTML_OTHER, NO_NODE},
	{"summary", HTML_SUMMARY, DIVISION},
	{"sup", HTML_OTHER, NO_NODE},
	{"svg", HTML_OTHER, HIDDEN | WALL},
	{"table", HTML_TABLE, DIVISION | WALL},
	{"tbody", HTML_TBODY, BLOCK},
	{"td", HTML_TD, BLOCK | WALL},
	{"template", HTML_OTHER, HIDDEN | WALL},
	{"textarea", HTML_OTHER, RAW | HIDDEN},
	{"tfoot", HTML_TBODY, BLOCK},
	{"th", HTML_TD, BLOCK | WALL},
	{"thead", HTML_TBODY, BLOCK},
	{"time", HTML_TIME, 0},
	{"title", HTML_TITLE, RAW | HIDDEN},
	{"tr", HTML_TR, BLOCK},
	{"track", HTML_OTHER, VOID | NO_NODE},
	{"tt", HTML_OTHER, NO_NODE},
	{"u", HTML_OTHER, NO_NODE},
	{"ul", HTML_UL, DIVISION},
	{"var", HTML_OTHER, NO_NODE},
	{"video", HTML_OTHER, BLOCK | HIDDEN},
	{"wbr", HTML_OTHER, VOID | NO_NODE},
	{"xmp", HTML_PRE, RAW | DIVISION},
};

static const struct tag_row unknown = {"", HTML_OTHER, 0};

static const struct {
	const char *name;
	enum html_attribute attribute;
} attributes[] = {
	{"class", HTML_CLASS},	     {"content", HTML_CONTENT},
	{"datetime", HTML_DATETIME}, {"hidden", HTML_HIDDEN},
	{"href", HTML_HREF},	     {"id", HTML_ID},
	{"itemprop", HTML_ITEMPROP}, {"lang", HTML_LANG},
	{"name", HTML_NAME},	     {"property", HTML_PROPERTY},
	{"rel", HTML_REL},	     {"role", HTML_ROLE},
	{"style", HTML_STYLE},	     {"title", HTML_TITLE_TEXT},
	{"type", HTML_TYPE},
};

struct open_element {
	struct html_node *node;
	const struct tag_row *row;
};

struct parser {
	struct arena *arena;
	struct str s;
	size_t at;
	bool xml; /* "/>" ends any element */
	struct html_tree *tree;
	size_t nodes;
	struct open_element open[HTML_DEPTH_MAX];
	size_t depth;	 /* of `open`; the root is number 0 */
	size_t too_deep; /* elements that are open and have no node */
};

/* ---- tags ---- */

static int compare_row(const void *name, const void *row)
{
	return strcmp(name, ((const struct tag_row *)row)->name);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static const struct tag_row *row_of(struct str name)
{
	char lower[16];
	const struct tag_row *row;

	if (name.n >= sizeof lower)
		return &unknown;
	for (size_t i = 0; i < name.n; i++)
		lower[i] = (char)(name.p[i] | (is_letter(name.p[i]) ? 0x20 : 0));
	lower[name.n] = '\0';
	row = bsearch(lower, tags, COUNT(tags), sizeof *tags, compare_row);
	return row != NULL ? row : &unknown;
}

/* ---- nodes ---- */

static struct html_node *add_node(struct parser *p, enum html_tag tag)
{
	struct html_node *n = arena_alloc(p->arena, sizeof *n);
	struct html_node *parent = p->depth > 0 ? p->open[p->depth - 1].node : NULL;

	n->tag = tag;
	n->parent = parent;
	n->before = p->tree->latest;
	p->tree->latest = n;
	p->nodes++;
	if (parent == NULL)
		return n;
	if (parent->last != NULL)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	return n;
}

static void add_text(struct parser *p, struct str text)
{
	if (text.n > 0)
		add_node(p, HTML_TEXT)->text = html_decoded(p->arena, text);
}

/* ---- what is open ---- */

/* Closes the innermost open p, li, … unless a wall or a `stop` stands before it. */
static void close_implied(struct parser *p, enum html_tag tag, const enum html_tag *stops,
			  size_t count)
{
	for (size_t i = p->depth; i-- > 1;) {
		if (p->open[i].node->tag == tag) {
			p->depth = i;
			return;
		}
		for (size_t j = 0; j < count; j++) {
			if (p->open[i].node->tag == stops[j])
				return;
		}
		if (p->open[i].row->rules & WALL && tag != HTML_TR && tag != HTML_TBODY)
			return;
		if (p->open[i].row->rules & BLOCK && tag == HTML_A)
			return;
	}
}

/* Which open elements a tag ends, and which of those around keep it from that. */
static const struct {
	enum html_tag tag, ends, stops[3];
} implied[] = {
	{HTML_LI, HTML_LI, {HTML_UL, HTML_OL, HTML_TABLE}},
	{HTML_DD, HTML_DD, {HTML_UL, HTML_OL, HTML_TABLE}},
	{HTML_DD, HTML_DT, {HTML_UL, HTML_OL, HTML_TABLE}},
	{HTML_DT, HTML_DD, {HTML_UL, HTML_OL, HTML_TABLE}},
	{HTML_DT, HTML_DT, {HTML_UL, HTML_OL, HTML_TABLE}},
	{HTML_TD, HTML_TD, {HTML_TR, HTML_TABLE, HTML_TABLE}},
	{HTML_TR, HTML_TR, {HTML_TABLE, HTML_TABLE, HTML_TABLE}},
	{HTML_TBODY, HTML_TBODY, {HTML_TABLE, HTML_TABLE, HTML_TABLE}},
	{HTML_A, HTML_A, {HTML_TABLE, HTML_TABLE, HTML_TABLE}},
};

static void close_for(struct parser *p, const struct tag_row *row)
{
	const struct open_element *top = &p->open[p->depth - 1];

	if (html_heading(row->tag) && html_heading(top->node->tag))
		p->depth--;
	for (size_t i = 0; i < COUNT(implied); i++) {
		if (implied[i].tag == row->tag)
			close_implied(p, implied[i].ends, implied[i].stops,
				      COUNT(implied[i].stops));
	}
	if (row->rules & CLOSES_P)
		close_implied(p, HTML_P, NULL, 0);
}

static bool same_element(const struct open_element *open, const struct tag_row *row,
			 struct str name)
{
	if (html_heading(row->tag))
		return html_heading(open->node->tag) > 0;
	if (row == &unknown)
		return open->row == row && str_equal(open->node->text, name);
	return open->row == row;
}

static bool is_table_part(enum html_tag tag)
{
	return tag == HTML_TABLE || tag == HTML_TR || tag == HTML_TD || tag == HTML_TBODY;
}

/* An end tag ends the innermost element of its name; one of a phrase stays in its block. */
static void end_tag(struct parser *p, struct str name)
{
	const struct tag_row *row = row_of(name);

	if (p->too_deep > 0 && !(row->rules & (VOID | NO_NODE | RAW))) {
		p->too_deep--;
		return;
	}
	if (row->tag == HTML_BR)
		add_node(p, HTML_BR);
	if (row->rules & (VOID | NO_NODE))
		return;
	for (size_t i = p->depth; i-- > 1;) {
		const struct open_element *open = &p->open[i];

		if (same_element(open, row, name)) {
			p->depth = i;
			return;
		}
		if (!(row->rules & BLOCK) && open->row->rules & BLOCK)
			return;
		if (open->row->rules & WALL && !is_table_part(row->tag))
			break;
	}
	if (row->tag == HTML_P)
		add_node(p, HTML_P)->block = true;
}

/* ---- bytes ---- */

/* Where `text` begins next, letter case aside; the end of the page without it. */
static size_t find(const struct parser *p, const char *text)
{
	size_t n = strlen(text);
	size_t at = p->at;

	while (at + n <= p->s.n) {
		const char *found = memchr(p->s.p + at, text[0], p->s.n - at - n + 1);

		if (found == NULL)
			break;
		at = (size_t)(found - p->s.p);
		if (strncasecmp(found, text, n) == 0)
			return at;
		at++;
	}
	return p->s.n;
}

static void skip_behind(struct parser *p, const char *text)
{
	size_t at = find(p, text);

	p->at = at < p->s.n ? at + strlen(text) : p->s.n;
}

/* Takes text up to "</name"; the end tag itself is left. */
static struct str take_raw(struct parser *p, struct str name)
{
	size_t begin = p->at;
	char end[20];

	snprintf(end, sizeof end, "</%.*s", STR_ARGS(name));
	p->at = find(p, end);
	return str_slice(p->s, begin, p->at);
}

static struct str take_attribute_name(struct parser *p)
{
	size_t begin = p->at;

	while (p->at < p->s.n && !is_space(p->s.p[p->at]) &&
	       memchr("=>/", p->s.p[p->at], 3) == NULL)
		p->at++;
	if (p->at == begin && p->at < p->s.n && p->s.p[p->at] == '=')
		p->at++;
	return str_slice(p->s, begin, p->at);
}

static void skip_space(struct parser *p)
{
	while (p->at < p->s.n && is_space(p->s.p[p->at]))
		p->at++;
}

static struct str take_attribute_value(struct parser *p)
{
	size_t begin;
	char quote;

	skip_space(p);
	if (p->at >= p->s.n || p->s.p[p->at] != '=')
		return (struct str){"", 0};
	p->at++;
	skip_space(p);
	if (p->at >= p->s.n)
		return (struct str){"", 0};
	quote = p->s.p[p->at];
	begin = p->at;
	if (quote == '"' || quote == '\'') {
		const char *end = memchr(p->s.p + begin + 1, quote, p->s.n - begin - 1);
		size_t stop = end == NULL ? p->s.n : (size_t)(end - p->s.p);

		p->at = stop + (end != NULL);
		return str_slice(p->s, begin + 1, stop);
	}
	while (p->at < p->s.n && !is_space(p->s.p[p->at]) && p->s.p[p->at] != '>')
		p->at++;
	return str_slice(p->s, begin, p->at);
}

static void keep_value(struct parser *p, struct html_value **values, struct str name,
		       struct str text)
{
	struct html_value *v;

	for (size_t i = 0; i < COUNT(attributes); i++) {
		if (strlen(attributes[i].name) != name.n ||
		    strncasecmp(attributes[i].name, name.p, name.n) != 0)
			continue;
		for (v = *values; v != NULL; v = v->next) {
			if (v->attribute == attributes[i].attribute)
				return;
		}
		v = arena_alloc(p->arena, sizeof *v);
		v->attribute = attributes[i].attribute;
		v->text = html_decoded(p->arena, text);
		v->next = *values;
		*values = v;
	}
}

/* Takes the rest of a tag, its ">" too; answers whether that was "/>". */
static bool take_attributes(struct parser *p, struct html_value **values)
{
	bool slash = false;

	while (p->at < p->s.n) {
		struct str name;

		skip_space(p);
		if (p->at >= p->s.n)
			break;
		if (p->s.p[p->at] == '>') {
			p->at++;
			return slash;
		}
		slash = p->s.p[p->at] == '/';
		if (slash) {
			p->at++;
			continue;
		}
		name = take_attribute_name(p);
		keep_value(p, values, name, take_attribute_value(p));
	}
	return slash;
}

static struct str take_name(struct parser *p)
{
	size_t begin = p->at;

	while (p->at < p->s.n && !is_space(p->s.p[p->at]) && p->s.p[p->at] != '>' &&
	       p->s.p[p->at] != '/')
		p->at++;
	return str_slice(p->s, begin, p->at);
}

/* ---- the parser ---- */

/* Text of a raw element, for those that somebody reads. */
static void fill_raw(struct parser *p, struct html_node *n, struct str raw)
{
	if (n->tag == HTML_SCRIPT)
		n->text = raw;
	else if (n->tag == HTML_TITLE)
		n->text = html_decoded(p->arena, raw);
	else if (!n->hidden)
		add_text(p, raw);
}

/* A heading that is pressed to show what it stands over. */
static bool unfolds(const struct html_node *n)
{
	const struct html_node *heading = n->parent;

	return n->tag == HTML_BUTTON && html_heading(heading->tag) > 0 &&
	       (heading->first == n ||
		(heading->first->next == n && str_trim(heading->first->text).n == 0));
}

static void start_tag(struct parser *p)
{
	struct html_value *values = NULL;
	struct str name = take_name(p);
	const struct tag_row *row = row_of(name);
	struct html_node *n;
	bool closed = take_attributes(p, &values);

	if (row->rules & NO_NODE)
		return;
	close_for(p, row);
	closed = (closed && p->xml) || row->rules & VOID;
	if (p->depth == HTML_DEPTH_MAX && !closed && !(row->rules & RAW)) {
		p->too_deep++;
		return;
	}
	n = add_node(p, row->tag);
	n->values = values;
	n->block = row->rules & BLOCK;
	n->hidden = row->rules & HIDDEN && !unfolds(n);
	if (row == &unknown)
		n->text = name;
	if (closed)
		return;
	if (row->rules & RAW) {
		struct str raw = take_raw(p, name);

		if (p->depth < HTML_DEPTH_MAX)
			p->open[p->depth++] = (struct open_element){n, row};
		fill_raw(p, n, raw);
	} else {
		p->open[p->depth++] = (struct open_element){n, row};
	}
}

/* <!-- -->, <!DOCTYPE >, <? >, </ > that is no tag. */
static void skip_markup(struct parser *p)
{
	struct str rest = str_slice(p->s, p->at, p->s.n);

	if (str_starts(rest, STR("<!--"))) {
		p->at += 2; /* "<!-->" is whole */
		skip_behind(p, "-->");
	} else if (p->xml && str_starts(rest, STR("<![CDATA["))) {
		size_t begin = p->at += strlen("<![CDATA[");

		add_node(p, HTML_TEXT)->text = str_slice(p->s, begin, find(p, "]]>"));
		skip_behind(p, "]]>");
	} else {
		skip_behind(p, ">");
	}
}

static bool begins_markup(struct str s)
{
	if (s.n < 2 || s.p[1] == '\0')
		return false;
	return is_letter(s.p[1]) || s.p[1] == '!' || s.p[1] == '?' ||
	       (s.p[1] == '/' && s.n > 2);
}

/* At the "<" of markup. */
static void take_markup(struct parser *p)
{
	const char *after = p->s.p + p->at + 1;
	struct html_value *none = NULL;
	struct str name;

	if (is_letter(after[0])) {
		p->at++;
		start_tag(p);
	} else if (after[0] == '/' && p->at + 2 < p->s.n && is_letter(after[1])) {
		p->at += 2;
		name = take_name(p);
		take_attributes(p, &none);
		end_tag(p, name);
	} else {
		skip_markup(p);
	}
}

int html_tree_parse(struct html_tree *out, struct arena *arena, struct str html,
		    struct error *err)
{
	struct parser p = {.arena = arena, .s = html, .tree = out};
	size_t begin = 0;

	*out = (struct html_tree){0};
	p.xml = str_starts(str_trim(html), STR("<?xml"));
	out->root = add_node(&p, HTML_DIV);
	out->root->block = true;
	p.open[p.depth++] = (struct open_element){out->root, &unknown};
	while ((p.at = find(&p, "<")) < html.n) {
		if (!begins_markup(str_slice(html, p.at, html.n))) {
			p.at++;
			continue;
		}
		add_text(&p, str_slice(html, begin, p.at));
		take_markup(&p);
		begin = p.at;
		if (p.nodes > HTML_NODES_MAX)
			return error_set(err, ERROR_REJECTED,
					 _("a page of more than %u tags"),
					 HTML_NODES_MAX);
	}
	add_text(&p, str_slice(html, begin, html.n));
	return 0;
}

/* ---- reading it ---- */

struct str html_value(const struct html_node *n, enum html_attribute attribute)
{
	for (const struct html_value *v = n->values; v != NULL; v = v->next) {
		if (v->attribute == attribute)
			return v->text;
	}
	return (struct str){0};
}

struct html_node *html_next_outside(const struct html_node *top,
				    const struct html_node *n)
{
	while (n != top && n->next == NULL)
		n = n->parent;
	return n == top ? NULL : n->next;
}

struct html_node *html_next(const struct html_node *top, const struct html_node *n)
{
	return n->first != NULL ? n->first : html_next_outside(top, n);
}

bool html_inside(const struct html_node *n, const struct html_node *top)
{
	while (n != NULL && n != top)
		n = n->parent;
	return n != NULL;
}

int html_heading(enum html_tag tag)
{
	return tag >= HTML_H1 && tag <= HTML_H6 ? (int)(tag - HTML_H1) + 1 : 0;
}

void html_node_text(struct buf *out, const struct html_node *n)
{
	size_t begin = out->n;

	for (const struct html_node *i = n; i != NULL && out->n - begin < HTML_LINE_MAX;
	     i = html_next(n, i)) {
		if (i->block || i->tag == HTML_BR)
			buf_char(out, ' ');
		if (i->tag != HTML_TEXT)
			continue;
		for (size_t j = 0; j < i->text.n; j++) {
			char c = i->text.p[j];

			if (!is_space(c))
				buf_char(out, c);
			else if (out->n > begin && out->p[out->n - 1] != ' ')
				buf_char(out, ' ');
		}
	}
}
