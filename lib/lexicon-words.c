/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of trades, protected spans, cues and first names. */
#include "lib/lexicon-load.h"

#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

int add_trade(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	uint32_t topic = lexicon_find_id(l, NAME_TOPIC, row->fields[COLUMN_ID]);
	struct str rest = row->fields[COLUMN_ALIASES];
	struct str id;

	if (topic == NO_ENTITY)
		return row_fault(row, _("no such topic"), row->fields[COLUMN_ID], err);
	while (rest.n > 0 && str_split(&rest, '|', &id)) {
		uint32_t company = lexicon_find_id(l, NAME_COMPANY, str_trim(id));

		if (company == NO_ENTITY)
			return row_fault(row, _("no such company"), id, err);
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
void sort_trades(struct lexicon *l)
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

int add_protected(struct loading *g, const struct row *row, struct error *err)
{
	struct pattern p = {.entity = NO_ENTITY};

	p.written = str_copy(&g->l->arena, row->fields[COLUMN_NAME]);
	names_cut(g, p.written);
	return names_add(g, &p, row, err);
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

	l->folds.flags[number - 1] |= (uint16_t)flag;
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

int add_cue(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	const struct cue_kind *kind = find_cue_kind(row->fields[COLUMN_KIND]);
	struct path path;
	unsigned value;

	if (kind == NULL)
		return row_fault(row, _("unknown kind of cue"), row->fields[COLUMN_KIND],
				 err);
	names_cut(g, row->fields[COLUMN_NAME]);
	if (names_stems(g, &path, row, err) < 0)
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

int add_first_name(struct loading *g, const struct row *row, struct error *err)
{
	struct lexicon *l = g->l;
	uint32_t number;

	(void)err;
	buf_clear(&g->scratch);
	utf8_fold(&g->scratch, row->fields[COLUMN_NAME]);
	number = words_add(&l->folds, buf_view(&g->scratch), &l->arena);
	l->folds.flags[number - 1] |= WORD_FIRST_NAME;
	return 0;
}
