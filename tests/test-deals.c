/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deals: the table tests/unit/deals.txt, deals told over several sentences and parts, and
 * texts that nobody wrote.
 */
#include "lib/facts.h"
#include "tests/rig.h"
#include "tests/table.h"

static const char *const kind_names[DEAL_KINDS] = {[DEAL_INVESTMENT] = "investment",
						   [DEAL_FUNDING] = "funding",
						   [DEAL_ACQUISITION] = "acquisition",
						   [DEAL_AID] = "aid",
						   [DEAL_SALE] = "sale",
						   [DEAL_CUT] = "cut"};
static const char *const status_names[DEAL_STATUSES] = {"announced", "confirmed",
							"considered"};

/* The names that texts of these tests speak of. */
static struct record_name names[] = {
	{.kind = NAME_COMPANY, .name = {"Norvane", 7}},
	{.kind = NAME_COMPANY, .name = {"Brevalia", 8}},
	{.kind = NAME_COMPANY, .name = {"Tavelis", 7}},
	{.kind = NAME_COMMUNE, .name = {"Douai", 5}},
	{.kind = NAME_COMMUNE, .name = {"Lannion", 7}},
	{.kind = NAME_COMMUNE, .name = {"Nozay", 5}},
	{.kind = NAME_COMMUNE, .name = {"Lyon", 4}},
	{.kind = NAME_COUNTRY, .name = {"Pologne", 7}},
};

#define MENTIONS 64

static struct vocabulary *vocabulary;

static size_t find_mentions(struct record_mention *mentions, size_t count, uint8_t part,
			    struct str text)
{
	for (uint32_t at = 0; at < text.n; at++)
		for (uint32_t i = 0; i < COUNT(names); i++) {
			if (count == MENTIONS ||
			    !str_starts(str_slice(text, at, text.n), names[i].name))
				continue;
			names[i].mentions++;
			mentions[count++] = (struct record_mention){
				.name = i,
				.part = part,
				.start = at,
				.end = at + (uint32_t)names[i].name.n};
		}
	return count;
}

static void read_parts(struct facts *f, struct str title, struct str body)
{
	struct record_mention mentions[MENTIONS];
	struct record r = {.title = title, .body = body, .moment = 20240506000000};
	struct text t = {0};

	for (size_t i = 0; i < COUNT(names); i++)
		names[i].mentions = 0;
	r.names = names;
	r.names_count = COUNT(names);
	r.mentions = mentions;
	r.mentions_count = find_mentions(mentions, 0, TEXT_TITLE, title);
	r.mentions_count = find_mentions(mentions, r.mentions_count, TEXT_BODY, body);
	text_add(&t, vocabulary, TEXT_TITLE, title);
	text_add(&t, vocabulary, TEXT_BODY, body);
	facts_clear(f);
	facts_find(&t, &r, f);
	text_release(&t);
}

/* ---- the table ---- */

static void print_name(struct buf *out, uint32_t name)
{
	if (name == NO_ITEM)
		buf_char(out, '.');
	else
		buf_str(out, names[name].name);
}

static void print_deal(struct buf *out, const struct facts *f,
		       const struct record_deal *d)
{
	double value = d->amount == NO_ITEM ? 0 : f->amounts[d->amount].value;

	buf_printf(out, "%s ", kind_names[d->kind]);
	print_name(out, d->actor);
	buf_text(out, " > ");
	print_name(out, d->target);
	if (value > 0)
		buf_printf(out, " %ge%d", value >= 1e9 ? value / 1e9 : value / 1e6,
			   value >= 1e9 ? 9 : 6);
	else
		buf_text(out, " .");
	if (d->jobs != NO_ITEM)
		buf_printf(out, " %g", f->jobs[d->jobs].count);
	else
		buf_text(out, " .");
	buf_printf(out, " %s", status_names[d->status]);
}

static void print_deals(struct buf *out, const struct facts *f)
{
	buf_clear(out);
	for (size_t i = 0; i < f->deals_count; i++) {
		buf_text(out, i ? "; " : "");
		print_deal(out, f, &f->deals[i]);
	}
	if (f->deals_count == 0)
		buf_char(out, '-');
	buf_char(out, '\0');
}

static void test_table(void)
{
	struct facts f = {0};
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, "deals.txt"))
		return;
	while (table_next(&t)) {
		read_parts(&f, (struct str){0}, buf_view(&t.cells[0]));
		print_deals(&got, &f);
		table_check(&t, 1, got.p);
	}
	table_close(&t);
	buf_release(&got);
	facts_release(&f);
}

/* ---- articles ---- */

static void check_article(const char *title, const char *body, const char *expected)
{
	struct facts f = {0};
	struct buf got = {0};

	read_parts(&f, str_of(title), str_of(body));
	print_deals(&got, &f);
	CHECK_STR(got.p, expected);
	buf_release(&got);
	facts_release(&f);
}

static void test_articles(void)
{
	/* One operation, told twice; the title's company is who "le groupe" is. */
	check_article(
		"Norvane va investir 300 millions d'euros",
		"Le groupe a annoncé lundi un investissement de 300 millions d'euros "
		"à Douai.",
		"investment Norvane > . 300e6 . announced");
	check_article("Norvane rachète Brevalia",
		      "Le rachat de Brevalia par Norvane, pour 20 millions d'euros, est "
		      "signé.",
		      "acquisition Norvane > Brevalia 20e6 . announced");
	/* Two of them stay two. */
	check_article("Norvane se renforce",
		      "Norvane a racheté Brevalia en 2017. En 2019, Norvane a racheté "
		      "Tavelis.",
		      "acquisition Norvane > Brevalia . . confirmed; "
		      "acquisition Norvane > Tavelis . . confirmed");
	check_article("Norvane investit",
		      "Norvane investira 20 millions d'euros à Douai. Norvane investira "
		      "30 millions d'euros à Lannion.",
		      "investment Norvane > . 20e6 . announced; "
		      "investment Norvane > . 30e6 . announced");
	/* A pronoun, and a person who is none of them. */
	check_article("Norvane souffre",
		      "Norvane a perdu de l'argent. Elle va supprimer 80 postes.",
		      "cut Norvane > . . 80 announced");
	check_article("La fin",
		      "Norvane a écrit à Jean Dupont. Il a vendu sa maison 2 millions "
		      "d'euros.",
		      "-");
	/* What a project costs is the company's that the article is about. */
	check_article(
		"Norvane s'agrandit",
		"Une usine sortira de terre. Coût du projet : 710 millions d'euros.",
		"investment Norvane > . 710e6 . announced");
	check_article(
		"Norvane s'agrandit",
		"Norvane va investir 20 millions d'euros à Douai. L'usine créera 300 "
		"emplois.",
		"investment Norvane > . 20e6 300 announced");
	check_article("Norvane choisit Douai",
		      "Tavelis apporte 35 millions d'euros. L'État apporte 9 millions "
		      "d'euros.",
		      "investment Tavelis > Norvane 35e6 . announced; "
		      "aid . > Norvane 9e6 . announced");
}

static void test_places(void)
{
	struct facts f = {0};

	read_parts(&f, (struct str){0},
		   STR("Norvane va supprimer 402 postes à Lannion et 831 à Nozay."));
	if (CHECK_INT(f.deals_count, 2)) {
		CHECK_INT(f.deals[0].places_count, 1);
		CHECK_INT(f.deals[0].places[0], 4);
		CHECK_INT(f.deals[1].places_count, 1);
		CHECK_INT(f.deals[1].places[0], 5);
	}
	read_parts(&f, (struct str){0},
		   STR("C'est dit. L'usine Norvane de Douai fermera en mars. Elle a "
		       "servi."));
	if (CHECK_INT(f.deals_count, 1)) {
		CHECK_INT(f.deals[0].places_count, 1);
		CHECK_INT(f.deals[0].part, TEXT_BODY);
		/* From the elided article to the last word. */
		CHECK_INT(f.deals[0].start, 11);
		CHECK_INT(f.deals[0].end,
			  11 + strlen("L'usine Norvane de Douai fermera en mars"));
	}
	facts_release(&f);
}

/* ---- texts that nobody wrote ---- */

static const char *const scraps[] = {
	"Norvane",    "Brevalia",    "Tavelis",
	"Douai",      "Pologne",     "Lyon",
	"le",	      "groupe",	     "l'",
	"d'",	      "de",	     "par",
	"à",	      "chez",	     "dans",
	"qui",	      "a",	     "est",
	"été",	      "va",	     "racheté",
	"rachète",    "investit",    "investissement",
	"lève",	      "cède",	     "s'offre",
	"fusion",     "suppression", "supprimer",
	"300",	      "millions",    "euros",
	"postes",     "20 %",	     "plan social",
	"usine",      "ferme",	     "aide",
	"prêt",	      "contrat",     "pas",
	"n'",	      ".",	     ",",
	";",	      ":",	     "(",
	")",	      "«",	     "\n",
	"Jean",	      "Dupont",	     "elle",
	"il",	      "met",	     "sur la table",
	"dont",	      "et",	     "accordé",
	"au capital", "\xC3",	     "entre",
	"vendre",     "des",	     "en 2019",
};

static bool is_name(uint32_t name)
{
	return name == NO_ITEM || name < COUNT(names);
}

static void check_deals(const struct facts *f, struct str body)
{
	bool held = true;

	for (size_t i = 0; i < f->deals_count; i++) {
		const struct record_deal *d = &f->deals[i];

		held &= d->kind < DEAL_KINDS && d->status < DEAL_STATUSES &&
			is_name(d->actor) && is_name(d->target) &&
			(d->amount == NO_ITEM || d->amount < f->amounts_count) &&
			(d->jobs == NO_ITEM || d->jobs < f->jobs_count) &&
			d->places_count <= DEAL_PLACES && d->part == TEXT_BODY &&
			d->start < d->end && d->end <= body.n && d->rule != 0 &&
			(d->actor == NO_ITEM || d->actor != d->target);
	}
	if (!check_count(held))
		fprintf(stderr, "a deal out of range in \"%.*s\"\n", STR_ARGS(body));
}

static void test_scraps(void)
{
	struct facts f = {0};
	struct buf text = {0};
	size_t deals = 0;

	for (size_t turn = 0; turn < 20000; turn++) {
		buf_clear(&text);
		for (unsigned n = 1 + rig_random(40); n > 0; n--) {
			buf_text(&text, scraps[rig_random(COUNT(scraps))]);
			if (rig_random(8))
				buf_char(&text, ' ');
		}
		read_parts(&f, (struct str){0}, buf_view(&text));
		check_deals(&f, buf_view(&text));
		deals += f.deals_count;
	}
	CHECK(deals > 1000);
	buf_release(&text);
	facts_release(&f);
}

int main(void)
{
	struct error err;

	vocabulary = vocabulary_new(STR("form\tstem\tgroup\n"), (struct str){0}, &err);
	if (!CHECK(vocabulary != NULL))
		return check_done();
	test_table();
	test_articles();
	test_places();
	test_scraps();
	vocabulary_free(vocabulary);
	return check_done();
}
