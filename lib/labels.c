/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/labels.h"

#include "lib/i18n.h"
#include "lib/nearest.h"
#include "lib/utf8.h"

const char *const part_names[TEXT_PARTS] = {
	[TEXT_TITLE] = "title",
	[TEXT_LEAD] = "lead",
	[TEXT_BODY] = "body",
};

const struct label name_labels[NAME_KINDS] = {
	[NAME_COMPANY] = {"company", N_("company")},
	[NAME_TOPIC] = {"topic", N_("topic")},
	[NAME_COUNTRY] = {"country", N_("country")},
	[NAME_REGION] = {"region", N_("region")},
	[NAME_DEPARTMENT] = {"department", N_("department")},
	[NAME_COMMUNE] = {"city", N_("city")},
};

const struct label bound_labels[BOUND_ABOUT + 1] = {
	[BOUND_EXACT] = {"exact", ""},
	[BOUND_MIN] = {"min", "≥ "},
	[BOUND_MAX] = {"max", "≤ "},
	[BOUND_ABOUT] = {"approx", "≈ "},
};

const struct label jobs_labels[JOBS_STAFF + 1] = {
	[JOBS_CREATED] = {"creation", N_("created")},
	[JOBS_CUT] = {"suppression", N_("cut")},
	[JOBS_STAFF] = {"effectif", N_("staff")},
};

const struct label status_labels[DEAL_STATUSES] = {
	[DEAL_ANNOUNCED] = {"annonce", N_("announced")},
	[DEAL_CONFIRMED] = {"confirme", N_("confirmed")},
	[DEAL_CONSIDERED] = {"envisage", N_("considered")},
};

const struct deal_label deal_labels[DEAL_KINDS] = {
	[DEAL_INVESTMENT] = {{"investissement", N_("investment")},
			     {"investissement", "investissements", "investment",
			      "investments"}},
	[DEAL_FUNDING] = {{"levee", N_("funding round")},
			  {"levée", "levées", "levée de fonds", "levées de fonds",
			   "tour de table", "funding", "funding round", "fundraising"}},
	[DEAL_ACQUISITION] = {{"acquisition", N_("acquisition")},
			      {"acquisition", "acquisitions", "rachat", "rachats",
			       "fusion", "takeover", "merger"}},
	[DEAL_AID] = {{"aide", N_("public aid")},
		      {"aide", "aides", "aide publique", "subvention", "subventions",
		       "aid", "subsidy", "grant"}},
	[DEAL_SALE] = {{"cession", N_("sale")},
		       {"cession", "cessions", "vente", "ventes", "sale", "disposal",
			"divestment"}},
	[DEAL_CUT] = {{"suppression", N_("job cuts")},
		      {"suppression", "suppressions", "licenciement", "licenciements",
		       "plan social", "cut", "cuts", "layoffs", "job cuts"}},
};

enum { WORDS = COUNT(deal_labels[0].words) };

/* Folded, and blanks for hyphens. */
static void plain_form(struct buf *out, struct str value)
{
	utf8_fold(out, value);
	for (size_t i = 0; i < out->n; i++) {
		if (out->p[i] == '-' || out->p[i] == '_')
			out->p[i] = ' ';
	}
}

static bool folds_to(const char *word, struct str plain)
{
	struct buf b = {0};
	bool same;

	utf8_fold(&b, str_of(word));
	same = str_equal(buf_view(&b), plain);
	buf_release(&b);
	return same;
}

bool deal_kind_find(struct str value, enum deal_kind *kind)
{
	struct buf plain = {0};
	bool found = false;

	plain_form(&plain, value);
	for (int k = 0; k < DEAL_KINDS && !found; k++) {
		for (size_t i = 0; i < WORDS && deal_labels[k].words[i] != NULL; i++)
			found |= folds_to(deal_labels[k].words[i], buf_view(&plain));
		*kind = (enum deal_kind)k;
	}
	buf_release(&plain);
	return found;
}

const char *deal_kind_nearest(struct str value)
{
	const char *words[DEAL_KINDS * WORDS];
	struct buf plain = {0};
	const char *nearest;
	size_t count = 0;

	for (int k = 0; k < DEAL_KINDS; k++) {
		for (size_t i = 0; i < WORDS && deal_labels[k].words[i] != NULL; i++)
			words[count++] = deal_labels[k].words[i];
	}
	plain_form(&plain, value);
	nearest = nearest_word(buf_view(&plain), words, count);
	buf_release(&plain);
	return nearest;
}

const char *place_type(enum name_kind kind, struct str country)
{
	switch (kind) {
	case NAME_COUNTRY:
		return "pays";
	case NAME_REGION:
		return "region";
	case NAME_DEPARTMENT:
		return "departement";
	default:
		return country.n == 0 || str_is(country, "fr") ? "commune"
							       : "ville-etrangere";
	}
}
