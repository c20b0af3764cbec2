/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The periods that questions ask for: days, months, years, ranges of them, ages. */
#include "lib/date-pieces.h"

#include "lib/i18n.h"
#include "lib/range.h"
#include "lib/utf8.h"

enum {
	PERIOD_MOST = 200, /* bytes; nobody writes a longer one */
	SHOWN = 60,	   /* columns of a faulty period in a message */
};

enum unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_HALF, UNIT_YEAR };

static const struct {
	const char *word; /* folded */
	enum unit unit;
} units[] = {
	{"j", UNIT_DAY},
	{"jour", UNIT_DAY},
	{"jours", UNIT_DAY},
	{"d", UNIT_DAY},
	{"day", UNIT_DAY},
	{"days", UNIT_DAY},
	{"s", UNIT_WEEK},
	{"semaine", UNIT_WEEK},
	{"semaines", UNIT_WEEK},
	{"w", UNIT_WEEK},
	{"week", UNIT_WEEK},
	{"weeks", UNIT_WEEK},
	{"m", UNIT_MONTH},
	{"mois", UNIT_MONTH},
	{"month", UNIT_MONTH},
	{"months", UNIT_MONTH},
	{"trimestre", UNIT_QUARTER},
	{"trimestres", UNIT_QUARTER},
	{"quarter", UNIT_QUARTER},
	{"quarters", UNIT_QUARTER},
	{"semestre", UNIT_HALF},
	{"semestres", UNIT_HALF},
	{"a", UNIT_YEAR},
	{"an", UNIT_YEAR},
	{"ans", UNIT_YEAR},
	{"annee", UNIT_YEAR},
	{"annees", UNIT_YEAR},
	{"y", UNIT_YEAR},
	{"year", UNIT_YEAR},
	{"years", UNIT_YEAR},
};

/* Months of a unit; days and weeks have none. */
static int unit_months(enum unit unit)
{
	static const int of[] = {0, 0, 1, 3, 6, 12};

	return of[unit];
}

static bool take_unit(struct pieces *r, enum unit *unit)
{
	for (size_t i = 0; i < COUNT(units); i++) {
		if (pieces_take(r, units[i].word)) {
			*unit = units[i].unit;
			return true;
		}
	}
	return false;
}

static struct day add_units(struct day d, enum unit unit, long count)
{
	if (unit_months(unit) > 0)
		return day_add_months(d, unit_months(unit) * count);
	return day_add(d, unit == UNIT_WEEK ? 7 * count : count);
}

/*
 * The whole unit that holds the day: a week from Monday, a quarter from January, April …
 */
static struct period unit_around(struct day d, enum unit unit)
{
	struct period p = {d, d};

	if (unit == UNIT_WEEK) {
		p.first = day_add(d, -day_weekday(d));
		p.last = day_add(p.first, 6);
	} else if (unit_months(unit) > 0) {
		p.first.month -= (d.month - 1) % unit_months(unit);
		p.first.day = 31; /* of the last month, or less */
		p.last = day_add_months(p.first, unit_months(unit) - 1);
		p.first.day = 1;
	}
	return p;
}

static const char *const last_words[] = {"dernier", "derniere", "derniers", "dernieres",
					 "passe",   "passee",	"last",	    "past"};

/* cette semaine, ce mois-ci, this year; semaine dernière, l'an dernier, last month. */
static bool take_named_unit(struct pieces *r, struct day today, struct period *p)
{
	static const char *const this_words[] = {"ce", "cet", "cette", "this"};
	struct pieces saved = *r;
	enum unit unit;
	bool last = false;

	if (TAKE_ONE_OF(r, this_words) >= 0) {
		if (!take_unit(r, &unit))
			goto none;
		if (pieces_take(r, "-"))
			pieces_take(r, "ci");
	} else {
		last = TAKE_ONE_OF(r, last_words) >= 0;
		if (!take_unit(r, &unit))
			goto none;
		if (!last && TAKE_ONE_OF(r, last_words) < 0)
			goto none;
		last = true;
	}
	*p = unit_around(today, unit);
	if (last)
		*p = unit_around(day_add(p->first, -1), unit);
	return true;
none:
	*r = saved;
	return false;
}

/*
 * 30j, 6 mois, 3 derniers mois, last 30 days: from that day to today. « 2024 a » is a
 * year and a word, not two thousand years.
 */
static bool take_age(struct pieces *r, struct day today, struct period *p)
{
	struct pieces saved = *r;
	enum unit unit;
	int count;

	TAKE_ONE_OF(r, last_words);
	if (pieces_take_number(r, 1, 5, &count)) {
		TAKE_ONE_OF(r, last_words);
		if (take_unit(r, &unit) && (unit == UNIT_DAY || count < 1000)) {
			TAKE_ONE_OF(r, last_words);
			p->first = add_units(today, unit, -(long)count);
			p->last = today;
			return true;
		}
	}
	*r = saved;
	return false;
}

/* aujourd'hui, hier, avant-hier. */
static bool take_named_day(struct pieces *r, struct day today, struct period *p)
{
	struct pieces saved = *r;
	long back = -1;

	if (pieces_take(r, "today") ||
	    (pieces_take(r, "aujourd") && pieces_take(r, "'") && pieces_take(r, "hui"))) {
		back = 0;
	} else {
		*r = saved;
		if (pieces_take(r, "avant") && pieces_take(r, "-") &&
		    pieces_take(r, "hier"))
			back = 2;
		else
			*r = saved;
		if (back < 0 && (pieces_take(r, "hier") || pieces_take(r, "yesterday")))
			back = 1;
	}
	if (back < 0)
		return false;
	p->first = p->last = day_add(today, -back);
	return true;
}

/* premier, deuxième … fourth. */
static bool take_rank(struct pieces *r, int *number)
{
	static const char *const ranks[] = {"premier",	 "deuxieme", "troisieme",
					    "quatrieme", "first",    "second",
					    "third",	 "fourth"};
	int place = TAKE_ONE_OF(r, ranks);

	if (place >= 0)
		*number = place % 4 + 1;
	return place >= 0;
}

/* T1 2024, Q1 2024, 2024-T1, S2 2024, 1er trimestre 2024, second semestre 2024. */
static bool take_part_of_year(struct pieces *r, struct period *p)
{
	static const char *const letters[] = {"t", "q", "s", "h"};
	struct pieces saved = *r;
	enum unit unit = UNIT_QUARTER;
	int year = 0;
	int number;
	int letter;

	if (pieces_take_number(r, 4, 4, &year))
		pieces_take(r, "-");
	letter = TAKE_ONE_OF(r, letters);
	if (!pieces_take_number(r, 1, 1, &number) && !take_rank(r, &number))
		goto none;
	if (letter >= 0) {
		unit = letter < 2 ? UNIT_QUARTER : UNIT_HALF;
	} else {
		pieces_take_ordinal(r);
		if (!take_unit(r, &unit) || (unit != UNIT_QUARTER && unit != UNIT_HALF))
			goto none;
	}
	if (year == 0 && !pieces_take_number(r, 4, 4, &year))
		goto none;
	if (number < 1 || number > 12 / unit_months(unit) || year < 1)
		goto none;
	*p = unit_around((struct day){year, unit_months(unit) * number, 1}, unit);
	return true;
none:
	*r = saved;
	return false;
}

/* 2020-2024. */
static bool take_years(struct pieces *r, struct period *p)
{
	struct pieces saved = *r;
	int from, to;

	if (pieces_take_number(r, 4, 4, &from) &&
	    (pieces_take(r, "-") || pieces_take(r, "/")) &&
	    pieces_take_number(r, 4, 4, &to) && from >= 1 && from <= to) {
		p->first = (struct day){from, 1, 1};
		p->last = (struct day){to, 12, 31};
		return true;
	}
	*r = saved;
	return false;
}

/* A day, month or year of the calendar; false as well when there is no such day. */
static bool take_calendar(struct pieces *r, struct period *p)
{
	struct day d;
	int weekday;

	pieces_take_weekday(r, &weekday);
	if (!pieces_take_day(r, &d))
		return false;
	p->first = (struct day){d.year, d.month ? d.month : 1, d.day ? d.day : 1};
	if (!day_valid(p->first))
		return false;
	*p = unit_around(p->first, d.day ? UNIT_DAY : d.month ? UNIT_MONTH : UNIT_YEAR);
	return true;
}

enum side { SIDE_ALONE, SIDE_END };

/*
 * A period on its own, or one end of a range: 30j alone reaches to today, in 60j..30j it
 * is the day so long ago.
 */
static bool parse_side(struct str text, struct day today, enum side side,
		       struct period *p)
{
	static const char *const small_words[] = {"le", "la", "les", "l",  "'",
						  "en", "in", "the", "du", "on"};
	struct pieces r = {text, 0};

	while (TAKE_ONE_OF(&r, small_words) >= 0)
		continue;
	if (take_age(&r, today, p)) {
		if (side == SIDE_END)
			p->last = p->first;
	} else if (!take_named_day(&r, today, p) && !take_named_unit(&r, today, p) &&
		   !take_part_of_year(&r, p) && !take_years(&r, p) &&
		   !take_calendar(&r, p)) {
		return false;
	}
	return pieces_end(&r);
}

/* Whether it is only the calendar that lacks it: 31/02/2024. */
static bool reads_as_day(struct str text)
{
	struct buf folded = {0};
	struct pieces r;
	struct day d;
	bool reads;

	if (text.n > PERIOD_MOST)
		return false;
	range_fold(&folded, text);
	r = (struct pieces){buf_view(&folded), 0};
	reads = pieces_take_day(&r, &d) && pieces_end(&r);
	buf_release(&folded);
	return reads;
}

static int refuse(struct str text, struct error *err)
{
	if (reads_as_day(text))
		return error_set(err, ERROR_USAGE, _("no such day '%.*s'"),
				 STR_ARGS(text));
	text = utf8_fit(text, SHOWN);
	return error_set(err, ERROR_USAGE,
			 _("not a date '%.*s'; write it as 2024, 2024-05, 2024-05-13, "
			   "\"mai 2024\", 2024-01..2024-06, >2024-05-13 or 30j"),
			 STR_ARGS(text));
}

/* « du 13 mai au 14 juin 2024 »: the year of the end is that of the start as well. */
static bool parse_low_side(const struct range *r, struct day today, struct period *p)
{
	struct buf whole = {0};
	bool found;

	if (r->low.n == 0 || parse_side(r->low, today, SIDE_END, p))
		return true;
	if (r->high.n < 4)
		return false;
	buf_str(&whole, r->low);
	buf_char(&whole, ' ');
	buf_str(&whole, str_slice(r->high, r->high.n - 4, r->high.n));
	found = parse_side(buf_view(&whole), today, SIDE_END, p);
	buf_release(&whole);
	return found;
}

static int parse_between(struct str text, const struct range *r, struct day today,
			 struct period *out, struct error *err)
{
	struct period a = {0};
	struct period b = {0};

	if (r->low.n + r->high.n == 0 || !parse_low_side(r, today, &a) ||
	    (r->high.n > 0 && !parse_side(r->high, today, SIDE_END, &b)))
		return refuse(text, err);
	if (r->low.n > 0 && r->high.n > 0 && day_compare(a.first, b.last) > 0) {
		text = utf8_fit(text, SHOWN);
		return error_set(err, ERROR_USAGE,
				 _("empty range '%.*s'; the earlier day stands first"),
				 STR_ARGS(text));
	}
	*out = (struct period){a.first, b.last};
	return 0;
}

static int parse_single(struct str text, const struct range *r, struct day today,
			struct period *out, struct error *err)
{
	struct period p;

	if (!parse_side(r->low, today, r->kind == RANGE_IS ? SIDE_ALONE : SIDE_END, &p))
		return refuse(text, err);
	switch (r->kind) {
	case RANGE_FROM:
		out->first = p.first;
		break;
	case RANGE_UP_TO:
		out->last = p.last;
		break;
	case RANGE_ABOVE:
		out->first = day_add(p.last, 1);
		break;
	case RANGE_BELOW:
		out->last = day_add(p.first, -1);
		break;
	default:
		*out = p;
		break;
	}
	return 0;
}

int period_parse(struct str text, struct day today, struct period *out, struct error *err)
{
	struct buf folded = {0};
	struct range r;
	int rc;

	*out = (struct period){0};
	if (text.n > PERIOD_MOST)
		return refuse(text, err);
	range_fold(&folded, text);
	r = range_split(buf_view(&folded), RANGE_OVER_DAYS);
	if (r.kind == RANGE_BETWEEN)
		rc = parse_between(text, &r, today, out, err);
	else
		rc = parse_single(text, &r, today, out, err);
	buf_release(&folded);
	return rc;
}
