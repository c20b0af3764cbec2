/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an article is found by: the terms of its deals, with those of all that the actors
 * are part of, and the largest amount, money counted once.
 */
#include "indexer/document.h"

#include <stdlib.h>

#include "lib/rules.h"
#include "lib/schema.h"
#include "tests/check.h"

static struct error err;

static uint32_t name_number(const struct record *r, const char *id)
{
	for (size_t i = 0; i < r->names_count; i++) {
		if (str_is(r->names[i].id, id))
			return (uint32_t)i;
	}
	return NO_ITEM;
}

static struct record_amount amounts[] = {
	{1e9, "USD", 8e8, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 0, 1},
	{9e8, "EUR", 9e8, BOUND_EXACT, 0, 2, RULE_AMOUNT_BRACKET, 2, 3},
	{2e8, "EUR", 2e8, BOUND_EXACT, NO_ITEM, 2, RULE_AMOUNT, 4, 5},
	{5e9, "SEK", 4e9, BOUND_EXACT, 2, 2, RULE_AMOUNT_BRACKET, 6, 7},
};

/* The article's record with two deals told of it. */
static void read_article(struct documents *d, struct record *r,
			 struct record_deal deals[2])
{
	*r = (struct record){.id = STR("a"),
			     .body = STR("AWS et Microsoft investissent à Lyon.")};
	documents_read(d, r);
	deals[0] = (struct record_deal){.kind = DEAL_INVESTMENT,
					.actor = name_number(r, "aws"),
					.target = name_number(r, "microsoft"),
					.amount = NO_ITEM,
					.jobs = NO_ITEM,
					.part = TEXT_BODY,
					.end = 1};
	deals[1] = deals[0];
	deals[1].kind = DEAL_AID;
	deals[1].actor = NO_ITEM;
	r->deals = deals;
	r->deals_count = 2;
	r->amounts = amounts;
	r->amounts_count = COUNT(amounts);
}

static uint32_t count_term(const struct entry *e, struct str term)
{
	uint32_t count = 0;

	for (size_t i = 0; i < e->terms_count; i++)
		count |= str_equal(entry_term_text(e, i), term);
	return count;
}

static void check_terms(const struct entry *e)
{
	static const struct {
		const char *term;
		uint32_t count;
	} rows[] = {
		{"XOinvestissement", 1}, {"XOaide", 1},
		{"XOlevee", 0},		 {"XAaws", 1},
		{"XAamazon", 1},	 {"XA=amazon", 0},
		{"XAmicrosoft", 0},	 {"XCmicrosoft", 1},
		{"XCamazon", 1},	 {"Qa", 1},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!CHECK_INT(count_term(e, str_of(rows[i].term)), rows[i].count))
			fprintf(stderr, "\tterm     %s\n", rows[i].term);
	}
}

static void check_amount(const struct entry *e)
{
	double amount = 0;

	for (size_t i = 0; i < e->values_count; i++) {
		if (e->values[i].slot == SLOT_AMOUNT)
			amount = value_unpack(entry_value_text(e, i));
	}
	CHECK(amount == 9e8);
}

int main(void)
{
	const char *lexicon = getenv("VEILLE_LEXICON");
	struct analyser *a = NULL;
	struct documents *d = NULL;
	struct entry entry = {0};
	struct record_deal deals[2];
	struct record r;

	if (!CHECK(lexicon != NULL) ||
	    !CHECK_INT(analyser_open_folder(&a, lexicon, &err), 0))
		return check_done();
	d = documents_new(a);
	read_article(d, &r, deals);
	documents_make(d, &r, &entry);
	check_terms(&entry);
	check_amount(&entry);
	entry_release(&entry);
	documents_free(d);
	analyser_free(a);
	return check_done();
}
