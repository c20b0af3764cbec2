/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/document.h"

#include <stdlib.h>
#include <string.h>

#include "lib/date.h"
#include "lib/facts.h"

enum {
	LONG_ARTICLE = 5000,	 /* tokens; longer ones count as if they were this long */
	FORMS_KEPT = 256 * 1024, /* forms in the vocabulary before it starts anew */
	ANCESTORS = 16,		 /* more are a circle in the lexicon */
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

struct analyser {
	struct vocabulary *vocabulary;
	struct lexicon *lexicon;
	struct text text;
	struct text words; /* of a source or an author */
	struct mentions mentions;
	struct facts facts;
	struct record_name *names;
	size_t names_count, names_capacity;
	uint32_t *entities; /* of names[i] */
	size_t entities_count, entities_capacity;
	struct record_mention *places;
	size_t places_count, places_capacity;
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

/* ---- the analyser ---- */

int analyser_open(struct analyser **out, struct str stems, struct str stopwords,
		  const char *lexicon, struct error *err)
{
	struct analyser *a = xcalloc(1, sizeof *a);

	*out = NULL;
	a->tally = forms_tally_new();
	a->vocabulary = vocabulary_open(stems, stopwords, err);
	if (a->vocabulary != NULL)
		a->lexicon = lexicon_open(lexicon, a->vocabulary, err);
	if (a->lexicon == NULL) {
		analyser_free(a);
		return -1;
	}
	*out = a;
	return 0;
}

void analyser_free(struct analyser *a)
{
	if (a == NULL)
		return;
	buf_release(&a->term);
	forms_tally_free(a->tally);
	free(a->counts.form);
	free(a->counts.change);
	free(a->sums.round);
	free(a->sums.sum);
	free(a->places);
	free(a->entities);
	free(a->names);
	facts_release(&a->facts);
	mentions_release(&a->mentions);
	text_release(&a->words);
	text_release(&a->text);
	lexicon_free(a->lexicon);
	vocabulary_free(a->vocabulary);
	free(a);
}

const struct lexicon *analyser_lexicon(const struct analyser *a)
{
	return a->lexicon;
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

void analyser_count(struct analyser *a, int change)
{
	sums_start(&a->sums);
	for (size_t i = 0; i < a->text.count; i++) {
		const struct form *f = a->text.tokens[i].form;

		if ((*sums_at(&a->sums, f->exact_id))++ == 0)
			count_form(&a->counts, f, change);
	}
}

struct forms_tally *analyser_tally(struct analyser *a)
{
	struct form_counts *c = &a->counts;

	for (size_t i = 0; i < c->capacity; i++) {
		if (c->change[i] != 0 && forms_wanted(c->form[i]->exact))
			forms_tally_add(a->tally, c->form[i]->exact, c->form[i]->fold,
					c->change[i]);
		c->change[i] = 0;
	}
	return a->tally;
}

/* ---- reading ---- */

static void parts_of(const struct record *r, struct str parts[TEXT_PARTS])
{
	parts[TEXT_TITLE] = r->title;
	parts[TEXT_LEAD] = r->lead;
	parts[TEXT_BODY] = r->body;
}

void analyser_cut(struct analyser *a, const struct record *r)
{
	struct str parts[TEXT_PARTS];

	text_clear(&a->text);
	text_clear(&a->words);
	if (vocabulary_size(a->vocabulary) > FORMS_KEPT) {
		analyser_tally(a);
		vocabulary_clear(a->vocabulary);
	}
	parts_of(r, parts);
	for (int p = 0; p < TEXT_PARTS; p++) {
		if (parts[p].n > 0)
			text_add(&a->text, a->vocabulary, (enum text_part)p, parts[p]);
	}
}

static uint32_t add_name(struct analyser *a, uint32_t entity)
{
	const struct entity *e = lexicon_entity(a->lexicon, entity);
	uint32_t *number = sums_at(&a->sums, entity);

	if (*number == 0) {
		GROW(a->names, a->names_count, a->names_capacity);
		a->names[a->names_count++] =
			(struct record_name){.kind = e->kind, .id = e->id};
		GROW(a->entities, a->entities_count, a->entities_capacity);
		a->entities[a->entities_count++] = entity;
		*number = (uint32_t)a->names_count;
	}
	return *number - 1;
}

static void take_mentions(struct analyser *a)
{
	a->names_count = a->entities_count = a->places_count = 0;
	sums_start(&a->sums);
	for (size_t i = 0; i < a->mentions.count; i++) {
		const struct mention *m = &a->mentions.items[i];
		uint32_t name = add_name(a, m->entity);

		a->names[name].mentions++;
		a->names[name].in_title |= m->part == TEXT_TITLE;
		GROW(a->places, a->places_count, a->places_capacity);
		a->places[a->places_count++] = (struct record_mention){
			.name = name, .part = m->part, .start = m->start, .end = m->end};
	}
}

void analyser_read(struct analyser *a, struct record *r)
{
	struct str parts[TEXT_PARTS];

	parts_of(r, parts);
	analyser_cut(a, r);
	mentions_clear(&a->mentions);
	lexicon_find(a->lexicon, &a->text, parts, &a->mentions);
	take_mentions(a);
	facts_clear(&a->facts);
	facts_find(&a->text, parts, r->moment ? moment_day(r->moment).year : 0,
		   &a->facts);

	r->names = a->names;
	r->names_count = a->names_count;
	r->mentions = a->places;
	r->mentions_count = a->places_count;
	r->amounts = a->facts.amounts;
	r->amounts_count = a->facts.amounts_count;
	r->jobs = a->facts.jobs;
	r->jobs_count = a->facts.jobs_count;
}

/* ---- terms ---- */

/* A term that does not fit says nothing that could be asked for: it is left out. */
static int add_term(struct xc_document *d, struct str term, uint32_t wdf,
		    struct error *err)
{
	return xc_term_fits(term) ? xc_document_add_term(d, term, wdf, err) : 0;
}

static int add_boolean(struct analyser *a, struct xc_document *d, const char *prefix,
		       struct str value, struct error *err)
{
	buf_clear(&a->term);
	buf_text(&a->term, prefix);
	buf_str(&a->term, value);
	return add_term(d, buf_view(&a->term), 0, err);
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

static int add_stems(struct analyser *a, struct xc_document *d, struct error *err)
{
	const struct text *t = &a->text;

	sums_start(&a->sums);
	for (size_t i = 0; i < t->count; i++) {
		uint32_t *sum = sums_at(&a->sums, t->tokens[i].form->stem_id);

		if (t->tokens[i].part == TEXT_TITLE && *sum == 0 &&
		    add_boolean(a, d, PREFIX_TITLE, t->tokens[i].form->stem, err) < 0)
			return -1;
		*sum += part_weights[t->tokens[i].part];
	}
	for (size_t i = 0; i < t->count; i++) {
		uint32_t *sum = sums_at(&a->sums, t->tokens[i].form->stem_id);

		if (*sum > 0 && add_term(d, t->tokens[i].form->stem,
					 frequency(*sum, t->count), err) < 0)
			return -1;
		*sum = 0;
	}
	return 0;
}

static int add_words(struct analyser *a, struct xc_document *d, const char *prefix,
		     struct str words, struct error *err)
{
	text_clear(&a->words);
	text_add(&a->words, a->vocabulary, TEXT_TITLE, words);
	for (size_t i = 0; i < a->words.count; i++) {
		if (add_boolean(a, d, prefix, a->words.tokens[i].form->fold, err) < 0)
			return -1;
	}
	return 0;
}

static int add_entity(struct analyser *a, struct xc_document *d, uint32_t entity,
		      bool itself, struct error *err)
{
	const struct entity *e = lexicon_entity(a->lexicon, entity);

	buf_clear(&a->term);
	term_name(&a->term, e->kind, e->id, itself);
	return add_term(d, buf_view(&a->term), 0, err);
}

/* Each name with all it is part of. */
static int add_names(struct analyser *a, struct xc_document *d, struct error *err)
{
	for (size_t i = 0; i < a->entities_count; i++) {
		uint32_t entity = a->entities[i];
		int left = ANCESTORS;

		if (lexicon_entity(a->lexicon, entity)->has_children &&
		    add_entity(a, d, entity, true, err) < 0)
			return -1;
		for (; entity != NO_ENTITY && left > 0; left--) {
			if (add_entity(a, d, entity, false, err) < 0)
				return -1;
			entity = lexicon_entity(a->lexicon, entity)->parent;
		}
	}
	return 0;
}

static int add_dates(struct analyser *a, struct xc_document *d, int64_t moment,
		     struct error *err)
{
	static const struct {
		const char *prefix;
		int digits;
	} terms[] = {{PREFIX_DAY, 8}, {PREFIX_MONTH, 6}, {PREFIX_YEAR, 4}};
	struct buf digits = {0};
	int rc = 0;

	if (moment == 0)
		return 0;
	buf_printf(&digits, "%014lld", (long long)moment);
	for (size_t i = 0; i < COUNT(terms) && rc == 0; i++)
		rc = add_boolean(a, d, terms[i].prefix,
				 str_slice(buf_view(&digits), 0, (size_t)terms[i].digits),
				 err);
	buf_release(&digits);
	return rc;
}

/* ---- values ---- */

static double largest_amount(const struct record *r)
{
	double most = 0;

	for (size_t i = 0; i < r->amounts_count; i++) {
		if (r->amounts[i].euros > most)
			most = r->amounts[i].euros;
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

static int add_quantity(struct analyser *a, struct xc_document *d, uint32_t slot,
			double quantity, struct error *err)
{
	if (quantity <= 0)
		return 0;
	buf_clear(&a->term);
	value_pack(&a->term, quantity);
	return xc_document_set_value(d, slot, buf_view(&a->term), err);
}

static int add_values(struct analyser *a, struct xc_document *d, const struct record *r,
		      struct error *err)
{
	if (r->moment != 0) {
		buf_clear(&a->term);
		value_moment(&a->term, r->moment);
		if (xc_document_set_value(d, SLOT_MOMENT, buf_view(&a->term), err) < 0)
			return -1;
	}
	if (add_quantity(a, d, SLOT_AMOUNT, largest_amount(r), err) < 0)
		return -1;
	return add_quantity(a, d, SLOT_JOBS, largest_jobs(r), err);
}

int analyser_document(struct analyser *a, const struct record *r, struct xc_document *d,
		      struct error *err)
{
	buf_clear(&a->term);
	term_id(&a->term, r->id);
	if (xc_document_add_term(d, buf_view(&a->term), 0, err) < 0 ||
	    add_stems(a, d, err) < 0 || add_names(a, d, err) < 0 ||
	    add_dates(a, d, r->moment, err) < 0 ||
	    add_words(a, d, PREFIX_SOURCE, r->source, err) < 0 ||
	    add_words(a, d, PREFIX_AUTHOR, r->author, err) < 0)
		return -1;
	return add_values(a, d, r, err);
}

/* ---- the lexicon's names in the index ---- */

struct key_list {
	struct arena arena;
	struct str *items;
	size_t count, capacity;
};

static bool add_key(void *context, struct str key)
{
	struct key_list *list = context;

	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = str_copy(&list->arena, key);
	return true;
}

static int remove_keys(struct xc_writer *w, const char *prefix, struct error *err)
{
	struct key_list list = {0};
	int rc = xc_writer_metadata_keys(w, str_of(prefix), add_key, &list, err);

	for (size_t i = 0; i < list.count && rc == 0; i++)
		rc = xc_writer_set_metadata(w, list.items[i], (struct str){0}, err);
	free(list.items);
	arena_release(&list.arena);
	return rc;
}

static int write_entity(const struct lexicon *l, uint32_t entity, struct xc_writer *w,
			struct error *err)
{
	const struct entity *e = lexicon_entity(l, entity);
	struct name_record r = {.name = e->name, .has_children = e->has_children};
	struct buf key = {0}, value = {0};
	int rc;

	if (e->parent != NO_ENTITY) {
		r.has_parent = true;
		r.parent_kind = lexicon_entity(l, e->parent)->kind;
		r.parent_id = lexicon_entity(l, e->parent)->id;
	}
	name_record_key(&key, e->kind, e->id);
	name_record_write(&value, &r);
	rc = xc_writer_set_metadata(w, buf_view(&key), buf_view(&value), err);
	buf_release(&value);
	buf_release(&key);
	return rc;
}

struct alias {
	struct str key; /* of the metadata */
	struct str id;
};

struct alias_list {
	const struct lexicon *lexicon;
	struct arena arena;
	struct alias *items;
	size_t count, capacity;
	struct buf key;
};

static void add_alias(void *context, uint32_t entity, struct str name)
{
	struct alias_list *list = context;
	const struct entity *e = lexicon_entity(list->lexicon, entity);

	buf_clear(&list->key);
	alias_key(&list->key, e->kind, name);
	if (list->key.n > XC_KEY_MAX)
		return;
	GROW(list->items, list->count, list->capacity);
	list->items[list->count++] =
		(struct alias){str_copy(&list->arena, buf_view(&list->key)), e->id};
}

static int alias_compare(const void *a, const void *b)
{
	const struct alias *x = a;
	const struct alias *y = b;
	int c = str_compare(x->key, y->key);

	return c ? c : str_compare(x->id, y->id);
}

/* Each key once, with the ids of all names that have it. */
static int write_aliases(struct alias_list *list, struct xc_writer *w, struct error *err)
{
	struct buf ids = {0};
	int rc = 0;

	qsort(list->items, list->count, sizeof *list->items, alias_compare);
	for (size_t i = 0; i < list->count && rc == 0; i++) {
		const struct alias *alias = &list->items[i];
		const struct alias *next = i + 1 < list->count ? alias + 1 : NULL;

		if (next != NULL && alias_compare(alias, next) == 0)
			continue;
		if (ids.n > 0)
			buf_char(&ids, ' ');
		buf_str(&ids, alias->id);
		if (next != NULL && str_equal(next->key, alias->key))
			continue;
		rc = xc_writer_set_metadata(w, alias->key, buf_view(&ids), err);
		buf_clear(&ids);
	}
	buf_release(&ids);
	return rc;
}

int analyser_write_names(const struct analyser *a, struct xc_writer *w, struct error *err)
{
	struct alias_list list = {.lexicon = a->lexicon};
	int rc = -1;

	if (remove_keys(w, META_NAME_PREFIX, err) < 0 ||
	    remove_keys(w, META_ALIAS_PREFIX, err) < 0)
		return -1;
	for (uint32_t i = 0; i < lexicon_count(a->lexicon); i++) {
		if (write_entity(a->lexicon, i, w, err) < 0)
			return -1;
	}
	lexicon_keys(a->lexicon, add_alias, &list);
	rc = write_aliases(&list, w, err);
	buf_release(&list.key);
	free(list.items);
	arena_release(&list.arena);
	return rc;
}
