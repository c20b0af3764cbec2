/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A noisy channel over folded forms: of the forms near a word, the one that is frequent and
 * whose misspelling is likely. Forms lie in blocks by their first letters, so only the
 * blocks of beginnings one slip away from the word's are read.
 */
#include "query/spell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text.h"
#include "lib/utf8.h"
#include "query/index.h"
#include "query/question.h"
#include "query/spell-slips.h"

enum {
	LETTERS_MIN = 4,      /* shorter words are near to everything */
	LETTERS_FAR = 8,      /* words so long may hold two slips */
	ACRONYM_MAX = 5,      /* capitals */
	CORRECTIONS_MAX = 8,  /* words of one question that are looked at */
	ALIAS_WORDS = 4,      /* words of a name */
	SENTENCE_LETTERS = 6, /* a capital begins a sentence or a name: shorter ones stay */
	FAR_ARTICLES = 3,     /* two slips lead to forms that so many articles have */
};

struct speller {
	const struct question *question;
	struct index *index;
	struct spelling *out;
	struct text text; /* of one node */
	bool shouted;	  /* all in capitals, which then tell nothing */
	struct str known[8]; size_t known_count;
	size_t tried;
	struct arena arena; /* of one word */
	struct error *err;
};

/* ---- what the index knows ---- */

/* 1, 0, or -1. */
static int knows_form(struct speller *s, const struct form *f)
{
	struct form_count *forms;
	size_t count = 0;
	uint32_t articles = 0;

	if (xc_term_fits(f->stem) && xc_reader_term_count(index_reader(s->index), f->stem,
							  &articles, s->err) < 0)
		return -1;
	if (articles > 0 || !forms_wanted(f->exact))
		return 1;
	if (index_forms(s->index, f->fold, FORMS_SAME, 1, &s->arena, &forms, &count, s->err) <
	    0)
		return -1;
	return count > 0;
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
		for (size_t last = at; last < s->text.count && last < first + ALIAS_WORDS &&
				       found == 0;
		     last++) {
			if (t[first].start < t[last].end)
				found = is_alias(s, str_slice(source, t[first].start,
							      t[last].end));
		}
	}
	return found;
}

/* ---- candidates ---- */

struct candidate {
	struct str fold;
	struct str exact;	 /* its most frequent spelling */
	uint32_t exact_articles; /* that have it */
	uint32_t articles;	 /* that have the folded form; of several spellings the sum */
	struct slips slips;
};

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

static bool is_near(const struct typed *t, const struct slips *slips)
{
	return slips->count <= (t->word.count < LETTERS_FAR ? 1u : 2u) || slips->same_sound;
}

static void add_candidate(struct speller *s, struct candidates *list, struct str fold,
			  const struct form_count *form, const struct slips *slips)
{
	struct candidate *c = NULL;

	for (size_t i = 0; i < list->count && c == NULL; i++) {
		if (str_equal(list->items[i].fold, fold))
			c = &list->items[i];
	}
	if (c == NULL) {
		GROW(list->items, list->count, list->capacity);
		c = &list->items[list->count++];
		*c = (struct candidate){.fold = str_copy(&s->arena, fold), .slips = *slips};
	}
	c->articles += form->articles;
	if (form->articles > c->exact_articles) {
		c->exact = form->exact;
		c->exact_articles = form->articles;
	}
}

static int read_block(struct speller *s, const struct typed *typed, struct str block,
		      struct candidates *list)
{
	struct form_count *forms;
	struct spelled form;
	struct slips slips;
	struct buf fold = {0};
	size_t count;

	if (forms_read(block, &s->arena, &forms, &count, s->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		buf_clear(&fold);
		utf8_fold(&fold, forms[i].exact);
		if (!spelled_as(&form, buf_view(&fold)) || spelled_apart(&typed->word, &form, 2))
			continue;
		slips_between(typed, &form, &slips);
		if (is_near(typed, &slips))
			add_candidate(s, list, buf_view(&fold), &forms[i], &slips);
	}
	buf_release(&fold);
	return 0;
}

static int read_blocks(struct speller *s, const struct typed *typed,
		       struct candidates *list)
{
	struct xc_reader *reader = index_reader(s->index);
	struct beginnings beginnings;
	struct buf key = {0};
	struct buf block = {0};
	struct str begin;
	int rc = 0;

	beginnings_near(&beginnings, &typed->word);
	while (rc == 0 && beginnings_next(&beginnings, &begin)) {
		buf_clear(&key);
		forms_key(&key, begin);
		for (size_t i = 0; i < xc_reader_databases(reader) && rc == 0; i++) {
			buf_clear(&block);
			rc = xc_reader_metadata(reader, i, buf_view(&key), &block, s->err);
			if (rc == 0 && block.n > 0)
				rc = read_block(s, typed, buf_view(&block), list);
		}
	}
	buf_release(&block);
	buf_release(&key);
	return rc;
}

static double A=.5, L=.5;
static double count_both(struct speller *s, struct str a, struct str b)
{
	struct error e;
	struct xc_query *q[2]={xc_query_term(a,1,&e),xc_query_term(b,1,&e)};
	struct xc_query *both=xc_query_join(XC_AND,q,2,&e);
	struct xc_query *u=xc_query_scale(0,both,&e);
	struct xc_search search={.query=u,.k1=1,.b=0,.k3=1,.min_length=.5,.order=XC_BY_RELEVANCE,.limit=0,.check_at_least=atoi(getenv("CAL")?getenv("CAL"):"1000000")};
	struct xc_hits h={0};
	xc_reader_search(index_reader(s->index),&search,&h,&e);
	double n=h.estimated;
	xc_hits_release(&h);
	xc_query_free(u);xc_query_free(both);xc_query_free(q[0]);xc_query_free(q[1]);
	return n;
}
static double context(struct speller *s, const struct candidate *c)
{
	struct str stem = vocabulary_form(index_vocabulary(s->index), c->exact)->stem;
	uint32_t n, m; double sum=0; double N=0;
	for(size_t i=0;i<xc_reader_databases(index_reader(s->index));i++) N+=xc_reader_count(index_reader(s->index),i);
	xc_reader_term_count(index_reader(s->index),stem,&n,s->err);
	for (size_t i=0;i<s->known_count;i++){
		xc_reader_term_count(index_reader(s->index),s->known[i],&m,s->err);
		double b=count_both(s,stem,s->known[i]);
		sum+=log((b+A)/((double)n*m/N+A));
	}
	return L*sum;
}

/* The most likely one, NULL when none is likely enough. */
static const struct candidate *choose(struct speller *s, const struct candidates *list, bool cautious)
{
	const struct candidate *best = NULL;
	double most = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct candidate *c = &list->items[i];
		double score = log(c->articles) - c->slips.cost;
		if(getenv("LL")){ L=atof(getenv("LL")); A=atof(getenv("AA")); score+=context(s,c);}

		if (c->slips.count > 1 && (cautious || c->articles < FAR_ARTICLES))
			continue;
		if (best == NULL || score > most ||
		    (score == most && str_compare(c->fold, best->fold) < 0)) {
			best = c;
			most = score;
		}
	}
	return best;
}

/* ---- words ---- */

static void add_correction(struct speller *s, uint32_t start, uint32_t end, struct str form)
{
	struct spelling *out = s->out;

	GROW(out->items, out->count, out->capacity);
	out->items[out->count++] = (struct correction){
		str_copy(&out->arena, str_slice(s->question->typed, start, end)),
		str_copy(&out->arena, form), start, end};
}

/* Only a capital inside a sentence tells a name; at its start it tells nothing. */
static bool may_begin(const struct speller *s, const struct token *t, uint32_t start)
{
	struct str front = str_slice(s->question->typed, 0, start);

	if (!(t->flags & TOKEN_SENTENCE))
		return false;
	for (size_t i = 0; i < front.n && t->start == 0; i++) {
		if (utf8_is_letter((unsigned char)front.p[i]) || (front.p[i] & 0x80))
			return false;
	}
	return true;
}

/* The words that are never corrected, by their looks alone. */
static bool looks_right(const struct speller *s, const struct token *t, uint32_t start)
{
	const struct form *f = t->form;

	if (t->kind != TOKEN_WORD || (t->flags & TOKEN_STACKED) || f->stop ||
	    f->fold.n < LETTERS_MIN)
		return true;
	if ((t->flags & TOKEN_UPPER) && f->fold.n <= ACRONYM_MAX)
		return true;
	if (s->shouted || !(t->flags & TOKEN_CAPITAL))
		return false;
	return f->fold.n < SENTENCE_LETTERS || !may_begin(s, t, start);
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

/* `start`: where the node's text begins in the question. */
static int check_word(struct speller *s, struct str source, uint32_t start, size_t at)
{
	const struct token *t = &s->text.tokens[at];
	struct candidates list = {0};
	const struct candidate *best;
	struct typed typed;
	bool capital = (t->flags & TOKEN_CAPITAL) && !s->shouted;
	int known;

	if (looks_right(s, t, start + t->start) || !typed_as(&typed, t->form->fold))
		return 0;
	known = knows_form(s, t->form);
	if (known == 0)
		known = in_known_compound(s, t);
	if (known == 0)
		known = in_alias(s, source, at);
	if (known != 0)
		return known < 0 ? -1 : 0;
	s->tried++;
	if (read_blocks(s, &typed, &list) < 0) {
		free(list.items);
		return -1;
	}
	best = choose(s, &list, capital);
	if (best != NULL)
		add_correction(s, start + t->start, start + t->end, best->exact);
	free(list.items);
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

static int check_node(struct speller *s, const struct node *n)
{
	uint32_t start;

	for (size_t i = 0; i < n->count; i++) {
		if (check_node(s, n->children[i]) < 0)
			return -1;
	}
	if (!holds_words(n) || !find_text(s->question, n, &start))
		return 0;
	text_clear(&s->text);
	text_add(&s->text, index_vocabulary(s->index), TEXT_BODY, n->text);
	for (size_t i = 0; i < s->text.count && s->tried < CORRECTIONS_MAX; i++) {
		if (check_word(s, n->text, start, i) < 0)
			return -1;
		arena_clear(&s->arena);
	}
	return 0;
}

static bool is_shouted(struct str typed)
{
	size_t at = 0;
	uint32_t c;

	while (at < typed.n) {
		at += utf8_decode(typed, at, &c);
		if (utf8_is_letter(c) && !utf8_is_upper(c))
			return false;
	}
	return true;
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
	struct speller s = {.question = q, .index = x, .out = out, .err = err};
	int rc;

	spelling_release(out);
	struct text tt={0}; text_add(&tt,index_vocabulary(x),TEXT_BODY,q->typed);
	for(size_t i=0;i<tt.count&&s.known_count<8;i++){ uint32_t n; const struct token*t=&tt.tokens[i]; if(t->form->stop||(t->flags&TOKEN_STACKED)||t->form->fold.n<2) continue; xc_reader_term_count(index_reader(x),t->form->stem,&n,err); if(n>0) s.known[s.known_count++]=t->form->stem;}
	s.shouted = is_shouted(q->typed);
	rc = check_node(&s, q->root);
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
