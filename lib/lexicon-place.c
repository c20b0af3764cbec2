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

/* What the noun before « de » and a name says of the name. */
enum noun {
	NOUN_NONE,
	NOUN_VAGUE, /* « parc de », « château de »: as often a name of its own */
	NOUN_PLACE, /* « usine Smart de », « au sud de »: a place must follow */
	NOUN_TOWN,  /* « maire de », « habitants de »: a town's own words */
};

static const char *const town_nouns[] = {
	"ville",     "commune",	 "communes", "village",	    "bourg",	 "mairie",
	"maire",     "élu",	 "élus",     "station",	    "habitants", "habitant",
	"habitante", "villages", "bourgade", "municipalité"};

static const char *const place_nouns[] = {"villes",
					  "adjoint",
					  "député",
					  "députée",
					  "préfecture",
					  "préfet",
					  "sous-préfecture",
					  "agglomération",
					  "agglo",
					  "métropole",
					  "communauté",
					  "circonscription",
					  "arrondissement",
					  "banlieue",
					  "périphérie",
					  "hauteur",
					  "abords",
					  "environs",
					  "alentours",
					  "région",
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
					  "chantiers",
					  "centrale",
					  "centrales",
					  "réacteur",
					  "réacteurs",
					  "EPR",
					  "epr",
					  "fourneaux",
					  "aéroport",
					  "aérodrome",
					  "péage",
					  "échangeur",
					  "rocade",
					  "rectorat",
					  "académie",
					  "tribunal",
					  "parquet",
					  "procureur",
					  "gendarmerie",
					  "commissariat",
					  "originaire",
					  "près",
					  "loin",
					  "nord",
					  "sud",
					  "est",
					  "ouest",
					  "km",
					  "kilomètres"};

static const char *const vague_nouns[] = {
	"canton",      "quartier",  "quartiers",  "cité",    "rues",	 "pays",
	"bassin",      "vallée",    "secteur",	  "zone",    "parc",	 "pôle",
	"technopole",  "campus",    "chantier",	  "barrage", "carrière", "plateforme",
	"plate-forme", "terminal",  "dépôt",	  "base",    "camp",	 "caserne",
	"gare",	       "port",	    "université", "lycée",   "collège",	 "école",
	"hôpital",     "maternité", "clinique",	  "prison",  "église",	 "cathédrale",
	"château",     "stade",	    "plage",	  "marché",  "proche"};

static enum noun noun_of_word(struct str word)
{
	if (IS_IN(town_nouns, word))
		return NOUN_TOWN;
	if (IS_IN(place_nouns, word))
		return NOUN_PLACE;
	return IS_IN(vague_nouns, word) ? NOUN_VAGUE : NOUN_NONE;
}

/* The noun that the name depends on; adjectives and names may stand between. */
static enum noun noun_before(const struct before *b)
{
	size_t i;

	if (!WORD_IS_IN(b, 0, of))
		return NOUN_NONE;
	for (i = 1; i < b->count; i++) {
		enum noun noun = noun_of_word(b->words[i]);

		if (noun != NOUN_NONE || b->tokens[i] == NULL || b->tokens[i]->form->stop)
			return noun;
	}
	return NOUN_NONE;
}

/* « grâce à », « succède à »: somebody follows as often as somewhere. */
static bool is_to_somebody(const struct before *b)
{
	static const char *const words[] = {
		"accorde",	 "accordé",   "appartenait", "appartenant", "appartenir",
		"appartient",	 "attribué",  "attribuée",   "cède",	    "cédé",
		"confie",	 "confié",    "confiée",     "consacré",    "consacrée",
		"contrairement", "dédié",     "dédiée",	     "demandait",   "demande",
		"demandé",	 "demander",  "déplaise",    "dire",	    "dit",
		"donne",	 "donné",     "donner",	     "face",	    "fidèle",
		"grâce",	 "hommage",   "hommages",    "impute",	    "imputé",
		"lettre",	 "obéir",     "offert",	     "offrir",	    "opposé",
		"opposée",	 "opposer",   "oppose",	     "parle",	    "parlé",
		"parler",	 "permet",    "permettre",   "permis",	    "plaît",
		"prend",	 "prendre",   "propose",     "proposé",	    "quant",
		"rappelle",	 "remet",     "remettre",    "remis",	    "rendu",
		"répond",	 "répondre",  "répondu",     "reproche",    "reproché",
		"reprocher",	 "ressemble", "revient",     "soutien",	    "succède",
		"succédé",	 "succéder",  "vend",	     "vendre",	    "vendu",
		"veut",
	};

	return WORD_IS_IN(b, 1, words);
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

/* "Nantes (44)": the code of its own department. */
static bool holds_own_code(const struct lexicon *l, const struct pattern *p,
			   const struct stand *at)
{
	const struct token *code = lane_token(at->lane, at->last + 1);
	struct str rest = str_slice(stand_source(at), code->end, SIZE_MAX);
	uint32_t number;

	if (!str_starts(rest, STR(")")))
		return false;
	number = lexicon_find_id(l, NAME_DEPARTMENT, code->form->exact);
	return number != NO_ENTITY && is_among_parents(l, p->entity, number);
}

/* "Orange (Vaucluse)", "Brest (Biélorussie)": what the bracket behind a place holds. */
static enum inside inside_bracket(const struct lexicon *l, const struct pattern *p,
				  const struct stand *at)
{
	uint32_t step = at->last + 1;
	uint32_t node = TRIE_ROOT;
	enum inside inside = INSIDE_NOTHING;

	if (stand_mark_behind(at) != '(' || step >= at->lane->count)
		return INSIDE_NOTHING;
	if (holds_own_code(l, p, at))
		return INSIDE_OWN;
	for (; step < at->lane->count && step <= at->last + PATTERN_WORDS_MAX; step++) {
		const struct form *form = lane_token(at->lane, step)->form;
		uint32_t word = lexicon_name_word(l, form);
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

/* "Pont d'Hérault", "François de Rugy", "Lee Kaplan": the name goes on. */
static bool is_part_of_name(const struct stand *at, const struct before *b)
{
	const struct token *behind = stand_behind(at);
	const struct token *next;

	if (behind == NULL)
		return false;
	if (stand_goes_on(at) && !(behind->flags & TOKEN_UPPER))
		return true;
	if (stand_elided_behind(at))
		next = behind;
	else if (lexicon_is_small(behind->form->exact) &&
		 at->last + 2 < at->lane->count &&
		 lane_gap(at->lane, at->last + 2) == GAP_NONE)
		next = lane_token(at->lane, at->last + 2);
	else
		return false;
	if (!(next->flags & TOKEN_CAPITAL) || (next->flags & TOKEN_UPPER))
		return false;
	return is_at(b, 0) || noun_before(b) == NOUN_TOWN;
}

/* "Lubilhac, Thoras et Chanaleilles": the list goes on behind, or ends. */
static bool list_goes_on(const struct stand *at)
{
	static const char *const links[] = {"et", "ou", "ainsi"};
	const struct token *behind = stand_behind(at);
	uint32_t mark = stand_mark_behind(at);

	if (behind != NULL)
		return IS_IN(links, behind->form->exact);
	return mark == ',' || mark == '.' || mark == ')' || mark == ';' || mark == '(' ||
	       mark == '\n' || mark == 0;
}

/*
 * A small town of one word, which is as rare in the news as its name is common elsewhere:
 * what stands beside it must speak of a town.
 */
static enum verdict small_town_verdict(const struct lexicon *l, const struct stand *at,
				       const struct before *b)
{
	const struct token *token = stand_first(at);
	bool first_name = is_first_name(l, token->form);
	bool acronym = (token->flags & TOKEN_UPPER) && token->form->fold.n <= 4;
	enum noun noun = noun_before(b);

	if (acronym || is_part_of_name(at, b))
		return VERDICT_NO;
	if (noun == NOUN_TOWN)
		return first_name ? VERDICT_LIKELY : VERDICT_YES;
	if (noun != NOUN_NONE)
		return first_name || noun == NOUN_VAGUE ? VERDICT_WEAK : VERDICT_YES;
	if (is_at(b, 0))
		return first_name || is_to_somebody(b) ? VERDICT_WEAK : VERDICT_LIKELY;
	if (follows_place(at, b) && at->place_kind == NAME_COMMUNE && list_goes_on(at))
		return VERDICT_LIKELY;
	if (b->mark == '(' && stand_mark_behind(at) == ',')
		return VERDICT_LIKELY;
	return WORD_IS_IN(b, 0, of) ? VERDICT_PENDING : VERDICT_NO;
}

static enum verdict commune_word_verdict(const struct stand *at, const struct before *b)
{
	bool acronym = at->first == at->last && (stand_first(at)->flags & TOKEN_UPPER);

	if (is_at(b, 0) || noun_before(b) != NOUN_NONE ||
	    (in_brackets(b, at) && !acronym))
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
	if (p->small)
		return noun_before(b) != NOUN_TOWN;
	return p->context == CONTEXT_WORD && noun_before(b) == NOUN_NONE &&
	       !in_brackets(b, at);
}

/* « Le Pas » is a town where the text tells its department, in a town's own words. */
static enum verdict strict_verdict(const struct stand *at, const struct before *b)
{
	if (is_part_of_name(at, b))
		return VERDICT_NO;
	if (noun_before(b) == NOUN_TOWN)
		return VERDICT_WEAK;
	return is_at(b, 0) || WORD_IS_IN(b, 0, of) ? VERDICT_PENDING : VERDICT_NO;
}

/* Flins alone is Flins-sur-Seine where the text tells the Yvelines. */
static enum verdict short_verdict(const struct stand *at, const struct before *b)
{
	if (is_part_of_name(at, b) || (stand_first(at)->flags & TOKEN_UPPER))
		return VERDICT_NO;
	if (noun_before(b) != NOUN_NONE || (is_at(b, 0) && !is_to_somebody(b)))
		return VERDICT_WEAK;
	return has_place_preposition(b) ? VERDICT_PENDING : VERDICT_NO;
}

/* « rue de Rennes », « boulevard Sébastopol »; « une rue de Rennes » is in Rennes. */
static bool is_street(const struct before *b)
{
	static const char *const streets[] = {"rue",	  "boulevard", "avenue",
					      "quai",	  "ruelle",    "impasse",
					      "faubourg", "square"};
	static const char *const articles[] = {"la", "l", "le"};
	static const char *const of_place[] = {"de", "d", "du", "des"};
	size_t i = 0;

	if (WORD_IS_IN(b, i, articles))
		i++;
	if (WORD_IS_IN(b, i, of_place))
		i++;
	return WORD_IS_IN(b, i, streets) &&
	       !WORD_IS_IN(b, i + 1, (const char *const[]){"une"});
}

/* "L'Île-Rousse": the article is part of the name. */
static bool has_elided_article(const struct pattern *p)
{
	return str_starts(p->written, STR("L'")) || str_starts(p->written, STR("L’"));
}

static void skip_article(struct before *b)
{
	size_t i;

	if (b->count == 0 || b->tokens[0] != NULL)
		return;
	b->count--;
	for (i = 0; i < b->count; i++) {
		b->words[i] = b->words[i + 1];
		b->tokens[i] = b->tokens[i + 1];
	}
}

enum verdict place_verdict(const struct lexicon *l, const struct pattern *p,
			   const struct stand *at)
{
	enum inside inside = inside_bracket(l, p, at);
	struct before b;

	if (is_part_of_compound(p, at))
		return VERDICT_NO;
	if (l->entities[p->entity].kind == NAME_DEPARTMENT && inside == INSIDE_OWN)
		return VERDICT_SURE;
	if (l->entities[p->entity].kind == NAME_COMMUNE && inside != INSIDE_NOTHING)
		return inside == INSIDE_OWN ? VERDICT_SURE : VERDICT_NO;
	before_read(&b, at);
	if (has_elided_article(p))
		skip_article(&b);
	if (is_street(&b))
		return VERDICT_NO;
	if (p->context == CONTEXT_FREE && !p->contracted)
		return VERDICT_YES;
	if (p->contracted && !undo_contraction(&b))
		return VERDICT_NO;
	if (p->contracted && at->first == at->last && is_common_noun(p, at, &b))
		return VERDICT_NO;
	if (p->context == CONTEXT_FREE)
		return VERDICT_YES;
	if (l->entities[p->entity].kind == NAME_DEPARTMENT)
		return department_verdict(at, &b);
	if (p->context == CONTEXT_SHORT)
		return short_verdict(at, &b);
	if (p->context == CONTEXT_STRICT)
		return strict_verdict(at, &b);
	if (p->small && at->first < at->last && noun_before(&b) == NOUN_VAGUE &&
	    p->context == CONTEXT_WORD)
		return VERDICT_WEAK;
	if (p->context == CONTEXT_PLACE)
		return commune_place_verdict(at, &b);
	if (p->small && at->first == at->last)
		return small_town_verdict(l, at, &b);
	return commune_word_verdict(at, &b);
}
