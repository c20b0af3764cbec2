/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom. One item, one article. */
#include "corpus/reader.h"

#include <string.h>
#include <strings.h>

#include "corpus/html.h"
#include "corpus/xml.h"

/* What an element of an item holds. */
enum feed_kind {
	KIND_LINE,   /* text of one line, which may be HTML */
	KIND_TEXT,   /* text, which may be HTML */
	KIND_PLAIN,  /* text that is none */
	KIND_PERSON, /* <name> in it, or its text */
	KIND_LINK,
	KIND_GUID,
	KIND_SOURCE, /* <title> in it, or its text */
};

enum feed_space { SPACE_RSS, SPACE_ATOM, SPACE_DC, SPACE_CONTENT, SPACE_OTHER };

static const struct {
	const char *front;
	enum feed_space space;
} spaces[] = {
	{"http://www.w3.org/2005/Atom", SPACE_ATOM},
	{"http://purl.org/atom/", SPACE_ATOM},
	{"http://purl.org/rss/1.0/modules/content", SPACE_CONTENT},
	{"http://purl.org/dc/", SPACE_DC},
	{"http://purl.org/rss/1.0/modules/", SPACE_OTHER},
	{"http://purl.org/rss/", SPACE_RSS},
	{"http://my.netscape.com/rdf/", SPACE_RSS},
	{"http://channel.netscape.com/rdf/", SPACE_RSS},
	{"http://backend.userland.com/", SPACE_RSS},
	{"http://blogs.law.harvard.edu/", SPACE_RSS},
};

/* Of the rows for one member the first that says something counts. */
static const struct {
	enum feed_space space;
	const char *name;
	enum article_member member;
	enum feed_kind kind;
} rows[] = {
	{SPACE_RSS, "title", ARTICLE_TITLE, KIND_LINE},
	{SPACE_ATOM, "title", ARTICLE_TITLE, KIND_LINE},
	{SPACE_DC, "title", ARTICLE_TITLE, KIND_LINE},
	{SPACE_RSS, "link", ARTICLE_URL, KIND_LINK},
	{SPACE_ATOM, "link", ARTICLE_URL, KIND_LINK},
	{SPACE_RSS, "guid", ARTICLE_URL, KIND_GUID},
	{SPACE_RSS, "guid", ARTICLE_ID, KIND_PLAIN},
	{SPACE_ATOM, "id", ARTICLE_ID, KIND_PLAIN},
	{SPACE_DC, "identifier", ARTICLE_ID, KIND_PLAIN},
	{SPACE_RSS, "pubDate", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_ATOM, "published", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_ATOM, "issued", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_DC, "date", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_DC, "issued", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_DC, "created", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_ATOM, "updated", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_ATOM, "modified", ARTICLE_DATE, KIND_PLAIN},
	{SPACE_DC, "creator", ARTICLE_AUTHOR, KIND_PERSON},
	{SPACE_ATOM, "author", ARTICLE_AUTHOR, KIND_PERSON},
	{SPACE_RSS, "author", ARTICLE_AUTHOR, KIND_PERSON},
	{SPACE_RSS, "source", ARTICLE_SOURCE, KIND_SOURCE},
	{SPACE_ATOM, "source", ARTICLE_SOURCE, KIND_SOURCE},
	{SPACE_DC, "publisher", ARTICLE_SOURCE, KIND_PLAIN},
	{SPACE_DC, "source", ARTICLE_SOURCE, KIND_PLAIN},
	{SPACE_CONTENT, "encoded", ARTICLE_TEXT, KIND_TEXT},
	{SPACE_ATOM, "content", ARTICLE_TEXT, KIND_TEXT},
	{SPACE_RSS, "fulltext", ARTICLE_TEXT, KIND_TEXT},
	{SPACE_RSS, "description", ARTICLE_LEAD, KIND_TEXT},
	{SPACE_ATOM, "summary", ARTICLE_LEAD, KIND_TEXT},
	{SPACE_DC, "description", ARTICLE_LEAD, KIND_TEXT},
};

struct feed_state {
	struct xml *xml;
	struct reader *reader;
	bool failed;
	struct str title, author, link; /* of the feed */
};

/* ---- elements ---- */

static enum feed_space space_of(const xmlNode *n)
{
	const char *uri = n->ns != NULL ? (const char *)n->ns->href : NULL;

	if (uri == NULL)
		return SPACE_RSS;
	for (size_t i = 0; i < COUNT(spaces); i++) {
		if (strncmp(uri, spaces[i].front, strlen(spaces[i].front)) == 0)
			return spaces[i].space;
	}
	return SPACE_OTHER;
}

/* type="html" or "xhtml" of Atom; all of RSS may be HTML. */
static int add_html(struct arena *arena, struct buf *out, const xmlNode *n,
		    struct error *err)
{
	struct str type = xml_attribute(arena, n, "type");
	bool atom = space_of(n) == SPACE_ATOM;
	struct str text;
	struct buf b = {0};
	int rc;

	if (str_is(type, "xhtml") || str_is(type, "application/xhtml+xml") ||
	    xmlFirstElementChild((xmlNode *)n) != NULL) {
		xml_html(&b, n, NULL, 0);
	} else {
		text = xml_text(arena, n);
		if (atom &&
		    (type.n == 0 || str_is(type, "text") || str_is(type, "text/plain"))) {
			buf_str(out, text);
			return 0;
		}
		buf_str(&b, text);
	}
	rc = html_content(out, buf_view(&b), err);
	buf_release(&b);
	return rc;
}

/* "redaction@exemple.example (Jeanne Corton)" → "Jeanne Corton". */
static struct str person(struct arena *arena, const xmlNode *n)
{
	struct str text, name;
	const xmlNode *child;

	if (n == NULL)
		return (struct str){0};
	for (child = n->children; child != NULL; child = child->next) {
		if (xml_is(child, "name"))
			return xml_text(arena, child);
	}
	text = xml_text(arena, n);
	name = text;
	if (str_split(&name, '(', &text) && name.n > 1 && str_ends(name, STR(")")))
		return str_trim(str_slice(name, 0, name.n - 1));
	return text;
}

static struct str link_of(struct feed_state *s, const xmlNode *n)
{
	struct arena *arena = &s->reader->arena;
	struct str rel = xml_attribute(arena, n, "rel");
	struct str href = xml_attribute(arena, n, "href");

	if (href.n == 0 && space_of(n) == SPACE_RSS)
		href = xml_text(arena, n);
	if (href.n == 0 || (rel.n > 0 && !str_is(rel, "alternate")))
		return (struct str){0};
	return xml_address(arena, n, href, s->link);
}

static struct str guid_of(struct arena *arena, const xmlNode *n)
{
	struct str text = xml_text(arena, n);

	if (str_is(xml_attribute(arena, n, "isPermaLink"), "false") ||
	    (!str_starts(text, STR("http://")) && !str_starts(text, STR("https://"))))
		return (struct str){0};
	return text;
}

static struct str source_of(struct arena *arena, const xmlNode *n)
{
	const xmlNode *child;

	for (child = n->children; child != NULL; child = child->next) {
		if (xml_is(child, "title"))
			return xml_text(arena, child);
	}
	if (xmlFirstElementChild((xmlNode *)n) != NULL)
		return (struct str){0};
	return xml_text(arena, n);
}

static int read_element(struct feed_state *s, const xmlNode *n, enum feed_kind kind,
			struct str *out, struct error *err)
{
	struct arena *arena = &s->reader->arena;
	struct buf b = {0};
	int rc = 0;

	switch (kind) {
	case KIND_LINE:
	case KIND_TEXT:
		rc = add_html(arena, &b, n, err);
		*out = str_copy(arena, buf_view(&b));
		buf_release(&b);
		break;
	case KIND_PLAIN:
		*out = xml_text(arena, n);
		break;
	case KIND_PERSON:
		*out = person(arena, n);
		break;
	case KIND_LINK:
		*out = link_of(s, n);
		break;
	case KIND_GUID:
		*out = guid_of(arena, n);
		break;
	case KIND_SOURCE:
		*out = source_of(arena, n);
		break;
	}
	return rc;
}

/* Several authors are joined by commas. */
static void add_author(struct arena *arena, struct str *all, struct str name)
{
	struct buf b = {0};

	if (name.n == 0 || all->n > 1000)
		return;
	buf_str(&b, *all);
	buf_text(&b, all->n > 0 ? ", " : "");
	buf_str(&b, name);
	*all = str_copy(arena, buf_view(&b));
	buf_release(&b);
}

static int read_row(struct feed_state *s, const xmlNode *item, size_t row,
		    struct str *out, struct error *err)
{
	for (const xmlNode *n = item->children; n != NULL; n = n->next) {
		struct str text = {0};

		if (n->type != XML_ELEMENT_NODE || !xml_is(n, rows[row].name) ||
		    space_of(n) != rows[row].space)
			continue;
		if (read_element(s, n, rows[row].kind, &text, err) < 0)
			return -1;
		if (rows[row].member == ARTICLE_AUTHOR)
			add_author(&s->reader->arena, out, text);
		else if (text.n > 0)
			*out = text;
		if (out->n > 0 && rows[row].member != ARTICLE_AUTHOR)
			return 0;
	}
	return 0;
}

static int read_item(struct feed_state *s, const xmlNode *item, struct article *a,
		     struct error *err)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str *out = article_member(a, rows[i].member);

		if (out->n == 0 && read_row(s, item, i, out, err) < 0)
			return -1;
	}
	if (a->source.n == 0)
		a->source = s->title;
	if (a->author.n == 0)
		a->author = s->author;
	if (a->body.n > 0 && html_repeats(a->lead, a->body))
		a->lead = (struct str){0};
	return 0;
}

/* ---- the feed ---- */

static bool is_feed(const xmlNode *n)
{
	return xml_is(n, "channel") || xml_is(n, "feed");
}

/* An item; on the way the feed's own title and address are kept. */
static bool is_item(void *context, const xmlNode *n)
{
	struct feed_state *s = context;
	struct arena *arena = &s->reader->file;
	bool own = is_feed(n->parent) && space_of(n) != SPACE_OTHER;

	if (xml_is(n, "item") || xml_is(n, "entry"))
		return true;
	if (own && s->title.n == 0 && xml_is(n, "title"))
		s->title = xml_text(arena, xml_whole(s->xml));
	if (own && s->author.n == 0 && xml_is(n, "author") && space_of(n) == SPACE_ATOM)
		s->author = person(arena, xml_whole(s->xml));
	if (own && s->link.n == 0 && xml_is(n, "link")) {
		const xmlNode *whole = xml_whole(s->xml);
		struct str rel = xml_attribute(arena, n, "rel");

		s->link = xml_attribute(arena, n, "href");
		if (s->link.n == 0 && whole != NULL)
			s->link = xml_text(arena, whole);
		if (rel.n > 0 && !str_is(rel, "alternate"))
			s->link = (struct str){0};
	}
	return false;
}

static int next_item(struct reader *r, struct article *a, struct error *err)
{
	struct feed_state *s = r->state;
	const xmlNode *item;
	int rc;

	if (s == NULL) {
		r->state = s = arena_alloc(&r->file, sizeof *s);
		s->reader = r;
		if (xml_open(&s->xml, r->input, &a->lost, err) < 0) {
			s->failed = true;
			return -1;
		}
	}
	if (s->failed)
		return 0;
	rc = xml_next(s->xml, is_item, s, &item, &a->line, err);
	if (rc <= 0)
		return rc;
	return read_item(s, item, a, err) < 0 ? -1 : 1;
}

static void release_feed(struct reader *r)
{
	struct feed_state *s = r->state;

	if (s != NULL)
		xml_close(s->xml);
	r->state = NULL;
}

static bool sniff(struct str front)
{
	static const char *const roots[] = {"rss", "feed", "RDF", "entry"};
	struct str root = xml_root(front);

	for (size_t i = 0; i < COUNT(roots); i++) {
		if (str_is(root, roots[i]))
			return true;
	}
	return false;
}

const struct reader_format reader_feed = {
	.name = "feed",
	.extensions = {".rss", ".atom", ".rdf", ".xml"},
	.many = true,
	.latest = true,
	.sniff = sniff,
	.next = next_item,
	.release = release_feed,
};
