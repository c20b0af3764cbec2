/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles out of files: formats, keys, clean text, what is refused and where; folders
 * walked.
 */
#include "corpus/reader.h"
#include "corpus/walk.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "lib/record.h"
#include "tests/check.h"

static char folder[64];

/* ---- files ---- */

/* A path in the test's folder, good until the call after next. */
static const char *in_folder(const char *name)
{
	static char paths[2][256];
	static int turn;

	turn = !turn;
	snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
	return paths[turn];
}

static void write_file(const char *name, struct str bytes)
{
	FILE *f = fopen(in_folder(name), "wb");

	if (!CHECK(f != NULL))
		return;
	CHECK(bytes.n == 0 || fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
	CHECK_INT(fclose(f), 0);
}

/* Appends a gzip member. */
static void append_gzip(const char *name, struct str bytes)
{
	gzFile f = gzopen(in_folder(name), "ab");

	if (!CHECK(f != NULL))
		return;
	CHECK_INT(gzwrite(f, bytes.p, (unsigned)bytes.n), bytes.n);
	CHECK_INT(gzclose(f), Z_OK);
}

static void cut_file(const char *name, long bytes)
{
	struct stat s;

	CHECK_INT(stat(in_folder(name), &s), 0);
	CHECK_INT(truncate(in_folder(name), s.st_size - bytes), 0);
}

/* ---- what a reader makes of it, as text ---- */

static void show(struct buf *out, const char *name, struct str value)
{
	if (value.n > 0)
		buf_printf(out, "%s=%.*s|", name, STR_ARGS(value));
}

/* The folder's name in the text becomes "DIR". */
static void show_plain(struct buf *out, struct str text)
{
	size_t n = strlen(folder);

	for (size_t i = 0; i < text.n; i++) {
		if (str_starts(str_slice(text, i, text.n), str_of(folder))) {
			buf_text(out, "DIR");
			i += n - 1;
		} else {
			buf_char(out, text.p[i]);
		}
	}
}

static void show_article(struct buf *out, const struct article *a)
{
	struct buf id = {0};

	show_plain(&id, a->id);
	buf_printf(out, "%zu:", a->line);
	show(out, "id", buf_view(&id));
	show(out, "url", a->url);
	show(out, "title", a->title);
	show(out, "date", a->date);
	show(out, "source", a->source);
	show(out, "author", a->author);
	show(out, "lead", a->lead);
	show(out, "body", a->body);
	buf_char(out, '\n');
	buf_release(&id);
}

/*
 * A line for each article, "LINE! reason" for each refused, "FAILED reason" when the
 * file is over.
 */
static void show_file(struct buf *out, const char *path,
		      const struct reader_options *options)
{
	struct reader *r = NULL;
	struct error err = {0};
	struct buf reason = {0};
	struct article a;
	int rc;

	buf_text(out, "");
	if (reader_open(&r, path, options, &err) < 0) {
		show_plain(&reason, str_of(err.text));
		buf_printf(out, "CLOSED %s\n", reason.p);
		buf_release(&reason);
		return;
	}
	while ((rc = reader_next(r, &a, &err)) != 0) {
		if (rc > 0) {
			show_article(out, &a);
		} else if (err.code == ERROR_REJECTED) {
			buf_printf(out, "%zu! %s\n", a.line, err.text);
		} else {
			show_plain(&reason, str_of(err.text));
			buf_printf(out, "FAILED %s\n", reason.p);
			break;
		}
	}
	buf_release(&reason);
	reader_close(r);
}

static void check_file(int line, const char *name, const struct reader_options *options,
		       const char *expected)
{
	struct reader_options none = {0};
	struct buf got = {0};

	show_file(&got, in_folder(name), options ? options : &none);
	check_str(__FILE__, line, name, got.p, expected);
	buf_release(&got);
}

#define READS(name, bytes, expected)                                                     \
	do {                                                                             \
		write_file(name, (struct str){bytes, sizeof(bytes) - 1});                \
		check_file(__LINE__, name, NULL, expected);                              \
	} while (0)

/* ---- plain text ---- */

static void test_text(void)
{
	READS("a.txt", "Un titre\nUn corps.\nDeux lignes.\n",
	      "1:id=DIR/a.txt|title=Un titre|body=Un corps.\nDeux lignes.|\n");
	READS("a.txt", "\n  \n\tUn titre  \n\n\nUn corps.",
	      "1:id=DIR/a.txt|title=Un titre|body=Un corps.|\n");
	READS("a.txt", "\xEF\xBB\xBFTitre\r\nCorps.\r\nSuite.\r\n",
	      "1:id=DIR/a.txt|title=Titre|body=Corps.\nSuite.|\n");
	READS("a.txt", "Titre\rCorps.\rSuite.",
	      "1:id=DIR/a.txt|title=Titre|body=Corps.\nSuite.|\n");
	READS("a.txt", "Titre  à\tdeux   blancs\nCorps  tel quel.",
	      "1:id=DIR/a.txt|title=Titre à deux blancs|body=Corps  tel quel.|\n");
	READS("a.txt",
	      "Titre\x01\nCor\x02ps\x7F.\xC2\x85"
	      "A\xE2\x80\xA8"
	      "B\fC",
	      "1:id=DIR/a.txt|title=Titre|body=Cor ps .\nA\nB C|\n");
	READS("a.txt",
	      "Re\xCC\x81gion\nl\xE2\x80\x99"
	      "e\xCC\x81"
	      "conomie",
	      "1:id=DIR/a.txt|title=R\xC3\xA9gion|body=l\xE2\x80\x99\xC3\xA9"
	      "conomie|\n");
}

static void test_headings(void)
{
	READS("h.txt",
	      "Titre\nDate: 13 mai 2024\nSource : AFP\nAUTEUR:Zoé\nId: x-1\n\nCorps.",
	      "1:id=x-1|title=Titre|date=13 mai "
	      "2024|source=AFP|author=Zoé|body=Corps.|\n");
	READS("h.txt", "Titre\nChapô: Le chapô.\nURL: https://a.fr/x?a=1\nCorps.",
	      "1:id=https://a.fr/x?a=1|url=https://a.fr/x?a=1|title=Titre|lead=Le chapô.|"
	      "body=Corps.|\n");
	READS("h.txt", "Titre\nR\xC3\xA9sultat: une hausse.\nDate: 2024\n",
	      "1:id=DIR/h.txt|title=Titre|body=R\xC3\xA9sultat: une hausse.\nDate: "
	      "2024|\n");
	READS("h.txt", "Titre\n\nDate: 2024-05-13 est un jour.\n",
	      "1:id=DIR/h.txt|title=Titre|body=Date: 2024-05-13 est un jour.|\n");
	READS("h.txt", "Date: une affaire de calendrier\nCorps.",
	      "1:id=DIR/h.txt|title=Date: une affaire de calendrier|body=Corps.|\n");
	READS("h.txt", "Titre: Le vrai titre\nDate: 2024-05-13\nCorps.",
	      "1:id=DIR/h.txt|title=Le vrai titre|date=2024-05-13|body=Corps.|\n");
	READS("h.txt",
	      "Titre\nSource:\nDate\xC2\xA0:\xC2\xA0"
	      "2024-05-13\nCorps.",
	      "1:id=DIR/h.txt|title=Titre|date=2024-05-13|body=Corps.|\n");
	READS("h.txt", "Titre\nLead: Seul le chapô.\n",
	      "1:id=DIR/h.txt|title=Titre|body=Seul le chapô.|\n");
}

static void test_text_refused(void)
{
	READS("r.txt", "", "1! the file is empty\n");
	READS("r.txt", " \n\r\n\t\n", "1! the file is empty\n");
	READS("r.txt", "Titre seul\n", "1! an article without text\n");
	READS("r.txt", "Titre\nDate: 2024-05-13\n", "1! an article without text\n");
	READS("r.txt", "Titre\n\nnul\0ici\n", "3! a NUL byte, number 11 of the file\n");
}

static void test_lead(void)
{
	/* A lead that the body begins with is dropped, white space aside. */
	READS("l.jsonl",
	      "{\"id\":1,\"lead\":\"Le  chapô\\n\\ndit.\",\"text\":\"Le chapô dit. Et "
	      "plus.\"}\n"
	      "{\"id\":2,\"lead\":\"Le chapô\\u00A0dit.\",\"text\":\"Le chapô dit.\"}\n"
	      "{\"id\":3,\"lead\":\"Le chapô dit.\",\"text\":\"Le chapô dit\"}\n"
	      "{\"id\":4,\"lead\":\"Seul.\"}\n"
	      "{\"id\":5,\"lead\":\"À 12\\u202F000 \\u00A0€.\",\"text\":\"À 12 "
	      "000\\u202F€. Oui.\"}\n"
	      "{\"id\":6,\"lead\":\"Prix\\u2026\",\"text\":\"Prix\\u202F: 3.\"}\n"
	      "{\"id\":7,\"lead\":\"Le prix\",\"text\":\"Le\"}\n",
	      "1:id=1|body=Le chapô dit. Et plus.|\n"
	      "2:id=2|body=Le chapô dit.|\n"
	      "3:id=3|lead=Le chapô dit.|body=Le chapô dit|\n"
	      "4:id=4|body=Seul.|\n"
	      "5:id=5|body=À 12 000\u202F€. Oui.|\n"
	      "6:id=6|lead=Prix…|body=Prix\u202F: 3.|\n"
	      "7:id=7|lead=Le prix|body=Le|\n");
}

/* ---- JSON ---- */

static void test_jsonl(void)
{
	READS("j.jsonl",
	      "{\"id\":\"a\",\"url\":\"https://a.fr/"
	      "1\",\"title\":\"T\",\"date\":\"2024-05-13\","
	      "\"source\":\"S\",\"author\":\"A\",\"lead\":\"L\",\"text\":\"X\",\"autre\":"
	      "{}}\n",
	      "1:id=a|url=https://a.fr/"
	      "1|title=T|date=2024-05-13|source=S|author=A|lead=L|"
	      "body=X|\n");
	READS("j.jsonl",
	      "\xEF\xBB\xBF{\"_id\":7,\"headline\":\"T\",\"published_at\":1715600000,"
	      "\"publisher\":{\"name\":\"S\"},\"authors\":[\"A\",{\"name\":\"B\"}],"
	      "\"description\":null,\"articleBody\":[\"P1\",\"P2\"]}\r\n",
	      "1:id=7|title=T|date=1715600000|source=S|author=A, B|body=P1\nP2|\n");
	/* Of two keys for one member the better known counts, wherever it stands. */
	READS("j.jsonl",
	      "{\"content\":\"C\",\"text\":\"X\",\"body\":\"B\"}\n"
	      "{\"text\":\"\",\"content\":\"C\"}\n",
	      "1:id=DIR/j.jsonl#1|body=X|\n2:id=DIR/j.jsonl#2|body=C|\n");
	READS("j.jsonl", "{\"text\":\"X\",\"link\":\"u\"}", "1:id=u|url=u|body=X|\n");
	READS("j.jsonl", "{\"id\":1.5,\"text\":\"e\\u0301\",\"title\":\"a\\nb\"}\n",
	      "1:id=1.5|title=a b|body=\xC3\xA9|\n");
}

static void test_jsonl_refused(void)
{
	READS("j.jsonl",
	      "{\"id\":1,\"text\":\"un\"}\n"
	      "\n"
	      "   \n"
	      "pas du JSON\n"
	      "{\"id\":2,\"title\":\"deux\"}\n"
	      "{\"id\":3,\"text\":{\"p\":1}}\n"
	      "{\"id\":4,\"text\":\"caf\xE9\"}\n"
	      "[1,2]\n"
	      "{\"id\":5,\"text\":\"nul\\u0000\"}\n"
	      "{\"id\":6,\"text\":\"six\"\n"
	      "{\"id\":7,\"text\":\"sept\"}",
	      "1:id=1|body=un|\n"
	      "4! not JSON: invalid token near 'pas' (column 3)\n"
	      "5! an article without text\n"
	      "6! the value of 'text' is an object, not text\n"
	      "7:id=4|body=caf\xC3\xA9|\n"
	      "8! not a JSON object\n"
	      "9! a NUL byte, number 4 of its text\n"
	      "10! not JSON: '}' expected near end of file (column 20)\n"
	      "11:id=7|body=sept|\n");
	READS("j.jsonl", "{\"text\":\"a\0b\"}\n", "1! byte 11 is NUL\n");
	READS("j.jsonl", "", "");
}

static void test_json(void)
{
	READS("j.json",
	      "[{\"id\":1,\"text\":\"un\"},\n {\"id\":2,\n  \"text\":\"deux\"},\n"
	      " {\"text\":\"trois\"}]\n",
	      "1:id=1|body=un|\n2:id=2|body=deux|\n4:id=DIR/j.json#4|body=trois|\n");
	READS("j.json",
	      "{\n \"id\": 1,\n \"text\": \"un\"\n}\n{\"id\":2,\"text\":\"deux\"}\n",
	      "1:id=1|body=un|\n5:id=2|body=deux|\n");
	READS("j.json", "[{\"id\":1,\"text\":\"un\"},\n3,\n{\"id\":2,\"text\":\"deux\"}",
	      "1:id=1|body=un|\n2! not a JSON object\n3:id=2|body=deux|\n"
	      "3! the array is not closed: is the file cut?\n");
	READS("j.json", "[{\"id\":1,\"text\":\"un\"},\n{\"id\":2,\n\"text\":\"de",
	      "1:id=1|body=un|\n"
	      "3! not JSON: premature end of input near '\"de' (column 10)\n");
	READS("j.json", "[]\n", "");
	READS("j.json", "", "");
}

static void test_map(void)
{
	struct reader_options o = {0};
	struct error err = {0};

	write_file("m.jsonl", STR("{\"title\":\"non\",\"meta\":{\"titre\":\"Oui\"},"
				  "\"a.b\":\"X\",\"a\":{\"b\":\"Y\"}}\n"));
	CHECK_INT(reader_options_map(&o, STR("title=meta.titre"), &err), 0);
	CHECK_INT(reader_options_map(&o, STR("text=absent"), &err), 0);
	CHECK_INT(reader_options_map(&o, STR("text=a.b"), &err), 0);
	check_file(__LINE__, "m.jsonl", &o, "1:id=DIR/m.jsonl#1|title=Oui|body=X|\n");
	CHECK_INT(reader_options_map(&o, STR("titre=x"), &err), -1);
	CHECK_INT(err.code, ERROR_USAGE);
	CHECK_INT(reader_options_map(&o, STR("title"), &err), -1);
	CHECK_INT(reader_options_map(&o, STR("title="), &err), -1);
	reader_options_release(&o);
}

/* ---- which format ---- */

static void test_formats(void)
{
	struct reader_options o = {0};
	struct error err = {0};

	READS("x", "{\"id\":1,\"text\":\"un\"}\n", "1:id=1|body=un|\n");
	READS("x", " \n[{\"id\":1,\"text\":\"un\"}]", "2:id=1|body=un|\n");
	READS("x", "{\n\"id\":1,\"text\":\"un\"}", "1:id=1|body=un|\n");
	READS("x", "Titre\nCorps.", "1:id=DIR/x|title=Titre|body=Corps.|\n");
	READS("x.TXT", "{\"id\":1}\nCorps.",
	      "1:id=DIR/x.TXT|title={\"id\":1}|body=Corps.|\n");

	READS("a\xE9\n.txt", "Titre\nCorps.",
	      "1:id=DIR/a%E9%0A.txt|title=Titre|body=Corps.|\n");

	CHECK_INT(reader_options_format(&o, STR("text"), &err), 0);
	write_file("x.jsonl", STR("{\"id\":1}\nCorps."));
	check_file(__LINE__, "x.jsonl", &o,
		   "1:id=DIR/x.jsonl|title={\"id\":1}|body=Corps.|\n");
	CHECK_INT(reader_options_format(&o, STR("pdf"), &err), -1);
	CHECK_INT(err.code, ERROR_USAGE);
	CHECK(reader_knows("a/b.txt") && reader_knows("b.jsonl.gz") &&
	      reader_knows("B.JSON"));
	CHECK(!reader_knows("a.txt/b") && !reader_knows("b.pdf") &&
	      !reader_knows(".gz") && !reader_knows("txt") && !reader_knows(""));
}

static void test_gzip(void)
{
	append_gzip("g.jsonl.gz", STR("{\"id\":1,\"text\":\"un\"}\n{\"id\":2,\"te"));
	append_gzip("g.jsonl.gz", STR("xt\":\"deux\"}\n"));
	check_file(__LINE__, "g.jsonl.gz", NULL, "1:id=1|body=un|\n2:id=2|body=deux|\n");
	cut_file("g.jsonl.gz", 4);
	check_file(
		__LINE__, "g.jsonl.gz", NULL,
		"1:id=1|body=un|\n2:id=2|body=deux|\n"
		"FAILED 'DIR/g.jsonl.gz' is cut: its compressed data ends too early\n");
	/* Told by its first bytes, not by its name. */
	append_gzip("z.txt", STR("Titre\nCorps."));
	check_file(__LINE__, "z.txt", NULL, "1:id=DIR/z.txt|title=Titre|body=Corps.|\n");
	READS("n.txt.gz", "Titre\nCorps.",
	      "1:id=DIR/n.txt.gz|title=Titre|body=Corps.|\n");
	READS("bad.txt.gz", "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03\x07ZZZZZZZ",
	      "FAILED 'DIR/bad.txt.gz' is damaged: invalid block type\n");
}

static void test_gzip_tail(void)
{
	FILE *f;

	append_gzip("t.txt.gz", STR("Titre\nCorps."));
	f = fopen(in_folder("t.txt.gz"), "ab");
	if (CHECK(f != NULL)) {
		CHECK_INT(fwrite("\0\0\0\0\0", 1, 5, f), 5);
		fclose(f);
	}
	check_file(__LINE__, "t.txt.gz", NULL,
		   "1:id=DIR/t.txt.gz|title=Titre|body=Corps.|\n");
	f = fopen(in_folder("t.txt.gz"), "ab");
	if (CHECK(f != NULL)) {
		CHECK_INT(fputs("reste", f) >= 0, 1);
		fclose(f);
	}
	check_file(__LINE__, "t.txt.gz", NULL,
		   "FAILED bytes that are not compressed follow the compressed ones in "
		   "'DIR/t.txt.gz'\n");
}

static void test_missing(void)
{
	check_file(__LINE__, "absent", NULL,
		   "CLOSED cannot read 'DIR/absent': No such file or directory\n");
}

/* ---- sizes ---- */

/* A text of n bytes after the title's line. */
static void write_large(const char *name, const char *front, size_t n, const char *back)
{
	struct buf b = {0};

	buf_text(&b, front);
	memset(buf_reserve(&b, n), 'a', n);
	for (size_t i = 63; i + 1 < n; i += 64)
		b.p[b.n + i] = ' ';
	b.n += n;
	buf_text(&b, back);
	write_file(name, buf_view(&b));
	buf_release(&b);
}

static void check_size(const char *name, size_t size, const char *then)
{
	struct reader_options none = {0};
	struct reader *r = NULL;
	struct error err = {0};
	struct article a;

	if (!CHECK_INT(reader_open(&r, in_folder(name), &none, &err), 0))
		return;
	if (size > 0 && CHECK_INT(reader_next(r, &a, &err), 1)) {
		CHECK_INT(a.body.n, size);
	} else if (size == 0 && CHECK_INT(reader_next(r, &a, &err), -1)) {
		CHECK_INT(err.code, ERROR_REJECTED);
		CHECK_INT(a.line, 1);
	}
	if (then == NULL)
		CHECK_INT(reader_next(r, &a, &err), 0);
	else if (CHECK_INT(reader_next(r, &a, &err), 1))
		CHECK(str_is(a.id, then) && a.line == 2);
	reader_close(r);
}

static void test_sizes(void)
{
	const char *next = "\"}\n{\"id\":\"b\",\"text\":\"x\"}\n";

	write_large("big.txt", "Titre\n", 50 << 20, "fin");
	check_size("big.txt", (50 << 20) + 3, NULL);
	write_large("big.txt", "Titre\n", RECORD_TEXT_MAX, "fin");
	check_size("big.txt", 0, NULL);
	write_large("big.jsonl", "{\"text\":\"", 50 << 20, next);
	check_size("big.jsonl", 50 << 20, "b");
	write_large("big.jsonl", "{\"text\":\"", RECORD_TEXT_MAX + 1, next);
	check_size("big.jsonl", 0, "b");
	write_large("big.jsonl", "{\"text\":\"", INPUT_LINE_MAX + 1, next);
	check_size("big.jsonl", 0, "b");
	unlink(in_folder("big.txt"));
	unlink(in_folder("big.jsonl"));
}

/* ---- folders ---- */

static int note_file(void *context, const char *path, struct error *err)
{
	struct buf *b = context;

	show_plain(b, str_of(path));
	buf_char(b, '\n');
	return strstr(path, "stop") ? error_set(err, ERROR_FAILED, "stop") : 0;
}

static void note_skipped(void *context, const char *path, const char *why)
{
	struct buf *b = context;

	buf_text(b, "- ");
	show_plain(b, str_of(path));
	buf_printf(b, ": %s\n", why);
}

static int check_walk(int line, const char *path, const char *expected)
{
	struct buf seen = {0};
	struct walk_visitor v = {
		.context = &seen, .file = note_file, .skipped = note_skipped};
	struct error err = {0};
	int rc;

	buf_text(&seen, "");
	rc = walk(path, &v, &err);
	check_str(__FILE__, line, path, seen.p, expected);
	buf_release(&seen);
	return rc < 0 ? (int)err.code : 0;
}

static void test_walk(void)
{
	CHECK_INT(mkdir(in_folder("w"), 0777), 0);
	CHECK_INT(mkdir(in_folder("w/b"), 0777), 0);
	CHECK_INT(mkdir(in_folder("w/.caché"), 0777), 0);
	write_file("w/z.txt", STR("x"));
	write_file("w/A.jsonl.gz", STR("x"));
	write_file("w/.x.txt", STR("x"));
	write_file("w/.caché/x.txt", STR("x"));
	write_file("w/b/c.txt", STR("x"));
	write_file("w/b/d.pdf", STR("x"));
	write_file("w/b/e.pdf", STR("x"));
	write_file("w/b/lisez-moi", STR("x"));
	CHECK_INT(symlink("..", in_folder("w/b/tour")), 0);
	CHECK_INT(symlink("../z.txt", in_folder("w/b/lien.txt")), 0);
	CHECK_INT(symlink("nulle-part", in_folder("w/b/mort.txt")), 0);
	CHECK_INT(mkfifo(in_folder("w/b/tube.txt"), 0666), 0);

	CHECK_INT(
		check_walk(
			__LINE__, in_folder("w"),
			"DIR/w/A.jsonl.gz\n"
			"DIR/w/b/c.txt\n"
			"- DIR/w/b/d.pdf: files in '.pdf' are not articles\n"
			"DIR/w/b/lien.txt\n"
			"- DIR/w/b/lisez-moi: files without extension are not articles\n"
			"- DIR/w/b/mort.txt: No such file or directory\n"
			"- DIR/w/b/tour: a link to a folder\n"
			"- DIR/w/b/tube.txt: not a file\n"
			"DIR/w/z.txt\n"),
		0);
	CHECK_INT(check_walk(__LINE__, in_folder("w/b/d.pdf"), "DIR/w/b/d.pdf\n"), 0);
	CHECK_INT(check_walk(__LINE__, in_folder("w/.caché/"), "DIR/w/.caché/x.txt\n"),
		  0);
	CHECK_INT(check_walk(__LINE__, "-", "-\n"), 0);
	CHECK_INT(check_walk(__LINE__, in_folder("w/non"), ""), ERROR_REJECTED);
}

static void test_walk_here(void)
{
	CHECK_INT(mkdir(in_folder("ici"), 0777), 0);
	CHECK_INT(mkdir(in_folder("ici/b"), 0777), 0);
	write_file("ici/a.txt", STR("x"));
	write_file("ici/b/stop.txt", STR("x"));
	write_file("ici/c.txt", STR("x"));
	CHECK_INT(chdir(in_folder("ici")), 0);
	CHECK_INT(check_walk(__LINE__, ".", "a.txt\nb/stop.txt\n"), ERROR_FAILED);
	CHECK_INT(check_walk(__LINE__, "./", "a.txt\nb/stop.txt\n"), ERROR_FAILED);
	CHECK_INT(chdir("/"), 0);
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	CHECK_INT(system(command), 0);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%.32s/test-reader-XXXXXX", tmp ? tmp : "/tmp");
	if (!CHECK(mkdtemp(folder) != NULL))
		return check_done();
	test_text();
	test_headings();
	test_text_refused();
	test_lead();
	test_jsonl();
	test_jsonl_refused();
	test_json();
	test_map();
	test_formats();
	test_gzip();
	test_gzip_tail();
	test_missing();
	test_sizes();
	test_walk();
	test_walk_here();
	remove_folder();
	return check_done();
}
