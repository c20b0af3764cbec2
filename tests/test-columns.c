/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns: rows and labels there and back, and images that nobody wrote. */
#include "lib/columns.h"

#include "tests/check.h"

enum {
	MANY = 20000
}; /* labels: more than the first table of the hash, and than two bytes */

static void add_sample(struct columns_builder *b)
{
	uint32_t aws = columns_label(b, NAME_COMPANY, STR("aws"));
	uint32_t amazon = columns_label(b, NAME_COMPANY, STR("amazon"));
	uint32_t cloud = columns_label(b, NAME_TOPIC, STR("cloud"));
	uint32_t source = columns_label(b, LABEL_SOURCE, STR("La Gazette du Cloud"));
	const uint32_t labels[] = {cloud, amazon, aws};
	const struct column_deal deals[] = {{DEAL_INVESTMENT, aws, 1.2e9, 3000},
					    {DEAL_AID, NO_ITEM, 0.4, 0}};

	columns_add(b, &(struct columns_row){.moment = 20240513143000,
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
}

static void check_first(const struct columns *c, const struct columns_row *r)
{
	CHECK_INT(r->moment, 20240513143000);
	CHECK(r->group == UINT64_C(0x8000000000000001));
	CHECK(r->euros == 1.3e9);
	CHECK(r->jobs_created == 3000);
	CHECK(r->jobs_cut == 12);
	if (CHECK(r->source < c->labels_count)) {
		CHECK_INT(c->labels[r->source].kind, LABEL_SOURCE);
		CHECK(str_is(c->labels[r->source].id, "La Gazette du Cloud"));
	}
	if (CHECK_INT(r->labels_count, 3)) {
		CHECK(str_is(c->labels[r->labels[0]].id, "aws"));
		CHECK(str_is(c->labels[r->labels[1]].id, "amazon"));
		CHECK(str_is(c->labels[r->labels[2]].id, "cloud"));
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
	struct columns_row row;
	struct columns c;
	struct buf image = {0};
	struct error err = {0};

	add_sample(b);
	columns_write(b, &image);
	if (CHECK_INT(columns_open(&c, buf_view(&image), &err), 0)) {
		CHECK_INT(c.articles, 3);
		CHECK_INT(c.labels_count, 4);
		if (CHECK(columns_get(&c, 1, &scratch, &row)))
			check_first(&c, &row);
		if (CHECK(columns_get(&c, 2, &scratch, &row))) {
			CHECK_INT(row.moment, 0);
			CHECK_INT(columns_moment(&c, 2), 0);
			CHECK(row.source == NO_ITEM);
			CHECK_INT(row.labels_count + row.deals_count, 0);
		}
		CHECK(columns_get(&c, 3, &scratch, &row) && row.labels_count == 1);
		for (uint32_t i = 1; i <= 3; i++)
			CHECK(columns_get(&c, i, &scratch, &row) &&
			      columns_moment(&c, i) == row.moment);
		CHECK(columns_moment(&c, 1) > 0);
		CHECK_INT(columns_moment(&c, 0), 0);
		CHECK_INT(columns_moment(&c, 4), 0);
		CHECK(!columns_get(&c, 0, &scratch, &row));
		CHECK(!columns_get(&c, 4, &scratch, &row));
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
	columns_add(b, &(struct columns_row){.source = NO_ITEM,
					     .labels = labels,
					     .labels_count = MANY});
	columns_add(b, &(struct columns_row){.source = MANY - 1,
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
		CHECK_INT(row.source, MANY - 1);
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

/* Reads all that an image says it has. */
static void read_all(struct str image)
{
	struct columns_scratch scratch = {0};
	struct columns_row row;
	struct columns c;
	struct error err;

	if (columns_open(&c, image, &err) == 0) {
		for (uint32_t i = 1; i <= c.articles; i++) {
			if (!columns_get(&c, i, &scratch, &row))
				continue;
			for (size_t k = 0; k < row.labels_count; k++)
				CHECK(row.labels[k] < c.labels_count);
			for (size_t k = 0; k < row.deals_count; k++)
				CHECK(row.deals[k].kind < DEAL_KINDS);
		}
	} else {
		CHECK_INT(err.code, ERROR_DAMAGED);
	}
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

int main(void)
{
	test_round();
	test_many_labels();
	test_damage();
	return check_done();
}
