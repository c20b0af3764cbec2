/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/analyser.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/facts.h"
#include "lib/i18n.h"
#include "lib/paths.h"

#define FORMS_KEPT ((size_t)256 * 1024) /* in the vocabulary before it starts anew */

/* What facts tell of an article's topics. */
enum sign { SIGN_HIRING, SIGN_CUT, SIGN_FUNDING, SIGN_TAKEOVER, SIGN_AID, SIGNS };

static const struct {
	const char *topic;
	bool alone; /* told once, the article treats the topic */
} sign_rows[SIGNS] = {
	[SIGN_HIRING] = {"emploi", true},
	[SIGN_CUT] = {"licenciements", true},
	[SIGN_FUNDING] = {"levee-de-fonds", true},
	[SIGN_TAKEOVER] = {"acquisition", true},
	[SIGN_AID] = {"investissement-public", false},
};

struct analyser {
	struct vocabulary *vocabulary;
	struct lexicon *lexicon;
	bool shared; /* the lexicon is another's */
	struct text text;
	struct mentions mentions, topics;
	struct topic_sign *signs;
	size_t signs_count, signs_capacity;
	uint32_t sign_topics[SIGNS]; /* entity numbers, in the order of enum sign */
	struct facts facts;
	struct record_name *names;
	size_t names_count, names_capacity;
	uint32_t *entities; /* of names[i] */
	size_t entities_count, entities_capacity;
	struct record_mention *places;
	size_t places_count, places_capacity;
	uint32_t
		*name_of; /* by entity: its number in names + 1, 0 when it is not there */
	size_t name_of_count;
};

static void number_form(void *analyser, struct form *form)
{
	struct analyser *a = analyser;

	lexicon_number(a->lexicon, form);
	facts_number(&a->facts, form);
}

/* The lexicon is there: what is looked up in it for every article is looked up once. */
static void start(struct analyser *a)
{
	for (int i = 0; i < SIGNS; i++)
		a->sign_topics[i] = lexicon_find_id(a->lexicon, NAME_TOPIC,
						    str_of(sign_rows[i].topic));
	vocabulary_number(a->vocabulary, number_form, a);
}

int analyser_open(struct analyser **out, struct str stems, struct str stopwords,
		  const struct lexicon_folders *lexicon, struct error *err)
{
	struct analyser *a = xcalloc(1, sizeof *a);

	*out = NULL;
	a->vocabulary = vocabulary_open(stems, stopwords, err);
	if (a->vocabulary != NULL)
		a->lexicon = lexicon_open(lexicon, a->vocabulary, err);
	if (a->lexicon == NULL) {
		analyser_free(a);
		return -1;
	}
	start(a);
	*out = a;
	return 0;
}

int analyser_share(struct analyser **out, struct str stems, struct str stopwords,
		   const struct analyser *with, struct error *err)
{
	struct analyser *a = xcalloc(1, sizeof *a);

	*out = NULL;
	a->lexicon = with->lexicon;
	a->shared = true;
	a->vocabulary = vocabulary_open(stems, stopwords, err);
	if (a->vocabulary == NULL) {
		analyser_free(a);
		return -1;
	}
	start(a);
	*out = a;
	return 0;
}

static int read_file(const char *folder, const char *name, struct buf *out,
		     struct error *err)
{
	struct buf path = {0};
	int rc = 0;

	buf_printf(&path, "%s/%s", folder, name);
	buf_clear(out);
	if (paths_read(path.p, out) < 0)
		rc = error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path.p,
			       strerror(errno));
	buf_release(&path);
	return rc;
}

int analyser_tables(const struct lexicon_folders *lexicon, struct buf *stems,
		    struct buf *stopwords, struct error *err)
{
	struct buf stem_file = {0}, stop_file = {0};
	int rc = -1;

	if (read_file(lexicon->base.p, "stems.tsv", &stem_file, err) == 0 &&
	    read_file(lexicon->base.p, "stopwords.txt", &stop_file, err) == 0)
		rc = vocabulary_compile(buf_view(&stem_file), buf_view(&stop_file), stems,
					stopwords, err);
	buf_release(&stop_file);
	buf_release(&stem_file);
	return rc;
}

int analyser_open_folders(struct analyser **out, const struct lexicon_folders *lexicon,
			  struct error *err)
{
	struct buf stems = {0}, stopwords = {0};
	int rc = -1;

	*out = NULL;
	if (analyser_tables(lexicon, &stems, &stopwords, err) == 0)
		rc = analyser_open(out, buf_view(&stems), buf_view(&stopwords), lexicon,
				   err);
	buf_release(&stopwords);
	buf_release(&stems);
	return rc;
}

int analyser_open_folder(struct analyser **out, const char *base, struct error *err)
{
	struct lexicon_folders folders = {0};
	int rc;

	buf_text(&folders.base, base);
	rc = analyser_open_folders(out, &folders, err);
	lexicon_folders_release(&folders);
	return rc;
}

void analyser_free(struct analyser *a)
{
	if (a == NULL)
		return;
	free(a->name_of);
	free(a->places);
	free(a->entities);
	free(a->names);
	facts_release(&a->facts);
	free(a->signs);
	mentions_release(&a->topics);
	mentions_release(&a->mentions);
	text_release(&a->text);
	if (!a->shared)
		lexicon_free(a->lexicon);
	vocabulary_free(a->vocabulary);
	free(a);
}

struct vocabulary *analyser_vocabulary(struct analyser *a)
{
	return a->vocabulary;
}

const struct lexicon *analyser_lexicon(const struct analyser *a)
{
	return a->lexicon;
}

const struct text *analyser_text(const struct analyser *a)
{
	return &a->text;
}

uint32_t analyser_entity(const struct analyser *a, size_t name)
{
	return a->entities[name] < lexicon_count(a->lexicon) ? a->entities[name]
							     : NO_ENTITY;
}

bool analyser_full(const struct analyser *a)
{
	return vocabulary_size(a->vocabulary) > FORMS_KEPT;
}

void analyser_forget(struct analyser *a)
{
	text_clear(&a->text);
	vocabulary_clear(a->vocabulary);
}

void analyser_cut(struct analyser *a, const struct record *r)
{
	const struct str parts[TEXT_PARTS] = {r->title, r->lead, r->body};

	text_clear(&a->text);
	for (int p = 0; p < TEXT_PARTS; p++) {
		if (parts[p].n > 0)
			text_add(&a->text, a->vocabulary, (enum text_part)p, parts[p]);
	}
}

/* ---- names ---- */

static struct record_name name_of_entity(const struct analyser *a, uint32_t entity)
{
	size_t listed = lexicon_count(a->lexicon);

	if (entity >= listed) {
		const struct unlisted *u = &a->mentions.unlisted[entity - listed];

		return (struct record_name){
			.kind = NAME_COMPANY, .id = u->id, .name = u->name};
	}
	return (struct record_name){.kind = lexicon_entity(a->lexicon, entity)->kind,
				    .id = lexicon_entity(a->lexicon, entity)->id};
}

static uint32_t add_name(struct analyser *a, uint32_t entity)
{
	if (a->name_of[entity] == 0) {
		GROW(a->names, a->names_count, a->names_capacity);
		a->names[a->names_count++] = name_of_entity(a, entity);
		GROW(a->entities, a->entities_count, a->entities_capacity);
		a->entities[a->entities_count++] = entity;
		a->name_of[entity] = (uint32_t)a->names_count;
	}
	return a->name_of[entity] - 1;
}

/* Forgets the names of the last article and makes room for those of this one. */
static void start_names(struct analyser *a)
{
	size_t entities = lexicon_count(a->lexicon) + a->mentions.unlisted_count;

	for (size_t i = 0; i < a->entities_count; i++)
		a->name_of[a->entities[i]] = 0;
	if (entities > a->name_of_count) {
		a->name_of = xreallocarray(a->name_of, entities, sizeof *a->name_of);
		memset(a->name_of + a->name_of_count, 0,
		       (entities - a->name_of_count) * sizeof *a->name_of);
		a->name_of_count = entities;
	}
	a->names_count = a->entities_count = a->places_count = 0;
}

static void take_mentions(struct analyser *a, const struct mentions *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct mention *m = &found->items[i];
		uint32_t name = add_name(a, m->entity);

		a->names[name].mentions++;
		a->names[name].in_title |= m->part == TEXT_TITLE;
		GROW(a->places, a->places_count, a->places_capacity);
		a->places[a->places_count++] = (struct record_mention){.name = name,
								       .part = m->part,
								       .rule = m->rule,
								       .start = m->start,
								       .end = m->end};
	}
}

static void lend_names(const struct analyser *a, struct record *r)
{
	r->names = a->names;
	r->names_count = a->names_count;
	r->mentions = a->places;
	r->mentions_count = a->places_count;
}

static int compare_places(const void *a, const void *b)
{
	const struct record_mention *x = a;
	const struct record_mention *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

/* ---- facts that speak for topics ---- */

static void add_sign(struct analyser *a, enum sign sign, uint8_t part, uint32_t start,
		     uint32_t end)
{
	if (a->sign_topics[sign] == NO_ENTITY)
		return;
	GROW(a->signs, a->signs_count, a->signs_capacity);
	a->signs[a->signs_count++] = (struct topic_sign){.topic = a->sign_topics[sign],
							 .part = part,
							 .alone = sign_rows[sign].alone,
							 .start = start,
							 .end = end};
}

static void find_signs(struct analyser *a)
{
	static const enum sign of_jobs[] = {[JOBS_CREATED] = SIGN_HIRING,
					    [JOBS_CUT] = SIGN_CUT,
					    [JOBS_STAFF] = SIGNS};
	static const enum sign of_deals[] = {[DEAL_INVESTMENT] = SIGNS,
					     [DEAL_FUNDING] = SIGN_FUNDING,
					     [DEAL_ACQUISITION] = SIGN_TAKEOVER,
					     [DEAL_AID] = SIGN_AID,
					     [DEAL_SALE] = SIGNS,
					     [DEAL_CUT] = SIGN_CUT};
	const struct facts *f = &a->facts;

	a->signs_count = 0;
	for (size_t i = 0; i < f->jobs_count; i++) {
		if (of_jobs[f->jobs[i].kind] != SIGNS)
			add_sign(a, of_jobs[f->jobs[i].kind], f->jobs[i].part,
				 f->jobs[i].start, f->jobs[i].end);
	}
	for (size_t i = 0; i < f->deals_count; i++) {
		const struct record_deal *d = &f->deals[i];

		if (of_deals[d->kind] != SIGNS &&
		    (d->kind != DEAL_AID || d->actor == NO_ITEM))
			add_sign(a, of_deals[d->kind], d->part, d->start, d->end);
	}
}

void analyser_read(struct analyser *a, struct record *r)
{
	const struct str parts[TEXT_PARTS] = {r->title, r->lead, r->body};

	analyser_cut(a, r);
	mentions_clear(&a->mentions);
	lexicon_find(a->lexicon, &a->text, parts, &a->mentions);
	start_names(a);
	take_mentions(a, &a->mentions);
	lend_names(a, r);
	facts_clear(&a->facts);
	facts_find(&a->text, r, &a->facts);
	r->amounts = a->facts.amounts;
	r->amounts_count = a->facts.amounts_count;
	r->jobs = a->facts.jobs;
	r->jobs_count = a->facts.jobs_count;
	r->deals = a->facts.deals;
	r->deals_count = a->facts.deals_count;
	find_signs(a);
	mentions_clear(&a->topics);
	lexicon_find_topics(a->lexicon, &a->text, parts, &a->mentions, a->signs,
			    a->signs_count, &a->topics);
	take_mentions(a, &a->topics);
	if (a->places_count > 1)
		qsort(a->places, a->places_count, sizeof *a->places, compare_places);
	lend_names(a, r);
}
