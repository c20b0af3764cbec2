/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON-LD in the words of schema.org: https://schema.org/NewsArticle */
#include "corpus/html-claims.h"

#include <jansson.h>
#include <string.h>

#define OBJECTS_MAX 4000 /* of a script that are looked at */
#define DEPTH_MAX 32

/* Types of articles; others that end in "Article" or "Posting" are too. */
static const char *const types[] = {"Report", "ReportageNewsArticle", "Review",
				    "ClaimReview"};

struct search {
	const json_t *root;
	const json_t *article, *page; /* the first of each */
	unsigned objects;
};

static bool is_type(const char *type)
{
	const char *slash = strrchr(type, '/');
	struct str name = str_of(slash != NULL ? slash + 1 : type);

	for (size_t i = 0; i < COUNT(types); i++) {
		if (str_is(name, types[i]))
			return true;
	}
	return str_ends(name, STR("Article")) || str_ends(name, STR("Posting"));
}

static bool has_type(const json_t *object, bool (*wanted)(const char *type))
{
	const json_t *type = json_object_get(object, "@type");
	const json_t *item;
	size_t i;

	if (json_is_string(type))
		return wanted(json_string_value(type));
	json_array_foreach(type, i, item)
	{
		if (json_is_string(item) && wanted(json_string_value(item)))
			return true;
	}
	return false;
}

static bool is_page(const char *type)
{
	return str_ends(str_of(type), STR("WebPage"));
}

static void look(struct search *s, const json_t *value, unsigned depth)
{
	const json_t *item;
	const char *key;
	size_t i;

	if (s->article != NULL || depth > DEPTH_MAX || s->objects++ > OBJECTS_MAX)
		return;
	json_array_foreach(value, i, item) look(s, item, depth + 1);
	if (!json_is_object(value))
		return;
	if (has_type(value, is_type) && json_object_get(value, "headline") != NULL) {
		s->article = value;
		return;
	}
	if (s->page == NULL && has_type(value, is_page))
		s->page = value;
	json_object_foreach((json_t *)value, key, item)
	{
		if (json_is_object(item) || json_is_array(item))
			look(s, item, depth + 1);
	}
}

/* What {"@id": "…"} stands for elsewhere in the script. */
static const json_t *find_id(const json_t *value, const char *id, unsigned depth,
			     unsigned *objects)
{
	const json_t *found = NULL;
	const json_t *item;
	const char *key;
	size_t i;

	if (depth > DEPTH_MAX || (*objects)++ > OBJECTS_MAX)
		return NULL;
	if (json_is_object(value)) {
		const json_t *own = json_object_get(value, "@id");

		if (json_is_string(own) && strcmp(json_string_value(own), id) == 0 &&
		    json_object_get(value, "name") != NULL)
			return value;
		json_object_foreach((json_t *)value, key, item)
		{
			found = find_id(item, id, depth + 1, objects);
			if (found != NULL)
				return found;
		}
		return NULL;
	}
	json_array_foreach(value, i, item)
	{
		found = find_id(item, id, depth + 1, objects);
		if (found != NULL)
			break;
	}
	return found;
}

/* Strings bear references of HTML as often as not. */
static void claim(struct html_claims *c, enum article_member member, const json_t *value)
{
	struct str text;

	if (!json_is_string(value))
		return;
	text = (struct str){json_string_value(value), json_string_length(value)};
	html_claim(c, member, RANK_LINKED,
		   html_decoded(c->arena, str_copy(c->arena, text)));
}

/* A person or an organisation: a name, {"name": …}, {"@id": …}, or several. */
static void claim_names(struct html_claims *c, enum article_member member,
			const struct search *s, const json_t *value)
{
	const json_t *name, *id, *item;
	unsigned objects = 0;
	size_t i;

	json_array_foreach(value, i, item)
	{
		if (!json_is_array(item) && i < 50)
			claim_names(c, member, s, item);
	}
	if (!json_is_object(value)) {
		claim(c, member, value);
		return;
	}
	id = json_object_get(value, "@id");
	if (json_object_get(value, "name") == NULL && json_is_string(id))
		value = find_id(s->root, json_string_value(id), 0, &objects);
	name = json_object_get(value, "name");
	claim(c, member, json_is_array(name) ? json_array_get(name, 0) : name);
}

/* An address, or an object that has one. */
static void claim_url(struct html_claims *c, const json_t *value)
{
	const json_t *id = json_object_get(value, "@id");

	claim(c, ARTICLE_URL, json_is_object(value) ? id : value);
}

static void claim_all(struct html_claims *c, const struct search *s)
{
	const json_t *a = s->article;

	if (a != NULL) {
		claim(c, ARTICLE_TITLE, json_object_get(a, "headline"));
		claim(c, ARTICLE_DATE, json_object_get(a, "datePublished"));
		claim(c, ARTICLE_DATE, json_object_get(a, "dateCreated"));
		claim_names(c, ARTICLE_AUTHOR, s, json_object_get(a, "author"));
		claim_names(c, ARTICLE_AUTHOR, s, json_object_get(a, "creator"));
		claim_names(c, ARTICLE_SOURCE, s, json_object_get(a, "publisher"));
		claim_names(c, ARTICLE_SOURCE, s,
			    json_object_get(a, "sourceOrganization"));
		claim_url(c, json_object_get(a, "mainEntityOfPage"));
		claim_url(c, json_object_get(a, "url"));
		claim(c, ARTICLE_LEAD, json_object_get(a, "description"));
		claim(c, ARTICLE_TEXT, json_object_get(a, "articleBody"));
	}
	if (s->page != NULL)
		claim(c, ARTICLE_DATE, json_object_get(s->page, "datePublished"));
}

/*
 * Faults that many sites have and browsers forgive: line ends within strings, commas
 * behind the last value.
 */
static void mend(struct buf *out, struct str json)
{
	bool in_string = false;

	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];
		size_t next = i + 1;

		if (c == '"')
			in_string = !in_string;
		if (in_string && c == '\\' && next < json.n) {
			buf_char(out, c);
			buf_char(out, json.p[++i]);
			continue;
		}
		while (c == ',' && !in_string && next < json.n &&
		       strchr(" \n\r\t", json.p[next]) != NULL)
			next++;
		if (c == ',' && !in_string && next < json.n &&
		    (json.p[next] == '}' || json.p[next] == ']'))
			continue;
		buf_char(out, (unsigned char)c < ' ' ? ' ' : c);
	}
}

void html_linked_read(struct html_claims *c, struct str json)
{
	const size_t flags = JSON_DISABLE_EOF_CHECK;
	struct search s = {0};
	json_error_t why;
	json_t *root;

	/* Behind "//<![CDATA[" and the like. */
	while (json.n > 0 && json.p[0] != '{' &&
	       (json.p[0] != '[' || (json.n > 1 && json.p[1] == 'C')))
		json = str_slice(json, 1, json.n);
	root = json_loadb(json.p, json.n, flags, &why);
	if (root == NULL) {
		struct buf b = {0};

		mend(&b, json);
		root = json_loadb(b.p, b.n, flags, &why);
		buf_release(&b);
	}
	if (root == NULL)
		return;
	s.root = root;
	look(&s, root, 0);
	claim_all(c, &s);
	json_decref(root);
}
