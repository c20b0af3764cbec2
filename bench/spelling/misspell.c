/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One slip in one content word of each question, and how often the right word is proposed
 * first. The slips follow from the questions' numbers: the same each time.
 *
 * usage: misspell [-v] [-n COUNT] INDEX QUESTIONS
 *   -v         each question whose word was not proposed: number, word, slip, proposal
 *   -n COUNT   questions that are asked (300)
 *   QUESTIONS  number TAB question, a line each
 *
 * Prints a line for each half of the questions and one for both: half, questions, right
 * form, right stem, none proposed, a wrong one. Neither form nor stem of a slip is known.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/text.h"
#include "lib/utf8.h"
#include "query/index.h"
#include "query/parse.h"
#include "query/spell.h"

enum { LETTERS_MIN = 5, SLIPS = 4, HALVES = 2 };

struct line {
	uint64_t chance; /* decides all that is random about the question */
	char *number, *question;
};

struct lines {
	struct line *items;
	size_t count, capacity;
};

struct tally {
	unsigned asked, form, stem, none, wrong;
};

struct bench {
	struct index *index;
	struct tally halves[HALVES];
	bool verbose;
	struct error err;
};

struct slip {
	struct str word; /* in the question */
	struct buf typed, question;
	const struct form *form; /* of the word */
};

/* splitmix64 */
static size_t draw(uint64_t *chance, size_t below)
{
	uint64_t z = *chance += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((z ^ (z >> 31)) % below);
}

static void die(const char *what)
{
	fprintf(stderr, "misspell: %s\n", what);
	exit(2);
}

static bool is_known(struct bench *b, const struct form *f, enum forms_match match)
{
	struct arena arena = {0};
	struct form_count *forms;
	size_t count = 0;
	uint32_t articles = 0;

	if (match != FORMS_SAME &&
	    xc_reader_term_count(index_reader(b->index), f->stem, &articles, &b->err) < 0)
		die(b->err.text);
	if (articles == 0 && index_forms(b->index, f->fold, FORMS_SAME, 1, &arena, &forms,
					 &count, &b->err) < 0)
		die(b->err.text);
	arena_release(&arena);
	return articles > 0 || count > 0;
}

/* Content words of the index; capitals inside a question are names, never corrected. */
static bool fits(struct bench *b, const struct token *t)
{
	size_t letters = 0;

	for (size_t i = 0; i < t->form->fold.n; i++)
		letters += t->form->fold.p[i] >= 'a' && t->form->fold.p[i] <= 'z';
	return t->kind == TOKEN_WORD && !(t->flags & (TOKEN_STACKED | TOKEN_UPPER)) &&
	       (!(t->flags & TOKEN_CAPITAL) || t->start == 0) && !t->form->stop &&
	       letters == t->form->fold.n && letters >= LETTERS_MIN &&
	       is_known(b, t->form, FORMS_SAME);
}

/* The letters of a word, and one slip in them. */
static void mistype(struct str word, uint64_t *chance, struct buf *out)
{
	struct str letters[STEM_FORM_MAX];
	char other = (char)('a' + draw(chance, 26));
	size_t kind = draw(chance, SLIPS);
	size_t count = 0;
	size_t at = 0;

	while (at < word.n && count < COUNT(letters)) {
		uint32_t c;
		size_t n = utf8_decode(word, at, &c);

		letters[count++] = str_slice(word, at, at + n);
		at += n;
	}
	at = draw(chance, kind == 3 ? count - 1 : count);
	for (size_t i = 0; i < count; i++) {
		struct str letter = letters[i];

		if (kind == 3 && i == at)
			letter = letters[i + 1];
		else if (kind == 3 && i == at + 1)
			letter = letters[at];
		if (i == at && kind != 0 && kind != 3)
			buf_char(out, other);
		if (i != at || kind == 1 || kind == 3)
			buf_str(out, letter);
	}
}

static const struct form *form_of(struct bench *b, struct str word)
{
	struct buf lower = {0};
	const struct form *f;

	utf8_lower(&lower, word);
	f = vocabulary_form(index_vocabulary(b->index), buf_view(&lower));
	buf_release(&lower);
	return f;
}

/* Misspells one word; false when there is none, or the slip makes a word of the index. */
static bool make_slip(struct bench *b, const struct line *line, struct slip *slip)
{
	struct str question = str_of(line->question);
	uint64_t chance = line->chance;
	struct text text = {0};
	const struct token *t = NULL;
	size_t seen = 0;

	text_add(&text, index_vocabulary(b->index), TEXT_BODY, question);
	for (size_t i = 0; i < text.count; i++) {
		if (fits(b, &text.tokens[i]) && draw(&chance, ++seen) == 0)
			t = &text.tokens[i];
	}
	if (t != NULL) {
		slip->word = str_slice(question, t->start, t->end);
		slip->form = t->form;
		mistype(slip->word, &chance, &slip->typed);
		buf_str(&slip->question, str_slice(question, 0, t->start));
		buf_str(&slip->question, buf_view(&slip->typed));
		buf_str(&slip->question, str_slice(question, t->end, question.n));
	}
	text_release(&text);
	return t != NULL &&
	       !is_known(b, form_of(b, buf_view(&slip->typed)), FORMS_INFLECTED);
}

/* The first proposal for the mistyped word; empty when there is none. */
static struct str proposal(const struct spelling *s, struct str typed)
{
	for (size_t i = 0; i < s->count; i++) {
		if (str_equal(s->items[i].word, typed))
			return s->items[i].correction;
	}
	return (struct str){0};
}

static void judge(struct bench *b, struct tally *tally, const char *number,
		  const struct slip *slip, struct str proposed)
{
	const struct form *f = form_of(b, proposed);

	tally->asked++;
	if (proposed.n == 0)
		tally->none++;
	else if (f->fold_id == slip->form->fold_id)
		tally->form++;
	if (proposed.n > 0 && f->stem_id == slip->form->stem_id)
		tally->stem++;
	else if (proposed.n > 0 && f->fold_id != slip->form->fold_id)
		tally->wrong++;
	if (b->verbose && (proposed.n == 0 || f->fold_id != slip->form->fold_id))
		printf("%s\t%.*s\t%.*s\t%.*s\n", number, STR_ARGS(slip->word),
		       STR_ARGS(buf_view(&slip->typed)), STR_ARGS(proposed));
}

static bool ask(struct bench *b, const struct line *line)
{
	struct tally *tally = &b->halves[line->chance % HALVES];
	struct spelling spelling = {0};
	struct question *q;
	struct slip slip = {0};
	bool made = make_slip(b, line, &slip);

	if (made) {
		q = question_parse(buf_view(&slip.question));
		if (spelling_check(q, b->index, &spelling, &b->err) < 0)
			die(b->err.text);
		judge(b, tally, line->number, &slip,
		      proposal(&spelling, buf_view(&slip.typed)));
		spelling_release(&spelling);
		question_free(q);
	}
	buf_release(&slip.typed);
	buf_release(&slip.question);
	return made;
}

static int by_chance(const void *a, const void *b)
{
	const struct line *x = a;
	const struct line *y = b;

	return (x->chance > y->chance) - (x->chance < y->chance);
}

static void read_lines(const char *path, struct lines *out)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0;

	if (f == NULL)
		die("cannot read the questions");
	while (getline(&line, &capacity, f) > 0) {
		struct str question = str_trim(str_of(line));
		struct str number;
		struct line *made;

		if (!str_split(&question, '\t', &number))
			continue;
		GROW(out->items, out->count, out->capacity);
		made = &out->items[out->count++];
		made->chance = str_hash(number);
		made->number = strndup(number.p, number.n);
		made->question = strndup(question.p, question.n);
	}
	free(line);
	fclose(f);
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_chance);
}

static void print_tally(const char *name, const struct tally *t)
{
	double n = t->asked > 0 ? t->asked : 1;

	printf("%s\t%u\t%.3f\t%.3f\t%.3f\t%.3f\n", name, t->asked, t->form / n,
	       t->stem / n, t->none / n, t->wrong / n);
}

static void print_tallies(const struct bench *b)
{
	const struct tally *x = &b->halves[0];
	const struct tally *y = &b->halves[1];
	struct tally both = {x->asked + y->asked, x->form + y->form, x->stem + y->stem,
			     x->none + y->none, x->wrong + y->wrong};

	print_tally("one", x);
	print_tally("other", y);
	print_tally("both", &both);
}

int main(int argc, char **argv)
{
	struct bench b = {0};
	struct lines lines = {0};
	size_t wanted = 300;
	int option;

	while ((option = getopt(argc, argv, "vn:")) != -1) {
		if (option == 'v')
			b.verbose = true;
		else if (option == 'n')
			wanted = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind != 2)
		die("usage: misspell [-v] [-n COUNT] INDEX QUESTIONS");
	if (index_open(&b.index, (const char *const *)&argv[optind], 1, &b.err) < 0)
		die(b.err.text);
	read_lines(argv[optind + 1], &lines);
	for (size_t i = 0; i < lines.count && wanted > 0; i++)
		wanted -= ask(&b, &lines.items[i]);
	print_tallies(&b);
	for (size_t i = 0; i < lines.count; i++) {
		free(lines.items[i].number);
		free(lines.items[i].question);
	}
	free(lines.items);
	index_close(b.index);
	return 0;
}
