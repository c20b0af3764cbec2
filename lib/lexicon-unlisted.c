/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Companies that no lexicon lists. A run of capitalised words is a candidate; the words
 * beside each of its occurrences give evidence (cues.tsv). Enough of it makes a company of
 * the name, wherever it stands in the text.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/lexicon-context.h"
#include "lib/lexicon-cue.h"
#include "lib/record.h"

enum {
	WORDS_MAX = 4,	  /* of a candidate */
	TRADE_REACH = 3,  /* words between « société » and the name */
	BOUGHT_REACH = 8, /* words between « rachat » and « par » */
	SHORT_MIN = 4,	  /* bytes of a short form */
	OFTEN = 3,	  /* times a name stands in a text about it */
	HINTS = 2,	  /* … and does what companies do */
	BUSINESS = 3,	  /* companies' nouns in a text about one */
	LIST_MAX = 8,	  /* items of a list looked at */
	LIST_ENOUGH = 2,  /* companies in it that make one of the rest */
};

/* Kinds of weak evidence: two of them are enough. */
enum sign {
	SIGN_NOUN = 1,
	SIGN_TIE = 2,
	SIGN_NATION = 4,
	SIGN_DESCRIBED = 8,
	SIGN_HINT = 16,
	SIGN_SHAPE = 32,
	SIGN_LIST = 64,
};

/* A run of capitalised words, steps first to last. */
struct run {
	uint32_t first, last;
	uint8_t rule;  /* of its strong evidence, RULE_NONE without */
	uint8_t signs; /* sum of enum sign */
	bool head;     /* "Fonderie de X": an article may stand before it */
	bool article;  /* behind an article: an institution, a thing */
	bool at_place; /* behind « à », « en »: a place */
	bool free;     /* inside a sentence: its capital means something */
};

struct search {
	const struct lexicon *l;
	const struct lane *lane;
	uint8_t *taken;
	size_t begin; /* mentions before are not ours */
	struct run *runs;
	size_t count, capacity;
	uint32_t *persons; /* fold ids of last names */
	size_t persons_count, persons_capacity;
};

static const struct token *token_at(const struct search *s, uint32_t step)
{
	return lane_token(s->lane, step);
}

static unsigned flags_of(const struct search *s, uint32_t step)
{
	const struct form *form = token_at(s, step)->form;
	uint32_t number = lexicon_name_word(s->l, form);

	return number ? s->l->folds.flags[number - 1] : 0;
}

static bool stands_with_next(const struct search *s, uint32_t step)
{
	return step + 1 < s->lane->count && lane_gap(s->lane, step + 1) == GAP_NONE;
}

/* ---- runs ---- */

static struct str between(const struct search *s, uint32_t step)
{
	const struct token *left = token_at(s, step - 1);
	const struct token *right = token_at(s, step);

	return str_slice(s->lane->sources[right->part], left->end, right->start);
}

static bool has_apostrophe(struct str gap)
{
	return memchr(gap.p, '\'', gap.n) || memchr(gap.p, 0xE2, gap.n);
}

/* An elision or a slash, which part names. */
static bool has_sign(struct str gap)
{
	return has_apostrophe(gap) || memchr(gap.p, '/', gap.n);
}

static bool is_capital(const struct search *s, uint32_t step)
{
	const struct token *t = token_at(s, step);

	return (t->flags & TOKEN_CAPITAL) && s->taken[step] == TAKEN_NOT &&
	       t->kind != TOKEN_URL && t->kind != TOKEN_EMAIL && t->kind != TOKEN_TAG;
}

/* "Fonderie de Bretagne": the step of the capital behind « de », or 0. */
static uint32_t behind_of(const struct search *s, uint32_t last)
{
	static const char *const ofs[] = {"de", "du", "des", "la", "l"};
	uint32_t step = last + 1;
	unsigned words = 0;

	for (; words < 2 && step < s->lane->count; step++, words++) {
		const struct token *t = token_at(s, step);

		if (lane_gap(s->lane, step) != GAP_NONE)
			return 0;
		if (t->flags & TOKEN_CAPITAL)
			return words > 0 || has_apostrophe(between(s, step)) ? step : 0;
		if (!IS_IN(ofs, t->form->exact))
			return 0;
	}
	return 0;
}

/* "le directeur général de X Luca Meo": a first name with a capital behind it. */
static bool person_begins(const struct search *s, uint32_t step)
{
	return (flags_of(s, step) & WORD_FIRST_NAME) && stands_with_next(s, step) &&
	       is_capital(s, step + 1);
}

/* "Économie d'Énergie": an elision inside a name. */
static bool is_elided_of(struct str gap)
{
	return str_equal(gap, STR(" d'")) || str_equal(gap, STR(" d’"));
}

/* Whether the run that ends before this step goes on with it. */
static bool goes_on(const struct search *s, uint32_t step)
{
	struct str gap;

	if (step >= s->lane->count || lane_gap(s->lane, step) != GAP_NONE ||
	    !is_capital(s, step) || person_begins(s, step))
		return false;
	gap = between(s, step);
	return is_elided_of(gap) || !has_sign(gap);
}

/* The last step of the run that begins here. */
static uint32_t run_end(const struct search *s, uint32_t first)
{
	uint32_t last = first;
	uint32_t behind;

	while (goes_on(s, last + 1))
		last++;
	behind = flags_of(s, first) & WORD_HEAD ? behind_of(s, last) : 0;
	if (behind && s->taken[behind] != TAKEN_COMPANY) {
		last = behind;
		while (goes_on(s, last + 1))
			last++;
	}
	return last;
}

/* Capitals inside a word that has small letters too: DiaDom, OpenClassrooms. */
static bool is_camel(const struct search *s, uint32_t step)
{
	const struct token *t = token_at(s, step);
	struct str word = str_slice(s->lane->sources[t->part], t->start, t->end);
	bool upper = false;
	bool lower = false;
	size_t i;

	for (i = 1; i < word.n; i++) {
		upper = upper || (word.p[i] >= 'A' && word.p[i] <= 'Z' && lower);
		lower = lower || (word.p[i] >= 'a' && word.p[i] <= 'z');
	}
	return upper;
}

static bool is_surname_shape(const struct search *s, uint32_t step)
{
	const struct token *t = token_at(s, step);
	struct str word = str_slice(s->lane->sources[t->part], t->start, t->end);

	return str_starts(word, STR("Mac")) || str_starts(word, STR("Mc")) ||
	       str_starts(word, STR("De")) || str_starts(word, STR("Le"));
}

static void add_person(struct search *s, uint32_t first, uint32_t last)
{
	for (; first <= last; first++) {
		GROW(s->persons, s->persons_count, s->persons_capacity);
		s->persons[s->persons_count++] = token_at(s, first)->form->fold_id;
	}
}

/* A person's name: what follows its first word is noted. */
static bool is_person_run(struct search *s, uint32_t first, uint32_t last)
{
	if (first < last && (flags_of(s, first) & WORD_FIRST_NAME) &&
	    !is_camel(s, first)) {
		add_person(s, first + 1, last);
		return true;
	}
	if (first > 1 && lane_gap(s->lane, first) == GAP_NONE &&
	    lane_gap(s->lane, first - 1) == GAP_NONE &&
	    str_is(token_at(s, first - 1)->form->exact, "de") &&
	    (token_at(s, first - 2)->flags & TOKEN_CAPITAL) &&
	    (flags_of(s, first - 2) & WORD_FIRST_NAME)) {
		add_person(s, first, last);
		return true;
	}
	if (first > 0 && lane_gap(s->lane, first) == GAP_NONE &&
	    (flags_of(s, first - 1) & WORD_TITLE) && !has_apostrophe(between(s, first))) {
		add_person(s, last, last);
		return true;
	}
	return false;
}

/* A name that the lexicon has, though it is not meant here. */
static bool is_listed(const struct search *s, uint32_t first, uint32_t last)
{
	uint32_t node = TRIE_ROOT;
	uint32_t step;

	for (step = first; step <= last && node; step++) {
		const struct form *form = token_at(s, step)->form;
		uint32_t word = lexicon_name_word(s->l, form);

		node = word ? trie_next(&s->l->names, node, word) : 0;
	}
	return node != 0 && s->l->names.values[node] != 0;
}

static bool can_be_company(const struct search *s, uint32_t first, uint32_t last)
{
	uint32_t step;
	size_t bytes = token_at(s, last)->end - token_at(s, first)->start;

	if (last - first >= WORDS_MAX || bytes < 2 ||
	    (bytes == 2 && !(token_at(s, first)->flags & TOKEN_UPPER)))
		return false;
	if (first == last &&
	    (flags_of(s, first) & (WORD_FIRST_NAME | WORD_SUFFIX | WORD_FORM)))
		return false;
	for (step = first; step <= last; step++) {
		if (flags_of(s, step) & (WORD_NEVER))
			return false;
	}
	return !is_listed(s, first, last);
}

/* Capitals that only begin a sentence, cues and titles are no part of a name. */
static bool opens_nothing(const struct search *s, uint32_t step)
{
	const struct token *t = token_at(s, step);

	if ((t->flags & TOKEN_SENTENCE) && t->form->stop)
		return true;
	return (flags_of(s, step) & WORD_TITLE) ||
	       (stands_with_next(s, step) &&
		(cues_ending_at(&s->l->unlisted, s->lane, step) &
		 (CUE_TRADE | CUE_WEAK | CUE_ROLE | CUE_NATION | CUE_OTHER)) &&
		!(flags_of(s, step) & WORD_HEAD));
}

static bool is_shaped(const struct search *s, uint32_t first, uint32_t last)
{
	uint32_t step;

	for (step = first; step <= last; step++) {
		if (is_camel(s, step) && !is_surname_shape(s, step))
			return true;
	}
	return first < last && ((flags_of(s, last) & (WORD_SUFFIX | WORD_FORM)) ||
				name_is_legal_form(token_at(s, last)->form->fold));
}

static bool has_article(const struct before *b)
{
	static const char *const articles[] = {
		"le",  "la",  "les", "l",   "L",     "un",  "une", "du",  "au",
		"aux", "des", "ce",  "cet", "cette", "son", "sa",  "ses", "leur"};

	return WORD_IS_IN(b, 0, articles);
}

static bool is_at_place(const struct before *b)
{
	static const char *const prepositions[] = {"à",	   "en",   "vers", "depuis",
						   "dans", "sous", "près", "entre"};

	return WORD_IS_IN(b, 0, prepositions);
}

/* Letters, digits, hyphens right beside: the run is part of a longer word. */
static bool is_tied(const struct search *s, uint32_t first, uint32_t last)
{
	static const char ties[] = "-.+_@#0123456789";
	const struct token *left = token_at(s, first);
	const struct token *right = token_at(s, last);
	struct str source = s->lane->sources[left->part];
	char after = right->end < source.n ? source.p[right->end] : ' ';
	char next = right->end + 1 < source.n ? source.p[right->end + 1] : ' ';

	if (left->start > 0 && memchr(ties, source.p[left->start - 1], sizeof ties - 1))
		return true;
	return memchr(ties, after, sizeof ties - 1) && next != ' ' && next != '\n';
}

/* ---- evidence ---- */

/* "la société de biotechnologie X": the noun some words before the name. */
static unsigned trade_before(const struct search *s, uint32_t step)
{
	static const char *const inner[] = {"de", "d",	 "des", "du", "la",
					    "l",  "les", "en",	"a",  "et"};
	unsigned words = 0;

	for (;; step--) {
		const struct token *t = token_at(s, step);
		unsigned cues;

		if ((t->flags & TOKEN_CAPITAL) && !(t->flags & TOKEN_UPPER))
			return 0;
		if (!IS_IN(inner, t->form->fold)) {
			cues = cues_ending_at(&s->l->unlisted, s->lane, step);
			if (cues & (CUE_TRADE | CUE_WEAK | CUE_OTHER))
				return cues;
			if (t->form->stop || ++words > TRADE_REACH)
				return 0;
		}
		if (step == 0 || lane_gap(s->lane, step) != GAP_NONE)
			return 0;
	}
}

/* The noun that the words up to this step end in: « le groupe américain X ». */
static void weigh_noun(const struct search *s, struct run *r, uint32_t step)
{
	unsigned near = cues_ending_at(&s->l->unlisted, s->lane, step);
	unsigned cues = trade_before(s, step);

	if (cues & CUE_OTHER)
		return;
	if (cues & CUE_TRADE)
		r->rule = RULE_CUE_TRADE;
	else if (cues & CUE_WEAK)
		r->signs |= near & CUE_NATION ? SIGN_NOUN | SIGN_NATION : SIGN_NOUN;
}

/* "le rachat de Y par X" */
static bool is_bought_by(const struct search *s, uint32_t first)
{
	uint32_t step = first - 1;
	unsigned words;

	for (words = 0; words < BOUGHT_REACH && step > 0; words++, step--) {
		if (lane_gap(s->lane, step) == GAP_BREAK)
			return false;
		if (words > 0 &&
		    (cues_ending_at(&s->l->unlisted, s->lane, step - 1) & CUE_DEAL))
			return true;
	}
	return false;
}

/* "s'offre X", not « l'offre X » */
static bool offers_itself(const struct search *s, uint32_t step)
{
	static const char *const forms[] = {"offre", "offrent", "offrir", "offrira",
					    "offert"};
	const struct token *t = token_at(s, step);
	struct str source = str_slice(s->lane->sources[t->part], 0, t->start);

	return IS_IN(forms, t->form->exact) &&
	       (str_ends(source, STR(" s'")) || str_ends(source, STR(" s’")));
}

static void weigh_before(const struct search *s, struct run *r, const struct before *b)
{
	static const char *const of[] = {"de", "d"};
	static const char *const likes[] = {"comme", "dont", "telles", "tels"};
	static const char *const the[] = {"le", "la", "l", "L", "du", "au"};
	const struct token *near;
	unsigned cues;
	bool stop;

	if (r->article || r->first == 0 || lane_gap(s->lane, r->first) != GAP_NONE)
		return;
	near = b->count > 0 ? b->tokens[0] : NULL;
	stop = WORD_IS_IN(b, 0, of) || (near && near->form->stop);
	cues = cues_ending_at(&s->l->unlisted, s->lane, r->first - 1);
	if (stop && (cues & CUE_DEAL))
		r->rule = RULE_CUE_DEAL;
	else if (stop && (cues & CUE_ROLE))
		r->rule = RULE_CUE_ROLE;
	else if (stop && (cues & CUE_TIE))
		r->signs |= SIGN_TIE;
	else if (near && IS_IN(likes, near->form->exact) && r->first > 1)
		weigh_noun(s, r, r->first - 2);
	else if (near && str_is(near->form->exact, "par") && is_bought_by(s, r->first))
		r->rule = RULE_CUE_DEAL;
	else if (near && !stop && (cues & CUE_BUY))
		r->rule = RULE_CUE_DEAL;
	else if (near && !stop && (cues & CUE_TIE))
		r->signs |= SIGN_TIE;
	else if (near && offers_itself(s, r->first - 1))
		r->rule = RULE_CUE_DEAL;
	else if (near && !stop && (cues & CUE_NATION) && WORD_IS_IN(b, 1, the))
		r->signs |= SIGN_NATION;
	else if (near && !stop && !(cues & CUE_OTHER))
		weigh_noun(s, r, r->first - 1);
}

/* Auxiliaries and pronouns may stand before the verb. */
static unsigned verb_behind(const struct search *s, uint32_t step)
{
	unsigned others;

	for (others = 0; others < 3 && step < s->lane->count; others++, step++) {
		unsigned cues;

		if (lane_gap(s->lane, step) != GAP_NONE ||
		    has_apostrophe(between(s, step)))
			return 0;
		cues = cues_beginning_at(&s->l->unlisted, s->lane, step);
		if (cues & (CUE_ACTION | CUE_HINT))
			return others > 0 || (cues & CUE_PHRASE) ||
					       !is_participle(token_at(s, step))
				       ? cues
				       : 0;
		if (!token_at(s, step)->form->stop)
			return 0;
	}
	return 0;
}

/* SA, GmbH: written just so behind a name. */
static bool has_legal_form(const struct search *s, const struct run *r)
{
	static const char *const forms[] = {
		"SA", "SAS",  "SASU", "SARL", "Inc", "Corp", "Ltd", "LLC", "Corporation",
		"AG", "GmbH", "KG",   "NV",   "BV",  "SpA",  "Oyj", "ASA", "Limited"};
	const struct token *t = token_at(s, r->last);
	struct str word = str_slice(s->lane->sources[t->part], t->start, t->end);
	const struct token *first = token_at(s, r->first);

	return r->last > r->first && IS_IN(forms, word) &&
	       !(r->last == r->first + 1 && (first->flags & TOKEN_UPPER) &&
		 first->end - first->start > 6);
}

static void weigh_behind(const struct search *s, struct run *r)
{
	uint32_t step = r->last + 1;
	unsigned cues;

	if (has_legal_form(s, r) ||
	    (r->last > r->first && !r->article && (flags_of(s, r->last) & WORD_FORM)) ||
	    r->head)
		r->rule = RULE_CUE_FORM;
	if (step >= s->lane->count || r->article)
		return;
	cues = cues_describing(&s->l->unlisted, s->lane, step);
	if ((cues & CUE_TRADE) && !(cues & CUE_THE) && !r->rule && !r->at_place)
		r->rule = RULE_CUE_APPOSITION;
	else if (cues)
		r->signs |= SIGN_DESCRIBED;
	cues = verb_behind(s, step);
	if ((cues & CUE_ACTION) && !r->rule &&
	    (r->first == r->last || (r->signs & SIGN_SHAPE)))
		r->rule = RULE_CUE_ACTION;
	else if (cues)
		r->signs |= SIGN_HINT;
}

/* "Fonderie de Bretagne" */
static bool is_head(const struct search *s, uint32_t first, uint32_t last)
{
	uint32_t step;

	if (first == last || !(flags_of(s, first) & WORD_HEAD))
		return false;
	for (step = first + 1; step <= last; step++) {
		if (!(token_at(s, step)->flags & TOKEN_CAPITAL) ||
		    has_apostrophe(between(s, step)))
			return true;
	}
	return false;
}

/* "20 Minutes", "Royal de Luxe", "Atelier du fruit": one word of a longer name. */
static bool is_part(const struct search *s, uint32_t first, uint32_t last,
		    const struct before *b)
{
	static const char *const of[] = {"de", "d", "du", "des"};
	uint32_t behind = last + 1;

	if (b->count > 0 && b->tokens[0] && b->tokens[0]->kind == TOKEN_NUM &&
	    b->tokens[0]->form->exact.n != 4) /* a year */
		return true;
	if (WORD_IS_IN(b, 0, of) && b->count > 1 && b->tokens[1] &&
	    (b->tokens[1]->flags & (TOKEN_CAPITAL | TOKEN_UPPER | TOKEN_SENTENCE)) ==
		    TOKEN_CAPITAL &&
	    !cues_ending_at(&s->l->unlisted, s->lane, first - 1))
		return true;
	return first == last && behind + 1 < s->lane->count &&
	       lane_gap(s->lane, behind) == GAP_NONE &&
	       lane_gap(s->lane, behind + 1) == GAP_NONE &&
	       IS_IN(of, token_at(s, behind)->form->exact) &&
	       token_at(s, behind + 1)->kind != TOKEN_NUM &&
	       s->taken[behind + 1] != TAKEN_PLACE;
}

static void note_run(struct search *s, uint32_t first, uint32_t last)
{
	struct stand at = {s->lane, first, last, 0, 0};
	struct before b;
	struct run *r;

	if (is_person_run(s, first, last) || !can_be_company(s, first, last) ||
	    is_tied(s, first, last))
		return;
	if (first > 0 && lane_gap(s->lane, first) == GAP_NONE &&
	    s->taken[first - 1] != TAKEN_NOT && !has_apostrophe(between(s, first)))
		return;
	if (stands_with_next(s, last) && s->taken[last + 1] == TAKEN_COMPANY)
		return;
	before_read(&b, &at);
	if (is_part(s, first, last, &b))
		return;
	GROW(s->runs, s->count, s->capacity);
	r = &s->runs[s->count++];
	*r = (struct run){
		.first = first,
		.last = last,
		.signs = is_shaped(s, first, last) ? SIGN_SHAPE : 0,
		.head = is_head(s, first, last),
		.article = has_article(&b) && !is_head(s, first, last),
		.at_place = is_at_place(&b),
		.free = !(token_at(s, first)->flags & TOKEN_SENTENCE),
	};
	weigh_before(s, r, &b);
	weigh_behind(s, r);
}

static void find_runs(struct search *s)
{
	uint32_t step = 0;

	while (step < s->lane->count) {
		uint32_t last;

		if (!is_capital(s, step) || opens_nothing(s, step)) {
			step++;
			continue;
		}
		last = run_end(s, step);
		note_run(s, step, last);
		step = last + 1;
	}
}

/* ---- lists ---- */

/* The step beyond a comma, « et », « ou » that begins at this one, or NONE. */
static uint32_t over_link(const struct search *s, uint32_t step, int way)
{
	uint32_t left = way > 0 ? step : step - 1;
	const struct token *t;

	if (left + 1 >= s->lane->count || (way < 0 && step == 0))
		return NO_TOKEN;
	if (lane_gap(s->lane, left + 1) == GAP_BRACKET)
		return way > 0 ? left + 1 : left;
	if (lane_gap(s->lane, left + 1) != GAP_NONE)
		return NO_TOKEN;
	t = token_at(s, way > 0 ? left + 1 : left);
	if (!str_is(t->form->exact, "et") && !str_is(t->form->exact, "ou"))
		return NO_TOKEN;
	if (way > 0)
		return left + 2 < s->lane->count &&
				       lane_gap(s->lane, left + 2) == GAP_NONE
			       ? left + 2
			       : NO_TOKEN;
	return left > 0 && lane_gap(s->lane, left) == GAP_NONE ? left - 1 : NO_TOKEN;
}

/* Companies in the list that the run stands in, on one side of it. */
static unsigned listed_companies(const struct search *s, uint32_t step, int way)
{
	unsigned found = 0;
	unsigned items;

	for (items = 0; items < LIST_MAX; items++) {
		step = over_link(s, step, way);
		if (step == NO_TOKEN ||
		    (s->taken[step] != TAKEN_COMPANY && !is_capital(s, step)))
			return found;
		found += s->taken[step] == TAKEN_COMPANY;
		while (way > 0 ? stands_with_next(s, step) &&
					 (is_capital(s, step + 1) ||
					  s->taken[step + 1] == TAKEN_COMPANY)
			       : step > 0 && lane_gap(s->lane, step) == GAP_NONE &&
					 (is_capital(s, step - 1) ||
					  s->taken[step - 1] == TAKEN_COMPANY))
			step = way > 0 ? step + 1 : step - 1;
	}
	return found;
}

static void weigh_list(const struct search *s, struct run *r)
{
	unsigned found =
		listed_companies(s, r->last, 1) + listed_companies(s, r->first, -1);

	if (r->rule || r->article)
		return;
	if (found >= LIST_ENOUGH && (r->first == r->last || (r->signs & SIGN_SHAPE)))
		r->rule = RULE_CUE_LIST;
	else if (found > 0)
		r->signs |= SIGN_LIST;
}

static bool same_run(const struct search *s, const struct run *a, const struct run *b)
{
	uint32_t i;

	if (a->last - a->first != b->last - b->first)
		return false;
	for (i = 0; i <= a->last - a->first; i++) {
		if (token_at(s, a->first + i)->form->fold_id !=
		    token_at(s, b->first + i)->form->fold_id)
			return false;
	}
	return true;
}

static bool is_person_name(const struct search *s, const struct run *r)
{
	uint32_t id = token_at(s, r->last)->form->fold_id;
	size_t i;

	for (i = 0; i < s->persons_count; i++) {
		if (s->persons[i] == id)
			return true;
	}
	return false;
}

static unsigned bits_of(unsigned set)
{
	unsigned n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* "la société", "l'usine": the text is about a company. */
static bool is_business(const struct search *s)
{
	unsigned found = 0;
	uint32_t step;

	for (step = 1; step < s->lane->count && found < BUSINESS; step++) {
		const struct token *t = token_at(s, step);

		if (!(t->flags & TOKEN_CAPITAL) && !t->form->stop &&
		    (cues_ending_at(&s->l->unlisted, s->lane, step) & CUE_TRADE))
			found++;
	}
	return found >= BUSINESS;
}

/* Whether what is said of the name all over the text is enough. */
static bool is_accepted(const struct search *s, size_t of)
{
	const struct run *r = &s->runs[of];
	unsigned strong = 0;
	unsigned against = 0;
	unsigned signs = 0;
	unsigned often = 0;
	unsigned hints = 0;
	unsigned wanted;
	bool seen_free = false;
	size_t i;

	for (i = 0; i < s->count; i++) {
		const struct run *other = &s->runs[i];

		if (!same_run(s, r, other))
			continue;
		strong += other->rule != RULE_NONE;
		against += other->article || other->at_place;
		seen_free = seen_free || other->free;
		often++;
		hints += other->signs & SIGN_HINT ? 1 : 0;
		signs |= other->signs;
	}
	if (is_person_name(s, r) || against > strong + 1 || (against && !strong))
		return false;
	if (!seen_free && r->first == r->last && !(signs & SIGN_SHAPE))
		return false;
	if (strong > 0)
		return true;
	if (often >= OFTEN && hints >= HINTS && !against && is_business(s))
		return true;
	/* Two words are mostly a person, but for « le groupe américain X ». */
	wanted = r->first == r->last || (signs & SIGN_SHAPE) ||
				 (signs & (SIGN_NOUN | SIGN_NATION)) ==
					 (SIGN_NOUN | SIGN_NATION)
			 ? 2
			 : 3;
	if ((signs & SIGN_SHAPE) && (signs & SIGN_DESCRIBED))
		return true;
	return bits_of(signs) >= wanted &&
	       (signs & (SIGN_NOUN | SIGN_TIE | SIGN_NATION)) &&
	       ((signs & SIGN_HINT) ||
		memchr(s->taken, TAKEN_COMPANY, s->lane->count) != NULL);
}

/* ---- names ---- */

static uint32_t add_name(const struct search *s, struct mentions *out,
			 const struct run *r)
{
	struct buf id = {0};
	uint32_t last = r->last;
	uint32_t step;
	size_t i;

	while (last > r->first && name_is_legal_form(token_at(s, last)->form->fold))
		last--;
	buf_char(&id, UNLISTED_MARK);
	for (step = r->first; step <= last; step++) {
		if (step > r->first)
			buf_char(&id, '-');
		buf_str(&id, token_at(s, step)->form->fold);
	}
	for (i = 0; i < out->unlisted_count; i++) {
		if (str_equal(out->unlisted[i].id, buf_view(&id)))
			break;
	}
	if (i == out->unlisted_count) {
		const struct token *t = token_at(s, r->first);

		GROW(out->unlisted, out->unlisted_count, out->unlisted_capacity);
		out->unlisted[out->unlisted_count++] = (struct unlisted){
			str_copy(&out->arena, buf_view(&id)),
			str_copy(&out->arena,
				 str_slice(s->lane->sources[t->part], t->start,
					   token_at(s, last)->end)),
		};
	}
	buf_release(&id);
	return (uint32_t)(lexicon_count(s->l) + i);
}

/* Takes back the places inside a name: Fonderie de Bretagne. */
static void drop_inside(const struct search *s, struct mentions *out, uint32_t first,
			uint32_t last)
{
	const struct token *left = token_at(s, first);
	const struct token *right = token_at(s, last);
	size_t kept = s->begin;
	size_t i;

	for (i = s->begin; i < out->count; i++) {
		const struct mention *m = &out->items[i];

		if (m->part != left->part || m->end <= left->start ||
		    m->start >= right->end)
			out->items[kept++] = *m;
	}
	out->count = kept;
}

static void take_run(const struct search *s, struct mentions *out, uint32_t entity,
		     uint32_t first, uint32_t last, enum rule rule)
{
	if (memchr(s->taken + first, TAKEN_PLACE, last + 1 - first))
		drop_inside(s, out, first, last);
	mentions_push(out, s->lane, entity, first, last, rule);
	memset(s->taken + first, TAKEN_COMPANY, last + 1 - first);
}

/* "Zorvina" of "Zorvina Group", and of no other name: its first words, which are not common. */
static bool is_short_of(const struct search *s, const struct run *r,
			const struct run *name)
{
	uint32_t i;

	if (r->last - r->first >= name->last - name->first || r->article || !r->free ||
	    (flags_of(s, r->last) & (WORD_HEAD | WORD_FORM | WORD_SUFFIX)) ||
	    is_person_name(s, r) ||
	    token_at(s, r->last)->end - token_at(s, r->first)->start < SHORT_MIN)
		return false;
	for (i = 0; i <= r->last - r->first; i++) {
		if (token_at(s, r->first + i)->form->fold_id !=
		    token_at(s, name->first + i)->form->fold_id)
			return false;
	}
	return true;
}

/* The accepted name wherever it stands. */
static void take_name(struct search *s, struct mentions *out, size_t of)
{
	const struct run *name = &s->runs[of];
	uint32_t entity = add_name(s, out, name);
	bool strong = false;
	size_t i;

	for (i = 0; i < s->count; i++)
		strong = strong || (same_run(s, &s->runs[i], name) && s->runs[i].rule);
	for (i = 0; i < s->count; i++) {
		const struct run *r = &s->runs[i];
		enum rule rule = r->rule ? r->rule : RULE_CUE_ECHO;

		if (s->taken[r->first] == TAKEN_COMPANY)
			continue;
		if (!same_run(s, r, name)) {
			if (is_short_of(s, r, name))
				take_run(s, out, entity, r->first, r->last,
					 RULE_CUE_ECHO);
			continue;
		}
		if (!strong && (r->signs & ~SIGN_SHAPE))
			rule = RULE_CUE_SEVERAL;
		take_run(s, out, entity, r->first, r->last, rule);
	}
}

void unlisted_find(const struct lexicon *l, const struct lane *lane, uint8_t *taken,
		   size_t begin, struct mentions *out)
{
	struct search s = {.l = l, .lane = lane, .taken = taken, .begin = begin};
	size_t i;

	find_runs(&s);
	for (i = 0; i < s.count; i++)
		weigh_list(&s, &s.runs[i]);
	for (i = 0; i < s.count; i++) {
		if (s.taken[s.runs[i].first] != TAKEN_COMPANY && is_accepted(&s, i))
			take_name(&s, out, i);
	}
	free(s.persons);
	free(s.runs);
}
