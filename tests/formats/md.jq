# one article a file
# in utf-8 utf-8-bom windows-1252 utf-16le
"---\ntitle: \(.title | tojson)\ndate: \(.date)\nsource: '\(.source | gsub("'"; "''"))'\nauthor:\n  - \(.author)\nurl: \(.url)\ntags: [essai, 'sample']\n---\n\n# \(.title | gsub("(?<c>[*_<>\\[\\]&#])"; "\\\(.c)"))\n\n" +
(.text | gsub("(?<c>[*_<>\\[\\]&#])"; "\\\(.c)") | gsub("(?<line>[^\n]{60}[^\n ]*) "; .line + "\n")) + "\n"
