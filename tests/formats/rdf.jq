# all in one file
# in utf-8
"<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"\n" +
" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"https://exemple.example/\"><title>Un fil</title><link>https://exemple.example/</link></channel>\n" +
(map("<item rdf:about=\"\(.url | @html)\"><title>\(.title | @html)</title><link>\(.url | @html)</link><dc:identifier>\(.url | @html)</dc:identifier>\n" +
	"<dc:date>\(.date)T00:00+01:00</dc:date><dc:creator>\(.author | @html)</dc:creator><dc:source>\(.source | @html)</dc:source>\n" +
	"<description>" + (.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br>"))</p>\n") | add | @html) + "</description></item>\n") | add) + "</rdf:RDF>\n"
