/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers (T8, T10), and money beside them: M€, €3m, 10k euros (T9). */
#include "lib/text-scan.h"

/* Glued to a number, these stand apart: 12MW. In lower case; never g, k, m, d, e (5G, 3M, 3D). */
static const char *const units[] = {
	"w",	"kw",  "mw",   "gw",   "tw",   "wh",   "kwh",  "mwh",  "gwh",  "twh",
	"wc",	"kwc", "mwc",  "gwc",  "v",    "kv",   "mv",   "ah",   "mah",  "kva",
	"mva",	"km",  "dm",   "cm",   "mm",   "nm",   "μm",   "m2",   "m3",   "dm3",
	"cm2",	"cm3", "mm2",  "km2",  "km3",  "ha",   "kmh",  "kg",   "mg",   "t",
	"kt",	"mt",  "gt",   "hl",   "dl",   "cl",   "ml",   "h",    "min",  "mn",
	"sec",	"ms",  "ko",   "mo",   "go",   "to",   "po",   "eo",   "kb",   "mb",
	"gb",	"tb",  "pb",   "kbps", "mbps", "gbps", "tbps", "kbit", "mbit", "gbit",
	"tbit", "hz",  "khz",  "mhz",  "ghz",  "thz",  "px",   "dpi",  "bar",  "mbar",
	"hpa",	"kpa", "mpa",  "kj",   "mj",   "gj",   "tep",  "ktep", "mtep", "ch",
	"cv",	"db",  "tco2", "ppm",  "kcal", "evp",  "teu",  "pts",  "ans",
};

/* Multipliers before a currency sign or behind a number. */
enum multiplier_use {
	WITH_SIGN = 1,	      /* M€ */
	BEHIND_NUMBER = 2,    /* 3 Md d'euros: also without a sign */
	OF_MONEY = 4,	      /* 10k euros: without a sign when money or "de" follows */
	CAPITAL_OF_MONEY = 8, /* 3M d'euros, never 3m de haut */
	BEHIND_SIGN = 16,     /* $3m */
};

static const struct multiplier {
	const char *form, *word;
	unsigned use;
} multipliers[] = {
	{"k", "millier", WITH_SIGN | OF_MONEY | BEHIND_SIGN},
	{"m", "million", WITH_SIGN | CAPITAL_OF_MONEY | BEHIND_SIGN},
	{"mn", "million", WITH_SIGN | BEHIND_SIGN},
	{"mio", "million", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"md", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mds", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mrd", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"mrds", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"bn", "milliard", WITH_SIGN | BEHIND_NUMBER | BEHIND_SIGN},
	{"b", "milliard", WITH_SIGN | BEHIND_SIGN},
	{"g", "milliard", WITH_SIGN},
};

static const struct multiplier *find_multiplier(const char *form, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(multipliers); i++) {
		if (multipliers[i].form[0] == form[0] &&
		    strncmp(multipliers[i].form, form, n) == 0 && !multipliers[i].form[n])
			return &multipliers[i];
	}
	return NULL;
}

/* ---- money ---- */

/* Skips one space of any kind. */
static size_t skip_space(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == SPACE ? at + n : at;
}

bool currency_at(const struct scan *s, size_t at)
{
	size_t n;

	return sort_at(s, at, &n) == CURRENCY;
}

/* "d'euros", "de dollars", "euros" behind a multiplier. */
static bool money_follows(const struct scan *s, size_t at)
{
	static const char *const words[] = {"d'", "d’", "de ", "euro", "dollar"};
	struct str rest;
	size_t i;

	rest = str_slice(s->source, skip_space(s, at), s->source.n);
	for (i = 0; i < COUNT(words); i++) {
		if (str_starts(rest, str_of(words[i])))
			return rest.p > s->source.p + at || words[i][1] == '\'';
	}
	return false;
}

/* The multiplier just read, when a sign, a number or money beside it says that it is one. */
static const struct multiplier *multiplier_here(const struct scan *s, const struct run *r)
{
	const struct multiplier *m = find_multiplier(s->form, r->n);
	bool number = s->number_end != 0 && skip_space(s, s->number_end) == r->start;
	unsigned use = 0;

	if (m == NULL)
		return NULL;
	if (currency_at(s, number ? skip_space(s, r->end) : r->end))
		use |= WITH_SIGN;
	if (number)
		use |= BEHIND_NUMBER;
	if (number && s->sign_end == s->number_start && s->sign_end != 0)
		use |= BEHIND_SIGN;
	if (number && money_follows(s, r->end))
		use |= OF_MONEY | (r->seen & SEEN_UPPER ? CAPITAL_OF_MONEY : 0);
	return m->use & use ? m : NULL;
}

/* The token that ends right here, or NULL. */
static const struct token *token_before(const struct scan *s, size_t at)
{
	const struct token *last;

	if (s->text->count == 0)
		return NULL;
	last = &s->text->tokens[s->text->count - 1];
	return last->end == at && last->part == s->part && at > 0 ? last : NULL;
}

bool try_multiplier(struct scan *s, const struct run *r)
{
	const struct multiplier *m = multiplier_here(s, r);

	if (m == NULL)
		return false;
	push_word(s, m->word, TOKEN_UNIT, r->start, r->end,
		  token_before(s, r->start) ? TOKEN_JOINED : 0);
	s->at = r->end;
	return true;
}

void scan_currency(struct scan *s)
{
	const struct token *before = token_before(s, s->at);
	size_t start = s->at;
	uint32_t c;

	s->at += utf8_decode(s->source, start, &c);
	if (before && before->kind == TOKEN_WORD && letter_at(s, s->at))
		return; /* A$AP, Ke$ha */
	push_word(s, currency_word(c), TOKEN_UNIT, start, s->at,
		  before ? TOKEN_JOINED : 0);
	s->sign_end = s->at;
}

bool is_multiplier(const struct scan *s, const struct run *r)
{
	return multiplier_here(s, r) != NULL;
}

/* ---- numbers ---- */

size_t digits_end(const struct scan *s, size_t at)
{
	while (digit_at(s, at))
		at++;
	return at;
}

/* Bytes of a separator of thousands. */
static size_t group_separator(const struct scan *s, size_t at)
{
	static const char *const separators[] = {
		" ", ".", ",", "'", "’", "\u00A0", "\u202F", "\u2009",
	};
	struct str rest = str_slice(s->source, at, at + 3);
	size_t i;

	for (i = 0; i < COUNT(separators); i++) {
		if (str_starts(rest, str_of(separators[i])))
			return strlen(separators[i]);
	}
	return 0;
}

bool is_unit(const char *form, size_t n)
{
	return IS_ONE_OF(units, form, n);
}

/* Letters right behind a number may be a unit or a multiplier; others belong to a word. */
static bool unit_follows(struct scan *s, size_t at)
{
	struct run r;

	if (!letter_at(s, at))
		return true;
	read_run(s, at, s->source.n, &r);
	return is_unit(s->form, r.n) || find_multiplier(s->form, r.n);
}

/*
 * The end of groups of three behind 1 to 3 digits, all behind the same separator. A comma
 * separates thousands only where it cannot be French: 1,234,567; 1,234.5; $1,200.
 */
static size_t groups_end(struct scan *s, size_t start, size_t end)
{
	size_t width = group_separator(s, end);
	struct str separator = str_slice(s->source, end, end + width);
	size_t groups = 0;
	size_t at = end;

	if (width == 0 || end - start > 3 || s->p[start] == '0')
		return end;
	while (str_equal(str_slice(s->source, at, at + width), separator) &&
	       digits_end(s, at + width) == at + width + 3) {
		if (separator.p[0] == ' ' && !unit_follows(s, at + width + 3))
			break;
		at += width + 3;
		groups++;
	}
	if ((separator.p[0] == '.' || separator.p[0] == ',') &&
	    byte_at(s, at) == (unsigned char)separator.p[0] && digit_at(s, at + 1))
		return end; /* 192.168.1.1, 1,2,3 */
	if (separator.p[0] == ',' && groups == 1 &&
	    !(s->sign_end != 0 && s->sign_end == start) &&
	    !(byte_at(s, at) == '.' && digit_at(s, at + 1)))
		return end;
	return at;
}

/* The end of decimals, or `at`: 13.05.2024 and 1,2,3 have none. */
static size_t decimals_end(const struct scan *s, size_t at)
{
	unsigned char point = byte_at(s, at);
	size_t end;

	if ((point != ',' && point != '.') || !digit_at(s, at + 1))
		return at;
	end = digits_end(s, at + 1);
	return byte_at(s, end) == point && digit_at(s, end + 1) ? at : end;
}

/* Inside 13.05.2024, 13/05/2024 or 1,2,3, every number stands alone. */
static bool within_list(const struct scan *s, size_t start)
{
	return start >= 2 && is_any(s->p[start - 1], ".,/") && digit_at(s, start - 2);
}

void read_number(struct scan *s, size_t start, enum grouping grouping, struct number *k)
{
	size_t whole = digits_end(s, start);
	size_t grouped = whole;
	size_t i;

	k->start = start;
	k->n = 0;
	if (grouping == GROUPS && !within_list(s, start))
		grouped = groups_end(s, start, whole);
	for (i = start; i < grouped; i++) {
		if (digit_at(s, i))
			add_bytes(k->form, &k->n, s->source.p + i, 1);
	}
	k->end = within_list(s, start) ? grouped : decimals_end(s, grouped);
	if (k->end > grouped) {
		add_bytes(k->form, &k->n, ".", 1);
		for (i = grouped + 1; i < k->end; i++)
			add_bytes(k->form, &k->n, s->source.p + i, 1);
	}
	k->plain = k->end == whole;
}

void push_number(struct scan *s, const struct number *k, unsigned flags)
{
	push_next(s, TOKEN_NUM, (struct str){k->form, k->n}, k->start, k->end)->flags |=
		(uint8_t)flags;
	s->number_start = k->start;
	s->number_end = k->end;
}

bool try_clock(struct scan *s, const struct number *k)
{
	struct number minutes;
	size_t h = k->end;

	if ((byte_at(s, h) | 0x20) != 'h' || digits_end(s, h + 1) != h + 3 ||
	    word_at(s, h + 3))
		return false;
	push_number(s, k, 0);
	push_word(s, "h", TOKEN_WORD, h, h + 1, TOKEN_JOINED);
	read_number(s, h + 1, NO_GROUPS, &minutes);
	push_number(s, &minutes, TOKEN_JOINED);
	s->at = h + 3;
	return true;
}
