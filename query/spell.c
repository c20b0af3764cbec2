/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/spell.h"

#include <stdlib.h>

#include "lib/text.h"
#include "lib/utf8.h"
#include "query/question.h"
#include "query/spell-forms.h"

enum {
	LETTERS_MIN = 4,      /* shorter words are near to everything */
	ACRONYM_MAX = 5,      /* capitals */
	SUSPECTS_MAX = 8,     /* words of one question that may be corrected */
	WORDS_MAX = 100,      /* that are looked at */
	ALIAS_WORDS = 4,      /* words of a name */
	SENTENCE_LETTERS = 6, /* of a capitalised word that may be corrected */
};

/* A word that no article has. */
struct suspect {
	const struct form *form;
	uint32_t start, end; /* bytes of the question */
	bool capital;	     /* at the start of a sentence, or it were a name */
	bool inflects;	     /* of a known stem: it may well be right */
};

struct speller {
	const struct question *question;
	struct index *index;
	struct text text; /* of one node */
	bool shouted;	  /* all in capitals, which then tell nothing */
	bool sentence;	  /* not a mere name */
	struct suspect suspects[SUSPECTS_MAX];
	size_t suspects_count;
	const struct form *context[SPELL_CONTEXT_MAX]; /* other words */
	size_t context_count;
	size_t words;	    /* looked at */
	struct arena arena; /* of one word */
	struct error *err;
};

/* ---- what the index knows ---- */

enum knowledge {
	UNKNOWN,
	STEM_KNOWN, /* articles have other forms of it */
	KNOWN,
};

/* Some article has the form, accents aside. */
static int knows_form(struct speller *s, const struct form *f)
{
	struct spelled word;
	struct form_count *forms;
	size_t count;

	if (!spelled_as(&word, f->exact))
		return 1; /* nothing that could be corrected */
	if (index_forms(s->index, f->fold, FORMS_SAME, 1, &s->arena, &forms, &count,
			s->err) < 0)
		return -1;
	return count > 0;
}

/* Some article has another form of it; typed without accents it may have lost some. */
static int knows_stem(struct speller *s, const struct form *f)
{
	struct form_count *forms;
	size_t count = 0;
	uint32_t articles = 0;

	if (xc_term_fits(f->stem) &&
	    xc_reader_term_count(index_reader(s->index), f->stem, &articles, s->err) < 0)
		return -1;
	if (articles == 0 && !f->accented &&
	    index_forms(s->index, f->fold, FORMS_INFLECTED, 1, &s->arena, &forms, &count,
			s->err) < 0)
		return -1;
	return articles > 0 || count > 0;
}

/* A word of a synonym is right, and others are searched for it. */
static int is_synonym(struct speller *s, const struct form *f)
{
	struct synonyms *synonyms = index_synonyms(s->index, s->err);

	if (synonyms == NULL)
		return -1;
	return synonyms_have(synonyms, index_vocabulary(s->index), f->stem_id);
}

static int is_alias(struct speller *s, struct str name)
{
	struct str *ids;
	int found = 0;

	for (int kind = 0; kind < NAME_KINDS && found == 0; kind++)
		found = index_alias(s->index, (enum name_kind)kind, name, &s->arena, &ids,
				    s->err);
	return found < 0 ? -1 : found > 0;
}

/* Some words side by side, this one among them, are a name: le creusot. */
static int in_alias(struct speller *s, struct str source, size_t at)
{
	const struct token *t = s->text.tokens;
	size_t first = at < ALIAS_WORDS ? 0 : at - (ALIAS_WORDS - 1);
	int found = 0;

	for (; first <= at && found == 0; first++) {
		for (size_t last = at;
		     last < s->text.count && last < first + ALIAS_WORDS && found == 0;
		     last++) {
			if (t[first].start < t[last].end)
				found = is_alias(s, str_slice(source, t[first].start,
							      t[last].end));
		}
	}
	return found;
}

/* ---- words ---- */

/* Nothing but blanks, signs and brackets stands before; what is quoted begins no sentence. */
static bool begins_question(const struct speller *s, uint32_t start)
{
	struct str typed = s->question->typed;
	uint32_t c;

	for (size_t at = 0; at < start;) {
		at += utf8_decode(typed, at, &c);
		if (!utf8_is_space(c) && c != '(' && c != '+' && c != '-')
			return false;
	}
	return true;
}

/* Whether the capital is there because a sentence begins, and so tells nothing. */
static bool begins_sentence(const struct speller *s, const struct token *t,
			    uint32_t start)
{
	return s->sentence && (t->flags & TOKEN_SENTENCE) &&
	       (t->start > 0 || begins_question(s, start));
}

/* The misspelt name of a field: that and what it may mean have been told. */
static bool is_field_name(const struct question *q, struct str name, uint32_t start)
{
	for (size_t i = 0; i < q->warnings_count; i++) {
		if (start >= q->warnings[i].start && start < q->warnings[i].end)
			return field_nearest(name) != NULL;
	}
	return false;
}

/* The words that are never corrected, by their looks alone. */
static bool looks_right(const struct speller *s, const struct token *t, uint32_t start)
{
	const struct form *f = t->form;

	if (t->kind != TOKEN_WORD || (t->flags & TOKEN_STACKED) || f->stop ||
	    f->fold.n < LETTERS_MIN || is_field_name(s->question, f->fold, start))
		return true;
	if ((t->flags & TOKEN_UPPER) && f->fold.n <= ACRONYM_MAX)
		return true;
	if (s->shouted || !(t->flags & TOKEN_CAPITAL))
		return false;
	return f->fold.n < SENTENCE_LETTERS || !begins_sentence(s, t, start);
}

/* The parts of start-up are known when the solid form is. */
static int in_known_compound(struct speller *s, const struct token *t)
{
	int known = 0;

	for (size_t i = 0; i < s->text.count && known == 0; i++) {
		const struct token *other = &s->text.tokens[i];

		if ((other->flags & TOKEN_STACKED) && other->start <= t->start &&
		    other->end >= t->end)
			known = knows_form(s, other->form);
	}
	return known;
}

/* An enum knowledge, or -1. */
static int knows_word(struct speller *s, struct str source, size_t at)
{
	const struct token *t = &s->text.tokens[at];
	int known = knows_form(s, t->form);

	if (known == 0)
		known = in_known_compound(s, t);
	if (known == 0)
		known = is_synonym(s, t->form);
	if (known == 0)
		known = in_alias(s, source, at);
	if (known != 0)
		return known < 0 ? -1 : KNOWN;
	return knows_stem(s, t->form); /* 0 is UNKNOWN, 1 STEM_KNOWN */
}

/* Is the word a suspect, or does it tell what the suspects may be? */
static int sort_word(struct speller *s, struct str source, uint32_t start, size_t at)
{
	const struct token *t = &s->text.tokens[at];
	int known = KNOWN;

	if (!looks_right(s, t, start + t->start) && s->words++ < WORDS_MAX)
		known = knows_word(s, source, at);
	if (known < 0)
		return -1;
	if (known != KNOWN && s->suspects_count < SUSPECTS_MAX)
		s->suspects[s->suspects_count++] = (struct suspect){
			t->form, start + t->start, start + t->end,
			(t->flags & TOKEN_CAPITAL) && !s->shouted, known == STEM_KNOWN};
	else if (known == KNOWN && !t->form->stop && !(t->flags & TOKEN_STACKED) &&
		 s->context_count < SPELL_CONTEXT_MAX)
		s->context[s->context_count++] = t->form;
	return 0;
}

/* ---- the question ---- */

/*
 * Where the node's text stands in the question: the same bytes, but for signs that turned
 * out to be no grammar, which are blank in the text.
 */
static bool find_text(const struct question *q, const struct node *n, uint32_t *start)
{
	for (uint32_t at = n->start; at + n->text.n <= n->end; at++) {
		size_t i = 0;

		while (i < n->text.n &&
		       (n->text.p[i] == q->typed.p[at + i] || n->text.p[i] == ' '))
			i++;
		if (i == n->text.n) {
			*start = at;
			return true;
		}
	}
	return false;
}

static bool holds_words(const struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
	case NODE_PHRASE:
	case NODE_EXACT:
		return n->text.n > 0;
	case NODE_FIELD:
		return n->field->kind == FIELD_TITLE && n->text.n > 0 &&
		       n->text.p[n->text.n - 1] != '*';
	default:
		return false;
	}
}

static int sort_words(struct speller *s, const struct node *n)
{
	uint32_t start;

	for (size_t i = 0; i < n->count; i++) {
		if (sort_words(s, n->children[i]) < 0)
			return -1;
	}
	if (!holds_words(n) || !find_text(s->question, n, &start))
		return 0;
	text_clear(&s->text);
	text_add(&s->text, index_vocabulary(s->index), TEXT_BODY, n->text);
	for (size_t i = 0; i < s->text.count && s->suspects_count < SUSPECTS_MAX; i++) {
		if (sort_word(s, n->text, start, i) < 0)
			return -1;
		arena_clear(&s->arena);
	}
	return 0;
}

/*
 * One or two words in capitals are no sentence but a name: « Qonto », « Clément Delangue ».
 */
static void look_at_capitals(struct speller *s)
{
	struct str typed = s->question->typed;
	bool inside = false; /* of a word */
	size_t words = 0;
	uint32_t c;

	s->shouted = true;
	for (size_t at = 0; at < typed.n;) {
		bool letter;

		at += utf8_decode(typed, at, &c);
		letter = utf8_is_letter(c);
		if (letter && !utf8_is_upper(c))
			s->shouted = false;
		if (letter && !inside && (!utf8_is_upper(c) || ++words > 2))
			s->sentence = true;
		inside = letter;
	}
}

static int correct(struct speller *s, const struct suspect *suspect, struct spelling *out)
{
	struct mistyped m = {.accents = count_accents(suspect->form->exact),
			     .cautious = suspect->capital,
			     .inflects = suspect->inflects,
			     .context = s->context,
			     .context_count = s->context_count};
	struct str form;

	if (!typed_as(&m.typed, suspect->form->exact))
		return 0;
	if (likely_form(s->index, &m, &s->arena, &form, s->err) < 0)
		return -1;
	if (form.n > 0) {
		GROW(out->items, out->count, out->capacity);
		out->items[out->count++] = (struct correction){
			str_copy(&out->arena, str_slice(s->question->typed,
							suspect->start, suspect->end)),
			str_copy(&out->arena, form), suspect->start, suspect->end};
	}
	arena_clear(&s->arena);
	return 0;
}

static int by_start(const void *a, const void *b)
{
	const struct correction *x = a;
	const struct correction *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* The words are replaced where they stand; quotes, fields and operators stay. */
static void correct_question(struct spelling *s, struct str typed)
{
	struct buf corrected = {0};
	size_t at = 0;

	if (s->count == 0)
		return;
	qsort(s->items, s->count, sizeof *s->items, by_start);
	for (size_t i = 0; i < s->count; i++) {
		buf_str(&corrected, str_slice(typed, at, s->items[i].start));
		buf_str(&corrected, s->items[i].correction);
		at = s->items[i].end;
	}
	buf_str(&corrected, str_slice(typed, at, typed.n));
	s->question = str_copy(&s->arena, buf_view(&corrected));
	buf_release(&corrected);
}

int spelling_check(const struct question *q, struct index *x, struct spelling *out,
		   struct error *err)
{
	struct speller s = {.question = q, .index = x, .err = err};
	int rc;

	spelling_release(out);
	look_at_capitals(&s);
	rc = sort_words(&s, q->root);
	for (size_t i = 0; i < s.suspects_count && rc == 0; i++)
		rc = correct(&s, &s.suspects[i], out);
	correct_question(out, q->typed);
	text_release(&s.text);
	arena_release(&s.arena);
	return rc;
}

void spelling_release(struct spelling *s)
{
	free(s->items);
	arena_release(&s->arena);
	*s = (struct spelling){0};
}
