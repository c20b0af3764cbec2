/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time cut into days, ISO weeks, months, quarters or years. Those of one unit are numbered
 * one after the other, so that a row of them is a row of numbers.
 */
#ifndef QUERY_CALENDAR_H
#define QUERY_CALENDAR_H

#include "lib/date.h"

enum calendar_unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR, UNITS };

int64_t calendar_number(enum calendar_unit unit, struct day d);
struct day calendar_first(enum calendar_unit unit, int64_t number);
struct day calendar_last(enum calendar_unit unit, int64_t number);
/* Appends it as ISO 8601 has it, and quarters alike: 2024-05-13, 2024-W20, 2024-05, 2024-Q2, 2024. */
void calendar_print(struct buf *out, enum calendar_unit unit, int64_t number);
/* Appends it for people: "13 mai 2024", "S20 2024 (13 mai)", "mai 2024", "T2 2024". */
void calendar_print_long(struct buf *out, enum calendar_unit unit, int64_t number);
/* The shortest unit that needs no more than a screen or so for these days. */
enum calendar_unit calendar_fitting(struct day first, struct day last);

#endif
