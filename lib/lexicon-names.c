/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of entities: their names and aliases become patterns in tries, with their policies. */
#include "lib/lexicon-load.h"

#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

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
	return row_fault(row, _("unknown policy"), word, err);
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
		return row_fault(row, _("a row without id or name"), id, err);
	for (i = 0; i < id.n && g->folder != NULL; i++) {
		char c = id.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' &&
		    !(c >= 'A' && c <= 'Z'))
			return row_fault(row,
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
		return row_fault(row, _("the list is closed, and has no such id"),
				 row->fields[COLUMN_ID], err);
	if (row->fields[COLUMN_NAME].n == 0)
		return row_fault(row, _("a row without id or name"),
				 row->fields[COLUMN_ID], err);
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
		return row_fault(row, _("an id given twice"), row->fields[COLUMN_ID],
				 err);
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

void names_cut(struct loading *g, struct str name)
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
	names_cut(g, id);
	add_key(g, entity);
}

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
	struct pattern hung = *p;
	uint32_t node = TRIE_ROOT;
	uint32_t *value;
	size_t i;

	hung.bracket = p->written.n > 0 && memchr(p->written.p, '(', p->written.n);
	hung.plus = str_ends(p->written, STR("+"));
	for (i = 0; i < path->count; i++)
		node = trie_add(trie, node, path->words[i]);
	GROW(l->patterns, l->patterns_count, l->patterns_capacity);
	value = trie_value(trie, node);
	if (replace_pattern(l, *value, &hung))
		return;
	hung.next = *value;
	l->patterns[l->patterns_count] = hung;
	*value = (uint32_t)l->patterns_count++;
}

static void mark_start(struct words *words, uint32_t number, const struct pattern *p)
{
	uint16_t *flags = &words->flags[number - 1];

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

int names_add(struct loading *g, struct pattern *p, const struct row *row,
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
			return row_fault(row, _("a name of too many words"), p->written,
					 err);
		if (t->flags & TOKEN_CAPITAL)
			p->capitals |= 1u << path.count;
		path.words[path.count++] = words_add(&l->folds, t->form->fold, &l->arena);
	}
	if (path.count == 0)
		return row_fault(row, _("a name without a word"), p->written, err);
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
int names_stems(struct loading *g, struct path *path, const struct row *row,
		struct error *err)
{
	size_t i;

	path->count = 0;
	for (i = 0; i < g->text.count; i++) {
		const struct token *t = &g->text.tokens[i];

		if ((t->flags & TOKEN_STACKED) || lexicon_is_small(t->form->exact))
			continue;
		if (path->count == PATTERN_WORDS_MAX)
			return row_fault(row, _("a form of too many words"),
					 row->fields[COLUMN_ID], err);
		path->words[path->count++] =
			words_add(&g->l->stems, t->form->stem, &g->l->arena);
	}
	if (path->count == 0)
		return row_fault(row, _("a form without a word"), row->fields[COLUMN_ID],
				 err);
	return 0;
}

static int add_topic_form(struct loading *g, struct pattern *p, const struct row *row,
			  struct error *err)
{
	struct lexicon *l = g->l;
	const struct token *solid;
	struct path path;

	if (names_stems(g, &path, row, err) < 0)
		return -1;
	l->stems.flags[path.words[0] - 1] |= WORD_STARTS;
	hang_pattern(l, &l->topics, &path, p);
	solid = solid_of(&g->text);
	if (solid != NULL) {
		path = (struct path){{words_add(&l->stems, solid->form->stem, &l->arena)},
				     1};
		l->stems.flags[path.words[0] - 1] |= WORD_STARTS;
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
	names_cut(g, name);
	if (!p.weak && !p.negative)
		add_key(g, p.entity);
	if (p.context == CONTEXT_QUESTION)
		return 0;
	if (g->table->kind == NAME_TOPIC)
		return add_topic_form(g, &p, row, err);
	return names_add(g, &p, row, err);
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
	names_cut(g, name);
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
			return row_fault(row, _("not a number"), population, err);
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
		return row_fault(row, _("no such parent"), parent, err);
	l->entities[child].parent = number;
	l->entities[number].has_children = true;
	return 0;
}

/* Parents that stand in their children's table may stand below them. */
bool has_own_parents(const struct table *table)
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

int add_entity(struct loading *g, const struct row *row, struct error *err)
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
int link_parent(struct loading *g, const struct row *row, struct error *err)
{
	uint32_t child = lexicon_find_id(g->l, g->table->kind, row->fields[COLUMN_ID]);

	return link_to(g, child, row, err);
}

/* A chain of parents that comes back to where it began would never end. */
int check_chain(struct loading *g, const struct row *row, struct error *err)
{
	const struct entity *e = g->l->entities;
	uint32_t at = lexicon_find_id(g->l, g->table->kind, row->fields[COLUMN_ID]);
	size_t steps = 0;

	for (; at != NO_ENTITY; at = e[at].parent) {
		if (++steps > g->l->entities_count)
			return row_fault(row, _("an entity among its own parents"),
					 row->fields[COLUMN_ID], err);
	}
	return 0;
}
