/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an article is found by: the terms of its deals, with those of all that the actors
 * are part of, and the largest amount, money counted once.
 */
#include "indexer/document.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/rules.h"
#include "lib/schema.h"
#include "tests/check.h"

static struct error err;

static int remove_entry(const char *name, const struct stat *s, int type, struct FTW *ftw)
{
	(void)s;
	(void)type;
	(void)ftw;
	return remove(name);
}

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

/* Writes the one document; answers a reader. */
static struct xc_reader *write_document(const char *path, const struct record *r,
					struct documents *d)
{
	struct xc_writer_options options = {.create = XC_CREATE};
	struct xc_writer *w = xc_writer_open(path, &options, &err);
	struct xc_document *doc = xc_document_new();
	uint32_t docid;
	bool written = CHECK(w != NULL) &&
		       CHECK_INT(documents_make(d, r, doc, &err), 0) &&
		       CHECK_INT(xc_writer_replace(w, STR("Qa"), doc, &docid, &err), 0) &&
		       CHECK_INT(xc_writer_commit(w, &err), 0);

	xc_document_free(doc);
	xc_writer_close(w);
	return written ? xc_reader_open(&path, 1, &err) : NULL;
}

static void check_terms(struct xc_reader *reader)
{
	static const struct {
		const char *term;
		uint32_t count;
	} rows[] = {
		{"XOinvestissement", 1}, {"XOaide", 1},
		{"XOlevee", 0},		 {"XAaws", 1},
		{"XAamazon", 1},	 {"XA=amazon", 0},
		{"XAmicrosoft", 0},	 {"XCmicrosoft", 1},
		{"XCamazon", 1},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t count = 9;

		CHECK_INT(
			xc_reader_term_count(reader, str_of(rows[i].term), &count, &err),
			0);
		if (!CHECK_INT(count, rows[i].count))
			fprintf(stderr, "\tterm     %s\n", rows[i].term);
	}
}

static void check_amount(struct xc_reader *reader)
{
	struct buf value = {0};

	CHECK_INT(xc_reader_value(reader, 1, SLOT_AMOUNT, &value, &err), 0);
	CHECK(value_unpack(buf_view(&value)) == 9e8);
	buf_release(&value);
}

int main(void)
{
	char directory[] = "/tmp/veille-document.XXXXXX";
	const char *lexicon = getenv("VEILLE_LEXICON");
	struct analyser *a = NULL;
	struct documents *d = NULL;
	struct xc_reader *reader = NULL;
	struct record_deal deals[2];
	struct record r;
	char path[64];

	if (!CHECK(mkdtemp(directory) != NULL) || !CHECK(lexicon != NULL) ||
	    !CHECK_INT(analyser_open_folder(&a, lexicon, &err), 0))
		return check_done();
	snprintf(path, sizeof path, "%s/db", directory);
	d = documents_new(a);
	read_article(d, &r, deals);
	reader = write_document(path, &r, d);
	if (CHECK(reader != NULL)) {
		check_terms(reader);
		check_amount(reader);
	}
	xc_reader_close(reader);
	documents_free(d);
	analyser_free(a);
	nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return check_done();
}
