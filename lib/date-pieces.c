/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date-pieces.h"

#include <string.h>

#include "lib/utf8.h"

struct piece pieces_peek(const struct pieces *r)
{
	struct piece piece = {0};
	size_t at = r->at;
	size_t start;
	uint32_t c;
	size_t n;

	while ((n = utf8_decode(r->text, at, &c)) > 0 && utf8_is_space(c)) {
		piece.apart = true;
		at += n;
	}
	start = at;
	while (at < r->text.n && r->text.p[at] >= '0' && r->text.p[at] <= '9') {
		if (at - start < 9)
			piece.value = 10 * piece.value + (r->text.p[at] - '0');
		at++;
	}
	if (at > start) {
		piece.kind = PIECE_NUMBER;
	} else if (n > 0 && utf8_is_letter(c)) {
		piece.kind = PIECE_WORD;
		while ((n = utf8_decode(r->text, at, &c)) > 0 && utf8_is_letter(c))
			at += n;
	} else if (n > 0) {
		piece.kind = PIECE_SIGN;
		at += n;
	}
	piece.text = str_slice(r->text, start, at);
	return piece;
}

void pieces_skip(struct pieces *r, struct piece piece)
{
	if (piece.kind != PIECE_END)
		r->at = (size_t)(piece.text.p + piece.text.n - r->text.p);
}

bool pieces_take(struct pieces *r, const char *text)
{
	struct piece piece = pieces_peek(r);

	if (piece.kind == PIECE_END || !str_is(piece.text, text))
		return false;
	pieces_skip(r, piece);
	return true;
}

bool pieces_take_number(struct pieces *r, size_t least, size_t most, int *value)
{
	struct piece piece = pieces_peek(r);

	if (piece.kind != PIECE_NUMBER || piece.text.n < least || piece.text.n > most)
		return false;
	*value = (int)piece.value;
	pieces_skip(r, piece);
	return true;
}

int pieces_take_one_of(struct pieces *r, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (pieces_take(r, words[i]))
			return (int)i;
	}
	return -1;
}

bool pieces_end(const struct pieces *r)
{
	return pieces_peek(r).kind == PIECE_END;
}

/* ---- reading: names of months and days ---- */

/* French and English, twelve and twelve, seven and seven; folded. */
static const char *const months[] = {
	"janvier", "fevrier",  "mars",	    "avril",   "mai",	   "juin",
	"juillet", "aout",     "septembre", "octobre", "novembre", "decembre",
	"january", "february", "march",	    "april",   "may",	   "june",
	"july",	   "august",   "september", "october", "november", "december",
};

static const char *const weekdays[] = {
	"lundi",  "mardi",   "mercredi",  "jeudi",    "vendredi", "samedi",   "dimanche",
	"monday", "tuesday", "wednesday", "thursday", "friday",	  "saturday", "sunday",
};

/*
 * The place of a name in a table that repeats every `cycle`: whole, or a front of three
 * letters at least that means only one of them ("sept", not "jui"). -1 when it is none.
 */
static int find_name(struct str word, const char *const *names, size_t count, int cycle)
{
	int found = -1;

	for (size_t i = 0; i < count; i++) {
		int place = (int)i % cycle;

		if (str_is(word, names[i]))
			return place;
		if (word.n < 3 || !str_starts(str_of(names[i]), word))
			continue;
		if (found >= 0 && found != place)
			return -1;
		found = place;
	}
	return found;
}

bool pieces_take_month(struct pieces *r, int *month)
{
	struct piece piece = pieces_peek(r);
	int place = piece.kind == PIECE_WORD
			    ? find_name(piece.text, months, COUNT(months), 12)
			    : -1;

	if (place < 0)
		return false;
	*month = place + 1;
	pieces_skip(r, piece);
	pieces_take(r, ".");
	return true;
}

bool pieces_take_weekday(struct pieces *r, int *weekday)
{
	struct piece piece = pieces_peek(r);
	int place = piece.kind == PIECE_WORD
			    ? find_name(piece.text, weekdays, COUNT(weekdays), 7)
			    : -1;

	if (place < 0)
		return false;
	*weekday = place;
	pieces_skip(r, piece);
	pieces_take(r, ".");
	pieces_take(r, ",");
	return true;
}

/* ---- reading: days ---- */

/* RFC 5322: 00–49 are of this century, 50–99 of the last one. */
static int whole_year(int year)
{
	return year + (year < 50 ? 2000 : 1900);
}

static bool take_year(struct pieces *r, int *year)
{
	if (pieces_take_number(r, 4, 4, year))
		return true;
	if (!pieces_take_number(r, 2, 2, year))
		return false;
	*year = whole_year(*year);
	return true;
}

/* A zero that was written is no missing number, but no day or month either. */
static int written(long value)
{
	return value == 0 ? -1 : (int)value;
}

/*
 * One of - / . and then a number, no space between; *sign is 0 at first, then that sign
 * again.
 */
static bool take_joined(struct pieces *r, char *sign, size_t least, size_t most,
			int *value)
{
	struct pieces saved = *r;
	struct piece piece = pieces_peek(r);

	if (piece.kind == PIECE_SIGN && piece.text.n == 1 && !piece.apart &&
	    strchr("-/.", piece.text.p[0]) != NULL &&
	    (*sign == 0 || *sign == piece.text.p[0])) {
		pieces_skip(r, piece);
		if (!pieces_peek(r).apart && pieces_take_number(r, least, most, value)) {
			*value = written(*value);
			*sign = piece.text.p[0];
			return true;
		}
	}
	*r = saved;
	return false;
}

/* 2024, 2024-05, 2024-05-13, 2024/5/13, 202405, 20240513. */
static bool take_year_first(struct pieces *r, struct day *d)
{
	struct piece piece = pieces_peek(r);
	char sign = 0;

	if (piece.kind != PIECE_NUMBER)
		return false;
	if (piece.text.n == 8 || piece.text.n == 6) {
		long days = piece.text.n == 8 ? 100 : 1; /* 202405 has none */

		d->year = (int)(piece.value / days / 100);
		d->month = written(piece.value / days % 100);
		d->day = days > 1 ? written(piece.value % 100) : 0;
		pieces_skip(r, piece);
		return true;
	}
	if (!pieces_take_number(r, 4, 4, &d->year))
		return false;
	if (take_joined(r, &sign, 1, 2, &d->month))
		take_joined(r, &sign, 1, 2, &d->day);
	return true;
}

/* 13/05/2024, 13.05.24, 05/2024. */
static bool take_joined_day(struct pieces *r, struct day *d)
{
	struct pieces saved = *r;
	char sign = 0;
	int number;

	if (pieces_take_number(r, 1, 2, &number)) {
		number = written(number);
		if (take_joined(r, &sign, 4, 4, &d->year)) {
			d->month = number;
			return true;
		}
		d->day = number;
		if (take_joined(r, &sign, 1, 2, &d->month)) {
			if (take_joined(r, &sign, 4, 4, &d->year))
				return true;
			if (take_joined(r, &sign, 2, 2, &number)) {
				d->year = whole_year(number < 0 ? 0 : number);
				return true;
			}
		}
	}
	*r = saved;
	*d = (struct day){0};
	return false;
}

void pieces_take_ordinal(struct pieces *r)
{
	static const char *const ordinals[] = {"er", "ᵉʳ", "re", "st", "nd",
					       "rd", "th", "e",	 "eme"};

	TAKE_ONE_OF(r, ordinals);
}

/* 13 mai 2024, 1er mars 2024, 13-May-2024, 13th of May, 2024. */
static bool take_day_first(struct pieces *r, struct day *d)
{
	struct pieces saved = *r;

	if (pieces_take_number(r, 1, 2, &d->day)) {
		d->day = written(d->day);
		pieces_take_ordinal(r);
		if (!pieces_take(r, "-") && !pieces_take(r, "/"))
			pieces_take(r, "of");
		if (pieces_take_month(r, &d->month)) {
			if (!pieces_take(r, "-") && !pieces_take(r, "/"))
				pieces_take(r, ",");
			if (take_year(r, &d->year))
				return true;
		}
	}
	*r = saved;
	*d = (struct day){0};
	return false;
}

/* mai 2024; May 13, 2024. */
static bool take_month_first(struct pieces *r, struct day *d)
{
	struct pieces saved = *r;

	if (pieces_take_month(r, &d->month)) {
		if (pieces_take_number(r, 4, 4, &d->year))
			return true;
		if (pieces_take_number(r, 1, 2, &d->day)) {
			d->day = written(d->day);
			pieces_take_ordinal(r);
			pieces_take(r, ",");
			if (pieces_take_number(r, 4, 4, &d->year))
				return true;
		}
	}
	*r = saved;
	*d = (struct day){0};
	return false;
}

bool pieces_take_day(struct pieces *r, struct day *d)
{
	*d = (struct day){0};
	return take_joined_day(r, d) || take_day_first(r, d) || take_month_first(r, d) ||
	       take_year_first(r, d);
}
