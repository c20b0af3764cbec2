/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text: one article a file. The title is the first line that is not empty; lines
 * "Key: value" with a known key may follow it at once; the rest is the body.
 */
#include "corpus/reader.h"

#include <string.h>

#include "lib/i18n.h"
#include "lib/record.h"

/* Cuts the first line off, its end (LF, CR LF or CR) too; false when there is none. */
static bool take_line(struct str *text, struct str *line)
{
	size_t end = 0, next;

	if (text->n == 0)
		return false;
	while (end < text->n && text->p[end] != '\n' && text->p[end] != '\r')
		end++;
	next = end + 1;
	if (next < text->n && text->p[end] == '\r' && text->p[next] == '\n')
		next++;
	*line = str_trim(str_slice(*text, 0, end));
	*text = str_slice(*text, next, text->n);
	return true;
}

/* "Key: value", "Key : value" with any space before the colon. */
static const struct member_key *heading(struct str line, struct str *value)
{
	const struct member_key *k;
	struct str key;

	*value = line;
	if (!str_split(value, ':', &key) || value->p == NULL)
		return NULL;
	k = member_key_find(key);
	*value = str_trim(*value);
	return k != NULL && k->heading ? k : NULL;
}

/* Takes the lines that are headings off the front of the text. */
static void take_headings(struct article *a, struct str *text)
{
	struct str rest = *text;
	struct str line, value;

	while (take_line(&rest, &line)) {
		const struct member_key *k = heading(line, &value);

		if (k == NULL)
			return;
		*article_member(a, k->member) = value;
		*text = rest;
	}
}

static int next_text(struct reader *r, struct article *a, struct error *err)
{
	struct str text, value;
	const struct member_key *k;

	if (r->state != NULL)
		return 0;
	r->state = r;
	if (reader_rest(r, a, RECORD_TEXT_MAX, &text, err) < 0)
		return -1;
	do {
		if (!take_line(&text, &a->title))
			return error_set(err, ERROR_REJECTED, _("the file is empty"));
	} while (a->title.n == 0);

	k = heading(a->title, &value);
	if (k != NULL && k->member == ARTICLE_TITLE)
		a->title = value;
	take_headings(a, &text);
	a->body = text;
	return 1;
}

/* What other programs' files begin with that look like text at first. */
static const struct str foreign[] = {{"%PDF", 4}, {"{\\rtf", 5}, {"%!PS", 4}};

/* Text has no control characters but those that move on. */
static bool sniff_text(struct str front)
{
	for (size_t i = 0; i < COUNT(foreign); i++) {
		if (str_starts(front, foreign[i]))
			return false;
	}
	for (size_t i = 0; i < front.n; i++) {
		unsigned char c = (unsigned char)front.p[i];

		if (c < ' ' && (c == '\0' || strchr("\t\n\v\f\r\x1A", c) == NULL))
			return false;
	}
	return true;
}

const struct reader_format reader_text = {
	.name = "text",
	.extensions = {".txt", ".text"},
	.sniff = sniff_text,
	.next = next_text,
};
