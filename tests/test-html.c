/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pages of tests/html, in the styles of news sites, against what a person reads on
 * them: NAME.html and NAME.txt, plain text as corpus/sample has it. Of title, date and text at
 * least FLOOR percent must be right to the letter, white space aside; what is wrong is shown.
 */
#include "corpus/html.h"
#include "corpus/reader.h"

#include <dirent.h>
#include <stdlib.h>

#include "lib/date.h"
#include "tests/check.h"

#define FLOOR 95 /* percent */

enum part { TITLE, DATE, TEXT, SOURCE, AUTHOR, URL, PARTS };

static const char *const part_names[PARTS] = {"title",	"date",	  "text",
					      "source", "author", "url"};
static unsigned right[PARTS], all[PARTS];

struct page {
	struct buf parts[PARTS];
};

static void add_words(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (strchr(" \t\n", s.p[i]) == NULL)
			buf_char(out, s.p[i]);
		else if (out->n > 0 && out->p[out->n - 1] != ' ')
			buf_char(out, ' ');
	}
}

static bool read_page(const char *path, struct page *p)
{
	struct reader_options none = {0};
	struct reader *r = NULL;
	struct error err = {0};
	struct article a;
	int64_t moment;
	bool read;

	read = CHECK_INT(reader_open(&r, path, &none, &err), 0) &&
	       CHECK_INT(reader_next(r, &a, &err), 1);
	if (read) {
		add_words(&p->parts[TITLE], a.title);
		if (a.date.n > 0 && moment_parse(a.date, &moment, &err) == 0)
			moment_print(&p->parts[DATE], moment);
		add_words(&p->parts[TEXT], a.lead);
		add_words(&p->parts[TEXT], STR(" "));
		add_words(&p->parts[TEXT], a.body);
		add_words(&p->parts[SOURCE], a.source);
		add_words(&p->parts[AUTHOR], a.author);
		add_words(&p->parts[URL], a.url);
		CHECK_INT(reader_next(r, &a, &err), 0);
	} else {
		fprintf(stderr, "%s: %s\n", path, err.text);
	}
	reader_close(r);
	return read;
}

/* Both from where they begin to differ. */
static void show_difference(const char *name, enum part part, struct str got,
			    struct str expected)
{
	size_t same = 0;

	while (same < got.n && same < expected.n && got.p[same] == expected.p[same])
		same++;
	same = same > 30 ? same - 30 : 0;
	got = str_slice(got, same, got.n);
	expected = str_slice(expected, same, expected.n);
	fprintf(stderr, "%s: %s\n\tgot      \"%.200s\"\n\texpected \"%.200s\"\n", name,
		part_names[part], got.n ? got.p : "", expected.n ? expected.p : "");
}

static void compare(const char *name, const struct page *got, const struct page *expected)
{
	for (int i = 0; i < PARTS; i++) {
		struct str one = str_trim(buf_view(&got->parts[i]));
		struct str other = str_trim(buf_view(&expected->parts[i]));

		if (i >= SOURCE && other.n == 0)
			continue;
		all[i]++;
		if (str_equal(one, other))
			right[i]++;
		else
			show_difference(name, (enum part)i, one, other);
	}
}

static void test_page(const char *dir, const char *name)
{
	struct page got = {0}, expected = {0};
	char html[8192], text[8192];
	size_t n = strlen(name) - strlen(".html");

	snprintf(html, sizeof html, "%s/%s", dir, name);
	snprintf(text, sizeof text, "%s/%.*s.txt", dir, (int)(n & 255), name);
	if (read_page(html, &got) && read_page(text, &expected))
		compare(name, &got, &expected);
	for (int i = 0; i < PARTS; i++) {
		buf_release(&got.parts[i]);
		buf_release(&expected.parts[i]);
	}
}

static void test_pages(void)
{
	const char *top = getenv("srcdir");
	char dir[4096];
	struct dirent *entry;
	DIR *d;

	snprintf(dir, sizeof dir, "%s/tests/html", top ? top : ".");
	d = opendir(dir);
	if (!CHECK(d != NULL))
		return;
	while ((entry = readdir(d)) != NULL) {
		if (str_ends(str_of(entry->d_name), STR(".html")))
			test_page(dir, entry->d_name);
	}
	closedir(d);
	CHECK(all[TEXT] >= 40);
	for (int i = 0; i < PARTS; i++) {
		printf("%s: %u of %u right\n", part_names[i], right[i], all[i]);
		CHECK(100 * right[i] >= FLOOR * all[i]);
	}
}

/* ---- fragments ---- */

static const struct {
	const char *html, *text;
} fragments[] = {
	{"", ""},
	{"texte", "texte"},
	{"<p>un<p>deux</p>trois", "un\n\ndeux\n\ntrois"},
	{"<b>3</b> 000 <i>postes</i>", "3 000 postes"},
	{"a<b>b</b>c  <i> d</i>", "abc d"},
	{"un<br>deux<br><br>trois", "un\ndeux\n\ntrois"},
	{"<br><br>un<br> <br/>deux<br>", "un\n\ndeux"},
	{"<ul><li>un<li>deux</ul><p>trois", "un\ndeux\n\ntrois"},
	{"<table><tr><td>a<td>1<tr><td>b<td><p>2</p></table>", "a\t1\nb\t2"},
	{"<table><tr><td><p>un</p><p>deux</p><h2>x</h2></td><td>trois</td></tr></table>",
	 "un\n\ndeux\n\nx\n\ntrois"},
	{"&eacute;&#233;&#xE9;&#xe9;&eacute &AMP;&amp;amp; &rien; &",
	 "ééééé &&amp; &rien; &"},
	{"&#128;&#146;&#0;&#x110000;&#xD800;", "€’\uFFFD\uFFFD\uFFFD"},
	{"AT&T &copy2024 R&D", "AT&T ©2024 R&D"},
	{"12&nbsp;000 &nbsp; &euro;", "12\u00a0000 €"},
	{"1&#8239;254&nbsp;&nbsp;postes", "1\u202f254\u00a0postes"},
	{"com&shy;mu&#8203;ni&#xFEFF;qu&eacute;", "communiqué"},
	{"<pre>un\ndeux\n\ntrois</pre>", "un\ndeux\n\ntrois"},
	{"<script>a < b</script><style>p{}</style>texte<noscript>rien</noscript>",
	 "texte"},
	{"<script>document.write('</p>')</SCRIPT >texte", "texte"},
	{"un <!-- <p>rien</p> --> deux <!> trois <!--> quatre", "un deux trois quatre"},
	{"<!-- jamais close <p>rien", ""},
	{"a < b, c > d, <3 et <>", "a < b, c > d, <3 et <>"},
	{"<p title=\"a > b\" data-x='<p>'>texte</p>", "texte"},
	{"<a href=x>un</a><a href=y>deux", "undeux"},
	{"<div><p>un</div>deux</div></div>trois", "un\n\ndeuxtrois"},
	{"<h1>un</h2>deux", "un\n\ndeux"},
	{"<p>un</b></span>deux</p>", "undeux"},
	{"<?xml version=\"1.0\"?><div/><p>un</p><![CDATA[a & <b>]]>", "un\n\na & <b>"},
	{"<o:p>un</o:p> <svg><title>logo</title><path/></svg>deux", "un deux"},
	{"<p", ""},
	{"<p class=\"sans fin", ""},
	{"</", "</"},
	{"<textarea><p>rien</textarea>un", "un"},
	{"<plaintext>un <b>deux", "un deux"},
	{"<dl><dt>un<dd>deux<dt>trois</dl>", "un\ndeux\ntrois"},
};

static void test_fragments(void)
{
	for (size_t i = 0; i < COUNT(fragments); i++) {
		struct buf text = {0};
		struct error err = {0};

		buf_text(&text, "");
		CHECK_INT(html_text(&text, str_of(fragments[i].html), &err), 0);
		check_str(__FILE__, __LINE__, fragments[i].html, text.p,
			  fragments[i].text);
		buf_release(&text);
	}
}

static void test_charset(void)
{
	CHECK(str_is(html_charset(STR("<meta charset=\"utf-8\">")), "utf-8"));
	CHECK(str_is(html_charset(STR("<META CHARSET=windows-1252>")), "windows-1252"));
	CHECK(str_is(html_charset(STR("<meta http-equiv=Content-Type "
				      "content='text/html; charset=iso-8859-15'>")),
		     "iso-8859-15"));
	CHECK(str_is(html_charset(STR("<?xml version='1.0' encoding='ISO-8859-1'?><a>")),
		     "ISO-8859-1"));
	CHECK_INT(html_charset(STR("<p>sans")).n, 0);
	CHECK_INT(html_charset(STR("charset")).n, 0);
}

/* ---- what would break others ---- */

static void repeat(struct buf *b, const char *text, size_t times)
{
	while (times-- > 0)
		buf_text(b, text);
}

enum outcome { FOUND, MISSING, REFUSED };

/* The page is read, its one sentence found or not, or it is refused. */
static void check_hostile(int line, struct buf *page, enum outcome outcome)
{
	const char *sentence = "<p>Une phrase assez longue pour que le lecteur de pages "
			       "la prenne pour le texte d'un article, avec un point.</p>";
	struct arena arena = {0};
	struct article a = {0};
	struct error err = {0};
	int rc;

	buf_text(page, sentence);
	rc = html_article(&arena, buf_view(page), (struct str){0}, &a, &err);
	check_int(__FILE__, line, "refused", rc < 0, outcome == REFUSED);
	if (rc == 0)
		check_int(__FILE__, line, "found",
			  a.body.n > 0 &&
				  memmem(a.body.p, a.body.n, "Une phrase", 10) != NULL,
			  outcome == FOUND);
	arena_release(&arena);
	buf_clear(page);
}

static void test_hostile(void)
{
	static const struct {
		const char *text;
		size_t times;
		enum outcome outcome;
	} pages[] = {
		{"<div>", 1000000, FOUND},
		{"<b>", 1000000, FOUND},
		{"<a href=x>", 400000, MISSING},
		{"<table><tr><td>", 300000, FOUND},
		{"<ul><li>", 500000, FOUND},
		{"<p>a", 400000, FOUND},
		{"<p>a", 1100000, REFUSED},
		{"</div>", 1000000, FOUND},
		{"<p class=x>a</p><a href=/>b</a>", 100000, FOUND},
		{"<h2><a href=/>Lire aussi</a></h2>", 100000, FOUND},
		{"<div><h3>Les plus lus</h3></div>", 100000, FOUND},
		{"&eacute", 1000000, FOUND},
		{"<title>a - b : c | ", 100000, FOUND},
		{"<span itemprop=author>", 300000, MISSING},
		{"<div><form>a</form>", 200000, FOUND},
		{"<div><img><p>a</p>", 200000, FOUND},
		{"<blockquote>un deux trois</blockquote>", 100000, FOUND},
		{"<h2>À propos de Jean</h2><p>Recevez</p>", 100000, FOUND},
		{"<div><p>Recevez<button>ici</button></p>", 100000, FOUND},
		{"<div><p>a</p><a href=/>b</a>", 100000, FOUND},
		{"<p>a[<a href=#n>1</a>]", 150000, FOUND},
	};
	struct buf page = {0};

	for (size_t i = 0; i < COUNT(pages); i++) {
		repeat(&page, pages[i].text, pages[i].times);
		if (strstr(pages[i].text, "<title>") != NULL)
			buf_text(&page, "</title>");
		check_hostile(__LINE__, &page, pages[i].outcome);
	}
	buf_text(&page, "<p");
	repeat(&page, " a=1 class=x", 500000);
	buf_text(&page, ">");
	check_hostile(__LINE__, &page, FOUND);
	buf_release(&page);
}

int main(void)
{
	test_fragments();
	test_charset();
	test_pages();
	test_hostile();
	return check_done();
}
