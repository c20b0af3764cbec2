/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What json_print() writes is what jansson writes. */
#include <stdlib.h>
#include <string.h>

#include "lib/json.h"
#include "tests/check.h"

static json_t *all_kinds(void)
{
	char bytes[0x80];
	json_t *object = json_object();
	json_t *list = json_array();
	json_t *inner = json_object();

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)i;
	json_set(inner, "\"\\/é", json_text((struct str){bytes, sizeof bytes}));
	json_set(inner, "texts",
		 json_text(STR("«\u00a0œuvre\u00a0» \xF0\x9F\x98\x80 \x7F")));
	json_set(inner, "empty", json_text((struct str){0}));
	json_set(inner, "wrong", json_text(STR("\xC3(")));
	json_array_append_new(list, json_integer(0));
	json_array_append_new(list, json_integer(-1));
	json_array_append_new(list, json_integer(1234567890123456789));
	json_array_append_new(list, json_integer(INT64_MIN));
	json_array_append_new(list, json_integer(INT64_MAX));
	json_array_append_new(list, json_number(12));
	json_array_append_new(list, json_number(-12.5));
	json_array_append_new(list, json_number(1e300));
	json_array_append_new(list, json_number(1.0 / 3));
	json_array_append_new(list, json_number(2e-9));
	json_array_append_new(list, json_real(7));
	json_array_append_new(list, inner);
	json_array_append_new(list, json_array());
	json_set(object, "list", list);
	json_set(object, "nothing", json_object());
	json_set_text(object, "none", (struct str){0});
	json_set(object, "true", json_true());
	json_set(object, "false", json_false());
	return object;
}

static void check_print(json_t *object, size_t flags)
{
	char *expected = json_dumps(object, flags | JSON_REAL_PRECISION(12));
	char *printed = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&printed, &n);

	if (!CHECK(out != NULL && expected != NULL))
		return;
	json_print(json_incref(object), flags, out);
	fclose(out);
	if (CHECK(n > 0 && printed[n - 1] == '\n')) {
		printed[n - 1] = '\0';
		CHECK_INT(strlen(printed), n - 1);
		CHECK_STR(printed, expected);
	}
	free(printed);
	free(expected);
}

int main(void)
{
	json_t *object = all_kinds();

	check_print(object, JSON_COMPACT);
	check_print(object, JSON_INDENT(2));
	json_decref(object);
	object = json_array();
	check_print(object, JSON_COMPACT);
	check_print(object, JSON_INDENT(2));
	json_decref(object);
	return check_done();
}
