/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens and stems: the tables tests/unit/tokens.txt and stems.txt, spans and flags, hostile
 * bytes; and the development data's token cases where they are present.
 */
#include "lib/text.h"

#include <jansson.h>
#include <stdlib.h>

#include "lib/utf8.h"
#include "tests/check.h"

static const char stems[] = "form\tstem\tgroup\n"
			    "# a comment\n"
			    "\n"
			    "emplois\temploi\twork\n"
			    "emploi\temploi\twork\n"
			    "cœurs\tcœur\tligature\r\n"
			    "prud'hommes\tprudhomme\tapostrophe\n"
			    "générative\tgénératif\n";

static struct vocabulary *new_vocabulary(void)
{
	struct error err;
	struct vocabulary *v = vocabulary_new(
		str_of(stems), STR("# comment\nle\n\nla\naujourd'hui\nété\n"), &err);

	CHECK(v != NULL);
	return v;
}

/* ---- tables ---- */

static char *read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct buf b = {0};
	size_t got;

	if (f == NULL)
		return NULL;
	do {
		got = fread(buf_reserve(&b, 65536), 1, 65536, f);
		b.n += got;
	} while (got > 0);
	fclose(f);
	buf_char(&b, '\0');
	*n = b.n - 1;
	return b.p;
}

/* $srcdir/tests/unit/NAME, which must be there. */
static char *read_table(const char *name, size_t *n)
{
	const char *dir = getenv("srcdir");
	char path[4096];
	char *text;

	snprintf(path, sizeof path, "%s/tests/unit/%s", dir ? dir : ".", name);
	text = read_file(path, n);
	if (!CHECK(text != NULL))
		fprintf(stderr, "cannot read %s\n", path);
	return text;
}

/* Appends s with \n, \t, \xHH (a byte) and \uHHHH (a character) written out. */
static void unescape(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char digits[7] = "";
		size_t width;

		if (s.p[i] != '\\' || i + 1 == s.n) {
			buf_char(out, s.p[i]);
			continue;
		}
		i++;
		width = s.p[i] == 'x' ? 2 : s.p[i] == 'u' ? 4 : s.p[i] == 'U' ? 6 : 0;
		memcpy(digits, s.p + i + 1, width);
		if (width == 2)
			buf_char(out, (char)strtoul(digits, NULL, 16));
		else if (width > 0)
			utf8_encode(out, (uint32_t)strtoul(digits, NULL, 16));
		else
			buf_char(out, s.p[i] == 'n'   ? '\n'
				      : s.p[i] == 't' ? '\t'
						      : s.p[i]);
		i += width;
	}
}

/* "start@1 up@2 +startup@1", "3000@1/NUM": + for stacked, /KIND unless WORD. */
static void print_tokens(struct buf *out, const struct text *t)
{
	size_t i;

	for (i = 0; i < t->count; i++) {
		const struct token *k = &t->tokens[i];

		buf_printf(out, "%s%s%.*s@%u", i ? " " : "",
			   k->flags & TOKEN_STACKED ? "+" : "", STR_ARGS(k->form->exact),
			   k->position);
		if (k->kind != TOKEN_WORD)
			buf_printf(out, "/%s", text_kind_name(k->kind));
	}
}

static bool next_row(struct str *rest, struct str *row, unsigned *line)
{
	while (str_split(rest, '\n', row)) {
		++*line;
		if (row->n > 0 && row->p[0] != '#')
			return true;
	}
	return false;
}

static void check_row(struct vocabulary *v, struct str row, const char *name,
		      unsigned line)
{
	struct text t = {0};
	struct buf source = {0};
	struct buf got = {0};
	struct str text;

	str_split(&row, '\t', &text);
	unescape(&source, text);
	text_add(&t, v, TEXT_BODY, buf_view(&source));
	print_tokens(&got, &t);
	if (!CHECK(str_equal(buf_view(&got), row)))
		fprintf(stderr, "%s:%u: %.*s\n\tgot      %.*s\n\texpected %.*s\n", name,
			line, STR_ARGS(text), STR_ARGS(buf_view(&got)), STR_ARGS(row));
	buf_release(&got);
	buf_release(&source);
	text_release(&t);
}

static void test_table(struct vocabulary *v)
{
	size_t n = 0;
	char *text = read_table("tokens.txt", &n);
	struct str rest = {text, n};
	struct str row;
	unsigned line = 0;

	while (next_row(&rest, &row, &line))
		check_row(v, row, "tokens.txt", line);
	free(text);
}

/* ---- development data: {"text": "…", "tokens": [["form", 1, "WORD", "stacked"], …]} ---- */

static void json_tokens(struct buf *out, const json_t *tokens)
{
	size_t i;
	json_t *token;

	json_array_foreach(tokens, i, token)
	{
		const char *kind = json_string_value(json_array_get(token, 2));
		const char *stacked = json_string_value(json_array_get(token, 3));

		buf_printf(out, "%s%s%s@%d", i ? " " : "", *stacked ? "+" : "",
			   json_string_value(json_array_get(token, 0)),
			   (int)json_integer_value(json_array_get(token, 1)));
		if (strcmp(kind, "WORD") != 0)
			buf_printf(out, "/%s", kind);
	}
}

static void test_data(struct vocabulary *v)
{
	const char *dir = getenv("VEILLE_DATA");
	char path[4096];
	size_t n = 0;
	char *text;
	struct str rest;
	struct str line;
	unsigned number = 0;

	snprintf(path, sizeof path, "%s/tokens.jsonl", dir ? dir : "../shared/data");
	text = read_file(path, &n);
	if (text == NULL) {
		printf("skipped: %s is not there\n", path);
		return;
	}
	rest = (struct str){text, n};
	while (next_row(&rest, &line, &number)) {
		json_t *row = json_loadb(line.p, line.n, 0, NULL);
		struct buf expected = {0};

		if (CHECK(row != NULL)) {
			buf_printf(&expected, "%s\t",
				   json_string_value(json_object_get(row, "text")));
			json_tokens(&expected, json_object_get(row, "tokens"));
			check_row(v, buf_view(&expected), "tokens.jsonl", number);
		}
		buf_release(&expected);
		json_decref(row);
	}
	free(text);
}

/* ---- spans and flags ---- */

/* "start-end=FLAGS" of each token: C capital, U upper, J joined, S sentence, + stacked. */
static void check_spans(struct vocabulary *v, const char *source, const char *expected)
{
	static const char letters[] = "+CUJS";
	struct text t = {0};
	struct buf got = {0};
	size_t i;
	size_t bit;

	text_add(&t, v, TEXT_BODY, str_of(source));
	for (i = 0; i < t.count; i++) {
		const struct token *k = &t.tokens[i];

		buf_printf(&got, "%s%.*s=", i ? " " : "", (int)(k->end - k->start),
			   source + k->start);
		for (bit = 0; letters[bit]; bit++) {
			if (k->flags & 1 << bit)
				buf_char(&got, letters[bit]);
		}
	}
	CHECK_STR(got.p, expected);
	buf_release(&got);
	text_release(&t);
}

static void test_spans(struct vocabulary *v)
{
	static const char *const rows[][2] = {
		{"l'économie d’Amazon", "économie=S Amazon=C"},
		{"« L’Oréal », dit-elle.", "Oréal=CS dit= elle=J"},
		{"Villeneuve-d’Ascq, LILLE",
		 "Villeneuve=CS Ascq=CJ Villeneuve-d’Ascq=+C LILLE=CU"},
		{"AWS A320 ÉTÉ Été A", "AWS=CUS A320=C ÉTÉ=CU Été=C A=C"},
		{"Fin. Puis ! Et ? Oui… Non : si\nNon",
		 "Fin=CS Puis=CS Et=CS Oui=CS Non=CS si=S Non=CS"},
		{"M. Dupont. Mme Durand et le Dr. No",
		 "M=CS Dupont=C Mme=CS Durand=C et= le= Dr=C No=C"},
		{"vaut 3.5 M€. 10:30", "vaut=S 3.5= M= €=J 10=S 30="},
		{"12MW 10h30 US$", "12=S MW=CUJ 10= h=J 30=J US=CU $=J"},
		{"A.W.S. et R & D", "A.W.S.=CUS et= R & D=CU"},
		{"McDonald's, aujourd'hui", "McDonald's=CS aujourd'hui="},
		{"https://www.ovh.co.uk/x", "ovh.co.uk=S ovh=+"},
		{"#ChooseFrance", "Choose=CS France=CJ ChooseFrance=+C"},
		{"de 1\u202F000\u202F000 €", "de=S 1\u202F000\u202F000= €="},
		{"e\u0301tat E\u0301TAT", "e\u0301tat=S E\u0301TAT=CU"},
		{"n° 5", "n°=S 5="},
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		check_spans(v, rows[i][0], rows[i][1]);
}

static void test_parts(struct vocabulary *v)
{
	struct text t = {0};

	text_add(&t, v, TEXT_LEAD, (struct str){0});
	CHECK_INT(t.count, 0);
	text_add(&t, v, TEXT_TITLE, STR("un deux"));
	text_add(&t, v, TEXT_BODY, STR("trois"));
	text_add(&t, v, TEXT_BODY, STR("quatre"));
	if (CHECK(t.count == 4)) {
		CHECK_INT(t.tokens[1].position, 2);
		CHECK_INT(t.tokens[2].position, 3 + TEXT_PART_GAP);
		CHECK_INT(t.tokens[2].part, TEXT_BODY);
		CHECK_INT(t.tokens[3].position, 4 + TEXT_PART_GAP);
		CHECK_INT(t.tokens[3].start, 0);
	}
	text_clear(&t);
	text_add(&t, v, TEXT_BODY, STR("cinq"));
	CHECK_INT(t.tokens[0].position, 1);
	text_release(&t);
	CHECK_STR(text_kind_name(TOKEN_TAG), "TAG");
}

/* One piece repeated up to 100 kB: one pass, spans in order and inside the source. */
static void check_long(struct vocabulary *v, const char *piece, size_t most)
{
	struct buf source = {0};
	struct text t = {0};
	bool sound = true;
	size_t i;

	while (source.n < 100000)
		buf_text(&source, piece);
	text_add(&t, v, TEXT_BODY, buf_view(&source));
	if (!CHECK(t.count > 0 && t.count <= most))
		fprintf(stderr, "%s: %zu tokens\n", piece, t.count);
	for (i = 0; i < t.count && sound; i++)
		sound = t.tokens[i].start < t.tokens[i].end &&
			t.tokens[i].end <= source.n && t.tokens[i].form->exact.n > 0 &&
			t.tokens[i].form->exact.n <= STEM_FORM_MAX;
	CHECK(sound);
	text_release(&t);
	buf_release(&source);
}

static void test_long(struct vocabulary *v)
{
	static const char *const pieces[] = {
		"a",  "é",  "e\u0301", "\u4E00", "1",	    "a.",
		"a-", "a'", "l'",      "#Aa",	 "Aa",	    "1 000 ",
		"1,", "a@", "a.b-",    "www.",	 "http://", "€",
		"M€", "a&", "A & ",    "t-il-",	 "1000M€",  "\u00B2a"};
	size_t i;

	for (i = 0; i < COUNT(pieces); i++)
		check_long(v, pieces[i], 100000);
	check_long(v, "a", 1);
	check_long(v, "é", 1);
	check_long(v, "1", 1);
}

/* ---- stems ---- */

static void test_stems(struct vocabulary *v)
{
	size_t n = 0;
	char *text = read_table("stems.txt", &n);
	struct str rest = {text, n};
	struct str row;
	unsigned line = 0;

	while (next_row(&rest, &row, &line)) {
		struct str form;
		const struct form *f;

		str_split(&row, '\t', &form);
		f = vocabulary_form(v, form);
		if (!CHECK(str_equal(f->stem, row)))
			fprintf(stderr, "stems.txt:%u: %.*s: got %.*s, expected %.*s\n",
				line, STR_ARGS(form), STR_ARGS(f->stem), STR_ARGS(row));
	}
	free(text);
}

static void test_vocabulary(struct vocabulary *v)
{
	const struct form *a = vocabulary_form(v, STR("générative"));
	const struct form *b = vocabulary_form(v, STR("generative"));
	size_t size = vocabulary_size(v);
	char digits[16];
	int i;

	CHECK(a == vocabulary_form(v, STR("générative")));
	CHECK_INT(vocabulary_size(v), size);
	CHECK(a != b && a->exact_id != b->exact_id);
	CHECK(a->fold_id == b->fold_id && a->fold_hash == b->fold_hash);
	CHECK(str_equal(a->fold, b->exact));
	CHECK(a->stem_id != b->stem_id);
	CHECK(a->stem_hash == (uint32_t)str_hash(a->stem));
	CHECK(a->accented && !b->accented);
	CHECK(vocabulary_form(v, STR("emploi"))->stem_id ==
	      vocabulary_form(v, STR("emplois"))->stem_id);
	CHECK(vocabulary_form(v, STR("aujourdhui"))->stop);
	CHECK(vocabulary_form(v, STR("été"))->stop);
	CHECK(!vocabulary_form(v, STR("ete"))->stop);

	for (i = 0; i < 20000; i++) {
		snprintf(digits, sizeof digits, "%d", i);
		vocabulary_form(v, str_of(digits));
	}
	CHECK(a == vocabulary_form(v, STR("générative")));
	CHECK(str_is(vocabulary_form(v, STR("19999"))->stem, "19999"));
	vocabulary_clear(v);
	CHECK_INT(vocabulary_size(v), 0);
	CHECK(str_is(vocabulary_form(v, STR("emplois"))->stem, "emploi"));
	CHECK_INT(vocabulary_form(v, STR("emplois"))->exact_id, 1);
}

static void test_long_forms(struct vocabulary *v)
{
	struct buf b = {0};
	const struct form *f;

	buf_char(&b, 'a');
	while (b.n < 200)
		buf_text(&b, "é");
	f = vocabulary_form(v, buf_view(&b));
	CHECK_INT(f->exact.n, STEM_FORM_MAX - 1);
	CHECK(utf8_fault(f->exact) == SIZE_MAX);
	CHECK(f == vocabulary_form(v, str_slice(buf_view(&b), 0, 101)));
	buf_release(&b);
}

static void check_refused(const char *stem_file, const char *stop_file,
			  const char *message)
{
	struct error err = {0};
	struct vocabulary *v = vocabulary_new(str_of(stem_file), str_of(stop_file), &err);

	CHECK(v == NULL);
	CHECK_STR(err.text, message);
	vocabulary_free(v);
}

static void test_refusals(void)
{
	check_refused("forme\tstem\n", "",
		      "stems.tsv must begin with the line 'form<TAB>stem<TAB>group'");
	check_refused("form\tstem\tgroup\n# x\nemplois\n", "",
		      "a form without a stem: 'emplois', stems.tsv line 3");
	check_refused("form\tstem\tgroup\na\tb\tx\nA\tc\tx\n", "",
		      "a form given twice: 'a', stems.tsv line 3");
	check_refused("", "le\nla\nle\n",
		      "a word given twice: 'le', stopwords.txt line 3");
	check_refused("", "le\nl\xE0\n", "invalid UTF-8 in stopwords.txt line 2");
}

int main(void)
{
	struct vocabulary *v = new_vocabulary();

	test_table(v);
	test_data(v);
	test_spans(v);
	test_parts(v);
	test_long(v);
	test_stems(v);
	test_vocabulary(v);
	test_long_forms(v);
	test_refusals();
	vocabulary_free(v);
	return check_done();
}
