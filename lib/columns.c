/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A row: the id, its length first; the moment; group; source; euros;
 * jobs created and cut; count of labels, and labels in rising order, each told from the one
 * before; count of deals, then each: kind (a byte), actor, euros, jobs. All else is varints;
 * a source or an actor is its label + 1, 0 for none. Quantities are whole numbers, rounded:
 * sums need no cents. Offsets of 4 bytes let rows hold 4 GB, some 50 million articles.
 */
#include "lib/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"

#define MAGIC "veille columns 1\n"

enum { OFFSET_SIZE = 4, HASH_LEAST = 1024 };

/* ---- writing ---- */

struct columns_builder {
	struct arena arena;
	struct column_label *labels;
	size_t labels_count, labels_capacity;
	uint32_t *slots;    /* open hash: label + 1 */
	size_t slots_count; /* a power of two */
	struct buf offsets, rows;
	uint32_t articles;
	uint32_t *sorted; /* scratch */
	size_t sorted_capacity;
};

static void put_offset(struct columns_builder *b)
{
	for (int shift = 0; shift < 8 * OFFSET_SIZE; shift += 8)
		buf_char(&b->offsets, (char)(b->rows.n >> shift));
}

struct columns_builder *columns_builder_new(void)
{
	struct columns_builder *b = xcalloc(1, sizeof *b);

	b->slots_count = HASH_LEAST;
	b->slots = xcalloc(b->slots_count, sizeof *b->slots);
	put_offset(b);
	return b;
}

void columns_builder_free(struct columns_builder *b)
{
	if (b == NULL)
		return;
	free(b->sorted);
	buf_release(&b->rows);
	buf_release(&b->offsets);
	free(b->slots);
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

static void put_labels(struct columns_builder *b, const struct columns_row *row)
{
	uint32_t before = 0;

	if (row->labels_count > b->sorted_capacity) {
		b->sorted_capacity = 2 * row->labels_count;
		b->sorted =
			xreallocarray(b->sorted, b->sorted_capacity, sizeof *b->sorted);
	}
	if (row->labels_count > 0) {
		memcpy(b->sorted, row->labels, row->labels_count * sizeof *b->sorted);
		qsort(b->sorted, row->labels_count, sizeof *b->sorted, by_number);
	}
	buf_varint(&b->rows, row->labels_count);
	for (size_t i = 0; i < row->labels_count; i++) {
		buf_varint(&b->rows, b->sorted[i] - before);
		before = b->sorted[i];
	}
}

static uint64_t link_of(uint32_t label)
{
	return label == NO_ITEM ? 0 : (uint64_t)label + 1;
}

void columns_add(struct columns_builder *b, const struct columns_row *row)
{
	buf_varint(&b->rows, row->id.n);
	buf_str(&b->rows, row->id);
	buf_varint(&b->rows, (uint64_t)row->moment);
	buf_varint(&b->rows, row->group);
	buf_varint(&b->rows, link_of(row->source));
	buf_varint(&b->rows, rounded(row->euros));
	buf_varint(&b->rows, rounded(row->jobs_created));
	buf_varint(&b->rows, rounded(row->jobs_cut));
	put_labels(b, row);
	buf_varint(&b->rows, row->deals_count);
	for (size_t i = 0; i < row->deals_count; i++) {
		const struct column_deal *d = &row->deals[i];

		buf_char(&b->rows, (char)d->kind);
		buf_varint(&b->rows, link_of(d->actor));
		buf_varint(&b->rows, rounded(d->euros));
		buf_varint(&b->rows, rounded(d->jobs));
	}
	b->articles++;
	put_offset(b);
}

void columns_write(const struct columns_builder *b, struct buf *out)
{
	struct buf labels = {0};

	for (size_t i = 0; i < b->labels_count; i++) {
		buf_char(&labels, (char)b->labels[i].kind);
		buf_varint(&labels, b->labels[i].id.n);
		buf_str(&labels, b->labels[i].id);
	}
	buf_text(out, MAGIC);
	buf_varint(out, b->articles);
	buf_varint(out, b->labels_count);
	buf_varint(out, labels.n);
	buf_varint(out, b->rows.n);
	buf_str(out, buf_view(&labels));
	buf_str(out, buf_view(&b->offsets));
	buf_str(out, buf_view(&b->rows));
	buf_release(&labels);
}

/* ---- reading ---- */

static bool take_bytes(struct str *s, uint64_t n, struct str *out)
{
	if (n > s->n)
		return false;
	*out = str_slice(*s, 0, (size_t)n);
	*s = str_slice(*s, (size_t)n, s->n);
	return true;
}

static bool take_labels(struct columns *c, struct str bytes)
{
	c->labels = xcalloc(c->labels_count + 1, sizeof *c->labels);
	for (uint32_t i = 0; i < c->labels_count; i++) {
		struct column_label *l = &c->labels[i];
		uint64_t n;

		if (bytes.n == 0 || (uint8_t)bytes.p[0] >= LABEL_KINDS)
			return false;
		l->kind = (uint8_t)bytes.p[0];
		bytes = str_slice(bytes, 1, bytes.n);
		if (!str_varint(&bytes, &n) || !take_bytes(&bytes, n, &l->id))
			return false;
	}
	return bytes.n == 0;
}

static bool take_image(struct columns *c)
{
	struct str rest = c->image;
	struct str labels;
	uint64_t articles, count, labels_size, rows_size;

	if (!str_starts(rest, STR(MAGIC)))
		return false;
	rest = str_slice(rest, sizeof MAGIC - 1, rest.n);
	if (!str_varint(&rest, &articles) || !str_varint(&rest, &count) ||
	    !str_varint(&rest, &labels_size) || !str_varint(&rest, &rows_size) ||
	    articles >= UINT32_MAX || count > labels_size ||
	    !take_bytes(&rest, labels_size, &labels) ||
	    !take_bytes(&rest, (articles + 1) * OFFSET_SIZE, &c->offsets) ||
	    !take_bytes(&rest, rows_size, &c->rows) || rest.n != 0)
		return false;
	c->articles = (uint32_t)articles;
	c->labels_count = (uint32_t)count;
	return take_labels(c, labels);
}

int columns_open(struct columns *c, struct str image, struct error *err)
{
	*c = (struct columns){.image = image};
	if (take_image(c))
		return 0;
	columns_close(c);
	return error_set(err, ERROR_DAMAGED, _("the columns of the index are damaged"));
}

/* Fills in the mapping and the image; -1 with errno set. */
static int map_file(struct columns *c, const char *path)
{
	struct stat s = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (fstat(fd, &s) == 0) {
		c->map_size = s.st_size > 0 ? (size_t)s.st_size : 1;
		c->map = mmap(NULL, c->map_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (c->map == MAP_FAILED)
			c->map = NULL;
	}
	close(fd);
	c->image = (struct str){c->map, (size_t)s.st_size};
	return c->map != NULL ? 0 : -1;
}

int columns_open_file(struct columns *c, const char *folder, struct error *err)
{
	struct buf path = {0};
	int rc = 0;

	*c = (struct columns){0};
	buf_printf(&path, "%s/" COLUMNS_FILE, folder);
	if (map_file(c, path.p) < 0)
		rc = error_set(err, errno == ENOENT ? ERROR_CHANGED : ERROR_FAILED,
			       _("cannot read '%s': %s"), path.p, strerror(errno));
	else if (!take_image(c))
		rc = error_set(err, ERROR_DAMAGED,
			       _("'%s' is damaged; run: veille-index --rebuild"), path.p);
	if (rc < 0)
		columns_close(c);
	buf_release(&path);
	return rc;
}

void columns_close(struct columns *c)
{
	if (c->map != NULL)
		munmap(c->map, c->map_size);
	free(c->labels);
	*c = (struct columns){0};
}

static uint32_t offset_at(const struct columns *c, uint32_t i)
{
	const unsigned char *p =
		(const unsigned char *)c->offsets.p + (size_t)i * OFFSET_SIZE;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* The bytes of a row that are left. */
struct cursor {
	const unsigned char *p, *end;
};

static bool take_long(struct cursor *c, uint64_t *value)
{
	struct str s = {(const char *)c->p, (size_t)(c->end - c->p)};
	bool taken = str_varint(&s, value);

	c->p = (const unsigned char *)s.p;
	return taken;
}

/* Most numbers have one byte or two, in an order that no processor foresees. */
static inline bool take(struct cursor *c, uint64_t *value)
{
	const unsigned char *p = c->p;
	unsigned two;

	if (c->end - p < 2 || (p[0] & p[1]) >> 7)
		return take_long(c, value);
	two = p[0] >> 7;
	*value = (p[0] & 0x7Fu) | (p[1] & (0u - two)) << 7;
	c->p = p + 1 + two;
	return true;
}

/* All in one loop: a call for each takes twice as long. */
static bool take_all(struct cursor *c, uint64_t *values, size_t count)
{
	struct cursor rest = *c;

	for (size_t i = 0; i < count; i++) {
		if (!take(&rest, &values[i]))
			return false;
	}
	*c = rest;
	return true;
}

static bool read_link(const struct columns *c, uint64_t n, uint32_t *label)
{
	*label = n == 0 ? NO_ITEM : (uint32_t)(n - 1);
	return n <= c->labels_count;
}

static double read_quantity(uint64_t n)
{
	return n == 0 ? 0 : (double)n;
}

static bool take_row_labels(struct cursor *s, const struct columns *c, uint64_t count,
			    struct columns_scratch *scratch, struct columns_row *row)
{
	uint64_t number = 0, step;
	struct cursor rest = *s;
	uint32_t *labels;

	if (count > (size_t)(s->end - s->p))
		return false;
	if (count > scratch->labels_capacity) {
		scratch->labels_capacity = 2 * (size_t)count;
		scratch->labels = xreallocarray(scratch->labels, scratch->labels_capacity,
						sizeof *scratch->labels);
	}
	labels = scratch->labels;
	for (uint64_t i = 0; i < count; i++) {
		if (!take(&rest, &step) || step > c->labels_count ||
		    (number += step) >= c->labels_count)
			return false;
		labels[i] = (uint32_t)number;
	}
	*s = rest;
	row->labels = labels;
	row->labels_count = (size_t)count;
	return true;
}

static bool take_deals(struct cursor *s, const struct columns *c,
		       struct columns_scratch *scratch, struct columns_row *row)
{
	uint64_t count, numbers[3]; /* actor, euros, jobs */

	if (!take_all(s, &count, 1) || count > (size_t)(s->end - s->p))
		return false;
	if (count > scratch->deals_capacity) {
		scratch->deals_capacity = 2 * (size_t)count;
		scratch->deals = xreallocarray(scratch->deals, scratch->deals_capacity,
					       sizeof *scratch->deals);
	}
	for (uint64_t i = 0; i < count; i++) {
		struct column_deal *d = &scratch->deals[i];

		if (s->p == s->end || *s->p >= DEAL_KINDS)
			return false;
		d->kind = *s->p++;
		if (!take_all(s, numbers, COUNT(numbers)) ||
		    !read_link(c, numbers[0], &d->actor))
			return false;
		d->euros = read_quantity(numbers[1]);
		d->jobs = read_quantity(numbers[2]);
	}
	row->deals = scratch->deals;
	row->deals_count = (size_t)count;
	return true;
}

/* Where the article's row is. */
static bool find_row(const struct columns *c, uint32_t docid, struct cursor *s)
{
	uint32_t start, end;

	if (docid == 0 || docid > c->articles)
		return false;
	start = offset_at(c, docid - 1);
	end = offset_at(c, docid);
	if (start > end || end > c->rows.n)
		return false;
	s->p = (const unsigned char *)c->rows.p + start;
	s->end = (const unsigned char *)c->rows.p + end;
	return true;
}

static inline bool take_id(struct cursor *s, struct str *id)
{
	uint64_t n;

	if (!take(s, &n) || n > (size_t)(s->end - s->p))
		return false;
	*id = (struct str){(const char *)s->p, (size_t)n};
	s->p += n;
	return true;
}

int64_t columns_moment(const struct columns *c, uint32_t docid)
{
	uint64_t moment;
	struct cursor s;
	struct str id;

	if (!find_row(c, docid, &s) || !take_id(&s, &id) || !take(&s, &moment) ||
	    moment > INT64_MAX)
		return 0;
	return (int64_t)moment;
}

bool columns_get(const struct columns *c, uint32_t docid, struct columns_scratch *scratch,
		 struct columns_row *row)
{
	enum { MOMENT, GROUP, SOURCE, EUROS, CREATED, CUT, LABELS, NUMBERS };
	uint64_t n[NUMBERS];
	struct cursor s;

	*row = (struct columns_row){.source = NO_ITEM};
	if (!find_row(c, docid, &s) || !take_id(&s, &row->id))
		return false;
	if (!take_all(&s, n, NUMBERS) || n[MOMENT] > INT64_MAX ||
	    !read_link(c, n[SOURCE], &row->source))
		return false;
	row->moment = (int64_t)n[MOMENT];
	row->group = n[GROUP];
	row->euros = read_quantity(n[EUROS]);
	row->jobs_created = read_quantity(n[CREATED]);
	row->jobs_cut = read_quantity(n[CUT]);
	return take_row_labels(&s, c, n[LABELS], scratch, row) &&
	       take_deals(&s, c, scratch, row) && s.p == s.end;
}

void columns_scratch_release(struct columns_scratch *s)
{
	free(s->deals);
	free(s->labels);
	*s = (struct columns_scratch){0};
}
