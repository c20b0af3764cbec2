/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The newest articles by the columns are those that libxapian finds by its values, page by page,
 * and weigh as much.
 *
 * usage: newest INDEX <QUESTIONS		0 so they are, 1 not, 2 failed
 */
#include <stdio.h>
#include <stdlib.h>

#include "query/compile.h"
#include "query/newest.h"
#include "query/parse.h"

enum { PAGE = 60, PAGES = 40 };

struct count {
	size_t hits, wrong;
};

static bool same_hits(const struct xc_hits *a, const struct xc_hits *b)
{
	bool same = a->count == b->count && b->lower <= a->estimated &&
		    a->estimated <= b->upper;

	for (size_t i = 0; i < a->count && same; i++)
		same = a->hits[i].docid == b->hits[i].docid &&
		       a->hits[i].weight == b->hits[i].weight;
	return same;
}

/* Pages that overlap, and the first beyond the last. */
static int check_pages(struct index *x, struct newest *n, const struct plan *plan,
		       struct count *count, struct error *err)
{
	struct xc_search search = {.query = plan->query,
				   .k1 = 1.2,
				   .k3 = 8,
				   .b = .75,
				   .min_length = .5,
				   .order = XC_BY_VALUE_DESCENDING,
				   .sort_slot = SLOT_MOMENT,
				   .limit = PAGE};
	struct xc_hits ours = {0}, theirs = {0};
	int rc = 0;

	for (int page = 0; page < PAGES && rc == 0; page++) {
		rc = newest_take(n, &search, &ours, err);
		if (rc == 0)
			rc = xc_reader_search(index_reader(x), &search, &theirs, err);
		if (rc == 0)
			count->wrong += !same_hits(&ours, &theirs);
		count->hits += ours.count;
		if (ours.count == 0)
			break;
		search.first += PAGE / 2 + 1;
	}
	xc_hits_release(&theirs);
	xc_hits_release(&ours);
	return rc;
}

static int check_question(struct index *x, const char *typed, struct count *count,
			  struct error *err)
{
	struct question *q = question_parse(str_trim(str_of(typed)));
	const struct compile_options options = {.today = {2026, 11, 23}};
	size_t wrong = count->wrong;
	struct newest *n = NULL;
	struct plan *plan = NULL;
	int rc = question_compile(q, x, &options, &plan, err);

	if (rc == 0 && newest_open(&n, x, plan->query, err) <= 0)
		rc = -1;
	if (rc == 0)
		rc = check_pages(x, n, plan, count, err);
	if (count->wrong > wrong)
		printf("%zu pages differ: %s", count->wrong - wrong, typed);
	newest_close(n);
	plan_free(plan);
	question_free(q);
	return rc;
}

int main(int argc, char **argv)
{
	const char *place = argc > 1 ? argv[1] : "";
	struct count count = {0};
	struct error err = {0};
	struct index *x;
	char line[1000];
	int rc = index_open(&x, &place, 1, &err);

	while (rc == 0 && fgets(line, sizeof line, stdin) != NULL)
		rc = check_question(x, line, &count, &err);
	if (rc < 0)
		printf("newest: %s\n", err.text);
	index_close(x);
	if (rc < 0 || count.hits == 0)
		return 2;
	return count.wrong > 0;
}
