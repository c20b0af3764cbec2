/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON: one object a line (jsonl), or objects in an array or one behind the other (json).
 */
#include "corpus/reader.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/encoding.h"
#include "corpus/json-texts.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/utf8.h"

struct json_state {
	json_t *object; /* the current article's; its strings are lent, and */
	struct json_texts texts;
	bool in_array;	/* json: a "[" was not closed yet */
};

/* ---- values ---- */

static int refuse_value(const char *key, const json_t *value, struct error *err)
{
	return error_set(err, ERROR_REJECTED, _("the value of '%s' is %s, not text"), key,
			 json_is_object(value) ? _("an object") : _("an array"));
}

/* schema.org writes an author or publisher as {"name": "…"}. */
static const json_t *named(const json_t *value)
{
	const json_t *name =
		json_is_object(value) ? json_object_get(value, "name") : NULL;

	return json_is_string(name) ? name : value;
}

static struct json_state *state_of(struct reader *r)
{
	if (r->state == NULL)
		r->state = xcalloc(1, sizeof(struct json_state));
	return r->state;
}

/* Appends text or a number; false for what is neither. */
static bool add_scalar(struct reader *r, struct buf *out, const json_t *value)
{
	value = named(value);
	if (json_is_string(value))
		buf_str(out, json_texts_get(&state_of(r)->texts, value));
	else if (json_is_integer(value))
		buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_real(value))
		buf_printf(out, "%.17g", json_real_value(value));
	else
		return false;
	return true;
}

/* Authors are joined by commas, paragraphs of a text by newlines. */
static int take_array(struct reader *r, struct str *out, enum article_member member,
		      const char *key, const json_t *array, struct error *err)
{
	const char *between =
		member == ARTICLE_TEXT || member == ARTICLE_LEAD ? "\n" : ", ";
	struct buf b = {0};
	const json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (b.n > 0)
			buf_text(&b, between);
		if (!add_scalar(r, &b, item) && !json_is_null(item)) {
			buf_release(&b);
			return refuse_value(key, array, err);
		}
	}
	*out = str_copy(&r->arena, buf_view(&b));
	buf_release(&b);
	return 0;
}

static int take_value(struct reader *r, struct str *out, enum article_member member,
		      const char *key, const json_t *value, struct error *err)
{
	struct buf b = {0};

	value = named(value);
	if (json_is_string(value)) {
		*out = json_texts_get(&state_of(r)->texts, value);
		return 0;
	}
	if (json_is_null(value) || json_is_boolean(value))
		return 0;
	if (json_is_array(value))
		return take_array(r, out, member, key, value, err);
	if (!add_scalar(r, &b, value))
		return refuse_value(key, value, err);
	*out = str_copy(&r->arena, buf_view(&b));
	buf_release(&b);
	return 0;
}

/* ---- objects ---- */

/* The value of a mapped key; "a.b" is b in a when there is no "a.b". */
static const json_t *mapped(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	struct str rest = str_of(key);
	struct str part;

	if (value != NULL)
		return value;
	value = object;
	while (json_is_object(value) && str_split(&rest, '.', &part))
		value = json_object_get(value, str_copy(arena, part).p);
	return rest.p == NULL ? value : NULL;
}

static int take_mapped(struct reader *r, struct article *a, const json_t *object,
		       bool is_mapped[ARTICLE_MEMBERS], struct error *err)
{
	for (size_t i = 0; i < r->options->maps_count; i++) {
		const struct reader_map *map = &r->options->maps[i];
		struct str *out = article_member(a, map->member);
		const char *key = str_copy(&r->arena, map->key).p;
		const json_t *value = mapped(&r->arena, object, key);

		is_mapped[map->member] = true;
		if (out->n == 0 && value != NULL &&
		    take_value(r, out, map->member, key, value, err) < 0)
			return -1;
	}
	return 0;
}

static int take_known(struct reader *r, struct article *a, json_t *object,
		      const bool is_mapped[ARTICLE_MEMBERS], struct error *err)
{
	const struct member_key *best[ARTICLE_MEMBERS] = {0};
	struct str value_text;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		const struct member_key *k = member_key_find(str_of(key));

		if (k == NULL || is_mapped[k->member] ||
		    (best[k->member] != NULL && best[k->member] < k))
			continue;
		value_text = (struct str){0};
		if (take_value(r, &value_text, k->member, key, value, err) < 0)
			return -1;
		if (value_text.n == 0)
			continue;
		best[k->member] = k;
		*article_member(a, k->member) = value_text;
	}
	return 0;
}

/* Keeps the value and fills the article. */
static int take_object(struct reader *r, struct article *a, json_t *object,
		       struct error *err)
{
	struct json_state *s = state_of(r);
	bool is_mapped[ARTICLE_MEMBERS] = {0};

	json_decref(s->object);
	s->object = object;
	if (!json_is_object(object))
		return error_set(err, ERROR_REJECTED, _("not a JSON object"));
	if (take_mapped(r, a, object, is_mapped, err) < 0 ||
	    take_known(r, a, object, is_mapped, err) < 0)
		return -1;
	return 1;
}

/* jansson's words; of bytes that are no UTF-8 it tells less than we can. */
static int refuse(struct str text, const json_error_t *why, struct error *err)
{
	size_t fault = utf8_fault(text);

	if (fault != SIZE_MAX && text.p[fault] != '\0')
		return error_set(err, ERROR_REJECTED, _("byte %zu is not UTF-8 (0x%02X)"),
				 fault + 1, (unsigned char)text.p[fault]);
	if (fault != SIZE_MAX)
		return error_set(err, ERROR_REJECTED, _("byte %zu is NUL"), fault + 1);
	return error_set(err, ERROR_REJECTED, _("not JSON: %s (column %d)"), why->text,
			 why->column);
}

static int next_line(struct reader *r, struct article *a, struct error *err)
{
	json_error_t why;
	struct str line;
	json_t *value;
	int rc;

	do {
		rc = input_line(r->input, &line, err);
		a->line = input_line_number(r->input);
		if (rc <= 0)
			return rc;
	} while (str_trim(line).n == 0);

	a->raw = line;
	if (encoding_decode(&r->arena, line, (struct str){0}, &line, &a->lost, err) < 0)
		return -1;
	value = json_texts_load(&state_of(r)->texts, &r->arena, line, &why);
	if (value == NULL)
		return refuse(line, &why, err);
	return take_object(r, a, value, err);
}

/* ---- objects in an array or one behind the other ---- */

/* Passes over white space, commas and the array's own brackets: 1, 0 at the end, -1. */
static int to_next_value(struct reader *r, struct json_state *s, struct error *err)
{
	struct str bytes;
	size_t n;

	for (;;) {
		if (input_look(r->input, 1, &bytes, err) < 0)
			return -1;
		if (bytes.n == 0)
			return 0;
		for (n = 0; n < bytes.n; n++) {
			char c = bytes.p[n];

			if (c == '\0' || strchr(" \t\r\n,[]", c) == NULL)
				break;
			if (c == '[' || c == ']')
				s->in_array = c == '[';
		}
		input_take(r->input, n);
		if (n < bytes.n)
			return 1;
	}
}

/* How far a value was read: an object to its brace, a text to its quote. */
struct extent {
	size_t depth; /* of braces */
	bool quoted, escaped, begun;
};

/* False when the byte stands behind the value. */
static bool extend(struct extent *e, char c, bool *last)
{
	*last = false;
	if (e->escaped) {
		e->escaped = false;
	} else if (e->quoted) {
		e->escaped = c == '\\';
		e->quoted = c != '"';
		*last = c == '"' && e->depth == 0;
	} else if (c == '"') {
		if (e->begun && e->depth == 0)
			return false;
		e->quoted = true;
	} else if (c == '{') {
		if (e->begun && e->depth == 0)
			return false;
		e->depth++;
	} else if (c == '}' && e->depth > 0) {
		*last = --e->depth == 0;
	} else if (e->depth == 0 && c != '\0' && strchr(" \t\r\n,[]", c) != NULL) {
		return false;
	}
	e->begun = true;
	return true;
}

static int refuse_long(struct error *err)
{
	struct buf limit = {0};

	size_print(&limit, INPUT_LINE_MAX);
	error_set(err, ERROR_REJECTED, _("an object of more than %s"), limit.p);
	buf_release(&limit);
	return -1;
}

/*
 * The bytes of the value that begins here, to be taken; up to the end of the file when it
 * is cut. One that is too long is passed over.
 */
static int find_value(struct reader *r, struct json_state *s, struct str *value,
		      struct error *err)
{
	struct extent e = {0};
	bool last = false, large = false;
	struct str bytes;
	size_t n = 0;

	for (;;) {
		if (input_look(r->input, n + 1, &bytes, err) < 0)
			return -1;
		if (bytes.n == n) {
			s->in_array = false; /* one word about it is enough */
			break;
		}
		while (n < bytes.n && !last && extend(&e, bytes.p[n], &last))
			n++;
		if (last || n < bytes.n)
			break;
		if (n > INPUT_LINE_MAX) {
			large = true;
			input_take(r->input, n);
			n = 0;
		}
	}
	*value = str_slice(bytes, 0, n);
	if (!large)
		return 0;
	input_take(r->input, n);
	return refuse_long(err);
}

static int read_value(struct reader *r, struct article *a, struct str bytes,
		      struct error *err)
{
	json_error_t why;
	struct str text;
	json_t *value;

	if (encoding_decode(&r->arena, bytes, (struct str){0}, &text, &a->lost, err) < 0)
		return -1;
	value = json_texts_load(&state_of(r)->texts, &r->arena, text, &why);
	if (value != NULL)
		return take_object(r, a, value, err);
	a->line += (size_t)(why.line > 0 ? why.line - 1 : 0);
	return refuse(text, &why, err);
}

static int next_value(struct reader *r, struct article *a, struct error *err)
{
	struct json_state *s = state_of(r);
	struct str bytes;
	int rc = to_next_value(r, s, err);

	a->line = input_line_number(r->input) + 1;
	if (rc == 0 && s->in_array) {
		s->in_array = false;
		return error_set(err, ERROR_REJECTED,
				 _("the array is not closed: is the "
				   "file cut?"));
	}
	if (rc <= 0)
		return rc;
	if (find_value(r, s, &bytes, err) < 0)
		return -1;
	a->raw = bytes;
	rc = read_value(r, a, bytes, err);
	input_take(r->input, bytes.n);
	return rc;
}

static void release_json(struct reader *r)
{
	struct json_state *s = r->state;

	if (s == NULL)
		return;
	json_decref(s->object);
	json_texts_release(&s->texts);
	free(s);
	r->state = NULL;
}

/* A "{" that is alone on its line begins an object of several lines. */
static bool sniff_json(struct str front)
{
	struct str line;

	if (front.n == 0 || (front.p[0] != '{' && front.p[0] != '['))
		return false;
	str_split(&front, '\n', &line);
	return line.p[0] == '[' || str_trim(line).n == 1;
}

static bool sniff_jsonl(struct str front)
{
	return front.n > 0 && front.p[0] == '{' && !str_starts(front, STR("{\\rtf")) &&
	       !sniff_json(front);
}

const struct reader_format reader_jsonl = {
	.name = "jsonl",
	.extensions = {".jsonl", ".ndjson"},
	.many = true,
	.sniff = sniff_jsonl,
	.next = next_line,
	.release = release_json,
};

const struct reader_format reader_json = {
	.name = "json",
	.extensions = {".json"},
	.many = true,
	.sniff = sniff_json,
	.next = next_value,
	.release = release_json,
};
