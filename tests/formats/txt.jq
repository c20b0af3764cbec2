# one article a file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
"\(.title)\nDate: \(.date)\nSource: \(.source)\nAuteur: \(.author)\nURL: \(.url)\n\n\(.text)\n"
