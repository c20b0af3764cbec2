/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unicode: decoding and its faults, composition, case, folding, classes, columns. */
#include "lib/utf8.h"

#include "tests/check.h"

static void check_made(const char *got_by, struct buf *got, const char *expected)
{
	if (!CHECK(str_is(buf_view(got), expected)))
		fprintf(stderr, "\t%s: got \"%.*s\", expected \"%s\"\n", got_by,
			STR_ARGS(buf_view(got)), expected);
	buf_clear(got);
}

static void test_decode(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		uint32_t character;
	} rows[] = {
		{"a", 1, 'a'},
		{"\xC3\xA9", 2, 0xE9},
		{"\xE2\x82\xAC", 3, 0x20AC},
		{"\xF0\x9F\x9A\x80", 4, 0x1F680},
		{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
		{"\xEF\xBF\xBD", 3, 0xFFFD},
		/* alone, cut, overlong, surrogate, too high */
		{"\x80", 1, 0xFFFD},
		{"\xC3", 1, 0xFFFD},
		{"\xC3(", 1, 0xFFFD},
		{"\xE2\x82", 1, 0xFFFD},
		{"\xE2\x28\xA1", 1, 0xFFFD},
		{"\xC0\xAF", 1, 0xFFFD},
		{"\xC1\xBF", 1, 0xFFFD},
		{"\xE0\x80\xAF", 1, 0xFFFD},
		{"\xF0\x80\x80\xAF", 1, 0xFFFD},
		{"\xED\xA0\x80", 1, 0xFFFD},
		{"\xED\xBF\xBF", 1, 0xFFFD},
		{"\xF4\x90\x80\x80", 1, 0xFFFD},
		{"\xF5\x80\x80\x80", 1, 0xFFFD},
		{"\xFF", 1, 0xFFFD},
	};
	uint32_t c;
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		CHECK_INT(utf8_decode(str_of(rows[i].bytes), 0, &c), rows[i].length);
		CHECK_INT(c, rows[i].character);
	}
	CHECK_INT(utf8_decode(STR("a"), 1, &c), 0);
	CHECK_INT(utf8_decode((struct str){0}, 0, &c), 0);
	CHECK_INT(utf8_decode(STR("aé"), 1, &c), 2);
}

/* Every character but surrogates comes back as it went in. */
static void test_round_trip(void)
{
	bool same = true;
	uint32_t c;

	for (c = 0; c <= 0x10FFFF && same; c++) {
		char bytes[UTF8_MAX];
		struct str s = {bytes, utf8_write(bytes, c)};
		uint32_t back;

		if (c < 0xD800 || c > 0xDFFF)
			same = utf8_decode(s, 0, &back) == s.n && back == c;
	}
	CHECK(same);
}

static void test_fault(void)
{
	CHECK(utf8_fault((struct str){0}) == SIZE_MAX);
	CHECK(utf8_fault(STR("abcdefgh abcdefgh é")) == SIZE_MAX);
	CHECK(utf8_fault(STR("\xEF\xBF\xBD")) == SIZE_MAX);
	CHECK_INT(utf8_fault(STR("abcdefghij\xFFk")), 10);
	CHECK_INT(utf8_fault(STR("abcdefghij\0k")), 10);
	CHECK_INT(utf8_fault(STR("abc\0defghij")), 3);
	CHECK_INT(utf8_fault(STR("abcdefg\xC3")), 7);
	CHECK_INT(utf8_fault(STR("é\xED\xA0\x80")), 2);
	/* Wherever it stands among the eight bytes that are read at once, behind what is no fault. */
	for (size_t before = 0; before < 20; before++) {
		static const char *const sound[] = {"", "é", "€", "\U0001F600", "\x7F"};
		static const char *const faults[] = {"\xFF",	 "\x80",
						     "\xC3",	 "\xC0\x80",
						     "\xE2\x82", "\xF5\x80\x80\x80"};

		for (size_t i = 0; i < COUNT(sound) * (COUNT(faults) + 1); i++) {
			struct buf b = {0};
			size_t at;

			buf_add(&b, "abcdefghijklmnopqrst", before);
			buf_text(&b, sound[i % COUNT(sound)]);
			CHECK(utf8_fault(buf_view(&b)) == SIZE_MAX);
			at = b.n;
			if (i / COUNT(sound) < COUNT(faults))
				buf_text(&b, faults[i / COUNT(sound)]);
			else
				buf_char(&b, '\0');
			buf_text(&b, "uvwxyz0123456789");
			CHECK_INT(utf8_fault(buf_view(&b)), at);
			buf_release(&b);
		}
	}
}

static void test_compose(void)
{
	static const struct {
		const char *from, *to;
		bool changed;
	} rows[] = {
		{"", "", false},
		{"État", "État", false},
		{"E\u0301tat", "État", true},
		{"le E\u0301tat c\u0327a e\u0302\u0301", "le État ça ế", true},
		{"a\u0302\u0323", "\u1EAD", true}, /* put in order */
		{"l\u2019IA \u20AC", "l\u2019IA \u20AC", false},
		{"\u1100\u1161", "\uAC00", true},
		{"\u0301", "\u0301", false},
		{"\u212B", "\u00C5", true},
		{"\uFB01", "\uFB01", false}, /* no compatibility */
	};
	struct buf b = {0};
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		CHECK(utf8_compose(&b, str_of(rows[i].from)) == rows[i].changed);
		check_made("compose", &b, rows[i].to);
	}
	buf_text(&b, "x");
	utf8_compose(&b, STR("e\u0301"));
	check_made("compose appends", &b, "xé");
	buf_release(&b);
}

static void test_case(void)
{
	static const char *const lower[][2] = {
		{"ÉTÉ ŒUVRE ÆQUO", "été œuvre æquo"},
		{"E\u0301TE\u0301", "été"},
		{"ŸÇÀ", "ÿçà"},
		{"МОСКВА ΑΘΗΝΑ", "москва αθηνα"},
		{"5G R&D", "5g r&d"},
		{"中国", "中国"},
	};
	static const char *const fold[][2] = {
		{"Éléonore à l'Œuvre", "eleonore a l'oeuvre"},
		{"ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "aaaceeeeiioouuuy"},
		{"e\u0301te\u0301", "ete"},
		{"Straße STRAẞE Æquo", "strasse strasse aequo"},
		{"Ørsted Łódź Đorđe Þór Ðat", "orsted lodz dorde thor dat"},
		{"Škoda Çalık Gğ ıİ", "skoda calik gg ii"},
		{"Việt Nam Ơ ƯǿǽȘȚ", "viet nam o uoaest"},
		{"ЙОД Ёлка", "иод елка"},
		{"Ἀθῆναι", "αθηναι"},
		{"한국어 が", "한국어 か"},
		{"12,5 % €×÷", "12,5 % €×÷"},
		{"\u0301", ""},
	};
	struct buf b = {0};
	size_t i;

	for (i = 0; i < COUNT(lower); i++) {
		utf8_lower(&b, str_of(lower[i][0]));
		check_made("lower", &b, lower[i][1]);
	}
	for (i = 0; i < COUNT(fold); i++) {
		utf8_fold(&b, str_of(fold[i][0]));
		check_made("fold", &b, fold[i][1]);
	}
	buf_release(&b);
}

/* Folding twice is folding once, for every character. */
static void test_fold_all(void)
{
	struct buf once = {0};
	struct buf twice = {0};
	unsigned differ = 0;
	uint32_t c;

	for (c = 1; c < 0x30000; c++) {
		char bytes[UTF8_MAX];

		buf_clear(&once);
		buf_clear(&twice);
		utf8_fold(&once, (struct str){bytes, utf8_write(bytes, c)});
		utf8_fold(&twice, buf_view(&once));
		differ += !str_equal(buf_view(&once), buf_view(&twice));
	}
	CHECK_INT(differ, 0);
	buf_release(&once);
	buf_release(&twice);
}

static void test_classes(void)
{
	CHECK(utf8_is_letter('z') && utf8_is_letter(0xE9) && utf8_is_letter(0x416));
	CHECK(utf8_is_letter(0x4E2D) && utf8_is_letter(0x153));
	CHECK(!utf8_is_letter('5') && !utf8_is_letter(0xD7) && !utf8_is_letter(0x301));
	CHECK(!utf8_is_letter('@') && !utf8_is_letter('[') && !utf8_is_letter('`'));
	CHECK(utf8_is_digit('0') && utf8_is_digit(0x663) && utf8_is_digit(0xFF15));
	CHECK(!utf8_is_digit(0xB2) && !utf8_is_digit('a') && !utf8_is_digit(0x216B));
	CHECK(utf8_is_mark(0x301) && utf8_is_mark(0xFE0F) && !utf8_is_mark(0xE9));
	CHECK(utf8_is_upper('A') && utf8_is_upper(0xC9) && utf8_is_upper(0x178));
	CHECK(!utf8_is_upper('a') && !utf8_is_upper(0xE9) && !utf8_is_upper('1'));
	CHECK(utf8_is_space(' ') && utf8_is_space('\n') && utf8_is_space(0xA0));
	CHECK(utf8_is_space(0x202F) && utf8_is_space(0x2009) && utf8_is_space(0x85));
	CHECK(!utf8_is_space(0x200B) && !utf8_is_space('x') && !utf8_is_space('\0'));
}

static void test_width(void)
{
	CHECK_INT(utf8_width((struct str){0}), 0);
	CHECK_INT(utf8_width(STR("État")), 4);
	CHECK_INT(utf8_width(STR("E\u0301tat")), 4);
	CHECK_INT(utf8_width(STR("中国 €")), 6);
	CHECK_INT(utf8_width(STR("a\tb\x7F\u00AD\u200B")), 2);
	CHECK(str_is(utf8_fit(STR("État"), 2), "Ét"));
	CHECK(str_is(utf8_fit(STR("État"), 9), "État"));
	CHECK(str_is(utf8_fit(STR("中国"), 3), "中"));
	CHECK(str_is(utf8_fit(STR("e\u0301a"), 1), "e\u0301"));
	CHECK_INT(utf8_fit(STR("a"), 0).n, 0);
}

int main(void)
{
	test_decode();
	test_round_trip();
	test_fault();
	test_compose();
	test_case();
	test_fold_all();
	test_classes();
	test_width();
	return check_done();
}
