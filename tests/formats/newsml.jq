# all in one file
# in utf-8 windows-1252
"<?xml version=\"1.0\" encoding=\"\($charset)\"?>\n<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header><sent>2025-01-01T00:00:00Z</sent></header><itemSet>\n" +
(map("<newsItem guid=\"\(.url | @html)\" version=\"1\" standard=\"NewsML-G2\" standardversion=\"2.28\"><catalogRef href=\"http://exemple.example/\"/>\n" +
	"<itemMeta><itemClass qcode=\"ninat:text\"/><provider qcode=\"nprov:EX\"><name>\(.source | @html)</name></provider>" +
	"<versionCreated>2025-01-01T00:00:00Z</versionCreated><firstCreated>\(.date)T00:00:00</firstCreated><link rel=\"irel:isAlternativeOf\" href=\"\(.url | @html)\"/></itemMeta>\n" +
	"<contentMeta><by>Par \(.author | @html)</by><headline xml:lang=\"fr\">\(.title | @html)</headline><subject qcode=\"medtop:04000000\"><name>économie</name></subject></contentMeta>\n" +
	"<contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>\(.title | @html)</title></head><body>" +
	(.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br/>"))</p>\n") | add) + "</body></html></inlineXML></contentSet></newsItem>\n") | add) + "</itemSet></newsMessage>\n"
