# all in one file
# in utf-8 windows-1252
"<?xml version=\"1.0\" encoding=\"\($charset)\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://exemple.example/\"><title>Un fil</title>\n" +
"<link rel=\"self\" href=\"/fil.atom\"/><id>urn:fil</id><updated>2025-01-01T00:00:00Z</updated>\n" +
(map("<entry><title type=\"html\">\(.title | @html | @html)</title><id>\(.url | @html)</id>\n<link rel=\"enclosure\" href=\"/son.mp3\"/>" +
	"<link rel=\"alternate\" type=\"text/html\" href=\"\(.url | @html)\"/>\n<published>\(.date)</published><updated>2025-01-01T00:00:00Z</updated>\n" +
	"<author><name>\(.author | @html)</name></author><source><title>\(.source | @html)</title><id>urn:source</id></source>\n" +
	"<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">" +
	(.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br/>"))</p>\n") | add) + "</div></content></entry>\n") | add) + "</feed>\n"
