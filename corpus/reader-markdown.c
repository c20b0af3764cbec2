/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markdown: one article a file. In front may stand "key: value" lines between two lines of
 * "---" (YAML, as far as one value a key goes), or "key = value" between "+++" (TOML). The
 * title is the one told there, else the first heading.
 */
#include "corpus/reader.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/html.h"
#include "lib/record.h"

/* ---- front matter ---- */

/* Takes the first line off; false at the end. */
static bool take_line(struct str *text, struct str *line)
{
	if (!str_split(text, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->n--;
	return true;
}

/* Takes quotes off, and a comment from behind what has none. */
static struct str unquoted(struct arena *arena, struct str s)
{
	struct buf b = {0};
	char quote = s.n > 0 ? s.p[0] : '\0';
	const char *sign;

	if (quote != '"' && quote != '\'') {
		sign = s.n == 0 ? NULL : memmem(s.p, s.n, " #", 2);
		return sign == NULL ? s : str_trim(str_slice(s, 0, (size_t)(sign - s.p)));
	}
	for (size_t i = 1; i < s.n; i++) {
		char next = i + 1 < s.n ? s.p[i + 1] : '\0';

		if (quote == '"' && s.p[i] == '\\' && next != '\0')
			buf_char(&b, s.p[++i] == 'n' ? '\n' : s.p[i]);
		else if (s.p[i] == quote && (quote == '"' || next != '\''))
			break;
		else if (s.p[i] == quote)
			buf_char(&b, s.p[++i]);
		else
			buf_char(&b, s.p[i]);
	}
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* "[a, "b"]" → "a, b". */
static struct str value_of(struct arena *arena, struct str s)
{
	struct buf b = {0};
	struct str item;

	s = str_trim(s);
	if (!str_starts(s, STR("[")) || !str_ends(s, STR("]")))
		return unquoted(arena, s);
	s = str_slice(s, 1, s.n - 1);
	while (str_split(&s, ',', &item)) {
		item = unquoted(arena, str_trim(item));
		if (item.n > 0 && b.n > 0)
			buf_text(&b, ", ");
		buf_str(&b, item);
	}
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

struct front {
	struct reader *reader;
	struct article *article;
	bool mapped[ARTICLE_MEMBERS];
	const struct member_key *best[ARTICLE_MEMBERS]; /* whose value it is */
	struct str *open; /* the member that further lines go on with */
	char between;	  /* a folded text's lines are joined by it; ',' for a list */
};

static const struct reader_map *find_map(const struct reader *r, struct str key)
{
	for (size_t i = 0; i < r->options->maps_count; i++) {
		if (str_equal(r->options->maps[i].key, key))
			return &r->options->maps[i];
	}
	return NULL;
}

static void take_key(struct front *f, struct str key, struct str value)
{
	const struct reader_map *map = find_map(f->reader, str_trim(key));
	const struct member_key *k = member_key_find(key);
	enum article_member member;

	f->open = NULL;
	if (map != NULL) {
		member = map->member;
		f->mapped[member] = true;
	} else if (k != NULL && !f->mapped[k->member] &&
		   (f->best[k->member] == NULL || k < f->best[k->member])) {
		member = k->member;
		f->best[member] = k;
	} else {
		return;
	}
	f->open = article_member(f->article, member);
	value = str_trim(value);
	if (value.n > 0 && value.n <= 2 && (value.p[0] == '>' || value.p[0] == '|')) {
		f->between = value.p[0] == '>' ? ' ' : '\n';
		value = (struct str){0};
	} else {
		f->between = ',';
	}
	*f->open = value_of(&f->reader->arena, value);
}

/* "  - item" of a list, a line of a text that is folded. */
static void take_more(struct front *f, struct str line)
{
	struct arena *arena = &f->reader->arena;
	struct buf b = {0};

	line = str_trim(line);
	if (f->open == NULL || line.n == 0)
		return;
	if (f->between == ',') {
		if (!str_starts(line, STR("- ")))
			return;
		line = unquoted(arena, str_trim(str_slice(line, 2, line.n)));
		/* "- name: Jeanne Corton" */
		if (str_starts(line, STR("name:")))
			line = unquoted(arena, str_trim(str_slice(line, 5, line.n)));
	}
	buf_str(&b, *f->open);
	if (b.n > 0)
		buf_text(&b, f->between == ',' ? ", " : f->between == ' ' ? " " : "\n");
	buf_str(&b, line);
	*f->open = str_copy(arena, buf_view(&b));
	buf_release(&b);
}

/* Takes what stands before the text off it, when it is closed. */
static void take_front(struct reader *r, struct article *a, struct str *text)
{
	struct front f = {.reader = r, .article = a};
	struct str rest = *text;
	struct str line, key, fence, value;
	bool closed = false;

	if (!take_line(&rest, &fence) ||
	    (!str_is(str_trim(fence), "---") && !str_is(str_trim(fence), "+++")))
		return;
	fence = str_trim(fence);
	for (struct str look = rest; !closed && take_line(&look, &line);)
		closed =
			str_equal(str_trim(line), fence) || str_is(str_trim(line), "...");
	while (closed && take_line(&rest, &line)) {
		if (str_equal(str_trim(line), fence) || str_is(str_trim(line), "...")) {
			*text = rest;
			return;
		}
		value = line;
		if (line.n > 0 && strchr(" \t-", line.p[0]) != NULL)
			take_more(&f, line);
		else if (line.n > 0 && line.p[0] != '#' &&
			 str_split(&value, fence.p[0] == '-' ? ':' : '=', &key))
			take_key(&f, key, value);
	}
}

/* ---- the text ---- */

static struct str node_text(struct arena *arena, cmark_node *top)
{
	cmark_iter *iter = cmark_iter_new(top);
	cmark_event_type event;
	struct buf b = {0};
	struct str s;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(iter);
		const char *text = cmark_node_get_literal(n);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK)
			buf_char(&b, ' ');
		else if (text != NULL)
			buf_text(&b, text);
	}
	cmark_iter_free(iter);
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* The first heading gives the title, or repeats it: it is no part of the text. */
static void take_title(struct reader *r, struct article *a, cmark_node *document)
{
	cmark_node *first = cmark_node_first_child(document);
	struct str text;

	if (first == NULL || cmark_node_get_type(first) != CMARK_NODE_HEADING)
		return;
	text = str_trim(node_text(&r->arena, first));
	if (a->title.n == 0)
		a->title = text;
	if (str_equal(text, a->title)) {
		cmark_node_unlink(first);
		cmark_node_free(first);
	}
}

/* Rows of a table in the way of GitHub: "| a | b |"; CommonMark has none. */
static bool is_table_row(struct str line)
{
	line = str_trim(line);
	return line.n > 2 && line.p[0] == '|' && line.p[line.n - 1] == '|';
}

static bool is_table_rule(struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		if (strchr("|-: \t\r", line.p[i]) == NULL)
			return false;
	}
	return true;
}

static void add_row(struct buf *out, struct str line)
{
	struct str cell;

	line = str_trim(line);
	line = str_slice(line, 1, line.n - 1);
	buf_text(out, "<tr>");
	while (str_split(&line, '|', &cell)) {
		buf_text(out, "<td>");
		buf_str(out, str_trim(cell));
		buf_text(out, "</td>");
	}
	buf_text(out, "</tr>\n");
}

/* Tables as HTML, which Markdown may hold. */
static void add_tables(struct buf *out, struct str text)
{
	struct str line;
	bool in_table = false;

	while (take_line(&text, &line)) {
		bool row = is_table_row(line);

		if (row != in_table)
			buf_text(out, row ? "\n<table>\n" : "</table>\n\n");
		in_table = row;
		if (row && !is_table_rule(line)) {
			add_row(out, line);
		} else if (!row) {
			buf_str(out, line);
			buf_char(out, '\n');
		}
	}
	if (in_table)
		buf_text(out, "</table>\n");
}

static int read_text(struct reader *r, struct article *a, struct str text,
		     struct error *err)
{
	struct buf markdown = {0}, body = {0};
	cmark_node *document;
	char *html;
	int rc;

	add_tables(&markdown, text);
	document = cmark_parse_document(markdown.p ? markdown.p : "", markdown.n,
					CMARK_OPT_DEFAULT);
	take_title(r, a, document);
	html = cmark_render_html(document, CMARK_OPT_UNSAFE);
	rc = html_text(&body, str_of(html), err);
	a->body = str_copy(&r->arena, buf_view(&body));
	free(html);
	cmark_node_free(document);
	buf_release(&body);
	buf_release(&markdown);
	return rc;
}

static int next_markdown(struct reader *r, struct article *a, struct error *err)
{
	struct str text;

	if (r->state != NULL)
		return 0;
	r->state = r;
	if (reader_rest(r, a, RECORD_TEXT_MAX, &text, err) < 0)
		return -1;
	take_front(r, a, &text);
	return read_text(r, a, text, err) < 0 ? -1 : 1;
}

/* Text with something in front of it that only Markdown has. */
static bool sniff(struct str front)
{
	struct str line, key;

	if (!take_line(&front, &line) ||
	    (!str_is(str_trim(line), "---") && !str_is(str_trim(line), "+++")))
		return false;
	return take_line(&front, &line) &&
	       (str_split(&line, ':', &key) || str_split(&line, '=', &key));
}

const struct reader_format reader_markdown = {
	.name = "markdown",
	.extensions = {".md", ".markdown", ".mkd"},
	.sniff = sniff,
	.next = next_markdown,
};
