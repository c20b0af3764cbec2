# one article a file
# in utf-8
def quoted: @uri | gsub("%20"; " ") | gsub("%0A"; "\n") | gsub("%"; "=") | gsub("(?<line>[^\n]{60}[^\n=]*)"; .line + "=\n");
"From: \"" + .author + "\" <redaction@exemple.example>\r\nList-Id: " + .source + " <liste.exemple.example>\r\n" +
"Subject: " + .title + "\r\nDate: " + .date + "\r\nMessage-ID:\r\n <" + .url + ">\r\nArchived-At: <" + .url + ">\r\n" +
"Content-Type: text/plain;\r\n charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + (.text | quoted) + "\r\n"
