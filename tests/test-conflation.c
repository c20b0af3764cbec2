/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which words share a stem with the lexicon that is shipped: the table
 * tests/unit/conflation.txt, the share of its rows that hold, and no row for nothing.
 */
#include "lib/stem.h"

#include "lib/text.h"
#include "tests/table.h"

/* Least shares of the rows that hold. */
static const double floor_meet = .97;
static const double floor_part = .95;

/* What the table must at least hold on each side. */
enum { ROWS_MIN = 320 };

struct side {
	const char *name;
	unsigned rows, held;
};

static bool read_lexicon(struct buf *out, const char *name)
{
	const char *dir = getenv("VEILLE_LEXICON");
	const char *tree = getenv("srcdir");
	char path[4096];
	size_t got;
	FILE *f;

	if (dir)
		snprintf(path, sizeof path, "%s/%s", dir, name);
	else
		snprintf(path, sizeof path, "%s/lexicon/%s", tree ? tree : ".", name);
	f = fopen(path, "rb");
	if (!CHECK(f != NULL)) {
		fprintf(stderr, "cannot read %s\n", path);
		return false;
	}
	do {
		got = fread(buf_reserve(out, 65536), 1, 65536, f);
		out->n += got;
	} while (got > 0);
	fclose(f);
	return true;
}

/* With the exceptions of the lexicon, or with none. */
static struct vocabulary *new_vocabulary(struct str stems)
{
	struct buf stopwords = {0};
	struct vocabulary *v = NULL;
	struct error err = {0};

	if (read_lexicon(&stopwords, "stopwords.txt")) {
		v = vocabulary_new(stems, buf_view(&stopwords), &err);
		CHECK(v != NULL);
	}
	buf_release(&stopwords);
	return v;
}

/* The stem of a cell, cut as texts and questions are; it must be one word. */
static struct str stem_of(struct vocabulary *v, struct str word)
{
	struct text t = {0};
	struct str stem = {0};

	text_add(&t, v, TEXT_BODY, word);
	if (CHECK(t.count == 1))
		stem = t.tokens[0].form->stem;
	text_release(&t);
	return stem;
}

/* Counts the row; one that is marked certain must hold. */
static void check_pair(struct vocabulary *v, const struct table *t, struct side *meet,
		       struct side *part)
{
	const char *mark = t->cells[2].p;
	bool equal = str_equal(stem_of(v, buf_view(&t->cells[0])),
			       stem_of(v, buf_view(&t->cells[1])));
	struct side *side = mark[0] == '=' ? meet : part;
	bool held = equal == (side == meet);
	bool certain = mark[0] != '\0' && mark[1] == mark[0];

	CHECK(strcmp(mark, "=") == 0 || strcmp(mark, "!") == 0 || certain);
	side->rows++;
	side->held += held;
	if (!held)
		fprintf(stderr, "%s:%u: %s and %s %s\n", t->name, t->line, t->cells[0].p,
			t->cells[1].p, equal ? "meet" : "do not meet");
	if (certain)
		CHECK(held);
}

static void check_share(const struct side *side, double least)
{
	double share = side->rows ? (double)side->held / side->rows : 0;

	printf("%s: %u of %u (%.3f, at least %.2f)\n", side->name, side->held, side->rows,
	       share, least);
	CHECK(side->rows >= ROWS_MIN);
	CHECK(share >= least);
}

static void test_pairs(struct str stems)
{
	struct vocabulary *v = new_vocabulary(stems);
	struct side meet = {.name = "meet"};
	struct side part = {.name = "do not meet"};
	struct table t;

	if (v && table_open(&t, "conflation.txt")) {
		while (table_next(&t))
			check_pair(v, &t, &meet, &part);
		table_close(&t);
	}
	check_share(&meet, floor_meet);
	check_share(&part, floor_part);
	vocabulary_free(v);
}

/* A row of stems.tsv that gives what the stemmer gives anyway does not belong there. */
static void test_rows(struct str stems)
{
	struct vocabulary *with = new_vocabulary(stems);
	struct vocabulary *without = new_vocabulary((struct str){0});
	struct str line, form;

	str_split(&stems, '\n', &line); /* the names of the columns */
	while (with && without && str_split(&stems, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		str_split(&line, '\t', &form);
		if (!CHECK(!str_equal(stem_of(with, form), stem_of(without, form))))
			fprintf(stderr, "stems.tsv: '%.*s' changes nothing\n",
				STR_ARGS(form));
	}
	vocabulary_free(without);
	vocabulary_free(with);
}

int main(void)
{
	struct buf stems = {0};

	if (read_lexicon(&stems, "stems.tsv")) {
		test_pairs(buf_view(&stems));
		test_rows(buf_view(&stems));
	}
	buf_release(&stems);
	return check_done();
}
