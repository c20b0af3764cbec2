/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-phrases.h"

#include <stdlib.h>
#include <string.h>

#define REACH_NAME 8   /* words from "le groupe" to the name it stands before */
#define REACH_FOCUS 40 /* mentions looked back through for the one that acts */

#define G_STOPS (G_CONJUNCTION | G_RELATIVE | G_HAVE | G_BE | G_BY | G_AT)

void phrases_release(struct phrases *p)
{
	free(p->items);
	*p = (struct phrases){0};
}

/* ---- words ---- */

static bool elided_is(const struct facts_text *r, size_t i, const char *letters)
{
	struct str elided = word_elided(r, i);

	return elided.n == 1 && strchr(letters, elided.p[0] | 0x20) != NULL;
}

/* "à", not "a". */
static bool is_to(const struct facts_text *r, size_t i)
{
	return word_grammar(r, i) & G_TO && !word_is_exactly(r, i, "a");
}

const struct figure *phrases_figure(const struct facts_text *r, size_t i)
{
	/* The ends of a range may hold the same words: two figures are looked at. */
	for (size_t k = reading_figures(r, i + 1), n = 0; k > 0 && n < 2; k--, n++) {
		const struct figure *f = &r->figures[k - 1];

		if (i >= f->first && i < f->after)
			return f;
	}
	return NULL;
}

/* The first word of a number and what bounds it: "pour plus de" 7,5 milliards. */
static size_t figure_front(const struct facts_text *r, const struct figure *f)
{
	size_t i = f->first;

	while (i > 0 && word_tight(r, i) &&
	       (word_roles(r, i - 1) & ROLE_LINK || word_is(r, i - 1, "pour")) &&
	       !word_is_have(r, i - 1))
		i--;
	return i;
}

/* ---- links ---- */

static enum phrase_link link_of_word(const struct facts_text *r, size_t i)
{
	uint64_t g = word_grammar(r, i);

	if (g & G_OF)
		return i > 0 && word_is(r, i - 1, "sein")     ? LINK_AT
		       : i > 0 && word_is(r, i - 1, "aupres") ? LINK_TO
							      : LINK_OF;
	if (g & G_BY)
		return LINK_BY;
	if (is_to(r, i))
		return LINK_TO;
	if (g & G_AT)
		return LINK_AT;
	if (g & G_IN)
		return LINK_IN;
	if (g & G_PREPOSITION)
		return LINK_OTHER;
	return g & (G_CONJUNCTION | G_RELATIVE) ? LINK_NONE : LINK_OBJECT;
}

/* "A et B", "A, B et C": the second is tied as the first is. */
static bool is_coordinated(const struct phrases *p, size_t first)
{
	const struct facts_text *r = p->text;

	return p->count > 0 && first >= 2 &&
	       (word_is(r, first - 1, "et") || word_is(r, first - 1, "ou")) &&
	       p->items[p->count - 1].last == first - 2 && word_tight(r, first - 1) &&
	       word_tight(r, first);
}

/* "en 2021 la société avait": a date, and no verb between it and what begins before it. */
static bool ends_adverb(const struct phrases *p, size_t i)
{
	const struct facts_text *r = p->text;

	if (r->words[i].token->kind != TOKEN_NUM && !(word_grammar(r, i) & G_TIME))
		return false;
	for (; i > p->from; i--) {
		if (word_grammar(r, i) & (G_HAVE | G_BE) && !is_to(r, i))
			return false;
		if (word_triggers(r, i))
			return false;
		if (r->words[i].gap & GAP_COMMA ||
		    (word_elided(r, i).n && !elided_is(r, i, "ld")) ||
		    word_grammar(r, i - 1) & G_CONJUNCTION)
			return true;
	}
	return true;
}

static enum phrase_link link_before(const struct phrases *p, size_t first)
{
	const struct facts_text *r = p->text;
	const struct figure *f;
	size_t before = first - 1;

	if (elided_is(r, first, "d"))
		return LINK_OF;
	if (first == p->from ||
	    r->words[first].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH | GAP_SLASH))
		return LINK_NONE;
	if (r->words[first].gap & (GAP_DASH | GAP_SLASH))
		return r->words[first].gap & GAP_SPACE ? LINK_NONE : LINK_OTHER;
	if (word_elided(r, first).n && !elided_is(r, first, "l"))
		return LINK_NONE; /* qu', lorsqu' */
	if (is_coordinated(p, first))
		return (enum phrase_link)p->items[p->count - 1].link;
	if (ends_adverb(p, before))
		return LINK_NONE;
	f = phrases_figure(r, before);
	if (f && f->kind == FIGURE_MONEY) {
		before = figure_front(r, f);
		return before > p->from ? LINK_OBJECT : LINK_NONE;
	}
	return link_of_word(r, before);
}

/* ---- what is read at a word ---- */

/* The first mention of a company or place that ends behind byte `at` of the part. */
static size_t mention_from(const struct record *record, uint8_t part, uint32_t at)
{
	size_t low = 0, high = record->mentions_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct record_mention *m = &record->mentions[middle];

		if (m->part < part || (m->part == part && m->end <= at))
			low = middle + 1;
		else
			high = middle;
	}
	/* Topics overlap names and may end late: step over what ends before. */
	while (low > 0 && record->mentions[low - 1].part == part &&
	       record->mentions[low - 1].end > at)
		low--;
	return low;
}

static bool is_topic(const struct record *record, const struct record_mention *m)
{
	return record->names[m->name].kind == NAME_TOPIC;
}

static const struct record_mention *mention_at(const struct phrases *p, size_t *next,
					       const struct token *t)
{
	const struct record *record = p->record;

	for (; *next < record->mentions_count; ++*next) {
		const struct record_mention *m = &record->mentions[*next];

		if (m->part > t->part || (m->part == t->part && m->start >= t->end))
			return NULL;
		if (m->part == t->part && m->end > t->start && !is_topic(record, m))
			return m;
	}
	return NULL;
}

static struct phrase *add_phrase(struct phrases *p, const struct phrase *q)
{
	GROW(p->items, p->count, p->capacity);
	p->items[p->count] = *q;
	return &p->items[p->count++];
}

static bool in_bracket(const struct phrases *p, size_t i)
{
	for (; i > p->from; i--) {
		uint32_t gap = p->text->words[i].gap;

		if (gap & GAP_OPEN)
			return true;
		if (gap & GAP_CLOSE)
			return false;
	}
	return (p->text->words[p->from].gap & GAP_OPEN) != 0;
}

static size_t words_of_mention(const struct facts_text *r, size_t i,
			       const struct record_mention *m)
{
	while (reading_has(r, i + 1) && r->words[i + 1].token->part == m->part &&
	       r->words[i + 1].token->start < m->end)
		i++;
	return i;
}

static bool begins_verb(const struct facts_text *r, size_t i)
{
	return word_tight(r, i) && (word_is_have(r, i) || word_grammar(r, i) & G_BE ||
				    word_triggers(r, i) || word_is(r, i, "va"));
}

/* A name, with its determiner when the last phrase is nothing but that. */
static size_t read_name(struct phrases *p, size_t i, const struct record_mention *m,
			size_t first)
{
	struct phrase q = {
		.first = (uint32_t)first, .head = (uint32_t)i, .definite = true};
	bool company = p->record->names[m->name].kind == NAME_COMPANY;

	q.last = (uint32_t)words_of_mention(p->text, i, m);
	q.kind = company ? PHRASE_COMPANY : PHRASE_LOCATION;
	q.name = company ? m->name : NO_ITEM;
	q.place = m->name;
	q.grammar = company ? 0 : G_STATE;
	q.link = (uint8_t)(word_grammar(p->text, first) & G_ARTICLE && first != i
				   ? link_of_word(p->text, first)
				   : link_before(p, first));
	if (company && is_coordinated(p, first) && begins_verb(p->text, q.last + 1))
		q.link = LINK_NONE; /* "A rachète B et C lève 3 millions" */
	q.bracket = in_bracket(p, first);
	add_phrase(p, &q);
	return q.last;
}

/* The noun a determiner at word i leads to. */
static size_t noun_after(const struct facts_text *r, size_t i, size_t to)
{
	size_t k = i;

	for (int n = 0; n < 4 && k < to && (k == i || word_tight(r, k)); n++, k++) {
		bool number = r->words[k].token->kind == TOKEN_NUM ||
			      word_roles(r, k) & ROLE_NUMERAL;

		if (!number && !(word_grammar(r, k) & G_BEFORE))
			return k;
	}
	return i;
}

/* "des salariés ont" at the start of a clause is a determiner, "de + les" elsewhere. */
static enum phrase_link link_of_article(const struct phrases *p, size_t i)
{
	enum phrase_link before = link_before(p, i);

	if (word_is(p->text, i, "des") && before == LINK_NONE)
		return LINK_NONE;
	return link_of_word(p->text, i);
}

static size_t read_common(struct phrases *p, size_t first, size_t head)
{
	const struct facts_text *r = p->text;
	uint64_t g = first == head ? 0 : word_grammar(r, first);
	struct phrase q = {.first = (uint32_t)first,
			   .head = (uint32_t)head,
			   .last = (uint32_t)head,
			   .kind = PHRASE_COMMON,
			   .name = NO_ITEM};

	q.grammar = word_grammar(r, head);
	q.definite = !(g & G_INDEFINITE) && !word_is(r, first, "des");
	q.link = (uint8_t)(g & G_ARTICLE ? link_of_article(p, first)
					 : link_before(p, first));
	q.bracket = in_bracket(p, first);
	add_phrase(p, &q);
	return head;
}

static bool is_capital(const struct facts_text *r, size_t i)
{
	return reading_has(r, i) && r->words[i].token->flags & TOKEN_CAPITAL &&
	       r->words[i].token->kind != TOKEN_NUM;
}

/* "Lawrence Stroll"; the first word of a sentence only with a second one. */
static bool is_stranger(const struct phrases *p, size_t i)
{
	const struct facts_text *r = p->text;

	if (!is_capital(r, i) || r->words[i].token->form->stop ||
	    r->words[i].token->kind == TOKEN_UNIT)
		return false;
	return i != p->from ||
	       (i + 1 < p->to && is_capital(r, i + 1) && word_tight(r, i + 1));
}

static size_t read_stranger(struct phrases *p, size_t i)
{
	const struct facts_text *r = p->text;
	size_t last = i;
	struct phrase q = {.first = (uint32_t)i,
			   .head = (uint32_t)i,
			   .kind = PHRASE_STRANGER,
			   .name = NO_ITEM};

	if (word_grammar(r, i) & (G_STATE | G_FIRM | G_PLACE)) {
		/* "l'État", "Bercy": a noun in capitals. */
		return read_common(p, i, i);
	}
	while (last + 1 < p->to && is_capital(r, last + 1) &&
	       !(r->words[last + 1].gap &
		 ~(uint32_t)(GAP_SPACE | GAP_DASH | GAP_ELISION)))
		last++;
	q.last = (uint32_t)last;
	q.link = (uint8_t)link_before(p, i);
	q.bracket = in_bracket(p, i);
	add_phrase(p, &q);
	return last;
}

static bool is_pronoun(const struct facts_text *r, size_t i)
{
	/* "il s'agit", "il y a", "il faut" speak of nobody. */
	if (word_is(r, i, "il") &&
	    (word_is(r, i + 1, "agit") || word_is(r, i + 1, "y") ||
	     word_is(r, i + 1, "faut") || word_is(r, i + 1, "faudra")))
		return false;
	/* "a-t-elle dit", "semble-t-il" say nothing of who acts. */
	return word_grammar(r, i) & G_PRONOUN && !(r->words[i].gap & GAP_DASH);
}

static size_t read_word(struct phrases *p, size_t i, size_t *next)
{
	const struct facts_text *r = p->text;
	const struct record_mention *m = mention_at(p, next, r->words[i].token);
	uint64_t g = word_grammar(r, i);
	size_t noun = i;

	if (m)
		return read_name(p, i, m, i);
	if (is_pronoun(r, i)) {
		size_t at = read_common(p, i, i);

		p->items[p->count - 1].kind = PHRASE_PRONOUN;
		return at;
	}
	if (g & (G_DEFINITE | G_INDEFINITE | G_ARTICLE) && i + 1 < p->to &&
	    word_tight(r, i + 1)) {
		noun = noun_after(r, i + 1, p->to);
		m = mention_at(p, next, r->words[noun].token);
		if (m)
			return read_name(p, noun, m, i);
		return read_common(p, i, noun);
	}
	if (elided_is(r, i, "l"))
		return read_common(p, i, i);
	if (is_stranger(p, i))
		return read_stranger(p, i);
	return i;
}

/* ---- names that stand with a noun ---- */

/* Nothing but adjectives and complements between a noun and the name of the same thing. */
static bool is_one_phrase(const struct facts_text *r, size_t noun, size_t name)
{
	if (name <= noun || name - noun > REACH_NAME ||
	    word_grammar(r, name - 1) & (G_OF | G_BY | G_AT | G_IN | G_PREPOSITION) ||
	    is_to(r, name - 1) || (word_elided(r, name).n && !elided_is(r, name, "l")))
		return false;
	for (size_t i = noun + 1; i <= name; i++) {
		if (r->words[i].gap & ~(uint32_t)(GAP_TIGHT | GAP_DASH))
			return false;
		if (i < name && (word_grammar(r, i) & (G_STOPS & ~G_HAVE) ||
				 word_is_have(r, i) || word_triggers(r, i)))
			return false;
	}
	return true;
}

/* "le bâlois", "la lyonnaise": where the company is from stands for what it is. */
static bool is_origin(const struct facts_text *r, size_t i)
{
	static const char *const ends[] = {"ais",   "aise", "ois",  "oise", "ien",
					   "ienne", "ain",  "aine", "eenne"};

	if (is_capital(r, i))
		return false;
	for (size_t k = 0; k < COUNT(ends); k++)
		if (str_ends(r->words[i].token->form->fold, str_of(ends[k])))
			return true;
	return false;
}

/* "le constructeur ferroviaire espagnol CAF", "l'usine Ford": one phrase. */
static void join_noun(struct phrases *p, size_t index)
{
	struct phrase *name = &p->items[index];

	for (size_t i = index, n = 0; i > 0 && n < 3; i--, n++) {
		struct phrase *noun = &p->items[i - 1];

		if (noun->kind == PHRASE_COMPANY)
			return;
		if (noun->kind != PHRASE_COMMON || noun->bracket != name->bracket ||
		    !is_one_phrase(p->text, noun->head, name->first))
			continue;
		if (noun->grammar & G_PLACE && !(noun->grammar & G_FIRM)) {
			noun->name = name->name;
			name->link = LINK_OF;
			return;
		}
		if (!(noun->grammar & G_FIRM) &&
		    !(noun->head + 1 == name->head && is_origin(p->text, noun->head)))
			continue;
		noun->part = true;
		noun->name = name->name;
		name->link = noun->link;
		name->first = noun->first;
		return;
	}
}

/* "le PDG de Renault", "l'usine de Ford", "la direction du groupe Casino". */
static void join_complement(struct phrases *p, size_t index)
{
	const struct phrase *name = &p->items[index];

	for (size_t i = index; i > 0; i--) {
		struct phrase *noun = &p->items[i - 1];

		if (noun->part)
			continue;
		if (noun->kind == PHRASE_COMMON && noun->name == NO_ITEM &&
		    noun->grammar & (G_SPEAKER | G_PLACE | G_PLAN | G_ASSET) &&
		    name->link == LINK_OF && name->first - noun->head <= 4)
			noun->name = name->name;
		if (noun->kind == PHRASE_COMMON && noun->link == LINK_OF &&
		    name->first - noun->head <= 4)
			continue;
		return;
	}
}

void phrases_read(struct phrases *p, size_t from, size_t to)
{
	const struct token *t = p->text->words[from].token;
	size_t next = mention_from(p->record, t->part, t->start);

	p->from = from;
	p->to = to;
	p->count = 0;
	for (size_t i = from; i < to; i++)
		i = read_word(p, i, &next);
	for (size_t i = 0; i < p->count; i++) {
		if (p->items[i].kind != PHRASE_COMPANY)
			continue;
		join_noun(p, i);
		join_complement(p, i);
	}
}

/* ---- who is meant ---- */

/* The word a byte of a part stands at. */
static size_t word_at(const struct facts_text *r, uint8_t part, uint32_t start)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct token *t = r->words[middle].token;

		/* The end of a part belongs to the part before it. */
		if (!t)
			t = middle > low ? r->words[middle - 1].token : NULL;
		if (!t) {
			low = middle + 1;
			continue;
		}
		if (t->part < part || (t->part == part && t->end <= start))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a name does something, rather than being spoken to, of or quoted. */
static bool acts(const struct phrases *p, const struct record_mention *m)
{
	const struct facts_text *r = p->text;
	size_t i = word_at(r, m->part, m->start);
	enum phrase_link link;

	if (!reading_has(r, i))
		return false;
	if (i == 0 || r->words[i].gap & ~(uint32_t)GAP_TIGHT)
		return true;
	if (word_elided(r, i).n && !elided_is(r, i, "dl"))
		return true;
	if (elided_is(r, i, "d"))
		return false;
	link = link_of_word(r, i - 1);
	return link == LINK_NONE || link == LINK_OBJECT;
}

static bool is_company(const struct phrases *p, const struct record_mention *m)
{
	return p->record->names[m->name].kind == NAME_COMPANY;
}

static uint32_t find_title(const struct phrases *p)
{
	const struct record *record = p->record;
	uint32_t best = NO_ITEM, most = 0, second = 0;

	for (size_t i = 0; i < record->mentions_count && record->mentions[i].part == 0;
	     i++) {
		const struct record_mention *m = &record->mentions[i];

		if (!is_company(p, m) || m->name == best)
			continue;
		if (best != NO_ITEM)
			return NO_ITEM;
		best = m->name;
	}
	if (best != NO_ITEM)
		return best;
	for (size_t i = 0; i < record->names_count; i++) {
		uint32_t mentions = record->names[i].mentions;

		if (record->names[i].kind != NAME_COMPANY)
			continue;
		second = mentions > most ? most : mentions > second ? mentions : second;
		if (mentions > most) {
			most = mentions;
			best = (uint32_t)i;
		}
	}
	return most > 2 && most >= 2 * second ? best : NO_ITEM;
}

uint32_t phrases_title(const struct phrases *p)
{
	return p->title;
}

/* The last company told before word i in its sentence, one that acts if there is. */
static uint32_t told_before(const struct phrases *p, size_t at)
{
	uint32_t found = NO_ITEM;

	for (size_t k = p->count; k > 0; k--) {
		const struct phrase *q = &p->items[k - 1];

		if (q->kind != PHRASE_COMPANY || q->last >= at || q->link == LINK_OTHER ||
		    q->link == LINK_IN || q->link == LINK_TO)
			continue;
		if (q->link == LINK_NONE || q->link == LINK_OBJECT)
			return q->name;
		if (found == NO_ITEM)
			found = q->name;
	}
	return found;
}

/* Whether words (from, to) name a person or somebody unknown: two capitals in a row. */
static bool names_stranger(const struct phrases *p, size_t from, size_t to)
{
	const struct facts_text *r = p->text;
	size_t next = 0;

	if (from >= to || !reading_has(r, from))
		return false;
	next = mention_from(p->record, r->words[from].token->part,
			    r->words[from].token->start);
	for (size_t i = from; i + 1 < to; i++) {
		if (!is_capital(r, i) || !is_capital(r, i + 1) || !word_tight(r, i + 1) ||
		    r->words[i].token->form->stop)
			continue;
		if (!mention_at(p, &next, r->words[i].token))
			return true;
	}
	return false;
}

uint32_t phrases_focus(const struct phrases *p, size_t at)
{
	const struct record *record = p->record;
	const struct facts_text *r = p->text;
	const struct token *t = r->words[at].token;
	uint32_t found = told_before(p, at), sentence = r->words[at].sentence;

	if (found == NO_ITEM)
		found = phrases_title(p);
	if (found != NO_ITEM)
		return found;
	for (size_t i = mention_from(record, t->part, t->start), n = 0;
	     i > 0 && n < REACH_FOCUS; i--, n++) {
		const struct record_mention *m = &record->mentions[i - 1];
		size_t word = word_at(r, m->part, m->start);

		if (m->part != t->part || !reading_has(r, word) ||
		    r->words[word].sentence + 1 < sentence)
			break;
		if (is_company(p, m) && acts(p, m))
			return m->name;
	}
	return NO_ITEM;
}

/* The company "elle" at word i stands for: one that acts here or in the sentence before. */
static uint32_t pronoun_company(const struct phrases *p, size_t at)
{
	const struct record *record = p->record;
	const struct facts_text *r = p->text;
	const struct token *t = r->words[at].token;

	for (size_t i = mention_from(record, t->part, t->start); i > 0; i--) {
		const struct record_mention *m = &record->mentions[i - 1];
		size_t word = word_at(r, m->part, m->start);

		if (m->part != t->part || !reading_has(r, word) ||
		    r->words[word].sentence + 1 < r->words[at].sentence)
			break;
		if (is_company(p, m) && acts(p, m))
			return names_stranger(p, word, at) ? NO_ITEM : m->name;
	}
	for (size_t from = at, n = 0; from > 0; from--) {
		n += (r->words[from].gap & GAP_SENTENCE) != 0;
		if (n == 2 || !r->words[from - 1].token)
			return names_stranger(p, from, at) ? NO_ITEM : phrases_title(p);
	}
	return NO_ITEM;
}

static bool is_nobody(const struct phrase *q)
{
	return q->part || q->bracket;
}

/* "le PDG de Renault, Luca de Meo": a stranger behind a comma is who was told before. */
static bool is_told_again(const struct phrases *p, const struct phrase *q, uint32_t *name)
{
	const struct phrase *before = q - 1;

	if (q == p->items || !(p->text->words[q->first].gap & GAP_COMMA))
		return false;
	for (; before >= p->items; before--)
		if (before->kind == PHRASE_COMMON && before->grammar & G_SPEAKER &&
		    before->link == LINK_NONE && before->name != NO_ITEM) {
			*name = before->name;
			return true;
		}
	return false;
}

static enum actor refer(const struct phrases *p, const struct phrase *q, uint32_t *name,
			bool *referred)
{
	*name = q->name != NO_ITEM ? q->name : phrases_focus(p, q->first);
	*referred = q->name == NO_ITEM;
	return *name == NO_ITEM ? ACTOR_NOBODY : ACTOR_COMPANY;
}

enum actor phrases_actor(const struct phrases *p, const struct phrase *q, uint32_t *name,
			 bool *referred)
{
	*name = q->name;
	*referred = false;
	if (is_nobody(q))
		return ACTOR_SKIPPED;
	switch (q->kind) {
	case PHRASE_COMPANY:
		return ACTOR_COMPANY;
	case PHRASE_LOCATION:
		return ACTOR_STATE;
	case PHRASE_STRANGER:
		return is_told_again(p, q, name) ? ACTOR_COMPANY : ACTOR_STRANGER;
	case PHRASE_PRONOUN:
		if (q->grammar & G_SPOKEN)
			return ACTOR_STRANGER;
		*name = pronoun_company(p, q->first);
		*referred = true;
		return *name == NO_ITEM ? ACTOR_STRANGER : ACTOR_COMPANY;
	default:
		break;
	}
	if (q->grammar & G_TIME)
		return ACTOR_SKIPPED;
	if (q->grammar & G_STATE && q->name == NO_ITEM &&
	    !(q->grammar & (G_FIRM | G_SPEAKER)))
		return ACTOR_STATE;
	if (q->grammar & G_SPEAKER && q->grammar & G_STATE && q->name == NO_ITEM)
		return ACTOR_STATE;
	if (q->name == NO_ITEM &&
	    ((q->grammar & G_FIRM && is_capital(p->text, q->head)) ||
	     (q->grammar & G_PLACE && !(q->grammar & (G_FIRM | G_PLANT | G_SPEAKER)))))
		return ACTOR_STRANGER; /* "le Brésilien", "les restaurants" */
	if (q->grammar & (G_FIRM | G_SPEAKER | G_PLACE))
		return q->definite || q->name != NO_ITEM ? refer(p, q, name, referred)
							 : ACTOR_STRANGER;
	return q->grammar & G_PLAN ? ACTOR_SKIPPED : ACTOR_NOBODY;
}

const struct phrase *phrases_left(const struct phrases *p, size_t i)
{
	for (size_t k = p->count; k > 0; k--)
		if (p->items[k - 1].last < i && !p->items[k - 1].bracket &&
		    !p->items[k - 1].part)
			return &p->items[k - 1];
	return NULL;
}

void phrases_start(struct phrases *p, const struct facts_text *r,
		   const struct record *record)
{
	p->text = r;
	p->record = record;
	p->from = p->to = p->count = 0;
	p->title = find_title(p);
}
