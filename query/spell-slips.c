/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/spell-slips.h"

#include <string.h>

#include "lib/forms.h"
#include "lib/utf8.h"

static uint32_t bit(char letter)
{
	return 1u << (letter - 'a');
}

static bool add_letter(struct spelled *s, char letter)
{
	if (letter < 'a' || letter > 'z' || s->count == SPELLED_MAX)
		return false;
	s->letters[s->count++] = letter;
	s->present |= bit(letter);
	return true;
}

/* A character beyond ASCII: é, œ. */
static bool add_folded(struct spelled *s, uint32_t c)
{
	char folded[UTF8_MAX];
	size_t n = utf8_fold_of(folded, c);

	for (size_t i = 0; i < n; i++) {
		if (!add_letter(s, folded[i]))
			return false;
	}
	return true;
}

bool spelled_as(struct spelled *s, struct str form)
{
	size_t at = 0;
	uint32_t c;

	s->count = 0;
	s->present = 0;
	while (at < form.n) {
		if ((unsigned char)form.p[at] < 0x80) {
			if (!add_letter(s, form.p[at++]))
				return false;
			continue;
		}
		at += utf8_decode(form, at, &c);
		if (!add_folded(s, c))
			return false;
	}
	return true;
}

bool spelled_same(const struct spelled *a, const struct spelled *b)
{
	return a->count == b->count && memcmp(a->letters, b->letters, a->count) == 0;
}

static size_t bits(uint32_t set)
{
	size_t count = 0;

	for (; set != 0; set &= set - 1)
		count++;
	return count;
}

bool spelled_apart(const struct spelled *a, const struct spelled *b, size_t slips)
{
	return a->count > b->count + slips || b->count > a->count + slips ||
	       bits(a->present & ~b->present) > slips ||
	       bits(b->present & ~a->present) > slips;
}

/* ---- likely confusions ---- */

/*
 * Letters side by side on a French keyboard (azertyuiop, qsdfghjklm, wxcvbn, each row half
 * a key to the right of the one above), and letters of the same sound or a near one.
 */
static const char *const confused[26] = {
	['a' - 'a'] = "eoqz",	 ['b' - 'a'] = "ghnpv",	 ['c' - 'a'] = "dfkqsvxz",
	['d' - 'a'] = "cefrstx", ['e' - 'a'] = "adrsz",	 ['f' - 'a'] = "cdgrtv",
	['g' - 'a'] = "bfhjtvy", ['h' - 'a'] = "bgjnuy", ['i' - 'a'] = "jkouy",
	['j' - 'a'] = "ghiknu",	 ['k' - 'a'] = "cijloq", ['l' - 'a'] = "kmop",
	['m' - 'a'] = "lnp",	 ['n' - 'a'] = "bhjm",	 ['o' - 'a'] = "aiklpu",
	['p' - 'a'] = "blmo",	 ['q' - 'a'] = "ackswz", ['r' - 'a'] = "deft",
	['s' - 'a'] = "cdeqwxz", ['t' - 'a'] = "dfgry",	 ['u' - 'a'] = "hijoy",
	['v' - 'a'] = "bcfgw",	 ['w' - 'a'] = "qsvx",	 ['x' - 'a'] = "cdsw",
	['y' - 'a'] = "ghitu",	 ['z' - 'a'] = "aceqs",
};

static uint32_t confused_with(char letter)
{
	uint32_t set = 0;

	for (const char *c = confused[letter - 'a']; *c != '\0'; c++)
		set |= bit(*c);
	return set;
}

/* ---- the distance ---- */

/*
 * Costs in tenths. Few letters can be left out or swapped, but many put in or in the place
 * of another, so each single one of those is rarer. One slip more than another spelling
 * weighs more than all of these.
 */
enum {
	SLIP = 50,
	MISSING = 0,
	SWAPPED = 0,
	DOUBLED = 5,
	ADDED_NEAR = 15,
	ADDED = 30,
	REPLACED_NEAR = 12,
	REPLACED = 30,
	FIRST = 10, /* the first letter is rarely wrong */
	SAME_SOUND = 70,
	SOUND_SLIPS = 3, /* words of the same sound are not farther apart */
	STEP = 1000,	 /* one slip, in a cell of the table */
};

static unsigned added_cost(const struct typed *t, size_t i)
{
	const char *letters = t->word.letters;
	uint32_t beside = 0;

	if (i > 0 && letters[i - 1] == letters[i])
		return DOUBLED;
	if (i > 0)
		beside |= bit(letters[i - 1]);
	if (i + 1 < t->word.count)
		beside |= bit(letters[i + 1]);
	return ((t->near[i] & beside) ? ADDED_NEAR : ADDED) + (i == 0 ? FIRST : 0);
}

static unsigned replaced_cost(const struct typed *t, size_t i, char meant)
{
	if (t->word.letters[i] == meant)
		return 0;
	return STEP + ((t->near[i] & bit(meant)) ? REPLACED_NEAR : REPLACED) +
	       (i == 0 ? FIRST : 0);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One row of the table: the first i letters typed against all fronts of what was meant. */
static void fill_row(const struct typed *typed, const struct spelled *meant, size_t i,
		     unsigned *const rows[3])
{
	const unsigned *two_up = rows[(i + 1) % 3];
	const unsigned *up = rows[(i + 2) % 3];
	unsigned *row = rows[i % 3];
	const char *t = typed->word.letters;
	const char *m = meant->letters;
	unsigned added = STEP + added_cost(typed, i - 1);

	row[0] = up[0] + added;
	for (size_t j = 1; j <= meant->count; j++) {
		row[j] = least(up[j - 1] + replaced_cost(typed, i - 1, m[j - 1]),
			       up[j] + added);
		row[j] =
			least(row[j], row[j - 1] + STEP + MISSING + (j == 1 ? FIRST : 0));
		if (i > 1 && j > 1 && t[i - 1] == m[j - 2] && t[i - 2] == m[j - 1])
			row[j] = least(row[j], two_up[j - 2] + STEP + SWAPPED);
	}
}

/* Slips times STEP and their costs: optimal string alignment, three rows kept. */
static unsigned align(const struct typed *typed, const struct spelled *meant)
{
	unsigned cells[3][SPELLED_MAX + 1];
	unsigned *const rows[3] = {cells[0], cells[1], cells[2]};

	rows[0][0] = 0;
	for (size_t j = 1; j <= meant->count; j++)
		rows[0][j] = rows[0][j - 1] + STEP + MISSING + (j == 1 ? FIRST : 0);
	for (size_t i = 1; i <= typed->word.count; i++)
		fill_row(typed, meant, i, rows);
	return rows[typed->word.count % 3][meant->count];
}

/* ---- sounds ---- */

/* Spellings of one sound, the longest first; `before`: what must follow ($ is the end). */
static const struct sound {
	const char *letters, *before, *sound;
} sounds[] = {
	{"tion", "", "sion"},
	{"eau", "", "o"},
	{"au", "", "o"},
	{"ai", "", "e"},
	{"ei", "", "e"},
	{"oe", "", "e"},
	{"ph", "", "f"},
	{"qu", "", "k"},
	{"ck", "", "k"},
	{"ch", "", "C"},
	{"gu", "ei", "g"},
	{"ge", "ao", "j"},
	{"g", "eiy", "j"},
	{"sc", "eiy", "s"},
	{"c", "eiy", "s"},
	{"c", "", "k"},
	{"q", "", "k"},
	{"h", "", ""},
	{"y", "", "i"},
	{"z", "", "s"},
	{"em", "bp", "an"},
	{"am", "bp", "an"},
	{"om", "bp", "on"},
	{"im", "bp", "in"},
	{"en", "bcdfgjkpqrstvxz", "an"},
};

static const struct sound *sound_at(struct str word, size_t at)
{
	for (size_t i = 0; i < COUNT(sounds); i++) {
		struct str letters;
		char next;

		if (sounds[i].letters[0] != word.p[at])
			continue;
		letters = str_of(sounds[i].letters);
		next = at + letters.n < word.n ? word.p[at + letters.n] : '$';

		if (str_starts(str_slice(word, at, word.n), letters) &&
		    (sounds[i].before[0] == '\0' ||
		     strchr(sounds[i].before, next) != NULL))
			return &sounds[i];
	}
	return NULL;
}

/* Letters doubled are one. Both have SPELLED_MAX bytes. */
static struct str undouble(const struct spelled *s, char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (i == 0 || s->letters[i] != s->letters[i - 1])
			to[n++] = s->letters[i];
	}
	return (struct str){to, n};
}

/* `to` has SPELLED_MAX bytes: no sound is longer than its letters. */
static size_t say(const struct spelled *s, char *to)
{
	char letters[SPELLED_MAX];
	struct str word = undouble(s, letters);
	size_t n = 0;

	for (size_t at = 0; at < word.n;) {
		const struct sound *rule = sound_at(word, at);
		struct str said =
			rule ? str_of(rule->sound) : str_slice(word, at, at + 1);

		at += rule ? strlen(rule->letters) : 1;
		for (size_t i = 0; i < said.n; i++) {
			if (n == 0 || to[n - 1] != said.p[i])
				to[n++] = said.p[i];
		}
	}
	return n;
}

bool typed_as(struct typed *t, struct str form)
{
	if (!spelled_as(&t->word, form))
		return false;
	for (size_t i = 0; i < t->word.count; i++)
		t->near[i] = confused_with(t->word.letters[i]);
	t->said_count = say(&t->word, t->said);
	return true;
}

static bool sounds_same(const struct typed *typed, const struct spelled *meant)
{
	char said[SPELLED_MAX];

	return str_equal((struct str){typed->said, typed->said_count},
			 (struct str){said, say(meant, said)});
}

void slips_between(const struct typed *typed, const struct spelled *meant,
		   struct slips *out)
{
	unsigned aligned = align(typed, meant);
	unsigned cost;

	out->count = aligned / STEP;
	cost = out->count * SLIP + aligned % STEP;
	out->same_sound = out->count <= SOUND_SLIPS && sounds_same(typed, meant);
	if (out->same_sound)
		cost = least(cost, SAME_SOUND);
	out->cost = cost / 10.;
}

/* ---- beginnings ---- */

static void add_beginning(struct beginnings *b, const char *letters, size_t count)
{
	if (count >= FORMS_STEM)
		b->near[((letters[0] - 'a') * 26 + letters[1] - 'a') * 26 + letters[2] -
			'a'] = true;
}

/* Letter `i` left out, changed for each other, or with each other before it. */
static void slip_at(struct beginnings *b, const char front[4], size_t i)
{
	char letters[5];

	memcpy(letters, front, i);
	memcpy(letters + i, front + i + 1, 3 - i);
	add_beginning(b, letters, 3);
	for (char c = 'a'; c <= 'z'; c++) {
		memcpy(letters, front, 4);
		letters[i] = c;
		add_beginning(b, letters, 3);
		memcpy(letters + i + 1, front + i, 4 - i);
		add_beginning(b, letters, 3);
	}
	memcpy(letters, front, 4);
	letters[i] = front[i + 1];
	letters[i + 1] = front[i];
	add_beginning(b, letters, 3);
}

/* Sounds that two letters write as one: farmacie, ékipe. */
static const struct rewriting {
	const char *typed, *meant;
} rewritings[] = {
	{"f", "ph"}, {"ph", "f"}, {"k", "qu"}, {"qu", "k"},  {"c", "qu"},
	{"qu", "c"}, {"o", "au"}, {"au", "o"}, {"an", "en"}, {"en", "an"},
};

static void rewrite_at(struct beginnings *b, const struct spelled *word, size_t i)
{
	struct str rest = {word->letters + i, word->count - i};

	for (size_t r = 0; r < COUNT(rewritings); r++) {
		struct buf letters = {0};
		struct str typed = str_of(rewritings[r].typed);

		if (!str_starts(rest, typed))
			continue;
		buf_add(&letters, word->letters, i);
		buf_text(&letters, rewritings[r].meant);
		buf_str(&letters, str_slice(rest, typed.n, rest.n));
		add_beginning(b, letters.p, letters.n);
		buf_release(&letters);
	}
}

void beginnings_near(struct beginnings *b, const struct spelled *word)
{
	memset(b, 0, sizeof *b);
	for (size_t i = 0; i < FORMS_STEM; i++) {
		slip_at(b, word->letters, i);
		rewrite_at(b, word, i);
	}
}

bool beginnings_next(struct beginnings *b, struct str *begin)
{
	while (b->at < COUNT(b->near) && !b->near[b->at])
		b->at++;
	if (b->at == COUNT(b->near))
		return false;
	b->letters[0] = (char)('a' + b->at / (26 * 26));
	b->letters[1] = (char)('a' + b->at / 26 % 26);
	b->letters[2] = (char)('a' + b->at % 26);
	b->at++;
	*begin = (struct str){b->letters, FORMS_STEM};
	return true;
}
