/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a question → stems: plain ones, compounds, phrases, prefixes and synonyms. */
#include "query/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"

enum {
	STEMS_PER_WORD = 4, /* a word typed without accents means at most so many stems */
	FORMS_PER_FRONT = 400, /* forms a prefix stands for, the most frequent ones */
	VARIANTS = 4,	       /* readings of a phrase with hyphen compounds */
	WORDS_MAX = 512, /* different words that rank; a whole article may be asked */
	REPEATS_MAX = 8, /* times one word counts */
};

/* ---- stems ---- */

struct stem_set {
	struct str stems[STEMS_PER_WORD];
	uint32_t ids[STEMS_PER_WORD];
	size_t count;
};

static void add_stem(struct stem_set *set, const struct form *f)
{
	for (size_t i = 0; i < set->count; i++) {
		if (set->ids[i] == f->stem_id)
			return;
	}
	if (set->count == STEMS_PER_WORD)
		return;
	set->stems[set->count] = f->stem;
	set->ids[set->count++] = f->stem_id;
}

/* hotellerie, in no article, has the stem that the exception table gives hôtellerie. */
static void add_exceptions(struct compiler *c, const struct form *f, struct stem_set *set)
{
	struct vocabulary *v = index_vocabulary(c->index);
	const struct form *exception;
	size_t at = 0;

	while ((exception = vocabulary_exception(v, f->fold, &at)) != NULL)
		add_stem(set, exception);
}

/*
 * A question typed without any accent may mean the accented forms the index holds: the
 * very word, else, when no article has it, its singular, plural or the like.
 */
static const enum forms_match plain_matches[] = {FORMS_SAME, FORMS_INFLECTED};

static void stems_of(struct compiler *c, const struct form *f, struct stem_set *set)
{
	struct form_count *forms;
	size_t count;

	*set = (struct stem_set){0};
	for (size_t m = 0; m < COUNT(plain_matches) && set->count == 0 && c->plain &&
			   !f->accented && forms_wanted(f->exact);
	     m++) {
		if (index_forms(c->index, f->fold, plain_matches[m], STEMS_PER_WORD,
				&c->plan->arena, &forms, &count, c->err) < 0) {
			c->failed = true;
			return;
		}
		for (size_t i = 0; i < count; i++)
			add_stem(set, vocabulary_form(index_vocabulary(c->index),
						      forms[i].exact));
		if (set->count == 0)
			add_exceptions(c, f, set);
	}
	if (set->count == 0)
		add_stem(set, f);
}

static void fill_slot(struct compiler *c, struct slot *slot, const struct stem_set *set)
{
	struct plan *p = c->plan;
	uint32_t *ids = arena_alloc(&p->arena, set->count * sizeof *ids);

	memcpy(ids, set->ids, set->count * sizeof *ids);
	for (size_t i = 0; i < set->count; i++) {
		GROW(p->stems, p->stems_count, p->stems_capacity);
		p->stems[p->stems_count++] = set->stems[i];
	}
	slot->stems = ids;
	slot->count = set->count;
}

static struct clause *word_clause(struct compiler *c, const struct stem_set *set,
				  uint8_t parts)
{
	struct clause *k = clause_new(c, CLAUSE_WORD);

	k->slots = arena_alloc(&c->plan->arena, sizeof *k->slots);
	k->slots_count = 1;
	k->parts = parts;
	fill_slot(c, k->slots, set);
	return k;
}

/* The terms of stems: bare, or those of titles. */
static struct xc_query *stems_query(struct compiler *c, const struct stem_set *set,
				    uint8_t parts, uint32_t count)
{
	struct xc_query *queries[STEMS_PER_WORD];
	struct buf term = {0};

	for (size_t i = 0; i < set->count; i++) {
		buf_clear(&term);
		if (parts == TITLE_PART)
			buf_text(&term, PREFIX_TITLE);
		buf_str(&term, set->stems[i]);
		queries[i] = query_term(c, buf_view(&term), count);
	}
	buf_release(&term);
	return query_join(c, XC_SYNONYM, queries, set->count);
}

/* ---- ranked words ---- */

static double inverse_frequency(struct compiler *c, double articles)
{
	double all = 0;

	for (size_t i = 0; i < xc_reader_databases(index_reader(c->index)); i++)
		all += xc_reader_count(index_reader(c->index), i);
	if (articles > all)
		articles = all;
	return log(1 + (all - articles + .5) / (articles + .5));
}

static int count_stems(struct compiler *c, const struct stem_set *set, double *articles)
{
	*articles = 0;
	for (size_t i = 0; i < set->count; i++) {
		uint32_t n = 0;

		if (xc_term_fits(set->stems[i]) &&
		    xc_reader_term_count(index_reader(c->index), set->stems[i], &n,
					 c->err) < 0)
			return -1;
		*articles += n;
	}
	return 0;
}

static int count_form(struct compiler *c, const struct form *f, double *articles)
{
	struct form_count *forms;
	size_t count;

	*articles = 0;
	if (!forms_wanted(f->exact))
		return 0;
	if (index_forms(c->index, f->fold, FORMS_SAME, 8, &c->plan->arena, &forms, &count,
			c->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*articles += forms[i].articles;
	return 0;
}

/* Remembers a ranked word; answers it, or the same word met before with its count raised. */
static struct plan_word *add_word(struct compiler *c, const struct form *f,
				  const struct stem_set *set)
{
	struct plan *p = c->plan;
	struct plan_word *w;
	double stems, forms;

	for (size_t i = 0; i < p->words_count; i++) {
		w = &p->words[i];
		if (w->clause->slots[0].stems[0] == set->ids[0]) {
			w->count++;
			return w;
		}
	}
	if (count_stems(c, set, &stems) < 0 || count_form(c, f, &forms) < 0) {
		c->failed = true;
		return NULL;
	}
	GROW(p->words, p->words_count, p->words_capacity);
	w = &p->words[p->words_count++];
	*w = (struct plan_word){.typed = f->exact, .fold_id = f->fold_id, .count = 1};
	w->clause = word_clause(c, set, ALL_PARTS);
	watch_form(&p->watch, f->fold);
	w->idf = inverse_frequency(c, stems);
	w->form_idf = inverse_frequency(c, forms);
	return w;
}

static void warn_of_length(struct compiler *c)
{
	struct buf reason = {0};

	if (c->cut)
		return;
	c->cut = true;
	buf_printf(&reason,
		   _("the question has more than %d words; those behind are left out"),
		   WORDS_MAX);
	question_warn(c->question, 0, 0, buf_view(&reason));
	buf_release(&reason);
}

/* Empty for a word that adds nothing any more. */
static struct part word_part(struct compiler *c, const struct form *f)
{
	const struct plan_word *word;
	struct part part = {0};
	struct stem_set set;

	if (c->plan->words_count == WORDS_MAX || c->excluded == WORDS_MAX) {
		warn_of_length(c);
		return part;
	}
	if (c->excluding || c->filtering) {
		c->excluded++;
		stems_of(c, f, &set);
		part.query = stems_query(c, &set, ALL_PARTS, 1);
		part.clause = word_clause(c, &set, ALL_PARTS);
		return part;
	}
	stems_of(c, f, &set);
	if (c->failed)
		return part;
	word = add_word(c, f, &set);
	if (word == NULL || word->count > REPEATS_MAX)
		return part;
	part.query = stems_query(c, &set, ALL_PARTS, 1);
	part.clause = word_clause(c, &set, ALL_PARTS);
	return part;
}

/* ---- phrases ---- */

/* One reading of a phrase: the forms side by side. */
struct reading_path {
	const struct form **forms;
	size_t count;
};

/*
 * Stacked tokens offer a second way through a phrase: "start-up nation" is start, up,
 * nation or startup, nation. A path is a sequence of tokens, each beginning at the position
 * after the one before.
 */
static uint32_t last_position(const struct text *t, const struct token *token)
{
	uint32_t last = token->position;

	if (!(token->flags & TOKEN_STACKED))
		return last;
	for (size_t i = 0; i < t->count; i++) {
		const struct token *other = &t->tokens[i];

		if (!(other->flags & TOKEN_STACKED) && other->start >= token->start &&
		    other->end <= token->end && other->position > last)
			last = other->position;
	}
	return last;
}

static void follow_path(struct compiler *c, uint32_t position, struct reading_path *path,
			struct reading_path *paths, size_t *count)
{
	bool found = false;

	for (size_t i = 0; i < c->text.count && *count < VARIANTS; i++) {
		const struct token *token = &c->text.tokens[i];

		if (token->position != position)
			continue;
		found = true;
		path->forms[path->count++] = token->form;
		follow_path(c, last_position(&c->text, token) + 1, path, paths, count);
		path->count--;
	}
	if (!found && *count < VARIANTS && path->count > 0) {
		struct reading_path *copy = &paths[(*count)++];

		copy->count = path->count;
		copy->forms =
			arena_alloc(&c->plan->arena, path->count * sizeof *copy->forms);
		memcpy(copy->forms, path->forms, path->count * sizeof *copy->forms);
	}
}

enum { PHRASE_MAX = 200 }; /* words of a phrase that are looked at */

static size_t phrase_paths(struct compiler *c, struct str words,
			   struct reading_path *paths)
{
	const struct form *forms[PHRASE_MAX];
	struct reading_path path = {forms, 0};
	size_t count = 0;

	text_clear(&c->text);
	text_add(&c->text, index_vocabulary(c->index), TEXT_BODY, words);
	for (size_t i = 0; i < c->text.count; i++) {
		if (c->text.tokens[i].position - c->text.tokens[0].position >=
		    PHRASE_MAX - 1) {
			c->text.count = i;
			break;
		}
	}
	if (c->text.count > 0)
		follow_path(c, c->text.tokens[0].position, &path, paths, &count);
	return count;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return s.n > 0 && s.n <= 3;
}

/*
 * All words of the phrase; stop words are left out of the query when others are there, and
 * so is a number at its end, which a copied phrase may have cut: « plus de 20 | 000 ».
 */
static struct part path_part(struct compiler *c, const struct reading_path *path,
			     uint8_t parts, bool exact)
{
	struct xc_query **queries = xreallocarray(NULL, path->count, sizeof *queries);
	struct clause *k = clause_new(c, CLAUSE_PHRASE);
	struct part part = {0};
	bool all_stop = true;
	size_t n = 0;

	for (size_t i = 0; i < path->count; i++)
		all_stop = all_stop && path->forms[i]->stop;
	k->slots = arena_alloc(&c->plan->arena, path->count * sizeof *k->slots);
	k->slots_count = path->count;
	k->parts = parts;
	k->exact = path->count == 1 && !exact;
	for (size_t i = 0; i < path->count; i++) {
		const struct form *f = path->forms[i];
		struct stem_set set = {
			.stems = {f->stem}, .ids = {f->stem_id}, .count = 1};

		if (!exact)
			stems_of(c, f, &set);
		fill_slot(c, &k->slots[i], &set);
		k->slots[i].exact = exact ? f->exact_id : 0;
		watch_form(&c->plan->watch, f->exact);
		if (i > 0 && i + 1 == path->count && is_digits(f->exact))
			k->slots[i].cut = f->exact;
		if (all_stop || (!f->stop && k->slots[i].cut.n == 0))
			queries[n++] = stems_query(c, &set, parts, 1);
	}
	if (n == 0) /* stop words and a number: « plus de 20 » */
		queries[n++] = query_all(c);
	part.query = query_join(c, XC_AND, queries, n);
	part.clause = k;
	free(queries);
	return part;
}

struct part compile_phrase(struct compiler *c, struct str words, uint8_t parts,
			   bool exact)
{
	struct reading_path paths[VARIANTS];
	struct part variants[VARIANTS];
	size_t count = phrase_paths(c, words, paths);

	if (exact && count > 1)
		count = 1; /* an exact phrase is compared as written */
	for (size_t i = 0; i < count; i++) {
		variants[i] = path_part(c, &paths[i], parts, exact);
		if (exact)
			variants[i].clause->verbatim = words;
	}
	return part_join(c, CLAUSE_OR, variants, count);
}

/* ---- prefixes ---- */

/* What was typed before the star as a form: the solid one of start-up*, the last of l'invest*. */
static const struct form *front_form(struct compiler *c, struct str front)
{
	const struct form *form = NULL;

	text_clear(&c->text);
	text_add(&c->text, index_vocabulary(c->index), TEXT_BODY, front);
	for (size_t i = 0; i < c->text.count; i++)
		form = c->text.tokens[i].form;
	return form;
}

struct part compile_front(struct compiler *c, struct str front, uint8_t parts)
{
	struct clause *k = clause_new(c, CLAUSE_FRONT);
	struct vocabulary *v = index_vocabulary(c->index);
	const struct form *f = front_form(c, front);
	struct form_count *forms;
	struct str *terms;
	size_t count, n = 0;
	struct buf term = {0};
	struct part part = {0};

	if (f == NULL)
		return part;
	k->exact = false;
	k->parts = parts;
	k->front_accented = f->accented;
	k->front = f->accented ? f->exact : f->fold;
	watch_front(&c->plan->watch, k->front);
	if (index_forms(c->index, f->fold, FORMS_FRONT, FORMS_PER_FRONT, &c->plan->arena,
			&forms, &count, c->err) < 0) {
		c->failed = true;
		return part;
	}
	terms = arena_alloc(&c->plan->arena, count * sizeof *terms);
	for (size_t i = 0; i < count; i++) {
		size_t j = 0;

		if (k->front_accented && !str_starts(forms[i].exact, k->front))
			continue;
		buf_clear(&term);
		if (parts == TITLE_PART)
			buf_text(&term, PREFIX_TITLE);
		buf_str(&term, vocabulary_form(v, forms[i].exact)->stem);
		while (j < n && !str_equal(terms[j], buf_view(&term)))
			j++;
		if (j == n)
			terms[n++] = str_copy(&c->plan->arena, buf_view(&term));
	}
	part.query = query_terms(c, XC_SYNONYM, terms, n);
	part.clause = k;
	buf_release(&term);
	return part;
}

/* ---- plain words ---- */

/* The stacked form over tokens[at], a hyphen compound's solid form or a host's short name; NULL when none. */
static const struct token *stacked_over(const struct text *t, size_t at)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct token *s = &t->tokens[i];

		if ((s->flags & TOKEN_STACKED) && s->position == t->tokens[at].position &&
		    s->start <= t->tokens[at].start && s->end >= t->tokens[at].end)
			return s;
	}
	return NULL;
}

/*
 * start-up: the solid form, or the parts side by side, as one word: an article that writes
 * it with a hyphen has both and must not gain by it.
 */
static struct part compound_part(struct compiler *c, struct str source,
				 const struct token *solid)
{
	const struct form *form = solid->form;
	struct str words = str_slice(source, solid->start, solid->end);
	struct reading_path paths[VARIANTS];
	struct part parts[2] = {{0}, {0}};
	struct part joined;
	struct text kept = c->text; /* phrase_paths() cuts words of its own */

	c->text = (struct text){0};
	parts[0] = word_part(c, form);
	if (phrase_paths(c, words, paths) > 0)
		parts[1] = path_part(c, &paths[0], ALL_PARTS, false);
	text_release(&c->text);
	c->text = kept;
	joined = part_join(c, CLAUSE_OR, parts, 2);
	joined.query = query_join(
		c, XC_SYNONYM, (struct xc_query *[]){parts[0].query, parts[1].query}, 2);
	return joined;
}

/* The part of tokens[*at], or of the compound it begins; moves *at to the last token taken. */
static void token_parts(struct compiler *c, struct str source, bool keep_stops,
			size_t *at, struct part_list *out)
{
	const struct text *t = &c->text;
	const struct token *token = &t->tokens[*at];
	const struct token *solid = stacked_over(t, *at);

	if (solid != NULL && solid->end > token->end) {
		uint32_t end = solid->end;

		add_part(out, compound_part(c, source, solid));
		while (*at + 1 < t->count && t->tokens[*at + 1].end <= end)
			++*at;
		return;
	}
	if (!token->form->stop || keep_stops)
		add_part(out, word_part(c, token->form));
	if (solid != NULL)
		add_part(out, word_part(c, solid->form));
}

/* ---- synonyms ---- */

#define SYNONYM_SHARE .6 /* of the weight of the words themselves */

/* The words of another member of a group: one word by its stem, several side by side. */
static struct part meant_part(struct compiler *c, struct str text)
{
	struct text kept = c->text; /* compile_phrase cuts words of its own */
	struct part part;

	c->text = (struct text){0};
	part = compile_phrase(c, text, ALL_PARTS, false);
	text_release(&c->text);
	c->text = kept;
	part.query = query_scale(c, SYNONYM_SHARE, part.query);
	return part;
}

static void add_synonym(struct compiler *c, struct str typed, struct str meant,
			struct part typed_part, struct part part)
{
	struct plan *p = c->plan;

	GROW(p->synonyms, p->synonyms_count, p->synonyms_capacity);
	p->synonyms[p->synonyms_count++] = (struct plan_synonym){
		typed, str_copy(&p->arena, meant), typed_part.clause, part.clause};
}

static bool same_words(const struct synonym *a, const struct synonym *b)
{
	return a->count == b->count &&
	       memcmp(a->stems, b->stems, a->count * sizeof *a->stems) == 0;
}

/* Whether the member adds nothing: an earlier one, or a solid form typed, has its stems. */
static bool is_repeated(const struct compiler *c, const struct synonyms *all,
			size_t member, size_t first, size_t end)
{
	const struct synonym *s = &all->items[member];

	for (size_t i = 0; i < member; i++) {
		if (all->items[i].group == s->group && same_words(&all->items[i], s))
			return true;
	}
	/* Stacked tokens come behind the parts they cover. */
	for (size_t i = first; i < c->text.count && s->count == 1; i++) {
		if (c->text.tokens[i].end <= c->text.tokens[end].end &&
		    c->text.tokens[i].form->stem_id == s->stems[0])
			return true;
	}
	return false;
}

/* The words typed, tokens[first] to tokens[end], or any other member of their group. */
static struct part group_part(struct compiler *c, const struct synonyms *all,
			      const struct synonym *found, struct str source,
			      size_t first, size_t end, struct part typed_part)
{
	struct str typed =
		str_slice(source, c->text.tokens[first].start, c->text.tokens[end].end);
	struct part_list parts = {0};
	struct part joined;

	add_part(&parts, typed_part);
	for (size_t i = 0; i < all->count && !c->failed; i++) {
		const struct synonym *s = &all->items[i];
		struct part part;

		/* AI finds IA, but in texts « ai » is mostly a verb. */
		if (s->group != found->group || s->count == 0 || s->exact ||
		    same_words(s, found) || is_repeated(c, all, i, first, end))
			continue;
		part = meant_part(c, s->text);
		add_synonym(c, typed, s->text, typed_part, part);
		add_part(&parts, part);
	}
	joined = part_join(c, CLAUSE_OR, parts.items, parts.count);
	free(parts.items);
	return joined;
}

/* Words of a known group beginning at tokens[*at]; false when there are none. */
static bool synonym_parts(struct compiler *c, struct str source, size_t *at,
			  struct part_list *out)
{
	bool wanted = !c->options->no_synonyms && !c->excluding && !c->quoted;
	struct synonyms *all = wanted ? index_synonyms(c->index, c->err) : NULL;
	const struct synonym *found;
	struct part_list words = {0};
	size_t first = *at;
	size_t tokens, taken = 0;
	size_t end = 0;
	struct part typed;

	if (all == NULL) {
		c->failed = c->failed || wanted;
		return false;
	}
	found = synonyms_find(all, index_vocabulary(c->index), &c->text, *at, source,
			      &tokens);
	/* A stop word may share an acronym's letters: « sa », « ça ». */
	if (found == NULL ||
	    (tokens == 1 && !found->exact && c->text.tokens[first].form->stop))
		return false;
	for (size_t i = first; i < c->text.count && taken < tokens; i++) {
		if (c->text.tokens[i].flags & TOKEN_STACKED)
			continue;
		taken++;
		end = i;
	}
	for (size_t i = first; i <= end && !c->failed; i++) {
		if (!(c->text.tokens[i].flags & TOKEN_STACKED))
			token_parts(c, source, false, &i, &words);
		*at = i;
	}
	typed = part_join(c, CLAUSE_OR, words.items, words.count);
	add_part(out, group_part(c, all, found, source, first, end, typed));
	free(words.items);
	return true;
}

/* Each word of a run of plain text as a part; stop words only when nothing else is there. */
void compile_text(struct compiler *c, struct str words, bool keep_stops,
		  struct part_list *out)
{
	struct text *t = &c->text;

	text_clear(t);
	text_add(t, index_vocabulary(c->index), TEXT_BODY, words);
	for (size_t i = 0; i < t->count && !c->failed; i++) {
		if (!(t->tokens[i].flags & TOKEN_STACKED) &&
		    !synonym_parts(c, words, &i, out))
			token_parts(c, words, keep_stops, &i, out);
	}
}

struct part compile_words(struct compiler *c, struct str text, enum clause_kind kind)
{
	struct part_list words = {0};
	struct part joined;

	compile_text(c, text, false, &words);
	if (words.count == 0)
		compile_text(c, text, true, &words);
	joined = part_join(c, kind, words.items, words.count);
	free(words.items);
	return joined;
}
