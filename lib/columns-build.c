/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Columns as they are written. A row: the id, its length first; group, told from the
 * image's first group and the article's number, so that it mostly is a small number;
 * labels that have no room in the list, if it says so: their count, and each told from
 * the one before; a byte of enum row_part; then what that says there is of euros, jobs
 * created, jobs cut, and deals: their count, then of each kind (a byte), actor, euros,
 * jobs. All else is varints; an actor is its label + 1, 0 for none. Quantities are
 * whole numbers, rounded: sums need no cents. Ends of 4 bytes let rows hold 4 GB, some
 * 50 million articles.
 */
#include "lib/columns.h"

#include <stdlib.h>
#include <string.h>

#include "lib/columns-image.h"

enum {
	HASH_LEAST = 1024,
	CHAIN_LEAST =
		4, /* uses of a label before it heads chains: rare ones save nothing */
	CHAIN_MOST = 16, /* labels; what is longer is a circle */
};

/* Of the row being written. */
enum label_state { LABEL_IN = 1, LABEL_WHOLE = 2, LABEL_DONE = 4 };

/* What is known of a label beside its name. */
struct label_tie {
	uint32_t whole; /* what it is part of, or NO_ITEM */
	uint32_t uses;
	uint8_t state; /* enum label_state; 0 between rows */
};

struct columns_builder {
	struct arena arena;
	struct column_label *labels;
	size_t labels_count, labels_capacity;
	struct label_tie *ties; /* of each label */
	size_t ties_capacity;
	uint32_t *slots;    /* open hash: label + 1 */
	size_t slots_count; /* a power of two */
	struct buf days, times, list_ends, lists, row_ends, rows;
	uint32_t articles;
	uint64_t group;	  /* of the first article */
	uint32_t *sorted; /* scratch: the labels of a row */
	size_t sorted_count, sorted_capacity;
};

/* The lowest byte first. */
static void put_number(struct buf *out, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_char(out, (char)(number >> 8 * i));
}

/* Where the next article's list and row begin. */
static void put_ends(struct columns_builder *b)
{
	put_number(&b->list_ends, b->lists.n / LIST_BYTES, END_BYTES);
	put_number(&b->row_ends, b->rows.n, END_BYTES);
}

struct columns_builder *columns_builder_new(void)
{
	struct columns_builder *b = xcalloc(1, sizeof *b);

	b->slots_count = HASH_LEAST;
	b->slots = xcalloc(b->slots_count, sizeof *b->slots);
	put_ends(b);
	return b;
}

void columns_builder_free(struct columns_builder *b)
{
	if (b == NULL)
		return;
	free(b->sorted);
	buf_release(&b->rows);
	buf_release(&b->row_ends);
	buf_release(&b->lists);
	buf_release(&b->list_ends);
	buf_release(&b->times);
	buf_release(&b->days);
	free(b->slots);
	free(b->ties);
	free(b->labels);
	arena_release(&b->arena);
	free(b);
}

/* Where the label is or would be. */
static uint32_t *find_slot(const struct columns_builder *b, uint8_t kind, struct str id)
{
	size_t i = (size_t)(str_hash(id) + kind) & (b->slots_count - 1);

	while (b->slots[i] != 0) {
		const struct column_label *l = &b->labels[b->slots[i] - 1];

		if (l->kind == kind && str_equal(l->id, id))
			break;
		i = (i + 1) & (b->slots_count - 1);
	}
	return &b->slots[i];
}

static void grow_slots(struct columns_builder *b)
{
	free(b->slots);
	b->slots_count *= 2;
	b->slots = xcalloc(b->slots_count, sizeof *b->slots);
	for (size_t i = 0; i < b->labels_count; i++)
		*find_slot(b, b->labels[i].kind, b->labels[i].id) = (uint32_t)i + 1;
}

uint32_t columns_label(struct columns_builder *b, uint8_t kind, struct str id)
{
	uint32_t *slot = find_slot(b, kind, id);

	if (*slot != 0)
		return *slot - 1;
	GROW(b->labels, b->labels_count, b->labels_capacity);
	GROW(b->ties, b->labels_count, b->ties_capacity);
	b->ties[b->labels_count] = (struct label_tie){.whole = NO_ITEM};
	b->labels[b->labels_count++] =
		(struct column_label){kind, str_copy(&b->arena, id)};
	*slot = (uint32_t)b->labels_count;
	if (2 * b->labels_count > b->slots_count)
		grow_slots(b);
	return (uint32_t)b->labels_count - 1;
}

size_t columns_labels(const struct columns_builder *b)
{
	return b->labels_count;
}

const struct column_label *columns_builder_label(const struct columns_builder *b,
						 size_t number)
{
	return &b->labels[number];
}

static uint64_t rounded(double quantity)
{
	if (!(quantity > 0))
		return 0;
	return quantity < 1e18 ? (uint64_t)(quantity + .5) : (uint64_t)1e18;
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* ---- all that an article is counted by ---- */

static void add_label(struct columns_builder *b, uint32_t label)
{
	GROW(b->sorted, b->sorted_count, b->sorted_capacity);
	b->sorted[b->sorted_count++] = label;
}

static void note_kind(struct column_shape *shape, unsigned kind)
{
	shape->several |= shape->any & 1u << kind;
	shape->any |= 1u << kind;
}

/* Kinds of deals, each once. */
static void add_deals(struct columns_builder *b, const struct columns_row *row,
		      struct column_shape *shape)
{
	unsigned met = 0;

	for (size_t i = 0; i < row->deals_count; i++) {
		char kind = (char)row->deals[i].kind;

		if (met & 1u << row->deals[i].kind)
			continue;
		met |= 1u << row->deals[i].kind;
		note_kind(shape, LABEL_DEAL);
		add_label(b, columns_label(b, LABEL_DEAL, (struct str){&kind, 1}));
	}
}

static void add_shape(struct columns_builder *b, struct column_shape shape)
{
	const char id[SHAPE_BYTES] = {(char)shape.any, (char)shape.several};

	add_label(b, columns_label(b, LABEL_SHAPE, (struct str){id, sizeof id}));
}

/* ---- chains ---- */

void columns_part_of(struct columns_builder *b, uint32_t label, uint32_t whole)
{
	b->ties[label].whole = whole;
}

static uint32_t chain_label(struct columns_builder *b, uint32_t label, uint32_t next)
{
	char id[CHAIN_BYTES];

	for (size_t i = 0; i < END_BYTES; i++) {
		id[i] = (char)(label >> 8 * i);
		id[END_BYTES + i] = (char)(next >> 8 * i);
	}
	return columns_label(b, LABEL_CHAIN, (struct str){id, sizeof id});
}

/*
 * One label for all of these from the first that is no rare one; those before stand
 * alone.
 */
static void add_chain(struct columns_builder *b, const uint32_t *labels, size_t count)
{
	uint32_t chain;
	size_t first = 0;

	while (first + 1 < count && b->ties[labels[first]].uses < CHAIN_LEAST)
		add_label(b, labels[first++]);
	chain = labels[count - 1];
	for (size_t i = count - 1; i-- > first;)
		chain = chain_label(b, labels[i], chain);
	add_label(b, chain);
}

/*
 * The label with all it is part of, as far as the row has it and no other label brought
 * it.
 */
static void add_with_wholes(struct columns_builder *b, uint32_t label)
{
	uint32_t labels[CHAIN_MOST];
	size_t count = 0;

	while (label != NO_ITEM && count < CHAIN_MOST &&
	       (b->ties[label].state & (LABEL_IN | LABEL_DONE)) == LABEL_IN) {
		b->ties[label].state |= LABEL_DONE;
		b->ties[label].uses++;
		labels[count++] = label;
		label = b->ties[label].whole;
	}
	if (count > 0)
		add_chain(b, labels, count);
}

/*
 * Begins with those that no other of the row is part of. What is left then is a
 * circle's, or in a chain.
 */
static void add_names(struct columns_builder *b, const struct columns_row *row)
{
	for (size_t i = 0; i < row->labels_count; i++)
		b->ties[row->labels[i]].state = LABEL_IN;
	for (size_t i = 0; i < row->labels_count; i++) {
		uint32_t whole = b->ties[row->labels[i]].whole;

		if (whole != NO_ITEM && b->ties[whole].state != 0)
			b->ties[whole].state |= LABEL_WHOLE;
	}
	for (size_t i = 0; i < row->labels_count; i++) {
		if (!(b->ties[row->labels[i]].state & LABEL_WHOLE))
			add_with_wholes(b, row->labels[i]);
	}
	for (size_t i = 0; i < row->labels_count; i++)
		add_with_wholes(b, row->labels[i]);
	for (size_t i = 0; i < row->labels_count; i++)
		b->ties[row->labels[i]].state = 0;
}

/* Into b->sorted. */
static void gather_labels(struct columns_builder *b, const struct columns_row *row)
{
	struct column_shape shape = {0, 0};

	b->sorted_count = 0;
	for (size_t i = 0; i < row->labels_count; i++)
		note_kind(&shape, b->labels[row->labels[i]].kind);
	add_names(b, row);
	if (row->source != NO_ITEM) {
		note_kind(&shape, LABEL_SOURCE);
		add_label(b, row->source);
	}
	add_deals(b, row, &shape);
	add_shape(b, shape);
	qsort(b->sorted, b->sorted_count, sizeof *b->sorted, by_number);
}

/* Into the list those that it has room for, then the others into the row. */
static void put_labels(struct columns_builder *b)
{
	uint32_t before = 0;
	size_t i = 0;

	for (; i < b->sorted_count && b->sorted[i] < LABELS_MORE; i++)
		put_number(&b->lists, b->sorted[i], LIST_BYTES);
	if (i == b->sorted_count)
		return;
	put_number(&b->lists, LABELS_MORE, LIST_BYTES);
	buf_varint(&b->rows, b->sorted_count - i);
	for (; i < b->sorted_count; i++) {
		buf_varint(&b->rows, b->sorted[i] - before);
		before = b->sorted[i];
	}
}

/* ---- rows ---- */

static uint64_t link_of(uint32_t label)
{
	return label == NO_ITEM ? 0 : (uint64_t)label + 1;
}

static void put_moment(struct columns_builder *b, int64_t moment)
{
	uint32_t day = columns_day(moment);

	put_number(&b->days, day, DAY_BYTES);
	put_number(&b->times, day > 0 ? (uint64_t)(moment % DAY_MOMENTS) : 0, TIME_BYTES);
}

static void put_group(struct columns_builder *b, uint64_t group)
{
	if (b->articles == 0)
		b->group = group;
	buf_varint(&b->rows, group_step(group - b->group - b->articles));
}

static void put_deals(struct buf *out, const struct columns_row *row)
{
	buf_varint(out, row->deals_count);
	for (size_t i = 0; i < row->deals_count; i++) {
		const struct column_deal *d = &row->deals[i];

		buf_char(out, (char)d->kind);
		buf_varint(out, link_of(d->actor));
		buf_varint(out, rounded(d->euros));
		buf_varint(out, rounded(d->jobs));
	}
}

/* Most articles have few of these. */
static void put_quantities(struct buf *out, const struct columns_row *row)
{
	const uint64_t quantities[ROW_QUANTITIES] = {
		rounded(row->euros), rounded(row->jobs_created), rounded(row->jobs_cut)};
	unsigned parts = row->deals_count > 0 ? ROW_DEALS : 0;

	for (size_t i = 0; i < ROW_QUANTITIES; i++)
		parts |= quantities[i] > 0 ? 1u << i : 0;
	buf_char(out, (char)parts);
	for (size_t i = 0; i < ROW_QUANTITIES; i++) {
		if (quantities[i] > 0)
			buf_varint(out, quantities[i]);
	}
	if (row->deals_count > 0)
		put_deals(out, row);
}

void columns_add(struct columns_builder *b, const struct columns_row *row)
{
	put_moment(b, row->moment);
	buf_varint(&b->rows, row->id.n);
	buf_str(&b->rows, row->id);
	put_group(b, row->group);
	gather_labels(b, row);
	put_labels(b);
	put_quantities(&b->rows, row);
	b->articles++;
	put_ends(b);
}

static void put_all_labels(const struct columns_builder *b, struct buf *out)
{
	uint64_t end = 0;

	for (size_t i = 0; i < b->labels_count; i++)
		buf_char(out, (char)b->labels[i].kind);
	for (size_t i = 0; i < b->labels_count; i++) {
		put_number(out, end, END_BYTES);
		end += b->labels[i].id.n;
	}
	put_number(out, end, END_BYTES);
	for (size_t i = 0; i < b->labels_count; i++)
		buf_str(out, b->labels[i].id);
}

void columns_write(const struct columns_builder *b, struct buf *out)
{
	const struct buf *columns[] = {&b->days,  &b->times,	&b->list_ends,
				       &b->lists, &b->row_ends, &b->rows};
	size_t ids = 0;

	for (size_t i = 0; i < b->labels_count; i++)
		ids += b->labels[i].id.n;
	buf_text(out, COLUMNS_MAGIC);
	put_number(out, b->group, GROUP_BYTES);
	put_number(out, b->articles, END_BYTES);
	put_number(out, b->labels_count, END_BYTES);
	put_number(out, ids, END_BYTES);
	put_number(out, b->lists.n / LIST_BYTES, END_BYTES);
	put_number(out, b->rows.n, END_BYTES);
	put_all_labels(b, out);
	for (size_t i = 0; i < COUNT(columns); i++)
		buf_str(out, buf_view(columns[i]));
}
