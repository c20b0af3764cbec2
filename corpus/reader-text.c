/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text: one article a file. The title is the first line that is not empty; lines
 * "Key: value" with a known key may follow it at once; the rest is the body.
 */
#include "corpus/reader.h"

#include "lib/i18n.h"
#include "lib/record.h"
#include "lib/utf8.h"

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

/* Where the fault stands in the file is worth more than where it stands in a member. */
static int check_text(struct article *a, struct str text, struct error *err)
{
	size_t fault = utf8_fault(text);

	if (fault == SIZE_MAX)
		return 0;
	for (size_t i = 0; i < fault; i++)
		a->line += text.p[i] == '\n';
	if (text.p[fault] == '\0')
		return error_set(err, ERROR_REJECTED,
				 _("a NUL byte, number %zu of the file"), fault + 1);
	return error_set(err, ERROR_REJECTED,
			 _("byte %zu of the file is not UTF-8 (0x%02X)"), fault + 1,
			 (unsigned char)text.p[fault]);
}

static int next_text(struct reader *r, struct article *a, struct error *err)
{
	struct str text, value;
	const struct member_key *k;

	if (r->state != NULL)
		return 0;
	r->state = r;
	if (input_rest(r->input, RECORD_TEXT_MAX, &text, err) < 0 ||
	    check_text(a, text, err) < 0)
		return -1;
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.n);
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

const struct reader_format reader_text = {
	.name = "text",
	.extensions = {".txt", ".text"},
	.next = next_text,
};
