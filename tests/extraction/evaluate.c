/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Measures what was found in articles against labels: precision, recall and F1 by type.
 *
 * usage: evaluate [-v] [-t TYPE] LABELS FOUND
 *   LABELS     an object a line, as corpus/README.md tells
 *   FOUND      what `veille facts --json` prints
 *   -v         misses (-) and false hits (+) by article before the figures
 *   -t TYPE    companies, places, topics, amounts, jobs or deals; all without it
 *
 * Every label is one thing of the article, however often it stands there. Names agree when their canonical
 * names or any of their surfaces do, folded, elided articles and punctuation aside. Amounts agree in value and currency,
 * jobs in count and kind, deals in kind, actor and amount. What is found only in
 * what labels say to "ignore" counts neither way. A type that an article's labels
 * lack is not measured there. An article that was not found is an error: a measure of a part is worse than none.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lib/str.h"
#include "lib/utf8.h"

enum { KEY_MAX = 512 };

/* What was right, what was false, what was missed. */
struct counts {
	size_t right, false_hits, missed;
};

struct run {
	bool verbose;
	const char *only; /* a type; NULL: all */
	json_t *found;	  /* id → object */
};

/* One article and type in hand. */
struct sheet {
	const struct run *run;
	const char *id;
	const char *type;
	json_t *ignore; /* keys, as an object used as a set */
	struct counts *counts;
};

/* ---- keys ---- */

/* "L’Oréal" and "oreal" have one key: folded words without elided articles. */
static void add_key(struct buf *out, struct str text)
{
	struct buf folded = {0};
	struct str s;
	size_t first = out->n;
	size_t word = 0;
	uint32_t c;

	utf8_fold(&folded, text);
	s = buf_view(&folded);
	for (size_t i = 0, n; i < s.n; i += n) {
		n = utf8_decode(s, i, &c);
		if (utf8_is_letter(c) || utf8_is_digit(c)) {
			if (word == 0 && out->n > first)
				buf_char(out, ' ');
			buf_add(out, s.p + i, n);
			word += n;
			continue;
		}
		/* l' and d' */
		if ((c == '\'' || c == 0x2019) && word == 1 &&
		    strchr("ld", out->p[out->n - 1]) != NULL) {
			out->n--;
			if (out->n > first)
				out->n--;
		}
		word = 0;
	}
	buf_release(&folded);
}

static char *key_of(const char *text)
{
	struct buf key = {0};

	buf_text(&key, "");
	add_key(&key, str_of(text));
	buf_char(&key, '\0');
	return key.p;
}

static void put_key(json_t *set, const char *text)
{
	char *key = key_of(text);

	json_object_set_new(set, key, json_true());
	free(key);
}

/* A label that is a name alone stands for an object with it. */
static const char *canon_of(json_t *item)
{
	return json_is_string(item) ? json_string_value(item)
				    : json_string_value(json_object_get(item, "canon"));
}

/* The keys of a name: of its canonical form and of all its surfaces. */
static json_t *keys_of(json_t *item)
{
	json_t *set = json_object();
	size_t i;
	json_t *surface;

	put_key(set, canon_of(item));
	json_array_foreach(json_object_get(item, "surfaces"), i, surface)
		put_key(set, json_string_value(surface));
	return set;
}

static bool share_a_key(json_t *a, json_t *b)
{
	const char *key;
	json_t *value;

	json_object_foreach(a, key,
			    value) if (json_object_get(b, key) != NULL) return true;
	return false;
}

/* Whether a surface is, or lies within, one that labels say to look away from. */
static bool is_ignored_surface(const struct sheet *s, const char *surface)
{
	struct buf own = {0};
	struct buf other = {0};
	const char *key;
	json_t *value;
	bool within = false;

	buf_char(&own, ' ');
	add_key(&own, str_of(surface));
	buf_char(&own, ' ');
	json_object_foreach(s->ignore, key, value)
	{
		buf_clear(&other);
		buf_printf(&other, " %s ", key);
		within |= strstr(other.p, own.p) != NULL;
	}
	buf_release(&other);
	buf_release(&own);
	return within;
}

/* Whether the item stands only where labels say to look away. */
static bool is_ignored(const struct sheet *s, json_t *item)
{
	json_t *surfaces = json_object_get(item, "surfaces");
	json_t *surface;
	size_t i;

	if (json_array_size(surfaces) == 0)
		return canon_of(item) != NULL && is_ignored_surface(s, canon_of(item));
	json_array_foreach(
		surfaces, i,
		surface) if (!is_ignored_surface(s,
						 json_string_value(
							 surface))) return false;
	return true;
}

/* ---- counting ---- */

static void tell(const struct sheet *s, char sign, const char *what)
{
	if (s->run->verbose)
		printf("%s\t%s\t%c %s\n", s->type, s->id, sign, what);
}

static void count_right(const struct sheet *s)
{
	s->counts->right++;
}

static void count_false(const struct sheet *s, const char *what)
{
	s->counts->false_hits++;
	tell(s, '+', what);
}

static void count_missed(const struct sheet *s, const char *what)
{
	s->counts->missed++;
	tell(s, '-', what);
}

/* ---- names ---- */

/* Found names that mean the same label are one hit. */
static void measure_names(const struct sheet *s, json_t *labels, json_t *found)
{
	size_t count = json_array_size(labels);
	json_t **keys = xcalloc(count + 1, sizeof(json_t *));
	bool *hit = xcalloc(count + 1, sizeof *hit);
	json_t *item;
	size_t i;

	json_array_foreach(labels, i, item) keys[i] = keys_of(item);
	json_array_foreach(found, i, item)
	{
		json_t *own = keys_of(item);
		size_t k = 0;

		while (k < count && !share_a_key(own, keys[k]))
			k++;
		if (k < count)
			hit[k] = true;
		else if (!is_ignored(s, item))
			count_false(s, canon_of(item));
		json_decref(own);
	}
	json_array_foreach(labels, i, item)
	{
		if (hit[i])
			count_right(s);
		else
			count_missed(s, canon_of(item));
		json_decref(keys[i]);
	}
	free(hit);
	free(keys);
}

/* ---- sets: topics, amounts, jobs, deals become texts that agree or not ---- */

static void measure_sets(const struct sheet *s, json_t *labels, json_t *found)
{
	const char *key;
	json_t *value;

	json_object_foreach(labels, key, value)
	{
		if (json_object_get(found, key) != NULL)
			count_right(s);
		else
			count_missed(s, key);
	}
	json_object_foreach(found, key, value) if (json_object_get(labels, key) == NULL)
		count_false(s, key);
}

static json_t *topic_set(const struct sheet *s, json_t *items)
{
	json_t *set = json_object();
	json_t *item;
	size_t i;

	(void)s;
	json_array_foreach(items, i, item)
		json_object_set_new(set, json_string_value(item), json_true());
	return set;
}

/* "1200000000 EUR": a number and a word of each item. */
static json_t *figure_set(const struct sheet *s, json_t *items, const char *number,
			  const char *word)
{
	json_t *set = json_object();
	json_t *item;
	size_t i;
	char key[KEY_MAX];

	json_array_foreach(items, i, item)
	{
		if (is_ignored(s, item))
			continue;
		snprintf(key, sizeof key, "%.15g %s",
			 json_number_value(json_object_get(item, number)),
			 json_string_value(json_object_get(item, word)));
		json_object_set_new(set, key, json_true());
	}
	return set;
}

static json_t *amount_set(const struct sheet *s, json_t *items)
{
	return figure_set(s, items, "value", "currency");
}

static json_t *jobs_set(const struct sheet *s, json_t *items)
{
	return figure_set(s, items, "n", "kind");
}

/* ---- deals ---- */

/* Adds every key of a name, to its canonical key or to that of a name with one of its keys. */
static void add_aliases(json_t *aliases, json_t *items)
{
	json_t *item;
	size_t i;

	json_array_foreach(items, i, item)
	{
		json_t *keys = keys_of(item);
		char *canon = key_of(canon_of(item));
		const char *same = canon;
		const char *key;
		json_t *value;

		json_object_foreach(keys, key,
				    value) if (json_object_get(aliases, key) != NULL)
			same = json_string_value(json_object_get(aliases, key));
		same = xstrdup(same);
		json_object_foreach(keys, key,
				    value) if (json_object_get(aliases, key) == NULL)
			json_object_set_new(aliases, key, json_string(same));
		free((char *)same);
		free(canon);
		json_decref(keys);
	}
}

static json_t *deal_set(json_t *items, json_t *aliases)
{
	json_t *set = json_object();
	json_t *item;
	size_t i;
	char text[KEY_MAX];

	json_array_foreach(items, i, item)
	{
		const char *actor = json_string_value(json_object_get(item, "actor"));
		json_t *amount = json_object_get(item, "amount");
		char *key = key_of(actor ? actor : "");
		const char *same = json_string_value(json_object_get(aliases, key));
		int n = snprintf(text, sizeof text, "%s, %s",
				 json_string_value(json_object_get(item, "kind")),
				 !actor ? "-"
				 : same ? same
					: key);

		if (json_is_number(amount) && n > 0 && (size_t)n < sizeof text)
			snprintf(text + n, sizeof text - (size_t)n, ", %.15g",
				 json_number_value(amount));
		json_object_set_new(set, text, json_true());
		free(key);
	}
	return set;
}

static void measure_deals(const struct sheet *s, json_t *labels, json_t *found)
{
	json_t *aliases = json_object();
	json_t *wanted, *got;

	add_aliases(aliases, json_object_get(labels, "companies"));
	add_aliases(aliases, json_object_get(found, "companies"));
	wanted = deal_set(json_object_get(labels, "facts"), aliases);
	got = deal_set(json_object_get(found, "facts"), aliases);
	measure_sets(s, wanted, got);
	json_decref(got);
	json_decref(wanted);
	json_decref(aliases);
}

/* ---- types ---- */

static const struct type {
	const char *name;
	const char *key; /* in labels and what was found */
	json_t *(*set)(const struct sheet *s, json_t *items); /* NULL: names, or deals */
} types[] = {
	{"companies", "companies", NULL}, {"places", "places", NULL},
	{"topics", "topics", topic_set},  {"amounts", "amounts", amount_set},
	{"jobs", "jobs", jobs_set},	  {"deals", "facts", NULL},
};

static void measure_type(const struct type *t, const struct sheet *s, json_t *labels,
			 json_t *found)
{
	json_t *wanted = json_object_get(labels, t->key);
	json_t *got = json_object_get(found, t->key);

	if (strcmp(t->key, "facts") == 0) {
		measure_deals(s, labels, found);
	} else if (t->set == NULL) {
		measure_names(s, wanted, got);
	} else {
		json_t *a = t->set(s, wanted);
		json_t *b = t->set(s, got);

		measure_sets(s, a, b);
		json_decref(b);
		json_decref(a);
	}
}

static json_t *ignored_keys(json_t *labels)
{
	json_t *set = json_object();
	json_t *surface;
	size_t i;

	json_array_foreach(json_object_get(labels, "ignore"), i, surface)
		put_key(set, json_string_value(surface));
	return set;
}

static int measure_article(const struct run *run, json_t *labels, struct counts *counts)
{
	const char *id = json_string_value(json_object_get(labels, "id"));
	json_t *found = id ? json_object_get(run->found, id) : NULL;
	struct sheet s = {.run = run, .id = id};

	if (found == NULL) {
		fprintf(stderr, "evaluate: nothing was found of the article '%s'\n",
			id ? id : "");
		return -1;
	}
	s.ignore = ignored_keys(labels);
	for (size_t i = 0; i < COUNT(types); i++) {
		if (json_object_get(labels, types[i].key) == NULL)
			continue;
		if (run->only != NULL && strcmp(run->only, types[i].name) != 0)
			continue;
		s.type = types[i].name;
		s.counts = &counts[i];
		measure_type(&types[i], &s, labels, found);
	}
	json_decref(s.ignore);
	return 0;
}

static double ratio(size_t part, size_t rest)
{
	return part + rest > 0 ? (double)part / (double)(part + rest) : 0;
}

static void print_counts(const char *name, const struct counts *c)
{
	double p = ratio(c->right, c->false_hits);
	double r = ratio(c->right, c->missed);

	printf("%s\t%.3f\t%.3f\t%.3f\t%zu\t%zu\t%zu\n", name, p, r,
	       p + r > 0 ? 2 * p * r / (p + r) : 0, c->right, c->false_hits, c->missed);
}

/* ---- files ---- */

/* Calls visit for the object of each line; -1 with a message on the first fault. */
static int each_line(const char *path, int (*visit)(void *context, json_t *object),
		     void *context)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0;
	size_t number = 0;
	ssize_t n;
	int rc = 0;

	if (file == NULL) {
		fprintf(stderr, "evaluate: cannot read '%s': %s\n", path,
			strerror(errno));
		return -1;
	}
	while (rc == 0 && (n = getline(&line, &capacity, file)) > 0) {
		json_t *object = json_loadb(line, (size_t)n, 0, NULL);

		number++;
		if (!json_is_object(object)) {
			fprintf(stderr, "%s:%zu: no JSON object\n", path, number);
			rc = -1;
		} else {
			rc = visit(context, object);
		}
		json_decref(object);
	}
	free(line);
	fclose(file);
	return rc;
}

static int take_found(void *context, json_t *object)
{
	const char *id = json_string_value(json_object_get(object, "id"));

	if (id == NULL)
		return 0;
	return json_object_set(context, id, object);
}

struct labelling {
	const struct run *run;
	struct counts counts[COUNT(types)];
};

static int take_labels(void *context, json_t *object)
{
	struct labelling *l = context;

	return measure_article(l->run, object, l->counts);
}

static int usage(void)
{
	fputs("usage: evaluate [-v] [-t TYPE] LABELS FOUND\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct run run = {.found = json_object()};
	struct labelling l = {.run = &run};
	int option;
	int rc = 2;

	while ((option = getopt(argc, argv, "vt:")) != -1) {
		if (option == '?') {
			json_decref(run.found);
			return usage();
		}
		if (option == 'v')
			run.verbose = true;
		else
			run.only = optarg;
	}
	if (argc - optind != 2) {
		json_decref(run.found);
		return usage();
	}
	if (each_line(argv[optind + 1], take_found, run.found) == 0 &&
	    each_line(argv[optind], take_labels, &l) == 0) {
		puts("type\tP\tR\tF1\tright\tfalse\tmissed");
		for (size_t i = 0; i < COUNT(types); i++) {
			if (run.only == NULL || strcmp(run.only, types[i].name) == 0)
				print_counts(types[i].name, &l.counts[i]);
		}
		rc = 0;
	}
	json_decref(run.found);
	return rc;
}
