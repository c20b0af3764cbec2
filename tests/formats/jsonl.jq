# all in one file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
map({id: .url, url, headline: .title, published_at: .date, publisher: {name: .source}, author: [.author], body: .text} |
	tojson + "\n") | add
