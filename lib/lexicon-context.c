/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a name is meant where its words stand: what is beside it decides. */
#include "lib/lexicon-context.h"

#include <string.h>

#include "lib/utf8.h"

enum { WINDOW = 80 }; /* bytes looked at on each side for not_after and not_before */

bool str_is_among(struct str word, const char *const *table, size_t count)
{
	size_t i;

	for (i = 0; i < count && word.n > 0; i++) {
		if (table[i][0] == word.p[0] && str_is(word, table[i]))
			return true;
	}
	return false;
}

bool lexicon_is_small(struct str exact)
{
	static const char *const small[] = {"de", "du",	 "des", "la",
					    "le", "les", "d",	"l"};

	return exact.n <= 3 && IS_IN(small, exact);
}

/* ---- the text on both sides ---- */

struct str stand_source(const struct stand *at)
{
	return at->lane->sources[lane_token(at->lane, at->first)->part];
}

const struct token *stand_first(const struct stand *at)
{
	return lane_token(at->lane, at->first);
}

const struct token *stand_last(const struct stand *at)
{
	return lane_token(at->lane, at->last);
}

/* The token next to the name when nothing but a space, a hyphen or a clitic parts them. */
const struct token *stand_before(const struct stand *at)
{
	if (at->first == 0 || lane_gap(at->lane, at->first) != GAP_NONE)
		return NULL;
	return lane_token(at->lane, at->first - 1);
}

const struct token *stand_behind(const struct stand *at)
{
	if (at->last + 1 == at->lane->count ||
	    lane_gap(at->lane, at->last + 1) != GAP_NONE)
		return NULL;
	return lane_token(at->lane, at->last + 1);
}

/* "d'" follows, which is no token. */
bool stand_elided_behind(const struct stand *at)
{
	struct str rest = str_slice(stand_source(at), stand_last(at)->end, SIZE_MAX);

	return str_starts(rest, STR(" d'")) || str_starts(rest, STR(" d’"));
}

/* The first character behind the name that is no space. */
uint32_t stand_mark_behind(const struct stand *at)
{
	struct str source = stand_source(at);
	size_t i = stand_last(at)->end;
	uint32_t c = 0;
	size_t n;

	while ((n = utf8_decode(source, i, &c)) > 0 && utf8_is_space(c) && c != '\n')
		i += n;
	return n ? c : 0;
}

/* Right behind the name stands another capital: a longer name that the lexicon does not know. */
bool stand_goes_on(const struct stand *at)
{
	const struct token *behind = stand_behind(at);

	return behind && (behind->flags & TOKEN_CAPITAL) &&
	       !(behind->flags & TOKEN_SENTENCE) &&
	       !(stand_last(at)->flags & TOKEN_UPPER);
}

void lexicon_plain(struct buf *out, struct str text)
{
	size_t begin = out->n;
	bool space = false;
	uint32_t c;
	size_t n;
	size_t at;

	for (at = 0; (n = utf8_decode(text, at, &c)) > 0; at += n) {
		char folded[UTF8_MAX];

		if (!utf8_is_letter(c) && !utf8_is_digit(c) && !utf8_is_mark(c)) {
			space = out->n > begin;
			continue;
		}
		if (space)
			buf_char(out, ' ');
		space = false;
		buf_add(out, folded, utf8_fold_of(folded, c));
	}
}

static bool begins_with_word(struct str s, struct str word)
{
	return str_starts(s, word) && (s.n == word.n || s.p[word.n] == ' ');
}

static bool ends_with_word(struct str s, struct str word)
{
	return str_ends(s, word) && (s.n == word.n || s.p[s.n - word.n - 1] == ' ');
}

/* Whether one of these stands right before (the text up to `end`) or behind (from `start` on). */
static bool beside_before(const struct beside *b, struct str source, size_t end)
{
	struct buf plain = {0};
	size_t start = end > WINDOW ? end - WINDOW : 0;
	bool found = false;
	size_t i;

	lexicon_plain(&plain, str_slice(source, start, end));
	for (i = 0; i < b->count && !found; i++)
		found = ends_with_word(buf_view(&plain), b->items[i]);
	buf_release(&plain);
	return found;
}

static bool beside_behind(const struct beside *b, struct str source, size_t start)
{
	struct buf plain = {0};
	bool found = false;
	size_t i;

	lexicon_plain(&plain, str_slice(source, start, start + WINDOW));
	for (i = 0; i < b->count && !found; i++)
		found = begins_with_word(buf_view(&plain), b->items[i]);
	buf_release(&plain);
	return found;
}

static size_t step_back(struct str source, size_t at, uint32_t *c)
{
	size_t i = at - 1;

	while (i > 0 && ((unsigned char)source.p[i] & 0xC0) == 0x80)
		i--;
	if (utf8_decode(source, i, c) == 0)
		*c = 0;
	return i;
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x02BC;
}

static void add_before(struct before *b, struct str word, const struct token *token)
{
	if (b->count < BEFORE_MAX) {
		b->words[b->count] = word;
		b->tokens[b->count++] = token;
	}
}

/* Nothing but "l'" stands between. */
static bool is_elided_article(const struct before *b)
{
	return b->count == 1 && b->tokens[0] == NULL && b->words[0].n == 1 &&
	       (b->words[0].p[0] | 0x20) == 'l';
}

/* Reads the gap between start and end backwards; false when a sign ends the words before. */
static bool read_gap(struct before *b, struct str source, size_t start, size_t end)
{
	size_t at = end;
	uint32_t c;

	while (at > start) {
		size_t sign = at = step_back(source, at, &c);

		if (utf8_is_space(c) && c != '\n')
			continue;
		if (is_quote(c) || c == '-')
			continue;
		if (!is_apostrophe(c)) {
			if (b->count == 0 || is_elided_article(b))
				b->mark = c;
			return false;
		}
		while (at > start && utf8_is_letter((unsigned char)source.p[at - 1]))
			at--;
		add_before(b, str_slice(source, at, sign), NULL);
	}
	return true;
}

void before_read(struct before *b, const struct stand *at)
{
	struct str source = stand_source(at);
	size_t end = stand_first(at)->start;
	uint32_t step = at->first;

	*b = (struct before){0};
	while (b->count < BEFORE_MAX) {
		const struct token *t = step ? lane_token(at->lane, step - 1) : NULL;
		bool same = t && t->part == stand_first(at)->part;

		if (!read_gap(b, source, same ? t->end : 0, end) || !same)
			return;
		add_before(b, t->form->exact, t);
		end = t->start;
		step--;
	}
}

bool before_is_among(const struct before *b, size_t i, const char *const *table,
		     size_t count)
{
	return i < b->count && str_is_among(b->words[i], table, count);
}

/* ---- persons ---- */

bool is_first_name(const struct lexicon *l, const struct form *form)
{
	uint32_t number = lexicon_name_word(l, form);

	return number != 0 && (l->folds.flags[number - 1] & WORD_FIRST_NAME);
}

/* "Henri Poupart-Lafarge" */
static bool is_second_surname(const struct lexicon *l, const struct stand *at)
{
	const struct token *first = stand_first(at);
	struct stand surname = {at->lane, at->first - 1, at->first - 1, 0, 0};
	const struct token *name;

	if (at->first < 2 || first->start == 0 ||
	    stand_source(at).p[first->start - 1] != '-')
		return false;
	name = stand_before(&surname);
	return name && (name->flags & TOKEN_CAPITAL) && is_first_name(l, name->form);
}

/* The token before, unless « d' » or « l' » stands between. */
static const struct token *before_directly(const struct stand *at)
{
	const struct token *before = stand_before(at);
	char c = stand_first(at)->start ? stand_source(at).p[stand_first(at)->start - 1]
					: ' ';

	return before && (c == ' ' || c == '-' || before->end == stand_first(at)->start)
		       ? before
		       : NULL;
}

/* "Nancy Pelosi" is one too. */
bool stand_is_person(const struct lexicon *l, const struct stand *at)
{
	static const char *const titles[] = {"m",  "mm", "mme", "mmes", "mlle",
					     "dr", "pr", "me",	"mgr",	"sir"};
	static const char *const offices[] = {
		"president",  "presidente", "ministre",	 "senateur",   "senatrice",
		"depute",     "deputee",    "general",	 "colonel",    "amiral",
		"marechal",   "juge",	    "pape",	 "roi",	       "reine",
		"prince",     "princesse",  "docteur",	 "professeur", "capitaine",
		"lieutenant", "chanteur",   "chanteuse", "acteur",     "actrice",
		"ecrivain",   "romancier",  "gouverneur"};
	const struct token *before = stand_before(at);
	const struct token *office = before_directly(at);
	const struct token *behind = stand_behind(at);

	if (at->first != at->last)
		return false;
	if (before && (before->flags & TOKEN_CAPITAL) &&
	    (is_first_name(l, before->form) || IS_IN(titles, before->form->fold)))
		return true;
	if (is_second_surname(l, at) || (office && IS_IN(offices, office->form->fold)))
		return true;
	return behind && (behind->flags & TOKEN_CAPITAL) &&
	       !(behind->flags & TOKEN_JOINED) &&
	       is_first_name(l, stand_first(at)->form) &&
	       !(stand_first(at)->flags & TOKEN_UPPER);
}

enum verdict context_verdict(const struct lexicon *l, const struct pattern *p,
			     const struct stand *at)
{
	bool company =
		p->entity != NO_ENTITY && l->entities[p->entity].kind == NAME_COMPANY;

	if (p->not_after != NULL &&
	    beside_before(p->not_after, stand_source(at), stand_first(at)->start) &&
	    !(company && company_is_cued(l, at)))
		return VERDICT_NO;
	if (p->not_before != NULL &&
	    beside_behind(p->not_before, stand_source(at), stand_last(at)->end))
		return VERDICT_NO;
	if (p->entity == NO_ENTITY)
		return VERDICT_YES;
	if (stand_is_person(l, at))
		return VERDICT_NO;
	if (!company)
		return place_verdict(l, p, at);
	if (p->context == CONTEXT_FREE && !p->contracted)
		return company_is_part(l, at) ? VERDICT_NO : VERDICT_YES;
	return company_verdict(l, p, at);
}
