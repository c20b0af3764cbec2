# all in one file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
"url\ttitle\tdate\tsource\tauthor\ttext\n" + (map([.url, .title, .date, .source, .author,
	"\"" + (.text | gsub("\""; "\"\"")) + "\""] | join("\t") + "\n") | add)
