/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds, agencies' XML and Markdown: what is odd in them, and what is hostile. */
#include "corpus/reader.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/check.h"

static char path[64];

static void write_file(struct str bytes)
{
	FILE *f = fopen(path, "wb");

	if (!CHECK(f != NULL))
		return;
	CHECK(bytes.n == 0 || fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
	CHECK_INT(fclose(f), 0);
}

static void show(struct buf *out, const char *name, struct str value)
{
	if (value.n > 0)
		buf_printf(out, "%s=%.*s|", name, STR_ARGS(value));
}

/* A line for each article, "LINE! reason" for each refused. */
static void show_all(struct buf *out, const char *format, bool with_line)
{
	struct reader_options options = {0};
	struct reader *r = NULL;
	struct error err = {0};
	struct article a;
	int rc;

	buf_text(out, "");
	CHECK_INT(reader_options_format(&options, str_of(format), &err), 0);
	if (!CHECK_INT(reader_open(&r, path, &options, &err), 0))
		return;
	while ((rc = reader_next(r, &a, &err)) != 0) {
		if (with_line || rc < 0)
			buf_printf(out, "%zu", a.line);
		buf_text(out, rc < 0 ? "! " : with_line ? ":" : "");
		if (rc < 0) {
			buf_printf(out, "%s\n", err.text);
			if (err.code != ERROR_REJECTED)
				break;
			continue;
		}
		show(out, "id", a.id.p[0] == '/' ? (struct str){0} : a.id);
		show(out, "url", a.url);
		show(out, "title", a.title);
		show(out, "date", a.date);
		show(out, "source", a.source);
		show(out, "author", a.author);
		show(out, "lead", a.lead);
		show(out, "body", a.body);
		buf_char(out, '\n');
	}
	reader_close(r);
	reader_options_release(&options);
}

static void check_reads(int line, const char *format, const char *text,
			const char *expected)
{
	struct buf got = {0};

	write_file(str_of(text));
	show_all(&got, format, strchr(expected, ':') == expected + 1);
	check_str(__FILE__, line, text, got.p, expected);
	buf_release(&got);
}

#define READS(format, text, expected) check_reads(__LINE__, format, text, expected)

/* ---- feeds ---- */

#define RSS(items)                                                                       \
	"<rss version='2.0'><channel><title>Fil</title>" items "</channel></rss>"

static void test_rss(void)
{
	READS("feed",
	      RSS("<item>\n<title>Un</title><description>Texte.</description></item>\n"
		  "<item><title>Deux</title><description>Autre.</description></item>"),
	      "1:title=Un|source=Fil|body=Texte.|\n3:title=Deux|source=Fil|body=Autre.|"
	      "\n");
	/* The title of an image in the channel is not the feed's. */
	READS("feed",
	      "<rss><channel><image><title>Logo</title></image><title>Fil</title>"
	      "<item><title>Un</title><description>T</description></item></channel></"
	      "rss>",
	      "title=Un|source=Fil|body=T|\n");
	READS("feed",
	      RSS("<item><title>R&amp;amp;D &amp;#8217; &lt;i&gt;x&lt;/i&gt; &eacute; "
		  "a&b</title><description>&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;deux "
		  "&amp;euro;&lt;/p&gt;</description></item>"),
	      "title=R&D ’ x é a&b|source=Fil|body=Un\n\ndeux €|\n");
	READS("feed",
	      RSS("<item><title>Un</title><guid isPermaLink='false'>17</guid>"
		  "<link>/un</link><author>a@b.example (Jeanne Corton)</author>"
		  "<pubDate>Mon, 13 May 2024 14:30:00 +0200</pubDate>"
		  "<description><![CDATA[<b>Gras</b> & "
		  "<br>ligne]]></description></item>"),
	      "id=17|url=/un|title=Un|date=Mon, 13 May 2024 14:30:00 +0200|source=Fil|"
	      "author=Jeanne Corton|body=Gras &\nligne|\n");
	READS("feed",
	      "<rss><channel><title>Fil</title><link>https://a.example/x/</link><item>"
	      "<title>Un</title><link>../un</link><description>T</description></item>"
	      "</channel></rss>",
	      "id=https://a.example/un|url=https://a.example/un|title=Un|source=Fil|"
	      "body=T|\n");
	READS("feed",
	      RSS("<item><title>Un</title><guid>https://a.example/g</guid>"
		  "<description>T</description></item>"),
	      "id=https://a.example/g|url=https://a.example/g|title=Un|source=Fil|"
	      "body=T|\n");
}

static void test_rss_text(void)
{
	/* A summary that is the cut beginning of the text is not kept. */
	READS("feed",
	      "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
	      "<item><title>Un</title><description>Le début du texte […]</description>"
	      "<content:encoded>&lt;p&gt;Le début du &lt;b&gt;texte&lt;/b&gt;, puis la "
	      "suite.&lt;/p&gt;&lt;p&gt;&lt;a href='/'&gt;Lire la "
	      "suite&lt;/a&gt;&lt;/p&gt;"
	      "</content:encoded></item></channel></rss>",
	      "title=Un|body=Le début du texte, puis la suite.|\n");
	READS("feed",
	      "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
	      "<title>Un</title><media:title>Photo</media:title><media:description>Rien"
	      "</media:description><description>T</description></item></channel></rss>",
	      "title=Un|body=T|\n");
}

static void test_atom(void)
{
	READS("feed",
	      "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/b/'>"
	      "<title>Fil</title><author><name>Rédaction</name></author><entry>"
	      "<title type='html'>A &amp;amp; B</title><link rel='self' href='x.atom'/>"
	      "<link href='c'/><id>urn:1</id><published>2024-05-13T14:30:00Z</published>"
	      "<updated>2024-06-01T00:00:00Z</updated><summary>Chapô.</summary>"
	      "<content type='xhtml' xml:lang='fr'><div "
	      "xmlns='http://www.w3.org/1999/xhtml'><p>Un</p><p>deux<br/>trois</p></div>"
	      "</content></entry></feed>",
	      "id=urn:1|url=https://a.example/b/c|title=A & B|date=2024-05-13T14:30:00Z|"
	      "source=Fil|author=Rédaction|lead=Chapô.|body=Un\n\ndeux\ntrois|\n");
	READS("feed",
	      "<entry xmlns='http://www.w3.org/2005/Atom'><title>a &lt;b&gt; c</title>"
	      "<author><name>X Y</name></author><author><name>Z</name></author>"
	      "<content type='html'>&lt;p&gt;T&lt;/p&gt;</content></entry>",
	      "title=a <b> c|author=X Y, Z|body=T|\n");
}

static void test_damaged(void)
{
	READS("feed",
	      "<rss><channel>\n<item><title>Un</title><description>T</description>"
	      "</item>\n<item><title>Deux</channel></rss>",
	      "title=Un|body=T|\n"
	      "3! not XML: Opening and ending tag mismatch: title line 3 and channel\n");
	READS("feed",
	      RSS("<item><title>Un</title><description>T</description></item>") "<x>",
	      "title=Un|source=Fil|body=T|\n"
	      "1! not XML: Extra content at the end of the document\n");
	READS("feed",
	      "<rss><channel><item><title>Un</title><description>T</description></item>"
	      "<item><title>Deux</title><descr",
	      "title=Un|body=T|\n"
	      "1! not XML: Couldn't find end of Start Tag descr\n");
	READS("feed", "", "1! not XML: no element in it\n");
	READS("feed", "<rss><channel></channel></rss>", "");
	READS("feed", RSS("<item><title>Un</title></item>"),
	      "1! an article without text\n");
	READS("feed",
	      RSS("<item><title>\x01\x0B&#2;&#xFFFF;Un</title>"
		  "<description>T</description></item>"),
	      "title=\uFFFDUn|source=Fil|body=T|\n");
}

/* ---- entities ---- */

static void test_entities(void)
{
	struct buf bomb = {0};

	READS("feed",
	      "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'> <!ENTITY y "
	      "\"]>\">]>"
	      "\n<rss><channel><item><title>&x; &y;</title><description>T</description>"
	      "</item></channel></rss>",
	      "title=&x; &y;|body=T|\n");
	buf_text(&bomb, "<!DOCTYPE rss [<!ENTITY a0 \"ha\">");
	for (int i = 1; i < 100; i++)
		buf_printf(&bomb, "<!ENTITY a%d \"&a%d;&a%d;&a%d;\">", i, i - 1, i - 1,
			   i - 1);
	buf_text(&bomb, "]><rss><channel><item><title>&a99;</title><description>T"
			"</description></item></channel></rss>");
	READS("feed", bomb.p, "title=&a99;|body=T|\n");
	buf_release(&bomb);
	READS("feed", "<!DOCTYPE rss [<!ENTITY x 'jamais clos>",
	      "1! not XML: no element in it\n");
}

static void test_deep(void)
{
	struct buf b = {0}, got = {0};

	buf_text(&b, "<rss><channel><item><title>Un</title><description>");
	for (int i = 0; i < 1000000; i++)
		buf_text(&b, "<b>");
	write_file(buf_view(&b));
	show_all(&got, "feed", false);
	CHECK(strstr(got.p, "1! not XML: Excessive depth in document: 256") == got.p);
	buf_release(&got);
	buf_clear(&b);
	for (int i = 0; i < 200000; i++)
		buf_text(&b, "> ");
	buf_text(&b, "Texte");
	write_file(buf_view(&b));
	show_all(&got, "markdown", false);
	CHECK_STR(got.p, "body=Texte|\n");
	buf_release(&got);
	buf_release(&b);
}

/* ---- agencies ---- */

static void test_newsml(void)
{
	READS("newsml",
	      "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:1'>"
	      "<itemMeta><provider literal='Agence'/><versionCreated>2024-05-14T00:00:00Z"
	      "</versionCreated><title>Autre</title></itemMeta><contentMeta><headline>Un"
	      "</headline><creator><name>Jeanne Corton</name></creator></contentMeta>"
	      "<contentSet><inlineData "
	      "contenttype='text/plain'>Texte.\n\nDeux.</inlineData>"
	      "</contentSet></newsItem>",
	      "id=urn:1|title=Un|date=2024-05-14T00:00:00Z|source=Agence|"
	      "author=Jeanne Corton|body=Texte.\n\nDeux.|\n");
	READS("newsml",
	      "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:2"
	      "</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
	      "<FirstCreated>20240513T143000Z</FirstCreated></"
	      "NewsManagement><NewsComponent>"
	      "<NewsLines><HeadLine>Un</HeadLine><ByLine>Par X Y</ByLine></NewsLines>"
	      "<ContentItem><DataContent><p>Un.</p><p>Deux.</p></DataContent></"
	      "ContentItem>"
	      "</NewsComponent></NewsItem></NewsML>",
	      "id=urn:2|title=Un|date=20240513T143000Z|author=X Y|body=Un.\n\nDeux.|\n");
	READS("newsml",
	      "<nitf><head><title>SLUG</title><docdata><date.issue norm='20240513'/>"
	      "</docdata></head><body><body.head><hedline><hl1>Un</hl1></hedline>"
	      "<abstract>Chapô.</abstract></body.head><body.content><hl2>Inter</hl2>"
	      "<p>T "
	      "<org>Orange</org>.</p><table><tr><td>a</td><td>1</td></tr><tr><td>b</td>"
	      "<td>2</td></tr></table></body.content></body></nitf>",
	      "title=Un|date=20240513|lead=Chapô.|"
	      "body=Inter\n\nT Orange.\n\na\t1\nb\t2|\n");
}

/* ---- Markdown ---- */

static void test_markdown(void)
{
	READS("markdown", "# Titre *fort*\n\nUn\ndeux.\n\n* a\n* b\n\n> cité\n",
	      "title=Titre fort|body=Un deux.\n\na\nb\n\ncité|\n");
	READS("markdown",
	      "---\ntitle: \"A \\\"b\\\" : c\"\ndate: 2024-05-13 # jour\nauteurs: [X, 'Y "
	      "Z']"
	      "\nchapo: >\n  Un\n  deux\ntags:\n  - rien\n---\n\n## Inter\n\nTexte "
	      "[lien](/x) &eacute; `code`.\n",
	      "title=A \"b\" : c|date=2024-05-13|author=X, Y Z|lead=Un deux|"
	      "body=Inter\n\nTexte lien é code.|\n");
	READS("markdown", "+++\ntitle = 'Un'\ndate = 2024-05-13T14:30:00Z\n+++\nTexte.\n",
	      "title=Un|date=2024-05-13T14:30:00Z|body=Texte.|\n");
	READS("markdown", "---\nauthor:\n- name: X Y\n- Z\ntitle: T\n...\n# T\nTexte.",
	      "title=T|author=X Y, Z|body=Texte.|\n");
	READS("markdown", "---\njamais clos\n\nTexte.", "body=jamais clos\n\nTexte.|\n");
	READS("markdown", "| a | b |\n|---|--:|\n| c | 2 |\n\nFin.",
	      "body=a\tb\nc\t2\n\nFin.|\n");
	READS("markdown", "<div>\n\n*un*\n\n</div>\n<script>rien</script>", "body=un|\n");
	READS("markdown", "# Seul\n", "1! an article without text\n");
}

/* ---- which format ---- */

static void check_format(int line, const char *text, const char *expected)
{
	struct reader_options none = {0};
	struct reader *r = NULL;
	struct error err = {0};
	struct article a;
	const char *got = "none";

	write_file(str_of(text));
	if (reader_open(&r, path, &none, &err) == 0 && reader_next(r, &a, &err) > 0)
		got = r->format->name;
	check_str(__FILE__, line, text, got, expected);
	reader_close(r);
}

static void test_formats(void)
{
	const char *item = "<item><title>U</title><description>T</description></item>";
	char text[512];

	snprintf(text, sizeof text, "<?xml version='1.0'?>\n<!-- x -->\n<rss>%s</rss>",
		 item);
	check_format(__LINE__, text, "feed");
	snprintf(text, sizeof text, "<rdf:RDF xmlns:rdf='x'>%s</rdf:RDF>", item);
	check_format(__LINE__, text, "feed");
	check_format(__LINE__,
		     "<nitf><body><body.content><p>T</p></body.content></body></nitf>",
		     "newsml");
	check_format(__LINE__, "<!DOCTYPE html><h1>U</h1><p>Un texte court.</p>", "html");
	check_format(__LINE__, "<HTML><H1>U</H1><P>Un texte court.</HTML>", "html");
	check_format(
		__LINE__,
		"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>\n<html><body><h1>U</h1>"
		"<p>Un texte court.</p></body></html>",
		"html");
	check_format(__LINE__, "---\ntitle: U\n---\nTexte.", "markdown");
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	int fd;

	snprintf(path, sizeof path, "%.32s/test-markup-XXXXXX", tmp ? tmp : "/tmp");
	fd = mkstemp(path);
	if (!CHECK(fd >= 0))
		return check_done();
	close(fd);
	test_rss();
	test_rss_text();
	test_atom();
	test_damaged();
	test_entities();
	test_deep();
	test_newsml();
	test_markdown();
	test_formats();
	unlink(path);
	return check_done();
}
