/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Days, moments and periods: the tables tests/unit/dates.txt and periods.txt, the
 * calendar day by day, dates for people in two languages, and bytes that are no dates.
 */
#include "lib/date.h"

#include <libintl.h>
#include <locale.h>

#include "tests/rig.h"
#include "tests/table.h"

/* ---- the calendar ---- */

static void test_calendar(void)
{
	struct day d = {1, 1, 1};
	struct day next;
	long days = 0;

	/* Every day from 1 to 9999 exists once and follows the one before. */
	while (d.year < 9999 || d.month < 12 || d.day < 31) {
		next = day_add(d, 1);
		if (!day_valid(next) || day_compare(d, next) >= 0 ||
		    day_compare(day_add(next, -1), d) != 0)
			break;
		d = next;
		days++;
	}
	CHECK_INT(days, 3652058);
	CHECK_INT(day_compare(day_add((struct day){1, 1, 1}, days),
			      (struct day){9999, 12, 31}),
		  0);
	CHECK_INT(day_compare(day_add(d, 1), d), 0);
	CHECK_INT(day_weekday((struct day){2024, 5, 13}), 0);
	CHECK_INT(day_weekday((struct day){2000, 2, 29}), 1);
	CHECK_INT(day_weekday((struct day){1, 1, 1}), 0);
	CHECK_INT(day_weekday((struct day){9999, 12, 31}), 4);
	CHECK_INT(day_compare(day_add(d, 2000000000), d), 0);
	CHECK_INT(day_compare(day_add((struct day){2024, 5, 13}, -2000000000),
			      (struct day){1, 1, 1}),
		  0);
}

static void test_valid(void)
{
	CHECK(day_valid((struct day){2024, 2, 29}));
	CHECK(day_valid((struct day){2000, 2, 29}));
	CHECK(!day_valid((struct day){1900, 2, 29}));
	CHECK(!day_valid((struct day){2023, 2, 29}));
	CHECK(!day_valid((struct day){2024, 4, 31}));
	CHECK(!day_valid((struct day){2024, 0, 1}));
	CHECK(!day_valid((struct day){2024, 13, 1}));
	CHECK(!day_valid((struct day){2024, 1, 0}));
	CHECK(!day_valid((struct day){2024, 1, -1}));
	CHECK(!day_valid((struct day){0, 1, 1}));
	CHECK(!day_valid((struct day){10000, 1, 1}));
}

static void test_moments(void)
{
	struct day d = moment_day(20240513143000);

	CHECK_INT(d.year, 2024);
	CHECK_INT(d.month, 5);
	CHECK_INT(d.day, 13);
	CHECK_INT(day_moment(d), 20240513000000);
	CHECK_INT(day_moment((struct day){9999, 12, 31}), 99991231000000);
}

/* ---- tables ---- */

static void test_dates(void)
{
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, "dates.txt"))
		return;
	while (table_next(&t)) {
		struct error err;
		int64_t moment;

		buf_clear(&got);
		if (moment_parse(buf_view(&t.cells[0]), &moment, &err) == 0) {
			moment_print(&got, moment);
		} else {
			buf_printf(&got, "!%s", err.text);
			CHECK_INT(err.code, ERROR_REJECTED);
			CHECK_INT(moment, 0);
		}
		table_check(&t, 1, got.p);
	}
	table_close(&t);
	buf_release(&got);
}

/* Told from Wednesday, 15 May 2024. */
static void test_near_dates(void)
{
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, "dates-near.txt"))
		return;
	while (table_next(&t)) {
		struct error err;
		int64_t moment;

		buf_clear(&got);
		if (moment_parse_near(buf_view(&t.cells[0]), (struct day){2024, 5, 15},
				      &moment, &err) == 0) {
			moment_print(&got, moment);
		} else {
			buf_char(&got, '!');
			CHECK_INT(err.code, ERROR_REJECTED);
		}
		table_check(&t, 1, got.p);
	}
	table_close(&t);
	buf_release(&got);
}

static void test_periods(void)
{
	const struct day today = {2024, 5, 15};
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, "periods.txt"))
		return;
	while (table_next(&t)) {
		struct error err;
		struct period p;

		buf_clear(&got);
		if (period_parse(buf_view(&t.cells[0]), today, &p, &err) == 0) {
			if (p.first.year != 0)
				day_print(&got, p.first);
			buf_text(&got, "..");
			if (p.last.year != 0)
				day_print(&got, p.last);
		} else {
			buf_char(&got, '!');
			CHECK_INT(err.code, ERROR_USAGE);
		}
		table_check(&t, 1, got.p);
	}
	table_close(&t);
	buf_release(&got);
}

static void test_refusals(void)
{
	struct error err;
	struct period p;
	const struct day today = {2024, 5, 15};

	period_parse(STR("2024..2023"), today, &p, &err);
	CHECK_STR(err.text, "empty range '2024..2023'; the earlier day stands first");
	period_parse(STR("31/02/2024"), today, &p, &err);
	CHECK_STR(err.text, "no such day '31/02/2024'");
	period_parse(STR("bientôt"), today, &p, &err);
	CHECK_STR(err.text,
		  "not a date 'bientôt'; write it as 2024, 2024-05, 2024-05-13, "
		  "\"mai 2024\", 2024-01..2024-06, >2024-05-13 or 30j");
}

/* Clipped ends of months, and weeks over the ends of years. */
static void test_ages(void)
{
	static const struct {
		const char *text;
		struct day today, first, last;
	} rows[] = {
		{"1m", {2024, 3, 31}, {2024, 2, 29}, {2024, 3, 31}},
		{"1a", {2024, 2, 29}, {2023, 2, 28}, {2024, 2, 29}},
		{"12m", {2024, 2, 29}, {2023, 2, 28}, {2024, 2, 29}},
		{"1j", {2024, 1, 1}, {2023, 12, 31}, {2024, 1, 1}},
		{"cette semaine", {2025, 1, 1}, {2024, 12, 30}, {2025, 1, 5}},
		{"cette semaine", {2024, 12, 30}, {2024, 12, 30}, {2025, 1, 5}},
		{"cette semaine", {2025, 1, 5}, {2024, 12, 30}, {2025, 1, 5}},
		{"semaine dernière", {2025, 1, 6}, {2024, 12, 30}, {2025, 1, 5}},
		{"mois dernier", {2024, 1, 15}, {2023, 12, 1}, {2023, 12, 31}},
		{"trimestre dernier", {2024, 1, 15}, {2023, 10, 1}, {2023, 12, 31}},
		{"hier", {1, 1, 1}, {1, 1, 1}, {1, 1, 1}},
		{"cette année", {9999, 12, 31}, {9999, 1, 1}, {9999, 12, 31}},
		{"cette semaine", {9999, 12, 31}, {9999, 12, 27}, {9999, 12, 31}},
		{"9999-12-30", {2024, 1, 1}, {9999, 12, 30}, {9999, 12, 30}},
		{"ce semestre", {2024, 9, 30}, {2024, 7, 1}, {2024, 12, 31}},
		{"this quarter", {2023, 2, 28}, {2023, 1, 1}, {2023, 3, 31}},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err = {0};
		struct period p;

		CHECK_INT(period_parse(str_of(rows[i].text), rows[i].today, &p, &err), 0);
		CHECK_INT(day_moment(p.first), day_moment(rows[i].first));
		CHECK_INT(day_moment(p.last), day_moment(rows[i].last));
	}
}

static void test_today(void)
{
	struct day d;

	setenv("VEILLE_TODAY", "2024-02-29", 1);
	d = day_today();
	CHECK_INT(day_moment(d), 20240229000000);
	/* Nonsense is passed over for the clock, which is not in the Middle Ages. */
	setenv("VEILLE_TODAY", "2023-02-29", 1);
	d = day_today();
	CHECK(day_valid(d) && d.year > 2020);
	setenv("VEILLE_TODAY", "2024-02-29T00:00", 1);
	CHECK(day_today().year > 2024);
	unsetenv("VEILLE_TODAY");
	CHECK(day_today().year > 2020);
}

/* ---- for people ---- */

static void test_long(void)
{
	static const struct {
		struct day day;
		const char *english, *french;
	} rows[] = {
		{{2024, 5, 13}, "13 May 2024", "13 mai 2024"},
		{{2024, 3, 1}, "1 March 2024", "1er mars 2024"},
		{{2024, 8, 31}, "31 August 2024", "31 août 2024"},
		{{2024, 13, 1}, "", ""},
		{{0, 0, 0}, "", ""},
	};
	struct buf out = {0};

	for (size_t i = 0; i < COUNT(rows); i++) {
		for (rig_french = 0; rig_french < 2; rig_french++) {
			buf_clear(&out);
			buf_char(&out, '>');
			day_print_long(&out, rows[i].day);
			CHECK_STR(out.p + 1,
				  rig_french ? rows[i].french : rows[i].english);
		}
	}
	rig_french = 0;
	buf_clear(&out);
	moment_print(&out, 0);
	CHECK_INT(out.n, 0);
	buf_release(&out);
}

/* ---- what is no date ---- */

/* Pieces of dates in any order: no crash, and what is read exists. */
static void test_soup(void)
{
	static const char *const pieces[] = {
		"13",	   "2024",	  "05",
		"1er",	   "mai",	  "mars",
		"lundi",   "-",		  "/",
		".",	   "..",	  "T",
		":",	   "h",		  "30",
		"14",	   "+02:00",	  "Z",
		"(",	   ")",		  "'",
		"le",	   "dernier",	  "30j",
		"semaine", "cette",	  "T1",
		"S2",	   ">",		  "<=",
		"=",	   "\xC3",	  "\xE2\x80\x99",
		"é",	   "99999999999", "0",
		" ",	   ",",
	};
	struct buf text = {0};

	for (unsigned i = 0; i < 20000; i++) {
		struct error err;
		struct period p;
		int64_t moment;

		buf_clear(&text);
		for (unsigned n = rig_random(8); n > 0; n--) {
			buf_text(&text, pieces[rig_random(COUNT(pieces))]);
			if (rig_random(2))
				buf_char(&text, ' ');
		}
		if (moment_parse(buf_view(&text), &moment, &err) == 0 &&
		    !day_valid(moment_day(moment)))
			CHECK_STR(text.p, "a day that exists");
		if (period_parse(buf_view(&text), (struct day){2024, 5, 15}, &p, &err) <
		    0)
			continue;
		if ((p.first.year == 0 && p.last.year == 0) ||
		    (p.first.year != 0 && !day_valid(p.first)) ||
		    (p.last.year != 0 && !day_valid(p.last)) ||
		    (p.first.year != 0 && p.last.year != 0 &&
		     day_compare(p.first, p.last) > 0))
			CHECK_STR(text.p, "a period that exists");
	}
	buf_release(&text);
}

static void test_long_texts(void)
{
	struct buf text = {0};
	struct error err;
	struct period p;
	int64_t moment;

	for (int i = 0; i < 100000; i++)
		buf_char(&text, '1');
	CHECK_INT(moment_parse(buf_view(&text), &moment, &err), -1);
	CHECK(strlen(err.text) < 200);
	CHECK_INT(period_parse(buf_view(&text), (struct day){2024, 5, 15}, &p, &err), -1);
	CHECK(strlen(err.text) < 300);
	buf_release(&text);
}

int main(void)
{
	setlocale(LC_ALL, "");
	test_calendar();
	test_valid();
	test_moments();
	test_dates();
	test_near_dates();
	test_periods();
	test_refusals();
	test_ages();
	test_today();
	test_long();
	test_soup();
	test_long_texts();
	return check_done();
}
