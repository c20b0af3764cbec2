/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/stem.h"

#include <libstemmer.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/sorted.h"
#include "lib/utf8.h"

/* A set of strings numbered from 1: open addressing, linear probing, at most half full. */
struct strings {
	struct str *items; /* items[id - 1] */
	size_t count, capacity;
	struct string_slot *slots;
	size_t slots_count;
};

struct string_slot {
	uint32_t id;   /* 0 is empty */
	uint32_t hash; /* low bits: most strings are told apart without being read */
};

struct slot {
	uint64_t hash;
	struct form *form; /* NULL is empty */
};

struct odd_form {
	struct str exact, stem;
	size_t next; /* number + 1 of another whose stem begins with the same byte */
};

struct vocabulary {
	struct sb_stemmer *stemmer;

	struct buf exceptions, stopwords; /* sorted tables */
	struct sorted_index by_exception, by_stopword;

	struct arena words; /* forms and their strings */
	struct slot *slots;
	size_t slots_count, count;
	struct strings folds, stems;
	struct buf fold, stem; /* scratch, of a form being made */
	const struct watch *watch;
	struct odd_form *odd; /* of the exception table; views of it */
	size_t odd_count, odd_capacity;
	size_t odd_first[UCHAR_MAX + 1]; /* by that byte; 0: none */
	bool odd_listed;
	void (*number)(void *context, struct form *form);
	void *number_context;
	struct form other; /* what the watch does not take */
};

/* Up to a multiple of eight. */
#define EIGHTS(n) (((n) + 7) / 8 * 8)

enum {
	SLOTS_MIN = 1 << 9,  /* of a question: what is set to zero costs it time */
	FORMS_INDEXED = 500, /* from so many forms on, an index over the tables pays */
};

/* ---- sets of strings ---- */

static void strings_near(const struct strings *set, uint64_t hash)
{
	if (set->slots_count > 0)
		__builtin_prefetch(&set->slots[hash & (set->slots_count - 1)]);
}

static size_t strings_slot(const struct strings *set, struct str s, uint64_t hash)
{
	size_t i = hash & (set->slots_count - 1);

	while (set->slots[i].id != 0 && (set->slots[i].hash != (uint32_t)hash ||
					 !str_equal(set->items[set->slots[i].id - 1], s)))
		i = (i + 1) & (set->slots_count - 1);
	return i;
}

static void strings_grow(struct strings *set)
{
	struct string_slot *old = set->slots;
	size_t old_count = set->slots_count;
	size_t i;
	size_t at;

	set->slots_count = old_count ? 2 * old_count : SLOTS_MIN;
	set->slots = xcalloc(set->slots_count, sizeof *set->slots);
	for (i = 0; i < old_count; i++) {
		if (old[i].id == 0)
			continue;
		at = old[i].hash & (set->slots_count - 1);
		while (set->slots[at].id != 0)
			at = (at + 1) & (set->slots_count - 1);
		set->slots[at] = old[i];
	}
	free(old);
}

/* The number of s; a new string is copied to the arena. */
static uint32_t strings_add(struct strings *set, struct str s, uint64_t hash,
			    struct arena *arena)
{
	size_t slot;

	if (2 * set->count >= set->slots_count)
		strings_grow(set);
	slot = strings_slot(set, s, hash);
	if (set->slots[slot].id == 0) {
		GROW(set->items, set->count, set->capacity);
		set->items[set->count++] = str_copy(arena, s);
		set->slots[slot] =
			(struct string_slot){(uint32_t)set->count, (uint32_t)hash};
	}
	return set->slots[slot].id;
}

static void strings_clear(struct strings *set)
{
	set->count = 0;
	if (set->slots != NULL)
		memset(set->slots, 0, set->slots_count * sizeof *set->slots);
}

static void strings_release(struct strings *set)
{
	free(set->items);
	free(set->slots);
	*set = (struct strings){0};
}

/* ---- the two files ---- */

/* Appends a word of a file as the tokenizer would spell it. */
static void add_normal(struct buf *out, struct str word)
{
	struct buf lower = {0};
	struct str s;
	uint32_t c;
	size_t n;
	size_t at;

	utf8_lower(&lower, word);
	s = buf_view(&lower);
	for (at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		switch (c) {
		case 0x153: /* œ */
			buf_text(out, "oe");
			break;
		case 0xE6: /* æ */
			buf_text(out, "ae");
			break;
		case '\'':
		case 0x2019:
			break;
		default:
			utf8_encode(out, c);
		}
	}
	buf_release(&lower);
}

/* The next line that is neither empty nor a comment, white space cut off its ends. */
static bool next_line(struct str *rest, struct str *line, unsigned *number)
{
	while (str_split(rest, '\n', line)) {
		++*number;
		if (line->n > 0 && line->p[line->n - 1] == '\r')
			line->n--;
		if (str_trim(*line).n > 0 && line->p[0] != '#')
			return true;
	}
	return false;
}

struct word_lines {
	struct sorted_line *items;
	size_t count, capacity;
	struct arena arena;
};

static void add_line(struct word_lines *lines, struct str key, struct str value,
		     unsigned number)
{
	GROW(lines->items, lines->count, lines->capacity);
	lines->items[lines->count++] = (struct sorted_line){
		str_copy(&lines->arena, key), str_copy(&lines->arena, value), number};
}

static void word_lines_release(struct word_lines *lines)
{
	free(lines->items);
	arena_release(&lines->arena);
}

static int add_exception(struct word_lines *lines, struct str line, unsigned number,
			 struct error *err)
{
	struct str form;
	struct str stem;
	struct buf key = {0};
	struct buf value = {0};

	str_split(&line, '\t', &form);
	if (!str_split(&line, '\t', &stem) || form.n == 0 || stem.n == 0)
		return error_set(err, ERROR_FAILED,
				 _("a form without a stem: '%.*s', stems.tsv line %u"),
				 STR_ARGS(form), number);
	add_normal(&key, form);
	utf8_fold(&value, stem);
	add_line(lines, buf_view(&key), buf_view(&value), number);
	buf_release(&value);
	buf_release(&key);
	return 0;
}

static int compile_stems(struct str text, struct buf *out, struct error *err)
{
	struct word_lines lines = {0};
	const struct sorted_line *twice;
	struct str line;
	unsigned number = 0;
	int rc = 0;

	if (text.n == 0)
		return 0;
	if (!next_line(&text, &line, &number) || !str_starts(line, STR("form\tstem")))
		return error_set(err, ERROR_FAILED,
				 _("stems.tsv must begin with the line "
				   "'form<TAB>stem<TAB>group'"));
	while (rc == 0 && next_line(&text, &line, &number))
		rc = add_exception(&lines, line, number, err);
	twice = rc == 0 ? sorted_write(out, lines.items, lines.count) : NULL;
	if (twice != NULL)
		rc = error_set(err, ERROR_FAILED,
			       _("a form given twice: '%.*s', stems.tsv line %u"),
			       STR_ARGS(twice->key), twice->number);
	word_lines_release(&lines);
	return rc;
}

static int compile_stopwords(struct str text, struct buf *out, struct error *err)
{
	struct word_lines lines = {0};
	const struct sorted_line *twice;
	struct buf key = {0};
	struct str line;
	unsigned number = 0;
	int rc = 0;

	while (next_line(&text, &line, &number)) {
		buf_clear(&key);
		add_normal(&key, str_trim(line));
		add_line(&lines, buf_view(&key), (struct str){0}, number);
	}
	twice = sorted_write(out, lines.items, lines.count);
	if (twice != NULL)
		rc = error_set(err, ERROR_FAILED,
			       _("a word given twice: '%.*s', stopwords.txt line %u"),
			       STR_ARGS(twice->key), twice->number);
	buf_release(&key);
	word_lines_release(&lines);
	return rc;
}

static int check_file(struct str text, const char *name, struct error *err)
{
	size_t fault = utf8_fault(text);
	unsigned line = 1;
	size_t i;

	if (fault == SIZE_MAX)
		return 0;
	for (i = 0; i < fault; i++)
		line += text.p[i] == '\n';
	return error_set(err, ERROR_FAILED, _("invalid UTF-8 in %s line %u"), name, line);
}

int vocabulary_compile(struct str stems, struct str stopwords, struct buf *stem_table,
		       struct buf *stop_table, struct error *err)
{
	if (check_file(stems, "stems.tsv", err) < 0 ||
	    compile_stems(stems, stem_table, err) < 0 ||
	    check_file(stopwords, "stopwords.txt", err) < 0 ||
	    compile_stopwords(stopwords, stop_table, err) < 0)
		return -1;
	return 0;
}

struct vocabulary *vocabulary_open(struct str stem_table, struct str stop_table,
				   struct error *err)
{
	struct vocabulary *v = xcalloc(1, sizeof *v);

	v->stemmer = sb_stemmer_new("french", "UTF_8");
	v->slots_count = SLOTS_MIN;
	v->slots = xcalloc(v->slots_count, sizeof *v->slots);
	buf_str(&v->exceptions, stem_table);
	buf_str(&v->stopwords, stop_table);
	v->by_exception.table = buf_view(&v->exceptions);
	v->by_stopword.table = buf_view(&v->stopwords);
	if (v->stemmer == NULL) {
		error_set(err, ERROR_FAILED, _("libstemmer has no French stemmer"));
		vocabulary_free(v);
		return NULL;
	}
	return v;
}

struct vocabulary *vocabulary_new(struct str stems, struct str stopwords,
				  struct error *err)
{
	struct buf stem_table = {0};
	struct buf stop_table = {0};
	struct vocabulary *v = NULL;

	if (vocabulary_compile(stems, stopwords, &stem_table, &stop_table, err) == 0)
		v = vocabulary_open(buf_view(&stem_table), buf_view(&stop_table), err);
	buf_release(&stop_table);
	buf_release(&stem_table);
	return v;
}

void vocabulary_free(struct vocabulary *v)
{
	if (v == NULL)
		return;
	sb_stemmer_delete(v->stemmer);
	sorted_index_release(&v->by_exception);
	sorted_index_release(&v->by_stopword);
	buf_release(&v->exceptions);
	buf_release(&v->stopwords);
	free(v->slots);
	free(v->odd);
	strings_release(&v->folds);
	strings_release(&v->stems);
	buf_release(&v->fold);
	buf_release(&v->stem);
	arena_release(&v->words);
	free(v);
}

/* ---- forms ---- */

static bool all_letters(struct str s)
{
	uint32_t c;
	size_t n;
	size_t at;

	for (at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (!utf8_is_letter(c) && !utf8_is_mark(c))
			return false;
	}
	return true;
}

/*
 * An -s that is no plural: OMS is not OM. libstemmer takes it off words of three letters
 * and of consonants alone, which are acronyms but for a few that the table of exceptions has (ans).
 */
static bool keeps_s(struct str exact, struct str stem)
{
	bool vowel = false;

	if (stem.n + 1 != exact.n || exact.p[exact.n - 1] != 's')
		return false;
	for (size_t i = 0; i < stem.n; i++)
		vowel = vowel || (unsigned char)stem.p[i] >= 0x80 ||
			strchr("aeiouy", stem.p[i]) != NULL;
	return !vowel || exact.n <= 3;
}

/* Appends the stem, folded. */
static void add_stem(struct vocabulary *v, struct buf *out, struct str exact,
		     uint64_t hash)
{
	const sb_symbol *symbols;
	struct str exception, stem;

	if (sorted_index_find(&v->by_exception, exact, hash, &exception)) {
		buf_str(out, exception);
		return;
	}
	if (!all_letters(exact)) {
		utf8_fold(out, exact);
		return;
	}
	symbols = sb_stemmer_stem(v->stemmer, (const sb_symbol *)exact.p, (int)exact.n);
	stem = (struct str){(const char *)symbols, (size_t)sb_stemmer_length(v->stemmer)};
	utf8_fold(out, symbols == NULL || keeps_s(exact, stem) ? exact : stem);
}

/*
 * The tables that a new form is looked up in are larger than the processor's cache: what will be
 * read there is fetched meanwhile.
 */
static struct form *new_form(struct vocabulary *v, struct str exact, uint64_t hash)
{
	struct form *f = arena_alloc(&v->words, sizeof *f + EIGHTS(exact.n + 1));
	uint64_t stem_hash;

	/* Together, for one look into memory at each word read; zeros behind it: same_word(). */
	if (exact.n > 0)
		memcpy(f + 1, exact.p, exact.n);
	f->exact = (struct str){(const char *)(f + 1), exact.n};
	f->exact_id = (uint32_t)v->count + 1;

	buf_clear(&v->fold);
	utf8_fold(&v->fold, exact);
	f->fold_hash = str_hash(buf_view(&v->fold));
	strings_near(&v->folds, f->fold_hash);
	buf_clear(&v->stem);
	add_stem(v, &v->stem, exact, hash);
	stem_hash = str_hash(buf_view(&v->stem));
	strings_near(&v->stems, stem_hash);
	f->stop = sorted_index_find(&v->by_stopword, exact, hash, NULL);

	f->fold_id = strings_add(&v->folds, buf_view(&v->fold), f->fold_hash, &v->words);
	f->fold = v->folds.items[f->fold_id - 1];
	f->accented = !str_equal(f->exact, f->fold);
	f->stem_hash = (uint32_t)stem_hash;
	f->stem_id = strings_add(&v->stems, buf_view(&v->stem), stem_hash, &v->words);
	f->stem = v->stems.items[f->stem_id - 1];
	f->name = f->topic = f->fact = FORM_UNNUMBERED;
	if (v->number != NULL)
		v->number(v->number_context, f);
	return f;
}

static void grow_slots(struct vocabulary *v)
{
	struct slot *old = v->slots;
	size_t old_count = v->slots_count;
	size_t i;

	v->slots_count = 2 * old_count;
	v->slots = xcalloc(v->slots_count, sizeof *v->slots);
	for (i = 0; i < old_count; i++) {
		size_t at = old[i].hash & (v->slots_count - 1);

		if (old[i].form == NULL)
			continue;
		while (v->slots[at].form != NULL)
			at = (at + 1) & (v->slots_count - 1);
		v->slots[at] = old[i];
	}
	free(old);
}

static struct str cut_form(struct str exact)
{
	size_t n = STEM_FORM_MAX;

	while (n > 0 && ((unsigned char)exact.p[n] & 0xC0) == 0x80)
		n--;
	return str_slice(exact, 0, n);
}

/* ---- the watch ---- */

/* The rows of the exception table whose form and stem do not begin with the same three letters. */
static void list_odd(struct vocabulary *v)
{
	struct str exact, stem;
	size_t *first;
	size_t at = 0;

	v->odd_listed = true;
	while (sorted_next(buf_view(&v->exceptions), &at, &exact, &stem)) {
		if (exact.n > 2 && stem.n > 2 && memcmp(exact.p, stem.p, 3) == 0)
			continue;
		if (stem.n == 0)
			continue;
		GROW(v->odd, v->odd_count, v->odd_capacity);
		first = &v->odd_first[(unsigned char)stem.p[0]];
		v->odd[v->odd_count++] = (struct odd_form){exact, stem, *first};
		*first = v->odd_count;
	}
}

void vocabulary_watch_stems(struct vocabulary *v, struct watch *w,
			    const struct str *stems, size_t count)
{
	if (!v->odd_listed)
		list_odd(v);
	for (size_t i = 0; i < count; i++) {
		size_t at;

		watch_stem(w, stems[i]);
		at = stems[i].n > 0 ? v->odd_first[(unsigned char)stems[i].p[0]] : 0;
		for (; at > 0; at = v->odd[at - 1].next) {
			if (str_equal(v->odd[at - 1].stem, stems[i]))
				watch_form(w, v->odd[at - 1].exact);
		}
	}
}

void vocabulary_watch(struct vocabulary *v, const struct watch *w)
{
	v->watch = w;
}

const struct watch *vocabulary_watching(const struct vocabulary *v,
					const struct form **other)
{
	*other = &v->other;
	return v->watch;
}

static const struct form *add_form(struct vocabulary *v, struct str exact, uint64_t hash)
{
	size_t at;

	if (v->count == FORMS_INDEXED && v->by_exception.slots == 0) {
		sorted_index_build(&v->by_exception, buf_view(&v->exceptions));
		sorted_index_build(&v->by_stopword, buf_view(&v->stopwords));
	}
	if (2 * v->count >= v->slots_count)
		grow_slots(v);
	at = hash & (v->slots_count - 1);
	while (v->slots[at].form != NULL)
		at = (at + 1) & (v->slots_count - 1);
	v->slots[at].hash = hash;
	v->slots[at].form = new_form(v, exact, hash);
	v->count++;
	return v->slots[at].form;
}

/* Both have zeros behind them up to a multiple of eight bytes, and one byte at least. */
static bool same_word(struct str a, const struct form_wanted *b)
{
	if (a.n != b->n)
		return false;
	for (size_t i = 0; i < a.n; i += 8) {
		if (memcmp(a.p + i, b->exact + i, 8) != 0)
			return false;
	}
	return true;
}

const struct form *vocabulary_form(struct vocabulary *v, struct str exact)
{
	struct form_wanted wanted;

	if (exact.n > STEM_FORM_MAX)
		exact = cut_form(exact);
	if (v->watch != NULL && !watch_takes_key(v->watch, watch_key(exact)))
		return &v->other;
	vocabulary_want(v, exact, &wanted);
	return vocabulary_get(v, &wanted);
}

void vocabulary_want(const struct vocabulary *v, struct str exact, struct form_wanted *w)
{
	if (exact.n > STEM_FORM_MAX)
		exact = cut_form(exact);
	w->n = exact.n;
	w->hash = str_hash_copy(exact, w->exact);
	__builtin_prefetch(&v->slots[w->hash & (v->slots_count - 1)]);
}

void vocabulary_near(const struct vocabulary *v, const struct form_wanted *w)
{
	const struct slot *slot = &v->slots[w->hash & (v->slots_count - 1)];

	if (slot->form != NULL) {
		__builtin_prefetch(&slot->form->exact);
		__builtin_prefetch(slot->form + 1);
	}
}

const struct form *vocabulary_get(struct vocabulary *v, const struct form_wanted *w)
{
	size_t at = w->hash & (v->slots_count - 1);

	while (v->slots[at].form != NULL) {
		if (v->slots[at].hash == w->hash &&
		    same_word(v->slots[at].form->exact, w))
			return v->slots[at].form;
		at = (at + 1) & (v->slots_count - 1);
	}
	return add_form(v, (struct str){w->exact, w->n}, w->hash);
}

const struct form *vocabulary_exception(struct vocabulary *v, struct str fold, size_t *at)
{
	struct buf folded = {0};
	const struct form *found = NULL;
	struct str exact, stem;

	while (found == NULL &&
	       sorted_next(buf_view(&v->exceptions), at, &exact, &stem)) {
		/* Accents are more bytes, never fewer. */
		if (exact.n <= fold.n)
			continue;
		buf_clear(&folded);
		utf8_fold(&folded, exact);
		if (str_equal(buf_view(&folded), fold))
			found = vocabulary_form(v, exact);
	}
	buf_release(&folded);
	return found;
}

void vocabulary_number(struct vocabulary *v,
		       void (*number)(void *context, struct form *form), void *context)
{
	vocabulary_clear(v);
	v->number = number;
	v->number_context = context;
}

size_t vocabulary_size(const struct vocabulary *v)
{
	return v->count;
}

void vocabulary_clear(struct vocabulary *v)
{
	v->count = 0;
	memset(v->slots, 0, v->slots_count * sizeof *v->slots);
	strings_clear(&v->folds);
	strings_clear(&v->stems);
	arena_clear(&v->words);
}
