/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * News agencies' XML: NewsML-G2 (news items alone, in messages and packages, their text in
 * XHTML, NITF or plain), NewsML 1.2, and NITF by itself.
 */
#include "corpus/reader.h"

#include <string.h>
#include <strings.h>

#include "corpus/html.h"
#include "corpus/xml.h"

/*
 * Where members stand: an element, below a certain other one or below any, in its text or
 * in an attribute. Of the rows for one member the first that says something counts.
 */
static const struct {
	const char *above, *name, *attribute;
	enum article_member member;
} rows[] = {
	{"contentMeta", "headline", NULL, ARTICLE_TITLE},
	{"hedline", "hl1", NULL, ARTICLE_TITLE},
	{"NewsLines", "HeadLine", NULL, ARTICLE_TITLE},
	{"itemMeta", "title", NULL, ARTICLE_TITLE},
	{"head", "title", NULL, ARTICLE_TITLE},
	{"body", "h1", NULL, ARTICLE_TITLE},

	{"contentMeta", "contentCreated", NULL, ARTICLE_DATE},
	{"itemMeta", "firstCreated", NULL, ARTICLE_DATE},
	{"docdata", "date.release", "norm", ARTICLE_DATE},
	{"docdata", "date.issue", "norm", ARTICLE_DATE},
	{"dateline", "story.date", "norm", ARTICLE_DATE},
	{"head", "pubdata", "date.publication", ARTICLE_DATE},
	{"NewsManagement", "FirstCreated", NULL, ARTICLE_DATE},
	{"itemMeta", "versionCreated", NULL, ARTICLE_DATE},
	{"NewsManagement", "ThisRevisionCreated", NULL, ARTICLE_DATE},

	{"contentMeta", "by", NULL, ARTICLE_AUTHOR},
	{"creator", "name", NULL, ARTICLE_AUTHOR},
	{"byline", "person", NULL, ARTICLE_AUTHOR},
	{"body.head", "byline", NULL, ARTICLE_AUTHOR},
	{"NewsLines", "ByLine", NULL, ARTICLE_AUTHOR},

	{"provider", "name", NULL, ARTICLE_SOURCE},
	{"itemMeta", "provider", "literal", ARTICLE_SOURCE},
	{"head", "pubdata", "name", ARTICLE_SOURCE},
	{"distributor", "org", NULL, ARTICLE_SOURCE},
	{"body.head", "distributor", NULL, ARTICLE_SOURCE},
	{"docdata", "doc.copyright", "holder", ARTICLE_SOURCE},
	{"contentMeta", "creditline", NULL, ARTICLE_SOURCE},
	{"NewsLines", "CreditLine", NULL, ARTICLE_SOURCE},
	{"Provider", "Party", "FormalName", ARTICLE_SOURCE},

	{"head", "pubdata", "ex-ref", ARTICLE_URL},
	{"itemMeta", "link", "href", ARTICLE_URL},

	{NULL, "doc-id", "id-string", ARTICLE_ID},
	{"NewsIdentifier", "PublicIdentifier", NULL, ARTICLE_ID},

	{"body.head", "abstract", NULL, ARTICLE_LEAD},
};

/* Elements that hold the text, the best first. */
static const struct {
	const char *above, *name;
} texts[] = {
	{NULL, "body.content"}, {"inlineXML", "html"},	 {NULL, "inlineXML"},
	{NULL, "inlineData"},	{"DataContent", "html"}, {NULL, "DataContent"},
};

/* What NITF and XHTML call their parts, in HTML; NULL: no part of the text. */
static const struct xml_name names[] = {
	{"hl1", NULL},	      {"hl2", "h2"},	  {"block", "div"},
	{"media", NULL},      {"head", NULL},	  {"h1", NULL},
	{"title", NULL},      {"note", NULL},	  {"nitf-table", "div"},
	{"bq", "blockquote"}, {"credit", NULL},	  {"tagline", NULL},
	{"body.head", NULL},  {"body.end", NULL}, {"nitf-col", NULL},
	{"datasource", NULL}, {"dateline", NULL},
};

struct newsml_state {
	struct xml *xml;
	bool failed;
};

/* Behind n in the order of the file, below `top`. */
static const xmlNode *next_node(const xmlNode *top, const xmlNode *n)
{
	if (n->children != NULL && n->type == XML_ELEMENT_NODE)
		return n->children;
	while (n != top && n->next == NULL)
		n = n->parent;
	return n == top ? NULL : n->next;
}

static bool stands_below(const xmlNode *n, const char *above)
{
	return above == NULL || xml_is(n->parent, above);
}

/* A link counts when it leads to the same article on the web. */
static bool is_wanted_link(struct arena *arena, const xmlNode *n)
{
	struct str rel = xml_attribute(arena, n, "rel");
	struct str href = xml_attribute(arena, n, "href");

	return (str_starts(href, STR("http://")) || str_starts(href, STR("https://"))) &&
	       (rel.n == 0 || str_ends(rel, STR("canonical")) ||
		str_ends(rel, STR("alternate")) || str_ends(rel, STR("isAlternativeOf")));
}

static struct str read_row(struct arena *arena, const xmlNode *item, size_t row)
{
	struct str text;

	for (const xmlNode *n = item; n != NULL; n = next_node(item, n)) {
		if (!xml_is(n, rows[row].name) || !stands_below(n, rows[row].above) ||
		    (xml_is(n, "link") && !is_wanted_link(arena, n)))
			continue;
		text = rows[row].attribute != NULL
			       ? xml_attribute(arena, n, rows[row].attribute)
			       : xml_text(arena, n);
		if (text.n > 0)
			return text;
	}
	return (struct str){0};
}

/* "Par Jeanne Corton" → "Jeanne Corton" */
static void strip_by(struct str *author)
{
	static const struct str fronts[] = {{"Par ", 4}, {"par ", 4}, {"By ", 3}};

	for (size_t i = 0; i < COUNT(fronts); i++) {
		if (str_starts(*author, fronts[i]))
			*author = str_slice(*author, fronts[i].n, author->n);
	}
}

static int read_text(struct arena *arena, const xmlNode *n, struct article *a,
		     struct error *err)
{
	struct str type = xml_attribute(arena, n, "contenttype");
	struct buf html = {0}, text = {0};
	int rc = 0;

	if (xmlFirstElementChild((xmlNode *)n) != NULL)
		xml_html(&html, n, names, COUNT(names));
	else if (xml_is(n, "inlineData") && str_is(type, "text/html"))
		buf_str(&html, xml_text(arena, n));
	else
		buf_str(&text, xml_text(arena, n));
	if (html.n > 0)
		rc = html_text(&text, buf_view(&html), err);
	a->body = str_copy(arena, buf_view(&text));
	buf_release(&text);
	buf_release(&html);
	return rc;
}

static int find_text(struct arena *arena, const xmlNode *item, struct article *a,
		     struct error *err)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		for (const xmlNode *n = item; n != NULL; n = next_node(item, n)) {
			if (!xml_is(n, texts[i].name) || !stands_below(n, texts[i].above))
				continue;
			if (read_text(arena, n, a, err) < 0)
				return -1;
			if (str_trim(a->body).n > 0)
				return 0;
		}
	}
	return 0;
}

static int read_item(struct arena *arena, const xmlNode *item, struct article *a,
		     struct error *err)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str *out = article_member(a, rows[i].member);

		if (out->n == 0)
			*out = read_row(arena, item, i);
	}
	if (a->id.n == 0)
		a->id = xml_attribute(arena, item, "guid");
	strip_by(&a->author);
	return find_text(arena, item, a, err);
}

/* ---- the file ---- */

static bool is_item(void *context, const xmlNode *n)
{
	(void)context;
	return xml_is(n, "newsItem") || xml_is(n, "nitf");
}

static int next_item(struct reader *r, struct article *a, struct error *err)
{
	struct newsml_state *s = r->state;
	const xmlNode *item;
	int rc;

	if (s == NULL) {
		r->state = s = arena_alloc(&r->file, sizeof *s);
		if (xml_open(&s->xml, r->input, &a->lost, err) < 0) {
			s->failed = true;
			return -1;
		}
	}
	if (s->failed)
		return 0;
	rc = xml_next(s->xml, is_item, NULL, &item, &a->line, err);
	if (rc <= 0)
		return rc;
	return read_item(&r->arena, item, a, err) < 0 ? -1 : 1;
}

static void release_newsml(struct reader *r)
{
	struct newsml_state *s = r->state;

	if (s != NULL)
		xml_close(s->xml);
	r->state = NULL;
}

static bool sniff(struct str front)
{
	static const char *const roots[] = {"newsItem", "newsMessage", "NewsML", "nitf"};
	struct str root = xml_root(front);

	for (size_t i = 0; i < COUNT(roots); i++) {
		if (root.n == strlen(roots[i]) &&
		    strncasecmp(root.p, roots[i], root.n) == 0)
			return true;
	}
	return false;
}

const struct reader_format reader_newsml = {
	.name = "newsml",
	.extensions = {".xml", ".nitf", ".newsml"},
	.many = true,
	.sniff = sniff,
	.next = next_item,
	.release = release_newsml,
};
