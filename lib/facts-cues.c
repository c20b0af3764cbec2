/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-cues.h"

#define REACH_BEFORE 30	 /* words looked back for a cue, in the sentence */
#define REACH_STAFF 4	 /* of them, words that are no links: for salariés, employés */
#define REACH_PERSON 8	 /* the same for personnes */
#define REACH_BEHIND 14	 /* words looked ahead for what became of them */
#define REACH_NEAR 8	 /* and for what they did */
#define REACH_FIRM 8	 /* words from the firm to what it counts */
#define REACH_BRACKET 12 /* words of a bracket that is passed over */

enum jobs_kind cues_kind(uint32_t roles)
{
	if (roles & ROLE_CUT)
		return JOBS_CUT;
	return roles & ROLE_CREATED ? JOBS_CREATED : JOBS_STAFF;
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
	{"ouverts", ROLE_CREATED},
	{"ouvertes", ROLE_CREATED},
	{"travaill*", ROLE_KEPT | ROLE_WORK},
};

/* supprimés, perdues, ouverts: said of the noun before. */
bool cues_participle(const struct form *form)
{
	static const char *const endings[] = {"é",  "és",  "ée",   "ées", "us",	 "ues",
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

static bool is_negation(const struct facts_text *r, size_t i)
{
	return word_is(r, i, "pas") || word_is(r, i, "aucun") ||
	       word_is(r, i, "aucune") || word_is(r, i, "jamais");
}

uint32_t cues_phrase(const struct facts_text *r, size_t i)
{
	for (size_t k = 0; k < COUNT(phrases_behind); k++)
		if (phrase_at(r, i, phrases_behind[k].phrase))
			return phrases_behind[k].roles;
	return 0;
}

/* The word behind a bracket that opens before word i. */
static size_t bracket_end(const struct facts_text *r, size_t i)
{
	size_t at = i;

	for (size_t n = 0; n < REACH_BRACKET && reading_has(r, at); n++)
		if (r->words[++at].gap & GAP_CLOSE)
			return at;
	return i;
}

/* "ont été supprimés", "sont menacés": the verb of the sentence, no mere adjective. */
static bool has_auxiliary(const struct facts_text *r, size_t i)
{
	static const char *const auxiliaries[] = {"ete",     "sont",	 "seront", "etre",
						  "etaient", "seraient", "soient"};

	for (size_t k = 0; k < COUNT(auxiliaries); k++)
		if (word_is(r, i - 1, auxiliaries[k]))
			return true;
	return false;
}

/*
 * The cue that word i behind a noun is to it: an expression, a participle, "à pourvoir".
 */
static uint32_t cue_at(const struct facts_text *r, size_t i, bool cuts)
{
	uint32_t roles = cues_phrase(r, i);

	if (!roles &&
	    (cues_participle(r->words[i].token->form) || word_is_exactly(r, i - 1, "à")))
		roles = word_roles(r, i);
	if (roles & ROLE_TONE ? !cuts : (roles & ROLE_WEAK) != 0)
		return 0;
	return roles & (CUES | ROLE_PROMISE | ROLE_WORK | ROLE_TONE);
}

/* Where what is said of a noun ends. */
static bool is_end(const struct facts_text *r, size_t i)
{
	return !reading_has(r, i) ||
	       (r->words[i].gap & (GAP_SENTENCE | GAP_PAUSE | GAP_COLON | GAP_COMMA)) ||
	       is_negation(r, i) || word_is(r, i, "que") || word_is(r, i, "dont");
}

/*
 * What became of them goes before what they did ("14 employés qui travaillaient ... ont
 * été remerciés"), and the verb before an adjective ("les emplois créés sont menacés").
 */
uint32_t cues_behind(const struct facts_text *r, const struct figure *f, bool cuts)
{
	uint32_t fate = 0, found = 0;

	for (size_t i = f->after, n = 0; n < REACH_BEHIND && reading_has(r, i);
	     i++, n++) {
		uint32_t cue;

		if (r->words[i].gap & GAP_OPEN && !(r->words[i].gap & GAP_CLOSE))
			i = bracket_end(r, i);
		if (is_end(r, i))
			break;
		cue = cue_at(r, i, cuts);
		if (cue & (ROLE_CUT | ROLE_CREATED) && !(cue & ROLE_TONE)) {
			if (!fate || has_auxiliary(r, i))
				fate = cue;
			if (n > 0)
				return fate;
		} else if (!found && cue & (CUES | ROLE_PROMISE) && n < REACH_NEAR) {
			found = cue;
		}
	}
	return fate ? fate : found;
}

/* "effectifs augmenter de 1 260 agents": the change, not the staff. */
static uint32_t cue_of_change(const struct facts_text *r, size_t from,
			      const struct figure *f)
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
uint32_t cues_staff(const struct facts_text *r, size_t at, const struct figure *f,
		    bool governs)
{
	uint32_t change = cue_of_change(r, at + 1, f);

	if (change)
		return change;
	if (!governs ||
	    (phrase_before(r, f->first, "à") && !phrase_before(r, f->first, "jusqu à")))
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
static uint32_t in_tense(const struct facts_text *r, size_t i, uint32_t roles)
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
static bool is_split(const struct facts_text *r, size_t i)
{
	return phrase_at(r, i, "separ*") && !word_is(r, i + 1, "de") &&
	       !word_is(r, i + 1, "des") && !word_elided(r, i + 1).n;
}

/* Where a clause begins: behind a full stop, a semicolon, a dash between spaces. */
static bool is_break(const struct facts_text *r, size_t i)
{
	uint32_t gap = r->words[i].gap;

	return gap & (GAP_SENTENCE | GAP_PAUSE) || !r->words[i - 1].token ||
	       ((gap & GAP_DASH) && (gap & GAP_SPACE));
}

/*
 * The nearest cue before the number. *away counts the words between that are no links: 0
 * is a verb that governs the number.
 */
uint32_t cues_before(const struct facts_text *r, const struct figure *f, size_t reach,
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
			return cues_staff(r, i - 1, f, *away == 0);
		if (counts_as_cue(roles, *away, cuts))
			return in_tense(r, i - 1, roles);
		if (!(roles & ROLE_LINK) && ++*away > reach)
			return 0;
	}
	return 0;
}

/* A word of `role` among the `reach` words before the figure, in its sentence. */
static bool follows_role(const struct facts_text *r, const struct figure *f,
			 uint32_t role, size_t reach)
{
	for (size_t i = f->first, n = 0; i > 0 && n < reach; i--, n++) {
		if (r->words[i].gap & GAP_SENTENCE)
			return false;
		if (word_roles(r, i - 1) & role)
			return true;
	}
	return false;
}

/*
 * Whether a cue says of mere "personnes" that they work there: "l'usine compte 80
 * personnes".
 */
static bool fits_person(const struct facts_text *r, const struct figure *f, uint32_t cue)
{
	size_t at = reading_governor(r, f);

	if (f->value < SMALL_COUNT && cue & ROLE_KEPT)
		return false;
	if (!cue)
		return false;
	if (cue & ROLE_WORK)
		return true;
	return at != SIZE_MAX && follows_role(r, f, ROLE_FIRM, REACH_FIRM) &&
	       (phrase_at(r, at, "compt*") || phrase_at(r, at, "cherch*") ||
		phrase_at(r, at, "recherch*"));
}

/* "une entreprise de dix-neuf personnes". */
static bool is_size(const struct facts_text *r, const struct figure *f)
{
	return f->value >= SMALL_COUNT && phrase_before(r, f->first, "de") &&
	       f->first >= 2 && word_roles(r, f->first - 2) & ROLE_FIRM &&
	       !word_is(r, f->first - 2, "groupe");
}

/* Jobs of which only the article says what becomes of them. */
static uint32_t cue_of_article(const struct facts_text *r, const struct figure *f,
			       bool cuts)
{
	bool coming = follows_role(r, f, ROLE_PROMISE, REACH_BEFORE) ||
		      word_roles(r, f->after) & ROLE_CLASS ||
		      phrase_at(r, f->after, "à la cle");

	if (cuts)
		return ROLE_CUT | ROLE_PROMISE;
	return coming ? ROLE_CREATED | ROLE_PROMISE : 0;
}

/* Whether the sentence tells of something else than work: a march, an illness. */
bool cues_event(const struct facts_text *r, const struct figure *f)
{
	for (size_t i = f->after, n = 0; n < REACH_BEHIND && reading_has(r, i);
	     i++, n++) {
		if (r->words[i].gap & GAP_SENTENCE)
			break;
		if (word_roles(r, i) & ROLE_EVENT)
			return true;
	}
	return follows_role(r, f, ROLE_EVENT, REACH_BEHIND);
}

/* "ses 2.200 emplois créés": they are there. */
static bool is_owned(const struct facts_text *r, const struct figure *f)
{
	return phrase_before(r, f->first, "ses") || phrase_before(r, f->first, "leurs") ||
	       phrase_before(r, f->first, "nos");
}

/* The kind that words around give a count of `roles` (its noun's); 0 when none does. */
uint32_t cues_find(const struct facts_text *r, const struct figure *f, uint32_t roles)
{
	size_t reach = roles & ROLE_JOB	    ? REACH_BEFORE
		       : roles & ROLE_STAFF ? REACH_STAFF
					    : REACH_PERSON;
	bool cuts = r->cuts;
	size_t away = 0;
	uint32_t before = cues_before(r, f, reach, cuts, &away);
	uint32_t behind = cues_behind(r, f, cuts);

	if (behind & ROLE_PROMISE && !(behind & CUES))
		behind |= roles & ROLE_PERSON ? 0 : cuts ? ROLE_CUT : ROLE_CREATED;
	if (!(roles & ROLE_JOB) && is_size(r, f))
		return ROLE_KEPT | ROLE_WORK;
	if (roles & ROLE_PERSON) {
		before = fits_person(r, f, before) ? before : 0;
		behind = behind & ROLE_WORK && fits_person(r, f, behind) ? behind : 0;
	}
	if ((before | behind) & ROLE_TONE && cues_event(r, f))
		return 0;
	if (before && (!behind || (away == 0 && !(before & ROLE_TONE))))
		return before;
	if (behind & ROLE_CREATED && is_owned(r, f))
		return ROLE_KEPT;
	if (!behind && roles & ROLE_JOB)
		behind = cue_of_article(r, f, cuts);
	return behind;
}
