/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns: rows and labels there and back, and images that nobody wrote. */
#include "lib/columns.h"

#include <stdlib.h>

#include "tests/check.h"
#include "tests/rig.h"

enum {
	MANY = 20000,	/* labels: more than the first table of the hash */
	BEYOND = 70000, /* labels: more than lists have numbers for */
	SAMPLE_LABELS =
		11, /* 4 of names and a source, 4 shapes, 2 kinds of deals, a chain */
	RANDOM_ROWS = 3000,
	FLIPS = 4000,
};

/* Whether the label is the one of that kind and id. */
static bool label_is(const struct columns *c, uint32_t number, uint8_t kind,
		     const char *id)
{
	struct column_label l;

	return columns_find_label(c, number, &l) && l.kind == kind && str_is(l.id, id);
}

static void add_sample(struct columns_builder *b)
{
	uint32_t aws = columns_label(b, NAME_COMPANY, STR("aws"));
	uint32_t amazon = columns_label(b, NAME_COMPANY, STR("amazon"));
	uint32_t cloud = columns_label(b, NAME_TOPIC, STR("cloud"));
	uint32_t source = columns_label(b, LABEL_SOURCE, STR("La Gazette du Cloud"));
	const uint32_t labels[] = {cloud, amazon, aws};
	const uint32_t both[] = {aws, amazon};
	const struct column_deal deals[] = {{DEAL_INVESTMENT, aws, 1.2e9, 3000},
					    {DEAL_AID, NO_ITEM, 0.4, 0}};

	columns_add(b, &(struct columns_row){.id = STR("https://a.example/1"),
					     .moment = 20240513143000,
					     .group = UINT64_C(0x8000000000000001),
					     .source = source,
					     .euros = 1.3e9,
					     .jobs_created = 3000,
					     .jobs_cut = 12,
					     .labels = labels,
					     .labels_count = COUNT(labels),
					     .deals = deals,
					     .deals_count = COUNT(deals)});
	columns_add(b, &(struct columns_row){.source = NO_ITEM});
	columns_add(b, &(struct columns_row){
			       .source = NO_ITEM, .labels = &cloud, .labels_count = 1});
	columns_part_of(b, aws, amazon);
	while (columns_labels(b) < SAMPLE_LABELS) /* until they make a chain */
		columns_add(b, &(struct columns_row){.source = NO_ITEM,
						     .labels = both,
						     .labels_count = COUNT(both)});
}

static void check_first(const struct columns *c, const struct columns_row *r)
{
	CHECK_INT(r->moment, 20240513143000);
	CHECK(r->group == UINT64_C(0x8000000000000001));
	CHECK(r->euros == 1.3e9);
	CHECK(r->jobs_created == 3000);
	CHECK(r->jobs_cut == 12);
	CHECK(str_is(r->id, "https://a.example/1"));
	CHECK(label_is(c, r->source, LABEL_SOURCE, "La Gazette du Cloud"));
	if (CHECK_INT(r->labels_count, 3)) {
		CHECK(label_is(c, r->labels[0], NAME_COMPANY, "aws"));
		CHECK(label_is(c, r->labels[1], NAME_COMPANY, "amazon"));
		CHECK(label_is(c, r->labels[2], NAME_TOPIC, "cloud"));
	}
	if (CHECK_INT(r->deals_count, 2)) {
		CHECK_INT(r->deals[0].kind, DEAL_INVESTMENT);
		CHECK_INT(r->deals[0].actor, r->labels[0]);
		CHECK(r->deals[0].euros == 1.2e9);
		CHECK(r->deals[0].jobs == 3000);
		CHECK(r->deals[1].actor == NO_ITEM);
		CHECK(r->deals[1].euros == 0);
	}
}

static void test_round(void)
{
	struct columns_builder *b = columns_builder_new();
	struct columns_scratch scratch = {0};
	uint32_t wholes[SAMPLE_LABELS];
	struct columns_row row;
	struct columns c;
	struct buf image = {0};
	struct error err = {0};

	add_sample(b);
	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0)) {
		CHECK(c.articles > 4);
		CHECK(columns_get(&c, c.articles, &scratch, &row) &&
		      row.labels_count == 2);
		columns_wholes(&c, wholes);
		CHECK_INT(wholes[0], 1);
		CHECK(wholes[1] == NO_ITEM && wholes[2] == NO_ITEM);
		if (CHECK(columns_get(&c, 1, &scratch, &row)))
			check_first(&c, &row);
		if (CHECK(columns_get(&c, 2, &scratch, &row))) {
			CHECK_INT(row.moment, 0);
			CHECK_INT(columns_moment(&c, 2), 0);
			CHECK(row.source == NO_ITEM);
			CHECK(row.group == 0 && row.id.n == 0);
			CHECK_INT(row.labels_count + row.deals_count, 0);
		}
		CHECK(columns_get(&c, 3, &scratch, &row) && row.labels_count == 1);
		for (uint32_t i = 1; i <= 3; i++)
			CHECK(columns_get(&c, i, &scratch, &row) &&
			      columns_moment(&c, i) == row.moment);
		CHECK(columns_moment(&c, 1) > 0);
		CHECK_INT(columns_moment(&c, 0), 0);
		CHECK_INT(columns_moment(&c, c.articles + 1), 0);
		CHECK(!columns_get(&c, 0, &scratch, &row));
		CHECK(!columns_get(&c, c.articles + 1, &scratch, &row));
	}
	columns_close(&c);
	columns_scratch_release(&scratch);
	buf_release(&image);
	columns_builder_free(b);
}

static void test_many_labels(void)
{
	struct columns_builder *b = columns_builder_new();
	struct columns_scratch scratch = {0};
	struct columns_row row;
	const uint32_t apart[] = {0, 127, 255, 4000, MANY - 1};
	uint32_t labels[MANY];
	struct columns c;
	struct buf image = {0}, id = {0};
	struct error err = {0};

	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < MANY; i++) {
			buf_clear(&id);
			buf_printf(&id, "n%u", i);
			labels[MANY - 1 - i] =
				columns_label(b, NAME_COMMUNE, buf_view(&id));
			CHECK_INT(labels[MANY - 1 - i], i);
		}
	}
	CHECK_INT(columns_label(b, NAME_COMPANY, STR("n0")), MANY);
	CHECK_INT(columns_label(b, LABEL_SOURCE, STR("n0")), MANY + 1);
	columns_add(b, &(struct columns_row){.source = NO_ITEM,
					     .labels = labels,
					     .labels_count = MANY});
	columns_add(b, &(struct columns_row){.source = MANY + 1,
					     .group = UINT64_MAX,
					     .labels = apart,
					     .labels_count = COUNT(apart)});
	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0) &&
	    CHECK(columns_get(&c, 1, &scratch, &row)) &&
	    CHECK_INT(row.labels_count, MANY)) {
		for (uint32_t i = 0; i < MANY; i++)
			CHECK_INT(row.labels[i], i);
		CHECK(columns_get(&c, 2, &scratch, &row));
		CHECK_INT(row.source, MANY + 1);
		CHECK(row.group == UINT64_MAX);
		for (size_t i = 0; i < COUNT(apart) && i < row.labels_count; i++)
			CHECK_INT(row.labels[i], apart[i]);
		CHECK_INT(row.labels_count, COUNT(apart));
	}
	columns_close(&c);
	columns_scratch_release(&scratch);
	buf_release(&id);
	buf_release(&image);
	columns_builder_free(b);
}

/* ---- moments ---- */

static const struct {
	int64_t moment, kept;
} moments[] = {
	{0, 0},
	{20240229235959, 20240229235959},
	{20240513000000, 20240513000000},
	{20240513000001, 20240513000001},
	{10101000000, 10101000000}, /* of the year 1 */
	{10101000001, 10101000001},
	{99991231235959, 99991231235959},
	{99991231000000, 99991231000000},
	{235959, 0}, /* no days */
	{20241613000000, 0},
	{20240532000000, 0},
	{INT64_MAX, 0},
};

static void test_moments(void)
{
	struct columns_builder *b = columns_builder_new();
	uint32_t docids[COUNT(moments)], days[COUNT(moments)];
	struct buf image = {0};
	struct error err = {0};
	struct columns c;

	for (size_t i = 0; i < COUNT(moments); i++) {
		columns_add(b, &(struct columns_row){.source = NO_ITEM,
						     .moment = moments[i].moment});
		docids[i] = (uint32_t)i + 1;
	}
	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0)) {
		columns_days(&c, docids, COUNT(docids), days);
		for (size_t i = 0; i < COUNT(moments); i++) {
			int64_t kept = moments[i].kept;

			CHECK_INT(columns_moment(&c, docids[i]), kept);
			CHECK_INT(days[i], columns_day(kept));
			CHECK_INT(columns_day_moment(days[i]), kept - kept % 1000000);
		}
	}
	CHECK(columns_day(10101000000) < columns_day(20231231000000));
	CHECK(columns_day(20231231000000) < columns_day(20240101000000));
	CHECK(columns_day(20240131000000) < columns_day(20240201000000));
	CHECK(columns_day(20240201000000) < columns_day(99991231000000));
	columns_close(&c);
	buf_release(&image);
	columns_builder_free(b);
}

/* ---- counts, against those of the rows ---- */

static void count_kinds(const struct columns_row *row, const struct columns *c,
			struct column_shape *shape)
{
	unsigned deals = 0;

	*shape = (struct column_shape){0, 0};
	for (size_t i = 0; i < row->labels_count; i++) {
		unsigned bit = 1u << c->kinds[row->labels[i]];

		shape->several |= shape->any & bit;
		shape->any |= bit;
	}
	if (row->source != NO_ITEM)
		shape->any |= 1u << LABEL_SOURCE;
	for (size_t i = 0; i < row->deals_count; i++)
		deals |= 1u << row->deals[i].kind;
	if (deals != 0)
		shape->any |= 1u << LABEL_DEAL;
	if ((deals & (deals - 1)) != 0)
		shape->several |= 1u << LABEL_DEAL;
}

/* The label of a kind of deals or of a shape, which are among the last. */
static uint32_t find_other(const struct columns *c, uint8_t kind, struct str id)
{
	struct column_label l;

	for (uint32_t i = c->labels_count; i-- > 0;) {
		if (c->kinds[i] == kind && columns_find_label(c, i, &l) &&
		    str_equal(l.id, id))
			return i;
	}
	return NO_ITEM;
}

/* What counting must come to, of one more article. */
static void count_row(const struct columns *c, const struct columns_row *row,
		      uint32_t *counts)
{
	struct column_shape shape, told;
	uint32_t labels[DEAL_KINDS];
	unsigned deals = 0;
	char id[2];

	for (size_t i = 0; i < row->labels_count; i++)
		counts[row->labels[i]]++;
	if (row->source != NO_ITEM)
		counts[row->source]++;
	for (size_t i = 0; i < row->deals_count; i++) {
		id[0] = (char)row->deals[i].kind;
		labels[0] = find_other(c, LABEL_DEAL, (struct str){id, 1});
		if (CHECK(labels[0] != NO_ITEM) && !(deals & 1u << row->deals[i].kind))
			counts[labels[0]]++;
		deals |= 1u << row->deals[i].kind;
	}
	count_kinds(row, c, &shape);
	id[0] = (char)shape.any;
	id[1] = (char)shape.several;
	labels[0] = find_other(c, LABEL_SHAPE, (struct str){id, 2});
	if (CHECK(labels[0] != NO_ITEM))
		counts[labels[0]]++;
	told = columns_shape((struct str){id, 2});
	CHECK(told.any == shape.any && told.several == shape.several);
}

/* Of each `step`th article from the first. */
static void check_counts(const struct columns *c, uint32_t step)
{
	uint32_t *counts = xcalloc(columns_counts(c), sizeof *counts);
	uint32_t *wanted = xcalloc(columns_counts(c), sizeof *wanted);
	uint32_t *docids = xcalloc((size_t)c->articles + 1, sizeof *docids);
	struct columns_scratch scratch = {0};
	struct columns_row row;
	size_t n = 0, wrong = 0;

	for (uint32_t i = 1; i <= c->articles; i += step) {
		docids[n++] = i;
		if (CHECK(columns_get(c, i, &scratch, &row)))
			count_row(c, &row, wanted);
	}
	CHECK(columns_count(c, docids, n, counts));
	CHECK(columns_count_chains(c, counts));
	for (uint32_t i = 0; i < c->labels_count; i++)
		wrong += counts[i] != wanted[i];
	CHECK_INT(wrong, 0);
	columns_scratch_release(&scratch);
	free(docids);
	free(wanted);
	free(counts);
}

/*
 * In some of these articles labels stand with what they are part of, and that with what
 * it is.
 */
static size_t add_wholes(uint32_t *labels, size_t count)
{
	size_t most = count;

	for (size_t i = 0; i < count && count < 3 * most && rig_random(9) > 0; i++) {
		uint32_t whole = labels[i] / 3;
		size_t k = 0;

		while (k < count && labels[k] != whole)
			k++;
		if (k == count)
			labels[count++] = whole;
	}
	return count;
}

/*
 * Articles with few labels out of `labels`, as any may be; some have hundreds, or none.
 */
static void add_random(struct columns_builder *b, uint32_t labels, uint32_t *put)
{
	static uint32_t some[3 * 600];
	struct column_deal deals[3];
	struct columns_row row = {.id = STR("x"), .source = NO_ITEM, .labels = some};
	uint32_t most = rig_random(50) == 0 ? 600 : 20;
	uint32_t step = labels / most;

	row.group = rig_random(4) == 0 ? rig_random(100) : 40 + rig_random(9);
	row.moment = rig_random(5) == 0 ? 0 : 20240101000000 + rig_random(28) * 1000000;
	row.labels_count = rig_random(most);
	for (size_t i = 0; i < row.labels_count; i++)
		some[i] = (uint32_t)i * step + rig_random(step);
	row.labels_count = add_wholes(some, row.labels_count);
	for (size_t i = 0; i < row.labels_count; i++)
		put[some[i]]++;
	if (rig_random(2) == 0)
		row.source = columns_label(b, LABEL_SOURCE,
					   rig_random(2) == 0 ? STR("a") : STR("b"));
	row.deals_count = rig_random(8) == 0 ? rig_random(4) : 0;
	for (size_t i = 0; i < row.deals_count; i++)
		deals[i] = (struct column_deal){(uint8_t)rig_random(DEAL_KINDS),
						rig_random(labels), rig_random(9),
						rig_random(2)};
	row.deals = deals;
	row.euros = rig_random(3);
	row.jobs_cut = rig_random(2);
	columns_add(b, &row);
}

static struct columns_builder *make_random(uint32_t labels, uint32_t *put)
{
	struct columns_builder *b = columns_builder_new();
	struct buf id = {0};

	for (uint32_t i = 0; i < labels; i++) {
		buf_clear(&id);
		buf_printf(&id, "n%u", i);
		columns_label(b, (uint8_t)(i % NAME_KINDS), buf_view(&id));
		columns_part_of(b, i, i / 3); /* the first is part of itself */
	}
	columns_part_of(b, 1, 4); /* a circle */
	for (int i = 0; i < RANDOM_ROWS; i++)
		add_random(b, labels, put);
	buf_release(&id);
	return b;
}

/* Rows have the labels that were put into them. */
static void check_labels(const struct columns *c, uint32_t labels, const uint32_t *put)
{
	uint32_t *got = xcalloc(labels, sizeof *got);
	struct columns_scratch scratch = {0};
	struct columns_row row;

	for (uint32_t i = 1; i <= c->articles; i++) {
		if (!CHECK(columns_get(c, i, &scratch, &row)))
			continue;
		for (size_t k = 0; k < row.labels_count; k++)
			got[row.labels[k] < labels ? row.labels[k] : 0]++;
	}
	CHECK(memcmp(got, put, labels * sizeof *got) == 0);
	columns_scratch_release(&scratch);
	free(got);
}

static void test_counts(uint32_t labels)
{
	uint32_t *put = xcalloc(labels, sizeof *put);
	struct columns_builder *b = make_random(labels, put);
	struct buf image = {0};
	struct error err = {0};
	struct columns c;

	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0)) {
		CHECK(c.labels_count > labels);
		CHECK(memchr(c.kinds + labels, LABEL_CHAIN, c.labels_count - labels) !=
		      NULL);
		check_labels(&c, labels, put);
		for (uint32_t step = 1; step < 4; step++)
			check_counts(&c, step);
	}
	columns_close(&c);
	buf_release(&image);
	columns_builder_free(b);
	free(put);
}

/* Labels before and behind the last that lists have a number for. */
static void test_beyond(void)
{
	static const uint32_t few[] = {0, 65533, 65534, 65535, 65536, BEYOND - 1};
	struct columns_builder *b = columns_builder_new();
	struct columns_scratch scratch = {0};
	struct columns_row row;
	struct buf image = {0}, id = {0};
	struct error err = {0};
	struct columns c;
	uint32_t source;

	for (uint32_t i = 0; i < BEYOND; i++) {
		buf_clear(&id);
		buf_printf(&id, "n%u", i);
		columns_label(b, NAME_COMPANY, buf_view(&id));
	}
	source = columns_label(b, LABEL_SOURCE, STR("La Gazette du Cloud"));
	columns_add(b, &(struct columns_row){.source = source,
					     .euros = 7,
					     .labels = few,
					     .labels_count = COUNT(few)});
	for (size_t i = 0; i < COUNT(few); i++)
		columns_add(b, &(struct columns_row){.source = NO_ITEM,
						     .labels = &few[i],
						     .labels_count = 1});
	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0) &&
	    CHECK(columns_get(&c, 1, &scratch, &row))) {
		CHECK_INT(row.source, source);
		CHECK(row.euros == 7);
		CHECK_INT(row.labels_count, COUNT(few));
		for (size_t i = 0; i < COUNT(few) && i < row.labels_count; i++)
			CHECK_INT(row.labels[i], few[i]);
		CHECK(label_is(&c, BEYOND - 1, NAME_COMPANY, "n69999"));
		check_counts(&c, 1);
		check_counts(&c, 2);
	}
	columns_close(&c);
	columns_scratch_release(&scratch);
	buf_release(&id);
	buf_release(&image);
	columns_builder_free(b);
}

/* ---- damage ---- */

static void read_article(const struct columns *c, uint32_t docid,
			 struct columns_scratch *scratch)
{
	struct columns_row row;
	struct str id;
	uint64_t group;

	columns_story(c, docid, &id, &group);
	columns_moment(c, docid);
	if (!columns_get(c, docid, scratch, &row))
		return;
	for (size_t k = 0; k < row.labels_count; k++)
		CHECK(row.labels[k] < c->labels_count);
	for (size_t k = 0; k < row.deals_count; k++)
		CHECK(row.deals[k].kind < DEAL_KINDS);
}

/* Reads all that an image says it has, and counts it. */
static void read_all(struct str image)
{
	struct columns_scratch scratch = {0};
	uint32_t *counts, *docids, *days, *wholes;
	struct column_label l;
	struct columns c;
	struct error err;

	if (columns_open(&c, image, &err) < 0) {
		CHECK_INT(err.code, ERROR_DAMAGED);
		return;
	}
	counts = xcalloc(columns_counts(&c), sizeof *counts);
	docids = xcalloc((size_t)c.articles + 1, sizeof *docids);
	days = xcalloc((size_t)c.articles + 1, sizeof *days);
	wholes = xcalloc((size_t)c.labels_count + 1, sizeof *wholes);
	for (uint32_t i = 0; i < c.labels_count; i++) {
		if (columns_find_label(&c, i, &l))
			CHECK(l.kind < LABEL_KINDS_ALL && l.id.n <= image.n);
	}
	for (uint32_t i = 1; i <= c.articles; i++) {
		read_article(&c, i, &scratch);
		docids[i - 1] = i;
	}
	columns_days(&c, docids, c.articles, days);
	columns_count(&c, docids, c.articles, counts);
	columns_count_chains(&c, counts);
	columns_wholes(&c, wholes);
	for (uint32_t i = 0; i + 1 < c.articles; i += 2)
		columns_count(&c, docids + i, 1, counts);
	free(wholes);
	free(days);
	free(docids);
	free(counts);
	columns_close(&c);
	columns_scratch_release(&scratch);
}

static void test_damage(void)
{
	struct columns_builder *b = columns_builder_new();
	struct buf image = {0};
	struct error err;
	struct columns c;

	add_sample(b);
	columns_write(b, &image);
	for (size_t n = 0; n < image.n; n++)
		CHECK_INT(columns_open(&c, str_slice(buf_view(&image), 0, n), &err), -1);
	for (size_t i = 0; i < image.n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			image.p[i] ^= (char)(1 << bit);
			read_all(buf_view(&image));
			image.p[i] ^= (char)(1 << bit);
		}
	}
	buf_release(&image);
	columns_builder_free(b);
}

/* Lists that are told to go on in rows, and rows that do not know. */
static void test_damage_beyond(void)
{
	static const uint32_t far[] = {3, 65535, BEYOND - 1};
	struct columns_builder *b = columns_builder_new();
	struct columns_scratch scratch = {0};
	struct buf image = {0}, id = {0};
	struct error err;
	struct columns c;
	uint32_t *counts;

	for (uint32_t i = 0; i < BEYOND; i++) {
		buf_clear(&id);
		buf_printf(&id, "%u", i);
		columns_label(b, NAME_COMPANY, buf_view(&id));
	}
	for (int i = 0; i < 4; i++)
		columns_add(b, &(struct columns_row){.source = NO_ITEM,
						     .labels = far,
						     .labels_count = 1 + (size_t)i % 3});
	columns_write(b, &image);
	counts = xcalloc(BEYOND + 100, sizeof *counts);
	for (size_t i = 0; i < FLIPS; i++) {
		size_t at = image.n - 1 - rig_random(150); /* from the days on */
		char was = image.p[at];

		image.p[at] = (char)rig_random(256);
		if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0)) {
			for (uint32_t docid = 1; docid <= c.articles; docid++) {
				read_article(&c, docid, &scratch);
				columns_count(&c, &docid, 1, counts);
			}
		}
		image.p[at] = was;
	}
	columns_scratch_release(&scratch);
	free(counts);
	buf_release(&id);
	buf_release(&image);
	columns_builder_free(b);
}

int main(void)
{
	test_round();
	test_many_labels();
	test_moments();
	test_counts(1200);
	test_counts(BEYOND);
	test_beyond();
	test_damage();
	test_damage_beyond();
	return check_done();
}
