/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/headers.h"

#include <string.h>
#include <strings.h>

bool headers_same(struct str a, const char *b)
{
	return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

/* A line without its end; false when there is none left. */
static bool take_line(struct str *rest, struct str *line)
{
	if (rest->n == 0 || !str_split(rest, '\n', line))
		return false;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool is_folded(struct str rest)
{
	return rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

/* The line and those that go on with it. */
static struct str unfold(struct arena *arena, struct str line, struct str *rest)
{
	struct buf joined = {0};
	struct str more;

	if (!is_folded(*rest))
		return line;
	buf_str(&joined, line);
	while (is_folded(*rest) && take_line(rest, &more)) {
		buf_char(&joined, ' ');
		buf_str(&joined, str_trim(more));
	}
	line = str_copy(arena, buf_view(&joined));
	buf_release(&joined);
	return line;
}

bool headers_next(struct arena *arena, struct str *rest, struct str *name,
		  struct str *value)
{
	struct str line;

	while (take_line(rest, &line) && line.n > 0) {
		*value = unfold(arena, line, rest);
		str_split(value, ':', name);
		if (value->p == NULL)
			continue;
		*name = str_trim(*name);
		*value = str_trim(*value);
		return true;
	}
	return false;
}

struct str headers_find(struct arena *arena, struct str block, const char *name)
{
	struct str key, value;

	while (headers_next(arena, &block, &key, &value)) {
		if (headers_same(key, name))
			return value;
	}
	return (struct str){0};
}

struct str headers_body(struct str block)
{
	struct str line;

	while (take_line(&block, &line) && line.n > 0)
		continue;
	return block;
}

struct str headers_plain(struct str value)
{
	struct str type = {0};

	str_split(&value, ';', &type);
	return str_trim(type);
}

/* The end of the part that begins at `at`: a semicolon outside quotes. */
static size_t part_end(struct str value, size_t at)
{
	bool quoted = false;

	for (; at < value.n; at++) {
		if (quoted && value.p[at] == '\\')
			at++;
		else if (value.p[at] == '"')
			quoted = !quoted;
		else if (value.p[at] == ';' && !quoted)
			break;
	}
	return at < value.n ? at : value.n;
}

static struct str unquote(struct arena *arena, struct str s)
{
	char *p;
	size_t n = 0;

	if (s.n < 2 || s.p[0] != '"')
		return s;
	p = arena_copy(arena, s.p, s.n);
	for (size_t i = 1; i < s.n && s.p[i] != '"'; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		p[n++] = s.p[i];
	}
	return (struct str){p, n};
}

struct str headers_parameter(struct arena *arena, struct str value, const char *name)
{
	size_t at = part_end(value, 0);

	while (at < value.n) {
		size_t end = part_end(value, at + 1);
		struct str part = str_slice(value, at + 1, end);
		struct str key;

		str_split(&part, '=', &key);
		if (part.p != NULL && headers_same(str_trim(key), name))
			return unquote(arena, str_trim(part));
		at = end;
	}
	return (struct str){0};
}
