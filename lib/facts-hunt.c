/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-hunt.h"

#include <stdio.h>
#include <string.h>

#define REACH_FAR 10 /* words from "met" to "sur la table" */
#define REACH_VERB 4 /* words between an auxiliary and its participle */

size_t hunt_back(const struct hunt *h, size_t at, size_t words)
{
	return at - h->left < words ? h->left : at - words;
}

static bool ends_one_of(struct str word, const char *const *ends, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ends(word, str_of(ends[i])))
			return true;
	return false;
}

static bool word_is_participle(const struct facts_text *r, size_t i)
{
	static const char *const ends[] = {
		"é",	    "ée",	 "és",	       "ées",	    "acquis",
		"acquise",  "acquises",	 "repris",     "reprise",   "reprises",
		"vendu",    "vendue",	 "vendus",     "vendues",   "investi",
		"investie", "investis",	 "investies",  "obtenu",    "reçu",
		"offert",   "mis",	 "pris",       "réuni",	    "choisi",
		"retenu",   "construit", "construite", "construits"};

	return ends_one_of(r->words[i].token->form->exact, ends, COUNT(ends));
}

bool word_is_infinitive(const struct facts_text *r, size_t i)
{
	static const char *const ends[] = {"er",   "ir",   "dre",  "ttre",
					   "oire", "uire", "clure"};

	return ends_one_of(r->words[i].token->form->exact, ends, COUNT(ends));
}

static bool is_conditional(const struct facts_text *r, size_t i)
{
	static const char *const ends[] = {"rait", "raient"};

	return ends_one_of(r->words[i].token->form->exact, ends, COUNT(ends));
}

static bool is_behind(const struct facts_text *r, size_t at, const char *phrases,
		      size_t *words)
{
	struct str rest = str_of(phrases), phrase;

	while (str_split(&rest, '|', &phrase)) {
		char text[64];

		snprintf(text, sizeof text, "%.*s", STR_ARGS(phrase));
		*words = phrase_at(r, at, text);
		if (*words)
			return true;
	}
	return false;
}

/* "l'offre", "la reprise": nouns that look like the verb. */
static bool is_led_by_article(const struct facts_text *r, size_t i)
{
	if (i == 0 || (r->words[i].gap & ~(uint32_t)GAP_TIGHT))
		return false;
	if (word_elided(r, i).n == 1 && (word_elided(r, i).p[0] | 0x20) == 'l')
		return true;
	return (word_grammar(r, i - 1) &
		(G_DEFINITE | G_INDEFINITE | G_OF | G_ARTICLE | G_BEFORE)) != 0;
}

static bool has_self(const struct facts_text *r, size_t i)
{
	struct str elided = word_elided(r, i);

	return (elided.n == 1 && (elided.p[0] | 0x20) == 's') ||
	       (i > 0 && word_is(r, i - 1, "se") && word_tight(r, i));
}

/* "s'offre", "se sépare", "s'est finalement offert". */
static bool is_reflexive(const struct facts_text *r, size_t at)
{
	if (has_self(r, at))
		return true;
	for (size_t i = at, n = 0; i > 0 && n < 2 && word_tight(r, i); i--, n++)
		if (word_grammar(r, i - 1) & G_BE)
			return has_self(r, i - 1);
	return false;
}

/* The auxiliary of a participle tells its voice and time. */
static void find_voice(struct hunt *h)
{
	const struct facts_text *r = h->r;

	if (h->trigger->flags & TRIGGER_NOUN) {
		h->voice = VOICE_NOUN;
		return;
	}
	h->voice = VOICE_ACTIVE;
	if (!word_is_participle(r, h->at)) {
		h->past = phrase_before(r, h->at, "vient de") ||
			  phrase_before(r, h->at, "viennent de");
		return;
	}
	h->voice = VOICE_BARE;
	h->past = true;
	for (size_t i = h->at, n = 0; i > h->left && n < REACH_VERB; i--, n++) {
		if (r->words[i].gap & ~(uint32_t)GAP_TIGHT)
			return;
		if (word_is(r, i - 1, "ete")) {
			h->voice = VOICE_PASSIVE;
			return;
		}
		if (word_is_have(r, i - 1)) {
			h->voice = VOICE_ACTIVE;
			return;
		}
		if (word_grammar(r, i - 1) & G_BE) {
			bool self = is_reflexive(r, h->at);

			h->voice = self ? VOICE_ACTIVE : VOICE_PASSIVE;
			h->past = self || word_is(r, i - 1, "est");
			return;
		}
	}
}

void hunt_clause(struct hunt *h)
{
	const struct facts_text *r = h->r;

	h->left = h->p->from;
	for (size_t i = h->at; i > h->p->from; i--)
		if (r->words[i].gap & GAP_PAUSE) {
			h->left = i;
			break;
		}
	h->right = h->p->to;
	for (size_t i = h->behind; i < h->p->to; i++)
		if (r->words[i].gap & GAP_PAUSE ||
		    (i > h->behind &&
		     (word_grammar(r, i) & G_RELATIVE || word_is(r, i, "mais") ||
		      word_is(r, i, "tandis")))) {
			h->right = i;
			break;
		}
}

/* "dépensé", which folds like the noun; "PSE" as a sign, without a determiner. */
static bool looks_like_verb(const struct facts_text *r, size_t i)
{
	struct str exact = r->words[i].token->form->exact;

	if (str_is(exact, "plan"))
		return phrase_before(r, i, "sur le") != 0; /* "sur le plan social" */
	if (str_is(exact, "pse"))
		return !is_led_by_article(r, i);
	return str_ends(exact, STR("é")) || str_ends(exact, STR("és"));
}

/* Whether the trigger at the word is one: its phrases, its reflexive. */
bool hunt_start(struct hunt *h)
{
	const struct facts_text *r = h->r;
	const struct trigger *t = h->trigger;
	size_t words = 0;

	h->behind = h->at + 1;
	if (t->behind) {
		size_t reach = t->flags & TRIGGER_FAR ? REACH_FAR : 1;

		while (reach && !is_behind(r, h->behind, t->behind, &words)) {
			h->behind++;
			reach--;
		}
		if (!reach)
			return false;
		h->behind = t->flags & TRIGGER_FAR ? h->at + 1 : h->at + 1 + words;
	}
	if (t->flags & TRIGGER_REFLEXIVE && !is_reflexive(r, h->at))
		return false;
	hunt_clause(h);
	find_voice(h);
	if (h->voice == VOICE_NOUN)
		return !looks_like_verb(r, h->at);
	if (h->voice == VOICE_ACTIVE && !word_is_infinitive(r, h->at) &&
	    !word_is_participle(r, h->at) && is_led_by_article(r, h->at))
		return false;
	return true;
}

static bool is_ne(const struct facts_text *r, size_t i)
{
	struct str elided = word_elided(r, i);

	return word_is(r, i, "ne") || (elided.n == 1 && (elided.p[0] | 0x20) == 'n');
}

/* "n'investira pas", "aucun licenciement", "renonce au rachat". */
bool hunt_denied(const struct hunt *h)
{
	const struct facts_text *r = h->r;
	size_t from = hunt_back(h, h->at, REACH_TRIGGER);

	for (size_t i = h->at; i > from; i--) {
		if (word_grammar(r, i - 1) & G_DROPPED)
			return true;
		if (is_ne(r, i) || is_ne(r, i - 1)) {
			uint64_t all = words_grammar(r, i, h->at + 3);
			bool plus = false;

			for (size_t k = i; k < h->at + 2; k++)
				plus |= word_is(r, k, "plus") && !word_is(r, k + 1, "de");
			return all & G_NOT || plus;
		}
		if (i + 3 > h->at && word_grammar(r, i - 1) & G_NOT)
			return true;
		if (r->words[i].gap & (GAP_COMMA | GAP_COLON))
			break;
	}
	return false;
}

enum deal_status hunt_status(const struct hunt *h)
{
	const struct facts_text *r = h->r;
	size_t from = hunt_back(h, h->at, REACH_TRIGGER);
	uint64_t before = words_grammar(r, from, h->at + 1);

	if (before & G_MAYBE || is_conditional(r, h->at))
		return DEAL_CONSIDERED;
	if (h->past)
		return DEAL_CONFIRMED;
	if (h->voice == VOICE_NOUN) {
		if (words_grammar(r, h->behind, h->behind + 1) & G_MAYBE)
			return DEAL_CONSIDERED;
		if (before & G_DONE)
			return DEAL_CONFIRMED;
		for (size_t i = hunt_back(h, h->at, 3); i < h->at; i++)
			if (word_is(r, i, "depuis") || word_is(r, i, "apres") ||
			    word_is(r, i, "lors"))
				return DEAL_CONFIRMED;
	}
	return DEAL_ANNOUNCED;
}

bool hunt_speaks(const struct hunt *h, uint64_t grammar, size_t reach)
{
	size_t to = h->behind + reach < h->right ? h->behind + reach : h->right;

	for (size_t i = hunt_back(h, h->at, reach); i < to; i++)
		if (i != h->at && word_grammar(h->r, i) & grammar)
			return true;
	return false;
}
