/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A TREC run: question Q0 article rank score run. How relevance is measured. */
#include "query/format.h"

/* Fields of a run are separated by white space: an id may not hold any. */
static void print_field(FILE *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		putc((unsigned char)s.p[i] <= ' ' ? '_' : s.p[i], out);
}

static void print_run(const struct page *page, const struct answer *answer)
{
	const struct results *r = answer->results;

	for (size_t i = 0; i < r->count; i++) {
		const struct result *result = &r->items[i];

		print_field(page->out, answer->number.n > 0 ? answer->number : STR("1"));
		fputs(" Q0 ", page->out);
		print_field(page->out, result->record.id);
		fprintf(page->out, " %zu %.6f ", result->rank, score_sum(&result->score));
		print_field(page->out, str_of(answer->run));
		putc('\n', page->out);
	}
}

const struct format format_trec = {
	.name = "trec",
	.each = true,
	.limit = 1000,
	.answer = print_run,
};
