/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What articles are counted by: kinds of names, sources, kinds of deals, stretches of time.
 * Fields of questions keep the names they have there.
 */
#ifndef QUERY_DIMENSION_H
#define QUERY_DIMENSION_H

#include "lib/error.h"
#include "lib/schema.h"
#include "query/calendar.h"

enum dimension_kind { BY_NAME, BY_SOURCE, BY_DEAL, BY_TIME };

struct dimension {
	const char *name;	/* French, accents kept: "région"; in machine output */
	const char *aliases[2]; /* BY_TIME: English; others have those of the field */
	const char *title;	/* for people, N_() */
	enum dimension_kind kind;
	enum name_kind name_kind;
	enum calendar_unit unit;
};

extern const struct dimension dimensions[];
extern const size_t dimensions_count;

/* Case, accents and a plural's s aside. ERROR_USAGE suggests the nearest. */
const struct dimension *dimension_find(struct str name, struct error *err);
/* The same, of stretches of time. */
const struct dimension *dimension_find_time(struct str name, struct error *err);
const struct dimension *dimension_of_unit(enum calendar_unit unit);

enum { DIMENSIONS_MOST = 32 };

/* {.count = 0} is empty. */
struct dimension_list {
	const struct dimension *items[DIMENSIONS_MOST];
	size_t count;
};

/* Adds those named, a comma between, each once. */
int dimensions_parse(struct dimension_list *list, struct str names, struct error *err);

#endif
