/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mail: an mbox, messages behind "From " lines, or one message alone (.eml, Maildir).
 */
#include "corpus/reader.h"

#include <stdlib.h>

#include "corpus/headers.h"
#include "corpus/mime.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/record.h"

struct mbox_state {
	struct buf message; /* without its "From " line */
	size_t line;	    /* where it begins */
	size_t next_line;   /* where the next one begins; 0: no "From " line was read */
	bool begun, end;
};

/* "From jean@a.fr Mon May 13 14:30:00 2024": a line of a letter has no clock time. */
static bool is_separator(struct str line)
{
	if (!str_starts(line, STR("From ")))
		return false;
	for (size_t i = 6; i + 1 < line.n; i++) {
		if (line.p[i] == ':' && line.p[i - 1] >= '0' && line.p[i - 1] <= '9' &&
		    line.p[i + 1] >= '0' && line.p[i + 1] <= '9')
			return true;
	}
	return false;
}

static bool is_blank(struct str line)
{
	return line.n == 0 || (line.n == 1 && line.p[0] == '\r');
}

/* ">From " was "From ", ">>From " ">From ". */
static struct str unquoted(struct str line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] == '>')
		i++;
	if (i > 0 && str_starts(str_slice(line, i, line.n), STR("From ")))
		return str_slice(line, 1, line.n);
	return line;
}

static int refuse_long(struct error *err)
{
	struct buf limit = {0};

	size_print(&limit, RECORD_TEXT_MAX);
	error_set(err, ERROR_REJECTED, _("a message of more than %s"), limit.p);
	buf_release(&limit);
	return -1;
}

static void begin_message(struct mbox_state *s, size_t line)
{
	buf_clear(&s->message);
	s->line = s->next_line ? s->next_line : line;
	s->begun = true;
}

/*
 * The lines of the next message: 1, 0 at the end, -1. One that is too long is read to its
 * end all the same.
 */
static int next_message(struct reader *r, struct mbox_state *s, struct error *err)
{
	bool blank = true; /* the line before */
	bool large = false;
	struct str line;
	int rc = 0;

	begin_message(s, input_line_number(r->input) + 1);
	while (!s->end) {
		rc = input_line(r->input, &line, err);
		if (rc < 0)
			return -1;
		s->end = rc == 0;
		if (s->end || (blank && is_separator(line))) {
			s->next_line = input_line_number(r->input);
			if (s->message.n > 0)
				break;
			begin_message(s, s->next_line);
			continue;
		}
		blank = is_blank(line);
		large = large || s->message.n + line.n >= RECORD_TEXT_MAX;
		/* Blank lines in front are no empty header. */
		if (large || (blank && s->message.n == 0))
			continue;
		buf_str(&s->message, s->next_line ? unquoted(line) : line);
		buf_char(&s->message, '\n');
	}
	if (large)
		return refuse_long(err);
	return s->message.n > 0;
}

static int next_mail(struct reader *r, struct article *a, struct error *err)
{
	struct mbox_state *s = r->state;
	struct mail m;
	int rc;

	if (s == NULL)
		r->state = s = xcalloc(1, sizeof *s);
	rc = next_message(r, s, err);
	a->line = s->line > 0 ? s->line : 1;
	if (rc <= 0)
		return rc;
	if (mail_read(&r->arena, buf_view(&s->message), &m, &a->lost, err) < 0)
		return -1;
	a->id = m.id;
	a->url = m.url;
	a->title = m.subject;
	a->date = m.date;
	a->author = m.from;
	a->source = m.list.n > 0 ? m.list : m.from;
	a->body = m.text;
	return 1;
}

static void release_mbox(struct reader *r)
{
	struct mbox_state *s = r->state;

	if (s == NULL)
		return;
	buf_release(&s->message);
	free(s);
	r->state = NULL;
}

/* The headers that mail begins with. */
static const char *const mail_headers[] = {
	"Return-Path",	  "Delivered-To", "Received",	"From",		"To",
	"Subject",	  "Date",	  "Message-ID", "MIME-Version", "X-Original-To",
	"DKIM-Signature", "Envelope-To",  "Reply-To",	"ARC-Seal",
};

/* Two of them, and "From:" among all; plain text may begin with "Date:" too. */
static bool sniff_mbox(struct str front)
{
	struct arena arena = {0};
	struct str name, value;
	size_t known = 0;
	bool from = false;

	if (is_separator(front))
		return true;
	while (headers_next(&arena, &front, &name, &value)) {
		for (size_t i = 0; i < COUNT(mail_headers); i++)
			known += headers_same(name, mail_headers[i]);
		from = from || headers_same(name, "From") ||
		       headers_same(name, "Received");
	}
	arena_release(&arena);
	return from && known >= 3;
}

const struct reader_format reader_mbox = {
	.name = "mbox",
	.extensions = {".mbox", ".mbx", ".eml"},
	.many = true,
	.sniff = sniff_mbox,
	.next = next_mail,
	.release = release_mbox,
};
