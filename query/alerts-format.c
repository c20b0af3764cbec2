/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alerts of a watch: for people, as JSON, as a feed, as mail. */
#include "query/alerts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/i18n.h"
#include "lib/json.h"
#include "lib/utf8.h"
#include "query/brief.h"
#include "query/markup.h"

enum {
	SNIPPET_COLUMNS = 240,
	FEED_ITEMS = 50,   /* the newest alerts */
	MAIL_COLUMNS = 72, /* of text in a message */
	WORD_BYTES = 39,   /* of an encoded word in a header, for lines of 76 */
};

/* "Mon, 23 Nov 2026 10:00:00 +0000", or as the first line of a message has it. */
static void print_time(struct buf *out, int64_t seconds, const char *format)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
					   "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t t = (time_t)seconds;
	struct tm tm;

	gmtime_r(&t, &tm);
	if (strcmp(format, "mbox") == 0)
		buf_printf(out, "%s %s %2d %02d:%02d:%02d %d", days[tm.tm_wday],
			   months[tm.tm_mon], tm.tm_mday, tm.tm_hour, tm.tm_min,
			   tm.tm_sec, tm.tm_year + 1900);
	else
		buf_printf(out, "%s, %02d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday],
			   tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
			   tm.tm_min, tm.tm_sec);
}

/* The name of one alert, the same whenever it is told. */
static void print_name(struct buf *out, const struct alerts *a, uint64_t article)
{
	buf_printf(out, "%016" PRIx64 "%016" PRIx64, str_hash(a->name), article);
}

/* ---- for people ---- */

static int print_text(const struct page *page, const struct alerts *a, struct error *err)
{
	const struct spelling none = {0};
	const struct layout layout = {.separator = ','};
	const struct answer answer = {.layout = &layout,
				      .question = a->question,
				      .spelling = &none,
				      .results = &a->results};
	size_t n = a->results.count;

	(void)err;
	if (n == 0)
		return 0;
	page_style(page, STYLE_BOLD);
	fprintf(page->out, ngettext("%.*s: %zu new article", "%.*s: %zu new articles", n),
		STR_ARGS(a->name), n);
	page_reset(page);
	fputs("\n\n", page->out);
	format_text.answer(page, &answer);
	putc('\n', page->out);
	return 0;
}

static int print_ids(const struct page *page, const struct alerts *a, struct error *err)
{
	const struct layout layout = {.separator = ','};
	const struct answer answer = {.layout = &layout, .results = &a->results};

	(void)err;
	format_ids.answer(page, &answer);
	return 0;
}

/* ---- for programs ---- */

static int print_jsonl(const struct page *page, const struct alerts *a, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < a->results.count; i++) {
		json_t *object = json_object();
		struct buf name = {0};

		print_name(&name, a, a->articles[i]);
		json_set(object, "watch", json_text(a->name));
		json_set(object, "alert", json_text(buf_view(&name)));
		json_object_update_new(object, json_of_result(&a->results.items[i]));
		json_object_del(object, "rank");
		json_object_del(object, "score");
		json_print(object, JSON_COMPACT, page->out);
		buf_release(&name);
	}
	return 0;
}

/* ---- RSS 2.0 ---- */

static void print_element(FILE *out, const char *name, struct str text)
{
	if (text.n == 0)
		return;
	markup_element(out, name, NULL, text);
	putc('\n', out);
}

/* A description is HTML inside XML: its text is escaped for both. */
static int print_description(FILE *out, struct str text, struct error *err)
{
	char *html = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&html, &size);

	if (memory == NULL)
		return error_set(err, ERROR_FAILED, _("cannot write the answer: %s"),
				 strerror(errno));
	markup_text(memory, text);
	fclose(memory);
	print_element(out, "description", (struct str){html, size});
	free(html);
	return 0;
}

static int print_item(const struct page *page, const struct alerts *a,
		      const struct ledger_entry *e, struct error *err)
{
	struct arena arena = {0};
	struct marked_text snippet;
	struct buf text = {0};
	struct result r;
	int rc = result_find(a->index, e->id, &arena, &r, err);

	if (rc > 0) {
		fputs("<item>\n", page->out);
		print_element(page->out, "title", r.record.title);
		print_element(page->out, "link", brief_link(&r.record));
		snippet_make(&r, SNIPPET_COLUMNS, &arena, &snippet);
		if (print_description(page->out, snippet.text, err) < 0)
			rc = -1;
		print_element(page->out, "category", r.record.source);
		print_name(&text, a, e->article);
		fprintf(page->out, "<guid isPermaLink=\"false\">%s</guid>\n", text.p);
		buf_clear(&text);
		print_time(&text, e->seconds, "rss");
		print_element(page->out, "pubDate", buf_view(&text));
		fputs("</item>\n", page->out);
	}
	buf_release(&text);
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

/* A whole feed of the newest alerts, so that a reader that comes seldom misses none. */
static int print_rss(const struct page *page, const struct alerts *a, struct error *err)
{
	const struct ledger *l = a->ledger;
	struct buf title = {0};
	size_t shown = 0;
	int rc = 0;

	buf_printf(&title, "veille: %.*s", STR_ARGS(a->name));
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss "
	      "version=\"2.0\">\n<channel>\n",
	      page->out);
	print_element(page->out, "title", buf_view(&title));
	fputs("<link>about:blank</link>\n", page->out);
	print_element(page->out, "description", a->question);
	for (size_t i = l->count; i-- > 0 && shown < FEED_ITEMS && rc == 0;) {
		if (l->entries[i].seconds == 0)
			continue;
		rc = print_item(page, a, &l->entries[i], err);
		shown++;
	}
	fputs("</channel>\n</rss>\n", page->out);
	buf_release(&title);
	return rc;
}

/* ---- mail ---- */

static void add_base64(struct buf *out, struct str s)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t bits = 0;
		size_t n = s.n - i < 3 ? s.n - i : 3;

		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 | (j < n ? (unsigned char)s.p[i + j] : 0);
		for (size_t j = 0; j < 4; j++)
			buf_char(out, j <= n ? digits[bits >> (18 - 6 * j) & 63] : '=');
	}
}

/* RFC 2047: encoded words, none of which cuts a character. */
static void print_header(FILE *out, const char *name, struct str text)
{
	size_t at = 0;

	fprintf(out, "%s:", name);
	while (at < text.n) {
		struct buf word = {0};
		size_t end = at;

		while (end < text.n) {
			uint32_t c;
			size_t n = utf8_decode(text, end, &c);

			if (end + n - at > WORD_BYTES)
				break;
			end += n;
		}
		add_base64(&word, str_slice(text, at, end));
		fprintf(out, "%s =?UTF-8?B?%s?=", at > 0 ? "\n" : "", word.p);
		buf_release(&word);
		at = end;
	}
	putc('\n', out);
}

static void print_body(FILE *out, const struct result *r)
{
	const struct page paper = {.out = out, .columns = MAIL_COLUMNS};
	struct arena arena = {0};
	struct marked_text snippet;
	struct buf line = {0};

	buf_str(&line, r->record.source);
	if (r->record.moment != 0) {
		buf_text(&line, line.n > 0 ? ", " : "");
		day_print_long(&line, moment_day(r->record.moment));
	}
	snippet_make(r, SNIPPET_COLUMNS, &arena, &snippet);
	snippet.count = 0; /* no marks in mail */
	page_wrap(&paper, &(struct marked_text){.text = r->record.title}, "", NULL);
	page_wrap(&paper, &(struct marked_text){.text = buf_view(&line)}, "", NULL);
	putc('\n', out);
	page_wrap(&paper, &snippet, "", NULL);
	fprintf(out, "\n%.*s\n",
		STR_ARGS(r->record.url.n > 0 ? r->record.url : r->record.id));
	buf_release(&line);
	arena_release(&arena);
}

/* Lines that begin as a message does are quoted. */
static void print_quoted(FILE *out, struct str body)
{
	struct str line;

	while (str_split(&body, '\n', &line)) {
		size_t at = 0;

		while (at < line.n && line.p[at] == '>')
			at++;
		if (str_starts(str_slice(line, at, line.n), STR("From ")))
			putc('>', out);
		fprintf(out, "%.*s\n", STR_ARGS(line));
	}
}

static int print_message(const struct page *page, const struct alerts *a, size_t i,
			 struct error *err)
{
	const struct result *r = &a->results.items[i];
	struct buf text = {0};
	char *body = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&body, &size);

	if (memory == NULL)
		return error_set(err, ERROR_FAILED, _("cannot write the answer: %s"),
				 strerror(errno));
	print_time(&text, a->now, "mbox");
	fprintf(page->out, "From veille %s\n", text.p);
	buf_clear(&text);
	print_time(&text, a->now, "mail");
	fprintf(page->out, "Date: %s\nFrom: veille <veille@localhost>\n", text.p);
	buf_clear(&text);
	buf_printf(&text, "[%.*s] ", STR_ARGS(a->name));
	buf_str(&text, r->record.title);
	print_header(page->out, "Subject", buf_view(&text));
	buf_clear(&text);
	print_name(&text, a, a->articles[i]);
	fprintf(page->out,
		"Message-ID: <%s@veille>\nX-Veille-Id: %s\nMIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=UTF-8\n"
		"Content-Transfer-Encoding: 8bit\n\n",
		text.p, text.p);
	print_body(memory, r);
	fclose(memory);
	print_quoted(page->out, (struct str){body, size});
	putc('\n', page->out);
	free(body);
	buf_release(&text);
	return 0;
}

static int print_mbox(const struct page *page, const struct alerts *a, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; i < a->results.count && rc == 0; i++)
		rc = print_message(page, a, i, err);
	return rc;
}

static const struct alert_format formats[] = {
	{"text", print_text, false}, {"jsonl", print_jsonl, false},
	{"rss", print_rss, true},    {"mbox", print_mbox, false},
	{"ids", print_ids, false},
};

const struct alert_format *alert_format_find(struct str name)
{
	for (size_t i = 0; i < COUNT(formats); i++) {
		if (str_is(name, formats[i].name))
			return &formats[i];
	}
	return NULL;
}
