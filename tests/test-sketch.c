/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sketches: what copies have in common, and what other stories have not. */
#include "lib/sketch.h"

#include "tests/check.h"

static struct vocabulary *vocabulary;

/* Sentences that a story is made of; each is used once. */
static const char *const sentences[] = {
	"Le fabricant de capteurs ouvrira une seconde usine au printemps, près de "
	"Niort. ",
	"Le chantier, retardé par la crue de janvier, reprend dès la semaine prochaine. ",
	"La région promet quatre millions d'euros, à condition que les postes soient sur "
	"place. ",
	"Les syndicats disent attendre des preuves, après deux plans abandonnés en cinq "
	"ans. ",
	"Selon la direction, la demande vient surtout des éoliennes et des trains de "
	"nuit. ",
	"Un premier atelier livrera des boîtiers étanches, un second les assemblera. ",
	"Le maire a rappelé que la zone industrielle compte encore trois parcelles "
	"libres. ",
	"Les habitants du hameau voisin craignent le va-et-vient des camions. ",
};

static void read_sentences(struct text *t, const char *title, size_t first, size_t behind)
{
	struct buf body = {0};

	text_clear(t);
	for (size_t i = first; i < behind; i++)
		buf_text(&body, sentences[i]);
	text_add(t, vocabulary, TEXT_TITLE, str_of(title));
	text_add(t, vocabulary, TEXT_BODY, buf_view(&body));
	buf_release(&body);
}

static double compare(const struct text *a, const struct text *b, unsigned *common)
{
	struct shingles x = {0}, y = {0};
	struct sketch p, q;
	double contained;

	shingles_make(a, &x);
	shingles_make(b, &y);
	sketch_make(&x, &p);
	sketch_make(&y, &q);
	*common = sketch_common(&p, &q);
	contained = shingles_contained(&x, shingles_list(&y), 0);
	CHECK(contained == shingles_contained(&y, shingles_list(&x), 0));
	CHECK(contained == shingles_contained(&x, shingles_list(&y), contained));
	CHECK(contained > .9 || shingles_contained(&x, shingles_list(&y), 1) == 0);
	shingles_release(&y);
	shingles_release(&x);
	return contained;
}

static void test_copies(void)
{
	struct text whole = {0}, other = {0};
	unsigned common;

	read_sentences(&whole, "Une seconde usine à Niort", 0, COUNT(sentences));
	read_sentences(&other, "Capteurs : Niort choisie", 0, COUNT(sentences));
	CHECK(compare(&whole, &other, &common) == 1);
	CHECK_INT(common, SKETCH_SIZE);

	/* Half of it is left. */
	read_sentences(&other, "Capteurs : Niort choisie", 0, COUNT(sentences) / 2);
	CHECK(compare(&whole, &other, &common) > .9);
	CHECK(common >= SKETCH_COMMON);

	/* One sentence is told by both, in other company. */
	read_sentences(&whole, "", 0, 5);
	read_sentences(&other, "", 4, COUNT(sentences));
	CHECK(compare(&whole, &other, &common) < COPY_CONTAINED);
	text_release(&other);
	text_release(&whole);
}

/* What is stored comes back, whatever the steps; other bytes are refused. */
static void test_stored(void)
{
	static const struct sketch sketches[] = {
		{{0}, 0},
		{{1}, 1},
		{{UINT32_MAX}, 1},
		{{1, 2, 3, 500}, 4},
		{{7, 1u << 31, UINT32_MAX - 1, UINT32_MAX}, 4},
		{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 12},
		{{90u << 20, 91u << 20, 95u << 20, 96u << 20, 97u << 20, 98u << 20,
		  107u << 20, 108u << 20, 119u << 20, 120u << 20, 121u << 20, 255u << 20},
		 12},
	};
	struct buf bytes = {0};
	struct sketch back;

	for (size_t i = 0; i < COUNT(sketches); i++) {
		buf_clear(&bytes);
		sketch_print(&sketches[i], &bytes);
		if (!CHECK(sketch_parse(buf_view(&bytes), &back)))
			continue;
		CHECK_INT(back.count, sketches[i].count);
		CHECK_INT(sketch_common(&back, &sketches[i]), sketches[i].count);
	}
	CHECK(!sketch_parse(STR("\x07\x01"), &back));
	CHECK(!sketch_parse(STR("\x21\x01\x01\x01\x01\x01"), &back));
	CHECK(!sketch_parse(STR("\x08\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
				"\x01"),
			    &back));
	CHECK(!sketch_parse(STR("\x20\xFF\xFF\xFF\xFF\x01\x01\x01\x01"), &back));
	buf_release(&bytes);
}

/* A line or two may be anybody's. */
static void test_short(void)
{
	struct text t = {0};
	struct shingles x = {0};
	struct sketch s;
	unsigned common;

	text_add(&t, vocabulary, TEXT_BODY, STR("La séance est levée à dix heures."));
	shingles_make(&t, &x);
	CHECK_INT(x.count, 4);
	sketch_make(&x, &s);
	CHECK_INT(s.count, 0);
	CHECK(compare(&t, &t, &common) == 0);
	text_clear(&t);
	shingles_make(&t, &x);
	CHECK_INT(x.count, 0);
	sketch_make(&x, &s);
	CHECK_INT(s.count, 0);
	shingles_release(&x);
	text_release(&t);
}

int main(void)
{
	struct error err = {0};

	vocabulary = vocabulary_new((struct str){0}, (struct str){0}, &err);
	if (CHECK(vocabulary != NULL)) {
		test_copies();
		test_short();
		test_stored();
	}
	vocabulary_free(vocabulary);
	return check_done();
}
