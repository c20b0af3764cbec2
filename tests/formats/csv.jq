# all in one file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
"Titre;Date;Source;Auteur;URL;Texte;Longueur\r\n" + (map([.title, .date, .source, .author, .url, .text] |
	map("\"" + gsub("\""; "\"\"") + "\"") | join(";") + ";1 234,5\r\n") | add)
