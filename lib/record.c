/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packed bytes, in this order (numbers are varints; a string is its length and its
 * bytes):
 *
 *   id url title source author lead body	strings
 *   moment
 *   names	count, then each: kind, id, [name], 2 * mentions + in_title
 *   mentions	count, then each: span, name, rule
 *   amounts	count, then each: 8 * bound + euros_form, value, currency, [euros], link of,
 *		rule, span
 *   jobs	count, then each: 4 * kind + bound, count, rule, span
 *   deals	count, then each: 4 * kind + status, rule, span, links actor, target, amount
 *		and jobs, count of places, names
 *
 * An unlisted name's id is followed by its name. A link is the number of an item + 1, 0 for
 * NO_ITEM.
 *
 * A span is 4 * (start - start of the span before in its list, or start when the part
 * differs) + part, then its length. A quantity is 2 * itself when it is a whole number
 * up to 2^53, else 1 and the 8 bytes of the double, low byte first.
 */
#include "lib/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/rules.h"
#include "lib/text.h"

enum {
	FORMAT = 3,
	FORMAT_DEFLATED = 2,
	FORMAT_TEXTS =
		1, /* told amounts and jobs otherwise: its texts are analysed anew */
	PACKED_MAX = 4 * RECORD_TEXT_MAX, /* bytes; texts and what is found in them */
};

#define WHOLE_MAX 9007199254740992.0 /* 2^53: above, not every whole number is a double */

enum euros_form { EUROS_UNKNOWN, EUROS_SAME, EUROS_OTHER };

bool record_name_unlisted(const struct record_name *n)
{
	return n->id.n > 0 && n->id.p[0] == UNLISTED_MARK;
}

struct str record_part(const struct record *r, uint8_t part)
{
	return part == TEXT_TITLE ? r->title : part == TEXT_LEAD ? r->lead : r->body;
}

size_t record_text_bytes(const struct record *r)
{
	return r->title.n + r->lead.n + r->body.n;
}

enum { CONVERSION_NEAR = 8 }; /* amounts between one and its conversion, at most */

/* What the article says amount i is in euros; 0 when it does not. */
static double told_euros(const struct record *r, size_t i)
{
	size_t last = i + CONVERSION_NEAR;

	if (strcmp(r->amounts[i].currency, "EUR") == 0)
		return r->amounts[i].value;
	for (size_t k = i + 1; k < r->amounts_count && k <= last; k++) {
		if (r->amounts[k].of == i && strcmp(r->amounts[k].currency, "EUR") == 0)
			return r->amounts[k].value;
	}
	return 0;
}

double record_euros(const struct record *r, size_t i)
{
	const struct record_amount *a = &r->amounts[i];
	double told;

	if (a->of != NO_ITEM)
		return r->amounts[a->of].euros > 0 || told_euros(r, a->of) > 0 ? 0
									       : a->euros;
	told = told_euros(r, i);
	return told > 0 ? told : a->euros;
}

/* The place of the span before, which the next one is told from. */
struct span_before {
	uint8_t part;
	uint32_t start;
};

/* ---- packing ---- */

static void put_string(struct buf *out, struct str s)
{
	buf_varint(out, s.n);
	buf_str(out, s);
}

static void put_quantity(struct buf *out, double value)
{
	uint64_t bits;

	if (value >= 0 && value <= WHOLE_MAX && value == (double)(uint64_t)value) {
		buf_varint(out, 2 * (uint64_t)value);
		return;
	}
	buf_varint(out, 1);
	memcpy(&bits, &value, sizeof bits);
	for (int i = 0; i < 8; i++)
		buf_char(out, (char)(bits >> (8 * i)));
}

static void put_span(struct buf *out, struct span_before *before, uint8_t part,
		     uint32_t start, uint32_t end)
{
	uint32_t delta = part == before->part ? start - before->start : start;

	buf_varint(out, (uint64_t)delta << 2 | part);
	buf_varint(out, (uint32_t)(end - start));
	before->part = part;
	before->start = start;
}

static void put_link(struct buf *out, uint32_t item)
{
	buf_varint(out, item == NO_ITEM ? 0 : (uint64_t)item + 1);
}

static void put_names(struct buf *out, const struct record *r)
{
	struct span_before before = {0};

	buf_varint(out, r->names_count);
	for (size_t i = 0; i < r->names_count; i++) {
		const struct record_name *n = &r->names[i];

		buf_varint(out, n->kind);
		put_string(out, n->id);
		if (record_name_unlisted(n))
			put_string(out, n->name);
		buf_varint(out, (uint64_t)n->mentions << 1 | n->in_title);
	}
	buf_varint(out, r->mentions_count);
	for (size_t i = 0; i < r->mentions_count; i++) {
		const struct record_mention *m = &r->mentions[i];

		put_span(out, &before, m->part, m->start, m->end);
		buf_varint(out, m->name);
		buf_varint(out, m->rule);
	}
}

static enum euros_form euros_form(const struct record_amount *a)
{
	if (a->euros == 0)
		return EUROS_UNKNOWN;
	return a->euros == a->value ? EUROS_SAME : EUROS_OTHER;
}

static void put_amounts(struct buf *out, const struct record *r)
{
	struct span_before before = {0};

	buf_varint(out, r->amounts_count);
	for (size_t i = 0; i < r->amounts_count; i++) {
		const struct record_amount *a = &r->amounts[i];

		buf_varint(out, (uint64_t)a->bound << 3 | euros_form(a));
		put_quantity(out, a->value);
		put_string(out, (struct str){a->currency, strnlen(a->currency, 3)});
		if (euros_form(a) == EUROS_OTHER)
			put_quantity(out, a->euros);
		put_link(out, a->of);
		buf_varint(out, a->rule);
		put_span(out, &before, a->part, a->start, a->end);
	}
}

static void put_jobs(struct buf *out, const struct record *r)
{
	struct span_before before = {0};

	buf_varint(out, r->jobs_count);
	for (size_t i = 0; i < r->jobs_count; i++) {
		const struct record_jobs *j = &r->jobs[i];

		buf_varint(out, (uint64_t)j->kind << 2 | j->bound);
		put_quantity(out, j->count);
		buf_varint(out, j->rule);
		put_span(out, &before, j->part, j->start, j->end);
	}
}

static void put_deals(struct buf *out, const struct record *r)
{
	struct span_before before = {0};

	buf_varint(out, r->deals_count);
	for (size_t i = 0; i < r->deals_count; i++) {
		const struct record_deal *d = &r->deals[i];

		buf_varint(out, (uint64_t)d->kind << 2 | d->status);
		buf_varint(out, d->rule);
		put_span(out, &before, d->part, d->start, d->end);
		put_link(out, d->actor);
		put_link(out, d->target);
		put_link(out, d->amount);
		put_link(out, d->jobs);
		buf_varint(out, d->places_count);
		for (size_t p = 0; p < d->places_count; p++)
			buf_varint(out, d->places[p]);
	}
}

void record_write(const struct record *r, struct buf *expanded)
{
	const struct str strings[] = {r->id,	 r->url,  r->title, r->source,
				      r->author, r->lead, r->body};

	for (size_t i = 0; i < COUNT(strings); i++)
		put_string(expanded, strings[i]);
	buf_varint(expanded, (uint64_t)r->moment);
	put_names(expanded, r);
	put_amounts(expanded, r);
	put_jobs(expanded, r);
	put_deals(expanded, r);
}

/* ---- pressing ---- */

struct packer {
	uint32_t number;
	struct press *press;
	struct buf packed; /* scratch */
};

struct packer *packer_new(struct str dictionary, uint32_t number,
			  enum press_effort effort)
{
	struct packer *p = xcalloc(1, sizeof *p);

	p->number = number;
	p->press = press_new(dictionary, effort);
	return p;
}

void packer_free(struct packer *p)
{
	if (p == NULL)
		return;
	press_free(p->press);
	buf_release(&p->packed);
	free(p);
}

void packer_pack(struct packer *p, const struct record *r, struct buf *out)
{
	buf_clear(&p->packed);
	record_write(r, &p->packed);
	packer_press(p, buf_view(&p->packed), out);
}

void packer_press(struct packer *p, struct str expanded, struct buf *out)
{
	buf_char(out, FORMAT);
	buf_varint(out, p->number);
	buf_varint(out, expanded.n);
	press_add(p->press, expanded, out);
}

/* ---- unpacking ---- */

static int damaged(struct error *err, const char *what)
{
	return error_set(err, ERROR_DAMAGED, _("a stored article is damaged: %s"), what);
}

/* Reads format and dictionary number off the front. */
static int read_head(struct str *stored, char *format, uint64_t *number,
		     struct error *err)
{
	if (stored->n == 0)
		return damaged(err, _("it is empty"));
	*format = stored->p[0];
	if (*format < FORMAT_TEXTS || *format > FORMAT)
		return damaged(err, _("its format is unknown"));
	*stored = str_slice(*stored, 1, stored->n);
	if (!str_varint(stored, number) || *number > UINT32_MAX)
		return damaged(err, _("its dictionary number is wrong"));
	return 0;
}

int record_dictionary(struct str stored, uint32_t *number, struct error *err)
{
	uint64_t n;
	char format;

	*number = 0;
	if (read_head(&stored, &format, &n, err) < 0)
		return -1;
	*number = (uint32_t)n;
	return 0;
}

static bool take_string(struct str *s, struct str *out)
{
	uint64_t n;

	if (!str_varint(s, &n) || n > s->n)
		return false;
	*out = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->n);
	return true;
}

static bool take_quantity(struct str *s, double *out)
{
	uint64_t n, bits = 0;

	if (!str_varint(s, &n))
		return false;
	if (n % 2 == 0) {
		*out = (double)(n / 2);
		return true;
	}
	if (n != 1 || s->n < 8)
		return false;
	for (int i = 0; i < 8; i++)
		bits |= (uint64_t)(unsigned char)s->p[i] << (8 * i);
	memcpy(out, &bits, sizeof bits);
	*s = str_slice(*s, 8, s->n);
	return true;
}

static bool take_span(struct str *s, const struct record *r, struct span_before *before,
		      uint8_t *part, uint32_t *start, uint32_t *end)
{
	const struct str parts[TEXT_PARTS] = {r->title, r->lead, r->body};
	uint64_t where, length;

	if (!str_varint(s, &where) || !str_varint(s, &length))
		return false;
	*part = where & 3;
	*start = (uint32_t)(where >> 2) + (*part == before->part ? before->start : 0);
	if (*part >= TEXT_PARTS || *start > parts[*part].n ||
	    length > parts[*part].n - *start)
		return false;
	*end = *start + (uint32_t)length;
	before->part = *part;
	before->start = *start;
	return true;
}

/* The number of items of a list; each takes `least` bytes or more. */
static bool take_count(struct str *s, size_t least, size_t *count)
{
	uint64_t n;

	if (!str_varint(s, &n) || n > s->n / least)
		return false;
	*count = n;
	return true;
}

static bool take_rule(struct str *s, uint8_t *rule)
{
	uint64_t n;

	if (!str_varint(s, &n) || n >= RULES)
		return false;
	*rule = (uint8_t)n;
	return true;
}

/* A link to one of `count` items. */
static bool take_link(struct str *s, size_t count, uint32_t *item)
{
	uint64_t n;

	if (!str_varint(s, &n) || n > count)
		return false;
	*item = n == 0 ? NO_ITEM : (uint32_t)(n - 1);
	return true;
}

static bool take_names(struct str *s, struct record *r, struct arena *arena)
{
	uint64_t kind, mentions;

	if (!take_count(s, 3, &r->names_count))
		return false;
	r->names = arena_alloc(arena, r->names_count * sizeof *r->names);
	for (size_t i = 0; i < r->names_count; i++) {
		struct record_name *n = &r->names[i];

		if (!str_varint(s, &kind) || kind >= NAME_KINDS ||
		    !take_string(s, &n->id) ||
		    (record_name_unlisted(n) && !take_string(s, &n->name)) ||
		    !str_varint(s, &mentions))
			return false;
		n->kind = (enum name_kind)kind;
		n->mentions = (uint32_t)(mentions >> 1);
		n->in_title = mentions & 1;
	}
	return true;
}

static bool take_mentions(struct str *s, struct record *r, struct arena *arena)
{
	struct span_before before = {0};
	uint64_t name;

	if (!take_count(s, 4, &r->mentions_count))
		return false;
	r->mentions = arena_alloc(arena, r->mentions_count * sizeof *r->mentions);
	for (size_t i = 0; i < r->mentions_count; i++) {
		struct record_mention *m = &r->mentions[i];

		if (!take_span(s, r, &before, &m->part, &m->start, &m->end) ||
		    !str_varint(s, &name) || name >= r->names_count ||
		    !take_rule(s, &m->rule))
			return false;
		m->name = (uint32_t)name;
	}
	return true;
}

static bool take_amount(struct str *s, const struct record *r, struct span_before *before,
			struct record_amount *a)
{
	struct str currency;
	uint64_t head;

	if (!str_varint(s, &head) || head >> 3 > BOUND_ABOUT ||
	    (head & 7) > EUROS_OTHER || !take_quantity(s, &a->value) ||
	    !take_string(s, &currency) || currency.n > 3)
		return false;
	a->bound = (enum bound)(head >> 3);
	if (currency.n > 0)
		memcpy(a->currency, currency.p, currency.n);
	if ((head & 7) == EUROS_SAME)
		a->euros = a->value;
	else if ((head & 7) == EUROS_OTHER && !take_quantity(s, &a->euros))
		return false;
	return take_link(s, r->amounts_count, &a->of) && take_rule(s, &a->rule) &&
	       take_span(s, r, before, &a->part, &a->start, &a->end);
}

static bool take_amounts(struct str *s, struct record *r, struct arena *arena)
{
	struct span_before before = {0};

	if (!take_count(s, 7, &r->amounts_count))
		return false;
	r->amounts = arena_alloc(arena, r->amounts_count * sizeof *r->amounts);
	for (size_t i = 0; i < r->amounts_count; i++) {
		if (!take_amount(s, r, &before, &r->amounts[i]))
			return false;
	}
	return true;
}

static bool take_jobs(struct str *s, struct record *r, struct arena *arena)
{
	struct span_before before = {0};
	uint64_t head;

	if (!take_count(s, 5, &r->jobs_count))
		return false;
	r->jobs = arena_alloc(arena, r->jobs_count * sizeof *r->jobs);
	for (size_t i = 0; i < r->jobs_count; i++) {
		struct record_jobs *j = &r->jobs[i];

		if (!str_varint(s, &head) || head >> 2 > JOBS_STAFF ||
		    !take_quantity(s, &j->count) || !take_rule(s, &j->rule) ||
		    !take_span(s, r, &before, &j->part, &j->start, &j->end))
			return false;
		j->kind = (enum jobs_kind)(head >> 2);
		j->bound = (enum bound)(head & 3);
	}
	return true;
}

static bool take_deal(struct str *s, const struct record *r, struct span_before *before,
		      struct record_deal *d)
{
	uint64_t head, count, place;

	if (!str_varint(s, &head) || head >> 2 >= DEAL_KINDS ||
	    (head & 3) >= DEAL_STATUSES || !take_rule(s, &d->rule) ||
	    !take_span(s, r, before, &d->part, &d->start, &d->end) ||
	    !take_link(s, r->names_count, &d->actor) ||
	    !take_link(s, r->names_count, &d->target) ||
	    !take_link(s, r->amounts_count, &d->amount) ||
	    !take_link(s, r->jobs_count, &d->jobs) || !str_varint(s, &count) ||
	    count > DEAL_PLACES)
		return false;
	d->kind = (enum deal_kind)(head >> 2);
	d->status = (enum deal_status)(head & 3);
	for (; d->places_count < count; d->places_count++) {
		if (!str_varint(s, &place) || place >= r->names_count)
			return false;
		d->places[d->places_count] = (uint32_t)place;
	}
	return true;
}

static bool take_deals(struct str *s, struct record *r, struct arena *arena)
{
	struct span_before before = {0};

	if (!take_count(s, 9, &r->deals_count))
		return false;
	r->deals = arena_alloc(arena, r->deals_count * sizeof *r->deals);
	for (size_t i = 0; i < r->deals_count; i++) {
		if (!take_deal(s, r, &before, &r->deals[i]))
			return false;
	}
	return true;
}

static bool take_texts(struct str *s, struct record *r)
{
	struct str *const strings[] = {&r->id,	   &r->url,  &r->title, &r->source,
				       &r->author, &r->lead, &r->body};
	uint64_t moment;

	for (size_t i = 0; i < COUNT(strings); i++) {
		if (!take_string(s, strings[i]))
			return false;
	}
	if (!str_varint(s, &moment) || moment > INT64_MAX)
		return false;
	r->moment = (int64_t)moment;
	return true;
}

static bool take_found(struct str *s, struct record *r, struct arena *arena)
{
	return take_names(s, r, arena) && take_mentions(s, r, arena) &&
	       take_amounts(s, r, arena) && take_jobs(s, r, arena) &&
	       take_deals(s, r, arena) && s->n == 0;
}

static bool expand(struct unpress *u, char format, struct str stored,
		   struct str dictionary, char *out, size_t size)
{
	struct unpress *own = NULL;
	bool whole;

	if (format != FORMAT)
		return unpress_deflated(stored, dictionary, out, size);
	if (u == NULL)
		u = own = unpress_new();
	whole = unpress(u, stored, dictionary, out, size);
	unpress_free(own);
	return whole;
}

/* Answers the format, too. */
static int expand_stored(struct unpress *u, struct str stored, struct str dictionary,
			 struct arena *arena, char *format, struct str *out,
			 struct error *err)
{
	uint64_t number, size;
	char *bytes;

	if (read_head(&stored, format, &number, err) < 0)
		return -1;
	if (number > 0 && dictionary.n == 0)
		return damaged(err, _("its dictionary is missing"));
	if (number == 0)
		dictionary.n = 0;
	if (!str_varint(&stored, &size) || stored.n > UINT32_MAX || size > PACKED_MAX ||
	    size > unpress_bound(stored))
		return damaged(err, _("its size is wrong"));
	bytes = arena_alloc(arena, size + 1);
	if (!expand(u, *format, stored, dictionary, bytes, size))
		return damaged(err, _("it does not inflate to its size"));
	*out = (struct str){bytes, size};
	return 0;
}

int record_expand(struct unpress *u, struct str stored, struct str dictionary,
		  struct arena *arena, struct str *expanded, struct error *err)
{
	char format;

	*expanded = (struct str){0};
	if (expand_stored(u, stored, dictionary, arena, &format, expanded, err) < 0)
		return -1;
	if (format == FORMAT_TEXTS)
		return damaged(err, _("its format is unknown"));
	return 0;
}

int record_unpack(struct unpress *u, struct str stored, struct str dictionary,
		  struct arena *arena, struct record *r, struct error *err)
{
	struct str packed;
	char format;

	*r = (struct record){0};
	if (expand_stored(u, stored, dictionary, arena, &format, &packed, err) < 0)
		return -1;
	if (!take_texts(&packed, r) ||
	    (format != FORMAT_TEXTS && !take_found(&packed, r, arena))) {
		*r = (struct record){0};
		return damaged(err, _("its fields do not fit together"));
	}
	return 0;
}
