# all in one file
# in utf-8
def page: "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>" + (.title | @html) + "</title>" +
	"<link rel=\"canonical\" href=\"" + .url + "\"><meta property=\"og:site_name\" content=\"" + (.source | @html) + "\">" +
	"<meta property=\"article:published_time\" content=\"" + .date + "\"><meta name=\"author\" content=\"" + (.author | @html) + "\">" +
	"</head><body><nav><a href=\"/\">Accueil</a></nav><article><h1>" + (.title | @html) + "</h1>" +
	(.text | split("\n\n") | map("<p>" + (@html) + "</p>\n") | add) +
	"</article><footer>Mentions légales</footer></body></html>\n";
def record($type; $content; $body): "WARC/1.0\r\nWARC-Type: " + $type + "\r\nWARC-Target-URI: " + .url +
	"\r\nWARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: " + $content + "\r\nContent-Length: " + ($body | utf8bytelength | tostring) +
	"\r\n\r\n" + $body + "\r\n\r\n";
def http($status; $type; $body): "HTTP/1.1 " + $status + "\r\nContent-Type: " + $type + "\r\n\r\n" + $body;
map(record("request"; "application/http; msgtype=request"; "GET / HTTP/1.1\r\n\r\n") +
	record("response"; "application/http; msgtype=response"; http("404 Not Found"; "text/html"; "<p>Rien ici</p>")) +
	record("response"; "application/http; msgtype=response"; http("200 OK"; "image/png"; "PNG")) +
	record("response"; "application/http; msgtype=response"; http("200 OK"; "text/html; charset=utf-8"; page))) | add
