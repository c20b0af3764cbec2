/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-jobs.h"

#include <math.h>

#include "lib/facts-cues.h"

#define REACH_ELLIPSIS 25 /* words from a count to one that leaves the noun out */

/* ---- the noun behind a number ---- */

/* Nouns of several words: "équivalents temps plein", "d'entre eux". */
static const struct {
	const char *phrase;
	uint32_t roles;
} noun_phrases[] = {
	{"equivalents temps plein", ROLE_NOUN | ROLE_JOB},
	{"equivalent temps plein", ROLE_NOUN | ROLE_JOB},
	{"equivalents temps pleins", ROLE_NOUN | ROLE_JOB},
	{"temps pleins", ROLE_NOUN | ROLE_JOB},
	{"temps plein", ROLE_NOUN | ROLE_JOB},
	{"entre eux", ROLE_NOUN | ROLE_PERSON},
	{"entre elles", ROLE_NOUN | ROLE_PERSON},
};

/* What makes "postes" something else than jobs. */
static const char *const other_posts[] = {
	"de douane",  "de police",	"de televis*",	 "de radio",	 "de secours",
	"de essence", "de controle",	"de charge",	 "de recharge*", "de garde",
	"electri*",   "frontiere*",	"de transform*", "informatiq*",	 "militaire*",
	"avance*",    "de observation", "de frontiere*", "de depense*",	 "budgetair*",
	"essence",    "de lutte",	"de pilotage",	 "de combat",
};

static bool is_other_post(const struct facts_text *r, size_t noun)
{
	if (!word_is(r, noun, "postes") && !word_is(r, noun, "poste"))
		return false;
	for (size_t i = 0; i < COUNT(other_posts); i++)
		if (phrase_at(r, noun + 1, other_posts[i]))
			return true;
	return false;
}

/* Behind the number, "de", and adjectives that stand before their noun. */
static size_t noun_place(const struct facts_text *r, const struct figure *f)
{
	size_t at = f->next;

	if (f->scale > 1 && word_is(r, at, "de") && word_tight(r, at))
		at++;
	for (int n = 0;
	     n < 2 && word_tight(r, at) && (word_roles(r, at) & ROLE_ADJECTIVE); n++)
		at++;
	return at;
}

/*
 * Whether the object of "suppressions" is jobs, or nothing is said and the sentence
 * tells.
 */
static bool has_jobs_object(const struct facts_text *r, size_t noun)
{
	struct str elided = word_elided(r, noun + 1);
	uint32_t sentence = r->words[noun].sentence;
	size_t at = noun + 1;

	if (word_is(r, at, "nettes") || word_is(r, at, "nets"))
		at++;
	if (word_is(r, at, "de") || (elided.n == 1 && word_tight(r, at))) {
		at += word_is(r, at, "de");
		return word_roles(r, at) & (ROLE_JOB | ROLE_STAFF | ROLE_WORK);
	}
	if (word_is(r, noun, "depart") || word_is(r, noun, "departs"))
		if (phrase_at(r, at, "volontaires") || phrase_at(r, at, "naturels") ||
		    phrase_at(r, at, "contraints") || phrase_at(r, at, "en retraite") ||
		    phrase_at(r, at, "à la retraite"))
			return true;
	for (size_t i = 0; i < r->figures_count && r->figures[i].first < noun; i++)
		if (r->figures[i].kind == FIGURE_JOBS && r->figures[i].jobs == JOBS_CUT)
			return true;
	for (size_t i = noun; i-- > 0 && r->words[i].sentence == sentence;)
		if (word_roles(r, i) & (ROLE_JOB | ROLE_STAFF | ROLE_WORK))
			return true;
	for (size_t i = noun + 1; reading_has(r, i) && r->words[i].sentence == sentence;
	     i++)
		if (word_roles(r, i) & (ROLE_JOB | ROLE_STAFF | ROLE_WORK))
			return true;
	return false;
}

/* The noun's end behind "suppressions de postes", "emplois CDI". */
static size_t noun_end(const struct facts_text *r, size_t noun, uint32_t roles)
{
	size_t at = noun + 1;

	if (roles & (ROLE_CREATED | ROLE_CUT)) {
		size_t object = at + word_is(r, at, "de");

		if (word_tight(r, at) && word_tight(r, object) &&
		    (object > at || word_elided(r, at).n) &&
		    (word_roles(r, object) & (ROLE_JOB | ROLE_STAFF)))
			return object + 1;
	}
	if (roles & ROLE_JOB && word_tight(r, at) &&
	    (word_is(r, at, "cdi") || word_is(r, at, "cdd")))
		return at + 1;
	return at;
}

/* "relais de poste": posts and jobs that are counted are many. */
static bool is_singular(const struct facts_text *r, size_t i)
{
	return word_is(r, i, "poste") || word_is(r, i, "emploi") ||
	       word_is(r, i, "job") || word_is(r, i, "personne");
}

/*
 * Fills *end with the word behind the noun; answers its roles, 0 when it's no noun of
 * jobs.
 */
static uint32_t read_noun(const struct facts_text *r, const struct figure *f, size_t *end)
{
	size_t at = noun_place(r, f);
	uint32_t roles = word_roles(r, at);

	if (!reading_has(r, at) || (r->words[at].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH)))
		return 0;
	for (size_t i = 0; i < COUNT(noun_phrases); i++) {
		size_t n = phrase_at(r, at, noun_phrases[i].phrase);

		if (n) {
			*end = at + n;
			return noun_phrases[i].roles;
		}
	}
	if (!(roles & ROLE_NOUN) || is_singular(r, at) || is_other_post(r, at) ||
	    (roles & ROLE_OBJECT && !has_jobs_object(r, at)))
		return 0;
	*end = noun_end(r, at, roles);
	if (roles & (ROLE_JOB | ROLE_STAFF | ROLE_PERSON))
		roles &= ~(uint32_t)CUES; /* "employés" is no "employer" */
	return roles;
}

/* ---- counts with their noun ---- */

static bool is_whole_number(const struct figure *f)
{
	return f->value >= 1 && f->value == floor(f->value);
}

static bool is_count(const struct figure *f)
{
	return (f->kind == FIGURE_NUMBER || f->kind == FIGURE_COUNT) &&
	       is_whole_number(f) && !(f->flags & FIGURE_ARTICLE);
}

/* How far back a count without noun may lean on another. */
enum lean {
	LEAN_SENTENCE, /* its own sentence */
	LEAN_BEFORE,   /* the one before too */
	LEAN_NEXT,     /* the same, with no other number between */
};

/* The count of jobs before figure `index` that it may lean on; SIZE_MAX when none. */
static size_t antecedent(const struct facts_text *r, size_t index, enum lean lean)
{
	const struct figure *f = &r->figures[index];
	uint32_t back = lean == LEAN_SENTENCE ? 0 : 1;

	for (size_t i = index; i-- > 0;) {
		const struct figure *g = &r->figures[i];

		if (g->part != f->part || g->sentence + back < f->sentence ||
		    f->first - g->after > REACH_ELLIPSIS * (1 + back))
			break;
		if (g->kind == FIGURE_JOBS && !(g->flags & FIGURE_WHOLE))
			return i;
		if (lean == LEAN_NEXT && g->kind != FIGURE_JOBS)
			break;
	}
	return SIZE_MAX;
}

/* "supprime 60 postes sur les 240 que compte": the whole of a count before. */
static bool is_whole(const struct facts_text *r, size_t index)
{
	const struct figure *f = &r->figures[index];
	size_t part = antecedent(r, index, LEAN_SENTENCE), at = reading_governor(r, f);

	return part != SIZE_MAX && at != SIZE_MAX && word_is(r, at, "sur") &&
	       r->figures[part].value < f->value;
}

/* "neuf salariés sur dix": a share. */
static bool is_share(const struct facts_text *r, const struct figure *f)
{
	const struct word *w;

	if (f->value > 10)
		return false;
	if (phrase_before(r, f->first, "sur"))
		return true;
	if (!word_is(r, f->after, "sur") || !reading_has(r, f->after + 1))
		return false;
	w = &r->words[f->after + 1];
	return w->token->kind == TOKEN_NUM ||
	       (word_roles(r, f->after + 1) & ROLE_NUMERAL);
}

static void take_jobs(const struct facts_text *r, struct figure *f, uint32_t cue,
		      bool sure)
{
	f->kind = FIGURE_JOBS;
	f->jobs = cues_kind(cue);
	if (sure)
		f->flags |= FIGURE_SURE;
	f->end = r->words[f->after - 1].token->end;
	if (!(f->flags & (FIGURE_LOW | FIGURE_HIGH)))
		f->bound = reading_bound(r, f);
}

/* "ses 94 salariés", "les 235 salariés": a staff, whatever happens to it. */
static bool is_definite(const struct facts_text *r, const struct figure *f)
{
	static const char *const articles[] = {"les", "ses",  "leurs", "des",
					       "aux", "nos",  "vos",   "la",
					       "sa",  "leur", "cette", "sur"};

	for (size_t i = 0; i < COUNT(articles); i++)
		if (phrase_before(r, f->first, articles[i]))
			return true;
	return phrase_before(r, f->first, "ses quelque") ||
	       phrase_before(r, f->first, "les quelque");
}

/*
 * Salariés that no cue makes a staff: those who march, fall ill, answer a poll; a
 * nation's.
 */
static bool is_story(const struct facts_text *r, const struct figure *f)
{
	if (is_definite(r, f))
		return false;
	return f->value >= 1e6 || word_is(r, f->next, "ex") || cues_event(r, f);
}

/* "un échantillon de 1 000 salariés", "les entreprises de plus de 50 salariés". */
static bool is_threshold(const struct facts_text *r, const struct figure *f)
{
	static const char *const firms[] = {"entreprises", "societes", "structures",
					    "tpe",	   "pme",      "etablissements",
					    "employeurs",  "firmes",   "groupes"};
	size_t at = reading_governor(r, f);

	if (phrase_before(r, f->first, "aupres de") ||
	    phrase_before(r, f->first, "echantillon de"))
		return true;
	if (at == SIZE_MAX || reading_bound(r, f) == BOUND_EXACT)
		return false;
	if (phrase_at(r, at, "employ*") || phrase_at(r, at, "compt*"))
		at = at > 0 ? at - 1 : at;
	for (size_t i = 0; i < COUNT(firms); i++)
		if (word_is(r, at, firms[i]))
			return true;
	return false;
}

/* "100 nouveaux collaborateurs". */
static bool is_new(const struct facts_text *r, const struct figure *f)
{
	for (size_t i = f->next; i < f->after; i++)
		if (phrase_at(r, i, "nouve*") || phrase_at(r, i, "futur*"))
			return true;
	return false;
}

static bool read_counted(const struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];
	size_t end = 0;
	uint32_t roles = read_noun(r, f, &end), cue;

	if (!roles)
		return false;
	f->after = (uint32_t)end;
	if (is_share(r, f) || is_threshold(r, f))
		return false;
	if (roles & CUES) {
		take_jobs(r, f, roles, true);
		return true;
	}
	if (is_whole(r, index)) {
		take_jobs(r, f, ROLE_KEPT, true);
		f->flags |= FIGURE_WHOLE;
		return true;
	}
	cue = cues_find(r, f, roles);
	if (!cue && is_new(r, f) && !(roles & ROLE_PERSON))
		cue = ROLE_CREATED;
	if (f->value < SMALL_COUNT && (cue & ROLE_KEPT) && (cue & ROLE_WEAK))
		return false; /* "il a occupé deux postes" */
	if (!cue && (roles & ROLE_PERSON || f->value < SMALL_COUNT ||
		     (roles & ROLE_STAFF && is_story(r, f))))
		return false;
	if (roles & ROLE_PERSON && word_tight(r, f->after) &&
	    word_roles(r, f->after) & ROLE_WORK &&
	    cues_participle(r->words[f->after].token->form))
		f->after++; /* "129 personnes licenciées" */
	take_jobs(r, f, cue, cue & CUES && !(cue & ROLE_PROMISE));
	if (roles & ROLE_JOB)
		f->flags |= FIGURE_POSTS;
	return true;
}

/* "recruter 3.000 facteurs": any people that such a verb governs. */
static bool read_governed(const struct facts_text *r, struct figure *f)
{
	size_t at = noun_place(r, f), away = 0;
	uint32_t roles = word_roles(r, at), cue;
	const struct form *form;

	if (!reading_has(r, at) || !word_tight(r, at) || f->scale >= 1e6 ||
	    r->words[at].token->kind != TOKEN_WORD ||
	    (r->words[at].token->flags & TOKEN_CAPITAL) ||
	    (roles &
	     (ROLE_UNIT | ROLE_OUTSIDER | ROLE_PLACING | ROLE_LINK | ROLE_NUMERAL)))
		return false;
	form = r->words[at].token->form;
	if (!str_ends(form->fold, STR("s")) && !str_ends(form->fold, STR("x")))
		return false;
	cue = cues_before(r, f, 0, false, &away);
	if (!(cue & ROLE_WORK) || cue & ROLE_WEAK || away > 0) {
		f->after = (uint32_t)at + 1;
		cue = cues_behind(r, f, false);
		f->after = f->next;
		if (!(cue & ROLE_WORK) || cue & ROLE_KEPT || f->value < SMALL_COUNT)
			return false;
	}
	f->after = (uint32_t)at + 1;
	take_jobs(r, f, cue, true);
	return true;
}

/* ---- ranges ---- */

/* "1 300 à 1 400 salariés", "entre 1 400 et 1 500 postes", "200-300 emplois". */
static bool is_low_end(const struct facts_text *r, const struct figure *low,
		       const struct figure *high)
{
	size_t at = low->next;

	if (low->kind != FIGURE_NUMBER || !is_whole_number(low) ||
	    (low->value >= high->value && high->scale == 1) || (low->flags & FIGURE_YEAR))
		return false;
	if (at == high->first)
		return (r->words[at].gap & GAP_DASH) && !(r->words[at].gap & GAP_COMMA);
	if (at + 1 != high->first || !word_tight(r, at) || !word_tight(r, high->first))
		return false;
	if (word_is_exactly(r, at, "à") || word_is(r, at, "ou"))
		return true;
	return word_is(r, at, "et") && phrase_before(r, low->first, "entre");
}

/* The count before a noun's is the lower end: it becomes one of jobs too. */
static void read_low_end(const struct facts_text *r, struct figure *low,
			 struct figure *high)
{
	bool change = reading_changes(r, low);

	if (!is_low_end(r, low, high))
		return;
	low->kind = FIGURE_JOBS;
	low->jobs = high->jobs;
	low->flags |= FIGURE_LOW | (high->flags & FIGURE_SURE);
	high->flags |= FIGURE_HIGH;
	reading_fit_low(low, high);
	low->bound = change ? BOUND_EXACT : BOUND_MIN;
	high->bound = change ? BOUND_EXACT : BOUND_MAX;
	high->start = low->start;
	low->end = high->end;
	low->after = high->after;
}

/* ---- counts that leave the noun out ---- */

/* Nothing is counted behind it: "dont 800 en France", "sur 10.500, ...". */
static bool stands_alone(const struct facts_text *r, const struct figure *f)
{
	uint32_t roles = word_roles(r, f->next);

	if (f->scale > 1000 || f->value < 2 || (f->flags & FIGURE_YEAR))
		return false;
	if (!reading_has(r, f->next) || !word_tight(r, f->next))
		return !(reading_has(r, f->next) &&
			 (r->words[f->next].gap & (GAP_DASH | GAP_SLASH)));
	if (roles & ROLE_UNIT)
		return false;
	if (word_elided(r, f->next).n > 1) /* "les 25.000 qu'y compte le groupe" */
		return true;
	return roles & (ROLE_PLACING | ROLE_CLASS | ROLE_PROMISE | CUES) ||
	       phrase_at(r, f->next, "de plus") || phrase_at(r, f->next, "de moins");
}

static void take_alone(const struct facts_text *r, struct figure *f, enum jobs_kind kind)
{
	f->kind = FIGURE_JOBS;
	f->jobs = kind;
	f->flags |= FIGURE_SURE;
	f->bound = reading_bound(r, f);
}

/* "contre 500", "et 831 à Nozay", ", 330 à Cannes", "600 indirects", "2.100 avec ...". */
static bool is_further(const struct facts_text *r, const struct figure *f,
		       const struct figure *last, size_t at)
{
	uint32_t roles = word_roles(r, f->next);
	bool placed = word_is(r, f->next, "a") || word_is(r, f->next, "en") ||
		      word_is(r, f->next, "dans") || word_is(r, f->next, "chez") ||
		      word_is(r, f->next, "au") || word_is(r, f->next, "aux");

	if (f->value < SMALL_COUNT)
		return false;
	if (roles & ROLE_CLASS || word_is(r, at, "contre") || word_is(r, at, "lieu"))
		return true;
	if (word_is(r, at, "et") && roles & ROLE_PLACING)
		return true;
	if (placed && (r->words[at + 1].gap & GAP_COMMA))
		return true;
	return f->first - last->after <= 2 &&
	       (word_is(r, f->next, "avec") || word_is(r, f->next, "hors"));
}

/* Counts that lean on the one before: "sur les 63 000", "dont 800". */
static bool read_ellipsis(const struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];
	bool class = word_roles(r, f->next) & ROLE_CLASS;
	size_t lean = antecedent(r, index, class ? LEAN_NEXT : LEAN_SENTENCE), at;
	const struct figure *last;

	if (lean == SIZE_MAX || !stands_alone(r, f))
		return false;
	last = &r->figures[lean];
	if (class && !(last->flags & (FIGURE_SURE | FIGURE_POSTS)))
		return false;
	at = reading_governor(r, f);
	if (at == SIZE_MAX && !class)
		return false;
	if (word_is(r, at, "sur")) {
		if (f->value < last->value)
			return false;
		take_alone(r, f, JOBS_STAFF);
		f->flags |= FIGURE_WHOLE;
		return true;
	}
	if (!word_is(r, at, "dont") && !class && !is_further(r, f, last, at))
		return false;
	take_alone(r, f, last->jobs);
	f->leans = (uint32_t)lean + 1;
	return true;
}

/* "elle en recrutera 28", "il en a créé vingt-cinq", "en accueillera 90 de plus". */
static bool read_pronoun(const struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];
	size_t verb = reading_governor(r, f), away = 0;
	uint32_t cue;

	if (verb == SIZE_MAX || verb == 0 || !stands_alone(r, f) ||
	    antecedent(r, index, LEAN_BEFORE) == SIZE_MAX)
		return false;
	if (!phrase_before(r, verb, "en") && !phrase_before(r, verb, "en a") &&
	    !phrase_before(r, verb, "en ont"))
		return false;
	cue = cues_phrase(r, f->next);
	if (!cue)
		cue = cues_before(r, f, 0, true, &away);
	if (!(cue & CUES) || away > 0)
		return false;
	take_alone(r, f, cues_kind(cue));
	return true;
}

/* "ils sont désormais 150", where the sentence before speaks of staff. */
static bool read_people(const struct facts_text *r, size_t index)
{
	static const char *const fronts[] = {"ils sont",      "ils etaient",
					     "ils seront",    "elles sont",
					     "elles etaient", "elles seront"};
	struct figure *f = &r->figures[index];
	size_t at = f->first;

	while (at > 0 && word_roles(r, at - 1) & ROLE_LINK &&
	       !(r->words[at].gap & GAP_SENTENCE))
		at--;
	if (!stands_alone(r, f))
		return false;
	for (size_t i = 0; i < COUNT(fronts); i++) {
		if (!phrase_before(r, at, fronts[i]))
			continue;
		for (size_t k = at; k > 0 && r->words[k].token; k--) {
			if (r->words[k].sentence + 1 < f->sentence)
				return false;
			if (word_roles(r, k) & (ROLE_STAFF | ROLE_WORK)) {
				take_alone(r, f, JOBS_STAFF);
				return true;
			}
		}
	}
	return false;
}

/* "130 des 210 emplois": a part of the next count. */
static void read_part(const struct facts_text *r, struct figure *part,
		      const struct figure *f)
{
	if (part->kind != FIGURE_NUMBER || !is_whole_number(part) ||
	    part->value >= f->value || part->flags & FIGURE_YEAR ||
	    part->next + 1 != f->first ||
	    !(word_is(r, part->next, "des") || word_is(r, part->next, "sur")))
		return;
	take_alone(r, part, f->jobs);
}

/* "un effectif de 3.000", "les effectifs ont crû de 180.000 à 194.000". */
static bool read_headcount(const struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];

	if (!stands_alone(r, f) && !(word_is_exactly(r, f->next, "à")))
		return false;
	for (size_t i = f->first, n = 0; i > 0 && n < 8; i--, n++) {
		if (r->words[i].gap & (GAP_SENTENCE | GAP_COMMA))
			return false;
		if (!phrase_at(r, i - 1, "effectif*"))
			continue;
		if (!phrase_before(r, f->first, "de") &&
		    !phrase_before(r, f->first, "à") &&
		    reading_bound(r, f) == BOUND_EXACT)
			return false;
		take_jobs(r, f, cues_staff(r, i - 1, f, true), true);
		return true;
	}
	return false;
}

/* "ramener à 500 le nombre d'emplois supprimés", "portant à 600 les emplois coupés". */
static bool read_inverted(const struct facts_text *r, size_t index)
{
	static const char *const fronts[] = {
		"le nombre de ses", "le nombre de", "le nombre des", "le nombre total de",
		"le nombre",	    "les",	    "ses",	     "leurs"};
	struct figure *f = &r->figures[index];

	if (!(word_roles(r, f->next) & ROLE_LINK))
		return false;
	for (size_t i = 0; i < COUNT(fronts); i++) {
		size_t n = phrase_at(r, f->next, fronts[i]), end;
		uint32_t roles = n ? word_roles(r, f->next + n) : 0, cue;

		if (!(roles & ROLE_NOUN) || f->flags & FIGURE_YEAR)
			continue;
		end = noun_end(r, f->next + n, roles);
		f->after = (uint32_t)end;
		if (roles & (ROLE_JOB | ROLE_STAFF | ROLE_PERSON))
			roles &= ~(uint32_t)CUES;
		cue = roles & CUES ? roles : cues_find(r, f, roles);
		f->after = f->next;
		if (!cue && roles & ROLE_PERSON)
			return false;
		take_jobs(r, f, cue, cue != 0);
		return true;
	}
	return false;
}

/* "non remplacés (environ 3.500)": the bracket counts what stands before it. */
static bool read_bracket(const struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];
	size_t open = f->first;

	if (f->scale > 1 || f->flags & FIGURE_YEAR || f->value < SMALL_COUNT ||
	    !(r->words[f->next].gap & GAP_CLOSE))
		return false;
	while (open > 0 && !(r->words[open].gap & (GAP_OPEN | GAP_SENTENCE)))
		if (!(word_roles(r, --open) & ROLE_LINK))
			return false;
	if (!(r->words[open].gap & GAP_OPEN))
		return false;
	for (size_t i = open, n = 0; i > 0 && n < 5; i--, n++) {
		uint32_t roles = word_roles(r, i - 1);

		if (r->words[i].gap & (GAP_SENTENCE | GAP_COMMA))
			return false;
		if (roles & ROLE_NOUN && roles & (CUES | ROLE_JOB | ROLE_STAFF) &&
		    !is_singular(r, i - 1)) {
			take_jobs(r, f, roles & CUES, (roles & CUES) != 0);
			return true;
		}
	}
	return false;
}

/* ---- the pass ---- */

/*
 * The kind of a surely known figure with the same count, else of most posts of the
 * article.
 */
static enum jobs_kind kind_elsewhere(const struct facts_text *r, const struct figure *f)
{
	size_t cut = 0, created = 0;

	for (size_t i = 0; i < r->figures_count; i++) {
		const struct figure *g = &r->figures[i];

		if (g->kind != FIGURE_JOBS || !(g->flags & FIGURE_SURE))
			continue;
		if (g->value == f->value)
			return g->jobs;
		cut += g->jobs == JOBS_CUT;
		created += g->jobs == JOBS_CREATED;
	}
	return f->flags & FIGURE_POSTS && cut > created ? JOBS_CUT : f->jobs;
}

/* Counts told without a cue, and those that lean on them. */
static void settle_kinds(struct facts_text *r)
{
	for (size_t i = 0; i < r->figures_count; i++) {
		struct figure *f = &r->figures[i];

		if (f->kind != FIGURE_JOBS)
			continue;
		if (f->leans)
			f->jobs = r->figures[f->leans - 1].jobs;
		else if (!(f->flags & FIGURE_SURE))
			f->jobs = kind_elsewhere(r, f);
	}
}

/* The figure with its noun, and the one before that shares it. */
static bool read_with_noun(struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];

	if (!read_counted(r, index) && !read_governed(r, f) && !read_inverted(r, index))
		return false;
	if (index > 0) {
		read_low_end(r, f - 1, f);
		read_part(r, f - 1, f);
	}
	return true;
}

void jobs_find(struct facts_text *r)
{
	for (size_t i = 0; i < r->figures_count; i++) {
		if (!is_count(&r->figures[i]) || read_with_noun(r, i))
			continue;
		if (!read_headcount(r, i) && !read_pronoun(r, i) &&
		    !read_ellipsis(r, i) && !read_people(r, i))
			read_bracket(r, i);
	}
	settle_kinds(r);
}
