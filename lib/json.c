/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/json.h"

#include "lib/date.h"

json_t *json_text(struct str s)
{
	json_t *value = json_stringn(s.p ? s.p : "", s.n);

	/* Text that is not UTF-8 can't be in a question or index; an empty string is safe. */
	return value ? value : json_string("");
}

json_t *json_number(double value)
{
	if (value >= -9e15 && value <= 9e15 && value == (double)(json_int_t)value)
		return json_integer((json_int_t)value);
	return json_real(value);
}

void json_set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

void json_set_text(json_t *object, const char *key, struct str s)
{
	json_set(object, key, s.n > 0 ? json_text(s) : json_null());
}

void json_set_moment(json_t *object, const char *key, int64_t moment)
{
	struct buf b = {0};

	moment_print(&b, moment);
	json_set_text(object, key, buf_view(&b));
	buf_release(&b);
}

/* ---- printing: as jansson does, which checks and copies each text by the character ---- */

enum { INDENT = 2, REAL_PRECISION = 12, REAL_MAX = 64 };

struct printer {
	struct buf out;
	bool indents;
	size_t depth;
};

/* What stands in a string for a quote, a backslash or a control character. */
static const char *escape_of(unsigned char c, char room[8])
{
	static const char *const short_ones[] = {
		['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f",
		['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\"};

	if (c < COUNT(short_ones) && short_ones[c] != NULL)
		return short_ones[c];
	snprintf(room, 8, "\\u%04X", c);
	return room;
}

static void print_string(struct printer *p, struct str s)
{
	char room[8];
	size_t plain = 0; /* where what needs no escape begins */

	buf_char(&p->out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		buf_str(&p->out, str_slice(s, plain, i));
		buf_text(&p->out, escape_of(c, room));
		plain = i + 1;
	}
	buf_str(&p->out, str_slice(s, plain, s.n));
	buf_char(&p->out, '"');
}

static void print_integer(struct printer *p, json_int_t value)
{
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		digits[--at] = '-';
	buf_add(&p->out, digits + at, sizeof digits - at);
}

static void print_real(struct printer *p, const json_t *value)
{
	size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_PRECISION);

	p->out.n += json_dumpb(value, buf_reserve(&p->out, REAL_MAX), REAL_MAX, flags);
}

/* A new line, where there are lines. */
static void print_break(struct printer *p)
{
	if (!p->indents)
		return;
	buf_char(&p->out, '\n');
	for (size_t i = 0; i < INDENT * p->depth; i++)
		buf_char(&p->out, ' ');
}

static void print_value(struct printer *p, json_t *value);

static void print_items(struct printer *p, json_t *array)
{
	size_t count = json_array_size(array);

	p->depth++;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&p->out, ',');
		print_break(p);
		print_value(p, json_array_get(array, i));
	}
	p->depth--;
	if (count > 0)
		print_break(p);
}

static void print_members(struct printer *p, json_t *object)
{
	void *first = json_object_iter(object);

	p->depth++;
	for (void *at = first; at != NULL; at = json_object_iter_next(object, at)) {
		if (at != first)
			buf_char(&p->out, ',');
		print_break(p);
		print_string(p, str_of(json_object_iter_key(at)));
		buf_text(&p->out, p->indents ? ": " : ":");
		print_value(p, json_object_iter_value(at));
	}
	p->depth--;
	if (first != NULL)
		print_break(p);
}

static void print_value(struct printer *p, json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		buf_char(&p->out, '{');
		print_members(p, value);
		buf_char(&p->out, '}');
		break;
	case JSON_ARRAY:
		buf_char(&p->out, '[');
		print_items(p, value);
		buf_char(&p->out, ']');
		break;
	case JSON_STRING:
		print_string(p, (struct str){json_string_value(value),
					     json_string_length(value)});
		break;
	case JSON_INTEGER:
		print_integer(p, json_integer_value(value));
		break;
	case JSON_REAL:
		print_real(p, value);
		break;
	case JSON_TRUE:
		buf_text(&p->out, "true");
		break;
	case JSON_FALSE:
		buf_text(&p->out, "false");
		break;
	case JSON_NULL:
		buf_text(&p->out, "null");
		break;
	}
}

void json_print(json_t *object, size_t flags, FILE *out)
{
	struct printer p = {.indents = !(flags & JSON_COMPACT)};

	print_value(&p, object);
	buf_char(&p.out, '\n');
	fwrite(p.out.p, 1, p.out.n, out);
	buf_release(&p.out);
	json_decref(object);
}
