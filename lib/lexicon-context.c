/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a name is meant where its words stand: what is beside it decides. */
#include "lib/lexicon-parts.h"

#include <string.h>

#include "lib/utf8.h"

enum {
	WINDOW = 80,	  /* bytes looked at on each side for not_after and not_before */
	BEFORE_MAX = 4,	  /* words before a place that matter */
	CUE_DISTANCE = 2, /* other words between a cue and its name */
};

static bool is_in(const char *const *table, size_t count, struct str word)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (str_is(word, table[i]))
			return true;
	}
	return false;
}

#define IS_IN(table, word) is_in((table), COUNT(table), (word))

bool lexicon_is_small(struct str exact)
{
	static const char *const small[] = {"de", "du",	 "des", "la",
					    "le", "les", "d",	"l"};

	return exact.n <= 3 && IS_IN(small, exact);
}

/* ---- the text on both sides ---- */

static struct str source_of(const struct stand *at)
{
	return at->lane->sources[lane_token(at->lane, at->first)->part];
}

static const struct token *first_token(const struct stand *at)
{
	return lane_token(at->lane, at->first);
}

static const struct token *last_token(const struct stand *at)
{
	return lane_token(at->lane, at->last);
}

/* The token next to the name when nothing but a space, a hyphen or a clitic parts them. */
static const struct token *token_before(const struct stand *at)
{
	if (at->first == 0 || lane_gap(at->lane, at->first) != GAP_NONE)
		return NULL;
	return lane_token(at->lane, at->first - 1);
}

static const struct token *token_behind(const struct stand *at)
{
	if (at->last + 1 == at->lane->count ||
	    lane_gap(at->lane, at->last + 1) != GAP_NONE)
		return NULL;
	return lane_token(at->lane, at->last + 1);
}

/* "d'" follows, which is no token. */
static bool elided_behind(const struct stand *at)
{
	struct str rest = str_slice(source_of(at), last_token(at)->end, SIZE_MAX);

	return str_starts(rest, STR(" d'")) || str_starts(rest, STR(" d’"));
}

/* The first character behind the name that is no space. */
static uint32_t mark_behind(const struct stand *at)
{
	struct str source = source_of(at);
	size_t i = last_token(at)->end;
	uint32_t c = 0;
	size_t n;

	while ((n = utf8_decode(source, i, &c)) > 0 && utf8_is_space(c) && c != '\n')
		i += n;
	return n ? c : 0;
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
static bool stands_before(const struct beside *b, struct str source, size_t end)
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

static bool stands_behind(const struct beside *b, struct str source, size_t start)
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

/* Words before a name, the nearest first: exact forms and elided clitics. */
struct before {
	struct str words[BEFORE_MAX];
	const struct token *tokens[BEFORE_MAX]; /* NULL for a clitic */
	size_t count;
	uint32_t mark; /* the sign right before the name, quotes aside; 0: none */
};

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
			if (b->count == 0)
				b->mark = c;
			return false;
		}
		while (at > start && utf8_is_letter((unsigned char)source.p[at - 1]))
			at--;
		add_before(b, str_slice(source, at, sign), NULL);
	}
	return true;
}

static void read_before(struct before *b, const struct stand *at)
{
	struct str source = source_of(at);
	size_t end = first_token(at)->start;
	uint32_t step = at->first;

	*b = (struct before){0};
	while (b->count < BEFORE_MAX) {
		const struct token *t = step ? lane_token(at->lane, step - 1) : NULL;
		bool same = t && t->part == first_token(at)->part;

		if (!read_gap(b, source, same ? t->end : 0, end) || !same)
			return;
		add_before(b, t->form->exact, t);
		end = t->start;
		step--;
	}
}

static bool word_is_in(const struct before *b, size_t i, const char *const *table,
		       size_t count)
{
	return i < b->count && is_in(table, count, b->words[i]);
}

#define WORD_IS_IN(b, i, table) word_is_in((b), (i), (table), COUNT(table))

static const char *const of[] = {"de", "d", "D"};
static const char *const of_the[] = {"de", "d", "D", "du", "des"};

/* ---- persons ---- */

static bool is_first_name(const struct lexicon *l, const struct form *form)
{
	uint32_t number = words_find(&l->folds, form->fold, form->fold_hash);

	return number != 0 && (l->folds.items[number - 1].flags & WORD_FIRST_NAME);
}

/* "Vincent Bolloré", "M. Leclerc", "Nancy Pelosi": a name of one word that belongs to a person. */
static bool is_person(const struct lexicon *l, const struct stand *at)
{
	static const char *const titles[] = {"m",  "mm", "mme", "mmes", "mlle",
					     "dr", "pr", "me",	"mgr",	"sir"};
	const struct token *before = token_before(at);
	const struct token *behind = token_behind(at);

	if (at->first != at->last)
		return false;
	if (before && (before->flags & TOKEN_CAPITAL) &&
	    (is_first_name(l, before->form) || IS_IN(titles, before->form->fold)))
		return true;
	return behind && (behind->flags & TOKEN_CAPITAL) &&
	       !(behind->flags & TOKEN_JOINED) &&
	       is_first_name(l, first_token(at)->form) &&
	       !(first_token(at)->flags & TOKEN_UPPER);
}

/* ---- companies: words of business beside the name ---- */

static uint32_t next_stem(const struct lexicon *l, const struct trie *trie, uint32_t node,
			  const struct form *form)
{
	uint32_t word = words_find(&l->stems, form->stem, form->stem_hash);

	return word ? trie_next(trie, node, word) : 0;
}

/* Whether a cue ends at this step and runs back from it; small words are seen through. */
static bool cue_ends_at(const struct lexicon *l, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;

	for (;;) {
		const struct token *t = lane_token(lane, step);

		if (!lexicon_is_small(t->form->exact)) {
			node = next_stem(l, &l->cues_before, node, t->form);
			if (node == 0)
				return false;
			if (l->cues_before.values[node])
				return true;
		}
		if (step == 0 || lane_gap(lane, step) != GAP_NONE)
			return false;
		step--;
	}
}

/*
 * "l'opérateur historique Orange": words may stand between, unless the name depends on one of
 * them: "auprès du parquet de Gap".
 */
static bool has_cue_before(const struct lexicon *l, const struct stand *at,
			   const struct before *b)
{
	unsigned distance = WORD_IS_IN(b, 0, of_the) ? 0 : CUE_DISTANCE;
	uint32_t step = at->first;
	unsigned others = 0;

	while (others <= distance && step > 0 && lane_gap(at->lane, step) == GAP_NONE) {
		const struct token *t = lane_token(at->lane, --step);

		if (lexicon_is_small(t->form->exact))
			continue;
		if (cue_ends_at(l, at->lane, step))
			return true;
		if (t->flags & TOKEN_CAPITAL)
			return false;
		others++;
	}
	return false;
}

/* Whether a cue begins at this step. */
static bool cue_begins_at(const struct lexicon *l, const struct lane *lane, uint32_t step)
{
	uint32_t node = TRIE_ROOT;
	bool capital = true;

	for (; step < lane->count && lane_gap(lane, step) == GAP_NONE; step++) {
		const struct token *t = lane_token(lane, step);

		if (node != TRIE_ROOT && lexicon_is_small(t->form->exact))
			continue;
		node = next_stem(l, &l->cues_after, node, t->form);
		if (node == 0)
			return false;
		capital = capital && (t->flags & TOKEN_CAPITAL);
		if (l->cues_after.values[node] == CUE_ANY_CASE ||
		    (l->cues_after.values[node] == CUE_CAPITAL && capital))
			return true;
	}
	return false;
}

/* Auxiliaries, pronouns, adverbs may stand between: "Free a ainsi annoncé". */
static bool has_cue_behind(const struct lexicon *l, const struct stand *at)
{
	uint32_t step = at->last + 1;
	unsigned others = 0;

	for (; others <= CUE_DISTANCE && step < at->lane->count; step++, others++) {
		if (lane_gap(at->lane, step) != GAP_NONE)
			return false;
		if (cue_begins_at(l, at->lane, step))
			return true;
		if (!lane_token(at->lane, step)->form->stop)
			return false;
	}
	return false;
}

/* Right behind the name stands another capital: a longer name that the lexicon does not know. */
static bool name_goes_on(const struct stand *at)
{
	const struct token *behind = token_behind(at);

	return behind && (behind->flags & TOKEN_CAPITAL) &&
	       !(behind->flags & TOKEN_SENTENCE) &&
	       !(last_token(at)->flags & TOKEN_UPPER);
}

static bool name_began_before(const struct stand *at)
{
	const struct token *before = token_before(at);

	return before && (before->flags & TOKEN_CAPITAL) &&
	       !(before->flags & (TOKEN_SENTENCE | TOKEN_UPPER)) &&
	       before->form->fold.n > 2;
}

/* "le Front", "l'Action": an article before a name that is a word leaves it a word. */
static bool has_article(const struct stand *at, const struct before *b)
{
	static const char *const articles[] = {"le",  "la",  "les", "l",    "L",
					       "un",  "une", "du",  "au",   "aux",
					       "des", "ce",  "cet", "cette"};

	return at->first == at->last && !(first_token(at)->flags & TOKEN_UPPER) &&
	       WORD_IS_IN(b, 0, articles);
}

static enum verdict company_verdict(const struct lexicon *l, const struct stand *at)
{
	struct before b;

	read_before(&b, at);
	if (has_article(at, &b))
		return VERDICT_NO;
	if (name_goes_on(at) && !cue_begins_at(l, at->lane, at->last + 1))
		return VERDICT_NO;
	if (has_cue_before(l, at, &b) || has_cue_behind(l, at))
		return VERDICT_YES;
	return name_began_before(at) ? VERDICT_NO : VERDICT_PENDING;
}

/* ---- places ---- */

/* The word is « à », also written A at a sentence's beginning; never the verb. */
static bool is_at(const struct before *b, size_t i)
{
	if (i >= b->count)
		return false;
	return str_is(b->words[i], "à") || (str_is(b->words[i], "a") && b->tokens[i] &&
					    (b->tokens[i]->flags & TOKEN_CAPITAL));
}

static bool has_place_preposition(const struct before *b)
{
	static const char *const prepositions[] = {
		"de",	 "d",	      "D",	 "du",	      "en",	 "aux",
		"vers",	 "pour",      "depuis",	 "entre",     "dans",	 "hors",
		"via",	 "sur",	      "près",	 "jusqu",     "gare",	 "secteur",
		"ville", "direction", "rallier", "rejoindre", "quitter",
	};

	return is_at(b, 0) || WORD_IS_IN(b, 0, prepositions);
}

/* « ville de », « usine Smart de », « au sud de »: a place must follow. */
static bool has_place_noun(const struct before *b)
{
	static const char *const nouns[] = {
		"ville",
		"villes",
		"commune",
		"communes",
		"village",
		"bourg",
		"mairie",
		"maire",
		"adjoint",
		"élu",
		"élus",
		"député",
		"députée",
		"préfecture",
		"préfet",
		"sous-préfecture",
		"agglomération",
		"agglo",
		"métropole",
		"communauté",
		"canton",
		"circonscription",
		"arrondissement",
		"quartier",
		"quartiers",
		"cité",
		"rues",
		"banlieue",
		"périphérie",
		"hauteur",
		"abords",
		"environs",
		"alentours",
		"région",
		"pays",
		"bassin",
		"vallée",
		"secteur",
		"zone",
		"parc",
		"pôle",
		"technopole",
		"campus",
		"usine",
		"usines",
		"site",
		"sites",
		"entrepôt",
		"entrepôts",
		"atelier",
		"ateliers",
		"fonderie",
		"aciérie",
		"raffinerie",
		"fabrique",
		"manufacture",
		"chantier",
		"chantiers",
		"centrale",
		"centrales",
		"réacteur",
		"réacteurs",
		"EPR",
		"epr",
		"fourneaux",
		"barrage",
		"carrière",
		"plateforme",
		"plate-forme",
		"terminal",
		"dépôt",
		"base",
		"camp",
		"caserne",
		"gare",
		"aéroport",
		"aérodrome",
		"port",
		"péage",
		"échangeur",
		"rocade",
		"université",
		"rectorat",
		"académie",
		"lycée",
		"collège",
		"école",
		"hôpital",
		"maternité",
		"clinique",
		"tribunal",
		"parquet",
		"procureur",
		"prison",
		"gendarmerie",
		"commissariat",
		"église",
		"cathédrale",
		"château",
		"stade",
		"plage",
		"station",
		"marché",
		"habitants",
		"habitant",
		"habitante",
		"originaire",
		"près",
		"proche",
		"loin",
		"nord",
		"sud",
		"est",
		"ouest",
		"km",
		"kilomètres",
	};
	size_t i;

	if (!WORD_IS_IN(b, 0, of))
		return false;
	for (i = 1; i < b->count; i++) {
		if (WORD_IS_IN(b, i, nouns))
			return true;
		if (b->tokens[i] == NULL || b->tokens[i]->form->stop)
			return false;
	}
	return false;
}

static bool in_brackets(const struct before *b, const struct stand *at)
{
	uint32_t c = mark_behind(at);

	return b->mark == '(' &&
	       (c == ')' || c == ',' || c == '/' || c == '-' || c == 0x2013);
}

static bool is_among_parents(const struct lexicon *l, uint32_t entity, uint32_t parent)
{
	while (entity != NO_ENTITY && entity != parent)
		entity = l->entities[entity].parent;
	return entity == parent;
}

enum inside { INSIDE_NOTHING, INSIDE_OTHER, INSIDE_OWN };

/* What a node's patterns say of the place: its own department, region or country, or another. */
static enum inside judge_node(const struct lexicon *l, uint32_t node, uint32_t entity)
{
	enum inside inside = INSIDE_NOTHING;
	uint32_t number = l->names.values[node];

	for (; number; number = l->patterns[number].next) {
		uint32_t other = l->patterns[number].entity;

		if (other == NO_ENTITY || l->entities[other].kind < NAME_COUNTRY ||
		    l->entities[other].kind > NAME_DEPARTMENT)
			continue;
		if (is_among_parents(l, entity, other))
			return INSIDE_OWN;
		inside = INSIDE_OTHER;
	}
	return inside;
}

/* "Orange (Vaucluse)", "Brest (Biélorussie)": what the bracket behind a place holds. */
static enum inside inside_bracket(const struct lexicon *l, const struct pattern *p,
				  const struct stand *at)
{
	uint32_t step = at->last + 1;
	uint32_t node = TRIE_ROOT;
	enum inside inside = INSIDE_NOTHING;

	if (mark_behind(at) != '(')
		return INSIDE_NOTHING;
	for (; step < at->lane->count && step <= at->last + PATTERN_WORDS_MAX; step++) {
		const struct form *form = lane_token(at->lane, step)->form;
		uint32_t word = words_find(&l->folds, form->fold, form->fold_hash);
		enum inside here;

		node = word ? trie_next(&l->names, node, word) : 0;
		if (node == 0)
			break;
		here = judge_node(l, node, p->entity);
		if (here != INSIDE_NOTHING)
			inside = here;
	}
	return inside;
}

/* "Paris, Lyon et Grenoble", "Lyon-Turin": the name before is a place. */
static bool follows_place(const struct stand *at, const struct before *b)
{
	static const char *const links[] = {"et", "ou", "puis"};

	if (at->behind_place == 0 || at->behind_place > at->first)
		return false;
	if (at->behind_place == at->first)
		return b->mark == ',' || b->mark == '/' ||
		       (first_token(at)->flags & TOKEN_JOINED);
	return at->behind_place + 1 == at->first && WORD_IS_IN(b, 0, links);
}

/* "dans l'Ain, la Loire et le Rhône": words since the last department are few. */
static bool follows_department(const struct stand *at)
{
	return at->behind_place > 0 && at->place_kind == NAME_DEPARTMENT &&
	       at->first - at->behind_place <= 2;
}

static bool heads_title(const struct stand *at)
{
	return first_token(at)->part == TEXT_TITLE &&
	       (at->first == 0 ||
		lane_token(at->lane, at->first - 1)->part != TEXT_TITLE);
}

/* « au Havre », « le maire du Havre »: the article went into the preposition. */
static bool undo_contraction(struct before *b)
{
	if (b->count == 0)
		return false;
	if (str_is(b->words[0], "au") || str_is(b->words[0], "aux"))
		b->words[0] = STR("à");
	else if (str_is(b->words[0], "du") || str_is(b->words[0], "des"))
		b->words[0] = STR("de");
	else
		return false;
	return true;
}

static enum verdict commune_place_verdict(const struct stand *at, const struct before *b)
{
	if (has_place_preposition(b) || b->mark == ',' || b->mark == '(' ||
	    b->mark == '/' || follows_place(at, b) || mark_behind(at) == '(')
		return VERDICT_YES;
	if (heads_title(at))
		return VERDICT_YES;
	return VERDICT_PENDING;
}

static enum verdict commune_word_verdict(const struct stand *at, const struct before *b)
{
	bool acronym = at->first == at->last && (first_token(at)->flags & TOKEN_UPPER);

	if (is_at(b, 0) || has_place_noun(b) || (in_brackets(b, at) && !acronym))
		return VERDICT_YES;
	return follows_place(at, b) && at->place_kind == NAME_COMMUNE ? VERDICT_YES
								      : VERDICT_NO;
}

/* "dans la Somme", "du Lot"; never "Corée du Nord" or "les bords de la Loire". */
static enum verdict department_verdict(const struct stand *at, const struct before *b)
{
	static const char *const articles[] = {"la", "le", "les", "l", "L"};
	static const char *const into[] = {"dans", "de", "d", "en", "D"};
	static const char *const contracted[] = {"du", "des"};
	static const char *const waters[] = {
		"mer",	"gare", "bords",  "bord", "rives", "rive",  "vallée",  "fleuve",
		"eaux", "lit",	"berges", "crue", "crues", "quais", "quai",    "châteaux",
		"gens", "pôle", "pays",	  "vent", "baie",  "golfe", "rivière", "bataille",
	};
	size_t noun;

	if (in_brackets(b, at) || WORD_IS_IN(b, 0, (const char *const[]){"département"}))
		return VERDICT_YES;
	if (WORD_IS_IN(b, 0, articles) && follows_department(at))
		return VERDICT_YES;
	if (WORD_IS_IN(b, 0, contracted))
		noun = 1;
	else if (WORD_IS_IN(b, 0, articles) && WORD_IS_IN(b, 1, into))
		noun = 2;
	else
		return WORD_IS_IN(b, 0, (const char *const[]){"en"}) ? VERDICT_YES
								     : VERDICT_NO;
	if (noun < b->count && b->tokens[noun] &&
	    (b->tokens[noun]->flags & TOKEN_CAPITAL) &&
	    !(b->tokens[noun]->flags & TOKEN_SENTENCE))
		return VERDICT_NO;
	return WORD_IS_IN(b, noun, waters) ? VERDICT_NO : VERDICT_YES;
}

/*
 * "Villeneuve-sur-Lot", "Outre-Mer": a hyphen ties the name to more. Capitals on the other side are
 * borne by names that nothing else could be: Paris-Saclay, Lyon-Turin.
 */
static bool is_part_of_compound(const struct pattern *p, const struct stand *at)
{
	const struct token *before = token_before(at);
	const struct token *behind = token_behind(at);
	bool capitals_too = p->context == CONTEXT_WORD;

	if ((first_token(at)->flags & TOKEN_JOINED) && before &&
	    (capitals_too || !(before->flags & TOKEN_CAPITAL)))
		return true;
	return behind && (behind->flags & TOKEN_JOINED) &&
	       (capitals_too || !(behind->flags & TOKEN_CAPITAL));
}

/* « au Palais », « au Cap d'Agde »: bare of its article, a word like any other. */
static bool is_common_noun(const struct pattern *p, const struct stand *at,
			   const struct before *b)
{
	const struct token *behind = token_behind(at);

	if (name_goes_on(at) || (behind && lexicon_is_small(behind->form->exact)) ||
	    elided_behind(at))
		return true;
	return p->context == CONTEXT_WORD && !has_place_noun(b) && !in_brackets(b, at);
}

static enum verdict place_verdict(const struct lexicon *l, const struct pattern *p,
				  const struct stand *at)
{
	enum inside inside = inside_bracket(l, p, at);
	struct before b;

	if (is_part_of_compound(p, at))
		return VERDICT_NO;
	if (l->entities[p->entity].kind == NAME_COMMUNE && inside != INSIDE_NOTHING)
		return inside == INSIDE_OWN ? VERDICT_YES : VERDICT_NO;
	if (p->context == CONTEXT_FREE && !p->contracted)
		return VERDICT_YES;
	read_before(&b, at);
	if (p->contracted && !undo_contraction(&b))
		return VERDICT_NO;
	if (p->contracted && at->first == at->last && is_common_noun(p, at, &b))
		return VERDICT_NO;
	if (p->context == CONTEXT_FREE)
		return VERDICT_YES;
	if (l->entities[p->entity].kind == NAME_DEPARTMENT)
		return department_verdict(at, &b);
	if (p->context == CONTEXT_PLACE)
		return commune_place_verdict(at, &b);
	return commune_word_verdict(at, &b);
}

enum verdict context_verdict(const struct lexicon *l, const struct pattern *p,
			     const struct stand *at)
{
	if (p->not_after.count > 0 &&
	    stands_before(&p->not_after, source_of(at), first_token(at)->start))
		return VERDICT_NO;
	if (p->not_before.count > 0 &&
	    stands_behind(&p->not_before, source_of(at), last_token(at)->end))
		return VERDICT_NO;
	if (p->entity == NO_ENTITY)
		return VERDICT_YES;
	if (is_person(l, at))
		return VERDICT_NO;
	if (l->entities[p->entity].kind != NAME_COMPANY)
		return place_verdict(l, p, at);
	return p->context == CONTEXT_CUE ? company_verdict(l, at) : VERDICT_YES;
}
