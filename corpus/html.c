/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html.h"

#include <string.h>
#include <strings.h>

#include "corpus/html-hints.h"
#include "corpus/html-main.h"
#include "corpus/html-title.h"
#include "lib/utf8.h"

#define SHORT_TEXT 600	/* bytes of a text that may lack its lead */
#define LEAD_MIN 60	/* bytes of a description that says something */
#define SHARED_WORDS 50 /* percent of its words that the text must have too */
#define WORD_MIN 5	/* bytes of a word that tells */

/* ---- charset ---- */

/* The value behind "charset=", quoted or not. */
static struct str value_behind(struct str s)
{
	size_t end = 0;

	while (s.n > 0 &&
	       (s.p[0] == ' ' || s.p[0] == '=' || s.p[0] == '"' || s.p[0] == '\''))
		s = str_slice(s, 1, s.n);
	while (end < s.n && strchr(" \"';/>?", s.p[end]) == NULL)
		end++;
	return str_slice(s, 0, end);
}

struct str html_charset(struct str front)
{
	static const char *const names[] = {"charset", "encoding"};
	bool xml = str_starts(str_trim(front), STR("<?xml"));

	for (size_t i = 0; i + 8 < front.n; i++) {
		const char *p = front.p + i;
		const char *name = names[xml && i < 100];
		size_t n = strlen(name);

		if (strncasecmp(p, name, n) == 0 && (p[n] == '=' || p[n] == ' '))
			return value_behind(str_slice(front, i + n, front.n));
	}
	return (struct str){0};
}

bool html_sniff(struct str front)
{
	static const char *const fronts[] = {"<!doctype html", "<html", "<head", "<body"};

	for (size_t i = 0; i < COUNT(fronts); i++) {
		if (front.n >= strlen(fronts[i]) &&
		    strncasecmp(front.p, fronts[i], strlen(fronts[i])) == 0)
			return true;
	}
	return str_starts(front, STR("<?xml")) && memmem(front.p, front.n, "<html", 5);
}

/* ---- fragments ---- */

/* What publishing systems put behind the text of a feed. */
static bool is_tail(struct str line)
{
	static const struct str says[] = {{"est apparu en premier sur", 25},
					  {"appeared first on", 17}};

	for (size_t i = 0; i < COUNT(says); i++) {
		if (line.n <= 600 && memmem(line.p, line.n, says[i].p, says[i].n) != NULL)
			return true;
	}
	return false;
}

static bool is_furniture(const struct html_block *b)
{
	if (b->characters > 250)
		return false;
	switch (html_phrase(b->text)) {
	case PHRASE_LINK:
	case PHRASE_LINE:
	case PHRASE_BOX:
	case PHRASE_END:
		return 2 * b->links > b->characters;
	default:
		return false;
	}
}

enum kept { KEEP_ALL, KEEP_ARTICLE };

static int print_fragment(struct buf *out, struct str html, enum kept kept,
			  struct error *err)
{
	const struct html_block *last = NULL;
	struct arena arena = {0};
	struct html_blocks blocks = {0};
	struct html_tree tree;
	int rc = -1;

	if (html_tree_parse(&tree, &arena, html, err) < 0)
		goto out;
	html_blocks_make(&blocks, &arena, &tree);
	for (size_t i = 0; i < blocks.count; i++) {
		const struct html_block *b = &blocks.list[i];

		if (kept == KEEP_ARTICLE && (is_tail(b->text) || is_furniture(b)))
			continue;
		html_block_print(out, b, last);
		last = b;
	}
	rc = 0;
out:
	html_blocks_release(&blocks);
	arena_release(&arena);
	return rc;
}

int html_text(struct buf *out, struct str html, struct error *err)
{
	return print_fragment(out, html, KEEP_ALL, err);
}

int html_content(struct buf *out, struct str html, struct error *err)
{
	return print_fragment(out, html, KEEP_ARTICLE, err);
}

bool html_repeats(struct str lead, struct str text)
{
	static const struct str tails[] = {
		{"[…]", 5}, {"[...]", 5}, {"…", 3}, {"...", 3}};
	struct arena arena = {0};
	bool repeats;

	for (size_t i = 0; i < COUNT(tails); i++) {
		lead = str_trim(lead);
		if (str_ends(lead, tails[i]))
			lead.n -= tails[i].n;
	}
	repeats = lead.n == 0 || html_says(&arena, text, lead);
	arena_release(&arena);
	return repeats;
}

/* ---- pages ---- */

/* Whether the longer words of a description are the article's too. */
static bool shares_words(struct str text, struct str line)
{
	struct buf all = {0}, folded = {0};
	struct str rest, word;
	size_t words = 0, shared = 0;

	utf8_fold(&all, text);
	utf8_fold(&folded, line);
	rest = buf_view(&folded);
	while (str_split(&rest, ' ', &word)) {
		if (word.n < WORD_MIN)
			continue;
		words++;
		shared += memmem(all.p, all.n, word.p, WORD_MIN) != NULL;
	}
	buf_release(&folded);
	buf_release(&all);
	return words >= 4 && 100 * shared >= SHARED_WORDS * words;
}

/*
 * A description is a standfirst when it speaks of the same as the text and does not just
 * repeat its beginning, whole or cut short.
 */
static bool is_standfirst(struct html_claims *c, struct str line, struct str text)
{
	struct str title = c->of[ARTICLE_TITLE].text;

	if (line.n < LEAD_MIN || text.n == 0 || str_ends(line, STR("…")) ||
	    str_ends(line, STR("...")) || str_ends(line, STR("[&hellip;]")))
		return false;
	return !html_says(c->arena, text, line) && !html_says(c->arena, title, line) &&
	       !html_says(c->arena, line, title) && shares_words(text, line);
}

/* "https://www.example.org/…" → "example.org". */
static struct str host_of(struct str url)
{
	const char *at = url.n == 0 ? NULL : memmem(url.p, url.n, "://", 3);
	struct str rest, host;

	if (at == NULL)
		return (struct str){0};
	rest = str_slice(url, (size_t)(at - url.p) + 3, url.n);
	str_split(&rest, '/', &host);
	return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

/* "/2024/05/13/" in the address. */
static void claim_date_of(struct html_claims *c, struct str url)
{
	for (size_t i = 0; i + 11 < url.n; i++) {
		struct str day = str_slice(url, i + 1, i + 11);
		struct buf b = {0};

		if (url.p[i] != '/' || (day.p[4] != '/' && day.p[4] != '-') ||
		    day.p[7] != day.p[4])
			continue;
		buf_printf(&b, "%.4s-%.2s-%.2s", day.p, day.p + 5, day.p + 8);
		html_claim(c, ARTICLE_DATE, RANK_TITLE, buf_view(&b));
		buf_release(&b);
	}
}

/*
 * Text of a page that a script fills in, or that shows its beginning only, stands in its
 * JSON-LD.
 */
static void choose_text(struct html_claims *c, struct buf *lead, struct buf *body,
			struct error *err)
{
	struct str told = c->of[ARTICLE_TEXT].text;

	if (told.n == 0 || 5 * (lead->n + body->n) >= 3 * told.n)
		return;
	buf_clear(lead);
	buf_clear(body);
	if (memmem(told.p, told.n, "</", 2) != NULL)
		(void)html_text(body, told, err);
	else
		buf_str(body, told);
}

/* Visitors read it too, wherever it stands. */
static bool shows(const struct html_tree *tree, struct arena *arena, struct str line)
{
	struct buf all = {0};
	bool found;

	for (const struct html_node *n = tree->root; n != NULL;) {
		if (n->tag == HTML_TEXT && !n->hidden)
			buf_str(&all, n->text);
		n = n->hidden ? html_next_outside(tree->root, n)
			      : html_next(tree->root, n);
	}
	found = html_says(arena, buf_view(&all), line);
	buf_release(&all);
	return found;
}

static void fill(const struct html_claims *c, struct article *a)
{
	static const enum article_member filled[] = {
		ARTICLE_TITLE, ARTICLE_DATE, ARTICLE_SOURCE, ARTICLE_AUTHOR, ARTICLE_URL};
	struct str *const members[] = {&a->title, &a->date, &a->source, &a->author,
				       &a->url};

	for (size_t i = 0; i < COUNT(filled); i++) {
		if (c->of[filled[i]].text.n > 0)
			*members[i] = c->of[filled[i]].text;
	}
}

int html_article(struct arena *arena, struct str html, struct str url, struct article *a,
		 struct error *err)
{
	struct html_claims c = {.arena = arena, .url = url};
	struct buf lead = {0}, body = {0};
	struct html_tree tree;
	struct str description;

	if (html_tree_parse(&tree, arena, html, err) < 0)
		return -1;
	html_claims_read(&c, &tree);
	html_main_read(&c, &tree, &lead, &body);
	choose_text(&c, &lead, &body, err);
	html_claim(&c, ARTICLE_URL, RANK_TITLE, url);
	claim_date_of(&c, c.of[ARTICLE_URL].text);
	html_claim(&c, ARTICLE_SOURCE, RANK_TITLE, host_of(c.of[ARTICLE_URL].text));
	fill(&c, a);
	a->body = str_copy(arena, buf_view(&body));
	a->lead = str_copy(arena, buf_view(&lead));
	description = c.of[ARTICLE_LEAD].text;
	if (a->lead.n == 0 && is_standfirst(&c, description, a->body) &&
	    (a->body.n < SHORT_TEXT || shows(&tree, arena, description)))
		a->lead = description;
	buf_release(&body);
	buf_release(&lead);
	return 0;
}
