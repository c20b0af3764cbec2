/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-jobs.h"

#define REACH_BEFORE 30	  /* words looked back for a cue, in the sentence */
#define REACH_STAFF 4	  /* of them, words that are no links: for salariés, employés */
#define REACH_PERSON 8	  /* the same for personnes */
#define REACH_BEHIND 14	  /* words looked ahead for what became of them */
#define REACH_NEAR 8	  /* and for what they did */
#define REACH_FIRM 8	  /* words from the firm to what it counts */
#define REACH_BRACKET 12  /* words of a bracket that is passed over */
#define SMALL_COUNT 10	  /* below it, salariés are people of the story unless a cue tells */
#define REACH_ELLIPSIS 25 /* words from a count to the next one that leaves the noun out */

#define CUES (ROLE_CREATED | ROLE_CUT | ROLE_KEPT)

static bool in_text(const struct reading *r, size_t i)
{
	return i < r->count && r->words[i].token;
}

static enum jobs_kind kind_of(uint32_t roles)
{
	if (roles & ROLE_CUT)
		return JOBS_CUT;
	return roles & ROLE_CREATED ? JOBS_CREATED : JOBS_STAFF;
}

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
	"de douane", "de police",    "de televis*", "de radio",   "de secours", "de essence",
	"de controle", "de charge",    "de recharge*", "de garde",	 "electri*",   "frontiere*",
	"de transform*", "informatiq*", "militaire*", "avance*", "de observation", "de frontiere*", "de depense*", "budgetair*", "essence",
	"de lutte",	 "de pilotage", "de combat",
};

static bool is_other_post(const struct reading *r, size_t noun)
{
	if (!word_is(r, noun, "postes") && !word_is(r, noun, "poste"))
		return false;
	for (size_t i = 0; i < COUNT(other_posts); i++)
		if (phrase_at(r, noun + 1, other_posts[i]))
			return true;
	return false;
}

/* Behind the number, "de", and adjectives that stand before their noun. */
static size_t noun_place(const struct reading *r, const struct figure *f)
{
	size_t at = f->next;

	if (f->scale > 1 && word_is(r, at, "de") && word_tight(r, at))
		at++;
	for (int n = 0; n < 2 && word_tight(r, at) && (word_roles(r, at) & ROLE_ADJECTIVE); n++)
		at++;
	return at;
}

/* Whether the object of "suppressions" is jobs, or nothing is said and the sentence tells. */
static bool has_jobs_object(const struct reading *r, size_t noun)
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
	for (size_t i = noun + 1; in_text(r, i) && r->words[i].sentence == sentence; i++)
		if (word_roles(r, i) & (ROLE_JOB | ROLE_STAFF | ROLE_WORK))
			return true;
	return false;
}

/* The noun's end behind "suppressions de postes", "emplois CDI". */
static size_t noun_end(const struct reading *r, size_t noun, uint32_t roles)
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
static bool is_singular(const struct reading *r, size_t i)
{
	return word_is(r, i, "poste") || word_is(r, i, "emploi") || word_is(r, i, "job") ||
	       word_is(r, i, "personne");
}

/* Fills *end with the word behind the noun; answers its roles, 0 when it's no noun of jobs. */
static uint32_t read_noun(const struct reading *r, const struct figure *f, size_t *end)
{
	size_t at = noun_place(r, f);
	uint32_t roles = word_roles(r, at);

	if (!in_text(r, at) || (r->words[at].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH)))
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

/* ---- cues ---- */

/* The first word before the number that is no link; SIZE_MAX when the sentence begins. */
static size_t governor(const struct reading *r, const struct figure *f)
{
	for (size_t i = f->first; i > 0 && r->words[i - 1].token; i--) {
		if (r->words[i].gap & GAP_SENTENCE)
			return SIZE_MAX;
		if (!(word_roles(r, i - 1) & ROLE_LINK) || word_is(r, i - 1, "et"))
			return i - 1;
	}
	return SIZE_MAX;
}

/* Said of the noun before, in any form. */
static const struct {
	const char *phrase;
	uint32_t roles;
} phrases_behind[] = {
	{"perd* leur emploi", ROLE_CUT | ROLE_WORK},
	{"perd* leurs emplois", ROLE_CUT | ROLE_WORK},
	{"perd* leur poste", ROLE_CUT | ROLE_WORK},
	{"perd* leur travail", ROLE_CUT | ROLE_WORK},
	{"en moins", ROLE_CUT},
	{"de moins", ROLE_CUT},
	{"de trop", ROLE_CUT | ROLE_WORK},
	{"en jeu", ROLE_CUT},
	{"en peril", ROLE_CUT},
	{"en danger", ROLE_CUT},
	{"en sursis", ROLE_CUT},
	{"sur la sellette", ROLE_CUT},
	{"sur le carreau", ROLE_CUT | ROLE_WORK},
	{"disparai*", ROLE_CUT},
	{"quitteront", ROLE_CUT},
	{"en plus", ROLE_CREATED},
	{"de plus", ROLE_CREATED},
	{"à pourvoir", ROLE_CREATED},
	{"voir le jour", ROLE_CREATED},
	{"naître", ROLE_CREATED},
	{"supplementaires", ROLE_CREATED},
	{"ouverts", ROLE_CREATED},
	{"ouvertes", ROLE_CREATED},
	{"travaill*", ROLE_KEPT | ROLE_WORK},
};

/* supprimés, perdues, ouverts: said of the noun before. */
static bool is_participle(const struct form *form)
{
	static const char *const endings[] = {"é",  "és",  "ée",   "ées", "us",  "ues",
					      "is", "its", "ites", "rts", "rtes"};

	for (size_t i = 0; i < COUNT(endings); i++)
		if (str_ends(form->exact, str_of(endings[i])))
			return true;
	return false;
}

/* emploiera, occuperont, mobiliserait. */
static bool is_future(const struct form *form)
{
	return str_ends(form->fold, STR("era")) || str_ends(form->fold, STR("eront")) ||
	       str_ends(form->fold, STR("erait")) || str_ends(form->fold, STR("eraient"));
}

static bool is_negation(const struct reading *r, size_t i)
{
	return word_is(r, i, "pas") || word_is(r, i, "aucun") || word_is(r, i, "aucune") ||
	       word_is(r, i, "jamais");
}

static uint32_t phrase_behind(const struct reading *r, size_t i)
{
	for (size_t k = 0; k < COUNT(phrases_behind); k++)
		if (phrase_at(r, i, phrases_behind[k].phrase))
			return phrases_behind[k].roles;
	return 0;
}

/* The word behind a bracket that opens before word i. */
static size_t bracket_end(const struct reading *r, size_t i)
{
	size_t at = i;

	for (size_t n = 0; n < REACH_BRACKET && in_text(r, at); n++)
		if (r->words[++at].gap & GAP_CLOSE)
			return at;
	return i;
}

/*
 * The cue behind the noun: "1 200 postes seront supprimés", "300 postes à pourvoir". What
 * became of them goes before what they did: "14 employés qui travaillaient ... ont été remerciés".
 */
static uint32_t cue_behind(const struct reading *r, const struct figure *f, bool cuts)
{
	uint32_t found = 0;

	for (size_t i = f->after, n = 0; n < REACH_BEHIND && in_text(r, i); i++, n++) {
		uint32_t roles, gap = r->words[i].gap;

		if (gap & GAP_OPEN && !(gap & GAP_CLOSE))
			i = bracket_end(r, i);
		if (!in_text(r, i) ||
		    r->words[i].gap & (GAP_SENTENCE | GAP_PAUSE | GAP_COLON | GAP_COMMA) ||
		    is_negation(r, i) || word_is(r, i, "que") || word_is(r, i, "dont"))
			break;
		roles = phrase_behind(r, i);
		if (!roles && (is_participle(r->words[i].token->form) ||
			       word_is_exactly(r, i - 1, "à")))
			roles = word_roles(r, i);
		if (roles & ROLE_TONE ? !cuts : roles & ROLE_WEAK)
			continue;
		if (roles & (ROLE_CUT | ROLE_CREATED) && !(roles & ROLE_TONE))
			return roles;
		if (!found && roles & (CUES | ROLE_PROMISE) && n < REACH_NEAR)
			found = roles;
	}
	return found;
}

/* "effectifs augmenter de 1 260 agents": the change, not the staff. */
static uint32_t cue_of_change(const struct reading *r, size_t from, const struct figure *f)
{
	if (!phrase_before(r, f->first, "de") || word_is_exactly(r, f->next, "à"))
		return 0;
	for (size_t i = from; i < f->first; i++) {
		if (phrase_at(r, i, "augment*") || phrase_at(r, i, "renfor*") ||
		    phrase_at(r, i, "gross*"))
			return ROLE_CREATED | ROLE_WORK;
		if (phrase_at(r, i, "redui*") || phrase_at(r, i, "baiss*") ||
		    phrase_at(r, i, "diminu*"))
			return ROLE_CUT | ROLE_WORK;
	}
	return 0;
}

/*
 * "réduction d'effectifs de 500 personnes" and "effectifs réduits de 500", against "un
 * effectif de 500 personnes". `governs`: no other word between effectif and number.
 */
static uint32_t cue_of_staff(const struct reading *r, size_t at, const struct figure *f,
			     bool governs)
{
	uint32_t change = cue_of_change(r, at + 1, f);

	if (change)
		return change;
	if (!governs || (phrase_before(r, f->first, "à") && !phrase_before(r, f->first, "jusqu à")))
		return ROLE_KEPT | ROLE_WORK;
	for (size_t i = at, n = 0; i > 0 && n < 4; n++, i--) {
		uint32_t roles = word_roles(r, i - 1);

		if (r->words[i].gap & GAP_SENTENCE || word_is(r, i - 1, "dans"))
			break;
		if (roles & (ROLE_CUT | ROLE_CREATED))
			return (roles & (ROLE_CUT | ROLE_CREATED)) | ROLE_WORK;
	}
	return ROLE_KEPT | ROLE_WORK;
}

/* "emploiera 160 personnes": they are not there yet; "comptera" says so of a total. */
static uint32_t in_tense(const struct reading *r, size_t i, uint32_t roles)
{
	bool work = roles & ROLE_WORK || phrase_at(r, i, "mobilis*");

	if (roles & ROLE_KEPT && work && is_future(r->words[i].token->form))
		return (roles & ~(uint32_t)ROLE_KEPT) | ROLE_CREATED;
	if (phrase_at(r, i, "travailler") && word_is(r, i - 1, "fera"))
		return ROLE_CREATED | ROLE_WORK;
	return roles;
}

/* Weak cues must govern the number; those of tone need an article of cuts too. */
static bool counts_as_cue(uint32_t roles, size_t away, bool cuts)
{
	if (!(roles & CUES) || (roles & ROLE_TONE && !cuts))
		return false;
	return away == 0 || !(roles & ROLE_WEAK);
}

/* "séparer les deux hommes", against "se séparer de 70 personnes". */
static bool is_split(const struct reading *r, size_t i)
{
	return phrase_at(r, i, "separ*") && !word_is(r, i + 1, "de") &&
	       !word_is(r, i + 1, "des") && !word_elided(r, i + 1).n;
}

/* Where a clause begins: behind a full stop, a semicolon, a dash between spaces. */
static bool is_break(const struct reading *r, size_t i)
{
	uint32_t gap = r->words[i].gap;

	return gap & (GAP_SENTENCE | GAP_PAUSE) || !r->words[i - 1].token ||
	       ((gap & GAP_DASH) && (gap & GAP_SPACE));
}

/*
 * The nearest cue before the number. *away counts the words between that are no links: 0 is
 * a verb that governs the number.
 */
static uint32_t cue_before(const struct reading *r, const struct figure *f, size_t reach,
			   bool cuts, size_t *away)
{
	*away = 0;
	for (size_t i = f->first, n = 0; i > 0 && n < REACH_BEFORE; i--, n++) {
		uint32_t roles = word_roles(r, i - 1);

		if (is_break(r, i))
			return 0;
		if ((roles & ROLE_NOUN && roles & ROLE_STAFF) || is_split(r, i - 1))
			roles &= ~(uint32_t)CUES;
		if (phrase_at(r, i - 1, "effectif*"))
			return cue_of_staff(r, i - 1, f, *away == 0);
		if (counts_as_cue(roles, *away, cuts))
			return in_tense(r, i - 1, roles);
		if (!(roles & ROLE_LINK) && ++*away > reach)
			return 0;
	}
	return 0;
}

/* A word of `role` among the `reach` words before the figure, in its sentence. */
static bool follows_role(const struct reading *r, const struct figure *f, uint32_t role,
			 size_t reach)
{
	for (size_t i = f->first, n = 0; i > 0 && n < reach; i--, n++) {
		if (r->words[i].gap & GAP_SENTENCE)
			return false;
		if (word_roles(r, i - 1) & role)
			return true;
	}
	return false;
}

/* Whether a cue says of mere "personnes" that they work there: "l'usine compte 80 personnes". */
static bool fits_person(const struct reading *r, const struct figure *f, uint32_t cue)
{
	size_t at = governor(r, f);

	if (f->value < SMALL_COUNT && cue & ROLE_KEPT)
		return false;
	if (!cue)
		return false;
	return cue & ROLE_WORK || (cue & ROLE_KEPT && at != SIZE_MAX &&
				   phrase_at(r, at, "compt*") &&
				   follows_role(r, f, ROLE_FIRM, REACH_FIRM));
}

/* "une entreprise de dix-neuf personnes". */
static bool is_size(const struct reading *r, const struct figure *f)
{
	return f->value >= SMALL_COUNT && phrase_before(r, f->first, "de") && f->first >= 2 &&
	       word_roles(r, f->first - 2) & ROLE_FIRM && !word_is(r, f->first - 2, "groupe");
}

/* Whether the article tells of cuts rather than of new jobs. */
static bool tells_of_cuts(const struct reading *r)
{
	size_t cuts = 0, created = 0;

	for (size_t i = 0; i < r->count; i++) {
		uint32_t roles = word_roles(r, i);

		cuts += (roles & ROLE_LOUD) != 0;
		created += (roles & ROLE_CREATED) && (roles & ROLE_WORK);
	}
	return cuts > created;
}

/* Jobs of which only the article says what becomes of them. */
static uint32_t cue_of_article(const struct reading *r, const struct figure *f, bool cuts)
{
	bool coming = follows_role(r, f, ROLE_PROMISE, REACH_BEFORE) ||
		      word_roles(r, f->after) & ROLE_CLASS || phrase_at(r, f->after, "à la cle");

	if (cuts)
		return ROLE_CUT | ROLE_PROMISE;
	return coming ? ROLE_CREATED | ROLE_PROMISE : 0;
}

/* Whether the sentence goes on to tell of something else than work: a march, an illness. */
static bool has_event(const struct reading *r, const struct figure *f)
{
	for (size_t i = f->after, n = 0; n < REACH_BEHIND && in_text(r, i); i++, n++) {
		if (r->words[i].gap & GAP_SENTENCE)
			break;
		if (word_roles(r, i) & ROLE_EVENT)
			return true;
	}
	return false;
}

/* The kind that words around give a count of `roles` (its noun's); 0 when none does. */
static uint32_t find_cue(const struct reading *r, const struct figure *f, uint32_t roles)
{
	size_t reach = roles & ROLE_JOB	   ? REACH_BEFORE
		       : roles & ROLE_STAFF ? REACH_STAFF
					    : REACH_PERSON;
	bool cuts = tells_of_cuts(r);
	size_t away = 0;
	uint32_t before = cue_before(r, f, reach, cuts, &away);
	uint32_t behind = cue_behind(r, f, cuts);

	if (behind & ROLE_PROMISE && !(behind & CUES))
		behind |= roles & ROLE_PERSON ? 0 : cuts ? ROLE_CUT : ROLE_CREATED;
	if (!(roles & ROLE_JOB) && is_size(r, f))
		return ROLE_KEPT | ROLE_WORK;
	if (roles & ROLE_PERSON) {
		before = fits_person(r, f, before) ? before : 0;
		behind = behind & ROLE_WORK && fits_person(r, f, behind) ? behind : 0;
	}
	if ((before | behind) & ROLE_TONE && has_event(r, f))
		return 0;
	if (before && (!behind || (away == 0 && !(before & ROLE_TONE))))
		return before;
	if (!behind && roles & ROLE_JOB)
		behind = cue_of_article(r, f, cuts);
	return behind;
}

/* ---- counts with their noun ---- */

/* "neuf salariés sur dix": a share. */
static bool is_share(const struct reading *r, const struct figure *f)
{
	const struct word *w;

	if (f->value > 10)
		return false;
	if (phrase_before(r, f->first, "sur"))
		return true;
	if (!word_is(r, f->after, "sur") || !in_text(r, f->after + 1))
		return false;
	w = &r->words[f->after + 1];
	return w->token->kind == TOKEN_NUM || (word_roles(r, f->after + 1) & ROLE_NUMERAL);
}

static void take_jobs(const struct reading *r, struct figure *f, uint32_t cue, bool sure)
{
	f->kind = FIGURE_JOBS;
	f->jobs = kind_of(cue);
	if (sure)
		f->flags |= FIGURE_SURE;
	f->end = r->words[f->after - 1].token->end;
	if (!(f->flags & (FIGURE_LOW | FIGURE_HIGH)))
		f->bound = reading_bound(r, f);
}

static bool is_count(const struct figure *f)
{
	return (f->kind == FIGURE_NUMBER || f->kind == FIGURE_COUNT) && f->value >= 1 &&
	       f->value == (double)(uint64_t)f->value && !(f->flags & FIGURE_ARTICLE);
}

/* "ses 94 salariés", "les 235 salariés": a staff, whatever happens to it. */
static bool is_definite(const struct reading *r, const struct figure *f)
{
	static const char *const articles[] = {"les", "ses", "leurs", "des", "aux", "nos", "vos",
					       "la", "sa", "leur", "cette", "sur"};

	for (size_t i = 0; i < COUNT(articles); i++)
		if (phrase_before(r, f->first, articles[i]))
			return true;
	return phrase_before(r, f->first, "ses quelque") || phrase_before(r, f->first, "les quelque");
}

/* Salariés that no cue makes a staff: those who march, fall ill, answer a poll; a nation's. */
static bool is_story(const struct reading *r, const struct figure *f)
{
	if (is_definite(r, f))
		return false;
	return f->value >= 1e6 || word_is(r, f->next, "ex") || has_event(r, f);
}

/* "un échantillon de 1 000 salariés", "les entreprises de plus de 50 salariés". */
static bool is_threshold(const struct reading *r, const struct figure *f)
{
	static const char *const firms[] = {"entreprises", "societes", "structures", "tpe", "pme",
					    "etablissements", "employeurs", "firmes", "groupes"};
	size_t at = governor(r, f);

	if (phrase_before(r, f->first, "aupres de") || phrase_before(r, f->first, "echantillon de"))
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
static bool is_new(const struct reading *r, const struct figure *f)
{
	for (size_t i = f->next; i < f->after; i++)
		if (phrase_at(r, i, "nouve*") || phrase_at(r, i, "futur*"))
			return true;
	return false;
}

static bool read_counted(const struct reading *r, struct figure *f)
{
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
	cue = find_cue(r, f, roles);
	if (!cue && is_new(r, f) && !(roles & ROLE_PERSON))
		cue = ROLE_CREATED;
	if (!cue && (roles & ROLE_PERSON || f->value < SMALL_COUNT ||
		     (roles & ROLE_STAFF && is_story(r, f))))
		return false;
	take_jobs(r, f, cue, cue & CUES && !(cue & ROLE_PROMISE));
	if (roles & ROLE_JOB)
		f->flags |= FIGURE_POSTS;
	return true;
}

/* "recruter 3.000 facteurs": any people that such a verb governs. */
static bool read_governed(const struct reading *r, struct figure *f)
{
	size_t at = noun_place(r, f), away = 0;
	uint32_t roles = word_roles(r, at), cue;
	const struct form *form;

	if (!in_text(r, at) || !word_tight(r, at) || f->scale >= 1e6 ||
	    r->words[at].token->kind != TOKEN_WORD ||
	    (r->words[at].token->flags & TOKEN_CAPITAL) ||
	    (roles & (ROLE_UNIT | ROLE_OUTSIDER | ROLE_PLACING | ROLE_LINK | ROLE_NUMERAL)))
		return false;
	form = r->words[at].token->form;
	if (!str_ends(form->fold, STR("s")) && !str_ends(form->fold, STR("x")))
		return false;
	cue = cue_before(r, f, 0, false, &away);
	if (!(cue & ROLE_WORK) || cue & ROLE_WEAK || away > 0) {
		f->after = (uint32_t)at + 1;
		cue = cue_behind(r, f, false);
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
static bool is_low_end(const struct reading *r, const struct figure *low,
		       const struct figure *high)
{
	size_t at = low->next;

	if (low->kind != FIGURE_NUMBER || low->value <= 0 || low->value >= high->value ||
	    (low->flags & FIGURE_YEAR))
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
static void read_low_end(const struct reading *r, struct figure *low, struct figure *high)
{
	bool change = reading_changes(r, low);

	if (!is_low_end(r, low, high))
		return;
	low->kind = FIGURE_JOBS;
	low->jobs = high->jobs;
	low->flags |= FIGURE_LOW | (high->flags & FIGURE_SURE);
	high->flags |= FIGURE_HIGH;
	if (low->scale == 1 && high->scale > 1)
		low->value *= high->scale;
	low->bound = change ? BOUND_EXACT : BOUND_MIN;
	high->bound = change ? BOUND_EXACT : BOUND_MAX;
	high->start = low->start;
	low->end = high->end;
	low->after = high->after;
}

/* ---- counts that leave the noun out ---- */

/* Nothing is counted behind it: "dont 800 en France", "sur 10.500, ...". */
static bool stands_alone(const struct reading *r, const struct figure *f)
{
	uint32_t roles = word_roles(r, f->next);

	if (f->scale > 1000 || f->value < 2 || (f->flags & FIGURE_YEAR))
		return false;
	if (!in_text(r, f->next) || !word_tight(r, f->next))
		return !(in_text(r, f->next) && (r->words[f->next].gap & (GAP_DASH | GAP_SLASH)));
	if (roles & ROLE_UNIT)
		return false;
	return roles & (ROLE_PLACING | ROLE_CLASS | CUES) || phrase_at(r, f->next, "de plus") ||
	       phrase_at(r, f->next, "de moins");
}

/* How far back a count without noun may lean on another. */
enum lean {
	LEAN_SENTENCE, /* its own sentence */
	LEAN_BEFORE,   /* the one before too */
	LEAN_NEXT,     /* the same, with no other number between */
};

/* The count of jobs before figure `index` that it may lean on; SIZE_MAX when none. */
static size_t antecedent(const struct reading *r, size_t index, enum lean lean)
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

static void take_alone(struct figure *f, enum jobs_kind kind)
{
	f->kind = FIGURE_JOBS;
	f->jobs = kind;
	f->flags |= FIGURE_SURE;
}

/* "contre 500", "et 831 à Nozay", ", 330 à Cannes", "600 indirects", "2.100 avec ...". */
static bool is_further(const struct reading *r, const struct figure *f,
		       const struct figure *last, size_t at)
{
	uint32_t roles = word_roles(r, f->next);
	bool placed = word_is(r, f->next, "a") || word_is(r, f->next, "en") ||
		      word_is(r, f->next, "dans") || word_is(r, f->next, "chez") ||
		      word_is(r, f->next, "au") || word_is(r, f->next, "aux");

	if (roles & ROLE_CLASS || word_is(r, at, "contre") || word_is(r, at, "lieu"))
		return true;
	if (word_is(r, at, "et") && roles & ROLE_PLACING)
		return true;
	if (placed && f->value >= SMALL_COUNT && (r->words[at + 1].gap & GAP_COMMA))
		return true;
	return f->first - last->after <= 2 &&
	       (word_is(r, f->next, "avec") || word_is(r, f->next, "hors"));
}

/* Counts that lean on the one before: "sur les 63 000", "dont 800". */
static bool read_ellipsis(const struct reading *r, size_t index)
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
	at = governor(r, f);
	if (at == SIZE_MAX && !class)
		return false;
	if (word_is(r, at, "sur")) {
		if (f->value < last->value)
			return false;
		take_alone(f, JOBS_STAFF);
		f->flags |= FIGURE_WHOLE;
		return true;
	}
	if (!word_is(r, at, "dont") && !class && !is_further(r, f, last, at))
		return false;
	take_alone(f, last->jobs);
	f->leans = (uint32_t)lean + 1;
	return true;
}

/* "elle en recrutera 28", "il en a créé vingt-cinq", "en accueillera 90 de plus". */
static bool read_pronoun(const struct reading *r, size_t index)
{
	struct figure *f = &r->figures[index];
	size_t verb = governor(r, f), away = 0;
	uint32_t cue;

	if (verb == SIZE_MAX || verb == 0 || !stands_alone(r, f) ||
	    antecedent(r, index, LEAN_BEFORE) == SIZE_MAX)
		return false;
	if (!phrase_before(r, verb, "en") && !phrase_before(r, verb, "en a") &&
	    !phrase_before(r, verb, "en ont"))
		return false;
	cue = phrase_behind(r, f->next);
	if (!cue)
		cue = cue_before(r, f, 0, true, &away);
	if (!(cue & CUES) || away > 0)
		return false;
	take_alone(f, kind_of(cue));
	return true;
}

/* "ils sont désormais 150", where the sentence before speaks of staff. */
static bool read_people(const struct reading *r, size_t index)
{
	static const char *const fronts[] = {"ils sont", "ils etaient", "ils seront",
					     "elles sont", "elles etaient", "elles seront"};
	struct figure *f = &r->figures[index];
	size_t at = f->first;

	while (at > 0 && word_roles(r, at - 1) & ROLE_LINK && !(r->words[at].gap & GAP_SENTENCE))
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
				take_alone(f, JOBS_STAFF);
				return true;
			}
		}
	}
	return false;
}

/* "130 des 210 emplois": a part of the next count. */
static void read_part(const struct reading *r, struct figure *part, const struct figure *f)
{
	if (part->kind != FIGURE_NUMBER || part->value >= f->value ||
	    part->flags & FIGURE_YEAR || part->next + 1 != f->first ||
	    !(word_is(r, part->next, "des") || word_is(r, part->next, "sur")))
		return;
	part->bound = reading_bound(r, part);
	take_alone(part, f->jobs);
}

/* "un effectif de 3.000", "les effectifs ont crû de 180.000 à 194.000". */
static bool read_headcount(const struct reading *r, size_t index)
{
	struct figure *f = &r->figures[index];

	if (!stands_alone(r, f) && !(word_is_exactly(r, f->next, "à")))
		return false;
	if (!phrase_before(r, f->first, "de") && !phrase_before(r, f->first, "à") &&
	    reading_bound(r, f) == BOUND_EXACT)
		return false;
	for (size_t i = f->first, n = 0; i > 0 && n < 8; i--, n++) {
		if (r->words[i].gap & (GAP_SENTENCE | GAP_COMMA))
			return false;
		if (!phrase_at(r, i - 1, "effectif*"))
			continue;
		take_jobs(r, f, cue_of_staff(r, i - 1, f, true), true);
		return true;
	}
	return false;
}

/* "ramener à 500 le nombre d'emplois supprimés", "portant à 600 les emplois coupés". */
static bool read_inverted(const struct reading *r, size_t index)
{
	static const char *const fronts[] = {"le nombre de ses", "le nombre de", "le nombre des",
					     "le nombre total de", "le nombre", "les", "ses",
					     "leurs"};
	struct figure *f = &r->figures[index];

	for (size_t i = 0; i < COUNT(fronts); i++) {
		size_t n = phrase_at(r, f->next, fronts[i]), end;
		uint32_t roles = n ? word_roles(r, f->next + n) : 0, cue;

		if (!(roles & ROLE_NOUN) || f->flags & FIGURE_YEAR)
			continue;
		end = noun_end(r, f->next + n, roles);
		f->after = (uint32_t)end;
		if (roles & (ROLE_JOB | ROLE_STAFF | ROLE_PERSON))
			roles &= ~(uint32_t)CUES;
		cue = roles & CUES ? roles : find_cue(r, f, roles);
		f->after = f->next;
		if (!cue && roles & ROLE_PERSON)
			return false;
		take_jobs(r, f, cue, cue != 0);
		return true;
	}
	return false;
}

/* "non remplacés (environ 3.500)": the bracket counts what stands before it. */
static bool read_bracket(const struct reading *r, size_t index)
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

/* The kind of a surely known figure with the same count, else of most posts of the article. */
static enum jobs_kind kind_elsewhere(const struct reading *r, const struct figure *f)
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
static void settle_kinds(struct reading *r)
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
static bool read_with_noun(struct reading *r, size_t index)
{
	struct figure *f = &r->figures[index];

	if (!read_counted(r, f) && !read_governed(r, f) && !read_inverted(r, index))
		return false;
	if (index > 0) {
		read_low_end(r, f - 1, f);
		read_part(r, f - 1, f);
	}
	return true;
}

void jobs_find(struct reading *r)
{
	for (size_t i = 0; i < r->figures_count; i++) {
		if (!is_count(&r->figures[i]) || read_with_noun(r, i))
			continue;
		if (!read_headcount(r, i) && !read_pronoun(r, i) && !read_ellipsis(r, i) &&
		    !read_people(r, i))
			read_bracket(r, i);
	}
	settle_kinds(r);
}
