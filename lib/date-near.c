/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Days that say where they stand from another: 13 mai, lundi 13 mai, hier, mardi soir,
 * il y a 3 jours. News looks back: a weekday alone is the last one.
 */
#include "lib/date-pieces.h"

#include <stdlib.h>

enum { YEARS = 6 }; /* looked at on each side for one whose weekday is right */

/* ---- a day without its year ---- */

/* The nearest such day whose weekday (or -1: any) is right; false when there is none. */
static bool nearest_year(struct day near, struct day *d, int weekday)
{
	struct day best = {0};
	long least = 0;

	for (int years = -YEARS; years <= YEARS; years++) {
		struct day that = {near.year + years, d->month, d->day};
		long away;

		if (!day_valid(that) || (weekday >= 0 && day_weekday(that) != weekday))
			continue;
		away = labs(day_difference(near, that));
		if (best.year == 0 || away < least) {
			best = that;
			least = away;
		}
	}
	*d = best;
	return best.year != 0;
}

/* 13 mai, 1er mars, May 13. */
static bool take_day_of_month(struct pieces *r, struct day *d)
{
	struct pieces saved = *r;

	*d = (struct day){0};
	if (pieces_take_number(r, 1, 2, &d->day)) {
		pieces_take_ordinal(r);
		pieces_take(r, "of");
		if (pieces_take_month(r, &d->month))
			return true;
	} else if (pieces_take_month(r, &d->month) &&
		   pieces_take_number(r, 1, 2, &d->day)) {
		pieces_take_ordinal(r);
		return true;
	}
	*r = saved;
	return false;
}

/* ---- words ---- */

static const struct {
	const char *words[5]; /* pieces one behind the other */
	int days;	      /* from the day that is near */
} named[] = {
	{{"aujourd", "'", "hui"}, 0},  {{"ce", "jour"}, 0}, {{"today"}, 0},
	{{"avant", "-", "hier"}, -2},  {{"hier"}, -1},	    {{"yesterday"}, -1},
	{{"apres", "-", "demain"}, 2}, {{"demain"}, 1},	    {{"tomorrow"}, 1},
};

/* Parts of a day say no hour. */
static const char *const parts[][4] = {
	{"apres", "-", "midi"},
	{"matin"},
	{"midi"},
	{"soir"},
	{"soiree"},
	{"nuit"},
	{"morning"},
	{"afternoon"},
	{"evening"},
	{"night"},
};

static bool take_words(struct pieces *r, const char *const *words, size_t count)
{
	struct pieces saved = *r;

	for (size_t i = 0; i < count && words[i] != NULL; i++) {
		if (!pieces_take(r, words[i])) {
			*r = saved;
			return false;
		}
	}
	return true;
}

static void take_part_of_day(struct pieces *r)
{
	static const char *const before[] = {"au", "dans", "en", "la", "l", "'"};
	struct pieces saved = *r;

	while (TAKE_ONE_OF(r, before) >= 0)
		continue;
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (take_words(r, parts[i], COUNT(parts[i])))
			return;
	}
	*r = saved;
}

static bool take_named(struct pieces *r, struct day near, struct day *d)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		if (take_words(r, named[i].words, COUNT(named[i].words))) {
			*d = day_add(near, named[i].days);
			return true;
		}
	}
	return false;
}

/* lundi, ce lundi, lundi dernier, last Monday, lundi prochain. */
static bool take_weekday(struct pieces *r, struct day near, struct day *d)
{
	static const char *const last[] = {"dernier", "last"};
	static const char *const next[] = {"prochain", "next"};
	struct pieces saved = *r;
	bool behind, ahead;
	int weekday, back;

	pieces_take(r, "ce");
	behind = TAKE_ONE_OF(r, last) >= 0;
	ahead = TAKE_ONE_OF(r, next) >= 0;
	if (!pieces_take_weekday(r, &weekday)) {
		*r = saved;
		return false;
	}
	behind = TAKE_ONE_OF(r, last) >= 0 || behind;
	ahead = TAKE_ONE_OF(r, next) >= 0 || ahead;
	back = (day_weekday(near) - weekday + 7) % 7;
	if (behind && back == 0)
		back = 7;
	*d = day_add(near, ahead ? 7 - back : -back);
	return true;
}

/* ---- ages ---- */

static const struct {
	const char *word; /* folded */
	int days, months;
} units[] = {
	{"minute", 0, 0}, {"minutes", 0, 0}, {"min", 0, 0},	{"mn", 0, 0},
	{"heure", 0, 0},  {"heures", 0, 0},  {"h", 0, 0},	{"hour", 0, 0},
	{"hours", 0, 0},  {"jour", 1, 0},    {"jours", 1, 0},	{"j", 1, 0},
	{"day", 1, 0},	  {"days", 1, 0},    {"semaine", 7, 0}, {"semaines", 7, 0},
	{"week", 7, 0},	  {"weeks", 7, 0},   {"mois", 0, 1},	{"month", 0, 1},
	{"months", 0, 1}, {"an", 0, 12},     {"ans", 0, 12},	{"year", 0, 12},
	{"years", 0, 12},
};

/* il y a 3 jours, 2 hours ago. Hours are of the same day: what is near has no clock. */
static bool take_age(struct pieces *r, struct day near, struct day *d)
{
	static const char *const words[] = {"il", "y", "a"};
	static const char *const one[] = {"un", "une", "a", "an", "one"};
	struct pieces saved = *r;
	bool before = take_words(r, words, COUNT(words));
	int count = 1;

	if (!pieces_take_number(r, 1, 3, &count) && TAKE_ONE_OF(r, one) < 0)
		goto none;
	for (size_t i = 0; i < COUNT(units); i++) {
		if (!pieces_take(r, units[i].word))
			continue;
		if (before || pieces_take(r, "ago")) {
			*d = day_add_months(day_add(near, -units[i].days * count),
					    -units[i].months * count);
			return true;
		}
		break;
	}
none:
	*r = saved;
	return false;
}

bool pieces_take_near_day(struct pieces *r, struct day near, struct day *d)
{
	struct pieces saved = *r;
	int weekday = -1;

	if (pieces_take_weekday(r, &weekday))
		pieces_take(r, "le");
	if (take_day_of_month(r, d)) {
		pieces_take(r, ",");
		if (nearest_year(near, d, weekday))
			return true;
	}
	*r = saved;
	if (!take_named(r, near, d) && !take_weekday(r, near, d) && !take_age(r, near, d))
		return false;
	take_part_of_day(r);
	return true;
}
