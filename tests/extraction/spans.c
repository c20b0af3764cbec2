/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was found is where it says: every span, read again from the text of its part,
 * gives the same name, amount or count.
 *
 * usage: spans LEXICON [FILE]
 *   LEXICON    the folder FILE was made with
 *   FILE       what `veille facts --json` prints; standard input without it
 *
 * A name's text has a key that the lexicon knows the name by; that of an unlisted one begins its id.
 * An amount read alone has its value and currency, a count of jobs its count. What leans on words around it is
 * read with such words: a range behind "entre", a bare amount before "euros", a count as « supprimer 900 emplois ».
 * Forms of a topic need each other and are only looked for in their part. A deal stands in its sentence.
 *
 * Prints each fault, then "N passed, M failed"; what was met before in the same words is not read again.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/analyser.h"
#include "lib/currency.h"
#include "lib/mem.h"
#include "lib/utf8.h"

/* The names of the lexicon by kind, id and key. */
struct known {
	const struct lexicon *lexicon;
	json_t *keys; /* "c\tid\tkey" → true */
};

struct run {
	struct analyser *analyser;
	struct known known;
	json_t *met;	 /* "type\twhat\tsurface" that passed */
	json_t *article; /* in hand */
	const char *id;	 /* the article's */
	size_t passed, failed;
};

static void pass(struct run *run)
{
	run->passed++;
}

static void fail(struct run *run, const char *what, struct str surface,
		 const char *wanted)
{
	run->failed++;
	printf("%s\t%s\t'%.*s'\t%s\n", run->id, what, STR_ARGS(surface), wanted);
}

/* ---- spans ---- */

static const char *string_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static struct str part_of(const struct run *run, const char *name)
{
	bool body = name != NULL && strcmp(name, "body") == 0;
	json_t *part =
		name == NULL ? NULL : json_object_get(run->article, body ? "text" : name);

	return (struct str){json_string_value(part), json_string_length(part)};
}

static bool starts_character(struct str s, size_t at)
{
	return at == s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

/* The text of a span; false, and a fault, when it is none of its part. */
static bool read_span(struct run *run, json_t *span, struct str *surface)
{
	struct str part = part_of(run, string_of(span, "part"));
	json_int_t start = json_integer_value(json_object_get(span, "start"));
	json_int_t end = json_integer_value(json_object_get(span, "end"));

	*surface = (struct str){0};
	if (start < 0 || start >= end || (size_t)end > part.n ||
	    !starts_character(part, (size_t)start) ||
	    !starts_character(part, (size_t)end)) {
		fail(run, "span", *surface, "lies outside its part or cuts a character");
		return false;
	}
	*surface = str_slice(part, (size_t)start, (size_t)end);
	return true;
}

/* Whether the same was already read well from the same words. */
static bool met(struct run *run, const char *type, const char *what, struct str surface,
		struct buf *key)
{
	buf_printf(key, "%s\t%s\t%.*s", type, what, STR_ARGS(surface));
	return json_object_get(run->met, key->p) != NULL;
}

static void note(struct run *run, const struct buf *key)
{
	json_object_set_new(run->met, key->p, json_true());
}

/* ---- names ---- */

enum saints { SAINTS_AS_WRITTEN, SAINTS_IN_FULL };

/*
 * A key without its spaces: names are found across hyphens, in hashtags and domains. "St"
 * may be a saint.
 */
static void add_solid(struct buf *out, struct str key, enum saints saints)
{
	struct str word;

	while (str_split(&key, ' ', &word)) {
		bool saint = str_is(word, "st") || str_is(word, "ste");

		buf_text(out, saint && saints == SAINTS_IN_FULL ? "sain" : "");
		buf_str(out, str_slice(word, saint && saints == SAINTS_IN_FULL, word.n));
	}
}

static void add_row(struct known *known, uint32_t entity, struct str key)
{
	const struct entity *e = lexicon_entity(known->lexicon, entity);
	struct buf row = {0};

	for (int saints = SAINTS_AS_WRITTEN; saints <= SAINTS_IN_FULL; saints++) {
		buf_clear(&row);
		buf_printf(&row, "%c\t%.*s\t", name_kinds[e->kind].letter,
			   STR_ARGS(e->id));
		add_solid(&row, key, (enum saints)saints);
		json_object_set_new(known->keys, row.p, json_true());
	}
	buf_release(&row);
}

/* Towns go by the front of their names too: Flins for Flins-sur-Seine. */
static void add_key(void *context, uint32_t entity, struct str key)
{
	struct known *known = context;

	add_row(known, entity, key);
	if (lexicon_entity(known->lexicon, entity)->kind != NAME_COMMUNE)
		return;
	for (size_t i = 1; i < key.n; i++) {
		if (key.p[i] == ' ')
			add_row(known, entity, str_slice(key, 0, i));
	}
}

/* The letters of the kinds that a place's type may be. */
static char kind_letter(json_t *item)
{
	const char *type = string_of(item, "type");

	if (type == NULL)
		return name_kinds[NAME_COMPANY].letter;
	if (strcmp(type, "pays") == 0)
		return name_kinds[NAME_COUNTRY].letter;
	if (strcmp(type, "region") == 0)
		return name_kinds[NAME_REGION].letter;
	if (strcmp(type, "departement") == 0)
		return name_kinds[NAME_DEPARTMENT].letter;
	return name_kinds[NAME_COMMUNE].letter;
}

static bool known_by(struct run *run, json_t *item, struct str key, enum saints saints)
{
	const char *id = string_of(item, "id");
	struct buf row = {0};
	bool is;

	if (id[0] == UNLISTED_MARK) {
		buf_printf(&row, "%c%.*s", UNLISTED_MARK, STR_ARGS(key));
		for (size_t i = 0; i < row.n; i++) {
			if (row.p[i] == ' ')
				row.p[i] = '-';
		}
		/* Its first words alone stand for it too. */
		is = strncmp(row.p, id, row.n) == 0 &&
		     (id[row.n] == '\0' || id[row.n] == '-');
	} else {
		buf_printf(&row, "%c\t%s\t", kind_letter(item), id);
		add_solid(&row, key, saints);
		is = json_object_get(run->known.keys, row.p) != NULL;
	}
	buf_release(&row);
	return is;
}

/*
 * « du Puy-en-Velay » holds the article of « Le Puy-en-Velay », outside the span;
 * "leboncoin.fr" names a company by its front.
 */
static bool names(struct run *run, json_t *item, struct str surface)
{
	static const char *const fronts[] = {"", "le ", "la ", "les "};
	const char *dot = memchr(surface.p, '.', surface.n);
	struct str front = str_slice(surface, 0, dot ? (size_t)(dot - surface.p) : 0);
	struct buf text = {0};
	struct buf key = {0};
	bool is = false;

	for (size_t i = 0; i < 2 * COUNT(fronts) && !is; i++) {
		buf_clear(&text);
		buf_clear(&key);
		buf_text(&text, fronts[i / 2]);
		buf_str(&text, i % 2 ? front : surface);
		name_key(&key, analyser_vocabulary(run->analyser), buf_view(&text));
		is = known_by(run, item, buf_view(&key), SAINTS_AS_WRITTEN) ||
		     known_by(run, item, buf_view(&key), SAINTS_IN_FULL);
	}
	buf_release(&key);
	buf_release(&text);
	return is;
}

static void check_name(struct run *run, json_t *item, struct str surface)
{
	struct buf seen = {0};

	if (!met(run, "name", string_of(item, "id"), surface, &seen)) {
		if (names(run, item, surface)) {
			note(run, &seen);
			pass(run);
		} else {
			fail(run, "name", surface, string_of(item, "id"));
		}
	}
	buf_release(&seen);
}

/* ---- figures ---- */

static void read_alone(struct run *run, struct str surface, struct record *r)
{
	*r = (struct record){.body = surface};
	if (analyser_full(run->analyser))
		analyser_forget(run->analyser);
	analyser_read(run->analyser, r);
}

static bool same_number(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fabs(b);
}

static bool leans(json_t *span, const char *rule)
{
	const char *own = string_of(span, "rule");

	return own == NULL || strcmp(own, rule) == 0;
}

/* Whether front + surface + back tells that value; `currency` NULL: of any. */
static bool tells_amount(struct run *run, const char *front, struct str surface,
			 const char *back, double value, const char *currency)
{
	struct buf text = {0};
	struct record r;
	bool tells = false;

	buf_printf(&text, "%s%.*s%s", front, STR_ARGS(surface), back);
	read_alone(run, buf_view(&text), &r);
	for (size_t i = 0; i < r.amounts_count; i++)
		tells |= same_number(r.amounts[i].value, value) &&
			 (currency == NULL ||
			  strcmp(r.amounts[i].currency, currency) == 0);
	buf_release(&text);
	return tells;
}

/*
 * "5 000 francs" are what the article's country pays with: read with an adjective that
 * says which, "5 000 francs suisses", or with a conversion.
 */
static bool tells_marked(struct run *run, const char *front, struct str surface,
			 double value, const char *currency)
{
	bool tells = false;

	for (size_t i = 0; i < currency_marks_after_count && !tells; i++) {
		struct str words = str_of(currency_marks_after[i].words);
		struct buf back = {0};

		if (strcmp(currency_marks_after[i].marked, currency) != 0)
			continue;
		if (str_ends(words, STR("*")))
			words.n--;
		for (int conversion = 0; conversion < 2 && !tells; conversion++) {
			buf_clear(&back);
			buf_printf(&back, " %.*s%s", STR_ARGS(words),
				   conversion ? " (9 euros)" : "");
			tells = tells_amount(run, front, surface, back.p, value,
					     currency);
		}
		buf_release(&back);
	}
	return tells || tells_amount(run, front, surface, " (9 euros)", value, currency);
}

/* The word before a range is not in its span, nor what makes an amount of "un euro". */
static bool reads_amount(struct run *run, json_t *item, json_t *span, struct str surface)
{
	static const char *const fronts[] = {"", "entre ", "de ", "un ", "pour "};
	double value = json_number_value(json_object_get(item, "value"));
	const char *currency = string_of(item, "currency");

	for (size_t i = 0; i < COUNT(fronts); i++) {
		if (tells_amount(run, fronts[i], surface, "", value, currency) ||
		    tells_marked(run, fronts[i], surface, value, currency))
			return true;
		if (leans(span, "amount-bare") &&
		    (tells_amount(run, fronts[i], surface, "", value, NULL) ||
		     tells_amount(run, fronts[i], surface, " euros", value, NULL)))
			return true;
	}
	return false;
}

static bool tells_jobs(struct run *run, const char *front, struct str surface,
		       const char *back, double n)
{
	struct buf text = {0};
	struct record r;
	bool tells = false;

	buf_printf(&text, "%s%.*s%s", front, STR_ARGS(surface), back);
	read_alone(run, buf_view(&text), &r);
	for (size_t i = 0; i < r.jobs_count; i++)
		tells |= same_number(r.jobs[i].count, n);
	buf_release(&text);
	return tells;
}

/* What is counted may need a verb (« emploie 900 personnes »): then its number is read before a noun of work. */
static bool reads_jobs(struct run *run, json_t *item, json_t *span, struct str surface)
{
	double n = json_number_value(json_object_get(item, "n"));

	(void)span;
	if (tells_jobs(run, "", surface, "", n) ||
	    tells_jobs(run, "supprimer ", surface, "", n))
		return true;
	for (size_t end = surface.n; end > 0; end--) {
		if ((end == surface.n || surface.p[end] == ' ') &&
		    tells_jobs(run, "supprimer ", str_slice(surface, 0, end), " emplois",
			       n))
			return true;
	}
	return false;
}

/* What is read is the same in value and kind: both make the key under which it was met. */
static void check_figure(struct run *run, json_t *item, const char *type, json_t *span,
			 struct str surface,
			 bool (*reads)(struct run *, json_t *, json_t *, struct str))
{
	struct buf seen = {0};
	struct buf what = {0};
	const char *currency = string_of(item, "currency");

	buf_printf(&what, "%.15g %s",
		   json_number_value(json_object_get(item, currency ? "value" : "n")),
		   currency ? currency : "");
	if (!met(run, type, what.p, surface, &seen)) {
		if (reads(run, item, span, surface)) {
			note(run, &seen);
			pass(run);
		} else {
			fail(run, type, surface, what.p);
		}
	}
	buf_release(&what);
	buf_release(&seen);
}

/* ---- articles ---- */

static void check_names(struct run *run, const char *list)
{
	json_t *item, *span;
	struct str surface;
	size_t i, k;

	json_array_foreach(json_object_get(run->article, list), i, item)
		json_array_foreach(json_object_get(item, "spans"), k,
				   span) if (read_span(run, span, &surface))
			check_name(run, item, surface);
}

static void check_figures(struct run *run, const char *list,
			  bool (*reads)(struct run *, json_t *, json_t *, struct str))
{
	json_t *item, *span;
	struct str surface;
	size_t i, k;

	json_array_foreach(json_object_get(run->article, list), i, item)
		json_array_foreach(json_object_get(item, "spans"), k,
				   span) if (read_span(run, span, &surface))
			check_figure(run, item, list, span, surface, reads);
}

static void check_topics(struct run *run)
{
	const char *topic;
	json_t *spans, *span;
	struct str surface;
	size_t k;

	json_object_foreach(json_object_get(run->article, "topic_spans"), topic, spans)
		json_array_foreach(spans, k, span) if (read_span(run, span, &surface))
			pass(run);
}

static void check_deals(struct run *run)
{
	json_t *item, *span;
	struct str surface;
	size_t i, k;

	json_array_foreach(json_object_get(run->article, "facts"), i, item)
		json_array_foreach(json_object_get(item, "spans"), k, span)
	{
		if (!read_span(run, span, &surface))
			continue;
		if (str_is(surface, string_of(item, "sentence")))
			pass(run);
		else
			fail(run, "deal", surface, "is not its sentence");
	}
}

static int check_article(struct run *run)
{
	run->id = string_of(run->article, "id");
	if (run->id == NULL)
		return -1;
	check_names(run, "companies");
	check_names(run, "places");
	check_topics(run);
	check_figures(run, "amounts", reads_amount);
	check_figures(run, "jobs", reads_jobs);
	check_deals(run);
	return 0;
}

static int check_file(struct run *run, FILE *file)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &capacity, file)) > 0) {
		run->article = json_loadb(line, (size_t)n, 0, NULL);
		rc = check_article(run);
		json_decref(run->article);
	}
	free(line);
	if (rc < 0)
		fputs("spans: a line is no article\n", stderr);
	return rc;
}

int main(int argc, char **argv)
{
	struct run run = {.known.keys = json_object(), .met = json_object()};
	struct error err = {0};
	FILE *file = stdin;
	int rc = 2;

	if (argc < 2 || argc > 3) {
		fputs("usage: spans LEXICON [FILE]\n", stderr);
		goto out;
	}
	if (argc == 3)
		file = fopen(argv[2], "r");
	if (file == NULL) {
		perror(argv[2]);
		goto out;
	}
	if (analyser_open_folder(&run.analyser, argv[1], &err) < 0) {
		fprintf(stderr, "spans: %s\n", err.text);
		goto out;
	}
	run.known.lexicon = analyser_lexicon(run.analyser);
	lexicon_keys(run.known.lexicon, add_key, &run.known);
	if (check_file(&run, file) == 0) {
		printf("%zu passed, %zu failed\n", run.passed, run.failed);
		rc = run.failed > 0 || run.passed == 0;
	}
out:
	if (file != NULL && file != stdin)
		fclose(file);
	analyser_free(run.analyser);
	json_decref(run.met);
	json_decref(run.known.keys);
	return rc;
}
