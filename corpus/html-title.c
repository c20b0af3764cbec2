/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which line of a page is its article's title, and which part of <title> is the name
 * of the site.
 */
#include "corpus/html-title.h"

#include <string.h>
#include <strings.h>

#include "corpus/html-hints.h"
#include "lib/utf8.h"

#define TITLE_BYTES_MAX 600
#define LINES_MAX 5000 /* of a page, among which the title is looked for */
#define PARTS_MAX 12   /* of a title */
#define BREAKS_MAX 5   /* in a paragraph, before the line that is the title */

/* Between the title and the name of the site. */
#define SIGN(text)                                                                       \
	{                                                                                \
		text, sizeof(text) - 1                                                   \
	}
static const struct str separators[] = {
	SIGN(" | "),	  SIGN(" - "),	    SIGN(" – "),      SIGN(" — "),
	SIGN(" · "),	  SIGN(" • "),	    SIGN(" » "),      SIGN(" « "),
	SIGN(" :: "),	  SIGN(" : "),	    SIGN(": "),	      SIGN(" / "),
	SIGN(" ~ "),	  SIGN(" > "),	    SIGN(" ‹ "),      SIGN(" › "),
	SIGN("\u00a0| "), SIGN("\u00a0: "), SIGN("\u00a0- "), SIGN("\u00a0– "),
};

struct str html_plain(struct arena *arena, struct str line)
{
	struct buf folded = {0}, b = {0};
	struct str s;
	uint32_t c;
	size_t n;

	utf8_fold(&folded, line);
	s = buf_view(&folded);
	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (utf8_is_letter(c) || utf8_is_digit(c))
			buf_str(&b, str_slice(s, at, at + n));
	}
	s = str_copy(arena, buf_view(&b));
	buf_release(&b);
	buf_release(&folded);
	return s;
}

bool html_same_line(struct arena *arena, struct str a, struct str b)
{
	return str_equal(html_plain(arena, a), html_plain(arena, b));
}

bool html_says(struct arena *arena, struct str text, struct str line)
{
	struct str all = html_plain(arena, text);
	struct str part = html_plain(arena, line);

	return part.n > 0 && all.n >= part.n &&
	       memmem(all.p, all.n, part.p, part.n) != NULL;
}

/* ---- the line ---- */

static bool is_home_link(const struct html_block *b)
{
	return 2 * b->links > b->characters;
}

/* Up to a line break. */
static struct str first_line(struct str s)
{
	struct str line;

	str_split(&s, '\n', &line);
	return line;
}

/* Where the line that says `wanted` begins; SIZE_MAX when none does. */
static size_t line_that_says(struct arena *arena, struct str text, struct str wanted)
{
	struct str rest = text;
	struct str line;

	for (int i = 0; i < BREAKS_MAX && str_split(&rest, '\n', &line); i++) {
		if (line.n <= TITLE_BYTES_MAX && line.n <= 4 * wanted.n &&
		    str_equal(html_plain(arena, line), wanted))
			return (size_t)(line.p - text.p);
	}
	return SIZE_MAX;
}

size_t html_title_at(struct arena *arena, const struct html_block *b, struct str title)
{
	size_t at = line_that_says(arena, b->text, html_plain(arena, title));

	return at != SIZE_MAX ? at : 0;
}

/* Of the lines that say the same a heading counts, else the first. */
static const struct html_block *
find_line(struct arena *arena, const struct html_blocks *blocks, struct str title)
{
	const struct html_block *found = NULL;
	struct str wanted = html_plain(arena, title);

	if (wanted.n == 0)
		return NULL;
	for (size_t i = 0; i < blocks->count && i < LINES_MAX; i++) {
		const struct html_block *b = &blocks->list[i];

		if (2 * b->text.n < title.n ||
		    line_that_says(arena, b->text, wanted) == SIZE_MAX)
			continue;
		if (b->kind == BLOCK_HEADING)
			return b;
		if (found == NULL && !is_home_link(b))
			found = b;
	}
	return found;
}

/* The first heading of the highest level that is not the site's own name. */
static const struct html_block *find_heading(const struct html_claims *c,
					     const struct html_blocks *blocks, int most)
{
	struct str site = c->of[ARTICLE_SOURCE].text;

	for (int level = 1; level <= most; level++) {
		for (size_t i = 0; i < blocks->count; i++) {
			const struct html_block *b = &blocks->list[i];

			if (b->level == level && b->text.n <= TITLE_BYTES_MAX &&
			    !is_home_link(b) &&
			    !(site.n > 0 && html_same_line(c->arena, b->text, site)))
				return b;
		}
	}
	return NULL;
}

static const struct html_block *find_hint(const struct html_blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const struct html_block *b = &blocks->list[i];

		if (b->node->hints & HINT_TITLE && b->text.n <= TITLE_BYTES_MAX &&
		    !is_home_link(b))
			return b;
	}
	return NULL;
}

/* The last line before the first sentences that could be a headline. */
static const struct html_block *find_before_text(struct arena *arena,
						 const struct html_blocks *blocks)
{
	const struct html_block *found = NULL;
	struct str ignored;

	for (size_t i = 0; i < blocks->count && i < LINES_MAX; i++) {
		const struct html_block *b = &blocks->list[i];

		if (b->prose > 0 && (b->characters > 200 || str_ends(b->text, STR("."))))
			return found;
		if (b->characters >= 20 && !is_home_link(b) &&
		    !html_date_find(arena, b->text, &ignored) &&
		    !html_author_find(b->text, &ignored))
			found = b;
	}
	return NULL;
}

/* ---- the name of the site ---- */

/* "Actualité - Métropole": the site's name stands last. */
static struct str last_part(struct str s)
{
	for (size_t at = s.n; at-- > 1;) {
		for (size_t i = 0; i < COUNT(separators); i++) {
			if (str_starts(str_slice(s, at, s.n), separators[i]))
				return str_slice(s, at + separators[i].n, s.n);
		}
	}
	return s;
}

/*
 * Cuts the name of the site off: the part of the title that is also a line of the page is
 * the article's, the longest one. `*site` becomes the other part.
 */
static bool cut_by_lines(struct arena *arena, const struct html_blocks *blocks,
			 struct str *title, struct str *site)
{
	struct str all = *title;
	size_t longest = 0, parts = 0;

	for (size_t i = 0; i < COUNT(separators); i++) {
		struct str sign = separators[i];

		for (size_t at = 1; at + sign.n < all.n; at++) {
			struct str left = str_slice(all, 0, at);
			struct str right = str_slice(all, at + sign.n, all.n);

			if (!str_starts(str_slice(all, at, all.n), sign) ||
			    parts++ > PARTS_MAX)
				continue;
			if (left.n > longest && left.n >= 12 &&
			    find_line(arena, blocks, left)) {
				longest = left.n;
				*title = left;
				*site = last_part(right);
			}
			if (right.n > longest && right.n >= 12 &&
			    find_line(arena, blocks, right)) {
				longest = right.n;
				*title = right;
				*site = left;
			}
		}
	}
	return longest > 0;
}

static size_t count_words(struct str s)
{
	size_t words = 1;

	for (size_t i = 0; i < s.n; i++)
		words += s.p[i] == ' ';
	return words;
}

/* Cuts off what stands behind the last sign and is called like the site, or is short. */
static void cut_by_name(struct html_claims *c, struct str *title, struct str *site)
{
	struct str name = c->of[ARTICLE_SOURCE].text;
	struct str all = *title;
	size_t last = 0, length = 0;

	for (size_t i = 0; i < COUNT(separators); i++) {
		for (size_t at = 1; at + separators[i].n < all.n; at++) {
			if (at > last &&
			    str_starts(str_slice(all, at, all.n), separators[i])) {
				last = at;
				length = separators[i].n;
			}
		}
	}
	if (last == 0)
		return;
	*site = str_slice(all, last + length, all.n);
	if ((name.n > 0 && (html_same_line(c->arena, *site, name) ||
			    html_says(c->arena, name, *site))) ||
	    (name.n == 0 && all.p[last + length - 2] != ':' && count_words(*site) <= 4 &&
	     count_words(str_slice(all, 0, last)) >= 4))
		*title = str_slice(all, 0, last);
	else
		*site = (struct str){0};
}

static struct str title_element(const struct html_tree *tree)
{
	const struct html_node *n;

	for (n = tree->root; n != NULL; n = html_next(tree->root, n)) {
		/* An <svg> may have a title of its own. */
		if (n->tag == HTML_TITLE && (n->parent == NULL || !n->parent->hidden))
			return n->text;
	}
	return (struct str){0};
}

/* The heading counts for more than <title>, which may be cut short or made for search. */
static const struct html_block *
choose_line(struct html_claims *c, const struct html_blocks *blocks, struct str element)
{
	const struct html_block *b = NULL;
	struct str site = {0};

	if (element.n > 0 && cut_by_lines(c->arena, blocks, &element, &site)) {
		html_claim(c, ARTICLE_SOURCE, RANK_TITLE, site);
		b = find_line(c->arena, blocks, element);
	}
	if (b == NULL && element.n > 0)
		b = find_line(c->arena, blocks, element);
	if (b == NULL)
		b = find_heading(c, blocks, 1);
	if (b == NULL)
		b = find_hint(blocks);
	return b;
}

/*
 * What nobody reads on the page was made for other sites: a heading that <title> says
 * too is the title.
 */
static const struct html_block *
agreed_line(struct html_claims *c, const struct html_blocks *blocks, struct str element)
{
	const struct html_block *b = choose_line(c, blocks, element);

	if (b != NULL && b->level > 0 && b->level <= 2 && 2 * b->text.n >= element.n &&
	    html_says(c->arena, element, b->text) &&
	    !html_says(c->arena, c->of[ARTICLE_TITLE].text, b->text))
		c->of[ARTICLE_TITLE].text = first_line(b->text);
	return b;
}

const struct html_block *html_title_find(struct html_claims *c,
					 const struct html_tree *tree,
					 const struct html_blocks *blocks)
{
	struct str title = c->of[ARTICLE_TITLE].text;
	struct str element = title_element(tree);
	struct str site = {0};
	const struct html_block *b;

	if (title.n > TITLE_BYTES_MAX || element.n > TITLE_BYTES_MAX)
		element = (struct str){0};
	if (title.n > 0) {
		b = find_line(c->arena, blocks, title);
		if (b == NULL && title.n <= TITLE_BYTES_MAX) {
			if (!cut_by_lines(c->arena, blocks, &title, &site))
				cut_by_name(c, &title, &site);
			b = find_line(c->arena, blocks, title);
		}
		c->of[ARTICLE_TITLE].text = str_trim(title);
		if (b != NULL && c->of[ARTICLE_SOURCE].rank == RANK_NONE &&
		    cut_by_lines(c->arena, blocks, &element, &site) &&
		    html_same_line(c->arena, element, title))
			html_claim(c, ARTICLE_SOURCE, RANK_TITLE, site);
		return b != NULL ? b : agreed_line(c, blocks, element);
	}
	b = choose_line(c, blocks, element);
	if (b == NULL && element.n > 0) {
		cut_by_name(c, &element, &site);
		html_claim(c, ARTICLE_SOURCE, RANK_TITLE, site);
		html_claim(c, ARTICLE_TITLE, RANK_TITLE, element);
		return find_heading(c, blocks, 3);
	}
	if (b == NULL)
		b = find_heading(c, blocks, 6);
	if (b == NULL)
		b = find_before_text(c->arena, blocks);
	if (b != NULL)
		html_claim(
			c, ARTICLE_TITLE, RANK_TITLE,
			first_line(str_slice(b->text, html_title_at(c->arena, b, element),
					     b->text.n)));
	return b;
}
