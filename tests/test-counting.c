/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time cut into periods, articles by day, and investments told by several articles
 * counted once.
 */
#include "query/calendar.h"
#include "query/days.h"
#include "query/events.h"

#include <math.h>
#include <stdlib.h>

#include "tests/check.h"
#include "tests/rig.h"

/* ---- the calendar ---- */

static const struct {
	struct day day;
	const char *week, *quarter, *month;
	struct day monday;
} weeks[] = {
	{{2024, 1, 1}, "2024-W01", "2024-Q1", "2024-01", {2024, 1, 1}},
	{{2021, 1, 3}, "2020-W53", "2021-Q1", "2021-01", {2020, 12, 28}},
	{{2021, 1, 4}, "2021-W01", "2021-Q1", "2021-01", {2021, 1, 4}},
	{{2018, 12, 31}, "2019-W01", "2018-Q4", "2018-12", {2018, 12, 31}},
	{{2027, 1, 1}, "2026-W53", "2027-Q1", "2027-01", {2026, 12, 28}},
	{{2024, 2, 29}, "2024-W09", "2024-Q1", "2024-02", {2024, 2, 26}},
	{{2024, 3, 31}, "2024-W13", "2024-Q1", "2024-03", {2024, 3, 25}},
	{{2024, 4, 1}, "2024-W14", "2024-Q2", "2024-04", {2024, 4, 1}},
	{{1, 1, 1}, "0001-W01", "0001-Q1", "0001-01", {1, 1, 1}},
	{{9999, 12, 31}, "9999-W52", "9999-Q4", "9999-12", {9999, 12, 27}},
};

static void check_printed(enum calendar_unit unit, struct day d, const char *wanted)
{
	struct buf b = {0};

	calendar_print(&b, unit, calendar_number(unit, d));
	CHECK_STR(b.p, wanted);
	buf_release(&b);
}

static void test_weeks(void)
{
	for (size_t i = 0; i < COUNT(weeks); i++) {
		check_printed(UNIT_WEEK, weeks[i].day, weeks[i].week);
		check_printed(UNIT_QUARTER, weeks[i].day, weeks[i].quarter);
		check_printed(UNIT_MONTH, weeks[i].day, weeks[i].month);
		CHECK(day_compare(
			      calendar_first(UNIT_WEEK,
					     calendar_number(UNIT_WEEK, weeks[i].day)),
			      weeks[i].monday) == 0);
	}
	check_printed(UNIT_DAY, (struct day){2024, 5, 13}, "2024-05-13");
	check_printed(UNIT_YEAR, (struct day){2024, 5, 13}, "2024");
}

/* Periods of a unit follow each other without gap, and a day lies in its own. */
static void test_periods(void)
{
	struct day d = {1999, 11, 20};

	for (int i = 0; i < 900; i++, d = day_add(d, 1)) {
		for (int u = 0; u < UNITS; u++) {
			enum calendar_unit unit = (enum calendar_unit)u;
			int64_t n = calendar_number(unit, d);

			CHECK(day_compare(calendar_first(unit, n), d) <= 0);
			CHECK(day_compare(d, calendar_last(unit, n)) <= 0);
			CHECK(day_compare(day_add(calendar_last(unit, n), 1),
					  calendar_first(unit, n + 1)) == 0);
		}
	}
}

static void test_long_names(void)
{
	static const char *const wanted[UNITS] = {"13 May 2024", "W20 2024 (13 May)",
						  "May 2024", "Q2 2024", "2024"};
	struct buf b = {0};

	for (int u = 0; u < UNITS; u++) {
		enum calendar_unit unit = (enum calendar_unit)u;

		buf_clear(&b);
		calendar_print_long(&b, unit,
				    calendar_number(unit, (struct day){2024, 5, 13}));
		CHECK_STR(b.p, wanted[u]);
	}
	rig_french = 1;
	buf_clear(&b);
	calendar_print_long(&b, UNIT_MONTH,
			    calendar_number(UNIT_MONTH, (struct day){2024, 3, 13}));
	CHECK_STR(b.p, "mars 2024");
	rig_french = 0;
	buf_release(&b);
}

static void test_fitting(void)
{
	struct day first = {2024, 1, 1};

	CHECK_INT(calendar_fitting(first, first), UNIT_DAY);
	CHECK_INT(calendar_fitting(first, (struct day){2024, 1, 31}), UNIT_DAY);
	CHECK_INT(calendar_fitting(first, (struct day){2024, 2, 1}), UNIT_WEEK);
	CHECK_INT(calendar_fitting(first, (struct day){2024, 7, 31}), UNIT_MONTH);
	CHECK_INT(calendar_fitting(first, (struct day){2027, 2, 1}), UNIT_QUARTER);
	CHECK_INT(calendar_fitting(first, (struct day){2034, 2, 1}), UNIT_YEAR);
}

/* ---- days ---- */

/* Days as they are met, and the order they are listed in; month 13 is none. */
static void test_days(void)
{
	static const int64_t met[] = {20240229, 20240131, 99991231, 10101,
				      20240201, 20231231, 20241301, 20240229};
	static const int64_t listed[] = {10101,	   20231231, 20240131,
					 20240201, 20240229, 99991231};
	struct days days = {0};
	struct days_year *year;
	size_t n = 0;

	CHECK_INT(days_next(&days, 0, &year), 0);
	CHECK_INT(days_last(&days), 0);
	for (size_t i = 0; i < COUNT(met); i++) {
		uint32_t day = columns_day(met[i] * 1000000);

		days_year(&days, day)->articles[day % DAYS_OF_YEAR]++;
	}
	for (uint32_t day = days_next(&days, 0, &year); day > 0;
	     day = days_next(&days, day + 1, &year), n++) {
		int64_t wanted = n < COUNT(listed) ? listed[n] : 0;

		CHECK_INT(columns_day_moment(day) / 1000000, wanted);
		CHECK_INT(year->articles[day % DAYS_OF_YEAR], 1 + (wanted == 20240229));
	}
	CHECK_INT(n, COUNT(listed));
	CHECK_INT(columns_day_moment(days_last(&days)), 99991231000000);
	days_release(&days);
	CHECK_INT(days_next(&days, 0, &year), 0);
}

/* ---- what an article adds ---- */

static void test_row(void)
{
	static const struct column_deal deals[] = {
		{DEAL_FUNDING, 3, 2e6, 0},
		{DEAL_INVESTMENT, 4, 5e6, 120},
		{DEAL_CUT, 5, 0, 300},
	};
	struct columns_row row = {.moment = 20240513000000,
				  .euros = 9e9,
				  .jobs_created = 7,
				  .jobs_cut = 800,
				  .deals = deals,
				  .deals_count = COUNT(deals)};
	struct event e = event_of_row(&row, MEASURE_EUROS);

	CHECK(e.amount == 5e6);
	CHECK_INT(e.actor, 4);
	e = event_of_row(&row, MEASURE_JOBS);
	CHECK(e.amount == 300);
	CHECK_INT(e.actor, 5);
	row.deals_count = 0;
	e = event_of_row(&row, MEASURE_EUROS);
	CHECK(e.amount == 9e9);
	CHECK(e.actor == NO_ITEM);
	CHECK(event_of_row(&row, MEASURE_JOBS).amount == 7);
	row.jobs_created = 0;
	CHECK(event_of_row(&row, MEASURE_JOBS).amount == 800);
	row.jobs_cut = 0;
	CHECK(event_of_row(&row, MEASURE_JOBS).amount == 0);
	row.euros = 1234.56;
	CHECK(event_of_row(&row, MEASURE_EUROS).amount == 1235);
}

/* ---- merging ---- */

enum { NOBODY = 0 };

/* Events in order of time, and the row each is told by. */
static const struct merged {
	const char *what;
	struct {
		int day; /* of May 2024; 0: no date */
		unsigned actor, group;
		double amount;
		size_t told_by;
	} events[5];
	size_t count;
} merges[] = {
	{"one actor, one amount", {{1, 1, 0, 100, 0}, {15, 1, 0, 100, 0}}, 2},
	{"a day too late", {{1, 1, 0, 100, 0}, {16, 1, 0, 100, 1}}, 2},
	{"another actor", {{1, 1, 0, 100, 0}, {2, 2, 0, 100, 1}}, 2},
	{"actors unknown", {{1, NOBODY, 0, 100, 0}, {2, NOBODY, 0, 100, 1}}, 2},
	{"a tenth more", {{1, 1, 0, 90, 0}, {2, 1, 0, 100, 0}}, 2},
	{"a tenth less", {{1, 1, 0, 100, 0}, {2, 1, 0, 90, 0}}, 2},
	{"more than a tenth", {{1, 1, 0, 89, 0}, {2, 1, 0, 100, 1}}, 2},
	{"the first one counts, not the chain",
	 {{1, 1, 0, 100, 0}, {10, 1, 0, 100, 0}, {20, 1, 0, 100, 2}},
	 3},
	{"nor a chain of amounts",
	 {{1, 1, 0, 100, 0}, {2, 1, 0, 92, 0}, {3, 1, 0, 84, 2}, {4, 1, 0, 91, 0}},
	 4},
	{"the earliest of two",
	 {{1, 1, 0, 100, 0}, {2, 1, 0, 85, 1}, {3, 1, 0, 93, 0}},
	 3},
	{"copies, whoever acts", {{1, NOBODY, 7, 100, 0}, {30, 2, 7, 500, 0}}, 2},
	{"a copy of what was told",
	 {{1, 1, 0, 100, 0}, {2, 1, 7, 100, 0}, {30, 1, 7, 100, 0}},
	 3},
	{"no dates", {{0, 1, 0, 100, 0}, {0, 1, 0, 100, 1}}, 2},
	{"nothing told", {{1, 1, 7, 0, 0}, {2, 1, 7, 100, 1}}, 2},
};

static void test_merges(void)
{
	for (size_t i = 0; i < COUNT(merges); i++) {
		const struct merged *m = &merges[i];
		struct event events[5];
		char ids[5][2] = {"a", "b", "c", "d", "e"};

		for (size_t k = 0; k < m->count; k++)
			events[k] = (struct event){
				.docid = k,
				.id = str_of(ids[k]),
				.moment = m->events[k].day == 0
						  ? 0
						  : day_moment((struct day){
							    2024, 5, m->events[k].day}),
				.actor = m->events[k].actor == NOBODY
						 ? NO_ITEM
						 : m->events[k].actor,
				.group = m->events[k].group,
				.amount = m->events[k].amount,
			};
		events_merge(events, m->count);
		for (size_t k = 0; k < m->count; k++) {
			if (!CHECK_INT(events[k].told_by, m->events[k].told_by))
				fprintf(stderr, "\tin \"%s\", event %zu\n", m->what, k);
		}
	}
}

/* Of one moment the larger amount comes first, then the id, whatever the order given. */
static void test_order(void)
{
	struct event events[] = {
		{.docid = 0, .id = STR("b"), .moment = 20240501000000, .amount = 5},
		{.docid = 1, .id = STR("a"), .moment = 20240501000000, .amount = 5},
		{.docid = 2, .id = STR("c"), .moment = 20240501000000, .amount = 6},
		{.docid = 3, .id = STR("d"), .moment = 20240430000000, .amount = 1},
	};

	events_merge(events, COUNT(events));
	CHECK_INT(events[0].docid, 3);
	CHECK_INT(events[1].docid, 2);
	CHECK_INT(events[2].docid, 1);
	CHECK_INT(events[3].docid, 0);
}

static bool same_deal(const struct event *first, const struct event *later)
{
	double larger = fmax(first->amount, later->amount);

	return first->actor == later->actor && first->actor != NO_ITEM &&
	       fabs(first->amount - later->amount) <= EVENT_SHARE * larger &&
	       day_difference(moment_day(first->moment), moment_day(later->moment)) <=
		       EVENT_DAYS;
}

/* Against all that count before, one by one. */
static void test_random(void)
{
	enum { EVENTS = 3000 };
	struct event *events = xcalloc(EVENTS, sizeof *events);
	size_t merged = 0;

	for (size_t i = 0; i < EVENTS; i++)
		events[i] = (struct event){
			.docid = i,
			.moment = day_moment(
				day_add((struct day){2024, 1, 1}, (long)rig_random(400))),
			.actor = rig_random(10) == 0 ? NO_ITEM : rig_random(12),
			.amount = 50 + rig_random(120)};
	events_merge(events, EVENTS);
	for (size_t i = 0; i < EVENTS; i++) {
		size_t first = 0;

		while (first < i && !(events[first].told_by == first &&
				      same_deal(&events[first], &events[i])))
			first++;
		CHECK_INT(events[i].told_by, first);
		merged += first < i;
	}
	CHECK(merged > EVENTS / 4 && merged < EVENTS);
	free(events);
}

int main(void)
{
	test_weeks();
	test_periods();
	test_long_names();
	test_fitting();
	test_days();
	test_row();
	test_merges();
	test_order();
	test_random();
	return check_done();
}
