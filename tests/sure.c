/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Candidates that libxapian settles, unread, answer the question: each is read here all the same.
 *
 * usage: sure INDEX <QUESTIONS		0 so it is, 1 not, 2 failed
 */
#include <stdio.h>
#include <stdlib.h>

#include "query/compile.h"
#include "query/parse.h"
#include "query/read.h"

struct count {
	size_t candidates, sure, wrong;
};

static int check_hits(struct index *x, const struct plan *plan, const uint32_t *docids,
		      size_t n, struct count *count, struct error *err)
{
	struct reading reading = {.watch = &plan->watch};
	int rc = 0;

	for (size_t i = 0; i < n && rc >= 0; i++) {
		bool sure;

		rc = xc_reader_pick(index_reader(x), plan->sure, &docids[i], 1, &sure,
				    err);
		count->candidates++;
		if (rc < 0 || !sure)
			continue;
		count->sure++;
		rc = reading_open(&reading, x, docids[i], err);
		if (rc == 0)
			rc = reading_shows(&reading, plan->root, err);
		count->wrong += rc == 0;
	}
	reading_release(&reading);
	return rc < 0 ? -1 : 0;
}

static int check_question(struct index *x, const char *typed, struct count *count,
			  struct error *err)
{
	struct question *q = question_parse(str_trim(str_of(typed)));
	const struct compile_options options = {.today = {2026, 11, 23}};
	struct count before = *count;
	struct plan *plan = NULL;
	uint32_t *docids = NULL;
	size_t n;
	int rc = question_compile(q, x, &options, &plan, err);

	if (rc == 0 && plan->sure != NULL) {
		rc = xc_reader_matches(index_reader(x), plan->query, &docids, &n, err);
		if (rc == 0)
			rc = check_hits(x, plan, docids, n, count, err);
	}
	if (count->wrong > before.wrong)
		printf("%zu do not answer: %s", count->wrong - before.wrong, typed);
	free(docids);
	plan_free(plan);
	question_free(q);
	return rc;
}

int main(int argc, char **argv)
{
	const char *place = argc > 1 ? argv[1] : "";
	struct count count = {0};
	struct error err;
	struct index *x;
	char line[1000];
	int rc = index_open(&x, &place, 1, &err);

	while (rc == 0 && fgets(line, sizeof line, stdin) != NULL)
		rc = check_question(x, line, &count, &err);
	if (rc < 0)
		printf("sure: %s\n", err.text);
	else
		printf("%zu of %zu candidates are sure\n", count.sure, count.candidates);
	index_close(x);
	/* All or nothing would prove nothing. */
	if (rc < 0 || count.sure == 0 || count.sure == count.candidates)
		return 2;
	return count.wrong > 0;
}
