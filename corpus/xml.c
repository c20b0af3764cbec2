/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/xml.h"

#include <libxml/uri.h>
#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/encoding.h"
#include "corpus/html.h"
#include "lib/i18n.h"

#define XML_FILE_MAX ((size_t)512 << 20) /* bytes */

struct xml {
	xmlTextReader *reader;
	struct buf text;   /* the file, mended */
	bool over, inside; /* the element handed over is still to be passed */

	/* The parser is some bytes ahead of us, and so is the first fault. */
	char fault[ERROR_TEXT];
	int fault_line;
	const xmlNode *fault_node; /* that was open */
	xmlDoc *rest;		   /* after a fault: what was read before it */
	xmlNode *at;		   /* the next of it; NULL at the end */
};

/* ---- the front ---- */

static bool is_name_byte(char c)
{
	return strchr(" \t\r\n/>", c) == NULL;
}

/* Where the markup at s.p[at] ends: a comment, a document type, <? ?>. */
static size_t markup_end(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.n);
	const char *end;
	int depth = 0;

	if (str_starts(rest, STR("<!--"))) {
		end = memmem(rest.p, rest.n, "-->", 3);
		return end == NULL ? s.n : at + (size_t)(end - rest.p) + 3;
	}
	for (size_t i = at; i < s.n; i++) {
		char c = s.p[i];

		if (c == '[')
			depth++;
		else if (c == ']')
			depth--;
		else if (c == '>' && depth <= 0)
			return i + 1;
		if ((c == '"' || c == '\'') && rest.p[1] == '!') {
			const char *quote = memchr(s.p + i + 1, c, s.n - i - 1);

			if (quote == NULL)
				return s.n;
			i = (size_t)(quote - s.p);
		}
	}
	return s.n;
}

struct str xml_root(struct str front)
{
	size_t at = 0, end;
	struct str name;
	const char *colon;

	while (at + 1 < front.n) {
		if (strchr(" \t\r\n", front.p[at]) != NULL) {
			at++;
		} else if (front.p[at] != '<') {
			break;
		} else if (front.p[at + 1] == '!' || front.p[at + 1] == '?') {
			at = markup_end(front, at);
		} else {
			for (end = ++at; end < front.n && is_name_byte(front.p[end]);)
				end++;
			name = str_slice(front, at, end);
			colon = name.n ? memchr(name.p, ':', name.n) : NULL;
			return colon == NULL
				       ? name
				       : str_slice(name, (size_t)(colon - name.p) + 1,
						   name.n);
		}
	}
	return (struct str){0};
}

/* ---- mending ---- */

/* Characters XML does not allow become spaces, U+FFFE and U+FFFF U+FFFD. */
static void add_plain(struct buf *out, struct str s)
{
	size_t begin = out->n;

	buf_str(out, s);
	for (size_t i = begin; i < out->n; i++) {
		unsigned char c = (unsigned char)out->p[i];

		if (c < ' ' && c != '\n' && c != '\t' && c != '\r')
			out->p[i] = ' ';
		if (c == 0xEF && i + 2 < out->n && (unsigned char)out->p[i + 1] == 0xBF &&
		    (unsigned char)out->p[i + 2] >= 0xBE)
			out->p[i + 2] = (char)0xBD;
	}
}

/* Only the line ends, so that lines keep their numbers. */
static void add_lines(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_char(out, '\n');
	}
}

static void add_escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '&':
			buf_text(out, "&amp;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		default:
			buf_char(out, s.p[i]);
		}
	}
}

/* "&…;" at s.p[at] as what it stands for, escaped; a "&" that begins none as "&amp;". */
static size_t add_reference(struct buf *out, struct str s, size_t at)
{
	size_t end = at + 1;
	struct buf b = {0}, plain = {0};

	while (end < s.n && end < at + 20 && s.p[end] != ';' && s.p[end] != '&' &&
	       s.p[end] != '<' && s.p[end] != ' ')
		end++;
	if (end == s.n || s.p[end] != ';') {
		buf_text(out, "&amp;");
		return at + 1;
	}
	html_decode(&b, str_slice(s, at, end + 1));
	add_plain(&plain, buf_view(&b));
	add_escaped(out, buf_view(&plain));
	buf_release(&plain);
	buf_release(&b);
	return end + 1;
}

/*
 * Entities become characters or text, the document type goes: so nothing is left that
 * could grow. Names of HTML and a bare "&" are faults that many feeds have.
 */
static void mend(struct buf *out, struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		struct str rest = str_slice(s, at, s.n);
		size_t end = at;

		while (end < s.n && s.p[end] != '<' && s.p[end] != '&')
			end++;
		add_plain(out, str_slice(s, at, end));
		at = end;
		rest = str_slice(s, at, s.n);
		if (rest.n == 0)
			return;
		if (rest.p[0] == '&') {
			at = add_reference(out, s, at);
		} else if (str_starts(rest, STR("<![CDATA["))) {
			const char *close = memmem(rest.p, rest.n, "]]>", 3);
			size_t n = close ? (size_t)(close - rest.p) + 3 : rest.n;

			add_plain(out, str_slice(rest, 0, n));
			at += n;
		} else if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '?')) {
			end = markup_end(s, at);
			add_lines(out, str_slice(s, at, end));
			at = end;
		} else {
			buf_char(out, '<');
			at++;
		}
	}
}

/* ---- reading ---- */

static void note_fault(void *context, xmlErrorPtr fault)
{
	struct xml *x = context;
	size_t n;

	if (fault == NULL || fault->message == NULL || x->fault[0] != '\0' ||
	    fault->level < XML_ERR_ERROR)
		return;
	n = strcspn(fault->message, "\n");
	snprintf(x->fault, sizeof x->fault, "%.*s", n > 300 ? 300 : (int)n,
		 fault->message);
	x->fault_line = fault->line;
	if (fault->ctxt != NULL)
		x->fault_node = ((xmlParserCtxt *)fault->ctxt)->node;
}

int xml_open(struct xml **out, struct input *in, size_t *lost, struct error *err)
{
	struct arena arena = {0};
	struct xml *x;
	struct str bytes, text;

	*out = NULL;
	if (input_rest(in, XML_FILE_MAX, &bytes, err) < 0 ||
	    encoding_decode(&arena, bytes, html_charset(str_slice(bytes, 0, 200)), &text,
			    lost, err) < 0) {
		arena_release(&arena);
		return -1;
	}
	x = xcalloc(1, sizeof *x);
	mend(&x->text, text);
	arena_release(&arena);
	*out = x;
	if (xml_root(buf_view(&x->text)).n == 0)
		return error_set(err, ERROR_REJECTED, _("not XML: no element in it"));
	if (x->text.n <= INT_MAX)
		x->reader = xmlReaderForMemory(x->text.p, (int)x->text.n, NULL, "UTF-8",
					       XML_PARSE_NONET | XML_PARSE_COMPACT);
	if (x->reader == NULL)
		return error_set(err, ERROR_FAILED, _("more XML than can be read"));
	xmlTextReaderSetStructuredErrorHandler(x->reader, note_fault, x);
	return 0;
}

void xml_close(struct xml *x)
{
	if (x == NULL)
		return;
	xmlFreeTextReader(x->reader);
	xmlFreeDoc(x->rest);
	buf_release(&x->text);
	free(x);
}

static int refuse(struct xml *x, size_t *line, struct error *err)
{
	x->over = true;
	if (x->fault_line > 0)
		*line = (size_t)x->fault_line;
	return error_set(err, ERROR_REJECTED, _("not XML: %s"),
			 x->fault[0] ? x->fault : _("the file is damaged"));
}

const xmlNode *xml_whole(struct xml *x)
{
	return x->rest != NULL ? x->at : xmlTextReaderExpand(x->reader);
}

static xmlNode *next_outside(const xmlNode *top, xmlNode *n)
{
	while (n != top && n->next == NULL)
		n = n->parent;
	return n == top ? NULL : n->next;
}

static xmlNode *next_node(const xmlNode *top, xmlNode *n)
{
	if (n->type == XML_ELEMENT_NODE && n->children != NULL)
		return n->children;
	return next_outside(top, n);
}

static bool is_damaged(const struct xml *x, xmlNode *element)
{
	for (xmlNode *n = element; n != NULL; n = next_node(element, n)) {
		if (n == x->fault_node)
			return true;
	}
	return false;
}

/* An element that was handed over already bears a mark. */
static void hand_over(struct xml *x, xmlNode *n, const xmlNode **element, size_t *line)
{
	n->_private = x;
	*element = n;
	*line = (size_t)xmlGetLineNo(n);
}

/* Elements that were whole before the fault, then the fault. */
static int next_of_rest(struct xml *x,
			bool (*wanted)(void *context, const xmlNode *element),
			void *context, const xmlNode **element, size_t *line,
			struct error *err)
{
	const xmlNode *root = x->rest != NULL ? xmlDocGetRootElement(x->rest) : NULL;

	while (x->at != NULL) {
		xmlNode *n = x->at;
		bool handed = n->_private == x;

		if (!handed && n->type == XML_ELEMENT_NODE && wanted(context, n)) {
			if (is_damaged(x, n))
				break;
			hand_over(x, n, element, line);
			x->at = next_outside(root, n);
			return 1;
		}
		x->at = handed ? next_outside(root, n) : next_node(root, n);
	}
	return refuse(x, line, err);
}

int xml_next(struct xml *x, bool (*wanted)(void *context, const xmlNode *element),
	     void *context, const xmlNode **element, size_t *line, struct error *err)
{
	xmlNode *whole;
	int rc = 1;

	while (!x->over && x->rest == NULL && rc > 0) {
		rc = x->inside ? xmlTextReaderNext(x->reader)
			       : xmlTextReaderRead(x->reader);
		x->inside = false;
		if (rc <= 0 ||
		    xmlTextReaderNodeType(x->reader) != XML_READER_TYPE_ELEMENT ||
		    !wanted(context, xmlTextReaderCurrentNode(x->reader)))
			continue;
		whole = xmlTextReaderExpand(x->reader);
		if (whole == NULL) {
			rc = -1;
			break;
		}
		hand_over(x, whole, element, line);
		x->inside = true;
		return 1;
	}
	if (rc < 0 && x->rest == NULL) {
		x->rest = xmlTextReaderCurrentDoc(x->reader);
		x->at = x->rest != NULL ? xmlDocGetRootElement(x->rest) : NULL;
	}
	if (!x->over && (rc < 0 || x->rest != NULL))
		return next_of_rest(x, wanted, context, element, line, err);
	x->over = true;
	return 0;
}

/* ---- elements ---- */

bool xml_is(const xmlNode *n, const char *name)
{
	return n != NULL && n->type == XML_ELEMENT_NODE &&
	       strcasecmp((const char *)n->name, name) == 0;
}

static struct str taken(struct arena *arena, xmlChar *text)
{
	struct str s = {0};

	if (text != NULL)
		s = str_trim(str_copy(arena, str_of((const char *)text)));
	xmlFree(text);
	return s;
}

struct str xml_attribute(struct arena *arena, const xmlNode *n, const char *name)
{
	return taken(arena, xmlGetNoNsProp(n, (const xmlChar *)name));
}

struct str xml_text(struct arena *arena, const xmlNode *n)
{
	return taken(arena, xmlNodeGetContent(n));
}

struct str xml_address(struct arena *arena, const xmlNode *n, struct str reference,
		       struct str base)
{
	xmlChar *own = xmlNodeGetBase(n->doc, n);
	xmlChar *whole;
	struct str out;

	reference = str_copy(arena, reference);
	base = str_copy(arena, base);
	if (own != NULL && base.n > 0) {
		whole = xmlBuildURI(own, (const xmlChar *)base.p);
		xmlFree(own);
		own = whole;
	}
	whole = xmlBuildURI((const xmlChar *)reference.p,
			    own != NULL	 ? own
			    : base.n > 0 ? (const xmlChar *)base.p
					 : NULL);
	xmlFree(own);
	out = taken(arena, whole);
	return out.n > 0 ? out : reference;
}

/* ---- as HTML ---- */

static const char *html_name(const xmlNode *n, const struct xml_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (xml_is(n, names[i].name))
			return names[i].html;
	}
	return (const char *)n->name;
}

static void add_element(struct buf *out, const xmlNode *n, const char *name)
{
	xmlChar *href = xmlGetNoNsProp(n, (const xmlChar *)"href");

	buf_printf(out, "<%s", name);
	if (href != NULL) {
		buf_text(out, " href=\"");
		add_escaped(out, str_of((const char *)href));
		buf_char(out, '"');
	}
	buf_char(out, '>');
	xmlFree(href);
}

void xml_html(struct buf *out, const xmlNode *n, const struct xml_name *names,
	      size_t count)
{
	for (const xmlNode *i = n->children; i != NULL; i = i->next) {
		const char *name;

		if (i->type == XML_TEXT_NODE || i->type == XML_CDATA_SECTION_NODE) {
			add_escaped(out, str_of((const char *)i->content));
			continue;
		}
		if (i->type != XML_ELEMENT_NODE)
			continue;
		name = html_name(i, names, count);
		if (name == NULL)
			continue;
		add_element(out, i, name);
		xml_html(out, i, names, count);
		if (i->children != NULL || strcmp(name, "br") != 0)
			buf_printf(out, "</%s>", name);
	}
}
