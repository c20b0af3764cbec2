/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/dimension.h"

#include <string.h>

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/utf8.h"

const struct dimension dimensions[] = {
	{"entreprise", {NULL}, N_("company"), BY_NAME, .name_kind = NAME_COMPANY},
	{"région", {NULL}, N_("region"), BY_NAME, .name_kind = NAME_REGION},
	{"département", {NULL}, N_("department"), BY_NAME, .name_kind = NAME_DEPARTMENT},
	{"ville", {NULL}, N_("city"), BY_NAME, .name_kind = NAME_COMMUNE},
	{"pays", {NULL}, N_("country"), BY_NAME, .name_kind = NAME_COUNTRY},
	{"sujet", {NULL}, N_("topic"), BY_NAME, .name_kind = NAME_TOPIC},
	{"opération", {NULL}, N_("deal"), BY_DEAL, .name_kind = NAME_KINDS},
	{"source", {NULL}, N_("source"), BY_SOURCE, .name_kind = NAME_KINDS},
	{"année", {"year", "an"}, N_("year"), BY_TIME, .unit = UNIT_YEAR},
	{"trimestre", {"quarter"}, N_("quarter"), BY_TIME, .unit = UNIT_QUARTER},
	{"mois", {"month"}, N_("month"), BY_TIME, .unit = UNIT_MONTH},
	{"semaine", {"week"}, N_("week"), BY_TIME, .unit = UNIT_WEEK},
	{"jour", {"day"}, N_("day"), BY_TIME, .unit = UNIT_DAY},
};
const size_t dimensions_count = COUNT(dimensions);

enum { ALIASES = COUNT(dimensions[0].aliases), FIELD_ALIASES = COUNT(fields[0].aliases) };

static bool folds_to(const char *name, struct str folded)
{
	struct buf b = {0};
	bool same;

	if (name == NULL)
		return false;
	utf8_fold(&b, str_of(name));
	same = str_equal(buf_view(&b), folded);
	buf_release(&b);
	return same;
}

static const struct dimension *find_folded(struct str folded)
{
	const struct field *field = field_find(folded);

	for (size_t i = 0; i < COUNT(dimensions); i++) {
		const struct dimension *d = &dimensions[i];

		if ((field != NULL && strcmp(field->name, d->name) == 0) ||
		    folds_to(d->name, folded))
			return d;
		for (size_t k = 0; k < ALIASES; k++) {
			if (folds_to(d->aliases[k], folded))
				return d;
		}
	}
	return NULL;
}

/* Every name and alias; those of fields too. */
static size_t list_names(const char **out)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT(dimensions); i++) {
		const struct dimension *d = &dimensions[i];
		const struct field *field = field_find(str_of(d->name));

		out[count++] = d->name;
		for (size_t k = 0; k < ALIASES && d->aliases[k] != NULL; k++)
			out[count++] = d->aliases[k];
		for (size_t k = 0;
		     field != NULL && k < FIELD_ALIASES && field->aliases[k] != NULL; k++)
			out[count++] = field->aliases[k];
	}
	return count;
}

static void tell_unknown(struct str name, struct error *err)
{
	const char *names[COUNT(dimensions) * (1 + ALIASES + FIELD_ALIASES)];
	const char *nearest = nearest_word(name, names, list_names(names));
	struct buf all = {0};

	for (size_t i = 0; i < COUNT(dimensions); i++)
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", dimensions[i].name);
	if (nearest != NULL)
		error_set(err, ERROR_USAGE,
			  _("nothing is counted by '%.*s'; did you mean '%s'?"),
			  STR_ARGS(name), nearest);
	else
		error_set(err, ERROR_USAGE,
			  _("nothing is counted by '%.*s'; choose from: %s"),
			  STR_ARGS(name), all.p);
	buf_release(&all);
}

const struct dimension *dimension_find(struct str name, struct error *err)
{
	const struct dimension *found;
	struct buf folded = {0};
	struct str word;

	utf8_fold(&folded, str_trim(name));
	word = buf_view(&folded);
	found = find_folded(word);
	if (found == NULL && word.n > 1 && word.p[word.n - 1] == 's')
		found = find_folded(str_slice(word, 0, word.n - 1));
	if (found == NULL)
		tell_unknown(str_trim(name), err);
	buf_release(&folded);
	return found;
}

const struct dimension *dimension_find_time(struct str name, struct error *err)
{
	const struct dimension *d = dimension_find(name, err);

	if (d == NULL || d->kind == BY_TIME)
		return d;
	error_set(err, ERROR_USAGE,
		  _("'%.*s' is no stretch of time; choose jour, semaine, mois, "
		    "trimestre or année"),
		  STR_ARGS(name));
	return NULL;
}

const struct dimension *dimension_of_unit(enum calendar_unit unit)
{
	for (size_t i = 0; i < COUNT(dimensions); i++) {
		if (dimensions[i].kind == BY_TIME && dimensions[i].unit == unit)
			return &dimensions[i];
	}
	return NULL;
}

static int add_dimension(struct dimension_list *list, const struct dimension *d,
			 struct error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i] == d)
			return 0;
	}
	if (list->count == DIMENSIONS_MOST)
		return error_set(err, ERROR_USAGE, _("too many facets"));
	list->items[list->count++] = d;
	return 0;
}

int dimensions_parse(struct dimension_list *list, struct str names, struct error *err)
{
	struct str name;

	while (str_split(&names, ',', &name)) {
		const struct dimension *d = dimension_find(name, err);

		if (d == NULL || add_dimension(list, d, err) < 0)
			return -1;
	}
	return 0;
}
