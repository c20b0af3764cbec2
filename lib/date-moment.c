/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dates that articles bear: ISO 8601, RFC 822, French, English, seconds since 1970.
 */
#include "lib/date-pieces.h"

#include "lib/i18n.h"
#include "lib/range.h"
#include "lib/utf8.h"

struct clock {
	int hour, minute, second;
};

/* 143000 and 1430, behind a T. */
static bool take_solid_clock(struct pieces *r, struct clock *c)
{
	int value;

	if (pieces_take_number(r, 6, 6, &value)) {
		*c = (struct clock){value / 10000, value / 100 % 100, value % 100};
		return true;
	}
	if (pieces_take_number(r, 4, 4, &value)) {
		*c = (struct clock){value / 100, value % 100, 0};
		return true;
	}
	return false;
}

/* am, pm, a.m., p.m. */
static void take_half_day(struct pieces *r, struct clock *c)
{
	struct pieces saved = *r;
	bool afternoon = pieces_peek(r).text.n > 0 && pieces_peek(r).text.p[0] == 'p';

	if (!pieces_take(r, "am") && !pieces_take(r, "pm")) {
		if ((!pieces_take(r, "a") && !pieces_take(r, "p")) ||
		    !pieces_take(r, ".") || !pieces_take(r, "m")) {
			*r = saved;
			return;
		}
		pieces_take(r, ".");
	}
	if (c->hour >= 1 && c->hour <= 12)
		c->hour = c->hour % 12 + (afternoon ? 12 : 0);
}

static const char *const hour_words[] = {"h", "heures", "heure"};

/* 14:30, 14:30:59.123, 14h30, 14 h 30, 14h, 14 heures 30, 2:30 pm. */
static bool take_clock(struct pieces *r, struct clock *c)
{
	struct pieces saved = *r;
	int fraction;

	*c = (struct clock){0};
	if (!pieces_take_number(r, 1, 2, &c->hour))
		goto none;
	if (TAKE_ONE_OF(r, hour_words) >= 0) {
		if (pieces_take_number(r, 2, 2, &c->minute))
			pieces_take(r, "min");
		return true;
	}
	if (!pieces_take(r, ":") || !pieces_take_number(r, 2, 2, &c->minute))
		goto none;
	if (pieces_take(r, ":")) {
		if (!pieces_take_number(r, 2, 2, &c->second))
			goto none;
		if (pieces_take(r, ".") || pieces_take(r, ","))
			if (!pieces_take_number(r, 1, 12, &fraction))
				goto none;
	}
	take_half_day(r, c);
	return true;
none:
	*r = saved;
	return false;
}

/* Z, +02:00, -0500, +02, GMT+2, CEST, "(CEST)", "[Europe/Paris]": read and left alone. */
static void take_zone(struct pieces *r)
{
	struct pieces saved;
	struct piece piece = pieces_peek(r);
	int offset;

	if (piece.kind == PIECE_WORD && piece.text.n <= 5)
		pieces_skip(r, piece);
	saved = *r;
	if (pieces_take(r, "+") || pieces_take(r, "-")) {
		if (!pieces_take_number(r, 1, 4, &offset))
			*r = saved;
		else if (pieces_take(r, ":"))
			pieces_take_number(r, 2, 2, &offset);
	}
	piece = pieces_peek(r);
	if (piece.kind == PIECE_SIGN &&
	    (piece.text.p[0] == '(' || piece.text.p[0] == '['))
		if (r->text.p[r->text.n - 1] == (piece.text.p[0] == '(' ? ')' : ']'))
			r->at = r->text.n;
}

static const char *const clock_words[] = {"t", "a", "at", "-", ",", "|"};

/* Nothing, or a time of day with its zone, up to the end. */
static bool take_time(struct pieces *r, struct clock *c)
{
	bool solid; /* 143000, behind a T */

	*c = (struct clock){0};
	if (pieces_end(r))
		return true;
	pieces_take(r, ",");
	solid = TAKE_ONE_OF(r, clock_words) == 0 && take_solid_clock(r, c);
	if (!solid && !take_clock(r, c))
		return false;
	take_zone(r);
	return pieces_end(r);
}

/* C's own form: May 13 14:30:00 2024, a zone maybe before the year. */
static bool take_c_form(struct pieces *r, struct day *d, struct clock *c)
{
	struct piece piece;

	*d = (struct day){0};
	if (!pieces_take_month(r, &d->month) || !pieces_take_number(r, 1, 2, &d->day) ||
	    !take_clock(r, c))
		return false;
	piece = pieces_peek(r);
	if (piece.kind == PIECE_WORD)
		pieces_skip(r, piece);
	return pieces_take_number(r, 4, 4, &d->year) && pieces_end(r);
}

static bool take_moment(struct pieces *r, struct day *d, struct clock *c)
{
	struct pieces start = *r;

	if (pieces_take_day(r, d) && d->day != 0 && take_time(r, c))
		return true;
	*r = start;
	return take_c_form(r, d, c);
}

static bool take_near_moment(struct pieces *r, struct day near, struct day *d,
			     struct clock *c)
{
	return near.year != 0 && pieces_take_near_day(r, near, d) && take_time(r, c);
}

/* Ten digits are seconds since 1970, thirteen are thousandths. */
static bool epoch_moment(struct str text, int64_t *moment)
{
	int64_t seconds = 0;
	int64_t clock;

	if (text.n != 10 && text.n != 13)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		if (i < 10)
			seconds = 10 * seconds + (text.p[i] - '0');
	}
	clock = seconds % 86400;
	*moment = day_moment(day_add((struct day){1970, 1, 1}, (long)(seconds / 86400))) +
		  clock / 3600 * 10000 + clock / 60 % 60 * 100 + clock % 60;
	return true;
}

static const char *const lead_words[] = {"le",	 "the",	  "on", "publie",
					 "paru", "poste", "du"};

static bool folded_moment(struct str folded, struct day near, struct day *d,
			  struct clock *c)
{
	struct pieces r = {folded, 0};
	struct pieces before;
	int weekday;

	while (TAKE_ONE_OF(&r, lead_words) >= 0)
		continue;
	before = r;
	if (take_moment(&r, d, c))
		return true;
	r = before;
	if (pieces_take_weekday(&r, &weekday) && take_moment(&r, d, c))
		return true;
	r = before;
	return take_near_moment(&r, near, d, c);
}

enum {
	DATE_MOST = 200, /* bytes; nobody writes a longer one */
	SHOWN = 60,	 /* columns of a faulty date in a message */
};

/* What is wrong with it, as a message about '%.*s'; NULL when all is well. */
static const char *moment_fault(const struct day *d, struct clock *c)
{
	if (!day_valid(*d))
		return _("no such day '%.*s'");
	if (c->hour > 23 || c->minute > 59 || c->second > 60)
		return _("no such time of day '%.*s'");
	if (c->second == 60) /* a leap second is the last one of its minute */
		c->second = 59;
	return NULL;
}

int moment_parse(struct str text, int64_t *moment, struct error *err)
{
	return moment_parse_near(text, (struct day){0}, moment, err);
}

int moment_parse_near(struct str text, struct day near, int64_t *moment,
		      struct error *err)
{
	const char *fault = NULL;
	struct buf folded = {0};
	struct day d = {0};
	struct clock c = {0};

	*moment = 0;
	if (text.n <= DATE_MOST)
		range_fold(&folded, str_trim(text));
	if (!epoch_moment(buf_view(&folded), moment)) {
		if (!folded_moment(buf_view(&folded), near, &d, &c))
			fault = _("not a date '%.*s'; write it as 2024-05-13 or 13 mai "
				  "2024");
		else
			fault = moment_fault(&d, &c);
		*moment = day_moment(d) + c.hour * 10000 + c.minute * 100 + c.second;
	}
	buf_release(&folded);
	if (fault == NULL)
		return 0;
	*moment = 0;
	text = utf8_fit(str_trim(text), SHOWN);
	return error_set(err, ERROR_REJECTED, fault, STR_ARGS(text));
}
