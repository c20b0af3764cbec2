/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Days and moments of the Gregorian calendar, without time zones: an article's date is
 * the one its paper wrote.
 *
 * A moment is the decimal number YYYYMMDDhhmmss (20240513143000), which sorts as time
 * does; 0 means unknown; a day alone has zeros behind. A period is inclusive on both
 * ends.
 */
#ifndef LIB_DATE_H
#define LIB_DATE_H

#include "lib/error.h"
#include "lib/str.h"

struct day {
	int year;  /* 1–9999 */
	int month; /* 1–12 */
	int day;   /* 1–31 */
};

struct period {
	struct day first, last; /* year 0: open on that side */
};

bool day_valid(struct day d);
int day_compare(struct day a, struct day b);
struct day day_add(struct day d, long days); /* stops at years 1 and 9999 */
/* The same day of another month, or that month's last day; stops likewise. */
struct day day_add_months(struct day d, long months);
int day_weekday(struct day d); /* 0 is Monday */
/* In local time; $VEILLE_TODAY (YYYY-MM-DD) wins, for tests. */
/* Days from a to b; negative when b is earlier. */
long day_difference(struct day a, struct day b);
struct day day_today(void);
/* Seconds since 1970 by the clock; noon of $VEILLE_TODAY, UTC. */
int64_t seconds_now(void);
/* The day of a number of seconds since 1970, in local time. */
struct day day_of_seconds(int64_t seconds);
struct day moment_day(int64_t moment);
int64_t day_moment(struct day d);

/*
 * Reads an article's date: ISO 8601 (date, or date and time with any zone, whose clock
 * time is kept), RFC 822, or French: "13 mai 2024", "1er mars 2024", "lundi 13 mai 2024 à
 * 14 h 30", "13/05/2024". "sept. 2024" is no day and fails. Answers 0 with *moment, -1
 * with a sentence (ERROR_REJECTED).
 */
int moment_parse(struct str text, int64_t *moment, struct error *err);
/*
 * The same, and days that are told from another, `near` (year 0: none): "lundi 13 mai" is
 * the nearest such day, "mardi soir" the last Tuesday, "hier", "il y a 3 jours".
 */
int moment_parse_near(struct str text, struct day near, int64_t *moment,
		      struct error *err);

/*
 * Reads the value of date: in a question: 2024, 2024-05, 2024-05-13, 13/05/2024, "13 mai
 * 2024", "mai 2024", A..B with either side open, >D >=D <D <=D, =D, and ages counted back
 * from `today`: 30j 8s 6m 2a (jours, semaines, mois, ans; English d w m y), aujourd'hui,
 * hier, "cette semaine", "ce mois", "cette année" and the English today, yesterday.
 * ERROR_USAGE when it is none of these.
 */
int period_parse(struct str text, struct day today, struct period *out,
		 struct error *err);

/* Appends "2024-05-13". */
void day_print(struct buf *out, struct day d);
/* Appends "2024-05-13" or "2024-05-13T14:30:00" when a time is known; nothing for 0. */
void moment_print(struct buf *out, int64_t moment);
/* Appends "2024-05-13T14:30:00Z" of seconds since 1970; nothing for 0. */
void seconds_print(struct buf *out, int64_t seconds);
/*
 * Appends the day for people in the locale's language: "13 mai 2024", "1er mars 2024" or
 * "13 May 2024".
 */
void day_print_long(struct buf *out, struct day d);
/* Appends "13 mai 2024, 14 h 30", or the day alone when no time is known; nothing for 0. */
void moment_print_long(struct buf *out, int64_t moment);
/* In the locale's language: "mai"; 1 is January. */
const char *month_name(int month);

#endif
