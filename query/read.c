/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/read.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

static void start(struct reading *r, struct index *x, uint32_t docid)
{
	arena_clear(&r->arena);
	r->index = x;
	r->docid = docid;
	r->cut = false;
	r->spans.count = 0;
	text_clear(&r->text);
}

int reading_open(struct reading *r, struct index *x, uint32_t docid, struct error *err)
{
	int rc;

	start(r, x, docid);
	rc = index_read(x, docid, &r->arena, &r->record, err);
	r->remembered = rc > 0;
	return rc < 0 ? -1 : 0;
}

void reading_take(struct reading *r, struct index *x, uint32_t docid,
		  const struct record *record)
{
	start(r, x, docid);
	r->remembered = false;
	r->record = *record;
}

void reading_release(struct reading *r)
{
	arena_release(&r->arena);
	text_release(&r->text);
	free(r->watched);
	buf_release(&r->scratch);
	free(r->spans.items);
	*r = (struct reading){0};
}

/* Most tokens have no form: what is looked for is none of them. */
static void list_watched(struct reading *r)
{
	const struct text *t = &r->text;

	r->watched_count = 0;
	for (size_t i = 0; i < t->count; i++) {
		if (t->tokens[i].form->exact_id == 0)
			continue;
		GROW(r->watched, r->watched_count, r->watched_capacity);
		r->watched[r->watched_count++] = (uint32_t)i;
	}
}

const struct text *reading_text(struct reading *r)
{
	struct vocabulary *v = index_vocabulary(r->index);

	if (r->cut)
		return &r->text;
	vocabulary_watch(v, r->watch);
	for (int part = 0; part < TEXT_PARTS; part++) {
		size_t before = r->text.count;

		text_add(&r->text, v, (enum text_part)part,
			 record_part(&r->record, (uint8_t)part));
		r->counts[part] = r->text.count - before;
	}
	vocabulary_watch(v, NULL);
	list_watched(r);
	r->cut = true;
	return &r->text;
}

/* ---- where a clause stands ---- */

/* A stretch of tokens: positions decide nearness, bytes what is marked. */
struct occurrence {
	uint32_t first, last; /* positions */
	uint8_t part;
	uint32_t start, end;
};

static bool slot_takes(const struct slot *s, const struct form *f)
{
	if (s->exact != 0)
		return f->exact_id == s->exact;
	for (size_t i = 0; i < s->count; i++) {
		if (s->stems[i] == f->stem_id)
			return true;
	}
	return false;
}

/* « 20 » at a phrase's end, and the text has « 20 000 »: its token begins with those digits, then a gap. */
static bool takes_cut(const struct reading *r, const struct token *token,
		      const struct slot *s)
{
	struct str part = record_part(&r->record, token->part);
	struct str found = str_slice(part, token->start, token->end);

	return s->cut.n > 0 && token->kind == TOKEN_NUM && found.n > s->cut.n &&
	       str_starts(found, s->cut) &&
	       strchr("0123456789.,", found.p[s->cut.n]) == NULL;
}

/* A stacked token reaches to the last of the tokens it covers. */
static uint32_t last_position(const struct text *t, size_t at)
{
	const struct token *token = &t->tokens[at];
	uint32_t last = token->position;
	size_t from = at > 8 ? at - 8 : 0;

	if (!(token->flags & TOKEN_STACKED))
		return last;
	for (size_t i = from; i < t->count && i < at + 8; i++) {
		const struct token *other = &t->tokens[i];

		if (other->part == token->part && !(other->flags & TOKEN_STACKED) &&
		    other->start >= token->start && other->end <= token->end &&
		    other->position > last)
			last = other->position;
	}
	return last;
}

/* The token at `position` that the slot takes, looked for around tokens[at]; SIZE_MAX when none. */
static size_t token_at(const struct reading *r, size_t at, uint32_t position,
		       const struct slot *slot)
{
	const struct text *t = &r->text;
	size_t from = at > 8 ? at - 8 : 0;

	for (size_t i = from; i < t->count && t->tokens[i].position <= position + 8;
	     i++) {
		if (t->tokens[i].position == position &&
		    (slot_takes(slot, t->tokens[i].form) ||
		     takes_cut(r, &t->tokens[i], slot)))
			return i;
	}
	return SIZE_MAX;
}

/* Lower case, typographic signs made plain, white space joined: what an exact phrase compares. */
static void add_verbatim(struct buf *out, struct str s)
{
	struct buf lower = {0};
	struct str text;
	uint32_t c;
	size_t n;
	bool space = false;

	utf8_lower(&lower, s);
	text = buf_view(&lower);
	for (size_t i = 0; i < text.n; i += n) {
		n = utf8_decode(text, i, &c);
		if (utf8_is_space(c)) {
			space = true;
			continue;
		}
		if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
		    c == 0xFEFF)
			continue;
		if (space)
			buf_char(out, ' ');
		space = false;
		if (c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2032 ||
		    c == 0xB4 || c == 0xFF07)
			buf_char(out, '\'');
		else if (c == 0x2010 || c == 0x2011)
			buf_char(out, '-');
		else if (c == 0x153)
			buf_text(out, "oe");
		else if (c == 0xE6)
			buf_text(out, "ae");
		else
			utf8_encode(out, c);
	}
	buf_release(&lower);
}

static size_t characters(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

/* Goes back `count` characters from `at`. */
static size_t step_back(struct str s, size_t at, size_t count)
{
	while (count > 0 && at > 0) {
		at--;
		if (((unsigned char)s.p[at] & 0xC0) != 0x80)
			count--;
	}
	return at;
}

/*
 * Tokens agree; do the letters between them? The phrase as typed is kept with the clitic
 * before its first word, if there is one, so the text is compared from there too.
 */
static bool verbatim_at(struct reading *r, const struct clause *k,
			const struct occurrence *o)
{
	struct str part = record_part(&r->record, o->part);
	struct buf typed = {0};
	struct buf found = {0};
	size_t lead = 0;
	bool same;

	add_verbatim(&typed, k->verbatim);
	buf_clear(&found);
	add_verbatim(&found, str_slice(part, o->start, o->end));
	if (characters(buf_view(&typed)) > characters(buf_view(&found)))
		lead = characters(buf_view(&typed)) - characters(buf_view(&found));
	if (lead > 0) {
		buf_clear(&found);
		add_verbatim(&found,
			     str_slice(part, step_back(part, o->start, lead), o->end));
	}
	same = str_equal(buf_view(&typed), buf_view(&found));
	buf_release(&found);
	buf_release(&typed);
	return same;
}

/* The phrase beginning with tokens[at], if it stands there. */
static bool phrase_at(struct reading *r, const struct clause *k, size_t at,
		      struct occurrence *o)
{
	const struct text *t = &r->text;
	size_t i = at;

	*o = (struct occurrence){.first = t->tokens[at].position,
				 .part = t->tokens[at].part,
				 .start = t->tokens[at].start};
	for (size_t s = 1; s < k->slots_count; s++) {
		i = token_at(r, i, last_position(t, i) + 1, &k->slots[s]);
		if (i == SIZE_MAX)
			return false;
	}
	o->last = last_position(t, i);
	o->end = t->tokens[i].end;
	return k->verbatim.n == 0 || verbatim_at(r, k, o);
}

static bool front_at(const struct clause *k, const struct form *f)
{
	return str_starts(k->front_accented ? f->exact : f->fold, k->front);
}

/* The next place of a leaf clause from watched token *at on; moves *at behind its first token. */
static bool next_place(struct reading *r, const struct clause *k, size_t *at,
		       struct occurrence *o)
{
	const struct text *t = &r->text;

	for (; *at < r->watched_count; ++*at) {
		size_t i = r->watched[*at];
		const struct token *token = &t->tokens[i];
		bool found;

		if (!(k->parts & 1u << token->part))
			continue;
		if (k->kind == CLAUSE_FRONT)
			found = front_at(k, token->form);
		else
			found = slot_takes(&k->slots[0], token->form);
		if (!found)
			continue;
		if (k->kind == CLAUSE_PHRASE) {
			if (!phrase_at(r, k, i, o))
				continue;
		} else {
			*o = (struct occurrence){token->position, last_position(t, i),
						 token->part, token->start, token->end};
		}
		++*at;
		return true;
	}
	return false;
}

struct occurrences {
	struct occurrence *items;
	size_t count, capacity;
};

static bool is_leaf(const struct clause *k)
{
	return k->kind == CLAUSE_WORD || k->kind == CLAUSE_FRONT ||
	       k->kind == CLAUSE_PHRASE;
}

/* All places of a clause and of what is under it. */
static void collect(struct reading *r, const struct clause *k, struct occurrences *out)
{
	struct occurrence o;
	size_t at = 0;

	if (is_leaf(k)) {
		while (next_place(r, k, &at, &o)) {
			GROW(out->items, out->count, out->capacity);
			out->items[out->count++] = o;
		}
		return;
	}
	for (size_t i = 0; i < k->count; i++)
		collect(r, k->children[i], out);
}

static int by_position(const void *a, const void *b)
{
	const struct occurrence *x = a;
	const struct occurrence *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* Words from one stretch to the other; 0 when they touch or overlap. */
static uint32_t gap(const struct occurrence *o, uint32_t low, uint32_t high)
{
	if (o->first > high)
		return o->first - high;
	return o->last < low ? low - o->last : 0;
}

/* The occurrence nearest to the stretch [low, high], apart from it and not farther than `distance`. */
static const struct occurrence *nearest_to(const struct occurrences *list, uint32_t low,
					   uint32_t high, uint32_t distance)
{
	const struct occurrence *nearest = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct occurrence *o = &list->items[i];
		uint32_t words = gap(o, low, high);

		if (words > 0 && words <= distance) {
			distance = words;
			nearest = o;
		}
	}
	return nearest;
}

enum { NEAR_MAX = 16 }; /* children of a NEAR that are looked at */

/* A place of every child so that each stands near its neighbour in the text, beginning with `first`. */
static bool gather_places(const struct clause *k, const struct occurrences *lists,
			  const struct occurrence *first,
			  const struct occurrence **places)
{
	size_t count = k->count < NEAR_MAX ? k->count : NEAR_MAX;
	uint32_t low = first->first;
	uint32_t high = first->last;
	size_t placed = 1;
	bool moved = true;

	places[0] = first;
	for (size_t i = 1; i < count; i++)
		places[i] = NULL;
	while (moved && placed < count) {
		moved = false;
		for (size_t i = 1; i < count; i++) {
			if (places[i] != NULL)
				continue;
			places[i] = nearest_to(&lists[i], low, high, k->distance);
			if (places[i] == NULL)
				continue;
			low = places[i]->first < low ? places[i]->first : low;
			high = places[i]->last > high ? places[i]->last : high;
			placed++;
			moved = true;
		}
	}
	return placed == count;
}

/* Whether places of all children stand near each other; appends them to *out unless NULL. */
static bool near_places(const struct clause *k, const struct occurrences *lists,
			struct occurrences *out)
{
	const struct occurrence *places[NEAR_MAX];
	bool found = false;

	for (size_t i = 0; i < lists[0].count; i++) {
		if (!gather_places(k, lists, &lists[0].items[i], places))
			continue;
		found = true;
		if (out == NULL)
			break;
		for (size_t j = 0; j < k->count && j < NEAR_MAX; j++) {
			GROW(out->items, out->count, out->capacity);
			out->items[out->count++] = *places[j];
		}
	}
	return found;
}

/* Whether the children of a NEAR clause stand near each other; appends the places to *out unless NULL. */
static bool stands_near(struct reading *r, const struct clause *k,
			struct occurrences *out)
{
	struct occurrences *lists = xcalloc(k->count, sizeof *lists);
	bool found;

	for (size_t i = 0; i < k->count; i++) {
		collect(r, k->children[i], &lists[i]);
		if (lists[i].count > 1)
			qsort(lists[i].items, lists[i].count, sizeof *lists[i].items,
			      by_position);
	}
	found = near_places(k, lists, out);
	for (size_t i = 0; i < k->count; i++)
		free(lists[i].items);
	free(lists);
	return found;
}

/* ---- truth ---- */

static int has_one_of(struct reading *r, const struct clause *k, struct error *err)
{
	for (size_t i = 0; i < k->terms_count; i++) {
		int has;

		if (!xc_term_fits(k->terms[i]))
			continue;
		has = xc_reader_has_term(index_reader(r->index), r->docid, k->terms[i],
					 err);
		if (has != 0)
			return has;
	}
	return 0;
}

static int in_range(struct reading *r, const struct clause *k, struct error *err)
{
	struct str value;

	buf_clear(&r->scratch);
	if (xc_reader_value(index_reader(r->index), r->docid, k->slot, &r->scratch, err) <
	    0)
		return -1;
	value = buf_view(&r->scratch);
	return value.n > 0 && str_compare(value, k->low) >= 0 &&
	       (k->high.n == 0 || str_compare(value, k->high) <= 0);
}

static int holds(struct reading *r, const struct clause *k, struct error *err)
{
	struct occurrence o;
	size_t at = 0;
	int rc = 0;

	switch (k->kind) {
	case CLAUSE_ALL:
		return 1;
	case CLAUSE_TERM:
		return has_one_of(r, k, err);
	case CLAUSE_RANGE:
		return in_range(r, k, err);
	case CLAUSE_WORD:
	case CLAUSE_FRONT:
	case CLAUSE_PHRASE:
		return next_place(r, k, &at, &o);
	case CLAUSE_NEAR:
		return stands_near(r, k, NULL);
	case CLAUSE_AND:
		for (size_t i = 0; i < k->count; i++) {
			rc = holds(r, k->children[i], err);
			if (rc <= 0)
				return rc;
		}
		return 1;
	case CLAUSE_OR:
		for (size_t i = 0; i < k->count && rc == 0; i++)
			rc = holds(r, k->children[i], err);
		return rc;
	case CLAUSE_NOT:
		rc = holds(r, k->children[0], err);
		return rc < 0 ? rc : !rc;
	}
	return 0;
}

int reading_shows(struct reading *r, const struct clause *k, struct error *err)
{
	reading_text(r);
	return holds(r, k, err);
}

/* Exact clauses on the way of ANDs from the root were settled by libxapian. */
static int holds_beyond(struct reading *r, const struct clause *k, struct error *err)
{
	int rc = 1;

	if (k->exact)
		return 1;
	if (k->kind != CLAUSE_AND)
		return holds(r, k, err);
	for (size_t i = 0; i < k->count && rc > 0; i++)
		rc = holds_beyond(r, k->children[i], err);
	return rc;
}

int reading_verify(struct reading *r, const struct plan *plan, struct error *err)
{
	if (!plan->verify)
		return 1;
	reading_text(r);
	return holds_beyond(r, plan->root, err);
}

/* ---- marks ---- */

static void add_span(struct spans *spans, uint8_t part, uint32_t start, uint32_t end,
		     uint32_t leaf, double weight)
{
	GROW(spans->items, spans->count, spans->capacity);
	spans->items[spans->count++] = (struct span){part, start, end, leaf, weight};
}

/* Whether the name `kind id` is the wanted one or lies under it. */
static int lies_under(struct index *x, enum name_kind kind, struct str id,
		      const struct clause *k, struct error *err)
{
	for (int depth = 0; depth < 8; depth++) {
		const struct name_record *record;
		int found;

		if (kind == k->name_kind && str_equal(id, k->name_id))
			return 1;
		found = index_name(x, kind, id, &record, err);
		if (found <= 0)
			return found;
		if (!record->has_parent)
			return 0;
		kind = record->parent_kind;
		id = record->parent_id;
	}
	return 0;
}

static int mark_name(struct reading *r, const struct clause *k, uint32_t leaf,
		     struct error *err)
{
	const struct record *record = &r->record;
	bool *wanted = xcalloc(record->names_count, sizeof *wanted);
	int rc = 0;

	for (size_t i = 0; i < record->names_count && rc >= 0; i++) {
		rc = lies_under(r->index, record->names[i].kind, record->names[i].id, k,
				err);
		wanted[i] = rc > 0;
	}
	for (size_t i = 0; i < record->mentions_count && rc >= 0; i++) {
		const struct record_mention *m = &record->mentions[i];

		if (wanted[m->name])
			add_span(&r->spans, m->part, m->start, m->end, leaf, 2);
	}
	free(wanted);
	return rc < 0 ? -1 : 0;
}

/* A stretch of the sentence that tells a deal. */
static void mark_told(struct reading *r, const struct record_deal *d, uint8_t part,
		      uint32_t start, uint32_t end, uint32_t leaf)
{
	if (part == d->part && start >= d->start && end <= d->end)
		add_span(&r->spans, part, start, end, leaf, 2);
}

/* Who acts and how much, where the deals of that kind are told. */
static void mark_deals(struct reading *r, enum deal_kind kind, uint32_t leaf)
{
	const struct record *record = &r->record;

	for (size_t i = 0; i < record->deals_count; i++) {
		const struct record_deal *d = &record->deals[i];

		if (d->kind != kind)
			continue;
		for (size_t k = 0; k < record->mentions_count; k++) {
			const struct record_mention *m = &record->mentions[k];

			if (m->name == d->actor || m->name == d->target)
				mark_told(r, d, m->part, m->start, m->end, leaf);
		}
		if (d->amount != NO_ITEM) {
			const struct record_amount *a = &record->amounts[d->amount];

			mark_told(r, d, a->part, a->start, a->end, leaf);
		}
	}
}

static double leaf_weight(const struct plan *plan, const struct clause *k)
{
	if (k->kind == CLAUSE_PHRASE)
		return 8;
	for (size_t i = 0; i < plan->words_count; i++) {
		const struct plan_word *w = &plan->words[i];

		if (k->kind == CLAUSE_WORD &&
		    w->clause->slots[0].stems[0] == k->slots[0].stems[0])
			return w->idf;
	}
	return 2;
}

static int mark_clause(struct reading *r, const struct plan *plan, const struct clause *k,
		       uint32_t *leaf, struct error *err)
{
	struct occurrences places = {0};

	if (k->negative || k->kind == CLAUSE_NOT)
		return 0;
	if (k->kind == CLAUSE_TERM && k->named)
		return mark_name(r, k, (*leaf)++, err);
	if (k->kind == CLAUSE_TERM && k->told) {
		mark_deals(r, k->deal_kind, (*leaf)++);
		return 0;
	}
	if (is_leaf(k) || k->kind == CLAUSE_NEAR) {
		if (k->kind == CLAUSE_NEAR)
			stands_near(r, k, &places);
		else
			collect(r, k, &places);
		for (size_t i = 0; i < places.count; i++)
			add_span(&r->spans, places.items[i].part, places.items[i].start,
				 places.items[i].end, *leaf, leaf_weight(plan, k));
		free(places.items);
		++*leaf;
		return 0;
	}
	for (size_t i = 0; i < k->count; i++) {
		if (mark_clause(r, plan, k->children[i], leaf, err) < 0)
			return -1;
	}
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct span *x = a;
	const struct span *y = b;

	if (x->part != y->part)
		return x->part - y->part;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end); /* longer first */
}

/* Sorted; of overlapping spans the first and longest stays. */
static void tidy(struct spans *spans)
{
	size_t kept = 0;

	if (spans->count > 1)
		qsort(spans->items, spans->count, sizeof *spans->items, by_place);
	for (size_t i = 0; i < spans->count; i++) {
		const struct span *s = &spans->items[i];

		if (kept > 0 && spans->items[kept - 1].part == s->part &&
		    spans->items[kept - 1].end > s->start)
			continue;
		spans->items[kept++] = *s;
	}
	spans->count = kept;
}

int reading_mark(struct reading *r, const struct plan *plan, struct error *err)
{
	uint32_t leaf = 0;
	int rc;

	r->spans.count = 0;
	reading_text(r);
	rc = mark_clause(r, plan, plan->root, &leaf, err);
	tidy(&r->spans);
	return rc;
}
