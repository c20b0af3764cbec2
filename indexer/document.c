/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/document.h"

#include <stdlib.h>
#include <string.h>

#include "lib/labels.h"
#include "lib/schema.h"
#include "xapian-c/xapian-c.h"

enum {
	LONG_ARTICLE = 5000, /* tokens; longer ones count as if they were this long */
	ANCESTORS = 16,	     /* more are a circle in the lexicon */
};

/* Sums by small numbers (of forms, stems, entities), forgotten at no cost. */
struct sums {
	uint32_t *sum;
	uint32_t *round; /* the sum counts when this is the current round */
	size_t capacity;
	uint32_t current;
};

/*
 * Counts of forms by their number: far cheaper than a look-up in the tally for each
 * article.
 */
struct form_counts {
	int32_t *change;
	const struct form **form;
	size_t capacity;
};

struct documents {
	struct analyser *analyser; /* borrowed */
	struct text words;	   /* of a source or an author */
	struct sums sums;
	struct form_counts counts;
	struct forms_tally *tally;
	struct buf term;
};

/* ---- sums ---- */

static void sums_start(struct sums *s)
{
	if (++s->current == 0) {
		memset(s->round, 0, s->capacity * sizeof *s->round);
		s->current = 1;
	}
}

/* The sum of that number; 0 when it comes for the first time in this round. */
static uint32_t *sums_at(struct sums *s, uint32_t number)
{
	if (number >= s->capacity) {
		size_t capacity = s->capacity ? s->capacity : 4096;

		while (capacity <= number)
			capacity *= 2;
		s->sum = xreallocarray(s->sum, capacity, sizeof *s->sum);
		s->round = xreallocarray(s->round, capacity, sizeof *s->round);
		memset(s->round + s->capacity, 0,
		       (capacity - s->capacity) * sizeof *s->round);
		s->capacity = capacity;
	}
	if (s->round[number] != s->current) {
		s->round[number] = s->current;
		s->sum[number] = 0;
	}
	return &s->sum[number];
}

/* ---- making and freeing ---- */

struct documents *documents_new(struct analyser *a)
{
	struct documents *d = xcalloc(1, sizeof *d);

	d->analyser = a;
	d->tally = forms_tally_new();
	return d;
}

void documents_free(struct documents *d)
{
	if (d == NULL)
		return;
	buf_release(&d->term);
	forms_tally_free(d->tally);
	free(d->counts.form);
	free(d->counts.change);
	free(d->sums.round);
	free(d->sums.sum);
	text_release(&d->words);
	free(d);
}

/* ---- word forms ---- */

static void count_form(struct form_counts *c, const struct form *f, int change)
{
	if (f->exact_id >= c->capacity) {
		size_t capacity = c->capacity ? c->capacity : 4096;

		while (capacity <= f->exact_id)
			capacity *= 2;
		c->change = xreallocarray(c->change, capacity, sizeof *c->change);
		c->form = xreallocarray(c->form, capacity, sizeof *c->form);
		memset(c->change + c->capacity, 0,
		       (capacity - c->capacity) * sizeof *c->change);
		c->capacity = capacity;
	}
	c->change[f->exact_id] += change;
	c->form[f->exact_id] = f;
}

static void count_forms(struct documents *d, int change)
{
	const struct text *t = analyser_text(d->analyser);

	sums_start(&d->sums);
	for (size_t i = 0; i < t->count; i++) {
		const struct form *f = t->tokens[i].form;

		if ((*sums_at(&d->sums, f->exact_id))++ == 0)
			count_form(&d->counts, f, change);
	}
}

struct forms_tally *documents_tally(struct documents *d)
{
	struct form_counts *c = &d->counts;

	for (size_t i = 0; i < c->capacity; i++) {
		if (c->change[i] != 0 && forms_wanted(c->form[i]->exact))
			forms_tally_add(d->tally, c->form[i]->exact, c->form[i]->fold,
					c->change[i]);
		c->change[i] = 0;
	}
	return d->tally;
}

/* Numbers of forms begin anew: what was counted by number goes where it is kept by form. */
static void make_room(struct documents *d)
{
	if (analyser_full(d->analyser)) {
		documents_tally(d);
		analyser_forget(d->analyser);
	}
}

void documents_read(struct documents *d, struct record *r)
{
	make_room(d);
	text_clear(&d->words);
	analyser_read(d->analyser, r);
	count_forms(d, 1);
}

void documents_take_away(struct documents *d, const struct record *r)
{
	make_room(d);
	text_clear(&d->words);
	analyser_cut(d->analyser, r);
	count_forms(d, -1);
}

/* ---- terms ---- */

/* A term that does not fit says nothing that could be asked for: it is left out. */
static void add_term(struct entry *out, struct str term, uint32_t wdf)
{
	if (xc_term_fits(term))
		entry_add_term(out, term, wdf);
}

static void add_boolean(struct documents *d, struct entry *out, const char *prefix,
			struct str value)
{
	buf_clear(&d->term);
	buf_text(&d->term, prefix);
	buf_str(&d->term, value);
	add_term(out, buf_view(&d->term), 0);
}

/*
 * A very long article counts as one of LONG_ARTICLE tokens that speaks as often of the same:
 * otherwise it would hold every word more often than any other, and set the average length alone.
 */
static uint32_t frequency(uint32_t sum, size_t tokens)
{
	uint64_t scaled =
		tokens > LONG_ARTICLE ? (uint64_t)sum * LONG_ARTICLE / tokens : sum;

	return scaled > 0 ? (uint32_t)scaled : 1;
}

static void add_stems(struct documents *d, struct entry *out)
{
	const struct text *t = analyser_text(d->analyser);

	sums_start(&d->sums);
	for (size_t i = 0; i < t->count; i++) {
		uint32_t *sum = sums_at(&d->sums, t->tokens[i].form->stem_id);

		if (t->tokens[i].part == TEXT_TITLE && *sum == 0)
			add_boolean(d, out, PREFIX_TITLE, t->tokens[i].form->stem);
		*sum += part_weights[t->tokens[i].part];
	}
	for (size_t i = 0; i < t->count; i++) {
		uint32_t *sum = sums_at(&d->sums, t->tokens[i].form->stem_id);

		if (*sum > 0)
			add_term(out, t->tokens[i].form->stem, frequency(*sum, t->count));
		*sum = 0;
	}
}

static void add_words(struct documents *d, struct entry *out, const char *prefix,
		      struct str words)
{
	text_clear(&d->words);
	text_add(&d->words, analyser_vocabulary(d->analyser), TEXT_TITLE, words);
	for (size_t i = 0; i < d->words.count; i++)
		add_boolean(d, out, prefix, d->words.tokens[i].form->fold);
}

static void add_name(struct documents *d, struct entry *out, enum name_kind kind,
		     struct str id, bool itself)
{
	buf_clear(&d->term);
	term_name(&d->term, kind, id, itself);
	add_term(out, buf_view(&d->term), 0);
}

/* What a name is part of, each term once. */
static void add_ancestors(struct documents *d, struct entry *out, uint32_t entity)
{
	const struct lexicon *l = analyser_lexicon(d->analyser);

	entity = lexicon_entity(l, entity)->parent;
	for (int left = ANCESTORS; entity != NO_ENTITY && left > 0; left--) {
		const struct entity *e = lexicon_entity(l, entity);

		add_name(d, out, e->kind, e->id, false);
		entity = e->parent;
	}
}

/* Each name with all it is part of. */
static void add_names(struct documents *d, const struct record *r, struct entry *out)
{
	for (size_t i = 0; i < r->names_count; i++) {
		const struct record_name *n = &r->names[i];
		uint32_t entity = analyser_entity(d->analyser, i);

		add_name(d, out, n->kind, n->id, false);
		if (entity == NO_ENTITY)
			continue;
		if (lexicon_entity(analyser_lexicon(d->analyser), entity)->has_children)
			add_name(d, out, n->kind, n->id, true);
		add_ancestors(d, out, entity);
	}
}

/* ---- deals ---- */

static void add_actor(struct documents *d, struct entry *out, struct str id, bool itself)
{
	buf_clear(&d->term);
	term_actor(&d->term, id, itself);
	add_term(out, buf_view(&d->term), 0);
}

/* Who acts, with the companies that it is part of. */
static void add_actors(struct documents *d, const struct record *r, uint32_t name,
		       struct entry *out)
{
	const struct lexicon *l = analyser_lexicon(d->analyser);
	uint32_t entity = analyser_entity(d->analyser, name);

	add_actor(d, out, r->names[name].id, false);
	if (entity == NO_ENTITY)
		return;
	if (lexicon_entity(l, entity)->has_children)
		add_actor(d, out, r->names[name].id, true);
	entity = lexicon_entity(l, entity)->parent;
	for (int left = ANCESTORS; entity != NO_ENTITY && left > 0; left--) {
		const struct entity *e = lexicon_entity(l, entity);

		if (e->kind == NAME_COMPANY)
			add_actor(d, out, e->id, false);
		entity = e->parent;
	}
}

static void add_deals(struct documents *d, const struct record *r, struct entry *out)
{
	for (size_t i = 0; i < r->deals_count; i++) {
		const struct record_deal *deal = &r->deals[i];

		add_boolean(d, out, PREFIX_DEAL,
			    str_of(deal_labels[deal->kind].label.id));
		if (deal->actor != NO_ITEM)
			add_actors(d, r, deal->actor, out);
	}
}

/* ---- dates ---- */

static void add_dates(struct documents *d, struct entry *out, int64_t moment)
{
	static const struct {
		const char *prefix;
		int digits;
	} terms[] = {{PREFIX_DAY, 8}, {PREFIX_MONTH, 6}, {PREFIX_YEAR, 4}};
	struct buf digits = {0};

	if (moment == 0)
		return;
	buf_printf(&digits, "%014lld", (long long)moment);
	for (size_t i = 0; i < COUNT(terms); i++)
		add_boolean(d, out, terms[i].prefix,
			    str_slice(buf_view(&digits), 0, (size_t)terms[i].digits));
	buf_release(&digits);
}

/* ---- values ---- */

static double largest_amount(const struct record *r)
{
	double most = 0;

	for (size_t i = 0; i < r->amounts_count; i++) {
		double euros = record_euros(r, i);

		if (euros > most)
			most = euros;
	}
	return most;
}

static double largest_jobs(const struct record *r)
{
	double most = 0;

	for (size_t i = 0; i < r->jobs_count; i++) {
		if (r->jobs[i].count > most)
			most = r->jobs[i].count;
	}
	return most;
}

static void add_quantity(struct documents *d, struct entry *out, uint32_t slot,
			 double quantity)
{
	if (quantity <= 0)
		return;
	buf_clear(&d->term);
	value_pack(&d->term, quantity);
	entry_add_value(out, slot, buf_view(&d->term));
}

static void add_values(struct documents *d, struct entry *out, const struct record *r)
{
	if (r->moment != 0) {
		buf_clear(&d->term);
		value_moment(&d->term, r->moment);
		entry_add_value(out, SLOT_MOMENT, buf_view(&d->term));
	}
	add_quantity(d, out, SLOT_AMOUNT, largest_amount(r));
	add_quantity(d, out, SLOT_JOBS, largest_jobs(r));
}

void documents_make(struct documents *d, const struct record *r, struct entry *out)
{
	buf_clear(&d->term);
	term_id(&d->term, r->id);
	entry_add_term(out, buf_view(&d->term), 0);
	add_stems(d, out);
	add_names(d, r, out);
	add_deals(d, r, out);
	add_dates(d, out, r->moment);
	add_words(d, out, PREFIX_SOURCE, r->source);
	add_words(d, out, PREFIX_AUTHOR, r->author);
	add_values(d, out, r);
}
