/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns as they are read. Nothing of an image is believed before it is looked at. */
#include "lib/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/columns-image.h"
#include "lib/date.h"
#include "lib/i18n.h"

/* ---- numbers of a fixed width ---- */

static inline uint32_t two_bytes(const unsigned char *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

static inline uint32_t three_bytes(const unsigned char *p)
{
	return two_bytes(p) | (uint32_t)p[2] << 16;
}

static inline uint32_t four_bytes(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* Where the i-th of those that lie between ends begins and ends; false beyond `most`. */
static inline bool find_ends(const unsigned char *ends, uint32_t i, size_t most,
			     uint32_t *start, uint32_t *end)
{
	*start = four_bytes(ends + (size_t)i * END_BYTES);
	*end = four_bytes(ends + ((size_t)i + 1) * END_BYTES);
	return *start <= *end && *end <= most;
}

/* ---- the image ---- */

static bool take_bytes(struct str *s, uint64_t n, struct str *out)
{
	if (n > s->n)
		return false;
	*out = str_slice(*s, 0, (size_t)n);
	*s = str_slice(*s, (size_t)n, s->n);
	return true;
}

/* A column of `count` numbers. */
static bool take_column(struct str *rest, uint64_t count, unsigned width,
			const unsigned char **column)
{
	struct str bytes;

	if (!take_bytes(rest, count * width, &bytes))
		return false;
	*column = (const unsigned char *)bytes.p;
	return true;
}

static bool take_image(struct columns *c)
{
	enum { ARTICLES, LABELS, IDS, LISTS, ROWS, HEADER };
	const size_t front = sizeof COLUMNS_MAGIC - 1;
	const unsigned char *header;
	struct str rest = c->image;
	uint32_t n[HEADER];

	if (!str_starts(rest, STR(COLUMNS_MAGIC)))
		return false;
	rest = str_slice(rest, front, rest.n);
	if (!take_column(&rest, 1, GROUP_BYTES, &c->group) ||
	    !take_column(&rest, HEADER, END_BYTES, &header))
		return false;
	for (size_t i = 0; i < HEADER; i++)
		n[i] = four_bytes(header + i * END_BYTES);
	c->articles = n[ARTICLES];
	c->labels_count = n[LABELS];
	c->lists_length = n[LISTS];
	return c->articles < UINT32_MAX && c->labels_count < UINT32_MAX &&
	       take_column(&rest, c->labels_count, 1, &c->kinds) &&
	       take_column(&rest, (uint64_t)c->labels_count + 1, END_BYTES,
			   &c->label_ends) &&
	       take_bytes(&rest, n[IDS], &c->ids) &&
	       take_column(&rest, c->articles, DAY_BYTES, &c->days) &&
	       take_column(&rest, c->articles, TIME_BYTES, &c->times) &&
	       take_column(&rest, (uint64_t)c->articles + 1, END_BYTES, &c->list_ends) &&
	       take_column(&rest, c->lists_length, LIST_BYTES, &c->lists) &&
	       take_column(&rest, (uint64_t)c->articles + 1, END_BYTES, &c->row_ends) &&
	       take_bytes(&rest, n[ROWS], &c->rows) && rest.n == 0;
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
	*c = (struct columns){0};
}

/* ---- labels ---- */

bool columns_find_label(const struct columns *c, uint32_t number,
			struct column_label *label)
{
	uint32_t start, end;

	if (number >= c->labels_count || c->kinds[number] >= LABEL_KINDS_ALL ||
	    !find_ends(c->label_ends, number, c->ids.n, &start, &end))
		return false;
	*label = (struct column_label){c->kinds[number], str_slice(c->ids, start, end)};
	return label->kind != LABEL_DEAL ||
	       (label->id.n == 1 && (uint8_t)label->id.p[0] < DEAL_KINDS);
}

/* What a chain is made of; each has a lower number, so that there is no circle. */
static bool find_chain(const struct columns *c, uint32_t number, uint32_t *label,
		       uint32_t *next)
{
	const unsigned char *id;
	uint32_t start, end;

	if (!find_ends(c->label_ends, number, c->ids.n, &start, &end) ||
	    end - start != CHAIN_BYTES)
		return false;
	id = (const unsigned char *)c->ids.p + start;
	*label = four_bytes(id);
	*next = four_bytes(id + END_BYTES);
	return *label < number && *next < number && c->kinds[*label] < NAME_KINDS;
}

void columns_wholes(const struct columns *c, uint32_t *wholes)
{
	uint32_t label, next, whole, after;

	for (uint32_t i = 0; i < c->labels_count; i++)
		wholes[i] = NO_ITEM;
	for (uint32_t i = 0; i < c->labels_count; i++) {
		if (c->kinds[i] != LABEL_CHAIN || !find_chain(c, i, &label, &next))
			continue;
		if (c->kinds[next] == LABEL_CHAIN && !find_chain(c, next, &whole, &after))
			continue;
		wholes[label] = c->kinds[next] == LABEL_CHAIN ? whole : next;
	}
}

struct column_shape columns_shape(struct str id)
{
	if (id.n != SHAPE_BYTES)
		return (struct column_shape){0, 0};
	return (struct column_shape){(uint8_t)id.p[0], (uint8_t)id.p[1]};
}

/* ---- moments ---- */

/* As a number of the column: four bits for the month, five for the day. */
uint32_t columns_day(int64_t moment)
{
	struct day d = moment_day(moment);

	if (moment < DAY_MOMENTS || moment / DAY_MOMENTS / 10000 >= DAY_YEARS ||
	    d.month > 15 || d.day > 31)
		return 0;
	return (uint32_t)d.year * DAYS_OF_YEAR + (uint32_t)d.month * 32 + (uint32_t)d.day;
}

int64_t columns_day_moment(uint32_t day)
{
	return day_moment((struct day){(int)(day / DAYS_OF_YEAR),
				       (int)(day % DAYS_OF_YEAR / 32), (int)(day % 32)});
}

int64_t columns_moment(const struct columns *c, uint32_t docid)
{
	uint32_t day;

	if (docid == 0 || docid > c->articles)
		return 0;
	day = three_bytes(c->days + (size_t)(docid - 1) * DAY_BYTES);
	if (day == 0)
		return 0;
	return columns_day_moment(day) +
	       three_bytes(c->times + (size_t)(docid - 1) * TIME_BYTES);
}

void columns_days(const struct columns *c, const uint32_t *docids, size_t count,
		  uint32_t *days)
{
	for (size_t i = 0; i < count; i++)
		days[i] = three_bytes(c->days + (size_t)(docids[i] - 1) * DAY_BYTES);
}

/* ---- rows ---- */

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

/* Where the article's row is. */
static bool find_row(const struct columns *c, uint32_t docid, struct cursor *s)
{
	uint32_t start, end;

	if (docid == 0 || docid > c->articles ||
	    !find_ends(c->row_ends, docid - 1, c->rows.n, &start, &end))
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

/* The front of its row. */
static inline bool find_story(const struct columns *c, uint32_t docid, struct cursor *s,
			      struct str *id, uint64_t *group)
{
	if (!find_row(c, docid, s) || !take_id(s, id) || !take(s, group))
		return false;
	*group =
		group_step_read(*group) + eight_bytes((const char *)c->group) + docid - 1;
	return true;
}

bool columns_story(const struct columns *c, uint32_t docid, struct str *id,
		   uint64_t *group)
{
	struct cursor s;

	return find_story(c, docid, &s, id, group);
}

/* The article's list; *more says that it goes on in the row. */
static bool find_list(const struct columns *c, uint32_t docid, const unsigned char **list,
		      size_t *count, bool *more)
{
	uint32_t start, end;

	if (!find_ends(c->list_ends, docid - 1, c->lists_length, &start, &end))
		return false;
	*list = c->lists + (size_t)start * LIST_BYTES;
	*count = end - start;
	*more = *count > 0 &&
		two_bytes(c->lists + ((size_t)end - 1) * LIST_BYTES) == LABELS_MORE;
	*count -= *more;
	return true;
}

static void put_label(uint32_t label, struct columns_scratch *s, struct columns_row *row)
{
	GROW(s->labels, row->labels_count, s->labels_capacity);
	s->labels[row->labels_count++] = label;
}

/* What a number in a list stands for, where rows have it. */
static bool put_labels(const struct columns *c, uint32_t number,
		       struct columns_scratch *s, struct columns_row *row)
{
	uint32_t label;

	while (number < c->labels_count && c->kinds[number] == LABEL_CHAIN) {
		if (!find_chain(c, number, &label, &number))
			return false;
		put_label(label, s, row);
	}
	if (number >= c->labels_count)
		return false;
	if (c->kinds[number] < NAME_KINDS)
		put_label(number, s, row);
	else if (c->kinds[number] == LABEL_SOURCE)
		row->source = number;
	return true;
}

static bool take_labels(struct cursor *s, const struct columns *c, uint32_t docid,
			struct columns_scratch *scratch, struct columns_row *row)
{
	uint64_t further = 0, number = 0, step;
	const unsigned char *list;
	size_t count;
	bool more;

	if (!find_list(c, docid, &list, &count, &more) || (more && !take(s, &further)))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!put_labels(c, two_bytes(list + i * LIST_BYTES), scratch, row))
			return false;
	}
	for (uint64_t i = 0; i < further; i++) {
		if (!take(s, &step) || step > c->labels_count ||
		    (number += step) >= c->labels_count ||
		    !put_labels(c, (uint32_t)number, scratch, row))
			return false;
	}
	row->labels = scratch->labels;
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

static bool take_quantities(struct cursor *s, const struct columns *c,
			    struct columns_scratch *scratch, struct columns_row *row)
{
	double *quantities[ROW_QUANTITIES] = {&row->euros, &row->jobs_created,
					      &row->jobs_cut};
	uint64_t parts, n;

	if (!take(s, &parts) || parts >= ROW_PARTS)
		return false;
	for (size_t i = 0; i < ROW_QUANTITIES; i++) {
		if (!(parts & 1u << i))
			continue;
		if (!take(s, &n))
			return false;
		*quantities[i] = read_quantity(n);
	}
	return !(parts & ROW_DEALS) || take_deals(s, c, scratch, row);
}

bool columns_get(const struct columns *c, uint32_t docid, struct columns_scratch *scratch,
		 struct columns_row *row)
{
	struct cursor s;

	*row = (struct columns_row){.source = NO_ITEM};
	if (!find_story(c, docid, &s, &row->id, &row->group) ||
	    !take_labels(&s, c, docid, scratch, row) ||
	    !take_quantities(&s, c, scratch, row))
		return false;
	row->moment = columns_moment(c, docid);
	return s.p == s.end;
}

void columns_scratch_release(struct columns_scratch *s)
{
	free(s->deals);
	free(s->labels);
	*s = (struct columns_scratch){0};
}

/* ---- counting ---- */

size_t columns_counts(const struct columns *c)
{
	return c->labels_count > LABELS_MORE ? c->labels_count : LABELS_MORE + 1;
}

/* Four at a time: they come in eight bytes. */
static void count_numbers(const unsigned char *p, size_t bytes, uint32_t *counts)
{
	const unsigned char *end = p + bytes;

	for (; end - p >= 4 * LIST_BYTES; p += 4 * LIST_BYTES) {
		uint64_t four = eight_bytes((const char *)p);

		counts[four & 0xFFFF]++;
		counts[four >> 16 & 0xFFFF]++;
		counts[four >> 32 & 0xFFFF]++;
		counts[four >> 48]++;
	}
	for (; p < end; p += LIST_BYTES)
		counts[two_bytes(p)]++;
}

/* Of one article what its list says is in the row. */
static bool count_further(const struct columns *c, uint32_t docid, uint32_t *counts)
{
	uint64_t further, number = 0, step, group;
	struct cursor s;
	struct str id;

	if (!find_story(c, docid, &s, &id, &group) || !take(&s, &further))
		return false;
	for (uint64_t i = 0; i < further; i++) {
		if (!take(&s, &step) || step > c->labels_count ||
		    (number += step) >= c->labels_count)
			return false;
		counts[number]++;
	}
	return true;
}

/*
 * Lists are short and each has another length, which no processor foresees: a loop over
 * each takes twice as long as copying so many bytes of all of them behind each other,
 * and counting these. Nor does it foresee where a list begins that comes some articles
 * later.
 */
enum { COPIED = 64, GATHERED = 4096, AHEAD = 12 };

static inline void fetch_list(const struct columns *c, uint32_t docid)
{
	size_t start = four_bytes(c->list_ends + (size_t)(docid - 1) * END_BYTES);

	if (start < c->lists_length)
		__builtin_prefetch(c->lists + start * LIST_BYTES);
}

static bool count_lists(const struct columns *c, const uint32_t *docids, size_t count,
			uint32_t *counts)
{
	unsigned char gathered[GATHERED + COPIED];
	size_t all = (size_t)c->lists_length * LIST_BYTES, n = 0;
	uint32_t start, end;

	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			fetch_list(c, docids[i + AHEAD]);
		if (!find_ends(c->list_ends, docids[i] - 1, c->lists_length, &start,
			       &end))
			return false;
		if ((end - start) * LIST_BYTES > COPIED ||
		    (size_t)start * LIST_BYTES + COPIED > all) {
			count_numbers(c->lists + (size_t)start * LIST_BYTES,
				      (size_t)(end - start) * LIST_BYTES, counts);
			continue;
		}
		memcpy(gathered + n, c->lists + (size_t)start * LIST_BYTES, COPIED);
		n += (size_t)(end - start) * LIST_BYTES;
		if (n > GATHERED) {
			count_numbers(gathered, n, counts);
			n = 0;
		}
	}
	count_numbers(gathered, n, counts);
	return true;
}

/* Articles that follow each other have lists that do. */
static bool count_run(const struct columns *c, uint32_t first, size_t count,
		      uint32_t *counts)
{
	uint32_t start = four_bytes(c->list_ends + (size_t)(first - 1) * END_BYTES);
	uint32_t end = four_bytes(c->list_ends + (first - 1 + count) * END_BYTES);

	if (start > end || end > c->lists_length)
		return false;
	count_numbers(c->lists + (size_t)start * LIST_BYTES,
		      (size_t)(end - start) * LIST_BYTES, counts);
	return true;
}

/* What the lists of these articles say is in their rows, which few do. */
static bool count_rows(const struct columns *c, const uint32_t *docids, size_t count,
		       uint32_t *counts)
{
	const unsigned char *list;
	size_t n;
	bool more;

	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			fetch_list(c, docids[i + AHEAD]);
		if (!find_list(c, docids[i], &list, &n, &more) ||
		    (more && !count_further(c, docids[i], counts)))
			return false;
	}
	return true;
}

bool columns_count(const struct columns *c, const uint32_t *docids, size_t count,
		   uint32_t *counts)
{
	uint32_t before = counts[LABELS_MORE];
	bool counted, more;

	if (count > 0 && docids[count - 1] - docids[0] == count - 1)
		counted = count_run(c, docids[0], count, counts);
	else
		counted = count_lists(c, docids, count, counts);
	more = counts[LABELS_MORE] > before;
	counts[LABELS_MORE] = before; /* a label has that number, too */
	return counted && (!more || count_rows(c, docids, count, counts));
}

bool columns_count_chains(const struct columns *c, uint32_t *counts)
{
	uint32_t label, next;

	for (uint32_t i = c->labels_count; i-- > 0;) {
		if (c->kinds[i] != LABEL_CHAIN || counts[i] == 0)
			continue;
		if (!find_chain(c, i, &label, &next))
			return false;
		counts[label] += counts[i];
		counts[next] += counts[i];
		counts[i] = 0;
	}
	return true;
}
