/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/place.h"

#include <stdlib.h>
#include <strings.h>

#include "corpus/unpack.h"
#include "lib/i18n.h"
#include "lib/utf8.h"

enum {
	EXTENSION_MOST = 8, /* letters */
	KINDS_MOST = 64,    /* told; who has more has made them up */
};

void place_add(struct buf *out, struct str name)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(name, at, &c)) > 0; at += n) {
		if (c < ' ' || (c >= 0x7F && c < 0xA0) || (c == 0xFFFD && n == 1))
			for (size_t i = 0; i < n; i++)
				buf_printf(out, "%%%02X", (unsigned char)name.p[at + i]);
		else
			buf_str(out, str_slice(name, at, at + n));
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct str place_extension(struct str path)
{
	size_t letters = 0;
	size_t dot;

	path.n -= packing_extension(path);
	for (dot = path.n; dot > 0 && path.n - dot <= EXTENSION_MOST; dot--) {
		char c = path.p[dot - 1];

		if (c == '.')
			break;
		if (!is_letter(c) && (c < '0' || c > '9'))
			return (struct str){0};
		letters += is_letter(c);
	}
	/* A dot in front hides a file and starts no extension. */
	if (letters == 0 || dot < 2 || path.p[dot - 1] != '.' || path.p[dot - 2] == '/' ||
	    path.p[dot - 2] == '!')
		return (struct str){0};
	return str_slice(path, dot - 1, path.n);
}

bool told_first(struct told *t, struct str path, struct buf *why)
{
	struct str extension = place_extension(path);

	for (size_t i = 0; i < t->count; i++) {
		if (str_of(t->kinds[i]).n == extension.n &&
		    strncasecmp(t->kinds[i], extension.p ? extension.p : "",
				extension.n) == 0)
			return false;
	}
	if (t->count == KINDS_MOST)
		return false;
	GROW(t->kinds, t->count, t->capacity);
	t->kinds[t->count] = xcalloc(1, extension.n + 1);
	for (size_t i = 0; i < extension.n; i++)
		t->kinds[t->count][i] = extension.p[i];
	t->count++;
	if (extension.n > 0)
		buf_printf(why, _("files in '%.*s' are not articles"),
			   STR_ARGS(extension));
	else
		buf_text(why, _("files without extension are not articles"));
	return true;
}

void told_release(struct told *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->kinds[i]);
	free(t->kinds);
	*t = (struct told){0};
}
