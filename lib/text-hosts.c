/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hosts: URL, e-mail, domain names (T11). */
#include "lib/text-scan.h"

enum { HOST_MAX = 253 }; /* bytes */

/* Last labels that make a domain name of words joined by full stops. */
static const char *const top_domains[] = {
	"ac",	  "ai",	     "app",   "asso", "at",   "au",	"be",	"bio",	 "biz",
	"blog",	  "br",	     "bzh",   "ca",   "cat",  "ch",	"club", "cn",	 "co",
	"com",	  "coop",    "cz",    "de",   "dev",  "dk",	"edu",	"es",	 "eu",
	"fi",	  "finance", "fm",    "fr",   "fund", "gg",	"gouv", "gov",	 "gr",
	"ie",	  "immo",    "in",    "info", "int",  "io",	"it",	"jobs",	 "jp",
	"kr",	  "live",    "lu",    "ly",   "ma",   "media",	"mobi", "mx",	 "nc",
	"net",	  "news",    "nl",    "no",   "nyc",  "online", "org",	"paris", "pl",
	"pro",	  "pt",	     "re",    "ru",   "se",   "shop",	"sn",	"so",	 "store",
	"studio", "tech",    "team",  "tf",   "tn",   "tv",	"tw",	"ua",	 "uk",
	"us",	  "vc",	     "world", "xyz",
};

/* Labels before a country's that are not the name: ovh.co.uk, impots.gouv.fr. */
static const char *const second_domains[] = {"ac",  "asso", "co",  "com", "edu",
					     "gob", "gouv", "gov", "net", "org"};

/* Bytes of a host name's character at `at`; 0 when it cannot be one. */
static size_t host_character(const struct scan *s, size_t at)
{
	size_t n;
	enum sort k = sort_at(s, at, &n);

	if (byte_at(s, at) == '.' || byte_at(s, at) == '-')
		return 1;
	return k == LETTER || k == DIGIT ? n : 0;
}

/* The end of the host name from `start` on; no full stop or hyphen at its end. */
static size_t host_end(const struct scan *s, size_t start)
{
	size_t end = start;
	size_t n;

	while (end - start < HOST_MAX && (n = host_character(s, end)) > 0) {
		if (s->p[end] == '.' && byte_at(s, end + 1) == '.')
			break;
		end += n;
	}
	while (end > start && (s->p[end - 1] == '.' || s->p[end - 1] == '-'))
		end--;
	return end;
}

/* Where the last label of the host begins. */
static size_t last_label(const struct scan *s, size_t start, size_t end)
{
	while (end > start && s->p[end - 1] != '.')
		end--;
	return end;
}

static bool is_top_domain(const struct scan *s, size_t start, size_t label, size_t end)
{
	char lower[8];
	bool upper = false;
	size_t n = end - label;
	size_t i;

	if (n < 2 || n >= sizeof lower)
		return false;
	for (i = label; i < end; i++) {
		lower[i - label] = (char)(s->p[i] | 0x20);
		upper = upper || s->p[i] < 'a';
	}
	for (i = start; upper && i < label; i++) {
		if (s->p[i] >= 'a' && s->p[i] <= 'z')
			return false;
	}
	return IS_ONE_OF(top_domains, lower, n);
}

/* The end of the longest front of the words joined by full stops that is a domain name, or 0. */
static size_t domain_end(const struct scan *s, size_t start)
{
	size_t end = host_end(s, start);
	size_t label = last_label(s, start, end);

	if (word_at(s, end))
		return 0;
	while (label > start) {
		if (is_top_domain(s, start, label, end))
			return end;
		end = label - 1;
		label = last_label(s, start, end);
	}
	return 0;
}

static bool is_www(const struct scan *s, size_t start)
{
	return (byte_at(s, start) | 0x20) == 'w' &&
	       (byte_at(s, start + 1) | 0x20) == 'w' &&
	       (byte_at(s, start + 2) | 0x20) == 'w' && byte_at(s, start + 3) == '.' &&
	       letter_at(s, start + 4);
}

static void copy_lower(struct scan *s, size_t start, size_t end, struct run *r)
{
	uint32_t c;
	size_t at;

	*r = (struct run){.start = start, .end = end};
	for (at = start; at < end; at += utf8_decode(s->source, at, &c)) {
		utf8_decode(s->source, at, &c);
		add_letter(s, r, utf8_lower_of(c));
	}
}

/* Stacks the second-level label of the host just pushed: amazon of amazon.fr. */
static void push_label(struct scan *s, size_t start, size_t end)
{
	size_t top = last_label(s, start, end);
	size_t label;
	struct run r;

	if (top == start || !letter_at(s, top))
		return;
	label = last_label(s, start, top - 1);
	copy_lower(s, label, top - 1, &r);
	if (label > start && end - top == 2 && IS_ONE_OF(second_domains, s->form, r.n)) {
		top = label;
		label = last_label(s, start, top - 1);
		copy_lower(s, label, top - 1, &r);
	}
	if (r.n > 0)
		push_stacked(s, TOKEN_URL, (struct str){s->form, r.n}, r.start, r.end,
			     s->text->position, upper_at(s, r.start) ? TOKEN_CAPITAL : 0);
}

static void push_host(struct scan *s, size_t start, size_t end)
{
	struct run r;

	if (is_www(s, start))
		start += 4;
	copy_lower(s, start, end, &r);
	if (upper_at(s, start))
		r.seen = SEEN_FIRST_UPPER;
	push_run(s, TOKEN_URL, &r, 0);
	push_label(s, start, end);
}

/* Behind a host: port, path and query up to white space, a quote or a bracket. */
static size_t path_end(const struct scan *s, size_t at)
{
	unsigned char c = byte_at(s, at);

	if (c != '/' && c != '?' && c != '#' && !(c == ':' && digit_at(s, at + 1)))
		return at;
	while (at < s->source.n) {
		size_t n;
		enum sort k = sort_at(s, at, &n);

		if (k == SPACE || k == NEWLINE || is_any(byte_at(s, at), "<>\"()[]{}") ||
		    (k == STOP && s->p[at] >= 0x80) || (k == PLAIN && s->p[at] >= 0x80))
			break;
		at += n;
	}
	while (at > 0 && is_any(s->p[at - 1], ".,;:!?'"))
		at--;
	return at;
}

bool try_url(struct scan *s, const struct run *r)
{
	static const char *const schemes[] = {"http", "https", "ftp"};
	size_t start = r->end + 3;
	size_t end;

	if (byte_at(s, r->end + 1) != '/' || byte_at(s, r->end + 2) != '/' ||
	    !IS_ONE_OF(schemes, s->form, r->n))
		return false;
	end = host_end(s, start);
	if (byte_at(s, end) == '@') {
		start = end + 1;
		end = host_end(s, start);
	}
	if (end == start)
		return false;
	push_host(s, start, end);
	s->at = path_end(s, end);
	return true;
}

bool try_domain(struct scan *s, size_t start)
{
	size_t end = is_www(s, start) ? host_end(s, start) : domain_end(s, start);

	if (end == 0)
		return false;
	push_host(s, start, end);
	s->at = path_end(s, end);
	return true;
}

bool try_email(struct scan *s, size_t start)
{
	size_t sign = s->at_sign;
	size_t end;
	size_t at;
	struct run r;

	for (at = start; at < sign; at++) {
		if (!host_character(s, at) && !is_any(s->p[at], "_%+"))
			return false;
	}
	end = host_end(s, sign + 1);
	if (byte_at(s, sign - 1) == '.' || last_label(s, sign + 1, end) == sign + 1)
		return false;
	copy_lower(s, start, end, &r);
	push_run(s, TOKEN_EMAIL, &r, 0);
	s->at = end;
	return true;
}

bool email_near(struct scan *s, size_t start)
{
	if (s->at_sign <= start) {
		const char *next = memchr(s->source.p + start, '@', s->source.n - start);

		s->at_sign = next ? (size_t)(next - s->source.p) : SIZE_MAX;
	}
	return s->at_sign != SIZE_MAX && s->at_sign > start &&
	       s->at_sign - start <= EMAIL_LOCAL_MAX;
}
