/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/analyser.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/facts.h"
#include "lib/i18n.h"
#include "lib/paths.h"

#define FORMS_KEPT ((size_t)256 * 1024) /* in the vocabulary before it starts anew */

struct analyser {
	struct vocabulary *vocabulary;
	struct lexicon *lexicon;
	struct text text;
	struct mentions mentions;
	struct facts facts;
	struct record_name *names;
	size_t names_count, names_capacity;
	uint32_t *entities; /* of names[i] */
	size_t entities_count, entities_capacity;
	struct record_mention *places;
	size_t places_count, places_capacity;
	uint32_t *name_of; /* by entity: its number in names + 1, 0 when it is not there */
	size_t name_of_count;
};

int analyser_open(struct analyser **out, struct str stems, struct str stopwords,
		  const char *lexicon, struct error *err)
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

int analyser_tables(const char *lexicon, struct buf *stems, struct buf *stopwords,
		    struct error *err)
{
	struct buf stem_file = {0}, stop_file = {0};
	int rc = -1;

	if (read_file(lexicon, "stems.tsv", &stem_file, err) == 0 &&
	    read_file(lexicon, "stopwords.txt", &stop_file, err) == 0)
		rc = vocabulary_compile(buf_view(&stem_file), buf_view(&stop_file), stems,
					stopwords, err);
	buf_release(&stop_file);
	buf_release(&stem_file);
	return rc;
}

int analyser_open_folder(struct analyser **out, const char *lexicon, struct error *err)
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

void analyser_free(struct analyser *a)
{
	if (a == NULL)
		return;
	free(a->name_of);
	free(a->places);
	free(a->entities);
	free(a->names);
	facts_release(&a->facts);
	mentions_release(&a->mentions);
	text_release(&a->text);
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

static void take_mentions(struct analyser *a)
{
	start_names(a);
	for (size_t i = 0; i < a->mentions.count; i++) {
		const struct mention *m = &a->mentions.items[i];
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

void analyser_read(struct analyser *a, struct record *r)
{
	const struct str parts[TEXT_PARTS] = {r->title, r->lead, r->body};

	analyser_cut(a, r);
	mentions_clear(&a->mentions);
	lexicon_find(a->lexicon, &a->text, parts, &a->mentions);
	take_mentions(a);
	r->names = a->names;
	r->names_count = a->names_count;
	r->mentions = a->places;
	r->mentions_count = a->places_count;
	facts_clear(&a->facts);
	facts_find(&a->text, r, &a->facts);
	r->amounts = a->facts.amounts;
	r->amounts_count = a->facts.amounts_count;
	r->jobs = a->facts.jobs;
	r->jobs_count = a->facts.jobs_count;
	r->deals = a->facts.deals;
	r->deals_count = a->facts.deals_count;
}
