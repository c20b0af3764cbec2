/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables as text, CSV and TSV: a row of column names, then one article a row. The
 * delimiter is what makes the most of the first row; quoted fields may hold all but a
 * lone quote.
 */
#include "corpus/reader.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/encoding.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/record.h"

enum { COLUMNS_MOST = 1000 };

struct column {
	struct str name;
	const struct member_key *known; /* NULL: unknown, or others were mapped */
};

struct csv_state {
	char delimiter;
	struct column *columns; /* NULL until the first row was read */
	size_t columns_count;
	struct buf row; /* as it stands in the file, over several lines */
};

static const char delimiters[] = {'\t', ';', ',', '|'};

/* ---- rows ---- */

/* Where in a row its next byte stands. */
enum place { AT_START, IN_PLAIN, IN_QUOTES, AT_QUOTE };

static enum place step(enum place place, char c, char delimiter)
{
	switch (place) {
	case IN_QUOTES:
		return c == '"' ? AT_QUOTE : IN_QUOTES;
	case AT_QUOTE: /* the end of the field, or one of two quotes */
		if (c == '"')
			return IN_QUOTES;
		return c == delimiter ? AT_START : IN_PLAIN;
	case AT_START:
		if (c == '"')
			return IN_QUOTES;
		return c == delimiter ? AT_START : IN_PLAIN;
	default:
		return c == delimiter ? AT_START : IN_PLAIN;
	}
}

static enum place walk_line(enum place place, struct str line, char delimiter)
{
	for (size_t i = 0; i < line.n; i++)
		place = step(place, line.p[i], delimiter);
	return place;
}

static struct str without_cr(struct str line)
{
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static int refuse_long(struct error *err)
{
	struct buf limit = {0};

	size_print(&limit, RECORD_TEXT_MAX);
	error_set(err, ERROR_REJECTED, _("a row of more than %s"), limit.p);
	buf_release(&limit);
	return -1;
}

/* The lines of the next row that is not empty, into s->row: 1, 0 at the end, -1. */
static int next_row(struct reader *r, struct csv_state *s, struct article *a,
		    struct error *err)
{
	enum place place;
	struct str line;
	int rc;

	do {
		rc = input_line(r->input, &line, err);
		a->line = input_line_number(r->input);
		if (rc <= 0)
			return rc;
		line = without_cr(line);
	} while (str_trim(line).n == 0);

	buf_clear(&s->row);
	buf_str(&s->row, line);
	place = walk_line(AT_START, line, s->delimiter);
	while (place == IN_QUOTES) {
		rc = input_line(r->input, &line, err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			return error_set(err, ERROR_REJECTED,
					 _("a quoted field that is not closed"));
		if (s->row.n + line.n > RECORD_TEXT_MAX)
			return refuse_long(err);
		line = without_cr(line);
		buf_char(&s->row, '\n');
		buf_str(&s->row, line);
		place = walk_line(place, line, s->delimiter);
	}
	return 1;
}

/* The fields of a row, unquoted in the row's own bytes. */
struct cells {
	char *text;
	size_t n, at; /* at > n: no more */
	char delimiter;
};

static struct cells cells_of(struct arena *arena, struct str row, char delimiter)
{
	return (struct cells){arena_copy(arena, row.p, row.n), row.n, 0, delimiter};
}

static bool next_field(struct cells *f, struct str *field)
{
	enum place place = AT_START;
	size_t start = f->at;
	size_t end = start;

	if (f->at > f->n)
		return false;
	for (; f->at < f->n; f->at++) {
		char c = f->text[f->at];
		enum place next = step(place, c, f->delimiter);

		if (next == AT_START)
			break;
		/* A quote that opens or closes is no text. */
		if (!(place == AT_START && next == IN_QUOTES) && next != AT_QUOTE)
			f->text[end++] = c;
		place = next;
	}
	f->at++;
	*field = (struct str){f->text + start, end - start};
	return true;
}

/* ---- the first row ---- */

static bool is_mapped(const struct reader *r, enum article_member member)
{
	for (size_t i = 0; i < r->options->maps_count; i++) {
		if (r->options->maps[i].member == member)
			return true;
	}
	return false;
}

static const struct column *find_column(const struct csv_state *s, struct str name)
{
	for (size_t i = 0; i < s->columns_count; i++) {
		if (str_equal(s->columns[i].name, str_trim(name)))
			return &s->columns[i];
	}
	return NULL;
}

/* How much sense the row makes as names: a known one is worth many that are none. */
static size_t worth(struct str row, char delimiter, size_t *known)
{
	struct arena scratch = {0};
	struct cells cells = cells_of(&scratch, row, delimiter);
	struct str field;
	size_t count = 0;

	*known = 0;
	while (count < COLUMNS_MOST && next_field(&cells, &field)) {
		*known += member_key_find(field) != NULL;
		count++;
	}
	arena_release(&scratch);
	return COLUMNS_MOST * *known + count;
}

static char guess_delimiter(struct str row, size_t *known)
{
	char best = delimiters[0];
	size_t most = 0;

	*known = 0;
	for (size_t i = 0; i < COUNT(delimiters); i++) {
		size_t names;
		size_t now = worth(row, delimiters[i], &names);

		if (now <= most)
			continue;
		most = now;
		best = delimiters[i];
		*known = names;
	}
	return best;
}

/* "sep=;", which some spreadsheets write and read. */
static bool told_delimiter(struct str row, char *delimiter)
{
	row = str_trim(row);
	if (row.n != 5 || !str_starts(row, STR("sep=")))
		return false;
	*delimiter = row.p[4];
	return true;
}

static bool has_text(const struct reader *r, const struct csv_state *s)
{
	for (size_t i = 0; i < r->options->maps_count; i++) {
		if ((r->options->maps[i].member == ARTICLE_TEXT ||
		     r->options->maps[i].member == ARTICLE_LEAD) &&
		    find_column(s, r->options->maps[i].key) != NULL)
			return true;
	}
	for (size_t i = 0; i < s->columns_count; i++) {
		const struct member_key *k = s->columns[i].known;

		if (k != NULL && (k->member == ARTICLE_TEXT || k->member == ARTICLE_LEAD))
			return true;
	}
	return false;
}

static int take_names(struct reader *r, struct csv_state *s, struct article *a,
		      struct error *err)
{
	struct cells cells;
	size_t capacity = 0;
	struct str row, field;

	if (encoding_decode(&r->file, buf_view(&s->row), (struct str){0}, &row, &a->lost,
			    err) < 0)
		return -1;
	cells = cells_of(&r->file, row, s->delimiter);
	while (s->columns_count < COLUMNS_MOST && next_field(&cells, &field)) {
		const struct member_key *k = member_key_find(field);

		GROW(s->columns, s->columns_count, capacity);
		s->columns[s->columns_count++] = (struct column){
			str_trim(field), k && is_mapped(r, k->member) ? NULL : k};
	}
	return 0;
}

/* The first line that is not empty. */
static struct str first_line(struct str front)
{
	struct str line;

	while (front.n > 0 && (front.p[0] == '\n' || front.p[0] == '\r'))
		front = str_slice(front, 1, front.n);
	str_split(&front, '\n', &line);
	return without_cr(line);
}

static int read_names(struct reader *r, struct csv_state *s, struct article *a,
		      struct error *err)
{
	bool told;
	size_t known;
	struct str front;
	int rc;

	if (input_peek(r->input, &front, err) < 0)
		return -1;
	front = first_line(front);
	told = told_delimiter(front, &s->delimiter);
	if (!told)
		s->delimiter = guess_delimiter(front, &known);
	rc = next_row(r, s, a, err);
	if (rc > 0 && told)
		rc = next_row(r, s, a, err);
	if (rc <= 0)
		return rc;
	if (take_names(r, s, a, err) < 0)
		return -1;
	if (has_text(r, s))
		return 1;
	return error_set(
		err, ERROR_FAILED,
		_("no column of '%s' is known to hold the text; tell which does: "
		  "--map text=COLUMN"),
		r->path);
}

/* ---- articles ---- */

static void take_known(struct article *a, const struct member_key *k, struct str value,
		       const struct member_key *best[ARTICLE_MEMBERS])
{
	if (k == NULL || str_trim(value).n == 0 ||
	    (best[k->member] != NULL && best[k->member] < k))
		return;
	best[k->member] = k;
	*article_member(a, k->member) = value;
}

static void take_mapped(struct reader *r, struct csv_state *s, struct article *a,
			const struct str *values)
{
	for (size_t i = 0; i < r->options->maps_count; i++) {
		const struct reader_map *map = &r->options->maps[i];
		const struct column *c = find_column(s, map->key);
		struct str *out = article_member(a, map->member);

		if (c != NULL && out->n == 0)
			*out = values[c - s->columns];
	}
}

static int take_row(struct reader *r, struct csv_state *s, struct article *a,
		    struct error *err)
{
	const struct member_key *best[ARTICLE_MEMBERS] = {0};
	struct str *values = arena_alloc(&r->arena, s->columns_count * sizeof *values);
	struct cells cells;
	struct str row, field;
	size_t n = 0;

	a->raw = buf_view(&s->row);
	if (encoding_decode(&r->arena, buf_view(&s->row), (struct str){0}, &row, &a->lost,
			    err) < 0)
		return -1;
	cells = cells_of(&r->arena, row, s->delimiter);
	for (; next_field(&cells, &field); n++) {
		if (n < s->columns_count)
			values[n] = field;
		else if (str_trim(field).n > 0)
			return error_set(err, ERROR_REJECTED,
					 _("a row of more fields than there are "
					   "columns (%zu)"),
					 s->columns_count);
	}
	take_mapped(r, s, a, values);
	for (size_t i = 0; i < n && i < s->columns_count; i++)
		take_known(a, s->columns[i].known, values[i], best);
	return 1;
}

static int next_csv(struct reader *r, struct article *a, struct error *err)
{
	struct csv_state *s = r->state;
	int rc;

	if (s == NULL) {
		s = xcalloc(1, sizeof *s);
		r->state = s;
		rc = read_names(r, s, a, err);
		if (rc < 0 && err->code == ERROR_REJECTED)
			err->code = ERROR_FAILED;
		if (rc <= 0)
			return rc;
	}
	rc = next_row(r, s, a, err);
	return rc > 0 ? take_row(r, s, a, err) : rc;
}

static void release_csv(struct reader *r)
{
	struct csv_state *s = r->state;

	if (s == NULL)
		return;
	buf_release(&s->row);
	free(s->columns);
	free(s);
	r->state = NULL;
}

/* Two names that are known and a delimiter between them are no chance. */
static bool sniff_csv(struct str front)
{
	size_t known;

	guess_delimiter(first_line(front), &known);
	return known >= 2;
}

const struct reader_format reader_csv = {
	.name = "csv",
	.extensions = {".csv", ".tsv", ".tab"},
	.many = true,
	.sniff = sniff_csv,
	.next = next_csv,
	.release = release_csv,
};
