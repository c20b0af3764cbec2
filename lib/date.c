/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date.h"

#include <stdlib.h>
#include <time.h>

#include "lib/i18n.h"

/* ---- the calendar ---- */

enum { YEAR_MOST = 9999 };

static const struct day first_day = {1, 1, 1};
static const struct day last_day = {YEAR_MOST, 12, 31};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool day_valid(struct day d)
{
	return d.year >= 1 && d.year <= YEAR_MOST && d.month >= 1 && d.month <= 12 &&
	       d.day >= 1 && d.day <= month_days(d.year, d.month);
}

int day_compare(struct day a, struct day b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

/*
 * Days since the 1st of March of year 0: a year that ends with February keeps leap days
 * last.
 */
static long serial_of(struct day d)
{
	long year = d.month > 2 ? d.year : d.year - 1;
	long month = (d.month + 9) % 12; /* March is 0 */

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 +
	       d.day - 1;
}

long day_difference(struct day a, struct day b)
{
	return serial_of(b) - serial_of(a);
}

static struct day day_of(long serial)
{
	long era = serial / 146097; /* 400 years */
	long rest = serial % 146097;
	long year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	long in_year = rest - (365 * year + year / 4 - year / 100);
	long month = (5 * in_year + 2) / 153;
	struct day d;

	d.day = (int)(in_year - (153 * month + 2) / 5 + 1);
	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = (int)(400 * era + year + (d.month <= 2));
	return d;
}

struct day day_add(struct day d, long days)
{
	long serial = serial_of(d);

	if (days < serial_of(first_day) - serial)
		return first_day;
	if (days > serial_of(last_day) - serial)
		return last_day;
	return day_of(serial + days);
}

/* The same day of another month, or that month's last day. */
struct day day_add_months(struct day d, long months)
{
	long month = 12L * d.year + d.month - 1;

	if (months < 12 - month)
		return first_day;
	if (months > 12L * YEAR_MOST + 11 - month)
		return last_day;
	month += months;
	d.year = (int)(month / 12);
	d.month = (int)(month % 12) + 1;
	if (d.day > month_days(d.year, d.month))
		d.day = month_days(d.year, d.month);
	return d;
}

/* The 1st of March of year 0 is a Wednesday. */
int day_weekday(struct day d)
{
	return (int)((serial_of(d) + 2) % 7);
}

struct day moment_day(int64_t moment)
{
	int64_t day = moment / 1000000;

	return (struct day){(int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100)};
}

int64_t day_moment(struct day d)
{
	return ((int64_t)d.year * 10000 + d.month * 100 + d.day) * 1000000;
}

/* ---- today ---- */

/* YYYY-MM-DD and nothing else. */
static bool plain_day(const char *text, struct day *d)
{
	for (size_t i = 0; i < 10; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (i == 4 || i == 7 ? text[i] != '-' : !digit)
			return false;
	}
	d->year = atoi(text);
	d->month = atoi(text + 5);
	d->day = atoi(text + 8);
	return text[10] == '\0' && day_valid(*d);
}

struct day day_of_seconds(int64_t seconds)
{
	time_t moment = (time_t)seconds;
	struct day d = {1970, 1, 1};
	struct tm tm;

	if (localtime_r(&moment, &tm) != NULL)
		d = (struct day){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
	return day_valid(d) ? d : (struct day){1970, 1, 1};
}

struct day day_today(void)
{
	const char *given = getenv("VEILLE_TODAY");
	struct day d;

	if (given != NULL && plain_day(given, &d))
		return d;
	return day_of_seconds(time(NULL));
}

int64_t seconds_now(void)
{
	static const struct day epoch = {1970, 1, 1};
	const char *given = getenv("VEILLE_TODAY");
	struct day d;

	if (given == NULL || !plain_day(given, &d))
		return (int64_t)time(NULL);
	return (int64_t)day_difference(epoch, d) * 86400 + 43200;
}

/* ---- writing ---- */

void day_print(struct buf *out, struct day d)
{
	buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void moment_print(struct buf *out, int64_t moment)
{
	int clock = (int)(moment % 1000000);

	if (moment == 0)
		return;
	day_print(out, moment_day(moment));
	if (clock != 0)
		buf_printf(out, "T%02d:%02d:%02d", clock / 10000, clock / 100 % 100,
			   clock % 100);
}

void seconds_print(struct buf *out, int64_t seconds)
{
	time_t moment = (time_t)seconds;
	char text[32];
	struct tm tm;

	if (seconds != 0 && gmtime_r(&moment, &tm) != NULL &&
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
		buf_text(out, text);
}

const char *month_name(int month)
{
	static const char *const names[] = {
		N_("January"),	 N_("February"), N_("March"),	 N_("April"),
		N_("May"),	 N_("June"),	 N_("July"),	 N_("August"),
		N_("September"), N_("October"),	 N_("November"), N_("December"),
	};

	return _(names[month - 1]);
}

void day_print_long(struct buf *out, struct day d)
{
	const char *month;

	if (!day_valid(d))
		return;
	month = month_name(d.month);
	if (d.day == 1)
		/* TRANSLATORS: the first day of a month and its year: "1er %s %d". */
		buf_printf(out, _("1 %s %d"), month, d.year);
	else
		/* TRANSLATORS: day, month, year: "%d %s %d". */
		buf_printf(out, _("%d %s %d"), d.day, month, d.year);
}

void moment_print_long(struct buf *out, int64_t moment)
{
	int hour = (int)(moment / 10000 % 100), minute = (int)(moment / 100 % 100);

	if (moment == 0)
		return;
	day_print_long(out, moment_day(moment));
	if (moment % 1000000 != 0)
		/* TRANSLATORS: hour and minute: ", %d h %02d". */
		buf_printf(out, _(", %02d:%02d"), hour, minute);
}
