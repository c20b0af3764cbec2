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
	json_object_set_new(object, key, value);
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

/* What jansson writes by the character. */
static int add_bytes(const char *bytes, size_t size, void *to)
{
	buf_add(to, bytes, size);
	return 0;
}

void json_print(json_t *object, size_t flags, FILE *out)
{
	struct buf text = {0};

	json_dump_callback(object, add_bytes, &text, flags | JSON_REAL_PRECISION(12));
	buf_char(&text, '\n');
	fwrite(text.p, 1, text.n, out);
	buf_release(&text);
	json_decref(object);
}
