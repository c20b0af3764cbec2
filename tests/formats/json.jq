# all in one file
# in utf-8 utf-8-bom windows-1252 utf-16le utf-16be
"[\n" + (map(tojson) | join(",\n")) + "\n]\n"
