/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words (T1–T5), and numbers with what is glued to them. */
#include "lib/text-scan.h"

enum { SOLID_PARTS_MAX = 3 };

static const char *const clitics[] = {
	"l", "d",  "j",	    "m",      "t",	"s",	  "c",	    "n",
	"z", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
};

/* Parts after a hyphen that make no compound of it: dit-elle, celui-ci, rendez-vous. */
static const char *const hyphen_clitics[] = {
	"je", "tu", "il",  "elle", "on",   "nous", "vous", "ils", "elles", "ce", "ci",
	"la", "le", "les", "lui",  "leur", "moi",  "toi",  "y",	  "en",	   "t",
};

/* Who may follow the -t- of "a-t-il". */
static const char *const euphonic[] = {"il", "elle", "on", "ils", "elles"};

/* Words whose full stop ends no sentence; so does one capital letter. */
static const char *const abbreviations[] = {
	"mm",  "mme",  "mmes", "mlle", "mlles", "dr",  "pr",  "me",   "mgr", "st",
	"ste", "bd",   "av",   "env",  "cf",	"vol", "art", "janv", "fev", "févr",
	"avr", "juil", "sept", "oct",  "nov",	"dec", "déc", "tel",  "tél", "ex",
};

size_t possessive_at(const struct scan *s, size_t at)
{
	size_t n = apostrophe_at(s, at);

	if (n == 0 || (byte_at(s, at + n) | 0x20) != 's' || word_at(s, at + n + 1) ||
	    apostrophe_at(s, at + n + 1))
		return 0;
	return n + 1;
}

/* An opening quote, bracket or tag, before which a clitic is elided too: d'« IA ». */
static bool opening_at(const struct scan *s, size_t at)
{
	uint32_t c;

	if (utf8_decode(s->source, at, &c) == 0)
		return false;
	return is_any(c, "\"'([#@") || c == 0xAB || c == 0x2018 || c == 0x201C ||
	       c == 0x201E;
}

/* "île" of presqu'île, which is one word. */
static bool isle_at(const struct scan *s, size_t at)
{
	static const char *const isles[] = {"île", "ile", "Île", "Ile", "ÎLE", "ILE"};
	struct str rest = str_slice(s->source, at, s->source.n);
	size_t i;

	for (i = 0; i < COUNT(isles); i++) {
		if (str_starts(rest, str_of(isles[i])))
			return true;
	}
	return false;
}

static size_t skip_blanks(const struct scan *s, size_t at)
{
	while (byte_at(s, at) == ' ')
		at++;
	return at;
}

/* Bytes of the apostrophe that elides the clitic just read, or 0 when it is a word. */
static size_t elision_at(const struct scan *s, const struct run *r)
{
	size_t n = apostrophe_at(s, r->end);
	size_t next = r->end + n;

	if (n == 0 || !IS_ONE_OF(clitics, s->form, r->n))
		return 0;
	/* A space too many: "l' étrange". In quotes ('d' est) the letter is a word. */
	if (byte_at(s, next) == ' ' &&
	    (r->start == 0 || !is_any(byte_at(s, r->start - 1), "'")))
		next = skip_blanks(s, next);
	if (!word_at(s, next) && !currency_at(s, next) && !opening_at(s, next))
		return 0;
	if (r->n == 6 && s->form[0] == 'p' && s->form[1] == 'r' && isle_at(s, next))
		return 0;
	return n;
}

/* Behind the clitics elided at `at`: "d'" of Villeneuve-d'Ascq. */
static size_t skip_clitics(struct scan *s, size_t at)
{
	struct run r;
	size_t n;

	for (;;) {
		read_run(s, at, s->source.n, &r);
		n = elision_at(s, &r);
		if (n == 0 || !word_at(s, r.end + n))
			return at;
		at = r.end + n;
	}
}

/* Appends the run behind an apostrophe to the one just read. */
static void join_run(struct scan *s, size_t at, struct run *r)
{
	char front[FORM_ROOM];
	struct run back;

	memcpy(front, s->form, r->n);
	read_run(s, at, s->source.n, &back);
	if (back.n > FORM_ROOM - r->n)
		back.n = FORM_ROOM - r->n;
	memmove(s->form + r->n, s->form, back.n);
	memcpy(s->form, front, r->n);
	r->n += back.n;
	r->end = back.end;
	r->letters += back.letters;
	r->seen |= back.seen & ~(unsigned)SEEN_FIRST_UPPER;
}

/* Goes on over apostrophes inside a word: aujourd'hui, O'Neill, McDonald's (T2, T3). */
static void join_apostrophes(struct scan *s, struct run *r)
{
	size_t n;

	while ((n = apostrophe_at(s, r->end)) > 0 && letter_at(s, r->end + n)) {
		size_t possessive = possessive_at(s, r->end);

		if (possessive > 0 && r->letters >= 2) {
			r->end += possessive;
			return;
		}
		join_run(s, r->end + n, r);
	}
}

/* The "t" just read stands before a hyphen and il, elle, on … */
static bool is_euphonic(struct scan *s, const struct run *r)
{
	size_t hyphen = hyphen_at(s, r->end);
	struct run next;
	bool found;

	if (r->n != 1 || s->form[0] != 't' || hyphen == 0)
		return false;
	read_run(s, r->end + hyphen, s->source.n, &next);
	found = IS_ONE_OF(euphonic, s->form, next.n);
	s->form[0] = 't';
	return found;
}

/* A compound while its parts are read and pushed. */
struct compound {
	size_t start;
	uint32_t position;
	unsigned parts, numbers, seen, letters;
	bool clitic;
};

static void push_part(struct scan *s, struct compound *c, const struct run *r)
{
	if (c->parts == 0) {
		c->start = r->start;
		c->position = s->text->position + 1;
		c->seen = r->seen & SEEN_FIRST_UPPER;
		s->solid_n = 0;
	} else if (IS_ONE_OF(hyphen_clitics, s->form, r->n)) {
		c->clitic = true;
	}
	add_bytes(s->solid, &s->solid_n, s->form, r->n);
	c->parts++;
	c->numbers += r->letters == 0;
	c->letters += r->letters;
	c->seen |= r->seen & (SEEN_UPPER | SEEN_LOWER);
	push_run(s, run_kind(r), r, c->parts > 1 ? TOKEN_JOINED : 0);
}

/* Reads the part behind a hyphen; a number's decimals belong to it: GPT-3.5. */
static void read_part(struct scan *s, size_t at, struct run *r)
{
	at = skip_clitics(s, at);
	if (digit_at(s, at)) {
		struct number k;

		read_number(s, at, NO_GROUPS, &k);
		if (!word_at(s, k.end)) {
			*r = (struct run){.start = at, .end = k.end, .n = k.n};
			r->seen = SEEN_DIGIT;
			memcpy(s->form, k.form, k.n);
			return;
		}
	}
	read_run(s, at, s->source.n, r);
	join_apostrophes(s, r);
}

/* The parts from the one just read on, then their solid form (T4, T5). */
static void scan_compound(struct scan *s, struct run *r)
{
	struct compound c = {0};
	size_t end = r->end;
	size_t hyphen;

	push_part(s, &c, r);
	while ((hyphen = hyphen_at(s, end)) > 0) {
		read_part(s, end + hyphen, r);
		end = r->end;
		if (!is_euphonic(s, r))
			push_part(s, &c, r);
	}
	s->at = end;
	if (c.parts < 2 || c.parts > SOLID_PARTS_MAX || c.clitic || c.numbers == c.parts)
		return;
	push_stacked(s, TOKEN_WORD, (struct str){s->solid, s->solid_n}, c.start, end,
		     c.position, case_flags(c.seen, c.letters));
}

/* "n" before a degree sign: n° 5 is numéro 5. */
static bool try_ordinal_sign(struct scan *s, const struct run *r)
{
	uint32_t c;
	size_t n = utf8_decode(s->source, r->end, &c);

	if (r->n != 1 || s->form[0] != 'n' || n == 0 || (c != 0xB0 && c != 0xBA))
		return false;
	s->at = r->end + n;
	push_word(s, "numéro", TOKEN_WORD, r->start, s->at, 0);
	return true;
}

/* What the character behind a word makes of it; may spoil scan.form when it answers false. */
static bool try_behind(struct scan *s, struct run *r)
{
	switch (byte_at(s, r->end)) {
	case '.':
		return (r->letters == 1 && try_dotted(s, r->start)) ||
		       (word_at(s, r->end + 1) && try_domain(s, r->start));
	case '-':
		return try_domain(s, r->start);
	case ':':
		return try_url(s, r);
	case ' ':
	case '&':
		return try_ampersand(s, r);
	case '+':
	case '#':
		return try_language(s, r);
	default:
		return byte_at(s, r->end) >= 0x80 && try_ordinal_sign(s, r);
	}
}

static bool try_special(struct scan *s, struct run *r)
{
	char form[FORM_ROOM];
	bool done;

	if (byte_at(s, r->end) == ' ' && byte_at(s, r->end + 1) != '&')
		return false;
	memcpy(form, s->form, r->n);
	done = try_behind(s, r);
	if (!done)
		memcpy(s->form, form, r->n);
	return done;
}

static bool multiplier_possible(const struct scan *s, const struct run *r)
{
	return r->n <= 4 && (currency_at(s, r->end) ||
			     (s->number_end != 0 && r->start - s->number_end <= 3));
}

/* The full stop behind an abbreviation ends no sentence. */
static bool is_abbreviation(const struct scan *s, const struct run *r)
{
	return (r->letters == 1 && (r->seen & SEEN_UPPER)) ||
	       IS_ONE_OF(abbreviations, s->form, r->n);
}

void scan_word(struct scan *s)
{
	struct run r;
	size_t elided;

	read_run(s, s->at, s->source.n, &r);
	if (byte_at(s, r.end) == '\'' || byte_at(s, r.end) >= 0x80) {
		elided = elision_at(s, &r);
		if (elided > 0) {
			s->at = r.end + elided;
			return;
		}
		join_apostrophes(s, &r);
	}
	if (try_special(s, &r) || (multiplier_possible(s, &r) && try_multiplier(s, &r)))
		return;
	if (hyphen_at(s, r.end) > 0) {
		if (is_euphonic(s, &r) && byte_at(s, r.start - 1) == '-')
			s->at = r.end;
		else
			scan_compound(s, &r);
		return;
	}
	if (byte_at(s, r.end) == '+' && !word_at(s, r.end + 1))
		r.end++; /* Canal+ */
	push_run(s, run_kind(&r), &r, 0);
	s->at = r.end;
	if (byte_at(s, r.end) == '.' && is_abbreviation(s, &r))
		s->at++;
}

/* Letters glued to a number: a unit, a multiplier, or one word with it (5G, 1er). */
static void scan_glued(struct scan *s, const struct number *k)
{
	struct run r;

	if (k->plain && try_clock(s, k))
		return;
	read_run(s, k->end, s->source.n, &r);
	s->number_start = k->start;
	s->number_end = k->end;
	if (is_unit(s->form, r.n)) {
		struct run unit = r;

		push_number(s, k, 0);
		push_run(s, run_kind(&unit), &unit, TOKEN_JOINED);
		s->at = r.end;
	} else if (is_multiplier(s, &r)) {
		push_number(s, k, 0);
		try_multiplier(s, &r);
	} else if (k->plain) {
		s->number_end = 0;
		scan_word(s);
	} else {
		push_number(s, k, 0);
		s->at = k->end;
	}
}

void scan_number(struct scan *s)
{
	struct number k;
	size_t hyphen;

	read_number(s, s->at, GROUPS, &k);
	if (word_at(s, k.end)) {
		scan_glued(s, &k);
		return;
	}
	hyphen = hyphen_at(s, k.end);
	if (k.plain && hyphen > 0 && letter_at(s, k.end + hyphen)) {
		scan_word(s);
		return;
	}
	push_number(s, &k, 0);
	s->at = k.end + possessive_at(s, k.end);
}
