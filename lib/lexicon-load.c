/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the tables of lexicon/ into entities, patterns and tries. */
#include "lib/lexicon-parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/utf8.h"

/* ---- the tables and their columns ---- */

enum column {
	COLUMN_ID,
	COLUMN_NAME,
	COLUMN_PARENT,
	COLUMN_CASE,
	COLUMN_CONTEXT,
	COLUMN_NOT_AFTER,
	COLUMN_NOT_BEFORE,
	COLUMN_ALIASES,
	COLUMN_POPULATION,
	COLUMN_KIND,
	COLUMNS
};

static const struct {
	const char *name;
	enum column column;
} column_names[] = {
	{"id", COLUMN_ID},
	{"code", COLUMN_ID},
	{"name", COLUMN_NAME},
	{"form", COLUMN_NAME},
	{"parent", COLUMN_PARENT},
	{"country", COLUMN_PARENT},
	{"region", COLUMN_PARENT},
	{"department", COLUMN_PARENT},
	{"topic", COLUMN_ID},
	{"companies", COLUMN_ALIASES},
	{"case", COLUMN_CASE},
	{"context", COLUMN_CONTEXT},
	{"not_after", COLUMN_NOT_AFTER},
	{"not_before", COLUMN_NOT_BEFORE},
	{"aliases", COLUMN_ALIASES},
	{"forms", COLUMN_ALIASES},
	{"population", COLUMN_POPULATION},
	{"kind", COLUMN_KIND},
};

/* A row while it is read. */
struct row {
	struct str fields[COLUMNS];
	const char *file;
	unsigned line;
};

/* Where a row goes. */
struct loading {
	struct lexicon *l;
	struct vocabulary *v;
	const struct table *table;
	const char *folder;	/* of a user; NULL: the base */
	const char *file;	/* as messages name it */
	uint32_t saint, sainte; /* words of names */
	struct text text;	/* scratch */
	struct buf scratch;
};

/* What to do with each row of a table. */
typedef int add_row(struct loading *g, const struct row *row, struct error *err);

static add_row add_entity, add_protected, add_cue, add_first_name, add_trade;

/* Parents stand in tables above their children's. */
static const struct table {
	const char *file;
	add_row *add;
	enum name_kind kind, parent_kind;
	const char *parent; /* of every row, when it has no such column */
	bool closed;	    /* users name what is there otherwise, but add nothing */
} tables[] = {
	{"countries.tsv", add_entity, NAME_COUNTRY, NAME_COUNTRY, NULL, true},
	{"regions.tsv", add_entity, NAME_REGION, NAME_COUNTRY, "fr", true},
	{"departments.tsv", add_entity, NAME_DEPARTMENT, NAME_REGION, NULL, true},
	{"communes.tsv", add_entity, NAME_COMMUNE, NAME_DEPARTMENT, NULL, false},
	{"cities.tsv", add_entity, NAME_COMMUNE, NAME_COUNTRY, NULL, false},
	{"companies.tsv", add_entity, NAME_COMPANY, NAME_COMPANY, NULL, false},
	{"topics.tsv", add_entity, NAME_TOPIC, NAME_TOPIC, NULL, true},
	{"sectors.tsv", add_trade, NAME_KINDS, NAME_KINDS, NULL, false},
	{"protected.tsv", add_protected, NAME_KINDS, NAME_KINDS, NULL, false},
	{"cues.tsv", add_cue, NAME_KINDS, NAME_KINDS, NULL, false},
	{"firstnames.tsv", add_first_name, NAME_KINDS, NAME_KINDS, NULL, false},
};

/* Words of the files: policies and flags. */
static const struct {
	const char *name;
	enum { IS_CASE, IS_CONTEXT, IS_WEAK, IS_NOT, IS_FORM } what;
	uint8_t value;
} policies[] = {
	{"any", IS_CASE, CASE_ANY},
	{"capital", IS_CASE, CASE_CAPITAL},
	{"exact", IS_CASE, CASE_EXACT},
	{"free", IS_CONTEXT, CONTEXT_FREE},
	{"place", IS_CONTEXT, CONTEXT_PLACE},
	{"word", IS_CONTEXT, CONTEXT_WORD},
	{"small", IS_CONTEXT, CONTEXT_SMALL},
	{"strict", IS_CONTEXT, CONTEXT_STRICT},
	{"cue", IS_CONTEXT, CONTEXT_CUE},
	{"question", IS_CONTEXT, CONTEXT_QUESTION},
	{"weak", IS_WEAK, 1},
	{"not", IS_NOT, 1},
	{"form", IS_FORM, 1},
};

static int fault(const struct row *row, const char *what, struct str subject,
		 struct error *err)
{
	return error_set(err, ERROR_FAILED, "%s: '%.*s', %s:%u", what, STR_ARGS(subject),
			 row->file, row->line);
}

static int set_policy(struct pattern *p, struct str word, const struct row *row,
		      struct error *err)
{
	size_t i;

	for (i = 0; i < COUNT(policies); i++) {
		if (!str_is(word, policies[i].name))
			continue;
		switch (policies[i].what) {
		case IS_CASE:
			p->letter_case = policies[i].value;
			break;
		case IS_CONTEXT:
			p->context = policies[i].value;
			break;
		case IS_WEAK:
			p->weak = true;
			break;
		case IS_NOT:
			p->negative = true;
			break;
		case IS_FORM:
			p->form = true;
			break;
		}
		return 0;
	}
	return fault(row, _("unknown policy"), word, err);
}

/* ---- entities ---- */

static uint32_t id_number(const struct lexicon *l, enum name_kind kind, struct str id)
{
	char key[64];
	struct str s = {key, 0};

	if (id.n + 1 > sizeof key)
		return 0;
	key[0] = (char)('0' + kind);
	for (s.n = 1; s.n <= id.n; s.n++) {
		char c = id.p[s.n - 1];

		key[s.n] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return words_find(&l->ids, s, (uint32_t)str_hash(s));
}

uint32_t lexicon_find_id(const struct lexicon *l, enum name_kind kind, struct str id)
{
	uint32_t number = id_number(l, kind, id);

	return number ? number - 1 : NO_ENTITY;
}

static int check_id(const struct loading *g, const struct row *row, struct error *err)
{
	struct str id = row->fields[COLUMN_ID];
	size_t i;

	if (id.n == 0 || id.n > 60)
		return fault(row, _("a row without id or name"), id, err);
	for (i = 0; i < id.n && g->folder != NULL; i++) {
		char c = id.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' &&
		    !(c >= 'A' && c <= 'Z'))
			return fault(row,
				     _("an id is made of letters without accents, "
				       "digits and hyphens"),
				     id, err);
	}
	return 0;
}

/* An entity that the table is the first to name. */
static int new_entity(struct loading *g, const struct row *row, uint32_t number,
		      struct error *err)
{
	struct lexicon *l = g->l;
	struct entity *e;

	if (g->folder != NULL && g->table->closed)
		return fault(row, _("the list is closed, and has no such id"),
			     row->fields[COLUMN_ID], err);
	if (row->fields[COLUMN_NAME].n == 0)
		return fault(row, _("a row without id or name"), row->fields[COLUMN_ID],
			     err);
	GROW(l->entities, l->entities_count, l->entities_capacity);
	e = &l->entities[l->entities_count++];
	*e = (struct entity){.kind = g->table->kind, .parent = NO_ENTITY};
	if (e->kind == NAME_TOPIC && l->topics_count++ == 0)
		l->topics_first = number;
	e->id = str_slice(l->ids.items[number].text, 1, SIZE_MAX);
	e->name = str_copy(&l->arena, row->fields[COLUMN_NAME]);
	return 0;
}

/* The row's entity; *known says whether another row has named it before. */
static int row_entity(struct loading *g, const struct row *row, uint32_t *number,
		      bool *known, struct error *err)
{
	struct lexicon *l = g->l;

	if (check_id(g, row, err) < 0)
		return -1;
	buf_clear(&g->scratch);
	buf_char(&g->scratch, (char)('0' + g->table->kind));
	utf8_lower(&g->scratch, row->fields[COLUMN_ID]);
	*number = words_add(&l->ids, buf_view(&g->scratch), &l->arena) - 1;
	*known = *number < l->entities_count;
	if (!*known)
		return new_entity(g, row, *number, err);
	if (g->folder == NULL)
		return fault(row, _("an id given twice"), row->fields[COLUMN_ID], err);
	if (row->fields[COLUMN_NAME].n > 0)
		l->entities[*number].name = str_copy(&l->arena, row->fields[COLUMN_NAME]);
	return 0;
}

/* ---- patterns ---- */

static const struct beside *read_beside(struct loading *g, struct str field)
{
	struct str item;
	struct str *items = NULL;
	size_t count = 0;
	size_t capacity = 0;
	struct beside *b = NULL;

	while (field.n > 0 && str_split(&field, '|', &item)) {
		buf_clear(&g->scratch);
		lexicon_plain(&g->scratch, item);
		if (g->scratch.n == 0)
			continue;
		GROW(items, count, capacity);
		items[count++] = str_copy(&g->l->arena, buf_view(&g->scratch));
	}
	if (count > 0) {
		struct str *kept = arena_alloc(&g->l->arena, count * sizeof *kept);

		memcpy(kept, items, count * sizeof *kept);
		b = arena_alloc(&g->l->arena, sizeof *b);
		*b = (struct beside){kept, count};
	}
	free(items);
	return b;
}

static void cut(struct loading *g, struct str name)
{
	text_clear(&g->text);
	text_add(&g->text, g->v, TEXT_BODY, name);
}

static void store_key(struct lexicon *l, uint32_t entity, struct str key)
{
	buf_varint(&l->keys, entity);
	buf_str(&l->keys, key);
	buf_char(&l->keys, '\0');
}

/* The key of the name just cut. */
static void add_key(struct loading *g, uint32_t entity)
{
	buf_clear(&g->scratch);
	key_of_text(&g->scratch, &g->text);
	if (g->scratch.n > 0)
		store_key(g->l, entity, buf_view(&g->scratch));
}

/* A code of digits is its own key. */
static void add_id_key(struct loading *g, uint32_t entity, struct str id)
{
	size_t digits = 0;

	while (digits < id.n && id.p[digits] >= '0' && id.p[digits] <= '9')
		digits++;
	if (digits == id.n) {
		store_key(g->l, entity, id);
		return;
	}
	cut(g, id);
	add_key(g, entity);
}

/* The words of a pattern: numbers in a trie's words. */
struct path {
	uint32_t words[PATTERN_WORDS_MAX];
	size_t count;
};

/* A name that the entity has already takes the policies that are given last. */
static bool replace_pattern(struct lexicon *l, uint32_t number, const struct pattern *p)
{
	for (; number != 0; number = l->patterns[number].next) {
		struct pattern *old = &l->patterns[number];
		uint32_t next = old->next;

		if (old->entity != p->entity || old->contracted != p->contracted ||
		    (old->context == CONTEXT_SHORT) != (p->context == CONTEXT_SHORT) ||
		    !str_equal(old->written, p->written))
			continue;
		*old = *p;
		old->next = next;
		return true;
	}
	return false;
}

static void hang_pattern(struct lexicon *l, struct trie *trie, const struct path *path,
			 const struct pattern *p)
{
	uint32_t node = TRIE_ROOT;
	uint32_t *value;
	size_t i;

	for (i = 0; i < path->count; i++)
		node = trie_add(trie, node, path->words[i]);
	GROW(l->patterns, l->patterns_count, l->patterns_capacity);
	value = trie_value(trie, node);
	if (replace_pattern(l, *value, p))
		return;
	l->patterns[l->patterns_count] = *p;
	l->patterns[l->patterns_count].next = *value;
	*value = (uint32_t)l->patterns_count++;
}

static void mark_start(struct words *words, uint32_t number, const struct pattern *p)
{
	uint16_t *flags = &words->items[number - 1].flags;

	*flags |= WORD_STARTS;
	if (!(p->capitals & 1) || p->letter_case == CASE_ANY)
		*flags |= WORD_STARTS_LOWER;
}

/* The solid form of a name that is one compound: "startup" of "start-up". */
static const struct token *solid_of(const struct text *t)
{
	const struct token *last = &t->tokens[t->count - 1];

	if (t->count < 3 || !(last->flags & TOKEN_STACKED) || last->kind != TOKEN_WORD ||
	    last->start != t->tokens[0].start || last->end < t->tokens[t->count - 2].end)
		return NULL;
	return last;
}

/* Saint-Étienne is written St-Étienne too. */
static void hang_saint(struct loading *g, const struct path *path,
		       const struct pattern *p)
{
	struct words *w = &g->l->folds;
	struct path other = *path;
	bool changed = false;
	size_t i;

	for (i = 0; i < path->count && path->count > 1; i++) {
		if (path->words[i] == g->saint)
			other.words[i] = words_add(w, STR("st"), &g->l->arena);
		else if (path->words[i] == g->sainte)
			other.words[i] = words_add(w, STR("ste"), &g->l->arena);
		changed = changed || other.words[i] != path->words[i];
	}
	if (changed) {
		mark_start(w, other.words[0], p);
		hang_pattern(g->l, &g->l->names, &other, p);
	}
}

/* A small town's name of several words could be nothing else; Saint-Martin could. */
static void settle_small(struct pattern *p, const struct text *t, size_t words)
{
	const struct token *first = &t->tokens[0];

	if (p->context != CONTEXT_SMALL)
		return;
	p->context = CONTEXT_WORD;
	p->small = true;
	if (words >= 3)
		p->context = CONTEXT_FREE;
	else if (words == 2 && (t->tokens[1].flags & TOKEN_JOINED) &&
		 !str_is(first->form->fold, "saint") &&
		 !str_is(first->form->fold, "sainte"))
		p->context = CONTEXT_PLACE;
}

/* Le Havre without its article, for « au Havre » and « du Havre ». */
static void hang_contracted(struct loading *g, const struct path *path,
			    const struct pattern *p)
{
	const struct str article = g->l->folds.items[path->words[0] - 1].text;
	struct pattern bare = *p;
	struct path rest = {.count = path->count - 1};

	if ((g->table->kind != NAME_COMMUNE && g->table->kind != NAME_COMPANY) ||
	    path->count < 2 || !(p->capitals & 1) ||
	    (!str_is(article, "le") && !str_is(article, "les")))
		return;
	memcpy(rest.words, path->words + 1, rest.count * sizeof *rest.words);
	bare.capitals >>= 1;
	bare.contracted = true;
	mark_start(&g->l->folds, rest.words[0], &bare);
	hang_pattern(g->l, &g->l->names, &rest, &bare);
}

/* Heads that too many names have, or that are no name alone: Saint-Ouen, Pont-l'Abbé. */
static bool is_common_head(struct str fold)
{
	static const char *const heads[] = {
		"saint", "sainte", "mont",   "pont",	 "port",       "bourg", "chateau",
		"vieux", "grand",  "grande", "petit",	 "petite",     "haut",	"haute",
		"bois",	 "ville",  "notre",  "chapelle", "villeneuve", "neuve", "belle",
	};
	size_t i;

	for (i = 0; i < COUNT(heads); i++) {
		if (str_is(fold, heads[i]))
			return true;
	}
	return fold.n < 4;
}

/* « Flins (Yvelines) » for Flins-sur-Seine: the head alone, where its department is told. */
static void hang_short(struct loading *g, const struct path *path,
		       const struct pattern *p)
{
	struct str head = g->l->folds.items[path->words[0] - 1].text;
	struct pattern bare = *p;
	struct path first = {{path->words[0]}, 1};

	if (p->population == 0 || path->count < 2 || is_common_head(head) ||
	    !(g->text.tokens[1].flags & TOKEN_JOINED))
		return;
	bare.context = CONTEXT_SHORT;
	bare.capitals &= 1;
	hang_pattern(g->l, &g->l->names, &first, &bare);
}

static int add_name(struct loading *g, struct pattern *p, const struct row *row,
		    struct error *err)
{
	struct lexicon *l = g->l;
	struct path path = {0};
	const struct token *solid;
	size_t i;

	for (i = 0; i < g->text.count; i++) {
		const struct token *t = &g->text.tokens[i];

		if (t->flags & TOKEN_STACKED)
			continue;
		if (path.count == PATTERN_WORDS_MAX)
			return fault(row, _("a name of too many words"), p->written, err);
		if (t->flags & TOKEN_CAPITAL)
			p->capitals |= 1u << path.count;
		path.words[path.count++] = words_add(&l->folds, t->form->fold, &l->arena);
	}
	if (path.count == 0)
		return fault(row, _("a name without a word"), p->written, err);
	settle_small(p, &g->text, path.count);
	mark_start(&l->folds, path.words[0], p);
	hang_pattern(l, &l->names, &path, p);
	hang_saint(g, &path, p);
	hang_contracted(g, &path, p);
	hang_short(g, &path, p);
	solid = solid_of(&g->text);
	if (solid != NULL) {
		path = (struct path){{words_add(&l->folds, solid->form->fold, &l->arena)},
				     1};
		p->capitals &= 1;
		mark_start(&l->folds, path.words[0], p);
		hang_pattern(l, &l->names, &path, p);
	}
	return 0;
}

/* The stems of the form just cut, small words left out. */
static int read_stems(struct loading *g, struct path *path, const struct row *row,
		      struct error *err)
{
	size_t i;

	path->count = 0;
	for (i = 0; i < g->text.count; i++) {
		const struct token *t = &g->text.tokens[i];

		if ((t->flags & TOKEN_STACKED) || lexicon_is_small(t->form->exact))
			continue;
		if (path->count == PATTERN_WORDS_MAX)
			return fault(row, _("a form of too many words"),
				     row->fields[COLUMN_ID], err);
		path->words[path->count++] =
			words_add(&g->l->stems, t->form->stem, &g->l->arena);
	}
	if (path->count == 0)
		return fault(row, _("a form without a word"), row->fields[COLUMN_ID],
			     err);
	return 0;
}

static int add_topic_form(struct loading *g, struct pattern *p, const struct row *row,
			  struct error *err)
{
	struct lexicon *l = g->l;
	const struct token *solid;
	struct path path;

	if (read_stems(g, &path, row, err) < 0)
		return -1;
	l->stems.items[path.words[0] - 1].flags |= WORD_STARTS;
	hang_pattern(l, &l->topics, &path, p);
	solid = solid_of(&g->text);
	if (solid != NULL) {
		path = (struct path){{words_add(&l->stems, solid->form->stem, &l->arena)},
				     1};
		l->stems.items[path.words[0] - 1].flags |= WORD_STARTS;
		hang_pattern(l, &l->topics, &path, p);
	}
	return 0;
}

/* People of a town that became part of another, whose row has all of them. */
enum { FORMER_POPULATION = 1000 };

/* "AWS/exact", "DS/exact/cue": the flags take the place of the row's policies. */
static int add_alias(struct loading *g, const struct pattern *of_row, struct str alias,
		     const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	struct pattern p = *of_row;
	struct str name;

	str_split(&alias, '/', &name);
	name = str_trim(name);
	while (alias.p != NULL) {
		struct str flag;

		str_split(&alias, '/', &flag);
		if (set_policy(&p, flag, row, err) < 0)
			return -1;
		if (p.context == CONTEXT_SMALL && p.population > FORMER_POPULATION)
			p.population = FORMER_POPULATION;
	}
	p.written = str_equal(name, l->entities[p.entity].name)
			    ? l->entities[p.entity].name
			    : str_copy(&l->arena, name);
	cut(g, name);
	if (!p.weak && !p.negative)
		add_key(g, p.entity);
	if (p.context == CONTEXT_QUESTION)
		return 0;
	if (g->table->kind == NAME_TOPIC)
		return add_topic_form(g, &p, row, err);
	return add_name(g, &p, row, err);
}

/* The alias without its flags. */
static struct str alias_name(struct str alias)
{
	struct str name;

	str_split(&alias, '/', &name);
	return str_trim(name);
}

/* The name is found by its row's policies; one that adds aliases alone has none for it. */
static int add_aliases(struct loading *g, const struct pattern *p, const struct row *row,
		       bool named, struct error *err)
{
	struct str name = g->l->entities[p->entity].name;
	struct str rest = row->fields[COLUMN_ALIASES];
	struct str alias;

	while (rest.n > 0 && str_split(&rest, '|', &alias)) {
		named = named || str_equal(alias_name(alias), name);
		if (add_alias(g, p, alias, row, err) < 0)
			return -1;
	}
	add_id_key(g, p->entity, row->fields[COLUMN_ID]);
	if (!named)
		return add_alias(g, p, name, row, err);
	cut(g, name);
	add_key(g, p->entity);
	return 0;
}

static int read_policies(struct loading *g, struct pattern *p, const struct row *row,
			 struct error *err)
{
	struct str population = row->fields[COLUMN_POPULATION];
	size_t i;

	if (row->fields[COLUMN_CASE].n > 0 &&
	    set_policy(p, row->fields[COLUMN_CASE], row, err) < 0)
		return -1;
	if (row->fields[COLUMN_CONTEXT].n > 0 &&
	    set_policy(p, row->fields[COLUMN_CONTEXT], row, err) < 0)
		return -1;
	p->not_after = read_beside(g, row->fields[COLUMN_NOT_AFTER]);
	p->not_before = read_beside(g, row->fields[COLUMN_NOT_BEFORE]);
	for (i = 0; i < population.n && i < 9; i++) {
		if (population.p[i] < '0' || population.p[i] > '9')
			return fault(row, _("not a number"), population, err);
		p->population = 10 * p->population + (uint32_t)(population.p[i] - '0');
	}
	return 0;
}

static int link_to(struct loading *g, uint32_t child, const struct row *row,
		   struct error *err)
{
	struct lexicon *l = g->l;
	struct str parent = row->fields[COLUMN_PARENT];
	uint32_t number;

	if (g->table->parent != NULL)
		parent = str_of(g->table->parent);
	if (parent.n == 0)
		return 0;
	number = lexicon_find_id(l, g->table->parent_kind, parent);
	if (number == NO_ENTITY || number == child)
		return fault(row, _("no such parent"), parent, err);
	l->entities[child].parent = number;
	l->entities[number].has_children = true;
	return 0;
}

/* Parents that stand in their children's table may stand below them. */
static bool has_own_parents(const struct table *table)
{
	return table->kind == table->parent_kind;
}

/* Whether the row says anything of how the name itself is found. */
static bool has_policies(const struct row *row)
{
	return row->fields[COLUMN_NAME].n > 0 || row->fields[COLUMN_CASE].n > 0 ||
	       row->fields[COLUMN_CONTEXT].n > 0 || row->fields[COLUMN_NOT_AFTER].n > 0 ||
	       row->fields[COLUMN_NOT_BEFORE].n > 0;
}

/* Forms that users add to a topic count as its others do. */
static void inherit_policies(const struct lexicon *l, struct pattern *p)
{
	size_t i;

	for (i = l->topics_patterns; i < l->patterns_count; i++) {
		if (l->patterns[i].entity == p->entity) {
			p->context = l->patterns[i].context;
			return;
		}
	}
}

static int add_entity(struct loading *g, const struct row *row, struct error *err)
{
	struct pattern p = {0};
	bool known;
	bool named;

	if (row_entity(g, row, &p.entity, &known, err) < 0 ||
	    read_policies(g, &p, row, err) < 0)
		return -1;
	if (known && g->table->kind == NAME_TOPIC)
		inherit_policies(g->l, &p);
	if (!has_own_parents(g->table) && link_to(g, p.entity, row, err) < 0)
		return -1;
	named = g->table->kind == NAME_TOPIC || (known && !has_policies(row));
	return add_aliases(g, &p, row, named, err);
}

/* The same for a row of a table read before. */
static int link_parent(struct loading *g, const struct row *row, struct error *err)
{
	uint32_t child = lexicon_find_id(g->l, g->table->kind, row->fields[COLUMN_ID]);

	return link_to(g, child, row, err);
}

/* A chain of parents that comes back to where it began would never end. */
static int check_chain(struct loading *g, const struct row *row, struct error *err)
{
	const struct entity *e = g->l->entities;
	uint32_t at = lexicon_find_id(g->l, g->table->kind, row->fields[COLUMN_ID]);
	size_t steps = 0;

	for (; at != NO_ENTITY; at = e[at].parent) {
		if (++steps > g->l->entities_count)
			return fault(row, _("an entity among its own parents"),
				     row->fields[COLUMN_ID], err);
	}
	return 0;
}

/* ---- trades, protected spans, cues, first names ---- */

static int add_trade(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	uint32_t topic = lexicon_find_id(l, NAME_TOPIC, row->fields[COLUMN_ID]);
	struct str rest = row->fields[COLUMN_ALIASES];
	struct str id;

	if (topic == NO_ENTITY)
		return fault(row, _("no such topic"), row->fields[COLUMN_ID], err);
	while (rest.n > 0 && str_split(&rest, '|', &id)) {
		uint32_t company = lexicon_find_id(l, NAME_COMPANY, str_trim(id));

		if (company == NO_ENTITY)
			return fault(row, _("no such company"), id, err);
		GROW(l->trades, l->trades_count, l->trades_capacity);
		l->trades[l->trades_count++] = (struct trade){company, topic};
	}
	return 0;
}

static int compare_trades(const void *a, const void *b)
{
	const struct trade *x = a;
	const struct trade *y = b;

	if (x->company != y->company)
		return x->company < y->company ? -1 : 1;
	return (x->topic > y->topic) - (x->topic < y->topic);
}

/* Of the same ones, the users' and ours, one counts. */
static void sort_trades(struct lexicon *l)
{
	size_t kept = 1;
	size_t i;

	qsort(l->trades + 1, l->trades_count - 1, sizeof *l->trades, compare_trades);
	for (i = 1; i < l->trades_count; i++) {
		if (kept == 1 || compare_trades(&l->trades[i], &l->trades[kept - 1]) != 0)
			l->trades[kept++] = l->trades[i];
	}
	l->trades_count = kept;
	GROW(l->trades, l->trades_count, l->trades_capacity);
	l->trades[l->trades_count++] = (struct trade){NO_ENTITY, NO_ENTITY};
	l->trade_of = xcalloc(l->entities_count + 1, sizeof *l->trade_of);
	for (i = l->trades_count - 1; i > 0; i--) {
		if (l->trades[i].company != NO_ENTITY)
			l->trade_of[l->trades[i].company] = (uint32_t)i;
	}
}

static int add_protected(struct loading *g, const struct row *row, struct error *err)
{
	struct pattern p = {.entity = NO_ENTITY};

	p.written = str_copy(&g->l->arena, row->fields[COLUMN_NAME]);
	cut(g, p.written);
	return add_name(g, &p, row, err);
}

/* The kinds of cues.tsv: words beside a name, or words of one. */
enum cue_where { CUE_BEFORE, CUE_AFTER, CUE_INSIDE };

static const struct cue_kind {
	const char *name;
	enum cue_where where;
	unsigned value; /* enum cue, enum word_flag */
} cue_kinds[] = {
	{"before", CUE_BEFORE, CUE_LISTED},
	{"buy", CUE_BEFORE, CUE_LISTED | CUE_BUY},
	{"deal", CUE_BEFORE, CUE_LISTED | CUE_DEAL},
	{"role", CUE_BEFORE, CUE_LISTED | CUE_ROLE},
	{"tie", CUE_BEFORE, CUE_LISTED | CUE_TIE},
	{"trade", CUE_BEFORE, CUE_LISTED | CUE_TRADE},
	{"weak", CUE_BEFORE, CUE_LISTED | CUE_WEAK},
	{"what", CUE_BEFORE, CUE_WHAT},
	{"nation", CUE_BEFORE, CUE_NATION},
	{"other", CUE_BEFORE, CUE_OTHER},
	{"after", CUE_AFTER, CUE_LISTED},
	{"action", CUE_AFTER, CUE_ACTION},
	{"hint", CUE_AFTER, CUE_HINT},
	{"verb", CUE_AFTER, CUE_VERB},
	{"head", CUE_INSIDE, WORD_HEAD},
	{"form", CUE_INSIDE, WORD_FORM},
	{"suffix", CUE_INSIDE, WORD_SUFFIX},
	{"never", CUE_INSIDE, WORD_NEVER},
	{"title", CUE_INSIDE, WORD_TITLE},
};

static const struct cue_kind *find_cue_kind(struct str name)
{
	size_t i;

	for (i = 0; i < COUNT(cue_kinds); i++) {
		if (str_is(name, cue_kinds[i].name))
			return &cue_kinds[i];
	}
	return NULL;
}

/* A word of a name. */
static int add_cue_inside(struct loading *g, unsigned flag)
{
	struct lexicon *l = g->l;
	const struct form *form = g->text.tokens[0].form;
	uint32_t number = words_add(&l->folds, form->fold, &l->arena);

	l->folds.items[number - 1].flags |= (uint16_t)flag;
	return 0;
}

/* Words beside a name; path: their numbers in the order of the text. */
static void hang_cue(struct trie *trie, const struct path *path, enum cue_where where,
		     unsigned value)
{
	uint32_t node = TRIE_ROOT;
	size_t i;

	for (i = 0; i < path->count; i++)
		node = trie_add(
			trie, node,
			path->words[where == CUE_BEFORE ? path->count - 1 - i : i]);
	*trie_value(trie, node) |= value;
}

/* The words just cut without their endings, small words left out. */
static void read_endless(struct loading *g, struct path *path)
{
	size_t i;

	path->count = 0;
	for (i = 0; i < g->text.count && path->count < PATTERN_WORDS_MAX; i++) {
		const struct token *t = &g->text.tokens[i];

		if ((t->flags & TOKEN_STACKED) || lexicon_is_small(t->form->exact))
			continue;
		path->words[path->count++] = words_add(
			&g->l->endless, word_without_ending(t->form->fold), &g->l->arena);
	}
}

static int add_cue(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	const struct cue_kind *kind = find_cue_kind(row->fields[COLUMN_KIND]);
	struct path path;
	unsigned value;

	if (kind == NULL)
		return fault(row, _("unknown kind of cue"), row->fields[COLUMN_KIND],
			     err);
	cut(g, row->fields[COLUMN_NAME]);
	if (read_stems(g, &path, row, err) < 0)
		return -1;
	if (kind->where == CUE_INSIDE)
		return add_cue_inside(g, kind->value);
	value = kind->value |
		(g->text.tokens[0].flags & TOKEN_CAPITAL ? CUE_CAPITAL : CUE_ANY_CASE);
	if (kind->value & (CUE_LISTED | CUE_VERB | CUE_WHAT))
		hang_cue(kind->where == CUE_BEFORE ? &l->listed.before : &l->listed.after,
			 &path, kind->where, value);
	if (kind->value != CUE_LISTED && kind->value != CUE_VERB) {
		read_endless(g, &path);
		value |= path.count > 1 ? CUE_PHRASE : 0;
		hang_cue(kind->where == CUE_BEFORE ? &l->unlisted.before
						   : &l->unlisted.after,
			 &path, kind->where, value);
	}
	return 0;
}

static int add_first_name(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;

	(void)err;
	buf_clear(&g->scratch);
	utf8_fold(&g->scratch, row->fields[COLUMN_NAME]);
	l->folds.items[words_add(&l->folds, buf_view(&g->scratch), &l->arena) - 1]
		.flags |= WORD_FIRST_NAME;
	return 0;
}

/* ---- files ---- */

static bool next_line(struct str *rest, struct row *row, struct str *line)
{
	while (str_split(rest, '\n', line)) {
		row->line++;
		if (line->n > 0 && line->p[line->n - 1] == '\r')
			line->n--;
		if (line->n > 0 && line->p[0] != '#')
			return true;
	}
	return false;
}

/* Where the columns of the header go; *count of them. */
static int read_header(struct str line, struct row *row, enum column columns[COLUMNS],
		       size_t *count, struct error *err)
{
	struct str name;
	size_t i;

	for (*count = 0; str_split(&line, '\t', &name); ++*count) {
		for (i = 0; i < COUNT(column_names); i++) {
			if (str_is(name, column_names[i].name))
				break;
		}
		if (i == COUNT(column_names) || *count == COLUMNS)
			return fault(row, _("unknown column"), name, err);
		columns[*count] = column_names[i].column;
	}
	return 0;
}

static int read_row(struct str line, struct row *row, const enum column columns[COLUMNS],
		    size_t count, struct error *err)
{
	struct str rest = line;
	struct str field;
	size_t i;

	memset(row->fields, 0, sizeof row->fields);
	for (i = 0; str_split(&rest, '\t', &field); i++) {
		if (i == count)
			return fault(row, _("too many columns"), line, err);
		row->fields[columns[i]] = str_trim(field);
	}
	return 0;
}

/* Calls visit for each row of the table's text. */
static int each_row(struct loading *g, struct str text, add_row *visit, struct error *err)
{
	struct row row = {.file = g->file};
	enum column columns[COLUMNS];
	size_t count;
	struct str line;

	if (!next_line(&text, &row, &line))
		return 0;
	if (read_header(line, &row, columns, &count, err) < 0)
		return -1;
	while (next_line(&text, &row, &line)) {
		if (read_row(line, &row, columns, count, err) < 0 ||
		    visit(g, &row, err) < 0)
			return -1;
	}
	return 0;
}

static int load_table(struct loading *g, struct str text, struct error *err)
{
	struct row row = {.file = g->file, .line = 1};
	size_t at = utf8_fault(text);
	size_t i;

	for (i = 0; at != SIZE_MAX && i < at; i++)
		row.line += text.p[i] == '\n';
	if (at != SIZE_MAX)
		return fault(&row, _("invalid UTF-8"), (struct str){0}, err);
	if (each_row(g, text, g->table->add, err) < 0)
		return -1;
	if (g->table->kind == NAME_KINDS || !has_own_parents(g->table))
		return 0;
	if (each_row(g, text, link_parent, err) < 0)
		return -1;
	return each_row(g, text, check_chain, err);
}

/* Gives back what the arrays grew beyond their items. */
static void trim(struct lexicon *l)
{
	l->entities_capacity = l->entities_count;
	l->entities = xreallocarray(l->entities, l->entities_count, sizeof *l->entities);
	l->patterns_capacity = l->patterns_count;
	l->patterns = xreallocarray(l->patterns, l->patterns_count, sizeof *l->patterns);
	l->keys.capacity = l->keys.n;
	l->keys.p = xrealloc(l->keys.p, l->keys.n);
	words_trim(&l->ids);
	words_trim(&l->folds);
	words_trim(&l->stems);
}

/* A file as it is, without the mark that spreadsheets begin one with; 0 when a user has none. */
static int read_table(struct loading *g, const char *folder, const char *name,
		      struct buf *path, struct buf *text, struct error *err)
{
	buf_clear(path);
	buf_clear(text);
	buf_printf(path, "%s/%s", folder, name);
	g->file = g->folder ? path->p : name;
	if (paths_read(path->p, text) < 0) {
		if (g->folder != NULL && errno == ENOENT)
			return 0;
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path->p,
				 strerror(errno));
	}
	if (str_starts(buf_view(text), STR("\xEF\xBB\xBF"))) {
		text->n -= 3;
		memmove(text->p, text->p + 3, text->n);
	}
	return 1;
}

/* One table of the base and of all users. */
static int load_tables(struct loading *g, const struct lexicon_folders *folders,
		       uint64_t *hash, struct error *err)
{
	struct buf path = {0};
	struct buf text = {0};
	int rc = 0;
	size_t i;

	for (i = 0; i <= folders->count && rc >= 0; i++) {
		const char *folder = i > 0 ? folders->users[i - 1].p : folders->base.p;

		g->folder = i > 0 ? folder : NULL;
		rc = read_table(g, folder, g->table->file, &path, &text, err);
		if (rc <= 0)
			continue;
		*hash = (*hash << 7 | *hash >> 57) ^ str_hash(buf_view(&text));
		rc = load_table(g, buf_view(&text), err);
	}
	buf_release(&text);
	buf_release(&path);
	return rc < 0 ? -1 : 0;
}

/* Topics are one table: their patterns' numbers follow each other. */
static int load_all(struct loading *g, const struct lexicon_folders *folders,
		    struct error *err)
{
	struct lexicon *l = g->l;
	uint64_t hash = 0;
	size_t i;

	for (i = 0; i < COUNT(tables); i++) {
		size_t patterns = l->patterns_count;

		g->table = &tables[i];
		if (g->table->kind == NAME_TOPIC)
			l->topics_patterns = (uint32_t)patterns;
		if (load_tables(g, folders, &hash, err) < 0)
			return -1;
		if (g->table->kind == NAME_TOPIC)
			l->topics_patterns_count =
				(uint32_t)(l->patterns_count - patterns);
	}
	snprintf(l->version, sizeof l->version, "%016llx", (unsigned long long)hash);
	return 0;
}

/* Whether users may have a table of that name. */
static int check_name(const char *folder, const char *name, struct error *err)
{
	size_t i;

	if (!str_ends(str_of(name), STR(".tsv")) || strcmp(name, "synonyms.tsv") == 0)
		return 0;
	for (i = 0; i < COUNT(tables); i++) {
		if (strcmp(name, tables[i].file) == 0)
			return 0;
	}
	if (strcmp(name, "stems.tsv") == 0)
		return error_set(err, ERROR_FAILED,
				 _("'%s/%s': stems are the program's own; take the file "
				   "out of the folder"),
				 folder, name);
	return error_set(err, ERROR_FAILED,
			 _("no such table: '%s/%s'; names are added in companies.tsv, "
			   "cities.tsv, communes.tsv, topics.tsv, protected.tsv …, see "
			   "veille-index(1)"),
			 folder, name);
}

static int check_folder(const char *folder, struct error *err)
{
	DIR *d = opendir(folder);
	const struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), folder,
				 strerror(errno));
	while (rc == 0 && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] != '.')
			rc = check_name(folder, entry->d_name, err);
	}
	closedir(d);
	return rc;
}

int lexicon_load(struct lexicon *l, const struct lexicon_folders *folders,
		 struct vocabulary *v, struct error *err)
{
	struct loading g = {.l = l, .v = v};
	int rc;
	size_t i;

	for (i = 0; i < folders->count; i++) {
		if (check_folder(folders->users[i].p, err) < 0)
			return -1;
	}
	GROW(l->patterns, l->patterns_count, l->patterns_capacity);
	l->patterns[l->patterns_count++] = (struct pattern){0};
	GROW(l->trades, l->trades_count, l->trades_capacity);
	l->trades[l->trades_count++] = (struct trade){NO_ENTITY, NO_ENTITY};
	g.saint = words_add(&l->folds, STR("saint"), &l->arena);
	g.sainte = words_add(&l->folds, STR("sainte"), &l->arena);
	rc = load_all(&g, folders, err);
	if (rc == 0) {
		sort_trades(l);
		trim(l);
	}
	text_release(&g.text);
	buf_release(&g.scratch);
	return rc;
}

/* ---- synonyms: questions' own, read as they are ---- */

static int check_synonyms(const struct loading *g, struct str text, struct error *err)
{
	struct row row = {.file = g->file};
	struct str line, id;

	if (utf8_fault(text) != SIZE_MAX)
		return fault(&row, _("invalid UTF-8"), (struct str){0}, err);
	if (!next_line(&text, &row, &line))
		return 0;
	if (!str_is(line, "id\tforms"))
		return fault(&row, _("the first line must be id, a tab and forms"), line,
			     err);
	while (next_line(&text, &row, &line)) {
		struct str forms = line;

		str_split(&forms, '\t', &id);
		if (str_trim(id).n == 0 || str_trim(forms).n == 0 ||
		    memchr(forms.p, '\t', forms.n) != NULL)
			return fault(&row, _("not an id, a tab and forms"), line, err);
	}
	return 0;
}

int lexicon_synonyms(const struct lexicon_folders *folders, struct buf *out,
		     struct error *err)
{
	struct loading g = {0};
	struct buf path = {0};
	struct buf text = {0};
	int rc = 0;
	size_t i;

	for (i = 0; i <= folders->count && rc >= 0; i++) {
		const char *folder = i > 0 ? folders->users[i - 1].p : folders->base.p;

		g.folder = i > 0 ? folder : NULL;
		rc = read_table(&g, folder, "synonyms.tsv", &path, &text, err);
		if (rc > 0)
			rc = check_synonyms(&g, buf_view(&text), err);
		if (rc < 0)
			break;
		if (out->n > 0 && out->p[out->n - 1] != '\n')
			buf_char(out, '\n');
		buf_str(out, buf_view(&text));
	}
	buf_release(&text);
	buf_release(&path);
	return rc < 0 ? -1 : 0;
}
