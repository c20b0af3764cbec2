/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/range.h"
#include "lib/utf8.h"

/* ---- reading ---- */

struct scale {
	const char *word; /* folded */
	double factor;
};

/*
 * Longer words before their fronts: signs glued together (MEUR, Mds€) are cut from the
 * left.
 */
static const struct scale scales[] = {
	{"milliards", 1e9}, {"milliard", 1e9}, {"millions", 1e6},   {"million", 1e6},
	{"milliers", 1e3},  {"millier", 1e3},  {"mille", 1e3},	    {"thousand", 1e3},
	{"billions", 1e9},  {"billion", 1e9},  {"trillions", 1e12}, {"trillion", 1e12},
	{"mrds", 1e9},	    {"mrd", 1e9},      {"mds", 1e9},	    {"md", 1e9},
	{"mlds", 1e9},	    {"mld", 1e9},      {"mios", 1e6},	    {"mio", 1e6},
	{"mln", 1e6},	    {"mn", 1e6},       {"bn", 1e9},	    {"tn", 1e12},
	{"k", 1e3},	    {"m", 1e6},	       {"g", 1e9},	    {"b", 1e9},
	{"t", 1e12},
};

struct money {
	const char *word; /* folded */
	const char *code;
};

static const struct money moneys[] = {
	{"euros", "EUR"},
	{"euro", "EUR"},
	{"eur", "EUR"},
	{"€", "EUR"},
	{"us$", "USD"},
	{"$us", "USD"},
	{"dollars", "USD"},
	{"dollar", "USD"},
	{"usd", "USD"},
	{"$", "USD"},
	{"livres sterling", "GBP"},
	{"livre sterling", "GBP"},
	{"livres", "GBP"},
	{"livre", "GBP"},
	{"pounds", "GBP"},
	{"pound", "GBP"},
	{"gbp", "GBP"},
	{"£", "GBP"},
	{"francs suisses", "CHF"},
	{"franc suisse", "CHF"},
	{"swiss francs", "CHF"},
	{"swiss franc", "CHF"},
	{"chf", "CHF"},
	{"yens", "JPY"},
	{"yen", "JPY"},
	{"jpy", "JPY"},
	{"¥", "JPY"},
	{"yuans", "CNY"},
	{"yuan", "CNY"},
	{"renminbi", "CNY"},
	{"rmb", "CNY"},
	{"cny", "CNY"},
};

/*
 * One quantity as it is read: number, scale and currency, each known to be there or not.
 */
struct amount {
	double digits;	  /* the number without its decimal sign … */
	double divisor;	  /* … and the power of ten that puts it back: both exact */
	double scale;	  /* 0: none was written */
	const char *code; /* NULL: no currency was written */
};

static double amount_value(const struct amount *a)
{
	return a->digits * (a->scale > 0 ? a->scale : 1) / a->divisor;
}

static bool is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool is_letter(struct str s, size_t at)
{
	uint32_t c = 0;

	utf8_decode(s, at, &c);
	return utf8_is_letter(c);
}

/* Takes `word` off the front of *s. */
static bool take(struct str *s, const char *word)
{
	struct str front = str_of(word);

	if (!str_starts(*s, front))
		return false;
	*s = str_slice(*s, front.n, s->n);
	return true;
}

static void skip_spaces(struct str *s)
{
	while (s->n > 0 && s->p[0] == ' ')
		*s = str_slice(*s, 1, s->n);
}

/* Of thousands; the comma is also a decimal sign. */
static bool is_separator(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '\'';
}

static bool three_digits(struct str s, size_t at)
{
	return is_digit(s, at) && is_digit(s, at + 1) && is_digit(s, at + 2) &&
	       !is_digit(s, at + 3);
}

/*
 * How many groups of exactly three digits follow the first one to three, all behind the
 * same separator. One comma is a decimal sign (1,250), unless the writing is English
 * ($1,250); two are thousands.
 */
static size_t count_groups(struct str s, size_t first, bool english)
{
	size_t groups = 0;
	size_t at = first;
	char separator;

	if (first < 1 || first > 3 || first >= s.n || !is_separator(s.p[first]))
		return 0;
	separator = s.p[first];
	while (at < s.n && s.p[at] == separator && three_digits(s, at + 1)) {
		groups++;
		at += 4;
	}
	if (separator == ',' && groups == 1 && !english && !(at < s.n && s.p[at] == '.'))
		return 0;
	return groups;
}

enum { DIGITS_MOST = 18 };

/* From 1; French and English. */
static const char *const number_words[] = {
	"un",	"deux", "trois", "quatre", "cinq", "six",   "sept",
	"huit", "neuf", "dix",	 "one",	   "two",  "three", "four",
	"five", "six",	"seven", "eight",  "nine", "ten",   "une",
};

static bool take_number_word(struct str *s, struct amount *a)
{
	for (size_t i = 0; i < COUNT(number_words); i++) {
		struct str rest = *s;

		if (!take(&rest, number_words[i]) || is_letter(rest, 0))
			continue;
		a->digits = (double)(i % 10 + 1);
		*s = rest;
		return true;
	}
	return false;
}

/* Takes a number off the front. */
static bool take_number(struct str *s, bool english, struct amount *a)
{
	size_t first = 0;
	size_t at, digits = 0, end;
	size_t whole_end;

	while (is_digit(*s, first))
		first++;
	if (first == 0)
		return false;
	whole_end = first + 4 * count_groups(*s, first, english);
	end = whole_end;
	if (end < s->n && (s->p[end] == ',' || s->p[end] == '.') && is_digit(*s, end + 1))
		for (end++; is_digit(*s, end);)
			end++;
	a->digits = 0;
	a->divisor = 1;
	for (at = 0; at < end; at++) {
		if (!is_digit(*s, at))
			continue;
		if (++digits > DIGITS_MOST)
			return false;
		a->digits = 10 * a->digits + (s->p[at] - '0');
		if (at > whole_end)
			a->divisor *= 10;
	}
	*s = str_slice(*s, end, s->n);
	return true;
}

/* The currency at the front of *s, not a front of a longer word. */
static bool take_money(struct str *s, struct amount *a)
{
	for (size_t i = 0; i < COUNT(moneys); i++) {
		struct str rest = *s;
		bool letters =
			is_letter(str_of(moneys[i].word), strlen(moneys[i].word) - 1);

		if (!take(&rest, moneys[i].word) || (letters && is_letter(rest, 0)))
			continue;
		if (a->code != NULL && strcmp(a->code, moneys[i].code) != 0)
			return false;
		a->code = moneys[i].code;
		*s = rest;
		return true;
	}
	return false;
}

/* The multiplier at the front of *s; a currency may be glued to it. */
static bool take_scale(struct str *s, struct amount *a)
{
	for (size_t i = 0; i < COUNT(scales); i++) {
		struct str rest = *s;
		struct str after;
		struct amount copy = *a;

		if (!take(&rest, scales[i].word))
			continue;
		after = rest;
		if (is_letter(rest, 0) && !take_money(&after, &copy))
			continue;
		a->scale = (a->scale > 0 ? a->scale : 1) * scales[i].factor;
		*s = rest;
		return true;
	}
	return false;
}

/* Takes one quantity: [currency] number [multiplier…] [de] [currency]. */
static bool take_amount(struct str *s, struct amount *a)
{
	bool english;

	*a = (struct amount){.divisor = 1};
	skip_spaces(s);
	english = take_money(s, a);
	skip_spaces(s);
	if (!take_number(s, english, a) && !take_number_word(s, a))
		return false;
	skip_spaces(s);
	while (take_scale(s, a))
		skip_spaces(s);
	if (!take(s, "d'"))
		take(s, "de ");
	skip_spaces(s);
	take_money(s, a);
	skip_spaces(s);
	return true;
}

enum { SHOWN = 60 }; /* columns of a faulty value in a message */

static int refuse(struct str text, struct error *err)
{
	text = utf8_fit(text, SHOWN);
	return error_set(
		err, ERROR_USAGE,
		_("not a quantity '%.*s'; write it as 3000, 1,2Md€, >500k$ or 1M..5M"),
		STR_ARGS(text));
}

static int refuse_range(struct str text, const char *message, struct error *err)
{
	text = utf8_fit(text, SHOWN);
	return error_set(err, ERROR_USAGE, message, STR_ARGS(text));
}

/*
 * 100..200M: what has no multiplier of its own takes the other's, if it is the smaller
 * number.
 */
static void share_scale(struct amount *low, const struct amount *high)
{
	if (low->scale == 0 && high->scale > 0 &&
	    low->digits / low->divisor <= high->digits / high->divisor)
		low->scale = high->scale;
}

/* A whole text as one quantity; an empty one is open and succeeds. */
static bool read_amount(struct str s, struct amount *a)
{
	*a = (struct amount){.divisor = 1};
	return s.n == 0 || (take_amount(&s, a) && s.n == 0);
}

static int set_currency(struct quantity_range *out, struct str text, const char *low,
			const char *high, struct error *err)
{
	if (low != NULL && high != NULL && strcmp(low, high) != 0)
		return refuse_range(text, _("two currencies in '%.*s'; write one"), err);
	if (low != NULL || high != NULL)
		memcpy(out->currency, low != NULL ? low : high, sizeof out->currency);
	return 0;
}

static int parse_between(struct str text, const struct range *r,
			 struct quantity_range *out, struct error *err)
{
	struct amount low, high;

	if (!read_amount(r->low, &low) || !read_amount(r->high, &high) ||
	    r->low.n + r->high.n == 0)
		return refuse(text, err);
	if (r->low.n > 0)
		share_scale(&low, &high);
	out->low = r->low.n > 0 ? amount_value(&low) : -INFINITY;
	out->high = r->high.n > 0 ? amount_value(&high) : INFINITY;
	if (out->low > out->high)
		return refuse_range(
			text, _("empty range '%.*s'; the smaller quantity stands first"),
			err);
	return set_currency(out, text, low.code, high.code, err);
}

int quantity_range_parse(struct str text, struct quantity_range *out, struct error *err)
{
	struct buf folded = {0};
	struct range r;
	struct amount a;
	int rc = -1;

	*out = (struct quantity_range){.low = -INFINITY, .high = INFINITY};
	range_fold(&folded, text);
	r = range_split(buf_view(&folded), RANGE_OVER_QUANTITIES);
	if (r.kind == RANGE_BETWEEN) {
		rc = parse_between(text, &r, out, err);
		goto out;
	}
	if (r.low.n == 0 || !read_amount(r.low, &a)) {
		refuse(text, err);
		goto out;
	}
	if (r.kind != RANGE_BELOW && r.kind != RANGE_UP_TO)
		out->low = amount_value(&a);
	if (r.kind != RANGE_ABOVE && r.kind != RANGE_FROM)
		out->high = amount_value(&a);
	out->low_open = r.kind == RANGE_ABOVE;
	out->high_open = r.kind == RANGE_BELOW;
	rc = set_currency(out, text, a.code, NULL, err);
out:
	buf_release(&folded);
	return rc;
}

/* ---- writing ---- */

#define NO_BREAK "\xC2\xA0"	       /* U+00A0 */
#define NARROW_NO_BREAK "\xE2\x80\xAF" /* U+202F */

bool number_french(void)
{
	/* TRANSLATORS: not shown. "fr": 1 234,5 and 1,2 Md€; else 1,234.5 and €1.2bn. */
	return strcmp(_("number-style-english"), "fr") == 0;
}

/* `decimals` digits behind the decimal sign, zeros at the end left out. */
static void print_decimal(struct buf *out, double value, size_t decimals)
{
	bool french = number_french();
	char digits[400]; /* DBL_MAX has 309 */
	size_t whole, n, i;

	snprintf(digits, sizeof digits, "%.*f", (int)decimals, fabs(value));
	n = strlen(digits);
	/* The decimal sign between is the locale's: any bytes. */
	whole = strspn(digits, "0123456789");
	while (decimals > 0 && digits[n - 1] == '0') {
		decimals--;
		n--;
	}
	if (value < 0 && (strspn(digits, "0") < whole || decimals > 0))
		buf_char(out, '-');
	for (i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			buf_text(out, french ? NARROW_NO_BREAK : ",");
		buf_char(out, digits[i]);
	}
	if (decimals > 0) {
		buf_char(out, french ? ',' : '.');
		buf_add(out, digits + n - decimals, decimals);
	}
}

void number_print(struct buf *out, double value)
{
	if (isfinite(value))
		print_decimal(out, value, 0);
	else
		buf_text(out, isnan(value) ? "?" : value < 0 ? "-∞" : "∞");
}

/* Three digits that say something: 1,25; 21,6; 600. */
static size_t decimals_for(double value)
{
	return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

static const struct {
	const char *code, *sign;
} signs[] = {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}};

static const char *money_sign(const char *code)
{
	for (size_t i = 0; i < COUNT(signs); i++) {
		if (strcmp(signs[i].code, code) == 0)
			return signs[i].sign;
	}
	return NULL;
}

static const struct {
	double least; /* what rounds to 1 of this unit or more */
	double factor;
	const char *french, *english;
} magnitudes[] = {
	{999.5e9, 1e12, NULL, "tn"}, /* French newsrooms write 1 200 Md€ */
	{999.5e6, 1e9, "Md", "bn"},
	{999.5e3, 1e6, "M", "m"},
};

void amount_print(struct buf *out, double value, const char *currency)
{
	bool french = number_french();
	const char *sign = money_sign(currency);
	const char *unit = "";
	double scaled = fabs(value);

	for (size_t i = 0; i < COUNT(magnitudes); i++) {
		const char *name = french ? magnitudes[i].french : magnitudes[i].english;

		if (scaled < magnitudes[i].least || name == NULL)
			continue;
		unit = name;
		scaled /= magnitudes[i].factor;
		break;
	}
	if (value < 0)
		buf_char(out, '-');
	if (!french)
		buf_printf(out, "%s%s", sign ? sign : currency,
			   sign || !*currency ? "" : " ");
	if (isfinite(scaled))
		print_decimal(out, scaled, *unit ? decimals_for(scaled) : 0);
	else
		number_print(out, scaled);
	if (!french) {
		buf_text(out, unit);
		return;
	}
	if (*unit || *currency)
		buf_text(out, NO_BREAK);
	buf_text(out, unit);
	if (sign != NULL)
		buf_text(out, sign);
	else if (*currency)
		buf_printf(out, "%s%s", *unit ? NO_BREAK : "", currency);
}

void size_print(struct buf *out, uint64_t bytes)
{
	static const char *const prefixes[] = {"", "k", "M", "G", "T", "P", "E"};
	double value = (double)bytes;
	size_t i = 0;

	while (value >= (i == 0 ? 1000 : 999.5) && i + 1 < COUNT(prefixes)) {
		value /= 1000;
		i++;
	}
	print_decimal(out, value, i > 0 && value < 99.95 ? 1 : 0);
	buf_printf(out, "%s%s%s", number_french() ? NO_BREAK : " ", prefixes[i],
		   number_french() ? "o" : "B");
}

/* Digits with one decimal sign at most; *text loses them. */
static bool take_decimal(struct str *text, double *value)
{
	double scale = 1;
	bool point = false;
	size_t i, digits = 0;

	*value = 0;
	for (i = 0; i < text->n; i++) {
		char c = text->p[i];

		if (c >= '0' && c <= '9') {
			*value = 10 * *value + (c - '0');
			scale *= point ? 10 : 1;
			digits++;
		} else if ((c == '.' || c == ',') && !point) {
			point = true;
		} else {
			break;
		}
	}
	*value /= scale;
	*text = str_slice(*text, i, text->n);
	return digits > 0 && digits < 20;
}

int size_parse(struct str text, uint64_t *bytes, struct error *err)
{
	static const char prefixes[] = "kMGT";
	struct str rest = str_trim(text);
	double value;
	bool good = take_decimal(&rest, &value);

	rest = str_trim(rest);
	for (size_t i = 0; i + 1 < sizeof prefixes && rest.n > 0; i++) {
		if ((rest.p[0] | ' ') != (prefixes[i] | ' '))
			continue;
		for (size_t times = 0; times <= i; times++)
			value *= 1000;
		rest = str_slice(rest, 1, rest.n);
		break;
	}
	if (!good || value > 1e18 ||
	    (rest.n > 0 && !str_is(rest, "B") && !str_is(rest, "o")))
		return error_set(err, ERROR_USAGE,
				 _("'%.*s' is no size; write 512M or 2G"),
				 STR_ARGS(text));
	*bytes = (uint64_t)value;
	return 0;
}
