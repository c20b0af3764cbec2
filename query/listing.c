/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/listing.h"

#include <stdlib.h>
#include <string.h>

#include "lib/options.h"

enum { LIMIT_MAX = 1000000 };

static int take_sort(struct search_options *search, struct str value, struct error *err)
{
	if (str_is(value, "relevance") || str_is(value, "pertinence"))
		search->sort = SORT_RELEVANCE;
	else if (str_is(value, "date"))
		search->sort = SORT_DATE;
	else
		return error_set(err, ERROR_USAGE,
				 _("unknown order '%.*s'; choose relevance or date"),
				 STR_ARGS(value));
	return 0;
}

/* Days of the units that date:30j knows too. */
static const struct {
	const char *letters; /* French and English */
	double days;
} ages[] = {{"jd", 1}, {"sw", 7}, {"m", 30.44}, {"ay", 365.25}};

static int take_recency(struct search_options *search, struct str value,
			struct error *err)
{
	struct buf text = {0};
	char *end;
	double n;

	buf_str(&text, value);
	n = text.n > 0 ? strtod(text.p, &end) : 0;
	for (size_t i = 0; i < COUNT(ages) && n > 0; i++) {
		if (end[0] != '\0' && strchr(ages[i].letters, end[0]) != NULL &&
		    end[1] == '\0')
			search->half_life = n * ages[i].days;
	}
	buf_release(&text);
	if (search->half_life > 0)
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("'%.*s' is no age; write 90j, 12s, 6m or 1a (days, weeks, "
			   "months, years)"),
			 STR_ARGS(value));
}

static int take_number(const char *name, struct str value, size_t *out, struct error *err)
{
	long n;

	if (option_number(name, value, 0, LIMIT_MAX, &n, err) < 0)
		return -1;
	*out = (size_t)n;
	return 0;
}

int listing_take(struct search_options *search, int id, struct str value,
		 struct error *err)
{
	switch (id) {
	case OPTION_LIMIT:
		return take_number("limit", value, &search->limit, err);
	case OPTION_OFFSET:
		return take_number("offset", value, &search->offset, err);
	case OPTION_SORT:
		return take_sort(search, value, err);
	case OPTION_RECENCY:
		return take_recency(search, value, err);
	case OPTION_NO_GROUP:
		search->each = true;
		return 0;
	default:
		return 1;
	}
}
