/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/calendar.h"

#include "lib/i18n.h"

static const struct day origin = {1, 1, 1}; /* a Monday */

int64_t calendar_number(enum calendar_unit unit, struct day d)
{
	switch (unit) {
	case UNIT_DAY:
		return day_difference(origin, d);
	case UNIT_WEEK:
		return day_difference(origin, d) / 7;
	case UNIT_MONTH:
		return 12 * (int64_t)d.year + d.month - 1;
	case UNIT_QUARTER:
		return 4 * (int64_t)d.year + (d.month - 1) / 3;
	default:
		return d.year;
	}
}

struct day calendar_first(enum calendar_unit unit, int64_t number)
{
	switch (unit) {
	case UNIT_DAY:
		return day_add(origin, (long)number);
	case UNIT_WEEK:
		return day_add(origin, (long)(7 * number));
	case UNIT_MONTH:
		return (struct day){(int)(number / 12), (int)(number % 12) + 1, 1};
	case UNIT_QUARTER:
		return (struct day){(int)(number / 4), (int)(number % 4) * 3 + 1, 1};
	default:
		return (struct day){(int)number, 1, 1};
	}
}

struct day calendar_last(enum calendar_unit unit, int64_t number)
{
	struct day first = calendar_first(unit, number);

	switch (unit) {
	case UNIT_DAY:
		return first;
	case UNIT_WEEK:
		return day_add(first, 6);
	case UNIT_MONTH:
		first.day = 31;
		break;
	case UNIT_QUARTER:
		first.month += 2;
		first.day = 31;
		break;
	default:
		return (struct day){first.year, 12, 31};
	}
	while (!day_valid(first))
		first.day--;
	return first;
}

/* A week belongs to the year that its Thursday is in. */
static int week_of(int64_t number, int *year)
{
	struct day thursday = day_add(origin, (long)(7 * number + 3));

	*year = thursday.year;
	return (int)(day_difference((struct day){thursday.year, 1, 1}, thursday) / 7) + 1;
}

void calendar_print(struct buf *out, enum calendar_unit unit, int64_t number)
{
	struct day first = calendar_first(unit, number);
	int year;
	int week;

	switch (unit) {
	case UNIT_DAY:
		day_print(out, first);
		return;
	case UNIT_WEEK:
		week = week_of(number, &year);
		buf_printf(out, "%04d-W%02d", year, week);
		return;
	case UNIT_MONTH:
		buf_printf(out, "%04d-%02d", first.year, first.month);
		return;
	case UNIT_QUARTER:
		buf_printf(out, "%04d-Q%d", first.year, (first.month + 2) / 3);
		return;
	default:
		buf_printf(out, "%04d", first.year);
		return;
	}
}

void calendar_print_long(struct buf *out, enum calendar_unit unit, int64_t number)
{
	struct day first = calendar_first(unit, number);
	int year;
	int week;

	switch (unit) {
	case UNIT_DAY:
		day_print_long(out, first);
		return;
	case UNIT_WEEK:
		week = week_of(number, &year);
		/* TRANSLATORS: week, its year, day and month of its Monday: "S%02d %d (%d %s)". */
		buf_printf(out, _("W%02d %d (%d %s)"), week, year, first.day,
			   month_name(first.month));
		return;
	case UNIT_MONTH:
		buf_printf(out, "%s %d", month_name(first.month), first.year);
		return;
	case UNIT_QUARTER:
		/* TRANSLATORS: quarter and year: "T%d %d". */
		buf_printf(out, _("Q%d %d"), (first.month + 2) / 3, first.year);
		return;
	default:
		buf_printf(out, "%d", first.year);
		return;
	}
}

enum calendar_unit calendar_fitting(struct day first, struct day last)
{
	static const int64_t most[] = {[UNIT_DAY] = 31,
				       [UNIT_WEEK] = 27,
				       [UNIT_MONTH] = 37,
				       [UNIT_QUARTER] = 40};

	for (int unit = 0; unit < UNIT_YEAR; unit++) {
		enum calendar_unit u = (enum calendar_unit)unit;

		if (calendar_number(u, last) - calendar_number(u, first) < most[unit])
			return u;
	}
	return UNIT_YEAR;
}
