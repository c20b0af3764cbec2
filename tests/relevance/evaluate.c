/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Measures TREC runs against judgements: nDCG@10, MRR@10 and recall@100, and how likely it
 * is that chance alone makes two runs differ as much.
 *
 * usage: evaluate [-q] [-f QUESTIONS] QRELS RUN...
 *   QRELS      question 0 article grade     grade 0 or no line: not relevant
 *   RUN        question Q0 article rank score name
 *   -q         a line for each question before the means
 *   -f FILE    only the questions whose number stands first on a line of FILE
 *
 * The order of a run is its ranks; equal ranks go by score, then by line. A question
 * that has a relevant article counts, with 0 when the run lacks it; a question
 * without one does not. Duplicates and malformed lines are errors: a measure of a broken run
 * is worse than none.
 *
 *   DCG@10      sum over ranks r = 1..10 of grade / log2(r + 1)
 *   nDCG@10     DCG@10 over that of the best order of all judged articles
 *   MRR@10      1 / rank of the first relevant article, 0 when it is not within 10
 *   recall@100  share of the relevant articles within the first 100
 *   p           two-sided paired randomisation test of nDCG@10 against the first run:
 *               (1 + draws at least as far apart) / (1 + draws), 5,000 draws, fixed seed
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/error.h"
#include "lib/mem.h"
#include "lib/str.h"

enum { NDCG_DEPTH = 10, MRR_DEPTH = 10, RECALL_DEPTH = 100, DRAWS = 5000 };
enum { NDCG, MRR, RECALL, MEASURES };

static const uint64_t SEED = 20261123;

/* One line of judgements or of a run; the strings are borrowed from the file's text. */
struct row {
	struct str question, article;
	double grade; /* judgements only; 0 or more */
	long rank;    /* runs only, as is the score */
	double score;
	size_t line; /* from 1 */
};

struct table {
	const char *path;
	struct buf text;
	struct row *rows;
	size_t count, capacity;
};

/* The questions asked for; empty: all. */
struct filter {
	struct buf text;
	struct str *names; /* sorted */
	size_t count, capacity;
};

/* The measures of one question. */
struct result {
	struct str question;
	double value[MEASURES];
};

struct results {
	struct result *items;
	size_t count, capacity;
};

/* ---- reading ---- */

static int read_file(const char *path, struct buf *text, struct error *err)
{
	enum { PIECE = 65536 };
	FILE *f = fopen(path, "r");
	size_t n = 0;
	int rc = -1;

	if (f == NULL)
		goto out;
	do {
		n = fread(buf_reserve(text, PIECE), 1, PIECE, f);
		text->n += n;
	} while (n > 0);
	rc = ferror(f) ? -1 : 0;
out:
	if (rc < 0)
		error_set(err, ERROR_FAILED, "cannot read '%s': %s", path,
			  strerror(errno));
	if (f != NULL)
		fclose(f);
	return rc;
}

/* Cuts the next field off *rest, at white space; false when there is none. */
static bool next_field(struct str *rest, struct str *field)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && strchr(" \t\r", rest->p[n]) == NULL)
		n++;
	*field = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n, rest->n);
	return n > 0;
}

/* A number that takes the whole field. */
static bool number_of(struct str field, double *out)
{
	char digits[64];
	char *end;

	if (field.n == 0 || field.n >= sizeof digits)
		return false;
	memcpy(digits, field.p, field.n);
	digits[field.n] = '\0';
	*out = strtod(digits, &end);
	return *end == '\0' && isfinite(*out);
}

/* Either kind of line; `fields` says which: 4 of judgements, 6 of a run. */
static bool read_row(struct str line, size_t fields, struct row *row)
{
	struct str field[6];
	struct str extra;
	double rank;

	for (size_t i = 0; i < fields; i++) {
		if (!next_field(&line, &field[i]))
			return false;
	}
	if (next_field(&line, &extra))
		return false;
	row->question = field[0];
	row->article = field[2];
	if (fields == 4)
		return number_of(field[3], &row->grade) && row->grade >= 0;
	if (!number_of(field[3], &rank) || rank < 0 || rank > 1e9 ||
	    rank != floor(rank) || !number_of(field[4], &row->score))
		return false;
	row->rank = (long)rank;
	return true;
}

static int by_article(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;
	int order = str_compare(x->question, y->question);

	return order != 0 ? order : str_compare(x->article, y->article);
}

static int by_rank(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;
	int order = str_compare(x->question, y->question);

	if (order != 0)
		return order;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static void sort_rows(struct table *t, int (*order)(const void *, const void *))
{
	if (t->count > 0)
		qsort(t->rows, t->count, sizeof *t->rows, order);
}

static int read_table(const char *path, size_t fields, struct table *t, struct error *err)
{
	struct str rest;
	struct str line;

	t->path = path;
	if (read_file(path, &t->text, err) < 0)
		return -1;
	rest = buf_view(&t->text);
	for (size_t number = 1; str_split(&rest, '\n', &line); number++) {
		if (str_trim(line).n == 0)
			continue;
		GROW(t->rows, t->count, t->capacity);
		t->rows[t->count] = (struct row){.line = number};
		if (!read_row(line, fields, &t->rows[t->count++]))
			return error_set(err, ERROR_FAILED, "%s:%zu: not a line of %s",
					 path, number,
					 fields == 4 ? "judgements" : "a run");
	}
	sort_rows(t, by_article);
	for (size_t i = 1; i < t->count; i++) {
		if (by_article(&t->rows[i - 1], &t->rows[i]) == 0)
			return error_set(err, ERROR_FAILED,
					 "%s: '%.*s' stands twice for question '%.*s'",
					 path, STR_ARGS(t->rows[i].article),
					 STR_ARGS(t->rows[i].question));
	}
	return 0;
}

static void table_release(struct table *t)
{
	free(t->rows);
	buf_release(&t->text);
	*t = (struct table){0};
}

/* ---- measures ---- */

/* The rows of a question, which stand together. */
static struct row *rows_of(const struct table *t, struct str question, size_t *count)
{
	size_t low = 0;
	size_t high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(t->rows[middle].question, question) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < t->count &&
	       str_equal(t->rows[low + *count].question, question))
		++*count;
	return t->rows == NULL ? NULL : t->rows + low;
}

static double grade_of(const struct row *judged, size_t count, const struct row *hit)
{
	const struct row *found =
		count ? bsearch(hit, judged, count, sizeof *judged, by_article) : NULL;

	return found != NULL ? found->grade : 0;
}

static double discounted(double grade, size_t rank)
{
	return grade / log2((double)rank + 1);
}

static int descending(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return x > y ? -1 : x < y;
}

static double ideal_dcg(const struct row *judged, size_t count)
{
	double *grades = xcalloc(count, sizeof *grades);
	double dcg = 0;

	for (size_t i = 0; i < count; i++)
		grades[i] = judged[i].grade;
	qsort(grades, count, sizeof *grades, descending);
	for (size_t i = 0; i < count && i < NDCG_DEPTH; i++)
		dcg += discounted(grades[i], i + 1);
	free(grades);
	return dcg;
}

static size_t relevant_in(const struct row *judged, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += judged[i].grade > 0;
	return n;
}

/* `judged` has a relevant article. */
static void measure(const struct row *judged, size_t judged_count, const struct row *hits,
		    size_t hits_count, double value[MEASURES])
{
	double dcg = 0;
	size_t found = 0;

	value[MRR] = 0;
	for (size_t i = 0; i < hits_count && i < RECALL_DEPTH; i++) {
		double grade = grade_of(judged, judged_count, &hits[i]);

		if (grade > 0 && found++ == 0 && i < MRR_DEPTH)
			value[MRR] = 1 / ((double)i + 1);
		if (i < NDCG_DEPTH)
			dcg += discounted(grade, i + 1);
	}
	value[NDCG] = dcg / ideal_dcg(judged, judged_count);
	value[RECALL] = (double)found / (double)relevant_in(judged, judged_count);
}

static int by_name(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The first field of each line, sorted. */
static int read_filter(const char *path, struct filter *f, struct error *err)
{
	struct str rest;
	struct str line;
	struct str first;

	if (read_file(path, &f->text, err) < 0)
		return -1;
	rest = buf_view(&f->text);
	while (str_split(&rest, '\n', &line)) {
		if (!next_field(&line, &first))
			continue;
		GROW(f->names, f->count, f->capacity);
		f->names[f->count++] = first;
	}
	if (f->count == 0)
		return error_set(err, ERROR_FAILED, "no questions in '%s'", path);
	qsort(f->names, f->count, sizeof *f->names, by_name);
	return 0;
}

static bool wanted(const struct filter *f, struct str question)
{
	return f->count == 0 ||
	       bsearch(&question, f->names, f->count, sizeof *f->names, by_name) != NULL;
}

/* All questions of `qrels` (in order of article) on a run (in order of rank). */
static void measure_run(const struct table *qrels, const struct table *run,
			const struct filter *filter, struct results *out)
{
	size_t count;

	for (size_t i = 0; i < qrels->count; i += count) {
		struct str question = qrels->rows[i].question;
		const struct row *judged = rows_of(qrels, question, &count);
		size_t hits_count;
		const struct row *hits = rows_of(run, question, &hits_count);

		if (relevant_in(judged, count) == 0 || !wanted(filter, question))
			continue;
		GROW(out->items, out->count, out->capacity);
		out->items[out->count].question = question;
		measure(judged, count, hits, hits_count, out->items[out->count++].value);
	}
}

static double mean(const struct results *r, int which)
{
	double sum = 0;

	for (size_t i = 0; i < r->count; i++)
		sum += r->items[i].value[which];
	return r->count > 0 ? sum / (double)r->count : 0;
}

/* ---- the randomisation test ---- */

/* splitmix64: the same draws on every machine. */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* The sum of the differences, each with a sign by the toss of a coin. */
static double tossed_sum(const double *differences, size_t count, uint64_t *state)
{
	double sum = 0;
	uint64_t bits = 0;

	for (size_t i = 0; i < count; i++) {
		if (i % 64 == 0)
			bits = draw(state);
		sum += (bits >> i % 64 & 1) ? differences[i] : -differences[i];
	}
	return sum;
}

/* Both over the same questions. */
static double p_value(const struct results *a, const struct results *b)
{
	double *differences = xcalloc(a->count, sizeof *differences);
	uint64_t state = SEED;
	double observed = 0;
	size_t as_far = 0;

	for (size_t i = 0; i < a->count; i++) {
		differences[i] = b->items[i].value[NDCG] - a->items[i].value[NDCG];
		observed += differences[i];
	}
	for (size_t i = 0; i < DRAWS; i++)
		as_far += fabs(tossed_sum(differences, a->count, &state)) >=
			  fabs(observed) - 1e-9;
	free(differences);
	return (1 + (double)as_far) / (1 + DRAWS);
}

/* ---- printing ---- */

static void print_questions(const char *run, const struct results *r)
{
	for (size_t i = 0; i < r->count; i++)
		printf("%s\t%.*s\t%.4f\t%.4f\t%.4f\n", run,
		       STR_ARGS(r->items[i].question), r->items[i].value[NDCG],
		       r->items[i].value[MRR], r->items[i].value[RECALL]);
}

/* A run's means; beside them, when it is not the first, how it differs from the first. */
static void print_means(const char *run, const struct results *r,
			const struct results *first)
{
	printf("%s\t%zu\t%.4f\t%.4f\t%.4f", run, r->count, mean(r, NDCG), mean(r, MRR),
	       mean(r, RECALL));
	if (r == first)
		printf("\t-\t-\n");
	else
		printf("\t%+.4f\t%.4f\n", mean(r, NDCG) - mean(first, NDCG),
		       p_value(first, r));
}

static int evaluate(char **runs, size_t count, const struct table *qrels,
		    const struct filter *filter, bool each, struct error *err)
{
	struct results *results = xcalloc(count, sizeof *results);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct table run = {0};

		rc = read_table(runs[i], 6, &run, err);
		sort_rows(&run, by_rank);
		if (rc == 0)
			measure_run(qrels, &run, filter, &results[i]);
		table_release(&run);
	}
	for (size_t i = 0; i < count && rc == 0 && each; i++)
		print_questions(runs[i], &results[i]);
	if (rc == 0)
		puts("run\tquestions\tnDCG@10\tMRR@10\trecall@100\tdifference\tp");
	for (size_t i = 0; i < count && rc == 0; i++)
		print_means(runs[i], &results[i], &results[0]);
	for (size_t i = 0; i < count; i++)
		free(results[i].items);
	free(results);
	return rc;
}

int main(int argc, char **argv)
{
	struct error err = {0};
	struct table qrels = {0};
	struct filter filter = {0};
	bool each = false;
	int rc = 0;
	int c;

	while (rc == 0 && (c = getopt(argc, argv, "qf:")) != -1) {
		if (c == 'q')
			each = true;
		else if (c == 'f')
			rc = read_filter(optarg, &filter, &err);
		else
			rc = error_set(
				&err, ERROR_USAGE,
				"usage: evaluate [-q] [-f QUESTIONS] QRELS RUN...");
	}
	if (rc == 0 && argc - optind < 2)
		rc = error_set(&err, ERROR_USAGE,
			       "usage: evaluate [-q] [-f QUESTIONS] QRELS RUN...");
	if (rc == 0)
		rc = read_table(argv[optind], 4, &qrels, &err);
	if (rc == 0)
		rc = evaluate(argv + optind + 1, (size_t)(argc - optind - 1), &qrels,
			      &filter, each, &err);
	if (rc < 0)
		fprintf(stderr, "evaluate: %s\n", err.text);
	table_release(&qrels);
	free(filter.names);
	buf_release(&filter.text);
	return rc < 0 ? 2 : 0;
}
