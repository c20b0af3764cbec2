/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/mime.h"

#include <string.h>

#include "corpus/encoding.h"
#include "corpus/headers.h"
#include "corpus/html.h"
#include "lib/i18n.h"

enum {
	DEPTH_MOST = 16,   /* parts within one another */
	PARTS_MOST = 1000, /* of a message, all told */
	MUCH_MORE = 4,	   /* times the plain text that HTML must say to be preferred */
};

static struct str until(struct str s, char c)
{
	struct str part = {0};

	str_split(&s, c, &part);
	return part;
}

/* ---- transfer encodings ---- */

/* The line end at `at`, behind blanks: its length, blanks too; 0 when there is none. */
static size_t line_end(struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r'))
		i++;
	return i < s.n && s.p[i] == '\n' ? i + 1 - at : 0;
}

static void add_quoted(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t end = s.p[i] == '=' ? line_end(s, i + 1) : 0;

		if (end > 0) {
			i += end;
		} else if (s.p[i] == '=' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 &&
			   hex_value(s.p[i + 2]) >= 0) {
			buf_char(out, (char)(hex_value(s.p[i + 1]) << 4 |
					     hex_value(s.p[i + 2])));
			i += 2;
		} else if (s.p[i] != '=' || i + 1 < s.n) {
			buf_char(out, s.p[i]);
		}
	}
}

static int base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* What is no digit is passed over; "=" ends a group. */
static void add_base64(struct buf *out, struct str s)
{
	uint32_t bits = 0;
	int count = 0; /* bits that wait */

	for (size_t i = 0; i < s.n; i++) {
		int value = base64_value(s.p[i]);

		if (s.p[i] == '=')
			count = 0;
		if (value < 0)
			continue;
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buf_char(out, (char)(bits >> count & 0xFF));
		}
	}
}

static struct str transfer_decoded(struct arena *arena, struct str body,
				   struct str encoding)
{
	struct buf out = {0};

	encoding = headers_plain(encoding);
	if (headers_same(encoding, "quoted-printable"))
		add_quoted(&out, body);
	else if (headers_same(encoding, "base64"))
		add_base64(&out, body);
	else
		return body;
	body = str_copy(arena, buf_view(&out));
	buf_release(&out);
	return body;
}

/* ---- headers ---- */

/* "=?utf-8?Q?=C3=A9?=" at the front of s. */
struct encoded_word {
	struct str charset, text;
	char how; /* 'q' or 'b' */
	size_t n; /* bytes in all */
};

static bool find_word(struct str s, struct encoded_word *w)
{
	struct str rest = str_slice(s, 2, s.n);
	struct str how;
	const char *end;

	if (!str_starts(s, STR("=?")) || !str_split(&rest, '?', &w->charset) ||
	    rest.p == NULL || !str_split(&rest, '?', &how) || rest.p == NULL ||
	    how.n != 1)
		return false;
	w->how = how.p[0] | 32;
	end = memmem(rest.p, rest.n, "?=", 2);
	if (end == NULL || (w->how != 'q' && w->how != 'b'))
		return false;
	w->text = (struct str){rest.p, (size_t)(end - rest.p)};
	w->n = (size_t)(end + 2 - s.p);
	/* A language may follow: "utf-8*fr". */
	w->charset = until(w->charset, '*');
	return memchr(w->text.p, ' ', w->text.n) == NULL;
}

static void add_word(struct buf *bytes, const struct encoded_word *w)
{
	size_t before = bytes->n;

	if (w->how == 'b') {
		add_base64(bytes, w->text);
		return;
	}
	add_quoted(bytes, w->text);
	for (size_t i = before; i < bytes->n; i++) {
		if (bytes->p[i] == '_')
			bytes->p[i] = ' ';
	}
}

static int add_decoded(struct arena *arena, struct buf *out, struct str bytes,
		       struct str charset, size_t *lost, struct error *err)
{
	struct str text;

	if (encoding_decode(arena, bytes, charset, &text, lost, err) < 0)
		return -1;
	buf_str(out, text);
	return 0;
}

static size_t skip_blanks(struct str s, size_t at)
{
	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'))
		at++;
	return at;
}

/*
 * Words of the same character set that follow one another are decoded as one, as a
 * character may be cut between them; white space between encoded words is none. Answers
 * where it ended.
 */
static size_t take_words(struct str s, size_t at, struct encoded_word *w,
			 struct buf *bytes)
{
	struct encoded_word next = *w;

	do {
		size_t after;

		*w = next;
		add_word(bytes, w);
		at += w->n;
		after = skip_blanks(s, at);
		if (!find_word(str_slice(s, after, s.n), &next))
			return at;
		at = after;
	} while (next.charset.n == w->charset.n &&
		 memcmp(next.charset.p, w->charset.p, next.charset.n) == 0);
	return at;
}

/* A header's text, encoded words read (RFC 2047). */
static int header_text(struct arena *arena, struct str value, struct str *text,
		       size_t *lost, struct error *err)
{
	struct buf out = {0}, bytes = {0};
	size_t at = 0, plain = 0;
	int rc = 0;

	while (rc == 0 && at < value.n) {
		struct encoded_word w;

		if (value.p[at] != '=' || !find_word(str_slice(value, at, value.n), &w)) {
			at++;
			continue;
		}
		rc = add_decoded(arena, &out, str_slice(value, plain, at),
				 (struct str){0}, lost, err);
		buf_clear(&bytes);
		at = plain = take_words(value, at, &w, &bytes);
		if (rc == 0)
			rc = add_decoded(arena, &out, buf_view(&bytes), w.charset, lost,
					 err);
	}
	if (rc == 0)
		rc = add_decoded(arena, &out, str_slice(value, plain, value.n),
				 (struct str){0}, lost, err);
	*text = str_copy(arena, buf_view(&out));
	buf_release(&bytes);
	buf_release(&out);
	return rc;
}

/* What stands between brackets, else everything. */
static struct str in_brackets(struct str value)
{
	const char *open = value.n ? memchr(value.p, '<', value.n) : NULL;
	struct str inside;

	if (open == NULL)
		return str_trim(value);
	inside = str_slice(value, (size_t)(open + 1 - value.p), value.n);
	return str_trim(until(inside, '>'));
}

/* Quotes and backslashes of a phrase taken off. */
static struct str plain_phrase(struct arena *arena, struct str s)
{
	char *p = arena_copy(arena, s.p, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		else if (s.p[i] == '"')
			continue;
		p[n++] = s.p[i];
	}
	return str_trim((struct str){p, n});
}

/* The name of `"Jean Dupont" <jean@a.fr>` or of `jean@a.fr (Jean Dupont)`; may be empty. */
static struct str name_of(struct arena *arena, struct str value)
{
	const char *open = value.n ? memchr(value.p, '<', value.n) : NULL;
	const char *comment = value.n ? memchr(value.p, '(', value.n) : NULL;
	struct str name = {0};

	if (open != NULL)
		name = str_slice(value, 0, (size_t)(open - value.p));
	else if (comment != NULL)
		name = until(str_slice(value, (size_t)(comment + 1 - value.p), value.n),
			     ')');
	return plain_phrase(arena, name);
}

static int read_headers(struct arena *arena, struct str message, struct mail *m,
			size_t *lost, struct error *err)
{
	struct str from = headers_find(arena, message, "From");
	struct str list = headers_find(arena, message, "List-Id");

	m->id = in_brackets(headers_find(arena, message, "Message-ID"));
	m->url = in_brackets(headers_find(arena, message, "Archived-At"));
	m->date = headers_find(arena, message, "Date");
	m->from = name_of(arena, from);
	if (m->from.n == 0)
		m->from = in_brackets(from);
	m->list = name_of(arena, list);
	if (m->list.n == 0)
		m->list = in_brackets(list);
	m->subject = headers_find(arena, message, "Subject");
	if (header_text(arena, m->subject, &m->subject, lost, err) < 0 ||
	    header_text(arena, m->from, &m->from, lost, err) < 0 ||
	    header_text(arena, m->date, &m->date, lost, err) < 0)
		return -1;
	return header_text(arena, m->list, &m->list, lost, err);
}

/* ---- parts ---- */

struct parts {
	struct arena *arena;
	size_t count; /* seen */
	size_t *lost;
	struct buf *out; /* text gets in here */
};

static int read_part(struct parts *p, struct str part, int depth, struct error *err);

/* format=flowed (RFC 3676): a line that ends with a blank goes on in the next. */
static void add_flowed(struct buf *out, struct str text, bool delete_blank)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		bool flows;

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n > 0 && line.p[0] == ' ')
			line = str_slice(line, 1, line.n);
		flows = line.n > 0 && line.p[line.n - 1] == ' ' && !str_is(line, "-- ");
		if (flows && delete_blank)
			line.n--;
		buf_str(out, line);
		if (!flows && text.p != NULL)
			buf_char(out, '\n');
	}
}

static int add_text(struct parts *p, struct str type, struct str body, struct error *err)
{
	struct str charset = headers_parameter(p->arena, type, "charset");
	struct str text;

	if (encoding_decode(p->arena, body, charset, &text, p->lost, err) < 0)
		return -1;
	if (headers_same(headers_parameter(p->arena, type, "format"), "flowed"))
		add_flowed(
			p->out, text,
			headers_same(headers_parameter(p->arena, type, "delsp"), "yes"));
	else
		buf_str(p->out, text);
	return 0;
}

static int add_html(struct parts *p, struct str type, struct str body, struct error *err)
{
	struct str charset = headers_parameter(p->arena, type, "charset");
	struct str text;

	if (charset.n == 0)
		charset = html_charset(body);
	if (encoding_decode(p->arena, body, charset, &text, p->lost, err) < 0)
		return -1;
	return html_text(p->out, text, err);
}

/* True when the line is this boundary; *last when it is the closing one. */
static bool is_boundary(struct str line, struct str boundary, bool *last)
{
	if (!str_starts(line, STR("--")) ||
	    !str_starts(str_slice(line, 2, line.n), boundary))
		return false;
	line = str_trim(str_slice(line, 2 + boundary.n, line.n));
	*last = str_is(line, "--");
	return line.n == 0 || *last;
}

/* Cuts the next part of a multipart body off; false when there is none left. */
static bool next_part(struct str *rest, struct str boundary, struct str *part)
{
	const char *start = rest->p;
	struct str line = {0};
	bool last = false;

	if (rest->n == 0)
		return false;
	while (rest->n > 0 && str_split(rest, '\n', &line)) {
		if (!is_boundary(line, boundary, &last))
			continue;
		*part = (struct str){start, (size_t)(line.p - start)};
		if (last)
			*rest = (struct str){0};
		return true;
	}
	/* A message that is cut has no last boundary. */
	*part = (struct str){start, (size_t)(line.p + line.n - start)};
	*rest = (struct str){0};
	return part->n > 0;
}

/* Text of the same part alone. */
static int read_alone(const struct parts *p, struct str part, int depth, size_t *count,
		      struct buf *out, struct error *err)
{
	struct parts alone = *p;
	int rc;

	alone.out = out;
	rc = read_part(&alone, part, depth, err);
	*count = alone.count;
	return rc;
}

/*
 * One of several forms of the same: the first is the plainest. A later one counts where
 * the earlier is empty or but a hint at it.
 */
static int read_alternative(struct parts *p, struct str rest, struct str boundary,
			    int depth, struct error *err)
{
	struct buf best = {0}, now = {0};
	struct str part;
	int rc = 0;

	while (rc == 0 && next_part(&rest, boundary, &part)) {
		buf_clear(&now);
		rc = read_alone(p, part, depth, &p->count, &now, err);
		if (str_trim(buf_view(&now)).n >
		    MUCH_MORE * str_trim(buf_view(&best)).n) {
			struct buf swap = best;

			best = now;
			now = swap;
		}
	}
	buf_str(p->out, buf_view(&best));
	buf_release(&now);
	buf_release(&best);
	return rc;
}

static int read_multipart(struct parts *p, struct str type, struct str body, int depth,
			  struct error *err)
{
	struct str boundary = headers_parameter(p->arena, type, "boundary");
	struct str preamble, part;
	int rc = 0;

	if (boundary.n == 0)
		return error_set(err, ERROR_REJECTED,
				 _("a message in parts without a boundary"));
	next_part(&body, boundary, &preamble);
	if (headers_same(headers_plain(type), "multipart/alternative"))
		return read_alternative(p, body, boundary, depth, err);
	while (rc == 0 && next_part(&body, boundary, &part))
		rc = read_part(p, part, depth, err);
	return rc;
}

static bool is_attached(struct arena *arena, struct str part)
{
	return headers_same(
		headers_plain(headers_find(arena, part, "Content-Disposition")),
		"attachment");
}

static int read_part(struct parts *p, struct str part, int depth, struct error *err)
{
	struct str type = headers_find(p->arena, part, "Content-Type");
	struct str plain = headers_plain(type);
	struct str body = headers_body(part);

	if (depth == DEPTH_MOST || p->count++ == PARTS_MOST)
		return error_set(err, ERROR_REJECTED, _("a message of too many parts"));
	if (is_attached(p->arena, part))
		return 0;
	if (plain.n > 10 && headers_same(str_slice(plain, 0, 10), "multipart/"))
		return read_multipart(p, type, body, depth + 1, err);
	body = transfer_decoded(
		p->arena, body,
		headers_find(p->arena, part, "Content-Transfer-Encoding"));
	if (headers_same(plain, "message/rfc822"))
		return read_part(p, body, depth + 1, err);
	if (p->out->n > 0)
		buf_text(p->out, "\n\n");
	if (plain.n == 0 || headers_same(plain, "text/plain") ||
	    headers_same(plain, "text"))
		return add_text(p, type, body, err);
	if (headers_same(plain, "text/html"))
		return add_html(p, type, body, err);
	return 0;
}

int mail_read(struct arena *arena, struct str message, struct mail *m, size_t *lost,
	      struct error *err)
{
	struct buf out = {0};
	struct parts parts = {arena, 0, lost, &out};
	int rc;

	*m = (struct mail){0};
	if (read_headers(arena, message, m, lost, err) < 0)
		return -1;
	rc = read_part(&parts, message, 0, err);
	m->text = str_copy(arena, buf_view(&out));
	buf_release(&out);
	return rc;
}
