# one article a file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
"<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"\($charset)\">\n<title>\(.title | @html) | \(.source | @html)</title>\n" +
"<link rel=\"canonical\" href=\"\(.url | @html)\">\n<meta property=\"og:site_name\" content=\"\(.source | @html)\">\n" +
"<meta name=\"author\" content=\"\(.author | @html)\">\n<script>var menu = \"<p>rien\";</script></head>\n" +
"<body><nav><a href=\"/\">Accueil</a> <a href=\"/abonnement\">Abonnement</a></nav>\n<article><h1>\(.title | @html)</h1>\n" +
"<p class=\"meta\">Par \(.author | @html), <time datetime=\"\(.date)\">le \(.date)</time></p>\n" +
(.text | split("\n\n") | map("<p>\(@html | gsub("\n"; "<br>\n"))</p>\n") | add) +
"</article>\n<aside><p>Recevez chaque matin notre lettre, avec une sélection des articles de la rédaction.</p></aside></body></html>\n"
