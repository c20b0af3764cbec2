/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which paragraphs around the text and in it are the article's. */
#include "corpus/html-page.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/html-hints.h"
#include "corpus/html-title.h"
#include "lib/utf8.h"

#define BOX_MAX_CHARACTERS 500	   /* of one that asks for something */
#define CARD_MAX_CHARACTERS 400	   /* sentences of a teaser for another article */
#define CAPTION_MAX_CHARACTERS 160 /* of one in a paragraph */
#define QUOTES_MAX 50		   /* of a page that are looked for in its text */
#define BOX_LINES 50		   /* before a heading in its own box */
#define FIGURE_MAX_CHARACTERS 25   /* "2,5 millions d'euros" */
#define SUBTITLE_MIN 20	  /* characters of a heading below the title that is no label */
#define FIRST_LINE_MIN 40 /* characters of a line that is no label */
#define ASKING_FRONT_MAX 160	 /* sentences before what asks, in its box */
#define COUNTED_MIN_CHARACTERS 8 /* what a figure counts */

size_t html_page_prose(const struct html_page *p, size_t begin, size_t end)
{
	size_t prose = 0;

	for (size_t i = begin; i < end && i < p->blocks.count; i++)
		prose += p->blocks.list[i].gone ? 0 : p->blocks.list[i].prose;
	return prose;
}

bool html_page_hints(const struct html_page *p, const struct html_node *n, int hint)
{
	for (; n != NULL && n != p->around; n = n->parent) {
		if (n->hints & hint && 5 * n->prose <= 4 * p->around->prose)
			return true;
	}
	return false;
}

/* ---- what stands around the text ---- */

static bool same_look(const struct html_node *a, const struct html_node *b)
{
	struct str class = html_value(a, HTML_CLASS);

	return a->tag == b->tag && class.n > 0 &&
	       str_equal(class, html_value(b, HTML_CLASS));
}

static bool is_running_text(enum html_tag tag)
{
	return tag == HTML_P || tag == HTML_BLOCKQUOTE || tag == HTML_PRE ||
	       tag == HTML_UL || tag == HTML_OL || tag == HTML_TABLE || html_heading(tag);
}

/* Beside the text or an element around it, and of the same kind. */
static bool joins(const struct html_page *p, const struct html_block *b, size_t index)
{
	const struct html_node *n = b->node;
	bool behind = p->title != SIZE_MAX && index > p->title;

	if (n->toward != NULL)
		return behind && b->prose > 0;
	while (n->parent->toward == NULL)
		n = n->parent;
	if (same_look(n, n->parent->toward) ||
	    (is_running_text(n->tag) && 3 * n->links <= n->prose))
		return true;
	return behind && n->prose >= LITTLE_TEXT && n->links == 0;
}

/* An item of what sums the text up before it begins. */
static bool is_point(const struct html_block *b)
{
	return b->kind == BLOCK_ITEM && b->characters >= 30 && b->links == 0;
}

/* A heading right behind the title, in one box with it. */
static bool is_subtitle(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];

	return p->title != SIZE_MAX && i == p->title + 1 && b->level > 1 &&
	       b->characters >= SUBTITLE_MIN && b->links == 0 &&
	       b->node->parent == p->blocks.list[p->title].node->parent;
}

static bool in_region(const struct html_page *p, const struct html_block *b, size_t i)
{
	if (!html_inside(b->node, p->around))
		return false;
	if (p->title != SIZE_MAX && i <= p->title)
		return false;
	if (html_inside(b->node, p->text))
		return true;
	if (p->title != SIZE_MAX && i < p->text->begin)
		return b->prose > 0 || is_point(b) || is_subtitle(p, i) ||
		       html_page_hints(p, b->node, HINT_LEAD) ||
		       (b->level > 1 && b->characters >= LABEL_MAX_CHARACTERS);
	return joins(p, b, i);
}

/* ---- what stands within it ---- */

/* "* * *" */
static bool has_words(struct str s)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (utf8_is_letter(c) || utf8_is_digit(c))
			return true;
	}
	return false;
}

void html_page_take_out(struct html_page *p, size_t begin, size_t end)
{
	for (size_t i = begin; i < end && i < p->blocks.count; i++)
		p->blocks.list[i].gone = true;
}

const struct html_node *html_page_own_box(const struct html_page *p, size_t i,
					  size_t most)
{
	const struct html_node *n = p->blocks.list[i].node;
	const struct html_node *box = NULL;

	for (; n != NULL && n != p->around && n != p->text; n = n->parent) {
		if (n->begin == SIZE_MAX || i - n->begin > BOX_LINES ||
		    html_page_prose(p, n->begin, i) > 0 ||
		    (p->title != SIZE_MAX && n->begin <= p->title))
			break;
		if (2 * n->prose > p->around->prose ||
		    (box != NULL && n->prose - box->prose > most))
			break;
		box = n;
	}
	return box;
}

static bool is_mostly_link(const struct html_block *b)
{
	return 2 * b->links > b->characters;
}

/* Of the three lines behind a heading one leads elsewhere. */
static bool links_follow(const struct html_page *p, size_t i, size_t end)
{
	for (size_t j = i; j < end && j < i + 4 && j < p->blocks.count; j++) {
		if (is_mostly_link(&p->blocks.list[j]))
			return true;
	}
	return false;
}

/* Links one behind the other, or each with a few words on what it leads to. */
static size_t end_of_links(const struct html_page *p, size_t end)
{
	const struct html_block *list = p->blocks.list;
	size_t count = p->blocks.count;
	bool told = false;

	while (end < count && is_mostly_link(&list[end])) {
		end++;
		if (end + 1 < count && !is_mostly_link(&list[end]) &&
		    list[end].kind != BLOCK_HEADING && is_mostly_link(&list[end + 1])) {
			told = true;
			end++;
		}
	}
	if (told && end < count && list[end].kind != BLOCK_HEADING)
		end++;
	return end;
}

/* The heading, its box if it has one, else what follows up to the text's next sentences. */
static void take_section(struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, SIZE_MAX);
	size_t end = box != NULL ? box->end : i + 1;

	if (end <= i + 1)
		end = end_of_links(p, i + 1);
	html_page_take_out(p, i, end);
}

/* The element around the block, when but a few words stand in it before. */
static const struct html_node *asking_box(const struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, BOX_STEP_MAX);
	const struct html_node *n = p->blocks.list[i].node;

	while (n != NULL && (box == NULL ? n->tag == HTML_P : html_inside(n, box)))
		n = n->parent;
	if (n == NULL || n->toward != NULL || n == p->around || n == p->text ||
	    n->begin == SIZE_MAX || (p->title != SIZE_MAX && n->begin <= p->title) ||
	    n->prose > BOX_STEP_MAX || html_page_prose(p, n->begin, i) > ASKING_FRONT_MAX)
		return box;
	return n;
}

/* All that stands in a box with what asks for something. */
static void take_box(struct html_page *p, size_t i)
{
	const struct html_node *box = asking_box(p, i);

	if (box != NULL)
		html_page_take_out(p, box->begin, box->end);
	else
		html_page_take_out(p, i, i + 1);
}

/* What readers say goes on to the end of all that holds it. */
static void take_comments(struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, SIZE_MAX);
	const struct html_node *n = p->blocks.list[i].node;

	if (box != NULL && box->end > i + 1)
		html_page_take_out(p, i, box->end);
	else if (n->parent != NULL)
		html_page_take_out(p, i, n->parent->end);
}

/* "Par Jeanne Corton", "Publié le 3 octobre 2024 à 12 h 05". */
static bool is_info_line(struct html_page *p, const struct html_block *b)
{
	struct str author, date;
	size_t at;

	if (b->characters > INFO_MAX_CHARACTERS)
		return false;
	if (html_author_find(b->text, &author))
		return 2 * author.n >= b->text.n || html_page_published(b->text, &at) ||
		       html_date_find(p->claims->arena, b->text, &date);
	return html_date_find(p->claims->arena, b->text, &date) &&
	       html_page_published(b->text, &at) && at < 20;
}

/* Not a paragraph among those of the text. */
static bool stands_in_box(const struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, BOX_STEP_MAX);

	return box != NULL && box->tag != HTML_P;
}

/* ---- lines ---- */

/* In a small box of its own, with something to press or a link to follow. */
static bool stands_by_button(const struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, BOX_STEP_MAX);

	if (box == NULL || box->tag == HTML_P || box->prose > CARD_MAX_CHARACTERS)
		return false;
	return box->hints & HINT_ACTION_IN || links_follow(p, i + 1, box->end);
}

/* A label may stand right before the link, without a space. */
static enum html_phrase phrase_of(const struct html_block *b)
{
	enum html_phrase phrase = html_phrase(b->text);

	if (phrase == PHRASE_NONE && b->front > 0 && b->front <= LABEL_MAX_CHARACTERS &&
	    html_phrase(str_slice(b->text, 0, b->front)) == PHRASE_LINK)
		return PHRASE_LINK;
	return phrase;
}

static void judge_phrase(struct html_page *p, size_t i)
{
	struct html_block *b = &p->blocks.list[i];

	if (b->characters <= BOX_MAX_CHARACTERS && html_asks(b->text) &&
	    stands_in_box(p, i)) {
		take_box(p, i);
		return;
	}
	if (b->characters <= BOX_MAX_CHARACTERS && html_disclaims(b->text) &&
	    5 * i >= 4 * p->last) {
		b->gone = true;
		return;
	}
	if (b->characters > LINE_MAX_CHARACTERS)
		return;
	if (html_invites(b->text) && stands_by_button(p, i)) {
		take_box(p, i);
		return;
	}
	if (html_invites(b->text) && (i >= p->text->end || i == p->last)) {
		b->gone = true;
		return;
	}
	if (is_info_line(p, b)) {
		b->gone = true;
		return;
	}
	switch (phrase_of(b)) {
	case PHRASE_NONE:
		break;
	case PHRASE_LINK:
		if (b->links > 0 || b->characters <= LABEL_MAX_CHARACTERS)
			b->gone = true;
		break;
	case PHRASE_LINE:
		b->gone = b->characters <=
			  (b->kind == BLOCK_HEADING ? 20 : INFO_MAX_CHARACTERS);
		break;
	case PHRASE_BOX:
		take_box(p, i);
		break;
	case PHRASE_END:
		if (b->characters <= LABEL_MAX_CHARACTERS &&
		    (links_follow(p, i, p->around->end) || i > p->last))
			take_section(p, i);
		break;
	case PHRASE_TAIL:
		break;
	case PHRASE_COMMENTS:
		if (b->characters <= LABEL_MAX_CHARACTERS)
			take_comments(p, i);
		break;
	}
}

/* A card: a heading that is a link, and a sentence or two of what it leads to. */
static void judge_card(struct html_page *p, size_t i)
{
	const struct html_node *box = html_page_own_box(p, i, SIZE_MAX);

	if (box == NULL || box->end <= i + 1 || box->end > i + 5 ||
	    box->prose > CARD_MAX_CHARACTERS || box->tag == HTML_P)
		return;
	for (size_t j = i; j < box->end; j++) {
		if (p->blocks.list[j].links > 0 && !is_mostly_link(&p->blocks.list[j]))
			return;
	}
	html_page_take_out(p, i, box->end);
}

/* "(Photo Marc Hamonic)", "© Jean Kermarrec / AFP" */
static bool credits(struct str text)
{
	static const char *const words[] = {"©",   "(c)", "Photo", "PHOTO", "Crédit",
					    "(DR", " DR", "D.R.",  "AFP"};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (memmem(text.p, text.n, words[i], strlen(words[i])) != NULL)
			return true;
	}
	return false;
}

/* The one line in a box with a picture. */
static void judge_caption(struct html_page *p, size_t i)
{
	struct html_block *b = &p->blocks.list[i];
	const struct html_node *n = b->node;
	size_t most =
		b->kind == BLOCK_LOOSE ? LINE_MAX_CHARACTERS : CAPTION_MAX_CHARACTERS;

	if (b->characters > most ||
	    (b->kind != BLOCK_LOOSE && b->kind != BLOCK_PARAGRAPH && n->tag != HTML_DD) ||
	    str_starts(b->text, STR("«")) || str_starts(b->text, STR("\"")))
		return;
	for (; n != NULL && n != p->text && n->toward == NULL && n->tag != HTML_TR &&
	       n->begin == i && n->end == i + 1;
	     n = n->parent) {
		if (n->hints & HINT_IMAGE_IN) {
			b->gone = n->tag != HTML_P || credits(b->text);
			return;
		}
	}
}

/* A sentence that happens to link much. */
static bool is_linking_sentence(const struct html_block *b)
{
	return b->kind == BLOCK_PARAGRAPH && b->characters >= 80 &&
	       b->characters - b->links >= 20 && str_ends(b->text, STR("."));
}

static void judge_links(struct html_page *p, size_t i)
{
	struct html_block *b = &p->blocks.list[i];

	if (b->kind == BLOCK_ROW || b->characters > LINE_MAX_CHARACTERS ||
	    is_linking_sentence(b))
		return;
	if (5 * b->links >= 4 * b->characters) {
		judge_card(p, i);
		b->gone = true;
	} else if (is_mostly_link(b) && b->kind != BLOCK_PARAGRAPH) {
		b->gone = true;
	}
}

/* "Pour prolonger :" over links that are gone. */
static bool announces_links(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];

	return i + 1 < p->blocks.count && b->prose == 0 && b->kind != BLOCK_ROW &&
	       b->characters <= LABEL_MAX_CHARACTERS && str_ends(b->text, STR(":")) &&
	       b[1].gone && is_mostly_link(&b[1]);
}

/* The largest element around the block that holds no sentence. */
static const struct html_node *wordless_box(const struct html_page *p, size_t i)
{
	const struct html_node *n = p->blocks.list[i].node;
	const struct html_node *box = NULL;

	for (; n != NULL && n->toward == NULL && n->prose == 0 && n != p->text;
	     n = n->parent) {
		if (n->end - n->begin <= BOX_LINES)
			box = n;
	}
	return box;
}

/* A label with links under it, all in a box of its own. */
static void judge_labels(struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];
	const struct html_node *box;
	size_t characters = 0;

	if (b->prose > 0 || b->kind == BLOCK_ROW || b->kind == BLOCK_ITEM || b->links > 0)
		return;
	box = wordless_box(p, i);
	if (box == NULL || box->links == 0)
		return;
	for (size_t j = box->begin; j < box->end; j++)
		characters += p->blocks.list[j].characters;
	if (2 * box->links > characters)
		html_page_take_out(p, box->begin, box->end);
}

/* A second title whose surroundings do not hold the text so far begins another article. */
static void cut_next_article(struct html_page *p)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (b->gone || (p->title != SIZE_MAX && i <= p->title))
			continue;
		if (first == SIZE_MAX && b->prose > 0)
			first = i;
		if (b->level != 1 || first == SIZE_MAX || p->title == SIZE_MAX)
			continue;
		if (b->node->parent != NULL &&
		    !html_inside(p->blocks.list[first].node, b->node->parent)) {
			html_page_take_out(p, i, p->blocks.count);
			return;
		}
	}
}

/* A paragraph of its own in the text: what a press release has under its title. */
static bool is_first_line(const struct html_page *p, const struct html_block *b)
{
	/* "Jeanne Corton · 3 octobre 2024 · 4 min" */
	if (memmem(b->text.p, b->text.n, STR(" · ").p, STR(" · ").n) != NULL ||
	    memmem(b->text.p, b->text.n, " | ", 3) != NULL)
		return false;
	return b->kind == BLOCK_PARAGRAPH && b->characters >= FIRST_LINE_MIN &&
	       b->links == 0 && html_inside(b->node, p->text);
}

/* Before the first sentences stand date, author and links: only what introduces is kept. */
static void judge_front(struct html_page *p)
{
	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (b->prose > 0)
			break;
		if (b->kind == BLOCK_HEADING && i + 1 < p->blocks.count &&
		    (b->characters >= LABEL_MAX_CHARACTERS ||
		     p->blocks.list[i + 1].prose > 0 ||
		     (is_point(&p->blocks.list[i + 1]) && !p->blocks.list[i + 1].gone)))
			continue;
		if (b->kind == BLOCK_ROW || is_point(b) || is_subtitle(p, i) ||
		    is_first_line(p, b) || html_page_hints(p, b->node, HINT_LEAD))
			continue;
		b->gone = true;
	}
}

/* "97 %", "1 200", "+ 8 M€" */
static bool is_figure(const struct html_block *b)
{
	size_t at = strspn(b->text.p, "+-×~< ");

	return b->characters <= FIGURE_MAX_CHARACTERS && b->links == 0 &&
	       at < b->text.n && b->text.p[at] >= '0' && b->text.p[at] <= '9';
}

/* A figure, and in a line below it or over it what it counts. */
static bool counts(const struct html_block *figure, const struct html_block *what)
{
	const struct html_node *box = figure->node->parent;

	return !figure->gone && !what->gone && is_figure(figure) && !is_figure(what) &&
	       what->links == 0 && what->characters >= COUNTED_MIN_CHARACTERS &&
	       box != NULL && box->links == 0 && !(box->hints & HINT_ACTION_IN) &&
	       (what->node == figure->node || what->node->parent == box);
}

/* "3 rames commandées" */
static bool tells_figure(const struct html_block *b)
{
	return !b->gone && b->kind == BLOCK_LOOSE && b->links == 0 &&
	       b->characters <= LINE_MAX_CHARACTERS && b->text.p[0] >= '0' &&
	       b->text.p[0] <= '9' && memchr(b->text.p, ' ', b->text.n) != NULL;
}

/* One of several side by side. */
static bool is_of_figures(const struct html_block *b, const struct html_block *next)
{
	return tells_figure(b) && tells_figure(next) && same_look(b->node, next->node) &&
	       b->node->parent == next->node->parent;
}

static bool is_key_figure(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];

	if (!html_inside(b->node, p->text))
		return false;
	if ((i + 1 < p->blocks.count && is_of_figures(b, b + 1)) ||
	    (i > 0 && is_of_figures(b - 1, b)))
		return true;
	return (i + 1 < p->blocks.count && (counts(b, b + 1) || counts(b + 1, b))) ||
	       (i > 0 && (counts(b - 1, b) || counts(b, b - 1)));
}

/* Stands over what is the article's: by its class, or over a list in one box with it. */
static bool is_loose_heading(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];
	bool list = i + 1 < p->blocks.count && b[1].kind == BLOCK_ITEM && b->links == 0 &&
		    html_inside(b[1].node, b->node) && html_inside(b->node, p->text);

	if (!list && !(b->node->hints & (HINT_HEADING | HINT_TITLE)))
		return false;
	return i + 1 < p->blocks.count && !b[1].gone && b->node->parent != NULL &&
	       html_inside(b[1].node, b->node->parent);
}

/* Where sentences stand in paragraphs, short lines outside of any are labels and notices. */
static void judge_loose(struct html_page *p)
{
	size_t all = html_page_prose(p, 0, p->blocks.count), loose = 0;

	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct html_block *b = &p->blocks.list[i];

		if (!b->gone && b->kind == BLOCK_LOOSE &&
		    !html_page_hints(p, b->node, HINT_LEAD))
			loose += b->prose;
	}
	if (5 * loose > all)
		return;
	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->kind == BLOCK_LOOSE && b->prose == 0 &&
		    !(b->node->hints & HINT_LEAD) && !is_loose_heading(p, i) &&
		    !is_key_figure(p, i) && !html_quotes_hold(p, i))
			b->gone = true;
	}
}

/* A last line that is a paragraph, by its tag or because those before it are no other. */
static bool closes(const struct html_page *p, size_t i)
{
	const struct html_block *b = &p->blocks.list[i];

	return b->kind == BLOCK_PARAGRAPH || b->kind == BLOCK_ITEM ||
	       (html_quotes_speaker(p, i) && !b[-1].gone) ||
	       (b->kind == BLOCK_LOOSE && i > 0 && b->node == b[-1].node &&
		b[-1].prose > 0 && !b[-1].gone);
}

/* Behind the last sentences: headings without text, and lines that are no paragraphs. */
static void judge_back(struct html_page *p)
{
	for (size_t i = p->blocks.count; i-- > 0;) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if (!html_senders_sign(b) && (b->prose > 0 || b->kind == BLOCK_ROW ||
					      (b->links == 0 && closes(p, i))))
			break;
		b->gone = true;
	}
}

/* The title again, and what was said already. */
static void judge_doubles(struct html_page *p)
{
	struct str title = p->claims->of[ARTICLE_TITLE].text;
	const struct html_block *last = NULL;

	for (size_t i = 0; i < p->blocks.count; i++) {
		struct html_block *b = &p->blocks.list[i];

		if (b->gone)
			continue;
		if ((last != NULL && b->prose > 0 && str_equal(b->text, last->text)) ||
		    (last == NULL && b->text.n <= 2 * title.n &&
		     html_same_line(p->claims->arena, b->text, title)))
			b->gone = true;
		else
			last = b;
	}
}

/* A heading goes with what it stands over. */
static void keep_headings(struct html_page *p)
{
	for (size_t i = p->blocks.count; i-- > 1;) {
		struct html_block *b = &p->blocks.list[i - 1];

		if (b->level > 1 && !p->blocks.list[i].gone && i - 1 > p->title &&
		    html_inside(p->blocks.list[i].node, b->node->parent))
			b->gone = false;
	}
}

void html_choose(struct html_page *p)
{
	for (size_t i = 0; i < p->blocks.count; i++) {
		p->blocks.list[i].gone = !in_region(p, &p->blocks.list[i], i) ||
					 !has_words(p->blocks.list[i].text) ||
					 p->blocks.list[i].note;
		if (!p->blocks.list[i].gone && p->blocks.list[i].prose > 0)
			p->last = i;
	}
	keep_headings(p);
	cut_next_article(p);
	for (size_t i = 0; i < p->blocks.count; i++) {
		if (!p->blocks.list[i].gone)
			judge_phrase(p, i);
	}
	for (size_t i = 0; i < p->blocks.count; i++) {
		if (!p->blocks.list[i].gone)
			judge_labels(p, i);
		if (!p->blocks.list[i].gone)
			judge_caption(p, i);
		if (!p->blocks.list[i].gone)
			judge_links(p, i);
	}
	for (size_t i = p->blocks.count; i-- > 0;)
		p->blocks.list[i].gone |= announces_links(p, i);
	html_contents_judge(p);
	judge_doubles(p);
	html_senders_judge(p);
	html_quotes_judge(p);
	/* What has no sentences at all is kept as it is. */
	if (html_page_prose(p, 0, p->blocks.count) == 0)
		return;
	judge_loose(p);
	judge_front(p);
	judge_back(p);
}
