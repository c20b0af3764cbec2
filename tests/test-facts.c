/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Amounts and jobs: the tables tests/unit/amounts.txt and jobs.txt, French numerals
 * written out, exchange rates, and texts that nobody wrote.
 */
#include "lib/facts.h"

#include <math.h>

#include "lib/rules.h"
#include "tests/rig.h"
#include "tests/table.h"

static const char *const bound_names[] = {"exact", "min", "max", "about"};
static const char *const jobs_names[] = {"created", "cut", "staff"};

static struct vocabulary *vocabulary;

/* Reads a title and a body; the caller clears *f. */
static void read_parts(struct facts *f, struct str title, struct str body, int year)
{
	struct record r = {
		.title = title, .body = body, .moment = (int64_t)year * 10000000000};
	struct text t = {0};

	text_add(&t, vocabulary, TEXT_TITLE, title);
	text_add(&t, vocabulary, TEXT_BODY, body);
	facts_find(&t, &r, f);
	text_release(&t);
}

static void read_body(struct facts *f, const char *body)
{
	facts_clear(f);
	read_parts(f, (struct str){0}, str_of(body), 2024);
}

/* ---- the tables ---- */

static void print_amounts(struct buf *out, const struct facts *f, struct str body)
{
	for (size_t i = 0; i < f->amounts_count; i++) {
		const struct record_amount *a = &f->amounts[i];

		buf_printf(out, "%s%.*s = %.15g %s %s", i ? "; " : "",
			   STR_ARGS(str_slice(body, a->start, a->end)), a->value,
			   a->currency, bound_names[a->bound]);
	}
}

static void print_jobs(struct buf *out, const struct facts *f, struct str body)
{
	for (size_t i = 0; i < f->jobs_count; i++) {
		const struct record_jobs *j = &f->jobs[i];

		buf_printf(out, "%s%.*s = %.15g %s %s", i ? "; " : "",
			   STR_ARGS(str_slice(body, j->start, j->end)), j->count,
			   jobs_names[j->kind], bound_names[j->bound]);
	}
}

/* Ways to say a surface so that it's plainly money, or people of a staff. */
static const char *const says_money[][2] = {
	{"Le ", ""},	      {"Le ", " d'euros"}, {"Le ", " euros"},
	{"Le ", " sterling"}, {"Entre ", ""},	   {"Pour ", ""},
};
static const char *const says_staff[][2] = {
	{"Il emploie ", ""},
	{"Il emploie ", " salariés"},
	{"Il emploie ", " de salariés"},
	{"Il emploie entre ", ""},
};

static void read_said(struct facts *f, const char *const way[2], struct str surface)
{
	struct buf text = {0};

	buf_printf(&text, "%s%.*s%s", way[0], STR_ARGS(surface), way[1]);
	read_body(f, text.p);
	buf_release(&text);
}

static bool says_amount(struct facts *f, struct str surface, double value)
{
	for (size_t i = 0; i < COUNT(says_money); i++) {
		read_said(f, says_money[i], surface);
		for (size_t k = 0; k < f->amounts_count; k++)
			if (fabs(f->amounts[k].value - value) <= value * 1e-9)
				return true;
	}
	return false;
}

static bool says_jobs(struct facts *f, struct str surface, double count)
{
	for (size_t i = 0; i < COUNT(says_staff); i++) {
		read_said(f, says_staff[i], surface);
		for (size_t k = 0; k < f->jobs_count; k++)
			if (f->jobs[k].count == count)
				return true;
	}
	return false;
}

/* A surface alone still says its value: spans hold the whole number. */
static void check_surfaces(const struct facts *f, struct facts *scratch, struct str body)
{
	for (size_t i = 0; i < f->amounts_count; i++) {
		const struct record_amount *a = &f->amounts[i];
		struct str surface = str_slice(body, a->start, a->end);

		if (!check_count(says_amount(scratch, surface, a->value)))
			fprintf(stderr, "\"%.*s\" alone is not %g\n", STR_ARGS(surface),
				a->value);
	}
	for (size_t i = 0; i < f->jobs_count; i++) {
		const struct record_jobs *j = &f->jobs[i];
		struct str surface = str_slice(body, j->start, j->end);

		if (!check_count(says_jobs(scratch, surface, j->count)))
			fprintf(stderr, "\"%.*s\" alone is not %g\n", STR_ARGS(surface),
				j->count);
	}
}

static void test_table(const char *name,
		       void (*print)(struct buf *, const struct facts *, struct str))
{
	struct facts f = {0}, scratch = {0};
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, name))
		return;
	while (table_next(&t)) {
		struct str body = buf_view(&t.cells[0]);

		read_body(&f, t.cells[0].p);
		buf_clear(&got);
		print(&got, &f, body);
		table_check(&t, 1, got.n ? got.p : "-");
		check_surfaces(&f, &scratch, body);
	}
	table_close(&t);
	buf_release(&got);
	facts_release(&f);
	facts_release(&scratch);
}

/* ---- numerals ---- */

static const char *const small[] = {
	"zéro",	    "un",     "deux",  "trois",	   "quatre",   "cinq",	   "six",
	"sept",	    "huit",   "neuf",  "dix",	   "onze",     "douze",	   "treize",
	"quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
};
static const char *const tens[] = {
	"",	     "",	 "vingt",    "trente",	     "quarante",
	"cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};

static void spell_tens(struct buf *out, unsigned n)
{
	unsigned ten = n / 10, one = n % 10;

	if (n < 20) {
		buf_text(out, small[n]);
		return;
	}
	if (ten == 7 || ten == 9)
		one += 10;
	buf_text(out, tens[ten]);
	if (one == 0)
		buf_text(out, ten == 8 ? "s" : "");
	else if ((one == 1 || one == 11) && ten < 8)
		buf_printf(out, " et %s", small[one]);
	else
		buf_printf(out, "-%s", small[one]);
}

/* The numeral for 1 to 999,999 as a French writer puts it. */
static void spell(struct buf *out, unsigned n)
{
	if (n >= 2000) {
		spell(out, n / 1000);
		/* No -s before mille. */
		if (out->p[out->n - 1] == 's' && n / 1000 % 100 == 80)
			out->n--;
		buf_char(out, ' ');
	}
	if (n >= 1000) {
		buf_text(out, "mille");
		n %= 1000;
		if (n)
			buf_char(out, ' ');
	}
	if (n >= 200)
		buf_printf(out, "%s ", small[n / 100]);
	if (n >= 100) {
		buf_text(out, n >= 200 && n % 100 == 0 ? "cents" : "cent");
		n %= 100;
		if (n)
			buf_char(out, ' ');
	}
	if (n)
		spell_tens(out, n);
}

static void check_numeral(struct facts *f, unsigned n)
{
	struct buf text = {0};

	buf_text(&text, "Il a payé ");
	spell(&text, n);
	buf_text(&text, " millions d'euros.");
	buf_char(&text, '\0');
	read_body(f, text.p);
	if (!check_count(f->amounts_count == 1 && f->amounts[0].value == n * 1e6 &&
			 f->amounts[0].start == strlen("Il a payé ")))
		fprintf(stderr, "%u: %s\n\tgot %zu amounts, the first %g\n", n, text.p,
			f->amounts_count, f->amounts_count ? f->amounts[0].value : 0);
	buf_release(&text);
}

static void test_numerals(void)
{
	struct facts f = {0};

	for (unsigned n = 1; n < 2200; n++)
		check_numeral(&f, n);
	for (unsigned i = 0; i < 2000; i++)
		check_numeral(&f, 2200 + rig_random(1000000 - 2200));
	facts_release(&f);
}

/* ---- rates ---- */

static void test_rates(void)
{
	CHECK(currency_euros("EUR", 2015) == 1);
	CHECK(fabs(currency_euros("USD", 2022) - 0.9497) < 0.001);
	CHECK(fabs(currency_euros("USD", 2011) - 0.7184) < 0.001);
	CHECK(fabs(currency_euros("GBP", 2015) - 1.3777) < 0.001);
	CHECK(fabs(currency_euros("JPY", 2024) - 0.006103) < 0.0001);
	CHECK(fabs(currency_euros("USD", 2000) - 1.0827) < 0.001);
	CHECK(fabs(currency_euros("TRY", 2023) - 0.03882) < 0.0001);
	CHECK(fabs(currency_euros("RUB", 2008) - 0.02746) < 0.0001);
	CHECK(currency_euros("USD", 1998) == currency_euros("USD", 1999));
	CHECK(currency_euros("USD", 2090) == currency_euros("USD", 0));
	CHECK(currency_euros("USD", 2025) == currency_euros("USD", 0));
	CHECK(fabs(currency_euros("XOF", 0) * 655.957 - 1) < 1e-9);
	CHECK(fabs(currency_euros("AED", 2020) * 3.6725 - currency_euros("USD", 2020)) <
	      1e-9);
	CHECK(currency_euros("?", 2020) == 0);
	CHECK(currency_euros("", 2020) == 0);
	CHECK(currency_euros("XXX", 2020) == 0);
	for (int year = 1999; year <= 2025; year++)
		for (size_t i = 0; i < currency_words_count; i++) {
			double euros = currency_euros(currency_words[i].code, year);

			CHECK(euros >= 0 && euros < 2.3);
		}
}

static void test_euros(void)
{
	struct facts f = {0};

	read_parts(&f, (struct str){0},
		   STR("Il paie 100 millions de dollars et 5 pesos."), 2022);
	if (CHECK_INT(f.amounts_count, 2)) {
		CHECK(fabs(f.amounts[0].euros - 94.97e6) < 1e5);
		CHECK_STR(f.amounts[1].currency, "?");
		CHECK(f.amounts[1].euros == 0);
	}
	facts_release(&f);
}

/* The country nearest to a noun that several have, those behind first; many of them take no longer. */
static void test_countries(void)
{
	struct facts f = {0};
	struct buf many = {0};

	read_body(&f,
		  "La Suède donne 20 millions de couronnes, puis la Norvège en verse 30 "
		  "millions de couronnes.");
	if (CHECK_INT(f.amounts_count, 2)) {
		CHECK_STR(f.amounts[0].currency, "SEK");
		CHECK_STR(f.amounts[1].currency, "NOK");
	}
	for (int i = 0; i < 20000; i++)
		buf_text(&many, "Une amende de 20 millions de couronnes. ");
	buf_text(&many, "Ainsi en Suède.");
	read_body(&f, many.p);
	if (CHECK_INT(f.amounts_count, 20000))
		CHECK_STR(f.amounts[0].currency, "SEK");
	buf_release(&many);
	facts_release(&f);
}

/* ---- the same money twice ---- */

/* A conversion points at the amount it says again; a range's ends at theirs. */
static void test_conversions(void)
{
	struct facts f = {0};

	read_body(&f, "Il vaut 38 millions de livres (41,8 millions d'euros, 50 millions "
		      "de dollars), puis 3 millions d'euros.");
	if (CHECK_INT(f.amounts_count, 4)) {
		CHECK_INT(f.amounts[0].of, NO_ITEM);
		CHECK_INT(f.amounts[0].rule, RULE_AMOUNT);
		CHECK_INT(f.amounts[1].of, 0);
		CHECK(f.amounts[0].euros == 41.8e6);
		CHECK(f.amounts[1].euros == 41.8e6);
		CHECK(f.amounts[2].euros == 41.8e6);
		CHECK_INT(f.amounts[1].rule, RULE_AMOUNT_BRACKET);
		CHECK_INT(f.amounts[2].of, 0);
		CHECK_INT(f.amounts[3].of, NO_ITEM);
	}
	read_body(&f, "Il vaut 2 à 3 millions de livres (2,4 à 3,6 millions d'euros).");
	if (CHECK_INT(f.amounts_count, 4)) {
		CHECK_INT(f.amounts[1].of, NO_ITEM);
		CHECK_INT(f.amounts[2].of, 0);
		CHECK_INT(f.amounts[3].of, 1);
	}
	read_body(&f, "Il a investi 20 millions d'euros, puis 30 millions.");
	if (CHECK_INT(f.amounts_count, 2)) {
		CHECK_INT(f.amounts[1].rule, RULE_AMOUNT_BARE);
		CHECK_STR(f.amounts[1].currency, "EUR");
	}
	read_body(&f, "Il crée 300 emplois à Lyon et 200 à Lille.");
	if (CHECK_INT(f.jobs_count, 2)) {
		CHECK_INT(f.jobs[0].rule, RULE_JOBS);
		CHECK_INT(f.jobs[1].rule, RULE_JOBS_BARE);
	}
	facts_release(&f);
}

/* ---- parts ---- */

static void test_parts(void)
{
	struct facts f = {0};

	/* Appends; a part never reads on into the next. */
	read_parts(&f, STR("Une usine à 300 millions"),
		   STR("d'euros et 500 emplois : 300 millions de dollars."), 2024);
	if (CHECK_INT(f.amounts_count, 2)) {
		CHECK_INT(f.amounts[0].part, TEXT_TITLE);
		CHECK_STR(f.amounts[0].currency, "USD");
		CHECK_INT(f.amounts[1].part, TEXT_BODY);
		CHECK_INT(f.amounts[1].start, 25);
	}
	read_parts(&f, STR("Deux cents"), STR("emplois. Elle crée 40 emplois."), 2024);
	CHECK_INT(f.amounts_count, 2);
	if (CHECK_INT(f.jobs_count, 2)) {
		CHECK(f.jobs[0].count == 500);
		CHECK(f.jobs[1].count == 40);
	}
	facts_clear(&f);
	CHECK_INT(f.amounts_count + f.jobs_count, 0);
	read_parts(&f, (struct str){0}, (struct str){0}, 0);
	CHECK_INT(f.amounts_count + f.jobs_count, 0);
	facts_release(&f);
	facts_release(&f);
}

/* ---- texts that nobody wrote ---- */

static const char *const scraps[] = {
	"3",	     "12 000",	    "1,5",	 "2024",      "un",
	"deux",	     "cent",	    "mille",	 "millions",  "milliard",
	"d'",	     "de",	    "euros",	 "€",	      "$",
	"M€",	     "Md$",	    "livres",	 "sterling",  "francs",
	"suisses",   "couronnes",   "centimes",	 "%",	      "entre",
	"et",	     "à",	    "ou",	 "-",	      "(",
	")",	     ".",	    ",",	 "\n",	      ":",
	"«",	     "plus de",	    "jusqu'à",	 "environ",   "dont",
	"sur",	     "emplois",	    "postes",	 "salariés",  "personnes",
	"effectifs", "suppression", "créer",	 "licenciés", "en",
	"le nombre", "des",	    "vingtaine", "demi",      "centaines",
	"US",	     "EUR",	    "k",	 "\xC3",      "\xF0\x9F\x98\x80",
	"’",	     "e\xCC\x81",   "+",	 "perdent",   "leur",
	"dix",	     "pour",	    "quatre",	 "vingts",    "soixante",
	"autres",
};

static void check_spans(const struct facts *f, struct str body, size_t turn)
{
	bool held = true;
	uint32_t last = 0;

	for (size_t i = 0; i < f->amounts_count; i++) {
		const struct record_amount *a = &f->amounts[i];

		held &= a->part == TEXT_BODY && a->start >= last && a->start < a->end &&
			a->end <= body.n && a->value > 0 && a->euros >= 0 &&
			(strlen(a->currency) == 3 || strcmp(a->currency, "?") == 0) &&
			a->currency[0] != (strlen(a->currency) == 3 ? '?' : '\0');
		last = a->start;
	}
	last = 0;
	for (size_t i = 0; i < f->jobs_count; i++) {
		const struct record_jobs *j = &f->jobs[i];

		held &= j->part == TEXT_BODY && j->start >= last && j->start < j->end &&
			j->end <= body.n && j->count >= 1;
		last = j->start;
	}
	if (!check_count(held))
		fprintf(stderr, "text %zu: a span out of order or range in \"%.*s\"\n",
			turn, STR_ARGS(body));
}

static void test_scraps(void)
{
	struct facts f = {0};
	struct buf text = {0};

	for (size_t turn = 0; turn < 20000; turn++) {
		buf_clear(&text);
		for (unsigned n = 1 + rig_random(40); n > 0; n--) {
			buf_text(&text, scraps[rig_random(COUNT(scraps))]);
			if (rig_random(4))
				buf_char(&text, ' ');
		}
		facts_clear(&f);
		read_parts(&f, (struct str){0}, buf_view(&text), 2024);
		check_spans(&f, buf_view(&text), turn);
	}
	buf_release(&text);
	facts_release(&f);
}

int main(void)
{
	struct error err;

	vocabulary = vocabulary_new(STR("form\tstem\tgroup\n"), (struct str){0}, &err);
	if (!CHECK(vocabulary != NULL))
		return check_done();
	test_table("amounts.txt", print_amounts);
	test_table("jobs.txt", print_jobs);
	test_numerals();
	test_rates();
	test_euros();
	test_countries();
	test_conversions();
	test_parts();
	test_scraps();
	vocabulary_free(vocabulary);
	return check_done();
}
