/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WARC 1.0 and 1.1: pages of the web as a crawler kept them. Answers with status 200 and
 * resources that are HTML, and conversions to plain text; all other records are passed
 * over.
 */
#include "corpus/reader.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/encoding.h"
#include "corpus/headers.h"
#include "corpus/html.h"
#include "corpus/unpack.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/record.h"

enum {
	HEADERS_MOST = 1 << 20, /* bytes of a record's headers */
	DIGITS_MOST = 15,	/* of a length */
};

struct record_headers {
	struct str type, url, date, content_type;
	uint64_t length;
};

/* The part of a page: its bytes and what was said of them. */
struct page {
	struct str bytes, content_type;
};

/* ---- records ---- */

static bool parse_length(struct str digits, uint64_t *length)
{
	*length = 0;
	if (digits.n == 0 || digits.n > DIGITS_MOST)
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		*length = *length * 10 + (uint64_t)(digits.p[i] - '0');
	}
	return true;
}

/* WARC 1.0 puts the address between brackets. */
static struct str without_brackets(struct str url)
{
	if (url.n > 2 && url.p[0] == '<' && url.p[url.n - 1] == '>')
		return str_slice(url, 1, url.n - 1);
	return url;
}

/* Up to the empty line, into the arena: 1, 0 at the end, -1. */
static int read_block(struct reader *r, struct article *a, struct str *block,
		      struct error *err)
{
	struct buf b = {0};
	struct str line;
	int rc;

	do {
		rc = input_line(r->input, &line, err);
		a->line = input_line_number(r->input);
	} while (rc > 0 && str_trim(line).n == 0);
	if (rc > 0 && !str_starts(line, STR("WARC/")))
		rc = error_set(err, ERROR_FAILED,
			       _("'%s' is no WARC from line %zu on: no record begins "
				 "there"),
			       r->path, a->line);
	while (rc > 0 && str_trim(line).n > 0 && b.n < HEADERS_MOST) {
		buf_str(&b, line);
		buf_char(&b, '\n');
		rc = input_line(r->input, &line, err);
	}
	*block = str_copy(&r->arena, buf_view(&b));
	buf_release(&b);
	return rc;
}

static int read_record(struct reader *r, struct article *a, struct record_headers *h,
		       struct error *err)
{
	struct arena *arena = &r->arena;
	struct str block;
	int rc = read_block(r, a, &block, err);

	if (rc <= 0)
		return rc;
	h->type = headers_find(arena, block, "WARC-Type");
	h->url = without_brackets(headers_find(arena, block, "WARC-Target-URI"));
	h->date = headers_find(arena, block, "WARC-Date");
	h->content_type = headers_find(arena, block, "Content-Type");
	if (parse_length(headers_find(arena, block, "Content-Length"), &h->length))
		return 1;
	return error_set(err, ERROR_FAILED,
			 _("'%s' has a record without a length on line %zu"), r->path,
			 a->line);
}

/* ---- what HTTP did to a page ---- */

/* Hexadecimal digits and a line end in front of each chunk; false when it is not so. */
static bool take_chunk(struct str *rest, struct str *chunk)
{
	uint64_t size = 0;
	struct str line;
	size_t i;

	if (!str_split(rest, '\n', &line) || rest->p == NULL)
		return false;
	for (i = 0; i < line.n && i < DIGITS_MOST; i++) {
		static const char digits[] = "0123456789abcdef";
		char c =
			line.p[i] >= 'A' && line.p[i] <= 'F' ? line.p[i] | 32 : line.p[i];
		const char *at = c ? strchr(digits, c) : NULL;

		if (at == NULL)
			break;
		size = size * 16 + (uint64_t)(at - digits);
	}
	if (i == 0 || (i < line.n && memchr("\r; ", line.p[i], 3) == NULL))
		return false;
	*chunk = str_slice(*rest, 0, size < rest->n ? (size_t)size : rest->n);
	*rest = str_slice(*rest, chunk->n, rest->n);
	str_split(rest, '\n', &line);
	return true;
}

/* Many crawlers keep the header and take the chunks away: such a page stays as it is. */
static struct str without_chunks(struct arena *arena, struct str body)
{
	struct buf joined = {0};
	struct str rest = body;
	struct str chunk;

	if (!take_chunk(&rest, &chunk))
		return body;
	do {
		buf_str(&joined, chunk);
	} while (chunk.n > 0 && take_chunk(&rest, &chunk));
	body = str_copy(arena, buf_view(&joined));
	buf_release(&joined);
	return body;
}

static int refuse_long(struct error *err)
{
	struct buf limit = {0};

	size_print(&limit, RECORD_TEXT_MAX);
	error_set(err, ERROR_REJECTED, _("a page of more than %s"), limit.p);
	buf_release(&limit);
	return -1;
}

static int unpack_page(struct reader *r, struct str *body, struct error *err)
{
	struct stream_meter meter = {.read = body->n, .size = body->n};
	struct stream *s;
	struct buf out = {0};
	struct str block;
	int rc;

	if (unpack(&s, stream_of(*body, r->path, &meter), PACKING_GZIP, err) < 0)
		return -1;
	while ((rc = stream_next(s, &block, err)) > 0) {
		if (out.n + block.n > RECORD_TEXT_MAX) {
			rc = refuse_long(err);
			break;
		}
		buf_str(&out, block);
	}
	*body = str_copy(&r->arena, buf_view(&out));
	if (rc < 0)
		err->code = ERROR_REJECTED;
	buf_release(&out);
	stream_close(s);
	return rc;
}

/* Takes off what HTTP put around the page: 1, 0 when it is none, -1. */
static int read_http(struct reader *r, struct str block, struct page *page,
		     struct error *err)
{
	struct arena *arena = &r->arena;
	struct str status = block;
	struct str how;

	str_split(&status, ' ', &how);
	if (!str_starts(str_trim(str_slice(status, 0, 4)), STR("200")))
		return 0;
	str_split(&block, '\n', &how);
	page->content_type = headers_find(arena, block, "Content-Type");
	page->bytes = headers_body(block);
	if (headers_same(headers_find(arena, block, "Transfer-Encoding"), "chunked"))
		page->bytes = without_chunks(arena, page->bytes);
	how = headers_find(arena, block, "Content-Encoding");
	if (packing_of(page->bytes) == PACKING_GZIP)
		return unpack_page(r, &page->bytes, err) < 0 ? -1 : 1;
	if ((headers_same(how, "br") || headers_same(how, "zstd") ||
	     headers_same(how, "deflate")) &&
	    memchr(str_slice(page->bytes, 0, 1024).p, '<',
		   str_slice(page->bytes, 0, 1024).n) == NULL)
		return error_set(err, ERROR_REJECTED,
				 _("a page compressed with '%.*s', which cannot be read"),
				 STR_ARGS(how));
	return 1;
}

/* ---- pages ---- */

static bool is_type(struct str content_type, const char *type)
{
	return headers_same(headers_plain(content_type), type);
}

static int take_html(struct reader *r, struct article *a, const struct page *page,
		     const struct record_headers *h, struct error *err)
{
	struct str charset = headers_parameter(&r->arena, page->content_type, "charset");
	struct str html;

	if (charset.n == 0)
		charset = html_charset(page->bytes);
	if (encoding_decode(&r->arena, page->bytes, charset, &html, &a->lost, err) < 0 ||
	    html_article(&r->arena, html, h->url, a, err) < 0)
		return -1;
	return 1;
}

/* A conversion: the title stands in the first line. */
static int take_text(struct reader *r, struct article *a, const struct page *page,
		     struct error *err)
{
	struct str text;

	if (encoding_decode(&r->arena, page->bytes,
			    headers_parameter(&r->arena, page->content_type, "charset"),
			    &text, &a->lost, err) < 0)
		return -1;
	text = str_trim(text);
	str_split(&text, '\n', &a->title);
	a->body = text;
	return 1;
}

/* 1, 0 when the record is no page of text, -1. */
static int take_page(struct reader *r, struct article *a, const struct record_headers *h,
		     struct str block, struct error *err)
{
	struct page page = {block, h->content_type};
	struct error undated;
	int64_t fetched;
	int rc = 1;

	if (headers_same(h->type, "response"))
		rc = read_http(r, block, &page, err);
	if (rc > 0 && (is_type(page.content_type, "text/html") ||
		       is_type(page.content_type, "application/xhtml+xml")))
		rc = take_html(r, a, &page, h, err);
	else if (rc > 0 && headers_same(h->type, "conversion") &&
		 is_type(page.content_type, "text/plain"))
		rc = take_text(r, a, &page, err);
	else if (rc > 0)
		rc = 0;
	if (rc > 0 && a->url.n == 0)
		a->url = h->url;
	if (rc > 0 && a->date.n == 0)
		a->date = h->date;
	if (rc > 0 && moment_parse(h->date, &fetched, &undated) == 0)
		a->seen = moment_day(fetched);
	return rc;
}

static bool may_hold_page(const struct record_headers *h)
{
	return headers_same(h->type, "response") || headers_same(h->type, "resource") ||
	       headers_same(h->type, "conversion");
}

static int cut_record(const struct reader *r, struct error *err)
{
	return error_set(err, ERROR_FAILED,
			 _("'%s' is cut: its last record is not whole"), r->path);
}

static int next_page(struct reader *r, struct article *a, struct error *err)
{
	struct record_headers h;
	struct str block;
	int rc;

	for (;;) {
		rc = read_record(r, a, &h, err);
		if (rc <= 0)
			return rc;
		if (!may_hold_page(&h) || h.length > RECORD_TEXT_MAX) {
			rc = input_skip(r->input, h.length, err);
			if (rc == 0)
				return cut_record(r, err);
			if (rc > 0 && may_hold_page(&h))
				return refuse_long(err);
			if (rc < 0)
				return rc;
			continue;
		}
		if (input_bytes(r->input, (size_t)h.length, &block, err) < 0)
			return -1;
		if (block.n < h.length)
			return cut_record(r, err);
		rc = take_page(r, a, &h, block, err);
		if (rc != 0)
			return rc;
		arena_clear(&r->arena);
	}
}

static bool sniff_warc(struct str front)
{
	return str_starts(front, STR("WARC/"));
}

const struct reader_format reader_warc = {
	.name = "warc",
	.extensions = {".warc"},
	.many = true,
	.sniff = sniff_warc,
	.next = next_page,
};
