/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who sends the text and who signs it: what stands of them around it and behind it. */
#include "corpus/html-page.h"

#include <string.h>

#include "corpus/html-hints.h"
#include "lib/utf8.h"

#define TAIL_LABEL_MAX 90	 /* bytes of "À propos de …" */
#define CREDIT_MAX_CHARACTERS 40 /* of a last line that names an agency */

/* ---- who sends it ---- */

struct label {
	struct str text;
	bool alone; /* what it names stands in other paragraphs */
};

/* "À propos de Cryovolt" alone, or before a break, a colon or a dash. */
static struct label label_of(const struct html_block *b)
{
	static const struct str ends[] = {{"\n", 1},  {" :", 2},  {"\u00a0:", 3},
					  {" – ", 5}, {" — ", 5}, {" - ", 3}};
	struct label label = {.text = b->text};
	struct str rest;

	for (size_t i = 0; i < COUNT(ends); i++) {
		const char *end =
			memmem(label.text.p, label.text.n, ends[i].p, ends[i].n);

		if (end != NULL)
			label.text.n = (size_t)(end - label.text.p);
	}
	rest = str_slice(b->text, label.text.n, b->text.n);
	label.alone = rest.n <= 3 || rest.p[0] == '\n';
	return label;
}

/* "À propos de Cryovolt", "À propos du groupe"; not "À propos de rentabilité". */
static bool names_somebody(struct str label)
{
	static const char *const nouns[] = {"auteur", "autrice", "groupe", "entreprise",
					    "société"};
	struct str word;
	uint32_t c;

	for (size_t i = 0; i < COUNT(nouns); i++) {
		if (str_ends(label, str_of(nouns[i])))
			return true;
	}
	for (size_t i = 0; i < label.n; i++) {
		bool begins = label.p[i] == ' ' || label.p[i] == '\'' ||
			      (unsigned char)label.p[i] == 0x99; /* the end of ’ */

		word = str_slice(label, i + 1, label.n);
		if (begins && utf8_decode(word, 0, &c) > 0 && utf8_is_upper(c))
			return true;
	}
	return false;
}

static bool begins_tail(const struct html_block *b)
{
	struct label label = label_of(b);
	bool about = str_starts(label.text, STR("À propos")) ||
		     str_starts(label.text, STR("A propos"));

	if (label.text.n > TAIL_LABEL_MAX || html_phrase(label.text) != PHRASE_TAIL)
		return false;
	return !about || (names_somebody(label.text) && !str_ends(label.text, STR(".")));
}

/* Up to the next heading of something else. */
static size_t end_of_tail(const struct html_page *p, size_t i)
{
	int level = p->blocks.list[i].level;
	size_t end = i + 1;

	if (!label_of(&p->blocks.list[i]).alone)
		return end;
	for (; end < p->blocks.count; end++) {
		const struct html_block *b = &p->blocks.list[end];

		if (!b->gone && b->kind == BLOCK_HEADING &&
		    (level == 0 || b->level <= level) && !begins_tail(b))
			break;
	}
	return end;
}

/* What a press release says of its sender stands behind what it tells. */
static void judge_tails(struct html_page *p)
{
	size_t before = 0, all = html_page_prose(p, 0, p->blocks.count);

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (before >= LITTLE_TEXT && 2 * before >= all && begins_tail(b)) {
			html_page_take_out(p, i, end_of_tail(p, i));
			continue;
		}
		before += b->prose;
	}
}

/* ---- who wrote it ---- */

/* "Jeanne Corton", "Jeanne Corton (à Lyon)", "Jeanne Corton, envoyée spéciale" */
static bool begins_with_author(const struct html_page *p, const struct html_block *b)
{
	struct str author = p->claims->of[ARTICLE_AUTHOR].text;
	struct str rest;

	if (author.n == 0 || b->prose > 0 || b->characters > INFO_MAX_CHARACTERS ||
	    !str_starts(b->text, author))
		return false;
	rest = str_trim(str_slice(b->text, author.n, b->text.n));
	return rest.n == 0 || strchr(",(|\n", rest.p[0]) != NULL;
}

/* The author or a date, and nothing else: before the text, be it behind its lead. */
static bool is_byline(const struct html_page *p, const struct html_block *b)
{
	struct str author = p->claims->of[ARTICLE_AUTHOR].text, date;

	if (b->prose > 0 || b->kind == BLOCK_ROW || b->characters > LABEL_MAX_CHARACTERS)
		return false;
	if (author.n > 0 && str_equal(b->text, author))
		return true;
	return html_date_find(p->claims->arena, b->text, &date) &&
	       5 * date.n >= 3 * b->text.n;
}

/* The author's name behind the text signs it, or heads what is told of who wrote it. */
static void judge_signature(struct html_page *p)
{
	size_t before = 0, all = html_page_prose(p, 0, p->blocks.count);

	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];
		const struct html_node *box;

		if (b->gone)
			continue;
		if (5 * before <= all && is_byline(p, b)) {
			b->gone = true;
			continue;
		}
		if (5 * before >= 4 * all && begins_with_author(p, b)) {
			box = html_page_own_box(p, i, BOX_STEP_MAX);
			html_page_take_out(p, i, box != NULL ? box->end : i + 1);
			continue;
		}
		before += b->prose;
	}
}

void html_senders_judge(struct html_page *p)
{
	judge_tails(p);
	judge_signature(p);
}

/* ---- last lines ---- */

/* "(Rédigé par Jeanne Corton, édité par Marc Hamonic)" */
static bool credits_people(const struct html_block *b)
{
	static const char *const fronts[] = {
		"(Rédigé par ", "(Édité par ", "(Par ", "(Version française ",
		"(Reportage ",	"(Traduit ",   "(Avec "};

	for (size_t i = 0; i < COUNT(fronts); i++) {
		if (str_starts(b->text, str_of(fronts[i])))
			return b->characters <= LINE_MAX_CHARACTERS &&
			       str_ends(b->text, STR(")"));
	}
	return false;
}

/* "J. C." */
static bool is_initials(const struct html_block *b)
{
	size_t letters = 0;
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(b->text, at, &c)) > 0; at += n) {
		if (utf8_is_upper(c))
			letters++;
		else if (n > 1 || strchr(". -/()", (int)c) == NULL)
			return false;
	}
	return letters >= 2 && letters <= 4 && memchr(b->text.p, '.', b->text.n) != NULL;
}

/* "(Avec AFP)", "Source : Reuters", "L. M. avec AFP" */
static bool credits_agency(const struct html_block *b)
{
	static const char *const agencies[] = {"AFP", "Reuters", "Bloomberg", "Belga",
					       "Keystone-ATS"};
	struct str s = b->text;

	if (b->kind == BLOCK_HEADING || b->characters > CREDIT_MAX_CHARACTERS ||
	    (str_ends(s, STR(".")) && !str_starts(s, STR("("))))
		return false;
	while (s.n > 0 && strchr(").", s.p[s.n - 1]) != NULL)
		s.n--;
	for (size_t i = 0; i < COUNT(agencies); i++) {
		if (str_ends(s, str_of(agencies[i])))
			return true;
	}
	return false;
}

bool html_senders_sign(const struct html_block *b)
{
	return credits_people(b) || credits_agency(b) || is_initials(b);
}
