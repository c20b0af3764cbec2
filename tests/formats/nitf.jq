# one article a file
# in utf-8 windows-1252
"<?xml version=\"1.0\" encoding=\"\($charset)\"?>\n<!DOCTYPE nitf SYSTEM \"nitf-3-6.dtd\" [<!ENTITY rien \"rien\">]>\n<nitf><head><title>DEPECHE</title><docdata><doc-id id-string=\"\(.url | @html)\"/>" +
"<date.issue norm=\"\(.date | gsub("-"; ""))T000000\"/><doc.copyright holder=\"Autre\"/></docdata><pubdata name=\"\(.source | @html)\" ex-ref=\"\(.url | @html)\"/></head>\n" +
"<body><body.head><hedline><hl1>\(.title | @html)</hl1></hedline><byline>Par <person>\(.author | @html)</person></byline><dateline><location>Paris</location></dateline></body.head>\n" +
"<body.content><block>" + (.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br/>"))</p>\n") | add) +
"<media media-type=\"image\"><media-caption>Une image</media-caption></media></block></body.content><body.end><tagline>ex/ex</tagline></body.end></body></nitf>\n"
