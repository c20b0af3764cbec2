/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a company is meant by a name that is a word besides: words of business beside it. */
#include "lib/lexicon-context.h"
#include "lib/lexicon-cue.h"

enum {
	CUE_DISTANCE = 2, /* other words between a cue and its name */
	STOPS_MAX = 4,	  /* small words among them */
	CLAUSE_MAX = 16,  /* words of "X, qui fabrique des puces," */
};

static const char *const of_the[] = {"de", "d", "D", "du", "des"};

/*
 * The cues before the name. "l'opérateur historique Orange": words may stand between, unless
 * the name depends on one of them: "auprès du parquet de Gap".
 */
static unsigned cues_before(const struct lexicon *l, const struct stand *at,
			    unsigned distance)
{
	uint32_t step = at->first;
	unsigned others = 0;
	unsigned other = 0;

	while (others <= distance && at->first - step < distance + STOPS_MAX &&
	       step > 0 && lane_gap(at->lane, step) == GAP_NONE) {
		const struct token *t = lane_token(at->lane, --step);
		unsigned cues;

		if (lexicon_is_small(t->form->exact))
			continue;
		cues = cues_ending_at(&l->listed, at->lane, step);
		if (others == 0)
			other = cues_ending_at(&l->unlisted, at->lane, step) & CUE_OTHER;
		if (cues & (other && others > 0 ? CUE_TRADE | CUE_WEAK : CUE_LISTED))
			return cues;
		if (t->flags & TOKEN_CAPITAL)
			break;
		others += !t->form->stop;
	}
	return other;
}

/* Auxiliaries, pronouns, adverbs may stand between: "Free a ainsi annoncé". */
static bool has_verb_at(const struct lexicon *l, const struct lane *lane, uint32_t step,
			unsigned kinds)
{
	unsigned others = 0;

	for (; others <= CUE_DISTANCE && step < lane->count; step++, others++) {
		const struct token *t = lane_token(lane, step);
		unsigned cues;

		if (others > 0 && lane_gap(lane, step) != GAP_NONE)
			return false;
		cues = cues_beginning_at(&l->listed, lane, step) & kinds;
		if ((cues & CUE_LISTED) || (cues && (others > 0 || !is_participle(t))))
			return true;
		if (!t->form->stop)
			return false;
	}
	return false;
}

/* "X, qui fabrique des puces, annonce" */
static bool has_verb_behind_clause(const struct lexicon *l, const struct lane *lane,
				   uint32_t step)
{
	static const char *const relatives[] = {"qui", "dont"};
	uint32_t end = step + CLAUSE_MAX;

	if (!IS_IN(relatives, lane_token(lane, step)->form->exact))
		return false;
	for (step++; step < lane->count && step < end; step++) {
		enum gap gap = lane_gap(lane, step);

		if (gap == GAP_BREAK)
			return false;
		if (gap == GAP_BRACKET && has_verb_at(l, lane, step, CUE_LISTED))
			return true;
	}
	return false;
}

static bool has_cue_behind(const struct lexicon *l, const struct stand *at,
			   unsigned kinds)
{
	const struct lane *lane = at->lane;
	uint32_t step = at->last + 1;

	if (step >= lane->count)
		return false;
	if (lane_gap(lane, step) == GAP_NONE && has_verb_at(l, lane, step, kinds))
		return true;
	if (cues_describing(&l->listed, lane, step))
		return true;
	return lane_gap(lane, step) == GAP_BRACKET &&
	       has_verb_behind_clause(l, lane, step);
}

static bool name_began_before(const struct stand *at)
{
	const struct token *before = stand_before(at);

	return before && (before->flags & TOKEN_CAPITAL) &&
	       !(before->flags & (TOKEN_SENTENCE | TOKEN_UPPER)) &&
	       before->form->fold.n > 2;
}

/* "le Front", "l'Action": an article before a name that is a word leaves it a word. */
static bool has_article(const struct stand *at, const struct before *b)
{
	static const char *const articles[] = {
		"le",	 "la",	    "les",    "l",     "L",	"un",	 "une",	 "du",
		"au",	 "aux",	    "des",    "ce",    "cet",	"cette", "quel", "quelle",
		"quels", "quelles", "son",    "sa",    "ses",	"notre", "nos",	 "votre",
		"leur",	 "leurs",   "chaque", "aucun", "aucune"};

	return at->first == at->last && !(stand_first(at)->flags & TOKEN_UPPER) &&
	       WORD_IS_IN(b, 0, articles);
}

bool company_is_cued(const struct lexicon *l, const struct stand *at)
{
	return cues_before(l, at, 0) & CUE_LISTED;
}

/* "Carrefour n'exclut pas": an elided pronoun is no token. */
static bool is_before_clitic(const struct stand *at)
{
	struct str rest = str_slice(stand_source(at), stand_last(at)->end, SIZE_MAX);

	return str_starts(rest, STR(" n'")) || str_starts(rest, STR(" n’")) ||
	       str_starts(rest, STR(" s'")) || str_starts(rest, STR(" s’"));
}

/*
 * A word with a capital inside a sentence is a name. At its beginning a verb shows that no
 * article is missing: "Total a", "Free se".
 */
static bool is_no_word(const struct stand *at)
{
	static const char *const verbs[] = {
		"a",	"va",	"est",	 "se",	   "s",	   "ne",   "avait",   "doit",
		"peut", "veut", "vient", "aurait", "sera", "fait", "pourrait"};
	const struct token *before = stand_before(at);
	const struct token *behind = stand_behind(at);

	if (stand_first(at)->flags & TOKEN_SENTENCE)
		return is_before_clitic(at) ||
		       (behind && IS_IN(verbs, behind->form->exact));
	return !(before && (before->flags & TOKEN_CAPITAL) &&
		 (before->flags & TOKEN_SENTENCE) && !before->form->stop);
}

/*
 * "Fiona Apple", "Sea Shell": a capital before the name that is neither a cue nor a word of
 * any name makes it part of another.
 */
bool company_is_part(const struct lexicon *l, const struct stand *at)
{
	const struct token *before = stand_before(at);
	uint32_t number;

	if (at->first != at->last || !name_began_before(at) || before->form->stop ||
	    before->kind != TOKEN_WORD || stand_first(at)->start != before->end + 1 ||
	    stand_source(at).p[before->end] != ' ')
		return false;
	number = lexicon_name_word(l, before->form);
	if (number && (l->folds.flags[number - 1] & WORD_STARTS))
		return false;
	return !cues_ending_at(&l->listed, at->lane, at->first - 1) &&
	       !cues_ending_at(&l->unlisted, at->lane, at->first - 1);
}

/* "les salariés du Printemps": Le Printemps without its article. */
static enum verdict contracted_verdict(const struct lexicon *l, const struct stand *at,
				       const struct before *b)
{
	static const char *const contractions[] = {"du", "des", "au", "aux"};

	return WORD_IS_IN(b, 0, contractions) && !stand_goes_on(at) &&
			       company_is_cued(l, at)
		       ? VERDICT_YES
		       : VERDICT_NO;
}

enum verdict company_verdict(const struct lexicon *l, const struct pattern *p,
			     const struct stand *at)
{
	/* A word that is no person's name needs less. */
	unsigned kinds = p->context == CONTEXT_WORD ? CUE_LISTED | CUE_VERB : CUE_LISTED;
	struct before b;
	unsigned cues;

	before_read(&b, at);
	if (p->contracted)
		return contracted_verdict(l, at, &b);
	if (has_article(at, &b))
		return VERDICT_NO;
	if (company_is_part(l, at))
		return VERDICT_NO;
	if (stand_goes_on(at) &&
	    !(cues_beginning_at(&l->listed, at->lane, at->last + 1) & CUE_LISTED))
		return VERDICT_NO;
	cues = cues_before(l, at, WORD_IS_IN(&b, 0, of_the) ? 0 : CUE_DISTANCE);
	if ((cues & (CUE_OTHER | CUE_LISTED)) == CUE_OTHER)
		return VERDICT_NO;
	if ((cues & CUE_LISTED) || has_cue_behind(l, at, kinds))
		return VERDICT_YES;
	if (name_began_before(at))
		return VERDICT_NO;
	return p->context == CONTEXT_WORD && is_no_word(at) ? VERDICT_YES
							    : VERDICT_PENDING;
}
