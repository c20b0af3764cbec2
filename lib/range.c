/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/range.h"

#include <string.h>

#include "lib/utf8.h"

void range_fold(struct buf *out, struct str text)
{
	struct buf folded = {0};
	struct str s;
	size_t at = 0;

	utf8_fold(&folded, text);
	s = buf_view(&folded);
	while (at < s.n) {
		uint32_t c;
		size_t n = utf8_decode(s, at, &c);

		if (utf8_is_space(c))
			buf_char(out, ' ');
		else if (c == 0x2019 /* ’ */ || c == 0x2BC)
			buf_char(out, '\'');
		else
			buf_add(out, s.p + at, n);
		at += n;
	}
	buf_release(&folded);
}

enum { BOTH = RANGE_OVER_DAYS | RANGE_OVER_QUANTITIES };

/* What stands before A; longer signs before their fronts. */
static const struct {
	const char *sign;
	enum range_kind kind;
	int over;
} signs[] = {
	{">=", RANGE_FROM, BOTH},
	{"≥", RANGE_FROM, BOTH},
	{"<=", RANGE_UP_TO, BOTH},
	{"≤", RANGE_UP_TO, BOTH},
	{">", RANGE_ABOVE, BOTH},
	{"<", RANGE_BELOW, BOTH},
	{"=", RANGE_IS, BOTH},
	{"depuis ", RANGE_FROM, RANGE_OVER_DAYS},
	{"a partir de ", RANGE_FROM, BOTH},
	{"a partir du ", RANGE_FROM, RANGE_OVER_DAYS},
	{"since ", RANGE_FROM, RANGE_OVER_DAYS},
	{"apres ", RANGE_ABOVE, RANGE_OVER_DAYS},
	{"after ", RANGE_ABOVE, RANGE_OVER_DAYS},
	{"avant ", RANGE_BELOW, RANGE_OVER_DAYS},
	{"before ", RANGE_BELOW, RANGE_OVER_DAYS},
	{"jusqu'a ", RANGE_UP_TO, BOTH},
	{"jusqu'au ", RANGE_UP_TO, RANGE_OVER_DAYS},
	{"jusqu'en ", RANGE_UP_TO, RANGE_OVER_DAYS},
	{"until ", RANGE_UP_TO, RANGE_OVER_DAYS},
	{"up to ", RANGE_UP_TO, BOTH},
	{"plus de ", RANGE_ABOVE, RANGE_OVER_QUANTITIES},
	{"plus d'", RANGE_ABOVE, RANGE_OVER_QUANTITIES},
	{"more than ", RANGE_ABOVE, RANGE_OVER_QUANTITIES},
	{"over ", RANGE_ABOVE, RANGE_OVER_QUANTITIES},
	{"moins de ", RANGE_BELOW, RANGE_OVER_QUANTITIES},
	{"moins d'", RANGE_BELOW, RANGE_OVER_QUANTITIES},
	{"less than ", RANGE_BELOW, RANGE_OVER_QUANTITIES},
	{"under ", RANGE_BELOW, RANGE_OVER_QUANTITIES},
	{"au moins ", RANGE_FROM, RANGE_OVER_QUANTITIES},
	{"at least ", RANGE_FROM, RANGE_OVER_QUANTITIES},
	{"au plus ", RANGE_UP_TO, RANGE_OVER_QUANTITIES},
	{"at most ", RANGE_UP_TO, RANGE_OVER_QUANTITIES},
};

/* Words around A and between A and B. */
static const struct {
	const char *before, *between;
} words[] = {
	{"entre ", " et "}, {"between ", " and "}, {"from ", " to "},
	{"de ", " a "},	    {"du ", " au "},
};

static const char *const dots[] = {"...", "..", "…"};

/* Where `part` begins in s; s.n when it is not there. */
static size_t find(struct str s, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= s.n; i++) {
		if (memcmp(s.p + i, part, n) == 0)
			return i;
	}
	return s.n;
}

static bool split_at(struct str s, const char *between, struct range *r)
{
	size_t at = find(s, between);

	if (at == s.n)
		return false;
	r->kind = RANGE_BETWEEN;
	r->low = str_trim(str_slice(s, 0, at));
	r->high = str_trim(str_slice(s, at + strlen(between), s.n));
	return true;
}

struct range range_split(struct str folded, enum range_over over)
{
	struct str s = str_trim(folded);
	struct range r = {0};

	for (size_t i = 0; i < COUNT(dots); i++) {
		if (split_at(s, dots[i], &r))
			return r;
	}
	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_starts(s, str_of(words[i].before)) &&
		    split_at(str_slice(s, strlen(words[i].before), s.n), words[i].between,
			     &r))
			return r;
	}
	r.plain = true;
	for (size_t i = 0; i < COUNT(signs) && r.plain; i++) {
		if (!(signs[i].over & (int)over) || !str_starts(s, str_of(signs[i].sign)))
			continue;
		s = str_slice(s, strlen(signs[i].sign), s.n);
		r.kind = signs[i].kind;
		r.plain = false;
	}
	r.low = str_trim(s);
	return r;
}
