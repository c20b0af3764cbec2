/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of what was found, and its JSON. */
#include "lib/findings.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json.h"
#include "lib/rules.h"

/* ---- names ---- */

static struct str country_of(const struct lexicon *l, uint32_t entity)
{
	for (int left = 16; entity != NO_ENTITY && left > 0; left--) {
		const struct entity *e = lexicon_entity(l, entity);

		if (e->kind == NAME_COUNTRY)
			return e->id;
		entity = e->parent;
	}
	return (struct str){0};
}

void findings_of_analyser(const struct analyser *a, const struct record *r,
			  struct arena *arena, struct findings *out)
{
	const struct lexicon *l = analyser_lexicon(a);
	struct found_name *names = arena_alloc(arena, r->names_count * sizeof *names);

	for (size_t i = 0; i < r->names_count; i++) {
		uint32_t entity = analyser_entity(a, i);

		names[i].name = r->names[i].name;
		if (entity == NO_ENTITY)
			continue;
		names[i].name = lexicon_entity(l, entity)->name;
		names[i].country = country_of(l, entity);
	}
	*out = (struct findings){r, names};
}

/* ---- pieces of JSON ---- */

static struct str text_of(const struct findings *f, uint8_t part, uint32_t start,
			  uint32_t end)
{
	return str_slice(record_part(f->record, part), start, end);
}

static void add(json_t *list, json_t *value)
{
	json_array_append_new(list, value);
}

/* A text that the list does not hold yet. */
static void add_once(json_t *list, struct str text)
{
	json_t *value = json_text(text);

	for (size_t i = 0; i < json_array_size(list); i++) {
		if (json_equal(json_array_get(list, i), value)) {
			json_decref(value);
			return;
		}
	}
	add(list, value);
}

/* null for both when the rule was not noted. */
static void set_rule(json_t *object, uint8_t rule)
{
	json_set(object, "rule",
		 rule == RULE_NONE ? json_null() : json_string(rules[rule].name));
	json_set(object, "confidence",
		 rule == RULE_NONE ? json_null()
				   : json_real(rules[rule].confidence / 100.0));
}

json_t *findings_json_span(uint8_t part, uint32_t start, uint32_t end, uint8_t rule)
{
	json_t *span = json_object();

	json_set(span, "part", json_string(part_names[part]));
	json_set(span, "start", json_integer(start));
	json_set(span, "end", json_integer(end));
	set_rule(span, rule);
	return span;
}

json_t *findings_json_spans(const struct findings *f, size_t name)
{
	json_t *spans = json_array();

	for (size_t i = 0; i < f->record->mentions_count; i++) {
		const struct record_mention *m = &f->record->mentions[i];

		if (m->name == name)
			add(spans,
			    findings_json_span(m->part, m->start, m->end, m->rule));
	}
	return spans;
}

static json_t *surfaces_of(const struct findings *f, size_t name)
{
	json_t *surfaces = json_array();

	for (size_t i = 0; i < f->record->mentions_count; i++) {
		const struct record_mention *m = &f->record->mentions[i];

		if (m->name == name)
			add_once(surfaces, text_of(f, m->part, m->start, m->end));
	}
	return surfaces;
}

/* The name an item links to. */
static json_t *linked_name(const struct findings *f, uint32_t name)
{
	return name == NO_ITEM ? json_null() : json_text(f->names[name].name);
}

static json_t *linked_id(const struct findings *f, uint32_t name)
{
	return name == NO_ITEM ? json_null() : json_text(f->record->names[name].id);
}

/* ---- companies, places, topics ---- */

static json_t *name_object(const struct findings *f, size_t i)
{
	json_t *object = json_object();

	json_set(object, "canon", json_text(f->names[i].name));
	json_set(object, "id", json_text(f->record->names[i].id));
	json_set(object, "surfaces", surfaces_of(f, i));
	json_set(object, "spans", findings_json_spans(f, i));
	return object;
}

static json_t *companies(const struct findings *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->record->names_count; i++) {
		const struct record_name *n = &f->record->names[i];
		json_t *object;

		if (n->kind != NAME_COMPANY)
			continue;
		object = name_object(f, i);
		json_set(object, "unlisted", json_boolean(record_name_unlisted(n)));
		add(list, object);
	}
	return list;
}

/* INSEE's code in France, else the country's, both in capitals: 69123, 2A, FR, DE. */
static json_t *place_code(const struct findings *f, size_t i, const char *type)
{
	struct str code = strcmp(type, "ville-etrangere") == 0 ? f->names[i].country
							       : f->record->names[i].id;
	struct buf upper = {0};
	json_t *value;

	for (size_t k = 0; k < code.n; k++)
		buf_char(&upper, (char)toupper((unsigned char)code.p[k]));
	value = json_text(buf_view(&upper));
	buf_release(&upper);
	return value;
}

static bool is_place(enum name_kind kind)
{
	return kind != NAME_COMPANY && kind != NAME_TOPIC;
}

static json_t *places(const struct findings *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->record->names_count; i++) {
		enum name_kind kind = f->record->names[i].kind;
		const char *type = place_type(kind, f->names[i].country);
		json_t *object;

		if (!is_place(kind))
			continue;
		object = name_object(f, i);
		json_set(object, "type", json_string(type));
		json_set(object, "code", place_code(f, i, type));
		add(list, object);
	}
	return list;
}

static void set_topics(json_t *object, const struct findings *f)
{
	json_t *ids = json_array();
	json_t *spans = json_object();

	for (size_t i = 0; i < f->record->names_count; i++) {
		struct str id = f->record->names[i].id;

		if (f->record->names[i].kind != NAME_TOPIC)
			continue;
		add(ids, json_text(id));
		json_object_setn_new(spans, id.p, id.n, findings_json_spans(f, i));
	}
	json_set(object, "topics", ids);
	json_set(object, "topic_spans", spans);
}

/* ---- amounts and jobs: one object for each value, with all places that tell it ---- */

/* The object of the list that has these two values; NULL when there is none. */
static json_t *find_alike(json_t *list, const char *first_key, json_t *first,
			  const char *second_key, const char *second)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *object = json_array_get(list, i);
		const char *other =
			json_string_value(json_object_get(object, second_key));

		if (json_equal(json_object_get(object, first_key), first) &&
		    strcmp(other, second) == 0)
			return object;
	}
	return NULL;
}

static void set_euros(json_t *object, double euros)
{
	json_set(object, "euros", euros > 0 ? json_number(euros) : json_null());
}

/* A new object of a value and its kind; `value` is taken over. */
static json_t *figure_object(const char *key, json_t *value, const char *kind_key,
			     const char *kind, enum bound bound)
{
	json_t *object = json_object();

	json_set(object, key, value);
	json_set(object, kind_key, json_string(kind));
	json_set(object, "bound", json_string(bound_labels[bound].id));
	json_set(object, "surfaces", json_array());
	json_set(object, "spans", json_array());
	return object;
}

static void add_evidence(const struct findings *f, json_t *object, uint8_t part,
			 uint32_t start, uint32_t end, uint8_t rule)
{
	add_once(json_object_get(object, "surfaces"), text_of(f, part, start, end));
	add(json_object_get(object, "spans"), findings_json_span(part, start, end, rule));
}

/* The object that tells amount i, or NULL. */
static json_t *amount_object(const struct findings *f, json_t *list, size_t i)
{
	const struct record_amount *a = &f->record->amounts[i];
	json_t *value = json_number(a->value);
	json_t *object = find_alike(list, "value", value, "currency", a->currency);

	json_decref(value);
	return object;
}

/* The number of the object in its list. */
static json_t *number_in(json_t *list, const json_t *object)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (json_array_get(list, i) == object)
			return json_integer((json_int_t)i);
	}
	return json_null();
}

static void link_conversions(const struct findings *f, json_t *list)
{
	for (size_t i = 0; i < f->record->amounts_count; i++) {
		uint32_t of = f->record->amounts[i].of;
		json_t *object = amount_object(f, list, i);

		if (of != NO_ITEM && amount_object(f, list, of) != object)
			json_set(object, "conversion_of",
				 number_in(list, amount_object(f, list, of)));
	}
}

static json_t *amounts(const struct findings *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->record->amounts_count; i++) {
		const struct record_amount *a = &f->record->amounts[i];
		json_t *object = amount_object(f, list, i);

		if (object == NULL) {
			object = figure_object("value", json_number(a->value), "currency",
					       a->currency, a->bound);
			set_euros(object, a->euros);
			json_set(object, "conversion_of", json_null());
			add(list, object);
		}
		add_evidence(f, object, a->part, a->start, a->end, a->rule);
	}
	link_conversions(f, list);
	return list;
}

static json_t *jobs(const struct findings *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->record->jobs_count; i++) {
		const struct record_jobs *j = &f->record->jobs[i];
		json_t *n = json_number(j->count);
		const char *kind = jobs_labels[j->kind].id;
		json_t *object = find_alike(list, "n", n, "kind", kind);

		if (object == NULL) {
			object = figure_object("n", json_incref(n), "kind", kind,
					       j->bound);
			add(list, object);
		}
		add_evidence(f, object, j->part, j->start, j->end, j->rule);
		json_decref(n);
	}
	return list;
}

/* ---- deals ---- */

static void set_deal_figures(json_t *object, const struct record *r,
			     const struct record_deal *d)
{
	const struct record_amount *a =
		d->amount == NO_ITEM ? NULL : &r->amounts[d->amount];
	const struct record_jobs *j = d->jobs == NO_ITEM ? NULL : &r->jobs[d->jobs];

	json_set(object, "amount", a ? json_number(a->value) : json_null());
	json_set(object, "currency", a ? json_string(a->currency) : json_null());
	json_set(object, "amount_bound",
		 a ? json_string(bound_labels[a->bound].id) : json_null());
	json_set(object, "amount_euros",
		 a && record_euros(r, d->amount) > 0
			 ? json_number(record_euros(r, d->amount))
			 : json_null());
	json_set(object, "jobs", j ? json_number(j->count) : json_null());
	json_set(object, "jobs_kind",
		 j ? json_string(jobs_labels[j->kind].id) : json_null());
}

static json_t *deal_object(const struct findings *f, const struct record_deal *d)
{
	json_t *object = json_object();
	json_t *names = json_array();
	json_t *ids = json_array();
	json_t *spans = json_array();

	for (size_t i = 0; i < d->places_count; i++) {
		add(names, linked_name(f, d->places[i]));
		add(ids, linked_id(f, d->places[i]));
	}
	add(spans, findings_json_span(d->part, d->start, d->end, d->rule));
	json_set(object, "kind", json_string(deal_labels[d->kind].label.id));
	json_set(object, "status", json_string(status_labels[d->status].id));
	json_set(object, "actor", linked_name(f, d->actor));
	json_set(object, "actor_id", linked_id(f, d->actor));
	json_set(object, "target", linked_name(f, d->target));
	json_set(object, "target_id", linked_id(f, d->target));
	set_deal_figures(object, f->record, d);
	json_set(object, "places", names);
	json_set(object, "place_ids", ids);
	json_set(object, "sentence", json_text(text_of(f, d->part, d->start, d->end)));
	set_rule(object, d->rule);
	json_set(object, "spans", spans);
	return object;
}

json_t *findings_json_deals(const struct findings *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->record->deals_count; i++)
		add(list, deal_object(f, &f->record->deals[i]));
	return list;
}

/* ---- an article ---- */

json_t *findings_json(const struct findings *f)
{
	const struct record *r = f->record;
	json_t *object = json_object();

	json_set(object, "id", json_text(r->id));
	json_set_text(object, "source", r->source);
	json_set_text(object, "author", r->author);
	json_set_moment(object, "date", r->moment);
	json_set_text(object, "url", r->url);
	json_set(object, "title", json_text(r->title));
	json_set(object, "lead", json_text(r->lead));
	json_set(object, "text", json_text(r->body));
	json_set(object, "companies", companies(f));
	json_set(object, "places", places(f));
	set_topics(object, f);
	json_set(object, "amounts", amounts(f));
	json_set(object, "jobs", jobs(f));
	json_set(object, "facts", findings_json_deals(f));
	return object;
}
