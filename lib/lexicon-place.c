/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a place is meant by a name that is a word, a family or another place besides. */
#include "lib/lexicon-context.h"

#include "lib/utf8.h"

static const char *const of[] = {"de", "d", "D"};

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
	uint32_t c = stand_mark_behind(at);

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

	if (stand_mark_behind(at) != '(')
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
		       (stand_first(at)->flags & TOKEN_JOINED);
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
	return stand_first(at)->part == TEXT_TITLE &&
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
	    b->mark == '/' || follows_place(at, b) || stand_mark_behind(at) == '(')
		return VERDICT_YES;
	if (heads_title(at))
		return VERDICT_YES;
	return VERDICT_PENDING;
}

static enum verdict commune_word_verdict(const struct stand *at, const struct before *b)
{
	bool acronym = at->first == at->last && (stand_first(at)->flags & TOKEN_UPPER);

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
	const struct token *before = stand_before(at);
	const struct token *behind = stand_behind(at);
	bool capitals_too = p->context == CONTEXT_WORD;

	if ((stand_first(at)->flags & TOKEN_JOINED) && before &&
	    (capitals_too || !(before->flags & TOKEN_CAPITAL)))
		return true;
	return behind && (behind->flags & TOKEN_JOINED) &&
	       (capitals_too || !(behind->flags & TOKEN_CAPITAL));
}

/* « au Palais », « au Cap d'Agde »: bare of its article, a word like any other. */
static bool is_common_noun(const struct pattern *p, const struct stand *at,
			   const struct before *b)
{
	const struct token *behind = stand_behind(at);

	if (stand_goes_on(at) || (behind && lexicon_is_small(behind->form->exact)) ||
	    stand_elided_behind(at))
		return true;
	return p->context == CONTEXT_WORD && !has_place_noun(b) && !in_brackets(b, at);
}

enum verdict place_verdict(const struct lexicon *l, const struct pattern *p,
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
	before_read(&b, at);
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
