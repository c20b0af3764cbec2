/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/telling.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/i18n.h"
#include "lib/json.h"

static void tell(enum telling how, const char *key, const char *kind, struct str what)
{
	json_t *object;

	if (how == TELLING_TEXT) {
		fprintf(stderr, _("veille: %.*s\n"), STR_ARGS(what));
		return;
	}
	object = json_object();
	json_set(object, key, json_string(kind));
	json_set(object, "message", json_text(what));
	json_print(object, JSON_COMPACT, stderr);
}

void tell_warning(enum telling how, const char *kind, struct str what)
{
	tell(how, "warning", kind, what);
}

void tell_warningf(enum telling how, const char *kind, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (n >= 0)
		tell_warning(how, kind, (struct str){text, (size_t)n});
	free(text);
}

/* What programs know an error by; see veille(1). */
static const char *const error_names[] = {
	[ERROR_NONE] = "failed",     [ERROR_FAILED] = "failed",
	[ERROR_USAGE] = "usage",     [ERROR_NO_INDEX] = "no-index",
	[ERROR_LOCKED] = "locked",   [ERROR_CHANGED] = "changed",
	[ERROR_VERSION] = "version", [ERROR_DAMAGED] = "damaged",
	[ERROR_REJECTED] = "failed", [ERROR_STOPPED] = "stopped",
};

void tell_error(enum telling how, const struct error *err)
{
	tell(how, "error", error_names[err->code], str_of(err->text));
}
