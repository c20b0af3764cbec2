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
	AHEAD = 16, /* words: what is kept by number lies all over, and is fetched before */
};

/* A form or a stem of the article, and how much it counts there. */
struct counted {
	const struct form *form;
	uint32_t weight;
	bool in_title;
};

/*
 * Those of one article, each once, found by the number of their form or stem: what stood there for
 * an article before is forgotten at no cost.
 */
struct counted_set {
	struct counted *items;
	size_t count, capacity;
	struct counted_place {
		uint32_t round; /* the place counts when this is the current round */
		uint32_t at;
	} * places;
	size_t places_count;
	uint32_t round;
};

/*
 * Counts of forms by their number: far cheaper than a look-up in the tally for each
 * article.
 */
struct form_counts {
	struct form_change {
		const struct form *form;
		int32_t change;
	} * items;
	size_t capacity;
};

struct documents {
	struct analyser *analyser; /* borrowed */
	struct text words;	   /* of a source or an author */
	struct counted_set forms, stems; /* of the article read last */
	struct form_counts counts;
	uint32_t round; /* of the vocabulary's numbers */
	struct forms_tally *tally;
	struct buf term;
};

/* ---- what an article counts ---- */

static void counted_start(struct counted_set *s)
{
	s->count = 0;
	if (++s->round == 0) {
		memset(s->places, 0, s->places_count * sizeof *s->places);
		s->round = 1;
	}
}

/* The one of that number; a new one is of `form`. */
static struct counted *counted_at(struct counted_set *s, uint32_t number,
				  const struct form *form)
{
	struct counted_place *place;

	if (number >= s->places_count) {
		size_t count = s->places_count ? s->places_count : 4096;

		while (count <= number)
			count *= 2;
		s->places = xreallocarray(s->places, count, sizeof *s->places);
		memset(s->places + s->places_count, 0,
		       (count - s->places_count) * sizeof *s->places);
		s->places_count = count;
	}
	place = &s->places[number];
	if (place->round != s->round) {
		*place = (struct counted_place){s->round, (uint32_t)s->count};
		GROW(s->items, s->count, s->capacity);
		s->items[s->count++] = (struct counted){.form = form};
	}
	return &s->items[place->at];
}

/* The one of that number is asked for soon. */
static void counted_near(const struct counted_set *s, uint32_t number)
{
	if (number < s->places_count)
		__builtin_prefetch(&s->places[number], 1);
}

static void counted_release(struct counted_set *s)
{
	free(s->places);
	free(s->items);
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
	free(d->counts.items);
	counted_release(&d->stems);
	counted_release(&d->forms);
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
		c->items = xreallocarray(c->items, capacity, sizeof *c->items);
		memset(c->items + c->capacity, 0,
		       (capacity - c->capacity) * sizeof *c->items);
		c->capacity = capacity;
	}
	c->items[f->exact_id].form = f;
	c->items[f->exact_id].change += change;
}

static void count_near(const struct form_counts *c, const struct form *f)
{
	if (f->exact_id < c->capacity)
		__builtin_prefetch(&c->items[f->exact_id], 1);
}

static void count_forms(struct documents *d, int change)
{
	const struct text *t = analyser_text(d->analyser);

	counted_start(&d->forms);
	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];
		struct counted *c;

		if (i + AHEAD < t->count)
			counted_near(&d->forms, token[AHEAD].form->exact_id);
		c = counted_at(&d->forms, token->form->exact_id, token->form);
		c->weight += part_weights[token->part];
		c->in_title |= token->part == TEXT_TITLE;
	}
	for (size_t i = 0; i < d->forms.count; i++) {
		if (i + AHEAD < d->forms.count)
			count_near(&d->counts, d->forms.items[i + AHEAD].form);
		count_form(&d->counts, d->forms.items[i].form, change);
	}
}

struct forms_tally *documents_tally(struct documents *d)
{
	struct form_counts *c = &d->counts;

	for (size_t i = 0; i < c->capacity; i++) {
		const struct form *f = c->items[i].form;

		if (c->items[i].change != 0 && forms_wanted(f->exact))
			forms_tally_add(d->tally, f->exact, f->fold, c->items[i].change);
		c->items[i].change = 0;
	}
	return d->tally;
}

/* Numbers of forms begin anew: what was counted by number goes where it is kept by form. */
static void make_room(struct documents *d)
{
	if (analyser_full(d->analyser)) {
		documents_tally(d);
		analyser_forget(d->analyser);
		d->round++;
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

/* Numbers of stems and of stems in titles. */
static uint32_t stem_number(const struct form *f)
{
	return 2 * f->stem_id;
}

static uint32_t title_number(const struct form *f)
{
	return 2 * f->stem_id + 1;
}

/* Forms are so short that their stems fit, with or without a prefix. */
static void add_stems(struct documents *d, struct entry *out)
{
	size_t tokens = analyser_text(d->analyser)->count;

	counted_start(&d->stems);
	for (size_t i = 0; i < d->forms.count; i++) {
		const struct counted *form = &d->forms.items[i];
		struct counted *c;

		if (i + AHEAD < d->forms.count)
			counted_near(&d->stems, form[AHEAD].form->stem_id);
		c = counted_at(&d->stems, form->form->stem_id, form->form);
		c->weight += form->weight;
		c->in_title |= form->in_title;
	}
	out->words = (struct entry_words){d, d->round};
	for (size_t i = 0; i < d->stems.count; i++) {
		const struct counted *c = &d->stems.items[i];

		if (c->form->stem.n == 0)
			continue;
		entry_add_word(out, (struct str){0}, c->form->stem,
			       frequency(c->weight, tokens), stem_number(c->form));
		if (c->in_title)
			entry_add_word(out, STR(PREFIX_TITLE), c->form->stem, 0,
				       title_number(c->form));
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
