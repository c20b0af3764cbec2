/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text as facts are read from it: its words in order, without stacked forms, each with
 * its roles and what stands between it and the word before; and the numbers among them.
 *
 * A reading owns its arrays and words table; tokens and sources are borrowed from the
 * caller of reading_start() until the next one.
 */
#ifndef LIB_FACTS_READING_H
#define LIB_FACTS_READING_H

#include "lib/facts-words.h"
#include "lib/record.h"
#include "lib/text.h"

/* What stands between a word and the one before it. */
enum {
	GAP_SENTENCE = 1 << 0, /* . ! ? … or a new line: a sentence ends */
	GAP_COMMA = 1 << 1,
	GAP_PAUSE = 1 << 2, /* ; */
	GAP_OPEN = 1 << 3,  /* ( [ */
	GAP_CLOSE = 1 << 4, /* ) ] */
	GAP_DASH = 1 << 5,  /* a hyphen or dash */
	GAP_PERCENT = 1 << 6,
	GAP_SLASH = 1 << 7,
	GAP_QUOTE = 1 << 8,
	GAP_ELISION = 1 << 9, /* an elided word: d', l', jusqu' */
	GAP_SPACE = 1 << 10,
	GAP_PLUS = 1 << 11, /* + */
	GAP_LESS = 1 << 12, /* < > ~ ≈ */
	GAP_COLON = 1 << 14,
	GAP_DOT = 1 << 13, /* a full stop inside a sentence or a number */
};

/* Between words that belong together. */
#define GAP_TIGHT (GAP_SPACE | GAP_ELISION | GAP_QUOTE)

struct word {
	const struct token *token;	/* NULL: the end of a part */
	const struct facts_word *known; /* NULL: says nothing */
	uint32_t gap;			/* GAP_*, before the word */
	uint32_t sentence;		/* from 1, over all parts */
};

enum figure_kind {
	FIGURE_NUMBER, /* nothing known yet */
	FIGURE_MONEY,
	FIGURE_BARE,  /* "80 millions": of money or of something else */
	FIGURE_COUNT, /* of things */
	FIGURE_JOBS,
};

enum figure_flag {
	FIGURE_DIGITS = 1,  /* begins with digits */
	FIGURE_ABOUT = 2,   /* vingtaine, centaine, millier */
	FIGURE_SHORT = 4,   /* the multiplier was "M" or "k" */
	FIGURE_ARTICLE = 8, /* only "un" or "une" */
	FIGURE_LOW = 16,    /* the smaller end of a range; the next figure is the other */
	FIGURE_HIGH = 32,   /* the larger end */
	FIGURE_CONVERSION = 64, /* an amount before, in another currency */
	FIGURE_SURE = 128,	/* jobs: a cue told the kind */
	FIGURE_YEAR = 256,	/* four digits that look like a year */
	FIGURE_POSTS = 1024,	/* jobs: counts emplois or postes, which come and go */
	FIGURE_LENT = 2048,	/* money whose currency stands elsewhere */
	FIGURE_WHOLE = 512,	/* jobs: the whole of which the count before is a part */
};

/* A number in the text, and what was found out about it. */
struct figure {
	double value;
	double scale;	      /* last multiplier read; 1 none */
	uint32_t first, next; /* words of the number */
	uint32_t after;	      /* first word behind number and what it counts */
	uint32_t start, end;  /* bytes in the part */
	uint32_t sentence;
	uint32_t leans; /* jobs without a noun: the figure that has it, from 1; 0 none */
	uint32_t says;	/* a conversion: the figure it says again, from 1; 0 none */
	uint32_t item;	/* its place among the amounts or jobs of the answer */
	uint16_t flags;
	uint8_t part;
	uint8_t kind; /* enum figure_kind */
	enum bound bound;
	enum jobs_kind jobs;
	const char *currency; /* ISO 4217 */
};

struct facts_text {
	struct facts_words *table;
	const struct str *sources;
	struct word *words;
	size_t count, capacity;
	struct figure *figures;
	size_t figures_count, figures_capacity;
	struct facts_countries *countries; /* lib/facts-countries */
	size_t triggers_count;		   /* words that may tell a deal */
	bool cuts; /* the article tells of jobs cut rather than of new ones */
};

struct facts_text *reading_new(void);
void reading_free(struct facts_text *r);
/* Reads a text's words; no figures yet. `sources` has TEXT_PARTS strings. */
void reading_start(struct facts_text *r, const struct text *t, const struct str *sources);
/* Appends a figure and answers it, until the next one is appended. */
struct figure *reading_add(struct facts_text *r, const struct figure *f);

/* The first figure that begins at word i or behind it. */
size_t reading_figures(const struct facts_text *r, size_t i);

/* What is asked of one word after the other stands here, to be compiled where it is asked. */

/* Whether word i is one: not the end of a part. */
static inline bool reading_has(const struct facts_text *r, size_t i)
{
	return i < r->count && r->words[i].token;
}

/* What word i does in its sentence, G_*; 0 when nothing is known of it. */
static inline uint64_t word_grammar(const struct facts_text *r, size_t i)
{
	return i < r->count && r->words[i].known ? r->words[i].known->grammar : 0;
}

/* The triggers of deals that word i is. */
static inline uint64_t word_triggers(const struct facts_text *r, size_t i)
{
	return i < r->count && r->words[i].known ? r->words[i].known->triggers : 0;
}

/* The roles of word i; 0 for the end of a part and for what is unknown. */
static inline uint32_t word_roles(const struct facts_text *r, size_t i)
{
	return i < r->count && r->words[i].known ? r->words[i].known->roles : 0;
}

/* Whether nothing but spaces, quotes or an elided word stands before word i. */
static inline bool word_tight(const struct facts_text *r, size_t i)
{
	return reading_has(r, i) && !(r->words[i].gap & ~(uint32_t)GAP_TIGHT);
}

static inline bool word_is(const struct facts_text *r, size_t i, const char *fold)
{
	return reading_has(r, i) && str_is(r->words[i].token->form->fold, fold);
}

static inline bool word_is_exactly(const struct facts_text *r, size_t i,
				   const char *exact)
{
	return reading_has(r, i) && str_is(r->words[i].token->form->exact, exact);
}

/* What words [from, to) do, together. */
uint64_t words_grammar(const struct facts_text *r, size_t from, size_t to);
/* Whether word i is a form of avoir: "a", not "à". */
bool word_is_have(const struct facts_text *r, size_t i);
/*
 * The elided word before word i, without apostrophe ("d", "jusqu"); empty when there is
 * none.
 */
struct str word_elided(const struct facts_text *r, size_t i);

/*
 * Whether the words of `phrase` stand right before word i, or from word i on; answers
 * how many words of the text they take, 0 when they don't. Elided words count as words
 * of their own ("d", "jusqu", "l"), which take none; '*' ends an open word; a word with
 * accents is exact.
 */
size_t phrase_before(const struct facts_text *r, size_t i, const char *phrase);
size_t phrase_from(const struct facts_text *r, size_t i, const char *phrase);
static inline size_t phrase_at(const struct facts_text *r, size_t i, const char *phrase)
{
	/* Most words have another first letter. */
	if (!reading_has(r, i) || (phrase[0] >= 'a' && phrase[0] <= 'z' &&
				   (r->words[i].token->form->fold.n == 0 ||
				    r->words[i].token->form->fold.p[0] != phrase[0])))
		return 0;
	return phrase_from(r, i, phrase);
}

/* The first word before the number that is no link; SIZE_MAX when the sentence begins. */
size_t reading_governor(const struct facts_text *r, const struct figure *f);
/* The bound that the words around a figure's words [first, after) give it. */
enum bound reading_bound(const struct facts_text *r, const struct figure *f);
/*
 * Whether "de LOW à HIGH" are two values ("passer de 10 à 15 millions"), not the ends of
 * a range.
 */
bool reading_changes(const struct facts_text *r, const struct figure *low);
/* Gives the lower end of a range the multiplier of the other: "2 à 3 milliards". */
void reading_fit_low(struct figure *low, const struct figure *high);

#endif
