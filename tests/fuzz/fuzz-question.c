/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a question: parsed, printed, its spans inside what was typed; and as the
 * values that dates, amounts and articles hold.
 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/date.h"
#include "lib/number.h"
#include "query/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
	if (!held)
		abort();
}

static void check_node(const struct question *q, const struct node *n, size_t depth)
{
	expect(depth <= 5 * (QUESTION_DEPTH + 1));
	expect(n->start <= n->end && n->end <= q->typed.n);
	for (size_t i = 0; i < n->count; i++)
		check_node(q, n->children[i], depth + 1);
}

static void check_values(struct str text)
{
	const struct day today = {2024, 5, 15};
	struct quantity_range quantities;
	struct period days;
	struct error err;
	int64_t moment;

	if (moment_parse(text, &moment, &err) == 0)
		expect(day_valid(moment_day(moment)));
	if (period_parse(text, today, &days, &err) == 0)
		expect((days.first.year == 0 || day_valid(days.first)) &&
		       (days.last.year == 0 || day_valid(days.last)));
	if (quantity_range_parse(text, &quantities, &err) == 0)
		expect(quantities.low <= quantities.high);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct question *q = question_parse(text);
	struct buf printed = {0};

	question_print(q, &printed);
	check_node(q, q->root, 1);
	for (size_t i = 0; i < q->warnings_count; i++)
		expect(q->warnings[i].end <= q->typed.n);
	buf_release(&printed);
	question_free(q);
	check_values(text);
	return 0;
}
