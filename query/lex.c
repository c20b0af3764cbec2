/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/lex.h"

#include <string.h>

#include "lib/utf8.h"

enum {
	NEAR_DEFAULT = 10, /* words */
	NEAR_MOST = 1000,
	FRONT_LEAST = 3, /* letters before the star of a prefix */
	OPERATOR_MOST =
		20, /* bytes looked at to know an operator: more than PROCHE/1000 has */
};

/* ---- characters ---- */

enum quote quote_of(uint32_t c)
{
	switch (c) {
	case '"':
	case 0x201C: /* “ */
	case 0x201D: /* ” */
	case 0x201E: /* „ */
		return QUOTE_EITHER;
	case 0xAB: /* « */
		return QUOTE_OPEN;
	case 0xBB: /* » */
		return QUOTE_CLOSE;
	default:
		return QUOTE_NONE;
	}
}

/* Marks of direction and zero width that come along with pasted text. */
static bool is_invisible(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool is_gap(uint32_t c)
{
	return utf8_is_space(c) || is_invisible(c);
}

bool is_bracket(uint32_t c)
{
	return c == '(' || c == ')';
}

bool is_comparison(uint32_t c)
{
	return c == '<' || c == '>' || c == '=' || c == 0x2264 /* ≤ */ ||
	       c == 0x2265 /* ≥ */;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC;
}

static bool is_word_character(uint32_t c)
{
	return utf8_is_letter(c) || utf8_is_digit(c) || utf8_is_mark(c);
}

uint32_t character_at(const struct parser *p, size_t at)
{
	uint32_t c = 0;

	utf8_decode(p->text, at, &c);
	return c;
}

size_t length_at(const struct parser *p, size_t at)
{
	uint32_t c;

	return utf8_decode(p->text, at, &c);
}

/* The character that ends before `at`; a space at the start. */
static uint32_t character_before(const struct parser *p, size_t at)
{
	size_t start = at;

	if (at == 0)
		return ' ';
	do
		start--;
	while (start > 0 && at - start < UTF8_MAX &&
	       ((unsigned char)p->bytes[start] & 0xC0) == 0x80);
	return character_at(p, start);
}

void blank(struct parser *p, size_t start, size_t end)
{
	memset(p->bytes + start, ' ', end - start);
}

size_t skip_gaps(const struct parser *p, size_t at)
{
	while (at < p->text.n && is_gap(character_at(p, at)))
		at += length_at(p, at);
	return at;
}

struct str trim(const struct parser *p, size_t start, size_t end)
{
	start = skip_gaps(p, start);
	if (start >= end)
		return (struct str){0};
	while (end > start && is_gap(character_before(p, end))) {
		do
			end--;
		while (((unsigned char)p->bytes[end] & 0xC0) == 0x80);
	}
	return str_slice(p->text, start, end);
}

/* ---- items ---- */

struct item *add_item(struct parser *p, enum item_kind kind, size_t start, size_t end)
{
	struct item *item;

	GROW(p->items, p->count, p->capacity);
	item = &p->items[p->count++];
	*item = (struct item){
		.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end};
	item->plain = kind == ITEM_WORD || kind == ITEM_OR;
	return item;
}

struct node *add_atom(struct parser *p, enum node_kind kind, struct str text,
		      size_t start, enum occur occur)
{
	struct item *item = add_item(p, ITEM_ATOM, start, p->at);

	item->node = new_node(p->q, kind, start, p->at);
	item->node->text = text;
	item->node->occur = occur;
	item->occur = occur;
	item->plain = kind != NODE_FIELD;
	return item->node;
}

/* ---- quotes ---- */

bool opens(const struct parser *p, size_t at)
{
	switch (quote_of(character_at(p, at))) {
	case QUOTE_EITHER:
		return at + length_at(p, at) < p->quotes_end &&
		       !is_word_character(character_before(p, at));
	case QUOTE_OPEN:
		return at + length_at(p, at) < p->guillemets_end;
	default:
		return false;
	}
}

struct quoted read_quoted(struct parser *p, size_t at)
{
	enum quote closes =
		quote_of(character_at(p, at)) == QUOTE_OPEN ? QUOTE_CLOSE : QUOTE_EITHER;
	size_t start = at + length_at(p, at);
	struct quoted quoted;

	for (at = start; at < p->text.n; at += length_at(p, at)) {
		enum quote quote = quote_of(character_at(p, at));

		if (quote == closes)
			break;
		if (quote != QUOTE_NONE)
			blank(p, at, at + length_at(p, at));
	}
	quoted.text = trim(p, start, at);
	quoted.end = at + length_at(p, at);
	return quoted;
}

/* ---- words ---- */

static bool is_no_break(uint32_t c)
{
	return c == 0xA0 || c == 0x202F || c == 0x2009;
}

size_t word_end(const struct parser *p, size_t at, size_t most)
{
	size_t start = at;

	while (at < p->text.n && at - start < most) {
		uint32_t c = character_at(p, at);
		size_t next = at + length_at(p, at);

		if (is_bracket(c) || quote_of(c) != QUOTE_NONE)
			break;
		if (utf8_is_space(c) &&
		    !(is_no_break(c) && utf8_is_digit(character_before(p, at)) &&
		      utf8_is_digit(character_at(p, next))))
			break;
		at = next;
	}
	return at;
}

struct str without_tail(struct str word)
{
	while (word.n > 0 && strchr(",;:?!", word.p[word.n - 1]) != NULL)
		word.n--;
	if (word.n > 1 && word.p[word.n - 1] == '.' &&
	    memchr(word.p, '.', word.n - 1) == NULL)
		word.n--;
	return word;
}

static void blank_stars(struct parser *p, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		if (p->bytes[i] == '*')
			p->bytes[i] = ' ';
	}
}

/*
 * The front of `invest*`: enough letters behind the last apostrophe, and the only star at
 * the end.
 */
static struct str front_of(struct str word)
{
	struct str front = without_tail(word);
	size_t letters = 0;
	uint32_t c;

	if (front.n == 0 || front.p[front.n - 1] != '*')
		return (struct str){0};
	front.n--;
	for (size_t at = 0; at < front.n;) {
		at += utf8_decode(front, at, &c);
		if (c == '*')
			return (struct str){0};
		if (is_apostrophe(c))
			letters = 0;
		else if (is_word_character(c) && !utf8_is_mark(c))
			letters++;
	}
	return letters >= FRONT_LEAST ? front : (struct str){0};
}

static const struct {
	const char *word;
	enum item_kind kind;
} operators[] = {
	{"ET", ITEM_AND},   {"AND", ITEM_AND}, {"OU", ITEM_OR},	      {"OR", ITEM_OR},
	{"SAUF", ITEM_NOT}, {"NOT", ITEM_NOT}, {"PROCHE", ITEM_NEAR}, {"NEAR", ITEM_NEAR},
};

/* The n of PROCHE/n; 0 when it is none. */
static unsigned near_distance(struct str digits)
{
	unsigned n = 0;

	if (digits.n == 0 || digits.n > 9)
		return 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return 0;
		n = 10 * n + (unsigned)(digits.p[i] - '0');
	}
	return n < NEAR_MOST ? n : NEAR_MOST;
}

bool find_operator(const struct parser *p, size_t at, enum item_kind *kind,
		   unsigned *distance, size_t *end)
{
	struct str word, name;
	const char *slash;

	/* Most words are not looked through to their ends, which may be far. */
	if (at >= p->text.n || strchr("AENOPS", p->bytes[at]) == NULL)
		return false;
	*end = word_end(p, at, OPERATOR_MOST);
	word = name = str_slice(p->text, at, *end);
	slash = memchr(word.p, '/', word.n);
	*distance = NEAR_DEFAULT;
	if (slash != NULL)
		name.n = (size_t)(slash - word.p);
	for (size_t i = 0; i < COUNT(operators); i++) {
		if (!str_is(name, operators[i].word))
			continue;
		*kind = operators[i].kind;
		if (slash == NULL)
			return true;
		*distance = near_distance(str_slice(word, name.n + 1, word.n));
		return *kind == ITEM_NEAR && *distance > 0;
	}
	return false;
}

static bool lex_operator(struct parser *p)
{
	uint32_t before = character_before(p, p->at);
	enum item_kind kind;
	unsigned distance;
	size_t end;

	if (!is_gap(before) && !is_bracket(before))
		return false;
	if (!find_operator(p, p->at, &kind, &distance, &end))
		return false;
	add_item(p, kind, p->at, end)->distance = distance;
	p->at = end;
	return true;
}

/* ---- characters → items ---- */

static void lex_quoted(struct parser *p, size_t at, enum node_kind kind, size_t start,
		       enum occur occur)
{
	struct quoted quoted = read_quoted(p, at);

	p->at = quoted.end;
	if (quoted.text.n == 0)
		blank(p, start, p->at);
	else
		add_atom(p, kind, quoted.text, start, occur);
}

static void lex_word(struct parser *p, size_t start, enum occur occur)
{
	struct str front, word;
	size_t at, end;

	if (occur == OCCUR_MAYBE && lex_operator(p))
		return;
	if (lex_field(p, start, occur))
		return;
	at = p->at;
	if (opens(p, at)) { /* -socité:"a b" */
		lex_quoted(p, at, NODE_PHRASE, start, occur);
		return;
	}
	end = word_end(p, at, SIZE_MAX);
	p->at = end;
	front = front_of(str_slice(p->text, at, end));
	if (front.n > 0) {
		add_atom(p, NODE_PREFIX, front, start, occur);
		return;
	}
	blank_stars(p, at, end);
	word = trim(p, at, end);
	if (word.n == 0)
		blank(p, start, end); /* a star alone, its sign with it */
	else if (occur == OCCUR_MAYBE)
		add_item(p, ITEM_WORD, start, end);
	else
		add_atom(p, NODE_TEXT, word, start, occur);
}

/* =word and ="…"; a sign alone is text. */
static bool lex_exact(struct parser *p, size_t start, enum occur occur)
{
	size_t at = p->at + 1;
	uint32_t before = character_before(p, p->at);
	struct str word;
	size_t end;

	if (start == p->at && !is_gap(before) && before != '(')
		return false; /* f(x)=y */
	if (opens(p, at)) {
		lex_quoted(p, at, NODE_EXACT, start, occur);
		return true;
	}
	end = word_end(p, at, SIZE_MAX);
	if (at == end || is_comparison(character_at(p, at)))
		return false;
	blank_stars(p, at, end);
	word = without_tail(trim(p, at, end));
	if (word.n == 0)
		return false;
	p->at = end;
	add_atom(p, NODE_EXACT, word, start, occur);
	return true;
}

/* Takes a + or - that stands at the start of an item and has something to bind. */
static enum occur lex_sign(struct parser *p)
{
	char sign = p->bytes[p->at];
	uint32_t before = character_before(p, p->at);
	uint32_t next = character_at(p, p->at + 1);

	if ((sign != '+' && sign != '-') || p->at + 1 >= p->text.n)
		return OCCUR_MAYBE;
	if (!is_gap(before) && !is_bracket(before))
		return OCCUR_MAYBE;
	if (is_gap(next) || next == '+' || next == '-' || next == ')' ||
	    (quote_of(next) != QUOTE_NONE && !opens(p, p->at + 1)))
		return OCCUR_MAYBE;
	p->at++;
	return sign == '+' ? OCCUR_MUST : OCCUR_NOT;
}

static void lex_bracket(struct parser *p, size_t start, enum occur occur)
{
	uint32_t before = character_before(p, p->at);
	bool open = p->bytes[p->at] == '(';
	struct item *item = add_item(p, open ? ITEM_OPEN : ITEM_CLOSE, start, p->at + 1);

	item->occur = occur;
	/* f(x) is no group. */
	item->blank = open && (is_word_character(before) || is_apostrophe(before));
	p->at++;
}

static void lex_item(struct parser *p)
{
	size_t start = p->at;
	enum occur occur = lex_sign(p);
	uint32_t c = character_at(p, p->at);

	if (is_bracket(c)) {
		lex_bracket(p, start, occur);
	} else if (opens(p, p->at)) {
		lex_quoted(p, p->at, NODE_PHRASE, start, occur);
	} else if (quote_of(c) != QUOTE_NONE) {
		blank(p, p->at, p->at + length_at(p, p->at));
		p->at += length_at(p, p->at);
	} else if (c != '=' || !lex_exact(p, start, occur)) {
		lex_word(p, start, occur);
	}
}

void lex(struct parser *p)
{
	for (size_t at = 0; at < p->text.n; at += length_at(p, at)) {
		enum quote quote = quote_of(character_at(p, at));

		if (quote == QUOTE_EITHER)
			p->quotes_end = at + 1;
		else if (quote == QUOTE_CLOSE)
			p->guillemets_end = at + 1;
	}
	for (p->at = 0; p->at < p->text.n;) {
		if (is_gap(character_at(p, p->at)))
			p->at += length_at(p, p->at);
		else
			lex_item(p);
	}
}
