/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/facts-countries.h"
#include "lib/utf8.h"

struct facts_text *reading_new(void)
{
	struct facts_text *r = xcalloc(1, sizeof *r);

	r->table = facts_words_new();
	r->countries = countries_new();
	return r;
}

void reading_free(struct facts_text *r)
{
	if (r) {
		countries_free(r->countries);
		facts_words_free(r->table);
		free(r->words);
		free(r->figures);
	}
	free(r);
}

/* ---- gaps ---- */

static uint32_t gap_of_ascii(char c)
{
	switch (c) {
	case ' ':
	case '\t':
		return GAP_SPACE;
	case '!':
	case '?':
	case '\n':
	case '\r':
		return GAP_SENTENCE;
	case ',':
		return GAP_COMMA;
	case ':':
		return GAP_COLON;
	case ';':
		return GAP_PAUSE;
	case '(':
	case '[':
		return GAP_OPEN;
	case ')':
	case ']':
		return GAP_CLOSE;
	case '-':
		return GAP_DASH;
	case '%':
		return GAP_PERCENT;
	case '/':
		return GAP_SLASH;
	case '"':
		return GAP_QUOTE;
	case '+':
		return GAP_PLUS;
	case '<':
	case '>':
	case '~':
		return GAP_LESS;
	default:
		return 0;
	}
}

static const struct {
	uint32_t character, gap;
} gap_characters[] = {
	{0x00A0, GAP_SPACE},	{0x202F, GAP_SPACE},	{0x2009, GAP_SPACE},
	{0x2008, GAP_SPACE},	{0x2007, GAP_SPACE},	{0x2003, GAP_SPACE},
	{0x2002, GAP_SPACE},	{0x00AB, GAP_QUOTE},	{0x00BB, GAP_QUOTE},
	{0x201C, GAP_QUOTE},	{0x201D, GAP_QUOTE},	{0x2018, GAP_QUOTE},
	{0x2026, GAP_SENTENCE}, {0x2028, GAP_SENTENCE}, {0x2029, GAP_SENTENCE},
	{0x2010, GAP_DASH},	{0x2011, GAP_DASH},	{0x2012, GAP_DASH},
	{0x2013, GAP_DASH},	{0x2014, GAP_DASH},	{0x2212, GAP_DASH},
	{0x2030, GAP_PERCENT},	{0x2044, GAP_SLASH},	{0x2248, GAP_LESS},
	{0x2264, GAP_LESS},	{0x2265, GAP_LESS},	{0x2022, GAP_SENTENCE},
};

static uint32_t gap_of_character(uint32_t c)
{
	for (size_t i = 0; i < COUNT(gap_characters); i++)
		if (gap_characters[i].character == c)
			return gap_characters[i].gap;
	return 0;
}

/* The apostrophes that T1 knows. */
static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x2018 || c == 0x2032 ||
	       c == 0x00B4 || c == 0xFF07;
}

/* "3.x" and "pays.la" have no sentence end; "fin." and "fin.»" do. */
static uint32_t gap_of_stop(struct str source, size_t at)
{
	char next = at + 1 < source.n ? source.p[at + 1] : ' ';

	if ((next >= '0' && next <= '9') || (next >= 'a' && next <= 'z'))
		return GAP_DOT;
	return GAP_SENTENCE;
}

/*
 * What the bytes [start, end) of a source say. A letter and an apostrophe are an elided
 * word.
 */
static uint32_t gap_of(struct str source, size_t start, size_t end)
{
	uint32_t gap = 0;
	bool letter = false;

	for (size_t i = start, n; i < end; i += n) {
		uint32_t c = (unsigned char)source.p[i];

		n = 1;
		if (c >= 0x80) {
			n = utf8_decode(source, i, &c);
			if (n == 0)
				break;
		}
		if (letter && is_apostrophe(c))
			gap |= GAP_ELISION;
		else if (c == '.')
			gap |= gap_of_stop(source, i);
		else
			gap |= c < 0x80 ? gap_of_ascii((char)c) : gap_of_character(c);
		letter = c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	}
	return gap;
}

/* ---- words ---- */

static void add_word(struct facts_text *r, const struct token *t, uint32_t gap,
		     uint32_t *sentence)
{
	struct word *w;

	if (gap & GAP_SENTENCE)
		++*sentence;
	GROW(r->words, r->count, r->capacity);
	w = &r->words[r->count++];
	*w = (struct word){.token = t, .gap = gap, .sentence = *sentence};
	if (t && t->kind != TOKEN_NUM)
		w->known = facts_words_at(
			r->table, t->form->fact != FORM_UNNUMBERED
					  ? t->form->fact
					  : facts_words_number(r->table, t->form->fold));
	if (w->known && w->known->triggers)
		r->triggers_count++;
}

/* Words that tell of cuts against those that tell of new jobs. */
static bool tells_of_cuts(const struct facts_text *r)
{
	size_t cuts = 0, created = 0;

	for (size_t i = 0; i < r->count; i++) {
		uint32_t roles = word_roles(r, i);

		cuts += (roles & ROLE_LOUD) != 0;
		created += (roles & ROLE_CREATED) && (roles & ROLE_WORK);
	}
	return cuts > created;
}

void reading_start(struct facts_text *r, const struct text *t, const struct str *sources)
{
	uint32_t sentence = 0, end = 0;
	const struct token *last = NULL;

	r->sources = sources;
	r->count = r->figures_count = r->triggers_count = 0;
	countries_clear(r->countries);
	for (size_t i = 0; i < t->count; i++) {
		const struct token *k = &t->tokens[i];
		struct str source = sources[k->part];

		if (k->flags & TOKEN_STACKED)
			continue;
		if (!last || last->part != k->part) {
			if (last)
				add_word(r, NULL,
					 gap_of(sources[last->part], end,
						sources[last->part].n) |
						 GAP_SENTENCE,
					 &sentence);
			end = 0;
			add_word(r, k, gap_of(source, 0, k->start) | GAP_SENTENCE,
				 &sentence);
		} else if (k->start == end + 1 && source.p[end] == ' ') {
			add_word(r, k, GAP_SPACE, &sentence);
		} else {
			add_word(r, k, k->start > end ? gap_of(source, end, k->start) : 0,
				 &sentence);
		}
		last = k;
		end = k->end;
	}
	if (last)
		add_word(r, NULL,
			 gap_of(sources[last->part], end, sources[last->part].n) |
				 GAP_SENTENCE,
			 &sentence);
	r->cuts = tells_of_cuts(r);
}

struct figure *reading_add(struct facts_text *r, const struct figure *f)
{
	GROW(r->figures, r->figures_count, r->figures_capacity);
	r->figures[r->figures_count] = *f;
	return &r->figures[r->figures_count++];
}

size_t reading_figures(const struct facts_text *r, size_t i)
{
	size_t low = 0, high = r->figures_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (r->figures[middle].first < i)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t words_grammar(const struct facts_text *r, size_t from, size_t to)
{
	uint64_t all = 0;

	for (size_t i = from; i < to; i++)
		all |= word_grammar(r, i);
	return all;
}

bool word_is_have(const struct facts_text *r, size_t i)
{
	return word_grammar(r, i) & G_HAVE && !word_is_exactly(r, i, "à");
}

struct str word_elided(const struct facts_text *r, size_t i)
{
	const struct token *t = i < r->count ? r->words[i].token : NULL;
	struct str source;
	size_t end, start;

	if (!t || !(r->words[i].gap & GAP_ELISION))
		return (struct str){0};
	source = r->sources[t->part];
	/* Back over quotes and spaces to the apostrophe, then over it and the letters. */
	for (end = t->start; end > 0; end--) {
		char c = source.p[end - 1];

		if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
			break;
	}
	for (start = end; start > 0; start--) {
		char c = source.p[start - 1];

		if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			break;
	}
	return str_slice(source, start, end);
}

/* ---- phrases ---- */

static bool pattern_matches(struct str pattern, const struct form *form)
{
	bool open = pattern.n && pattern.p[pattern.n - 1] == '*';
	struct str front = str_slice(pattern, 0, pattern.n - open);
	struct str text = form->fold;

	for (size_t i = 0; i < front.n; i++)
		if ((unsigned char)front.p[i] >= 0x80)
			text = form->exact;
	return open ? str_starts(text, front) : str_equal(text, front);
}

/* Elided words are few and short: "D'" is "d". */
static bool elided_matches(struct str pattern, struct str elided)
{
	if (pattern.n != elided.n)
		return false;
	for (size_t i = 0; i < pattern.n; i++)
		if ((elided.p[i] | 0x20) != pattern.p[i])
			return false;
	return true;
}

static struct str last_word(struct str *phrase)
{
	size_t at = phrase->n;
	struct str word;

	while (at > 0 && phrase->p[at - 1] != ' ')
		at--;
	word = str_slice(*phrase, at, phrase->n);
	*phrase = str_slice(*phrase, 0, at ? at - 1 : 0);
	return word;
}

/* "plus de" is also "plus d'". */
static bool stands_for(struct str pattern, struct str elided)
{
	return elided_matches(pattern, elided) ||
	       (pattern.n == elided.n + 1 && pattern.p[elided.n] == 'e' &&
		elided_matches(str_slice(pattern, 0, elided.n), elided));
}

size_t phrase_before(const struct facts_text *r, size_t i, const char *phrase)
{
	struct str rest = str_of(phrase);
	size_t at = i;
	struct str elided = word_elided(r, i);

	while (rest.n) {
		struct str word = last_word(&rest);

		if (elided.n) {
			if (!stands_for(word, elided))
				return 0;
			elided.n = 0;
			continue;
		}
		if (at == 0 || (r->words[at].gap & (GAP_SENTENCE | GAP_CLOSE)) ||
		    !r->words[at - 1].token ||
		    !pattern_matches(word, r->words[at - 1].token->form))
			return 0;
		elided = word_elided(r, --at);
	}
	return at == i ? 1 : i - at;
}

size_t phrase_from(const struct facts_text *r, size_t i, const char *phrase)
{
	struct str rest = str_of(phrase), word;
	size_t at = i;

	while (str_split(&rest, ' ', &word)) {
		if (at >= r->count || !r->words[at].token ||
		    (r->words[at].gap & GAP_SENTENCE) ||
		    !pattern_matches(word, r->words[at].token->form))
			return 0;
		at++;
	}
	return at - i;
}

/* The first word before the number that is no link; SIZE_MAX when the sentence begins. */
size_t reading_governor(const struct facts_text *r, const struct figure *f)
{
	for (size_t i = f->first; i > 0 && r->words[i - 1].token; i--) {
		if (r->words[i].gap & GAP_SENTENCE)
			return SIZE_MAX;
		if (!(word_roles(r, i - 1) & ROLE_LINK) || word_is(r, i - 1, "et"))
			return i - 1;
	}
	return SIZE_MAX;
}

/* ---- bounds ---- */

struct bound_row {
	enum bound bound;
	const char *phrase;
};

/* Longer phrases first where one ends another. */
static const struct bound_row bounds_before[] = {
	{BOUND_ABOUT, "plus ou moins"},
	{BOUND_MIN, "pas moins de"},
	{BOUND_MAX, "pas plus de"},
	{BOUND_MAX, "depass* pas"},
	{BOUND_MAX, "pas depasser"},
	{BOUND_MAX, "sans depasser"},
	{BOUND_MAX, "exced* pas"},
	{BOUND_MIN, "plus de"},
	{BOUND_MIN, "au moins"},
	{BOUND_MIN, "minimum"},
	{BOUND_MIN, "minimum de"},
	{BOUND_MIN, "minimal* de"},
	{BOUND_MIN, "superieur* à"},
	{BOUND_MIN, "superieur* aux"},
	{BOUND_MIN, "delà de"},
	{BOUND_MIN, "delà des"},
	{BOUND_MIN, "partir de"},
	{BOUND_MIN, "dès"},
	{BOUND_MIN, "depass*"},
	{BOUND_MIN, "exced*"},
	{BOUND_MIN, "dessus de"},
	{BOUND_MIN, "plancher de"},
	{BOUND_MIN, "franchi*"},
	{BOUND_MAX, "jusqu à"},
	{BOUND_MAX, "jusqu aux"},
	{BOUND_MAX, "moins de"},
	{BOUND_MAX, "au plus"},
	{BOUND_MAX, "maximum"},
	{BOUND_MAX, "maximum de"},
	{BOUND_MAX, "maximal* de"},
	{BOUND_MAX, "plafonn* à"},
	{BOUND_MAX, "plafond de"},
	{BOUND_MAX, "limit* à"},
	{BOUND_MAX, "limite de"},
	{BOUND_MAX, "inferieur* à"},
	{BOUND_MAX, "inferieur* aux"},
	{BOUND_MAX, "sous"},
	{BOUND_MAX, "pourr* atteindre"},
	{BOUND_MAX, "pouvant atteindre"},
	{BOUND_MAX, "peut atteindre"},
	{BOUND_MAX, "pourr* grimper à"},
	{BOUND_MAX, "dessous de"},
	{BOUND_ABOUT, "pres de"},
	{BOUND_ABOUT, "environ"},
	{BOUND_ABOUT, "quelque"},
	{BOUND_ABOUT, "quelques"},
	{BOUND_ABOUT, "autour de"},
	{BOUND_ABOUT, "alentours de"},
	{BOUND_ABOUT, "ordre de"},
	{BOUND_ABOUT, "peu pres"},
	{BOUND_ABOUT, "presque"},
	{BOUND_ABOUT, "approximativement"},
	{BOUND_ABOUT, "avoisin*"},
	{BOUND_ABOUT, "approch*"},
	{BOUND_ABOUT, "proche de"},
	{BOUND_ABOUT, "frol*"},
	{BOUND_ABOUT, "quasi"},
	{BOUND_ABOUT, "quasiment"},
	{BOUND_ABOUT, "peine"},
};

static const struct bound_row bounds_after[] = {
	{BOUND_ABOUT, "environ"},
	{BOUND_ABOUT, "à peu pres"},
	{BOUND_ABOUT, "approximativement"},
	{BOUND_MIN, "au moins"},
	{BOUND_MIN, "au minimum"},
	{BOUND_MIN, "minimum"},
	{BOUND_MIN, "au bas mot"},
	{BOUND_MIN, "et plus"},
	{BOUND_MIN, "ou plus"},
	{BOUND_MIN, "voire plus"},
	{BOUND_MAX, "au maximum"},
	{BOUND_MAX, "maximum"},
	{BOUND_MAX, "tout au plus"},
	{BOUND_MAX, "au plus"},
};

/* "dépasse la barre des 100 millions": articles and such between bound and number. */
static const char *const bound_fillers[] = {
	"les",	 "la",	"le",	 "des", "barre", "cap",
	"seuil", "ses", "leurs", "l",	"un",	 "total",
};

static bool is_filler(const struct facts_text *r, size_t i)
{
	for (size_t k = 0; k < COUNT(bound_fillers); k++)
		if (word_is(r, i, bound_fillers[k]))
			return true;
	return false;
}

static bool bound_before(const struct facts_text *r, size_t first, enum bound *bound)
{
	size_t at = first;

	for (int fillers = 0; fillers < 4; fillers++) {
		for (size_t i = 0; i < COUNT(bounds_before); i++) {
			if (!phrase_before(r, at, bounds_before[i].phrase))
				continue;
			*bound = bounds_before[i].bound;
			return true;
		}
		if (at == 0 || (r->words[at].gap & GAP_SENTENCE) || !is_filler(r, at - 1))
			break;
		at--;
	}
	return false;
}

static bool bound_after(const struct facts_text *r, size_t after, enum bound *bound)
{
	for (size_t i = 0; i < COUNT(bounds_after); i++) {
		size_t n = phrase_at(r, after, bounds_after[i].phrase);

		/* "au plus tard" bounds a date; "environ 3" bounds what follows. */
		if (n == 0 || word_is(r, after + n, "tard") ||
		    word_is(r, after + n, "tot") ||
		    (after + n < r->count && r->words[after + n].token &&
		     r->words[after + n].token->kind == TOKEN_NUM))
			continue;
		if (r->words[after].gap & ~(uint32_t)(GAP_TIGHT | GAP_COMMA))
			continue;
		*bound = bounds_after[i].bound;
		return true;
	}
	return false;
}

enum bound reading_bound(const struct facts_text *r, const struct figure *f)
{
	enum bound bound = f->flags & FIGURE_ABOUT ? BOUND_ABOUT : BOUND_EXACT;

	if (!bound_before(r, f->first, &bound))
		bound_after(r, f->after, &bound);
	return bound;
}

#define REACH_CHANGE 10 /* words from "passer" to "de 10 à 15" */

bool reading_changes(const struct facts_text *r, const struct figure *low)
{
	if (!phrase_before(r, low->first, "de"))
		return false;
	for (size_t i = low->first, n = 0; i > 0 && n < REACH_CHANGE; i--, n++) {
		if (r->words[i].gap & GAP_SENTENCE)
			return false;
		if (word_roles(r, i - 1) & ROLE_CHANGE)
			return true;
	}
	return false;
}

void reading_fit_low(struct figure *low, const struct figure *high)
{
	if (low->scale == 1 && high->scale > 1) {
		double scale = high->scale;

		if (low->value * scale > high->value && low->value < 1000)
			scale /= 1000; /* "de 500 à 1 milliard" */
		if (low->value * scale <= high->value)
			low->value *= scale;
	} else if (low->scale == 1 && low->value > 0 && low->value < 1000 &&
		   high->value >= 1000 && fmod(high->value, 1000) == 0 &&
		   low->value < high->value / 1000 && low->value == floor(low->value)) {
		low->value *= 1000; /* "de 20 à 30 000 euros" */
	}
	low->scale = high->scale;
}
