/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts in the character sets French was written in: declared, guessed, marked, damaged,
 * and encoded twice.
 */
#include "corpus/encoding.h"

#include "lib/utf8.h"
#include "tests/check.h"

#define TEXT                                                                             \
	"L\xC3\xA9t\xC3\xA9 \xC3\xA0 Orl\xC3\xA9"                                        \
	"ans\xE2\x80\xAF: le c\xC5\x93ur de l\xE2\x80\x99\xC3\xAEle"

static void check_text(int line, struct str bytes, const char *declared,
		       const char *expected, size_t lost)
{
	struct arena arena = {0};
	struct buf got = {0};
	struct error err = {0};
	struct str text;
	size_t bad = 0;

	if (encoding_decode(&arena, bytes, str_of(declared), &text, &bad, &err) < 0)
		buf_printf(&got, "!%s", err.text);
	else
		buf_str(&got, text);
	check_str(__FILE__, line, "text", got.n ? got.p : "", expected);
	check_int(__FILE__, line, "lost", (long long)bad, (long long)lost);
	buf_release(&got);
	arena_release(&arena);
}

#define READS(bytes, declared, expected)                                                 \
	check_text(__LINE__, (struct str){bytes, sizeof(bytes) - 1}, declared, expected, \
		   0)
#define LOSES(count, bytes, declared, expected)                                          \
	check_text(__LINE__, (struct str){bytes, sizeof(bytes) - 1}, declared, expected, \
		   count)

static void test_utf8(void)
{
	READS("", "", "");
	READS("abc", "utf-16", "abc");
	READS(TEXT, "", TEXT);
	READS("\xEF\xBB\xBF" TEXT, "iso-8859-1", TEXT);
	/* What is UTF-8 without a fault is UTF-8, whatever it says. */
	READS(TEXT, "windows-1252", TEXT);
}

static void test_declared(void)
{
	READS("\x80 \x93"
	      "c\x9Cur\x94",
	      "ISO-8859-1", "€ “cœur”");
	READS("\xA4 c\xBDur", "iso-8859-15", "€ cœur");
	READS("\xA4 \xE9", "latin1", "¤ é");
	READS("\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "Привет");
	READS("\x88 Orl\x8E"
	      "ans",
	      "x-mac-roman", "à Orléans");
	/* A name that nobody knows, and one that is no name, tell nothing. */
	READS("caf\xE9", "no-such-set", "café");
	READS("caf\xE9", "utf-16//TRANSLIT", "café");
	READS("caf\xE9", "../../../etc/passwd", "café");
	READS("caf\xE9", "UTF-7", "café");
	/* It says UTF-8 and is not. */
	READS("L'\xE9t\xE9 dernier", "utf-8", "L'été dernier");
}

static void test_guessed(void)
{
	READS("L\x92\xE9t\xE9 \xE0 Orl\xE9"
	      "ans, \xAB un \x9Cuf \xBB \x85",
	      "", "L’été à Orléans, « un œuf » …");
	READS("Le c\xBDur de l'\xEEle", "", "Le cœur de l'île");
	READS("3,5 M\x80", "", "3,5 M€");
	READS("L\xD5\x8Et\x8E \x88 Orl\x8E"
	      "ans",
	      "", "L’été à Orléans");
	READS("L'\x82t\x82 \x85 Orl\x82"
	      "ans, l\x85-bas",
	      "", "L'été à Orléans, là-bas");
	READS("\xC9tats-Unis", "", "États-Unis");
	READS("R\xC9UNION", "", "RÉUNION");
}

static void test_wide(void)
{
	READS("\xFF\xFE"
	      "a\0\xE9\0\x19\x20",
	      "", "aé’");
	READS("\xFE\xFF"
	      "\0a\0\xE9\x20\x19",
	      "", "aé’");
	READS("\xFF\xFE\0\0"
	      "a\0\0\0\xE9\0\0\0",
	      "", "aé");
	READS("\0\0\xFE\xFF"
	      "\0\0\0a\0\x01\xF6\x00",
	      "", "a😀");
	READS("\xFF\xFE"
	      "\x3D\xD8\x00\xDE",
	      "", "😀");
	/* Without a mark, by the bytes that stay empty. */
	READS("L\0\x19\x20"
	      "a\0v\0i\0o\0n\0 \0d\0",
	      "", "L’avion d");
	READS("\0T\0i\0t\0r\0e", "", "Titre");
	READS("T\0\0\0i\0\0\0t\0\0\0", "", "Tit");
	LOSES(1,
	      "\xFF\xFE"
	      "a\0\x00\xD8"
	      "b\0",
	      "",
	      "a\xEF\xBF\xBD"
	      "b");
	LOSES(1,
	      "\xFF\xFE"
	      "a\0b\0c",
	      "", "ab\xEF\xBF\xBD");
}

static void test_damaged(void)
{
	/* A character that was cut is lost; a line from elsewhere is not. */
	LOSES(1, TEXT " cass\xC3", "", TEXT " cass\xEF\xBF\xBD");
	READS(TEXT "\nune ligne coll\xE9"
		   "e\n",
	      "", TEXT "\nune ligne collée\n");
	LOSES(5, "\xC3\xA9\xC3 \xC3\xA9\xC3 \xC3\xA9\xC3 \xC3\xA9\xC3 \xC3\xA9\xC3", "",
	      "!5 bytes that are no text in any character set");
}

/* ---- encoded twice ---- */

static void check_repair(int line, const char *text, const char *expected)
{
	struct arena arena = {0};
	struct buf got = {0};
	struct str s = str_of(text);

	if (encoding_repair(&arena, &s) != (strcmp(text, expected) != 0))
		buf_char(&got, '!');
	buf_str(&got, s);
	check_str(__FILE__, line, text, got.n ? got.p : "", expected);
	buf_release(&got);
	arena_release(&arena);
}

#define REPAIRS(text, expected) check_repair(__LINE__, text, expected)

static void test_repair(void)
{
	REPAIRS("L'Ã©tÃ© Ã\u00A0 OrlÃ©ans", "L'été à Orléans");
	REPAIRS("Lâ€™Å“uf coÃ»te 3 â‚¬ Â«\u00A0icÃ®Â»",
		"Lâ€™Å“uf coÃ»te 3 â‚¬ Â«\u00A0icÃ®Â»");
	REPAIRS("Lâ€™Å“uf coÃ»te 3 â‚¬", "L’œuf coûte 3 €");
	REPAIRS("L'Ã\xC2\x83Â©tÃ\xC2\x83Â©", "L'été");
	/* The second half looked like a space, and was run together with the next. */
	REPAIRS("Ã la mÃ©moire", "à la mémoire");
	REPAIRS("voilÃ  tout", "voilà tout");
	/* One sign that has no part in it, and the text is as it was meant. */
	REPAIRS("Ã© s'écrit é", "Ã© s'écrit é");
	REPAIRS("SÃO PAULO", "SÃO PAULO");
	REPAIRS("L'été", "L'été");
	REPAIRS("Â©", "©");
	REPAIRS("", "");
	REPAIRS("Москва Ã©", "Москва Ã©");
}

int main(void)
{
	test_utf8();
	test_declared();
	test_guessed();
	test_wide();
	test_damaged();
	test_repair();
	return check_done();
}
