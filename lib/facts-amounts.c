/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-amounts.h"

#include <math.h>
#include <string.h>

#include "lib/currency.h"
#include "lib/facts-countries.h"
#include "lib/facts-number.h"

#define POUNDS "?lv"	  /* the code of "livres" before a country is known */
#define SENTENCE_REACH 40 /* words of a sentence looked at on either side of a number */
#define REACH_BEFORE 20	  /* words from one that speaks of money to a bare number */
#define REACH_BEHIND 6	  /* the same behind it */

/* ---- a currency beside a number ---- */

/* The row that turns "dollar" into "dollar australien"; *next moves behind it. */
static const char *marked_after(const struct facts_text *r, const char *code,
				size_t *next)
{
	if (!word_tight(r, *next) &&
	    !(reading_has(r, *next) && r->words[*next].gap == GAP_DASH))
		return code;
	for (size_t i = 0; i < currency_marks_after_count; i++) {
		const struct currency_mark *m = &currency_marks_after[i];
		size_t n = strcmp(m->code, code) == 0 ? phrase_at(r, *next, m->words) : 0;

		if (n) {
			*next += n;
			return m->marked;
		}
	}
	return code;
}

/* "US$", "A$": the letters before a sign, tied to it. */
static const char *marked_before(const struct facts_text *r, const char *code,
				 size_t sign)
{
	if (sign == 0 || !reading_has(r, sign - 1) || r->words[sign].gap != 0)
		return code;
	for (size_t i = 0; i < currency_marks_before_count; i++)
		if (strcmp(currency_marks_before[i].code, code) == 0 &&
		    word_is(r, sign - 1, currency_marks_before[i].words))
			return currency_marks_before[i].marked;
	return code;
}

/* A sign, or a code of three capitals: only these may stand before their number. */
static bool is_sign(const struct facts_text *r, size_t i)
{
	const struct token *t = reading_has(r, i) ? r->words[i].token : NULL;

	if (!t || !(word_roles(r, i) & ROLE_CURRENCY))
		return false;
	return t->kind == TOKEN_UNIT || (t->flags & TOKEN_UPPER);
}

/* "2.000 F CFA": the letter alone is no word of the table. */
static bool is_cfa(const struct facts_text *r, size_t i)
{
	return word_is(r, i, "f") && word_is(r, i + 1, "cfa");
}

static void take_currency(const struct facts_text *r, struct figure *f, const char *code,
			  size_t next)
{
	f->kind = FIGURE_MONEY;
	f->currency = marked_after(r, code, &next);
	f->after = (uint32_t)next;
	f->end = r->words[next - 1].token->end;
}

/* "3€50", "2 euros 50", "2 euros et 50 centimes". */
static void take_cents(const struct facts_text *r, struct figure *f)
{
	const struct word *w = &r->words[f->after];
	struct str digits;

	if (f->scale > 1 || !w->token || w->token->kind != TOKEN_NUM ||
	    f->value != floor(f->value))
		return;
	digits = w->token->form->exact;
	if (digits.n != 2 || (w->gap & ~(uint32_t)GAP_SPACE) ||
	    (w->gap && r->words[f->after + 1].gap == GAP_SPACE))
		return;
	f->value += (digits.p[0] - '0') / 10.0 + (digits.p[1] - '0') / 100.0;
	f->end = w->token->end;
	f->after++;
}

/* The word that may name the currency: behind "de" when a multiplier asks for it. */
static size_t currency_place(const struct facts_text *r, const struct figure *f)
{
	size_t at = f->next;

	if (f->scale > 1 && word_is(r, at, "de") && word_tight(r, at))
		at++;
	return at;
}

static bool currency_after(const struct facts_text *r, struct figure *f)
{
	size_t at = currency_place(r, f);
	const struct facts_word *known;

	if (!reading_has(r, at) || (r->words[at].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH)))
		return false;
	if (is_cfa(r, at)) {
		take_currency(r, f, "XOF", at + 2);
		return true;
	}
	/* "20 US$": letters tied to the sign. */
	if (reading_has(r, at + 1) && r->words[at + 1].token->kind == TOKEN_UNIT &&
	    r->words[at + 1].gap == 0 && (word_roles(r, at + 1) & ROLE_CURRENCY) &&
	    !(word_roles(r, at) & (ROLE_CURRENCY | ROLE_MULTIPLIER)))
		at++;
	known = r->words[at].known;
	if (!known || !(known->roles & ROLE_CURRENCY))
		return false;
	if (known->roles & ROLE_MULTIPLIER)
		f->value *= known->value, f->scale *= known->value;
	if (known->part > 0)
		f->value *= known->part;
	take_currency(r, f, marked_before(r, known->currency, at), at + 1);
	take_cents(r, f);
	return true;
}

/* "€50 million", "EUR 3 Mds", "US$ 20". */
static bool currency_before(const struct facts_text *r, struct figure *f)
{
	size_t sign = f->first - 1;
	const char *code;

	if (f->first == 0 || !is_sign(r, sign) ||
	    (r->words[f->first].gap & ~(uint32_t)GAP_SPACE))
		return false;
	/* The sign may belong to the number before it. */
	if (r->figures_count && r->figures[r->figures_count - 1].kind == FIGURE_MONEY &&
	    r->figures[r->figures_count - 1].after > sign)
		return false;
	code = marked_before(r, r->words[sign].known->currency, sign);
	if (code != r->words[sign].known->currency ||
	    (sign > 0 && word_is(r, sign - 1, "us") && r->words[sign].gap == 0))
		sign--;
	f->kind = FIGURE_MONEY;
	f->currency = code;
	f->first = (uint32_t)sign;
	f->start = r->words[sign].token->start;
	return true;
}

/* ---- words that look like a currency ---- */

/* Books, and weights: "3 millions de livres vendus", "50 livres". */
static bool is_book(const struct facts_text *r, const struct figure *f)
{
	static const char *const behind[] = {
		"destin*", "vendu*",	   "ecoul*",   "imprim*", "numeri*",  "scolaire*",
		"audio*",  "electroniqu*", "jeunesse", "papier",  "de poche", "anciens"};
	static const char *const before[] = {"vendu",	"vendre",   "ecoul*",
					     "imprim*", "numeris*", "lire",
					     "publie*", "edit*",    "lu"};

	for (size_t i = 0; i < COUNT(behind); i++)
		if (phrase_at(r, f->after, behind[i]))
			return true;
	for (size_t i = 0; i < COUNT(before); i++)
		if (phrase_before(r, f->first, before[i]))
			return true;
	return false;
}

/* "une amende de 200 livres (218 euros)". */
static bool is_converted(const struct facts_text *r, const struct figure *f)
{
	bool opened = false;

	for (size_t i = f->after; i < f->after + 6 && reading_has(r, i); i++) {
		opened |= (r->words[i].gap & GAP_OPEN) != 0;
		if (opened && word_roles(r, i) & ROLE_CURRENCY)
			return true;
	}
	return false;
}

/* "un euro fort", "le dollar": only "pour un euro", "d'un dollar" are amounts. */
static bool is_single(const struct facts_text *r, const struct figure *f)
{
	return phrase_before(r, f->first, "pour") || phrase_before(r, f->first, "à") ||
	       phrase_before(r, f->first, "de") || word_is(r, f->after, "symbolique") ||
	       word_is(r, f->after, "par");
}

/* Whether what looks like money is. */
static bool is_money(const struct facts_text *r, const struct figure *f)
{
	const struct word *unit = &r->words[f->after - 1];

	if (f->value <= 0)
		return false;
	if (f->flags & FIGURE_ARTICLE && f->scale == 1)
		return is_single(r, f) && !word_is(r, f->next, "franc");
	if (strcmp(f->currency, POUNDS) != 0 || unit->token->kind == TOKEN_UNIT)
		return true;
	if (is_book(r, f))
		return false;
	return f->scale > 1 || f->value >= 10000 || is_converted(r, f) ||
	       country_near(r, f->value < 1000 ? "?st" : POUNDS, f->first);
}

/* ---- bare numbers ---- */

/* "un prêt d'un million": the word right before speaks of money. */
static bool is_sum_of(const struct facts_text *r, const struct figure *f)
{
	size_t at = f->first - (word_is(r, f->first - 1, "de") ? 1 : 0);

	return f->first > 0 && at > 0 && word_roles(r, at - 1) & ROLE_MONEY;
}

/* What "de" ties to a bare "80 millions": money ("de pertes"), a thing, or nothing. */
static enum figure_kind kind_of_noun(const struct facts_text *r, const struct figure *f)
{
	size_t at = f->next;
	struct str elided = word_elided(r, at);

	if (!reading_has(r, at) || (r->words[at].gap & ~(uint32_t)GAP_TIGHT))
		return FIGURE_BARE;
	if (word_roles(r, at) & (ROLE_UNIT | ROLE_OUTSIDER) && !elided.n &&
	    str_ends(r->words[at].token->form->fold, STR("s")))
		return FIGURE_COUNT; /* "22 millions exemplaires" */
	if (word_is(r, at, "de")) {
		at++;
		elided = word_elided(r, at);
		if (elided.n || word_is(r, at, "la"))
			return FIGURE_BARE; /* "de l'État": a source */
	} else if (!(elided.n == 1 && (elided.p[0] | 0x20) == 'd')) {
		return FIGURE_BARE;
	}
	if (word_is(r, at, "plus") || word_is(r, at, "moins") ||
	    word_is(r, at, "mieux") || word_is(r, at, "un") || word_is(r, at, "une"))
		return FIGURE_BARE;
	if (phrase_before(r, f->first, "dont") ||
	    (r->words[at].token && r->words[at].token->flags & TOKEN_CAPITAL &&
	     is_sum_of(r, f)))
		return FIGURE_BARE;
	if (word_roles(r, at) & ROLE_COUNTED && f->scale < 1e9)
		return FIGURE_COUNT;
	return word_roles(r, at) & (ROLE_MONEY | ROLE_SUM) ? FIGURE_MONEY : FIGURE_COUNT;
}

/*
 * Whether a word before the number speaks of money, and none of a count ("le nombre
 * de").
 */
static bool led_by_money(const struct facts_text *r, size_t from, size_t first)
{
	bool led = false;

	for (size_t i = first, n = 0; i > from && n < REACH_BEFORE; i--, n++) {
		if (word_is(r, i - 1, "nombre"))
			return false;
		led |= (word_roles(r, i - 1) & ROLE_MONEY) != 0;
	}
	return led;
}

static bool followed_by_money(const struct facts_text *r, size_t after, size_t to)
{
	for (size_t i = after; i < to && i < after + REACH_BEHIND; i++) {
		if (r->words[i].gap & (GAP_DASH | GAP_PAUSE | GAP_COLON | GAP_CLOSE))
			return false;
		if (word_roles(r, i) & ROLE_MONEY)
			return true;
	}
	return false;
}

static bool is_settled(const struct figure *f)
{
	return f->kind == FIGURE_MONEY || (f->kind == FIGURE_COUNT && f->scale >= 1e6);
}

/* The same value told in full elsewhere; nearest first. */
static const struct figure *same_value(const struct facts_text *r, size_t index)
{
	const struct figure *f = &r->figures[index];

	for (size_t step = 1; step < r->figures_count; step++)
		for (int side = 0; side < 2; side++) {
			size_t i = side ? index - step : index + step;

			if (i < r->figures_count && is_settled(&r->figures[i]) &&
			    fabs(r->figures[i].value - f->value) < f->value * 1e-9)
				return &r->figures[i];
		}
	return NULL;
}

/* The nearest settled figure of the same sentence, before or behind. */
static const struct figure *neighbour(const struct facts_text *r, size_t index,
				      bool behind)
{
	const struct figure *f = &r->figures[index];

	for (size_t i = behind ? index + 1 : index - 1; i < r->figures_count;
	     behind ? i++ : i--) {
		if (r->figures[i].sentence != f->sentence)
			break;
		if (is_settled(&r->figures[i]))
			return &r->figures[i];
	}
	return NULL;
}

static size_t sentence_edge(const struct facts_text *r, size_t at, int step)
{
	uint32_t sentence = r->words[at].sentence;
	size_t i = at;

	for (int n = 0; n < SENTENCE_REACH; n++) {
		size_t to = i + (size_t)step;

		if (to >= r->count || r->words[to].sentence != sentence)
			break;
		i = to;
	}
	return i;
}

/* The article's currency nearest to a word, conversions left aside. */
static const char *nearest_currency(const struct facts_text *r, size_t index)
{
	const struct figure *f = &r->figures[index];
	const char *found = CURRENCY_UNKNOWN;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < r->figures_count; i++) {
		const struct figure *g = &r->figures[i];
		size_t away =
			g->first > f->first ? g->first - f->first : f->first - g->first;

		if (g->kind != FIGURE_MONEY || (g->flags & FIGURE_CONVERSION) ||
		    g->currency == NULL || strcmp(g->currency, CURRENCY_UNKNOWN) == 0)
			continue;
		if (g->sentence == f->sentence && g->first < f->first)
			away /= 4;
		if (away < best) {
			best = away;
			found = g->currency;
		}
	}
	return found;
}

/* Whether the article counts anything but money by the million: doses, inhabitants. */
static bool counts_by_million(const struct facts_text *r)
{
	for (size_t i = 0; i < r->figures_count; i++)
		if (r->figures[i].kind == FIGURE_COUNT && r->figures[i].scale >= 1e6)
			return true;
	return false;
}

/* "le nombre d'électeurs ... 4,5 millions", "une population de plus de 100 millions". */
static bool tells_a_count(const struct facts_text *r, const struct figure *f)
{
	size_t end = sentence_edge(r, f->first, 1);

	for (size_t i = sentence_edge(r, f->first, -1); i <= end; i++)
		if (word_is(r, i, "nombre") || word_is(r, i, "population") ||
		    word_roles(r, i) & ROLE_OUTSIDER)
			return true;
	return false;
}

/* Whether the article tells of millions in some currency. */
static bool has_millions(const struct facts_text *r)
{
	for (size_t i = 0; i < r->figures_count; i++)
		if (r->figures[i].kind == FIGURE_MONEY && r->figures[i].currency &&
		    r->figures[i].scale >= 1e6)
			return true;
	return false;
}

static bool bare_is_money(const struct facts_text *r, size_t index)
{
	const struct figure *f = &r->figures[index];
	const struct figure *before, *behind;
	size_t from, to;

	before = neighbour(r, index, false);
	from = before ? before->after : sentence_edge(r, f->first, -1);
	if (led_by_money(r, from, f->first))
		return true;
	if (before)
		return before->kind == FIGURE_MONEY;
	behind = neighbour(r, index, true);
	to = behind ? behind->first : sentence_edge(r, f->first, 1) + 1;
	if (followed_by_money(r, f->after, to))
		return true;
	if (behind)
		return behind->kind == FIGURE_MONEY;
	if (counts_by_million(r) || tells_a_count(r, f))
		return false;
	return f->scale >= 1e9 || has_millions(r);
}

static void settle_bare(struct facts_text *r, size_t index)
{
	struct figure *f = &r->figures[index];
	const struct figure *same;

	same = f->kind == FIGURE_BARE ? same_value(r, index) : NULL;
	if (same ? same->kind != FIGURE_MONEY
		 : f->kind == FIGURE_BARE && !bare_is_money(r, index)) {
		f->kind = FIGURE_COUNT;
		return;
	}
	f->currency =
		same && same->currency ? same->currency : nearest_currency(r, index);
	f->kind = FIGURE_MONEY;
	f->flags |= FIGURE_LENT;
}

/* ---- ranges ---- */

/* "1,2 à 1,5 milliard", "entre 2 et 3 millions", "150-200 M€". */
static bool is_range(const struct facts_text *r, const struct figure *low, size_t next,
		     const struct figure *high)
{
	const struct word *w = &r->words[next];

	if (next == high->first)
		return low->next == next && (w->gap & GAP_DASH) &&
		       !(w->gap & ~(uint32_t)(GAP_DASH | GAP_SPACE)) &&
		       !(low->flags & FIGURE_YEAR);
	if (next + 1 != high->first || !word_tight(r, next) ||
	    !word_tight(r, high->first))
		return false;
	if (word_is_exactly(r, next, "à") || word_is(r, next, "ou"))
		return true;
	return word_is(r, next, "et") && phrase_before(r, low->first, "entre");
}

static void bind_range(const struct facts_text *r, struct figure *low,
		       struct figure *high)
{
	bool change = reading_changes(r, low);

	low->flags |= FIGURE_LOW;
	high->flags |= FIGURE_HIGH;
	low->bound = change ? BOUND_EXACT : BOUND_MIN;
	high->bound = change ? BOUND_EXACT : BOUND_MAX;
	high->start = low->start;
	low->end = high->end;
	low->after = high->after;
	high->sentence = low->sentence;
}

/* ---- conversions ---- */

/* "38 millions de livres (41,8 millions d'euros)", "154 livres, soit 178 euros". */
static bool is_conversion(const struct facts_text *r, const struct figure *main,
			  const struct figure *f)
{
	size_t at = main->after;
	bool opened = false, soit = false;

	if (main->kind != FIGURE_MONEY || f->kind != FIGURE_MONEY || !main->currency ||
	    !f->currency || strcmp(main->currency, f->currency) == 0 || f->first - at > 8)
		return false;
	for (; at <= f->first; at++) {
		opened |= (r->words[at].gap & GAP_OPEN) != 0;
		soit |= word_is(r, at, "soit");
		if (r->words[at].gap & GAP_SENTENCE)
			return false;
	}
	return opened || soit;
}

/* "38 millions de livres (41,8 millions d'euros, 50 millions de dollars)". */
static bool is_second_conversion(const struct facts_text *r, const struct figure *before,
				 const struct figure *f)
{
	if (!(before->flags & FIGURE_CONVERSION) || f->kind != FIGURE_MONEY ||
	    !f->currency || strcmp(before->currency, f->currency) == 0 ||
	    f->first > before->after + 2)
		return false;
	for (size_t i = before->after; i <= f->first; i++)
		if (r->words[i].gap & (GAP_SENTENCE | GAP_CLOSE))
			return false;
	return true;
}

static void mark_conversions(struct facts_text *r)
{
	for (size_t i = 1; i < r->figures_count; i++) {
		struct figure *f = &r->figures[i];
		const struct figure *main = &r->figures[i - 1];

		if (f->flags & FIGURE_HIGH && main->flags & FIGURE_CONVERSION) {
			f->flags |= FIGURE_CONVERSION;
			f->says = main->says +
				  (r->figures[main->says - 1].flags & FIGURE_LOW ? 1 : 0);
			continue;
		}
		if (!is_conversion(r, main, f) && !is_second_conversion(r, main, f))
			continue;
		f->flags |= FIGURE_CONVERSION;
		f->says = main->says ? main->says : (uint32_t)i;
		/* The ends of a range are said again in order. */
		if (f->flags & FIGURE_LOW && main->flags & FIGURE_HIGH)
			f->says = (uint32_t)i - 1;
		if (f->bound == BOUND_EXACT && !(f->flags & FIGURE_HIGH))
			f->bound = main->bound;
	}
}

/* ---- currencies that the article settles ---- */

static const char *noun_currency(const struct facts_text *r, const char *code, size_t at)
{
	const char *near = country_near(r, code, at);

	if (near)
		return near;
	if (strcmp(code, POUNDS) == 0)
		return "GBP";
	return code[0] == '?' ? CURRENCY_UNKNOWN : code;
}

/* "francs" in an article of Switzerland, "couronnes" in one of Sweden. */
static void settle_nouns(struct facts_text *r)
{
	for (size_t i = 0; i < r->figures_count; i++) {
		struct figure *f = &r->figures[i];

		if (f->kind == FIGURE_MONEY && f->currency &&
		    (f->currency[0] == '?' || strcmp(f->currency, "FRF") == 0) &&
		    !word_is(r, f->after - 1, "francais"))
			f->currency = noun_currency(r, f->currency, f->first);
	}
}

/* ---- the pass ---- */

/* Reads one number and what makes it money; false when there's no number at `at`. */
static bool read_figure(const struct facts_text *r, size_t at, struct figure *f)
{
	if (!number_read(r, at, f))
		return false;
	if (currency_after(r, f) ? !is_money(r, f)
				 : currency_before(r, f) && f->value <= 0) {
		f->kind = FIGURE_COUNT;
		f->currency = NULL;
	} else if (f->kind == FIGURE_NUMBER && f->scale >= 1e6 && f->value > 0 &&
		   !(f->flags & FIGURE_SHORT)) {
		f->kind = (uint8_t)kind_of_noun(r, f);
	}
	return true;
}

/* "un", "une" that counts nothing and begins no range ("un à deux milliards"). */
static bool is_article(const struct facts_text *r, const struct figure *f)
{
	size_t at = f->next;

	if (!(f->flags & FIGURE_ARTICLE) || f->kind == FIGURE_MONEY)
		return false;
	if (!word_is_exactly(r, at, "à") && !word_is(r, at, "ou") &&
	    !word_is(r, at, "et"))
		return true;
	return !(word_roles(r, at + 1) & ROLE_NUMERAL);
}

/* A range whose ends are figures: the first already appended. */
static void join_range(struct facts_text *r)
{
	struct figure *high = &r->figures[r->figures_count - 1], *low = high - 1;
	bool money;

	if (r->figures_count < 2 || low->value <= 0 ||
	    low->flags & (FIGURE_LOW | FIGURE_HIGH) ||
	    !is_range(r, low, low->after, high))
		return;
	money = high->kind == FIGURE_MONEY || high->kind == FIGURE_BARE;
	if (!money || (low->kind == FIGURE_MONEY && high->kind != FIGURE_MONEY))
		return;
	if (low->kind == FIGURE_NUMBER || low->kind == FIGURE_BARE) {
		reading_fit_low(low, high);
		low->currency = high->currency;
		low->kind = high->kind;
	} else if (low->kind != FIGURE_MONEY) {
		return;
	}
	bind_range(r, low, high);
}

/* "des billets de 500 et 1.000 roupies": the first takes what the second is of. */
static void join_list(struct facts_text *r)
{
	struct figure *last = &r->figures[r->figures_count - 1], *first = last - 1;
	size_t at;

	if (r->figures_count < 2 || first->value <= 0 || last->kind != FIGURE_MONEY ||
	    first->kind != FIGURE_NUMBER || first->flags & FIGURE_YEAR ||
	    first->scale > 1)
		return;
	at = first->next;
	if (at + 1 != last->first || !word_is(r, at, "et") || !word_tight(r, at) ||
	    !(phrase_before(r, first->first, "de") ||
	      phrase_before(r, first->first, "à") ||
	      phrase_before(r, first->first, "respectivement")))
		return;
	first->kind = FIGURE_MONEY;
	first->currency = last->currency;
	first->value *= last->scale;
	first->end = last->end;
	first->after = last->after;
	first->bound = BOUND_EXACT;
}

static void settle_all(struct facts_text *r)
{
	settle_nouns(r);
	mark_conversions(r);
	for (size_t i = 0; i < r->figures_count; i++)
		if (r->figures[i].kind == FIGURE_BARE ||
		    (r->figures[i].kind == FIGURE_MONEY && !r->figures[i].currency))
			settle_bare(r, i);
}

void amounts_find(struct facts_text *r)
{
	struct figure f;

	for (size_t i = 0; i < r->count; i++) {
		if (!r->words[i].token || !read_figure(r, i, &f) || is_article(r, &f))
			continue;
		if (f.kind != FIGURE_NUMBER)
			f.bound = reading_bound(r, &f);
		reading_add(r, &f);
		join_range(r);
		join_list(r);
		i = f.after > f.next ? f.after - 1 : f.next - 1;
	}
	settle_all(r);
}
