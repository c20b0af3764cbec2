/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-claims.h"

#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

#include "lib/date.h"
#include "lib/utf8.h"

/* Names and properties of <meta>, in the order in which they are believed. */
static const struct {
	const char *name;
	enum article_member member;
	enum html_rank rank;
} metas[] = {
	{"og:title", ARTICLE_TITLE, RANK_OPEN_GRAPH},
	{"article:published_time", ARTICLE_DATE, RANK_OPEN_GRAPH},
	{"og:article:published_time", ARTICLE_DATE, RANK_OPEN_GRAPH},
	{"og:published_time", ARTICLE_DATE, RANK_OPEN_GRAPH},
	{"article:published", ARTICLE_DATE, RANK_OPEN_GRAPH},
	{"article:author", ARTICLE_AUTHOR, RANK_OPEN_GRAPH},
	{"og:article:author", ARTICLE_AUTHOR, RANK_OPEN_GRAPH},
	{"og:site_name", ARTICLE_SOURCE, RANK_OPEN_GRAPH},
	{"og:url", ARTICLE_URL, RANK_OPEN_GRAPH},
	{"og:description", ARTICLE_LEAD, RANK_OPEN_GRAPH},
	{"datepublished", ARTICLE_DATE, RANK_MICRODATA},
	{"headline", ARTICLE_TITLE, RANK_MICRODATA},
	{"dc.title", ARTICLE_TITLE, RANK_DUBLIN_CORE},
	{"dcterms.title", ARTICLE_TITLE, RANK_DUBLIN_CORE},
	{"citation_title", ARTICLE_TITLE, RANK_DUBLIN_CORE},
	{"dc.date.issued", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dcterms.issued", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dc.date.created", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dcterms.created", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dc.date", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dcterms.date", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"citation_publication_date", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"citation_date", ARTICLE_DATE, RANK_DUBLIN_CORE},
	{"dc.creator", ARTICLE_AUTHOR, RANK_DUBLIN_CORE},
	{"dcterms.creator", ARTICLE_AUTHOR, RANK_DUBLIN_CORE},
	{"citation_author", ARTICLE_AUTHOR, RANK_DUBLIN_CORE},
	{"dc.publisher", ARTICLE_SOURCE, RANK_DUBLIN_CORE},
	{"dcterms.publisher", ARTICLE_SOURCE, RANK_DUBLIN_CORE},
	{"citation_journal_title", ARTICLE_SOURCE, RANK_DUBLIN_CORE},
	{"dc.description", ARTICLE_LEAD, RANK_DUBLIN_CORE},
	{"twitter:title", ARTICLE_TITLE, RANK_META},
	{"parsely-title", ARTICLE_TITLE, RANK_META},
	{"sailthru.title", ARTICLE_TITLE, RANK_META},
	{"parsely-pub-date", ARTICLE_DATE, RANK_META},
	{"sailthru.date", ARTICLE_DATE, RANK_META},
	{"cxenseparse:recs:publishtime", ARTICLE_DATE, RANK_META},
	{"pubdate", ARTICLE_DATE, RANK_META},
	{"publishdate", ARTICLE_DATE, RANK_META},
	{"publish-date", ARTICLE_DATE, RANK_META},
	{"publish_date", ARTICLE_DATE, RANK_META},
	{"publication_date", ARTICLE_DATE, RANK_META},
	{"publication-date", ARTICLE_DATE, RANK_META},
	{"date_publication", ARTICLE_DATE, RANK_META},
	{"article.published", ARTICLE_DATE, RANK_META},
	{"date.issued", ARTICLE_DATE, RANK_META},
	{"date", ARTICLE_DATE, RANK_META},
	{"author", ARTICLE_AUTHOR, RANK_META},
	{"parsely-author", ARTICLE_AUTHOR, RANK_META},
	{"sailthru.author", ARTICLE_AUTHOR, RANK_META},
	{"application-name", ARTICLE_SOURCE, RANK_META},
	{"apple-mobile-web-app-title", ARTICLE_SOURCE, RANK_META},
	{"twitter:url", ARTICLE_URL, RANK_META},
	{"description", ARTICLE_LEAD, RANK_META},
	{"twitter:description", ARTICLE_LEAD, RANK_META},
};

static const struct {
	const char *itemprop;
	enum article_member member;
} itemprops[] = {
	{"headline", ARTICLE_TITLE},	   {"datepublished", ARTICLE_DATE},
	{"author", ARTICLE_AUTHOR},	   {"publisher", ARTICLE_SOURCE},
	{"mainentityofpage", ARTICLE_URL},
};

static bool same_word(struct str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* ---- claims ---- */

static struct str one_line(struct arena *arena, struct str s)
{
	struct buf b = {0};

	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] > ' ')
			buf_char(&b, s.p[i]);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	}
	s = str_trim(str_copy(arena, buf_view(&b)));
	buf_release(&b);
	return s;
}

static bool is_address(struct str s)
{
	return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

/* The whole address; empty when there is no telling, or when it is the site's own. */
static struct str resolved(struct html_claims *c, struct str reference)
{
	struct str base = c->base.n > 0 ? c->base : c->url;
	char *at =
		str_copy(c->arena, reference).p == NULL
			? NULL
			: (char *)xmlBuildURI(
				  (const xmlChar *)str_copy(c->arena, reference).p,
				  base.n > 0 ? (const xmlChar *)str_copy(c->arena, base).p
					     : NULL);
	struct str out = {0};
	const char *path;

	if (at != NULL && is_address(str_of(at))) {
		path = strchr(at + strlen("https://"), '/');
		if (path != NULL && path[1] != '\0')
			out = str_copy(c->arena, str_of(at));
	}
	xmlFree(at);
	return out;
}

static bool is_date(struct str s)
{
	struct error err;
	int64_t moment;

	return moment_parse(s, &moment, &err) == 0;
}

static bool names(struct str list, struct str name)
{
	struct str item;

	while (str_split(&list, ',', &item)) {
		if (str_equal(str_trim(item), name))
			return true;
	}
	return false;
}

static void add_author(struct html_claims *c, struct str name)
{
	struct str *all = &c->of[ARTICLE_AUTHOR].text;
	struct buf b = {0};

	if (names(*all, name) || all->n > 1000)
		return;
	buf_str(&b, *all);
	buf_text(&b, ", ");
	buf_str(&b, name);
	*all = str_copy(c->arena, buf_view(&b));
	buf_release(&b);
}

void html_claim(struct html_claims *c, enum article_member member, enum html_rank rank,
		struct str text)
{
	enum html_rank now = c->of[member].rank;

	if (now != RANK_NONE && (now < rank || (now == rank && member != ARTICLE_AUTHOR)))
		return;
	text = member == ARTICLE_TEXT ? str_trim(text) : one_line(c->arena, text);
	if (member == ARTICLE_URL)
		text = resolved(c, text);
	if (text.n == 0 || (member == ARTICLE_DATE && !is_date(text)) ||
	    (member == ARTICLE_AUTHOR && (is_address(text) || text.p[0] == '@')))
		return;
	if (now == rank && now != RANK_NONE) {
		add_author(c, text);
		return;
	}
	c->of[member].text = text;
	c->of[member].rank = rank;
}

/* ---- where they stand ---- */

/* Of several rows of one rank the first that the page has counts. */
static void read_metas(struct html_claims *c, const struct html_tree *tree)
{
	struct str found[COUNT(metas)] = {{0}};
	const struct html_node *n;

	for (n = tree->root; n != NULL; n = html_next(tree->root, n)) {
		struct str name = html_value(n, HTML_PROPERTY);
		struct str content = html_value(n, HTML_CONTENT);

		if (n->tag != HTML_META || content.n == 0)
			continue;
		if (name.n == 0)
			name = html_value(n, HTML_NAME);
		for (size_t i = 0; i < COUNT(metas); i++) {
			if (!same_word(name, metas[i].name))
				continue;
			if (metas[i].member == ARTICLE_AUTHOR)
				html_claim(c, ARTICLE_AUTHOR, metas[i].rank, content);
			else if (found[i].n == 0)
				found[i] = content;
		}
	}
	for (size_t i = 0; i < COUNT(metas); i++) {
		if (found[i].n > 0)
			html_claim(c, metas[i].member, metas[i].rank, found[i]);
	}
}

static bool has_itemprop(const struct html_node *n, const char *wanted)
{
	struct str list = html_value(n, HTML_ITEMPROP);
	struct str item;

	while (str_split(&list, ' ', &item)) {
		if (same_word(item, wanted))
			return true;
	}
	return false;
}

/* content="…", datetime="…", an inner itemprop="name", or the text. */
static void claim_node(struct html_claims *c, enum article_member member,
		       enum html_rank rank, const struct html_node *n)
{
	const struct html_node *inner;
	struct buf b = {0};

	if (member == ARTICLE_AUTHOR || member == ARTICLE_SOURCE) {
		for (inner = n; inner != NULL; inner = html_next(n, inner)) {
			if (has_itemprop(inner, "name")) {
				n = inner;
				break;
			}
		}
	}
	html_claim(c, member, rank, html_value(n, HTML_CONTENT));
	html_claim(c, member, rank, html_value(n, HTML_DATETIME));
	if (html_value(n, HTML_CONTENT).n == 0) {
		html_node_text(&b, n);
		html_claim(c, member, rank, str_copy(c->arena, buf_view(&b)));
	}
	buf_release(&b);
}

static void read_microdata(struct html_claims *c, const struct html_tree *tree)
{
	const struct html_node *n;

	for (n = tree->root; n != NULL; n = html_next(tree->root, n)) {
		for (size_t i = 0; n->values != NULL && i < COUNT(itemprops); i++) {
			enum article_member member = itemprops[i].member;

			if (has_itemprop(n, itemprops[i].itemprop) &&
			    (c->of[member].rank == RANK_NONE ||
			     c->of[member].rank > RANK_MICRODATA))
				claim_node(c, member, RANK_MICRODATA, n);
		}
	}
}

static void read_links(struct html_claims *c, const struct html_tree *tree)
{
	const struct html_node *n;

	for (n = tree->root; n != NULL; n = html_next(tree->root, n)) {
		if (n->tag == HTML_BASE && c->base.n == 0)
			c->base = html_value(n, HTML_HREF);
		/* Of the page's own addresses this one is meant to be kept. */
		if (n->tag == HTML_LINK &&
		    same_word(html_value(n, HTML_REL), "canonical"))
			html_claim(c, ARTICLE_URL, RANK_LINKED, html_value(n, HTML_HREF));
	}
}

static bool is_linked(const struct html_node *n)
{
	struct str type = html_value(n, HTML_TYPE);

	return n->tag == HTML_SCRIPT && type.n >= strlen("application/ld+json") &&
	       strncasecmp(type.p, "application/ld+json", 19) == 0;
}

void html_claims_read(struct html_claims *c, const struct html_tree *tree)
{
	const struct html_node *n;

	read_links(c, tree);
	for (n = tree->root; n != NULL; n = html_next(tree->root, n)) {
		if (is_linked(n))
			html_linked_read(c, n->text);
	}
	read_metas(c, tree);
	read_microdata(c, tree);
}

/* ---- dates and authors in lines ---- */

#define DATE_WORDS 9 /* that a date has at most, from its day on */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_year(struct str s)
{
	for (size_t i = 0; i + 4 <= s.n; i++) {
		if ((s.p[i] == '1' && s.p[i + 1] == '9') ||
		    (s.p[i] == '2' && s.p[i + 1] == '0'))
			if (is_digit(s.p[i + 2]) && is_digit(s.p[i + 3]))
				return true;
	}
	return false;
}

/* The longest front of s, by words, that is a date; 0 when none is. */
static size_t date_length(struct str s)
{
	size_t ends[DATE_WORDS], count = 0;

	for (size_t i = 1; i <= s.n && count < DATE_WORDS; i++) {
		if (i == s.n || strchr(" |,;)", s.p[i]) != NULL)
			ends[count++] = i;
	}
	while (count-- > 0) {
		if (is_date(str_slice(s, 0, ends[count])))
			return ends[count];
	}
	return 0;
}

/* "13/05/2024 | 14:30": the clock time behind a sign belongs to the date. */
static struct str with_clock(struct arena *arena, struct str day, struct str rest)
{
	struct buf b = {0};
	size_t at = 0;

	while (at < rest.n && !is_digit(rest.p[at]) && at < 6)
		at++;
	rest = str_slice(rest, at, rest.n);
	if (at == 0 || rest.n == 0 || !is_digit(rest.p[0]))
		return str_copy(arena, day);
	for (size_t end = rest.n < 8 ? rest.n : 8; end >= 2; end--) {
		buf_clear(&b);
		buf_printf(&b, "%.*s à %.*s", STR_ARGS(day), (int)end, rest.p);
		if (is_date(buf_view(&b)) && (end == rest.n || !is_digit(rest.p[end]))) {
			day = buf_view(&b);
			break;
		}
	}
	day = str_copy(arena, day);
	buf_release(&b);
	return day;
}

/* White space of every kind as one space. */
static struct str plain_spaces(struct arena *arena, struct str s)
{
	struct buf b = {0};
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (!utf8_is_space(c))
			buf_str(&b, str_slice(s, at, at + n));
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	}
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* "Mai 13, 2024": where the word before a figure begins. */
static size_t word_before(struct str line, size_t i)
{
	size_t at = i - 1;

	while (at > 0 && line.p[at - 1] != ' ')
		at--;
	return line.p[i - 1] == ' ' ? at : i;
}

/* "06/12/23" */
static bool is_short_date(struct str s)
{
	static const char form[] = "00/00/00";

	for (size_t i = 0; i < sizeof form - 1; i++) {
		if (i >= s.n || (form[i] == '0' ? !is_digit(s.p[i]) : s.p[i] != form[i]))
			return false;
	}
	return s.n == sizeof form - 1 || (!is_digit(s.p[8]) && s.p[8] != '/');
}

/* The line with "06/12/23" as "06/12/2023"; of the last century from 70 on. */
static struct str with_century(struct arena *arena, struct str line)
{
	for (size_t i = 0; i + 8 <= line.n; i++) {
		struct str rest = str_slice(line, i, line.n);
		struct buf b = {0};

		if ((i > 0 && (is_digit(line.p[i - 1]) || line.p[i - 1] == '/')) ||
		    !is_short_date(rest))
			continue;
		buf_str(&b, str_slice(line, 0, i + 6));
		buf_text(&b, rest.p[6] >= '7' ? "19" : "20");
		buf_str(&b, str_slice(line, i + 6, line.n));
		line = str_copy(arena, buf_view(&b));
		buf_release(&b);
		break;
	}
	return line;
}

bool html_date_find(struct arena *arena, struct str line, struct str *date)
{
	size_t length;

	line = plain_spaces(arena, line);
	if (!has_year(line))
		line = with_century(arena, line);
	if (!has_year(line))
		return false;
	for (size_t i = 0; i < line.n; i++) {
		struct str rest = str_slice(line, i, line.n);

		if (!is_digit(line.p[i]) || (i > 0 && is_digit(line.p[i - 1])))
			continue;
		length = date_length(rest);
		if (length == 0 && i > 0) {
			rest = str_slice(line, word_before(line, i), line.n);
			length = date_length(rest);
		}
		if (length == 0)
			continue;
		*date = str_slice(rest, 0, length);
		rest = str_slice(rest, length, rest.n);
		*date = with_clock(arena, *date, rest);
		return true;
	}
	return false;
}

static const char *const bylines[] = {
	"Article rédigé par ",
	"Propos recueillis par ",
	"Publié par ",
	"Rédigé par ",
	"Écrit par ",
	"écrit par ",
	"publié par ",
	"rédigé par ",
	"Texte : ",
	"Par ",
	"par ",
	"PAR ",
	"By ",
	"by ",
};

static const char *const behind_names[] = {
	" le ", " avec ", "Publié", "publié", "Mis à jour", "mis à jour", " - ",
	" – ",	" — ",	  " | ",    " • ",    " · ",	    ", ",	  "(",
	" à ",	" pour ", "\t",	    "\n",     ". ",
};

/* Two to eight words, the first letter of one a capital, no digits. */
static bool is_name(struct str s)
{
	size_t words = 1;
	bool capital = false;
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		words += c == ' ';
		capital |= utf8_is_upper(c);
		if (utf8_is_digit(c) || c == '@' || c == ':' || c == '/')
			return false;
	}
	return capital && words >= 2 && words <= 8 && s.n <= 80;
}

bool html_author_find(struct str line, struct str *author)
{
	bool byline = false;

	for (size_t i = 0; i < COUNT(bylines) && !byline; i++) {
		byline = str_starts(line, str_of(bylines[i]));
		if (byline)
			line = str_slice(line, strlen(bylines[i]), line.n);
	}
	for (size_t i = 0; i < COUNT(behind_names); i++) {
		const char *end = line.n == 0 ? NULL
					      : memmem(line.p, line.n, behind_names[i],
						       strlen(behind_names[i]));

		if (end != NULL)
			line.n = (size_t)(end - line.p);
	}
	*author = str_trim(line);
	if (author->n > 0 && author->p[author->n - 1] == '.')
		author->n--;
	return byline && is_name(*author);
}
