/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading for a few wanted words: what is passed over gives the tokens that reading all of it gives,
 * and no wanted word is passed over.
 */
#include <glob.h>
#include <stdlib.h>

#include "lib/text.h"
#include "lib/utf8.h"
#include "tests/check.h"
#include "tests/rig.h"

static const char stems[] = "form\tstem\tgroup\n"
			    "yeux\toeil\tirregular\n"
			    "œil\toeil\tirregular\n"
			    "mesdames\tmadame\tirregular\n"
			    "créer\tcreat\twork\n";

static struct vocabulary *all, *some; /* the second with a watch */

static struct vocabulary *new_vocabulary(void)
{
	struct error err;

	return vocabulary_new(str_of(stems), STR("le\nla\nde\n"), &err);
}

/* ---- what libstemmer keeps of a form ---- */

/* A watch for the form's stem alone takes the form. */
static void check_form(const struct form *f)
{
	struct watch w = {0};

	vocabulary_watch_stems(all, &w, &f->stem, 1);
	if (!watch_takes_key(&w, watch_key(f->exact)))
		fprintf(stderr, "%.*s\n", STR_ARGS(f->exact));
	CHECK(watch_takes_key(&w, watch_key(f->exact)));
}

static void read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	size_t got;

	if (!CHECK(f != NULL))
		return;
	do {
		got = fread(buf_reserve(out, 65536), 1, 65536, f);
		out->n += got;
	} while (got > 0);
	fclose(f);
}

static void test_sample(void)
{
	const char *dir = getenv("srcdir");
	struct buf pattern = {0};
	struct buf bytes = {0};
	struct text t = {0};
	uint32_t seen = 0;
	glob_t found;

	buf_printf(&pattern, "%s/corpus/sample/*.txt", dir ? dir : ".");
	if (CHECK(glob(pattern.p, 0, NULL, &found) == 0)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			read_file(found.gl_pathv[i], &bytes);
		globfree(&found);
	}
	text_add(&t, all, TEXT_BODY, buf_view(&bytes));
	for (size_t i = 0; i < t.count; i++) {
		if (t.tokens[i].form->exact_id <= seen)
			continue;
		seen = t.tokens[i].form->exact_id;
		check_form(t.tokens[i].form);
	}
	CHECK(seen > 5000);
	text_release(&t);
	buf_release(&bytes);
	buf_release(&pattern);
}

static void test_forms(void)
{
	static const char *const forms[] = {
		"yeux",	    "œil",   "mesdames",   "créer",    "création", "à",
		"y",	    "été",   "ß",	   "maß",      "x2",	   "5g",
		"c++",	    "r&d",   "aï",	   "naïve",    "noël",	   "łódź",
		"москва",   "東",    "e\u0302tre", "généraux", "heureuse", "logie",
		"biologie", "ayant", "ennuyeux",
	};

	for (size_t i = 0; i < COUNT(forms); i++)
		check_form(vocabulary_form(all, str_of(forms[i])));
}

/* ---- the same tokens ---- */

static const char *const pieces[] = {
	"usine",
	"usines",
	"emploi",
	"Emplois",
	"LYON",
	"de",
	"la",
	"à",
	"été",
	"Évry",
	"œuvre",
	"cœur",
	"naïf",
	"yeux",
	"création",
	"créer",
	"l'",
	"l’",
	"d'",
	"qu'",
	"jusqu'",
	"aujourd'hui",
	"L' ",
	"start-up",
	"a-t-il",
	"dit-elle",
	"sous-traitant",
	"R&D",
	"M & A",
	"A.W.S.",
	"P.-D.G.",
	"M.",
	"Mme",
	"av.",
	"janv.",
	"n°",
	"№",
	"5",
	"3 000",
	"1,2",
	"500 M€",
	"3 M d'euros",
	"10k euros",
	"2 Md",
	"$3m",
	"12MW",
	"5G",
	"1er",
	"18h30",
	"3 M",
	"M €",
	"k€",
	"amazon.fr",
	"https://x.fr/a?b",
	"a@b.fr",
	"jean.dupont@exemple.fr",
	"#ChooseFrance",
	"@veille",
	"#5",
	"Canal+",
	"C++",
	"C#",
	".NET",
	"\u00AB\u00A0",
	"\u00A0\u00BB",
	"\u00A0:",
	"\u00A0%",
	"\u2026",
	"\u201C",
	"\u201D",
	"e\u0301te\u0301",
	"co\u00ADop",
	"\u200Bmot",
	"straße",
	"Øresund",
	"москва",
	"東京",
	"CO₂",
	"m²",
	"½",
	"\xFF",
	"\xC3",
	"\xC2",
	"a",
	"y",
	"anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement",
	"O'Neill",
	"McDonald's",
	"Prud'hommes",
	"presqu'île",
	"VILLE",
	"iPhone",
	"G7",
	"x",
	"Æther",
	"ÿ",
};

static const char *const joints[] = {" ",  " ",	   " ",	 " ",	", ", ". ", ".\n",
				     "\n", "\n\n", "! ", " ; ", " (", ") ", "\"",
				     "'",  "-",	   "",	 ":",	"?",  "\t", "\u00A0",
				     "’",  "/",	   ".",	 "&",	"…",  " — "};

static const char *const wanted[] = {"usine", "oeil",	"creat", "lyon",
				     "a",     "5",	"start", "millier",
				     "euro",  "moscou", "ete",	 "oeuvr"};

static void write_text(struct buf *out)
{
	unsigned count = 1 + rig_random(30);

	buf_clear(out);
	for (unsigned i = 0; i < count; i++) {
		buf_text(out, pieces[rig_random(COUNT(pieces))]);
		buf_text(out, joints[rig_random(COUNT(joints))]);
	}
}

static bool is_wanted(const struct form *f, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(f->stem, list[i]))
			return true;
	}
	return false;
}

static bool same_token(const struct token *a, const struct token *b,
		       const struct str *list, size_t count)
{
	if (a->start != b->start || a->end != b->end || a->position != b->position ||
	    a->kind != b->kind || a->flags != b->flags || a->part != b->part)
		return false;
	if (b->form->stem_id == 0)
		return !is_wanted(a->form, list, count);
	return str_equal(a->form->exact, b->form->exact);
}

/* Answers how many tokens were passed over. */
static size_t compare(struct str source, const struct str *list, size_t count)
{
	struct text a = {0};
	struct text b = {0};
	struct watch w = {0};
	size_t passed = 0;
	bool same;

	vocabulary_watch_stems(some, &w, list, count);
	text_add(&a, all, TEXT_BODY, source);
	vocabulary_watch(some, &w);
	text_add(&b, some, TEXT_BODY, source);
	vocabulary_watch(some, NULL);
	same = a.count == b.count && a.position == b.position;
	for (size_t i = 0; i < a.count && same; i++) {
		same = same_token(&a.tokens[i], &b.tokens[i], list, count);
		passed += b.tokens[i].form->stem_id == 0;
	}
	if (!CHECK(same))
		fprintf(stderr, "of <%.*s>\n", STR_ARGS(source));
	text_release(&a);
	text_release(&b);
	return passed;
}

static void test_random(void)
{
	struct buf text = {0};
	size_t passed = 0;

	for (int i = 0; i < 20000; i++) {
		struct str list[3];
		size_t count = rig_random(COUNT(list) + 1);

		for (size_t j = 0; j < count; j++)
			list[j] = str_of(wanted[rig_random(COUNT(wanted))]);
		write_text(&text);
		passed += compare(buf_view(&text), list, count);
	}
	CHECK(passed > 50000);
	buf_release(&text);
}

int main(void)
{
	all = new_vocabulary();
	some = new_vocabulary();
	if (CHECK(all != NULL && some != NULL)) {
		test_forms();
		test_sample();
		test_random();
	}
	vocabulary_free(all);
	vocabulary_free(some);
	return check_done();
}
