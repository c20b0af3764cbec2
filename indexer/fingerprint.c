/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/fingerprint.h"

#include <string.h>

enum { TELLING_TEXT = 150 }; /* bytes: a text that tells which article it is */

/* ---- URLs ---- */

/* Keys of a query that tell where a reader comes from; "*" is any end. */
static const char *const counting[] = {
	"utm_*",   "xtor",  "xtref",  "at_*",	"fbclid",  "gclid", "dclid",
	"msclkid", "yclid", "igshid", "mc_cid", "mc_eid",  "mtm_*", "pk_*",
	"ns_*",	   "_ga",   "_gl",    "cmpid",	"ref_src", "wt_mc",
};

static bool counts_visitors(struct str key)
{
	for (size_t i = 0; i < COUNT(counting); i++) {
		struct str word = str_of(counting[i]);

		if (str_ends(word, STR("*"))) {
			word.n--;
			if (str_starts(key, word))
				return true;
		} else if (str_equal(key, word)) {
			return true;
		}
	}
	return false;
}

/* The position of the byte, or s.n. */
static size_t find(struct str s, char c)
{
	const char *p = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return p != NULL ? (size_t)(p - s.p) : s.n;
}

static void add_lower(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		buf_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
}

static void add_host(struct buf *out, struct str host)
{
	struct buf lower = {0};
	struct str s;

	add_lower(&lower, host);
	s = buf_view(&lower);
	if (str_starts(s, STR("www.")))
		s = str_slice(s, 4, s.n);
	if (str_ends(s, STR(":80")))
		s.n -= 3;
	else if (str_ends(s, STR(":443")))
		s.n -= 4;
	buf_str(out, s);
	buf_release(&lower);
}

static void add_query(struct buf *out, struct str query)
{
	struct str pair;

	while (str_split(&query, '&', &pair)) {
		if (pair.n == 0 || counts_visitors(str_slice(pair, 0, find(pair, '='))))
			continue;
		buf_char(out, '&');
		buf_str(out, pair);
	}
}

uint64_t fingerprint_url(struct str url)
{
	size_t scheme = find(url, ':');
	struct str rest, path, query;
	struct buf key = {0};
	uint64_t hash = 0;
	size_t host;

	if (scheme == url.n || !str_starts(str_slice(url, scheme + 1, url.n), STR("//")))
		return 0;
	rest = str_slice(url, scheme + 3, url.n);
	/* Behind "#!" stands what a script shows, another page each time. */
	host = find(rest, '#');
	if (host + 1 >= rest.n || rest.p[host + 1] != '!')
		rest = str_slice(rest, 0, host);
	query = str_slice(rest, find(rest, '?') + 1, rest.n);
	rest = str_slice(rest, 0, find(rest, '?'));
	host = find(rest, '/');
	path = str_slice(rest, host, rest.n);
	while (str_ends(path, STR("/")))
		path.n--;
	add_host(&key, str_slice(rest, 0, host));
	host = key.n;
	buf_str(&key, path);
	add_query(&key, query);
	if (key.n > host)
		hash = str_hash(buf_view(&key));
	buf_release(&key);
	return hash;
}

/* ---- texts ---- */

/* Bytes of white space that begin there: ASCII, U+00A0, U+2000 to U+200B, U+202F; or 0. */
static size_t space_at(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	size_t left = s.n - i;

	if (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r'))
		return 1;
	if (left >= 2 && p[0] == 0xC2 && p[1] == 0xA0)
		return 2;
	if (left >= 3 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] <= 0x8B || p[2] == 0xAF))
		return 3;
	return 0;
}

/* Without white space, apostrophes straight. ASCII goes without a branch: every sixth byte is a space. */
static void add_text(struct buf *out, struct str s)
{
	static const struct str curved = {"\xE2\x80\x99", 3};
	char *to = buf_reserve(out, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		size_t space;

		if (c < 0x80) {
			to[n] = s.p[i++];
			n += c != ' ' && (unsigned)(c - '\t') > '\r' - '\t';
			continue;
		}
		space = space_at(s, i);
		if (space > 0) {
			i += space;
		} else if (c == 0xE2 && str_starts(str_slice(s, i, s.n), curved)) {
			to[n++] = '\'';
			i += curved.n;
		} else {
			to[n++] = s.p[i++];
		}
	}
	out->n += n;
}

uint64_t fingerprint_text(struct str title, struct str lead, struct str body,
			  size_t least)
{
	struct buf text = {0};
	uint64_t hash;

	add_text(&text, title);
	add_text(&text, lead);
	add_text(&text, body);
	hash = text.n > 0 && text.n >= least ? str_hash(buf_view(&text)) : 0;
	buf_release(&text);
	return hash;
}

/*
 * Two short texts without title may well be the same by chance: an id or a URL says more.
 */
void fingerprint(const struct article *a, struct seen_article *out)
{
	bool named = a->id_given || a->url.n > 0;

	*out = (struct seen_article){
		.id = a->id,
		.url = fingerprint_url(a->url),
		.text = fingerprint_text(a->title, a->lead, a->body,
					 named && a->title.n == 0 ? TELLING_TEXT : 0),
		.place = (uint32_t)str_hash(str_of(a->path)),
		.of = NO_ARTICLE,
		.id_given = a->id_given,
	};
}
