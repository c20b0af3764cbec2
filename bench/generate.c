/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a corpus of any size out of the sample's words, the same each time: article n is the same
 * whatever the number of articles.
 *
 * usage: generate ARTICLES [FIRST] SAMPLE-FILE... >JSONL
 *
 * Half of the text is runs of words as they stand in the sample, names and figures among them;
 * the other half is words drawn by Zipf's law from VOCABULARY words, the sample's by their
 * frequency and, behind them, words put together from the halves of two. Each article has
 * words of its own that come again and again. So lengths, vocabulary, postings and
 * facts are like those of news; sentences make no sense.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/paths.h"
#include "lib/str.h"
#include "lib/utf8.h"

enum {
	VOCABULARY = 300000,
	OWN_WORDS = 12, /* of an article */
	COMMON = 150,	/* ranks that are no article's own: function words */
	WORDS_LEAST = 90,
	WORDS_SPREAD = 300, /* twice added: 390 on average */
	MINE = 5,	    /* one word in so many is the article's own */
	WORD_MAX = 40,	    /* bytes */
};

#define ZIPF_SHIFT 2.7
#define ZIPF_EXPONENT 1.07

struct sample {
	struct arena arena;
	struct str *words; /* as they stand, with their punctuation */
	size_t words_count, words_capacity;
	struct str *vocabulary; /* by rank */
	size_t vocabulary_count, vocabulary_capacity;
	struct str *sources, *authors;
	size_t sources_count, sources_capacity, authors_count, authors_capacity;
	double *zipf; /* cumulative */
};

struct dice {
	uint64_t state;
};

static uint64_t roll(struct dice *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static size_t below(struct dice *d, size_t n)
{
	return (size_t)(roll(d) % n);
}

/* ---- the sample ---- */

static bool is_letters(struct str word)
{
	uint32_t c;
	size_t n;

	for (size_t i = 0; i < word.n; i += n) {
		n = utf8_decode(word, i, &c);
		if (!utf8_is_letter(c))
			return false;
	}
	return word.n > 0 && word.n <= WORD_MAX;
}

static bool take_heading(struct sample *s, struct str line)
{
	if (str_starts(line, STR("Source: "))) {
		GROW(s->sources, s->sources_count, s->sources_capacity);
		s->sources[s->sources_count++] =
			str_copy(&s->arena, str_slice(line, 8, line.n));
		return true;
	}
	if (str_starts(line, STR("Auteur: "))) {
		GROW(s->authors, s->authors_count, s->authors_capacity);
		s->authors[s->authors_count++] =
			str_copy(&s->arena, str_slice(line, 8, line.n));
		return true;
	}
	return str_starts(line, STR("Date: ")) || str_starts(line, STR("URL: ")) ||
	       str_starts(line, STR("Id: "));
}

static void take_line(struct sample *s, struct str line)
{
	struct buf lower = {0};
	struct str word;

	while (str_split(&line, ' ', &word)) {
		if (word.n == 0)
			continue;
		GROW(s->words, s->words_count, s->words_capacity);
		s->words[s->words_count++] = str_copy(&s->arena, word);
		if (strchr(".,;:", word.p[word.n - 1]) != NULL)
			word.n--;
		buf_clear(&lower);
		utf8_lower(&lower, word);
		if (!is_letters(buf_view(&lower)))
			continue;
		GROW(s->vocabulary, s->vocabulary_count, s->vocabulary_capacity);
		s->vocabulary[s->vocabulary_count++] =
			str_copy(&s->arena, buf_view(&lower));
	}
	buf_release(&lower);
}

static int take_file(struct sample *s, const char *path)
{
	struct buf bytes = {0};
	struct str rest, line;
	int rc = paths_read(path, &bytes);

	rest = buf_view(&bytes);
	while (rc == 0 && str_split(&rest, '\n', &line)) {
		if (!take_heading(s, line))
			take_line(s, line);
	}
	if (rc < 0)
		fprintf(stderr, "generate: cannot read '%s'\n", path);
	buf_release(&bytes);
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct counted {
	struct str word;
	size_t count;
};

static int by_count(const void *a, const void *b)
{
	const struct counted *x = a;
	const struct counted *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return str_compare(x->word, y->word);
}

/* The words met, each once, most frequent first. */
static void rank_words(struct sample *s)
{
	struct counted *counted = xcalloc(s->vocabulary_count + 1, sizeof *counted);
	size_t n = 0;

	if (s->vocabulary_count > 1)
		qsort(s->vocabulary, s->vocabulary_count, sizeof *s->vocabulary, by_text);
	for (size_t i = 0; i < s->vocabulary_count; i++) {
		if (n == 0 || !str_equal(counted[n - 1].word, s->vocabulary[i]))
			counted[n++].word = s->vocabulary[i];
		counted[n - 1].count++;
	}
	if (n > 1)
		qsort(counted, n, sizeof *counted, by_count);
	for (size_t i = 0; i < n; i++)
		s->vocabulary[i] = counted[i].word;
	s->vocabulary_count = n;
	free(counted);
}

static void build_zipf(struct sample *s)
{
	double sum = 0;

	s->zipf = xcalloc(VOCABULARY, sizeof *s->zipf);
	for (size_t i = 0; i < VOCABULARY; i++) {
		sum += pow((double)i + 1 + ZIPF_SHIFT, -ZIPF_EXPONENT);
		s->zipf[i] = sum;
	}
}

static size_t draw_rank(const struct sample *s, struct dice *d)
{
	double wanted =
		(double)(roll(d) >> 11) / 9007199254740992.0 * s->zipf[VOCABULARY - 1];
	size_t low = 0;
	size_t high = VOCABULARY - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (s->zipf[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- an article ---- */

/* The length of the first or last half of a word, whole characters. */
static size_t half_of(struct str word)
{
	size_t at = word.n / 2;

	while (at > 0 && ((unsigned char)word.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* The word of that rank; one that the sample lacks is made of two that it has. */
static void put_word(struct buf *out, const struct sample *s, size_t rank)
{
	struct dice d = {rank};
	struct str a, b;

	if (rank < s->vocabulary_count) {
		buf_str(out, s->vocabulary[rank]);
		return;
	}
	do {
		a = s->vocabulary[below(&d, s->vocabulary_count)];
		b = s->vocabulary[below(&d, s->vocabulary_count)];
	} while (a.n < 6 || b.n < 6);
	buf_str(out, str_slice(a, 0, half_of(a)));
	buf_str(out, str_slice(b, half_of(b), b.n));
}

static size_t put_run(struct buf *out, const struct sample *s, struct dice *d)
{
	size_t count = 3 + below(d, 7);
	size_t from = below(d, s->words_count - count);

	for (size_t i = 0; i < count; i++) {
		buf_char(out, ' ');
		buf_str(out, s->words[from + i]);
	}
	return count;
}

static size_t put_drawn(struct buf *out, const struct sample *s, struct dice *d,
			const size_t *own)
{
	size_t count = 3 + below(d, 7);

	for (size_t i = 0; i < count; i++) {
		buf_char(out, ' ');
		put_word(out, s,
			 below(d, MINE) == 0 ? own[below(d, OWN_WORDS)]
					     : draw_rank(s, d));
	}
	return count;
}

/* Sentences of about 20 words, paragraphs of about 100. */
static void put_text(struct buf *out, const struct sample *s, struct dice *d,
		     const size_t *own, size_t words)
{
	size_t sentence = 0, paragraph = 0;

	for (size_t n = 0; n < words;) {
		size_t put = below(d, 2) ? put_run(out, s, d) : put_drawn(out, s, d, own);

		n += put;
		sentence += put;
		paragraph += put;
		if (sentence < 10 + below(d, 20))
			continue;
		buf_char(out, '.');
		sentence = 0;
		if (paragraph > 70 + below(d, 60)) {
			buf_text(out, "\n\n");
			paragraph = 0;
		}
	}
}

static void print_text(const char *key, struct str text)
{
	printf(", \"%s\": \"", key);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '"' || c == '\\')
			putchar('\\');
		if (c == '\n')
			fputs("\\n", stdout);
		else
			putchar(c < ' ' ? ' ' : c);
	}
	putchar('"');
}

static void print_article(const struct sample *s, unsigned long number, struct buf *text)
{
	struct dice d = {0x5EEDu + number * 0x632BE59BD9B4E019u};
	size_t own[OWN_WORDS];
	size_t words;

	for (size_t i = 0; i < OWN_WORDS; i++) {
		do
			own[i] = draw_rank(s, &d);
		while (own[i] < COMMON);
	}
	printf("{\"id\": \"g%lu\", \"date\": \"%zu-%02zu-%02zu\"", number,
	       2010 + below(&d, 15), 1 + below(&d, 12), 1 + below(&d, 28));
	print_text("source", s->sources[below(&d, s->sources_count)]);
	print_text("author", s->authors[below(&d, s->authors_count)]);
	buf_clear(text);
	put_run(text, s, &d);
	put_drawn(text, s, &d, own);
	print_text("title", str_trim(buf_view(text)));
	buf_clear(text);
	words = WORDS_LEAST + below(&d, WORDS_SPREAD) + below(&d, WORDS_SPREAD);
	put_text(text, s, &d, own, words);
	print_text("text", str_trim(buf_view(text)));
	puts("}");
}

int main(int argc, char **argv)
{
	struct sample s = {0};
	struct buf text = {0};
	char *end = NULL;
	unsigned long count = argc > 1 ? strtoul(argv[1], &end, 10) : 0;
	unsigned long first = 0;
	int from = 2;

	if (argc > 3 && argv[2][0] >= '0' && argv[2][0] <= '9' &&
	    strspn(argv[2], "0123456789") == strlen(argv[2]))
		first = strtoul(argv[from++], NULL, 10);
	if (end == NULL || *end != '\0' || argc <= from) {
		fputs("usage: generate ARTICLES [FIRST] SAMPLE-FILE... >JSONL\n", stderr);
		return 2;
	}
	for (int i = from; i < argc; i++) {
		if (take_file(&s, argv[i]) < 0)
			return 2;
	}
	rank_words(&s);
	build_zipf(&s);
	for (unsigned long i = first; i < first + count; i++)
		print_article(&s, i, &text);
	buf_release(&text);
	free(s.zipf);
	free(s.authors);
	free(s.sources);
	free(s.vocabulary);
	free(s.words);
	arena_release(&s.arena);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
