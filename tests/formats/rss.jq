# all in one file
# in utf-8 utf-8-bom windows-1252
"<?xml version=\"1.0\" encoding=\"\($charset)\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n" +
" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Un fil</title><link>https://exemple.example/</link>\n" +
(map("<item><title>\(.title | @html)</title><link>\(.url | @html)</link><guid isPermaLink=\"true\">\(.url | @html)</guid>\n" +
	"<pubDate>\(.date | strptime("%Y-%m-%d") | strftime("%a, %d %b %Y 00:00:00 +0200"))</pubDate>\n" +
	"<dc:creator><![CDATA[\(.author)]]></dc:creator><source url=\"https://exemple.example/fil\">\(.source | @html)</source>\n" +
	"<description>\(.text | split("\n\n")[0][0:80] | . + " […]" | @html)</description>\n" +
	"<content:encoded><![CDATA[" + (.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br/>"))</p>\n") | add) +
	"<p>L’article <a href=\"\(.url)\">\(.title | @html)</a> est apparu en premier sur <a href=\"/\">\(.source)</a>.</p>]]></content:encoded></item>\n") | add) +
"</channel></rss>\n"
