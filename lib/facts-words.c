/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/currency.h"

struct number_row {
	const char *word;
	uint32_t roles;
	double value;
};

static const struct number_row number_rows[] = {
	{"zero", ROLE_NUMERAL, 0},
	{"un", ROLE_NUMERAL, 1},
	{"une", ROLE_NUMERAL, 1},
	{"deux", ROLE_NUMERAL, 2},
	{"trois", ROLE_NUMERAL, 3},
	{"quatre", ROLE_NUMERAL, 4},
	{"cinq", ROLE_NUMERAL, 5},
	{"six", ROLE_NUMERAL, 6},
	{"sept", ROLE_NUMERAL, 7},
	{"huit", ROLE_NUMERAL, 8},
	{"neuf", ROLE_NUMERAL, 9},
	{"dix", ROLE_NUMERAL, 10},
	{"onze", ROLE_NUMERAL, 11},
	{"douze", ROLE_NUMERAL, 12},
	{"treize", ROLE_NUMERAL, 13},
	{"quatorze", ROLE_NUMERAL, 14},
	{"quinze", ROLE_NUMERAL, 15},
	{"seize", ROLE_NUMERAL, 16},
	{"vingt", ROLE_NUMERAL, 20},
	{"vingts", ROLE_NUMERAL, 20},
	{"trente", ROLE_NUMERAL, 30},
	{"quarante", ROLE_NUMERAL, 40},
	{"cinquante", ROLE_NUMERAL, 50},
	{"soixante", ROLE_NUMERAL, 60},
	{"septante", ROLE_NUMERAL, 70},
	{"huitante", ROLE_NUMERAL, 80},
	{"octante", ROLE_NUMERAL, 80},
	{"nonante", ROLE_NUMERAL, 90},
	{"cent", ROLE_NUMERAL, 100},
	{"cents", ROLE_NUMERAL, 100},
	{"mille", ROLE_NUMERAL, 1000},
	{"demi", ROLE_HALF, 0.5},
	{"demie", ROLE_HALF, 0.5},
	{"dizaine", ROLE_COLLECTIVE, 10},
	{"dizaines", ROLE_COLLECTIVE, 10},
	{"douzaine", ROLE_COLLECTIVE, 12},
	{"douzaines", ROLE_COLLECTIVE, 12},
	{"quinzaine", ROLE_COLLECTIVE, 15},
	{"vingtaine", ROLE_COLLECTIVE, 20},
	{"trentaine", ROLE_COLLECTIVE, 30},
	{"quarantaine", ROLE_COLLECTIVE, 40},
	{"cinquantaine", ROLE_COLLECTIVE, 50},
	{"soixantaine", ROLE_COLLECTIVE, 60},
	{"centaine", ROLE_COLLECTIVE, 100},
	{"centaines", ROLE_COLLECTIVE, 100},
	{"millier", ROLE_COLLECTIVE, 1000},
	{"milliers", ROLE_COLLECTIVE, 1000},
	{"k", ROLE_MULTIPLIER | ROLE_SHORT, 1e3},
	{"m", ROLE_MULTIPLIER | ROLE_SHORT, 1e6},
	{"mm", ROLE_MULTIPLIER | ROLE_SHORT, 1e6},
	{"million", ROLE_MULTIPLIER, 1e6},
	{"millions", ROLE_MULTIPLIER, 1e6},
	{"mio", ROLE_MULTIPLIER, 1e6},
	{"milliard", ROLE_MULTIPLIER, 1e9},
	{"milliards", ROLE_MULTIPLIER, 1e9},
	{"md", ROLE_MULTIPLIER, 1e9},
	{"mds", ROLE_MULTIPLIER, 1e9},
	{"mld", ROLE_MULTIPLIER, 1e9},
	{"mlds", ROLE_MULTIPLIER, 1e9},
	{"mrd", ROLE_MULTIPLIER, 1e9},
	{"mrds", ROLE_MULTIPLIER, 1e9},
	{"bn", ROLE_MULTIPLIER | ROLE_SHORT, 1e9},
	{"billion", ROLE_MULTIPLIER, 1e12},
	{"billions", ROLE_MULTIPLIER, 1e12},
};

/* Words of one role or set of roles; '*' ends an open pattern of four letters or more. */
struct cue_row {
	uint32_t roles;
	const char *words;
};

static const struct cue_row cue_rows[] = {
	/* Money: a bare "80 millions" near one of these is money. */
	{ROLE_MONEY,
	 "lever leve* levee* invest* pret prets preter coute* cout couts prix "
	 "budget* perte* perdu perdre benefice* affaires recette* revenu* dette* "
	 "envelopp* fonds financ* refinanc* valoris* valeur somme sommes montant* "
	 "payer paye* paie* verser verse* reverse* capital capitaux capitalis* "
	 "amende* indemni* subvention* aide aides credit* depens* economis* "
	 "economies cede* cession* acquerir acqui* rachet* rachat* tresorerie "
	 "impot* taxe* salaire* dividende* inject* debours* dote dotee dotes "
	 "dotees doter dotation* contrat* prime primes cheque* facture* jackpot "
	 "cagnotte* recolt* loyer* cash ebitda marge marges deficit* excedent* "
	 "garantie* rembours* emprunt* empoch* encaiss* engrang* tarif* percu percue "
	 "percus percues percev* percoi* "
	 "apport* enchere* chiffrer chiffree devis rancon provision* reserves "
	 "pactole fortune redevance* patrimoine* droits rallonge* ristourne* "
	 "bourse actionnaire* dollars euros monetaire* accorde* alloue* "
	 "consacr* debloqu* creanc*"},
	{ROLE_COUNTED,
	 "amendes cheques contrats factures primes actionnaire* nombre salaries "
	 "garanties encheres bourses tarifs"},
	{ROLE_SUM,
	 "reduction* baisse* hausse* soutien supplement* manque surcout* commandes "
	 "gain gains exportations achats avoirs actifs placements travaux"},
	/* From A to B: both are exact values, not the ends of a range. */
	{ROLE_CHANGE,
	 "passer passe passes passee passees passent passera passeront passait "
	 "passant augment* croitre cru crut grimp* progress* tomb* recul* "
	 "baiss* reduit reduire hauss* relev* abaiss* ramen* chut* bondi* "
	 "double* triple* diminu* remont* port* monte* revu* revis*"},
	/* What is counted. */
	{ROLE_NOUN | ROLE_JOB, "emploi emplois poste postes job jobs etp cdi cdd"},
	{ROLE_NOUN | ROLE_STAFF, "salarie salaries salariee salariees employe employes "
				 "employee employees collaborateur* collaboratrice* "
				 "travailleurs travailleuses"},
	{ROLE_NOUN | ROLE_PERSON,
	 "personne personnes agents ouvriers ouvrieres ingenieurs "
	 "techniciens cadres chercheurs developpeurs soignants "
	 "conducteurs pilotes journalistes cheminots facteurs "
	 "metallos techniciennes"},
	{ROLE_NOUN | ROLE_CREATED | ROLE_WORK, "recrutement* embauche embauches recrue "
					       "recrues"},
	{ROLE_NOUN | ROLE_CREATED | ROLE_OBJECT, "creations ouvertures"},
	{ROLE_NOUN | ROLE_KEPT | ROLE_WORK, "reclassements"},
	{ROLE_NOUN | ROLE_CUT | ROLE_WORK, "licenciement* licencies licenciees"},
	{ROLE_NOUN | ROLE_CUT | ROLE_OBJECT, "suppressions destructions depart departs "
					     "reductions"},
	/* Verbs and nouns that tell what becomes of them. */
	{ROLE_CREATED, "creer cree* creant creera* creation* generer genere* generant "
		       "genera* pourvoir renfor*"},
	{ROLE_CREATED | ROLE_WEAK, "ouverture* ouvre ouvrent ouvrir ouvrira"},
	{ROLE_CREATED | ROLE_WORK, "recrut* embauch*"},
	{ROLE_CREATED | ROLE_WEAK,
	 "recherche recherchent cherche cherchent cherchait prendra "
	 "prendront accueillera"},
	{ROLE_CREATED | ROLE_WEAK | ROLE_WORK, "engage engagent engagera engager"},
	{ROLE_CUT | ROLE_LOUD, "supprim* suppression*"},
	{ROLE_CUT, "destruct* detrui* menac* disparition* disparaitr* "
		   "disparai* disparu* sacrifi* degraiss* condamn* tailler biff* "
		   "demantel*"},
	{ROLE_CUT | ROLE_WORK | ROLE_LOUD, "licenci* pse"},
	{ROLE_CUT | ROLE_WORK, "separer separe separera separent remerci* "
			       "congedi* debauch*"},
	{ROLE_CUT | ROLE_WEAK,
	 "menace perdre perdu perdus perdent perd perdr* perte pertes "
	 "reduction* reduire reduira reduit coupe* coupes "
	 "amputer retir*"},
	{ROLE_CUT | ROLE_WEAK | ROLE_TONE,
	 "concern* vise visent visant touche touchent "
	 "touchant touches toucher* porte portent portera "
	 "portant"},
	{ROLE_KEPT,
	 "sauv* preserv* mainten* maintien* conserv* reprendr* repris reprise* "
	 "reprend* garanti* reclass* transfer* perenni* proteg* garder*"},
	{ROLE_KEPT | ROLE_WORK,
	 "emploie* employ* effectif* travaill* salarier salariant"},
	{ROLE_KEPT | ROLE_WEAK | ROLE_WORK, "occup*"},
	{ROLE_KEPT | ROLE_WEAK, "compte comptent comptait comptaient comptant comptera "
				"compter rassembl* regroup* abrit* accueil* dispos* "
				"totalis* mobilis* revendiqu* possed* represent* garde"},
	{ROLE_PROMISE, "attend* promis* promet* annonc* prevu* prevoi* esper* envisag* "
		       "evoqu* table ajoute* terme parle parlent avance avancent"},
	{ROLE_FIRM, "entreprise societe pme usine atelier startup filiale cabinet equipe "
		    "constructeur fabricant editeur laboratoire groupe site"},
	{ROLE_EVENT,
	 "manifest* defil* tue tues tuee tuees blesse blesses contamin* infect* positif* "
	 "teste testes testee testees mort morts decede* hospitalis* otage* enleve* "
	 "interrog* sond* grev* vote* votant* isole* confine* chomage intoxiqu* "
	 "asymptomat* "
	 "reunis reunies rassembles rassemblees applaud* debray* interpell* poursuivi* "
	 "contracte* protest*"},
	/* Around them. */
	{ROLE_ADJECTIVE,
	 "nouveaux nouvelles nouvel futurs futures ancien anciens anciennes "
	 "ex actuels autres seuls seules premiers premieres derniers "
	 "dernieres jeunes petits propres quelque quelques vrais eventuels "
	 "eventuelles potentiels"},
	{ROLE_CLASS, "direct directs directes indirect indirects indirectes induits "
		     "supplementaires additionnels permanents autres"},
	{ROLE_PLACING,
	 "en a au aux dans chez sur pour par sous avec hors sans d ici lors "
	 "selon ont sont seront etaient avaient auront vont doivent devraient "
	 "pourraient allaient allait va sera serait seraient etait avait pouvaient "
	 "si tres avant apres depuis contre outre travaillent travaillant "
	 "seulement actuellement aujourdhui auparavant initialement dont et "
	 "ou mais qui que au-dela soit partout partiront quitteront"},
	{ROLE_UNIT,
	 "an ans annee annees mois jours jour semaines semaine heures heure "
	 "minutes secondes siecle siecles fois euros dollars kilometres km metres "
	 "hectares tonnes pieds degres points pages places communes pays villes "
	 "sites usines magasins entreprises societes start startups avions "
	 "voitures vehicules appareils machines mw gw kwh mwh gwh m2 m3 m ha "
	 "pc centimes millions milliards lits logements exemplaires "
	 "produits boutiques agences points bureaux filiales marques restaurants "
	 "hotels brevets projets clients usagers utilisateurs abonnes habitants "
	 "membres etoiles janvier fevrier mars avril mai juin juillet aout "
	 "septembre octobre novembre decembre h"},
	{ROLE_OUTSIDER,
	 "apprenti* altern* stagiaire* volontaires patients participants "
	 "benevoles manifestants grevistes etudiants eleves joueurs clients "
	 "candidats interimaires malades victimes visiteurs spectateurs "
	 "internautes lecteurs morts blesses chomeurs demandeurs supporters"},
	{ROLE_LINK,
	 "de des du d a au aux la le les l ses son sa leur leurs ces cette "
	 "plus moins pres environ quelque quelques jusque jusqu autour alentours "
	 "ordre presque quasi quasiment total totalite ensemble soit entre "
	 "approximativement peu un une en ne se egalement aussi deja encore ainsi "
	 "notamment aujourdhui actuellement desormais nouveau nouveaux nouvelles futurs"},
};

#define SLOTS 4096 /* a power of two, some three times the words */
#define SLOT_BITS 12

struct facts_words {
	struct slot {
		uint32_t key; /* first four bytes */
		uint32_t row; /* from 1; 0 free */
	} slots[SLOTS];
	struct facts_word *rows;
	size_t count, capacity;
};

static uint32_t key_of(struct str word)
{
	uint32_t key = 0;

	if (word.n >= sizeof key)
		memcpy(&key, word.p, sizeof key);
	else if (word.n)
		memcpy(&key, word.p, word.n);
	return key;
}

static size_t slot_of(uint32_t key)
{
	return (key * 0x9E3779B1u) >> (32 - SLOT_BITS);
}

/* The row of exactly that pattern, made when it isn't there yet. */
static struct facts_word *row_of(struct facts_words *w, struct str pattern, bool open)
{
	uint32_t key = key_of(pattern);
	size_t slot = slot_of(key);
	struct facts_word *row;

	assert(!open || pattern.n >= 4);
	for (; w->slots[slot].row; slot = (slot + 1) & (SLOTS - 1)) {
		row = &w->rows[w->slots[slot].row - 1];
		if (row->open == open && str_equal(row->pattern, pattern))
			return row;
	}
	GROW(w->rows, w->count, w->capacity);
	assert(w->count < SLOTS / 2);
	row = &w->rows[w->count++];
	*row = (struct facts_word){.pattern = pattern, .open = open};
	w->slots[slot] = (struct slot){key, (uint32_t)w->count};
	return row;
}

static void add_currencies(struct facts_words *w)
{
	for (size_t i = 0; i < currency_words_count; i++) {
		const struct currency_word *c = &currency_words[i];
		struct facts_word *row = row_of(w, str_of(c->word), false);

		row->roles |= ROLE_CURRENCY | (c->multiplier > 0 ? ROLE_MULTIPLIER : 0);
		row->currency = c->code;
		row->part = c->part;
		if (c->multiplier > 0)
			row->value = c->multiplier;
	}
}

/* Gives each of the words what `more` has: roles, grammar, triggers. */
static void add_words(struct facts_words *w, const char *words,
		      const struct facts_word *more)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word)) {
		bool open = word.n && word.p[word.n - 1] == '*';
		struct facts_word *row;

		if (word.n == 0)
			continue;
		row = row_of(w, str_slice(word, 0, word.n - open), open);
		row->roles |= more->roles;
		row->grammar |= more->grammar;
		row->triggers |= more->triggers;
	}
}

static void add_tables(struct facts_words *w)
{
	for (size_t i = 0; i < COUNT(cue_rows); i++)
		add_words(w, cue_rows[i].words,
			  &(struct facts_word){.roles = cue_rows[i].roles});
	for (size_t i = 0; i < grammar_rows_count; i++)
		add_words(w, grammar_rows[i].words,
			  &(struct facts_word){.grammar = grammar_rows[i].grammar});
	assert(triggers_count <= TRIGGERS_MAX);
	for (size_t i = 0; i < triggers_count; i++)
		add_words(w, triggers[i].words,
			  &(struct facts_word){.triggers = (uint64_t)1 << i});
}

/* A word is also all that the open patterns over it are. */
static void inherit_roles(struct facts_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->count; j++)
			if (w->rows[j].open &&
			    str_starts(w->rows[i].pattern, w->rows[j].pattern)) {
				w->rows[i].roles |= w->rows[j].roles;
				w->rows[i].grammar |= w->rows[j].grammar;
			}
}

struct facts_words *facts_words_new(void)
{
	struct facts_words *w = xcalloc(1, sizeof *w);

	for (size_t i = 0; i < COUNT(number_rows); i++) {
		struct facts_word *row = row_of(w, str_of(number_rows[i].word), false);

		row->roles |= number_rows[i].roles;
		row->value = number_rows[i].value;
	}
	add_currencies(w);
	add_tables(w);
	inherit_roles(w);
	return w;
}

void facts_words_free(struct facts_words *w)
{
	if (w)
		free(w->rows);
	free(w);
}

static bool matches(const struct facts_word *row, struct str fold)
{
	if (row->open ? fold.n < row->pattern.n : fold.n != row->pattern.n)
		return false;
	return memcmp(fold.p, row->pattern.p, row->pattern.n) == 0;
}

uint32_t facts_words_number(const struct facts_words *w, struct str fold)
{
	uint32_t key = key_of(fold);
	const struct facts_word *best = NULL;

	for (size_t slot = slot_of(key); w->slots[slot].row;
	     slot = (slot + 1) & (SLOTS - 1)) {
		const struct facts_word *row = &w->rows[w->slots[slot].row - 1];

		if (w->slots[slot].key != key || !matches(row, fold))
			continue;
		if (!best || row->pattern.n > best->pattern.n || !row->open)
			best = row;
		if (!row->open)
			break;
	}
	return best ? (uint32_t)(best - w->rows) + 1 : 0;
}

const struct facts_word *facts_words_at(const struct facts_words *w, uint32_t number)
{
	return number > 0 ? &w->rows[number - 1] : NULL;
}
